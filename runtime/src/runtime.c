/*
 * runtime.c: a runtime's life, and running programs.
 */
#include "runtime.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct rt_runtime *rt__of(js_ctx *ctx)
{
    return js_host_data(ctx);
}

js_ctx *rt_ctx(const rt_runtime *rt)
{
    return rt->ctx;
}

/* console.log of strings, numbers and the like. */
static bool console_log(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_FRAME(ctx, f, text);

    for (uint32_t i = 0; i < call->argc; i++) {
        char *text;
        size_t bytes;

        JS_TRY(js_to_string(ctx, &call->args[i], &f.text));
        JS_TRY(js_string_to_utf8_noscript(ctx, &f.text, &text, &bytes));
        if (i > 0)
            putchar(' ');
        fwrite(text, 1, bytes, stdout);
        js_utf8_free(ctx, text, bytes);
    }
    putchar('\n');
    return true;
}

static const js_builtin console[] = {JS_METHOD("log", console_log, 0)};

static bool set_up(rt_runtime *rt)
{
    uint16_t number;
    js_ctx *ctx = rt->ctx;
    JS_FRAME(ctx, f, global, console);

    JS_TRY(js_register_natives(ctx, console, 1, &number));
    JS_TRY(js_object_new_noscript(ctx, &f.console));
    JS_TRY(js_install_natives_noscript(ctx, number, &f.console));
    f.global = js_global_nogc(ctx);
    JS_TRY(js_define_named(ctx, &f.global, "console", &f.console, JS_HIDDEN_ATTRIBUTES));
    if (rt->config.expose_gc || rt->config.test_hooks)
        JS_TRY(rt__expose_gc(ctx, rt->config.test_hooks));
    return true;
}

rt_runtime *rt_new(const struct rt_config *config)
{
    rt_runtime *rt = calloc(1, sizeof *rt);
    struct js_config engine = config->engine;

    if (rt == NULL)
        return NULL;
    rt->config = *config;
    engine.host_data = rt;
    engine.heap.fatal = rt__fatal;
    rt->ctx = js_context_new(&engine);
    if (rt->ctx != NULL && set_up(rt))
        return rt;
    rt_free(rt);
    return NULL;
}

void rt_free(rt_runtime *rt)
{
    if (rt == NULL)
        return;
    js_context_free(rt->ctx);
    free(rt);
}

static bool run_source(js_ctx *ctx, const char *name, const char *text, size_t bytes)
{
    JS_FRAME(ctx, f, source, name, script, result);

    JS_TRY(js_string_from_utf8_noscript(ctx, text, bytes, &f.source));
    JS_TRY(js_string_from_utf8_noscript(ctx, name, strlen(name), &f.name));
    JS_TRY(js_compile_script(ctx, &f.source, &f.name, 0, false, &f.script));
    JS_TRY(js_run_compiled(ctx, &f.script, &f.result));
    return js_run_jobs(ctx);
}

static int report(js_ctx *ctx)
{
    JS_FRAME(ctx, f, error, stack);
    char *text;
    size_t bytes;

    js_take_exception(ctx, &f.error);
    fflush(stdout);
    if (js_value_is_object(f.error) && js_get_named(ctx, &f.error, "stack", &f.stack) &&
        js_to_string(ctx, &f.stack, &f.stack) &&
        js_string_to_utf8_noscript(ctx, &f.stack, &text, &bytes)) {
        fprintf(stderr, "Uncaught %s\n", text);
        js_utf8_free(ctx, text, bytes);
    } else {
        fputs("Uncaught exception\n", stderr);
    }
    return 1;
}

int rt_run_text(rt_runtime *rt, const char *name, const char *text, size_t bytes, bool print)
{
    return run_source(rt->ctx, name, text, bytes) ? 0 : report(rt->ctx);
}

int rt_run_file(rt_runtime *rt, const char *path)
{
    size_t bytes;
    int error, status;
    char *text = rt_read_all(path, -1, &bytes, &error);

    if (text == NULL) {
        fprintf(stderr, "tenure: cannot read %s\n", path);
        return 1;
    }
    status = rt_run_text(rt, path, text, bytes, false);
    free(text);
    return status;
}

int rt_run_repl(rt_runtime *rt)
{
    return 1;
}

int rt_check_file(rt_runtime *rt, const char *path)
{
    return 1;
}
