/* pauses_test.c: the pause target and what follows from it; misses; gc_step, and reducing memory by it. */
#include "test.h"
#include "internal.h"

enum { CELL_BYTES = 40, MS = 1000000 };

#if defined(__SANITIZE_THREAD__) || TENURE_SLOW_CHECKS
enum { SLOWNESS = 20 }; /* of what lies between two looks at the clock; slow assertions verify the heap there */
#else
enum { SLOWNESS = 1 };
#endif

static gc_heap *make_heap(uint64_t target_us)
{
    return test_heap_with((struct gc_config){
        .max_old_bytes = 512u << 20, .single_threaded = true, .pause_target_us = target_us});
}

static struct gc_statistics figures(gc_heap *heap)
{
    struct gc_statistics s;

    gc_get_statistics(heap, &s);
    return s;
}

/* Puts count cells before those of the list. */
static void grow_list(gc_heap *heap, gc_value *list, uint32_t count)
{
    GC_FRAME(heap, f, cell);

    for (uint32_t i = 0; i < count; i++) {
        assert_true(gc_alloc(heap, ARRAY, CELL_BYTES, &f.cell));
        as_array(f.cell)->items[1] = gc_slot_from_int((int32_t)i);
        gc_init(heap, as_array(f.cell), &as_array(f.cell)->items[0], gc_slot_of(heap, *list));
        *list = f.cell;
    }
}

/* A table of count cells, most of which are then dropped: one in `keep` stays. */
static void fill_table(gc_heap *heap, gc_value *table, uint32_t count, uint32_t keep)
{
    GC_FRAME(heap, f, cell);

    assert_true(gc_alloc(heap, ARRAY, 8 + 4 * (size_t)count, table));
    for (uint32_t i = 0; i < count; i++) {
        assert_true(gc_alloc(heap, ARRAY, CELL_BYTES, &f.cell));
        as_array(f.cell)->items[1] = gc_slot_from_int((int32_t)i);
        gc_write(heap, as_array(*table), &as_array(*table)->items[i], gc_slot_of(heap, f.cell));
    }
    for (uint32_t i = 0; i < count; i++)
        if (i * 2654435761u >> 16 & (keep - 1))
            gc_write_immediate(&as_array(*table)->items[i], gc_slot_from_int(0));
}

static void check_table(gc_heap *heap, gc_value table, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        if (gc_slot_is_cell(as_array(table)->items[i]))
            assert_int_equal(
                gc_slot_to_int(as_array(gc_get(heap, &as_array(table)->items[i]))->items[1]), i);
}

static void target_is_set_and_bounded(void **state)
{
    gc_heap *heap = make_heap(0);

    assert_int_equal(figures(heap).pause_target_ns, GC_PAUSE_TARGET_US * UINT64_C(1000));
    gc_set_pause_target(heap, 2000);
    assert_int_equal(figures(heap).pause_target_ns, 2 * MS);
    gc_set_pause_target(heap, 1);
    assert_int_equal(figures(heap).pause_target_ns, 100000);
    gc_set_pause_target(heap, UINT64_MAX);
    assert_true(figures(heap).pause_target_ns > UINT64_C(3600) * 1000 * MS);
    gc_set_pause_target(heap, 0);
    assert_int_equal(figures(heap).pause_target_ns, GC_PAUSE_TARGET_US * UINT64_C(1000));
    gc_heap_destroy(heap);
}

/* The nursery follows the target both ways, whatever survives. */
static void nursery_follows_the_target(void **state)
{
    gc_heap *heap = make_heap(100);
    {
        GC_FRAME(heap, f, list);

        grow_list(heap, &f.list, 300000);
        assert_int_equal(heap->young.capacity, 2);
        gc_set_pause_target(heap, 10000000);
        grow_list(heap, &f.list, 300000);
        assert_true(heap->young.capacity * GC__PAGE_BYTES >= 2 * GC__MB);
        gc_set_pause_target(heap, 100);
        f.list = GC_EMPTY;
        grow_list(heap, &f.list, 300000);
        assert_int_equal(heap->young.capacity, 2);
    }
    gc_heap_destroy(heap);
}

