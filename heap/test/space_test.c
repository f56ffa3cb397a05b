/* space_test.c: the nursery's and the old space's areas, cells of every size, nursery sizing. */
#include "test.h"
#include "internal.h"

static void cells_of_every_size_are_zeroed_and_verified(void **state)
{
    gc_heap *heap = test_heap();
    {
        GC_FRAME(heap, f, young, old);

        for (size_t bytes = 8; bytes < 600000; bytes = bytes * 5 / 4 + 8) {
            bool large = gc_round_up(bytes) > GC_LARGE_BYTES;

            assert_true(gc_alloc(heap, BLOB, bytes, &f.young));
            assert_int_equal(gc_cell_page_class(heap, gc_to_cell(f.young)),
                             large ? GC_PAGE_YOUNG_LARGE : GC_PAGE_YOUNG);
            assert_true(gc_alloc_old(heap, BLOB, bytes, &f.old));
            assert_int_equal(gc_cell_page_class(heap, gc_to_cell(f.old)),
                             large ? GC_PAGE_LARGE : GC_PAGE_OLD);
            gc_value cells[] = {f.young, f.old};
            for (int i = 0; i < 2; i++) {
                const uint32_t *words = gc_to_cell(cells[i]);
                assert_int_equal(gc_cell_bytes(heap, words), gc_round_up(bytes));
                assert_int_equal(gc_kind_of(words), BLOB);
                for (size_t word = 1; word < gc_round_up(bytes) / 4; word++)
                    assert_int_equal(words[word], 0);
                for (size_t word = 1; word < gc_round_up(bytes) / 4; word++)
                    ((uint32_t *)gc_to_cell(cells[i]))[word] = 0xFFFFFFFF;
            }
        }
        gc_collect(heap, GC_FULL, "testing");
    }
    gc_heap_destroy(heap);
}

/* [old.area]: a walk while the area is open, and after it was closed. */
static void open_area_is_skipped_by_walkers(void **state)
{
    gc_heap *heap = test_heap();
    {
        GC_FRAME(heap, f, cell);

        for (int i = 0; i < 20; i++) {
            assert_true(gc_alloc_old(heap, NODE, sizeof(struct node), &f.cell));
            assert_true(heap->old.top < heap->old.limit);
            assert_true(gc_verify(heap, "area open"));
            if (i % 5 == 0) {
                gc__old_close_area(heap);
                assert_true(gc_verify(heap, "area closed"));
            }
        }
    }
    gc_heap_destroy(heap);
}

/* [scavenge.quarter]: the nursery grows while much survives, if pauses may be long, and shrinks when nothing does. */
static void nursery_follows_what_survives(void **state)
{
    gc_heap *heap = test_heap_with((struct gc_config){
        .max_old_bytes = 512u << 20, .max_semi_space_bytes = 16u << 20, .pause_target_us = 10000000});
    {
        GC_FRAME(heap, f, list, cell);

        for (int i = 0; i < 1200000; i++) { /* all survive: 4 MiB, or an eighth of the old generation */
            assert_true(gc_alloc(heap, ARRAY, 40, &f.cell));
            gc_init(heap, as_array(f.cell), &as_array(f.cell)->items[0], gc_slot_of(heap, f.list));
            f.list = f.cell;
            assert_in_range(heap->young.capacity * GC__PAGE_BYTES, GC__MB,
                            gc__old_total(heap) < 32 * GC__MB ? 4 * GC__MB : gc__old_total(heap) / 8 + GC__PAGE_BYTES);
        }
        assert_true(heap->young.capacity * GC__PAGE_BYTES > 4 * GC__MB);
        for (int i = 0; i < 4000000; i++) { /* a fifth does: an eighth of the old generation */
            assert_true(gc_alloc(heap, ARRAY, 40, &f.cell));
            if (i % 5 != 0)
                continue;
            gc_init(heap, as_array(f.cell), &as_array(f.cell)->items[0], gc_slot_of(heap, f.list));
            f.list = f.cell;
            assert_true(heap->young.capacity * GC__PAGE_BYTES <= gc__old_total(heap) / 8 + GC__PAGE_BYTES);
        }
        assert_true(heap->young.capacity * GC__PAGE_BYTES > 4 * GC__MB);
        for (int i = 0; i < 16000000; i++) /* nothing does */
            assert_true(gc_alloc(heap, ARRAY, 40, &f.cell));
        assert_int_equal(heap->young.capacity * GC__PAGE_BYTES, GC__MB);
    }
    gc_heap_destroy(heap);
}

static uint32_t next_random(uint32_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 17;
    *state ^= *state << 5;
    return *state;
}

/*
 * What a table refers to is promoted while its recorded slots are gone through, when nothing can be swept:
 * it takes what was swept before, not ever new pages.
 */
static void promotion_from_a_table_uses_what_was_swept(void **state)
{
    enum { COUNT = 8000, BYTES = 1000 };
    gc_heap *heap = test_heap_with((struct gc_config){.no_incremental_marking = true, /* when it ends depends on the clock */
                                                      .max_old_bytes = 256u << 20});
    struct gc_statistics s;
    uint32_t random = 1;
    size_t peak = 0;
    {
        GC_FRAME(heap, f, table, cell);

        assert_true(gc_alloc(heap, ARRAY, 8 + 4 * COUNT, &f.table));
        for (uint32_t i = 0; i < 30 * COUNT; i++) {
            assert_true(gc_alloc(heap, BLOB, BYTES, &f.cell));
            gc_write(heap, as_array(f.table), &as_array(f.table)->items[next_random(&random) % COUNT],
                     gc_slot_of(heap, f.cell));
            gc_get_statistics(heap, &s);
            if (s.old_committed_bytes > peak)
                peak = s.old_committed_bytes;
        }
        assert_true(s.full_collections > 4);
        assert_true(peak < 3 * (size_t)COUNT * BYTES);
    }
    gc_heap_destroy(heap);
}

