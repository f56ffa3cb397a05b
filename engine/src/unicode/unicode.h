/*
 * unicode/unicode.h: properties and case mappings of code points, and case conversion of strings.
 *
 * Unicode 17, from generated tables (tools/gen_unicode.py).  Everything here is pure; nothing collects and,
 * string conversion aside, nothing fails.  Any uint32_t is a valid argument: what is no code point has no
 * property and maps to itself.  Lone surrogates are code points like others.
 */
#ifndef JS_UNICODE_UNICODE_H
#define JS_UNICODE_UNICODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "unicode/tables.h"

#define JS_UNICODE_MAX 0x10FFFFu

static inline bool js__unicode_in_set(const uint8_t *index, const uint32_t *bits, uint32_t c)
{
    return bits[(uint32_t)index[c >> 8] * 8 + (c >> 5 & 7)] >> (c & 31) & 1;
}

/* IdentifierStartChar: ID_Start, $ and _. */
static inline bool js_unicode_is_id_start(uint32_t c)
{
    return c < JS__UNICODE_ID_START_LIMIT &&
           js__unicode_in_set(js__unicode_id_start_index, js__unicode_id_start_bits, c);
}

/* IdentifierPartChar: ID_Continue, $, ZWNJ and ZWJ. */
static inline bool js_unicode_is_id_continue(uint32_t c)
{
    return c < JS__UNICODE_ID_CONTINUE_LIMIT &&
           js__unicode_in_set(js__unicode_id_continue_index, js__unicode_id_continue_bits, c);
}

/* LineTerminator: LF, CR, LS, PS. */
static inline bool js_unicode_is_line_terminator(uint32_t c)
{
    return c == 0x0A || c == 0x0D || c == 0x2028 || c == 0x2029;
}

/* WhiteSpace or LineTerminator: what String.prototype.trim removes and \s matches. */
static inline bool js_unicode_is_space(uint32_t c)
{
    if (c < 0x80)
        return c == 0x20 || (c >= 0x09 && c <= 0x0D);
    if (c < 0x1680)
        return c == 0xA0;
    return c == 0x1680 || (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 ||
           c == 0x202F || c == 0x205F || c == 0x3000 || c == 0xFEFF;
}

/* The derived properties Cased and Case_Ignorable, which decide on final sigma. */
static inline bool js_unicode_is_cased(uint32_t c)
{
    return c < JS__UNICODE_CASED_LIMIT &&
           js__unicode_in_set(js__unicode_cased_index, js__unicode_cased_bits, c);
}

static inline bool js_unicode_is_case_ignorable(uint32_t c)
{
    return c < JS__UNICODE_IGNORABLE_LIMIT &&
           js__unicode_in_set(js__unicode_ignorable_index, js__unicode_ignorable_bits, c);
}

/* Record 0 is that of code points without case. */
static inline const struct js__unicode_case *js__unicode_case_of(uint32_t c)
{
    uint32_t record = 0;

    if (c < JS__UNICODE_CASE_LIMIT)
        record = js__unicode_case_blocks[(uint32_t)js__unicode_case_index[c >> 6] * 64 + (c & 63)];
    return &js__unicode_case_records[record];
}

/* Simple mappings (UnicodeData.txt): one code point to one. */
static inline uint32_t js_unicode_to_upper_simple(uint32_t c)
{
    return c + (uint32_t)js__unicode_case_of(c)->upper;
}

static inline uint32_t js_unicode_to_lower_simple(uint32_t c)
{
    return c + (uint32_t)js__unicode_case_of(c)->lower;
}

/* Simple case folding, scf: classes C and S of CaseFolding.txt. */
static inline uint32_t js_unicode_fold_simple(uint32_t c)
{
    return c + (uint32_t)js__unicode_case_of(c)->fold;
}

/*
 * 22.2.2.7.3 Canonicalize of an ignore-case regular expression.  With unicode (the flags u and v): simple
 * folding of a code point.  Without: c is a code unit, compared by its upper case unless that takes several
 * units or leads from outside ASCII into it.
 */
static inline uint32_t js_unicode_canonicalize(uint32_t c, bool unicode)
{
    const struct js__unicode_case *record = js__unicode_case_of(c);

    return c + (uint32_t)(unicode ? record->fold : record->canon);
}

/*
 * The next code point with the same js_unicode_canonicalize(., unicode), cyclically; c itself when there is
 * no other.  So the class of c, four members at most, is c, next(c), next(next(c)) ... until c again.
 */
static inline uint32_t js_unicode_case_next(uint32_t c, bool unicode)
{
    const struct js__unicode_case *record = js__unicode_case_of(c);

    return c + (uint32_t)(unicode ? record->next_fold : record->next_canon);
}

/*
 * Full, locale-independent mappings (toUppercase, toLowercase of one code point without context): writes one
 * to three code points to out and returns how many.  Final sigma is the caller's affair.
 */
unsigned js_unicode_to_upper_full(uint32_t c, uint32_t out[3]);
unsigned js_unicode_to_lower_full(uint32_t c, uint32_t out[3]);

/*
 * The length in UTF-16 code units of the upper (lower) case of source, or SIZE_MAX if the text is its own
 * upper (lower) case; *latin1 says whether the result fits Latin-1.  Then the second pair writes the result,
 * which has exactly that length, to out.  Lower case knows final sigma.
 */
size_t js_unicode_upper_length_latin1(const uint8_t *source, size_t length, bool *latin1);
size_t js_unicode_upper_length_utf16(const uint16_t *source, size_t length, bool *latin1);
size_t js_unicode_lower_length_latin1(const uint8_t *source, size_t length, bool *latin1);
size_t js_unicode_lower_length_utf16(const uint16_t *source, size_t length, bool *latin1);

void js_unicode_upper_latin1(const uint8_t *source, size_t length, uint8_t *out);
void js_unicode_upper_latin1_wide(const uint8_t *source, size_t length, uint16_t *out);
void js_unicode_upper_utf16(const uint16_t *source, size_t length, uint16_t *out);
void js_unicode_lower_latin1(const uint8_t *source, size_t length, uint8_t *out);
void js_unicode_lower_utf16(const uint16_t *source, size_t length, uint16_t *out);

#endif
