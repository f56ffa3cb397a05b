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

static void weak_slot_of_an_old_target_is_cleared_by_marking(void **state)
{
    gc_heap *heap = test_heap();
    {
        GC_FRAME(heap, f, weak, live, number);

        assert_true(gc_alloc(heap, WEAK, 8 + 4 * 6, &f.weak));
        new_node(heap, &f.live, 1);
        set_item(heap, f.weak, 2, f.live);
        set_item(heap, f.weak, 3, gc_from_int(4));
        gc_value dead;
        assert_true(gc_alloc_old(heap, NODE, sizeof(struct node), &dead));
        as_node(dead)->tag = 2;
        set_item(heap, f.weak, 4, dead);
        f.number = gc_from_double(2.5);
        assert_true(gc_store_value(heap, &f.weak, 8 + 4 * 5, &f.number));
        gc_collect(heap, GC_YOUNG, "testing");
        assert_int_equal(as_node(item(heap, f.weak, 4))->tag, 2); /* a scavenge knows nothing of it */
        gc_collect(heap, GC_FULL, "testing");
        assert_true(gc_same(item(heap, f.weak, 2), f.live));
        assert_int_equal(gc_to_int(item(heap, f.weak, 3)), 4);
        assert_true(gc_same(item(heap, f.weak, 4), GC_EMPTY)); /* [weak.cleared] */
        assert_true(gc_same(item(heap, f.weak, 5), f.number)); /* numbers are no cells */
    }
    gc_heap_destroy(heap);
}

/* Both where the weak cell is young, which is found by scanning it, and where it is old: recorded. */
static void dead_young_target_is_cleared_by_a_scavenge(void **state)
{
    for (int old = 0; old < 2; old++) {
        gc_heap *heap = test_heap();
        {
            GC_FRAME(heap, f, weak, live, number);
            gc_value dead;

            if (old)
                assert_true(gc_alloc_old(heap, WEAK, 8 + 4 * 6, &f.weak));
            else
                assert_true(gc_alloc(heap, WEAK, 8 + 4 * 6, &f.weak));
            new_node(heap, &f.live, 1);
            set_item(heap, f.weak, 2, f.live);
            new_node(heap, &dead, 2);
            set_item(heap, f.weak, 4, dead);
            f.number = gc_from_double(2.5);
            assert_true(gc_store_value(heap, &f.weak, 8 + 4 * 5, &f.number));
            for (int i = 0; i < 3; i++) {
                gc_collect(heap, GC_YOUNG, "testing");
                assert_true(gc_same(item(heap, f.weak, 2), f.live));
                assert_true(gc_same(item(heap, f.weak, 4), GC_EMPTY)); /* [weak.young] */
                assert_true(gc_same(item(heap, f.weak, 5), f.number));
            }
        }
        gc_heap_destroy(heap);
    }
}

