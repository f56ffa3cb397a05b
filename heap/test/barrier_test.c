/* barrier_test.c: stores, copies and moves record old-to-young references [barrier.record]. */
#include "test.h"
#include "internal.h"

static gc_value old_array(gc_heap *heap, uint32_t count)
{
    gc_value array;

    assert_true(gc_alloc_old(heap, ARRAY, 8 + 4 * (size_t)count, &array));
    return array;
}

static gc_slot young_slot(gc_heap *heap, uint64_t tag)
{
    gc_value cell;

    assert_true(gc_alloc(heap, NODE, sizeof(struct node), &cell));
    as_node(cell)->tag = tag;
    return gc_slot_of(heap, cell);
}

static uint64_t tag_at(gc_heap *heap, gc_value array, unsigned i)
{
    return as_node(gc_get(heap, &as_array(array)->items[i]))->tag;
}

/* [barrier.every-store]: each public way to store, into an old cell and a large one. */
static void every_way_to_store_records(void **state)
{
    gc_heap *heap = test_heap();
    {
        GC_FRAME(heap, f, a, b, large, value);

        f.a = old_array(heap, 64);
        f.b = old_array(heap, 64);
        f.large = old_array(heap, 80000);
        struct array *a = as_array(f.a), *b = as_array(f.b), *large = as_array(f.large);
        gc_slot young = young_slot(heap, 11);
        gc_write(heap, a, &a->items[0], young);
        gc_init(heap, a, &a->items[1], young);
        gc_copy_slots(heap, b, &b->items[10], &a->items[0], 2);
        gc_move_slots(heap, b, &b->items[20], &b->items[10], 2);
        gc_copy_slots(heap, large, &large->items[79000], &a->items[0], 2);
        for (unsigned i = 0; i < 2; i++) {
            assert_true(gc__slot_recorded(heap, &a->items[i]));
            assert_true(gc__slot_recorded(heap, &b->items[10 + i]));
            assert_true(gc__slot_recorded(heap, &b->items[20 + i]));
            assert_true(gc__slot_recorded(heap, &large->items[79000 + i]));
        }
        gc_collect(heap, GC_YOUNG, "testing");
        assert_int_equal(tag_at(heap, f.b, 21), 11);
        assert_int_equal(tag_at(heap, f.large, 79001), 11);
        f.value = gc_from_double(0.75);
        assert_true(gc_store_value(heap, &f.a, 8 + 4 * 5, &f.value));
        assert_true(gc__slot_recorded(heap, &as_array(f.a)->items[5]));
        gc_collect(heap, GC_YOUNG, "testing");
        assert_true(gc_same(gc_get(heap, &as_array(f.a)->items[5]), f.value));
    }
    gc_heap_destroy(heap);
}

static void what_needs_no_record_gets_none(void **state)
{
    gc_heap *heap = test_heap();
    {
        GC_FRAME(heap, f, old, other, young);

        f.old = old_array(heap, 8);
        f.other = old_array(heap, 8);
        assert_true(gc_alloc(heap, ARRAY, 40, &f.young));
        gc_write(heap, as_array(f.old), &as_array(f.old)->items[0], gc_slot_of(heap, f.other));
        gc_write(heap, as_array(f.old), &as_array(f.old)->items[1], gc_slot_from_int(3));
        gc_write(heap, as_array(f.old), &as_array(f.old)->items[2], GC_SLOT_EMPTY);
        gc_write(heap, as_array(f.young), &as_array(f.young)->items[0], gc_slot_of(heap, f.young));
        for (unsigned i = 0; i < 3; i++)
            assert_false(gc__slot_recorded(heap, &as_array(f.old)->items[i]));
        assert_false(gc__slot_recorded(heap, &as_array(f.young)->items[0]));
    }
    gc_heap_destroy(heap);
}

static void overlapping_moves_keep_order(void **state)
{
    gc_heap *heap = test_heap();
    {
        GC_FRAME(heap, f, array);

        f.array = old_array(heap, 32);
        for (unsigned i = 0; i < 16; i++) {
            gc_slot slot = young_slot(heap, i);
            gc_write(heap, as_array(f.array), &as_array(f.array)->items[i], slot);
        }
        struct array *array = as_array(f.array);
        gc_move_slots(heap, array, &array->items[3], &array->items[0], 16);
        gc_collect(heap, GC_YOUNG, "testing");
        for (unsigned i = 0; i < 16; i++)
            assert_int_equal(tag_at(heap, f.array, i + 3), i);
        array = as_array(f.array);
        gc_move_slots(heap, array, &array->items[1], &array->items[3], 16);
        gc_collect(heap, GC_YOUNG, "testing");
        for (unsigned i = 0; i < 16; i++)
            assert_int_equal(tag_at(heap, f.array, i + 1), i);
    }
    gc_heap_destroy(heap);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_way_to_store_records),
        cmocka_unit_test(what_needs_no_record_gets_none),
        cmocka_unit_test(overlapping_moves_keep_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
