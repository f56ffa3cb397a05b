/*
 * helpers.c: see helpers.h.
 *
 * Threads: any thread may call the functions here; `pool` is read and written under its lock only.  Jobs are
 * linked while they have tickets left.  A helper that took the last ticket unlinks the job, and it touches
 * the job again only to count itself out, under the lock, while the owner waits for that: so a job may lie
 * on its owner's stack.  What the owner wrote before the offer is seen by helpers, and what they wrote by the
 * owner after gc__helpers_finish, because both passed the lock in between [helpers.handover].
 *
 * Helpers are detached, block all signals (the program's handlers never run on them), and wait for the
 * process to end.  After a fork the child has none of them: it starts with an empty pool and makes new ones
 * when it needs them; its jobs, if other threads had any, are gone with those threads [helpers.fork].
 */
#define _GNU_SOURCE
#include "helpers.h"
#include "gc/mutant.h"
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <string.h>

enum { STACK_BYTES = 256 << 10 };

static struct {
    pthread_mutex_t lock;
    pthread_cond_t offered; /* a job has tickets */
    pthread_cond_t ended;   /* a helper is done with one */
    struct gc__job *jobs;
    unsigned threads;
    unsigned process; /* counts forks */
    bool fork_hooks, refused; /* refused: the system gave no thread; not asked again */
} pool = {.lock = PTHREAD_MUTEX_INITIALIZER,
          .offered = PTHREAD_COND_INITIALIZER,
          .ended = PTHREAD_COND_INITIALIZER};

/* ---- fork ---- */

static void before_fork(void)
{
    pthread_mutex_lock(&pool.lock);
}

static void after_fork_in_parent(void)
{
    pthread_mutex_unlock(&pool.lock);
}

static void after_fork_in_child(void)
{
    pthread_mutex_init(&pool.lock, NULL);
    pthread_cond_init(&pool.offered, NULL);
    pthread_cond_init(&pool.ended, NULL);
    pool.jobs = NULL;
    pool.threads = 0;
    pool.process++;
    pool.refused = false;
}

/* ---- helpers ---- */

static void unlink_job(struct gc__job *job)
{
    for (struct gc__job **link = &pool.jobs; *link != NULL; link = &(*link)->next_job)
        if (*link == job) {
            *link = job->next_job;
            return;
        }
}

static void *helper(void *arg)
{
    (void)arg;
    pthread_mutex_lock(&pool.lock);
    for (;;) {
        struct gc__job *job = pool.jobs;
        if (job == NULL) {
            pthread_cond_wait(&pool.offered, &pool.lock);
            continue;
        }
        unsigned ticket = job->next++;
        job->running++;
        if (job->next == job->end)
            unlink_job(job);
        pthread_mutex_unlock(&pool.lock);
        job->run(job->arg, ticket);
        pthread_mutex_lock(&pool.lock);
        job->running--;
        pthread_cond_broadcast(&pool.ended);
    }
    return NULL;
}

static bool start_thread(void)
{
    pthread_attr_t attributes;
    pthread_t thread;
    sigset_t all, before;
    bool started;

    if (pthread_attr_init(&attributes) != 0)
        return false;
    pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
    pthread_attr_setstacksize(&attributes, STACK_BYTES);
    sigfillset(&all);
    pthread_sigmask(SIG_BLOCK, &all, &before);
    started = pthread_create(&thread, &attributes, helper, NULL) == 0;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    pthread_attr_destroy(&attributes);
    if (started)
        pthread_setname_np(thread, "gc-helper");
    return started;
}

unsigned gc__helpers_processors(void)
{
    cpu_set_t set;
    int count;

    if (sched_getaffinity(0, sizeof set, &set) != 0)
        return 1;
    count = CPU_COUNT(&set);
    return count < 1 ? 1 : (unsigned)count;
}

/* Under the lock. */
static void make_threads(unsigned wanted)
{
    if (!pool.fork_hooks) {
        pool.fork_hooks = true;
        pool.refused = pthread_atfork(before_fork, after_fork_in_parent, after_fork_in_child) != 0;
    }
    while (pool.threads < wanted && !pool.refused) {
        if (start_thread())
            pool.threads++;
        else
            pool.refused = true;
    }
}

/* ---- jobs ---- */

void gc__helpers_offer(struct gc__job *job, unsigned tickets, bool force)
{
    unsigned most = force ? tickets - 1 : gc__helpers_processors() - 1;

    gc_assert(tickets >= 1);
    job->next = 1;
    job->end = tickets;
    job->running = 0;
    if (tickets == 1)
        return;
    pthread_mutex_lock(&pool.lock);
    job->process = pool.process;
    make_threads(most < GC__HELPERS_MAX ? most : GC__HELPERS_MAX);
    job->next_job = pool.jobs;
    pool.jobs = job;
    for (unsigned i = 1; i < tickets && i <= pool.threads; i++)
        pthread_cond_signal(&pool.offered);
    pthread_mutex_unlock(&pool.lock);
}

/* Under the lock.  In a fork's child nobody runs what its parent offered [helpers.fork]. */
static void forget_if_forked(struct gc__job *job)
{
    if (job->process != pool.process)
        job->next = job->end = job->running = 0;
    job->process = pool.process;
}

/* Under the lock. */
static void await(struct gc__job *job)
{
    forget_if_forked(job);
    while (job->running != 0 && !GC_MUTANT(JOB_NOT_AWAITED))
        pthread_cond_wait(&pool.ended, &pool.lock);
}

unsigned gc__helpers_finish(struct gc__job *job)
{
    unsigned ran;

    if (job->end == 1)
        return 1;
    pthread_mutex_lock(&pool.lock);
    ran = job->next;
    if (job->next < job->end)
        unlink_job(job);
    await(job);
    pthread_mutex_unlock(&pool.lock);
    return ran;
}

unsigned gc__helpers_run(void (*run)(void *arg, unsigned ticket), void *arg, unsigned tickets,
                         bool force)
{
    struct gc__job job = {.run = run, .arg = arg};

    gc__helpers_offer(&job, tickets, force);
    run(arg, 0);
    return gc__helpers_finish(&job);
}

/* ---- jobs beside their owner ---- */

unsigned gc__helpers_count(void)
{
    unsigned most = gc__helpers_processors() - 1, count;

    pthread_mutex_lock(&pool.lock);
    make_threads(most < GC__HELPERS_MAX ? most : GC__HELPERS_MAX);
    count = pool.threads;
    pthread_mutex_unlock(&pool.lock);
    return count;
}

void gc__helpers_post(struct gc__job *job, unsigned count)
{
    pthread_mutex_lock(&pool.lock);
    forget_if_forked(job);
    unsigned wanted = job->end - job->next;
    if (count > pool.threads)
        count = pool.threads;
    if (job->running + wanted < count) {
        if (wanted == 0) {
            job->next_job = pool.jobs;
            pool.jobs = job;
        }
        job->end = job->next + count - job->running;
        pthread_cond_broadcast(&pool.offered);
    }
    pthread_mutex_unlock(&pool.lock);
}

void gc__helpers_join(struct gc__job *job)
{
    pthread_mutex_lock(&pool.lock);
    if (job->next != job->end)
        unlink_job(job);
    job->end = job->next;
    await(job);
    pthread_mutex_unlock(&pool.lock);
}

bool gc__helpers_idle(struct gc__job *job)
{
    bool idle;

    pthread_mutex_lock(&pool.lock);
    forget_if_forked(job);
    idle = job->running == 0 && job->next == job->end;
    pthread_mutex_unlock(&pool.lock);
    return idle;
}
