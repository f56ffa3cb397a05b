/*
 * scavenge_copy.c: copying cells, and scanning the copies.
 *
 * A cell that is not forwarded is copied to To, or to the old space if it is aged or To holds its quarter
 * [scavenge.quarter]; then one store, of header and word 1 together, leaves the forwarding word.  Where
 * others copy too it is a compare-and-swap that only the first one wins; who loses takes the copy back by
 * moving the area's top down again, and uses the winner's [scavenge.once].  All words but the first are
 * copied before, and never change in the pages being emptied, so the losers' reading is no race.
 *
 * Copies wait to be scanned between scan and top of their area; a range that an area leaves behind, and
 * where helpers run every 4 KiB, goes to the deque or, if that is full, to a worklist, and failing that the
 * page is flagged and scanned whole [scavenge.scan] [worklist.overflow].
 */
#include "scavenge.h"
#include <string.h>

/* ---- ranges ---- */

static void flag_page(struct gc__scavenger *w, uintptr_t address)
{
    uint16_t *flags = &w->heap->pages[gc__page_of(w->heap, (void *)address)].flags;

    if (!GC_MUTANT(RANGE_OVERFLOW_LOST))
        __atomic_fetch_or(flags, GC__PAGE_RESCAN_COPIED, __ATOMIC_RELAXED);
    __atomic_store_n(&w->s->overflowed, true, __ATOMIC_RELAXED);
    __atomic_store_n(&w->s->rescanned, true, __ATOMIC_RELAXED);
}

/* Hands a range out; must: even if the deque is full.  false: it was not. */
static bool push_range(struct gc__scavenger *w, uintptr_t start, uintptr_t end, bool must)
{
    struct gc__scavenge *s = w->s;
    uint32_t first = gc__granule_of(w->heap, (void *)start);
    uint32_t last = gc__granule_of(w->heap, (void *)end);
    bool listed;

    if (s->wanted > 1 && gc__deque_push(&w->deque, first | (uint64_t)last << 32))
        return true;
    if (!must)
        return false;
    gc__scavenge_lock(s); /* the reserve of segments is the heap's */
    listed = gc__worklist_push_pair(&w->ranges, first, last);
    gc__scavenge_unlock(s);
    if (!listed)
        flag_page(w, start);
    return true;
}

/* The end of the cell at or behind the middle of a range of copied cells, or 4 KiB into it. */
static uintptr_t middle_of(uintptr_t start, uintptr_t end)
{
    size_t half = (end - start) / 2;
    uintptr_t cell = start, middle = start + (half < GC__CHUNK_BYTES ? half : GC__CHUNK_BYTES);

    while (cell < middle)
        cell += ((struct gc_header *)cell)->granules * (size_t)GC_GRANULE;
    return cell;
}

static bool others_idle(const struct gc__scavenge *s)
{
    return s->wanted > 1 && __atomic_load_n(&s->idle, __ATOMIC_RELAXED) != 0;
}

/*
 * Hands out what waits in an area that is being left.  Else only where others have nothing to do, because
 * copies just made are in this processor's cache: half of what waits, or, if it is much, all, of which
 * this scavenger takes a part again.
 */
static void hand_out(struct gc__scavenger *w, struct gc__copy_area *area, bool leaving)
{
    size_t waiting = area->top - area->scan;
    uintptr_t end = area->top;

    if (leaving ? waiting == 0
                : waiting < GC__SPLIT_BYTES || !others_idle(w->s) || gc__deque_is_full(&w->deque))
        return;
    if (!leaving && waiting <= 2 * GC__CHUNK_BYTES)
        end = middle_of(area->scan, end);
    if (leaving && GC_MUTANT(RANGE_NOT_PUBLISHED) && w->s->wanted > 1)
        area->scan = end;
    else if (push_range(w, area->scan, end, leaving))
        area->scan = end;
}

