/* stress_test.c: under stress every cell moves, old and large ones too, and the seed replays. */
#include "test.h"
#include "internal.h"

static gc_heap *stressed(uint32_t interval, bool adaptive)
{
    return test_heap_with((struct gc_config){.max_old_bytes = 32u << 20,
                                             .stress_interval = interval,
                                             .stress_adaptive = adaptive,
                                             .seed = 12345});
}

static void every_cell_moves_at_each_safepoint(void **state)
{
    gc_heap *heap = stressed(1, false);
    {
        GC_FRAME(heap, f, young, old, large, other);

        assert_true(gc_alloc(heap, NODE, sizeof(struct node), &f.young));
        assert_true(gc_alloc_old(heap, NODE, sizeof(struct node), &f.old));
        assert_true(gc_alloc(heap, ARRAY, 300000, &f.large));
        as_node(f.young)->tag = 1;
        as_node(f.old)->tag = 2;
        as_array(f.large)->items[70000] = gc_slot_from_int(3);
        for (int i = 0; i < 40; i++) {
            uint64_t young = f.young.bits, old = f.old.bits, large = f.large.bits;
            switch (i % 4) {
            case 0:
                gc_poll(heap);
                break;
            case 1:
                assert_true(gc_alloc(heap, NODE, sizeof(struct node), &f.other));
                break;
            case 2:
                assert_true(gc_reserve(heap, 64));
                break;
            default:
                assert_true(gc_alloc_old(heap, NODE, sizeof(struct node), &f.other));
            }
            assert_true(f.young.bits != young && f.old.bits != old && f.large.bits != large);
            assert_int_equal(as_node(f.young)->tag, 1);
            assert_int_equal(as_node(f.old)->tag, 2);
            assert_int_equal(gc_slot_to_int(as_array(f.large)->items[70000]), 3);
        }
    }
    gc_heap_destroy(heap);
}

/* [young.limit]: what was not used of a reservation does not hide the next safepoint. */
static void reservation_does_not_hide_the_next_safepoint(void **state)
{
    gc_heap *heap = stressed(1, false);
    struct gc_statistics before, after;
    gc_value cell;

    assert_true(gc_reserve(heap, 1024));
    struct node *node = gc_alloc_reserved_nogc(heap, NODE, sizeof *node);
    gc_init(heap, node, &node->a, gc_encode_nogc(heap, gc_from_double(0.5)));
    gc_get_statistics(heap, &before);
    assert_true(gc_alloc(heap, NODE, sizeof(struct node), &cell));
    gc_get_statistics(heap, &after);
    assert_int_equal(after.safepoints, before.safepoints + 1);
    assert_true(after.full_collections > before.full_collections);
    gc_heap_destroy(heap);
}

static uint64_t collections_of_a_run(uint32_t interval)
{
    gc_heap *heap = stressed(interval, false);
    struct gc_statistics s;
    gc_value cell;

    for (int i = 0; i < 2000; i++)
        assert_true(gc_alloc(heap, NODE, sizeof(struct node), &cell));
    gc_get_statistics(heap, &s);
    gc_heap_destroy(heap);
    return s.full_collections;
}

static void interval_is_met_on_average_and_the_seed_replays(void **state)
{
    uint64_t at_50 = collections_of_a_run(50);

    assert_true(at_50 > 20 && at_50 < 80);
    assert_int_equal(collections_of_a_run(50), at_50);
}

static void adaptive_stress_leaves_the_program_time(void **state)
{
    gc_heap *heap = stressed(1, true);
    struct gc_statistics s;
    gc_value cell;

    for (int i = 0; i < 200000; i++)
        assert_true(gc_alloc(heap, NODE, sizeof(struct node), &cell));
    gc_get_statistics(heap, &s);
    assert_true(s.full_collections > 10);
    assert_true(s.full_collections < 200000);
    gc_heap_destroy(heap);
}

static void two_heaps_do_not_meet(void **state)
{
    gc_heap *a = stressed(7, false), *b = test_heap();
    {
        GC_FRAME(a, f, x);
        GC_FRAME(b, g, y);

        assert_true(gc_alloc(a, NODE, sizeof(struct node), &f.x));
        assert_true(gc_alloc(b, NODE, sizeof(struct node), &g.y));
        as_node(f.x)->tag = 1;
        as_node(g.y)->tag = 2;
        for (int i = 0; i < 50; i++) {
            gc_poll(a);
            gc_collect(b, GC_YOUNG, "testing");
        }
        assert_int_equal(as_node(f.x)->tag, 1);
        assert_int_equal(as_node(g.y)->tag, 2);
    }
    gc_heap_destroy(a);
    gc_heap_destroy(b);
}

/* Collections that stress makes near the limit are no sign that the program hardly gets on. */
static void stress_near_the_limit_does_not_count_as_ineffective(void **state)
{
    gc_heap *heap = test_heap_with(
        (struct gc_config){.max_old_bytes = 8u << 20, .stress_interval = 1, .seed = 12345});
    {
        GC_FRAME(heap, f, large, garbage);

        assert_true(gc_alloc(heap, ARRAY, 7000000, &f.large)); /* over four fifths of the limit */
        for (int i = 0; i < 20; i++)
            gc_poll(heap);
        assert_int_equal(heap->policy.ineffective, 0);
        heap->config.stress_interval = 0;
        for (int i = 0; i < 100000; i++) /* fills the nursery: a failure would end the process */
            assert_true(gc_alloc(heap, NODE, sizeof(struct node), &f.garbage));
    }
    gc_heap_destroy(heap);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_cell_moves_at_each_safepoint),
        cmocka_unit_test(reservation_does_not_hide_the_next_safepoint),
        cmocka_unit_test(interval_is_met_on_average_and_the_seed_replays),
        cmocka_unit_test(adaptive_stress_leaves_the_program_time),
        cmocka_unit_test(two_heaps_do_not_meet),
        cmocka_unit_test(stress_near_the_limit_does_not_count_as_ineffective),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
