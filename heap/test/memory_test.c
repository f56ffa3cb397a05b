/* memory_test.c: the ledger counts, bounds, drives collection, and fails on demand. */
#include "test.h"
#include "internal.h"
#include <string.h>

static struct gc_statistics statistics(gc_heap *heap)
{
    struct gc_statistics s;

    gc_get_statistics(heap, &s);
    return s;
}

static void blocks_are_counted(void **state)
{
    gc_heap *heap = test_heap();
    char *a = gc_malloc(heap, 100), *b = gc_calloc(heap, 50);

    assert_int_equal(statistics(heap).malloc_bytes, 150);
    for (int i = 0; i < 50; i++)
        assert_int_equal(b[i], 0);
    strcpy(a, "kept");
    a = gc_realloc(heap, a, 100, 10000);
    assert_string_equal(a, "kept");
    assert_int_equal(statistics(heap).malloc_bytes, 10050);
    a = gc_realloc(heap, a, 10000, 8);
    assert_string_equal(a, "kept");
    gc_free(heap, a, 8);
    gc_free(heap, b, 50);
    gc_free(heap, NULL, 0);
    assert_int_equal(statistics(heap).malloc_bytes, 0);
    assert_int_equal(statistics(heap).peak_malloc_bytes, 10050);
    gc_heap_destroy(heap);
}

static void empty_blocks_are_unique(void **state)
{
    gc_heap *heap = test_heap();
    void *a = gc_malloc(heap, 0), *b = gc_malloc(heap, 0), *c = gc_buffer_alloc(heap, 0);

    assert_true(a != NULL && b != NULL && c != NULL && a != b);
    gc_free(heap, a, 0);
    gc_free(heap, b, 0);
    gc_buffer_free(heap, c, 0);
    gc_heap_destroy(heap);
}

/* [ledger.slack]: gc_malloc passes the bound by 256 KiB at most; buffers do not pass it at all. */
static void total_limit_bounds_everything(void **state)
{
    const size_t total = 32u << 20;
    gc_heap *heap = test_heap_with((struct gc_config){.max_old_bytes = 16u << 20, .max_total_bytes = total});
    void *blocks[64], *buffer;
    size_t count = 0;

    while (count < 64 && (blocks[count] = gc_malloc(heap, 1u << 20)) != NULL)
        count++;
    assert_int_equal(count, 32);
    assert_true(statistics(heap).peak_total_bytes <= total + GC__OVER_BYTES);
    assert_null(gc_buffer_alloc(heap, 1u << 20));
    assert_false(gc_external_reserve(heap, 1u << 20));
    while (count > 20)
        gc_free(heap, blocks[--count], 1u << 20);
    buffer = gc_buffer_alloc(heap, 10u << 20);
    assert_non_null(buffer);
    assert_null(gc_buffer_alloc(heap, 10u << 20));
    assert_true(gc_external_reserve(heap, 1u << 20));
    gc_external_adjust(heap, 1u << 20);
    assert_int_equal(statistics(heap).external_bytes, 1u << 20);
    assert_int_equal(statistics(heap).buffer_bytes, 10u << 20);
    gc_external_adjust(heap, -(ptrdiff_t)(1u << 20));
    gc_buffer_free(heap, buffer, 10u << 20);
    while (count > 0)
        gc_free(heap, blocks[--count], 1u << 20);
    gc_heap_destroy(heap);
}

/* Blocks that dead cells own make room too, if who takes memory says so before [ledger.slack]. */
static void dead_blocks_make_room(void **state)
{
    const size_t total = 16u << 20, block_bytes = 1u << 20;
    gc_heap *heap = test_heap_with((struct gc_config){.max_old_bytes = 16u << 20, .max_total_bytes = total});
    {
        GC_FRAME(heap, f, cell, list);
        void *block;

        for (int i = 0; i < 14; i++) {
            assert_true(gc_alloc(heap, ARRAY, block_bytes, &f.cell));
            gc_init(heap, as_array(f.cell), &as_array(f.cell)->items[0], gc_slot_of(heap, f.list));
            f.list = f.cell;
        }
        f.cell = f.list = GC_EMPTY;
        assert_null(gc_malloc(heap, 8 * block_bytes));
        gc_prepare_malloc(heap, 8 * block_bytes);
        block = gc_malloc(heap, 8 * block_bytes);
        assert_non_null(block);
        gc_free(heap, block, 8 * block_bytes);
    }
    gc_heap_destroy(heap);
}

static void dead_buffers_make_room(void **state)
{
    gc_heap *heap = test_heap_with((struct gc_config){.max_old_bytes = 16u << 20, .max_total_bytes = 64u << 20});
    {
        GC_FRAME(heap, f, owner);

        for (int i = 0; i < 300; i++) {
            char *block;
            assert_true(gc_alloc_offheap(heap, OWNER, sizeof(struct owner), &f.owner));
            block = gc_buffer_alloc(heap, 1u << 20);
            assert_non_null(block);
            assert_int_equal(block[(1u << 20) - 1], 0);
            memset(block, 1, 1u << 20);
            struct owner *owner = gc_to_cell(f.owner);
            owner->block = block;
            owner->bytes = 1u << 20;
            assert_true(statistics(heap).buffer_bytes <= 64u << 20);
        }
    }
    gc_heap_destroy(heap);
}

static void growth_outside_asks_for_a_collection(void **state)
{
    gc_heap *heap = test_heap_with((struct gc_config){.max_old_bytes = 16u << 20});
    gc_value cell;

    gc_external_adjust(heap, 40 << 20);
    assert_int_equal(statistics(heap).full_collections, 0);
    assert_true(gc_alloc(heap, NODE, sizeof(struct node), &cell)); /* the next safepoint */
    assert_int_equal(statistics(heap).full_collections, 1);
    gc_external_adjust(heap, 10 << 20);
    gc_poll(heap);
    assert_int_equal(statistics(heap).full_collections, 1);
    gc_external_adjust(heap, -(50 << 20));
    gc_heap_destroy(heap);
}

static void nth_allocation_fails_once(void **state)
{
    for (uint64_t n = 1; n <= 6; n++) {
        gc_heap *heap = test_heap_with((struct gc_config){.max_old_bytes = 16u << 20, .fail_alloc = n});
        gc_value cell;
        bool ok[6];
        void *block = gc_malloc(heap, 10);

        ok[0] = block != NULL;
        void *resized = gc_realloc(heap, block, ok[0] ? 10 : 0, 20);
        ok[1] = resized != NULL;
        ok[2] = gc_alloc(heap, NODE, sizeof(struct node), &cell);
        ok[3] = gc_reserve(heap, 64);
        ok[4] = gc_alloc_old(heap, NODE, sizeof(struct node), &cell);
        void *buffer = gc_buffer_alloc(heap, 16);
        ok[5] = buffer != NULL;
        for (uint64_t i = 0; i < 6; i++)
            assert_int_equal(ok[i], i + 1 != n);
        if (ok[1])
            gc_free(heap, resized, 20);
        else
            gc_free(heap, block, 10);
        gc_buffer_free(heap, buffer, 16);
        gc_heap_destroy(heap);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(blocks_are_counted),
        cmocka_unit_test(empty_blocks_are_unique),
        cmocka_unit_test(total_limit_bounds_everything),
        cmocka_unit_test(dead_blocks_make_room),
        cmocka_unit_test(dead_buffers_make_room),
        cmocka_unit_test(growth_outside_asks_for_a_collection),
        cmocka_unit_test(nth_allocation_fails_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