/* Gives what is more than a part of a range back to the deque if others have nothing to do. */
static uint64_t split_range(struct gc__scavenger *w, uint64_t range)
{
    uint32_t first = (uint32_t)range, last = (uint32_t)(range >> 32), middle;

    if ((last - first) * GC_GRANULE < GC__SPLIT_BYTES || !others_idle(w->s) ||
        gc__deque_is_full(&w->deque) ||
        __atomic_load_n(&w->page_class[first / GC__PAGE_GRANULES], __ATOMIC_RELAXED) == GC_PAGE_LARGE)
        return range;
    middle = gc__granule_of(w->heap, (void *)middle_of((uintptr_t)gc__granule_address(w->heap, first),
                                                       (uintptr_t)gc__granule_address(w->heap, last)));
    if (middle == last || !gc__deque_push(&w->deque, middle | (uint64_t)last << 32))
        return range;
    return first | (uint64_t)middle << 32;
}

static bool take_range(struct gc__scavenger *w, uint64_t *range)
{
    uint32_t first, last;
    bool any;

    if (w->s->wanted > 1 && gc__deque_pop(&w->deque, range))
        return true;
    if (w->ranges.top == NULL)
        return false;
    gc__scavenge_lock(w->s);
    any = gc__worklist_pop(&w->ranges, &last);
    if (any) {
        bool both = gc__worklist_pop(&w->ranges, &first);
        GC_REQUIRE(both);
        *range = first | (uint64_t)last << 32;
    }
    gc__scavenge_unlock(w->s);
    return any;
}

/* ---- areas ---- */

static void begin_area(struct gc__copy_area *area, uintptr_t begin, uintptr_t end)
{
    area->top = area->limit = area->scan = area->begin = begin;
    area->end = end;
}

static void close_to_page(struct gc__scavenger *w)
{
    struct gc__copy_area *to = &w->areas[GC__TO];
    struct gc__page *p = &w->heap->pages[w->to_page];

    if (w->to_page == 0)
        return;
    __atomic_fetch_sub(&w->s->reserved, to->limit - to->top, __ATOMIC_RELAXED);
    hand_out(w, to, true);
    w->copied += to->top - to->begin;
    p->end = p->aged_end = (uint32_t)(to->top - to->begin);
    w->to_page = 0;
    begin_area(to, 0, 0);
}

static bool open_to_page(struct gc__scavenger *w)
{
    gc_heap *heap = w->heap;
    uint32_t page;

    close_to_page(w);
    gc__scavenge_lock(w->s);
    page = gc__page_take(heap, GC__SPACE_YOUNG, GC_PAGE_YOUNG);
    if (page != 0)
        gc__page_list_add(heap, &heap->young.pages, page);
    gc__scavenge_unlock(w->s);
    if (page == 0)
        return false;
    w->to_page = page;
    begin_area(&w->areas[GC__TO], gc__page_start(heap, page), gc__page_start(heap, page + 1));
    return true;
}

/* Moves the limit of an area on by a chunk in which bytes fit, and not much past `most`. */
static size_t move_limit(struct gc__scavenger *w, struct gc__copy_area *area, size_t bytes, size_t most)
{
    size_t chunk = others_idle(w->s) ? GC__SPLIT_BYTES : w->s->chunk;
    size_t step = chunk < most ? chunk : gc_round_up(most);
    size_t before = area->limit - area->top;

    if (step < bytes)
        step = bytes;
    if (step > area->end - area->top)
        step = area->end - area->top;
    area->limit = area->top + step;
    return step - before;
}

/* Makes room in To; false: it has its quarter, or there is no page. */
static bool extend_to(struct gc__scavenger *w, size_t bytes)
{
    struct gc__scavenge *s = w->s;
    struct gc__copy_area *to = &w->areas[GC__TO];
    size_t used = __atomic_load_n(&s->reserved, __ATOMIC_RELAXED) - (to->limit - to->top);

    if (used >= s->quota)
        return false;
    hand_out(w, to, false);
    if (bytes > to->end - to->top && !open_to_page(w))
        return false;
    __atomic_fetch_add(&s->reserved, move_limit(w, to, bytes, s->quota - used), __ATOMIC_RELAXED);
    return true;
}

