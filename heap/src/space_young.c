/*
 * space_young.c: the semispace that the mutator allocates in.
 *
 * The nursery is a list of pages, the current one last; gc__fast.top and .limit bump through it.  When it
 * has as many pages as its capacity, the next request collects.  The area ends with its page or, near a
 * limit, where the limit does, to the granule.  gc__fast.limit is the area's end, or equals top where
 * every allocation is to take the slow path (stress, failures injected, the ledger wants a collection)
 * [young.limit].
 */
#include "internal.h"

/* The nursery's allocation pointer, which lies aside while old cells are made. */
uintptr_t gc__young_top(const gc_heap *heap)
{
    return heap->fast.pretenuring ? heap->fast.other_top : heap->fast.top;
}

size_t gc__young_used(const gc_heap *heap)
{
    const struct gc__young *young = &heap->young;
    size_t current = 0;

    if (young->current != 0)
        current = gc__young_top(heap) - gc__page_start(heap, young->current);
    return young->closed_bytes + current;
}

size_t gc__young_reserved(const gc_heap *heap)
{
    const struct gc__young *young = &heap->young;

    if (young->current == 0)
        return young->closed_bytes;
    return young->closed_bytes + (young->area_end - gc__page_start(heap, young->current));
}

uint64_t gc__allocated(const gc_heap *heap)
{
    uint64_t open = heap->young.current != 0 ? gc__young_top(heap) - heap->young.area_start : 0;

    return heap->statistics.allocated_bytes + open + gc__pretenured_open_bytes(heap);
}

/* Decides where inline allocation stops: at the area's end, or before it to take a sample. */
void gc__young_set_limit(gc_heap *heap)
{
    struct gc__fast *fast = &heap->fast;
    bool slow = heap->stress.slow_always || heap->want_collection;
    uintptr_t top = gc__young_top(heap), limit = heap->young.area_end;
    size_t left = gc__bytes_to_sample(heap);

    if (slow || top > limit) /* reserved cells may lie beyond the limit, never beyond the area */
        limit = top;
    else if (limit - top > left)
        limit = top + gc_round_up(left);
    if (fast->pretenuring)
        fast->other_limit = limit;
    else
        fast->limit = limit;
    if (slow && fast->pretenuring)
        fast->limit = fast->top;
    else if (slow)
        fast->other_limit = fast->other_top;
}

/* Leaves the current page: it says itself how far it is used. */
void gc__young_close_area(gc_heap *heap)
{
    struct gc__young *young = &heap->young;

    if (young->current == 0)
        return;
    size_t used = heap->fast.top - gc__page_start(heap, young->current);
    gc_assert(heap->fast.top <= young->area_end); /* [young.limit] */
    heap->pages[young->current].end = (uint32_t)used;
    heap->statistics.allocated_bytes += heap->fast.top - young->area_start;
    young->closed_bytes += used;
    young->current = 0;
    young->area_start = young->area_end = 0;
    heap->fast.top = heap->fast.limit = 0;
}

/* Moves the area's end towards the page's, as far as the limits let it [limit.over]. */
static void grow_area(gc_heap *heap)
{
    struct gc__young *young = &heap->young;
    size_t left = gc__page_start(heap, young->current) + GC__PAGE_BYTES - young->area_end;
    size_t room = gc__room(heap) & ~(size_t)(GC_GRANULE - 1);

    young->area_end += left < room ? left : room;
    gc__young_set_limit(heap);
}

/* Goes on in the last page of the list, after what it holds. */
void gc__young_open_area(gc_heap *heap)
{
    struct gc__young *young = &heap->young;
    uint32_t page = young->pages.last;

    gc_assert(young->current == 0);
    if (page == 0)
        return;
    young->current = page;
    young->closed_bytes -= heap->pages[page].end;
    heap->fast.top = young->area_start = gc__page_start(heap, page) + heap->pages[page].end;
    young->area_end = heap->fast.top;
    grow_area(heap);
}

void gc__young_shrink(gc_heap *heap)
{
    struct gc__young *young = &heap->young;

    if (young->current != 0 && young->area_end - gc__young_top(heap) > GC_RESERVE_MAX)
        young->area_end = gc__young_top(heap) + GC_RESERVE_MAX;
    gc__young_set_limit(heap);
}

/* Makes the area hold bytes, in a fresh page if need be; false if capacity, limit or cage is used up. */
bool gc__young_extend(gc_heap *heap, size_t bytes)
{
    struct gc__young *young = &heap->young;
    uint32_t page;

    gc_assert(bytes <= GC__PAGE_CELL_MAX);
    if (young->current != 0) {
        grow_area(heap);
        if (bytes <= young->area_end - heap->fast.top)
            return true;
    }
    if (young->pages.count >= young->capacity || gc__room(heap) < bytes)
        return false;
    page = gc__page_take(heap, GC__SPACE_YOUNG, GC_PAGE_YOUNG);
    if (page == 0)
        return false;
    gc__young_close_area(heap);
    gc__page_list_add(heap, &young->pages, page);
    gc__young_open_area(heap);
    gc_assert(bytes <= young->area_end - heap->fast.top);
    return true;
}

/*
 * Makes every young page old where it is, dead cells included: for a full collection without room to copy, and for
 * scavenges that would copy nearly all (in_place.c).  Marking and the sweep then treat them like any other page.  No
 * young cell is left, so all recorded slots are void.
 */
void gc__young_relabel_all(gc_heap *heap)
{
    struct gc__young *young = &heap->young;
    size_t before = heap->old.used_bytes;

    gc__young_close_area(heap);
    gc__sites_relabel(heap);
    while (young->pages.first != 0) {
        uint32_t page = young->pages.first;
        struct gc__page *p = &heap->pages[page];

        gc__page_list_remove(heap, &young->pages, page);
        if (p->end < GC__PAGE_BYTES)
            gc__make_free_cell(gc__page_start(heap, page) + p->end, GC__PAGE_BYTES - p->end);
        p->space = GC__SPACE_OLD;
        heap->fast.page_class[page] = GC_PAGE_OLD;
        heap->old.used_bytes += p->end;
        p->listed_bytes = 0;
        gc__page_list_add(heap, &heap->old.pages, page);
    }
    heap->figures.in_place = true;
    heap->figures.promoted += heap->old.used_bytes - before;
    heap->figures.promoted_in_place += heap->old.used_bytes - before;
    young->closed_bytes = 0;
    while (young->large.first != 0) {
        uint32_t first = young->large.first;

        gc__page_list_remove(heap, &young->large, first);
        for (uint32_t i = 0; i < heap->pages[first].run; i++)
            heap->fast.page_class[first + i] = GC_PAGE_LARGE;
        heap->old.large_bytes += heap->pages[first].bytes;
        heap->figures.promoted_large += heap->pages[first].bytes;
        gc__page_list_add(heap, &heap->old.large, first);
    }
    young->large_bytes = 0;
    for (uint32_t word = 0; word * 64 < heap->page_high; word++)
        while (heap->remembered_map[word] != 0)
            gc__drop_slot_set(heap, word * 64 + (uint32_t)__builtin_ctzll(heap->remembered_map[word]));
    gc__offheap_relabel(heap);
}
