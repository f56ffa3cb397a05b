/*
 * builtins/promise_prototype.c: 27.2.5 Properties of the Promise Prototype Object.
 */
#include "builtins/builtin.h"
#include "builtins/promise_internal.h"

/* 27.2.5.4 Promise.prototype.then ( onFulfilled, onRejected ) */
static bool then(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_FRAME(ctx, f, constructor);
    JS_CAPABILITY(ctx, capability);

    if (!js_is_kind(*call->self, JS_KIND_PROMISE))
        return js_throw_type_error(ctx, "Method Promise.prototype.then called on incompatible receiver %v",
                                   call->self);
    JS_TRY(js_species_constructor(ctx, call->self, JS_INTRINSIC_promise, &f.constructor));
    if (gc_same(f.constructor, JS_INTRINSIC(ctx, promise)))
        JS_TRY(js_promise_new_noscript(ctx, &capability.promise)); /* settled without functions */
    else
        JS_TRY(js__new_capability(ctx, &f.constructor, &capability));
    JS_TRY(js__perform_then(ctx, call->self, js_arg(call, 0), js_arg(call, 1), &capability));
    *result = capability.promise;
    return true;
}

/* 27.2.5.1 Promise.prototype.catch ( onRejected ) */
static bool catch(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_FRAME(ctx, f, undefined, handler);

    f.undefined = JS_UNDEFINED;
    f.handler = *js_arg(call, 0);
    return js_invoke(ctx, call->self, JS_ATOM(ctx, then), &f.undefined, 2, result);
}

/* The functions of finally: data 0 onFinally, data 1 the constructor. */
static bool run_finally(js_ctx *ctx, const js_call *call, js_value *promise)
{
    JS_FRAME(ctx, f, function, constructor, value);

    f.function = js_native_data_nogc(ctx, *call->callee, 0);
    f.constructor = js_native_data_nogc(ctx, *call->callee, 1);
    JS_TRY(js_call_function(ctx, &f.function, &js_undefined_value, NULL, 0, &f.value));
    return js_promise_resolve_value(ctx, &f.constructor, &f.value, promise);
}

static bool return_value(js_ctx *ctx, const js_call *call, js_value *result)
{
    *result = js_native_data_nogc(ctx, *call->callee, 0);
    return true;
}

static bool throw_value(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_FRAME(ctx, f, reason);

    (void)result;
    f.reason = js_native_data_nogc(ctx, *call->callee, 0);
    return js_throw(ctx, &f.reason);
}

static bool then_finally(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_FRAME(ctx, f, promise, thunk);

    JS_TRY(run_finally(ctx, call, &f.promise));
    JS_TRY(js_native_closure_new_noscript(ctx, return_value, &f.thunk));
    JS_TRY(js_native_set_data_noscript(ctx, &f.thunk, 0, js_arg(call, 0)));
    return js_invoke(ctx, &f.promise, JS_ATOM(ctx, then), &f.thunk, 1, result);
}

static bool catch_finally(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_FRAME(ctx, f, promise, thunk);

    JS_TRY(run_finally(ctx, call, &f.promise));
    JS_TRY(js_native_closure_new_noscript(ctx, throw_value, &f.thunk));
    JS_TRY(js_native_set_data_noscript(ctx, &f.thunk, 0, js_arg(call, 0)));
    return js_invoke(ctx, &f.promise, JS_ATOM(ctx, then), &f.thunk, 1, result);
}

/* 27.2.5.3 Promise.prototype.finally ( onFinally ) */
static bool finally(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_FRAME(ctx, f, constructor, fulfilled, rejected);

    if (!js_is_object(*call->self))
        return js_throw_type_error(ctx, "Promise.prototype.finally called on a non-object");
    JS_TRY(js_species_constructor(ctx, call->self, JS_INTRINSIC_promise, &f.constructor));
    if (!js_is_callable_nogc(ctx, *js_arg(call, 0))) {
        f.fulfilled = f.rejected = *js_arg(call, 0);
    } else {
        JS_TRY(js_native_closure_new_noscript(ctx, then_finally, &f.fulfilled));
        JS_TRY(js_native_set_data_noscript(ctx, &f.fulfilled, 0, js_arg(call, 0)));
        JS_TRY(js_native_set_data_noscript(ctx, &f.fulfilled, 1, &f.constructor));
        JS_TRY(js_native_closure_new_noscript(ctx, catch_finally, &f.rejected));
        JS_TRY(js_native_set_data_noscript(ctx, &f.rejected, 0, js_arg(call, 0)));
        JS_TRY(js_native_set_data_noscript(ctx, &f.rejected, 1, &f.constructor));
    }
    return js_invoke(ctx, call->self, JS_ATOM(ctx, then), &f.fulfilled, 2, result);
}

JS_BUILTIN_TABLE(promise_prototype) = {
    JS_METHOD("then", then, 2),
    JS_METHOD("catch", catch, 1),
    JS_METHOD("finally", finally, 1),
    JS_STRING_CONSTANT("@@toStringTag", "Promise", JS_CONFIGURABLE),
    JS_HIDDEN_FUNCTION("", return_value, 0),
    JS_HIDDEN_FUNCTION("", throw_value, 0),
    JS_HIDDEN_FUNCTION("", then_finally, 1),
    JS_HIDDEN_FUNCTION("", catch_finally, 1),
};
JS_BUILTIN_TABLE_END(promise_prototype);
