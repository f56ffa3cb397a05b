/* number_text_test.c: numbers to text, against what node prints, and properties of all numbers. */
#include <uchar.h>

#include "check.h"

#include <stdlib.h>

#include "base/number_text.h"
#include "vectors/number_vectors.h"

static void formats_as_node_does(void **state)
{
    static char out[JS_NUMBER_RADIX_MAX];

    for (size_t i = 0; i < COUNT(format_vectors); i++) {
        double value = js_double_from_bits(format_vectors[i].bits);
        int digits = format_vectors[i].digits;

        check_text(format_vectors[i].text, out, js_number_to_text(value, out), "toString");
        check_text(format_vectors[i].fixed, out, js_number_to_fixed(value, digits, out), "toFixed");
        check_text(format_vectors[i].exponential, out, js_number_to_exponential(value, digits, out),
                   "toExponential");
        check_text(format_vectors[i].shortest_exponential, out,
                   js_number_to_exponential(value, -1, out), "toExponential()");
        check_text(format_vectors[i].precision, out,
                   js_number_to_precision(value, digits ? digits : 1, out), "toPrecision");
        check_text(format_vectors[i].in_radix, out,
                   js_number_to_radix(value, format_vectors[i].radix, out), "toString(radix)");
    }
}

static void integers_have_a_fast_path(void **state)
{
    static const int32_t values[] = {0, 1, -1, 9, 10, 99, 100, 12345, -2147483647 - 1, 2147483647};
    char out[JS_NUMBER_TEXT_MAX], expected[16];

    for (size_t i = 0; i < COUNT(values); i++) {
        snprintf(expected, sizeof expected, "%d", values[i]);
        check_text(expected, out, js_int32_to_text(values[i], out), "int32");
        check_text(expected, out, js_number_to_text(values[i], out), "double");
        snprintf(expected, sizeof expected, "%u", (uint32_t)values[i]);
        check_text(expected, out, js_uint32_to_text((uint32_t)values[i], out), "uint32");
    }
}

/* Reading back gives the same double, and one digit less does not: the text is the shortest. */
static void shortest_text_reads_back(void **state)
{
    uint64_t seed = 88172645463325252u;

    for (int i = 0; i < 200000; i++) {
        char out[JS_NUMBER_TEXT_MAX + 1], shorter[64];
        double value;
        size_t length;
        int digits = 0;

        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        value = js_double_from_bits(seed & 0x7FFFFFFFFFFFFFFF);
        if (value != value || value > 1.7976931348623157e308)
            continue;
        length = js_number_to_text(value, out);
        out[length] = 0;
        assert_true(js_double_bits(strtod(out, NULL)) == js_double_bits(value));
        for (size_t k = 0; k < length && out[k] != 'e'; k++)
            digits += out[k] != '.';
        if (digits > 1 && (value < 1e-6 || value > 1e21)) {
            snprintf(shorter, sizeof shorter, "%.*e", digits - 2, value);
            assert_true(strtod(shorter, NULL) != value);
        }
    }
}

static void ties_are_broken_upwards(void **state)
{
    char out[JS_NUMBER_FORMAT_MAX];

    check_text("3", out, js_number_to_fixed(2.5, 0, out), "2.5");
    check_text("-3", out, js_number_to_fixed(-2.5, 0, out), "-2.5");
    check_text("1.00", out, js_number_to_fixed(1.005, 2, out), "1.005 lies below");
    check_text("1.3", out, js_number_to_precision(1.25, 2, out), "1.25");
    check_text("10", out, js_number_to_precision(9.96, 2, out), "9.96");
    check_text("1.0e+2", out, js_number_to_precision(99.96, 2, out), "99.96");
    check_text("-0.00", out, js_number_to_fixed(-0.001, 2, out), "-0.001");
    check_text("0.00", out, js_number_to_fixed(-0.0, 2, out), "-0");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(formats_as_node_does),
        cmocka_unit_test(integers_have_a_fast_path),
        cmocka_unit_test(shortest_text_reads_back),
        cmocka_unit_test(ties_are_broken_upwards),
    };

    return cmocka_run_group_tests_name("number_text", tests, NULL, NULL);
}
