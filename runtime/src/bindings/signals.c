/*
 * bindings/signals.c: signals as events.  A watched signal does not keep the loop alive.
 */
#include "process.h"

#include <stdlib.h>

struct rt_signal {
    uv_signal_t handle;
    struct rt_runtime *rt;
    struct gc_root callback;
    struct rt_signal *next;
};

static void on_signal(uv_signal_t *handle, int number)
{
    struct rt_signal *signal = (struct rt_signal *)handle;
    JS_FRAME(signal->rt->ctx, f, callback, number, result);

    f.callback = signal->callback.value;
    f.number = js_int(number);
    rt__call_outermost(signal->rt, &f.callback, &f.number, 1, &f.result);
    rt__tick(signal->rt);
}

static void on_closed(uv_handle_t *handle)
{
    struct rt_signal *signal = (struct rt_signal *)handle;

    gc_root_remove(js_heap(signal->rt->ctx), &signal->callback);
    free(signal);
}

static void stop(struct rt_runtime *rt, int number)
{
    for (struct rt_signal **at = &rt->signals; *at != NULL; at = &(*at)->next) {
        struct rt_signal *signal = *at;

        if (signal->handle.signum != number)
            continue;
        *at = signal->next;
        uv_signal_stop(&signal->handle);
        uv_close((uv_handle_t *)&signal->handle, on_closed);
        return;
    }
}

bool rt__watch_signal(js_ctx *ctx, const js_call *call, js_value *result)
{
    struct rt_runtime *rt = rt__of(ctx);
    uv_loop_t *loop = rt__loop(rt);
    struct rt_signal *signal = calloc(1, sizeof *signal);
    int error;

    if (signal == NULL)
        return js_throw_out_of_memory(ctx);
    signal->rt = rt;
    gc_root_add(js_heap(ctx), &signal->callback, *js_arg(call, 1));
    error = uv_signal_init(loop, &signal->handle);
    if (error == 0 && (error = uv_signal_start(&signal->handle, on_signal, rt__int_arg(call, 0))) != 0)
        uv_close((uv_handle_t *)&signal->handle, on_closed);
    if (error != 0)
        return rt__throw_uv(ctx, error, "uv_signal_start", NULL, NULL);
    uv_unref((uv_handle_t *)&signal->handle);
    signal->next = rt->signals;
    rt->signals = signal;
    return true;
}

bool rt__unwatch_signal(js_ctx *ctx, const js_call *call, js_value *result)
{
    stop(rt__of(ctx), rt__int_arg(call, 0));
    return true;
}

void rt__signals_close(struct rt_runtime *rt)
{
    while (rt->signals != NULL)
        stop(rt, rt->signals->handle.signum);
}
