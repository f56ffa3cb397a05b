/* parallel_test.c: scavengers that share the work: their deques, and what they make of a heap together. */
#include "test.h"
#include "scavenge.h"
#include <pthread.h>
#include <sched.h>

/* ---- the deque ---- */

static void deque_gives_back_last_in_first_out_and_says_when_it_is_full(void **state)
{
    static struct gc__deque deque;
    uint64_t range;

    for (int round = 0; round < 3; round++) {
        for (uint64_t i = 0; i < GC__DEQUE_RANGES; i++)
            assert_true(gc__deque_push(&deque, i));
        assert_false(gc__deque_push(&deque, 99));
        assert_true(gc__deque_steal(&deque, &range));
        assert_int_equal(range, 0);
        for (uint64_t i = GC__DEQUE_RANGES; i-- > 1;) {
            assert_true(gc__deque_pop(&deque, &range));
            assert_int_equal(range, i);
        }
        assert_false(gc__deque_pop(&deque, &range));
        assert_false(gc__deque_steal(&deque, &range));
    }
}

enum { ITEMS = 200000, THIEVES = 3 };

static struct gc__deque shared_deque;
static uint8_t times_taken[ITEMS];
static bool owner_done;

static void *steal_all(void *arg)
{
    uint64_t range;

    (void)arg;
    for (;;) {
        bool done = __atomic_load_n(&owner_done, __ATOMIC_ACQUIRE);
        if (gc__deque_steal(&shared_deque, &range))
            __atomic_fetch_add(&times_taken[range], 1, __ATOMIC_RELAXED);
        else if (done)
            return NULL;
    }
}

/* The owner keeps few in the deque, so that it and the thieves meet at the last one again and again. */
static void every_range_is_taken_exactly_once(void **state)
{
    pthread_t threads[THIEVES];
    uint64_t range;

    for (int i = 0; i < THIEVES; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, steal_all, NULL), 0);
    for (uint64_t i = 0; i < ITEMS; i++) {
        if (!gc__deque_push(&shared_deque, i))
            __atomic_fetch_add(&times_taken[i], 1, __ATOMIC_RELAXED);
        if (i % 3 != 0 && gc__deque_pop(&shared_deque, &range))
            __atomic_fetch_add(&times_taken[range], 1, __ATOMIC_RELAXED);
        if (i % 1000 == 0)
            sched_yield();
    }
    __atomic_store_n(&owner_done, true, __ATOMIC_RELEASE);
    for (int i = 0; i < THIEVES; i++)
        pthread_join(threads[i], NULL);
    for (int i = 0; i < ITEMS; i++)
        assert_int_equal(times_taken[i], 1); /* [scavenge.published] */
}

/* ---- heaps ---- */

static unsigned most_scavengers;

static void note_scavengers(struct gc_event_sink *sink, gc_heap *heap, const struct gc_event *event)
{
    (void)sink;
    (void)heap;
    if (event->type == GC_EVENT_COLLECTION_END && event->figures->scavengers > most_scavengers)
        most_scavengers = event->figures->scavengers;
}

static struct gc_event_sink sink = {.event = note_scavengers};

static gc_heap *parallel_heap(size_t semi)
{
    gc_heap *heap = test_heap_with((struct gc_config){.max_old_bytes = 256u << 20,
                                                      .min_semi_space_bytes = semi,
                                                      .max_semi_space_bytes = semi,
                                                      .scavenge_helpers = 3,
                                                      .verify = true});
    gc_add_event_sink(heap, &sink);
    return heap;
}

/* A wide graph in which every cell is reached along many ways: scavengers race for each. */
static void make_mesh(gc_heap *heap, gc_value *rows, unsigned count)
{
    GC_FRAME(heap, f, cell);

    assert_true(gc_alloc(heap, ARRAY, 8 + 4 * count, rows));
    for (unsigned i = 0; i < count; i++) {
        assert_true(gc_alloc(heap, NODE, sizeof(struct node), &f.cell));
        as_node(f.cell)->tag = i;
        gc_slot *slots = &as_node(f.cell)->a;
        for (unsigned e = 0; e < 4 && i != 0; e++)
            gc_init(heap, as_node(f.cell), &slots[e],
                    gc_load(&as_array(*rows)->items[(i * 7 + e * 131) % i]));
        gc_write(heap, as_array(*rows), &as_array(*rows)->items[i], gc_slot_of(heap, f.cell));
    }
}

static void check_mesh(gc_heap *heap, gc_value rows, unsigned count)
{
    for (unsigned i = 0; i < count; i++) {
        struct node *node = as_node(gc_get(heap, &as_array(rows)->items[i]));
        gc_slot *slots = &node->a;

        assert_int_equal(node->tag, i);
        for (unsigned e = 0; e < 4 && i != 0; e++) /* the same cell, not a second copy [scavenge.once] */
            assert_true(gc_slot_same(slots[e], as_array(rows)->items[(i * 7 + e * 131) % i]));
    }
}

