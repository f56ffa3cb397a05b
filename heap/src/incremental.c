/*
 * incremental.c: marking beside the program, in steps, so that no pause grows with the heap.
 *
 * Marking starts when the old generation reaches a start threshold, from what roots and the survivors of
 * a scavenge refer to.  Steps follow where allocation takes its slow path.  Meanwhile what is stored into
 * a cell is marked [mark.insertion], what becomes old is marked and will be scanned [mark.promoted], and
 * young cells count as marked [mark.young-bits].  When nothing is left, roots and survivors are looked at
 * once more after the next scavenge, since a program may hold much by young cells only; after that the
 * final pause, a full collection like any other (heap.c), finds little to do.  It begins with the young
 * generation emptied and visits all roots again, so nothing that is reachable stays unmarked.
 *
 * Cells that die while marking goes on are freed by the next collection.  Where this may not be, and
 * where cells move, a marking under way is given up.  Design: docs/design/mark-sweep.md.
 */
#include "internal.h"

enum {
    STEP = 10,                /* a step on schedule is a tenth of the pause's target, */
    STEP_LATE = 5,            /* a fifth behind it, */
    STEP_OVERDUE = 2,         /* and half past the threshold */
    SWEEP = 10,               /* sweeping ahead of the start, likewise */
    SHARE = 4,                /* on schedule the program runs at least so many times as long as a step */
    LEAST_OLD = 4 << 20,      /* old bytes that one pause marks soon enough */
    FIRST_SPEED = 300 << 10,  /* bytes a ms, before anything was measured */
};

void gc__marking_init(gc_heap *heap)
{
    heap->marking.speed = FIRST_SPEED;
    heap->marking.start_threshold = heap->policy.old_threshold / 4 * 3;
}

/* ---- when ---- */

/*
 * The start threshold lies below the threshold by what will be promoted while marking goes on, and half
 * as much again, if it goes on for half of the time, or at a step for each page that is allocated.
 */
void gc__marking_plan(gc_heap *heap)
{
    const struct gc__policy *policy = &heap->policy;
    struct gc__marking *marking = &heap->marking;
    const struct gc_collection_figures *figures = &heap->figures;
    double ms = (double)(figures->incremental_ns + figures->mark_ns + heap->concurrent.helped_ns) / 1e6 + 1e-3;
    size_t live = policy->live_at_full, room = policy->old_threshold - live;
    uint64_t allocated = heap->statistics.allocated_bytes - marking->allocated_then;
    uint64_t promoted = gc__became_old(heap) - marking->promoted_then;

    if (live >= LEAST_OLD && heap->marker.scanned_bytes != 0)
        marking->speed = (marking->speed + (double)heap->marker.scanned_bytes / ms) / 2;
    double mark_ms = (double)live / marking->speed;
    double page = (double)promoted / ((double)allocated + 1) * GC__PAGE_BYTES;
    double rate = policy->mutator_speed > page ? policy->mutator_speed : page;
    double ahead = 1.5 * mark_ms * rate;
    if (ahead < (double)room / 8)
        ahead = (double)room / 8;
    if (ahead > (double)room / 4 * 3)
        ahead = (double)room / 4 * 3;
    marking->start_threshold = policy->old_threshold - (size_t)ahead;
    marking->allocated_then = heap->statistics.allocated_bytes;
    marking->promoted_then = gc__became_old(heap);
}

uint64_t gc__marking_expected_ns(const gc_heap *heap)
{
    return (uint64_t)((double)gc__old_total(heap) / heap->marking.speed * 1e6);
}

static bool is_incremental(const gc_heap *heap)
{
    return !heap->config.no_incremental_marking;
}

/* Where waiting for steps ends: half the room between live bytes and threshold again. */
static size_t hard_threshold(const gc_heap *heap)
{
    const struct gc__policy *policy = &heap->policy;
    size_t over = policy->old_threshold > policy->live_at_full
                      ? (policy->old_threshold - policy->live_at_full) / 2
                      : 0;

    if (!is_incremental(heap))
        return policy->old_threshold;
    return over < policy->max_old - policy->old_threshold ? policy->old_threshold + over
                                                          : policy->max_old;
}

bool gc__marking_is_near(const gc_heap *heap)
{
    size_t live = heap->policy.live_at_full, start = heap->marking.start_threshold, old = gc__old_total(heap);

    return is_incremental(heap) && old >= LEAST_OLD && heap->config.stress_marking == 0 &&
           start > live && old >= live + (start - live) / 4 * 3;
}

bool gc__marking_is_worth_it(const gc_heap *heap)
{
    return is_incremental(heap) && gc__old_total(heap) >= LEAST_OLD;
}

