/*
 * vm/jobs.h: the queue of jobs (9.5): promise reactions and microtasks, in order.
 */
#ifndef JS_JOBS_H
#define JS_JOBS_H

#include "js/js.h"
#include "vm/context.h"

#define JS_JOB_ARGS_MAX 16u

/* Queues a call of *function with undefined as this, in the current realm.  Runs no script. */
JS_MUST_CHECK bool js_enqueue_job_noscript(js_ctx *ctx, const js_value *function,
                                           const js_value *args, uint32_t argc);
/* The same for a C function, which must be in a registered table; its call has no callee. */
JS_MUST_CHECK bool js_enqueue_native_job_noscript(js_ctx *ctx, js_native_fn *fn,
                                                  const js_value *args, uint32_t argc);
/*
 * Makes sure that so many jobs of one argument, a cell, can be queued without an allocation [jobs.reserve]; until
 * then none may run and no other be queued.
 */
JS_MUST_CHECK bool js_reserve_jobs_noscript(js_ctx *ctx, uint32_t count);

#endif
