/* builtins/promise_internal.h: what the files of Promise share. */
#ifndef JS_PROMISE_INTERNAL_H
#define JS_PROMISE_INTERNAL_H

#include "builtins/promise.h"
#include "ops/ops.h"

/* A PromiseCapability record, rooted: JS_CAPABILITY(ctx, c). */
struct js_capability {
    struct gc_frame head;
    js_value promise, resolve, reject;
};
#define JS_CAPABILITY(ctx, c)                                                                      \
    struct js_capability c GC_CLEANUP(gc__frame_leave);                                            \
    gc__frame_enter((ctx)->heap, &c.head, 3)

/* 27.2.1.5 NewPromiseCapability */
JS_MUST_CHECK bool js__new_capability(js_ctx *ctx, const js_value *constructor, struct js_capability *out);
/* 27.2.1.3 CreateResolvingFunctions */
JS_MUST_CHECK bool js__resolving_functions(js_ctx *ctx, const js_value *promise, js_value *resolve,
                                           js_value *reject);
/* 27.2.5.4.1 PerformPromiseThen; handlers that are not callable count as undefined. */
JS_MUST_CHECK bool js__perform_then(js_ctx *ctx, const js_value *promise, const js_value *on_fulfilled,
                                    const js_value *on_rejected, const struct js_capability *capability);
bool js__reaction_job(js_ctx *ctx, const js_call *call, js_value *result);
bool js__thenable_job(js_ctx *ctx, const js_call *call, js_value *result);

#endif