/* Of young keys; the chain leads to value after value, so that rounds are needed, and is cut behind. */
static void young_ephemerons_reach_their_fixpoint_in_a_scavenge(void **state)
{
    enum { PAIRS = 6 };

    for (int old = 0; old < 2; old++) {
        gc_heap *heap = test_heap();
        {
            GC_FRAME(heap, f, table, first, key, next);
            size_t bytes = 8 + 8 * (PAIRS + 2);

            if (old)
                assert_true(gc_alloc_old(heap, TABLE, bytes, &f.table));
            else
                assert_true(gc_alloc(heap, TABLE, bytes, &f.table));
            new_node(heap, &f.first, 0);
            f.key = f.first;
            for (unsigned i = 0; i < PAIRS; i++) { /* backwards: one a round */
                new_node(heap, &f.next, i + 1);
                set_item(heap, f.table, 2 * (PAIRS - 1 - i), f.key);
                set_item(heap, f.table, 2 * (PAIRS - 1 - i) + 1, f.next);
                f.key = f.next;
            }
            new_node(heap, &f.key, 100);
            set_item(heap, f.table, 2 * PAIRS, f.key); /* dead, its value refers to it */
            new_node(heap, &f.next, 101);
            set_item(heap, f.table, 2 * PAIRS + 1, f.next);
            gc_write(heap, as_node(f.next), &as_node(f.next)->b, gc_slot_of(heap, f.key));
            gc_value integer = gc_from_int(5); /* no cell: its value stays */
            set_item(heap, f.table, 2 * PAIRS + 2, integer);
            new_node(heap, &f.next, 7);
            set_item(heap, f.table, 2 * PAIRS + 3, f.next);
            f.key = f.next = GC_EMPTY;
            for (int round = 0; round < 3; round++) {
                gc_collect(heap, GC_YOUNG, "testing");
                f.key = f.first;
                for (unsigned i = 0; i < PAIRS; i++) {
                    assert_true(gc_same(item(heap, f.table, 2 * (PAIRS - 1 - i)), f.key));
                    f.key = item(heap, f.table, 2 * (PAIRS - 1 - i) + 1);
                    assert_int_equal(as_node(f.key)->tag, i + 1); /* [ephemeron.young] */
                }
                f.key = GC_EMPTY;
                assert_true(gc_same(item(heap, f.table, 2 * PAIRS), GC_EMPTY));
                assert_true(gc_same(item(heap, f.table, 2 * PAIRS + 1), GC_EMPTY));
                assert_int_equal(as_node(item(heap, f.table, 2 * PAIRS + 3))->tag, 7);
            }
            f.first = GC_EMPTY; /* the head dies, all follow: old by now, so a full collection tells */
            gc_collect(heap, GC_FULL, "testing");
            for (unsigned i = 0; i < PAIRS; i++)
                assert_true(gc_same(item(heap, f.table, 2 * i), GC_EMPTY));
        }
        gc_heap_destroy(heap);
    }
}

/* After ten rounds a scavenge takes the rest as strong: nothing is lost, and it ends soon. */
static void long_young_chain_is_kept_whole(void **state)
{
    gc_heap *heap = test_heap_with((struct gc_config){.verify = true,
                                                      .max_old_bytes = 64u << 20,
                                                      .min_semi_space_bytes = 4u << 20,
                                                      .max_semi_space_bytes = 4u << 20});
    enum { PAIRS = 5000 };
    {
        GC_FRAME(heap, f, table, first, key, next);

        assert_true(gc_alloc(heap, TABLE, 8 + 8 * PAIRS, &f.table));
        new_node(heap, &f.first, 0);
        f.key = f.first;
        for (unsigned i = 0; i < PAIRS; i++) {
            new_node(heap, &f.next, i + 1);
            set_item(heap, f.table, 2 * (PAIRS - 1 - i), f.key);
            set_item(heap, f.table, 2 * (PAIRS - 1 - i) + 1, f.next);
            f.key = f.next;
        }
        f.key = f.next = GC_EMPTY;
        gc_collect(heap, GC_YOUNG, "testing");
        f.key = f.first;
        for (unsigned i = 0; i < PAIRS; i++) {
            assert_true(gc_same(item(heap, f.table, 2 * (PAIRS - 1 - i)), f.key));
            f.key = item(heap, f.table, 2 * (PAIRS - 1 - i) + 1);
        }
        assert_int_equal(as_node(f.key)->tag, PAIRS);
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
        cmocka_unit_test(weak_slot_of_an_old_target_is_cleared_by_marking),
        cmocka_unit_test(dead_young_target_is_cleared_by_a_scavenge),
        cmocka_unit_test(young_ephemerons_reach_their_fixpoint_in_a_scavenge),
        cmocka_unit_test(long_young_chain_is_kept_whole),
        cmocka_unit_test(strong_slots_of_a_weak_cell_are_strong),
        cmocka_unit_test(ephemeron_chains_live_and_die_with_their_first_key),
        cmocka_unit_test(long_reversed_chain_takes_linear_time),
        cmocka_unit_test(pair_with_an_integer_key_stays),
        cmocka_unit_test(weak_lists_survive_a_full_worklist),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
