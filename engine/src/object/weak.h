/*
 * object/weak.h: WeakMap, WeakSet, WeakRef, FinalizationRegistry.
 *
 * WeakMap and WeakSet keep an ephemeron table: open addressing by the key's identity hash, linear probing.
 * A key is integer 0 where the entry was never used, GC_SLOT_EMPTY where it was deleted or its key died.
 */
#ifndef JS_WEAK_H
#define JS_WEAK_H

#include "object/symbol.h"
#include "object/object.h"

struct js_ephemeron {
    gc_slot key;
    gc_slot value;
};

struct __attribute__((aligned(8))) js_ephemerons {
    struct gc_header header;
    uint32_t capacity; /* a power of two */
    uint32_t used;     /* entries that were ever used: probing ends at one that was not */
    uint32_t unused;
    struct js_ephemeron entries[]; /* all ephemerons */
};

#define JS_WEAK_MAP_REFS(F) JS_OBJECT_REFS(F) F(table) /* a js_ephemerons, or integer 0: empty */
GC_CELL(js_weak_map, JS_WEAK_MAP_REFS, GC_NO_DATA);
GC_CELL(js_weak_set, JS_WEAK_MAP_REFS, GC_NO_DATA);

#define JS_WEAK_REF_REFS(F) JS_OBJECT_REFS(F) F(target) /* weak: empty once dead */
GC_CELL(js_weak_ref, JS_WEAK_REF_REFS, GC_NO_DATA);

/* Entry i of a registry is targets[i], tokens[i], held[i]; targets[i] empty: dead, to be cleaned up. */
#define JS_FINALIZATION_REGISTRY_REFS(F)                                                           \
    JS_OBJECT_REFS(F)                                                                              \
    F(cleanup)                                                                                     \
    F(realm)                                                                                       \
    F(next)    /* in ctx->finalization_list; else integer 0 */                                     \
    F(targets) /* js_weak_tuple; a slot of integer 0: entry not in use */                          \
    F(tokens)  /* js_weak_tuple */                                                                 \
    F(held)    /* js_tuple */
#define JS_FINALIZATION_REGISTRY_DATA(F) F(uint32_t, count) /* entries in use or dead */
GC_CELL(js_finalization_registry, JS_FINALIZATION_REGISTRY_REFS, JS_FINALIZATION_REGISTRY_DATA);

/* Like a js_tuple, all weak. */
struct __attribute__((aligned(8))) js_weak_tuple {
    struct gc_header header;
    uint32_t count;
    gc_slot slots[];
};
JS_MUST_CHECK bool js_weak_tuple_new_noscript(js_ctx *ctx, uint32_t count, js_value *out);

/* Operations on a WeakMap or WeakSet object.  key can be held weakly (object/symbol.h).  get: GC_EMPTY if absent. */
js_value js_weak_map_get_nogc(js_ctx *ctx, js_value map, js_value key);
bool js_weak_map_delete_nogc(js_ctx *ctx, js_value map, js_value key);
JS_MUST_CHECK bool js_weak_map_set_noscript(js_ctx *ctx, const js_value *map, const js_value *key,
                                            const js_value *value);

#endif