/* The sweep may run on demand once no set of recorded slots is gone through any more. */
static enum gc__area_from area_from(struct gc__scavenge *s)
{
    if (s->fresh_only)
        return GC__AREA_FRESH;
    if (s->all || __atomic_load_n(&s->units_left, __ATOMIC_ACQUIRE) != 0)
        return GC__AREA_LISTED;
    return GC__AREA_SWEEP;
}

/* While the program is being marked, what is promoted is marked, and scanned by the marker later [mark.old-only]. */
static GC_NOINLINE void mark_promoted(gc_heap *heap, const struct gc__copy_area *area)
{
    uintptr_t cell = area->begin;

    while (cell < area->top && !GC_MUTANT(PROMOTED_NOT_MARKED)) {
        gc__mark_new(heap, (void *)cell);
        cell += gc__cell_bytes(heap, (void *)cell);
    }
}

static void close_old_area(struct gc__scavenger *w, struct gc__copy_area *area)
{
    hand_out(w, area, true);
    w->promoted += area->top - area->begin;
    if (area == &w->areas[GC__TO])
        w->overflowed += area->top - area->begin;
    gc__scavenge_lock(w->s);
    if (GC_UNLIKELY(w->heap->fast.marking))
        mark_promoted(w->heap, area);
    gc__old_return_area(w->heap, area->top, area->end);
    gc__scavenge_unlock(w->s);
    begin_area(area, 0, 0);
}

static void extend_old(struct gc__scavenger *w, struct gc__copy_area *area, size_t bytes)
{
    hand_out(w, area, false);
    if (bytes > area->end - area->top) {
        uintptr_t begin, end;
        bool taken;

        close_old_area(w, area);
        gc__scavenge_lock(w->s);
        taken = gc__old_take_area(w->heap, bytes, area_from(w->s), &begin, &end);
        gc__scavenge_unlock(w->s);
        GC_REQUIRE(taken); /* room was assured [collect.cannot-fail] */
        begin_area(area, begin, end);
    }
    move_limit(w, area, bytes, SIZE_MAX / 2);
}

/* Once To is full, what would go there goes to the old space, to an area of its own that counts it. */
static void extend_area(struct gc__scavenger *w, struct gc__copy_area *area, size_t bytes)
{
    if (area == &w->areas[GC__TO] && !w->to_is_full) {
        if (extend_to(w, bytes))
            return;
        close_to_page(w);
        w->to_is_full = true;
        area->age = 0;
    }
    extend_old(w, area, bytes);
}

void gc__close_areas(struct gc__scavenger *w)
{
    gc_assert(!w->s->shared);
    close_to_page(w);
    close_old_area(w, &w->areas[GC__TO]);
    close_old_area(w, &w->areas[GC__AGED_TO]);
}

/* ---- copying one cell ---- */

/* Large cells that became old are scanned page by page, so that others can help. */
static void push_large(struct gc__scavenger *w, uint32_t first)
{
    gc_heap *heap = w->heap;
    const struct gc__layout *layout = &heap->layouts[gc_kind_of((void *)gc__page_start(heap, first))];
    uint32_t pages = layout->flags & GC__LAYOUT_WEAK_YOUNG ? 1 : heap->pages[first].run;

    for (uint32_t i = 0; i < pages; i++)
        push_range(w, gc__page_start(heap, first + i), gc__page_start(heap, first + i + 1), true);
}

static void set_class(gc_heap *heap, uint32_t page, enum gc_page_class class)
{
    __atomic_store_n(&heap->fast.page_class[page], class, __ATOMIC_RELAXED);
}

