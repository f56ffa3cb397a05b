/*
 * sweep.c: makes free cells of what marking did not reach.
 *
 * After marking, pages without a live cell are given back at once; the others wait in old.unswept and
 * are swept when the space needs room, or before the next marking.  Until then their mark bits tell live
 * from dead [sweep.marks].  Sweeping a page joins each gap between marked cells into one free cell,
 * deletes recorded slots in it [remembered.freed], lists it, and clears the page's mark bits
 * [sweep.clears].
 */
#include "internal.h"
#include <string.h>

enum { ROOMY_LIVE_BYTES = GC__PAGE_BYTES / 4 * 3 };

/* The offset of the first marked granule from `granule` on, or the page's end. */
static uint32_t next_marked(const uint64_t *marks, uint32_t granule)
{
    uint32_t word = granule / 64;
    uint64_t bits;

    if (granule >= GC__PAGE_GRANULES)
        return GC__PAGE_GRANULES;
    bits = marks[word] & ~UINT64_C(0) << (granule % 64);
    while (bits == 0) {
        if (++word == GC__PAGE_GRANULES / 64)
            return GC__PAGE_GRANULES;
        bits = marks[word];
    }
    return word * 64 + (uint32_t)__builtin_ctzll(bits);
}

static void free_gap(gc_heap *heap, uint32_t page, uint32_t from, uint32_t to)
{
    uintptr_t start = gc__page_start(heap, page) + (uintptr_t)from * GC_GRANULE;
    size_t bytes = (size_t)(to - from) * GC_GRANULE;

    gc__forget_slots(heap, page, from * GC_GRANULE, to * GC_GRANULE);
    if (heap->config.verify)
        memset((void *)start, GC__POISON_FREED_OLD, bytes);
    gc__free_list_add(heap, &heap->old.free, start, bytes);
}

void gc__sweep_page(gc_heap *heap, uint32_t page)
{
    struct gc__page *p = &heap->pages[page];
    uint64_t *marks = gc__page_marks(heap, page);
    uint32_t live = 0, granule = 0;

    gc_assert(p->flags & GC__PAGE_UNSWEPT);
    while (granule < GC__PAGE_GRANULES) {
        uint32_t next = next_marked(marks, granule);

        if (next > granule)
            free_gap(heap, page, granule, next);
        if (next == GC__PAGE_GRANULES)
            break;
        const struct gc_header *header = gc__granule_address(heap, page * (uint32_t)GC__PAGE_GRANULES + next);
        GC_REQUIRE(header->granules != 0);
        live += header->granules;
        granule = next + header->granules - (GC_MUTANT(SWEEP_SHORT) && header->granules > 4);
    }
    gc_assert(live * GC_GRANULE == p->live_bytes); /* [mark.once] [sweep.marks] */
    if (!GC_MUTANT(SWEEP_KEEPS_MARKS))
        memset(marks, 0, GC__PAGE_GRANULES / 8);
    p->flags &= (uint16_t)~GC__PAGE_UNSWEPT;
}

/* Moves marked pages with at most so many live bytes to those that wait; empty ones are given back. */
static void await_sweep(gc_heap *heap, uint32_t live_bytes)
{
    struct gc__old *old = &heap->old;
    uint32_t page = old->pages.first;

    while (page != 0) {
        uint32_t next = heap->pages[page].next;

        if (heap->pages[page].live_bytes == 0) {
            gc__page_list_remove(heap, &old->pages, page);
            gc__page_give(heap, page, GC__POISON_FREED_OLD);
        } else if (heap->pages[page].live_bytes <= live_bytes) {
            gc__page_list_remove(heap, &old->pages, page);
            heap->pages[page].flags |= GC__PAGE_UNSWEPT;
            gc__page_list_add(heap, &old->unswept, page);
        }
        page = next;
    }
}

/*
 * Right after marking: everything old waits for the sweep; empty pages and dead large cells go now.  Sparse
 * pages come first: in one of them there is room for whatever is promoted next, so that heaps collected
 * often do not begin a page each time.
 */
void gc__sweep_begin(gc_heap *heap)
{
    gc_assert(heap->old.unswept.count == 0);
    gc_assert(heap->old.top == heap->old.limit);
    gc__free_list_reset(&heap->old.free);
    gc__large_free_dead(heap);
    await_sweep(heap, GC__PAGE_BYTES / 2);
    await_sweep(heap, ROOMY_LIVE_BYTES);
    await_sweep(heap, GC__PAGE_BYTES);
    gc_assert(heap->old.pages.count == 0);
}

/* Sweeps the next page that waits; false: none does. */
bool gc__sweep_one(gc_heap *heap)
{
    uint32_t page = heap->old.unswept.first;

    if (page == 0)
        return false;
    gc__page_list_remove(heap, &heap->old.unswept, page);
    gc__page_list_add(heap, &heap->old.pages, page);
    gc__sweep_page(heap, page);
    return true;
}

/* The same, if that page has much room; those come first. */
bool gc__sweep_roomy(gc_heap *heap)
{
    uint32_t page = heap->old.unswept.first;

    return page != 0 && heap->pages[page].live_bytes <= ROOMY_LIVE_BYTES && gc__sweep_one(heap);
}

/*
 * Before a scavenge: frees bytes, as far as roomy pages wait, which come first: to look for them in full ones would
 * make a pause that grows with the heap.  While recorded slots are gone through nothing
 * may be swept, and what a large table refers to is promoted just then: it would go to new pages only.
 */
void gc__sweep_ahead(gc_heap *heap, size_t bytes)
{
    size_t before = heap->old.free.bytes;

    while (heap->old.free.bytes - before < bytes && gc__sweep_roomy(heap))
        continue;
}

void gc__sweep_finish(gc_heap *heap)
{
    while (gc__sweep_one(heap))
        continue;
}

/*
 * Before marking anew: pages that were not swept need not be.  Without mark bits their dead cells are
 * garbage like any other, which nothing refers to; the new marking tells them from the living again.
 */
void gc__sweep_abandon(gc_heap *heap)
{
    struct gc__old *old = &heap->old;

    while (old->unswept.first != 0) {
        uint32_t page = old->unswept.first;

        gc_assert(heap->pages[page].recorded[GC__STRONG] == NULL); /* no young cell is left to refer to */
        gc__page_list_remove(heap, &old->unswept, page);
        gc__page_list_add(heap, &old->pages, page);
        memset(gc__page_marks(heap, page), 0, GC__PAGE_GRANULES / 8);
        heap->pages[page].flags &= (uint16_t)~GC__PAGE_UNSWEPT;
    }
}
