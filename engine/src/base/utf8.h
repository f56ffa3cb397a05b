/*
 * base/utf8.h: UTF-8 to and from Latin-1 and UTF-16.
 *
 * Decoding follows the WHATWG Encoding Standard: each maximal part of an ill-formed sequence becomes one
 * U+FFFD.  It takes two calls: js_utf8_measure counts, then one of the js_utf8_to_ functions fills a buffer
 * of exactly that many units.  Nothing here allocates, collects or fails; any bytes are fine.
 */
#ifndef JS_BASE_UTF8_H
#define JS_BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define JS_UTF8_REPLACEMENT 0xFFFDu

/* What text in UTF-8 becomes when decoded. */
struct js_utf8_size {
    size_t units; /* UTF-16 code units, or Latin-1 units if latin1 */
    bool ascii;   /* all below 0x80: the bytes are the text */
    bool latin1;  /* all below 0x100 */
    bool valid;   /* well-formed: nothing is replaced */
};

struct js_utf8_size js_utf8_measure(const uint8_t *bytes, size_t length);

/* Decodes text that js_utf8_measure found to be Latin-1. */
void js_utf8_to_latin1(const uint8_t *bytes, size_t length, uint8_t *out);
void js_utf8_to_utf16(const uint8_t *bytes, size_t length, uint16_t *out);

/*
 * Decodes one code point at *i < length, or U+FFFD for the maximal part of an ill-formed sequence there, and
 * moves *i behind it.  *incomplete, unless NULL, is set if the text ends within a sequence well-formed so
 * far, which more bytes could complete; otherwise it is left alone.
 */
uint32_t js_utf8_next(const uint8_t *bytes, size_t length, size_t *i, bool *incomplete);

/* Encodes one code point, surrogates included as three bytes; returns the number of bytes. */
static inline unsigned js_utf8_put(uint32_t c, uint8_t out[4])
{
    if (c < 0x80) {
        out[0] = (uint8_t)c;
        return 1;
    }
    if (c < 0x800) {
        out[0] = (uint8_t)(0xC0 | c >> 6);
        out[1] = (uint8_t)(0x80 | (c & 0x3F));
        return 2;
    }
    if (c < 0x10000) {
        out[0] = (uint8_t)(0xE0 | c >> 12);
        out[1] = (uint8_t)(0x80 | (c >> 6 & 0x3F));
        out[2] = (uint8_t)(0x80 | (c & 0x3F));
        return 3;
    }
    out[0] = (uint8_t)(0xF0 | c >> 18);
    out[1] = (uint8_t)(0x80 | (c >> 12 & 0x3F));
    out[2] = (uint8_t)(0x80 | (c >> 6 & 0x3F));
    out[3] = (uint8_t)(0x80 | (c & 0x3F));
    return 4;
}

/* The number of bytes that text takes in UTF-8; a lone surrogate counts three, replaced or not. */
size_t js_utf8_length_of_latin1(const uint8_t *units, size_t length);
size_t js_utf8_length_of_utf16(const uint16_t *units, size_t length);

/*
 * Encode at most capacity bytes of text, whole code points only.  Return the number of bytes written; *read,
 * unless NULL, is the number of units they stand for.  Lone surrogates become U+FFFD, or, with wtf8, are
 * encoded like other code points.
 */
size_t js_utf8_from_latin1(const uint8_t *units, size_t length, uint8_t *out, size_t capacity,
                           size_t *read);
size_t js_utf8_from_utf16(const uint16_t *units, size_t length, bool wtf8, uint8_t *out,
                          size_t capacity, size_t *read);

#endif
