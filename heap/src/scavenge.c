/*
 * scavenge.c: collections that copy: young cells in a scavenge, every cell under stress.
 *
 * Cheney's algorithm over lists of pages.  The pages to be emptied get the class 'evacuated'; what roots
 * and recorded slots reach is copied out, leaving a forwarding word behind.  Copies are scanned in two
 * places: those in To from the scan pointer on, page after page [scavenge.scan], and those promoted to
 * the old space as ranges: the part of the open allocation area not yet scanned, and a worklist of such
 * parts of areas left since [scavenge.promoted].  A slot of a promoted cell that still refers to a young
 * one is recorded.  Young large cells become old where they are.
 *
 * A cell is promoted once it survived a scavenge, and so is whatever comes after To holds a quarter of
 * its capacity [scavenge.quarter].  Weak slots in cells are strong here; only marking clears them.  Weak
 * roots and cells with off-heap memory are settled after draining, when liveness is known
 * [weak.after-drain].
 *
 * Nothing here can fail: gc__evacuation_has_room was asked first, and worklists that run out of segments
 * flag the page instead [worklist.overflow].  Design: docs/design/scavenge.md.
 */
#include "internal.h"
#include <string.h>

struct scavenge {
    gc_heap *heap;
    uintptr_t base;
    const uint8_t *page_class;
    uintptr_t to_top, to_limit; /* allocation in the last page of To */
    uint32_t to_page;
    uint32_t scan_page; /* cells of To before scan are scanned */
    uintptr_t scan;
    uintptr_t old_scan; /* promoted cells of the open area from here on are not scanned */
    struct gc__worklist ranges; /* pairs of granules: start, end */
    uint32_t large_scan;        /* list of large cells to scan, by scan_next; 0: empty */
    bool copied_overflow;       /* a page has GC__PAGE_RESCAN_COPIED */
    bool may_sweep;
    bool promote_all, all;
    size_t quota; /* of To, in bytes */
    struct gc__page_list from, from_large;
    struct gc_collection_figures *figures;
};

/* ---- copying one cell ---- */

/* Promoted cells of the area about to be left are still to be scanned. */
static void flush_range(struct scavenge *s)
{
    gc_heap *heap = s->heap;

    if (s->old_scan < heap->old.top) {
        uint32_t first = gc__granule_of(heap, (void *)s->old_scan);
        if (!gc__worklist_push_pair(&s->ranges, first,
                                    gc__granule_of(heap, (void *)heap->old.top))) {
            heap->pages[gc__page_of(heap, (void *)s->old_scan)].flags |= GC__PAGE_RESCAN_COPIED;
            s->copied_overflow = true;
        }
    }
    s->old_scan = heap->old.top;
}

static uint64_t *alloc_promoted(struct scavenge *s, size_t bytes)
{
    struct gc__old *old = &s->heap->old;
    uint64_t *copy;

    if (GC_LIKELY(bytes <= old->limit - old->top)) {
        copy = (uint64_t *)old->top;
        old->top += bytes;
        old->used_bytes += bytes;
        return copy;
    }
    flush_range(s);
    copy = gc__old_alloc(s->heap, bytes, s->may_sweep);
    GC_REQUIRE(copy != NULL); /* room was assured [collect.cannot-fail] */
    s->old_scan = (uintptr_t)copy;
    return copy;
}

static bool open_to_page(struct scavenge *s)
{
    gc_heap *heap = s->heap;
    uint32_t page = gc__page_take(heap, GC__SPACE_YOUNG, GC_PAGE_YOUNG);

    if (page == 0)
        return false;
    if (s->to_page != 0)
        heap->pages[s->to_page].end = (uint32_t)(s->to_top - gc__page_start(heap, s->to_page));
    gc__page_list_add(heap, &heap->young.pages, page);
    s->to_page = page;
    s->to_top = gc__page_start(heap, page);
    s->to_limit = s->to_top + GC__PAGE_BYTES;
    return true;
}

/* Room in To, or NULL where the cell is to be promoted. */
static uint64_t *alloc_survivor(struct scavenge *s, size_t bytes)
{
    uint64_t *copy;

    if (s->figures->copied >= s->quota)
        return NULL;
    if (GC_UNLIKELY(bytes > s->to_limit - s->to_top) && !open_to_page(s))
        return NULL;
    copy = (uint64_t *)s->to_top;
    s->to_top += bytes;
    s->figures->copied += bytes;
    return copy;
}

