/*
 * barrier.c: slow paths of stores, and moves of many slots.  Design: docs/design/barrier.md.
 *
 * The inline part of gc_write stores and tests; what comes here is an old cell that now refers to a
 * young one [barrier.record].  Recording cannot fail (remembered.c).
 */
#include "internal.h"
#include <string.h>

void gc__remember(gc_heap *heap, void *cell, gc_slot *field)
{
    gc_assert((char *)field > (char *)cell);
    gc_assert((char *)field < (char *)cell + gc__cell_bytes(heap, cell));
    if (!GC_MUTANT(BARRIER_NO_RECORD))
        gc__record_field(heap, cell, field);
}

/*
 * What is stored into an old cell is marked, whatever the cell's colour [mark.insertion]; and recorded, if it is a
 * candidate: a helper may be about to scan the cell with the value before [candidates.recorded].
 */
void gc__mark_stored(gc_heap *heap, const gc_slot *field, gc_slot slot)
{
    if (!GC_MUTANT(BARRIER_NO_MARK))
        gc__marker_mark_slot(&heap->marker, slot);
    if (heap->marker.candidates != NULL && !GC_MUTANT(BARRIER_NO_CANDIDATE))
        gc__record_reference(&heap->marker, field, slot.bits);
}

/* Records those of count slots of a cell that hold young cells. */
static void record_run(gc_heap *heap, const void *cell, gc_slot *slots, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if ((slots[i].bits & 1) != 0 && gc__slot_is_young(heap, slots[i]))
            gc__record_field(heap, cell, &slots[i]);
}

static void mark_run(gc_heap *heap, const gc_slot *slots, size_t count)
{
    for (size_t i = 0; i < count; i++)
        gc__marker_mark_slot(&heap->marker, slots[i]);
    for (size_t i = 0; i < count && heap->marker.candidates != NULL; i++)
        gc__record_reference(&heap->marker, &slots[i], slots[i].bits);
}

/* Like memmove, with slots that helpers may be loading. */
static void move_atomically(gc_slot *to, const gc_slot *from, size_t count)
{
    bool up = to < from;

    for (size_t i = 0; i < count; i++) {
        size_t at = up ? i : count - 1 - i;
        __atomic_store_n(&to[at].bits, from[at].bits, __ATOMIC_RELAXED);
    }
}

static void copy_into_old(gc_heap *heap, const void *cell, gc_slot *to, const gc_slot *from, size_t count,
                          bool records, bool marks)
{
    if (GC_LIKELY(!heap->fast.marking))
        memmove(to, from, count * sizeof *to);
    else
        move_atomically(to, from, count);
    if (records)
        record_run(heap, cell, to, count);
    if (heap->fast.marking && marks)
        mark_run(heap, to, count);
}

void gc_copy_slots(gc_heap *heap, void *to_cell, gc_slot *to, const gc_slot *from, size_t count)
{
    gc_assert(count == 0 || (char *)to > (char *)to_cell);
    gc_assert((char *)(to + count) <= (char *)to_cell + gc__cell_bytes(heap, to_cell));
    if (gc__cell_is_young(heap, to_cell))
        memmove(to, from, count * sizeof *to);
    else
        copy_into_old(heap, to_cell, to, from, count, !GC_MUTANT(COPY_NO_RECORD),
                      !GC_MUTANT(COPY_NO_MARK));
}

void gc_move_slots(gc_heap *heap, void *cell, gc_slot *to, const gc_slot *from, size_t count)
{
    gc_assert(count == 0 || (char *)to > (char *)cell);
    gc_assert((char *)(to + count) <= (char *)cell + gc__cell_bytes(heap, cell));
    if (gc__cell_is_young(heap, cell))
        memmove(to, from, count * sizeof *to);
    else
        copy_into_old(heap, cell, to, from, count, !GC_MUTANT(MOVE_NO_RECORD),
                      !GC_MUTANT(MOVE_NO_MARK));
}

bool gc_store_value(gc_heap *heap, const gc_value *cell, size_t offset, const gc_value *value)
{
    gc_slot slot;

    if (!gc_try_encode(heap, *value, &slot)) {
        if (!gc_reserve(heap, GC_NUMBER_BYTES))
            return false;
        slot = gc_encode_nogc(heap, *value);
    }
    char *raw = gc_to_cell(*cell);
    gc_write(heap, raw, (gc_slot *)(raw + offset), slot);
    return true;
}
