/*
 * base/number_text.c: numbers to text.
 *
 * Shortest form: Schubfach (R. Giulietti, "The Schubfach way to render doubles", 2021).  A double c * 2^q and
 * the two ends of its rounding interval are scaled by the power of ten that leaves the shortest candidates as
 * integers near v / 10^k; products with a 126-bit approximation of that power are kept as 'round to odd'
 * integers with two extra bits, which is enough to decide every comparison exactly.  At most one multiple of
 * ten lies in the interval (a digit less); otherwise the nearer of the two integers around is taken.
 *
 * Fixed, exponential and precision forms with a given number of digits: the double's exact decimal expansion,
 * as far as needed, from a fixed-point big number; the specification breaks ties upwards, so the first digit
 * left out decides alone.
 */
#include "base/number_text.h"

#include <math.h>
#include <string.h>

#include "base/checked_math.h"
#include "base/pow10_table.h"

static const char digit_pairs[] = "00010203040506070809101112131415161718192021222324252627282930313233343536373839"
                                  "40414243444546474849505152535455565758596061626364656667686970717273747576777879"
                                  "8081828384858687888990919293949596979899";
static const char digits36[] = "0123456789abcdefghijklmnopqrstuvwxyz";

/* Writes value in decimal and returns the length. */
static size_t put_u64(uint64_t value, char *out)
{
    char buffer[20];
    size_t at = sizeof buffer;

    while (value >= 100) {
        at -= 2;
        memcpy(buffer + at, digit_pairs + value % 100 * 2, 2);
        value /= 100;
    }
    if (value >= 10) {
        at -= 2;
        memcpy(buffer + at, digit_pairs + value * 2, 2);
    } else {
        buffer[--at] = (char)('0' + value);
    }
    memcpy(out, buffer + at, sizeof buffer - at);
    return sizeof buffer - at;
}

static size_t put_text(const char *text, char *out)
{
    size_t length = strlen(text);

    memcpy(out, text, length);
    return length;
}

size_t js_uint32_to_text(uint32_t value, char out[JS_NUMBER_TEXT_MAX])
{
    return put_u64(value, out);
}

size_t js_int32_to_text(int32_t value, char out[JS_NUMBER_TEXT_MAX])
{
    if (value >= 0)
        return put_u64((uint64_t)value, out);
    out[0] = '-';
    return 1 + put_u64((uint64_t) - (int64_t)value, out + 1);
}

/* A positive finite double as mantissa * 2^exponent. */
struct binary {
    uint64_t mantissa;
    int exponent;
    bool lower_is_closer; /* a power of two: the neighbour below is half as far as the one above */
};

static struct binary binary_of(double value)
{
    uint64_t bits = js_double_bits(value);
    uint64_t fraction = bits & 0xFFFFFFFFFFFFF;
    int biased = (int)(bits >> 52 & 0x7FF);
    struct binary b;

    b.mantissa = biased ? fraction | 0x10000000000000 : fraction;
    b.exponent = biased ? biased - 1075 : -1074;
    b.lower_is_closer = fraction == 0 && biased > 1;
    return b;
}

/* A decimal significand * 10^exponent. */
struct decimal {
    uint64_t significand;
    int exponent;
};

/* The high 64 bits of power * factor / 2^64, the lowest bit set if anything below is lost. */
static uint64_t multiply_to_odd(const uint64_t power[2], uint64_t factor)
{
    uint64_t carry = (uint64_t)((unsigned __int128)power[1] * factor >> 64);
    unsigned __int128 product = (unsigned __int128)power[0] * factor + carry;

    return (uint64_t)(product >> 64) | ((uint64_t)product > 1);
}

/* The shortest decimal that reads back as value > 0, the nearest to it of that length. */
static struct decimal shortest(double value)
{
    struct binary b = binary_of(value);
    uint64_t odd = b.mantissa & 1;
    uint64_t centre = b.mantissa * 4;
    int k = js__log10_of_pow2(b.exponent, b.lower_is_closer);
    int h = b.exponent + js__log2_of_pow10(-k) + 1;
    const uint64_t *power = js__pow10(-k);
    uint64_t low = multiply_to_odd(power, (centre - 2 + b.lower_is_closer) << h) + odd;
    uint64_t mid = multiply_to_odd(power, centre << h);
    uint64_t high = multiply_to_odd(power, (centre + 2) << h) - odd;
    uint64_t floor_value = mid / 4;