void gc__keep_large(struct gc__scavenger *w, uint32_t first)
{
    struct gc__scavenge *s = w->s;
    gc_heap *heap = w->heap;
    struct gc__page *p = &heap->pages[first];
    struct gc__page_list *list = s->all ? &s->from_large : &heap->young.large;
    bool was_young;

    gc__scavenge_lock(s);
    was_young = heap->fast.page_class[first] != GC_PAGE_LARGE; /* another may have been here */
    if (was_young) {
        for (uint32_t i = 0; i < (GC_MUTANT(LARGE_TAIL_STAYS_YOUNG) ? 1 : p->run); i++)
            set_class(heap, first + i, GC_PAGE_LARGE);
        gc__page_list_remove(heap, list, first);
        gc__page_list_add(heap, &heap->old.large, first);
        if (!s->all)
            heap->young.large_bytes -= p->bytes;
        heap->old.large_bytes += p->bytes;
        s->promoted_large += p->bytes;
        if (heap->fast.marking && !GC_MUTANT(PROMOTED_LARGE_NOT_MARKED))
            gc__mark_new(heap, (void *)gc__page_start(heap, first));
    }
    gc__scavenge_unlock(s);
    if (was_young && !GC_MUTANT(LARGE_NOT_SCANNED))
        push_large(w, first);
}

/* Stress: copies a large cell to new pages, or keeps it if there are none.  Returns its slot. */
static GC_NOINLINE uint32_t copy_large(struct gc__scavenger *w, uint64_t *cell, uint64_t head)
{
    gc_heap *heap = w->heap;
    uint32_t first = gc__page_of(heap, cell);
    size_t bytes = heap->pages[first].bytes;
    uint64_t *copy = gc__large_alloc(heap, bytes, false);

    gc_assert(!w->s->shared);
    if (copy == NULL) {
        gc__keep_large(w, first);
        return gc__granule_of(heap, cell) << 2;
    }
    memcpy(copy, cell, bytes);
    uint32_t slot = gc__granule_of(heap, copy) << 2;
    *cell = (head & 0xFFFFFFFF) | GC__HEAD_FORWARDED | (uint64_t)slot << 32;
    push_large(w, gc__page_of(heap, copy));
    return slot;
}

/* Leaves the forwarding word; false: another was faster, and *head is what it left. */
GC_INLINE bool forward(uint64_t *cell, uint64_t *head, uint64_t forwarded, bool shared)
{
    if (shared && GC_MUTANT(FORWARD_NOT_SWAPPED))
        sched_yield(); /* another gets ahead each time, else it takes luck to see it */
    else if (shared)
        return __atomic_compare_exchange_n(cell, head, forwarded, false, __ATOMIC_RELEASE,
                                           __ATOMIC_ACQUIRE);
    if (!GC_MUTANT(FORWARD_NOT_LEFT))
        *cell = forwarded;
    return true;
}

GC_INLINE void copy_words(uint64_t *copy, const uint64_t *cell, uint32_t granules)
{
    size_t last = (size_t)granules - 2 - (GC_MUTANT(COPY_SHORT) && granules > 4 ? 2 : 0);

    if (GC_UNLIKELY(granules <= 2)) {
        copy[granules - 1] = cell[granules - 1];
        return;
    }
    for (size_t i = 1; i < last; i += 2)
        memcpy(copy + i, cell + i, 16); /* becomes one load and one store */
    memcpy(copy + last, cell + last, 16); /* a word of it may be copied twice */
}

/* Copies to an area that has room. */
GC_INLINE uint32_t copy_to(struct gc__scavenger *w, struct gc__copy_area *area, uint64_t *cell,
                           uint64_t head, uint32_t granules, bool shared)
{
    size_t bytes = (size_t)granules * GC_GRANULE;
    uint64_t *copy = (uint64_t *)area->top;
    uint64_t slot = ((uintptr_t)copy - w->base) >> 1; /* granule << 2 */

    area->top += bytes;
    copy_words(copy, cell, granules);
    copy[0] = (head & ~GC__HEAD_AGED) | (GC_MUTANT(AGE_NOT_SET) ? 0 : area->age);
    if (shared)
        gc__give_way(w);
    if (!forward(cell, &head, (head & 0xFFFFFFFF) | GC__HEAD_FORWARDED | slot << 32, shared)) {
        if (!GC_MUTANT(LOSER_KEEPS_COPY))
            area->top -= bytes; /* the copy is the area's last: nothing was made since */
        return (uint32_t)(head >> 32);
    }
#if TENURE_CHECKED
    w->won += bytes;
#endif
    return (uint32_t)slot;
}

