/* builtins/object_helpers.h: what the files of Object share, also with others. */
#ifndef JS_OBJECT_HELPERS_H
#define JS_OBJECT_HELPERS_H

#include "builtins/builtin.h"

/* object.[[SetPrototypeOf]](prototype), with V8's TypeError where that is refused. */
JS_MUST_CHECK bool js__set_prototype_or_throw(js_ctx *ctx, const js_value *object,
                                              const js_value *prototype);

/*
 * 7.3.35 GroupBy, a step at a time for Object.groupBy and Map.groupBy: iterates items and calls add(arg, key,
 * value) for each, key being what callback returned; add may run script.
 */
typedef bool js_group_add(js_ctx *ctx, void *arg, const js_value *key, const js_value *value);
JS_MUST_CHECK bool js_group_by(js_ctx *ctx, const js_value *items, const js_value *callback,
                               js_group_add *add, void *arg);

/*
 * 24.1.1.2 AddEntriesFromIterable: calls add for the key and value of each entry; where that fails, closes
 * the iterator.
 */
JS_MUST_CHECK bool js_add_entries_from_iterable(js_ctx *ctx, const js_value *iterable,
                                                js_group_add *add, void *arg);

#endif