    if (floor_value >= 10) {
        uint64_t tens = floor_value / 10;
        bool lower_fits = low <= tens * 40;
        bool upper_fits = tens * 40 + 40 <= high;

        if (lower_fits != upper_fits)
            return (struct decimal){tens + upper_fits, k + 1};
    }
    bool lower_fits = low <= floor_value * 4;
    bool upper_fits = floor_value * 4 + 4 <= high;
    if (lower_fits != upper_fits)
        return (struct decimal){floor_value + upper_fits, k};
    uint64_t half = floor_value * 4 + 2;
    return (struct decimal){floor_value + (mid > half || (mid == half && (floor_value & 1))), k};
}

/* Writes the digits of d without trailing zeros; *point: where the decimal point stands among them. */
static int shortest_digits(double value, char *out, int *point)
{
    struct decimal d = shortest(value);
    int count = (int)put_u64(d.significand, out);

    *point = count + d.exponent;
    while (count > 1 && out[count - 1] == '0')
        count--;
    return count;
}

static size_t put_exponent(int exponent, char *out)
{
    char *start = out;

    *out++ = 'e';
    *out++ = exponent < 0 ? '-' : '+';
    out += put_u64((uint64_t)(exponent < 0 ? -exponent : exponent), out);
    return (size_t)(out - start);
}

/* d.ddde+x from count digits. */
static size_t put_scientific(const char *digits, int count, int exponent, char *out)
{
    char *start = out;

    *out++ = digits[0];
    if (count > 1) {
        *out++ = '.';
        memcpy(out, digits + 1, (size_t)count - 1);
        out += count - 1;
    }
    out += put_exponent(exponent, out);
    return (size_t)(out - start);
}

/* Positional notation of count digits with the point after point digits, zeros added where it needs them. */
static size_t put_positional(const char *digits, int count, int point, char *out)
{
    char *start = out;

    if (point <= 0) {
        *out++ = '0';
        *out++ = '.';
        memset(out, '0', (size_t)-point);
        out += -point;
        memcpy(out, digits, (size_t)count);
        out += count;
    } else if (point < count) {
        memcpy(out, digits, (size_t)point);
        out += point;
        *out++ = '.';
        memcpy(out, digits + point, (size_t)(count - point));
        out += count - point;
    } else {
        memcpy(out, digits, (size_t)count);
        memset(out + count, '0', (size_t)(point - count));
        out += point;
    }
    return (size_t)(out - start);
}

size_t js_number_to_text(double value, char out[JS_NUMBER_TEXT_MAX])
{
    char digits[20];
    char *start = out;
    int32_t small;
    int count, point;

    if (js_double_is_int32(value, &small))
        return js_int32_to_text(small, out);
    if (isnan(value))
        return put_text("NaN", out);
    if (value < 0) {
        *out++ = '-';
        value = -value;
    }
    if (value == INFINITY) {
        out += put_text("Infinity", out);
    } else if (value <= 9007199254740992.0 && value == (double)(uint64_t)value) {
        out += put_u64((uint64_t)value, out); /* neighbours lie a whole or more apart: exact is shortest */
    } else {
        count = shortest_digits(value, digits, &point);
        if (point > -6 && point <= 21)
            out += put_positional(digits, count, point, out);
        else
            out += put_scientific(digits, count, point - 1, out);
    }
    return (size_t)(out - start);
}

/* The largest double has 309 digits before the point; the forms ask for 101 significant ones or decimals. */
#define EXPANSION_MAX 448

/* The exact decimal expansion of a number, cut off somewhere: 0.d1d2d3... * 10^point. */
struct expansion {
    char digits[EXPANSION_MAX];
    int count, point;
};

static void put_nine(struct expansion *x, uint32_t nine)
{
    for (int i = 8; i >= 0; i--) {
        x->digits[x->count + i] = (char)('0' + nine % 10);
        nine /= 10;
    }
    x->count += 9;
}