/* A share of the target. */
static uint64_t part(const gc_heap *heap, unsigned of)
{
    return heap->pacing.target_ns / of;
}

/*
 * The final pause promotes all young cells, so it comes while they are few, or take little time; where they never
 * are, a scavenge goes first, once.
 */
bool gc__final_is_due(const gc_heap *heap)
{
    const struct gc__young *young = &heap->young;

    if (heap->marking.phase != GC__MARKING_DONE)
        return false;
    return young->pages.count <= young->capacity / 4 + 1 || gc__pacing_final_ns(heap) <= part(heap, 2);
}

bool gc__full_is_due(const gc_heap *heap)
{
    if (gc__old_total(heap) >= hard_threshold(heap) || gc__final_is_due(heap))
        return true;
    return heap->marking.phase == GC__MARKING_DONE && heap->marking.waited;
}

/* Starts marking, if few enough pages wait for the sweep, and sweeps for a while if not. */
static void start_or_sweep(gc_heap *heap)
{
    uint64_t begin_ns = gc__os_now_ns();

    if (gc__sweep_for(heap, part(heap, STEP_LATE)))
        gc__marking_start(heap);
    gc__marking_note_step(heap, begin_ns);
}

void gc__relieve_old(gc_heap *heap, const char *reason)
{
    size_t old = gc__old_total(heap) + heap->young.large_bytes;

    if (old < heap->policy.old_threshold)
        return;
    if (old >= hard_threshold(heap) || heap->marking.phase == GC__MARKING_DONE)
        gc__collect(heap, GC_FULL, reason, "GC in old space requested");
    else if (heap->marking.phase == GC__MARKING_OFF)
        start_or_sweep(heap);
    else
        gc__marking_advance(heap);
}

/* ---- beginning and end ---- */

/* Sets or clears the mark bits of what is young [mark.young-bits]. */
static void mark_young(gc_heap *heap, bool set)
{
    const struct gc__page_list *lists[] = {&heap->young.pages, &heap->young.large};

    for (int i = 0; i < 2; i++)
        for (uint32_t page = lists[i]->first; page != 0; page = heap->pages[page].next)
            gc__young_page_marks(heap, page, set);
}

void gc__marking_start(gc_heap *heap)
{
    struct gc__marking *marking = &heap->marking;
    uint64_t begin_ns = gc__os_now_ns();

    gc_assert(!heap->fast.marking && !heap->concurrent.on);
    gc__pretenured_retire(heap); /* its cells were not made black */
    if (!GC_MUTANT(START_BEFORE_SWEEP))
        gc__sweep_finish(heap); /* mark bits are marking's alone from here on */
    gc__mark_begin(heap);
    gc__candidates_choose(heap);
    heap->fast.marking = 1;
    mark_young(heap, true);
    marking->phase = GC__MARKING_FIRST;
    marking->start_old = gc__old_total(heap);
    marking->start_ns = marking->last_end_ns = begin_ns;
    marking->waited = false;
    heap->idle.marking_serves = true; /* [idle.asked]: until more is asked */
    marking->last_ns = 0;
    marking->steps_ns = marking->longest_ns = marking->steps = 0;
    gc__mark_seeds(heap);
    if (!heap->collecting)
        gc__concurrent_resume(heap);
    marking->seed_ns = gc__os_now_ns() - begin_ns;
    gc__emit(heap, GC_EVENT_MARKING_START, marking->start_old);
}

static void turn_off(gc_heap *heap)
{
    heap->fast.marking = 0;
    heap->marking.phase = GC__MARKING_OFF;
}

void gc__marking_abort(gc_heap *heap)
{
    if (!heap->fast.marking)
        return;
    gc__concurrent_pause(heap);
    mark_young(heap, false);
    gc__mark_forget(heap);
    turn_off(heap);
    heap->statistics.helper_ns += heap->concurrent.helped_ns;
    heap->statistics.scanned_bytes += heap->marker.scanned_bytes;
    heap->statistics.marking_aborts++;
    gc__segment_pool_trim(&heap->segments);
    gc__emit(heap, GC_EVENT_MARKING_ABORT, heap->marker.scanned_bytes);
}

void gc__marking_end(gc_heap *heap)
{
    struct gc__marking *marking = &heap->marking;
    struct gc_collection_figures *figures = &heap->figures;

    gc_assert(heap->young.pages.count == 0 && heap->young.large.count == 0); /* [mark.young-bits] */
    if (!heap->fast.marking)
        return;
    marking->limit_before = heap->policy.old_threshold;
    figures->incremental_ns = marking->steps_ns;
    figures->incremental_longest_ns = marking->longest_ns;
    figures->incremental_steps = marking->steps;
    figures->marking_wall_ns = gc__os_now_ns() - marking->start_ns;
    turn_off(heap);
}