static void cells_reached_by_many_are_copied_once(void **state)
{
    enum { COUNT = 20000 };
    gc_heap *heap = parallel_heap(8u << 20);
    size_t done_by_helpers = 0;

    most_scavengers = 0;
    {
        GC_FRAME(heap, f, rows);

        for (int round = 0; round < 20; round++) {
            make_mesh(heap, &f.rows, COUNT);
            for (int i = 0; i < 3; i++) {
                gc_collect(heap, GC_YOUNG, "testing");
                check_mesh(heap, f.rows, COUNT);
                for (unsigned w = 1; w < heap->scavenge->wanted; w++)
                    done_by_helpers += heap->scavenge->scavengers[w].copied +
                                       heap->scavenge->scavengers[w].promoted +
                                       heap->scavenge->scavengers[w].scanned;
            }
        }
        gc_collect(heap, GC_FULL, "testing");
        check_mesh(heap, f.rows, COUNT);
    }
    assert_true(most_scavengers > 1); /* helpers came at least once, and found work */
    assert_true(done_by_helpers > 0 || !TENURE_CHECKED); /* what is scanned is not counted else */
    gc_heap_destroy(heap);
}

/* Old cells that refer to young ones again and again, on many pages, with cells promoted in between them. */
static void recorded_slots_survive_helpers(void **state)
{
    enum { HOLDERS = 4000 };
    gc_heap *heap = parallel_heap(2u << 20);
    {
        GC_FRAME(heap, f, holders, cell);

        assert_true(gc_alloc_old(heap, ARRAY, 8 + 4 * HOLDERS, &f.holders));
        for (unsigned i = 0; i < HOLDERS; i++) {
            assert_true(gc_alloc_old(heap, ARRAY, 8 + 4 * 30, &f.cell));
            gc_write(heap, as_array(f.holders), &as_array(f.holders)->items[i], gc_slot_of(heap, f.cell));
        }
        for (unsigned round = 0; round < 12; round++) {
            for (unsigned i = 0; i < HOLDERS; i++) {
                struct array *holder;
                assert_true(gc_alloc(heap, NODE, sizeof(struct node), &f.cell));
                as_node(f.cell)->tag = round * HOLDERS + i;
                holder = as_array(gc_get(heap, &as_array(f.holders)->items[i]));
                gc_write(heap, holder, &holder->items[(i + round) % 30], gc_slot_of(heap, f.cell));
            }
            gc_collect(heap, GC_YOUNG, "testing"); /* verified before and after */
            for (unsigned i = 0; i < HOLDERS; i++) {
                struct array *holder = as_array(gc_get(heap, &as_array(f.holders)->items[i]));
                struct node *node = as_node(gc_get(heap, &holder->items[(i + round) % 30]));
                assert_int_equal(node->tag, round * HOLDERS + i);
            }
            if (round % 4 == 3)
                gc_collect(heap, GC_FULL, "testing"); /* pages wait for the sweep next time */
        }
    }
    gc_heap_destroy(heap);
}

/* [young.aged]: the mutator goes on in one page of To; pages that helpers left half full stay correct. */
static void ages_are_right_behind_every_scavenger(void **state)
{
    gc_heap *heap = parallel_heap(4u << 20);
    {
        GC_FRAME(heap, f, rows, fresh);

        make_mesh(heap, &f.rows, 3000);
        gc_collect(heap, GC_YOUNG, "testing");
        assert_int_equal(gc_cell_age(heap, as_node(gc_get(heap, &as_array(f.rows)->items[5]))), 1);
        assert_true(gc_alloc(heap, NODE, sizeof(struct node), &f.fresh));
        assert_int_equal(gc_cell_age(heap, as_node(f.fresh)), 0);
        gc_collect(heap, GC_YOUNG, "testing");
        assert_int_equal(gc_cell_age(heap, as_node(gc_get(heap, &as_array(f.rows)->items[5]))), 2);
        assert_int_equal(gc_cell_age(heap, as_node(f.fresh)), 1);
    }
    gc_heap_destroy(heap);
}

static void single_threaded_heaps_ask_no_helper(void **state)
{
    gc_heap *heap = test_heap_with((struct gc_config){.single_threaded = true,
                                                      .scavenge_helpers = 3,
                                                      .max_old_bytes = 64u << 20});
    gc_add_event_sink(heap, &sink);
    most_scavengers = 0;
    {
        GC_FRAME(heap, f, rows);

        for (int i = 0; i < 5; i++) {
            make_mesh(heap, &f.rows, 8000);
            gc_collect(heap, GC_YOUNG, "testing");
        }
    }
    assert_int_equal(most_scavengers, 1);
    gc_heap_destroy(heap);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(deque_gives_back_last_in_first_out_and_says_when_it_is_full),
        cmocka_unit_test(every_range_is_taken_exactly_once),
        cmocka_unit_test(cells_reached_by_many_are_copied_once),
        cmocka_unit_test(recorded_slots_survive_helpers),
        cmocka_unit_test(ages_are_right_behind_every_scavenger),
        cmocka_unit_test(single_threaded_heaps_ask_no_helper),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