/* Large cells count against the nursery: dead ones are found by scavenges, not by full collections. */
static void dead_large_cells_do_not_pile_up(void **state)
{
    gc_heap *heap = test_heap_with((struct gc_config){.max_old_bytes = 64u << 20});
    struct gc_statistics s;
    gc_value cell;

    for (int i = 0; i < 500; i++) {
        assert_true(gc_alloc(heap, ARRAY, 400000, &cell));
        gc_get_statistics(heap, &s);
        assert_true(s.heap_total_bytes < 4u << 20);
    }
    assert_int_equal(s.full_collections, 0);
    gc_heap_destroy(heap);
}

/* [large.relabel] and back: all of a large cell's pages are free again after it died. */
static void large_cells_give_all_their_pages_back(void **state)
{
    gc_heap *heap = test_heap_with((struct gc_config){.max_old_bytes = 64u << 20, .verify = true});
    uint32_t free_pages = heap->free_pages;
    {
        GC_FRAME(heap, f, cell);

        for (size_t bytes = 200000; bytes < 20u << 20; bytes *= 3) {
            assert_true(gc_alloc(heap, ARRAY, bytes, &f.cell));
            gc_collect(heap, GC_YOUNG, "testing");
            assert_int_equal(gc_cell_page_class(heap, gc_to_cell(f.cell)), GC_PAGE_LARGE);
        }
        f.cell = GC_EMPTY;
        gc_collect(heap, GC_FULL, "testing");
    }
    assert_int_equal(heap->free_pages, free_pages);
    assert_int_equal(heap->old.large.count, 0);
    gc_heap_destroy(heap);
}

/* Whether the system makes memory present when asked: old kernels do not, nor do emulators. */
static bool can_populate(void)
{
    enum { BYTES = 1 << 20 };
    void *memory = gc__os_reserve(BYTES);
    size_t resident = 0;

    assert_non_null(memory);
    if (gc__os_populate(memory, BYTES))
        gc__os_resident(memory, BYTES, 1, &resident);
    gc__os_release(memory, BYTES);
    return resident == BYTES;
}

/* What a growing heap will take next is in memory before it does: the next collections' promotions fault no page in. */
static void memory_is_fetched_ahead(void **state)
{
    enum { LIST = 700000 };
    gc_heap *heap = test_heap_with((struct gc_config){.max_old_bytes = 256u << 20});
    size_t resident[GC__HUGE_PAGES];
    unsigned fetched = 0;
    {
        GC_FRAME(heap, f, list, cell);
        uint32_t group = 0;

        for (uint32_t i = 0; i < LIST; i++) {
            assert_true(gc_alloc(heap, NODE, sizeof(struct node), &f.cell));
            gc_init(heap, as_node(f.cell), &as_node(f.cell)->a, gc_slot_of(heap, f.list));
            f.list = f.cell;
            if (heap->fetch.group == group)
                continue;
            group = heap->fetch.group;
            while (!gc__helpers_idle(&heap->fetch.job))
                gc__os_yield();
            gc__os_resident((void *)gc__page_start(heap, group * GC__HUGE_PAGES), GC__PAGE_BYTES, GC__HUGE_PAGES, resident);
            fetched += resident[GC__HUGE_PAGES - 1] == GC__PAGE_BYTES;
        }
    }
    if (gc__helpers_count() != 0 && can_populate())
        assert_true(fetched != 0);
    gc_heap_destroy(heap);
}

/* The hook's end of slots holds: what lies behind is raw. */
static void hook_bounds_the_slots(void **state)
{
    gc_heap *heap = test_heap();
    {
        GC_FRAME(heap, f, cell, item);

        assert_true(gc_alloc(heap, HOOKED, 40, &f.cell));
        as_array(f.cell)->count = 3; /* fixed before anything refers to the cell [layout.fixed] */
        assert_true(gc_alloc(heap, NODE, sizeof(struct node), &f.item));
        gc_write(heap, as_array(f.cell), &as_array(f.cell)->items[2], gc_slot_of(heap, f.item));
        uint64_t before = f.item.bits;
        as_array(f.cell)->items[3] = gc_slot_of(heap, f.item); /* raw bytes that look like a slot */
        gc_collect(heap, GC_YOUNG, "testing");
        assert_true(gc_same(gc_get(heap, &as_array(f.cell)->items[2]), f.item));
        assert_true(gc_decode(heap, as_array(f.cell)->items[3]).bits == before);
    }
    gc_heap_destroy(heap);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cells_of_every_size_are_zeroed_and_verified),
        cmocka_unit_test(open_area_is_skipped_by_walkers),
        cmocka_unit_test(nursery_follows_what_survives),
        cmocka_unit_test(promotion_from_a_table_uses_what_was_swept),
        cmocka_unit_test(dead_large_cells_do_not_pile_up),
        cmocka_unit_test(large_cells_give_all_their_pages_back),
        cmocka_unit_test(memory_is_fetched_ahead),
        cmocka_unit_test(hook_bounds_the_slots),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
