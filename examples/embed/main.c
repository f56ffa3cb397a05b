/*
 * A host of the engine in one page: limits the heap, gives the program a function written in C, runs a script and its
 * jobs, and shows the result or the exception.
 *
 *   cc main.c $(pkg-config --cflags --libs tenure) && ./a.out
 */
#include <js/js.h>
#include <js/object.h>
#include <js/string.h>

#include <stdio.h>
#include <string.h>

static bool print(js_ctx *ctx, const js_call *call, js_value *result)
{
    GC_FRAME(js_heap(ctx), f, text);
    char *utf8;
    size_t bytes;

    f.text = *js_arg(call, 0);
    if (!js_value_is_string(f.text))
        return true; /* *result is undefined */
    if (!js_string_to_utf8_noscript(ctx, &f.text, &utf8, &bytes))
        return false; /* an exception is pending: the script sees it */
    printf("%.*s\n", (int)bytes, utf8);
    js_utf8_free(ctx, utf8, bytes);
    return true;
}

static const js_builtin functions[] = {JS_METHOD("print", print, 1)};

static const char script[] = "const fib = n => n < 2 ? n : fib(n - 1) + fib(n - 2);\n"
                             "print(`fib(20) is ${fib(20)}`);\n"
                             "Promise.resolve('a job').then(print);\n"
                             "print('the script ends');\n"
                             "if (typeof require === 'undefined') throw new TypeError('no modules here');\n";

static bool run(js_ctx *ctx)
{
    const struct js_text text = {script, strlen(script), JS_UTF8};
    uint16_t table;
    GC_FRAME(js_heap(ctx), f, global, result);

    if (!js_register_natives(ctx, functions, sizeof functions / sizeof functions[0], &table))
        return js_throw_out_of_memory(ctx);
    f.global = js_global_nogc(ctx);
    if (!js_install_natives_noscript(ctx, table, &f.global))
        return false;
    return js_eval_script(ctx, &text, "example.js", &f.result);
}

/* Shows the pending exception, and so clears it. */
static void report(js_ctx *ctx)
{
    GC_FRAME(js_heap(ctx), f, error, text);
    char *utf8;
    size_t bytes;

    js_take_exception(ctx, &f.error);
    if (!js_to_string(ctx, &f.error, &f.text) || !js_string_to_utf8_noscript(ctx, &f.text, &utf8, &bytes)) {
        js_take_exception(ctx, &f.error);
        puts("an exception that no text shows");
        return;
    }
    printf("exception: %.*s\n", (int)bytes, utf8);
    js_utf8_free(ctx, utf8, bytes);
}

int main(void)
{
    const struct js_config config = {.heap = {.max_total_bytes = 64u << 20, .at_limit = GC_AT_LIMIT_FAIL}};
    js_ctx *ctx = js_context_new(&config);

    if (ctx == NULL)
        return 1;
    if (!run(ctx))
        report(ctx);
    while (!js_run_jobs(ctx))
        report(ctx);
    js_context_free(ctx);
    return 0;
}
