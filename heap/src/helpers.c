/*
 * helpers.c: the pool of helper threads.  See helpers.h.
 *
 * All state is under one lock.  Threads are started at the first request, detached, with all signals
 * blocked, and wait for jobs until the process ends.  A child made by fork has none: the pool then counts
 * as empty and joins return at once, so a heap may be used in the child if no marking was under way.
 */
#include "helpers.h"
#include "os.h"
#include <pthread.h>

static struct {
    pthread_mutex_t lock;
    pthread_cond_t work, ended;
    unsigned count;
    bool started;
    struct gc__job *first; /* jobs with invocations wanted */
} pool = {.lock = PTHREAD_MUTEX_INITIALIZER,
          .work = PTHREAD_COND_INITIALIZER,
          .ended = PTHREAD_COND_INITIALIZER};

static void unlink_job(struct gc__job *job)
{
    struct gc__job **link = &pool.first;

    while (*link != job)
        link = &(*link)->next;
    *link = job->next;
    job->queued = false;
}

static void *help(void *unused)
{
    pthread_mutex_lock(&pool.lock);
    for (;;) {
        struct gc__job *job = pool.first;

        if (job == NULL) {
            pthread_cond_wait(&pool.work, &pool.lock);
            continue;
        }
        job->running++;
        if (--job->wanted == 0)
            unlink_job(job);
        pthread_mutex_unlock(&pool.lock);
        job->run(job);
        pthread_mutex_lock(&pool.lock);
        if (--job->running == 0)
            pthread_cond_broadcast(&pool.ended);
    }
    return unused;
}

/* In the child of a fork there is no helper, and the lock may have been held. */
static void forget_helpers(void)
{
    pthread_mutex_init(&pool.lock, NULL);
    pool.count = 0;
    pool.first = NULL;
}

static void start(void)
{
    unsigned wanted = gc__os_processors() - 1;

    pool.started = true;
    if (wanted > GC__HELPERS_MAX)
        wanted = GC__HELPERS_MAX;
    while (pool.count < wanted && gc__os_start_thread(help))
        pool.count++;
    pthread_atfork(NULL, NULL, forget_helpers);
}

unsigned gc__helpers_count(void)
{
    unsigned count;

    pthread_mutex_lock(&pool.lock);
    if (!pool.started)
        start();
    count = pool.count;
    pthread_mutex_unlock(&pool.lock);
    return count;
}

void gc__helpers_post(struct gc__job *job, unsigned count)
{
    pthread_mutex_lock(&pool.lock);
    if (count > pool.count)
        count = pool.count;
    if (job->running + job->wanted < count) {
        job->wanted = count - job->running;
        if (!job->queued) {
            job->queued = true;
            job->next = pool.first;
            pool.first = job;
        }
        pthread_cond_broadcast(&pool.work);
    }
    pthread_mutex_unlock(&pool.lock);
}

void gc__helpers_join(struct gc__job *job)
{
    pthread_mutex_lock(&pool.lock);
    if (job->queued)
        unlink_job(job);
    job->wanted = 0;
    while (job->running != 0 && pool.count != 0)
        pthread_cond_wait(&pool.ended, &pool.lock);
    pthread_mutex_unlock(&pool.lock);
}

bool gc__helpers_idle(struct gc__job *job)
{
    bool idle;

    pthread_mutex_lock(&pool.lock);
    idle = job->running == 0 && job->wanted == 0;
    pthread_mutex_unlock(&pool.lock);
    return idle;
}
