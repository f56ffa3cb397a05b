/*
 * bindings/task_queue.c: internalBinding('task_queue'): microtasks, rejected promises, and the two bytes by which C
 * knows whether the library has anything to do after a callback.
 */
#include "runtime.h"

static bool enqueue_microtask(js_ctx *ctx, const js_call *call, js_value *result)
{
    if (!js_is_callable_nogc(ctx, *js_arg(call, 0)))
        return js_throw_type_error(ctx, "callback must be a function");
    return js_enqueue_job_noscript(ctx, js_arg(call, 0), NULL, 0);
}

static bool run_microtasks(js_ctx *ctx, const js_call *call, js_value *result)
{
    return rt__run_jobs(rt__of(ctx));
}

static bool set_promise_reject_callback(js_ctx *ctx, const js_call *call, js_value *result)
{
    rt__of(ctx)->hooks[RT_HOOK_REJECT] = *js_arg(call, 0);
    return true;
}

static bool init(js_ctx *ctx, const js_value *object)
{
    JS_FRAME(ctx, f, buffer, array);
    size_t length;

    JS_TRY(js_array_buffer_create_noscript(ctx, 2, &f.buffer));
    JS_TRY(js_uint8_array_create_noscript(ctx, &f.buffer, 0, 2, &f.array));
    JS_TRY(rt__set_value(ctx, object, "tickInfo", &f.array));
    js_get_bytes_nogc(ctx, f.array, &rt__of(ctx)->tick_flags, &length);
    rt__of(ctx)->hooks[RT_HOOK_TICK_INFO] = f.buffer; /* whatever programs do to the binding */
    return true;
}

static const js_builtin table[] = {
    JS_METHOD("enqueueMicrotask", enqueue_microtask, 1),
    JS_METHOD("runMicrotasks", run_microtasks, 0),
    JS_METHOD("setPromiseRejectCallback", set_promise_reject_callback, 1),
};
RT_BINDING(task_queue, table, init);
