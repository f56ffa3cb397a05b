/* limit_test.c: limits hold, the ladder is climbed in order, both endings. */
#include "test.h"
#include "internal.h"
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static bool push(gc_heap *heap, gc_value *list, gc_value *cell)
{
    if (!gc_alloc(heap, NODE, sizeof(struct node), cell))
        return false;
    gc_init(heap, as_node(*cell), &as_node(*cell)->a, gc_slot_of(heap, *list));
    *list = *cell;
    return true;
}

static size_t used(gc_heap *heap)
{
    struct gc_statistics s;

    gc_get_statistics(heap, &s);
    return s.heap_used_bytes;
}

/* [limit.over], also for a program that goes on after each failure. */
static void cells_never_pass_the_limit_by_more_than_the_headroom(void **state)
{
    const size_t limit = 24u << 20, most = limit + GC__OVER_BYTES;
    gc_heap *heap = test_heap_with((struct gc_config){.max_old_bytes = limit});
    {
        GC_FRAME(heap, f, list, cell);
        unsigned failures = 0;

        while (failures < 1000) {
            if (!push(heap, &f.list, &f.cell))
                failures++;
            if (failures % 100 == 1)
                assert_true(used(heap) <= most);
        }
        assert_true(used(heap) > limit - GC__MB);
        f.list = f.cell = GC_EMPTY;
        gc_collect(heap, GC_FULL, "testing");
        for (int i = 0; i < 1000; i++)
            assert_true(push(heap, &f.list, &f.cell));
    }
    gc_heap_destroy(heap);
}

/* Nor for one that collects all the time, so that the nursery is never full. */
static void limit_holds_between_collections_too(void **state)
{
    const size_t limit = 4u << 20, most = limit + GC__OVER_BYTES;
    gc_heap *heap = test_heap_with((struct gc_config){.max_old_bytes = limit});
    {
        GC_FRAME(heap, f, list, cell);

        for (int i = 0; i < 200; i++) {
            assert_true(gc_alloc(heap, ARRAY, 200, &f.cell) || used(heap) > limit);
            if (gc_alloc(heap, ARRAY, 100000, &f.cell)) {
                gc_init(heap, as_array(f.cell), &as_array(f.cell)->items[0], gc_slot_of(heap, f.list));
                f.list = f.cell;
            }
            gc_collect(heap, GC_YOUNG, "testing");
            assert_true(used(heap) <= most);
        }
    }
    gc_heap_destroy(heap);
}

static size_t peak_over(gc_heap *heap)
{
    struct gc_statistics s;

    gc_get_statistics(heap, &s);
    return s.peak_cell_bytes > s.limit_old_bytes ? s.peak_cell_bytes - s.limit_old_bytes : 0;
}

/* Small, middling, large and old cells together: none of them gets what another was promised [limit.over]. */
static void peak_stays_below_the_limit_for_all_kinds_of_cells(void **state)
{
    for (size_t limit = 1u << 20; limit <= 16u << 20; limit += limit / 3) {
        gc_heap *heap = test_heap_with((struct gc_config){.max_old_bytes = limit});
        {
            GC_FRAME(heap, f, list, cell);
            uint32_t random = (uint32_t)limit;

            for (int failures = 0; failures < 40;) {
                static const size_t sizes[] = {24, 400, 30000, 100000, 200000, 600000};
                size_t bytes;

                random = random * 1664525 + 1013904223;
                bytes = sizes[random >> 8 & 255 ? random >> 16 & 1 : 2 + (random >> 16) % 4];
                bool ok = random >> 28 == 0 ? gc_alloc_old(heap, ARRAY, bytes, &f.cell)
                                            : gc_alloc(heap, ARRAY, bytes, &f.cell);
                if (ok) {
                    gc_init(heap, as_array(f.cell), &as_array(f.cell)->items[0], gc_slot_of(heap, f.list));
                    f.list = f.cell;
                } else if (++failures % 10 == 0) {
                    f.list = f.cell = GC_EMPTY;
                }
            }
            assert_true(peak_over(heap) <= GC__OVER_BYTES);
        }
        gc_heap_destroy(heap);
    }
}

