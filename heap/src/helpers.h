/*
 * helpers.h: threads that help collections, one pool for all heaps of the process.
 *
 * A job is offered with a number of tickets; a helper that is free takes one and calls the job's function
 * with it.  The caller takes ticket 0 itself and must be able to do everything alone: tickets that nobody
 * took are withdrawn when it is done.  So there is nothing that can fail, and heaps on many threads may
 * offer jobs at once: helpers go where there is a ticket.
 */
#ifndef GC_HELPERS_H
#define GC_HELPERS_H

#include "gc/base.h"

enum { GC__HELPERS_MAX = 3 };

/* In the caller's memory, from gc__helpers_offer to the end of gc__helpers_finish. */
struct gc__job {
    void (*run)(void *arg, unsigned ticket);
    void *arg;
    /* The pool's own, under its lock. */
    unsigned next, end; /* tickets not taken yet */
    unsigned running;
    unsigned process; /* the pool's, when it was offered: after a fork nobody runs it any more */
    struct gc__job *next_job;
};

/* Processors that this process may run on. */
unsigned gc__helpers_processors(void);

/*
 * Offers tickets 1 to tickets - 1 to helpers.  Makes threads, as many as there are processors but one and at
 * most GC__HELPERS_MAX, when it is called first; force: as many as there are tickets, for tests.
 */
void gc__helpers_offer(struct gc__job *job, unsigned tickets, bool force);

/* Withdraws the tickets that nobody took and waits for the functions that run.  Returns how many ran. */
unsigned gc__helpers_finish(struct gc__job *job);

/* Offers tickets, runs ticket 0 here, finishes.  Returns how many ran, the caller included. */
unsigned gc__helpers_run(void (*run)(void *arg, unsigned ticket), void *arg, unsigned tickets,
                         bool force);

/*
 * Jobs that go on beside their owner, who comes back to them; all their fields but run and arg are zero at first.
 * Post asks for helpers, so that up to count run the job at a time; it never waits, and where there are no helpers
 * nothing happens.  Join withdraws what has not begun and waits until no helper runs the job.  Idle tells whether
 * none runs it or is about to.  What one side wrote before a call is seen by the other after it.
 */
void gc__helpers_post(struct gc__job *job, unsigned count);
void gc__helpers_join(struct gc__job *job);
bool gc__helpers_idle(struct gc__job *job);

/* How many helpers there are; the first call starts them. */
unsigned gc__helpers_count(void);

#endif
