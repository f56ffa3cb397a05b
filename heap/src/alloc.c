/*
 * alloc.c: safepoints, and the slow paths of allocation.
 *
 * Inline allocation comes here when the allocation area is used up, when the cell is big, and always
 * under stress or while failures are injected.  Each entry is a safepoint, then the injected failure,
 * then room is found: the next page of the nursery, a collection, the ladder of limit.c.
 */
#include "internal.h"
#include <string.h>

void gc__safepoint(gc_heap *heap)
{
    GC_REQUIRE(!heap->collecting); /* a callback of a collection allocates [collect.callbacks] */
    gc_assert(heap->fast.no_collect == 0);
    heap->statistics.safepoints++;
    heap->fast.reserved_end = 0;
    gc__pretenured_retire(heap);
    if (GC_UNLIKELY(heap->config.stress_marking != 0))
        gc__stress_marking_safepoint(heap);
    if (GC_UNLIKELY(heap->config.stress_interval != 0))
        gc__stress_safepoint(heap);
    if (GC_UNLIKELY(heap->want_collection))
        gc__settle_ledger(heap);
}

static void *make_cell(void *memory, uint8_t kind, size_t granules)
{
    *(uint64_t *)memory = kind | (uint64_t)granules << 16;
    return memory;
}

/* Collects because the nursery is full; false if the limit is reached. */
static bool collect_for_young(gc_heap *heap, size_t bytes)
{
    const char *reason, *why;

    if (!gc__fits(heap, 0, 0) && heap->young.pages.count < heap->young.capacity)
        return gc__make_room(heap, 0, 0); /* not the nursery is full, but what may exceed the limit */
    enum gc_collection what = gc__choose_collection(heap, &reason, &why);

    gc__collect(heap, what, reason, why);
    if (gc__fits(heap, 0, 0) && !gc__ineffective(heap) && gc__room(heap) >= bytes)
        return true;
    return gc__make_room(heap, 0, 0);
}

/* Makes the allocation area hold bytes (at most a page); false if the limit is reached. */
static bool make_area(gc_heap *heap, size_t bytes)
{
    for (int tries = 0; tries < 6; tries++) {
        if (bytes <= heap->young.area_end - heap->fast.top)
            return true;
        if (gc__young_extend(heap, bytes)) {
            gc__marking_advance(heap); /* may collect, and so close the area again */
            continue;
        }
        if (!collect_for_young(heap, bytes))
            return false;
    }
    gc__out_of_memory(heap, "Nursery is full", bytes);
    return false;
}

static bool alloc_young(gc_heap *heap, uint8_t kind, size_t bytes, gc_value *out)
{
    if (!make_area(heap, bytes))
        return false;
    gc__sample(heap, (void *)heap->fast.top, false);
    *out = gc_from_cell(gc__bump(heap, kind, bytes));
    gc__young_set_limit(heap);
    return true;
}

/* Whether so many bytes of large or old cells stay within the limits, beside the nursery as it is. */
static bool has_room_for_old(const gc_heap *heap, size_t bytes)
{
    return gc__fits(heap, bytes, 0) && bytes <= gc__room(heap);
}

/* Before a large cell: collects what its predecessors, and the old space, give cause for. */
static bool make_room_for_large(gc_heap *heap, size_t bytes)
{
    struct gc__young *young = &heap->young;
    size_t capacity = young->capacity * GC__PAGE_BYTES;
    const char *reason, *why;

    if (young->large_bytes != 0 && young->large_bytes + bytes > capacity) {
        enum gc_collection what = gc__choose_collection(heap, &reason, &why);
        gc__collect(heap, what, reason, why);
    }
    gc__relieve_old(heap, "allocation limit");
    return has_room_for_old(heap, bytes) || gc__make_room(heap, bytes, 0);
}