/* After a failure half of what may exceed the limit is left, to drop things in; it closes again. */
static void reserve_opens_after_a_failure(void **state)
{
    gc_heap *heap = test_heap_with((struct gc_config){.max_old_bytes = 4u << 20});
    {
        GC_FRAME(heap, f, list, cell);
        size_t bytes = 0;

        while (push(heap, &f.list, &f.cell))
            continue;
        assert_true(heap->policy.reserve_open);
        while (gc_alloc(heap, ARRAY, 1000, &f.cell))
            bytes += 1000;
        assert_true(bytes >= GC__OVER_BYTES / 2 - 2000);
        f.list = f.cell = GC_EMPTY;
        gc_collect(heap, GC_FULL, "testing");
        assert_false(heap->policy.reserve_open);
    }
    gc_heap_destroy(heap);
}

/* Many collections with little to promote use the same sparse page again. */
static void collections_in_a_row_begin_no_pages(void **state)
{
    gc_heap *heap = test_heap_with((struct gc_config){.max_old_bytes = 64u << 20});
    {
        GC_FRAME(heap, f, list, cell, other);

        for (int i = 0; i < 20000; i++)
            assert_true(push(heap, &f.list, &f.cell));
        for (int i = 0; i < 300; i++) {
            assert_true(gc_alloc(heap, ARRAY, 12000, &f.other));
            assert_true(push(heap, &f.list, &f.cell));
            gc_collect(heap, GC_FULL, "testing");
        }
        assert_true(heap->committed_pages < used(heap) / GC__PAGE_BYTES + 8);
    }
    gc_heap_destroy(heap);
}

static void program_that_drops_after_a_failure_goes_on(void **state)
{
    gc_heap *heap = test_heap_with((struct gc_config){.max_old_bytes = 4u << 20});
    {
        GC_FRAME(heap, f, list, cell);

        for (int round = 0; round < 20; round++) {
            while (push(heap, &f.list, &f.cell))
                continue;
            f.list = f.cell = GC_EMPTY;
            assert_true(push(heap, &f.list, &f.cell));
        }
    }
    gc_heap_destroy(heap);
}

/* Failures in a row are rationed by time; who deals with one may collect at once. */
static void handled_failure_may_collect(void **state)
{
    gc_heap *heap = test_heap_with((struct gc_config){.max_old_bytes = 4u << 20});
    {
        GC_FRAME(heap, f, list, cell);

        for (int failures = 0; failures < 40;)
            failures += !push(heap, &f.list, &f.cell);
        f.list = f.cell = GC_EMPTY;
        heap->policy.ladder_ns = UINT64_MAX; /* as if the last climb had taken for ever */
        assert_false(push(heap, &f.list, &f.cell));
        gc_failure_handled(heap);
        assert_true(push(heap, &f.list, &f.cell));
        assert_true(used(heap) < 1u << 20);
    }
    gc_heap_destroy(heap);
}

/* The same for memory outside: a refused block is looked for again by sixteen collections, and three more. */
static void refusals_are_rationed(void **state)
{
    gc_heap *heap = test_heap_with((struct gc_config){.max_total_bytes = 4u << 20});
    {
        GC_FRAME(heap, f, cell);
        uint64_t before = heap->statistics.full_collections, after;

        for (int i = 0; i < 100; i++) {
            assert_null(gc_malloc(heap, 5u << 20));
            heap->figures.pause_ns = UINT64_MAX; /* as if the last had taken for ever */
            gc_prepare_malloc(heap, 0);
        }
        after = heap->statistics.full_collections;
        assert_in_range(after - before, 1, 16);
        gc_failure_handled(heap);
        for (int i = 0; i < 100; i++) {
            assert_null(gc_malloc(heap, 5u << 20));
            heap->figures.pause_ns = UINT64_MAX;
            gc_prepare_malloc(heap, 0);
        }
        assert_in_range(heap->statistics.full_collections - after, 1, 3);
    }
    gc_heap_destroy(heap);
}

