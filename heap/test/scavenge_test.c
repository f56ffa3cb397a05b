/* scavenge_test.c: survival, promotion, forwarding, recorded slots. */
#include "test.h"

static void new_node(gc_heap *heap, gc_value *out, uint64_t tag)
{
    assert_true(gc_alloc(heap, NODE, sizeof(struct node), out));
    as_node(*out)->tag = tag;
}

static void survivor_moves_and_keeps_its_fields(void **state)
{
    gc_heap *heap = test_heap();
    {
        GC_FRAME(heap, f, list, leaf);

        new_node(heap, &f.leaf, 7);
        new_node(heap, &f.list, 8);
        gc_init(heap, as_node(f.list), &as_node(f.list)->a, gc_slot_of(heap, f.leaf));
        uint64_t before = f.list.bits;
        f.leaf = GC_EMPTY;

        gc_collect(heap, GC_YOUNG, "testing");

        assert_true(f.list.bits != before);
        assert_int_equal(as_node(f.list)->tag, 8);
        assert_int_equal(as_node(gc_get(heap, &as_node(f.list)->a))->tag, 7);
        assert_int_equal(gc_cell_age(heap, as_node(f.list)), 1);
    }
    gc_heap_destroy(heap);
}

static void what_survives_twice_is_old(void **state)
{
    gc_heap *heap = test_heap();
    {
        GC_FRAME(heap, f, cell);

        new_node(heap, &f.cell, 1);
        gc_collect(heap, GC_YOUNG, "testing");
        assert_int_equal(gc_cell_page_class(heap, gc_to_cell(f.cell)), GC_PAGE_YOUNG);
        gc_collect(heap, GC_YOUNG, "testing");
        assert_int_equal(gc_cell_page_class(heap, gc_to_cell(f.cell)), GC_PAGE_OLD);
    }
    gc_heap_destroy(heap);
}

static void old_cell_keeps_a_young_one_alive(void **state)
{
    gc_heap *heap = test_heap();
    {
        GC_FRAME(heap, f, old, young);

        assert_true(gc_alloc_old(heap, NODE, sizeof(struct node), &f.old));
        new_node(heap, &f.young, 42);
        gc_write(heap, as_node(f.old), &as_node(f.old)->e, gc_slot_of(heap, f.young));
        f.young = GC_EMPTY;
        for (int i = 0; i < 3; i++) {
            gc_collect(heap, GC_YOUNG, "testing");
            assert_int_equal(as_node(gc_get(heap, &as_node(f.old)->e))->tag, 42);
        }
    }
    gc_heap_destroy(heap);
}

static void doubles_survive_in_boxes(void **state)
{
    gc_heap *heap = test_heap();
    {
        GC_FRAME(heap, f, cell, number);

        new_node(heap, &f.cell, 1);
        f.number = gc_from_double(0.1);
        assert_true(gc_store_value(heap, &f.cell, offsetof(struct node, b), &f.number));
        for (int i = 0; i < 4; i++)
            gc_collect(heap, i == 3 ? GC_FULL : GC_YOUNG, "testing");
        assert_true(gc_same(gc_get(heap, &as_node(f.cell)->b), gc_from_double(0.1)));
    }
    gc_heap_destroy(heap);
}

static void overflow_of_to_is_promoted_and_grows_the_nursery(void **state)
{
    gc_heap *heap = test_heap();
    struct gc_statistics before, after;
    {
        GC_FRAME(heap, f, list, cell);

        for (int i = 0; i < 20000; i++) {
            new_node(heap, &f.cell, (uint64_t)i);
            gc_init(heap, as_node(f.cell), &as_node(f.cell)->a, gc_slot_of(heap, f.list));
            f.list = f.cell;
        }
        gc_get_statistics(heap, &before);
        gc_collect(heap, GC_YOUNG, "testing");
        gc_get_statistics(heap, &after);
        assert_true(after.promoted_by_overflow_bytes > before.promoted_by_overflow_bytes);
        unsigned count = 0;
        for (gc_value v = f.list; gc_is_cell(v); v = gc_get(heap, &as_node(v)->a))
            count++;
        assert_int_equal(count, 20000);
    }
    gc_heap_destroy(heap);
}

static void young_large_cell_is_relabelled_where_it_lies(void **state)
{
    gc_heap *heap = test_heap();
    {
        GC_FRAME(heap, f, large, item);

        assert_true(gc_alloc(heap, ARRAY, 300000, &f.large));
        new_node(heap, &f.item, 5);
        gc_write(heap, as_array(f.large), &as_array(f.large)->items[70000], gc_slot_of(heap, f.item));
        f.item = GC_EMPTY;
        uint64_t before = f.large.bits;
        assert_int_equal(gc_cell_page_class(heap, gc_to_cell(f.large)), GC_PAGE_YOUNG_LARGE);
        gc_collect(heap, GC_YOUNG, "testing");
        assert_int_equal(gc_cell_page_class(heap, gc_to_cell(f.large)), GC_PAGE_LARGE);
        assert_true(f.large.bits == before);
        for (int i = 0; i < 3; i++)
            gc_collect(heap, GC_YOUNG, "testing");
        assert_int_equal(as_node(gc_get(heap, &as_array(f.large)->items[70000]))->tag, 5);
    }
    gc_heap_destroy(heap);
}

static void dead_young_large_cell_is_freed_by_a_scavenge(void **state)
{
    gc_heap *heap = test_heap();
    struct gc_statistics s;
    {
        GC_FRAME(heap, f, large);

        assert_true(gc_alloc(heap, ARRAY, 3 << 20, &f.large));
        f.large = GC_EMPTY;
        gc_collect(heap, GC_YOUNG, "testing");
        gc_get_statistics(heap, &s);
        assert_true(s.heap_total_bytes < 1u << 20);
    }
    gc_heap_destroy(heap);
}

static void failing_slot_set_is_replaced_by_a_full_scan(void **state)
{
    gc_heap *heap = test_heap_with(
        (struct gc_config){.verify = true, .max_old_bytes = 64u << 20, .fail_alloc = 3});
    {
        GC_FRAME(heap, f, old, young);

        assert_true(gc_alloc_old(heap, NODE, sizeof(struct node), &f.old)); /* 1 */
        new_node(heap, &f.young, 9);                                        /* 2 */
        gc_write(heap, as_node(f.old), &as_node(f.old)->c, gc_slot_of(heap, f.young)); /* 3: the set */
        f.young = GC_EMPTY;
        for (int i = 0; i < 3; i++) {
            gc_collect(heap, GC_YOUNG, "testing");
            assert_int_equal(as_node(gc_get(heap, &as_node(f.old)->c))->tag, 9);
        }
    }
    gc_heap_destroy(heap);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(survivor_moves_and_keeps_its_fields),
        cmocka_unit_test(what_survives_twice_is_old),
        cmocka_unit_test(old_cell_keeps_a_young_one_alive),
        cmocka_unit_test(doubles_survive_in_boxes),
        cmocka_unit_test(overflow_of_to_is_promoted_and_grows_the_nursery),
        cmocka_unit_test(young_large_cell_is_relabelled_where_it_lies),
        cmocka_unit_test(dead_young_large_cell_is_freed_by_a_scavenge),
        cmocka_unit_test(failing_slot_set_is_replaced_by_a_full_scan),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
