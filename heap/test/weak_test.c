/* weak_test.c: weak slots, ephemeron tables, and cells with off-heap memory. */
#include "test.h"
#include "internal.h"

static void new_node(gc_heap *heap, gc_value *out, uint64_t tag)
{
    assert_true(gc_alloc(heap, NODE, sizeof(struct node), out));
    as_node(*out)->tag = tag;
}

static void set_item(gc_heap *heap, gc_value cell, unsigned index, gc_value item)
{
    struct array *array = as_array(cell);

    gc_write(heap, array, &array->items[index], gc_slot_of(heap, item));
}

static gc_value item(gc_heap *heap, gc_value cell, unsigned index)
{
    return gc_get(heap, &as_array(cell)->items[index]);
}

static void weak_slot_is_cleared_by_marking_only(void **state)
{
    gc_heap *heap = test_heap();
    {
        GC_FRAME(heap, f, weak, live, number);

        assert_true(gc_alloc(heap, WEAK, 8 + 4 * 6, &f.weak));
        new_node(heap, &f.live, 1);
        set_item(heap, f.weak, 2, f.live);
        set_item(heap, f.weak, 3, gc_from_int(4));
        gc_value dead;
        new_node(heap, &dead, 2);
        set_item(heap, f.weak, 4, dead);
        f.number = gc_from_double(2.5);
        assert_true(gc_store_value(heap, &f.weak, 8 + 4 * 5, &f.number));
        gc_collect(heap, GC_YOUNG, "testing");
        assert_int_equal(as_node(item(heap, f.weak, 4))->tag, 2); /* strong in a scavenge */
        gc_collect(heap, GC_FULL, "testing");
        assert_true(gc_same(item(heap, f.weak, 2), f.live));
        assert_int_equal(gc_to_int(item(heap, f.weak, 3)), 4);
        assert_true(gc_same(item(heap, f.weak, 4), GC_EMPTY)); /* [weak.cleared] */
        assert_true(gc_same(item(heap, f.weak, 5), f.number)); /* numbers are no cells */
    }
    gc_heap_destroy(heap);
}

static void strong_slots_of_a_weak_cell_are_strong(void **state)
{
    gc_heap *heap = test_heap();
    {
        GC_FRAME(heap, f, weak);
        gc_value target;

        assert_true(gc_alloc(heap, WEAK, 8 + 4 * 4, &f.weak));
        new_node(heap, &target, 3);
        set_item(heap, f.weak, 1, target);
        gc_collect(heap, GC_FULL, "testing");
        assert_int_equal(as_node(item(heap, f.weak, 1))->tag, 3);
    }
    gc_heap_destroy(heap);
}

/* A chain: table[k0] = k1, table[k1] = k2, ...; only k0 is rooted. */
static void fill_chain(gc_heap *heap, gc_value *table, gc_value *first, unsigned length, bool reversed,
                       bool indirect)
{
    GC_FRAME(heap, f, key, next, value);

    assert_true(gc_alloc(heap, TABLE, 8 + 8 * length, table));
    new_node(heap, &f.key, 0);
    *first = f.key;
    for (unsigned i = 0; i < length; i++) {
        unsigned at = reversed ? length - 1 - i : i;
        new_node(heap, &f.next, i + 1);
        set_item(heap, *table, 2 * at, f.key);
        f.value = f.next;
        if (indirect) { /* the value is a cell that refers to the next key */
            new_node(heap, &f.value, i + 1);
            gc_init(heap, as_node(f.value), &as_node(f.value)->b, gc_slot_of(heap, f.next));
        }
        set_item(heap, *table, 2 * at + 1, f.value);
        f.key = f.next;
    }
}

