/* candidates_test.c: pages chosen when marking starts are emptied when it ends, by the slots recorded meanwhile. */
#include "test.h"
#include "internal.h"

enum { COUNT = 200000, KEPT_ONE_IN = 10, KEPT = COUNT / KEPT_ONE_IN };

static const uint64_t LONG_NS = UINT64_C(10000000000);

/* A heap of which nine old nodes in ten, at random places, died and were swept; all keeps the others. */
static gc_heap *sparse_heap(struct gc_config config)
{
    config.verify = true;
    config.max_old_bytes = config.max_old_bytes != 0 ? config.max_old_bytes : 64u << 20;
    gc_heap *heap = test_heap_with(config);

    heap->policy.evacuation_budget_ns = LONG_NS;
    return heap;
}

static void build(gc_heap *heap, gc_value *all)
{
    GC_FRAME(heap, f, node);
    uint64_t state = 99;
    uint32_t kept = 0;

    assert_true(gc_alloc(heap, ARRAY, 8 + 4 * KEPT, all));
    gc_collect(heap, GC_FULL, "testing");
    for (uint32_t i = 0; i < COUNT; i++) {
        assert_true(gc_alloc_old(heap, NODE, sizeof(struct node), &f.node));
        state = state * UINT64_C(6364136223846793005) + 1442695040888963407u;
        if ((state >> 33) % (COUNT - i) >= (uint64_t)(KEPT - kept))
            continue;
        as_node(f.node)->tag = kept;
        if (kept != 0)
            gc_write(heap, as_node(f.node), &as_node(f.node)->a, gc_load(&as_array(*all)->items[kept - 1]));
        gc_write(heap, as_array(*all), &as_array(*all)->items[kept++], gc_slot_of(heap, f.node));
    }
    assert_int_equal(kept, KEPT);
    f.node = GC_EMPTY;
    gc_collect(heap, GC_FULL, "testing");
    assert_false(heap->figures.compacted); /* nothing was known to be free when marking began */
    gc__sweep_finish(heap);
}

static struct node *node_at(gc_heap *heap, gc_value all, uint32_t i)
{
    return as_node(gc_get(heap, &as_array(all)->items[i]));
}

static void check(gc_heap *heap, gc_value all)
{
    for (uint32_t i = 0; i < KEPT; i++) {
        assert_int_equal(node_at(heap, all, i)->tag, i);
        if (i != 0)
            assert_ptr_equal(as_node(gc_get(heap, &node_at(heap, all, i)->a)), node_at(heap, all, i - 1));
    }
}

static void check_shrunk(gc_heap *heap)
{
    struct gc_statistics s;

    gc_get_statistics(heap, &s);
    assert_true(heap->figures.compacted);
    assert_true(s.old_committed_bytes < s.old_used_bytes / 2 * 3 + 2 * GC__PAGE_BYTES);
    assert_int_equal(heap->compaction.count, 0);
    assert_true(heap->marker.slots.top == NULL);
}

/* Returns how many threads did it. */
static unsigned empty_pages(uint32_t helpers)
{
    unsigned threads;
    gc_heap *heap = sparse_heap((struct gc_config){.single_threaded = helpers == 0, .compact_helpers = helpers});
    {
        GC_FRAME(heap, f, all);

        build(heap, &f.all);
        gc_collect(heap, GC_FULL, "testing");
        check_shrunk(heap);
        threads = heap->figures.compactors;
        check(heap, f.all);
        gc__sweep_finish(heap);
        gc_collect(heap, GC_FULL, "testing");
        assert_true(!heap->figures.compacted || helpers != 0); /* nothing is left to gain [candidates.worth], but a page a helper */
        check(heap, f.all);
    }
    gc_heap_destroy(heap);
    return threads;
}

static void pages_mostly_free_are_emptied(void **state)
{
    assert_int_equal(empty_pages(0), 1);
}

static void helpers_empty_pages_too(void **state)
{
    with_helpers(empty_pages);
}

/* Weak cells, tables and roots that refer to nodes on candidates; the last two nodes of each kind die. */
struct weak_things {
    struct gc_root weak;
    gc_value cell, table;
};

