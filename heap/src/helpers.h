/*
 * helpers.h: threads that take part in collections, one pool a process, whatever the number of heaps.
 *
 * A job is a function that helpers call, each once for an invocation that was asked for; they leave by
 * returning.  Posting never waits and never fails: where there are no helpers nothing happens, so the
 * poster does the work itself, or what is left of it, after joining.
 */
#ifndef GC_HELPERS_H
#define GC_HELPERS_H

#include "gc/base.h"

enum { GC__HELPERS_MAX = 3 };

struct gc__job {
    void (*run)(struct gc__job *job); /* on a helper's thread */
    /* The pool's, under its lock: */
    unsigned wanted;  /* invocations asked for and not begun */
    unsigned running; /* begun and not ended */
    bool queued;
    struct gc__job *next;
};

/* How many helpers there are: one less than processors, at most GC__HELPERS_MAX.  The first call starts them. */
unsigned gc__helpers_count(void);

/* Asks for helpers, so that up to count run the job at a time.  What was written before is seen by them. */
void gc__helpers_post(struct gc__job *job, unsigned count);

/* Withdraws what has not begun and waits until no helper runs the job; what they wrote is seen then. */
void gc__helpers_join(struct gc__job *job);

/* Whether no helper runs the job or is about to.  What they wrote is seen if so. */
bool gc__helpers_idle(struct gc__job *job);

#endif
