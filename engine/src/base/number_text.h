/*
 * base/number_text.h: numbers to text and text to numbers, as ECMAScript defines both.
 *
 * Text is ASCII on the way out, Latin-1 or UTF-16 code units on the way in.  Nothing here allocates,
 * collects or fails; output goes to buffers of the caller, whose sizes are given with the functions, and is
 * not terminated.  Every function is exact: results are what infinitely precise arithmetic, rounded once,
 * gives, except where a comment says otherwise.
 */
#ifndef JS_BASE_NUMBER_TEXT_H
#define JS_BASE_NUMBER_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define JS_NUMBER_TEXT_MAX   32   /* js_number_to_text, js_int32_to_text, js_uint32_to_text */
#define JS_NUMBER_FORMAT_MAX 128  /* fixed, exponential and precision forms */
#define JS_NUMBER_RADIX_MAX  2200 /* js_number_to_radix */

/* 6.1.6.1.20 Number::toString, radix 10.  Writes to out and returns the length. */
size_t js_number_to_text(double value, char out[JS_NUMBER_TEXT_MAX]);
size_t js_int32_to_text(int32_t value, char out[JS_NUMBER_TEXT_MAX]);
size_t js_uint32_to_text(uint32_t value, char out[JS_NUMBER_TEXT_MAX]);

/* Number.prototype.toFixed for digits 0 .. 100; what is not below 1e21 is written as by toString. */
size_t js_number_to_fixed(double value, int digits, char out[JS_NUMBER_FORMAT_MAX]);

/* Number.prototype.toExponential for digits 0 .. 100, or -1 for as many as the number needs. */
size_t js_number_to_exponential(double value, int digits, char out[JS_NUMBER_FORMAT_MAX]);

/* Number.prototype.toPrecision for precision 1 .. 100. */
size_t js_number_to_precision(double value, int precision, char out[JS_NUMBER_FORMAT_MAX]);

/*
 * Number.prototype.toString with a radix of 2 .. 36.  Fractions get as many digits as tell the number from
 * its neighbours; the specification leaves them open, and V8's choice is followed.
 */
size_t js_number_to_radix(double value, unsigned radix, char out[JS_NUMBER_RADIX_MAX]);

/* 7.1.4.1.1 StringToNumber: NaN for what is no StringNumericLiteral. */
double js_number_from_latin1(const uint8_t *units, size_t length);
double js_number_from_utf16(const uint16_t *units, size_t length);

/* 19.2.4 parseFloat of a string. */
double js_parse_float_latin1(const uint8_t *units, size_t length);
double js_parse_float_utf16(const uint16_t *units, size_t length);

/*
 * 19.2.5 parseInt of a string, radix as given by the program after ToInt32.  Above 2^53 exact for the radix
 * 10 and powers of two; for others it agrees with V8, within what the specification allows.
 */
double js_parse_int_latin1(const uint8_t *units, size_t length, int32_t radix);
double js_parse_int_utf16(const uint16_t *units, size_t length, int32_t radix);

/*
 * For lexers: the value of a decimal literal (digits, point, exponent), or of the digits of a literal with
 * a radix of 2, 8 or 16, its prefix removed.  The text has been checked; underscores in it are skipped.
 */
double js_decimal_literal(const char *text, size_t length);
double js_radix_literal(const char *text, size_t length, unsigned radix);

/* Whether the text is a canonical array index, 0 .. 2^32-2, without sign or leading zeros. */
bool js_array_index_from_latin1(const uint8_t *units, size_t length, uint32_t *index);
bool js_array_index_from_utf16(const uint16_t *units, size_t length, uint32_t *index);

/* The value of a digit of any radix up to 36; 36 or more for what is none. */
static inline unsigned js_digit_value(uint32_t unit)
{
    if (unit - '0' < 10)
        return unit - '0';
    unit |= 0x20;
    return unit - 'a' < 26 ? unit - 'a' + 10 : 99;
}

#endif
