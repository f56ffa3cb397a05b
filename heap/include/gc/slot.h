/*
 * gc/slot.h: slots, the 32-bit representation in which cells store values.
 *
 *   iiii...i0   a 31-bit integer
 *   gggg..g01   a cell: g counts granules from the cage's base; address = base + slot * 2 - 2
 *   gggg..g11   a boxed number at granule g; below granule 64 the constant number g
 *
 * Decoding never reads the target except for a number.  Encoding a double that is no 31-bit integer
 * allocates its box and so may collect; a gc_slot in a C local lives like a raw pointer, to the next
 * safepoint [slot.local].
 */
#ifndef GC_SLOT_H
#define GC_SLOT_H

#include "gc/layout.h"
#include "gc/value.h"

/* Kind 0 is the heap's: an immutable boxed double, shared freely. */
struct gc_number {
    struct gc_header header;
    uint32_t unused;
    double value;
};

/* Kind numbers of the heap's own; a client's are from GC_KIND_FIRST_CLIENT to 255. */
enum { GC_KIND_NUMBER = 0, GC_KIND_FREE = 1, GC_KIND_FIRST_CLIENT = 2 };

/* Page classes: what page_class[slot >> 17] says of the page that a slot points into. */
enum gc_page_class {
    GC_PAGE_NONE = 0,     /* not in use */
    GC_PAGE_YOUNG = 1,    /* semispace */
    GC_PAGE_YOUNG_LARGE = 2,
    GC_PAGE_LAST_YOUNG = GC_PAGE_YOUNG_LARGE,
    GC_PAGE_OLD = 3,
    GC_PAGE_LARGE = 4,
    GC_PAGE_READ_ONLY = 5, /* constants, and images */
    GC_PAGE_EVACUATED = 6, /* within a collection: its cells are being copied away */
    GC_PAGE_EVACUATED_LARGE = 7,
};

#define GC__APART 128 /* bytes between what different threads use: two cache lines, since processors fetch them in pairs */

/*
 * The part of a heap that inline paths read.  Not API: fields may change; use the functions.
 * It is the first member of struct gc_heap.  What each allocation writes lies apart from what helper threads
 * read for each cell.
 */
struct gc__fast {
    /* The mutator's alone. */
    uintptr_t top;           /* next free byte of the allocation area */
    uintptr_t limit;         /* its end; equal to top when every allocation must take the slow path */
    struct gc_frame *frames; /* innermost frame of rooted locals */
    uintptr_t other_top, other_limit; /* of the area that is not allocated in: gc/sites.h */
    uint32_t pretenuring;    /* not 0: top and limit are those of old cells, and the nursery's the others */
    uint32_t no_collect;     /* depth of GC_NO_COLLECT scopes */
    uintptr_t reserved_end;  /* checked builds: end of the last reservation, 0 once it is over */
    /* Read by helpers too, and seldom written. */
    uintptr_t cage_base __attribute__((aligned(GC__APART))); /* 2 MiB aligned */
    uint8_t *page_class;     /* a byte a page of the cage */
    uintptr_t address_class; /* the same by address: the byte of a cell is at this + (cell >> GC__PAGE_SHIFT) */
    uint32_t marking;        /* not 0 while the marking barrier is on */
};

GC_INLINE struct gc__fast *gc__fast(const gc_heap *heap)
{
    return (struct gc__fast *)(uintptr_t)heap;
}

#define GC__PAGE_SHIFT  18
/* The slot of the constant with the given number, 0 to 63; and that of number 0. */
#define GC_SLOT_CONSTANT(number) ((gc_slot){((uint32_t)(number) << 2) | 3})
#define GC_SLOT_EMPTY            GC_SLOT_CONSTANT(0)

/* Whether two slots hold the same bits: the same cell, integer, constant, or box of a number.  Never collects. */
GC_INLINE bool gc_slot_same(gc_slot a, gc_slot b)
{
    return a.bits == b.bits;
}

