/*
 * object/transitions.h: from a shape to those made from it, and from a prototype to the root shapes of its
 * objects.  All slots are weak: a shape lives as long as an object, a cache or a descendant needs it.
 *
 * Up to eight entries are scanned; larger tables are open addressing.  An entry whose shape died counts as
 * deleted until the table is made anew.
 */
#ifndef JS_TRANSITIONS_H
#define JS_TRANSITIONS_H

#include "object/shape.h"

#define JS_TRANSITIONS_MAX 1024u /* beyond, a shape's objects go to dictionary mode */

struct js_transition {
    gc_slot key;   /* a property key; for root shapes an odd integer; integer 0: never used */
    gc_slot info;  /* integer: attributes */
    gc_slot shape; /* empty: died */
};

struct __attribute__((aligned(8))) js_transitions {
    struct gc_header header;
    uint32_t capacity;
    uint32_t used; /* entries that were ever used */
    uint32_t unused;
    struct js_transition entries[];
};

/* The shape of a transition, or NULL.  transitions: a js_transitions, or a slot that is no cell. */
struct js_shape *js__transitions_find_nogc(const js_ctx *ctx, gc_slot transitions, gc_slot key,
                                           unsigned info);

/*
 * Adds a transition that is not there to *transitions (a js_transitions, or no cell: none yet); *out is the
 * table to keep, which may be a new one.  key: a property key or an odd integer.
 */
JS_MUST_CHECK bool js__transitions_insert_noscript(js_ctx *ctx, const js_value *transitions,
                                                   const js_value *key, unsigned info,
                                                   const js_value *shape, js_value *out);

#endif
