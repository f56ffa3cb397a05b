/*
 * concurrent.c: marking on helper threads while the program runs, and in the final pause.
 *
 * A helper takes segments of the mutator's stack that were published, scans with a marker of its own, and
 * leaves when it finds no more or is told to stop.  Who runs what:
 *
 *   helpers    help() and what mark.c does for a marker; they read headers, slots, what slots_end_of
 *              reads, and sizes of large cells, of old cells only [mark.old-only]; they write mark bits,
 *              live_bytes and rescan of pages (all atomically), and their own marker
 *   mutator    everything else.  It marks atomically while helpers may be at work
 *
 * Every collection, and whatever else looks at marks or moves cells, pauses the helpers first: they stop
 * within some dozen cells, and their lists are joined to the mutator's [mark.handshake].  An old cell is
 * seen by a helper only through a segment published under a lock, or through a slot stored after its mark
 * bit was set, in which case it is not looked into [mark.black-new].
 */
#include "internal.h"

enum {
    HELPER_CELLS = 64,   /* between two looks at the flag: some 5 us */
    SHARED_MAX = 32,     /* segments that wait for helpers */
    ALONE_CELLS = 20000, /* scanned in a pause before helpers are woken: some 1 ms */
};

static bool is_allowed(const gc_heap *heap)
{
    return !heap->config.single_threaded && gc__helpers_count() != 0;
}

/* ---- helpers ---- */

/* Between stretches of cells: shows what was done, shares what there is much of; whether to go on. */
bool gc__helper_goes_on(struct gc__marker *marker)
{
    struct gc__concurrent *c = &marker->heap->concurrent;

    __atomic_store_n(&marker->progress, marker->scanned_bytes, __ATOMIC_RELAXED);
    if (__atomic_load_n(&c->stop, __ATOMIC_RELAXED)) {
        marker->budget = 0;
        return false;
    }
    marker->budget = HELPER_CELLS;
    gc__worklist_share(&marker->stack);
    return true;
}

static struct gc__marker *take_marker(struct gc__concurrent *c)
{
    for (unsigned i = 0; i < GC__HELPERS_MAX; i++)
        if (!__atomic_exchange_n(&c->taken[i], true, __ATOMIC_ACQUIRE))
            return &c->markers[i];
    return NULL;
}

static void help(void *arg, unsigned ticket)
{
    struct gc__concurrent *c = arg;
    struct gc__marker *marker = take_marker(c);
    uint64_t begin_ns = gc__os_now_ns();

    GC_REQUIRE(marker != NULL);
    do {
        if (!gc__marker_drain_some(marker))
            break;
    } while (!__atomic_load_n(&c->stop, __ATOMIC_RELAXED) && gc__worklist_steal(&marker->stack));
    gc__marker_flush(marker);
    __atomic_fetch_add(&c->helped_ns, gc__os_now_ns() - begin_ns, __ATOMIC_RELAXED);
    __atomic_store_n(&c->taken[marker - c->markers], false, __ATOMIC_RELEASE);
}

/* ---- the mutator ---- */

void gc__concurrent_init(gc_heap *heap)
{
    heap->concurrent.job.run = help;
    heap->concurrent.job.arg = &heap->concurrent;
}

/* A marking begins. */
void gc__concurrent_begin(gc_heap *heap)
{
    struct gc__concurrent *c = &heap->concurrent;

    gc_assert(!c->on);
    c->helped_ns = 0;
    for (unsigned i = 0; i < GC__HELPERS_MAX; i++) {
        gc__marker_init(&c->markers[i], heap);
        c->markers[i].atomic = c->markers[i].helper = true;
        c->markers[i].deadline_ns = UINT64_MAX;
    }
}

static void turn_on(gc_heap *heap)
{
    heap->concurrent.on = heap->marker.atomic = true;
}

void gc__concurrent_offer(gc_heap *heap, bool all)
{
    struct gc__concurrent *c = &heap->concurrent;

    /* A segment of few entries at each step would use the reserve up where helpers get no processor. */
    if (all && gc__worklist_shared(&heap->segments) < SHARED_MAX)
        gc__worklist_publish(&heap->marker.stack, false);
    else
        gc__worklist_share(&heap->marker.stack);
    if (gc__worklist_shared(&heap->segments) != 0)
        gc__helpers_post(&c->job, GC__HELPERS_MAX);
}

