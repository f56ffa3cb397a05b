/*
 * base/utf16.c: loops over UTF-16 and Latin-1 text.  Tests go eight bytes at a time: a word of four units is
 * Latin-1 if no high byte is set, one of eight Latin-1 units is ASCII if no high bit is.  Copies between
 * widths go sixteen units at a time through the compilers' vector types.
 */
#include "base/utf16.h"

#include <string.h>

typedef uint8_t narrow_units __attribute__((vector_size(16)));
typedef uint16_t wide_units __attribute__((vector_size(32)));

static uint64_t load_word(const void *from)
{
    uint64_t word;

    memcpy(&word, from, sizeof word);
    return word;
}

/* How many bytes, in blocks of 32, stand before the first block with a bit of the mask; none in a shorter rest. */
static size_t clear_prefix(const void *bytes, size_t size, uint64_t mask)
{
    const char *from = bytes;
    size_t i = 0;

    for (; i + 32 <= size; i += 32) {
        if ((load_word(from + i) | load_word(from + i + 8) | load_word(from + i + 16) | load_word(from + i + 24)) & mask)
            break;
    }
    return i;
}

bool js_utf16_is_latin1(const uint16_t *units, size_t length)
{
    for (size_t i = clear_prefix(units, length * 2, 0xFF00FF00FF00FF00) / 2; i < length; i++) {
        if (units[i] > 0xFF)
            return false;
    }
    return true;
}

bool js_latin1_is_ascii(const uint8_t *units, size_t length)
{
    for (size_t i = clear_prefix(units, length, 0x8080808080808080); i < length; i++) {
        if (units[i] > 0x7F)
            return false;
    }
    return true;
}

void js_utf16_from_latin1(const uint8_t *units, size_t length, uint16_t *out)
{
    size_t i = 0;

    for (; i + 16 <= length; i += 16) {
        narrow_units narrow;
        wide_units wide;

        memcpy(&narrow, units + i, sizeof narrow);
        wide = __builtin_convertvector(narrow, wide_units);
        memcpy(out + i, &wide, sizeof wide);
    }
    for (; i < length; i++)
        out[i] = units[i];
}

void js_utf16_to_latin1(const uint16_t *units, size_t length, uint8_t *out)
{
    size_t i = 0;

    for (; i + 16 <= length; i += 16) {
        narrow_units narrow;
        wide_units wide;

        memcpy(&wide, units + i, sizeof wide);
        narrow = __builtin_convertvector(wide, narrow_units);
        memcpy(out + i, &narrow, sizeof narrow);
    }
    for (; i < length; i++)
        out[i] = (uint8_t)units[i];
}

size_t js_utf16_first_lone_surrogate(const uint16_t *units, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if (!js_utf16_is_surrogate(units[i]))
            continue;
        if (!js_utf16_is_lead(units[i]) || i + 1 == length || !js_utf16_is_trail(units[i + 1]))
            return i;
        i++;
    }
    return length;
}

void js_utf16_make_well_formed(uint16_t *units, size_t length)
{
    size_t i = 0;

    while ((i += js_utf16_first_lone_surrogate(units + i, length - i)) < length)
        units[i++] = 0xFFFD;
}

bool js_utf16_equals_latin1(const uint16_t *a, const uint8_t *b, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if (a[i] != b[i])
            return false;
    }
    return true;
}