/* Large cells, cells of any generation, and areas without room. */
GC_INLINE uint32_t copy_slow(struct gc__scavenger *w, uint64_t *cell, uint64_t head, bool shared)
{
    uint32_t granules = (uint32_t)(head >> 16) & 0xFFFF;
    uint32_t number = ((uint32_t)head & GC__HEAD_AGED) != 0 ? GC__AGED_TO : GC__TO;
    struct gc__copy_area *area;

    if (!shared && granules == 0)
        return copy_large(w, cell, head);
    if (w->area_bits == GC__AGED_TO ||
        (w->all && w->heap->pages[gc__page_of(w->heap, cell)].space == GC__SPACE_OLD))
        number = GC__AGED_TO;
    if (GC_MUTANT(AGE_NEVER) && w->area_bits != GC__AGED_TO)
        number = GC__TO;
    area = &w->areas[number];
    if ((size_t)granules * GC_GRANULE > area->limit - area->top)
        extend_area(w, area, (size_t)granules * GC_GRANULE);
    return copy_to(w, area, cell, head, granules, shared);
}

static GC_NOINLINE uint32_t copy_slow_alone(struct gc__scavenger *w, uint64_t *cell, uint64_t head)
{
    return copy_slow(w, cell, head, false);
}

static GC_NOINLINE uint32_t copy_slow_shared(struct gc__scavenger *w, uint64_t *cell, uint64_t head)
{
    return copy_slow(w, cell, head, true);
}

_Static_assert(GC__HEAD_AGED == 1 << 9, "a bit of the area's number");

GC_INLINE uint32_t copy_cell(struct gc__scavenger *w, uint64_t *cell, uint64_t head, bool shared)
{
    uint32_t granules = (uint32_t)(head >> 16) & 0xFFFF;
    struct gc__copy_area *area = &w->areas[(head >> 9 & 1) | w->area_bits];

    /* A large cell says 0, which is too much here. */
    if (GC_UNLIKELY((size_t)granules * GC_GRANULE - 1 >= area->limit - area->top) || GC_MUTANT(AGE_NEVER))
        return shared ? copy_slow_shared(w, cell, head) : copy_slow_alone(w, cell, head);
    return copy_to(w, area, cell, head, granules, shared);
}

uint32_t gc__copy_alone(struct gc__scavenger *w, uint64_t *cell, uint64_t head)
{
    return copy_cell(w, cell, head, false);
}

uint32_t gc__copy_shared(struct gc__scavenger *w, uint64_t *cell, uint64_t head)
{
    return copy_cell(w, cell, head, true);
}

/* ---- scanning cells ---- */

void gc__record_visited(struct gc__scavenger *w, const void *cell, const void *field)
{
    if (w->s->shared)
        gc__record_shared(w->heap, &w->s->lock, gc__recorded_in(w->heap, cell, field), field);
    else
        gc__record_field(w->heap, cell, field);
}

/*
 * Slots that were seen and wait to be visited, oldest at `next`: meanwhile the heads of what they refer to
 * come into the cache [scavenge.ahead].  NULL: none.
 */
enum { AHEAD = 8 };

struct ahead {
    gc_slot *slots[AHEAD];
    unsigned next;
};

/* Records a strong slot of an old cell that refers to a young one. */
GC_INLINE void record_slot(struct gc__scavenger *w, gc_slot *slot, bool shared)
{
    if (GC_MUTANT(PROMOTED_NO_RECORD))
        return;
    if (shared)
        gc__record_shared(w->heap, &w->s->lock, GC__STRONG, slot);
    else
        gc__record_slot(w->heap, slot);
}

/* Visits a strong slot that refers to a page being evacuated. */
GC_INLINE void visit_evacuated(struct gc__scavenger *w, gc_slot *slot, bool old, bool shared)
{
    uint32_t bits = gc__visit_evacuated(w, slot->bits, shared);

    slot->bits = bits & (!old && GC_MUTANT(NUMBER_TAG_LOST) ? ~2u : ~0u);
    if (old && gc__refers_to_young(w, bits))
        record_slot(w, slot, shared);
}

