/* utf8_test.c: decoding by the Encoding Standard, encoding, surrogates, and the width-changing copies. */
#include "check.h"

#include "base/utf16.h"
#include "base/utf8.h"

#define R 0xFFFD

/* Ill-formed input and what the Encoding Standard makes of it (checked against TextDecoder). */
static const struct {
    const char *bytes;
    size_t length;
    uint16_t units[12];
    size_t count;
    bool valid;
} decode_cases[] = {
    {"", 0, {0}, 0, true},
    {"abc", 3, {'a', 'b', 'c'}, 3, true},
    {"\xC3\xA9", 2, {0xE9}, 1, true},
    {"\xE2\x82\xAC", 3, {0x20AC}, 1, true},
    {"\xF0\x9F\x98\x80", 4, {0xD83D, 0xDE00}, 2, true},
    {"\xF4\x8F\xBF\xBF", 4, {0xDBFF, 0xDFFF}, 2, true},
    {"\xEF\xBF\xBD", 3, {R}, 1, true},
    {"\xEF\xBB\xBF" "a", 4, {0xFEFF, 'a'}, 2, true},
    {"\x80", 1, {R}, 1, false},
    {"\xBF\xBF", 2, {R, R}, 2, false},
    {"\xC0\xAF", 2, {R, R}, 2, false},
    {"\xC2", 1, {R}, 1, false},
    {"\xC2" "a", 2, {R, 'a'}, 2, false},
    {"\xE0\x80\xAF", 3, {R, R, R}, 3, false},
    {"\xE0\xA0", 2, {R}, 1, false},
    {"\xE1\x80\xC3\xA9", 4, {R, 0xE9}, 2, false},
    {"\xED\xA0\x80", 3, {R, R, R}, 3, false},
    {"\xF0\x80\x80\x80", 4, {R, R, R, R}, 4, false},
    {"\xF0\x90\x80", 3, {R}, 1, false},
    {"\xF1\x80\x80\x41\x80", 5, {R, 'A', R}, 3, false},
    {"\xF4\x90\x80\x80", 4, {R, R, R, R}, 4, false},
    {"\xF5\x80", 2, {R, R}, 2, false},
    {"\xFF\xFE", 2, {R, R}, 2, false},
    {"a\xF0\x9F\x98" "b\xC3\xA9", 7, {'a', R, 'b', 0xE9}, 4, false},
};

static void ill_formed_parts_are_replaced(void **state)
{
    for (size_t i = 0; i < COUNT(decode_cases); i++) {
        const uint8_t *bytes = (const uint8_t *)decode_cases[i].bytes;
        size_t length = decode_cases[i].length;
        struct js_utf8_size size = js_utf8_measure(bytes, length);
        uint16_t units[16];
        bool latin1 = true;

        assert_int_equal(size.units, decode_cases[i].count);
        assert_int_equal(size.valid, decode_cases[i].valid);
        js_utf8_to_utf16(bytes, length, units);
        for (size_t k = 0; k < size.units; k++) {
            assert_int_equal(units[k], decode_cases[i].units[k]);
            latin1 &= units[k] < 0x100;
        }
        assert_int_equal(size.latin1, latin1);
    }
}

static void every_code_point_survives(void **state)
{
    for (uint32_t c = 0; c <= 0x10FFFF; c++) {
        uint16_t units[2], back[2];
        uint8_t bytes[4];
        size_t count = js_utf16_put(c, units), i = 0, read;
        size_t length = js_utf8_from_utf16(units, count, false, bytes, sizeof bytes, &read);

        assert_int_equal(read, count);
        assert_int_equal(length, js_utf8_length_of_utf16(units, count));
        if (js_utf16_is_surrogate(c)) {
            assert_memory_equal(bytes, "\xEF\xBF\xBD", 3);
            assert_int_equal(js_utf8_from_utf16(units, 1, true, bytes, sizeof bytes, NULL), 3);
            assert_int_equal(bytes[0], 0xED);
            continue;
        }
        assert_int_equal(js_utf8_measure(bytes, length).units, count);
        js_utf8_to_utf16(bytes, length, back);
        assert_memory_equal(back, units, count * 2);
        assert_int_equal(js_utf8_next(bytes, length, &i, NULL), c);
        assert_int_equal(i, length);
    }
}

static void latin1_survives(void **state)
{
    uint8_t text[256], bytes[512], back[256];
    size_t length, read;
    struct js_utf8_size size;

    for (unsigned c = 0; c < 256; c++)
        text[c] = (uint8_t)c;
    length = js_utf8_from_latin1(text, 256, bytes, sizeof bytes, &read);
    assert_int_equal(length, 384);
    assert_int_equal(read, 256);
    assert_int_equal(js_utf8_length_of_latin1(text, 256), 384);
    size = js_utf8_measure(bytes, length);
    assert_true(size.latin1 && !size.ascii && size.valid);
    assert_int_equal(size.units, 256);
    js_utf8_to_latin1(bytes, length, back);
    assert_memory_equal(back, text, 256);
}