/* The digits of mantissa * 2^shift, shift >= 0, without leading zeros. */
static void expand_integer(struct expansion *x, uint64_t mantissa, int shift)
{
    uint32_t words[36] = {0}; /* least significant first */
    uint32_t chunks[36];
    int count = shift / 32 + 3, chunk_count = 0;
    unsigned __int128 low = (unsigned __int128)mantissa << shift % 32;

    for (int i = 0; i < 3; i++)
        words[shift / 32 + i] = (uint32_t)(low >> 32 * i);
    while (count > 0) {
        uint64_t rest = 0;

        for (int i = count - 1; i >= 0; i--) {
            rest = rest << 32 | words[i];
            words[i] = (uint32_t)(rest / 1000000000);
            rest %= 1000000000;
        }
        chunks[chunk_count++] = (uint32_t)rest;
        while (count > 0 && words[count - 1] == 0)
            count--;
    }
    x->count = (int)put_u64(chunks[chunk_count - 1], x->digits);
    while (--chunk_count > 0)
        put_nine(x, chunks[chunk_count - 1]);
    x->point = x->count;
}

/*
 * Appends the decimals of mantissa / 2^bits, mantissa < 2^bits, nine at a time: until there are decimals of
 * them, or, with significant, so many digits that count.  Leading zeros of a number below one are dropped
 * and counted in point in the second case only.
 */
static void expand_fraction(struct expansion *x, uint64_t mantissa, int bits, int decimals, int significant)
{
    uint32_t words[36] = {0}; /* most significant first, behind the binary point */
    int used = (bits + 31) / 32;
    int shift = used * 32 - bits;
    unsigned __int128 low = (unsigned __int128)mantissa << shift;
    int written = 0;

    for (int i = 0; i < 3 && i < used; i++)
        words[used - 1 - i] = (uint32_t)(low >> 32 * i);
    while (significant ? x->count < significant : written < decimals) {
        uint64_t carry = 0;

        while (used > 0 && words[used - 1] == 0)
            used--;
        for (int i = used - 1; i >= 0; i--) {
            carry += (uint64_t)words[i] * 1000000000;
            words[i] = (uint32_t)carry;
            carry >>= 32;
        }
        put_nine(x, (uint32_t)carry);
        written += 9;
        if (significant && x->point <= 0) { /* still at the leading zeros */
            int zeros = 0;

            while (zeros < x->count && x->digits[zeros] == '0')
                zeros++;
            memmove(x->digits, x->digits + zeros, (size_t)(x->count - zeros));
            x->count -= zeros;
            x->point -= zeros;
        }
    }
}

/* Expands value > 0 to at least the given number of decimals, or, if that is -1, of significant digits. */
static void expand(struct expansion *x, double value, int decimals, int significant)
{
    struct binary b = binary_of(value);
    uint64_t fraction = b.mantissa;
    int bits = -b.exponent;

    x->count = x->point = 0;
    if (b.exponent >= 0) {
        expand_integer(x, b.mantissa, b.exponent);
        fraction = 0;
        bits = 0;
    } else if (bits <= 52 && b.mantissa >> bits) {
        expand_integer(x, b.mantissa >> bits, 0);
        fraction = b.mantissa & (((uint64_t)1 << bits) - 1);
    }
    expand_fraction(x, fraction, bits, decimals, significant);
}

/* Cuts x to count digits, rounding half up; a carry out of the first digit moves the point. */
static void round_to(struct expansion *x, int count)
{
    bool up = count >= 0 && count < x->count && x->digits[count] >= '5';

    x->count = count;
    if (!up)
        return;
    while (count > 0 && x->digits[count - 1] == '9')
        x->digits[--count] = '0';
    if (count > 0) {
        x->digits[count - 1]++;
    } else {
        memmove(x->digits + 1, x->digits, (size_t)x->count);
        x->digits[0] = '1';
        x->count++;
        x->point++;
    }
}

size_t js_number_to_fixed(double value, int digits, char out[JS_NUMBER_FORMAT_MAX])
{
    struct expansion x;
    char *start = out;

    if (!(fabs(value) < 1e21))
        return js_number_to_text(value, out);
    if (value < 0)
        *out++ = '-';
    value = fabs(value);
    x.count = x.point = 0;
    if (value > 0) {
        expand(&x, value, digits + 1, 0);
        round_to(&x, x.point + digits);
    } else {
        memset(x.digits, '0', (size_t)digits);
        x.count = digits;
    }
    if (x.point == 0)
        *out++ = '0';
    memcpy(out, x.digits, (size_t)x.point);
    out += x.point;
    if (digits > 0) {
        *out++ = '.';
        memcpy(out, x.digits + x.point, (size_t)digits);
        out += digits;
    }
    return (size_t)(out - start);
}

