/*
 * test262.c: one conformance test in a bare realm: `print` and `$262` as test262's INTERPRETING.md asks for
 * them, nothing of Node.  The contract with the runner, exit codes included, is in rt_run_test262's callers:
 * 0 nothing was thrown, 1 thrown at run time, 2 not parsed, 3 a module that cannot be linked.
 */
#include "runtime.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum status { PASSED = 0, THREW = 1, NOT_PARSED = 2, NOT_LINKED = 3 };

static uint16_t table_number;

static bool make_262(js_ctx *ctx, js_value *out);

static bool print_line(js_ctx *ctx, FILE *file, const js_value *string)
{
    char *text;
    size_t bytes;

    JS_TRY(js_string_to_utf8_noscript(ctx, string, &text, &bytes));
    fwrite(text, 1, bytes, file);
    putc('\n', file);
    js_utf8_free(ctx, text, bytes);
    return true;
}

static bool print(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_FRAME(ctx, f, text);

    JS_TRY(js_to_string(ctx, js_arg(call, 0), &f.text));
    return print_line(ctx, stdout, &f.text);
}

/* $262.createRealm(): the $262 of a new realm. */
static bool create_realm(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_FRAME(ctx, f, old, realm, value);
    bool ok;

    f.old = js_current_realm_nogc(ctx);
    JS_TRY(js_realm_create_noscript(ctx, &f.realm));
    js_realm_set_nogc(ctx, &f.realm);
    ok = make_262(ctx, &f.value);
    js_realm_set_nogc(ctx, &f.old);
    *result = f.value;
    return ok;
}

static bool detach_array_buffer(js_ctx *ctx, const js_call *call, js_value *result)
{
    *result = JS_NULL;
    return js_array_buffer_detach(ctx, js_arg(call, 0));
}

/* The callee's realm is current while it runs, so this evaluates in the realm of its $262. */
static bool eval_script(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_FRAME(ctx, f, source, name, script);

    JS_TRY(js_to_string(ctx, js_arg(call, 0), &f.source));
    JS_TRY(js_string_from_ascii_noscript(ctx, "evalScript", &f.name));
    JS_TRY(js_compile_script(ctx, &f.source, &f.name, 0, false, &f.script));
    return js_run_compiled(ctx, &f.script, result);
}

static bool collect(js_ctx *ctx, const js_call *call, js_value *result)
{
    js_clear_kept_objects(ctx);
    gc_collect(js_heap(ctx), GC_FULL, "testing");
    return true;
}

static const js_builtin table[] = {
    JS_METHOD("createRealm", create_realm, 0),
    JS_METHOD("detachArrayBuffer", detach_array_buffer, 1),
    JS_METHOD("evalScript", eval_script, 1),
    JS_METHOD("gc", collect, 0),
    JS_HIDDEN_FUNCTION("print", print, 1),
};
#define PRINT_INDEX 4

/* $262 of the current realm, which it and print become properties of. */
static bool make_262(js_ctx *ctx, js_value *out)
{
    JS_FRAME(ctx, f, object, global, print);

    JS_TRY(js_object_new_noscript(ctx, &f.object));
    JS_TRY(js_install_natives_noscript(ctx, table_number, &f.object));
    f.global = js_global_nogc(ctx);
    JS_TRY(js_define_named(ctx, &f.object, "global", &f.global, JS_HIDDEN_ATTRIBUTES));
    JS_TRY(js_define_named(ctx, &f.global, "$262", &f.object, JS_HIDDEN_ATTRIBUTES));
    JS_TRY(js_native_function_new_noscript(ctx, table_number, PRINT_INDEX, &f.print));
    JS_TRY(js_define_named(ctx, &f.global, "print", &f.print, JS_HIDDEN_ATTRIBUTES));
    *out = f.object;
    return true;
}

/* ---- reporting ---- */

