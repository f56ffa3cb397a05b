/*
 * events.c: tells listeners what happens, and gives up on broken invariants.
 *
 * Before the listeners, some things hear of each collection that nobody has to ask for: the probes gc-start and
 * gc-done, the histograms of pauses, and the counts of those that missed their target.
 */
#include "internal.h"
#include "probes.h"
#include <stdlib.h>

void gc_add_event_sink(gc_heap *heap, struct gc_event_sink *sink)
{
    sink->next = heap->sinks;
    heap->sinks = sink;
}

void gc_remove_event_sink(gc_heap *heap, struct gc_event_sink *sink)
{
    struct gc_event_sink **link = &heap->sinks;

    while (*link != sink)
        link = &(*link)->next;
    *link = sink->next;
}

/* What gc_step was given is no miss; what a client asks for in one pause is counted apart. */
static void count_miss(gc_heap *heap, enum gc_pause kind, uint64_t ns)
{
    struct gc_statistics *statistics = &heap->statistics;
    uint64_t *const missed[GC_PAUSES] = {[GC_PAUSE_YOUNG] = &statistics->missed_young,
                                         [GC_PAUSE_FULL] = &statistics->missed_full,
                                         [GC_PAUSE_STEP] = &statistics->missed_step};

    if (ns <= heap->pacing.target_ns || ns <= heap->idle.budget_ns)
        return;
    if (kind == GC_PAUSE_FULL && heap->pacing.asked)
        statistics->missed_asked++;
    else
        ++*missed[kind];
}

void gc__record_pause(gc_heap *heap, enum gc_pause kind, uint64_t ns)
{
    gc_histogram_record(&heap->pauses[kind], ns);
    count_miss(heap, kind, ns);
}

/* Each stands in one function, never copied into others, so that it is one place to break at. */
static GC_NOINLINE void probe_start(const struct gc_collection_figures *f)
{
    GC__PROBE_3("gc__start", f->what, (uintptr_t)f->reason, f->used_before);
}

static GC_NOINLINE void probe_done(const struct gc_collection_figures *f)
{
    GC__PROBE_5("gc__done", f->what, (uintptr_t)f->reason, f->used_before, f->used_after, f->pause_ns);
}

void gc__emit(gc_heap *heap, enum gc_event_type type, size_t value)
{
    const struct gc_collection_figures *figures = &heap->figures;
    struct gc_event event = {.type = type, .value = value, .figures = figures,
                             .took_ns = type == GC_EVENT_MARKING_START ? heap->marking.seed_ns : 0};
    struct gc_event_sink *next;

    if (type == GC_EVENT_COLLECTION_BEGIN)
        probe_start(figures);
    if (type == GC_EVENT_COLLECTION_END) {
        gc__record_pause(heap, figures->what == GC_YOUNG ? GC_PAUSE_YOUNG : GC_PAUSE_FULL, figures->pause_ns);
        probe_done(figures);
    }
    if (heap->sinks == NULL)
        return;
    event.ns = gc__os_now_ns() - heap->birth_ns;
    for (struct gc_event_sink *sink = heap->sinks; sink != NULL; sink = next) {
        next = sink->next; /* a sink may remove itself */
        sink->event(sink, heap, &event);
    }
}

void gc__assertion_failed(const char *file, int line, const char *what)
{
    fprintf(stderr, "%s:%d: assertion failed: %s\n", file, line, what);
    fflush(stderr);
    abort();
}
