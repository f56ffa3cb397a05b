/* number_parse_test.c: text to numbers, against node, for both widths of text. */
#include <uchar.h>

#include "check.h"

#include <locale.h>
#include <math.h>
#include <stdlib.h>

#include "base/number_text.h"
#include "vectors/number_vectors.h"

static bool narrow(const char16_t *text, size_t length, uint8_t *out)
{
    for (size_t i = 0; i < length; i++) {
        if (text[i] > 0xFF)
            return false;
        out[i] = (uint8_t)text[i];
    }
    return true;
}

static void reads_as_node_does(void **state)
{
    static uint8_t latin1[2048];

    for (size_t i = 0; i < COUNT(parse_vectors); i++) {
        const uint16_t *text = (const uint16_t *)parse_vectors[i].text;
        size_t length = parse_vectors[i].length;
        int32_t radix = parse_vectors[i].radix;
        char what[64];

        snprintf(what, sizeof what, "vector %zu", i);
        check_double(parse_vectors[i].number, js_number_from_utf16(text, length), what);
        check_double(parse_vectors[i].parse_float, js_parse_float_utf16(text, length), what);
        check_double(parse_vectors[i].parse_int, js_parse_int_utf16(text, length, radix), what);
        if (!narrow(parse_vectors[i].text, length, latin1))
            continue;
        check_double(parse_vectors[i].number, js_number_from_latin1(latin1, length), what);
        check_double(parse_vectors[i].parse_float, js_parse_float_latin1(latin1, length), what);
        check_double(parse_vectors[i].parse_int, js_parse_int_latin1(latin1, length, radix), what);
    }
}

/* Between two doubles lies a decimal of hundreds of digits: exactly it goes to even, its neighbours apart. */
static void half_way_decimals_are_exact(void **state)
{
    /* 1 + 2^-53, with its 53 decimals */
    static const char half[] = "1.00000000000000011102230246251565404236316680908203125";
    char text[1200];

    check_double(js_double_bits(1.0), js_decimal_literal(half, strlen(half)), "half");
    snprintf(text, sizeof text, "%s%01000d1", half, 0);
    check_double(js_double_bits(1 + 0x1p-52), js_decimal_literal(text, strlen(text)), "above half");
    snprintf(text, sizeof text, "%s%0100d", half, 0);
    check_double(js_double_bits(1.0), js_decimal_literal(text, strlen(text)), "half and zeros");
}

static double decimal(const char *text)
{
    return js_decimal_literal(text, strlen(text));
}

static void literals_may_have_separators(void **state)
{
    assert_true(decimal("1_000_000") == 1e6);
    assert_true(decimal("1_0.5_0e1_0") == 10.5e10);
    assert_true(decimal(".5") == 0.5);
    assert_true(decimal("0.000_000_000_000_000_000_000_001") == 1e-24);
    assert_true(js_radix_literal("ff_ff", 5, 16) == 65535);
    assert_true(js_radix_literal("777", 3, 8) == 511);
    assert_true(js_radix_literal("1_0", 3, 2) == 2);
    assert_true(js_radix_literal("20000000000001", 14, 16) == 0x1p53);
    assert_true(js_radix_literal("20000000000003", 14, 16) == 0x1p53 + 4);
    assert_true(js_radix_literal("200000000000010000000000001", 27, 16) == 0x1p105 + 0x1p53);
}

static void the_locale_does_not_matter(void **state)
{
    const char *text = "1234567890123456789012.5";

    if (!setlocale(LC_NUMERIC, "de_DE.UTF-8"))
        skip();
    assert_true(decimal(text) == 1234567890123456789012.5);
    setlocale(LC_NUMERIC, "C");
}

static void array_indices_are_canonical(void **state)
{
    static const struct {
        const char *text;
        bool valid;
        uint32_t index;
    } cases[] = {
        {"0", true, 0},           {"7", true, 7},           {"4294967294", true, 4294967294u},
        {"4294967295", false, 0}, {"00", false, 0},         {"01", false, 0},
        {"", false, 0},           {"-1", false, 0},         {"1.0", false, 0},
        {" 1", false, 0},         {"99999999999", false, 0}, {"9999999999", false, 0},
    };

    for (size_t i = 0; i < COUNT(cases); i++) {
        size_t length = strlen(cases[i].text);
        uint16_t wide[16];
        uint32_t index = 0;

        for (size_t k = 0; k < length; k++)
            wide[k] = (uint8_t)cases[i].text[k];
        assert_int_equal(js_array_index_from_latin1((const uint8_t *)cases[i].text, length, &index),
                         cases[i].valid);
        if (cases[i].valid)
            assert_int_equal(index, cases[i].index);
        assert_int_equal(js_array_index_from_utf16(wide, length, &index), cases[i].valid);
    }
}

/* A million digits take linear time and no recursion. */
static void long_texts_are_read(void **state)
{
    size_t length = 1000000;
    uint8_t *text = malloc(length);

    assert_non_null(text);
    memset(text, '1', length);
    assert_true(isinf(js_number_from_latin1(text, length)));
    assert_true(isinf(js_parse_int_latin1(text, length, 2)));
    assert_true(isinf(js_parse_int_latin1(text, length, 7)));
    text[1] = '.';
    assert_true(js_number_from_latin1(text, length) == 1.1111111111111112);
    memset(text, ' ', length);
    assert_true(js_number_from_latin1(text, length) == 0);
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_as_node_does),
        cmocka_unit_test(half_way_decimals_are_exact),
        cmocka_unit_test(literals_may_have_separators),
        cmocka_unit_test(the_locale_does_not_matter),
        cmocka_unit_test(array_indices_are_canonical),
        cmocka_unit_test(long_texts_are_read),
    };

    return cmocka_run_group_tests_name("number_parse", tests, NULL, NULL);
}
