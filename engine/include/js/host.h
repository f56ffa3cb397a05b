/*
 * js/host.h: what the engine asks of its host.  The engine itself does no I/O.
 */
#ifndef JS_HOST_H
#define JS_HOST_H

#include "js/value.h"

struct js_host {
    double (*now_ms)(js_ctx *ctx);               /* wall clock, ms since 1970; NULL: the system's */
    uint64_t (*random_seed)(js_ctx *ctx);        /* NULL: the system's */
    /* A job was queued where the queue had been empty; may be NULL. */
    void (*jobs_queued)(js_ctx *ctx);
    /*
     * HostPromiseRejectionTracker: *promise was rejected without a handler (handled false), or got its
     * first handler after that (true).  May be NULL.
     */
    void (*promise_rejection)(js_ctx *ctx, const js_value *promise, const js_value *reason, bool handled);
    /* JS_INTERRUPT_HOST: false terminates the program.  May run script. */
    bool (*interrupt)(js_ctx *ctx);
    /*
     * Formats the `stack` of an error: NULL uses the engine's format.
     */
    bool (*prepare_stack)(js_ctx *ctx, const js_value *error, js_value *out);
    /* import(): NULL rejects.  Sets *promise. */
    bool (*import_dynamically)(js_ctx *ctx, const js_value *specifier, const js_value *referrer,
                               js_value *promise);
};

#endif
