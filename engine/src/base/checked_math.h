/*
 * base/checked_math.h: integer arithmetic that cannot overflow unseen, and the conversions of doubles to
 * integers that ECMAScript defines.
 *
 * The js_add_, js_sub_ and js_mul_ functions return false when the exact result does not fit; *result is
 * then unspecified.  Sizes that a program controls are computed with them.
 */
#ifndef JS_BASE_CHECKED_MATH_H
#define JS_BASE_CHECKED_MATH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define JS_CHECKED __attribute__((warn_unused_result)) static inline

JS_CHECKED bool js_add_size(size_t a, size_t b, size_t *result)
{
    return !__builtin_add_overflow(a, b, result);
}

JS_CHECKED bool js_mul_size(size_t a, size_t b, size_t *result)
{
    return !__builtin_mul_overflow(a, b, result);
}

/* header + count * unit: the size of a block with an array behind its head. */
JS_CHECKED bool js_array_size(size_t header, size_t count, size_t unit, size_t *result)
{
    size_t body;

    return js_mul_size(count, unit, &body) && js_add_size(header, body, result);
}

JS_CHECKED bool js_add_u32(uint32_t a, uint32_t b, uint32_t *result)
{
    return !__builtin_add_overflow(a, b, result);
}

JS_CHECKED bool js_mul_u32(uint32_t a, uint32_t b, uint32_t *result)
{
    return !__builtin_mul_overflow(a, b, result);
}

JS_CHECKED bool js_add_i32(int32_t a, int32_t b, int32_t *result)
{
    return !__builtin_add_overflow(a, b, result);
}

JS_CHECKED bool js_sub_i32(int32_t a, int32_t b, int32_t *result)
{
    return !__builtin_sub_overflow(a, b, result);
}

/* Fails also where the JavaScript result is -0. */
JS_CHECKED bool js_mul_i32(int32_t a, int32_t b, int32_t *result)
{
    return !__builtin_mul_overflow(a, b, result) && (*result != 0 || (a | b) >= 0);
}

static inline uint64_t js_double_bits(double value)
{
    uint64_t bits;

    memcpy(&bits, &value, sizeof bits);
    return bits;
}

static inline double js_double_from_bits(uint64_t bits)
{
    double value;

    memcpy(&value, &bits, sizeof value);
    return value;
}

/* The low 32 bits of the integer part of value in two's complement; 0 for NaN and infinities. */
static inline uint32_t js__low_bits_of_double(double value)
{
    uint64_t bits = js_double_bits(value);
    int exponent = (int)(bits >> 52 & 0x7FF) - 1075; /* of the integer mantissa */
    uint64_t mantissa = (bits & 0xFFFFFFFFFFFFF) | 0x10000000000000;
    uint32_t low;

    if (exponent >= 32 || exponent <= -53)
        return 0; /* a multiple of 2^32 (NaN and infinities too); less than one */
    low = exponent >= 0 ? (uint32_t)mantissa << exponent : (uint32_t)(mantissa >> -exponent);
    return bits >> 63 ? 0 - low : low;
}

/* 7.1.6 ToInt32 of a Number. */
static inline int32_t js_double_to_int32(double value)
{
    if (value >= -2147483648.0 && value <= 2147483647.0)
        return (int32_t)value;
    return (int32_t)js__low_bits_of_double(value);
}

/* 7.1.7 ToUint32 of a Number. */
static inline uint32_t js_double_to_uint32(double value)
{
    return (uint32_t)js_double_to_int32(value);
}

/* The low 64 bits of the integer part of value (ToBigInt64 wraps so); 0 for NaN and infinities. */
static inline uint64_t js_double_to_uint64_wrapped(double value)
{
    uint64_t bits = js_double_bits(value);
    int exponent = (int)(bits >> 52 & 0x7FF) - 1075;
    uint64_t mantissa = (bits & 0xFFFFFFFFFFFFF) | 0x10000000000000;
    uint64_t low;

    if (exponent >= 64 || exponent <= -53)
        return 0;
    low = exponent >= 0 ? mantissa << exponent : mantissa >> -exponent;
    return bits >> 63 ? 0 - low : low;
}

/* Whether value is an int32 and not -0; then *result is it. */
static inline bool js_double_is_int32(double value, int32_t *result)
{
    if (!(value >= -2147483648.0 && value <= 2147483647.0))
        return false;
    *result = (int32_t)value;
    return js_double_bits((double)*result) == js_double_bits(value);
}

/* Whether value is an array index, 0 .. 2^32-2; then *result is it.  -0 is the index 0. */
static inline bool js_double_is_array_index(double value, uint32_t *result)
{
    if (!(value >= 0 && value < 4294967295.0))
        return false;
    *result = (uint32_t)value;
    return (double)*result == value;
}

#undef JS_CHECKED
#endif
