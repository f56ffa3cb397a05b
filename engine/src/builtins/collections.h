/*
 * builtins/collections.h: what the files of Map, Set, WeakMap, WeakSet share.
 */
#ifndef JS_COLLECTIONS_H
#define JS_COLLECTIONS_H

#include "builtins/builtin.h"
#include "object/collection.h"

/* Throws V8's TypeError unless *call->self is a cell of kind; method is "Map.prototype.get". */
JS_MUST_CHECK GC_INLINE bool js__require_kind(js_ctx *ctx, const js_call *call, enum js_kind kind,
                                              const char *method)
{
    return GC_LIKELY(js_is_kind(*call->self, kind)) ||
           js_throw_type_error(ctx, "Method %s called on incompatible receiver %v", method,
                               call->self);
}

/*
 * Gets property key ("set", "add") of a collection under construction, which must be a function; *is_native:
 * it is the built-in fn, which may be bypassed.
 */
JS_MUST_CHECK bool js__get_adder(js_ctx *ctx, const js_value *collection, const js_value *key,
                                 js_native_fn *fn, js_value *adder, bool *is_native);

/* Calls adder(value) on *collection for each value of an iterable; closes the iterator where that throws. */
JS_MUST_CHECK bool js__add_all(js_ctx *ctx, const js_value *collection, const js_value *iterable,
                               const js_value *adder);
/* The same for entries: adder(key, value). */
JS_MUST_CHECK bool js__add_all_entries(js_ctx *ctx, const js_value *collection,
                                       const js_value *iterable, const js_value *adder);

/* Whether v is a function made of the C function fn, of any realm. */
bool js__is_native_of(js_ctx *ctx, js_value v, js_native_fn *fn);

/* An iterator over a Map or Set; what: enum js_enumerate. */
JS_MUST_CHECK bool js__collection_iterator_new_noscript(js_ctx *ctx, const js_value *collection,
                                                        unsigned what, js_value *out);

/* An empty Map or Set with the built-in prototype. */
JS_MUST_CHECK bool js__collection_new_noscript(js_ctx *ctx, enum js_kind kind, js_value *out);
/* The next methods of the iterators of Maps and Sets. */
bool js__map_iterator_next(js_ctx *ctx, const js_call *call, js_value *result);
bool js__set_iterator_next(js_ctx *ctx, const js_call *call, js_value *result);

#endif
