/* histogram_test.c: percentiles are right within 1/32, totals are exact, and pauses are counted once each. */
#include "test.h"
#include "internal.h"
#include <string.h>

static struct gc_histogram h, other;

static void clear(void)
{
    memset(&h, 0, sizeof h);
    memset(&other, 0, sizeof other);
}

static uint64_t next_random(uint64_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state;
}

static int by_value(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

    return x < y ? -1 : x > y;
}

static void an_empty_one_says_0(void **state)
{
    clear();
    assert_int_equal(gc_histogram_percentile(&h, 0), 0);
    assert_int_equal(gc_histogram_percentile(&h, 100), 0);
}

static void small_values_are_exact(void **state)
{
    clear();
    for (uint64_t value = 0; value < 64; value++)
        gc_histogram_record(&h, value);
    assert_int_equal(h.count, 64);
    for (uint64_t value = 0; value < 64; value++)
        assert_int_equal(gc_histogram_percentile(&h, (double)(value + 1) * 100 / 64), value);
}

static void buckets_are_at_most_a_32nd_of_their_values_wide(void **state)
{
    uint64_t before = 0;

    for (uint64_t value = 1; value < UINT64_C(1) << 36; value += value / 100 + 1) {
        clear();
        gc_histogram_record(&h, value);
        gc_histogram_record(&h, UINT64_C(1) << 36);
        uint64_t end = gc_histogram_percentile(&h, 50);
        assert_true(end >= value);
        assert_true(end - value <= value / 32);
        assert_true(end >= before);
        before = end;
    }
}

static void percentiles_are_those_of_the_sorted_values(void **state)
{
    enum { COUNT = 5000 };
    static uint64_t values[COUNT];
    uint64_t seed = 88172645463325252u, sum = 0;

    clear();
    for (int i = 0; i < COUNT; i++) {
        values[i] = next_random(&seed) >> (24 + next_random(&seed) % 40);
        if (values[i] >= UINT64_C(1) << 37)
            values[i] >>= 10;
        gc_histogram_record(i % 2 ? &h : &other, values[i]);
        sum += values[i];
    }
    gc_histogram_add(&h, &other);
    qsort(values, COUNT, sizeof values[0], by_value);
    assert_int_equal(h.count, COUNT);
    assert_int_equal(h.sum, sum);
    assert_int_equal(h.min, values[0]);
    assert_int_equal(h.max, values[COUNT - 1]);
    for (int percent = 1; percent <= 100; percent++) {
        uint64_t exact = values[COUNT * percent / 100 - 1];
        uint64_t told = gc_histogram_percentile(&h, percent);
        assert_true(told >= exact);
        assert_true(told - exact <= exact / 32);
    }
}

static void what_is_too_long_counts_in_the_last_bucket(void **state)
{
    clear();
    gc_histogram_record(&h, UINT64_C(1) << 40);
    gc_histogram_record(&h, UINT64_C(1) << 50);
    gc_histogram_record(&h, 1);
    assert_int_equal(h.buckets[GC_HISTOGRAM_BUCKETS - 1], 2);
    assert_int_equal(h.max, UINT64_C(1) << 50);
    assert_int_equal(gc_histogram_percentile(&h, 10), 1);
    assert_int_equal(gc_histogram_percentile(&h, 100), UINT64_C(1) << 50);
}

static void adding_an_empty_one_changes_nothing(void **state)
{
    clear();
    gc_histogram_record(&h, 5);
    gc_histogram_add(&h, &other);
    assert_int_equal(h.min, 5);
    assert_int_equal(h.count, 1);
    gc_histogram_add(&other, &h);
    assert_int_equal(other.min, 5);
    assert_int_equal(other.max, 5);
}

static uint64_t in_buckets(const struct gc_histogram *histogram)
{
    uint64_t count = 0;

    for (int i = 0; i < GC_HISTOGRAM_BUCKETS; i++)
        count += histogram->buckets[i];
    return count;
}

static void totals_of_pauses_are_the_counters(void **state)
{
    gc_heap *heap = test_heap();
    const struct gc_histogram *young = gc_get_histogram(heap, GC_PAUSE_YOUNG);
    const struct gc_histogram *full = gc_get_histogram(heap, GC_PAUSE_FULL);
    struct gc_statistics s;

    for (int i = 0; i < 37; i++)
        gc_collect(heap, i % 5 == 0 ? GC_FULL : i % 7 == 0 ? GC_LAST_RESORT : GC_YOUNG, "testing");
    gc_get_statistics(heap, &s);
    assert_int_equal(young->count, s.scavenges);
    assert_int_equal(young->sum, s.scavenge_ns);
    assert_int_equal(in_buckets(young), s.scavenges);
    assert_int_equal(full->count, s.full_collections);
    assert_int_equal(full->sum, s.full_ns);
    assert_int_equal(in_buckets(full), s.full_collections);
    assert_int_equal(young->max > full->max ? young->max : full->max, s.pause_max_ns);
    assert_int_equal(gc_get_histogram(heap, GC_PAUSE_STEP)->count, 0);
    gc__record_pause(heap, GC_PAUSE_STEP, 1000);
    assert_int_equal(gc_get_histogram(heap, GC_PAUSE_STEP)->sum, 1000);
    assert_int_equal(young->count + full->count, s.scavenges + s.full_collections);
    gc_heap_destroy(heap);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_empty_one_says_0),
        cmocka_unit_test(small_values_are_exact),
        cmocka_unit_test(buckets_are_at_most_a_32nd_of_their_values_wide),
        cmocka_unit_test(percentiles_are_those_of_the_sorted_values),
        cmocka_unit_test(what_is_too_long_counts_in_the_last_bucket),
        cmocka_unit_test(adding_an_empty_one_changes_nothing),
        cmocka_unit_test(totals_of_pauses_are_the_counters),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
