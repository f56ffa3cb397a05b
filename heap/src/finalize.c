/*
 * finalize.c: cells that own memory outside the cage.
 *
 * Such cells are listed by slot, young and old ones apart.  A scavenge looks at the young list: the dead
 * are finalized at once, so that the buffers of short-lived objects do not pile up; survivors move to
 * the old list with their promotion.  A full collection looks at the old list, with the mark bits
 * [offheap.once]: a cell's finalize is called exactly once, by the collection that finds it dead or by
 * the heap's end, and while its memory can still be read.
 *
 * Both lists have room for all entries of both at any time, so that collections never grow them
 * [offheap.room].
 */
#include "internal.h"
#include <string.h>

static bool grow(gc_heap *heap, struct gc__offheap_list *list, size_t capacity)
{
    uint32_t *cells = gc__metadata_alloc(heap, capacity * sizeof *cells);

    if (cells == NULL)
        return false;
    if (list->count != 0)
        memcpy(cells, list->cells, list->count * sizeof *cells);
    if (list->cells != NULL)
        gc__metadata_free(heap, list->cells, list->capacity * sizeof *cells);
    list->cells = cells;
    list->capacity = capacity;
    return true;
}

/* Makes room for one more entry in both lists, wherever the others go. */
bool gc__offheap_ensure(gc_heap *heap)
{
    size_t needed = heap->offheap_young.count + heap->offheap_old.count + 1;
    struct gc__offheap_list *lists[] = {&heap->offheap_young, &heap->offheap_old};

    for (int i = 0; i < 2; i++)
        if (lists[i]->capacity < needed && !grow(heap, lists[i], needed * 2 + 16))
            return false;
    return true;
}

/* Lists a new cell; gc__offheap_ensure came before. */
void gc__offheap_add(gc_heap *heap, void *cell)
{
    bool young = gc__cell_is_young(heap, cell);
    struct gc__offheap_list *list = young ? &heap->offheap_young : &heap->offheap_old;

    gc_assert(list->count < list->capacity); /* [offheap.room] */
    list->cells[list->count++] = gc_slot_from_cell(heap, cell).bits;
}

static void finalize(gc_heap *heap, void *cell)
{
    const struct gc_kind *kind = heap->kinds[gc_kind_of(cell)];

    heap->figures.offheap_finalized++;
    if (kind->finalize != NULL && !GC_MUTANT(FINALIZE_SKIPPED))
        kind->finalize(heap, cell);
}

bool gc__survived_copying(const gc_heap *heap, uint32_t *bits)
{
    void *cell = gc_slot_to_cell(heap, (gc_slot){*bits});
    uint8_t class = gc__class_of(heap, cell);

    if (class == GC_PAGE_YOUNG_LARGE)
        return false;
    if (class < GC_PAGE_EVACUATED)
        return true;
    uint64_t head = *gc__head(cell);
    if ((head & GC__HEAD_FORWARDED) == 0)
        return false;
    if (!GC_MUTANT(OFFHEAP_STALE))
        *bits = (uint32_t)(head >> 32) | 1;
    return true;
}

/* Moves entries [0, count) of from to the list each belongs to now, or finalizes them. */
static void settle(gc_heap *heap, const uint32_t *from, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        uint32_t bits = from[i];

        if (gc__survived_copying(heap, &bits))
            gc__offheap_add(heap, gc_slot_to_cell(heap, (gc_slot){bits}));
        else
            finalize(heap, gc_slot_to_cell(heap, (gc_slot){bits}));
    }
}

/*
 * Rewrites the lists.  An entry is read before the place that it may be written to is reached: each list
 * is emptied and filled again from its beginning, and only old entries stay behind in the old list.
 */
void gc__offheap_after_evacuation(gc_heap *heap, bool all)
{
    size_t young = heap->offheap_young.count;

    if (all) {
        size_t old = heap->offheap_old.count;
        heap->offheap_old.count = 0;
        settle(heap, heap->offheap_old.cells, old);
    }
    heap->offheap_young.count = 0;
    settle(heap, heap->offheap_young.cells, young);
}

void gc__offheap_after_marking(gc_heap *heap)
{
    struct gc__offheap_list *list = &heap->offheap_old;
    size_t kept = 0;

    gc_assert(heap->offheap_young.count == 0); /* a full collection leaves no young cell */
    for (size_t i = 0; i < list->count; i++) {
        gc_slot slot = {list->cells[i]};

        if (gc__slot_is_live(heap, slot))
            list->cells[kept++] = slot.bits;
        else
            finalize(heap, gc_slot_to_cell(heap, slot));
    }
    list->count = kept;
}

/* All young cells became old where they are. */
void gc__offheap_relabel(gc_heap *heap)
{
    size_t young = heap->offheap_young.count;

    heap->offheap_young.count = 0;
    for (size_t i = 0; i < young; i++)
        gc__offheap_add(heap, gc_slot_to_cell(heap, (gc_slot){heap->offheap_young.cells[i]}));
}

/* The heap's end: every cell still listed is finalized. */
void gc__offheap_destroy(gc_heap *heap)
{
    struct gc__offheap_list *lists[] = {&heap->offheap_young, &heap->offheap_old};

    for (int i = 0; i < 2; i++) {
        for (size_t j = 0; j < lists[i]->count; j++)
            finalize(heap, gc_slot_to_cell(heap, (gc_slot){lists[i]->cells[j]}));
        if (lists[i]->cells != NULL)
            gc__metadata_free(heap, lists[i]->cells, lists[i]->capacity * sizeof(uint32_t));
        *lists[i] = (struct gc__offheap_list){NULL, 0, 0};
    }
}
