/*
 * candidates.c: pages chosen when marking starts to be emptied when it ends, and the slots that refer to them.
 *
 * Pages that are mostly free by the last sweep's count are candidates, the emptiest first, as far as the
 * budget of a pause goes [candidates.worth].  From then on nothing is allocated on them
 * [candidates.closed]: the free lists pass their blocks over.  So each slot that refers to one of their cells
 * got its value from a store before marking began or from one since, and is met by whoever scans its cell or
 * by the barrier: both record it [candidates.recorded].  Weak slots and pairs are recorded when they have been
 * cleared, at the end.
 *
 * Recorded slots are entries of a worklist, each the slot's offset in the cage in units of four bytes.  Where
 * the list may not grow, and where a page has too many, that page is no candidate any more: its bit in the map
 * goes, which any thread may do, and never comes back [candidates.dropped].  Nothing can fail.
 * Design: docs/design/compact.md.
 */
#include "internal.h"

enum {
    FREE_PERCENT = 70, /* V8's target_fragmentation_percent while nothing asks to save memory */
    FREE_PERCENT_REDUCING = 25, /* and while something does: as sparse as the pages of a reduction in one pause */
    MARKING_SHARE = 4, /* moving may take a quarter of marking: 3 s of processor time for 131 MB that live, 9 with a sixteenth */
    STEPS = 32,        /* of fullness, by which pages are told apart */
    STEP_BYTES = GC__PAGE_BYTES / STEPS,
    SLOTS_PER_PAGE_MAX = 16384,
    FIRST_SPEED = 500 << 10, /* bytes a ms that are moved, before anything was measured */
    BUDGET_NS = 2000000,
};

static uint64_t max_of(uint64_t a, uint64_t b)
{
    return a > b ? a : b;
}

void gc__candidates_init(gc_heap *heap)
{
    heap->compaction.speed = FIRST_SPEED;
    if (heap->policy.evacuation_budget_ns == 0)
        heap->policy.evacuation_budget_ns = BUDGET_NS;
}

/* ---- choosing ---- */

/*
 * Where memory is reduced in steps, nobody waits, and what counts is how often all has to be marked: so moving may take
 * three quarters of what a pause may, or a quarter of what marking takes.
 */
uint64_t gc__evacuation_budget_ns(const gc_heap *heap, bool reducing)
{
    uint64_t budget_ns = heap->policy.evacuation_budget_ns;

    if (!reducing)
        return budget_ns;
    budget_ns = max_of(budget_ns, heap->pacing.target_ns / 4 * 3);
    return max_of(budget_ns, gc__marking_expected_ns(heap) / MARKING_SHARE);
}

/* Bytes of a page that are in use, as far as is known before marking; SIZE_MAX: it is never emptied. */
static size_t bytes_in_use(const gc_heap *heap, uint32_t page, bool reducing)
{
    const struct gc__page *p = &heap->pages[page];

    if (p->flags & GC__PAGE_MAPPED)
        return SIZE_MAX;
    if (heap->config.compact_always)
        return 0;
    if ((size_t)p->listed_bytes * 100 < GC__PAGE_BYTES * (reducing ? FREE_PERCENT_REDUCING : FREE_PERCENT))
        return SIZE_MAX;
    return GC__PAGE_BYTES - p->listed_bytes;
}

/* Bytes that may be moved in a pause. */
static size_t bytes_allowed(const gc_heap *heap, bool reducing)
{
    if (heap->config.compact_always)
        return SIZE_MAX;
    return (size_t)((double)gc__evacuation_budget_ns(heap, reducing) / 1e6 * heap->compaction.speed);
}

/* What is taken: pages of steps below `step`, and of that one pages of so many bytes together. */
struct choice {
    size_t step, rest;
};

