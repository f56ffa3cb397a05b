/* incremental_test.c: marking in steps beside the program: barrier, promotion, young cells, pauses, ends. */
#include "test.h"
#include "internal.h"

static gc_heap *make_heap(void)
{
    return test_heap_with((struct gc_config){.verify = true, .single_threaded = true, .max_old_bytes = 256u << 20});
}

static size_t used(gc_heap *heap)
{
    struct gc_statistics s;

    gc_get_statistics(heap, &s);
    return s.heap_used_bytes;
}

static void new_array(gc_heap *heap, uint32_t count, gc_value *out)
{
    assert_true(gc_alloc(heap, ARRAY, 8 + 4 * (size_t)count, out));
}

static void set_item(gc_heap *heap, gc_value array, uint32_t i, gc_value item)
{
    gc_write(heap, as_array(array), &as_array(array)->items[i], gc_slot_of(heap, item));
}

static gc_value item_of(gc_heap *heap, gc_value array, uint32_t i)
{
    return gc_get(heap, &as_array(array)->items[i]);
}

/* An old array of old nodes, tagged by index. */
static void build(gc_heap *heap, uint32_t count, gc_value *array)
{
    GC_FRAME(heap, f, array, node);

    new_array(heap, count, &f.array);
    for (uint32_t i = 0; i < count; i++) {
        assert_true(gc_alloc(heap, NODE, sizeof(struct node), &f.node));
        as_node(f.node)->tag = i;
        set_item(heap, f.array, i, f.node);
    }
    gc_collect(heap, GC_FULL, "testing");
    *array = f.array;
}

static bool is_marked(gc_heap *heap, gc_value cell)
{
    return gc__is_marked(heap, gc__granule_of(heap, gc_to_cell(cell)));
}

static void finish(gc_heap *heap)
{
    gc__collect(heap, GC_FULL, "testing", "");
    assert_int_equal(heap->fast.marking, 0);
}

/* [mark.insertion]: the only reference to an unmarked cell moves into a cell that was scanned. */
static void stored_cell_is_marked(void **state)
{
    gc_heap *heap = make_heap();
    {
        GC_FRAME(heap, f, black, all);

        build(heap, 2, &f.black);
        build(heap, 5000, &f.all);
        gc_value white = item_of(heap, f.all, 77);
        f.all = GC_EMPTY;
        gc__marking_start(heap);
        while (heap->marking.phase == GC__MARKING_FIRST)
            gc__marking_step(heap, 0, 100);
        assert_true(is_marked(heap, f.black));
        assert_false(is_marked(heap, white));
        set_item(heap, f.black, 0, white);
        assert_true(is_marked(heap, white));
        assert_true(gc_alloc_old(heap, NODE, sizeof(struct node), &f.all));
        assert_true(is_marked(heap, f.all)); /* [mark.black-new] */
        as_node(f.all)->tag = 78;
        set_item(heap, f.black, 1, f.all);
        f.all = GC_EMPTY;
        finish(heap);
        assert_int_equal(as_node(item_of(heap, f.black, 0))->tag, 77);
        assert_int_equal(as_node(item_of(heap, f.black, 1))->tag, 78);
    }
    gc_heap_destroy(heap);
}

/* [mark.insertion]: what a young cell refers to is not kept for its sake if it dies young. */
static void dead_young_cell_keeps_nothing(void **state)
{
    gc_heap *heap = make_heap();
    {
        GC_FRAME(heap, f, kept, dropped, young);

        build(heap, 1000, &f.kept);
        size_t kept = used(heap);
        build(heap, 1000, &f.dropped);
        new_array(heap, 1000, &f.young);
        gc_value dropped = f.dropped; /* old: it stays where it is */
        f.dropped = GC_EMPTY;
        gc__marking_start(heap);
        for (uint32_t i = 0; i < 1000; i++)
            set_item(heap, f.young, i, item_of(heap, dropped, i));
        assert_false(is_marked(heap, item_of(heap, f.young, 77)));
        set_item(heap, f.kept, 0, item_of(heap, f.young, 77));
        assert_true(is_marked(heap, item_of(heap, f.kept, 0)));
        f.young = GC_EMPTY;
        finish(heap);
        assert_int_equal(as_node(item_of(heap, f.kept, 0))->tag, 77);
        assert_in_range(used(heap), kept, kept + 1000 * sizeof(struct node) / 2);
    }
    gc_heap_destroy(heap);
}

