/*
 * space_old.c: allocation of regular cells in the old generation.
 *
 * Allocation bumps within a linear area: a run of the free lists, or a fresh page.  While the area is
 * open, its unused rest has no header, so whoever walks pages closes it first or skips from top to limit
 * [old.area].  The sweep runs on demand: pages that wait for it are swept before the space grows.
 */
#include "internal.h"

/* Puts the unused rest of the area back. */
void gc__old_close_area(gc_heap *heap)
{
    struct gc__old *old = &heap->old;

    if (old->top < old->limit)
        gc__free_list_add(heap, &old->free, old->top, old->limit - old->top);
    old->top = old->limit = 0;
}

static bool open_area_from_list(gc_heap *heap, size_t bytes)
{
    struct gc__old *old = &heap->old;
    size_t block_bytes;
    uintptr_t block = gc__free_list_take(heap, &old->free, bytes, &block_bytes);

    if (block == 0)
        return false;
    old->top = block;
    old->limit = block + block_bytes;
    return true;
}

static bool open_area_in_new_page(gc_heap *heap)
{
    uint32_t page = gc__page_take(heap, GC__SPACE_OLD, GC_PAGE_OLD);

    if (page == 0)
        return false;
    gc__page_list_add(heap, &heap->old.pages, page);
    heap->old.top = gc__page_start(heap, page);
    heap->old.limit = heap->old.top + GC__PAGE_BYTES;
    return true;
}

/*
 * Room for a cell of bytes (at most GC__PAGE_CELL_MAX), or NULL if the cage is full.  Limits are the
 * caller's.  may_sweep: pages may be swept for it, which changes their slot sets and free lists.
 */
void *gc__old_alloc(gc_heap *heap, size_t bytes, bool may_sweep)
{
    struct gc__old *old = &heap->old;
    void *cell;

    gc_assert(bytes % GC_GRANULE == 0 && bytes >= GC_GRANULE);
    gc_assert(bytes <= GC__PAGE_CELL_MAX);
    if (GC_UNLIKELY(bytes > old->limit - old->top)) {
        gc__old_close_area(heap);
        while (!open_area_from_list(heap, bytes)) {
            if (may_sweep && gc__sweep_one(heap))
                continue;
            if (!open_area_in_new_page(heap))
                return NULL;
            break;
        }
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
