/*
 * base/number_parse.c: text to numbers.
 *
 * One scanner, specialised by the compiler for Latin-1 and UTF-16 units ('wide').  Decimals with at most
 * 19 digits, a value up to 2^53 and a power of ten up to 10^22 are one exact product or quotient (Clinger
 * 1990).  For others the product of the first 19 digits and a 128-bit approximation of the power of ten is
 * bounded from both sides; if both bounds round to the same double, that is the value (after Lemire, "Number
 * parsing at a gigabyte per second", 2021).  What remains is written as 'digits e exponent' to a buffer and
 * read by strtod_l in the C locale: 768 significant digits decide every double, and what is cut off behind
 * 800 counts as one more digit.
 */
#define _GNU_SOURCE
#include "base/number_text.h"

#include <locale.h>
#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/checked_math.h"
#include "base/pow10_table.h"
#include "unicode/unicode.h"

#define INLINE static inline __attribute__((always_inline))

#define DIGITS_KEPT   800
#define EXPONENT_CLIP 100000000000 /* beyond any length of text times any effect of a digit */

static const double powers_of_ten[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                       1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                       1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};

/* A stretch of code units. */
struct text {
    const void *units;
    size_t length;
};

INLINE uint32_t unit_at(struct text text, size_t i, bool wide)
{
    return wide ? ((const uint16_t *)text.units)[i] : ((const uint8_t *)text.units)[i];
}

INLINE struct text text_from(struct text text, size_t start, bool wide)
{
    text.units = (const char *)text.units + start * (wide ? 2 : 1);
    text.length -= start;
    return text;
}

INLINE struct text trim_start(struct text text, bool wide)
{
    size_t i = 0;

    while (i < text.length && js_unicode_is_space(unit_at(text, i, wide)))
        i++;
    return text_from(text, i, wide);
}

INLINE struct text trim_end(struct text text, bool wide)
{
    while (text.length > 0 && js_unicode_is_space(unit_at(text, text.length - 1, wide)))
        text.length--;
    return text;
}

INLINE bool is_digit(uint32_t unit)
{
    return unit - '0' < 10;
}

static locale_t c_locale;

static void make_c_locale(void)
{
    c_locale = newlocale(LC_ALL_MASK, "C", (locale_t)0);
}

/* Reads a terminated 'digits e exponent', whatever locale the process is in. */
static double read_decimal(const char *text)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;

    pthread_once(&once, make_c_locale);
    return c_locale ? strtod_l(text, NULL, c_locale) : strtod(text, NULL);
}

/* What a scan over digits, point and exponent found. */
struct scan {
    size_t end;        /* behind the number; 0 if there is none */
    size_t digits_end; /* behind the last digit of the mantissa */
    uint64_t mantissa; /* the first 19 significant digits */
    size_t count;      /* of significant digits, trailing zeros included */
    int64_t exponent;  /* of ten, that all the digits as an integer are multiplied by */
};

/* With separators, underscores are skipped: between digits, as the lexer has made sure. */
INLINE void scan_exponent(struct text text, struct scan *s, bool wide, bool separators)
{
    size_t i = s->end + 1;
    bool negative = false;
    int64_t value = 0;

    if (i < text.length && (unit_at(text, i, wide) == '+' || unit_at(text, i, wide) == '-'))
        negative = unit_at(text, i++, wide) == '-';
    if (i == text.length || !is_digit(unit_at(text, i, wide)))
        return;
    for (; i < text.length; i++) {
        uint32_t unit = unit_at(text, i, wide);

        if (separators && unit == '_')
            continue;
        if (!is_digit(unit))
            break;
        if (value < EXPONENT_CLIP)
            value = value * 10 + (unit - '0');
    }
    s->exponent += negative ? -value : value;
    s->end = i;
}