static void check_chains(unsigned length, bool reversed, bool indirect)
{
    gc_heap *heap = test_heap_with((struct gc_config){.max_old_bytes = 64u << 20});
    {
        GC_FRAME(heap, f, table, first);

        fill_chain(heap, &f.table, &f.first, length, reversed, indirect);
        gc_collect(heap, GC_FULL, "testing");
        for (unsigned i = 0; i < length; i++) {
            unsigned at = reversed ? length - 1 - i : i;
            assert_int_equal(as_node(item(heap, f.table, 2 * at))->tag, i);
            assert_int_equal(as_node(item(heap, f.table, 2 * at + 1))->tag, i + 1);
        }
        f.first = GC_EMPTY;
        gc_collect(heap, GC_FULL, "testing");
        for (unsigned i = 0; i < 2 * length; i++)
            assert_true(gc_same(item(heap, f.table, i), GC_EMPTY));
    }
    gc_heap_destroy(heap);
}

static void ephemeron_chains_live_and_die_with_their_first_key(void **state)
{
    check_chains(5, false, false);
    check_chains(5, true, false);
    check_chains(9, true, true);
}

/* [ephemeron.fixpoint]: 100,000 rounds would take hours. */
static void long_reversed_chain_takes_linear_time(void **state)
{
    uint64_t begin = gc__os_now_ns();

    check_chains(100000, true, false);
    check_chains(100000, true, true);
    assert_true(gc__os_now_ns() - begin < UINT64_C(10000000000));
}

static void pair_with_an_integer_key_stays(void **state)
{
    gc_heap *heap = test_heap();
    {
        GC_FRAME(heap, f, table, number);
        gc_value value;

        assert_true(gc_alloc(heap, TABLE, 8 + 4 * 4, &f.table));
        new_node(heap, &value, 6);
        set_item(heap, f.table, 0, gc_from_int(1));
        set_item(heap, f.table, 1, value);
        f.number = gc_from_double(0.25);
        assert_true(gc_store_value(heap, &f.table, 8 + 8, &f.number));
        set_item(heap, f.table, 3, item(heap, f.table, 1));
        gc_collect(heap, GC_FULL, "testing");
        assert_int_equal(as_node(item(heap, f.table, 1))->tag, 6);
        assert_true(gc_same(item(heap, f.table, 2), f.number));
        assert_true(gc_same(item(heap, f.table, 3), item(heap, f.table, 1)));
    }
    gc_heap_destroy(heap);
}

static void weak_lists_survive_a_full_worklist(void **state)
{
    gc_heap *heap = test_heap_with(
        (struct gc_config){.verify = true, .max_old_bytes = 64u << 20, .worklist_segments = 1});
    {
        GC_FRAME(heap, f, all, weak, key);

        assert_true(gc_alloc(heap, ARRAY, 8 + 4 * 6000, &f.all));
        for (unsigned i = 0; i < 3000; i++) {
            assert_true(gc_alloc(heap, WEAK, 8 + 4 * 4, &f.weak));
            new_node(heap, &f.key, i);
            set_item(heap, f.weak, 2, f.key);
            set_item(heap, f.all, 2 * i, f.weak);
            assert_true(gc_alloc(heap, TABLE, 16, &f.weak));
            set_item(heap, f.weak, 0, i % 2 ? f.all : f.key);
            set_item(heap, f.weak, 1, f.all);
            set_item(heap, f.all, 2 * i + 1, f.weak);
        }
        f.key = f.weak = GC_EMPTY;
        gc_collect(heap, GC_FULL, "testing");
        for (unsigned i = 0; i < 3000; i++) {
            assert_true(gc_same(item(heap, item(heap, f.all, 2 * i), 2), GC_EMPTY));
            assert_true(gc_same(item(heap, item(heap, f.all, 2 * i + 1), 1), i % 2 ? f.all : GC_EMPTY));
        }
    }
    gc_heap_destroy(heap);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(weak_slot_is_cleared_by_marking_only),
        cmocka_unit_test(strong_slots_of_a_weak_cell_are_strong),
        cmocka_unit_test(ephemeron_chains_live_and_die_with_their_first_key),
        cmocka_unit_test(long_reversed_chain_takes_linear_time),
        cmocka_unit_test(pair_with_an_integer_key_stays),
        cmocka_unit_test(weak_lists_survive_a_full_worklist),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
