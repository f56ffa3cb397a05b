/* sweep_test.c: sweeping on helpers beside the program, and what stops them [sweep.handshake] [sweep.handover]. */
#include "test.h"
#include "internal.h"
#include <unistd.h>

enum { COUNT = 240000, KEPT_ONE_IN = 3 };

/* Old nodes, of which the array keeps one in three; the others are dead. */
static void fill(gc_heap *heap, gc_value *all)
{
    GC_FRAME(heap, f, node);

    assert_true(gc_alloc(heap, ARRAY, 8 + 4 * (COUNT / KEPT_ONE_IN), all));
    for (uint32_t i = 0; i < COUNT; i++) {
        assert_true(gc_alloc_old(heap, NODE, sizeof(struct node), &f.node));
        as_node(f.node)->tag = i;
        if (i % KEPT_ONE_IN == 0)
            gc_write(heap, as_array(*all), &as_array(*all)->items[i / KEPT_ONE_IN], gc_slot_of(heap, f.node));
    }
}

static void check(gc_heap *heap, gc_value all)
{
    for (uint32_t i = 0; i < COUNT / KEPT_ONE_IN; i++)
        assert_int_equal(as_node(gc_get(heap, &as_array(all)->items[i]))->tag, i * KEPT_ONE_IN);
}

/* Bytes in free lists once everything is swept. */
static size_t all_free(gc_heap *heap)
{
    gc__sweep_finish(heap);
    assert_int_equal(heap->old.to_sweep, 0);
    assert_true(gc_verify(heap, "after the sweep"));
    return heap->old.free.bytes;
}

static void helpers_sweep_what_one_thread_would(void **state)
{
    size_t bytes[3];

    for (int i = 0; i < 3; i++) {
        gc_heap *heap = test_heap_with((struct gc_config){.max_old_bytes = 64u << 20,
                                                          .single_threaded = i == 0,
                                                          .no_concurrent_sweeping = i == 1});
        {
            GC_FRAME(heap, f, all);

            fill(heap, &f.all);
            gc_collect(heap, GC_FULL, "testing");
            assert_true(heap->old.to_sweep > 20);
            assert_int_equal(heap->sweeping.on, i == 2 && gc__helpers_count() != 0);
            if (heap->sweeping.on) { /* they need nobody to go on, and hand all over */
                for (int wait = 0; wait < 10000 && !gc__helpers_idle(&heap->sweeping.job); wait++)
                    usleep(1000);
                assert_true(gc__helpers_idle(&heap->sweeping.job));
                assert_true(gc__sweep_adopt(heap));
                assert_int_equal(heap->old.to_sweep, 0);
                assert_false(gc__sweep_adopt(heap));
            }
            bytes[i] = all_free(heap);
            check(heap, f.all);
        }
        gc_heap_destroy(heap);
    }
    assert_int_equal(bytes[0], bytes[1]);
    assert_int_equal(bytes[0], bytes[2]);
}

static void count_cell(void *arg, void *cell, size_t bytes)
{
    ++*(size_t *)arg;
}

/* What looks at pages, right after helpers began: each must find all of them as they are. */
static void look(gc_heap *heap, unsigned how)
{
    static struct gc_kind_figures figures[256];
    struct gc_statistics before, after;
    size_t cells = 0;

    gc_get_statistics(heap, &before);
    switch (how) {
    case 0:
        assert_true(gc_verify(heap, "in the test"));
        break;
    case 1:
        gc_count_kinds(heap, figures);
        assert_int_equal(figures[NODE].cells, COUNT / KEPT_ONE_IN);
        break;
    case 2:
        gc_walk_nogc(heap, count_cell, &cells);
        assert_int_equal(cells, COUNT / KEPT_ONE_IN + 1);
        break;
    case 3:
        gc_collect(heap, GC_YOUNG, "testing");
        break;
    case 4:
        gc__marking_start(heap);
        assert_int_equal(heap->old.to_sweep, 0);
        gc__collect(heap, GC_FULL, "testing", "");
        break;
    default:
        gc_collect(heap, GC_REDUCE, "testing");
        return;
    }
    gc_get_statistics(heap, &after);
    assert_int_equal(before.old_used_bytes, after.old_used_bytes);
    assert_int_equal(before.old_committed_bytes, after.old_committed_bytes);
}

static void whoever_looks_stops_them(void **state)
{
    enum { ROUNDS = 60, WAYS = 6 };
    gc_heap *heap = test_heap_with((struct gc_config){.max_old_bytes = 64u << 20});
    {
        GC_FRAME(heap, f, all, dead);

        fill(heap, &f.all);
        for (unsigned round = 0; round < ROUNDS; round++) {
            for (uint32_t i = 0; i < 20000; i++) /* garbage on most pages again */
                assert_true(gc_alloc_old(heap, NODE, sizeof(struct node), &f.dead));
            f.dead = GC_EMPTY;
            gc_collect(heap, GC_FULL, "testing");
            usleep(round % 10 * 30);
            look(heap, round % WAYS);
            if (round % 7 == 0)
                assert_true(gc_verify(heap, "in the test"));
        }
        check(heap, f.all);
        gc_collect(heap, GC_FULL, "testing");
    }
    gc_heap_destroy(heap); /* while they sweep */
}

/* The program allocates from pages that it swept and from such as were handed over. */
static void the_program_allocates_meanwhile(void **state)
{
    gc_heap *heap = test_heap_with((struct gc_config){.max_old_bytes = 64u << 20});
    struct gc_statistics before, after;
    {
        GC_FRAME(heap, f, all, node);

        fill(heap, &f.all);
        for (int round = 0; round < 20; round++) {
            gc_collect(heap, GC_FULL, "testing");
            gc_get_statistics(heap, &before);
            for (uint32_t i = 0; i < COUNT / 2; i++) {
                assert_true(gc_alloc_old(heap, NODE, sizeof(struct node), &f.node));
                assert_int_equal(as_node(f.node)->tag, 0);
                as_node(f.node)->tag = UINT64_MAX;
                if (i % 5 == 0) { /* the living go to other places */
                    uint32_t at = i / 5 % (COUNT / KEPT_ONE_IN);
                    as_node(f.node)->tag = at * KEPT_ONE_IN;
                    gc_write(heap, as_array(f.all), &as_array(f.all)->items[at], gc_slot_of(heap, f.node));
                }
            }
            f.node = GC_EMPTY;
            gc_get_statistics(heap, &after);
            assert_true(after.old_committed_bytes <=
                        before.old_committed_bytes + (1 + GC__HELPERS_MAX) * GC__PAGE_BYTES);
            check(heap, f.all);
        }
        assert_true(gc_verify(heap, "in the test"));
    }
    gc_heap_destroy(heap);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(helpers_sweep_what_one_thread_would),
        cmocka_unit_test(whoever_looks_stops_them),
        cmocka_unit_test(the_program_allocates_meanwhile),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