/* Finds the longest StrUnsignedDecimalLiteral (Infinity apart) at the start of text. */
INLINE struct scan scan_decimal(struct text text, bool wide, bool separators)
{
    struct scan s = {0};
    bool any = false, point = false;
    size_t i;

    for (i = 0; i < text.length; i++) {
        uint32_t unit = unit_at(text, i, wide);

        if (is_digit(unit)) {
            any = true;
            if (s.count > 0 || unit != '0') {
                s.count++;
                if (s.count <= 19)
                    s.mantissa = s.mantissa * 10 + (unit - '0');
            }
            s.exponent -= point;
        } else if (unit == '.' && !point) {
            point = true;
        } else if (!separators || unit != '_') {
            break;
        }
    }
    if (!any)
        return (struct scan){0};
    s.end = s.digits_end = i;
    if (i < text.length && (unit_at(text, i, wide) | 0x20) == 'e')
        scan_exponent(text, &s, wide, separators);
    return s;
}

/* The value of digits that the fast way cannot take. */
INLINE double slow_decimal(struct text text, const struct scan *s, bool wide)
{
    char buffer[DIGITS_KEPT + 40];
    size_t used = 0, seen = 0;
    int64_t exponent = s->exponent;
    bool rest = false;

    for (size_t i = 0; i < s->digits_end; i++) {
        uint32_t unit = unit_at(text, i, wide);

        if (!is_digit(unit) || (seen == 0 && unit == '0'))
            continue;
        if (seen++ < DIGITS_KEPT)
            buffer[used++] = (char)unit;
        else
            rest |= unit != '0';
    }
    if (seen > DIGITS_KEPT) { /* one digit stands for all that were cut off */
        buffer[used++] = rest ? '1' : '0';
        exponent += (int64_t)(seen - DIGITS_KEPT) - 1;
    }
    if (exponent > 400) /* infinite anyhow */
        exponent = 400;
    if (exponent < -2000) /* 801 digits cannot lift it above 0 */
        exponent = -2000;
    snprintf(buffer + used, sizeof buffer - used, "e%d", (int)exponent);
    return read_decimal(buffer);
}

/* The top 128 bits of factor * (high * 2^64 + low), a number of 191 or 192 bits. */
static unsigned __int128 top_of_product(uint64_t factor, uint64_t high, uint64_t low)
{
    return (unsigned __int128)factor * high + ((unsigned __int128)factor * low >> 64);
}

/* Rounds a number of 127 or 128 bits to one of 53, times 2^*shift. */
static uint64_t round_to_53(unsigned __int128 number, int *shift)
{
    unsigned __int128 half, rest;
    uint64_t mantissa;

    *shift = number >> 127 ? 75 : 74;
    half = (unsigned __int128)1 << (*shift - 1);
    mantissa = (uint64_t)(number >> *shift);
    rest = number & (2 * half - 1);
    mantissa += rest > half || (rest == half && (mantissa & 1));
    return mantissa;
}

/*
 * Sets *value to what lies between mantissa * 10^exponent and, if the digits went on, (mantissa + 1) *
 * 10^exponent, if all of that rounds to one normal double.
 */
static bool bounded_decimal(uint64_t mantissa, bool more, int64_t exponent, double *value)
{
    const uint64_t *power;
    unsigned __int128 lower, upper;
    uint64_t factor, result, borrow;
    int zeros = __builtin_clzll(mantissa), shift, upper_shift, binary;

    if (exponent < JS__POW10_MIN || exponent > JS__POW10_MAX)
        return false;
    power = js__pow10((int)exponent);
    factor = mantissa << zeros;
    borrow = power[1] == 0;
    lower = top_of_product(factor, power[0] - borrow, power[1] - 1);
    if (more) {
        factor = (mantissa + 1) << zeros;
        if (factor == 0)
            return false;
    }
    upper = top_of_product(factor, power[0], power[1]) + 1;
    result = round_to_53(lower, &shift);
    if (upper == 0 || round_to_53(upper, &upper_shift) != result || shift != upper_shift)
        return false;
    /* factor * power = mantissa * 10^exponent * 2^(zeros - (log2 - 127)); its low 64 bits are gone */
    binary = shift + 64 + js__log2_of_pow10((int)exponent) - 127 - zeros;
    if (result >> 53) {
        result >>= 1;
        binary++;
    }
    if (binary + 52 < -1022 || binary + 52 > 1023)
        return false;
    *value = js_double_from_bits((uint64_t)(binary + 1075) << 52 | (result & 0xFFFFFFFFFFFFF));
    return true;
}

