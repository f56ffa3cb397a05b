/*
 * bindings/performance.c: internalBinding('performance'): a clock that starts with the runtime, the collections that
 * a PerformanceObserver wants to see, and histograms of pauses.
 *
 * Collections are noted from inside their pauses, where neither the heap nor script may be used, in a ring of fixed
 * size: what nobody took in time is overwritten by what came later, and counted.  Handles that do not keep the
 * loop alive call the library in the next check phase, as Node's own do.
 */
#include "runtime.h"

#include <stdlib.h>
#include <string.h>

enum { RING_ENTRIES = 1024, TAKE_ENTRIES = 64, ENTRY_NUMBERS = 4 };

/* Node's constants NODE_PERFORMANCE_GC_*. */
enum { KIND_MINOR = 1, KIND_MAJOR = 4, KIND_INCREMENTAL = 8 };
enum { FLAGS_NO = 0, FLAGS_FORCED = 4, FLAGS_ALL_AVAILABLE_GARBAGE = 16, FLAGS_ALL_EXTERNAL_MEMORY = 32,
       FLAGS_SCHEDULE_IDLE = 64 };

struct entry {
    double start_ms, duration_ms;
    int kind, flags;
};

struct rt_gc_observer {
    struct gc_event_sink sink;
    struct rt_runtime *rt;
    struct gc_root callback;
    uv_check_t check;
    uv_idle_t idle; /* poll does not block while entries wait */
    bool active;
    uint64_t begin_ns;
    uint64_t noted, taken, dropped; /* entries so far; noted - taken are in the ring */
    struct entry ring[RING_ENTRIES];
};

static bool now(js_ctx *ctx, const js_call *call, js_value *result)
{
    *result = js_number((double)(uv_hrtime() - rt__of(ctx)->start_ns) / 1e6);
    return true;
}

/* ---- collections ---- */

static int flags_of(const struct gc_collection_figures *figures)
{
    if (figures->what >= GC_REDUCE)
        return FLAGS_ALL_AVAILABLE_GARBAGE;
    if (strcmp(figures->reason, "testing") == 0)
        return FLAGS_FORCED;
    if (strcmp(figures->reason, "external memory pressure") == 0)
        return FLAGS_ALL_EXTERNAL_MEMORY;
    return strcmp(figures->reason, "idle") == 0 ? FLAGS_SCHEDULE_IDLE : FLAGS_NO;
}

static void on_check(uv_check_t *check)
{
    struct rt_gc_observer *observer = check->data;
    struct rt_runtime *rt = observer->rt;
    JS_FRAME(rt->ctx, f, callback, result);

    uv_check_stop(&observer->check);
    uv_idle_stop(&observer->idle);
    if (!observer->active)
        return;
    f.callback = observer->callback.value;
    rt__call_outermost(rt, &f.callback, NULL, 0, &f.result);
    rt__tick(rt);
}

static void on_idle(uv_idle_t *idle)
{
    (void)idle; /* its being active keeps poll from blocking */
}

static void add_entry(struct rt_gc_observer *observer, uint64_t begin_ns, int kind, int flags)
{
    uint64_t start = observer->rt->start_ns;

    if (observer->noted - observer->taken == RING_ENTRIES) {
        observer->taken++;
        observer->dropped++;
    }
    observer->ring[observer->noted++ % RING_ENTRIES] = (struct entry){
        .start_ms = (double)(begin_ns - start) / 1e6,
        .duration_ms = (double)(uv_hrtime() - begin_ns) / 1e6,
        .kind = kind,
        .flags = flags,
    };
    uv_check_start(&observer->check, on_check);
    uv_idle_start(&observer->idle, on_idle);
}

/*
 * Within a pause: notes the collection, and arms the handles.  Of incremental marking Node sees the beginning, one entry
 * a marking, and none of the steps.
 */
static void note(struct gc_event_sink *sink, gc_heap *heap, const struct gc_event *event)
{
    struct rt_gc_observer *observer = (struct rt_gc_observer *)sink;

    (void)heap;
    if (event->type == GC_EVENT_COLLECTION_BEGIN)
        observer->begin_ns = uv_hrtime();
    else if (event->type == GC_EVENT_COLLECTION_END)
        add_entry(observer, observer->begin_ns, event->figures->what == GC_YOUNG ? KIND_MINOR : KIND_MAJOR,
                  flags_of(event->figures));
    else if (event->type == GC_EVENT_MARKING_START)
        add_entry(observer, uv_hrtime() - event->took_ns, KIND_INCREMENTAL, FLAGS_NO);
}

static struct rt_gc_observer *make_observer(struct rt_runtime *rt)
{
    struct rt_gc_observer *observer = gc_calloc(js_heap(rt->ctx), sizeof *observer);
    uv_loop_t *loop = rt__loop(rt);

    if (observer == NULL)
        return NULL;
    /* gc_check: note hands on_check to the loop, it does not call it */
    observer->sink.event = note;
    observer->rt = rt;
    uv_check_init(loop, &observer->check);
    uv_idle_init(loop, &observer->idle);
    observer->check.data = observer;
    uv_unref((uv_handle_t *)&observer->check);
    uv_unref((uv_handle_t *)&observer->idle);
    return observer;
}

