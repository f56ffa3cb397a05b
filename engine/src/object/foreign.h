/*
 * object/foreign.h: cells around a host's or module's pointer, with a finalizer; and objects that have one.
 */
#ifndef JS_FOREIGN_H
#define JS_FOREIGN_H

#include "object/object.h"

struct js_foreign {
    struct gc_header header;
    uint32_t tag; /* the owner's own */
    void *pointer;
    /* Frees pointer when the cell dies; NULL: nothing to do.  Must not touch the heap's cells. */
    void (*release)(gc_heap *heap, void *pointer, size_t bytes);
    size_t bytes; /* what it takes outside the cage, for dumps and release */
};

#define JS_HOST_OBJECT_REFS(F)                                                                     \
    JS_OBJECT_REFS(F)                                                                              \
    F(foreign) /* js_foreign or integer 0 */                                                       \
    F(first)   /* the host's own */                                                                \
    F(second)
#define JS_HOST_OBJECT_DATA(F) F(uint32_t, tag) F(uint32_t, flags)
GC_CELL(js_host_object, JS_HOST_OBJECT_REFS, JS_HOST_OBJECT_DATA);

/* May collect; on failure release is not called. */
JS_MUST_CHECK bool js_foreign_new_noscript(js_ctx *ctx, uint32_t tag, void *pointer, size_t bytes,
                                           void (*release)(gc_heap *, void *, size_t),
                                           js_value *out);

#endif
