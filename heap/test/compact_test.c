/*
 * compact_test.c: sparse pages are emptied, by one thread or several: contents, references, figures, and what happens
 * without room.
 */
#include "test.h"
#include "internal.h"

enum { COUNT = 200000 };

static void set_item(gc_heap *heap, gc_value array, uint32_t i, gc_value item)
{
    gc_write(heap, as_array(array), &as_array(array)->items[i], gc_slot_of(heap, item));
}

static gc_value item_of(gc_heap *heap, gc_value array, uint32_t i)
{
    return gc_get(heap, &as_array(array)->items[i]);
}

/* Numbered nodes, each referring to the one before it. */
static void build(gc_heap *heap, gc_value *all)
{
    GC_FRAME(heap, f, node);

    assert_true(gc_alloc(heap, ARRAY, 8 + 4 * COUNT, all));
    for (uint32_t i = 0; i < COUNT; i++) {
        assert_true(gc_alloc(heap, NODE, sizeof(struct node), &f.node));
        as_node(f.node)->tag = i;
        set_item(heap, *all, i, f.node);
    }
}

/* Keeps every tenth node, more or less; each kept one refers to the kept one before it. */
static uint32_t drop_most(gc_heap *heap, gc_value all)
{
    uint64_t state = 12345;
    uint32_t kept = 0, last = 0;

    for (uint32_t i = 0; i < COUNT; i++) {
        state = state * UINT64_C(6364136223846793005) + 1442695040888963407u;
        if ((state >> 33) % 10 != 0) {
            set_item(heap, all, i, GC_EMPTY);
            continue;
        }
        struct node *node = as_node(item_of(heap, all, i));
        if (kept++ != 0)
            gc_write(heap, node, &node->a, gc_slot_of(heap, item_of(heap, all, last)));
        last = i;
    }
    return kept;
}

static void check(gc_heap *heap, gc_value all, uint32_t kept)
{
    gc_value last = GC_EMPTY;
    uint32_t found = 0;

    for (uint32_t i = 0; i < COUNT; i++) {
        gc_value item = item_of(heap, all, i);

        if (!gc_is_cell(item))
            continue;
        assert_int_equal(as_node(item)->tag, i);
        if (found++ != 0)
            assert_true(gc_same(gc_get(heap, &as_node(item)->a), last));
        last = item;
    }
    assert_int_equal(found, kept);
}

static gc_heap *make_heap(uint32_t helpers)
{
    return test_heap_with((struct gc_config){.verify = true, .max_old_bytes = 64u << 20, .compact_helpers = helpers,
                                             .single_threaded = helpers == 0});
}

/* Returns how many threads did it. */
static unsigned a_heap_shrinks(uint32_t helpers)
{
    unsigned threads;
    gc_heap *heap = make_heap(helpers);
    struct gc_statistics before, after;
    struct gc_root weak;
    {
        GC_FRAME(heap, f, all);

        build(heap, &f.all);
        uint32_t kept = drop_most(heap, f.all);
        gc_collect(heap, GC_FULL, "testing");
        for (uint32_t i = 0; i < COUNT; i++)
            if (gc_is_cell(item_of(heap, f.all, i))) {
                gc_root_add_weak(heap, &weak, item_of(heap, f.all, i));
                break;
            }
        gc_get_statistics(heap, &before);
        assert_true(before.old_committed_bytes > 4 * before.old_used_bytes);
        gc_collect(heap, GC_REDUCE, "testing");
        gc_get_statistics(heap, &after);
        assert_int_equal(after.old_used_bytes, before.old_used_bytes);
        assert_true(after.old_committed_bytes < after.old_used_bytes / 10 * 11 + (2 + helpers) * GC__PAGE_BYTES);
        assert_true(heap->figures.compacted);
        threads = heap->figures.compactors;
        assert_true(heap->figures.compacted_bytes <= after.old_used_bytes);
        check(heap, f.all, kept);
        assert_true(gc_same(weak.value, item_of(heap, f.all, (uint32_t)as_node(weak.value)->tag)));
        gc_collect(heap, GC_REDUCE, "testing"); /* nothing is left to gain [compact.worth] */
        assert_true(!heap->figures.compacted || helpers != 0); /* of which each may leave a page that is not full */
        check(heap, f.all, kept);
        gc_root_remove(heap, &weak);
    }
    gc_heap_destroy(heap);
    return threads;
}

static void a_heap_mostly_dropped_shrinks(void **state)
{
    assert_int_equal(a_heap_shrinks(0), 1);
}

/* [compact.claim] [compact.phases] */
static void several_threads_leave_the_same(void **state)
{
    with_helpers(a_heap_shrinks);
}

/* A large array is updated by pages, by whoever comes. */
static void large_cells_are_updated_by_parts(void **state)
{
    enum { LONG = 500000 };
    gc_heap *heap = make_heap(3);
    {
        GC_FRAME(heap, f, all, large);

        build(heap, &f.all);
        uint32_t kept = drop_most(heap, f.all);
        assert_true(gc_alloc(heap, ARRAY, 8 + 4 * LONG, &f.large));
        for (uint32_t i = 0; i < LONG; i++)
            gc_write(heap, as_array(f.large), &as_array(f.large)->items[i], gc_load(&as_array(f.all)->items[i % COUNT]));
        gc_collect(heap, GC_REDUCE, "testing");
        assert_true(heap->figures.compacted_bytes != 0);
        check(heap, f.all, kept);
        for (uint32_t i = 0; i < LONG; i++)
            assert_int_equal(as_array(f.large)->items[i].bits, as_array(f.all)->items[i % COUNT].bits);
    }
    gc_heap_destroy(heap);
}

