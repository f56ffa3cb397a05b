/*
 * base/math_ops.h: the operations of Number and Math whose results the C library leaves open or defines
 * otherwise than ECMAScript.  What is not here (sin, atan2, cbrt, expm1, ...) is libm's as it is.
 */
#ifndef JS_BASE_MATH_OPS_H
#define JS_BASE_MATH_OPS_H

#include <math.h>
#include <stddef.h>
#include <stdint.h>

#include "base/checked_math.h"

/* 6.1.6.1.3 Number::exponentiate: NaN where C says 1, for a base of 1 or -1 and no finite exponent. */
static inline double js_math_pow(double base, double exponent)
{
    if (!isfinite(exponent) && (isnan(exponent) || fabs(base) == 1.0))
        return NAN;
    if (exponent == 2.0)
        return base * base;
    if (exponent == 1.0)
        return base;
    return pow(base, exponent);
}

/* 6.1.6.1.6 Number::remainder: C's fmod, with integers kept off its slow path. */
static inline double js_math_remainder(double n, double d)
{
    if (n >= 0 && n <= 9007199254740991.0 && d >= 1 && d <= 9007199254740991.0) {
        uint64_t un = (uint64_t)n, ud = (uint64_t)d;

        if ((double)un == n && (double)ud == d && js_double_bits(n) >> 63 == 0)
            return (double)(un % ud);
    }
    return fmod(n, d);
}

/* 21.3.2.28 Math.round: to the nearest integer, ties upwards; -0 for [-0.5, -0]. */
static inline double js_math_round(double x)
{
    double up = ceil(x);

    return up - 0.5 > x ? up - 1 : up;
}

static inline double js_math_sign(double x)
{
    return x > 0 ? 1 : x < 0 ? -1 : x;
}

/* 21.3.2.17 Math.fround. */
static inline double js_math_fround(double x)
{
    return (double)(float)x;
}

static inline int32_t js_math_clz32(uint32_t n)
{
    return n == 0 ? 32 : __builtin_clz(n);
}

static inline int32_t js_math_imul(int32_t a, int32_t b)
{
    return (int32_t)((uint32_t)a * (uint32_t)b);
}

/* Math.max of two numbers: NaN if either is, +0 above -0. */
static inline double js_math_max(double a, double b)
{
    if (a > b)
        return a;
    if (b > a)
        return b;
    if (a == b)
        return js_double_bits(a) >> 63 ? b : a;
    return NAN;
}

static inline double js_math_min(double a, double b)
{
    if (a < b)
        return a;
    if (b < a)
        return b;
    if (a == b)
        return js_double_bits(a) >> 63 ? a : b;
    return NAN;
}

/* 21.3.2.18 Math.hypot of count numbers: scaled by the largest, the squares summed with compensation. */
static inline double js_math_hypot(const double *numbers, size_t count)
{
    double largest = 0, sum = 0, lost = 0;
    bool has_nan = false;

    for (size_t i = 0; i < count; i++) {
        double size = fabs(numbers[i]);

        if (isinf(size))
            return INFINITY;
        has_nan |= isnan(size);
        if (size > largest)
            largest = size;
    }
    if (has_nan)
        return NAN;
    if (largest == 0)
        return 0;
    for (size_t i = 0; i < count; i++) {
        double ratio = numbers[i] / largest;
        double term = ratio * ratio - lost;
        double next = sum + term;

        lost = (next - sum) - term;
        sum = next;
    }
    return sqrt(sum) * largest;
}

/* 7.1.5 ToIntegerOrInfinity of a Number: NaN and -0 become +0. */
static inline double js_math_to_integer(double x)
{
    if (isnan(x))
        return 0;
    return trunc(x) + 0.0;
}

/* IEEE binary16, for Float16Array and Math.f16round: rounded once from the double, ties to even. */
static inline uint16_t js_math_to_half(double x)
{
    uint64_t bits = js_double_bits(x);
    uint16_t sign = (uint16_t)(bits >> 48 & 0x8000);
    double size = fabs(x);

    if (isnan(x))
        return 0x7E00;
    if (size >= 65520)
        return sign | 0x7C00;
    if (size < 0x1p-14) /* a multiple of 2^-24: let the FPU round to an integer */
        return sign | (uint16_t)((size * 0x1p24 + 0x1p52) - 0x1p52);
    bits &= 0x7FFFFFFFFFFFFFFF;
    bits += 0x1FFFFFFFFFF + (bits >> 42 & 1); /* round away the 42 low bits; may carry into the exponent */
    return sign | (uint16_t)((bits >> 42) - ((uint64_t)(1023 - 15) << 10));
}

static inline double js_math_from_half(uint16_t half)
{
    unsigned exponent = half >> 10 & 0x1F, mantissa = half & 0x3FF;
    double size;

    if (exponent == 0)
        size = mantissa * 0x1p-24;
    else if (exponent == 31)
        size = mantissa ? NAN : INFINITY;
    else
        size = js_double_from_bits((uint64_t)(exponent + 1023 - 15) << 52 | (uint64_t)mantissa << 42);
    return half & 0x8000 ? -size : size;
}

/*
 * A generator for Math.random: xorshift128+ (Vigna 2014).  Seed with any two words, not both zero.  Not for
 * secrets.
 */
struct js_random {
    uint64_t a, b;
};

static inline uint64_t js_random_next(struct js_random *random)
{
    uint64_t x = random->a, y = random->b;

    random->a = y;
    x ^= x << 23;
    x ^= x >> 17 ^ y ^ y >> 26;
    random->b = x;
    return x + y;
}

/* A double in [0, 1), a multiple of 2^-53. */
static inline double js_random_double(struct js_random *random)
{
    return (double)(js_random_next(random) >> 11) * 0x1p-53;
}

#endif
