/* free_list_test.c: classes, and what a request gets. */
#include "test.h"
#include "internal.h"

static uintptr_t page_memory(gc_heap *heap)
{
    uint32_t page = gc__page_take(heap, GC__SPACE_OLD, GC_PAGE_OLD);

    gc__page_list_add(heap, &heap->old.pages, page);
    return gc__page_start(heap, page);
}

static void classes_are_monotonic_and_fit_the_table(void **state)
{
    unsigned last = 0;

    for (uint32_t granules = 1; granules <= GC__PAGE_GRANULES; granules++) {
        unsigned class = gc__free_class(granules);
        assert_true(class >= last && class <= last + 1);
        last = class;
    }
    assert_true(last < GC__FREE_CLASSES);
}

static void requests_get_blocks_that_fit_until_none_does(void **state)
{
    gc_heap *heap = test_heap_with((struct gc_config){.max_old_bytes = 32u << 20});
    struct gc__free_list list = {.nonempty = 0};
    uintptr_t memory = page_memory(heap);
    size_t added = 0, taken = 0, bytes;

    for (size_t i = 0, at = 0; i < 200; i++) {
        size_t size = 8 * (1 + i * 7 % 90);
        gc__free_list_add(heap, &list, memory + at, size);
        at += size;
        added += size > 8 ? size : 0; /* blocks of one granule are not listed */
    }
    assert_int_equal(list.bytes, added);
    for (size_t request = 8; request <= 720; request += 8)
        while (gc__free_list_take(heap, &list, 720 - request + 8, &bytes) != 0) {
            assert_true(bytes >= 720 - request + 8);
            taken += bytes;
        }
    assert_int_equal(taken, added);
    assert_int_equal(list.bytes, 0);
    assert_int_equal(list.nonempty, 0);
    gc_heap_destroy(heap);
}

static void small_requests_open_roomy_blocks_first(void **state)
{
    gc_heap *heap = test_heap_with((struct gc_config){.max_old_bytes = 32u << 20});
    struct gc__free_list list = {.nonempty = 0};
    uintptr_t memory = page_memory(heap);
    size_t bytes;

    gc__free_list_add(heap, &list, memory, 24);
    gc__free_list_add(heap, &list, memory + 1024, 4096);
    assert_true(gc__free_list_take(heap, &list, 24, &bytes) == memory + 1024);
    assert_int_equal(bytes, 4096);
    assert_true(gc__free_list_take(heap, &list, 24, &bytes) == memory);
    assert_true(gc__free_list_take(heap, &list, 8, &bytes) == 0);
    gc_heap_destroy(heap);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(classes_are_monotonic_and_fit_the_table),
        cmocka_unit_test(requests_get_blocks_that_fit_until_none_does),
        cmocka_unit_test(small_requests_open_roomy_blocks_first),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
