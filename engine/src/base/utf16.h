/*
 * base/utf16.h: UTF-16 code units, surrogates, and moving text between Latin-1 and UTF-16.
 *
 * Nothing here allocates, collects or fails.  Input and output never overlap.
 */
#ifndef JS_BASE_UTF16_H
#define JS_BASE_UTF16_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

static inline bool js_utf16_is_surrogate(uint32_t unit)
{
    return (unit & 0xFFFFF800) == 0xD800;
}

static inline bool js_utf16_is_lead(uint32_t unit)
{
    return (unit & 0xFFFFFC00) == 0xD800;
}

static inline bool js_utf16_is_trail(uint32_t unit)
{
    return (unit & 0xFFFFFC00) == 0xDC00;
}

static inline uint32_t js_utf16_combine(uint32_t lead, uint32_t trail)
{
    return 0x10000 + ((lead & 0x3FF) << 10) + (trail & 0x3FF);
}

/* The surrogates of a code point above U+FFFF. */
static inline uint16_t js_utf16_lead(uint32_t c)
{
    return (uint16_t)(0xD7C0 + (c >> 10));
}

static inline uint16_t js_utf16_trail(uint32_t c)
{
    return (uint16_t)(0xDC00 | (c & 0x3FF));
}

/* Writes c to out and returns the number of units, 1 or 2. */
static inline unsigned js_utf16_put(uint32_t c, uint16_t out[2])
{
    if (c <= 0xFFFF) {
        out[0] = (uint16_t)c;
        return 1;
    }
    out[0] = js_utf16_lead(c);
    out[1] = js_utf16_trail(c);
    return 2;
}

/* The code point at *i < length, a lone surrogate as itself; *i moves behind it. */
static inline uint32_t js_utf16_next(const uint16_t *units, size_t length, size_t *i)
{
    uint32_t c = units[(*i)++];

    if (js_utf16_is_lead(c) && *i < length && js_utf16_is_trail(units[*i]))
        c = js_utf16_combine(c, units[(*i)++]);
    return c;
}

/* The code point that ends before *i > 0; *i moves to its start. */
static inline uint32_t js_utf16_previous(const uint16_t *units, size_t *i)
{
    uint32_t c = units[--*i];

    if (js_utf16_is_trail(c) && *i > 0 && js_utf16_is_lead(units[*i - 1]))
        c = js_utf16_combine(units[--*i], c);
    return c;
}

/* Whether all units are below 0x100 (0x80). */
bool js_utf16_is_latin1(const uint16_t *units, size_t length);
bool js_latin1_is_ascii(const uint8_t *units, size_t length);

/* Copies text from one width to the other; narrowing drops the high bytes. */
void js_utf16_from_latin1(const uint8_t *units, size_t length, uint16_t *out);
void js_utf16_to_latin1(const uint16_t *units, size_t length, uint8_t *out);

/* The position of the first lone surrogate, or length. */
size_t js_utf16_first_lone_surrogate(const uint16_t *units, size_t length);

/* Replaces lone surrogates by U+FFFD (String.prototype.toWellFormed). */
void js_utf16_make_well_formed(uint16_t *units, size_t length);

/* Whether two texts of one length are equal across widths. */
bool js_utf16_equals_latin1(const uint16_t *a, const uint8_t *b, size_t length);

#endif
