/*
 * bindings/performance.c: internalBinding('performance'): a clock that starts with the runtime.
 */
#include "runtime.h"

static bool now(js_ctx *ctx, const js_call *call, js_value *result)
{
    *result = js_number((double)(uv_hrtime() - rt__of(ctx)->start_ns) / 1e6);
    return true;
}

static bool init(js_ctx *ctx, const js_value *object)
{
    return rt__set_number(ctx, object, "timeOrigin", rt__of(ctx)->time_origin_ms);
}

static const js_builtin table[] = {JS_METHOD("now", now, 0)};
RT_BINDING(performance, table, init);
