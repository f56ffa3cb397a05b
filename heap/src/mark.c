/*
 * mark.c: tracing from the roots with an explicit stack and a bitmap beside the heap.
 *
 * A cell is marked when it is discovered and pushed once [mark.once]; the stack holds marked cells whose
 * slots have not been looked at.  Popped cells wait in a short ring until their header, prefetched, has
 * arrived.  Constants and the cells of images have their mark bits set from the start, and boxed numbers
 * are recognised by their slot's low bits, marked, and never loaded.
 *
 * Cells of over 16 KiB are scanned in segments: an entry pair (cell, offset) under the children of the
 * segment before it, so the stack stays short.  When the stack can take no more, the cell's page is
 * flagged, and marked cells of flagged pages are scanned again until no flag is left
 * [worklist.overflow]: marking cannot fail.
 *
 * Only old cells are marked and listed here [mark.old-only]: marking beside the program
 * (incremental.c) sets the bits of all young pages, so that young cells are passed over, and ends in a
 * pause that begins with the young generation emptied, as a full collection in one pause does.
 * Design: docs/design/mark-sweep.md.
 */
#include "internal.h"
#include <string.h>

enum {
    PREFETCH_DISTANCE = 8, /* measured: 4 to 16 alike on the development machines, 1 half as fast */
    SEGMENT_BYTES = 16 << 10,
    BUDGET_CELLS = 128, /* scanned between two looks at the clock: some 10 us */
};

/* ---- discovering ---- */

static void flush_live(struct gc__marker *marker, struct gc__live_entry *entry)
{
    if (entry->bytes != 0)
        __atomic_fetch_add(&marker->heap->pages[entry->page].live_bytes, entry->bytes, __ATOMIC_RELAXED);
    entry->bytes = 0;
}

void gc__marker_flush(struct gc__marker *marker)
{
    for (unsigned i = 0; i < GC__LIVE_CACHE; i++)
        flush_live(marker, &marker->live_cache[i]);
}

static void count_live(struct gc__marker *marker, uint32_t granule, size_t bytes)
{
    uint32_t page = granule / GC__PAGE_GRANULES;

    if (bytes > GC__PAGE_CELL_MAX)
        return; /* large cells are counted by their space */
    marker->live_bytes += bytes;
    if (!marker->atomic) {
        marker->heap->pages[page].live_bytes += (uint32_t)bytes;
        return;
    }
    struct gc__live_entry *entry = &marker->live_cache[page % GC__LIVE_CACHE];
    if (entry->page != page) {
        flush_live(marker, entry);
        entry->page = page;
    }
    entry->bytes += (uint32_t)bytes;
}

/* Marks; returns whether this marker did. */
GC_INLINE bool claim(struct gc__marker *marker, uint32_t granule)
{
    uint64_t *word = &marker->heap->marks[granule / 64], bit = UINT64_C(1) << (granule % 64);

    if (__atomic_load_n(word, __ATOMIC_RELAXED) & bit)
        return false;
    if (marker->atomic)
        return (__atomic_fetch_or(word, bit, __ATOMIC_RELAXED) & bit) == 0;
    *word |= bit;
    return true;
}

static void flag_page(gc_heap *heap, uint32_t page, uint8_t flag)
{
    __atomic_fetch_or(&heap->pages[page].rescan, flag, __ATOMIC_RELAXED);
}

static GC_COLD void flag_for_rescan(struct gc__marker *marker, uint32_t granule)
{
    if (!GC_MUTANT(MARK_OVERFLOW_LOST))
        flag_page(marker->heap, granule / (uint32_t)GC__PAGE_GRANULES, GC__RESCAN_MARK);
    marker->overflowed = true;
}

/* A marked cell that will not be popped is counted here. */
static GC_COLD void push_failed(struct gc__marker *marker, uint32_t granule)
{
    gc_heap *heap = marker->heap;

    count_live(marker, granule, gc__cell_bytes(heap, gc__granule_address(heap, granule)));
    flag_for_rescan(marker, granule);
}

GC_INLINE void mark_slot(struct gc__marker *marker, uint32_t bits)
{
    uint32_t granule = bits >> 2;

    if ((bits & 1) == 0 || !claim(marker, granule))
        return;
    if (bits & 2) {
        count_live(marker, granule, sizeof(struct gc_number));
        return;
    }
    if (GC_UNLIKELY(!gc__worklist_push(&marker->stack, bits & ~3u)))
        push_failed(marker, granule);
}

void gc__marker_mark_slot(struct gc__marker *marker, gc_slot slot)
{
    mark_slot(marker, slot.bits);
}

bool gc__slot_is_live(const gc_heap *heap, gc_slot slot)
{
    return (slot.bits & 1) == 0 || gc__is_marked(heap, slot.bits >> 2);
}

