/* builtins/builtin.h: what every file of built-ins includes. */
#ifndef JS_BUILTIN_H
#define JS_BUILTIN_H

#include "object/function.h"
#include "object/object.h"
#include "object/shape.h"
#include "object/string.h"
#include "ops/ops.h"

/*
 * At the end of a file: JS_BUILTIN_TABLE(array) = {JS_CONSTRUCTOR("Array", array, 1), ...}; defines
 * array_table and array_table_count, which builtins.def names.
 */
#define JS_BUILTIN_TABLE(name)                                                                     \
    const js_builtin name##_table[];                                                               \
    const size_t name##_table_count;                                                               \
    const js_builtin name##_table[]
#define JS_BUILTIN_TABLE_END(name)                                                                 \
    const size_t name##_table_count = sizeof name##_table / sizeof name##_table[0]

/* C functions that builtins/install.c looks up by name (builtins/function.c). */
js_native_fn js__function_prototype, js__throw_type_error;

/*
 * 20.2.1.1.1 CreateDynamicFunction: the function whose parameters and body are the call's arguments.  prefix is
 * "function", "function*", "async function" or "async function*" (builtins/dynamic_function.c).
 */
JS_MUST_CHECK bool js_create_dynamic_function(js_ctx *ctx, const js_call *call, const char *prefix,
                                              enum js_intrinsic prototype, js_value *result);

#endif
