/*
 * idle.c: gc_step, work for time that the host has to spare.
 *
 * One piece of work at a time, the most urgent first, and only if it was measured to fit into what is left of the time
 * [idle.fits]: what waits for the sweep, then marking, if it is to start soon anyway or memory is to be reduced, with
 * the scavenges and the final pause that belong to it, then pages for the system.  Reducing memory in this way marks
 * beside the program, so what dies after it was asked for may stay; where pages then hold an eighth more than lives, it marks
 * again, and again, for each final pause to empty some of them [idle.rounds].  Design: docs/design/pauses.md.
 */
#include "internal.h"

enum {
    PAGE_BACK_NS = 20000, /* to give a page to the system: assumed, less was seen */
    PAGES_BACK = 8,       /* at once */
    LEAST_MARK_NS = 20000,
    SEED_NS = 100000,     /* of the start of marking, beside young cells */
    FRUITLESS_MAX = 3,    /* rounds that gained nothing, and the reduction ends */
};
static const uint64_t MOST_US = UINT64_C(86400) * 1000000; /* a day: sums with the clock stay far from overflow */
static const double COMPACTION_SPEED = 512 << 10; /* bytes a ms of live cells, all of whose slots are looked at: assumed */

enum work { NOTHING, SWEEP, SCAVENGE, START, MARK, FINISH, COLLECT, GIVE_BACK };

void gc_want_reduce(gc_heap *heap)
{
    heap->idle.reduce = true;
    heap->idle.marking_serves = false;
}

static bool is_wanted(const gc_heap *heap)
{
    return heap->idle.reduce || heap->idle.compacting;
}

/*
 * Whether the collection that ends now reduces memory.  A marking that began before that was asked keeps what died
 * since it began, so it ends like any other, and the next one is for the reduction [idle.asked].
 */
static bool reduces(const gc_heap *heap)
{
    return is_wanted(heap) && (!heap->fast.marking || heap->idle.marking_serves);
}

bool gc__reduces_now(const gc_heap *heap)
{
    return is_wanted(heap) && heap->idle.budget_ns != 0;
}

/* Bytes that the old generation takes up. */
static size_t held_bytes(const gc_heap *heap)
{
    return (size_t)(heap->old.pages.count + heap->old.to_sweep) * GC__PAGE_BYTES + heap->old.large_bytes;
}

bool gc__reduction_compacts(const gc_heap *heap, size_t live)
{
    return held_bytes(heap) > live + live / 8 + GC__MB;
}

/*
 * Marking in steps goes on in rounds while pages hold much more than lives, and rounds, but for a few, leave less than
 * the one before [idle.rounds].
 */
void gc__reduction_note(gc_heap *heap, bool marked)
{
    struct gc__idle *idle = &heap->idle;
    size_t held = held_bytes(heap);

    if (idle->reduce)
        idle->fruitless = 0;
    else
        idle->fruitless += held >= idle->held_bytes;
    idle->compacting = marked && gc__reduction_compacts(heap, gc__old_total(heap)) && idle->fruitless < FRUITLESS_MAX;
    idle->held_bytes = held;
    idle->giving_back |= idle->reduce;
    idle->reduce = false;
}

/* ---- choosing ---- */

static bool is_young_large(const gc_heap *heap)
{
    return heap->young.pages.count > heap->young.capacity / 4 + 1;
}

static bool is_pool_due(const gc_heap *heap)
{
    if (heap->idle.giving_back)
        return true;
    return heap->pool_low != 0 && gc__pool_is_due(heap, gc__os_now_ns());
}

static enum work work_of_marking(const gc_heap *heap)
{
    const struct gc__marking *marking = &heap->marking;

    if (marking->phase == GC__MARKING_WAITS)
        return SCAVENGE;
    if (marking->phase != GC__MARKING_DONE || gc__worklist_is_filled(&heap->marker.stack))
        return MARK;
    return is_young_large(heap) && !marking->waited ? SCAVENGE : FINISH;
}

static enum work next_work(const gc_heap *heap)
{
    if (heap->fast.marking)
        return work_of_marking(heap);
    if (heap->old.to_sweep != 0)
        return SWEEP;
    if (heap->idle.reduce || (heap->idle.compacting && gc__candidates_pay(heap)) || gc__marking_is_near(heap)) {
        if (!gc__marking_is_worth_it(heap))
            return COLLECT;
        return is_young_large(heap) ? SCAVENGE : START;
    }
    return is_pool_due(heap) ? GIVE_BACK : NOTHING;
}