/* The same with slots recorded [candidates.recorded]. */
static GC_NOINLINE void mark_recording(struct gc__marker *marker, const gc_slot *slot, const gc_slot *end)
{
    for (; slot < end; slot++) {
        uint32_t bits = gc_load(slot).bits;

        mark_slot(marker, bits);
        gc__record_reference(marker, slot, bits);
    }
}

GC_INLINE void mark_run(struct gc__marker *marker, const gc_slot *slot, const gc_slot *end)
{
    if (GC_UNLIKELY(marker->candidates != NULL)) {
        mark_recording(marker, slot, end);
        return;
    }
    for (; slot < end; slot++)
        mark_slot(marker, gc_load(slot).bits);
}

/* ---- scanning ---- */

/* Lists a cell whose weak slots or pairs are settled after marking. */
static void list_weak(struct gc__marker *marker, void *cell, uint16_t flags)
{
    struct gc__worklist *list =
        flags & GC_KIND_EPHEMERONS ? &marker->ephemerons : &marker->weak;

    if (GC_MUTANT(WEAK_LIST_LOST))
        return;
    if (GC_UNLIKELY(!gc__worklist_push(list, gc__granule_of(marker->heap, cell)))) {
        flag_page(marker->heap, gc__page_of(marker->heap, cell), GC__RESCAN_WEAK);
        marker->weak_overflowed = true;
    }
}

/* A cell with weak slots: those before and after them are strong, numbers among them too. */
static GC_NOINLINE void scan_weak_cell(struct gc__marker *marker, void *cell, gc_slot *begin,
                                       gc_slot *end)
{
    gc_heap *heap = marker->heap;
    uint16_t flags = heap->layouts[gc_kind_of(cell)].flags;
    gc_slot *weak, *weak_end;

    if (flags & GC_KIND_EPHEMERONS)
        gc__ephemeron_range(heap, cell, &weak, &weak_end);
    else
        gc__weak_range(heap, cell, &weak, &weak_end);
    if (GC_MUTANT(WEAK_IS_STRONG))
        weak = weak_end;
    mark_run(marker, begin, weak);
    mark_run(marker, weak_end, end);
    /* A boxed number is no cell: it keeps its place, and as a key its value. */
    for (; weak < weak_end; weak += flags & GC_KIND_EPHEMERONS ? 2 : 1)
        if (gc_slot_is_number_cell(gc_load(weak)))
            mark_slot(marker, gc_load(weak).bits);
    list_weak(marker, cell, flags);
}

/* One segment of a large cell; what follows it waits under its children. */
static void scan_segment(struct gc__marker *marker, uint32_t slot, gc_slot *begin, gc_slot *end,
                         size_t offset)
{
    gc_slot *from = (gc_slot *)((char *)begin + offset);

    if ((size_t)((char *)end - (char *)from) > SEGMENT_BYTES) {
        /* The segment's number, made odd, is told from a cell's slot, which is even here. */
        uint32_t number = (uint32_t)((offset + SEGMENT_BYTES) / SEGMENT_BYTES);
        if (!GC_MUTANT(SEGMENT_LOST) &&
            !gc__worklist_push_pair(&marker->stack, slot, number << 1 | 1))
            flag_for_rescan(marker, slot >> 2);
        end = from + SEGMENT_BYTES / 4;
    }
    mark_run(marker, from, end);
    if (marker->deadline_ns != 0)
        marker->budget = 0; /* that was as much as many cells: look at the clock */
}

GC_INLINE void scan_cell(struct gc__marker *marker, uint32_t slot, size_t offset)
{
    gc_heap *heap = marker->heap;
    void *cell = gc_slot_to_cell(heap, (gc_slot){slot});
    const struct gc__layout *layout = &heap->layouts[gc_kind_of(cell)];
    size_t bytes = gc__cell_bytes(heap, cell);
    gc_slot *begin = (gc_slot *)((char *)cell + layout->begin);
    gc_slot *end = (gc_slot *)gc__slots_end(heap, layout, cell, bytes);

    gc_assert(layout->flags & GC__LAYOUT_KNOWN);
    if (offset == 0) {
        count_live(marker, slot >> 2, bytes);
        marker->scanned_bytes += bytes;
        if (GC_UNLIKELY(marker->pairs != NULL))
            gc__follow_key(marker, slot);
    }
    if (GC_UNLIKELY(layout->flags & (GC_KIND_WEAK | GC_KIND_EPHEMERONS)))
        scan_weak_cell(marker, cell, begin, end);
    else if (GC_UNLIKELY((char *)end - (char *)begin > SEGMENT_BYTES))
        scan_segment(marker, slot, begin, end, offset);
    else
        mark_run(marker, begin, end);
}

/* ---- draining ---- */

