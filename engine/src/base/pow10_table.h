/*
 * base/pow10_table.h: powers of ten as 128-bit fractions, for numbers to text and back.
 *
 * js__pow10(k) is 10^k scaled by a power of two to lie in [2^127, 2^128), cut to an integer, plus one: high
 * and low half.  So the exact scaled power lies between it less one and itself.
 */
#ifndef JS_BASE_POW10_TABLE_H
#define JS_BASE_POW10_TABLE_H

#include <stdint.h>

#define JS__POW10_MIN (-292)
#define JS__POW10_MAX 324

extern const uint64_t js__pow10_table[JS__POW10_MAX - JS__POW10_MIN + 1][2];

static inline const uint64_t *js__pow10(int k)
{
    return js__pow10_table[k - JS__POW10_MIN];
}

/* floor(log2(10^k)) for k in the table's range. */
static inline int js__log2_of_pow10(int k)
{
    return k * 1741647 >> 19;
}

/* floor(log10(2^q)), or with three_quarters floor(log10(3/4 * 2^q)), for exponents q of doubles. */
static inline int js__log10_of_pow2(int q, int three_quarters)
{
    return (q * 1262611 - (three_quarters ? 524031 : 0)) >> 22;
}

#endif
