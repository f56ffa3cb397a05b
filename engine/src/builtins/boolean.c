/*
 * builtins/boolean.c: 20.3 Boolean Objects.
 */
#include "builtins/builtin.h"
#include "object/wrapper.h"

/* 20.3.1.1 Boolean ( value ) */
static bool boolean(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_FRAME(ctx, f, value);

    f.value = js_bool(js_to_boolean_nogc(ctx, *js_arg(call, 0)));
    if (js_is_construct(call))
        return js_wrapper_from_constructor(ctx, call->new_target, JS_INTRINSIC_boolean_prototype,
                                           &f.value, result);
    *result = f.value;
    return true;
}

/* 20.3.3.3.1 ThisBooleanValue ( value ) */
static bool this_boolean(js_ctx *ctx, const js_call *call, const char *method, js_value *out)
{
    js_value self = *call->self;

    if (js_is_kind(self, JS_KIND_WRAPPER))
        self = js_wrapper_value_nogc(ctx, self);
    if (!js_is_boolean(self))
        return js_throw_type_error(ctx, "Boolean.prototype.%s requires that 'this' be a Boolean",
                                   method);
    *out = self;
    return true;
}

/* 20.3.3.2 Boolean.prototype.toString ( ) */
static bool to_string(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_FRAME(ctx, f, value);

    JS_TRY(this_boolean(ctx, call, "toString", &f.value));
    *result = js_is_true(f.value) ? *JS_ATOM(ctx, true_) : *JS_ATOM(ctx, false_);
    return true;
}

/* 20.3.3.3 Boolean.prototype.valueOf ( ) */
static bool value_of(js_ctx *ctx, const js_call *call, js_value *result)
{
    return this_boolean(ctx, call, "valueOf", result);
}

JS_BUILTIN_TABLE(boolean) = {
    JS_CONSTRUCTOR("Boolean", boolean, 1),
    JS_METHOD("toString", to_string, 0),
    JS_METHOD("valueOf", value_of, 0),
};
JS_BUILTIN_TABLE_END(boolean);
