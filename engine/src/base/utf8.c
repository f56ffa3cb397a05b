/*
 * base/utf8.c: UTF-8 to and from Latin-1 and UTF-16.
 *
 * ASCII runs are skipped or copied eight bytes at a time.  The decoder knows, for each lead byte, how many
 * bytes follow and which second bytes are allowed (Unicode, table 3-7); later ones are 80..BF.  A sequence is
 * given up at the first byte that cannot continue it, which is then looked at afresh: what came before is the
 * maximal part that one U+FFFD replaces.
 */
#include "base/utf8.h"

#include <string.h>

#include "base/utf16.h"

#define HIGH_BITS 0x8080808080808080u

/* The number of ASCII bytes at the start, rounded down to whole words unless the text ends. */
static size_t ascii_run(const uint8_t *bytes, size_t length)
{
    size_t i = 0;

    for (; i + 8 <= length; i += 8) {
        uint64_t word;

        memcpy(&word, bytes + i, 8);
        word &= HIGH_BITS;
        if (word)
            return i + (size_t)__builtin_ctzll(word) / 8;
    }
    while (i < length && bytes[i] < 0x80)
        i++;
    return i;
}

uint32_t js_utf8_next(const uint8_t *bytes, size_t length, size_t *i, bool *incomplete)
{
    uint32_t lead = bytes[(*i)++];
    uint8_t low = 0x80, high = 0xBF;
    unsigned following;
    uint32_t c;

    if (lead < 0x80)
        return lead;
    if (lead < 0xC2 || lead > 0xF4)
        return JS_UTF8_REPLACEMENT;
    if (lead < 0xE0) {
        following = 1;
        c = lead & 0x1F;
    } else if (lead < 0xF0) {
        following = 2;
        c = lead & 0x0F;
        if (lead == 0xE0)
            low = 0xA0; /* shorter forms exist below */
        else if (lead == 0xED)
            high = 0x9F; /* surrogates above */
    } else {
        following = 3;
        c = lead & 0x07;
        if (lead == 0xF0)
            low = 0x90;
        else if (lead == 0xF4)
            high = 0x8F; /* U+10FFFF is the last */
    }
    for (; following > 0; following--) {
        if (*i == length) {
            if (incomplete)
                *incomplete = true;
            return JS_UTF8_REPLACEMENT;
        }
        if (bytes[*i] < low || bytes[*i] > high)
            return JS_UTF8_REPLACEMENT;
        c = c << 6 | (bytes[(*i)++] & 0x3F);
        low = 0x80;
        high = 0xBF;
    }
    return c;
}

struct js_utf8_size js_utf8_measure(const uint8_t *bytes, size_t length)
{
    struct js_utf8_size size = {.ascii = true, .latin1 = true, .valid = true};
    size_t i = 0;

    while (i < length) {
        size_t run = ascii_run(bytes + i, length - i);

        size.units += run;
        i += run;
        while (i < length && bytes[i] >= 0x80) {
            size_t start = i;
            uint32_t c = js_utf8_next(bytes, length, &i, NULL);

            size.ascii = false;
            size.latin1 &= c < 0x100;
            size.units += 1 + (c > 0xFFFF);
            if (c == JS_UTF8_REPLACEMENT) /* not one that the text spells out */
                size.valid &= i - start == 3 && memcmp(bytes + start, "\xEF\xBF\xBD", 3) == 0;
        }
    }
    return size;
}

void js_utf8_to_latin1(const uint8_t *bytes, size_t length, uint8_t *out)
{
    size_t i = 0;

    while (i < length) {
        size_t run = ascii_run(bytes + i, length - i);

        memcpy(out, bytes + i, run);
        out += run;
        i += run;
        while (i < length && bytes[i] >= 0x80)
            *out++ = (uint8_t)js_utf8_next(bytes, length, &i, NULL);
    }
}

void js_utf8_to_utf16(const uint8_t *bytes, size_t length, uint16_t *out)
{
    size_t i = 0;

    while (i < length) {
        size_t run = ascii_run(bytes + i, length - i);

        js_utf16_from_latin1(bytes + i, run, out);
        out += run;
        i += run;
        while (i < length && bytes[i] >= 0x80)
            out += js_utf16_put(js_utf8_next(bytes, length, &i, NULL), out);
    }
}

size_t js_utf8_length_of_latin1(const uint8_t *units, size_t length)
{
    size_t bytes = length, i = 0;

    for (; i + 8 <= length; i += 8) {
        uint64_t word;

        memcpy(&word, units + i, 8);
        bytes += (size_t)__builtin_popcountll(word & HIGH_BITS);
    }
    for (; i < length; i++)
        bytes += units[i] >> 7;
    return bytes;
}

size_t js_utf8_length_of_utf16(const uint16_t *units, size_t length)
{
    size_t bytes = 0;

    for (size_t i = 0; i < length;) {
        uint32_t c = js_utf16_next(units, length, &i);

        bytes += 1u + (c >= 0x80) + (c >= 0x800) + (c >= 0x10000);
    }
    return bytes;
}

size_t js_utf8_from_latin1(const uint8_t *units, size_t length, uint8_t *out, size_t capacity,
                           size_t *read)
{
    size_t i = 0, at = 0;

    while (i < length && at < capacity) {
        size_t run = ascii_run(units + i, length - i < capacity - at ? length - i : capacity - at);

        memcpy(out + at, units + i, run);
        at += run;
        i += run;
        if (i == length || capacity - at < 1u + (units[i] >> 7))
            break;
        at += js_utf8_put(units[i++], out + at);
    }
    if (read)
        *read = i;
    return at;
}

size_t js_utf8_from_utf16(const uint16_t *units, size_t length, bool wtf8, uint8_t *out,
                          size_t capacity, size_t *read)
{
    size_t i = 0, at = 0;

    while (i < length) {
        size_t next = i;
        uint32_t c = js_utf16_next(units, length, &next);

        if (capacity - at < 1u + (c >= 0x80) + (c >= 0x800) + (c >= 0x10000))
            break;
        if (js_utf16_is_surrogate(c) && !wtf8)
            c = JS_UTF8_REPLACEMENT;
        at += js_utf8_put(c, out + at);
        i = next;
    }
    if (read)
        *read = i;
    return at;
}
