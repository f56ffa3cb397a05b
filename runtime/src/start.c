/*
 * start.c: running a program: bootstrap.js sets the library up, its hook `main` runs the program, the loop runs what the
 * program left behind.
 *
 * Exit statuses are Node's: 0, process.exitCode, 1 for an uncaught exception, 7 where its report fails too.
 */
#include "runtime.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define EXIT_UNCAUGHT        1
#define EXIT_HANDLER_FAILED  7

/* ---- exceptions that nobody caught ---- */

/*
 * The stack of an error, or the value as text, without the library's help.  Errors of exhausted memory have no
 * stack, and may be printed when there is no memory for their text either.
 */
static void print_plainly(js_ctx *ctx, const js_value *error)
{
    JS_FRAME(ctx, f, text, second);
    RT_TEXT(text);

    fflush(stdout);
    f.text = *error;
    if (js_value_is_object(*error) && !js_get_named(ctx, error, "stack", &f.text))
        js_take_exception(ctx, &f.text);
    if (rt__text(ctx, &f.text, &text))
        fprintf(stderr, "Uncaught %s\n", text.bytes);
    else
        fprintf(stderr, "Uncaught %s\n", js_is_out_of_memory_nogc(ctx, *error)
                                             ? "RangeError: " JS_OUT_OF_MEMORY_TEXT
                                             : "exception");
}

void rt__uncaught(struct rt_runtime *rt, bool from_promise)
{
    js_ctx *ctx = rt->ctx;
    const bool terminated = js_is_terminating(ctx);
    JS_FRAME(ctx, f, error, result);
    GC_FRAME(js_heap(ctx), args, error, from_promise);

    js_take_exception(ctx, &f.error);
    if (terminated)
        rt__exit(EXIT_UNCAUGHT);
    if (!rt->hooks_ready) {
        print_plainly(ctx, &f.error);
        rt__exit(EXIT_UNCAUGHT);
    }
    args.error = f.error;
    args.from_promise = js_bool(from_promise);
    if (js_call_function(ctx, &rt->hooks[RT_HOOK_UNCAUGHT], &js_undefined_value, &args.error, 2,
                         &f.result))
        return;
    js_take_exception(ctx, &f.result);
    print_plainly(ctx, &f.error);
    if (js_is_out_of_memory_nogc(ctx, f.result)) /* the library had no memory to report it with */
        rt__exit(EXIT_UNCAUGHT);
    print_plainly(ctx, &f.result);
    rt__exit(EXIT_HANDLER_FAILED);
}

/* ---- bootstrap ---- */

static const char *const hook_names[] = {
    [RT_HOOK_MAIN] = "main",
    [RT_HOOK_TICK] = "tick",
    [RT_HOOK_UNCAUGHT] = "uncaught",
    [RT_HOOK_BEFORE_EXIT] = "beforeExit",
    [RT_HOOK_EXIT] = "exit",
};

static bool bootstrap(struct rt_runtime *rt)
{
    js_ctx *ctx = rt->ctx;
    JS_FRAME(ctx, f, function, hooks);
    GC_FRAME(js_heap(ctx), args, internal_binding, global);

    JS_TRY(rt__compile_builtin(ctx, "bootstrap", &f.function));
    JS_TRY(rt__internal_binding_function(rt, &args.internal_binding));
    args.global = js_global_nogc(ctx);
    JS_TRY(js_call_function(ctx, &f.function, &js_undefined_value, &args.internal_binding, 2, &f.hooks));
    for (unsigned i = 0; i <= RT_HOOK_EXIT; i++)
        JS_TRY(js_get_named(ctx, &f.hooks, hook_names[i], &rt->hooks[i]));
    rt->hooks_ready = true;
    return true;
}

static bool prepare(struct rt_runtime *rt)
{
    JS_TRY(bootstrap(rt));
    if (rt->config.expose_gc || rt->config.test_hooks)
        JS_TRY(rt__expose_gc(rt->ctx, rt->config.test_hooks));
    return true;
}

/* ---- programs ---- */

static bool make_flags(struct rt_runtime *rt, bool print, js_value *out)
{
    js_ctx *ctx = rt->ctx;
    JS_FRAME(ctx, f, flags, modules);

    JS_TRY(js_object_new_noscript(ctx, &f.flags));
    JS_TRY(rt__set_bool(ctx, &f.flags, "print", print));
    if (rt->config.require_count > 0) {
        JS_TRY(js_array_new_noscript(ctx, 0, &f.modules));
        for (int i = 0; i < rt->config.require_count; i++)
            JS_TRY(rt__push_text(ctx, &f.modules, rt->config.require[i]));
        JS_TRY(rt__set_value(ctx, &f.flags, "require", &f.modules));
    }
    *out = f.flags;
    return true;
}

static int run(struct rt_runtime *rt, const char *mode, const char *text, size_t bytes, bool print)
{
    js_ctx *ctx = rt->ctx;
    JS_FRAME(ctx, f, result);
    GC_FRAME(js_heap(ctx), args, mode, text, flags);

    if (!prepare(rt) || !rt__string(ctx, mode, &args.mode) ||
        !js_string_from_utf8_noscript(ctx, text, bytes, &args.text) ||
        !make_flags(rt, print, &args.flags)) {
        rt__uncaught(rt, false);
        return EXIT_UNCAUGHT;
    }
    rt__call_hook(rt, RT_HOOK_MAIN, &args.mode, 3, &f.result);
    args.text = JS_UNDEFINED;
    return rt__run_loop(rt);
}

int rt_run_file(rt_runtime *rt, const char *path)
{
    return run(rt, "script", path, strlen(path), false);
}

int rt_run_text(rt_runtime *rt, const char *name, const char *text, size_t bytes, bool print)
{
    return run(rt, strcmp(name, "[eval]") == 0 ? "eval" : "stdin", text, bytes, print);
}

int rt_run_repl(rt_runtime *rt)
{
    return run(rt, "repl", "", 0, false);
}

static bool check(js_ctx *ctx, const char *path, const char *text, size_t bytes)
{
    JS_FRAME(ctx, f, source, name, names, function);

    JS_TRY(js_string_from_utf8_noscript(ctx, text, bytes, &f.source));
    JS_TRY(rt__string(ctx, path, &f.name));
    JS_TRY(js_array_new_noscript(ctx, 0, &f.names));
    return js_compile_function(ctx, &f.source, &f.name, &f.names, 0, &f.function);
}

int rt_check_file(rt_runtime *rt, const char *path)
{
    size_t bytes;
    int error;
    char *text = rt_read_all(path, -1, &bytes, &error);

    if (text == NULL) {
        fprintf(stderr, "tenure: cannot read %s: %s\n", path, uv_strerror(error));
        return EXIT_UNCAUGHT;
    }
    if (bytes > 1 && text[0] == '#' && text[1] == '!')
        text[0] = text[1] = '/';
    if (!prepare(rt) || !check(rt->ctx, path, text, bytes))
        rt__uncaught(rt, false);
    free(text);
    return 0;
}
