/*
 * bindings/timers.c: internalBinding('timers'): see loop.c.
 */
#include "runtime.h"

static bool setup(js_ctx *ctx, const js_call *call, js_value *result)
{
    struct rt_runtime *rt = rt__of(ctx);

    rt->hooks[RT_HOOK_PROCESS_TIMERS] = *js_arg(call, 0);
    rt->hooks[RT_HOOK_PROCESS_IMMEDIATE] = *js_arg(call, 1);
    return true;
}

static bool now(js_ctx *ctx, const js_call *call, js_value *result)
{
    struct rt_runtime *rt = rt__of(ctx);
    uv_loop_t *loop = rt__loop(rt);

    uv_update_time(loop);
    *result = js_number((double)(uv_now(loop) - rt->loop_start_ms));
    return true;
}

static bool schedule(js_ctx *ctx, const js_call *call, js_value *result)
{
    const int64_t ms = rt__integer_arg(call, 0);

    rt__timer_schedule(rt__of(ctx), ms < 1 ? 1 : (uint64_t)ms);
    return true;
}

static bool ref_timer(js_ctx *ctx, const js_call *call, js_value *result)
{
    rt__timer_ref(rt__of(ctx), js_to_boolean_nogc(ctx, *js_arg(call, 0)));
    return true;
}

static bool immediate(js_ctx *ctx, const js_call *call, js_value *result)
{
    rt__immediate(rt__of(ctx), js_to_boolean_nogc(ctx, *js_arg(call, 0)),
                  js_to_boolean_nogc(ctx, *js_arg(call, 1)));
    return true;
}

static const js_builtin table[] = {
    JS_METHOD("setup", setup, 2),       JS_METHOD("now", now, 0),
    JS_METHOD("schedule", schedule, 1), JS_METHOD("refTimer", ref_timer, 1),
    JS_METHOD("immediate", immediate, 2),
};
RT_BINDING(timers, table, NULL);
