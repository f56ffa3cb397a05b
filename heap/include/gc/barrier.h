/*
 * gc/barrier.h: storing into cells.  Design: docs/design/barrier.md.
 *
 * Every store of a slot into a cell goes through these functions [barrier.every-store].  They store with
 * relaxed atomics, record old-to-new references, and mark the stored target while marking is on.
 * None collects; none fails.
 */
#ifndef GC_BARRIER_H
#define GC_BARRIER_H

#include "gc/alloc.h"

GC_API GC_NOINLINE void gc__remember(gc_heap *heap, void *cell, gc_slot *field);
GC_API GC_NOINLINE void gc__mark_stored(gc_heap *heap, const gc_slot *field, gc_slot slot);

/* Of a reference; no cell lies on a page that is not in use, so GC_PAGE_NONE need not be told apart. */
GC_INLINE bool gc__slot_is_young(const gc_heap *heap, gc_slot slot)
{
    return gc__fast(heap)->page_class[slot.bits >> 17] <= GC_PAGE_LAST_YOUNG;
}

GC_INLINE bool gc__cell_is_young(const gc_heap *heap, const void *cell)
{
    uintptr_t class = gc__fast(heap)->address_class + ((uintptr_t)cell >> GC__PAGE_SHIFT);

    return *(const uint8_t *)class <= GC_PAGE_LAST_YOUNG;
}

/* Stores slot into *field, a field of cell. */
GC_INLINE void gc_write(gc_heap *heap, void *cell, gc_slot *field, gc_slot slot)
{
    __atomic_store_n(&field->bits, slot.bits, __ATOMIC_RELAXED);
    if ((slot.bits & 1) == 0 || gc__cell_is_young(heap, cell))
        return;
    if (gc__slot_is_young(heap, slot))
        gc__remember(heap, cell, field);
    if (GC_UNLIKELY(gc__fast(heap)->marking))
        gc__mark_stored(heap, field, slot);
}

/*
 * Stores into a cell that came from the last allocation and that nothing else refers to yet: a plain
 * store if the cell is young; cells allocated old or large take the barrier.
 */
GC_INLINE void gc_init(gc_heap *heap, void *cell, gc_slot *field, gc_slot slot)
{
    if (GC_LIKELY(gc__cell_is_young(heap, cell)))
        field->bits = slot.bits;
    else
        gc_write(heap, cell, field, slot);
}

/* Stores an integer or constant: no barrier is needed. */
GC_INLINE void gc_write_immediate(gc_slot *field, gc_slot slot)
{
    gc_assert(gc_slot_is_int(slot) || gc_slot_is_constant(slot));
    __atomic_store_n(&field->bits, slot.bits, __ATOMIC_RELAXED);
}

/*
 * Encodes *value and stores it at byte offset of *cell.  Both are rooted.  May collect; fails only where
 * the value needs a box and memory is exhausted, and then nothing has changed.
 */
GC_API GC_MUST_CHECK bool gc_store_value(gc_heap *heap, const gc_value *cell, size_t offset,
                                         const gc_value *value);

/* Copies count slots between two cells, or within one where they may overlap (move).  Never collects. */
GC_API void gc_copy_slots(gc_heap *heap, void *to_cell, gc_slot *to, const gc_slot *from,
                          size_t count);
GC_API void gc_move_slots(gc_heap *heap, void *cell, gc_slot *to, const gc_slot *from, size_t count);

#endif
