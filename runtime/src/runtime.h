/*
 * runtime.h: what the files of the runtime share.  The contract with the library's JavaScript is
 * runtime/lib/BINDINGS.md.
 */
#ifndef RT_RUNTIME_H
#define RT_RUNTIME_H

#include "js/object.h"
#include "rt/rt.h"

#include <uv.h>

/* What bootstrap.js returns, in the order of their roots. */
enum rt_hook {
    RT_HOOK_MAIN,
    RT_HOOK_TICK,
    RT_HOOK_UNCAUGHT,
    RT_HOOK_BEFORE_EXIT,
    RT_HOOK_EXIT,
    RT_HOOK_PROCESS_TIMERS,    /* from internalBinding('timers').setup */
    RT_HOOK_PROCESS_IMMEDIATE,
    RT_HOOK_REJECT,            /* from setPromiseRejectCallback */
    RT_HOOK_REJECTIONS,        /* an array: type, promise, reason of each that RT_HOOK_REJECT is to hear of */
    RT_HOOK_TICK_INFO,         /* the buffer of task_queue.tickInfo */
    RT_HOOK_HRTIME,            /* that of process_methods.hrtimeBuffer */
    RT_HOOK_SESSION,           /* of the REPL */
    RT_HOOK_PRESSURE,          /* who listens to 'memoryPressure' (process_methods.watchPressure) */
    RT_HOOK_COUNT
};

struct rt_binding;
struct rt_reader;

struct rt_runtime {
    js_ctx *ctx;
    struct rt_config config;
    uint64_t start_ns;        /* uv_hrtime at the start */
    double time_origin_ms;    /* the same since 1970 */

    struct gc_root_table roots;
    js_value hooks[RT_HOOK_COUNT];
    struct gc_root_table binding_roots;
    js_value *bindings; /* made ones, by number */
    uint16_t *binding_tables;

    uint8_t *tick_flags; /* the bytes of task_queue.tickInfo, which the binding keeps alive */
    uint32_t *hrtime;    /* and those of process_methods.hrtimeBuffer */
    void (*repl_ready)(rt_runtime *rt); /* rt_repl_on_ready's */
    char *title;         /* process.title, where it was set */
    bool running_jobs;
    uint8_t pressure;     /* enum gc_pressure told last, while somebody listens */
    uint8_t pressure_tick; /* of the reducer: every fourth looks at the system */
    bool has_rejections;
    bool lost_rejections; /* there was no memory to note one */
    bool hooks_ready; /* exceptions have somewhere to go */

    uv_loop_t loop;           /* made when first needed */
    bool loop_ready;
    uv_timer_t timer;
    uv_timer_t reducer;         /* collects once a program that had been busy is idle */
    uint64_t reducer_allocated; /* bytes allocated up to its last tick, and to its last collection */
    uint64_t reducer_collected;
    size_t reducer_buffers; /* bytes of buffers after that */
    uint8_t reducer_quiet;  /* looks in a row that found a still program and nothing to do */
    uv_check_t check;
    uv_idle_t idle;           /* active: poll does not block */
    uint64_t loop_start_ms;
    struct rt_reader *readers; /* bindings/stdio_read.c */
    struct rt_signal *signals; /* bindings/signals.c */
    struct rt_gc_observer *gc_observer; /* bindings/performance.c; made when first needed */
};

/* An isolate, from an image unless that is NULL.  NULL, with a line on stderr, where the image is no good. */
js_ctx *rt__make_context(const struct js_config *config, const char *image);

/* The runtime of an isolate. */
struct rt_runtime *rt__of(js_ctx *ctx);

/* ---- running (start.c, loop.c) ---- */

/* The loop, made at first use. */
uv_loop_t *rt__loop(struct rt_runtime *rt);
/* Until nothing is left: the loop, beforeExit, the loop again.  Returns the exit status. */
int rt__run_loop(struct rt_runtime *rt);
void rt__loop_close(struct rt_runtime *rt);
/* Before the loop is closed: bindings/stdio_read.c, bindings/signals.c. */
void rt__readers_close(struct rt_runtime *rt);
void rt__signals_close(struct rt_runtime *rt);
/* After the loop was closed, before the heap's end. */
void rt__gc_observer_free(struct rt_runtime *rt);

/*
 * Calls a hook with args from outside all script; an exception goes to the hook `uncaught`, and false is
 * returned where the program dealt with it (else the process ends).  *out: a rooted slot.
 */
bool rt__call_hook(struct rt_runtime *rt, enum rt_hook hook, const js_value *args, uint32_t argc,
                   js_value *out);
/* The same for any function. */
bool rt__call_outermost(struct rt_runtime *rt, const js_value *function, const js_value *args,
                        uint32_t argc, js_value *out);
/* After each outermost call: nextTick queue, microtasks, unhandled rejections. */
void rt__tick(struct rt_runtime *rt);
/* The pending exception goes to the hook `uncaught`.  Returns if the program dealt with it. */
void rt__uncaught(struct rt_runtime *rt, bool from_promise);
/* Ends the process at once; standard output is flushed, nothing else. */
_Noreturn void rt__exit(int status);