/* The value of what scan_decimal found. */
INLINE double decimal_value(struct text text, const struct scan *s, bool wide)
{
    if (s->count == 0)
        return 0;
    if (s->count <= 19 && s->mantissa <= (uint64_t)1 << 53) {
        double mantissa = (double)s->mantissa;

        if (s->exponent == 0)
            return mantissa;
        if (s->exponent < 0 && s->exponent >= -22)
            return mantissa / powers_of_ten[-s->exponent];
        if (s->exponent > 0 && s->exponent <= 22)
            return mantissa * powers_of_ten[s->exponent];
    }
    bool more = s->count > 19;
    double value;
    if (bounded_decimal(s->mantissa, more, s->exponent + (more ? (int64_t)s->count - 19 : 0), &value))
        return value;
    return slow_decimal(text, s, wide);
}

static double power_of_two_digits(struct text text, unsigned bits, bool wide)
{
    uint64_t value = 0;
    int64_t exponent = 0;
    bool rest = false;

    for (size_t i = 0; i < text.length; i++) {
        uint32_t unit = unit_at(text, i, wide);

        if (unit == '_')
            continue;
        if (value >> (64 - bits) == 0) {
            value = value << bits | js_digit_value(unit);
        } else {
            rest |= unit != '0';
            exponent += bits;
        }
    }
    /* With digits left over, value has at least 59 bits: its last one is below the rounding position. */
    return ldexp((double)(value | rest), exponent > 5000 ? 5000 : (int)exponent);
}

/* Any radix, in groups of digits that fit 32 bits; rounded at each group beyond 2^53, as V8 does. */
static double grouped_digits(struct text text, unsigned radix, bool wide)
{
    double value = 0;
    size_t i = 0;

    while (i < text.length && unit_at(text, i, wide) == '0')
        i++; /* groups begin with the first digit that counts */
    while (i < text.length) {
        uint32_t group = 0, scale = 1;

        for (; i < text.length && scale <= UINT32_MAX / 36 / radix; i++) {
            group = group * radix + js_digit_value(unit_at(text, i, wide));
            scale *= radix;
        }
        value = value * scale + group;
    }
    return value;
}

/* The value of text, all of whose units are digits of radix. */
INLINE double radix_digits(struct text text, unsigned radix, bool wide)
{
    if (radix == 10) {
        struct scan s = scan_decimal(text, wide, false);

        return decimal_value(text, &s, wide);
    }
    if ((radix & (radix - 1)) == 0)
        return power_of_two_digits(text, (unsigned)__builtin_ctz(radix), wide);
    return grouped_digits(text, radix, wide);
}

INLINE size_t count_digits(struct text text, unsigned radix, bool wide)
{
    size_t i = 0;

    while (i < text.length && js_digit_value(unit_at(text, i, wide)) < radix)
        i++;
    return i;
}

INLINE bool starts_with_infinity(struct text text, bool wide)
{
    static const char word[] = "Infinity";

    if (text.length < sizeof word - 1)
        return false;
    for (size_t i = 0; i < sizeof word - 1; i++) {
        if (unit_at(text, i, wide) != (unsigned char)word[i])
            return false;
    }
    return true;
}

/* The radix that a prefix 0x, 0o or 0b announces, or 0. */
INLINE unsigned prefix_radix(struct text text, bool wide)
{
    if (text.length < 2 || unit_at(text, 0, wide) != '0')
        return 0;
    switch (unit_at(text, 1, wide)) {
    case 'x':
    case 'X':
        return 16;
    case 'o':
    case 'O':
        return 8;
    case 'b':
    case 'B':
        return 2;
    default:
        return 0;
    }
}

INLINE struct text skip_sign(struct text text, bool *negative, bool wide)
{
    *negative = false;
    if (text.length > 0 && (unit_at(text, 0, wide) == '-' || unit_at(text, 0, wide) == '+')) {
        *negative = unit_at(text, 0, wide) == '-';
        return text_from(text, 1, wide);
    }
    return text;
}