/* The budget is used up: whether the clock allows more. */
static GC_NOINLINE bool renew_budget(struct gc__marker *marker)
{
    if (marker->helper)
        return gc__helper_goes_on(marker);
    if (marker->atomic)
        gc__concurrent_offer(marker->heap, false);
    marker->budget = marker->deadline_ns == 0 ? UINT64_MAX : BUDGET_CELLS;
    if (marker->deadline_ns == 0 || gc__os_now_ns() < marker->deadline_ns)
        return true;
    marker->budget = 0;
    return false;
}

/* Cells that wait for their headers go back to the stack. */
static void put_back(struct gc__marker *marker, const uint32_t *ring)
{
    for (unsigned i = 0; i < PREFETCH_DISTANCE; i++)
        if (ring[i] != 0 && !gc__worklist_push(&marker->stack, ring[i]))
            push_failed(marker, ring[i] >> 2);
}

/*
 * Entries are slots of cells with their low bits clear; an odd entry is the number of a segment, and the
 * entry under it the cell.  False: the budget was used up before the stack.
 */
static bool drain_stack(struct gc__marker *marker)
{
    gc_heap *heap = marker->heap;
    uint32_t ring[PREFETCH_DISTANCE] = {0};
    unsigned at = 0, waiting = 0;
    uint32_t entry, cell;

    for (;;) {
        if (GC_UNLIKELY(marker->budget == 0) && !renew_budget(marker)) {
            put_back(marker, ring);
            return !gc__worklist_is_filled(&marker->stack);
        }
        marker->budget--;
        cell = ring[at];
        ring[at] = 0;
        if (gc__worklist_pop(&marker->stack, &entry)) {
            if (GC_UNLIKELY(entry & 1)) {
                bool both = gc__worklist_pop(&marker->stack, &ring[at]);
                GC_REQUIRE(both);
                uint32_t large = ring[at];
                ring[at] = cell; /* the cell that waited here goes on waiting */
                scan_cell(marker, large, (size_t)(entry >> 1) * SEGMENT_BYTES);
                continue;
            }
            __builtin_prefetch(gc_slot_to_cell(heap, (gc_slot){entry}));
            ring[at] = entry;
            waiting++;
        } else if (waiting == 0) {
            return true;
        }
        at = (at + 1) % PREFETCH_DISTANCE;
        if (cell != 0) {
            waiting--;
            scan_cell(marker, cell, 0);
        }
    }
}

/* Scans a marked cell again: its slots only, since it was counted when it was popped or not pushed. */
static void rescan_cell(void *arg, void *cell)
{
    struct gc__marker *marker = arg;
    gc_heap *heap = marker->heap;
    const struct gc__layout *layout = &heap->layouts[gc_kind_of(cell)];
    gc_slot *begin = (gc_slot *)((char *)cell + layout->begin);
    gc_slot *end = (gc_slot *)gc__slots_end(heap, layout, cell, gc__cell_bytes(heap, cell));

    if (layout->flags & (GC_KIND_WEAK | GC_KIND_EPHEMERONS))
        scan_weak_cell(marker, cell, begin, end);
    else
        mark_run(marker, begin, end);
}

void gc__marker_drain(struct gc__marker *marker)
{
    marker->deadline_ns = 0;
    drain_stack(marker);
    while (marker->overflowed) {
        marker->overflowed = false;
        gc__walk_flagged(marker->heap, GC__RESCAN_MARK, rescan_cell, marker);
        drain_stack(marker);
    }
}

bool gc__marker_drain_some(struct gc__marker *marker)
{
    return drain_stack(marker); /* flagged pages are left to the final pause */
}

/* ---- flagged pages ---- */

/* Calls visit on the marked cells of one page. */
static void visit_marked(gc_heap *heap, uint32_t page, void (*visit)(void *arg, void *cell),
                         void *arg)
{
    uint64_t *marks = gc__page_marks(heap, page);
    char *start = (char *)gc__page_start(heap, page);

    for (uint32_t word = 0; word < GC__PAGE_GRANULES / 64; word++)
        for (uint64_t rest = marks[word]; rest != 0; rest &= rest - 1)
            visit(arg, start + (word * 64 + (size_t)__builtin_ctzll(rest)) * GC_GRANULE);
}

void gc__walk_flagged(gc_heap *heap, uint8_t flag, void (*visit)(void *arg, void *cell), void *arg)
{
    for (uint32_t page = 1; page < heap->page_high; page++) {
        struct gc__page *p = &heap->pages[page];

        if ((p->rescan & flag) == 0)
            continue;
        p->rescan &= (uint8_t)~flag;
        if (p->space == GC__SPACE_OLD)
            visit_marked(heap, page, visit, arg);
        else if (p->space == GC__SPACE_LARGE)
            visit(arg, (void *)gc__page_start(heap, page));
    }
}

