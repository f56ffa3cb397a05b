/*
 * js/inspect.h: looking into objects as no program can, for hosts that show values: what kind of object a value is,
 * what a proxy, promise, collection or iterator holds.  Nothing here runs script.
 */
#ifndef JS_PUBLIC_INSPECT_H
#define JS_PUBLIC_INSPECT_H

#include "js/value.h"

/* What a value is; primitives and ordinary objects are JS_CLASS_NONE. */
enum js_class {
    JS_CLASS_NONE,
    JS_CLASS_DATE,
    JS_CLASS_REGEXP,
    JS_CLASS_ERROR, /* has [[ErrorData]] */
    JS_CLASS_BOOLEAN,
    JS_CLASS_NUMBER,
    JS_CLASS_STRING,
    JS_CLASS_SYMBOL,
    JS_CLASS_BIGINT,
    JS_CLASS_MAP,
    JS_CLASS_SET,
    JS_CLASS_MAP_ITERATOR,
    JS_CLASS_SET_ITERATOR,
    JS_CLASS_WEAK_MAP,
    JS_CLASS_WEAK_SET,
    JS_CLASS_WEAK_REF,
    JS_CLASS_FINALIZATION_REGISTRY,
    JS_CLASS_PROMISE,
    JS_CLASS_PROXY,
    JS_CLASS_ARRAY_BUFFER,
    JS_CLASS_SHARED_ARRAY_BUFFER,
    JS_CLASS_DATA_VIEW,
    JS_CLASS_TYPED_ARRAY,
    JS_CLASS_ARGUMENTS,
    JS_CLASS_GENERATOR, /* sync or async */
    JS_CLASS_NAMESPACE, /* of a module */
    JS_CLASS_HOST,      /* a host's own object */
    JS_CLASS_GENERATOR_FUNCTION,
    JS_CLASS_ASYNC_FUNCTION,
    JS_CLASS_ASYNC_GENERATOR_FUNCTION,
};
enum js_class js_class_of_nogc(const js_ctx *ctx, js_value v);

/* Target and handler of a proxy, null once revoked: raw values.  False if v is none. */
bool js_proxy_details_nogc(const js_ctx *ctx, js_value v, js_value *target, js_value *handler);
/* State (0 pending, 1 fulfilled, 2 rejected) and result of a promise.  False if v is none. */
bool js_promise_details_nogc(const js_ctx *ctx, js_value v, int *state, js_value *result);
/*
 * The entries of a Map, Set, WeakMap, WeakSet, and those that an iterator of Map or Set has not visited, as a flat
 * array; *pairs: key, value, key, value.  *out is undefined for any other value.
 */
JS_MUST_CHECK bool js_preview_entries_noscript(js_ctx *ctx, const js_value *v, js_value *out, bool *pairs);
/*
 * An array of the own keys, symbols included, that are no array indices; only the enumerable ones where asked.
 * *object is an object, no proxy.
 */
JS_MUST_CHECK bool js_own_names(js_ctx *ctx, const js_value *object, bool only_enumerable, js_value *out);
/* The name of the class that made an object, as far as that can be told: "Object" if not. */
JS_MUST_CHECK bool js_constructor_name_noscript(js_ctx *ctx, const js_value *object, js_value *out);
/*
 * The file name of script of the i-th innermost call that has one; false where there are no more.
 */
bool js_caller_file_nogc(js_ctx *ctx, unsigned i, js_value *out);

/* Bytes of bytecode, and of source texts, outside the cage.  Linear in the functions that are alive. */
void js_code_bytes_nogc(js_ctx *ctx, size_t *bytecode, size_t *sources);

#endif
