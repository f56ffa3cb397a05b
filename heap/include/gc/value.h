/*
 * gc/value.h: values, the 64-bit representation used in registers, frames and C locals.
 *
 *   0000:aaaa:aaaa:aaaa   a cell: its full address, 8-byte aligned, below 2^48
 *   0001:0000:0000:00nn   constant number nn, 0 to 63; number 0 is GC_EMPTY
 *   0002:... to FFFC:...  a double: its bits plus 2^49 (NaN is canonical)
 *   FFFE:0000:iiii:iiii   a 32-bit signed integer
 *
 * A value that holds a cell is valid until the next safepoint unless it is rooted (gc/frame.h).
 * What a cell stores are not values but slots (gc/slot.h).
 */
#ifndef GC_VALUE_H
#define GC_VALUE_H

#include "gc/base.h"
#include <string.h>

/* A value; plain data, compared with gc_same.  All functions of this header are pure: none collects, none fails. */
typedef struct gc_value {
    uint64_t bits;
} gc_value;

#define GC__NUMBER_TAG    UINT64_C(0xFFFE000000000000)
#define GC__DOUBLE_OFFSET UINT64_C(0x0002000000000000)
#define GC__CONSTANT_TAG  UINT64_C(0x0001000000000000)

/* How many constants there are. */
#define GC_CONSTANTS_MAX 64

/* The constant with the given number, 0 to 63. */
#define GC_CONSTANT(number) ((gc_value){GC__CONSTANT_TAG | (uint64_t)(number)})

/* Constant 0: what a fresh frame slot holds. */
#define GC_EMPTY GC_CONSTANT(0)

/* Whether two values have the same bits.  Integers and doubles of the same number differ. */
GC_INLINE bool gc_same(gc_value a, gc_value b)
{
    return a.bits == b.bits;
}

/* Whether a value refers to a cell. */
GC_INLINE bool gc_is_cell(gc_value v)
{
    return v.bits >> 48 == 0;
}

/* Whether a value is a constant. */
GC_INLINE bool gc_is_constant(gc_value v)
{
    return v.bits >> 48 == 1;
}

/* Whether a value is a number held as a 32-bit integer. */
GC_INLINE bool gc_is_int(gc_value v)
{
    return v.bits >= GC__NUMBER_TAG;
}

/* Whether a value is a number, held either way. */
GC_INLINE bool gc_is_number(gc_value v)
{
    return v.bits >= GC__DOUBLE_OFFSET;
}

/* Whether a value is a number held as a double. */
GC_INLINE bool gc_is_double(gc_value v)
{
    return gc_is_number(v) && !gc_is_int(v);
}

/* Both integers: one addition of tags would do; the compiler finds the and. */
GC_INLINE bool gc_both_int(gc_value a, gc_value b)
{
    return (a.bits & b.bits) >= GC__NUMBER_TAG;
}

/* The value of an integer. */
GC_INLINE gc_value gc_from_int(int32_t i)
{
    return (gc_value){GC__NUMBER_TAG | (uint32_t)i};
}

/* The integer of a value that is one (gc_is_int). */
GC_INLINE int32_t gc_to_int(gc_value v)
{
    gc_assert(gc_is_int(v));
    return (int32_t)(uint32_t)v.bits;
}

/* Makes a value of d as a double, whatever d is; a NaN becomes the canonical one. */
GC_INLINE gc_value gc_from_double(double d)
{
    uint64_t bits;

    if (GC_UNLIKELY(d != d))
        bits = UINT64_C(0x7FF8000000000000);
    else
        memcpy(&bits, &d, sizeof bits);
    return (gc_value){bits + GC__DOUBLE_OFFSET};
}

/* The double of a value that is one (gc_is_double). */
GC_INLINE double gc_to_double(gc_value v)
{
    uint64_t bits = v.bits - GC__DOUBLE_OFFSET;
    double d;

    gc_assert(gc_is_double(v));
    memcpy(&d, &bits, sizeof d);
    return d;
}

/* The number of an integer or a double. */
GC_INLINE double gc_to_number(gc_value v)
{
    return gc_is_int(v) ? (double)gc_to_int(v) : gc_to_double(v);
}

/* Makes an integer value where d is one that 32 bits hold (and not -0), a double otherwise. */
GC_INLINE gc_value gc_from_number(double d)
{
    if (d >= -2147483648.0 && d <= 2147483647.0) {
        int32_t i = (int32_t)d;
        if ((double)i == d && (i != 0 || !__builtin_signbit(d)))
            return gc_from_int(i);
    }
    return gc_from_double(d);
}

/* The number of a constant. */
GC_INLINE unsigned gc_to_constant(gc_value v)
{
    gc_assert(gc_is_constant(v));
    return (unsigned)(v.bits & 0xFF);
}

/* The value of a cell's address; valid to the next safepoint unless rooted. */
GC_INLINE gc_value gc_from_cell(const void *cell)
{
    return (gc_value){(uint64_t)(uintptr_t)cell};
}

/* The address of a cell; valid to the next safepoint. */
GC_INLINE void *gc_to_cell(gc_value v)
{
    gc_assert(gc_is_cell(v));
    return (void *)(uintptr_t)v.bits;
}

#endif
