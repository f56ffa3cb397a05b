/* concurrent_test.c: jobs beside their owner, shared segments, marking while the program runs. */
#include "test.h"
#include "internal.h"

struct sum_job {
    struct gc__job job; /* must be first */
    uint32_t next;      /* atomic */
    uint32_t runs;      /* atomic */
    uint64_t sum;       /* atomic */
};

enum { NUMBERS = 100000 };

static void add_numbers(struct sum_job *sum)
{
    uint64_t mine = 0;

    for (;;) {
        uint32_t n = __atomic_fetch_add(&sum->next, 1, __ATOMIC_RELAXED);
        if (n >= NUMBERS)
            break;
        mine += n;
    }
    __atomic_fetch_add(&sum->sum, mine, __ATOMIC_RELAXED);
}

static void run_sum(void *arg, unsigned ticket)
{
    struct sum_job *sum = arg;

    (void)ticket;
    __atomic_fetch_add(&sum->runs, 1, __ATOMIC_RELAXED);
    add_numbers(sum);
}

static void jobs_run_and_joins_wait(void **state)
{
    unsigned helpers = gc__helpers_count();

    assert_true(helpers <= GC__HELPERS_MAX && helpers < gc__helpers_processors());
    for (int round = 0; round < 200; round++) {
        struct sum_job a = {.job.run = run_sum}, b = {.job.run = run_sum};

        a.job.arg = &a;
        b.job.arg = &b;

        gc__helpers_post(&a.job, GC__HELPERS_MAX);
        gc__helpers_post(&b.job, GC__HELPERS_MAX);
        gc__helpers_post(&a.job, 1);
        add_numbers(&b);
        gc__helpers_join(&b.job);
        add_numbers(&a);
        gc__helpers_join(&a.job);
        assert_true(gc__helpers_idle(&a.job) && gc__helpers_idle(&b.job));
        assert_true(a.sum == (uint64_t)NUMBERS * (NUMBERS - 1) / 2 && b.sum == a.sum);
        assert_true(b.runs <= helpers && a.runs <= helpers + 1); /* it was posted twice */
    }
}

static void shared_segments_are_taken_once(void **state)
{
    static char memory[64 * sizeof(struct gc__segment)];
    struct gc__segment_pool pool;
    struct gc__worklist mine = {.pool = &pool}, other = {.pool = &pool};
    uint32_t entry;
    uint64_t sum = 0;

    gc__segment_pool_init(&pool, memory, sizeof memory);
    for (uint32_t i = 1; i <= 5000; i++)
        assert_true(gc__worklist_push(&mine, i));
    gc__worklist_share(&mine);
    assert_int_equal(gc__worklist_shared(&pool), 4);
    gc__worklist_publish(&mine, false);
    assert_true(mine.top == NULL);
    assert_int_equal(gc__worklist_shared(&pool), 5);
    assert_true(gc__worklist_steal(&mine));
    while (gc__worklist_steal(&other))
        continue;
    gc__worklist_join(&mine, &other);
    assert_true(other.top == NULL && gc__worklist_shared(&pool) == 0);
    while (gc__worklist_pop(&mine, &entry))
        sum += entry;
    assert_true(sum == 5000u * 5001 / 2);
    assert_int_equal(pool.in_use, 0);
}

/* Lists of nodes behind an array change all the time while helpers mark them. */
static void program_runs_while_helpers_mark(void **state)
{
    enum { COUNT = 60000 };
    gc_heap *heap = test_heap_with((struct gc_config){.max_old_bytes = 256u << 20});
    {
        GC_FRAME(heap, f, all, node, item);
        uint32_t random = 1;

        assert_true(gc_alloc(heap, ARRAY, 8 + 4 * COUNT, &f.all));
        for (uint32_t i = 0; i < 10 * COUNT; i++) {
            uint32_t at = (random = random * 1664525 + 1013904223) % COUNT, from = random / 7 % COUNT;
            struct array *all;

            if (i % 16 == 0)
                assert_true(gc_alloc_old(heap, NODE, sizeof(struct node), &f.node));
            else
                assert_true(gc_alloc(heap, NODE, sizeof(struct node), &f.node));
            all = as_array(f.all);
            as_node(f.node)->tag = 4711;
            gc_init(heap, as_node(f.node), &as_node(f.node)->b, gc_load(&all->items[from]));
            f.item = gc_get(heap, &all->items[from]);
            if (gc_is_cell(f.item)) /* no chain grows without end */
                gc_write(heap, as_node(f.item), &as_node(f.item)->b, gc_slot_from_int((int32_t)i));
            gc_write(heap, all, &all->items[at], gc_slot_of(heap, f.node));
            if (i % 1000 == 0) {
                gc_move_slots(heap, all, all->items, all->items + 1, COUNT - 1);
                gc_write_immediate(&all->items[COUNT - 1], gc_slot_from_int(0));
            }
            if (i % (2 * COUNT) == 0 && !heap->fast.marking)
                gc__marking_start(heap);
            if (i % (2 * COUNT) == COUNT && heap->fast.marking)
                gc__collect(heap, GC_FULL, "testing", "");
        }
        gc__collect(heap, GC_FULL, "testing", "");
        assert_true(gc_verify(heap, "after marking"));
        for (uint32_t i = 0; i < COUNT; i++) {
            gc_value item = gc_get(heap, &as_array(f.all)->items[i]);
            assert_true(!gc_is_cell(item) || as_node(item)->tag == 4711);
        }
        assert_true(heap->statistics.full_collections >= 5);
        assert_true(heap->statistics.helper_scanned_bytes <= heap->statistics.scanned_bytes);
        assert_true(heap->statistics.scanned_bytes >= 5 * COUNT * sizeof(struct node));
    }
    gc_heap_destroy(heap);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(jobs_run_and_joins_wait),
        cmocka_unit_test(shared_segments_are_taken_once),
        cmocka_unit_test(program_runs_while_helpers_mark),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
