/* helpers_test.c: tickets, jobs from many threads at once, forks. */
#include "test.h"
#include "helpers.h"
#include <pthread.h>
#include <sys/wait.h>
#include <unistd.h>

enum { TICKETS = 4 };

struct work {
    unsigned left;           /* atomic: items */
    unsigned done[TICKETS];  /* by ticket */
    unsigned begun[TICKETS]; /* how often each ticket was taken */
};

static void take_items(void *arg, unsigned ticket)
{
    struct work *work = arg;

    __atomic_fetch_add(&work->begun[ticket], 1, __ATOMIC_RELAXED);
    for (;;) {
        unsigned left = __atomic_load_n(&work->left, __ATOMIC_RELAXED);
        if (left == 0)
            return;
        if (__atomic_compare_exchange_n(&work->left, &left, left - 1, true, __ATOMIC_RELAXED,
                                        __ATOMIC_RELAXED))
            work->done[ticket]++; /* [helpers.handover]: read by the owner without more ado */
    }
}

static void run_job(unsigned items, unsigned tickets)
{
    struct work work = {.left = items};
    unsigned ran = gc__helpers_run(take_items, &work, tickets, true), sum = 0;

    assert_in_range(ran, 1, tickets);
    for (unsigned i = 0; i < TICKETS; i++) {
        assert_int_equal(work.begun[i], i < ran);
        sum += work.done[i];
    }
    assert_int_equal(sum, items);
}

static void every_ticket_runs_once_or_is_withdrawn(void **state)
{
    for (unsigned i = 0; i < 200; i++)
        run_job(i * 10, 1 + i % TICKETS);
}

static void *run_jobs(void *arg)
{
    (void)arg;
    for (unsigned i = 0; i < 100; i++)
        run_job(500, TICKETS);
    return NULL;
}

static void many_threads_share_the_pool(void **state)
{
    pthread_t threads[4];

    for (int i = 0; i < 4; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, run_jobs, NULL), 0);
    for (int i = 0; i < 4; i++)
        pthread_join(threads[i], NULL);
}

/* The child has no helpers of its parent, and makes new ones [helpers.fork]. */
static void a_child_starts_with_a_pool_of_its_own(void **state)
{
#ifdef __SANITIZE_THREAD__
    skip(); /* the sanitizer does not let a child of a process with threads make new ones */
#endif
    run_job(100, TICKETS);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        struct work work = {.left = 1000};
        gc__helpers_run(take_items, &work, TICKETS, true);
        _exit(work.left == 0 ? 7 : 1);
    }
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 7);
    run_job(100, TICKETS);
}

/* Posted jobs: helpers run them until they are told to stop. */
struct endless {
    struct gc__job job;
    unsigned begun; /* atomic */
    bool stop;      /* atomic */
};

static void run_until_told(void *arg, unsigned ticket)
{
    struct endless *endless = arg;

    (void)ticket;
    __atomic_fetch_add(&endless->begun, 1, __ATOMIC_RELEASE);
    while (!__atomic_load_n(&endless->stop, __ATOMIC_ACQUIRE))
        sched_yield();
}

static void post_endless(struct endless *endless)
{
    *endless = (struct endless){.job.run = run_until_told};
    endless->job.arg = endless;
    gc__helpers_post(&endless->job, 1);
    while (__atomic_load_n(&endless->begun, __ATOMIC_ACQUIRE) == 0)
        sched_yield();
}

/* A job that was running when the process forked is nobody's in the child, which has helpers of its own [helpers.fork]. */
static void a_child_does_not_wait_for_its_parents_jobs(void **state)
{
    static struct endless endless;

#ifdef __SANITIZE_THREAD__
    skip();
#endif
    if (gc__helpers_count() == 0)
        skip();
    post_endless(&endless);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        struct work work = {.left = 1000};

        alarm(20);
        gc__helpers_run(take_items, &work, TICKETS, true);
        if (!gc__helpers_idle(&endless.job))
            _exit(1);
        gc__helpers_join(&endless.job);
        _exit(7);
    }
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 7);
    __atomic_store_n(&endless.stop, true, __ATOMIC_RELEASE);
    gc__helpers_join(&endless.job);
}

/* A heap on each of several threads, all scavenging and compacting with helpers. */
static void *use_heap(void *arg)
{
    gc_heap *heap = test_heap_with((struct gc_config){.max_old_bytes = 64u << 20,
                                                      .scavenge_helpers = 2,
                                                      .compact_helpers = 2,
                                                      .compact_always = true,
                                                      .verify = true});
    (void)arg;
    {
        GC_FRAME(heap, f, list, cell);

        for (unsigned i = 0; i < 20000; i++) {
            assert_true(gc_alloc(heap, NODE, sizeof(struct node), &f.cell));
            as_node(f.cell)->tag = i;
            gc_init(heap, as_node(f.cell), &as_node(f.cell)->a, gc_slot_of(heap, f.list));
            f.list = f.cell;
            if (i % 5000 == 0)
                gc_collect(heap, i % 10000 == 0 ? GC_FULL : GC_YOUNG, "testing");
        }
        f.cell = f.list;
        for (unsigned i = 20000; i-- != 0; f.cell = gc_get(heap, &as_node(f.cell)->a))
            assert_int_equal(as_node(f.cell)->tag, i);
    }
    gc_heap_destroy(heap);
    return NULL;
}

static void heaps_on_many_threads_collect_at_once(void **state)
{
    pthread_t threads[3];

    for (int i = 0; i < 3; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, use_heap, NULL), 0);
    for (int i = 0; i < 3; i++)
        pthread_join(threads[i], NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_ticket_runs_once_or_is_withdrawn),
        cmocka_unit_test(many_threads_share_the_pool),
        cmocka_unit_test(a_child_starts_with_a_pool_of_its_own),
        cmocka_unit_test(a_child_does_not_wait_for_its_parents_jobs),
        cmocka_unit_test(heaps_on_many_threads_collect_at_once),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
