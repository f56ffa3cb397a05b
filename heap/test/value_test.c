/* value_test.c: values and slots: every number survives both representations. */
#include "test.h"
#include <math.h>
#include <string.h>

static const double doubles[] = {0.0,        -0.0,       1.0,         -1.0,        0.5,
                                 1073741823, 1073741824, -1073741824, -1073741825, 2147483647,
                                 2147483648, -2147483648.0, 1e300, -1e-300, 4.9e-324,
                                 INFINITY,   -INFINITY,  9007199254740993.0};

static void integers_and_doubles_round_trip_in_values(void **state)
{
    const int32_t integers[] = {0, 1, -1, INT32_MAX, INT32_MIN, 1 << 30, -(1 << 30)};

    for (size_t i = 0; i < sizeof integers / sizeof *integers; i++) {
        gc_value v = gc_from_int(integers[i]);
        assert_true(gc_is_int(v) && gc_is_number(v) && !gc_is_double(v) && !gc_is_cell(v));
        assert_int_equal(gc_to_int(v), integers[i]);
    }
    for (size_t i = 0; i < sizeof doubles / sizeof *doubles; i++) {
        gc_value v = gc_from_double(doubles[i]);
        assert_true(gc_is_double(v) && !gc_is_int(v) && !gc_is_constant(v) && !gc_is_cell(v));
        assert_memory_equal(&(double){gc_to_double(v)}, &doubles[i], 8);
        assert_true(gc_to_number(gc_from_number(doubles[i])) == doubles[i]);
        assert_int_equal(signbit(gc_to_number(gc_from_number(doubles[i]))), signbit(doubles[i]));
    }
}

static void every_nan_becomes_one(void **state)
{
    for (uint64_t payload = 1; payload != 0; payload <<= 1) {
        uint64_t bits = UINT64_C(0x7FF0000000000000) | payload;
        double d;
        memcpy(&d, &bits, 8);
        if (d == d)
            continue;
        assert_true(gc_same(gc_from_double(d), gc_from_double(NAN)));
        assert_true(gc_is_double(gc_from_double(d)));
    }
}

static void constants_are_nothing_else(void **state)
{
    for (unsigned i = 0; i < GC_CONSTANTS_MAX; i++) {
        assert_true(gc_is_constant(GC_CONSTANT(i)));
        assert_false(gc_is_number(GC_CONSTANT(i)) || gc_is_cell(GC_CONSTANT(i)));
        assert_int_equal(gc_to_constant(GC_CONSTANT(i)), i);
        assert_true(gc_slot_is_constant(GC_SLOT_CONSTANT(i)));
        assert_false(gc_slot_is_cell(GC_SLOT_CONSTANT(i)) || gc_slot_is_number_cell(GC_SLOT_CONSTANT(i)));
    }
}

static void values_round_trip_through_slots(void **state)
{
    gc_heap *heap = test_heap();

    for (size_t i = 0; i < sizeof doubles / sizeof *doubles; i++) {
        gc_value v = gc_from_double(doubles[i]);
        gc_slot slot;
        bool boxed = !gc_try_encode(heap, v, &slot);

        assert_true(gc_reserve(heap, GC_NUMBER_BYTES));
        slot = gc_encode_nogc(heap, v);
        assert_int_equal(gc_slot_is_number_cell(slot), boxed);
        assert_true(gc_to_number(gc_decode(heap, slot)) == doubles[i]);
        assert_int_equal(signbit(gc_to_number(gc_decode(heap, slot))), signbit(doubles[i]));
    }
    for (unsigned i = 0; i < GC_CONSTANTS_MAX; i++)
        assert_true(gc_same(gc_decode(heap, gc_slot_of(heap, GC_CONSTANT(i))), GC_CONSTANT(i)));
    for (int32_t i = -(1 << 30); i < (1 << 30) - (1 << 25); i += 1 << 25)
        assert_int_equal(gc_to_int(gc_decode(heap, gc_slot_of(heap, gc_from_int(i)))), i);
    gc_heap_destroy(heap);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(integers_and_doubles_round_trip_in_values),
        cmocka_unit_test(every_nan_becomes_one),
        cmocka_unit_test(constants_are_nothing_else),
        cmocka_unit_test(values_round_trip_through_slots),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