/* A nursery that was asked for stays, and then scavenges may miss. */
static void configured_nursery_is_kept(void **state)
{
    gc_heap *heap = test_heap_with((struct gc_config){.max_old_bytes = 512u << 20,
                                                      .single_threaded = true,
                                                      .min_semi_space_bytes = 2u << 20,
                                                      .pause_target_us = 100});
    {
        GC_FRAME(heap, f, list);

        grow_list(heap, &f.list, 300000);
        assert_int_equal(heap->young.capacity * GC__PAGE_BYTES, 2 * GC__MB);
        assert_true(figures(heap).missed_young > 0);
    }
    gc_heap_destroy(heap);
}

static void misses_are_counted_by_kind(void **state)
{
    gc_heap *heap = make_heap(1000);
    struct gc_statistics s = figures(heap);

    assert_int_equal(s.missed_young + s.missed_full + s.missed_step + s.missed_asked, 0);
    gc__record_pause(heap, GC_PAUSE_YOUNG, MS);
    assert_int_equal(figures(heap).missed_young, 0);
    gc__record_pause(heap, GC_PAUSE_YOUNG, MS + 1);
    gc__record_pause(heap, GC_PAUSE_FULL, MS + 1);
    gc__record_pause(heap, GC_PAUSE_FULL, MS + 1);
    for (int i = 0; i < 3; i++)
        gc__record_pause(heap, GC_PAUSE_STEP, MS + 1);
    s = figures(heap);
    assert_int_equal(s.missed_young, 1);
    assert_int_equal(s.missed_full, 2);
    assert_int_equal(s.missed_step, 3);
    assert_int_equal(s.missed_asked, 0);
    gc_set_pause_target(heap, 100);
    {
        GC_FRAME(heap, f, list);

        grow_list(heap, &f.list, 100000);
        uint64_t full = figures(heap).missed_full;
        gc_collect(heap, GC_FULL, "testing");
        s = figures(heap);
        assert_int_equal(s.missed_asked, 1);
        assert_int_equal(s.missed_full, full);
    }
    gc_heap_destroy(heap);
}

/*
 * Steps, stretches of the sweep and the final pause keep to the target while a program goes on; by the thread's clock, and
 * but for one in fifty, so that a busy machine changes nothing.
 */
static void marking_keeps_to_the_target(void **state)
{
    gc_heap *heap = make_heap(2000);
    {
        GC_FRAME(heap, f, list, old);
        unsigned polls = 0, missed = 0;

        for (int round = 0; round < 6; round++) {
            f.old = f.list;
            f.list = GC_EMPTY;
            for (int i = 0; i < 3000; i++) {
                grow_list(heap, &f.list, 100);
                uint64_t steps = figures(heap).marking_steps, begin_ns = gc__os_thread_ns();
                gc_poll(heap);
                polls += figures(heap).marking_steps != steps;
                missed += gc__os_thread_ns() - begin_ns > 2 * MS;
            }
        }
        assert_true(figures(heap).full_collections > 1 && polls > 20);
        assert_true(missed <= polls / 50 + 2);
    }
    gc_heap_destroy(heap);
}

/* A heap at rest has nothing to do, and says so. */
static void step_of_a_quiet_heap_is_over_at_once(void **state)
{
    gc_heap *heap = make_heap(0);

    assert_false(gc_step(heap, 1000));
    uint64_t collections = heap->collections;
    assert_int_equal(gc_step_needs(heap), 0);
    for (int i = 0; i < 100; i++)
        assert_false(gc_step(heap, UINT64_MAX));
    assert_int_equal(heap->collections, collections);
    gc_heap_destroy(heap);
}

/* [idle.fits]: without time nothing is done, but it is told that there is something to do. */
static void step_without_time_does_nothing(void **state)
{
    gc_heap *heap = make_heap(0);
    {
        GC_FRAME(heap, f, list);

        grow_list(heap, &f.list, 400000);
        gc_collect(heap, GC_FULL, "testing");
        gc_want_reduce(heap);
        uint64_t collections = heap->collections, steps = figures(heap).marking_steps;
        uint32_t unswept = heap->old.unswept.count;
        for (int i = 0; i < 10; i++)
            assert_false(gc_step(heap, 0));
        assert_true(gc_step_needs(heap) > 0);
        assert_int_equal(heap->collections, collections);
        assert_int_equal(figures(heap).marking_steps, steps);
        assert_int_equal(heap->old.unswept.count, unswept);
        assert_false(heap->fast.marking);
    }
    gc_heap_destroy(heap);
}

