/*
 * builtins/async_iteration.c: %AsyncIteratorPrototype% (27.1.4), %AsyncFromSyncIteratorPrototype% (27.1.6) and
 * %AsyncGeneratorPrototype% (27.6.1).
 */
#include "builtins/builtin.h"
#include "builtins/promise_internal.h"
#include "interp/generator.h"
#include "object/iterator.h"

static bool return_this(js_ctx *ctx, const js_call *call, js_value *result)
{
    (void)ctx;
    *result = *call->self;
    return true;
}

JS_BUILTIN_TABLE(async_iterator) = {
    JS_METHOD("@@asyncIterator", return_this, 0),
};
JS_BUILTIN_TABLE_END(async_iterator);

/* ---- async generators ---- */

static bool generator_next(js_ctx *ctx, const js_call *call, js_value *result)
{
    return js_async_generator_enqueue(ctx, call->self, JS_RESUME_NEXT, js_arg(call, 0), "next", result);
}

static bool generator_return(js_ctx *ctx, const js_call *call, js_value *result)
{
    return js_async_generator_enqueue(ctx, call->self, JS_RESUME_RETURN, js_arg(call, 0), "return", result);
}

static bool generator_throw(js_ctx *ctx, const js_call *call, js_value *result)
{
    return js_async_generator_enqueue(ctx, call->self, JS_RESUME_THROW, js_arg(call, 0), "throw", result);
}

JS_BUILTIN_TABLE(async_generator) = {
    JS_METHOD("next", generator_next, 1),
    JS_METHOD("return", generator_return, 1),
    JS_METHOD("throw", generator_throw, 1),
    JS_STRING_CONSTANT("@@toStringTag", "AsyncGenerator", JS_CONFIGURABLE),
    JS_HIDDEN_FUNCTION("", js__async_return_fulfilled, 1),
    JS_HIDDEN_FUNCTION("", js__async_return_rejected, 1),
};
JS_BUILTIN_TABLE_END(async_generator);

/* ---- an async iterator made of a sync one: target the iterator, a its next method ---- */

bool js_create_async_from_sync_iterator_noscript(js_ctx *ctx, const struct js_iterator_record *sync, js_value *out)
{
    JS_TRY(js_iterator_new_noscript(ctx, JS_ITERATOR_ASYNC_FROM_SYNC,
                                    JS_INTRINSIC_async_from_sync_iterator_prototype, &sync->iterator, 0, out));
    struct js_iterator *cell = js_iterator_nogc(*out);

    gc_write(ctx->heap, cell, &cell->a, gc_slot_of(ctx->heap, sync->next));
    return true;
}

/* Wraps a settled value in a result object; data 0 is done. */
static bool unwrap(js_ctx *ctx, const js_call *call, js_value *result)
{
    return js_create_iterator_result_noscript(ctx, js_arg(call, 0),
                                              js_is_true(js_native_data_nogc(ctx, *call->callee, 0)), result);
}

/* Closes the sync iterator when a value's promise is rejected; data 0 is the iterator. */
static bool close_iterator(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_ITERATOR(ctx, it);

    (void)result;
    it.iterator = js_native_data_nogc(ctx, *call->callee, 0);
    js_throw(ctx, js_arg(call, 0));
    return js_iterator_close(ctx, &it);
}

/* 27.1.6.4 AsyncFromSyncIteratorContinuation; false: reject with the pending exception. */
static bool continue_with(js_ctx *ctx, const js_value *step, const js_value *sync, bool close_on_rejection,
                          const js_value *promise)
{
    JS_FRAME(ctx, f, value, constructor, wrapper, on_fulfilled, on_rejected, done);
    JS_ITERATOR(ctx, it);
    bool done;

    JS_TRY(js_iterator_complete(ctx, step, &done));
    JS_TRY(js_get(ctx, step, JS_ATOM(ctx, value), &f.value));
    f.constructor = JS_INTRINSIC(ctx, promise);
    if (!js_promise_resolve_value(ctx, &f.constructor, &f.value, &f.wrapper)) {
        if (!done && close_on_rejection) {
            it.iterator = *sync;
            return js_iterator_close(ctx, &it);
        }
        return false;
    }
    f.done = js_bool(done);
    JS_TRY(js_native_closure_new_noscript(ctx, unwrap, &f.on_fulfilled));
    JS_TRY(js_native_set_data_noscript(ctx, &f.on_fulfilled, 0, &f.done));
    f.on_rejected = JS_UNDEFINED;
    if (!done && close_on_rejection) {
        JS_TRY(js_native_closure_new_noscript(ctx, close_iterator, &f.on_rejected));
        JS_TRY(js_native_set_data_noscript(ctx, &f.on_rejected, 0, sync));
    }
    return js_promise_then(ctx, &f.wrapper, &f.on_fulfilled, &f.on_rejected, promise);
}