/* Visits a strong slot that refers to any other page, or to a large cell. */
GC_INLINE void visit_other(struct gc__scavenger *w, gc_slot *slot, uint8_t class, bool old, bool shared)
{
    if (class > GC_PAGE_EVACUATED)
        visit_evacuated(w, slot, old, shared);
    else if (class == GC_PAGE_YOUNG_LARGE)
        gc__keep_large(w, slot->bits >> 17);
    else if (class == GC_PAGE_YOUNG && old)
        record_slot(w, slot, shared);
}

/*
 * Visits strong slots of a cell: at once, except those that lead to a page being evacuated, which wait.  Such a page stays
 * one until the scavenge is over, so they need not ask again.
 */
GC_INLINE void visit_slots(struct gc__scavenger *w, struct ahead *ahead, gc_slot *slot, gc_slot *end,
                           bool old, bool shared)
{
    for (; slot < end; slot++) {
        uint32_t bits = slot->bits;
        gc_slot *before;
        uint8_t class;

        if ((bits & 1) == 0)
            continue;
        class = gc__class_of_bits(w, bits);
        if (class != GC_PAGE_EVACUATED) {
            visit_other(w, slot, class, old, shared);
            continue;
        }
        __builtin_prefetch((void *)(w->base + ((uintptr_t)(bits & ~3u) << 1)), 1);
        before = ahead->slots[ahead->next % AHEAD];
        ahead->slots[ahead->next++ % AHEAD] = slot;
        if (before != NULL)
            visit_evacuated(w, before, old, shared);
    }
}

GC_INLINE bool nothing_waits(const struct ahead *ahead)
{
    for (unsigned i = 0; i < AHEAD; i++)
        if (ahead->slots[i] != NULL)
            return false;
    return true;
}

/* Visits the oldest slot that waits; false: none does. */
GC_INLINE bool visit_waiting(struct gc__scavenger *w, struct ahead *ahead, bool old, bool shared)
{
    if (GC_MUTANT(WAITING_DROPPED))
        *ahead = (struct ahead){0};
    for (unsigned i = 0; i < AHEAD; i++) {
        gc_slot *slot = ahead->slots[ahead->next % AHEAD];

        ahead->slots[ahead->next++ % AHEAD] = NULL;
        if (slot == NULL)
            continue;
        visit_evacuated(w, slot, old, shared);
        return true;
    }
    gc_assert(nothing_waits(ahead)); /* [scavenge.ahead] */
    return false;
}

GC_INLINE void visit_all_waiting(struct gc__scavenger *w, struct ahead *ahead, bool old, bool shared)
{
    while (visit_waiting(w, ahead, old, shared))
        continue;
}

/* Visits one slot of a cell with weak ones, where it keeps its target alive. */
static void visit_one(struct gc__scavenger *w, void *cell, gc_slot *slot, bool old, bool shared)
{
    if ((slot->bits & 1) == 0)
        return;
    slot->bits = gc__visit_bits(w, slot->bits, shared);
    if (old && gc__refers_to_young(w, slot->bits))
        gc__record_visited(w, cell, slot);
}

/*
 * A cell with weak slots or pairs: those are left to scavenge_weak.c, which finds the cell in a list; if
 * there is no room in it, they are strong.  Boxed numbers are no cells: they stay.
 */
static GC_NOINLINE void scan_weak_cell(struct gc__scavenger *w, void *cell, gc_slot *slot,
                                       gc_slot *end, bool old, bool shared)
{
    gc_slot *weak, *weak_end;

    if (w->heap->layouts[gc_kind_of(cell)].flags & GC_KIND_EPHEMERONS)
        gc__ephemeron_range(w->heap, cell, &weak, &weak_end);
    else
        gc__weak_range(w->heap, cell, &weak, &weak_end);
    if (!gc__list_weak(w, cell))
        weak = weak_end = end;
    for (; slot < end; slot++)
        if (slot < weak || slot >= weak_end || gc_slot_is_number_cell(*slot))
            visit_one(w, cell, slot, old, shared);
}