/* observeGC(callback) */
static bool observe_gc(js_ctx *ctx, const js_call *call, js_value *result)
{
    struct rt_runtime *rt = rt__of(ctx);

    if (rt->gc_observer == NULL)
        rt->gc_observer = make_observer(rt);
    if (rt->gc_observer == NULL)
        return js_throw_out_of_memory(ctx);
    struct rt_gc_observer *observer = rt->gc_observer;

    if (observer->active)
        return true;
    observer->active = true;
    observer->taken = observer->noted;
    observer->dropped = 0;
    gc_root_add(js_heap(ctx), &observer->callback, *js_arg(call, 0));
    gc_add_event_sink(js_heap(ctx), &observer->sink);
    return true;
}

static void stop_observing(struct rt_runtime *rt)
{
    struct rt_gc_observer *observer = rt->gc_observer;

    if (observer == NULL || !observer->active)
        return;
    observer->active = false;
    gc_remove_event_sink(js_heap(rt->ctx), &observer->sink);
    gc_root_remove(js_heap(rt->ctx), &observer->callback);
}

static bool unobserve_gc(js_ctx *ctx, const js_call *call, js_value *result)
{
    stop_observing(rt__of(ctx));
    return true;
}

/*
 * takeGC(f64): moves up to 64 entries out of the ring, four numbers each from index 1 on; index 0: how many were lost
 * since the last call.  Returns their number.
 */
static bool take_gc(js_ctx *ctx, const js_call *call, js_value *result)
{
    struct rt_gc_observer *observer = rt__of(ctx)->gc_observer;
    double *out;
    int count = 0;

    JS_TRY(rt__doubles_arg(ctx, call, 0, 1 + TAKE_ENTRIES * ENTRY_NUMBERS, &out));
    *result = js_int(0);
    if (observer == NULL)
        return true;
    out[0] = (double)observer->dropped;
    observer->dropped = 0;
    for (; count < TAKE_ENTRIES && observer->taken < observer->noted; count++) {
        const struct entry *entry = &observer->ring[observer->taken++ % RING_ENTRIES];
        double *numbers = out + 1 + count * ENTRY_NUMBERS;

        numbers[0] = entry->start_ms;
        numbers[1] = entry->duration_ms;
        numbers[2] = entry->kind;
        numbers[3] = entry->flags;
    }
    *result = js_int(count);
    return true;
}

void rt__gc_observer_free(struct rt_runtime *rt)
{
    stop_observing(rt);
    gc_free(js_heap(rt->ctx), rt->gc_observer, sizeof *rt->gc_observer);
    rt->gc_observer = NULL;
}

/* ---- histograms ---- */

/* All pauses of the kinds in a set. */
static struct gc_histogram pauses(js_ctx *ctx, int kinds)
{
    static const int kind_of[GC_PAUSES] = {
        [GC_PAUSE_YOUNG] = KIND_MINOR, [GC_PAUSE_FULL] = KIND_MAJOR, [GC_PAUSE_STEP] = KIND_INCREMENTAL};
    struct gc_histogram all = {0};

    for (int i = 0; i < GC_PAUSES; i++)
        if (kinds & kind_of[i])
            gc_histogram_add(&all, gc_get_histogram(js_heap(ctx), (enum gc_pause)i));
    return all;
}

/* gcPauses(kinds, f64): fills count, min, max, sum, sum of squares, in ns. */
static bool gc_pauses(js_ctx *ctx, const js_call *call, js_value *result)
{
    const struct gc_histogram all = pauses(ctx, rt__int_arg(call, 0));
    double *out;

    JS_TRY(rt__doubles_arg(ctx, call, 1, 5, &out));
    out[0] = (double)all.count;
    out[1] = (double)all.min;
    out[2] = (double)all.max;
    out[3] = (double)all.sum;
    out[4] = all.sum_of_squares;
    return true;
}

/* gcPausePercentile(kinds, percent): ns */
static bool gc_pause_percentile(js_ctx *ctx, const js_call *call, js_value *result)
{
    const struct gc_histogram all = pauses(ctx, rt__int_arg(call, 0));

    *result = js_number((double)gc_histogram_percentile(&all, rt__number_arg(call, 1)));
    return true;
}

static bool init(js_ctx *ctx, const js_value *object)
{
    return rt__set_number(ctx, object, "timeOrigin", rt__of(ctx)->time_origin_ms);
}

static const js_builtin table[] = {
    JS_METHOD("now", now, 0),
    JS_METHOD("observeGC", observe_gc, 1),
    JS_METHOD("unobserveGC", unobserve_gc, 0),
    JS_METHOD("takeGC", take_gc, 1),
    JS_METHOD("gcPauses", gc_pauses, 2),
    JS_METHOD("gcPausePercentile", gc_pause_percentile, 2),
};
RT_BINDING(performance, table, init);
