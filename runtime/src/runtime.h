/* runtime.h: what the files of the runtime share. */
#ifndef RT_RUNTIME_H
#define RT_RUNTIME_H

#include "js/object.h"
#include "rt/rt.h"

struct rt_runtime {
    js_ctx *ctx;
    struct rt_config config;
};

/* The runtime of an isolate. */
struct rt_runtime *rt__of(js_ctx *ctx);

/* The heap is exhausted: prints V8's report (fatal.c); the heap aborts then. */
void rt__fatal(void *client, const char *location);

/* gc() and the object gc of --test-hooks (test_hooks.c). */
JS_MUST_CHECK bool rt__expose_gc(js_ctx *ctx, bool test_hooks);

#endif