void gc__concurrent_resume(gc_heap *heap)
{
    if (!heap->fast.marking || heap->config.no_concurrent_marking || !is_allowed(heap) ||
        !gc__worklist_is_filled(&heap->marker.stack))
        return;
    turn_on(heap);
    gc__concurrent_offer(heap, true);
}

static void join_marker(gc_heap *heap, struct gc__marker *helper)
{
    struct gc__marker *marker = &heap->marker;

    gc_assert(!heap->concurrent.taken[helper - heap->concurrent.markers]); /* [mark.handshake] */
    gc__worklist_join(&marker->stack, &helper->stack);
    gc__worklist_join(&marker->weak, &helper->weak);
    gc__worklist_join(&marker->ephemerons, &helper->ephemerons);
    gc__worklist_join(&marker->slots, &helper->slots);
    marker->live_bytes += helper->live_bytes;
    marker->scanned_bytes += helper->scanned_bytes;
    heap->statistics.helper_scanned_bytes += helper->scanned_bytes;
    marker->overflowed |= helper->overflowed;
    marker->weak_overflowed |= helper->weak_overflowed;
    helper->live_bytes = helper->scanned_bytes = helper->progress = 0;
    helper->overflowed = helper->weak_overflowed = false;
}

/* [mark.handshake]: no helper is at work afterwards, and all lists are the mutator's. */
void gc__concurrent_pause(gc_heap *heap)
{
    struct gc__concurrent *c = &heap->concurrent;

    if (!c->on)
        return;
    __atomic_store_n(&c->stop, true, __ATOMIC_RELAXED);
    if (!GC_MUTANT(JOIN_SKIPPED))
        gc__helpers_join(&c->job);
    c->stop = false;
    for (unsigned i = 0; i < GC__HELPERS_MAX; i++)
        join_marker(heap, &c->markers[i]);
    while (gc__worklist_steal(&heap->marker.stack))
        continue;
    gc__marker_flush(&heap->marker);
    c->on = heap->marker.atomic = false;
}

/* Whether all that was found is scanned; offers what is left if not. */
bool gc__concurrent_is_drained(gc_heap *heap)
{
    if (gc__worklist_is_filled(&heap->marker.stack)) {
        if (!heap->concurrent.on)
            gc__concurrent_resume(heap);
        else
            gc__concurrent_offer(heap, true);
        return false;
    }
    return !heap->concurrent.on || (gc__helpers_idle(&heap->concurrent.job) &&
                                    gc__worklist_shared(&heap->segments) == 0);
}

/* Bytes scanned since marking began, by all threads, as far as they told. */
size_t gc__concurrent_progress(const gc_heap *heap)
{
    size_t bytes = heap->marker.scanned_bytes;

    for (unsigned i = 0; i < GC__HELPERS_MAX; i++)
        bytes += __atomic_load_n(&heap->concurrent.markers[i].progress, __ATOMIC_RELAXED);
    return bytes;
}

/* Within a pause: empties the mutator's stack with all helpers, if it is worth waking them. */
void gc__concurrent_drain(gc_heap *heap)
{
    struct gc__marker *marker = &heap->marker;

    gc_assert(!heap->concurrent.on);
    marker->deadline_ns = 1; /* past: until the budget is used up */
    marker->budget = ALONE_CELLS;
    if (gc__marker_drain_some(marker) || !is_allowed(heap))
        return;
    turn_on(heap);
    marker->deadline_ns = UINT64_MAX;
    do {
        gc__concurrent_offer(heap, false);
        gc__marker_drain_some(marker);
        if (gc__worklist_steal(&marker->stack))
            continue;
        gc__helpers_join(&heap->concurrent.job); /* they leave when nothing is left */
    } while (gc__worklist_is_filled(&marker->stack) || gc__worklist_steal(&marker->stack));
    gc__concurrent_pause(heap);
}
