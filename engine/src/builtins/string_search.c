/*
 * builtins/string_search.c: finding one text in another, and GetSubstitution.
 *
 * The search looks for the needle's first unit with the C library's vector code, then compares; for needles of
 * Latin-1 in Latin-1, memmem does both in linear time.  In UTF-16, long needles use Horspool's table of
 * shifts over the low bytes of units [search.no-surprise]; without it the time would be the product of both lengths
 * on common text, which is bounded for short needles only.
 */
#define _GNU_SOURCE /* memmem */
#include "builtins/string_helpers.h"

#include "base/utf16.h"

#include <string.h>

#define HORSPOOL_MIN 8u

static bool matches_at(const struct js_units *text, const struct js_units *needle, uint32_t at)
{
    if (text->utf16 && needle->utf16)
        return memcmp(text->utf16 + at, needle->utf16, (size_t)needle->length * 2) == 0;
    for (uint32_t i = 0; i < needle->length; i++)
        if (js_unit_at(text, at + i) != js_unit_at(needle, i))
            return false;
    return true;
}

/* Whether every unit of needle fits Latin-1; only then can it occur in Latin-1 text. */
static bool is_narrow(const struct js_units *needle)
{
    return needle->latin1 || js_utf16_is_latin1(needle->utf16, needle->length);
}

static uint32_t find_by_first_unit(const struct js_units *text, const struct js_units *needle,
                                   uint32_t from, uint32_t last)
{
    uint16_t first = js_unit_at(needle, 0);

    for (uint32_t i = from; i <= last; i++)
        if (js_unit_at(text, i) == first && matches_at(text, needle, i))
            return i;
    return JS_NO_INDEX;
}

static uint32_t find_by_shifts(const struct js_units *text, const struct js_units *needle,
                               uint32_t from, uint32_t last)
{
    uint32_t shifts[256], n = needle->length;

    for (unsigned i = 0; i < 256; i++)
        shifts[i] = n;
    for (uint32_t i = 0; i + 1 < n; i++)
        shifts[js_unit_at(needle, i) & 0xFF] = n - 1 - i;
    for (uint32_t i = from; i <= last;) {
        uint16_t end = js_unit_at(text, i + n - 1);

        if (end == js_unit_at(needle, n - 1) && matches_at(text, needle, i))
            return i;
        i += shifts[end & 0xFF];
    }
    return JS_NO_INDEX;
}

uint32_t js_units_index_of(const struct js_units *text, const struct js_units *needle, uint32_t from)
{
    uint32_t last;

    if (needle->length > text->length || from > text->length - needle->length)
        return JS_NO_INDEX;
    if (needle->length == 0)
        return from;
    last = text->length - needle->length;
    if (text->latin1 && !is_narrow(needle))
        return JS_NO_INDEX;
    if (text->latin1 && needle->latin1) {
        const uint8_t *start = text->latin1 + from;
        const uint8_t *found = needle->length == 1
                                   ? memchr(start, needle->latin1[0], text->length - from)
                                   : memmem(start, text->length - from, needle->latin1,
                                            needle->length);

        return found ? (uint32_t)(found - text->latin1) : JS_NO_INDEX;
    }
    return needle->length < HORSPOOL_MIN ? find_by_first_unit(text, needle, from, last)
                                         : find_by_shifts(text, needle, from, last);
}

uint32_t js_units_last_index_of(const struct js_units *text, const struct js_units *needle,
                                uint32_t from)
{
    uint32_t last;
    uint16_t first;

    if (needle->length > text->length)
        return JS_NO_INDEX;
    last = text->length - needle->length;
    if (from < last)
        last = from;
    if (needle->length == 0)
        return last;
    first = js_unit_at(needle, 0);
    for (uint32_t i = last + 1; i-- > 0;)
        if (js_unit_at(text, i) == first && matches_at(text, needle, i))
            return i;
    return JS_NO_INDEX;
}

/* ---- 22.1.3.19.1 GetSubstitution ---- */

