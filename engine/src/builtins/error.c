/*
 * builtins/error.c: 20.5 Error Objects, and V8's stack trace API: Error.captureStackTrace,
 * Error.stackTraceLimit, Error.prepareStackTrace (debug/stack_trace.c).
 */
#include "builtins/builtin.h"
#include "debug/stack_trace.h"
#include "object/error.h"

/* 20.5.8.1 InstallErrorCause ( O, options ) */
static bool install_cause(js_ctx *ctx, const js_value *error, const js_value *options)
{
    JS_FRAME(ctx, f, cause);
    bool has;

    if (!js_is_object(*options))
        return true;
    JS_TRY(js_has_property(ctx, options, JS_ATOM(ctx, cause), &has));
    if (!has)
        return true;
    JS_TRY(js_get(ctx, options, JS_ATOM(ctx, cause), &f.cause));
    return js_define_value(ctx, error, JS_ATOM(ctx, cause), &f.cause, JS_HIDDEN_ATTRIBUTES);
}

/* 20.5.1.1 Error ( message [ , options ] ), 20.5.6.1.1 NativeError ( message [ , options ] ) */
static bool construct(js_ctx *ctx, const js_call *call, enum js_intrinsic prototype,
                      const js_value *message, const js_value *options, js_value *result)
{
    const js_value *new_target = js_is_construct(call) ? call->new_target : call->callee;
    JS_FRAME(ctx, f, error, message);

    JS_TRY(js_create_from_constructor(ctx, new_target, prototype, JS_KIND_ERROR,
                                      sizeof(struct js_error), &f.error));
    JS_TRY(js_error_init_stack_noscript(ctx, &f.error, new_target));
    if (!js_is_undefined(*message)) {
        JS_TRY(js_to_string(ctx, message, &f.message));
        JS_TRY(js_define_value(ctx, &f.error, JS_ATOM(ctx, message), &f.message,
                               JS_HIDDEN_ATTRIBUTES));
    }
    JS_TRY(install_cause(ctx, &f.error, options));
    *result = f.error;
    return true;
}

#define ERROR_CONSTRUCTOR(name)                                                                    \
    static bool name(js_ctx *ctx, const js_call *call, js_value *result)                           \
    {                                                                                              \
        return construct(ctx, call, JS_INTRINSIC_##name##_prototype, js_arg(call, 0),              \
                         js_arg(call, 1), result);                                                 \
    }

ERROR_CONSTRUCTOR(error)
ERROR_CONSTRUCTOR(eval_error)
ERROR_CONSTRUCTOR(range_error)
ERROR_CONSTRUCTOR(reference_error)
ERROR_CONSTRUCTOR(syntax_error)
ERROR_CONSTRUCTOR(type_error)
ERROR_CONSTRUCTOR(uri_error)

/* 20.5.7.1.1 AggregateError ( errors, message [ , options ] ) */
static bool aggregate_error(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_FRAME(ctx, f, error, array, value);
    JS_ITERATOR(ctx, it);

    JS_TRY(construct(ctx, call, JS_INTRINSIC_aggregate_error_prototype, js_arg(call, 1),
                     js_arg(call, 2), &f.error));
    JS_TRY(js_get_iterator(ctx, js_arg(call, 0), &it));
    JS_TRY(js_array_new_noscript(ctx, 0, &f.array));
    for (;;) {
        bool done;

        JS_TRY(js_iterator_step_value(ctx, &it, &f.value, &done));
        if (done)
            break;
        JS_TRY(js_array_push_noscript(ctx, &f.array, &f.value));
        JS_TRY(js_poll(ctx));
    }
    JS_TRY(js_define_value(ctx, &f.error, JS_ATOM(ctx, errors), &f.array, JS_HIDDEN_ATTRIBUTES));
    *result = f.error;
    return true;
}

