/* in_place_test.c: scavenges that make all young pages old where they are: when, and what they leave. */
#include "test.h"
#include "internal.h"

enum { LIST = 200000 };

static gc_heap *make_heap(void)
{
    return test_heap_with((struct gc_config){.verify = true, .max_old_bytes = 256u << 20, .single_threaded = true,
                                             .no_incremental_marking = true, .max_semi_space_bytes = 1u << 20});
}

/* Allocates nodes until the next collection, which is a scavenge; every keep-th is kept.  Returns whether it was in place. */
static bool next_scavenge(gc_heap *heap, gc_value *list, unsigned keep)
{
    uint64_t before = heap->collections;
    GC_FRAME(heap, f, dropped);

    for (uint64_t i = 0; heap->collections == before; i++) {
        if (i % keep == 0)
            prepend(heap, list, i);
        else
            assert_true(gc_alloc(heap, NODE, sizeof(struct node), &f.dropped));
    }
    assert_int_equal(heap->figures.what, GC_YOUNG);
    return heap->figures.in_place;
}

static void check_list(gc_heap *heap, gc_value list, size_t count)
{
    GC_FRAME(heap, f, at);
    size_t found = 0;
    uint64_t last = UINT64_MAX;

    for (f.at = list; gc_is_cell(f.at); f.at = gc_get(heap, &as_node(f.at)->a), found++) {
        assert_true(as_node(f.at)->tag < last);
        last = as_node(f.at)->tag;
    }
    assert_int_equal(found, count);
}

/* What is built survives: every other scavenge copies nothing, and leaves nothing young [in-place.every-other]. */
static void every_other_scavenge_copies_nothing(void **state)
{
    gc_heap *heap = make_heap();
    {
        GC_FRAME(heap, f, list);
        unsigned in_place = 0, copied = 0;
        struct gc_statistics s;

        for (uint32_t i = 0; i < LIST; i++) {
            uint64_t before = heap->collections;
            gc_value newest = f.list; /* its address now: looked at only where nothing moved */

            prepend(heap, &f.list, i);
            if (heap->collections == before || heap->figures.what != GC_YOUNG)
                continue;
            if (!heap->figures.in_place) {
                copied++;
                continue;
            }
            in_place++;
            assert_int_equal(heap->figures.copied, 0);
            assert_int_equal(heap->figures.promoted, heap->figures.promoted_in_place);
            assert_int_equal(heap->figures.promoted, heap->figures.young_before);
            assert_true(gc_same(gc_get(heap, &as_node(f.list)->a), newest)); /* where it was */
            assert_int_equal(gc_cell_page_class(heap, gc_to_cell(newest)), GC_PAGE_OLD);
        }
        assert_true(in_place >= 2 && copied >= 2);
        assert_true(in_place <= copied + 1 && copied <= in_place + 3);
        gc_get_statistics(heap, &s);
        assert_int_equal(s.promoted_bytes,
                         s.promoted_by_age_bytes + s.promoted_by_overflow_bytes + s.promoted_in_place_bytes);
        check_list(heap, f.list, LIST);
        gc_collect(heap, GC_FULL, "testing");
        check_list(heap, f.list, LIST);
    }
    gc_heap_destroy(heap);
    (void)state;
}

static void what_died_is_freed_by_the_next_full_collection(void **state)
{
    gc_heap *heap = make_heap();
    struct gc_statistics s;
    {
        GC_FRAME(heap, f, list, none);

        while (!next_scavenge(heap, &f.list, 1)) /* until the one to come may be in place */
            continue;
        while (next_scavenge(heap, &f.list, 1))
            continue;
        f.list = GC_EMPTY;
        assert_true(next_scavenge(heap, &f.none, 1000));
        assert_false(next_scavenge(heap, &f.none, 1000)); /* it looks again: */
        assert_false(next_scavenge(heap, &f.none, 1000)); /* the phase is over */
        gc_collect(heap, GC_FULL, "testing");
        gc_get_statistics(heap, &s);
        assert_true(s.heap_used_bytes < 1 << 20);
    }
    gc_heap_destroy(heap);
    (void)state;
}

static void not_where_half_dies(void **state)
{
    gc_heap *heap = make_heap();
    {
        GC_FRAME(heap, f, list);

        for (int i = 0; i < 10; i++)
            assert_false(next_scavenge(heap, &f.list, 2));
    }
    gc_heap_destroy(heap);
    (void)state;
}

/* Holes among old cells are filled with copies first [in-place.growing]. */
static void not_while_there_are_holes_to_fill(void **state)
{
    enum { COUNT = 100000 };
    gc_heap *heap = make_heap();
    {
        GC_FRAME(heap, f, kept, list);

        keep_every_other(heap, &f.kept, COUNT);
        gc_collect(heap, GC_FULL, "testing");
        gc__sweep_finish(heap);
        assert_true(heap->old.free.bytes > 3u << 20);
        assert_false(next_scavenge(heap, &f.list, 1));
        assert_true(heap->young.kept_percent >= 90 && heap->old.free.bytes > 1u << 20);
        assert_false(next_scavenge(heap, &f.list, 1));
        check_list(heap, f.kept, COUNT);
    }
    gc_heap_destroy(heap);
    (void)state;
}

/* Each time all would let it be in place but for one reason. */
static void not_where_something_waits_for_deaths(void **state)
{
    gc_heap *heap = make_heap();
    {
        GC_FRAME(heap, f, list, other);

        heap->config.in_place_always = true;
        assert_true(next_scavenge(heap, &f.list, 1));
        assert_true(gc_alloc_offheap(heap, OWNER, sizeof(struct owner), &f.other));
        assert_false(next_scavenge(heap, &f.list, 1));
        f.other = GC_EMPTY;
        gc_collect(heap, GC_YOUNG, "testing");
        assert_false(heap->figures.in_place); /* asked for */
        assert_true(next_scavenge(heap, &f.list, 1));
        assert_true(gc_alloc(heap, ARRAY, GC_LARGE_BYTES + 8, &f.other));
        assert_false(next_scavenge(heap, &f.list, 1));
        assert_true(next_scavenge(heap, &f.list, 1));
        heap->config.no_in_place = true;
        assert_false(next_scavenge(heap, &f.list, 1));
        heap->config.no_in_place = false;
        for (int i = 0; i < 1000; i++)
            prepend(heap, &f.list, 0);
        size_t young = gc__young_used(heap), old = gc__old_total(heap);
        gc_set_limits(heap, old + 3 * young, 0);
        assert_true(gc__promotes_in_place(heap));
        gc_set_limits(heap, old + young, 0);
        assert_false(gc__promotes_in_place(heap));
    }
    gc_heap_destroy(heap);
    (void)state;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_other_scavenge_copies_nothing),
        cmocka_unit_test(what_died_is_freed_by_the_next_full_collection),
        cmocka_unit_test(not_where_half_dies),
        cmocka_unit_test(not_while_there_are_holes_to_fill),
        cmocka_unit_test(not_where_something_waits_for_deaths),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