static void push_large(struct scavenge *s, uint32_t first)
{
    s->heap->pages[first].scan_next = s->large_scan;
    s->large_scan = first;
}

/* A young large cell was reached: it is old from now on, where it lies. */
static GC_NOINLINE void keep_large(struct scavenge *s, uint32_t first)
{
    gc_heap *heap = s->heap;
    struct gc__page *p = &heap->pages[first];
    struct gc__page_list *list = s->all ? &s->from_large : &heap->young.large;

    for (uint32_t i = 0; i < (GC_MUTANT(LARGE_TAIL_STAYS_YOUNG) ? 1 : p->run); i++)
        heap->fast.page_class[first + i] = GC_PAGE_LARGE;
    gc__page_list_remove(heap, list, first);
    gc__page_list_add(heap, &heap->old.large, first);
    if (!s->all)
        heap->young.large_bytes -= p->bytes;
    heap->old.large_bytes += p->bytes;
    s->figures->promoted_large += p->bytes;
    if (!GC_MUTANT(LARGE_NOT_SCANNED))
        push_large(s, first);
    if (heap->fast.marking && !GC_MUTANT(PROMOTED_LARGE_NOT_MARKED))
        gc__mark_new(heap, (void *)gc__page_start(heap, first));
}

/* Stress: copies a large cell to new pages, or keeps it if there are none.  Returns its slot. */
static GC_NOINLINE uint32_t copy_large(struct scavenge *s, uint64_t *cell, uint64_t head)
{
    gc_heap *heap = s->heap;
    uint32_t first = gc__page_of(heap, cell);
    size_t bytes = heap->pages[first].bytes;
    uint64_t *copy = gc__large_alloc(heap, bytes, false);

    if (copy == NULL) {
        keep_large(s, first);
        return gc__granule_of(heap, cell) << 2;
    }
    memcpy(copy, cell, bytes);
    uint32_t slot = gc__granule_of(heap, copy) << 2;
    *cell = (head & 0xFFFFFFFF) | GC__HEAD_FORWARDED | (uint64_t)slot << 32;
    push_large(s, gc__page_of(heap, copy));
    return slot;
}

/*
 * Copies a cell whose head is given and that was not copied before; returns the slot of the copy, its
 * low bits clear.
 */
static uint32_t copy_cell(struct scavenge *s, uint64_t *cell, uint64_t head)
{
    gc_heap *heap = s->heap;
    uint32_t granules = (uint32_t)(head >> 16) & 0xFFFF;
    size_t bytes = (size_t)granules * GC_GRANULE;
    bool promote = (head & GC__HEAD_AGED) != 0 || s->promote_all;
    uint64_t *copy = NULL;

    if (GC_UNLIKELY(granules == 0))
        return copy_large(s, cell, head);
    if (s->all && heap->pages[gc__page_of(heap, cell)].space == GC__SPACE_OLD)
        promote = true;
    if (GC_MUTANT(AGE_NEVER))
        promote = s->promote_all;
    if (!promote)
        copy = alloc_survivor(s, bytes);
    if (copy != NULL) {
        copy[0] = head | (GC_MUTANT(AGE_NOT_SET) ? 0 : GC__HEAD_AGED);
    } else {
        copy = alloc_promoted(s, bytes);
        copy[0] = head & ~GC__HEAD_AGED;
        s->figures->promoted += bytes;
        if (promote)
            s->figures->promoted_by_age += bytes;
        else
            s->figures->promoted_by_overflow += bytes;
    }
    for (uint32_t i = 1; i < granules - (GC_MUTANT(COPY_SHORT) && granules > 4); i++)
        copy[i] = cell[i];
    uint32_t slot = gc__granule_of(heap, copy) << 2;
    if (GC_UNLIKELY(heap->fast.marking) && s->page_class[slot >> 17] == GC_PAGE_OLD &&
        !GC_MUTANT(PROMOTED_NOT_MARKED))
        gc__mark_new(heap, copy);
    if (!GC_MUTANT(FORWARD_NOT_LEFT))
        *cell = (head & 0xFFFFFFFF) | GC__HEAD_FORWARDED | (uint64_t)slot << 32;
    return slot;
}