/* [mark.insertion]: an array is shifted while it is half scanned. */
static void shifted_array_loses_nothing(void **state)
{
    enum { COUNT = 40000 };
    gc_heap *heap = make_heap();
    {
        GC_FRAME(heap, f, all);

        build(heap, COUNT, &f.all);
        gc__marking_start(heap);
        for (unsigned shifts = 1; heap->marking.phase == GC__MARKING_FIRST; shifts++) {
            gc__marking_step(heap, 0, 200);
            struct array *array = as_array(f.all);
            gc_move_slots(heap, array, array->items, array->items + 1, COUNT - 1);
            gc_write_immediate(&array->items[COUNT - 1], gc_slot_from_int(0));
            assert_int_equal(as_node(item_of(heap, f.all, 0))->tag, shifts);
        }
        uint64_t first = as_node(item_of(heap, f.all, 0))->tag;
        finish(heap);
        assert_true(gc_verify(heap, "after marking"));
        for (uint32_t i = 0; i < COUNT - first; i++)
            assert_int_equal(as_node(item_of(heap, f.all, i))->tag, first + i);
    }
    gc_heap_destroy(heap);
}

/* [mark.promoted] [mark.young-bits]: what an unmarked old cell holds comes back by a young one. */
static void promoted_cell_is_scanned(void **state)
{
    gc_heap *heap = make_heap();
    {
        GC_FRAME(heap, f, all, young, large);

        build(heap, 5000, &f.all);
        gc__marking_start(heap);
        new_array(heap, 2, &f.young);
        new_array(heap, 50000, &f.large);
        assert_true(is_marked(heap, f.young) && is_marked(heap, f.large));
        gc_init(heap, as_array(f.young), &as_array(f.young)->items[0],
                gc_slot_of(heap, item_of(heap, f.all, 7)));
        set_item(heap, f.large, 49999, item_of(heap, f.all, 8));
        f.all = GC_EMPTY;
        gc_collect(heap, GC_YOUNG, "testing");
        gc_collect(heap, GC_YOUNG, "testing");
        assert_int_equal(gc_cell_page_class(heap, gc_to_cell(f.young)), GC_PAGE_OLD);
        assert_int_equal(gc_cell_page_class(heap, gc_to_cell(f.large)), GC_PAGE_LARGE);
        assert_true(is_marked(heap, f.young) && is_marked(heap, f.large));
        finish(heap);
        assert_int_equal(as_node(item_of(heap, f.young, 0))->tag, 7);
        assert_int_equal(as_node(item_of(heap, f.large, 49999))->tag, 8);
    }
    gc_heap_destroy(heap);
}

/* Weak slots and pairs are settled by the final pause, as they are then. */
static void weak_slots_are_settled_at_the_end(void **state)
{
    gc_heap *heap = make_heap();
    {
        GC_FRAME(heap, f, weak, table, kept, key);

        assert_true(gc_alloc(heap, WEAK, sizeof(struct weak) + 8, &f.weak));
        assert_true(gc_alloc(heap, TABLE, 8 + 4 * 4, &f.table));
        build(heap, 4, &f.kept);
        build(heap, 1, &f.key);
        gc__marking_start(heap);
        while (heap->marking.phase == GC__MARKING_FIRST)
            gc__marking_step(heap, 0, 100);
        struct weak *weak = gc_to_cell(f.weak);
        struct table *table = gc_to_cell(f.table);
        assert_true(is_marked(heap, f.weak) && is_marked(heap, f.table));
        /* Stored before the listed cells are settled; targets were never reached otherwise. */
        weak->targets[0].bits = gc_slot_of(heap, item_of(heap, f.kept, 0)).bits;
        table->pairs[0].bits = gc_slot_of(heap, f.key).bits;
        table->pairs[1].bits = gc_slot_of(heap, item_of(heap, f.key, 0)).bits;
        finish(heap);
        weak = gc_to_cell(f.weak);
        table = gc_to_cell(f.table);
        assert_true(gc_same(gc_get(heap, &weak->targets[0]), item_of(heap, f.kept, 0)));
        assert_true(gc_same(gc_get(heap, &table->pairs[1]), item_of(heap, f.key, 0)));
        f.kept = f.key = GC_EMPTY;
        gc_collect(heap, GC_FULL, "testing");
        weak = gc_to_cell(f.weak);
        table = gc_to_cell(f.table);
        assert_true(gc_slot_same(weak->targets[0], GC_SLOT_EMPTY));
        assert_true(gc_slot_same(table->pairs[1], GC_SLOT_EMPTY));
    }
    gc_heap_destroy(heap);
}