static void large_cell_above_the_limit_fails_with_nothing_changed(void **state)
{
    gc_heap *heap = test_heap_with((struct gc_config){.max_old_bytes = 4u << 20});
    {
        GC_FRAME(heap, f, cell);

        f.cell = gc_from_int(5);
        assert_false(gc_alloc(heap, ARRAY, 5u << 20, &f.cell));
        assert_false(gc_alloc(heap, ARRAY, SIZE_MAX - 3, &f.cell));
        assert_false(gc_alloc_old(heap, ARRAY, SIZE_MAX - 3, &f.cell));
        assert_int_equal(gc_to_int(f.cell), 5);
        assert_true(gc_alloc(heap, ARRAY, 3u << 20, &f.cell));
    }
    gc_heap_destroy(heap);
}

struct client {
    unsigned asked, dropped;
    size_t raise;
};

static size_t near_limit(void *arg, size_t current, size_t initial)
{
    struct client *client = arg;

    (void)initial;
    assert_int_equal(client->dropped, client->asked + 1); /* caches go first */
    client->asked++;
    return client->asked == 1 ? client->raise : current;
}

static void drop_caches(void *arg)
{
    ((struct client *)arg)->dropped++;
}

static void near_limit_is_asked_after_the_last_resort(void **state)
{
    struct client client = {.raise = 8u << 20};
    gc_heap *heap = test_heap_with((struct gc_config){.max_old_bytes = 4u << 20,
                                                      .near_limit = near_limit,
                                                      .drop_caches = drop_caches,
                                                      .client = &client});
    {
        GC_FRAME(heap, f, list, cell);

        while (client.asked == 0)
            assert_true(push(heap, &f.list, &f.cell));
        while (push(heap, &f.list, &f.cell))
            continue;
        assert_int_equal(client.asked, 2);
        assert_true(used(heap) > 7u << 20);
        assert_int_equal(heap->policy.max_old, 8u << 20);
    }
    gc_heap_destroy(heap);
}

/* The report of a child that aborts, as text; returns its wait status. */
static int abort_report(void (*fatal)(void *client, const char *location), char *text, size_t size)
{
    int ends[2], status;
    size_t length = 0;
    ssize_t got;

    assert_int_equal(pipe(ends), 0);
    pid_t child = fork();
    if (child == 0) {
        signal(SIGABRT, SIG_DFL);
        dup2(ends[1], 2);
        gc_heap *heap = test_heap_with((struct gc_config){
            .max_old_bytes = 4u << 20, .at_limit = GC_AT_LIMIT_ABORT, .fatal = fatal});
        GC_FRAME(heap, f, list, cell);
        while (push(heap, &f.list, &f.cell))
            continue;
        _exit(0);
    }
    close(ends[1]);
    while (length + 1 < size && (got = read(ends[0], text + length, size - 1 - length)) > 0)
        length += (size_t)got;
    text[length] = 0;
    close(ends[0]);
    assert_int_equal(waitpid(child, &status, 0), child);
    return status;
}

static void client_fatal(void *client, const char *location)
{
    (void)client;
    fprintf(stderr, "client says: %s\n", location);
}

static void abort_prints_the_last_collections_and_the_location(void **state)
{
    static char text[8192];
    int status = abort_report(NULL, text, sizeof text);

    assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT);
    assert_ptr_equal(strstr(text, "\n<--- Last few GCs --->\n\n["), text);
    assert_non_null(strstr(text, "last resort"));
    assert_non_null(strstr(text, "\n\n\nFATAL ERROR: "));
    assert_non_null(strstr(text, "Allocation failed - heap out of memory\n"));
    status = abort_report(client_fatal, text, sizeof text);
    assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT);
    assert_non_null(strstr(text, "\n\n\nclient says: "));
    assert_null(strstr(text, "FATAL ERROR"));
}