/* [compact.abort]: with free pages for a part only, the rest stays where it is and everything is intact. */
static void compact_without_room(uint32_t helpers)
{
    gc_heap *heap = make_heap(helpers);
    uint32_t taken[4096], count = 0;
    {
        GC_FRAME(heap, f, all);

        build(heap, &f.all);
        uint32_t kept = drop_most(heap, f.all);
        gc_collect(heap, GC_FULL, "testing");
        gc__old_close_area(heap);
        gc__sweep_pause(heap);
        gc__sweep_abandon(heap);
        gc__mark_begin(heap);
        gc__mark_finish(heap);
        gc__clear_weak(&heap->marker);
        heap->old.used_bytes = heap->marker.live_bytes;
        gc__sweep_begin(heap);
        while (heap->free_pages > 1)
            taken[count++] = gc__page_take(heap, GC__SPACE_READ_ONLY, GC_PAGE_READ_ONLY);
        heap->config.stress_interval = 1; /* does not ask whether there is room */
        assert_true(gc__compact(heap, true) != 0);
        heap->config.stress_interval = 0;
        assert_true(heap->quarantine.count > 5); /* some pages were emptied */
        assert_true(heap->old.unswept.count > 5); /* others were not */
        while (count != 0)
            gc__page_give(heap, taken[--count], 0);
        assert_true(gc_verify(heap, "after compaction"));
        check(heap, f.all, kept);
        gc_collect(heap, GC_FULL, "testing");
        check(heap, f.all, kept);
    }
    gc_heap_destroy(heap);
}

static void without_room_the_rest_stays(void **state)
{
    for (uint32_t helpers = 0; helpers <= 3; helpers++)
        compact_without_room(helpers);
}

/* The same where the search for room fails now and then, on any thread; and once, on the mutator's. */
static void room_that_fails_to_be_found_does_no_harm(void **state)
{
    for (uint32_t helpers = 0; helpers <= 3; helpers++) {
        gc_heap *heap = make_heap(helpers);
        bool moved = false;
        {
            GC_FRAME(heap, f, all);

            build(heap, &f.all);
            uint32_t kept = drop_most(heap, f.all);
            for (uint32_t round = 0; round < 12; round++) {
                heap->config.fail_metadata = round < 8 ? 1 + round % 4 : 0;
                heap->config.fail_alloc = round >= 8 ? heap->stress.allocations + round - 7 : 0;
                heap->config.compact_always = round % 2 != 0;
                gc_collect(heap, round % 2 != 0 ? GC_FULL : GC_REDUCE, "testing"); /* verified before and after */
                moved |= heap->figures.compacted;
                check(heap, f.all, kept);
            }
            heap->config.fail_metadata = heap->config.fail_alloc = heap->config.compact_always = 0;
            gc_collect(heap, GC_REDUCE, "testing");
            struct gc_statistics s;
            gc_get_statistics(heap, &s);
            assert_true(moved);
            assert_true(s.old_committed_bytes < s.old_used_bytes / 4 * 5 + 4 * GC__PAGE_BYTES);
            check(heap, f.all, kept);
        }
        gc_heap_destroy(heap);
    }
}

/* Half of 200 pages is moved, with no more than an eighth of them beside those that are emptied [compact.portions]. */
static void little_is_needed_beside(void **state)
{
    enum { KEPT = 800000 };
    gc_heap *heap = test_heap_with((struct gc_config){.max_old_bytes = 256u << 20, .single_threaded = true});
    {
        GC_FRAME(heap, f, kept, node);
        uint32_t i = KEPT;

        keep_every_other(heap, &f.kept, KEPT);
        uint32_t held = (uint32_t)heap->committed_pages + heap->pool.count, high = heap->page_high;
        gc_collect(heap, GC_REDUCE, "testing");
        assert_true(heap->figures.compacted_bytes > 70 * GC__PAGE_BYTES);
        assert_true(heap->page_high <= high + held / 8);
        assert_true(heap->committed_pages < held * 6 / 10);
        for (f.node = f.kept; gc_is_cell(f.node); f.node = gc_get(heap, &as_node(f.node)->a))
            assert_int_equal(as_node(f.node)->tag, --i);
        assert_int_equal(i, 0);
        assert_true(gc_verify(heap, "compacted in portions"));
    }
    gc_heap_destroy(heap);
    (void)state;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_heap_mostly_dropped_shrinks),
        cmocka_unit_test(several_threads_leave_the_same),
        cmocka_unit_test(little_is_needed_beside),
        cmocka_unit_test(large_cells_are_updated_by_parts),
        cmocka_unit_test(without_room_the_rest_stays),
        cmocka_unit_test(room_that_fails_to_be_found_does_no_harm),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