/* A collection that a client asks for leaves no garbage, and figures stay exact whatever happened before. */
static void asked_for_collection_is_exact(void **state)
{
    gc_heap *heap = make_heap();
    {
        GC_FRAME(heap, f, all, dropped);

        build(heap, 1000, &f.all);
        size_t all = used(heap);
        build(heap, 3000, &f.dropped);
        gc__marking_start(heap);
        while (heap->marking.phase == GC__MARKING_FIRST)
            gc__marking_step(heap, 0, 100);
        f.dropped = GC_EMPTY;
        finish(heap);
        assert_true(used(heap) > all); /* died after it was marked */
        gc__marking_start(heap);
        gc__marking_step(heap, 0, 10);
        gc_collect(heap, GC_FULL, "testing");
        assert_int_equal(used(heap), all);
        gc__marking_start(heap);
        gc__marking_step(heap, 0, 10);
        gc__collect_compact(heap, "testing");
        assert_int_equal(heap->fast.marking, 0);
        assert_int_equal(used(heap), all);
        assert_int_equal(heap->statistics.marking_aborts, 2);
    }
    gc_heap_destroy(heap);
}

/* Where there is no room to promote, marking is given up and young pages become old as they are. */
static void no_room_for_promotion(void **state)
{
    gc_heap *heap = make_heap();
    {
        GC_FRAME(heap, f, all, young);

        build(heap, 1000, &f.all);
        new_array(heap, 1, &f.young);
        set_item(heap, f.young, 0, item_of(heap, f.all, 5));
        gc__marking_start(heap);
        gc__marking_step(heap, 0, 10);
        uint32_t free_pages = heap->free_pages;
        heap->free_pages = 3;
        gc__collect(heap, GC_FULL, "testing", "");
        heap->free_pages += free_pages - 3;
        assert_true(heap->figures.in_place);
        assert_int_equal(as_node(item_of(heap, f.young, 0))->tag, 5);
    }
    gc_heap_destroy(heap);
}

/* What the program allocates drives marking to its end; no pause grows with the heap. */
static void allocation_drives_marking(void **state)
{
    gc_heap *heap = test_heap_with((struct gc_config){.single_threaded = true, .max_old_bytes = 512u << 20});
    struct gc_statistics s;
    {
        GC_FRAME(heap, f, list, cell);

        build(heap, 400000, &f.list);
        for (int i = 0; i < 3000000; i++) {
            assert_true(gc_alloc(heap, NODE, sizeof(struct node), &f.cell));
            if (i % 4 == 0)
                set_item(heap, f.list, (uint32_t)i * 7 % 400000, f.cell);
        }
        gc_get_statistics(heap, &s);
        assert_true(s.full_collections >= 2);
        assert_true(s.marking_steps >= 10 && s.marking_ns > 0);
        assert_true(heap->marking.speed > 0);
    }
    gc_heap_destroy(heap);
}

/* With marking in one pause, as flags may ask for, there is no step. */
static void flag_turns_steps_off(void **state)
{
    gc_heap *heap = test_heap_with(
        (struct gc_config){.no_incremental_marking = true, .max_old_bytes = 512u << 20});
    struct gc_statistics s;
    {
        GC_FRAME(heap, f, list, cell);

        build(heap, 100000, &f.list);
        gc_get_statistics(heap, &s);
        for (int i = 0; s.full_collections < 2 && i < 20000000; i++) {
            assert_true(gc_alloc(heap, NODE, sizeof(struct node), &f.cell));
            if (i % 4 == 0)
                set_item(heap, f.list, (uint32_t)i / 4 * 7 % 100000, f.cell);
            if (i % 1000 == 0)
                gc_get_statistics(heap, &s);
        }
        assert_true(s.full_collections >= 2);
        assert_int_equal(s.marking_steps, 0);
    }
    gc_heap_destroy(heap);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(stored_cell_is_marked),
        cmocka_unit_test(dead_young_cell_keeps_nothing),
        cmocka_unit_test(shifted_array_loses_nothing),
        cmocka_unit_test(promoted_cell_is_scanned),
        cmocka_unit_test(weak_slots_are_settled_at_the_end),
        cmocka_unit_test(asked_for_collection_is_exact),
        cmocka_unit_test(no_room_for_promotion),
        cmocka_unit_test(allocation_drives_marking),
        cmocka_unit_test(flag_turns_steps_off),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