/* ---- expecting ---- */

/* The final pause of a marking that went on in steps. */
static uint64_t finish_ns(const gc_heap *heap)
{
    return gc__pacing_final_ns(heap) + (heap->compaction.count != 0 ? gc__evacuation_budget_ns(heap, is_wanted(heap)) : 0);
}

/* All of a collection in one pause, which compacts all sparse pages. */
static uint64_t collect_ns(const gc_heap *heap)
{
    size_t old = gc__old_total(heap);
    uint64_t ns = gc__pacing_final_ns(heap) + gc__marking_expected_ns(heap);

    if (reduces(heap) && gc__reduction_compacts(heap, old))
        ns += (uint64_t)((double)old / COMPACTION_SPEED * 1e6);
    return ns;
}

static uint64_t expected_ns(const gc_heap *heap, enum work work)
{
    switch (work) {
    case SWEEP:
        return (uint64_t)heap->pacing.page_ns;
    case SCAVENGE:
        return gc__pacing_scavenge_ns(heap);
    case START:
        return SEED_NS + gc__pacing_scavenge_ns(heap);
    case MARK:
        return LEAST_MARK_NS;
    case FINISH:
        return finish_ns(heap);
    case COLLECT:
        return collect_ns(heap);
    case GIVE_BACK:
        return PAGES_BACK * PAGE_BACK_NS;
    case NOTHING:
        break;
    }
    return 0;
}

/* ---- doing ---- */

/* The final pause, or all of a collection. */
static void finish(gc_heap *heap)
{
    bool reduce = reduces(heap);

    heap->idle.finishing = true;
    gc__collect(heap, reduce ? GC_REDUCE : GC_FULL, "idle", reduce ? "reduce memory" : "GC in old space requested");
    heap->idle.finishing = false;
}

/* Some pooled pages: those that were not needed lately, or all if memory is being reduced. */
static void give_back(gc_heap *heap)
{
    if (!heap->idle.giving_back) {
        gc__pool_age(heap, gc__os_now_ns());
        return;
    }
    gc__pool_trim(heap, 0, PAGES_BACK);
    if (heap->pool.count != 0)
        return;
    gc__give_back_all(heap);
    heap->idle.giving_back = heap->idle.compacting = false;
}

/* Does one piece of work; false: what is left is with helper threads. */
static bool act(gc_heap *heap, enum work work, uint64_t left_ns)
{
    enum gc__marking_phase phase = heap->marking.phase;
    uint32_t to_sweep = heap->old.to_sweep;
    uint64_t begin_ns;

    switch (work) {
    case SWEEP:
        gc__sweep_for(heap, 1);
        return heap->old.to_sweep < to_sweep;
    case SCAVENGE:
        gc__collect(heap, GC_YOUNG, "idle", "");
        break;
    case START:
        begin_ns = gc__os_now_ns();
        gc__marking_start(heap);
        gc__marking_note_step(heap, begin_ns);
        break;
    case MARK:
        gc__marking_step(heap, left_ns, 0);
        return heap->marking.phase != phase || gc__worklist_is_filled(&heap->marker.stack);
    case FINISH:
    case COLLECT:
        finish(heap);
        break;
    case GIVE_BACK:
        give_back(heap);
        break;
    case NOTHING:
        break;
    }
    return true;
}

bool gc_step(gc_heap *heap, uint64_t microseconds)
{
    uint64_t begin_ns = gc__os_now_ns(), spent = 0;
    uint64_t asked = microseconds < MOST_US ? microseconds * 1000 : MOST_US * 1000;
    enum work work;

    gc__safepoint(heap);
    heap->idle.budget_ns = asked;
    while ((work = next_work(heap)) != NOTHING) {
        uint64_t expected = expected_ns(heap, work);

        if (spent > asked || expected > asked - spent)
            break;
        if (!act(heap, work, asked - spent))
            break;
        spent = gc__os_now_ns() - begin_ns;
    }
    heap->idle.budget_ns = 0;
    spent = gc__os_now_ns() - begin_ns;
    if (spent > asked && spent - asked > heap->statistics.step_over_max_ns)
        heap->statistics.step_over_max_ns = spent - asked;
    return work != NOTHING && expected_ns(heap, work) <= asked;
}

uint64_t gc_step_needs(const gc_heap *heap)
{
    enum work work = next_work(heap);

    return work == NOTHING ? 0 : expected_ns(heap, work) / 1000 + 1;
}