/* A capacity that ends within a character leaves it out, and says how far it came. */
static void encoding_stops_at_whole_characters(void **state)
{
    static const uint16_t text[] = {'a', 0xE9, 0x20AC, 0xD83D, 0xDE00, 'z'};
    static const size_t fits[] = {0, 1, 1, 2, 2, 2, 3, 3, 3, 3, 5, 6};
    static const uint8_t narrow[] = {'a', 0xE9, 'b', 0xFF};
    static const size_t narrow_fits[] = {0, 1, 1, 2, 3, 3, 4};
    uint8_t out[16];
    size_t read;

    for (size_t capacity = 0; capacity < COUNT(fits); capacity++) {
        size_t length = js_utf8_from_utf16(text, COUNT(text), false, out, capacity, &read);

        assert_int_equal(read, fits[capacity]);
        assert_int_equal(length, js_utf8_length_of_utf16(text, read));
    }
    for (size_t capacity = 0; capacity < COUNT(narrow_fits); capacity++) {
        size_t length = js_utf8_from_latin1(narrow, COUNT(narrow), out, capacity, &read);

        assert_int_equal(read, narrow_fits[capacity]);
        assert_int_equal(length, js_utf8_length_of_latin1(narrow, read));
    }
}

static void unfinished_sequences_are_told_from_wrong_ones(void **state)
{
    static const struct {
        const char *bytes;
        bool incomplete;
    } cases[] = {{"\xF0\x9F\x98", true}, {"\xC3", true}, {"\xE0\xA0", true}, {"\x80", false},
                 {"\xF5", false},        {"\xE0\x80", false}, {"\xED\xA0", false}};

    for (size_t i = 0; i < COUNT(cases); i++) {
        size_t at = 0;
        bool incomplete = false;

        assert_int_equal(
            js_utf8_next((const uint8_t *)cases[i].bytes, strlen(cases[i].bytes), &at, &incomplete), R);
        assert_int_equal(incomplete, cases[i].incomplete);
    }
}

/* Runs of ASCII of every length and offset, around the eight bytes that are looked at together. */
static void ascii_runs_of_every_length_are_copied(void **state)
{
    for (size_t run = 0; run < 40; run++) {
        uint8_t bytes[64], narrow[64];
        uint16_t wide[64];
        struct js_utf8_size size;

        memset(bytes, 'x', run);
        memcpy(bytes + run, "\xC3\xA9yz", 4);
        size = js_utf8_measure(bytes, run + 4);
        assert_int_equal(size.units, run + 3);
        js_utf8_to_latin1(bytes, run + 4, narrow);
        js_utf8_to_utf16(bytes, run + 4, wide);
        assert_int_equal(narrow[run], 0xE9);
        assert_int_equal(wide[run], 0xE9);
        assert_int_equal(wide[run + 2], 'z');
        assert_true(js_utf16_equals_latin1(wide, narrow, run + 3));
        assert_true(js_utf8_measure(bytes, run).ascii);
        assert_true(js_latin1_is_ascii(narrow, run));
        assert_false(js_latin1_is_ascii(narrow, run + 1));
    }
}

static void widths_are_changed_exactly(void **state)
{
    for (size_t length = 0; length < 70; length++) {
        uint8_t narrow[70] = {0}, back[70];
        uint16_t wide[70];

        for (size_t i = 0; i < length; i++)
            narrow[i] = (uint8_t)(i * 31 + 128);
        js_utf16_from_latin1(narrow, length, wide);
        assert_true(js_utf16_equals_latin1(wide, narrow, length));
        assert_true(js_utf16_is_latin1(wide, length));
        js_utf16_to_latin1(wide, length, back);
        assert_memory_equal(back, narrow, length);
        if (length > 0) {
            wide[length - 1] = 0x100;
            assert_false(js_utf16_is_latin1(wide, length));
            assert_false(js_utf16_equals_latin1(wide, narrow, length));
        }
    }
}

static void lone_surrogates_are_found_and_replaced(void **state)
{
    uint16_t text[] = {'a', 0xD83D, 0xDE00, 0xDE00, 0xD83D, 0xD83D, 0xDE00, 0xD83D};
    static const uint16_t formed[] = {'a', 0xD83D, 0xDE00, R, R, 0xD83D, 0xDE00, R};
    size_t i = 8;

    assert_int_equal(js_utf16_first_lone_surrogate(text, COUNT(text)), 3);
    assert_int_equal(js_utf16_first_lone_surrogate(text, 3), 3);
    assert_int_equal(js_utf16_first_lone_surrogate(text, 2), 1);
    js_utf16_make_well_formed(text, COUNT(text));
    assert_memory_equal(text, formed, sizeof formed);
    assert_int_equal(js_utf16_previous(text, &i), R);
    assert_int_equal(js_utf16_previous(text, &i), 0x1F600);
    assert_int_equal(i, 5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ill_formed_parts_are_replaced),
        cmocka_unit_test(every_code_point_survives),
        cmocka_unit_test(latin1_survives),
        cmocka_unit_test(encoding_stops_at_whole_characters),
        cmocka_unit_test(unfinished_sequences_are_told_from_wrong_ones),
        cmocka_unit_test(ascii_runs_of_every_length_are_copied),
        cmocka_unit_test(widths_are_changed_exactly),
        cmocka_unit_test(lone_surrogates_are_found_and_replaced),
    };

    return cmocka_run_group_tests_name("utf8", tests, NULL, NULL);
}
