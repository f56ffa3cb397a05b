/* worklist_test.c: segments come from a fixed reserve, entries come back last in, first out. */
#include "test.h"
#include "worklist.h"

static _Alignas(4096) char memory[4 * 4096];

static void entries_pop_in_reverse_order_across_segments(void **state)
{
    struct gc__segment_pool pool;
    struct gc__worklist list = {.pool = &pool};
    uint32_t entry;

    gc__segment_pool_init(&pool, memory, sizeof memory);
    for (uint32_t i = 0; i < 3000; i++)
        assert_true(gc__worklist_push(&list, i));
    for (uint32_t i = 3000; i-- > 0;) {
        assert_true(gc__worklist_pop(&list, &entry));
        assert_int_equal(entry, i);
    }
    assert_false(gc__worklist_pop(&list, &entry));
    assert_int_equal(pool.in_use, 0);
}

static void push_fails_when_the_reserve_is_empty_and_works_again_after(void **state)
{
    struct gc__segment_pool pool;
    struct gc__worklist list = {.pool = &pool};
    uint32_t pushed = 0, entry;

    gc__segment_pool_init(&pool, memory, sizeof memory);
    while (gc__worklist_push(&list, pushed))
        pushed++;
    assert_int_equal(pushed, 4 * GC__SEGMENT_ENTRIES);
    assert_true(gc__worklist_pop(&list, &entry));
    assert_int_equal(entry, pushed - 1);
    assert_true(gc__worklist_push(&list, 5));
    assert_false(gc__worklist_push(&list, 6));
    gc__worklist_clear(&list);
    assert_int_equal(pool.in_use, 0);
    gc__segment_pool_trim(&pool);
}

static void pairs_are_never_split(void **state)
{
    struct gc__segment_pool pool;
    struct gc__worklist list = {.pool = &pool};
    uint32_t entry, pairs = 0;

    gc__segment_pool_init(&pool, memory, sizeof memory);
    assert_true(gc__worklist_push(&list, 1)); /* makes the boundary odd */
    while (gc__worklist_push_pair(&list, pairs * 2, pairs * 2 + 1))
        pairs++;
    for (uint32_t i = pairs; i-- > 0;) {
        assert_true(gc__worklist_pop(&list, &entry));
        assert_int_equal(entry, i * 2 + 1);
        assert_true(list.top->count > 0); /* its partner is in the same segment */
        assert_true(gc__worklist_pop(&list, &entry));
        assert_int_equal(entry, i * 2);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(entries_pop_in_reverse_order_across_segments),
        cmocka_unit_test(push_fails_when_the_reserve_is_empty_and_works_again_after),
        cmocka_unit_test(pairs_are_never_split),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