static bool alloc_large(gc_heap *heap, uint8_t kind, size_t bytes, bool young, gc_value *out)
{
    void *cell;

    if (!make_room_for_large(heap, bytes))
        return false;
    cell = gc__large_alloc(heap, bytes, young);
    if (cell == NULL) {
        gc__collect(heap, GC_LAST_RESORT, "last resort", "no run of pages");
        cell = gc__large_alloc(heap, bytes, young);
    }
    if (cell == NULL) {
        gc__out_of_memory(heap, "Cage is full", bytes);
        return false;
    }
    heap->statistics.allocated_bytes += bytes;
    gc__note_peak(heap);
    *out = gc_from_cell(make_cell(cell, kind, 0));
    gc__sample(heap, cell, false);
    if (!young && heap->fast.marking)
        gc__mark_new(heap, cell);
    return true;
}

bool gc__alloc_slow(gc_heap *heap, uint8_t kind, size_t bytes, gc_value *out)
{
    gc_assert(heap->layouts[kind].flags & GC__LAYOUT_KNOWN);
    gc_assert(bytes >= GC_GRANULE);
    bool pretenured = heap->fast.pretenuring != 0; /* which the safepoint ends */
    gc__safepoint(heap);
    if (gc__allocation_fails(heap))
        return false;
    if (bytes > GC__CAGE_BYTES_MAX) {
        gc__out_of_memory(heap, "Cell is too large", bytes);
        return false;
    }
    bytes = gc_round_up(bytes);
    if (bytes > GC__PAGE_CELL_MAX)
        return alloc_large(heap, kind, bytes, true, out);
    if (pretenured && gc__pretenured_open(heap, bytes)) {
        *out = gc_from_cell(gc__bump(heap, kind, bytes));
        return true;
    }
    return alloc_young(heap, kind, bytes, out);
}

bool gc__reserve_slow(gc_heap *heap, size_t bytes)
{
    bool pretenured = heap->fast.pretenuring != 0;

    gc__safepoint(heap);
    if (gc__allocation_fails(heap))
        return false;
    bytes = gc_round_up(bytes);
    GC_REQUIRE(bytes <= GC_RESERVE_MAX);
    if (!pretenured || !gc__pretenured_open(heap, bytes)) {
        if (!make_area(heap, bytes))
            return false;
        gc__sample(heap, (void *)heap->fast.top, false);
        gc__young_set_limit(heap);
    }
    heap->fast.reserved_end = heap->fast.top + bytes;
    return true;
}

bool gc_alloc_offheap(gc_heap *heap, uint8_t kind, size_t bytes, gc_value *out)
{
    gc_value cell;

    gc_assert(heap->layouts[kind].flags & GC_KIND_OFFHEAP);
    gc__pretenured_retire(heap); /* dead owners of memory are found sooner among young cells */
    if (!gc__offheap_ensure(heap) || !gc__alloc_slow(heap, kind, bytes, &cell))
        return false;
    gc__offheap_add(heap, gc_to_cell(cell));
    *out = cell;
    return true;
}

bool gc_alloc_old(gc_heap *heap, uint8_t kind, size_t bytes, gc_value *out)
{
    void *cell;

    gc_assert(heap->layouts[kind].flags & GC__LAYOUT_KNOWN);
    gc__safepoint(heap);
    if (gc__allocation_fails(heap) || bytes > GC__CAGE_BYTES_MAX)
        return false;
    bytes = gc_round_up(bytes);
    if (bytes > GC__PAGE_CELL_MAX)
        return alloc_large(heap, kind, bytes, false, out);
    gc__relieve_old(heap, "allocation failure");
    if (!has_room_for_old(heap, bytes) && !gc__make_room(heap, bytes, 0))
        return false;
    cell = gc__old_alloc(heap, bytes);
    if (cell == NULL) {
        gc__out_of_memory(heap, "Cage is full", bytes);
        return false;
    }
    if (!GC_MUTANT(OLD_NOT_ZEROED))
        memset(cell, 0, bytes);
    heap->statistics.allocated_bytes += bytes;
    *out = gc_from_cell(make_cell(cell, kind, bytes / GC_GRANULE));
    if (heap->fast.marking)
        gc__mark_new(heap, cell);
    return true;
}

void gc_poll(gc_heap *heap)
{
    gc__safepoint(heap);
    gc__marking_advance(heap);
    gc__pool_age(heap, gc__os_now_ns());
}