/* Error.captureStackTrace ( object [ , function ] ) */
static bool capture_stack_trace(js_ctx *ctx, const js_call *call, js_value *result)
{
    const js_value *object = js_arg(call, 0);
    const js_value *until =
        js_is_callable_nogc(ctx, *js_arg(call, 1)) ? js_arg(call, 1) : call->callee;
    JS_FRAME(ctx, f, trace, text);

    if (!js_is_object(*object))
        return js_throw_type_error(ctx, "invalid_argument");
    JS_TRY(js_capture_stack_noscript(ctx, until, &f.trace));
    f.text = JS_UNDEFINED;
    if (!js_is_undefined(f.trace) && !js_is_kind(*object, JS_KIND_ERROR))
        JS_TRY(js_format_stack(ctx, object, &f.trace, &f.text));
    JS_TRY(js_define_value(ctx, object, JS_ATOM(ctx, stack), &f.text, JS_HIDDEN_ATTRIBUTES));
    if (!js_is_undefined(f.trace) && js_is_kind(*object, JS_KIND_ERROR)) {
        struct js_error *error = gc_to_cell(*object);

        gc_write(ctx->heap, error, &error->trace, gc_slot_of(ctx->heap, f.trace));
    }
    *result = JS_UNDEFINED;
    return true;
}

bool js_error_to_string(js_ctx *ctx, const js_value *error, js_value *out)
{
    JS_FRAME(ctx, f, name, message);
    JS_STRING_BUILDER(ctx, b);

    JS_TRY(js_get(ctx, error, JS_ATOM(ctx, name), &f.name)); /* 3 */
    if (js_is_undefined(f.name))
        f.name = *JS_ATOM(ctx, Error); /* 4 */
    JS_TRY(js_to_string(ctx, &f.name, &f.name));
    JS_TRY(js_get(ctx, error, JS_ATOM(ctx, message), &f.message)); /* 5 */
    if (js_is_undefined(f.message))
        f.message = *JS_ATOM(ctx, empty); /* 6 */
    JS_TRY(js_to_string(ctx, &f.message, &f.message));
    if (js_string_length_nogc(f.name) == 0 || js_string_length_nogc(f.message) == 0) {
        *out = js_string_length_nogc(f.name) == 0 ? f.message : f.name; /* 7, 8 */
        return true;
    }
    js_builder_string_nogc(&b, f.name);
    js_builder_ascii_nogc(&b, ": ");
    js_builder_string_nogc(&b, f.message);
    return js_builder_finish_noscript(&b, out); /* 9 */
}

/* 20.5.3.4 Error.prototype.toString ( ) */
static bool to_string(js_ctx *ctx, const js_call *call, js_value *result)
{
    if (!js_is_object(*call->self))
        return js_throw_type_error(
            ctx, "Method Error.prototype.toString called on incompatible receiver %v", call->self);
    return js_error_to_string(ctx, call->self, result);
}

JS_BUILTIN_TABLE(error) = {
    JS_CONSTRUCTOR("Error", error, 1),
    JS_STATIC("captureStackTrace", capture_stack_trace, 2),
    {"stackTraceLimit", NULL, 0, JS_ON_CONSTRUCTOR, JS_TYPE_NUMBER, JS_ALL_ATTRIBUTES, 10, NULL},
    JS_STRING_CONSTANT("name", "Error", JS_HIDDEN_ATTRIBUTES),
    JS_STRING_CONSTANT("message", "", JS_HIDDEN_ATTRIBUTES),
    JS_METHOD("toString", to_string, 0),
};
JS_BUILTIN_TABLE_END(error);

#define ERROR_TABLE(table, name, length)                                                           \
    JS_BUILTIN_TABLE(table) = {                                                                    \
        JS_CONSTRUCTOR(name, table, length),                                                       \
        JS_STRING_CONSTANT("name", name, JS_HIDDEN_ATTRIBUTES),                                    \
        JS_STRING_CONSTANT("message", "", JS_HIDDEN_ATTRIBUTES),                                   \
    };                                                                                             \
    JS_BUILTIN_TABLE_END(table)

ERROR_TABLE(eval_error, "EvalError", 1);
ERROR_TABLE(range_error, "RangeError", 1);
ERROR_TABLE(reference_error, "ReferenceError", 1);
ERROR_TABLE(syntax_error, "SyntaxError", 1);
ERROR_TABLE(type_error, "TypeError", 1);
ERROR_TABLE(uri_error, "URIError", 1);
ERROR_TABLE(aggregate_error, "AggregateError", 2);