/* Whether a slot holds an integer. */
GC_INLINE bool gc_slot_is_int(gc_slot s)
{
    return (s.bits & 1) == 0;
}

/* Whether a slot refers to a cell of a client's kind. */
GC_INLINE bool gc_slot_is_cell(gc_slot s)
{
    return (s.bits & 3) == 1;
}

/* Whether a slot is one of the constants. */
GC_INLINE bool gc_slot_is_constant(gc_slot s)
{
    return (s.bits & 3) == 3 && s.bits < 4 * GC_CONSTANTS_MAX;
}

/* A boxed number. */
GC_INLINE bool gc_slot_is_number_cell(gc_slot s)
{
    return (s.bits & 3) == 3 && s.bits >= 4 * GC_CONSTANTS_MAX;
}

/* The slot of an integer that fits 31 bits (gc_int_fits_slot). */
GC_INLINE gc_slot gc_slot_from_int(int32_t i)
{
    return (gc_slot){(uint32_t)i << 1};
}

/* The integer of a slot that holds one. */
GC_INLINE int32_t gc_slot_to_int(gc_slot s)
{
    return (int32_t)s.bits >> 1;
}

/* Whether a 32-bit integer fits the slot's 31 bits. */
GC_INLINE bool gc_int_fits_slot(int32_t i)
{
    return i >= -(1 << 30) && i < (1 << 30);
}

/* The slot of a cell of this heap; valid to the next safepoint, like the address. */
GC_INLINE gc_slot gc_slot_from_cell(const gc_heap *heap, const void *cell)
{
    return (gc_slot){(uint32_t)(((uintptr_t)cell - gc__fast(heap)->cage_base) >> 1) | 1};
}

/* The address of the cell or number cell that s refers to; valid to the next safepoint. */
GC_INLINE void *gc_slot_to_cell(const gc_heap *heap, gc_slot s)
{
    return (void *)(gc__fast(heap)->cage_base + ((uintptr_t)(s.bits & ~3u) << 1));
}

/* Loads a field; markers on other threads may read it at the same time. */
GC_INLINE gc_slot gc_load(const gc_slot *field)
{
    return (gc_slot){__atomic_load_n(&field->bits, __ATOMIC_RELAXED)};
}

/* The value of a slot.  Never collects. */
GC_INLINE gc_value gc_decode(const gc_heap *heap, gc_slot s)
{
    if ((s.bits & 1) == 0)
        return gc_from_int((int32_t)s.bits >> 1);
    if ((s.bits & 2) == 0)
        return gc_from_cell((void *)(gc__fast(heap)->cage_base + ((uintptr_t)s.bits << 1) - 2));
    if (s.bits < 4 * GC_CONSTANTS_MAX)
        return GC_CONSTANT(s.bits >> 2);
    return gc_from_double(((const struct gc_number *)gc_slot_to_cell(heap, s))->value);
}

/* Loads and decodes a field of a cell. */
GC_INLINE gc_value gc_get(const gc_heap *heap, const gc_slot *field)
{
    return gc_decode(heap, gc_load(field));
}

/* Whether v can be a slot without a box; *slot is then that slot.  Never collects. */
GC_INLINE bool gc_try_encode(const gc_heap *heap, gc_value v, gc_slot *slot)
{
    if (gc_is_cell(v)) {
        *slot = gc_slot_from_cell(heap, gc_to_cell(v));
        return true;
    }
    if (gc_is_int(v)) {
        *slot = gc_slot_from_int(gc_to_int(v));
        return gc_int_fits_slot(gc_to_int(v));
    }
    if (gc_is_constant(v)) {
        *slot = GC_SLOT_CONSTANT(gc_to_constant(v));
        return true;
    }
    double d = gc_to_double(v);
    if (d >= -1073741824.0 && d < 1073741824.0) {
        int32_t i = (int32_t)d;
        *slot = gc_slot_from_int(i);
        return (double)i == d && (i != 0 || !__builtin_signbit(d));
    }
    return false;
}

#endif