/* ---- steps ---- */

void gc__marking_note_step(gc_heap *heap, uint64_t begin_ns)
{
    struct gc__marking *marking = &heap->marking;
    struct gc_statistics *statistics = &heap->statistics;
    uint64_t end_ns = gc__os_now_ns(), ns = end_ns - begin_ns;

    marking->last_ns = ns;
    marking->last_end_ns = end_ns;
    marking->steps++;
    marking->steps_ns += ns;
    if (ns > marking->longest_ns)
        marking->longest_ns = ns;
    statistics->marking_steps++;
    statistics->marking_ns += ns;
    if (ns > statistics->pause_max_ns)
        statistics->pause_max_ns = ns;
    heap->policy.gc_ns_since_full += ns;
    gc__record_pause(heap, GC_PAUSE_STEP, ns);
    gc__emit(heap, GC_EVENT_MARKING_STEP, ns);
}

/* Goes on to the next phase if nothing is left to scan. */
static void note_phase(gc_heap *heap)
{
    struct gc__marking *marking = &heap->marking;

    if (!gc__concurrent_is_drained(heap))
        return;
    if (marking->phase == GC__MARKING_FIRST)
        marking->phase = GC__MARKING_WAITS;
    else if (marking->phase == GC__MARKING_LAST)
        marking->phase = GC__MARKING_DONE;
}

void gc__marking_step(gc_heap *heap, uint64_t ns, uint64_t cells)
{
    uint64_t begin_ns = gc__os_now_ns();

    gc_assert(heap->fast.marking);
    heap->marker.deadline_ns = begin_ns + ns;
    heap->marker.budget = cells;
    while (gc__marker_drain_some(&heap->marker) && gc__worklist_steal(&heap->marker.stack))
        continue;
    note_phase(heap);
    gc__marking_note_step(heap, begin_ns);
}

/* How far the old generation is between start and threshold, and marking between nothing and all. */
static bool is_behind(const gc_heap *heap)
{
    const struct gc__marking *marking = &heap->marking;
    double room = (double)heap->policy.old_threshold - (double)marking->start_old;
    double grown = (double)gc__old_total(heap) - (double)marking->start_old;
    double marked = (double)gc__concurrent_progress(heap) / ((double)marking->start_old + 1);
    double margin = heap->concurrent.on ? -0.05 : 0.1; /* helpers get some time to begin */

    return room <= 0 || marked < grown / room + margin;
}

/* Sweeps what is left from the last marking before the next is to start. */
static void sweep_ahead(gc_heap *heap)
{
    size_t start = heap->marking.start_threshold, half = (heap->policy.live_at_full + start) / 2;
    size_t old = gc__old_total(heap);

    if (heap->old.to_sweep != 0 && old >= half)
        gc__sweep_for(heap, part(heap, old < start ? SWEEP : STEP_LATE));
}

void gc__marking_advance(gc_heap *heap)
{
    const struct gc__marking *marking = &heap->marking;
    uint64_t ns = part(heap, STEP);

    if (!is_incremental(heap) || heap->config.stress_marking != 0)
        return;
    if (marking->phase == GC__MARKING_OFF) {
        sweep_ahead(heap);
        return;
    }
    if (marking->phase == GC__MARKING_WAITS)
        return;
    if (gc__final_is_due(heap)) {
        gc__collect(heap, GC_FULL, "finalize incremental marking via stack guard",
                    "GC in old space requested");
        return;
    }
    if (marking->phase == GC__MARKING_DONE && !gc__worklist_is_filled(&heap->marker.stack))
        return;
    if (heap->concurrent.on) {
        note_phase(heap);
        if (!is_behind(heap))
            return;
    }
    if (gc__old_total(heap) >= heap->policy.old_threshold)
        ns = part(heap, STEP_OVERDUE);
    else if (is_behind(heap))
        ns = part(heap, STEP_LATE);
    else if (gc__os_now_ns() - marking->last_end_ns < SHARE * marking->last_ns)
        return;
    gc__marking_step(heap, ns, 0);
}

void gc__marking_after_scavenge(gc_heap *heap)
{
    struct gc__marking *marking = &heap->marking;
    size_t old = gc__old_total(heap);

    if (marking->phase == GC__MARKING_WAITS) {
        gc__mark_seeds(heap);
        marking->phase = GC__MARKING_LAST;
    } else if (marking->phase == GC__MARKING_DONE) {
        marking->waited = true;
    } else if (marking->phase == GC__MARKING_OFF && is_incremental(heap) && old >= LEAST_OLD &&
               old >= marking->start_threshold && heap->config.stress_marking == 0 &&
               gc__sweep_for(heap, part(heap, SWEEP))) {
        gc__marking_start(heap);
    }
}
