/* math_ops_test.c: conversions of doubles to integers and Math's own semantics, against node. */
#include <uchar.h>

#include "check.h"

#include <math.h>

#include "base/math_ops.h"
#include "vectors/number_vectors.h"

static void agrees_with_node(void **state)
{
    for (size_t i = 0; i < COUNT(math_vectors); i++) {
        double x = js_double_from_bits(math_vectors[i].x), y = js_double_from_bits(math_vectors[i].y);
        const double both[2] = {x, y};

        assert_int_equal(js_double_to_int32(x), math_vectors[i].to_int32);
        assert_int_equal(js_double_to_uint32(x), (uint32_t)math_vectors[i].to_int32);
        check_double(math_vectors[i].round, js_math_round(x), "round");
        check_double(math_vectors[i].remainder, js_math_remainder(x, y), "remainder");
        check_double(math_vectors[i].hypot, js_math_hypot(both, 2), "hypot");
        check_double(math_vectors[i].max, js_math_max(x, y), "max");
        check_double(math_vectors[i].min, js_math_min(x, y), "min");
        check_double(math_vectors[i].fround, js_math_fround(x), "fround");
        if (isfinite(x))
            check_double(math_vectors[i].truncated, js_math_to_integer(x), "to integer");
    }
}

static void powers_of_one_are_not_a_number_for_infinite_exponents(void **state)
{
    assert_true(isnan(js_math_pow(1, INFINITY)));
    assert_true(isnan(js_math_pow(-1, -INFINITY)));
    assert_true(isnan(js_math_pow(1, NAN)));
    assert_true(js_math_pow(NAN, 0) == 1);
    assert_true(js_math_pow(2, INFINITY) == INFINITY);
    assert_true(js_math_pow(0.5, INFINITY) == 0);
    assert_true(js_math_pow(2, 10) == 1024);
    assert_true(js_math_pow(-8, 1) == -8);
    check_double(js_double_bits(-0.0), js_math_pow(-0.0, 3), "(-0) ** 3");
}

static void products_that_are_minus_zero_are_no_int32(void **state)
{
    int32_t result;

    assert_false(js_mul_i32(0, -5, &result));
    assert_false(js_mul_i32(-5, 0, &result));
    assert_true(js_mul_i32(0, 5, &result));
    assert_true(js_mul_i32(-5, 5, &result));
    assert_int_equal(result, -25);
    assert_false(js_mul_i32(65536, 65536, &result));
    assert_false(js_add_i32(2147483647, 1, &result));
    assert_false(js_sub_i32(-2147483647, 2, &result));
}

static void doubles_that_are_integers_are_told(void **state)
{
    int32_t small;
    uint32_t index;

    assert_true(js_double_is_int32(-5, &small) && small == -5);
    assert_false(js_double_is_int32(-0.0, &small));
    assert_false(js_double_is_int32(0.5, &small));
    assert_false(js_double_is_int32(NAN, &small));
    assert_false(js_double_is_int32(2147483648.0, &small));
    assert_true(js_double_is_array_index(4294967294.0, &index) && index == 4294967294u);
    assert_false(js_double_is_array_index(4294967295.0, &index));
    assert_false(js_double_is_array_index(-1, &index));
    assert_true(js_double_to_uint64_wrapped(-1) == UINT64_MAX);
    assert_true(js_double_to_uint64_wrapped(0x1p64 + 0x1p13) == 8192);
    assert_true(js_double_to_uint64_wrapped(INFINITY) == 0);
}

static void sizes_that_overflow_are_refused(void **state)
{
    size_t bytes;

    assert_true(js_array_size(16, 10, 4, &bytes) && bytes == 56);
    assert_false(js_array_size(16, SIZE_MAX / 4, 4, &bytes));
    assert_false(js_array_size(16, SIZE_MAX / 4 + 1, 4, &bytes));
}

/* Every half is its own image, and rounding picks the nearest, the even one of two. */
static void halves_round_once(void **state)
{
    for (uint32_t half = 0; half < 0x7C00; half++) {
        double value = js_math_from_half((uint16_t)half);
        double above = half == 0x7BFF ? 65536 : js_math_from_half((uint16_t)(half + 1));
        double middle = (value + above) / 2;

        assert_int_equal(js_math_to_half(value), half);
        assert_int_equal(js_math_to_half(-value), half | 0x8000);
        assert_int_equal(js_math_to_half(middle), half + (half & 1));
        assert_int_equal(js_math_to_half(nextafter(middle, 0)), half);
        assert_int_equal(js_math_to_half(nextafter(middle, INFINITY)), half + 1);
    }
    assert_int_equal(js_math_to_half(INFINITY), 0x7C00);
    assert_true(isnan(js_math_from_half(js_math_to_half(NAN))));
}

static void random_doubles_fill_the_unit_interval(void **state)
{
    struct js_random random = {1, 2};
    int quarters[4] = {0};

    for (int i = 0; i < 40000; i++) {
        double x = js_random_double(&random);

        assert_true(x >= 0 && x < 1);
        quarters[(int)(x * 4)]++;
    }
    for (int i = 0; i < 4; i++)
        assert_true(quarters[i] > 9500 && quarters[i] < 10500);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(agrees_with_node),
        cmocka_unit_test(powers_of_one_are_not_a_number_for_infinite_exponents),
        cmocka_unit_test(products_that_are_minus_zero_are_no_int32),
        cmocka_unit_test(doubles_that_are_integers_are_told),
        cmocka_unit_test(sizes_that_overflow_are_refused),
        cmocka_unit_test(halves_round_once),
        cmocka_unit_test(random_doubles_fill_the_unit_interval),
    };

    return cmocka_run_group_tests_name("math_ops", tests, NULL, NULL);
}