/* The one timer of the library (its argument at least 1), and its wish to be called in the check phase. */
void rt__timer_schedule(struct rt_runtime *rt, uint64_t ms);
void rt__timer_ref(struct rt_runtime *rt, bool ref);
void rt__immediate(struct rt_runtime *rt, bool pending, bool ref);

/* Runs microtasks until none is left; what they throw goes to rt__uncaught.  False: terminated. */
JS_MUST_CHECK bool rt__run_jobs(struct rt_runtime *rt);

/* host->promise_rejection */
void rt__promise_rejection(js_ctx *ctx, const js_value *promise, const js_value *reason, bool handled);

/* The heap is exhausted: prints V8's report (fatal.c); the heap aborts then. */
void rt__fatal(void *client, const char *location);

/* gc() and the object gc of --test-hooks (test_hooks.c). */
JS_MUST_CHECK bool rt__expose_gc(js_ctx *ctx, bool test_hooks);

/* ---- internalBinding (bindings.c) ---- */

struct rt_binding {
    const char *name;
    const js_builtin *table; /* methods of the binding object; hidden entries are its own */
    const size_t *count;
    /* Adds what is no method; may be NULL. */
    bool (*init)(js_ctx *ctx, const js_value *object);
};
#define RT_BINDING(name_, table_, init_)                                                           \
    static const size_t table_##_count = sizeof table_ / sizeof table_[0];                         \
    const struct rt_binding rt_binding_##name_ = {#name_, table_, &table_##_count, init_}

/* Registers the tables of all bindings. */
JS_MUST_CHECK bool rt__bindings_init(struct rt_runtime *rt);
void rt__bindings_free(struct rt_runtime *rt);
/* internalBinding(name) */
JS_MUST_CHECK bool rt__get_binding(js_ctx *ctx, const char *name, js_value *out);
/* The number of a binding's table of natives. */
uint16_t rt__binding_table(struct rt_runtime *rt, const struct rt_binding *binding);
/* The function internalBinding itself. */
JS_MUST_CHECK bool rt__internal_binding_function(struct rt_runtime *rt, js_value *out);
/* Compiles a file of the library: a function of its parameters. */
JS_MUST_CHECK bool rt__compile_builtin(js_ctx *ctx, const char *id, js_value *out);

/* ---- arguments and results (values.c) ---- */

/* UTF-8 text of a string, freed when the variable goes out of scope: RT_TEXT(t); rt__text(ctx, &v, &t). */
struct rt_text {
    js_ctx *ctx;
    char *bytes; /* zero-terminated */
    size_t length;
};
void rt__text_leave(struct rt_text *text);
#define RT_TEXT(name) struct rt_text name GC_CLEANUP(rt__text_leave) = {0}
/* *v is a string (else it is converted). */
JS_MUST_CHECK bool rt__text(js_ctx *ctx, const js_value *v, struct rt_text *out);

/* Numbers that JavaScript has checked; of anything else, 0. */
double rt__number_arg(const js_call *call, uint32_t i);
int64_t rt__integer_arg(const js_call *call, uint32_t i);
int rt__int_arg(const js_call *call, uint32_t i);
/* The bytes of a view; throws TypeError for anything else. */
JS_MUST_CHECK bool rt__bytes_arg(js_ctx *ctx, const js_call *call, uint32_t i, uint8_t **data,
                                 size_t *length);
/* The same for a Float64Array of at least count numbers. */
JS_MUST_CHECK bool rt__doubles_arg(js_ctx *ctx, const js_call *call, uint32_t i, size_t count,
                                   double **out);

/* Own properties for building objects; text is UTF-8. */
JS_MUST_CHECK bool rt__set_number(js_ctx *ctx, const js_value *object, const char *name, double number);
JS_MUST_CHECK bool rt__set_text(js_ctx *ctx, const js_value *object, const char *name, const char *text);
JS_MUST_CHECK bool rt__set_bool(js_ctx *ctx, const js_value *object, const char *name, bool flag);
JS_MUST_CHECK bool rt__set_value(js_ctx *ctx, const js_value *object, const char *name,
                                 const js_value *value);
JS_MUST_CHECK bool rt__push_text(js_ctx *ctx, const js_value *array, const char *text);
JS_MUST_CHECK bool rt__push_number(js_ctx *ctx, const js_value *array, double number);
JS_MUST_CHECK bool rt__push_bool(js_ctx *ctx, const js_value *array, bool flag);
JS_MUST_CHECK bool rt__string(js_ctx *ctx, const char *utf8, js_value *out);

/* Throws the error of a failed system call, `error` a libuv code; path and dest may be NULL.  Returns false. */
bool rt__throw_uv(js_ctx *ctx, int error, const char *syscall, const char *path, const char *dest);

#endif