GC_INLINE void scan_cell(struct gc__scavenger *w, struct ahead *ahead, void *cell, size_t bytes, bool old,
                         bool shared)
{
    gc_heap *heap = w->heap;
    const struct gc__layout *layout = &heap->layouts[gc_kind_of(cell)];
    gc_slot *begin = (gc_slot *)((char *)cell + layout->begin);
    gc_slot *end = (gc_slot *)gc__slots_end(heap, layout, cell, bytes);

    gc_assert(layout->flags & GC__LAYOUT_KNOWN);
    if (GC_UNLIKELY(layout->flags & GC__LAYOUT_WEAK_YOUNG))
        scan_weak_cell(w, cell, begin, end, old, shared);
    else
        visit_slots(w, ahead, begin + (!old && GC_MUTANT(SCAN_SKIPS_FIRST) && begin + 1 < end), end, old, shared);
}

void gc__scan_old_cell(struct gc__scavenger *w, void *cell)
{
    size_t bytes = gc__cell_bytes(w->heap, cell);
    struct ahead ahead = {0};

    gc_assert(!w->s->shared);
    scan_cell(w, &ahead, cell, bytes, true, false);
    visit_all_waiting(w, &ahead, true, false);
}

void gc__scan_large_page(struct gc__scavenger *w, uint32_t page)
{
    gc_heap *heap = w->heap;
    const struct gc__page *p = &heap->pages[page];
    uint32_t first = p->space == GC__SPACE_LARGE_TAIL ? page - p->run : page;
    char *cell = (char *)gc__page_start(heap, first), *start = (char *)gc__page_start(heap, page);
    const struct gc__layout *layout = &heap->layouts[gc_kind_of(cell)];
    char *end = gc__slots_end(heap, layout, cell, heap->pages[first].bytes);
    struct ahead ahead = {0};

    if (layout->flags & GC__LAYOUT_WEAK_YOUNG) {
        scan_weak_cell(w, cell, (gc_slot *)(cell + layout->begin), (gc_slot *)end, true, w->s->shared);
        return;
    }
    if (start < cell + layout->begin)
        start = cell + layout->begin;
    if (end > (char *)gc__page_start(heap, page + 1))
        end = (char *)gc__page_start(heap, page + 1);
    if (w->s->shared) {
        visit_slots(w, &ahead, (gc_slot *)start, (gc_slot *)end, true, true);
        visit_all_waiting(w, &ahead, true, true);
    } else {
        visit_slots(w, &ahead, (gc_slot *)start, (gc_slot *)end, true, false);
        visit_all_waiting(w, &ahead, true, false);
    }
}

/* ---- draining ---- */

GC_INLINE void count_scanned(struct gc__scavenger *w, size_t bytes)
{
#if TENURE_CHECKED
    w->scanned += bytes;
#else
    (void)w;
    (void)bytes;
#endif
}

GC_INLINE void scan_cells(struct gc__scavenger *w, uintptr_t cell, uintptr_t end, bool old, bool shared)
{
    struct ahead ahead = {0};

    while (cell < end) {
        size_t bytes = ((struct gc_header *)cell)->granules * (size_t)GC_GRANULE;

        count_scanned(w, bytes);
        scan_cell(w, &ahead, (void *)cell, bytes, old, shared);
        cell += bytes;
    }
    gc_assert(cell == end); /* [scavenge.scan] */
    visit_all_waiting(w, &ahead, old, shared);
}

GC_INLINE void scan_range(struct gc__scavenger *w, uint64_t range, bool shared)
{
    uint32_t page = (uint32_t)range / GC__PAGE_GRANULES;
    uintptr_t start = (uintptr_t)gc__granule_address(w->heap, (uint32_t)range);
    uintptr_t end = (uintptr_t)gc__granule_address(w->heap, (uint32_t)(range >> 32));
    uint8_t class = __atomic_load_n(&w->page_class[page], __ATOMIC_RELAXED);

    if (class == GC_PAGE_YOUNG)
        scan_cells(w, start, end, false, shared);
    else if (class == GC_PAGE_OLD)
        scan_cells(w, start, end, true, shared);
    else
        gc__scan_large_page(w, page);
}