/* The new bits of a slot that holds a reference: of the copy, if its target is being evacuated. */
GC_INLINE uint32_t visit_bits(struct scavenge *s, uint32_t bits)
{
    uint8_t class = s->page_class[bits >> 17];

    if (class < GC_PAGE_EVACUATED) {
        if (GC_UNLIKELY(class == GC_PAGE_YOUNG_LARGE))
            keep_large(s, bits >> 17);
        return bits;
    }
    uint64_t *cell = (uint64_t *)(s->base + ((uintptr_t)(bits & ~3u) << 1));
    uint64_t head = *cell;
    if (head & GC__HEAD_FORWARDED)
        return (uint32_t)(head >> 32) | (GC_MUTANT(NUMBER_TAG_LOST) ? 1 : bits & 3);
    return copy_cell(s, cell, head) | (bits & 3);
}

/* ---- roots ---- */

struct scavenge_visitor {
    struct gc_root_visitor visitor; /* must be first */
    struct scavenge *s;
};

static struct scavenge *scavenge_of(struct gc_root_visitor *visitor)
{
    return ((struct scavenge_visitor *)visitor)->s;
}

static void root_value(struct gc_root_visitor *visitor, gc_value *value)
{
    struct scavenge *s = scavenge_of(visitor);
    gc_heap *heap = s->heap;
    void *cell = gc_to_cell(*value);

    if (cell == NULL)
        return;
    GC_REQUIRE(gc__in_cage(heap, cell)); /* a stale or wild root [roots.valid] */
    uint32_t bits = visit_bits(s, gc_slot_from_cell(heap, cell).bits);
    if (!GC_MUTANT(ROOT_NOT_FORWARDED))
        *value = gc_from_cell(gc_slot_to_cell(heap, (gc_slot){bits}));
}

static void root_slot(struct gc_root_visitor *visitor, gc_slot *slot)
{
    if ((slot->bits & 1) != 0 && !GC_MUTANT(ROOT_SLOT_NOT_FORWARDED))
        slot->bits = visit_bits(scavenge_of(visitor), slot->bits);
}

/* Whether a cell survived, for which *bits is then its slot now. */
static bool settle_bits(struct scavenge *s, uint32_t *bits)
{
    uint8_t class = s->page_class[*bits >> 17];

    if (class == GC_PAGE_YOUNG_LARGE)
        return false;
    if (class < GC_PAGE_EVACUATED)
        return true;
    uint64_t head = *(uint64_t *)(s->base + ((uintptr_t)(*bits & ~3u) << 1));
    if ((head & GC__HEAD_FORWARDED) == 0)
        return false;
    *bits = (uint32_t)(head >> 32) | (*bits & 3);
    return true;
}

static void weak_root_value(struct gc_root_visitor *visitor, gc_value *value)
{
    struct scavenge *s = scavenge_of(visitor);
    gc_heap *heap = s->heap;
    uint32_t bits;

    if (gc_to_cell(*value) == NULL)
        return;
    bits = gc_slot_from_cell(heap, gc_to_cell(*value)).bits;
    if (settle_bits(s, &bits)) {
        *value = gc_from_cell(gc_slot_to_cell(heap, (gc_slot){bits}));
    } else if (!GC_MUTANT(WEAK_ROOT_NOT_CLEARED)) {
        *value = GC_EMPTY;
        heap->cleared_weak = true;
    }
}

static void weak_root_slot(struct gc_root_visitor *visitor, gc_slot *slot)
{
    struct scavenge *s = scavenge_of(visitor);

    if ((slot->bits & 1) == 0 || GC_MUTANT(WEAK_ROOT_SLOT_SKIPPED))
        return;
    if (!settle_bits(s, &slot->bits)) {
        *slot = GC_SLOT_EMPTY;
        s->heap->cleared_weak = true;
    }
}

static void copy_from_roots(struct scavenge *s)
{
    struct scavenge_visitor v = {
        .visitor = {.young_only = !s->all, .value = root_value, .slot = root_slot}, .s = s};

    gc__visit_strong_roots(s->heap, &v.visitor);
}

/* After draining: only now is liveness known [weak.after-drain]. */
static void settle_weak_roots(struct scavenge *s)
{
    struct scavenge_visitor v = {.visitor = {.young_only = !s->all,
                                             .value = weak_root_value,
                                             .weak_slot = weak_root_slot},
                                 .s = s};

    gc__visit_weak_roots(s->heap, &v.visitor);
}

/* ---- scanning cells ---- */