static bool reject_with_pending(js_ctx *ctx, const js_value *promise)
{
    JS_FRAME(ctx, f, error);

    JS_TRY(js_catch(ctx, &f.error));
    return js_promise_reject(ctx, promise, &f.error);
}

/* Calls a method of the sync iterator with the argument, if one was given, and goes on with the result. */
static bool step_with(js_ctx *ctx, const js_call *call, const js_value *method, const js_value *sync,
                      bool close_on_rejection, const js_value *promise)
{
    JS_FRAME(ctx, f, step);

    JS_TRY(js_call_function(ctx, method, sync, call->args, call->argc > 0 ? 1 : 0, &f.step));
    if (!js_is_object(f.step))
        return js_throw_type_error(ctx, "Iterator result %v is not an object", &f.step);
    return continue_with(ctx, &f.step, sync, close_on_rejection, promise);
}

static bool sync_next(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_FRAME(ctx, f, promise, sync, method);
    const struct js_iterator *cell = js_iterator_nogc(*call->self);

    f.sync = js_field(ctx, &cell->target);
    f.method = js_field(ctx, &cell->a);
    JS_TRY(js_promise_new_noscript(ctx, &f.promise));
    if (!step_with(ctx, call, &f.method, &f.sync, true, &f.promise))
        JS_TRY(reject_with_pending(ctx, &f.promise));
    *result = f.promise;
    return true;
}

/* 27.1.6.2.2 return, 27.1.6.2.3 throw */
static bool sync_abrupt(js_ctx *ctx, const js_call *call, bool is_throw, js_value *result)
{
    JS_FRAME(ctx, f, promise, sync, method, object);
    JS_ITERATOR(ctx, it);
    bool ok;

    f.sync = js_field(ctx, &js_iterator_nogc(*call->self)->target);
    JS_TRY(js_promise_new_noscript(ctx, &f.promise));
    ok = js_get_method(ctx, &f.sync, is_throw ? JS_ATOM(ctx, throw_) : JS_ATOM(ctx, return_), &f.method);
    if (ok && js_is_undefined(f.method)) {
        if (is_throw) {
            it.iterator = f.sync;
            ok = js_iterator_close(ctx, &it) &&
                 js_throw_type_error(ctx, "The iterator does not provide a 'throw' method.");
        } else {
            JS_TRY(js_create_iterator_result_noscript(ctx, js_arg(call, 0), true, &f.object));
            JS_TRY(js_promise_resolve(ctx, &f.promise, &f.object));
        }
    } else if (ok) {
        ok = step_with(ctx, call, &f.method, &f.sync, is_throw, &f.promise);
    }
    if (!ok)
        JS_TRY(reject_with_pending(ctx, &f.promise));
    *result = f.promise;
    return true;
}

static bool sync_return(js_ctx *ctx, const js_call *call, js_value *result)
{
    return sync_abrupt(ctx, call, false, result);
}

static bool sync_throw(js_ctx *ctx, const js_call *call, js_value *result)
{
    return sync_abrupt(ctx, call, true, result);
}

JS_BUILTIN_TABLE(async_from_sync_iterator) = {
    JS_METHOD("next", sync_next, 1),
    JS_METHOD("return", sync_return, 1),
    JS_METHOD("throw", sync_throw, 1),
    JS_HIDDEN_FUNCTION("", unwrap, 1),
    JS_HIDDEN_FUNCTION("", close_iterator, 1),
};
JS_BUILTIN_TABLE_END(async_from_sync_iterator);
