/*
 * compact.c: empties sparsely filled pages of the old space.
 *
 * Runs at the end of a full collection, after marking and before any page is swept: mark bits tell live
 * cells from dead, live bytes a page are exact, and no young cell is left, so no slot is recorded for scavenges.
 * There are two ways.  Candidates, chosen when marking began (candidates.c), are emptied in any full
 * collection, the cheapest first, until the budget of a pause is used up; the slots that refer to them were
 * recorded.  Where memory is to be saved, pages are chosen now, by what is gained for each byte moved
 * [compact.worth], and all slots of the heap are visited.
 *
 * Marked cells of the chosen pages are copied to fresh pages and leave forwarding words; then roots, the copies and
 * the slots, recorded or all, are updated, and the pages are given back.  A recorded slot counts only if
 * its cell is where it was, on a page that was marked: those in moved cells are found in the copies, and those of
 * large cells that died are gone [compact.recorded].
 *
 * A page whose cells found no room is kept: those not moved stay where they are, and the sweep frees the
 * places of the others [compact.abort].  Nothing can fail.  Design: docs/design/compact.md.
 */
#include "internal.h"
#include <string.h>

enum {
    SPARSE_PERCENT = 75,     /* a page at most so full may be emptied where memory is to be saved */
    WORTH_PAGES = 2,         /* fewer pages gained are not worth it */
    STEPS = 16,              /* of fullness, by which candidates are taken */
    SLOT_NS = 10,            /* that updating a recorded slot takes */
    AHEAD = 8,               /* recorded slots whose memory is fetched before they are looked at */
};

