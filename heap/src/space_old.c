/*
 * space_old.c: allocation of regular cells in the old generation.
 *
 * Allocation bumps within a linear area: a run of the free lists, or a fresh page.  While the area is
 * open, its unused rest has no header, so whoever walks pages closes it first or skips from top to limit
 * [old.area].  The sweep runs on demand: roomy pages that wait for it are swept before the space grows, and of the others
 * one each time, since a search for room among full pages would take a pause as long as the heap is large.
 */
#include "internal.h"

void gc__old_return_area(gc_heap *heap, uintptr_t start, uintptr_t end)
{
    if (start < end)
        gc__free_list_add(heap, &heap->old.free, start, end - start);
}

/* Puts the unused rest of the area back, and of that for pretenured cells. */
void gc__old_close_area(gc_heap *heap)
{
    struct gc__old *old = &heap->old;

    gc__pretenured_close(heap);
    gc__old_return_area(heap, old->top, old->limit);
    old->top = old->limit = 0;
}

static bool take_listed(gc_heap *heap, size_t bytes, uintptr_t *start, uintptr_t *end)
{
    size_t block_bytes;
    uintptr_t block = gc__free_list_take(heap, &heap->old.free, bytes, &block_bytes);

    if (block == 0)
        return false;
    *start = block;
    *end = block + block_bytes;
    return true;
}

static bool take_page(gc_heap *heap, uintptr_t *start, uintptr_t *end)
{
    uint32_t page = gc__page_take(heap, GC__SPACE_OLD, GC_PAGE_OLD);

    if (page == 0)
        return false;
    gc__page_list_add(heap, &heap->old.pages, page);
    *start = gc__page_start(heap, page);
    *end = *start + GC__PAGE_BYTES;
    return true;
}

bool gc__old_take_area(gc_heap *heap, size_t bytes, enum gc__area_from from, uintptr_t *start,
                       uintptr_t *end)
{
    bool looked = false;

    while (from != GC__AREA_FRESH) {
        if (take_listed(heap, bytes, start, end))
            return true;
        if (gc__sweep_adopt(heap))
            continue;
        if (from != GC__AREA_SWEEP || !(gc__sweep_roomy(heap) || (!looked && gc__sweep_one(heap))))
            break;
        looked = true;
    }
    if (take_page(heap, start, end))
        return true;
    if (from != GC__AREA_SWEEP)
        return false;
    while (gc__sweep_one(heap))
        if (take_listed(heap, bytes, start, end))
            return true;
    return gc__sweep_pause(heap) && take_listed(heap, bytes, start, end);
}

/*
 * Room for a cell of bytes (at most GC__PAGE_CELL_MAX), or NULL if the cage is full.  Limits are the
 * caller's.
 */
void *gc__old_alloc(gc_heap *heap, size_t bytes)
{
    struct gc__old *old = &heap->old;
    void *cell;

    gc_assert(bytes % GC_GRANULE == 0 && bytes >= GC_GRANULE);
    gc_assert(bytes <= GC__PAGE_CELL_MAX);
    if (GC_UNLIKELY(bytes > old->limit - old->top)) {
        gc__old_close_area(heap);
        if (!gc__old_take_area(heap, bytes, GC__AREA_SWEEP, &old->top, &old->limit))
            return NULL;
    }
    cell = (void *)old->top;
    old->top += bytes;
    old->used_bytes += bytes;
    return cell;
}

/* Cells of the old generation, large ones included: what --max-old-space-size bounds. */
size_t gc__old_total(const gc_heap *heap)
{
    return heap->old.used_bytes + heap->old.large_bytes;
}