/* ---- roots ---- */

struct mark_visitor {
    struct gc_root_visitor visitor; /* must be first */
    struct gc__marker *marker;
};

static void mark_root_value(struct gc_root_visitor *visitor, gc_value *value)
{
    struct gc__marker *marker = ((struct mark_visitor *)visitor)->marker;
    void *cell = gc_to_cell(*value);

    if (cell == NULL || GC_MUTANT(MARK_NO_ROOTS))
        return;
    GC_REQUIRE(gc__in_cage(marker->heap, cell));
    mark_slot(marker, gc_slot_from_cell(marker->heap, cell).bits);
}

static void mark_root_slot(struct gc_root_visitor *visitor, gc_slot *slot)
{
    mark_slot(((struct mark_visitor *)visitor)->marker, slot->bits);
}

/* Of a young cell: its slots are not recorded.  Weak and ephemeron cells show their strong slots once they are old. */
static void mark_from_cell(void *arg, void *cell, size_t bytes)
{
    struct gc__marker *marker = arg;
    const struct gc__layout *layout = &marker->heap->layouts[gc_kind_of(cell)];

    if (layout->flags & (GC_KIND_WEAK | GC_KIND_EPHEMERONS))
        return;
    const gc_slot *slot = (gc_slot *)((char *)cell + layout->begin);
    const gc_slot *end = (gc_slot *)gc__slots_end(marker->heap, layout, cell, bytes);
    for (; slot < end; slot++)
        mark_slot(marker, slot->bits);
}

/* The callback is left out: it may expect to be called in pauses that settle weak slots too. */
void gc__mark_seeds(gc_heap *heap)
{
    struct mark_visitor v = {.visitor = {.value = mark_root_value, .slot = mark_root_slot},
                             .marker = &heap->marker};

    for (unsigned set = 0; set < GC__ROOT_SETS - 1; set++)
        gc__visit_root_set(heap, set, &v.visitor);
    for (uint32_t page = heap->young.pages.first; page != 0; page = heap->pages[page].next)
        gc__walk_page(heap, page, mark_from_cell, &heap->marker);
}

void gc__mark_new(gc_heap *heap, void *cell)
{
    struct gc__marker *marker = &heap->marker;
    uint32_t granule = gc__granule_of(heap, cell);

    gc_assert(heap->fast.marking && !gc__cell_is_young(heap, cell));
    claim(marker, granule); /* a large cell's bit was set while it was young */
    if (gc_kind_of(cell) == GC_KIND_NUMBER)
        count_live(marker, granule, sizeof(struct gc_number));
    else if (!gc__worklist_push(&marker->stack, granule << 2))
        push_failed(marker, granule);
    gc__release_fence(); /* what refers to it is stored later [mark.black-new] */
}

/* ---- beginning and end ---- */

void gc__marker_init(struct gc__marker *marker, gc_heap *heap)
{
    *marker = (struct gc__marker){.heap = heap,
                                  .stack.pool = &heap->segments,
                                  .weak.pool = &heap->segments,
                                  .ephemerons.pool = &heap->segments,
                                  .slots.pool = &heap->segments};
}

void gc__mark_begin(gc_heap *heap)
{
    gc__marker_init(&heap->marker, heap);
    gc__concurrent_begin(heap);
    for (uint32_t page = heap->old.pages.first; page != 0; page = heap->pages[page].next)
        heap->pages[page].live_bytes = 0;
}

void gc__mark_finish(gc_heap *heap)
{
    struct mark_visitor v = {.visitor = {.value = mark_root_value, .slot = mark_root_slot},
                             .marker = &heap->marker};

    if (!heap->fast.marking || !GC_MUTANT(FINAL_NO_ROOTS))
        gc__visit_strong_roots(heap, &v.visitor);
    gc__concurrent_drain(heap);
    gc__marker_drain(&heap->marker);
    gc__mark_ephemerons(&heap->marker);
}

void gc__mark_forget(gc_heap *heap)
{
    struct gc__marker *marker = &heap->marker;

    gc__worklist_clear(&marker->stack);
    gc__worklist_clear(&marker->weak);
    gc__worklist_clear(&marker->ephemerons);
    gc__candidates_forget(heap);
    marker->overflowed = marker->weak_overflowed = false;
    for (uint32_t page = heap->old.pages.first; page != 0; page = heap->pages[page].next) {
        memset(gc__page_marks(heap, page), 0, GC__PAGE_GRANULES / 8);
        heap->pages[page].rescan = 0;
    }
    for (uint32_t page = heap->old.large.first; page != 0; page = heap->pages[page].next) {
        gc__page_marks(heap, page)[0] = 0;
        heap->pages[page].rescan = 0;
    }
}