struct compact {
    gc_heap *heap;
    const uint8_t *page_class;
    uintptr_t base;
    struct gc__page_list from;
    uintptr_t top, limit; /* of the range that cells are moved to */
    size_t moved_bytes;
    bool full; /* there is no more room */
    bool all;  /* slots are visited, not looked up */
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

/* Pages needed for so many bytes of cells, some lost at each page's end. */
static size_t pages_for(size_t bytes)
{
    return bytes == 0 ? 0 : bytes / (GC__PAGE_BYTES / 16 * 15) + 1;
}

bool gc__compaction_pays(const gc_heap *heap, size_t pages, size_t bytes)
{
    return pages >= pages_for(bytes) + WORTH_PAGES && pages_for(bytes) <= heap->free_pages;
}

/* Whether emptying all sparse pages gains enough, and there is room for their cells. */
static bool is_worth_it(const gc_heap *heap)
{
    size_t live = 0, pages = 0;

    for (uint32_t page = heap->old.unswept.first; page != 0; page = heap->pages[page].next)
        if (is_sparse(heap, page)) {
            live += heap->pages[page].live_bytes;
            pages++;
        }
    if (heap->config.stress_interval != 0)
        return pages != 0;
    return gc__compaction_pays(heap, pages, live);
}

/* Undoes take. */
static void put_back(struct compact *c, uint32_t page)
{
    gc__page_list_remove(c->heap, &c->from, page);
    c->heap->fast.page_class[page] = GC_PAGE_OLD;
    gc__unswept_add(c->heap, page);
}

static void take(struct compact *c, uint32_t page)
{
    gc__unswept_remove(c->heap, page);
    gc__page_list_add(c->heap, &c->from, page);
    c->heap->fast.page_class[page] = GC_PAGE_EVACUATED;
}

static void choose_sparse(struct compact *c)
{
    gc_heap *heap = c->heap;
    uint32_t page = heap->old.unswept.first;

    if (!is_worth_it(heap))
        return;
    while (page != 0) {
        uint32_t next = heap->pages[page].next;

        if (is_sparse(heap, page))
            take(c, page);
        page = next;
    }
}

static size_t recorded_slots(const gc_heap *heap)
{
    size_t count = 0;

    for (const struct gc__segment *s = heap->marker.slots.top; s != NULL; s = s->next)
        count += s->count;
    return count;
}

/* Bytes that may be moved, now that the slots to be updated are known. */
static size_t bytes_allowed(const gc_heap *heap)
{
    uint64_t slots_ns = recorded_slots(heap) * SLOT_NS, budget_ns = heap->policy.evacuation_budget_ns;

    if (heap->config.compact_always)
        return SIZE_MAX;
    return slots_ns >= budget_ns ? 0 : (size_t)((double)(budget_ns - slots_ns) / 1e6 * heap->compaction.speed);
}

/* Candidates that were not dropped, the emptiest first; pages without live cells are gone already. */
static void choose_candidates(struct compact *c)
{
    gc_heap *heap = c->heap;
    size_t allowed = bytes_allowed(heap), live = 0, most = (size_t)heap->free_pages * (GC__PAGE_BYTES / 16 * 15);

    if (allowed > most)
        allowed = most;
    for (size_t step = 1; step <= STEPS; step++) {
        uint32_t page = heap->old.unswept.first, next;

        for (; page != 0; page = next) {
            size_t bytes = heap->pages[page].live_bytes;

            next = heap->pages[page].next;
            if (!gc__is_candidate(heap->compaction.map, page) || bytes > step * (GC__PAGE_BYTES / STEPS) ||
                bytes > allowed - live)
                continue;
            live += bytes;
            take(c, page);
        }
    }
    if (gc__compaction_pays(heap, c->from.count, live) || heap->config.compact_always)
        return;
    while (c->from.first != 0)
        put_back(c, c->from.first);
}

/* ---- moving ---- */

static uint64_t *alloc_moved(struct compact *c, size_t bytes)
{
    uint64_t *copy;

    if (bytes > c->limit - c->top) {
        gc__old_return_area(c->heap, c->top, c->limit);
        c->top = c->limit = 0;
        if (!gc__old_take_area(c->heap, bytes, GC__AREA_LISTED, &c->top, &c->limit))
            return NULL;
    }
    copy = (uint64_t *)c->top;
    c->top += bytes;
    return copy;
}

static void move_cell(void *arg, void *cell, size_t bytes)
{
    struct compact *c = arg;
    gc_heap *heap = c->heap;
    uint64_t *head = gc__head(cell), *copy;

    if (c->full)
        return;
    copy = alloc_moved(c, bytes);
    if (copy == NULL) {
        c->full = true;
        return;
    }
    memcpy(copy, cell, bytes);
    *head = (*head & 0xFFFFFFFF) | GC__HEAD_FORWARDED | (uint64_t)gc__granule_of(heap, copy) << 34;
    c->moved_bytes += bytes;
}

static void move_cells(struct compact *c)
{
    for (uint32_t page = c->from.first; page != 0; page = c->heap->pages[page].next)
        gc__walk_page(c->heap, page, move_cell, c);
    gc__old_return_area(c->heap, c->top, c->limit); /* walkers meet its rest as a free cell */
}

/* ---- updating ---- */

/* The bits of a slot that holds a reference, now that its target may have moved. */
GC_INLINE uint32_t new_bits(const struct compact *c, uint32_t bits)
{
    if (GC_LIKELY(c->page_class[bits >> 17] != GC_PAGE_EVACUATED))
        return bits;
    uint64_t head = *(const uint64_t *)(c->base + ((uintptr_t)(bits & ~3u) << 1));
    if ((head & GC__HEAD_FORWARDED) == 0 || GC_MUTANT(COMPACT_NOT_UPDATED))
        return bits;
    return (uint32_t)(head >> 32) | (bits & 3);
}

static void update_cell(void *arg, void *cell, size_t bytes)
{
    const struct compact *c = arg;
    const gc_heap *heap = c->heap;
    const struct gc__layout *layout = &heap->layouts[gc_kind_of(cell)];
    gc_slot *slot = (gc_slot *)((char *)cell + layout->begin);
    gc_slot *end = (gc_slot *)gc__slots_end(heap, layout, cell, bytes);

    if (gc_kind_of(cell) == GC_KIND_FREE)
        return;
    for (; slot < end; slot++)
        if ((slot->bits & 1) != 0)
            slot->bits = new_bits(c, slot->bits);
}

/* A cell of a page being emptied that was not moved, because room ran out. */
static void update_left(void *arg, void *cell, size_t bytes)
{
    if ((*gc__head(cell) & GC__HEAD_FORWARDED) == 0)
        update_cell(arg, cell, bytes);
}

static void update_pages(struct compact *c, const struct gc__page_list *list)
{
    for (uint32_t page = list->first; page != 0; page = c->heap->pages[page].next)
        gc__walk_page(c->heap, page, update_cell, c);
}

/* Whether a cell may lie there as it did when its slot was recorded [compact.recorded]. */
static bool is_in_place(const struct compact *c, uint32_t page)
{
    uint8_t class = c->page_class[page];

    return class == GC_PAGE_LARGE ||
           (class == GC_PAGE_OLD && (c->heap->pages[page].flags & GC__PAGE_UNSWEPT) != 0);
}

static void update_segment(struct compact *c, const struct gc__segment *s)
{
    for (uint32_t i = 0; i < s->count; i++) {
        uint32_t ahead = s->entries[i + AHEAD < s->count ? i + AHEAD : i];
        gc_slot *slot = (gc_slot *)(c->base + (uintptr_t)s->entries[i] * 4);

        __builtin_prefetch((void *)(c->base + (uintptr_t)ahead * 4));
        if (is_in_place(c, gc__page_of(c->heap, slot)) && (slot->bits & 1) != 0)
            slot->bits = new_bits(c, slot->bits);
    }
}

static void update_recorded(struct compact *c)
{
    for (const struct gc__segment *s = c->heap->marker.slots.top; s != NULL; s = s->next)
        update_segment(c, s);
}

struct update_visitor {
    struct gc_root_visitor visitor; /* must be first */
    struct compact *c;
};

static void update_value(struct gc_root_visitor *visitor, gc_value *value)
{
    struct compact *c = ((struct update_visitor *)visitor)->c;
    void *cell = gc_to_cell(*value);

    if (cell != NULL && !GC_MUTANT(COMPACT_ROOT_NOT_UPDATED))
        *value = gc_from_cell(gc_slot_to_cell(
            c->heap, (gc_slot){new_bits(c, gc_slot_from_cell(c->heap, cell).bits)}));
}

static void update_slot(struct gc_root_visitor *visitor, gc_slot *slot)
{
    if ((slot->bits & 1) != 0)
        slot->bits = new_bits(((struct update_visitor *)visitor)->c, slot->bits);
}

static void update_roots(struct compact *c)
{
    struct update_visitor strong = {.visitor = {.value = update_value, .slot = update_slot}, .c = c};
    struct update_visitor weak = {.visitor = {.value = update_value, .weak_slot = update_slot},
                                  .c = c};

    gc__visit_strong_roots(c->heap, &strong.visitor);
    if (!GC_MUTANT(COMPACT_WEAK_ROOT_NOT_UPDATED))
        gc__visit_weak_roots(c->heap, &weak.visitor);
}

static void update_all(struct compact *c)
{
    gc_heap *heap = c->heap;
    struct gc__offheap_list *owners = &heap->offheap_old;

    update_roots(c);
    update_pages(c, &heap->old.pages); /* the copies: whatever was there before waits for the sweep */
    if (c->all) {
        update_pages(c, &heap->old.unswept);
        update_pages(c, &heap->old.large);
    } else {
        update_recorded(c);
    }
    for (uint32_t page = c->full ? c->from.first : 0; page != 0; page = heap->pages[page].next)
        gc__walk_page(heap, page, update_left, c);
    for (size_t i = 0; i < owners->count && !GC_MUTANT(COMPACT_OFFHEAP_STALE); i++)
        owners->cells[i] = new_bits(c, owners->cells[i]);
    gc__sites_after_compaction(heap);
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

static void release_pages(struct compact *c)
{
    gc_heap *heap = c->heap;

    while (c->from.first != 0) {
        uint32_t page = c->from.first;
        struct gc__page *p = &heap->pages[page];

        if (c->full)
            gc__walk_page(heap, page, forget_moved, heap);
        if (c->full && p->live_bytes != 0) {
            put_back(c, page);
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

static size_t empty_pages(struct compact *c)
{
    gc_heap *heap = c->heap;
    uint64_t begin_ns = gc__os_now_ns();

    if (c->all)
        choose_sparse(c);
    else
        choose_candidates(c);
    if (c->from.count == 0)
        return 0;
    move_cells(c);
    update_all(c);
    release_pages(c);
    if (!c->all)
        note_speed(heap, c->moved_bytes, gc__os_now_ns() - begin_ns);
    return c->moved_bytes;
}

size_t gc__compact(gc_heap *heap, bool all)
{
    struct compact c = {.heap = heap, .base = heap->fast.cage_base, .page_class = heap->fast.page_class, .all = all};
    size_t moved = 0;

    gc_assert(heap->young.pages.count == 0 && heap->young.large.count == 0);
    if (heap->config.verify && heap->compaction.count != 0)
        GC_REQUIRE(gc__verify_candidates(heap, "before compaction"));
    if ((all && !heap->config.no_compact) || heap->compaction.count != 0)
        moved = empty_pages(&c);
    gc__candidates_forget(heap);
    return moved;
}
