/* unicode_test.c: properties and mappings of all code points, against digests of what node says of them. */
#include <uchar.h>

#include "check.h"

#include "unicode/unicode.h"
#include "vectors/unicode_vectors.h"

/* FNV-1a over words, as gen_vectors.js computes it. */
static void add(uint64_t *digest, uint32_t word)
{
    *digest = (*digest ^ word) * 0x100000001b3;
}

#define DIGEST_START 0xcbf29ce484222325

static uint64_t digest_of(bool (*has)(uint32_t c))
{
    uint64_t digest = DIGEST_START;

    for (uint32_t c = 0; c <= JS_UNICODE_MAX; c++) {
        if (has(c))
            add(&digest, c);
    }
    return digest;
}

static void sets_are_those_of_node(void **state)
{
    assert_true(digest_of(js_unicode_is_id_start) == id_start_digest);
    assert_true(digest_of(js_unicode_is_id_continue) == id_continue_digest);
    assert_true(digest_of(js_unicode_is_space) == space_digest);
    assert_true(digest_of(js_unicode_is_cased) == cased_digest);
    assert_true(digest_of(js_unicode_is_case_ignorable) == ignorable_digest);
}

static uint64_t mapping_digest(unsigned (*map)(uint32_t c, uint32_t out[3]))
{
    uint64_t digest = DIGEST_START;

    for (uint32_t c = 0; c <= JS_UNICODE_MAX; c++) {
        uint32_t out[3];
        unsigned count = map(c, out);

        if (count == 1 && out[0] == c)
            continue;
        add(&digest, c);
        for (unsigned i = 0; i < count; i++)
            add(&digest, out[i]);
    }
    return digest;
}

static void full_mappings_are_those_of_node(void **state)
{
    assert_true(mapping_digest(js_unicode_to_upper_full) == upper_digest);
    assert_true(mapping_digest(js_unicode_to_lower_full) == lower_digest);
}

/* The classes of characters that an ignore-case pattern takes for the same, members in order. */
static uint64_t classes_digest(bool unicode)
{
    uint64_t digest = DIGEST_START;

    for (uint32_t c = 0; c <= (unicode ? JS_UNICODE_MAX : 0xFFFF); c++) {
        uint32_t first = c;

        if (js_unicode_case_next(c, unicode) == c)
            continue;
        for (uint32_t m = js_unicode_case_next(c, unicode); m != c; m = js_unicode_case_next(m, unicode))
            first = m < first ? m : first;
        add(&digest, c);
        for (uint32_t m = first;;) {
            add(&digest, m);
            m = js_unicode_case_next(m, unicode);
            if (m == first)
                break;
        }
    }
    return digest;
}

static void patterns_ignore_case_as_node_does(void **state)
{
    assert_true(classes_digest(true) == fold_classes_digest);
    assert_true(classes_digest(false) == canon_classes_digest);
}

/* The cycle of next members holds exactly what canonicalizes alike. */
static void classes_agree_with_canonicalize(void **state)
{
    for (int unicode = 0; unicode < 2; unicode++) {
        for (uint32_t c = 0; c <= JS_UNICODE_MAX; c++) {
            uint32_t canonical = js_unicode_canonicalize(c, unicode);
            uint32_t next = js_unicode_case_next(c, unicode);

            assert_true(js_unicode_canonicalize(canonical, unicode) == canonical);
            assert_true(js_unicode_canonicalize(next, unicode) == canonical);
            if (next == c)
                assert_true(canonical == c);
        }
    }
    assert_true(js_unicode_canonicalize(0x17F, false) == 0x17F); /* long s is not s without u */
    assert_true(js_unicode_canonicalize(0x17F, true) == 's');
    assert_true(js_unicode_canonicalize(0xDF, false) == 0xDF);
    assert_true(js_unicode_canonicalize(0x1E9E, true) == 0xDF);
}

static void beyond_unicode_nothing_is_mapped(void **state)
{
    static const uint32_t values[] = {0x110000, 0x7FFFFFFF, UINT32_MAX};

    for (size_t i = 0; i < COUNT(values); i++) {
        uint32_t out[3];

        assert_false(js_unicode_is_id_start(values[i]));
        assert_false(js_unicode_is_id_continue(values[i]));
        assert_false(js_unicode_is_case_ignorable(values[i]));
        assert_int_equal(js_unicode_to_upper_full(values[i], out), 1);
        assert_true(out[0] == values[i]);
        assert_true(js_unicode_fold_simple(values[i]) == values[i]);
    }
}

