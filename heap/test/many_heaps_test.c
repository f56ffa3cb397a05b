/*
 * many_heaps_test.c: heaps are cheap, by the thousand, one after the other and on several threads, and
 * leave nothing behind.  Figures are printed; the bounds hold in release builds under default settings of
 * the kernel, and are wider where assertions or sanitizers are compiled in.
 */
#include "test.h"
#include <malloc.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#ifndef __has_feature
#define __has_feature(x) 0
#endif
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__) || __has_feature(address_sanitizer) || \
    __has_feature(thread_sanitizer)
#define SANITIZED 1
#else
#define SANITIZED 0
#endif
#ifndef TENURE_CHECKED
#define TENURE_CHECKED 0
#endif

/* An emulator keeps a record for each page of address space, used or not: gigabytes for a few heaps. */
#ifdef CROSS_CMOCKA_H
#define EMULATED 1
#else
#define EMULATED 0
#endif
#define UNMEASURED (SANITIZED || EMULATED)

enum {
    ALIVE = EMULATED ? 2 : SANITIZED ? 50 : 1000,
    IN_TURN = EMULATED ? 20 : SANITIZED ? 500 : 10000,
    THREADS = EMULATED ? 2 : 4
};
enum { RESIDENT_KB_MAX = 200, MAKE_US_MAX = 200 };

/* The number after a name in a file of /proc/self; 0 where there is none (emulators leave some out). */
static size_t proc_number(const char *path, const char *name)
{
    char line[256];
    size_t number = 0;
    FILE *file = fopen(path, "r");

    if (file == NULL)
        return 0;
    while (fgets(line, sizeof line, file) != NULL)
        if (strncmp(line, name, strlen(name)) == 0)
            number = strtoul(line + strlen(name), NULL, 10);
    fclose(file);
    return number;
}

static size_t resident_kb(void)
{
    return proc_number("/proc/self/status", "VmRSS:");
}

/* Memory of page tables, which counts as much as that of the pages. */
static size_t tables_kb(void)
{
    return proc_number("/proc/self/status", "VmPTE:");
}

static size_t mappings(void)
{
    char line[512];
    size_t count = 0;
    FILE *file = fopen("/proc/self/maps", "r");

    while (file != NULL && fgets(line, sizeof line, file) != NULL)
        count++;
    if (file != NULL)
        fclose(file);
    return count;
}

static double cpu_us(void)
{
    struct timespec now;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec * 1e6 + (double)now.tv_nsec / 1e3;
}

static gc_heap *make(void)
{
    gc_heap *heap = gc_heap_create(&(struct gc_config){.kinds = test_kinds, .kind_count = TEST_KINDS});

    assert_non_null(heap);
    return heap;
}

static void use(gc_heap *heap, int value)
{
    GC_FRAME(heap, f, node);

    assert_true(gc_alloc(heap, NODE, sizeof(struct node), &f.node));
    as_node(f.node)->tag = (uint64_t)value;
    gc_collect(heap, GC_YOUNG, "test");
    assert_int_equal(as_node(f.node)->tag, value);
}

static void thousand_heaps_are_alive_at_once(void **state)
{
    static gc_heap *heaps[ALIVE];

    gc_heap_destroy(make()); /* what the process needs once */
    size_t resident = resident_kb(), tables = tables_kb(), maps = mappings();
    double begin = cpu_us();
    for (int i = 0; i < ALIVE; i++)
        heaps[i] = make();
    double us = (cpu_us() - begin) / ALIVE;
    double kb = (double)(resident_kb() - resident) / ALIVE, table_kb = (double)(tables_kb() - tables) / ALIVE;
    print_message("an empty heap: %.0f KB resident, %.0f KB of page tables, %.0f us of CPU\n", kb, table_kb, us);
    for (int i = 0; i < ALIVE; i++)
        use(heaps[i], i);
    for (int i = 0; i < ALIVE; i++)
        gc_heap_destroy(heaps[i]);
    malloc_trim(0);
    assert_true(UNMEASURED || kb + table_kb <= RESIDENT_KB_MAX);
    assert_true(UNMEASURED || TENURE_CHECKED || us <= MAKE_US_MAX);
    assert_true(mappings() <= maps + (UNMEASURED ? 100 : 4));
    assert_true(UNMEASURED || resident_kb() <= resident + 2048);
}

static void ten_thousand_heaps_come_and_go(void **state)
{
    size_t resident = resident_kb(), maps = mappings();
    double begin = cpu_us();

    for (int i = 0; i < IN_TURN; i++)
        gc_heap_destroy(make());
    double us = (cpu_us() - begin) / IN_TURN;
    print_message("made and destroyed: %.0f us of CPU\n", us);
    for (int i = 0; i < IN_TURN / 20; i++) {
        gc_heap *heap = make();
        use(heap, i);
        gc_heap_destroy(heap);
    }
    malloc_trim(0);
    assert_true(UNMEASURED || TENURE_CHECKED || us <= MAKE_US_MAX);
    assert_true(mappings() <= maps + (UNMEASURED ? 100 : 4));
    assert_true(UNMEASURED || resident_kb() <= resident + 2048);
}

static void *own_heaps(void *arg)
{
    for (int i = 0; i < IN_TURN / 20; i++) {
        gc_heap *heap = make();
        use(heap, i);
        gc_heap_destroy(heap);
    }
    return arg;
}

static void threads_have_heaps_of_their_own(void **state)
{
    pthread_t threads[THREADS];

    for (int i = 0; i < THREADS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, own_heaps, NULL), 0);
    for (int i = 0; i < THREADS; i++)
        assert_int_equal(pthread_join(threads[i], NULL), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(thousand_heaps_are_alive_at_once),
        cmocka_unit_test(ten_thousand_heaps_come_and_go),
        cmocka_unit_test(threads_have_heaps_of_their_own),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
