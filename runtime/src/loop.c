/*
 * loop.c: ties the libuv loop to the library: one timer handle for all of its timers, a check handle for
 * immediates, and the way into script from callbacks.
 *
 *   main → tick → loop: timers (processTimers, tick) → poll callbacks (tick after each) → check
 *   (processImmediate, tick) → … → beforeExit → (loop alive? again) → exit
 *
 * Every entry into script from outside is an outermost call: what it throws goes to the hook `uncaught`, which
 * returns only if the program dealt with it [loop.outermost].  The loop is made when something first needs it: an
 * empty program opens no epoll descriptor.
 */
#include "runtime.h"

#include <stdio.h>
#include <stdlib.h>

/* ---- into script ---- */

bool rt__call_outermost(struct rt_runtime *rt, const js_value *function, const js_value *args,
                        uint32_t argc, js_value *out)
{
    if (js_call_function(rt->ctx, function, &js_undefined_value, args, argc, out))
        return true;
    rt__uncaught(rt, false);
    return false;
}

bool rt__call_hook(struct rt_runtime *rt, enum rt_hook hook, const js_value *args, uint32_t argc,
                   js_value *out)
{
    return rt__call_outermost(rt, &rt->hooks[hook], args, argc, out);
}

/* Hands the rejections of this turn to the library. */
static bool flush_rejections(struct rt_runtime *rt)
{
    js_ctx *ctx = rt->ctx;
    double length;
    JS_FRAME(ctx, f, list, result);
    GC_FRAME(js_heap(ctx), args, type, promise, reason);

    if (!rt->has_rejections)
        return true;
    f.list = rt->hooks[RT_HOOK_REJECTIONS];
    rt->has_rejections = false;
    rt->hooks[RT_HOOK_REJECTIONS] = JS_UNDEFINED;
    if (rt->lost_rejections) {
        rt->lost_rejections = false;
        return js_throw_out_of_memory(ctx);
    }
    JS_TRY(js_length_of_array_like(ctx, &f.list, &length));
    for (double i = 0; i < length; i += 3) {
        JS_TRY(js_get_index(ctx, &f.list, i, &args.type));
        JS_TRY(js_get_index(ctx, &f.list, i + 1, &args.promise));
        JS_TRY(js_get_index(ctx, &f.list, i + 2, &args.reason));
        JS_TRY(js_call_function(ctx, &rt->hooks[RT_HOOK_REJECT], &js_undefined_value, &args.type, 3,
                                &f.result));
    }
    return true;
}

bool rt__run_jobs(struct rt_runtime *rt)
{
    js_ctx *ctx = rt->ctx;

    if (rt->running_jobs)
        return true; /* a microtask asks for microtasks: the outer loop runs them */
    rt->running_jobs = true;
    while (!js_run_jobs(ctx)) {
        if (js_is_terminating(ctx)) {
            rt->running_jobs = false;
            return false;
        }
        rt__uncaught(rt, false);
    }
    rt->running_jobs = false;
    return flush_rejections(rt);
}

/* Whether the library's tick would only drain microtasks. */
static bool nothing_to_tick(const struct rt_runtime *rt)
{
    return rt->tick_flags != NULL && rt->tick_flags[0] == 0 && rt->tick_flags[1] == 0;
}

static void hear_pressure_soon(struct rt_runtime *rt);
static void wake_reducer(struct rt_runtime *rt);

void rt__tick(struct rt_runtime *rt)
{
    JS_FRAME(rt->ctx, f, result);

    if (nothing_to_tick(rt)) {
        if (!rt__run_jobs(rt))
            rt__uncaught(rt, false);
    }
    while (!nothing_to_tick(rt) && !rt__call_hook(rt, RT_HOOK_TICK, NULL, 0, &f.result))
        continue; /* the program dealt with it: on with the rest */
    js_clear_kept_objects(rt->ctx);
    wake_reducer(rt);
    hear_pressure_soon(rt);
}

