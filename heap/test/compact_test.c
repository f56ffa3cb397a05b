/* compact_test.c: sparse pages are emptied: contents, references, figures, and what happens without room. */
#include "test.h"
#include "internal.h"

enum { COUNT = 200000 };

static void set_item(gc_heap *heap, gc_value array, uint32_t i, gc_value item)
{
    gc_write(heap, as_array(array), &as_array(array)->items[i], gc_slot_of(heap, item));
}

static gc_value item_of(gc_heap *heap, gc_value array, uint32_t i)
{
    return gc_get(heap, &as_array(array)->items[i]);
}

/* Numbered nodes, each referring to the one before it. */
static void build(gc_heap *heap, gc_value *all)
{
    GC_FRAME(heap, f, node);

    assert_true(gc_alloc(heap, ARRAY, 8 + 4 * COUNT, all));
    for (uint32_t i = 0; i < COUNT; i++) {
        assert_true(gc_alloc(heap, NODE, sizeof(struct node), &f.node));
        as_node(f.node)->tag = i;
        set_item(heap, *all, i, f.node);
    }
}

/* Keeps every tenth node, more or less; each kept one refers to the kept one before it. */
static uint32_t drop_most(gc_heap *heap, gc_value all)
{
    uint64_t state = 12345;
    uint32_t kept = 0, last = 0;

    for (uint32_t i = 0; i < COUNT; i++) {
        state = state * UINT64_C(6364136223846793005) + 1442695040888963407u;
        if ((state >> 33) % 10 != 0) {
            set_item(heap, all, i, GC_EMPTY);
            continue;
        }
        struct node *node = as_node(item_of(heap, all, i));
        if (kept++ != 0)
            gc_write(heap, node, &node->a, gc_slot_of(heap, item_of(heap, all, last)));
        last = i;
    }
    return kept;
}

static void check(gc_heap *heap, gc_value all, uint32_t kept)
{
    gc_value last = GC_EMPTY;
    uint32_t found = 0;

    for (uint32_t i = 0; i < COUNT; i++) {
        gc_value item = item_of(heap, all, i);

        if (!gc_is_cell(item))
            continue;
        assert_int_equal(as_node(item)->tag, i);
        if (found++ != 0)
            assert_true(gc_same(gc_get(heap, &as_node(item)->a), last));
        last = item;
    }
    assert_int_equal(found, kept);
}

static void a_heap_mostly_dropped_shrinks(void **state)
{
    gc_heap *heap = test_heap_with((struct gc_config){.verify = true, .max_old_bytes = 64u << 20});
    struct gc_statistics before, after;
    struct gc_root weak;
    (void)state;
    {
        GC_FRAME(heap, f, all);

        build(heap, &f.all);
        uint32_t kept = drop_most(heap, f.all);
        gc_collect(heap, GC_FULL, "testing");
        for (uint32_t i = 0; i < COUNT; i++)
            if (gc_is_cell(item_of(heap, f.all, i))) {
                gc_root_add_weak(heap, &weak, item_of(heap, f.all, i));
                break;
            }
        gc_get_statistics(heap, &before);
        assert_true(before.old_committed_bytes > 4 * before.old_used_bytes);
        gc_collect(heap, GC_REDUCE, "testing");
        gc_get_statistics(heap, &after);
        assert_int_equal(after.old_used_bytes, before.old_used_bytes);
        assert_true(after.old_committed_bytes < after.old_used_bytes / 10 * 11 + 2 * GC__PAGE_BYTES);
        assert_true(heap->figures.compacted);
        assert_true(heap->figures.compacted_bytes <= after.old_used_bytes);
        check(heap, f.all, kept);
        assert_true(gc_same(weak.value, item_of(heap, f.all, (uint32_t)as_node(weak.value)->tag)));
        gc_collect(heap, GC_REDUCE, "testing"); /* nothing is left to gain [compact.worth] */
        assert_false(heap->figures.compacted);
        check(heap, f.all, kept);
        gc_root_remove(heap, &weak);
    }
    gc_heap_destroy(heap);
}

/* [compact.abort]: with free pages for a part only, the rest stays where it is and everything is intact. */
static void without_room_the_rest_stays(void **state)
{
    gc_heap *heap = test_heap_with((struct gc_config){.verify = true, .max_old_bytes = 64u << 20});
    uint32_t taken[4096], count = 0;
    (void)state;
    {
        GC_FRAME(heap, f, all);

        build(heap, &f.all);
        uint32_t kept = drop_most(heap, f.all);
        gc_collect(heap, GC_FULL, "testing");
        gc__old_close_area(heap);
        gc__sweep_pause(heap);
        gc__sweep_abandon(heap);
        gc__mark_begin(heap);
        gc__mark_finish(heap);
        gc__clear_weak(&heap->marker);
        heap->old.used_bytes = heap->marker.live_bytes;
        gc__sweep_begin(heap);
        while (heap->free_pages > 1)
            taken[count++] = gc__page_take(heap, GC__SPACE_READ_ONLY, GC_PAGE_READ_ONLY);
        heap->config.stress_interval = 1; /* does not ask whether there is room */
        assert_true(gc__compact(heap, true) != 0);
        heap->config.stress_interval = 0;
        assert_true(heap->quarantine.count > 5); /* some pages were emptied */
        assert_true(heap->old.unswept.count > 5); /* others were not */
        while (count != 0)
            gc__page_give(heap, taken[--count], 0);
        assert_true(gc_verify(heap, "after compaction"));
        check(heap, f.all, kept);
        gc_collect(heap, GC_FULL, "testing");
        check(heap, f.all, kept);
    }
    gc_heap_destroy(heap);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_heap_mostly_dropped_shrinks),
        cmocka_unit_test(without_room_the_rest_stays),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