/*
 * Reducing in steps of a millisecond leaves what one pause leaves, and no step takes much longer than asked for: by the
 * thread's own clock, and but for one in a hundred, so that a busy machine changes nothing.  None needs to be long either:
 * three targets, or a quarter of what marking takes more, where moving all cells at once takes 25 ms and more [idle.rounds].
 */
static void reduce_in_short_steps(uint32_t keep)
{
    enum { COUNT = 600000, SLICE_US = 1000, OVER_NS = 500000 * SLOWNESS };
    gc_heap *heap = make_heap(0);
    {
        GC_FRAME(heap, f, table);
        unsigned slices = 0, over = 0;
        uint64_t us, collections;

        fill_table(heap, &f.table, COUNT, keep);
        gc__marking_abort(heap); /* all of it is for the steps */
        collections = figures(heap).full_collections;
        gc_want_reduce(heap);
        for (; gc_step_needs(heap) != 0; slices++) {
            uint64_t begin_ns = gc__os_thread_ns(), ns;
            uint64_t marking_us = gc__marking_expected_ns(heap) / 1000;

            us = gc_step_needs(heap) > SLICE_US ? gc_step_needs(heap) : SLICE_US; /* the longest: the pause that ends it */
            gc_step(heap, us);
            ns = gc__os_thread_ns() - begin_ns;
            over += ns > us * 1000 + OVER_NS || us > 3 * GC_PAUSE_TARGET_US + marking_us / 4;
        }
        assert_true(slices >= 4); /* sweep, scavenges, marking, the end, giving back: several fit into one */
        assert_true(over <= slices / 100 + 2);
        collections = figures(heap).full_collections - collections;
        assert_true(collections >= 3 && collections <= 40);
        assert_true(gc_verify(heap, "reduced in steps"));
        check_table(heap, f.table, COUNT);
        struct gc_statistics s = figures(heap);
        size_t live = s.old_used_bytes + s.large_used_bytes;
        assert_true(heap->pool.count == 0 && heap->old.unswept.count == 0);
        assert_true(s.heap_total_bytes < live + live / 4 + 2 * GC__MB);
        collections = figures(heap).full_collections;
        assert_false(gc_step(heap, UINT64_MAX));
        assert_int_equal(figures(heap).full_collections, collections);
        gc_collect(heap, GC_REDUCE, "testing");
        assert_true(figures(heap).heap_used_bytes * 21 / 20 >= live); /* little was left that one pause would free */
    }
    gc_heap_destroy(heap);
}

static void reduction_goes_in_short_steps(void **state)
{
    reduce_in_short_steps(2);
    reduce_in_short_steps(4);
}

/* [idle.rounds]: rounds end where they move nothing, whatever pages hold, and do not begin where nothing may move. */
static void rounds_end_where_they_gain_nothing(void **state)
{
    for (int forbidden = 0; forbidden < 2; forbidden++) {
        gc_heap *heap = make_heap(0);
        {
            GC_FRAME(heap, f, table);

            fill_table(heap, &f.table, 600000, 4);
            heap->config.no_compact = forbidden;
            heap->compaction.speed = 1; /* no page fits into any budget */
            uint64_t collections = figures(heap).full_collections;
            gc_want_reduce(heap);
            while (gc_step_needs(heap) != 0)
                gc_step(heap, UINT64_MAX);
            assert_true(figures(heap).full_collections <= collections + 2);
            assert_true(gc__reduction_compacts(heap, gc__old_total(heap)));
            assert_int_equal(heap->pool.count, 0);
            check_table(heap, f.table, 600000);
        }
        gc_heap_destroy(heap);
    }
}