/*
 * Called from within the engine, which may be anywhere in the program: only notes what happened; the library hears of
 * it after the microtasks.  Where there is no memory for that, an error of its own says so then.
 */
void rt__promise_rejection(js_ctx *ctx, const js_value *promise, const js_value *reason, bool handled)
{
    struct rt_runtime *rt = rt__of(ctx);
    js_value *list = &rt->hooks[RT_HOOK_REJECTIONS];
    JS_FRAME(ctx, f, type, error);

    if (!js_value_is_object(rt->hooks[RT_HOOK_REJECT]))
        return;
    f.type = js_int(handled ? 1 : 0);
    if ((!js_value_is_object(*list) && !js_array_new_noscript(ctx, 0, list)) ||
        !js_array_push_noscript(ctx, list, &f.type) ||
        !js_array_push_noscript(ctx, list, promise) || !js_array_push_noscript(ctx, list, reason)) {
        js_take_exception(ctx, &f.error);
        *list = JS_UNDEFINED;
        rt->lost_rejections = true;
    }
    rt->has_rejections = true;
    if (rt->tick_flags != NULL)
        rt->tick_flags[1] = 1;
}

/* ---- timers and immediates ---- */

static void on_timer(uv_timer_t *timer)
{
    struct rt_runtime *rt = timer->data;
    JS_FRAME(rt->ctx, f, now, next);

    do
        f.now = js_number((double)(uv_now(&rt->loop) - rt->loop_start_ms));
    while (!rt__call_hook(rt, RT_HOOK_PROCESS_TIMERS, &f.now, 1, &f.next));
    const double next = js_is_number(f.next) ? gc_to_number(f.next) : 0;

    if (next != 0) {
        const double due = (next > 0 ? next : -next) + (double)rt->loop_start_ms -
                           (double)uv_now(&rt->loop);

        uv_timer_start(timer, on_timer, due > 1 ? (uint64_t)due : 1, 0);
        if (next > 0)
            uv_ref((uv_handle_t *)timer);
        else
            uv_unref((uv_handle_t *)timer);
    }
    rt__tick(rt);
}

static void on_check(uv_check_t *check)
{
    struct rt_runtime *rt = check->data;
    JS_FRAME(rt->ctx, f, result);

    while (!rt__call_hook(rt, RT_HOOK_PROCESS_IMMEDIATE, NULL, 0, &f.result))
        rt__tick(rt);
    rt__tick(rt);
}

static void on_idle(uv_idle_t *idle)
{
    (void)idle; /* its being active keeps poll from blocking */
}

void rt__timer_schedule(struct rt_runtime *rt, uint64_t ms)
{
    uv_loop_t *loop = rt__loop(rt);

    uv_update_time(loop);
    uv_timer_start(&rt->timer, on_timer, ms < 1 ? 1 : ms, 0);
}

void rt__timer_ref(struct rt_runtime *rt, bool ref)
{
    rt__loop(rt);
    if (ref)
        uv_ref((uv_handle_t *)&rt->timer);
    else
        uv_unref((uv_handle_t *)&rt->timer);
}

void rt__immediate(struct rt_runtime *rt, bool pending, bool ref)
{
    rt__loop(rt);
    if (pending)
        uv_check_start(&rt->check, on_check);
    else
        uv_check_stop(&rt->check);
    if (pending && ref)
        uv_idle_start(&rt->idle, on_idle);
    else
        uv_idle_stop(&rt->idle);
}

/* ---- pressure ---- */

/* Tells the listener, if there is one, when the level rose; the system is looked at once a second. */
static void tell_pressure(struct rt_runtime *rt)
{
    enum gc_pressure level = gc_pressure(js_heap(rt->ctx)), system = GC_PRESSURE_NONE;
    JS_FRAME(rt->ctx, f, level, result);

    if (!js_value_is_object(rt->hooks[RT_HOOK_PRESSURE]))
        return;
    if (rt->pressure_tick++ % 4 == 0)
        system = gc_system_pressure(js_heap(rt->ctx));
    else if (level < rt->pressure)
        return; /* the system may still be as it was */
    if (system > level)
        level = system;
    const bool rose = level > rt->pressure;

    rt->pressure = (uint8_t)level;
    if (!rose)
        return;
    f.level = js_int((int32_t)level);
    rt__call_hook(rt, RT_HOOK_PRESSURE, &f.level, 1, &f.result);
    rt__tick(rt);
}