/* Scans the cells that wait in an area, those made meanwhile too; not where To became full meanwhile. */
GC_INLINE void scan_area(struct gc__scavenger *w, unsigned number, bool old, bool shared)
{
    struct gc__copy_area *area = &w->areas[number];
    struct ahead ahead = {0};

    do {
        while (area->scan < area->top && (number != GC__TO || w->to_is_full == old)) {
            void *cell = (void *)area->scan;
            size_t bytes = ((struct gc_header *)cell)->granules * (size_t)GC_GRANULE;

            count_scanned(w, bytes);
            area->scan += bytes; /* before: scanning may hand out the rest, or leave the area */
            scan_cell(w, &ahead, cell, bytes, old, shared);
        }
    } while (visit_waiting(w, &ahead, old, shared));
}

GC_INLINE void drain(struct gc__scavenger *w, bool shared)
{
    uint64_t range;

    for (;;) {
        scan_area(w, GC__AGED_TO, true, shared);
        scan_area(w, GC__TO, false, shared);
        scan_area(w, GC__TO, true, shared);
        if (w->areas[GC__AGED_TO].scan < w->areas[GC__AGED_TO].top)
            continue;
        if (take_range(w, &range) || (shared && gc__steal_range(w, &range)))
            scan_range(w, shared ? split_range(w, range) : range, shared);
        else
            return;
    }
}

void gc__drain(struct gc__scavenger *w)
{
    if (w->s->shared)
        drain(w, true);
    else
        drain(w, false);
}

/* ---- pages flagged for want of room in lists ---- */

static void scan_walked(void *arg, void *cell, size_t bytes)
{
    struct gc__scavenger *w = arg;
    struct ahead ahead = {0};

    if (gc__class_of(w->heap, cell) == GC_PAGE_YOUNG) {
        scan_cell(w, &ahead, cell, bytes, false, false);
        visit_all_waiting(w, &ahead, false, false);
    } else {
        scan_cell(w, &ahead, cell, bytes, true, false);
        visit_all_waiting(w, &ahead, true, false);
    }
}

static void scan_flagged_page(struct gc__scavenger *w, uint32_t page)
{
    struct gc__page *p = &w->heap->pages[page];

    if ((p->flags & GC__PAGE_RESCAN_COPIED) == 0)
        return;
    p->flags &= (uint16_t)~GC__PAGE_RESCAN_COPIED;
    if (p->space == GC__SPACE_LARGE || p->space == GC__SPACE_LARGE_TAIL)
        gc__scan_large_page(w, page);
    else
        gc__walk_page(w->heap, page, scan_walked, w);
}

/* Areas are closed, so that pages can be walked, and walked pages get no new cells. */
static void scan_overflowed(struct gc__scavenge *s)
{
    gc_heap *heap = s->heap;
    uint32_t page;

    s->overflowed = false;
    for (unsigned i = 0; i < s->wanted; i++)
        gc__close_areas(&s->scavengers[i]);
    s->fresh_only = true;
    for (page = 1; page < heap->page_high; page++)
        scan_flagged_page(&s->scavengers[0], page);
    gc__close_areas(&s->scavengers[0]);
    s->fresh_only = false;
}

void gc__drain_all(struct gc__scavenge *s)
{
    gc_assert(!s->shared);
    for (;;) {
        for (unsigned i = 0; i < s->wanted; i++)
            gc__drain(&s->scavengers[i]);
        if (!s->overflowed)
            break;
        scan_overflowed(s);
    }
    for (unsigned i = 0; i < s->wanted; i++) {
        struct gc__scavenger *w = &s->scavengers[i];

        gc_assert(w->areas[GC__TO].scan == w->areas[GC__TO].top); /* nothing is left [weak.after-drain] */
        gc_assert(w->areas[GC__AGED_TO].scan == w->areas[GC__AGED_TO].top);
        gc_assert(w->deque.top == w->deque.bottom);
        gc__worklist_clear(&w->ranges);
    }
}
