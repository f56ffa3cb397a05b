/*
 * runtime.c: a runtime's life: an isolate, the roots that C holds, the tables of natives.
 */
#include "runtime.h"

#include <stdlib.h>
#include <time.h>

struct rt_runtime *rt__of(js_ctx *ctx)
{
    return js_host_data(ctx);
}

js_ctx *rt_ctx(const rt_runtime *rt)
{
    return rt->ctx;
}

static const struct js_host host = {.promise_rejection = rt__promise_rejection};

static bool set_up(rt_runtime *rt)
{
    for (unsigned i = 0; i < RT_HOOK_COUNT; i++)
        rt->hooks[i] = JS_UNDEFINED;
    rt->roots.values = rt->hooks;
    rt->roots.count = RT_HOOK_COUNT;
    gc_add_roots(js_heap(rt->ctx), &rt->roots);
    return rt__bindings_init(rt);
}

rt_runtime *rt_new(const struct rt_config *config)
{
    rt_runtime *rt = calloc(1, sizeof *rt);
    struct js_config engine = config->engine;
    struct timespec now;

    if (rt == NULL)
        return NULL;
    rt->config = *config;
    rt->start_ns = uv_hrtime();
    clock_gettime(CLOCK_REALTIME, &now);
    rt->time_origin_ms = (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
    engine.host = &host;
    engine.host_data = rt;
    engine.heap.fatal = rt__fatal;
    rt->ctx = rt__make_context(&engine, rt->config.image);
    if (rt->ctx != NULL && set_up(rt))
        return rt;
    rt_free(rt);
    return NULL;
}

void rt_free(rt_runtime *rt)
{
    if (rt == NULL)
        return;
    if (rt->ctx != NULL) {
        rt__loop_close(rt);
        rt__gc_observer_free(rt);
        rt__bindings_free(rt);
        if (rt->roots.values != NULL)
            gc_remove_roots(js_heap(rt->ctx), &rt->roots);
        js_context_free(rt->ctx);
    }
    free(rt->title);
    free(rt);
}
