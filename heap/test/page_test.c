/* page_test.c: the pool, runs, quarantine, and giving memory back. */
#include "test.h"
#include "internal.h"
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

static gc_heap *small_heap(void)
{
    return test_heap_with((struct gc_config){.max_old_bytes = 16u << 20, .max_semi_space_bytes = 1u << 20});
}

static uint32_t take(gc_heap *heap)
{
    uint32_t page = gc__page_take(heap, GC__SPACE_OLD, GC_PAGE_OLD);

    assert_int_not_equal(page, 0);
    return page;
}

static bool is_resident(gc_heap *heap, uint32_t page)
{
    unsigned char pages[GC__PAGE_BYTES / 4096];

    assert_int_equal(mincore((void *)gc__page_start(heap, page), GC__PAGE_BYTES, pages), 0);
    return pages[0] & 1;
}

static void page_emptied_last_is_used_first(void **state)
{
    gc_heap *heap = small_heap();
    uint32_t a = take(heap), b = take(heap), c = take(heap);

    gc__page_give(heap, b, 0);
    gc__page_give(heap, a, 0);
    assert_int_equal(take(heap), a); /* [page.lifo] */
    assert_int_equal(take(heap), b);
    assert_int_equal(take(heap), c + 1);
    gc_heap_destroy(heap);
}

static void run_is_zeroed_also_over_pooled_pages(void **state)
{
    gc_heap *heap = small_heap();
    uint32_t a = take(heap), b = take(heap);

    memset((void *)gc__page_start(heap, a), 1, GC__PAGE_BYTES);
    memset((void *)gc__page_start(heap, b), 1, GC__PAGE_BYTES);
    gc__page_give(heap, a, 0);
    gc__page_give(heap, b, 0);
    uint32_t first = gc__page_take_run(heap, 3, GC_PAGE_LARGE);
    assert_int_equal(first, a);
    const uint64_t *word = (const uint64_t *)gc__page_start(heap, first);
    for (size_t i = 0; i < 3 * GC__PAGE_BYTES / 8; i++)
        assert_int_equal(word[i], 0);
    assert_int_equal(heap->pages[first].run, 3);
    assert_int_equal(heap->pages[first + 2].run, 2);
    assert_int_equal(heap->pool.count, 0);
    gc_heap_destroy(heap);
}

static void full_cage_says_so_and_recovers(void **state)
{
    gc_heap *heap = small_heap();
    uint32_t count = 0, last = 0, page;

    while ((page = gc__page_take(heap, GC__SPACE_OLD, GC_PAGE_OLD)) != 0) {
        last = page;
        count++;
    }
    assert_int_equal(count, heap->page_count - 1);
    assert_int_equal(gc__page_take_run(heap, 2, GC_PAGE_LARGE), 0);
    gc__page_give(heap, last, 0);
    assert_int_equal(take(heap), last);
    gc_heap_destroy(heap);
}

static void trimmed_pages_leave_memory_and_read_as_zeros(void **state)
{
    gc_heap *heap = small_heap();
    uint32_t page = take(heap);

    memset((void *)gc__page_start(heap, page), 7, GC__PAGE_BYTES);
    gc__page_give(heap, page, 0);
    assert_true(is_resident(heap, page));
    gc__pool_trim(heap, 0, UINT32_MAX);
    assert_false(is_resident(heap, page));
    assert_int_equal(take(heap), page);
    assert_int_equal(*(char *)gc__page_start(heap, page), 0);
    gc_heap_destroy(heap);
}

static void pool_gives_back_what_it_did_not_need(void **state)
{
    gc_heap *heap = small_heap();
    uint32_t pages[4];
    uint64_t now = heap->policy.last_trim_ns;

    for (int i = 0; i < 4; i++)
        pages[i] = take(heap);
    for (int i = 0; i < 4; i++)
        gc__page_give(heap, pages[i], 0);
    gc__pool_age(heap, now + 500000000u); /* the pool was empty since the last time */
    assert_int_equal(heap->pool.count, 4);
    gc__page_give(heap, take(heap), 0); /* one is in use meanwhile */
    gc__pool_age(heap, now + 999999999u);
    assert_int_equal(heap->pool.count, 4);
    gc__pool_age(heap, now + 1000000000u);
    assert_int_equal(heap->pool.count, 1);
    gc_heap_destroy(heap);
}

static bool wants_huge(gc_heap *heap, uint32_t page)
{
    uint32_t group = page / GC__HUGE_PAGES;

    return heap->huge_map[group / 64] >> (group % 64) & 1;
}

/* What the system brought in for 2 MiB of which a page is used goes back; groups wholly in use stay as they are. */
static void unused_rest_of_huge_pages_goes_back(void **state)
{
    gc_heap *heap = test_heap_with((struct gc_config){.max_old_bytes = 64u << 20});
    uint32_t page;

    do
        page = take(heap);
    while (page < 6 * GC__HUGE_PAGES); /* 12 MiB and a page: huge ones are asked for from 8 on */
    assert_int_equal(page % GC__HUGE_PAGES, 0);
    assert_true(wants_huge(heap, page) && wants_huge(heap, page - 1));
    memset((void *)gc__page_start(heap, page), 7, 2 * GC__PAGE_BYTES); /* the second as huge pages do */
    assert_true(is_resident(heap, page + 1));
    gc__give_back_all(heap);
    assert_false(wants_huge(heap, page));
    assert_true(wants_huge(heap, page - 1));
    assert_false(is_resident(heap, page + 1));
    assert_int_equal(*(char *)gc__page_start(heap, page), 7);
    gc_heap_destroy(heap);
}

static void quarantined_page_faults_for_sixteen_collections(void **state)
{
    gc_heap *heap = test_heap_with((struct gc_config){.max_old_bytes = 16u << 20, .stress_interval = 1000000});
    uint32_t page = take(heap);
    int status;

    gc__page_give(heap, page, 0);
    assert_int_equal(heap->pages[page].space, GC__SPACE_QUARANTINE);
    pid_t child = fork();
    if (child == 0) {
        signal(SIGSEGV, SIG_DFL);
        *(volatile char *)gc__page_start(heap, page) = 1;
        _exit(0);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_false(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    heap->collections += 15;
    gc__quarantine_release(heap, false);
    assert_int_equal(heap->pages[page].space, GC__SPACE_QUARANTINE);
    heap->collections += 1;
    gc__quarantine_release(heap, false);
    assert_int_equal(take(heap), page);
    *(volatile char *)gc__page_start(heap, page) = 1;
    gc_heap_destroy(heap);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(page_emptied_last_is_used_first),
        cmocka_unit_test(run_is_zeroed_also_over_pooled_pages),
        cmocka_unit_test(full_cage_says_so_and_recovers),
        cmocka_unit_test(trimmed_pages_leave_memory_and_read_as_zeros),
        cmocka_unit_test(pool_gives_back_what_it_did_not_need),
        cmocka_unit_test(unused_rest_of_huge_pages_goes_back),
        cmocka_unit_test(quarantined_page_faults_for_sixteen_collections),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