INLINE double string_to_number(struct text text, bool wide)
{
    bool negative;
    unsigned radix;
    double value;

    text = trim_end(trim_start(text, wide), wide);
    if (text.length == 0)
        return 0;
    radix = prefix_radix(text, wide);
    if (radix) {
        text = text_from(text, 2, wide);
        if (text.length == 0 || count_digits(text, radix, wide) != text.length)
            return NAN;
        return radix_digits(text, radix, wide);
    }
    text = skip_sign(text, &negative, wide);
    if (starts_with_infinity(text, wide)) {
        if (text.length != 8)
            return NAN;
        value = INFINITY;
    } else {
        struct scan s = scan_decimal(text, wide, false);

        if (s.end == 0 || s.end != text.length)
            return NAN;
        value = decimal_value(text, &s, wide);
    }
    return negative ? -value : value;
}

INLINE double parse_float(struct text text, bool wide)
{
    bool negative;
    double value;

    text = skip_sign(trim_start(text, wide), &negative, wide);
    if (starts_with_infinity(text, wide)) {
        value = INFINITY;
    } else {
        struct scan s = scan_decimal(text, wide, false);

        if (s.end == 0)
            return NAN;
        value = decimal_value(text, &s, wide);
    }
    return negative ? -value : value;
}

INLINE double parse_int(struct text text, int32_t radix, bool wide)
{
    bool negative;
    double value;

    text = skip_sign(trim_start(text, wide), &negative, wide);
    if (radix != 0 && (radix < 2 || radix > 36))
        return NAN;
    if ((radix == 0 || radix == 16) && prefix_radix(text, wide) == 16) {
        text = text_from(text, 2, wide);
        radix = 16;
    }
    if (radix == 0)
        radix = 10;
    text.length = count_digits(text, (unsigned)radix, wide);
    if (text.length == 0)
        return NAN;
    value = radix_digits(text, (unsigned)radix, wide);
    return negative ? -value : value;
}

double js_number_from_latin1(const uint8_t *units, size_t length)
{
    return string_to_number((struct text){units, length}, false);
}

double js_number_from_utf16(const uint16_t *units, size_t length)
{
    return string_to_number((struct text){units, length}, true);
}

double js_parse_float_latin1(const uint8_t *units, size_t length)
{
    return parse_float((struct text){units, length}, false);
}

double js_parse_float_utf16(const uint16_t *units, size_t length)
{
    return parse_float((struct text){units, length}, true);
}

double js_parse_int_latin1(const uint8_t *units, size_t length, int32_t radix)
{
    return parse_int((struct text){units, length}, radix, false);
}

double js_parse_int_utf16(const uint16_t *units, size_t length, int32_t radix)
{
    return parse_int((struct text){units, length}, radix, true);
}

double js_decimal_literal(const char *text, size_t length)
{
    struct text all = {text, length};
    struct scan s = scan_decimal(all, false, true);

    return decimal_value(all, &s, false);
}

double js_radix_literal(const char *text, size_t length, unsigned radix)
{
    return power_of_two_digits((struct text){text, length}, (unsigned)__builtin_ctz(radix), false);
}

INLINE bool array_index(struct text text, uint32_t *index, bool wide)
{
    uint64_t value = 0;

    if (text.length == 0 || text.length > 10 || (text.length > 1 && unit_at(text, 0, wide) == '0'))
        return false;
    for (size_t i = 0; i < text.length; i++) {
        uint32_t unit = unit_at(text, i, wide);

        if (!is_digit(unit))
            return false;
        value = value * 10 + (unit - '0');
    }
    if (value >= UINT32_MAX)
        return false;
    *index = (uint32_t)value;
    return true;
}

bool js_array_index_from_latin1(const uint8_t *units, size_t length, uint32_t *index)
{
    return array_index((struct text){units, length}, index, false);
}

bool js_array_index_from_utf16(const uint16_t *units, size_t length, uint32_t *index)
{
    return array_index((struct text){units, length}, index, true);
}
