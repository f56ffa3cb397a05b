/*
 * compact.c: empties sparsely filled pages of the old space.  evacuate.c does the moving, by several threads.
 *
 * Runs at the end of a full collection, after marking and before any page is swept: mark bits tell live
 * cells from dead, live bytes a page are exact, and no young cell is left, so no slot is recorded for scavenges.
 * There are two ways.  Candidates, chosen when marking began (candidates.c), are emptied in any full
 * collection, the cheapest first, until the budget of a pause is used up; the slots that refer to them were
 * recorded.  Where memory is to be saved, pages are chosen now, the emptiest first, in portions
 * [compact.portions], and all slots of the heap are visited.
 *
 * Marked cells of the chosen pages are copied to fresh pages and leave forwarding words; then roots, the copies and
 * the slots, recorded or all, are updated, and the pages are given back.  A recorded slot counts only if
 * its cell is where it was, on a page that was marked: those in moved cells are found in the copies, and those of
 * large cells that died are gone [compact.recorded].
 *
 * A page whose cells found no room is kept: those not moved stay where they are, and the sweep frees the
 * places of the others [compact.abort].  Nothing can fail.  Design: docs/design/compact.md.
 */
#include "compact.h"
#include <string.h>

enum {
    SPARSE_PERCENT = 75,     /* a page at most so full may be emptied where memory is to be saved */
    WORTH_PAGES = 2,         /* fewer pages gained are not worth it */
    STEPS = 16,              /* of fullness, by which candidates are taken */
    SLOT_NS = 10,            /* that updating a recorded slot takes */
    PORTION_LEAST = 16,      /* pages that may be filled before any is given back */
};

/* ---- choosing ---- */

/* Under stress every page counts as sparse. */
static bool is_sparse(const gc_heap *heap, uint32_t page)
{
    const struct gc__page *p = &heap->pages[page];

    return (p->flags & GC__PAGE_MAPPED) == 0 &&
           (heap->config.stress_interval != 0 ||
            (size_t)p->live_bytes * 100 <= GC__PAGE_BYTES * SPARSE_PERCENT);
}

size_t gc__pages_for(size_t bytes)
{
    return bytes == 0 ? 0 : bytes / GC__PAGE_HOLDS + 1;
}

bool gc__compaction_pays(const gc_heap *heap, size_t pages, size_t bytes)
{
    return pages >= gc__pages_for(bytes) + WORTH_PAGES && gc__pages_for(bytes) <= heap->free_pages;
}

static void take(struct gc__compactor *c, uint32_t page)
{
    gc__unswept_remove(c->heap, page);
    gc__page_list_add(c->heap, &c->from, page);
    c->heap->fast.page_class[page] = GC_PAGE_EVACUATED;
    c->live_bytes += c->heap->pages[page].live_bytes;
}

/* Undoes take. */
void gc__put_page_back(struct gc__compactor *c, uint32_t page)
{
    gc__page_list_remove(c->heap, &c->from, page);
    c->heap->fast.page_class[page] = GC_PAGE_OLD;
    gc__unswept_add(c->heap, page);
}

static size_t recorded_slots(const gc_heap *heap)
{
    size_t count = 0;

    for (const struct gc__segment *s = heap->marker.slots.top; s != NULL; s = s->next)
        count += s->count;
    return count;
}

/* Bytes that may be moved, now that the slots to be updated are known. */
static size_t bytes_allowed(const struct gc__compactor *c, uint64_t budget_ns)
{
    const gc_heap *heap = c->heap;
    uint64_t slots_ns = c->slots * SLOT_NS;

    if (heap->config.compact_always)
        return SIZE_MAX;
    return slots_ns >= budget_ns ? 0 : (size_t)((double)(budget_ns - slots_ns) / 1e6 * heap->compaction.speed);
}

/* Takes pages of at most so many bytes, the emptiest first; those without live cells are gone already. */
static void take_emptiest(struct gc__compactor *c, size_t allowed)
{
    gc_heap *heap = c->heap;

    for (size_t step = 1; step <= STEPS; step++) {
        uint32_t page = heap->old.unswept.first, next;

        for (; page != 0; page = next) {
            size_t bytes = heap->pages[page].live_bytes;

            next = heap->pages[page].next;
            if (bytes > step * (GC__PAGE_BYTES / STEPS) || bytes > allowed - c->live_bytes)
                continue;
            if (c->all ? is_sparse(heap, page) : gc__is_candidate(heap->compaction.map, page))
                take(c, page);
        }
    }
}

