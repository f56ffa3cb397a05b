/*
 * space_large.c: cells of over 128 KiB, each alone in a run of pages.
 *
 * A large cell begins where its first page does; its header says 0 granules and the first page's
 * descriptor knows the size.  Every page of the run has its own class byte and slot set, so that
 * interior slots need no search.  A young large cell that a scavenge reaches becomes old by a change of
 * those bytes; it never moves, but under stress [large.relabel].
 */
#include "internal.h"

static uint32_t pages_for(size_t bytes)
{
    return (uint32_t)((bytes + GC__PAGE_MASK) >> GC__PAGE_SHIFT);
}

/* A zeroed cell of bytes without its header, or NULL if the cage has no such run. */
void *gc__large_alloc(gc_heap *heap, size_t bytes, bool young)
{
    uint32_t first;

    gc_assert(bytes % GC_GRANULE == 0);
    if (bytes > heap->cage_bytes)
        return NULL;
    first = gc__page_take_run(heap, pages_for(bytes), young ? GC_PAGE_YOUNG_LARGE : GC_PAGE_LARGE);
    if (first == 0)
        return NULL;
    heap->pages[first].bytes = bytes;
    if (young) {
        gc__page_list_add(heap, &heap->young.large, first);
        heap->young.large_bytes += bytes;
    } else {
        gc__page_list_add(heap, &heap->old.large, first);
        heap->old.large_bytes += bytes;
    }
    return (void *)gc__page_start(heap, first);
}

/* Frees an old large cell. */
void gc__large_free(gc_heap *heap, uint32_t first)
{
    heap->old.large_bytes -= heap->pages[first].bytes;
    gc__page_list_remove(heap, &heap->old.large, first);
    gc__page_give_run(heap, first, GC__POISON_FREED_OLD);
}

/* After marking: frees the unmarked ones and unmarks the others. */
void gc__large_free_dead(gc_heap *heap)
{
    uint32_t first = heap->old.large.first;

    while (first != 0) {
        uint32_t next = heap->pages[first].next;
        uint64_t *marks = gc__page_marks(heap, first);

        if (marks[0] & 1)
            marks[0] = 0;
        else
            gc__large_free(heap, first);
        first = next;
    }
}