/* false: no pages are worth it. */
static bool decide(const gc_heap *heap, bool reducing, struct choice *choice)
{
    size_t pages[STEPS] = {0}, bytes[STEPS] = {0}, count = 0, left = bytes_allowed(heap, reducing), sum;

    for (uint32_t page = heap->old.pages.first; page != 0; page = heap->pages[page].next) {
        size_t used = bytes_in_use(heap, page, reducing);

        if (used < GC__PAGE_BYTES) {
            pages[used / STEP_BYTES]++;
            bytes[used / STEP_BYTES] += used;
        }
    }
    sum = left;
    for (choice->step = 0; choice->step < STEPS && bytes[choice->step] <= left; choice->step++) {
        count += pages[choice->step];
        left -= bytes[choice->step];
    }
    choice->rest = left;
    if (choice->step < STEPS) {
        count += left / ((choice->step + 1) * STEP_BYTES);
        left = 0;
    }
    sum -= left;
    if (heap->config.compact_always)
        return count != 0;
    return gc__compaction_pays(heap, count, sum);
}

static void add(gc_heap *heap, uint32_t page)
{
    struct gc__page *p = &heap->pages[page];

    p->flags |= GC__PAGE_CANDIDATE;
    p->recorded_count = 0;
    heap->compaction.map[page / 64] |= UINT64_C(1) << (page % 64);
    heap->compaction.count++;
    heap->old.free.bytes -= p->listed_bytes; /* free_list.c passes them over */
}

static bool is_allowed(const gc_heap *heap)
{
    return !heap->config.no_compact && (heap->config.stress_interval == 0 || heap->config.compact_always);
}

bool gc__candidates_pay(const gc_heap *heap)
{
    struct choice choice;

    return is_allowed(heap) && decide(heap, true, &choice);
}

void gc__candidates_choose(gc_heap *heap)
{
    struct gc__compaction *c = &heap->compaction;
    bool reducing = gc__reduces_now(heap);
    struct choice choice;

    gc_assert(c->count == 0 && !heap->concurrent.on);
    if (!is_allowed(heap))
        return;
    gc__old_close_area(heap); /* [candidates.closed] */
    if (!decide(heap, reducing, &choice))
        return;
    for (uint32_t page = heap->old.pages.first; page != 0; page = heap->pages[page].next) {
        size_t used = bytes_in_use(heap, page, reducing);

        if (used >= GC__PAGE_BYTES || used / STEP_BYTES > choice.step)
            continue;
        if (used / STEP_BYTES == choice.step && used > choice.rest)
            continue;
        if (used / STEP_BYTES == choice.step)
            choice.rest -= used;
        add(heap, page);
    }
    heap->marker.candidates = c->map;
    for (unsigned i = 0; i < GC__HELPERS_MAX; i++)
        heap->concurrent.markers[i].candidates = c->map;
}

/* Pages that stay as they are can be allocated on again; recorded slots are forgotten. */
void gc__candidates_forget(gc_heap *heap)
{
    struct gc__compaction *c = &heap->compaction;

    gc_assert(!heap->concurrent.on);
    gc__worklist_clear(&heap->marker.slots);
    heap->marker.candidates = NULL;
    if (c->count == 0)
        return;
    c->count = 0;
    for (uint32_t page = 1; page < heap->page_high; page++) {
        struct gc__page *p = &heap->pages[page];

        if (page % 64 == 0 || page == 1)
            c->map[page / 64] = 0;
        if ((p->flags & GC__PAGE_CANDIDATE) == 0)
            continue;
        p->flags &= (uint16_t)~GC__PAGE_CANDIDATE;
        heap->old.free.bytes += p->listed_bytes;
    }
}

/* ---- recording ---- */

static GC_COLD void drop(gc_heap *heap, uint32_t page)
{
    __atomic_fetch_and(&heap->compaction.map[page / 64], ~(UINT64_C(1) << (page % 64)), __ATOMIC_RELAXED);
}

/* On any marker's thread: a slot that refers to a candidate. */
void gc__record_candidate(struct gc__marker *marker, const gc_slot *slot, uint32_t page)
{
    gc_heap *heap = marker->heap;
    uint32_t entry = (uint32_t)(((uintptr_t)slot - heap->fast.cage_base) / 4);
    uint32_t *count = &heap->pages[page].recorded_count;

    if (GC_MUTANT(CANDIDATE_NOT_RECORDED) && entry % 64 == 0)
        return;
    if ((__atomic_fetch_add(count, 1, __ATOMIC_RELAXED) >= SLOTS_PER_PAGE_MAX && !heap->config.compact_always) ||
        !gc__worklist_add(&marker->slots, entry, true)) {
        if (!GC_MUTANT(CANDIDATE_NOT_DROPPED))
            drop(heap, page);
    }
}