/* Visits slots of a cell in To. */
GC_INLINE void visit_young_slots(struct scavenge *s, gc_slot *slot, gc_slot *end)
{
    for (; slot < end; slot++)
        if ((slot->bits & 1) != 0)
            slot->bits = visit_bits(s, slot->bits);
}

/* Visits slots of an old cell, and records those that refer to young cells. */
GC_INLINE void visit_old_slots(struct scavenge *s, gc_slot *slot, gc_slot *end)
{
    for (; slot < end; slot++) {
        if ((slot->bits & 1) == 0)
            continue;
        slot->bits = visit_bits(s, slot->bits);
        if (s->page_class[slot->bits >> 17] == GC_PAGE_YOUNG && !GC_MUTANT(PROMOTED_NO_RECORD))
            gc__record_slot(s->heap, slot);
    }
}

GC_INLINE size_t scan_cell(struct scavenge *s, void *cell, bool old)
{
    gc_heap *heap = s->heap;
    const struct gc__layout *layout = &heap->layouts[gc_kind_of(cell)];
    size_t bytes = gc__cell_bytes(heap, cell);
    gc_slot *begin = (gc_slot *)((char *)cell + layout->begin);
    gc_slot *end = (gc_slot *)gc__slots_end(heap, layout, cell, bytes);

    gc_assert(layout->flags & GC__LAYOUT_KNOWN);
    if (old)
        visit_old_slots(s, begin, end);
    else
        visit_young_slots(s, begin + (GC_MUTANT(SCAN_SKIPS_FIRST) && begin + 1 < end), end);
    return bytes;
}

/* ---- recorded slots ---- */

/* Visits the recorded slots of one word of a set; returns the bits of those that stay recorded. */
static uint64_t visit_recorded_word(struct scavenge *s, gc_slot *slots, uint64_t bits)
{
    uint64_t keep = 0;

    for (uint64_t rest = bits; rest != 0; rest &= rest - 1) {
        unsigned i = (unsigned)__builtin_ctzll(rest);
        uint32_t new_bits;

        if ((slots[i].bits & 1) == 0)
            continue;
        slots[i].bits = new_bits = visit_bits(s, slots[i].bits);
        if (s->page_class[new_bits >> 17] == GC_PAGE_YOUNG && !GC_MUTANT(RECORDED_NOT_KEPT))
            keep |= UINT64_C(1) << i;
    }
    return keep;
}

static void visit_recorded_slots(struct scavenge *s, uint32_t page)
{
    gc_heap *heap = s->heap;
    struct gc__slot_set *set = heap->pages[page].recorded;
    gc_slot *slots = (gc_slot *)gc__page_start(heap, page);
    uint64_t left = 0;

    for (uint64_t rest = set->summary; rest != 0; rest &= rest - 1) {
        unsigned bucket = (unsigned)__builtin_ctzll(rest);
        uint64_t any = 0;

        for (unsigned word = bucket * 16; word < bucket * 16 + 16; word++)
            if (set->bits[word] != 0)
                any |= set->bits[word] =
                    visit_recorded_word(s, slots + (size_t)word * 64, set->bits[word]);
        if (any != 0)
            left |= UINT64_C(1) << bucket;
    }
    set->summary = left;
    if (left == 0)
        gc__drop_slot_set(heap, page);
}

static void scan_cell_of_page(void *arg, void *cell, size_t bytes)
{
    (void)bytes;
    scan_cell(arg, cell, true);
}

/* A page whose set could not be made: all its slots count as recorded. */
static void scan_whole_page(struct scavenge *s, uint32_t page)
{
    gc_heap *heap = s->heap;
    struct gc__page *p = &heap->pages[page];

    gc__drop_slot_set(heap, page); /* scanning records what stays */
    if (p->space == GC__SPACE_OLD) {
        gc__walk_page(heap, page, scan_cell_of_page, s);
        return;
    }
    uint32_t first = p->space == GC__SPACE_LARGE_TAIL ? page - p->run : page;
    char *cell = (char *)gc__page_start(heap, first), *start = (char *)gc__page_start(heap, page);
    const struct gc__layout *layout = &heap->layouts[gc_kind_of(cell)];
    char *end = gc__slots_end(heap, layout, cell, heap->pages[first].bytes);
    if (start < cell + layout->begin)
        start = cell + layout->begin;
    if (end > (char *)gc__page_start(heap, page + 1))
        end = (char *)gc__page_start(heap, page + 1);
    visit_old_slots(s, (gc_slot *)start, (gc_slot *)end);
}

