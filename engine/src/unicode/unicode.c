/*
 * unicode/unicode.c: full case mappings, and case conversion of strings.
 *
 * A string is converted in two passes over the same walk: one that counts and tells whether anything
 * changes, so that the caller allocates exactly and returns the same string for what is already upper or
 * lower, and one that writes.  A sigma is final (SpecialCasing.txt, Final_Sigma) when a cased letter comes
 * before it and none after it, case-ignorable characters skipped on both sides.  The look-back state is
 * carried along the walk; the look-ahead of a sigma ends at the next one at the latest, since sigma is not
 * ignorable, so the walk takes linear time.
 */
#include "unicode/unicode.h"

static unsigned full_mapping(uint32_t c, int32_t simple, uint16_t place, uint32_t out[3])
{
    if (place == 0) {
        out[0] = c + (uint32_t)simple;
        return 1;
    }
    const uint16_t *mapped = &js__unicode_full_case[place];
    for (unsigned i = 0; i < mapped[0]; i++)
        out[i] = mapped[1 + i];
    return mapped[0];
}

unsigned js_unicode_to_upper_full(uint32_t c, uint32_t out[3])
{
    const struct js__unicode_case *record = js__unicode_case_of(c);

    return full_mapping(c, record->upper, record->full_upper, out);
}

unsigned js_unicode_to_lower_full(uint32_t c, uint32_t out[3])
{
    const struct js__unicode_case *record = js__unicode_case_of(c);

    return full_mapping(c, record->lower, record->full_lower, out);
}

static uint32_t code_point_at(const uint16_t *source, size_t length, size_t i, unsigned *units)
{
    uint32_t c = source[i];

    *units = 1;
    if ((c & 0xFC00) == 0xD800 && i + 1 < length && (source[i + 1] & 0xFC00) == 0xDC00) {
        *units = 2;
        c = 0x10000 + ((c & 0x3FF) << 10) + (source[i + 1] & 0x3FF);
    }
    return c;
}

/* What a conversion found or, with out, wrote. */
struct conversion {
    uint16_t *out; /* NULL while counting */
    size_t length;
    uint32_t all; /* bitwise or of the result's units */
    bool changed;
};

static void put(struct conversion *to, uint32_t c, const uint32_t *mapped, unsigned count)
{
    to->changed |= count != 1 || mapped[0] != c;
    for (unsigned i = 0; i < count; i++) {
        uint32_t m = mapped[i];

        to->all |= m;
        if (m > 0xFFFF) {
            if (to->out) {
                to->out[to->length] = (uint16_t)(0xD7C0 + (m >> 10));
                to->out[to->length + 1] = (uint16_t)(0xDC00 + (m & 0x3FF));
            }
            to->length += 2;
        } else {
            if (to->out)
                to->out[to->length] = (uint16_t)m;
            to->length++;
        }
    }
}

static void upper_utf16(const uint16_t *source, size_t length, struct conversion *to)
{
    for (size_t i = 0; i < length;) {
        unsigned units;
        uint32_t mapped[3];
        uint32_t c = code_point_at(source, length, i, &units);

        put(to, c, mapped, js_unicode_to_upper_full(c, mapped));
        i += units;
    }
}

/* Whether a cased letter stands at position i or after it, ignorable ones skipped. */
static bool cased_follows(const uint16_t *source, size_t length, size_t i)
{
    while (i < length) {
        unsigned units;
        uint32_t c = code_point_at(source, length, i, &units);

        if (!js_unicode_is_case_ignorable(c))
            return js_unicode_is_cased(c);
        i += units;
    }
    return false;
}

static void lower_utf16(const uint16_t *source, size_t length, struct conversion *to)
{
    bool cased_before = false;

    for (size_t i = 0; i < length;) {
        unsigned units, count = 1;
        uint32_t mapped[3];
        uint32_t c = code_point_at(source, length, i, &units);

        if (c == 0x3A3) {
            bool final = cased_before && !cased_follows(source, length, i + 1);

            mapped[0] = final ? 0x3C2 : 0x3C3;
        } else {
            count = js_unicode_to_lower_full(c, mapped);
        }
        if (!js_unicode_is_case_ignorable(c))
            cased_before = js_unicode_is_cased(c);
        put(to, c, mapped, count);
        i += units;
    }
}

static size_t conversion_result(const struct conversion *to, bool *latin1)
{
    *latin1 = to->all < 0x100;
    return to->changed ? to->length : SIZE_MAX;
}

size_t js_unicode_upper_length_utf16(const uint16_t *source, size_t length, bool *latin1)
{
    struct conversion to = {0};

    upper_utf16(source, length, &to);
    return conversion_result(&to, latin1);
}

size_t js_unicode_lower_length_utf16(const uint16_t *source, size_t length, bool *latin1)
{
    struct conversion to = {0};

    lower_utf16(source, length, &to);
    return conversion_result(&to, latin1);
}

void js_unicode_upper_utf16(const uint16_t *source, size_t length, uint16_t *out)
{
    struct conversion to = {.out = out};

    upper_utf16(source, length, &to);
}

void js_unicode_lower_utf16(const uint16_t *source, size_t length, uint16_t *out)
{
    struct conversion to = {.out = out};

    lower_utf16(source, length, &to);
}

/*
 * Latin-1: lower case stays there and keeps the length.  Upper case doubles sharp s, and leads outside for
 * the micro sign (U+039C) and y with diaeresis (U+0178).
 */
static bool latin1_is_upper(uint8_t c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 0xC0 && c <= 0xDE && c != 0xD7);
}

static bool latin1_is_lower(uint8_t c)
{
    return (c >= 'a' && c <= 'z') || (c >= 0xE0 && c <= 0xFE && c != 0xF7);
}

size_t js_unicode_lower_length_latin1(const uint8_t *source, size_t length, bool *latin1)
{
    *latin1 = true;
    for (size_t i = 0; i < length; i++) {
        if (latin1_is_upper(source[i]))
            return length;
    }
    return SIZE_MAX;
}

void js_unicode_lower_latin1(const uint8_t *source, size_t length, uint8_t *out)
{
    for (size_t i = 0; i < length; i++)
        out[i] = (uint8_t)(source[i] + (latin1_is_upper(source[i]) ? 0x20 : 0));
}

size_t js_unicode_upper_length_latin1(const uint8_t *source, size_t length, bool *latin1)
{
    size_t result = length;
    bool changed = false;

    *latin1 = true;
    for (size_t i = 0; i < length; i++) {
        uint8_t c = source[i];

        if (c < 0x80) {
            changed |= c >= 'a' && c <= 'z';
            continue;
        }
        changed |= latin1_is_lower(c) || c == 0xDF || c == 0xB5 || c == 0xFF;
        result += c == 0xDF;
        if (c == 0xB5 || c == 0xFF)
            *latin1 = false;
    }
    return changed ? result : SIZE_MAX;
}

void js_unicode_upper_latin1(const uint8_t *source, size_t length, uint8_t *out)
{
    for (size_t i = 0; i < length; i++) {
        uint8_t c = source[i];

        if (c == 0xDF) {
            *out++ = 'S';
            *out++ = 'S';
        } else {
            *out++ = (uint8_t)(c - (latin1_is_lower(c) ? 0x20 : 0));
        }
    }
}

void js_unicode_upper_latin1_wide(const uint8_t *source, size_t length, uint16_t *out)
{
    for (size_t i = 0; i < length; i++) {
        uint32_t mapped[3];
        unsigned count = js_unicode_to_upper_full(source[i], mapped);

        for (unsigned k = 0; k < count; k++)
            *out++ = (uint16_t)mapped[k];
    }
}