/* What dies while rounds go on is gone too, if it was asked for again; and collections in between do no harm. */
static void more_may_be_asked_between_rounds(void **state)
{
    gc_heap *heap = test_heap_with((struct gc_config){.max_old_bytes = 512u << 20, .compact_helpers = 1, .verify = true});
    {
        GC_FRAME(heap, f, table, list);

        grow_list(heap, &f.list, 200000);
        fill_table(heap, &f.table, 400000, 4);
        gc_want_reduce(heap);
        uint64_t collections = figures(heap).full_collections;
        while (figures(heap).full_collections < collections + 2)
            gc_step(heap, gc_step_needs(heap) + 1);
        /* Where marking is slow, as under emulation, one round may move all. */
        assert_true(heap->idle.compacting || !gc__reduction_compacts(heap, gc__old_total(heap)));
        size_t all = gc__old_total(heap);
        if (!heap->fast.marking)
            gc__marking_start(heap); /* as the next step would, which might go on to the end */
        f.list = GC_EMPTY;
        gc_want_reduce(heap);
        grow_list(heap, &f.list, 2000);
        gc_collect(heap, GC_YOUNG, "testing");
        while (gc_step_needs(heap) != 0)
            gc_step(heap, 1000000);
        assert_true(gc__old_total(heap) < all / 2);
        struct gc_statistics s = figures(heap);
        assert_true(s.heap_total_bytes < s.heap_used_bytes + s.heap_used_bytes / 4 + 2 * GC__MB);
        check_table(heap, f.table, 400000);
    }
    gc_heap_destroy(heap);
}

/* A client that never asks for less memory has its marking done in steps before allocation has to. */
static void steps_mark_before_allocation_does(void **state)
{
    gc_heap *heap = make_heap(0);
    {
        GC_FRAME(heap, f, list, keep);

        for (int i = 0; i < 200; i++) {
            grow_list(heap, &f.list, 10000);
            if (i % 20 == 19) {
                f.keep = f.list;
                f.list = GC_EMPTY;
            }
            for (int j = 0; j < 20 && gc_step(heap, 1000000); j++) /* long enough on any machine */
                continue;
        }
        struct gc_statistics s = figures(heap);
        assert_true(s.full_collections >= 2);
        assert_string_equal(heap->figures.what == GC_FULL ? heap->figures.reason : "idle", "idle");
        /* Each of them was ended by a step, none by allocation. */
        for (uint64_t i = 0; i < heap->trace.last_count && i < GC__LAST_GCS; i++)
            if (heap->trace.last[i].what != GC_YOUNG)
                assert_string_equal(heap->trace.last[i].reason, "idle");
        assert_true(gc_verify(heap, "marked in steps"));
    }
    gc_heap_destroy(heap);
}

/* All at once, where there is time without end: marking in steps, all the same. */
static void step_without_end_does_everything(void **state)
{
    gc_heap *heap = make_heap(0);
    {
        GC_FRAME(heap, f, table);

        fill_table(heap, &f.table, 300000, 8);
        gc__marking_abort(heap);
        uint64_t steps = figures(heap).marking_steps;
        gc_want_reduce(heap);
        assert_false(gc_step(heap, UINT64_MAX));
        assert_int_equal(gc_step_needs(heap), 0);
        assert_true(figures(heap).marking_steps > steps);
        assert_int_equal(heap->figures.what, GC_REDUCE);
        check_table(heap, f.table, 300000);
    }
    gc_heap_destroy(heap);
}

/* What was asked for is done though a collection of another kind came in between; one that reduces ends it. */
static void reduction_stays_asked_for(void **state)
{
    gc_heap *heap = make_heap(0);
    {
        GC_FRAME(heap, f, table);

        fill_table(heap, &f.table, 200000, 8);
        gc_want_reduce(heap);
        if (!heap->fast.marking)
            gc__marking_start(heap); /* as a step would, which might go on to the end */
        gc_collect(heap, GC_FULL, "testing");
        assert_true(gc_step_needs(heap) > 0);
        while (gc_step_needs(heap) != 0)
            gc_step(heap, 1000000);
        assert_int_equal(heap->figures.what, GC_REDUCE);
        assert_int_equal(heap->pool.count, 0);
        gc_want_reduce(heap);
        assert_true(gc_step_needs(heap) > 0);
        gc_collect(heap, GC_REDUCE, "testing");
        uint64_t collections = heap->collections;
        gc_step(heap, UINT64_MAX);
        assert_int_equal(gc_step_needs(heap), 0);
        assert_int_equal(heap->collections, collections);
        check_table(heap, f.table, 200000);
    }
    gc_heap_destroy(heap);
}