/* ---- idle time ---- */

enum {
    REDUCER_PERIOD_MS = 250,
    REDUCER_STEP_MS = 1, /* between two steps */
    REDUCER_QUIET_LOOKS = 5, /* a second and more, in which the heap's pool of pages ages */
    REDUCER_STILL_BYTES = 64 << 10,
    REDUCER_WORTH_BYTES = 8 << 20
};

static void on_reduce(uv_timer_t *timer);

static void look_again(struct rt_runtime *rt)
{
    uv_timer_start(&rt->reducer, on_reduce, REDUCER_PERIOD_MS, REDUCER_PERIOD_MS);
}

/* Whether the program has allocated next to nothing since the last look or step. */
static bool is_still(struct rt_runtime *rt)
{
    struct gc_statistics s;
    bool still;

    gc_get_statistics(js_heap(rt->ctx), &s);
    still = s.allocated_bytes - rt->reducer_allocated <= REDUCER_STILL_BYTES;
    rt->reducer_allocated = s.allocated_bytes;
    return still;
}

/*
 * A step of idle time, between which the loop does whatever comes up: as long as a pause may be, or as what cannot be
 * cut needs.  Once the program goes on, what is left is left to it.
 */
static void on_step(uv_timer_t *timer)
{
    struct rt_runtime *rt = timer->data;
    gc_heap *heap = js_heap(rt->ctx);
    struct gc_statistics s;
    uint64_t us = gc_step_needs(heap);

    if (us == 0 || !is_still(rt)) {
        look_again(rt);
        return;
    }
    gc_get_statistics(heap, &s);
    gc_step(heap, us > s.pause_target_ns / 1000 ? us : s.pause_target_ns / 1000);
    gc_get_statistics(heap, &s);
    rt->reducer_buffers = s.buffer_bytes;
}

/* Whether enough was allocated since the last time that looking for garbage is worth it. */
static bool is_worth_it(struct rt_runtime *rt)
{
    struct gc_statistics s;

    gc_get_statistics(js_heap(rt->ctx), &s);
    const uint64_t buffers = s.buffer_bytes > rt->reducer_buffers ? s.buffer_bytes - rt->reducer_buffers : 0;

    if (s.allocated_bytes - rt->reducer_collected + buffers < REDUCER_WORTH_BYTES)
        return false;
    rt->reducer_collected = s.allocated_bytes;
    rt->reducer_buffers = s.buffer_bytes;
    return true;
}

/*
 * Runs every quarter of a second while the program does: gives pooled pages back, and where the program has allocated
 * enough since the last time and is still now, has memory reduced, so that what it dropped does not stay resident until
 * the next allocation.  In a program that stays still with nothing left to do it stops until the program runs again
 * [loop.quiet].
 */
static void on_reduce(uv_timer_t *timer)
{
    struct rt_runtime *rt = timer->data;
    gc_heap *heap = js_heap(rt->ctx);

    gc_poll(heap);
    if (!is_still(rt)) {
        rt->reducer_quiet = 0;
    } else {
        if (is_worth_it(rt))
            gc_want_reduce(heap);
        if (gc_step_needs(heap) != 0) {
            rt->reducer_quiet = 0;
            uv_timer_start(timer, on_step, REDUCER_STEP_MS, REDUCER_STEP_MS);
        } else if (++rt->reducer_quiet >= REDUCER_QUIET_LOOKS && !js_value_is_object(rt->hooks[RT_HOOK_PRESSURE])) {
            uv_timer_stop(timer);
        }
    }
    tell_pressure(rt);
}