static void defaults_follow_the_machine(void **state)
{
    gc_heap *heap = test_heap_with((struct gc_config){.min_semi_space_bytes = 0});
    size_t memory = gc__os_memory_bytes("");
    struct gc_statistics s;

    gc_get_statistics(heap, &s);
    assert_true(s.limit_old_bytes >= 256 * GC__MB && s.limit_old_bytes <= 4096 * GC__MB);
    assert_true(s.limit_total_bytes <= memory && s.limit_total_bytes > memory / 5 * 4);
    assert_int_equal(heap->young.capacity * GC__PAGE_BYTES, GC__MB);
    gc_set_limits(heap, 32u << 20, 100u << 20);
    gc_get_statistics(heap, &s);
    assert_int_equal(s.limit_old_bytes, 32u << 20);
    assert_int_equal(s.limit_total_bytes, 100u << 20);
    gc_heap_destroy(heap);
}

static void write_file(const char *root, const char *path, const char *text)
{
    char name[512];

    snprintf(name, sizeof name, "%s%s", root, path);
    for (char *slash = name + strlen(root) + 1; (slash = strchr(slash, '/')) != NULL; slash++) {
        *slash = 0;
        mkdir(name, 0700);
        *slash = '/';
    }
    FILE *file = fopen(name, "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

static struct gc_statistics defaults_below(const char *root)
{
    gc_heap *heap = test_heap_with((struct gc_config){.system_root = root});
    struct gc_statistics s;

    gc_get_statistics(heap, &s);
    gc_heap_destroy(heap);
    return s;
}

/* The smallest limit on the path counts, and the defaults fit inside with room for what is not counted. */
static void defaults_fit_the_control_group(void **state)
{
    char root[] = "/tmp/limit_test.XXXXXX", command[64], text[64];
    struct gc_statistics s;

    assert_non_null(mkdtemp(root));
    write_file(root, "/proc/self/cgroup", "0::/outer/inner\n");
    write_file(root, "/sys/fs/cgroup/outer/inner/memory.max", "max\n");
    for (size_t mb = 64; mb <= 1024; mb *= 2) {
        snprintf(text, sizeof text, "%zu\n", mb << 20);
        write_file(root, "/sys/fs/cgroup/outer/memory.max", text);
        s = defaults_below(root);
        assert_int_equal(s.limit_old_bytes, mb << 19);
        assert_true(s.limit_total_bytes >= mb << 19 && s.limit_total_bytes <= (mb << 20) - (20u << 20));
    }
    write_file(root, "/sys/fs/cgroup/outer/inner/memory.high", "134217728\n");
    assert_int_equal(defaults_below(root).limit_old_bytes, 64u << 20);
    /* Version 1, a controller beside another; the limit is known from the hierarchy only. */
    write_file(root, "/proc/self/cgroup", "3:cpu:/\n4:hugetlb,memory:/docker/abc\n0::/\n");
    write_file(root, "/sys/fs/cgroup/memory/docker/abc/memory.limit_in_bytes", "9223372036854771712\n");
    write_file(root, "/sys/fs/cgroup/memory/docker/abc/memory.stat",
               "cache 0\nhierarchical_memory_limit 268435456\ntotal_rss 1\n");
    assert_int_equal(defaults_below(root).limit_old_bytes, 128u << 20);
    write_file(root, "/sys/fs/cgroup/memory/memory.limit_in_bytes", "67108864\n");
    assert_int_equal(defaults_below(root).limit_old_bytes, 32u << 20);
    snprintf(command, sizeof command, "rm -r %s", root);
    assert_int_equal(system(command), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cells_never_pass_the_limit_by_more_than_the_headroom),
        cmocka_unit_test(limit_holds_between_collections_too),
        cmocka_unit_test(peak_stays_below_the_limit_for_all_kinds_of_cells),
        cmocka_unit_test(reserve_opens_after_a_failure),
        cmocka_unit_test(collections_in_a_row_begin_no_pages),
        cmocka_unit_test(program_that_drops_after_a_failure_goes_on),
        cmocka_unit_test(handled_failure_may_collect),
        cmocka_unit_test(refusals_are_rationed),
        cmocka_unit_test(large_cell_above_the_limit_fails_with_nothing_changed),
        cmocka_unit_test(near_limit_is_asked_after_the_last_resort),
        cmocka_unit_test(abort_prints_the_last_collections_and_the_location),
        cmocka_unit_test(defaults_follow_the_machine),
        cmocka_unit_test(defaults_fit_the_control_group),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