static void copy_from_recorded_slots(struct scavenge *s)
{
    gc_heap *heap = s->heap;

    for (uint32_t word = 0; word * 64 < heap->page_high; word++)
        for (uint64_t rest = heap->remembered_map[word]; rest != 0; rest &= rest - 1) {
            uint32_t page = word * 64 + (uint32_t)__builtin_ctzll(rest);

            if (heap->pages[page].flags & GC__PAGE_SCAN_ALL)
                scan_whole_page(s, page);
            else
                visit_recorded_slots(s, page);
        }
}

/* ---- draining ---- */

/*
 * Cheney's scan: the slots of all cells of To below the scan pointer are outside the pages being
 * evacuated [scavenge.scan].
 */
static void scan_survivors(struct scavenge *s)
{
    gc_heap *heap = s->heap;

    if (s->scan_page == 0) {
        s->scan_page = heap->young.pages.first;
        if (s->scan_page == 0)
            return;
        s->scan = gc__page_start(heap, s->scan_page);
    }
    for (;;) {
        while (s->scan_page == s->to_page && s->scan < s->to_top)
            s->scan += scan_cell(s, (void *)s->scan, false);
        if (s->scan_page == s->to_page)
            return;
        uintptr_t end = gc__page_start(heap, s->scan_page) + heap->pages[s->scan_page].end;
        while (s->scan < end)
            s->scan += scan_cell(s, (void *)s->scan, false);
        gc_assert(s->scan == end); /* [scavenge.scan] */
        s->scan_page = heap->pages[s->scan_page].next;
        s->scan = gc__page_start(heap, s->scan_page);
    }
}

static void scan_range(struct scavenge *s, uintptr_t cell, uintptr_t end)
{
    while (cell < end)
        cell += scan_cell(s, (void *)cell, true);
    gc_assert(cell == end); /* [scavenge.promoted] */
}

static void scan_promoted(struct scavenge *s)
{
    gc_heap *heap = s->heap;
    uint32_t first, end;

    while (s->old_scan < heap->old.top) {
        void *cell = (void *)s->old_scan;

        s->old_scan += gc__cell_bytes(heap, cell); /* before: scanning may leave the area */
        scan_cell(s, cell, true);
    }
    while (gc__worklist_pop(&s->ranges, &end)) {
        bool both = gc__worklist_pop(&s->ranges, &first);

        GC_REQUIRE(both);
        scan_range(s, (uintptr_t)gc__granule_address(heap, first),
                   (uintptr_t)gc__granule_address(heap, end));
    }
}

static void scan_large(struct scavenge *s)
{
    while (s->large_scan != 0) {
        uint32_t first = s->large_scan;

        s->large_scan = s->heap->pages[first].scan_next;
        scan_cell(s, (void *)gc__page_start(s->heap, first), true);
    }
}

/* Ranges that found no room in the worklist: their pages are scanned whole. */
static void scan_overflowed(struct scavenge *s)
{
    gc_heap *heap = s->heap;

    s->copied_overflow = false;
    for (uint32_t page = heap->old.pages.first; page != 0; page = heap->pages[page].next)
        if (heap->pages[page].flags & GC__PAGE_RESCAN_COPIED) {
            heap->pages[page].flags &= (uint16_t)~GC__PAGE_RESCAN_COPIED;
            gc__walk_page(heap, page, scan_cell_of_page, s);
        }
}

static bool work_left(const struct scavenge *s)
{
    return s->old_scan < s->heap->old.top || s->large_scan != 0 || s->copied_overflow ||
           s->scan_page != s->to_page || (s->to_page != 0 && s->scan < s->to_top) ||
           (s->ranges.top != NULL && s->ranges.top->count != 0);
}

static void drain_copied_cells(struct scavenge *s)
{
    do {
        scan_survivors(s);
        scan_promoted(s);
        scan_large(s);
        if (s->copied_overflow)
            scan_overflowed(s);
    } while (work_left(s));
    gc_assert(!s->copied_overflow && s->large_scan == 0); /* nothing is left [weak.after-drain] */
    gc__worklist_clear(&s->ranges);
}

/* ---- beginning and end ---- */

/* Enough pages for all that may be copied, tails wasted by the largest cells included. */
bool gc__evacuation_has_room(const gc_heap *heap, enum gc__evacuation what)
{
    size_t from = heap->young.pages.count;

    if (what == GC__EVACUATE_ALL)
        from += heap->old.pages.count + heap->old.unswept.count;
    return (size_t)heap->free_pages + heap->quarantine.count >= 2 * from + 4;
}