static void make_weak(gc_heap *heap, gc_value all, struct weak_things *w, gc_value *cell, gc_value *table)
{
    assert_true(gc_alloc_old(heap, WEAK, sizeof(struct weak) + 4 * 100, cell));
    assert_true(gc_alloc_old(heap, TABLE, sizeof(struct table) + 8 * 100, table));
    for (uint32_t i = 0; i < 100; i++) {
        gc_slot node = gc_load(&as_array(all)->items[i * 7]);

        gc_write(heap, gc_to_cell(*cell), &((struct weak *)gc_to_cell(*cell))->targets[i], node);
        gc_write(heap, gc_to_cell(*table), &((struct table *)gc_to_cell(*table))->pairs[2 * i], node);
        gc_write(heap, gc_to_cell(*table), &((struct table *)gc_to_cell(*table))->pairs[2 * i + 1],
                 gc_load(&as_array(all)->items[i * 7 + 1]));
    }
    gc_root_add_weak(heap, &w->weak, gc_get(heap, &as_array(all)->items[3]));
}

static void check_weak(gc_heap *heap, gc_value all, struct weak_things *w, gc_value cell, gc_value table)
{
    for (uint32_t i = 0; i < 100; i++) {
        gc_slot node = gc_load(&as_array(all)->items[i * 7]);

        assert_int_equal(((struct weak *)gc_to_cell(cell))->targets[i].bits, node.bits);
        assert_int_equal(((struct table *)gc_to_cell(table))->pairs[2 * i].bits, node.bits);
        assert_int_equal(((struct table *)gc_to_cell(table))->pairs[2 * i + 1].bits,
                         as_array(all)->items[i * 7 + 1].bits);
    }
    assert_true(gc_same(w->weak.value, gc_get(heap, &as_array(all)->items[3])));
}

/* The program goes on while slots are recorded: stores, moves of slots, new cells, scavenges. */
static void change(gc_heap *heap, const gc_value *all, const gc_value *other, uint32_t step)
{
    GC_FRAME(heap, f, young);
    uint32_t at = step * 7919 % KEPT, from = step * 104729 % KEPT;

    assert_true(gc_alloc(heap, NODE, sizeof(struct node), &f.young));
    gc_init(heap, as_node(f.young), &as_node(f.young)->c, gc_load(&as_array(*all)->items[from]));
    gc_write(heap, node_at(heap, *all, at), &node_at(heap, *all, at)->b, gc_slot_of(heap, f.young));
    gc_write(heap, node_at(heap, *all, at), &node_at(heap, *all, at)->d, gc_load(&as_array(*all)->items[from]));
    gc_write(heap, as_array(*other), &as_array(*other)->items[at], gc_load(&as_array(*all)->items[at]));
    if (step % 1000 == 0)
        gc_copy_slots(heap, as_array(*other), as_array(*other)->items, as_array(*all)->items, KEPT / 2);
    if (step % 700 == 0)
        gc_collect(heap, GC_YOUNG, "testing");
}

static void check_changed(gc_heap *heap, gc_value all, uint32_t steps)
{
    for (uint32_t step = steps - 1000; step < steps; step++) {
        uint32_t at = step * 7919 % KEPT, from = step * 104729 % KEPT;
        struct node *node = node_at(heap, all, at);

        assert_ptr_equal(as_node(gc_get(heap, &node->d)), node_at(heap, all, from));
        assert_ptr_equal(as_node(gc_get(heap, &as_node(gc_get(heap, &node->b))->c)), node_at(heap, all, from));
    }
}

static void the_program_changes_cells_meanwhile(bool single_threaded, uint32_t helpers)
{
    enum { STEPS = 3000 };
    gc_heap *heap = sparse_heap((struct gc_config){.single_threaded = single_threaded, .compact_helpers = helpers});
    {
        GC_FRAME(heap, f, all, other, cell, table);
        struct weak_things w;

        build(heap, &f.all);
        assert_true(gc_alloc(heap, ARRAY, 8 + 4 * KEPT, &f.other));
        make_weak(heap, f.all, &w, &f.cell, &f.table);
        gc__marking_start(heap);
        assert_true(heap->compaction.count > 10);
        size_t closed = heap->old.free.bytes;
        assert_true(closed < 10 * GC__PAGE_BYTES);
        for (uint32_t step = 0; step < STEPS; step++) {
            change(heap, &f.all, &f.other, step);
            if (heap->fast.marking)
                gc__marking_step(heap, 0, 10);
        }
        assert_true(heap->fast.marking);
        gc__collect(heap, GC_FULL, "testing", "");
        check_shrunk(heap);
        check(heap, f.all);
        check_changed(heap, f.all, STEPS);
        check_weak(heap, f.all, &w, f.cell, f.table);
        gc_root_remove(heap, &w.weak);
    }
    gc_heap_destroy(heap);
}

