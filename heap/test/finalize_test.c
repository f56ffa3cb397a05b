/* finalize_test.c: off-heap memory is released once, by the first collection that can [offheap.once]. */
#include "test.h"
#include "internal.h"

static void new_owner(gc_heap *heap, gc_value *out, size_t bytes)
{
    char *block;

    assert_true(gc_alloc_offheap(heap, OWNER, sizeof(struct owner), out));
    block = gc_buffer_alloc(heap, bytes);
    assert_non_null(block);
    struct owner *owner = gc_to_cell(*out);
    owner->block = block;
    owner->bytes = bytes;
}

static size_t buffer_bytes(gc_heap *heap)
{
    struct gc_statistics s;

    gc_get_statistics(heap, &s);
    return s.buffer_bytes;
}

static void young_owner_is_finalized_by_a_scavenge(void **state)
{
    gc_heap *heap = test_heap();
    unsigned before = test_finalized;
    {
        GC_FRAME(heap, f, dead, live);

        new_owner(heap, &f.dead, 1000);
        new_owner(heap, &f.live, 300000);
        f.dead = GC_EMPTY;
        gc_collect(heap, GC_YOUNG, "testing");
        assert_int_equal(test_finalized - before, 1);
        assert_int_equal(buffer_bytes(heap), 300000);
        gc_collect(heap, GC_YOUNG, "testing");
        f.live = GC_EMPTY;
        gc_collect(heap, GC_YOUNG, "testing");
        assert_int_equal(test_finalized - before, 1); /* old by now */
        gc_collect(heap, GC_FULL, "testing");
        assert_int_equal(test_finalized - before, 2);
        assert_int_equal(buffer_bytes(heap), 0);
        gc_collect(heap, GC_FULL, "testing");
        assert_int_equal(test_finalized - before, 2);
    }
    gc_heap_destroy(heap);
    assert_int_equal(test_finalized - before, 2);
}

static void end_of_the_heap_finalizes_the_rest(void **state)
{
    gc_heap *heap = test_heap();
    unsigned before = test_finalized;
    {
        GC_FRAME(heap, f, a, b);

        new_owner(heap, &f.a, 10);
        gc_collect(heap, GC_FULL, "testing");
        new_owner(heap, &f.b, 10);
    }
    gc_heap_destroy(heap);
    assert_int_equal(test_finalized - before, 2);
}

/* [offheap.room]: where the lists cannot grow, allocation fails and nothing is listed. */
static void lists_that_cannot_grow_fail_the_allocation(void **state)
{
    gc_heap *heap = test_heap_with((struct gc_config){.max_old_bytes = 32u << 20, .fail_metadata = 1});
    gc_value cell;

    assert_false(gc_alloc_offheap(heap, OWNER, sizeof(struct owner), &cell));
    assert_int_equal(heap->offheap_young.count, 0);
    gc_heap_destroy(heap);
}

static void many_owners_survive_stress(void **state)
{
    gc_heap *heap = test_heap_with((struct gc_config){
        .max_old_bytes = 32u << 20, .stress_interval = 3, .seed = 9, .verify = true});
    unsigned before = test_finalized;
    {
        GC_FRAME(heap, f, list, owner);

        assert_true(gc_alloc(heap, ARRAY, 8 + 4 * 50, &f.list));
        for (unsigned i = 0; i < 200; i++) {
            new_owner(heap, &f.owner, i);
            gc_write(heap, as_array(f.list), &as_array(f.list)->items[i % 50], gc_slot_of(heap, f.owner));
        }
        f.owner = GC_EMPTY;
        gc_collect(heap, GC_FULL, "testing");
        assert_int_equal(test_finalized - before, 150);
    }
    gc_heap_destroy(heap);
    assert_int_equal(test_finalized - before, 200);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(young_owner_is_finalized_by_a_scavenge),
        cmocka_unit_test(end_of_the_heap_finalizes_the_rest),
        cmocka_unit_test(lists_that_cannot_grow_fail_the_allocation),
        cmocka_unit_test(many_owners_survive_stress),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
