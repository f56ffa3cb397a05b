/* pretenure_test.c: cells made old between gc_pretenure_begin and gc_pretenure_end. */
#include "test.h"
#include "internal.h"

static gc_heap *make_heap(size_t max_old_bytes)
{
    return test_heap_with((struct gc_config){.verify = max_old_bytes > 8u << 20, .single_threaded = true, .max_old_bytes = max_old_bytes});
}

static void new_old_node(gc_heap *heap, gc_value *out)
{
    gc_pretenure_begin(heap);
    assert_true(gc_alloc(heap, NODE, sizeof(struct node), out));
    gc_pretenure_end(heap);
}

static bool is_young(gc_heap *heap, gc_value v)
{
    return gc__cell_is_young(heap, gc_to_cell(v));
}

static void cells_are_old_within_the_bracket_only(void **state)
{
    gc_heap *heap = make_heap(64u << 20);
    {
        GC_FRAME(heap, f, old, young);

        for (int i = 0; i < 3000; i++) {
            new_old_node(heap, &f.old);
            assert_false(is_young(heap, f.old));
            assert_int_equal(as_node(f.old)->e.bits, 0);
            assert_true(gc_alloc(heap, NODE, sizeof(struct node), &f.young));
            assert_true(is_young(heap, f.young));
        }
        assert_true(gc_verify(heap, "test"));
    }
    gc_heap_destroy(heap);
}

/* A young cell that only a pretenured one refers to survives [barrier.record]. */
static void references_to_young_cells_are_recorded(void **state)
{
    gc_heap *heap = make_heap(64u << 20);
    {
        GC_FRAME(heap, f, old, young);

        new_old_node(heap, &f.old);
        assert_true(gc_alloc(heap, NODE, sizeof(struct node), &f.young));
        as_node(f.young)->tag = 7;
        gc_init(heap, as_node(f.old), &as_node(f.old)->a, gc_slot_of(heap, f.young));
        f.young = GC_EMPTY;
        gc_collect(heap, GC_YOUNG, "test");
        gc_collect(heap, GC_YOUNG, "test");
        assert_int_equal(as_node(gc_get(heap, &as_node(f.old)->a))->tag, 7);
    }
    gc_heap_destroy(heap);
}

static void reservations_are_old_too(void **state)
{
    gc_heap *heap = make_heap(64u << 20);
    {
        GC_FRAME(heap, f, old);

        gc_pretenure_begin(heap);
        assert_true(gc_reserve(heap, sizeof(struct node) + GC_NUMBER_BYTES));
        struct node *node = gc_alloc_reserved_nogc(heap, NODE, sizeof *node);
        gc_init(heap, node, &node->a, gc_encode_nogc(heap, gc_from_double(0.5)));
        f.old = gc_from_cell(node);
        gc_pretenure_end(heap);
        assert_false(is_young(heap, f.old));
        assert_false(gc__slot_is_young(heap, as_node(f.old)->a));
        gc_collect(heap, GC_FULL, "test");
        assert_true(gc_to_double(gc_get(heap, &as_node(f.old)->a)) == 0.5);
    }
    gc_heap_destroy(heap);
}

/* A safepoint that is no allocation ends the bracket, and what is left of the chunk counts no more. */
static void safepoints_retire_the_chunk(void **state)
{
    gc_heap *heap = make_heap(64u << 20);
    {
        GC_FRAME(heap, f, old);
        size_t before = heap->old.used_bytes;

        gc_pretenure_begin(heap);
        assert_true(gc_alloc(heap, NODE, sizeof(struct node), &f.old));
        assert_true(heap->old.used_bytes > before + sizeof(struct node)); /* [pretenure.counted] */
        gc_poll(heap);
        assert_int_equal(heap->pretenured.chunk_start, 0); /* [pretenure.retired] */
        assert_int_equal(heap->old.used_bytes, before + sizeof(struct node));
        assert_true(gc_alloc(heap, NODE, sizeof(struct node), &f.old));
        assert_true(is_young(heap, f.old));
        gc_pretenure_end(heap);
    }
    gc_heap_destroy(heap);
}

/* Cells made while marking goes on are marked at once, live when it ends, and what they hold too. */
static void cells_are_black_while_marking(void **state)
{
    gc_heap *heap = make_heap(64u << 20);
    {
        GC_FRAME(heap, f, weak, old, white);

        new_old_node(heap, &f.white);
        gc__marking_start(heap);
        new_old_node(heap, &f.old);
        assert_true(gc__is_marked(heap, gc__granule_of(heap, gc_to_cell(f.old)))); /* [pretenure.black] */
        gc_init(heap, as_node(f.old), &as_node(f.old)->a, gc_slot_of(heap, f.white));
        as_node(f.white)->tag = 9;
        gc_pretenure_begin(heap);
        assert_true(gc_alloc(heap, WEAK, 8 + 4 * 4, &f.weak));
        gc_pretenure_end(heap);
        struct weak *weak = gc_to_cell(f.weak);
        gc_init(heap, weak, &weak->targets[0], gc_slot_of(heap, f.white));
        f.white = GC_EMPTY;
        assert_true(gc_verify(heap, "marking"));
        gc__collect(heap, GC_FULL, "test", "");
        assert_int_equal(as_node(gc_get(heap, &as_node(f.old)->a))->tag, 9);
        as_node(f.old)->a = gc_slot_from_int(0);
        gc_collect(heap, GC_FULL, "test");
        weak = gc_to_cell(f.weak);
        assert_false(gc_slot_is_cell(weak->targets[0]));
    }
    gc_heap_destroy(heap);
}

/* Old cells start marking and collections by themselves, without a scavenge [limit.over] kept. */
static void growth_brings_collections_and_stays_within_limits(void **state)
{
    enum { LIMIT = 8u << 20 };
    gc_heap *heap = make_heap(LIMIT);
    {
        GC_FRAME(heap, f, list, node);
        struct gc_statistics s;
        bool ok = true;

        for (size_t bytes = 0; bytes < 4 * (size_t)LIMIT; bytes += sizeof(struct node))
            new_old_node(heap, &f.node);
        gc_get_statistics(heap, &s);
        assert_true(s.full_collections >= 3);
        assert_true(s.pretenured_bytes > 3 * (size_t)LIMIT);
        assert_true(s.peak_cell_bytes <= LIMIT + GC__OVER_BYTES);
        while (ok) {
            gc_pretenure_begin(heap);
            ok = gc_alloc(heap, NODE, sizeof(struct node), &f.node);
            gc_pretenure_end(heap);
            if (ok) {
                gc_init(heap, as_node(f.node), &as_node(f.node)->a, gc_slot_of(heap, f.list));
                f.list = f.node;
            }
        }
        gc_get_statistics(heap, &s);
        assert_true(s.peak_cell_bytes <= LIMIT + GC__OVER_BYTES);
        assert_true(s.old_used_bytes + s.young_used_bytes > LIMIT - GC__PAGE_BYTES);
    }
    gc_heap_destroy(heap);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cells_are_old_within_the_bracket_only),
        cmocka_unit_test(references_to_young_cells_are_recorded),
        cmocka_unit_test(reservations_are_old_too),
        cmocka_unit_test(safepoints_retire_the_chunk),
        cmocka_unit_test(cells_are_black_while_marking),
        cmocka_unit_test(growth_brings_collections_and_stays_within_limits),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