/* "NAME: MESSAGE" of an error; ToString of anything else.  Runs script. */
static bool describe(js_ctx *ctx, const js_value *error, FILE *file)
{
    JS_FRAME(ctx, f, constructor, name, message, text);

    if (!js_value_is_object(*error)) {
        if (js_value_is_symbol(*error))
            return fputs("Symbol()\n", file) >= 0;
        JS_TRY(js_to_string(ctx, error, &f.text));
        return print_line(ctx, file, &f.text);
    }
    JS_TRY(js_get_named(ctx, error, "constructor", &f.constructor));
    JS_TRY(js_get_named(ctx, &f.constructor, "name", &f.name));
    JS_TRY(js_to_string(ctx, &f.name, &f.name));
    JS_TRY(js_get_named(ctx, error, "message", &f.message));
    JS_TRY(js_to_string(ctx, &f.message, &f.message));
    char *name;
    size_t bytes;

    JS_TRY(js_string_to_utf8_noscript(ctx, &f.name, &name, &bytes));
    fprintf(file, "%s: ", name);
    js_utf8_free(ctx, name, bytes);
    return print_line(ctx, file, &f.message);
}

/* Whether an exception is an object whose constructor is called SyntaxError. */
static bool is_syntax_error(js_ctx *ctx, const js_value *error)
{
    JS_FRAME(ctx, f, constructor, name);
    char *name;
    size_t bytes;
    bool is;

    if (!js_value_is_object(*error) || !js_get_named(ctx, error, "constructor", &f.constructor) ||
        !js_get_named(ctx, &f.constructor, "name", &f.name) || !js_value_is_string(f.name) ||
        !js_string_to_utf8_noscript(ctx, &f.name, &name, &bytes))
        return false;
    is = strcmp(name, "SyntaxError") == 0;
    js_utf8_free(ctx, name, bytes);
    return is;
}

static int report(js_ctx *ctx, enum status status)
{
    JS_FRAME(ctx, f, error, second);

    js_take_exception(ctx, &f.error);
    fflush(stdout);
    fputs("Uncaught ", stderr);
    if (!describe(ctx, &f.error, stderr)) {
        js_take_exception(ctx, &f.second);
        fputs("exception that cannot be shown\n", stderr);
    }
    if (status == NOT_LINKED && is_syntax_error(ctx, &f.error))
        return NOT_PARSED;
    return status;
}

/* ---- running ---- */

static int run_jobs(js_ctx *ctx)
{
    return js_run_jobs(ctx) ? PASSED : report(ctx, THREW);
}

static bool read_source(js_ctx *ctx, const char *path, js_value *source, js_value *name)
{
    size_t bytes;
    int error;
    char *text = rt_read_all(path, -1, &bytes, &error);
    bool ok;

    if (text == NULL)
        return js_throw_plain_error(ctx, "cannot read %s", path);
    ok = js_string_from_utf8_noscript(ctx, text, bytes, source) &&
         js_string_from_utf8_noscript(ctx, path, strlen(path), name);
    free(text);
    return ok;
}

static int run_script(js_ctx *ctx, const char *path, bool strict, bool module)
{
    JS_FRAME(ctx, f, source, name, script, result);

    if (!read_source(ctx, path, &f.source, &f.name))
        return report(ctx, THREW);
    if (module) {
        if (!js_compile_module(ctx, &f.source, &f.name, &f.script))
            return report(ctx, NOT_LINKED);
    } else if (!js_compile_script(ctx, &f.source, &f.name, 0, strict, &f.script)) {
        return report(ctx, NOT_PARSED);
    }
    if (!js_run_compiled(ctx, &f.script, &f.result))
        return report(ctx, THREW);
    return PASSED;
}

static int run_all(js_ctx *ctx, const struct rt_test262 *test)
{
    JS_FRAME(ctx, f, object);
    int status = PASSED;

    if (!js_register_natives(ctx, table, sizeof table / sizeof table[0], &table_number) ||
        !make_262(ctx, &f.object))
        return report(ctx, THREW);
    for (size_t i = 0; i < test->prelude_count && status == PASSED; i++)
        status = run_script(ctx, test->preludes[i], false, false);
    if (status == PASSED)
        status = run_script(ctx, test->file, test->strict, test->module);
    while (status == PASSED && js_has_jobs(ctx)) {
        status = run_jobs(ctx);
        js_clear_kept_objects(ctx);
    }
    return status;
}

int rt_run_test262(const struct js_config *config, const struct rt_test262 *test)
{
    js_ctx *ctx = rt__make_context(config, test->image);
    int status;

    if (ctx == NULL) {
        fputs("Uncaught Error: no memory for an isolate\n", stderr);
        return THREW;
    }
    status = run_all(ctx, test);
    js_context_free(ctx);
    fflush(stdout);
    return status;
}
