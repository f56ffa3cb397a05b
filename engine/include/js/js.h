/*
 * js/js.h: embedding the engine: an isolate (js_ctx) is one thread's engine with a heap of its own.
 *
 *   struct js_config config = {.stack_bytes = 0};
 *   js_ctx *ctx = js_context_new(&config);
 *   js_root root; ... js_eval_script(ctx, &text, "main.js", &result); js_run_jobs(ctx); js_context_free(ctx);
 *
 * A function that returns bool returns false with an exception pending; js_take_exception fetches it.
 */
#ifndef JS_JS_H
#define JS_JS_H

#include "js/host.h"
#include "js/native.h"
#include "js/value.h"

struct js_config {
    /* Limits, stress, verification, traces.  kinds, constants, visit_roots and client are the engine's. */
    struct gc_config heap;
    const struct js_host *host; /* NULL: no host */
    void *host_data;
    size_t stack_bytes;   /* --stack-size: of the VM stack; 0: 984 KiB */
    size_t c_stack_bytes; /* of the C stack that scripts may use; 0: as much as there is */
    uint32_t hash_seed;   /* 0: random */
    bool dump_bytecode;   /* print what is compiled, but for host's own files ("node:...") */
    bool no_realm;        /* make none: an image is going to be mapped */
};

/*
 * Makes an isolate with one realm, which is the current one.  NULL where memory does not suffice.  It belongs
 * to the calling thread, whose C stack limit is taken.
 */
js_ctx *js_context_new(const struct js_config *config);
/* Frees the isolate and all it owns.  No frame and no call may be live.  NULL is ignored. */
void js_context_free(js_ctx *ctx);

gc_heap *js_heap(const js_ctx *ctx);
void *js_host_data(const js_ctx *ctx);

/* Source text or other text of a host, in one of three encodings; it need not outlive the call. */
enum js_encoding { JS_UTF8, JS_LATIN1, JS_UTF16 };
struct js_text {
    const void *units;
    size_t length; /* in units */
    enum js_encoding encoding;
};

/*
 * Runs a classic script in the current realm; *result (rooted) is its completion value.  filename is UTF-8.
 * Jobs are not run.
 */
JS_MUST_CHECK bool js_eval_script(js_ctx *ctx, const struct js_text *text, const char *filename,
                                  js_value *result);

/*
 * Runs queued jobs until none is left.  Where one throws, returns false with the exception pending and the
 * rest still queued: handle it and call again.
 */
JS_MUST_CHECK bool js_run_jobs(js_ctx *ctx);
bool js_has_jobs(const js_ctx *ctx);
/* Ends a turn of the host's loop: what WeakRef.prototype.deref kept alive may be collected again. */
void js_clear_kept_objects(js_ctx *ctx);

/* Moves the pending exception to *out (rooted), termination too, and ends the termination. */
void js_take_exception(js_ctx *ctx, js_value *out);
bool js_is_terminating(const js_ctx *ctx);
/* Makes the program unwind at its next poll.  From any thread. */
void js_terminate(js_ctx *ctx);
/* Has host->interrupt called at the next poll.  From any thread. */
void js_interrupt(js_ctx *ctx);

/* Makes a string of the host's text.  May collect. */
JS_MUST_CHECK bool js_text_to_string(js_ctx *ctx, const struct js_text *text, js_value *out);

#endif