/* Converts text of either width by the pair of functions, checks against the expected text. */
static void check_conversion(const uint16_t *text, size_t length, bool upper, const char16_t *expected,
                             size_t expected_length)
{
    uint16_t wide[64];
    uint8_t narrow[64], narrow_out[64];
    bool latin1, is_narrow = true;
    size_t result = upper ? js_unicode_upper_length_utf16(text, length, &latin1)
                          : js_unicode_lower_length_utf16(text, length, &latin1);

    if (result == SIZE_MAX) {
        assert_int_equal(length, expected_length);
        assert_memory_equal(text, expected, length * 2);
    } else {
        assert_int_equal(result, expected_length);
        (upper ? js_unicode_upper_utf16 : js_unicode_lower_utf16)(text, length, wide);
        assert_memory_equal(wide, expected, result * 2);
    }
    for (size_t i = 0; i < length; i++) {
        is_narrow &= text[i] < 0x100;
        narrow[i] = (uint8_t)text[i];
    }
    if (!is_narrow)
        return;
    result = upper ? js_unicode_upper_length_latin1(narrow, length, &latin1)
                   : js_unicode_lower_length_latin1(narrow, length, &latin1);
    if (result == SIZE_MAX) {
        assert_memory_equal(text, expected, length * 2);
        return;
    }
    assert_int_equal(result, expected_length);
    if (latin1) {
        (upper ? js_unicode_upper_latin1 : js_unicode_lower_latin1)(narrow, length, narrow_out);
        for (size_t i = 0; i < result; i++)
            assert_int_equal(narrow_out[i], expected[i]);
    } else {
        js_unicode_upper_latin1_wide(narrow, length, wide);
        assert_memory_equal(wide, expected, result * 2);
    }
}

static void strings_are_converted_as_node_does(void **state)
{
    for (size_t i = 0; i < COUNT(case_vectors); i++) {
        const uint16_t *text = (const uint16_t *)case_vectors[i].text;

        check_conversion(text, case_vectors[i].length, true, case_vectors[i].upper,
                         case_vectors[i].upper_length);
        check_conversion(text, case_vectors[i].length, false, case_vectors[i].lower,
                         case_vectors[i].lower_length);
    }
}

static void latin1_is_converted_like_utf16(void **state)
{
    for (unsigned c = 0; c < 0x100; c++) {
        uint16_t text[3] = {'a', (uint16_t)c, 'B'}, upper[8], lower[8];
        bool latin1;
        size_t upper_length = js_unicode_upper_length_utf16(text, 3, &latin1);

        js_unicode_upper_utf16(text, 3, upper);
        js_unicode_lower_utf16(text, 3, lower);
        check_conversion(text, 3, true, (const char16_t *)upper, upper_length);
        check_conversion(text, 3, false, (const char16_t *)lower, 3);
    }
}

static void surrogate_pairs_are_converted_whole(void **state)
{
    static const uint16_t small[2] = {0xD801, 0xDC28}, large[2] = {0xD801, 0xDC00};
    static const uint16_t lone[1] = {0xD801};
    bool latin1;

    check_conversion(small, 2, true, (const char16_t *)large, 2);
    check_conversion(large, 2, false, (const char16_t *)small, 2);
    assert_true(js_unicode_upper_length_utf16(lone, 1, &latin1) == SIZE_MAX);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sets_are_those_of_node),
        cmocka_unit_test(full_mappings_are_those_of_node),
        cmocka_unit_test(patterns_ignore_case_as_node_does),
        cmocka_unit_test(classes_agree_with_canonicalize),
        cmocka_unit_test(beyond_unicode_nothing_is_mapped),
        cmocka_unit_test(strings_are_converted_as_node_does),
        cmocka_unit_test(latin1_is_converted_like_utf16),
        cmocka_unit_test(surrogate_pairs_are_converted_whole),
    };

    return cmocka_run_group_tests_name("unicode", tests, NULL, NULL);
}