/* Chooses pages to be emptied, or none if too little is gained [compact.worth]. */
static void choose(struct gc__compactor *c, uint64_t budget_ns)
{
    const gc_heap *heap = c->heap;
    size_t pages = heap->free_pages, allowed = SIZE_MAX;

    c->live_bytes = 0;
    if (!c->all) {
        c->slots = recorded_slots(heap);
        allowed = bytes_allowed(c, budget_ns);
    } else if (pages > c->most_pages - heap->committed_pages) {
        pages = c->most_pages - heap->committed_pages;
    }
    take_emptiest(c, allowed < pages * GC__PAGE_HOLDS ? allowed : pages * GC__PAGE_HOLDS);
    if (gc__compaction_pays(heap, c->from.count, c->live_bytes) || heap->config.compact_always ||
        (c->all && heap->config.stress_interval != 0))
        return;
    while (c->from.first != 0)
        gc__put_page_back(c, c->from.first);
}

/* ---- the end ---- */

/* Takes a moved cell out of a page that is kept. */
static void forget_moved(void *arg, void *cell, size_t bytes)
{
    gc_heap *heap = arg;
    uint32_t granule = gc__granule_of(heap, cell);

    if ((*gc__head(cell) & GC__HEAD_FORWARDED) == 0)
        return;
    heap->marks[granule / 64] &= ~(UINT64_C(1) << (granule % 64));
    heap->pages[gc__page_of(heap, cell)].live_bytes -= (uint32_t)bytes;
}

static void release_pages(struct gc__compactor *c)
{
    gc_heap *heap = c->heap;

    while (c->from.first != 0) {
        uint32_t page = c->from.first;
        struct gc__page *p = &heap->pages[page];

        if (c->full)
            gc__walk_page(heap, page, forget_moved, heap);
        if (c->full && p->live_bytes != 0) {
            gc__put_page_back(c, page);
            continue;
        }
        gc__page_list_remove(heap, &c->from, page);
        memset(gc__page_marks(heap, page), 0, GC__PAGE_GRANULES / 8);
        gc__page_give(heap, page, GC__POISON_FREED_OLD);
    }
}

static void note_speed(gc_heap *heap, size_t bytes, uint64_t ns)
{
    double *speed = &heap->compaction.speed;

    if (bytes >= GC__PAGE_BYTES)
        *speed = (*speed + (double)bytes / ((double)ns / 1e6 + 1e-3)) / 2;
}

/* false: there was nothing more to do, or no room for it. */
static bool empty_some(struct gc__compactor *c, uint64_t budget_ns)
{
    choose(c, budget_ns);
    if (c->from.count == 0)
        return false;
    pthread_mutex_init(&c->lock, NULL);
    gc__move_cells(c);
    pthread_mutex_destroy(&c->lock);
    gc__update_references(c);
    release_pages(c);
    return !c->full;
}

static void empty_candidates(struct gc__compactor *c)
{
    gc_heap *heap = c->heap;
    uint64_t begin_ns = gc__os_thread_ns(), budget_ns = gc__evacuation_budget_ns(heap, gc__reduces_now(heap));

    c->budget_ns = heap->config.compact_always ? 0 : budget_ns;
    empty_some(c, budget_ns);
    note_speed(heap, c->moved_bytes, gc__os_thread_ns() - begin_ns);
}

/*
 * In portions, for each of which all slots are visited: what one frees the next fills, so that an eighth more than was
 * held is all that is ever needed beside it [compact.portions].
 */
static void empty_sparse(struct gc__compactor *c)
{
    gc_heap *heap = c->heap;
    size_t held = heap->committed_pages + heap->pool.count;

    c->most_pages = held + (held / 8 > PORTION_LEAST ? held / 8 : PORTION_LEAST);
    while (heap->committed_pages < c->most_pages && empty_some(c, 0))
        continue;
}

size_t gc__compact(gc_heap *heap, bool all)
{
    struct gc__compactor c = {.heap = heap, .base = heap->fast.cage_base, .page_class = heap->fast.page_class,
                              .all = all && !heap->config.no_compact};

    gc_assert(heap->young.pages.count == 0 && heap->young.large.count == 0);
    if (heap->config.verify && heap->compaction.count != 0)
        GC_REQUIRE(gc__verify_candidates(heap, "before compaction"));
    if (c.all)
        empty_sparse(&c);
    else if (heap->compaction.count != 0)
        empty_candidates(&c);
    gc__candidates_forget(heap);
    return c.moved_bytes;
}