static void slots_are_recorded_in_steps(void **state)
{
    the_program_changes_cells_meanwhile(true, 0);
}

static void slots_are_recorded_by_helpers(void **state)
{
    for (uint32_t round = 0; round < 6; round++)
        the_program_changes_cells_meanwhile(false, round % 3);
}

/* Pages beyond the budget stay as they are. */
static void the_budget_is_kept(void **state)
{
    gc_heap *heap = sparse_heap((struct gc_config){.single_threaded = true});
    {
        GC_FRAME(heap, f, all);

        build(heap, &f.all);
        heap->policy.evacuation_budget_ns = 1;
        gc_collect(heap, GC_FULL, "testing");
        assert_false(heap->figures.compacted);
        gc__sweep_finish(heap);
        heap->policy.evacuation_budget_ns = 1000000;
        heap->compaction.speed = 150 << 10;
        gc_collect(heap, GC_FULL, "testing");
        assert_true(heap->figures.compacted);
        assert_true(heap->figures.compacted_bytes <= 150 << 10);
        check(heap, f.all);
        gc__sweep_finish(heap);
        heap->policy.evacuation_budget_ns = LONG_NS;
        gc__marking_start(heap); /* slots take all of the budget */
        assert_true(heap->compaction.count != 0);
        heap->policy.evacuation_budget_ns = 1000;
        gc__collect(heap, GC_FULL, "testing", "");
        assert_false(heap->figures.compacted);
        check(heap, f.all);
    }
    gc_heap_destroy(heap);
}

/* Where moving takes longer than was expected, pages that nobody began stay, and go the next time. */
static void pages_that_there_is_no_time_for_stay(void **state)
{
    for (uint32_t helpers = 0; helpers <= 2; helpers++) {
        gc_heap *heap = sparse_heap((struct gc_config){.single_threaded = helpers == 0, .compact_helpers = helpers});
        {
            GC_FRAME(heap, f, all);

            build(heap, &f.all);
            uint32_t before = heap->old.pages.count, left = before;
            for (int round = 0; round < 4; round++) {
                gc__sweep_finish(heap);
                heap->compaction.speed = 1e9; /* all of it is thought to fit into what is one page's time */
                heap->policy.evacuation_budget_ns = LONG_NS;
                gc__marking_start(heap);
                heap->policy.evacuation_budget_ns = 500000;
                while (heap->marking.phase == GC__MARKING_FIRST)
                    gc__marking_step(heap, 1000000, 0);
                gc__collect(heap, GC_FULL, "testing", "");
                left = heap->old.to_sweep + heap->old.pages.count;
                check(heap, f.all);
            }
            assert_true(left < before);
        }
        gc_heap_destroy(heap);
    }
}

/* [candidates.dropped]: no room for recorded slots. */
static void pages_without_room_for_slots_are_dropped(void **state)
{
    gc_heap *heap = sparse_heap((struct gc_config){.worklist_segments = 3});
    {
        GC_FRAME(heap, f, all);

        build(heap, &f.all);
        gc_collect(heap, GC_FULL, "testing");
        check(heap, f.all);
        gc__sweep_finish(heap);
        assert_true(gc_verify(heap, "in the test"));
    }
    gc_heap_destroy(heap);
}

static void a_marking_given_up_opens_the_pages_again(void **state)
{
    gc_heap *heap = sparse_heap((struct gc_config){.single_threaded = true});
    {
        GC_FRAME(heap, f, all, node);

        build(heap, &f.all);
        gc__old_close_area(heap);
        size_t before = heap->old.free.bytes;
        gc__marking_start(heap);
        assert_true(heap->old.free.bytes < before / 2);
        for (int i = 0; i < 100; i++)
            assert_true(gc_alloc_old(heap, NODE, sizeof(struct node), &f.node));
        gc__marking_abort(heap);
        gc__old_close_area(heap);
        assert_true(heap->old.free.bytes > before / 10 * 9);
        assert_true(gc_verify(heap, "in the test"));
        gc_collect(heap, GC_FULL, "testing");
        check(heap, f.all);
    }
    gc_heap_destroy(heap);
}