/* A reference $n or $nn at i (of the digit): its number, and how many digits it takes; 0 if none. */
static uint32_t capture_number(const struct js_units *units, uint32_t i, uint32_t count,
                               uint32_t *digits)
{
    uint32_t one = (uint32_t)js_unit_at(units, i) - '0', two = 100;

    if (one > 9)
        return 0;
    if (i + 1 < units->length && (uint32_t)js_unit_at(units, i + 1) - '0' <= 9)
        two = one * 10 + ((uint32_t)js_unit_at(units, i + 1) - '0');
    if (two >= 1 && two <= 99 && two <= count) {
        *digits = 2;
        return two;
    }
    *digits = 1;
    return one <= count ? one : 0;
}

/* Appends groups[name] of a reference $<name> that lies from start to end. */
static bool append_named(js_ctx *ctx, struct js_string_builder *b,
                         const struct js_substitution *what, const js_value *replacement,
                         uint32_t start, uint32_t end)
{
    JS_FRAME(ctx, f, key, value);

    JS_TRY(js_string_substring_noscript(ctx, replacement, start, end, &f.key));
    JS_TRY(js_to_property_key(ctx, &f.key, &f.key));
    JS_TRY(js_get(ctx, what->named, &f.key, &f.value));
    if (js_is_undefined(f.value))
        return true;
    JS_TRY(js_to_string(ctx, &f.value, &f.value));
    js_builder_string_nogc(b, f.value);
    return true;
}

/* The index of the '>' that ends a reference $<name> whose '<' is at i; JS_NO_INDEX if there is none. */
static uint32_t find_end_of_name(const struct js_units *units, uint32_t i)
{
    for (uint32_t k = i + 1; k < units->length; k++)
        if (js_unit_at(units, k) == '>')
            return k;
    return JS_NO_INDEX;
}

/* Handles the '$' at *i, which moves behind what was replaced. */
static bool append_reference(js_ctx *ctx, struct js_string_builder *b,
                             const struct js_substitution *what, const js_value *replacement,
                             uint32_t *i)
{
    struct js_units units = js_string_units_nogc(ctx, *replacement);
    uint16_t next = *i + 1 < units.length ? js_unit_at(&units, *i + 1) : 0;
    uint32_t tail = what->position + js_string_length_nogc(*what->matched);
    uint32_t length = js_string_length_nogc(*what->string), digits, number, end;

    if (next == '$') {
        js_builder_unit_nogc(b, '$');
    } else if (next == '&') {
        js_builder_string_nogc(b, *what->matched);
    } else if (next == '`') {
        js_builder_substring_nogc(b, *what->string, 0, what->position);
    } else if (next == '\'') {
        js_builder_substring_nogc(b, *what->string, tail < length ? tail : length, length);
    } else if (next >= '0' && next <= '9' && what->captures &&
               (number = capture_number(&units, *i + 1, what->captures->count, &digits)) != 0) {
        js_value capture = js_vec_get_nogc(ctx, what->captures, number - 1);

        if (!js_is_undefined(capture))
            js_builder_string_nogc(b, capture);
        *i += 1 + digits;
        return true;
    } else if (next == '<' && what->named && !js_is_undefined(*what->named) &&
               (end = find_end_of_name(&units, *i + 1)) != JS_NO_INDEX) {
        JS_TRY(append_named(ctx, b, what, replacement, *i + 2, end));
        *i = end + 1;
        return true;
    } else {
        js_builder_unit_nogc(b, '$');
        *i += 1;
        return true;
    }
    *i += 2;
    return true;
}

bool js_get_substitution(js_ctx *ctx, struct js_string_builder *b,
                         const struct js_substitution *what, const js_value *replacement)
{
    uint32_t length = js_string_length_nogc(*replacement), i = 0;

    while (i < length) {
        struct js_units units = js_string_units_nogc(ctx, *replacement);
        uint32_t start = i;

        while (i < length && js_unit_at(&units, i) != '$')
            i++;
        js_builder_substring_nogc(b, *replacement, start, i);
        if (i < length)
            JS_TRY(append_reference(ctx, b, what, replacement, &i));
    }
    return true;
}