/* Exactly count significant digits of value >= 0. */
static void significant_digits(struct expansion *x, double value, int count)
{
    if (value == 0) {
        memset(x->digits, '0', (size_t)count);
        x->point = 1;
    } else {
        expand(x, value, -1, count + 1);
        round_to(x, count);
    }
    x->count = count; /* a carry has added a zero at the end */
}

size_t js_number_to_exponential(double value, int digits, char out[JS_NUMBER_FORMAT_MAX])
{
    struct expansion x;
    char *start = out;

    if (!isfinite(value))
        return js_number_to_text(value, out);
    if (value < 0)
        *out++ = '-';
    value = fabs(value);
    if (digits >= 0 || value == 0)
        significant_digits(&x, value, digits >= 0 ? digits + 1 : 1);
    else
        x.count = shortest_digits(value, x.digits, &x.point);
    out += put_scientific(x.digits, x.count, x.point - 1, out);
    return (size_t)(out - start);
}

size_t js_number_to_precision(double value, int precision, char out[JS_NUMBER_FORMAT_MAX])
{
    struct expansion x;
    char *start = out;

    if (!isfinite(value))
        return js_number_to_text(value, out);
    if (value < 0)
        *out++ = '-';
    significant_digits(&x, fabs(value), precision);
    if (x.point - 1 < -6 || x.point > precision)
        out += put_scientific(x.digits, x.count, x.point - 1, out);
    else
        out += put_positional(x.digits, x.count, x.point, out);
    return (size_t)(out - start);
}

/*
 * Writes the digits of fraction < 1 in radix, as many as set it apart from doubles more than delta away, and
 * returns how many; a carry out of the first goes to *integer.
 */
static size_t radix_fraction(double fraction, double delta, unsigned radix, double *integer, char *out)
{
    size_t count = 0;

    do {
        unsigned digit;

        fraction *= radix;
        delta *= radix;
        digit = (unsigned)fraction;
        out[count++] = (char)digit;
        fraction -= digit;
        if ((fraction > 0.5 || (fraction == 0.5 && (digit & 1))) && fraction + delta > 1) {
            while (count > 0 && (unsigned char)out[count - 1] + 1u == radix)
                count--;
            if (count > 0)
                out[count - 1]++;
            else
                *integer += 1;
            break;
        }
    } while (fraction >= delta);
    for (size_t i = 0; i < count; i++)
        out[i] = digits36[(unsigned char)out[i]];
    return count;
}

/*
 * Writes the digits of a whole number in radix.  Beyond 2^53 times the radix the low ones are zeros; where
 * that begins, and the rounding of the quotients, are V8's.
 */
static size_t radix_integer(double integer, unsigned radix, char *out)
{
    char buffer[1100];
    size_t at = sizeof buffer;
    uint64_t small;

    while (integer / radix >= 9007199254740992.0) {
        integer /= radix;
        buffer[--at] = '0';
    }
    while (integer >= 9007199254740992.0 || integer != floor(integer)) {
        double rest = fmod(integer, radix);

        buffer[--at] = digits36[(int)rest];
        integer = (integer - rest) / radix;
        if (integer <= 0)
            goto out;
    }
    small = (uint64_t)integer;
    do {
        buffer[--at] = digits36[small % radix];
        small /= radix;
    } while (small > 0);
out:
    memcpy(out, buffer + at, sizeof buffer - at);
    return sizeof buffer - at;
}

size_t js_number_to_radix(double value, unsigned radix, char out[JS_NUMBER_RADIX_MAX])
{
    char fraction_digits[1100];
    char *start = out;
    size_t count = 0;
    double size = fabs(value), integer, fraction, delta;

    if (radix == 10 || !isfinite(value))
        return js_number_to_text(value, out);
    if (value < 0)
        *out++ = '-';
    integer = floor(size);
    fraction = size - integer;
    delta = 0.5 * (nextafter(size, INFINITY) - size);
    if (!(delta >= 0x1p-1074))
        delta = 0x1p-1074;
    if (fraction >= delta)
        count = radix_fraction(fraction, delta, radix, &integer, fraction_digits);
    out += radix_integer(integer, radix, out);
    if (count > 0) {
        *out++ = '.';
        memcpy(out, fraction_digits, count);
        out += count;
    }
    return (size_t)(out - start);
}
