/*
 * gc/alloc.h: allocation of cells.
 *
 * Every function here without _nogc is a safepoint: it may collect and so move every cell.  Sizes are
 * in bytes and are rounded up to granules.  A new cell has its header set and all else zero: its slots
 * read as the integer 0, so a half-initialised cell is valid.  Failure means that the limit was reached
 * after all that could be collected was (architecture: the ladder); nothing has changed then.
 */
#ifndef GC_ALLOC_H
#define GC_ALLOC_H

#include "gc/slot.h"

/* Sizes in bytes: a boxed number (what an encode may take of a reservation), and the bounds of requests. */
#define GC_NUMBER_BYTES  16u
#define GC_RESERVE_MAX   (64u << 10)  /* what one gc_reserve may ask for */
#define GC_LARGE_BYTES   (128u << 10) /* cells of more bytes are large: in pages of their own */
#define GC__PREFETCH_AHEAD 512 /* bytes past a new cell: eight lines */

/* The slow path of gc_alloc. */
GC_API GC_MUST_CHECK GC_NOINLINE bool gc__alloc_slow(gc_heap *heap, uint8_t kind, size_t bytes,
                                                     gc_value *out);
GC_API GC_MUST_CHECK GC_NOINLINE bool gc__reserve_slow(gc_heap *heap, size_t bytes);

/* A size in bytes rounded up to granules, as allocation does.  Overflows only within 7 bytes of SIZE_MAX. */
GC_INLINE size_t gc_round_up(size_t bytes)
{
    return (bytes + GC_GRANULE - 1) & ~(size_t)(GC_GRANULE - 1);
}

/*
 * Not API: makes a cell of rounded bytes at the allocation pointer.  The line that allocation will reach
 * some cells later is fetched meanwhile: stores to other places between the cells keep the processor from
 * doing so by itself (2.7 ns for a dead cell of 32 bytes without, 1.7 with; bench/heap/alloc_rate.c).
 */
GC_INLINE void *gc__bump(gc_heap *heap, uint8_t kind, size_t bytes)
{
    struct gc__fast *fast = gc__fast(heap);
    uint64_t *cell = (uint64_t *)fast->top;

    __builtin_prefetch((char *)cell + GC__PREFETCH_AHEAD, 1);
    cell[0] = (uint64_t)kind | (uint64_t)(bytes / GC_GRANULE) << 16;
    for (size_t i = 1; i < bytes / GC_GRANULE; i++)
        cell[i] = 0;
    fast->top = (uintptr_t)cell + bytes; /* last: the next cell's need not load it, and only the last one's is stored */
    return cell;
}

/*
 * Not API: whether bytes (at most GC_RESERVE_MAX) are left below the limit.  Under stress every allocation takes the slow
 * path: the limit stays where the last reservation began, and reserved cells take top past it.
 */
GC_INLINE bool gc__has_room(const gc_heap *heap, size_t bytes)
{
    const struct gc__fast *fast = gc__fast(heap);

    return fast->top + bytes <= fast->limit;
}

/*
 * Allocates a cell of kind, of any size, young if it can be, and sets *out to it.  May collect.
 * Kinds with GC_KIND_OFFHEAP are registered for finalization, always through the slow path.
 */
GC_MUST_CHECK GC_INLINE bool gc_alloc(gc_heap *heap, uint8_t kind, size_t bytes, gc_value *out)
{
    if (GC_UNLIKELY(bytes > GC_RESERVE_MAX || !gc__has_room(heap, gc_round_up(bytes))))
        return gc__alloc_slow(heap, kind, bytes, out);
#if TENURE_CHECKED
    gc__fast(heap)->reserved_end = 0;
#endif
    gc_assert(gc__fast(heap)->no_collect == 0);
    *out = gc_from_cell(gc__bump(heap, kind, gc_round_up(bytes))); /* last: what follows need not load it */
    return true;
}

/* Allocates a cell of a kind with GC_KIND_OFFHEAP, whose finalize will be called.  May collect. */
GC_API GC_MUST_CHECK bool gc_alloc_offheap(gc_heap *heap, uint8_t kind, size_t bytes,
                                           gc_value *out);

/* Allocates a cell in the old generation (tables that live long).  May collect. */
GC_API GC_MUST_CHECK bool gc_alloc_old(gc_heap *heap, uint8_t kind, size_t bytes, gc_value *out);

/*
 * Makes sure that the next bytes (at most GC_RESERVE_MAX, the sum of rounded sizes) can be allocated by
 * the _nogc functions below.  May collect: the only safepoint of a sequence that stores several values.
 * The reservation lasts to the next safepoint.
 */
GC_MUST_CHECK GC_INLINE bool gc_reserve(gc_heap *heap, size_t bytes)
{
    gc_assert(bytes <= GC_RESERVE_MAX);
    gc_assert(gc__fast(heap)->no_collect == 0);
    if (GC_UNLIKELY(!gc__has_room(heap, bytes)))
        return gc__reserve_slow(heap, bytes);
#if TENURE_CHECKED
    gc__fast(heap)->reserved_end = gc__fast(heap)->top + bytes;
#endif
    return true;
}

/* Allocates a cell within a reservation: young, never fails, never collects. */
GC_INLINE void *gc_alloc_reserved_nogc(gc_heap *heap, uint8_t kind, size_t bytes)
{
    bytes = gc_round_up(bytes);
    gc_assert(gc__fast(heap)->top + bytes <= gc__fast(heap)->reserved_end);
    return gc__bump(heap, kind, bytes);
}

/* The slot of a double that needs a box, within a reservation of GC_NUMBER_BYTES. */
GC_INLINE gc_slot gc_box_nogc(gc_heap *heap, double d)
{
    struct gc_number *box = gc_alloc_reserved_nogc(heap, GC_KIND_NUMBER, sizeof *box);

    box->value = d;
    return (gc_slot){gc_slot_from_cell(heap, box).bits | 2};
}

/*
 * The slot of v.  A number that needs a box takes GC_NUMBER_BYTES of a reservation made before; any
 * other value takes nothing.  Never collects.
 */
GC_INLINE gc_slot gc_encode_nogc(gc_heap *heap, gc_value v)
{
    gc_slot slot;

    if (GC_LIKELY(gc_try_encode(heap, v, &slot)))
        return slot;
    return gc_box_nogc(heap, gc_to_number(v));
}

/* The slot of a value known to be no number that needs a box. */
GC_INLINE gc_slot gc_slot_of(const gc_heap *heap, gc_value v)
{
    gc_slot slot = GC_SLOT_EMPTY;
    bool direct = gc_try_encode(heap, v, &slot);

    gc_assert(direct);
    (void)direct;
    return slot;
}

#endif