/*
 * [compact.recorded]: a large array dies with recorded slots in it, and cells are moved to where it was, whose raw
 * words look like references to cells that moved.
 */
static void let_slots_of_dead_cells_be(uint32_t helpers)
{
    gc_heap *heap = sparse_heap((struct gc_config){.single_threaded = helpers == 0, .compact_helpers = helpers,
                                                   .no_concurrent_marking = true, .no_concurrent_sweeping = true,
                                                   .max_old_bytes = 1u << 30});
    {
        enum { ITEMS = 400000 };
        GC_FRAME(heap, f, all, large);

        build(heap, &f.all);
        assert_true(gc_alloc_old(heap, ARRAY, 8 + 4 * ITEMS, &f.large));
        struct array *large = as_array(f.large);
        uint32_t page = gc__page_of(heap, large);
        f.large = GC_EMPTY; /* nothing collects from here on */
        for (uint32_t i = 0; i < KEPT; i++) {
            uint64_t bits = as_array(f.all)->items[i].bits;
            node_at(heap, f.all, i)->tag = bits << 32 | bits;
        }
        gc__marking_start(heap);
        heap->config.compact_always = true; /* recorded slots of a page are not bounded */
        for (uint32_t i = 0; i < ITEMS; i++)
            gc_write(heap, large, &large->items[i], gc_load(&as_array(f.all)->items[i % KEPT]));
        uint64_t *tags = calloc(KEPT, sizeof *tags);
        assert_non_null(tags);
        for (uint32_t i = 0; i < KEPT; i++)
            tags[i] = node_at(heap, f.all, i)->tag;
        gc__collect(heap, GC_FULL, "testing", "");
        check_shrunk(heap);
        assert_true(heap->pages[page].space != GC__SPACE_LARGE);
        bool reused = false;
        for (uint32_t i = 0; i < KEPT; i++) {
            uint32_t at = gc__page_of(heap, node_at(heap, f.all, i));
            reused |= at >= page && at < page + (8 + 4 * ITEMS) / GC__PAGE_BYTES;
            assert_true(node_at(heap, f.all, i)->tag == tags[i]);
        }
        assert_true(reused);
        free(tags);
    }
    gc_heap_destroy(heap);
}

static void slots_of_dead_cells_are_let_be(void **state)
{
    let_slots_of_dead_cells_be(0);
    let_slots_of_dead_cells_be(2);
}

static void compaction_can_be_forbidden_and_forced(void **state)
{
    gc_heap *heap = sparse_heap((struct gc_config){.no_compact = true});
    {
        GC_FRAME(heap, f, all);

        build(heap, &f.all);
        gc_collect(heap, GC_FULL, "testing");
        assert_false(heap->figures.compacted);
        gc_collect(heap, GC_REDUCE, "testing");
        assert_false(heap->figures.compacted);
        check(heap, f.all);
        heap->config.no_compact = false;
        heap->config.compact_always = true;
        for (int round = 0; round < 3; round++) {
            void *before = node_at(heap, f.all, 5);
            gc_collect(heap, GC_FULL, "testing");
            check_shrunk(heap);
            assert_ptr_not_equal(node_at(heap, f.all, 5), before);
            check(heap, f.all);
        }
    }
    gc_heap_destroy(heap);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pages_mostly_free_are_emptied),
        cmocka_unit_test(helpers_empty_pages_too),
        cmocka_unit_test(slots_are_recorded_in_steps),
        cmocka_unit_test(slots_are_recorded_by_helpers),
        cmocka_unit_test(the_budget_is_kept),
        cmocka_unit_test(pages_that_there_is_no_time_for_stay),
        cmocka_unit_test(pages_without_room_for_slots_are_dropped),
        cmocka_unit_test(a_marking_given_up_opens_the_pages_again),
        cmocka_unit_test(slots_of_dead_cells_are_let_be),
        cmocka_unit_test(compaction_can_be_forbidden_and_forced),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