static void take_from(struct scavenge *s, struct gc__page_list *list, bool large)
{
    gc_heap *heap = s->heap;

    while (list->first != 0) {
        uint32_t page = list->first;
        struct gc__page *p = &heap->pages[page];

        gc__page_list_remove(heap, list, page);
        gc__page_list_add(heap, large ? &s->from_large : &s->from, page);
        if (p->flags & GC__PAGE_UNSWEPT)
            memset(gc__page_marks(heap, page), 0, GC__PAGE_GRANULES / 8);
        if (!large) {
            heap->fast.page_class[page] = GC_PAGE_EVACUATED;
            continue;
        }
        for (uint32_t i = 0; i < p->run; i++)
            heap->fast.page_class[page + i] = GC_PAGE_EVACUATED_LARGE;
    }
}

static void begin(struct scavenge *s, gc_heap *heap, enum gc__evacuation what)
{
    *s = (struct scavenge){
        .heap = heap,
        .base = heap->fast.cage_base,
        .page_class = heap->fast.page_class,
        .ranges = {.pool = &heap->segments},
        .promote_all = what == GC__EVACUATE_PROMOTE,
        .all = what == GC__EVACUATE_ALL,
        .quota = heap->young.capacity * GC__PAGE_BYTES / 4,
        .figures = &heap->figures,
    };
    gc__young_close_area(heap);
    gc__old_close_area(heap);
    take_from(s, &heap->young.pages, false);
    heap->young.closed_bytes = 0;
    if (!s->all)
        return;
    take_from(s, &heap->old.pages, false);
    take_from(s, &heap->old.unswept, false);
    take_from(s, &heap->young.large, true);
    take_from(s, &heap->old.large, true);
    gc__free_list_reset(&heap->old.free);
    heap->old.used_bytes = heap->old.large_bytes = heap->young.large_bytes = 0;
}

static void release_from(struct scavenge *s)
{
    gc_heap *heap = s->heap;
    struct gc__page_list *large = s->all ? &s->from_large : &heap->young.large;

    while (s->from.first != 0) {
        uint32_t page = s->from.first;

        gc__page_list_remove(heap, &s->from, page);
        gc__page_give(heap, page, GC__POISON_FREED_YOUNG);
    }
    while (large->first != 0) {
        uint32_t first = large->first;

        gc__page_list_remove(heap, large, first);
        gc__page_give_run(heap, first, GC__POISON_FREED_YOUNG);
    }
    heap->young.large_bytes = 0;
}

/* To becomes the space that the mutator allocates in. */
static void finish(struct scavenge *s)
{
    gc_heap *heap = s->heap;

    if (s->to_page != 0) {
        heap->pages[s->to_page].end = (uint32_t)(s->to_top - gc__page_start(heap, s->to_page));
        heap->young.closed_bytes = 0;
        for (uint32_t page = heap->young.pages.first; page != 0; page = heap->pages[page].next)
            heap->young.closed_bytes += heap->pages[page].end;
    }
    heap->young.age_page = s->to_page;
    heap->young.age_end = s->to_top;
    release_from(s);
    gc__young_open_area(heap);
    if (!heap->fast.marking) /* then it holds worklists */
        gc__segment_pool_trim(&heap->segments);
}

void gc__evacuate(gc_heap *heap, enum gc__evacuation what)
{
    struct scavenge s;
    struct gc_collection_figures *figures = &heap->figures;
    uint64_t t0 = gc__os_now_ns(), t1;

    gc_assert(gc__evacuation_has_room(heap, what));
    begin(&s, heap, what);
    copy_from_roots(&s);
    figures->roots_ns += (t1 = gc__os_now_ns()) - t0;
    if (!s.all)
        copy_from_recorded_slots(&s);
    figures->remembered_ns += (t0 = gc__os_now_ns()) - t1;
    s.may_sweep = !s.all;
    drain_copied_cells(&s);
    figures->drain_ns += (t1 = gc__os_now_ns()) - t0;
    settle_weak_roots(&s);
    figures->weak_ns += (t0 = gc__os_now_ns()) - t1;
    gc__offheap_after_evacuation(heap, s.all);
    figures->finalize_ns += gc__os_now_ns() - t0;
    finish(&s);
}
