/*
 * builtins/finalization.h: FinalizationRegistry's part in collections and jobs.
 *
 * After a collection that cleared weak slots the isolate remembers that registries may have dead entries
 * (ctx->state->finalization_due).  Once the queue of jobs has run empty, a cleanup job is queued for each
 * registry that has some; it calls the cleanup function, entry by entry [finalization.after-jobs].
 */
#ifndef JS_FINALIZATION_H
#define JS_FINALIZATION_H

#include "vm/context.h"

/* To be called after each collection; allocates nothing. */
void js_finalization_after_collection_nogc(js_ctx *ctx, bool cleared_weak);
/* Whether there is something to look through. */
bool js_finalization_is_due_nogc(const js_ctx *ctx);
/* Queues the cleanup jobs that are due.  Runs no script. */
JS_MUST_CHECK bool js_queue_finalization_jobs_noscript(js_ctx *ctx);

#endif