/* [idle.asked]: what died before the reduction was asked for is gone after it, whenever the marking under way began. */
static void reduction_believes_no_earlier_marking(void **state)
{
    gc_heap *heap = make_heap(0);
    {
        GC_FRAME(heap, f, list, table);

        fill_table(heap, &f.table, 20000, 8);
        grow_list(heap, &f.list, 400000);
        size_t all = gc__old_total(heap);
        gc_want_reduce(heap);
        while (!heap->fast.marking || gc__concurrent_progress(heap) < all / 2)
            gc_step(heap, gc_step_needs(heap) > 500 ? gc_step_needs(heap) : 500);
        f.list = GC_EMPTY; /* much of it is marked by now */
        gc_want_reduce(heap);
        while (gc_step_needs(heap) != 0)
            gc_step(heap, 1000000);
        assert_true(gc__old_total(heap) < all / 8);
        assert_true(figures(heap).heap_total_bytes < all / 4);
        check_table(heap, f.table, 20000);
    }
    gc_heap_destroy(heap);
}

/* Without marking in steps the whole collection is one piece of work, done where it fits. */
static void without_steps_it_is_one_pause(void **state)
{
    gc_heap *heap = test_heap_with((struct gc_config){
        .max_old_bytes = 512u << 20, .single_threaded = true, .no_incremental_marking = true});
    {
        GC_FRAME(heap, f, table);

        fill_table(heap, &f.table, 200000, 8);
        uint64_t full = figures(heap).full_collections;
        gc_want_reduce(heap);
        assert_false(gc_step(heap, 100));
        assert_int_equal(figures(heap).full_collections, full);
        gc_step(heap, UINT64_MAX);
        assert_int_equal(gc_step_needs(heap), 0);
        assert_int_equal(figures(heap).full_collections, full + 1);
        assert_int_equal(figures(heap).marking_steps, 0);
        check_table(heap, f.table, 200000);
    }
    gc_heap_destroy(heap);
}

/* Much that dies at once goes back to the system in portions. */
static void freed_memory_goes_back_in_portions(void **state)
{
    gc_heap *heap = make_heap(0);
    {
        GC_FRAME(heap, f, list);

        grow_list(heap, &f.list, 1500000);
        gc_collect(heap, GC_FULL, "testing");
        f.list = GC_EMPTY;
        gc__collect(heap, GC_FULL, "testing", "");
        uint32_t pooled = heap->pool.count;
        assert_true(pooled > 64);
        heap->policy.last_trim_ns = 0;
        heap->pool_low = pooled;
        gc_poll(heap);
        assert_int_equal(heap->pool.count, pooled - GC__TRIM_PAGES);
        gc_step(heap, UINT64_MAX);
        assert_int_equal(heap->pool_low, heap->pool.count);
        assert_true(heap->pool.count < GC__TRIM_PAGES);
    }
    gc_heap_destroy(heap);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(target_is_set_and_bounded),
        cmocka_unit_test(nursery_follows_the_target),
        cmocka_unit_test(configured_nursery_is_kept),
        cmocka_unit_test(misses_are_counted_by_kind),
        cmocka_unit_test(marking_keeps_to_the_target),
        cmocka_unit_test(step_of_a_quiet_heap_is_over_at_once),
        cmocka_unit_test(step_without_time_does_nothing),
        cmocka_unit_test(reduction_goes_in_short_steps),
        cmocka_unit_test(rounds_end_where_they_gain_nothing),
        cmocka_unit_test(more_may_be_asked_between_rounds),
        cmocka_unit_test(steps_mark_before_allocation_does),
        cmocka_unit_test(step_without_end_does_everything),
        cmocka_unit_test(reduction_stays_asked_for),
        cmocka_unit_test(reduction_believes_no_earlier_marking),
        cmocka_unit_test(without_steps_it_is_one_pause),
        cmocka_unit_test(freed_memory_goes_back_in_portions),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
