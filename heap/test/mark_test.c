/* mark_test.c: marking and sweeping: graphs of all shapes, full worklists, exact figures. */
#include "test.h"
#include "internal.h"

static void new_array(gc_heap *heap, uint32_t count, gc_value *out)
{
    assert_true(gc_alloc(heap, ARRAY, 8 + 4 * (size_t)count, out));
}

static void set_item(gc_heap *heap, gc_value array, uint32_t i, gc_value item)
{
    gc_write(heap, as_array(array), &as_array(array)->items[i], gc_slot_of(heap, item));
}

static size_t used(gc_heap *heap)
{
    struct gc_statistics s;

    gc_get_statistics(heap, &s);
    return s.heap_used_bytes;
}

/* Every second item of a large array is dropped; each item is a list with a cycle and a box. */
static void build_and_check(uint32_t segments, uint32_t count)
{
    gc_heap *heap = test_heap_with((struct gc_config){
        .verify = true, .max_old_bytes = 64u << 20, .worklist_segments = segments});
    {
        GC_FRAME(heap, f, all, item, next, number);

        new_array(heap, count, &f.all);
        f.number = gc_from_double(3.25);
        for (uint32_t i = 0; i < count; i++) {
            new_array(heap, 4, &f.item);
            new_array(heap, 4, &f.next);
            set_item(heap, f.item, 0, f.next);
            set_item(heap, f.next, 0, f.item);
            set_item(heap, f.item, 1, gc_from_int((int32_t)i));
            assert_true(gc_store_value(heap, &f.next, 8 + 4, &f.number));
            set_item(heap, f.all, i, f.item);
        }
        f.item = f.next = GC_EMPTY;
        gc_collect(heap, GC_FULL, "testing");
        size_t all = gc_round_up(8 + 4 * (size_t)count);
        assert_int_equal(used(heap), all + count * (2 * 24 + 16)); /* [mark.once] */
        for (uint32_t i = 0; i < count; i += 2)
            set_item(heap, f.all, i, GC_EMPTY);
        gc_collect(heap, GC_FULL, "testing");
        assert_int_equal(used(heap), all + count / 2 * (2 * 24 + 16));
        for (uint32_t i = 1; i < count; i += 2) {
            gc_value item = gc_get(heap, &as_array(f.all)->items[i]);
            gc_value next = gc_get(heap, &as_array(item)->items[0]);
            assert_int_equal(gc_to_int(gc_get(heap, &as_array(item)->items[1])), (int)i);
            assert_true(gc_same(gc_get(heap, &as_array(next)->items[0]), item));
            assert_true(gc_same(gc_get(heap, &as_array(next)->items[1]), f.number));
        }
        f.all = GC_EMPTY;
        gc_collect(heap, GC_FULL, "testing");
        assert_int_equal(used(heap), 0);
    }
    gc_heap_destroy(heap);
}

static void wide_and_cyclic_graphs_are_marked_exactly(void **state)
{
    build_and_check(0, 100);
    build_and_check(0, 60000);
}

/* [worklist.overflow]: one segment of 1,020 entries for 60,000 cells. */
static void full_worklists_lose_nothing(void **state)
{
    build_and_check(1, 60000);
    build_and_check(2, 5000);
}

static void long_list_needs_no_c_stack(void **state)
{
    gc_heap *heap = test_heap_with((struct gc_config){.max_old_bytes = 64u << 20});
    enum { LENGTH = 500000 };
    {
        GC_FRAME(heap, f, list, cell);

        for (int i = 0; i < LENGTH; i++) {
            new_array(heap, 2, &f.cell);
            set_item(heap, f.cell, 0, f.list);
            f.list = f.cell;
        }
        f.cell = GC_EMPTY;
        gc_collect(heap, GC_FULL, "testing");
        assert_int_equal(used(heap), LENGTH * 16);
    }
    gc_heap_destroy(heap);
}

/* sweep.c: allocation takes swept memory before the space grows [sweep.marks] [sweep.clears]. */
static void freed_memory_is_used_again(void **state)
{
    gc_heap *heap = test_heap();
    struct gc_statistics before, after;
    {
        GC_FRAME(heap, f, keep, cell);

        new_array(heap, 2000, &f.keep);
        for (uint32_t i = 0; i < 40000; i++) {
            assert_true(gc_alloc_old(heap, ARRAY, 40, &f.cell));
            if (i % 20 == 0)
                set_item(heap, f.keep, i / 20, f.cell);
        }
        gc_collect(heap, GC_FULL, "testing");
        gc_get_statistics(heap, &before);
        for (uint32_t i = 0; i < 35000; i++) {
            assert_true(gc_alloc_old(heap, ARRAY, 40, &f.cell));
            for (unsigned k = 0; k < 8; k++)
                assert_int_equal(as_array(f.cell)->items[k].bits, 0);
        }
        gc_get_statistics(heap, &after);
        assert_true(after.old_committed_bytes <= before.old_committed_bytes + GC__PAGE_BYTES);
    }
    gc_heap_destroy(heap);
}

/* [collect.cannot-fail]: the cage is full, so young pages become old where they are. */
static void full_cage_is_collected_in_place(void **state)
{
    gc_heap *heap = test_heap_with((struct gc_config){
        .verify = true, .max_old_bytes = 4u << 20, .max_semi_space_bytes = 1u << 20});
    {
        GC_FRAME(heap, f, list, cell);

        for (int i = 0; i < 3000; i++) {
            new_array(heap, 20, &f.cell);
            set_item(heap, f.cell, 0, i % 3 ? f.list : GC_EMPTY);
            if (i % 3)
                f.list = f.cell;
        }
        while (gc__page_take(heap, GC__SPACE_OLD, GC_PAGE_OLD) != 0) {
            uint32_t page = heap->page_high - 1; /* filled with one free cell each */
            gc__make_free_cell(gc__page_start(heap, page), GC__PAGE_BYTES);
            gc__page_list_add(heap, &heap->old.pages, page);
        }
        assert_false(gc__evacuation_has_room(heap, GC__EVACUATE_YOUNG));
        gc__collect(heap, GC_YOUNG, "testing", "");
        assert_true(heap->figures.in_place);
        int length = 0;
        for (gc_value v = f.list; gc_is_cell(v); v = gc_get(heap, &as_array(v)->items[0]))
            length++;
        assert_int_equal(length, 2000);
        assert_true(gc_verify(heap, "in the test"));
    }
    gc_heap_destroy(heap);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(wide_and_cyclic_graphs_are_marked_exactly),
        cmocka_unit_test(full_worklists_lose_nothing),
        cmocka_unit_test(long_list_needs_no_c_stack),
        cmocka_unit_test(freed_memory_is_used_again),
        cmocka_unit_test(full_cage_is_collected_in_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