/* The program runs: it may allocate. */
static void wake_reducer(struct rt_runtime *rt)
{
    if (rt->loop_ready && !uv_is_active((uv_handle_t *)&rt->reducer)) {
        rt->reducer_quiet = 0;
        look_again(rt);
    }
}

/* The program's own level rose: nothing but telling, since so early a look would take a busy program for an idle one. */
static void on_pressure(uv_timer_t *timer)
{
    look_again(timer->data);
    tell_pressure(timer->data);
}

/* The listener is told in the next turn, not up to a quarter of a second later. */
static void hear_pressure_soon(struct rt_runtime *rt)
{
    if (rt->loop_ready && js_value_is_object(rt->hooks[RT_HOOK_PRESSURE]) &&
        (uint8_t)gc_pressure(js_heap(rt->ctx)) > rt->pressure)
        uv_timer_start(&rt->reducer, on_pressure, 0, 0);
}

/* ---- the loop ---- */

uv_loop_t *rt__loop(struct rt_runtime *rt)
{
    if (rt->loop_ready)
        return &rt->loop;
    if (uv_loop_init(&rt->loop) != 0) {
        fputs("tenure: cannot make an event loop\n", stderr);
        rt__exit(1);
    }
    rt->loop_ready = true;
    rt->loop_start_ms = uv_now(&rt->loop);
    uv_timer_init(&rt->loop, &rt->timer);
    uv_check_init(&rt->loop, &rt->check);
    uv_idle_init(&rt->loop, &rt->idle);
    uv_timer_init(&rt->loop, &rt->reducer);
    rt->timer.data = rt->check.data = rt->idle.data = rt->reducer.data = rt;
    uv_unref((uv_handle_t *)&rt->check);
    look_again(rt);
    uv_unref((uv_handle_t *)&rt->reducer);
    return &rt->loop;
}

static bool is_alive(struct rt_runtime *rt)
{
    return rt->loop_ready && uv_loop_alive(&rt->loop);
}

int rt__run_loop(struct rt_runtime *rt)
{
    JS_FRAME(rt->ctx, f, result);

    rt__tick(rt);
    do {
        if (is_alive(rt))
            uv_run(&rt->loop, UV_RUN_DEFAULT);
        rt__call_hook(rt, RT_HOOK_BEFORE_EXIT, NULL, 0, &f.result);
        rt__tick(rt);
    } while (is_alive(rt));
    if (!rt__call_hook(rt, RT_HOOK_EXIT, NULL, 0, &f.result))
        return 1;
    return js_is_number(f.result) ? (int)gc_to_number(f.result) & 255 : 0;
}

static void close_handle(uv_handle_t *handle, void *arg)
{
    (void)arg;
    if (!uv_is_closing(handle))
        uv_close(handle, NULL);
}

void rt__loop_close(struct rt_runtime *rt)
{
    if (!rt->loop_ready)
        return;
    rt__readers_close(rt);
    rt__signals_close(rt);
    uv_walk(&rt->loop, close_handle, NULL);
    uv_run(&rt->loop, UV_RUN_DEFAULT);
    uv_loop_close(&rt->loop);
    rt->loop_ready = false;
}

/*
 * The isolate lives on, in a cage that LeakSanitizer does not look into, so all it holds would count as leaked:
 * leaks are looked for where a program ends by coming to its end.
 */
#if defined(__SANITIZE_ADDRESS__)
#define LEAK_CHECK 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define LEAK_CHECK 1
#endif
#endif
#if LEAK_CHECK
static bool exits_alive;

__attribute__((visibility("default"))) int __lsan_is_turned_off(void); /* asked by the sanitizer at the end */
int __lsan_is_turned_off(void)
{
    return exits_alive;
}
#endif

_Noreturn void rt__exit(int status)
{
#if LEAK_CHECK
    exits_alive = true;
#endif
    fflush(stdout);
    exit(status);
}
