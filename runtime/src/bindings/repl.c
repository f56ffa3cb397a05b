/*
 * bindings/repl.c: internalBinding('repl'), and the session as the command's line editor sees it (rt/repl.h).  Without an
 * editor the session reads standard input itself.
 */
#include "runtime.h"

#include "rt/repl.h"

#include <stdlib.h>
#include <string.h>

static bool run(js_ctx *ctx, const js_call *call, js_value *result)
{
    struct rt_runtime *rt = rt__of(ctx);

    rt->hooks[RT_HOOK_SESSION] = *js_arg(call, 0);
    *result = js_bool(rt->config.line_editor != NULL && rt->config.line_editor(rt));
    return true;
}

/* session.onReady */
static bool on_ready(js_ctx *ctx, const js_call *call, js_value *result)
{
    struct rt_runtime *rt = rt__of(ctx);

    if (rt->repl_ready != NULL)
        rt->repl_ready(rt);
    return true;
}

static const js_builtin table[] = {
    JS_METHOD("run", run, 1),
    JS_HIDDEN_FUNCTION("onReady", on_ready, 0),
};
#define ON_READY_INDEX 1
RT_BINDING(repl, table, NULL);

/* ---- for the editor ---- */

uv_loop_t *rt_loop(rt_runtime *rt)
{
    return rt__loop(rt);
}

/* Calls a method of the session as an outermost call. */
static bool call_session(struct rt_runtime *rt, const char *name, const char *text, js_value *out)
{
    js_ctx *ctx = rt->ctx;
    JS_FRAME(ctx, f, method, argument);
    bool ok;

    f.argument = JS_UNDEFINED;
    ok = js_get_named(ctx, &rt->hooks[RT_HOOK_SESSION], name, &f.method) &&
         (text == NULL || rt__string(ctx, text, &f.argument)) &&
         js_call_function(ctx, &f.method, &rt->hooks[RT_HOOK_SESSION], &f.argument, text != NULL, out);
    if (!ok)
        rt__uncaught(rt, false);
    rt__tick(rt);
    return ok;
}

static enum rt_repl_state state_of(struct rt_runtime *rt, const js_value *v)
{
    RT_TEXT(text);
    JS_FRAME(rt->ctx, f, error);

    if (!js_value_is_string(*v))
        return RT_REPL_DONE;
    if (!rt__text(rt->ctx, v, &text)) {
        js_take_exception(rt->ctx, &f.error);
        return RT_REPL_DONE;
    }
    return strcmp(text.bytes, "more") == 0   ? RT_REPL_MORE
           : strcmp(text.bytes, "wait") == 0 ? RT_REPL_WAIT
           : strcmp(text.bytes, "exit") == 0 ? RT_REPL_EXIT
                                             : RT_REPL_DONE;
}

enum rt_repl_state rt_repl_feed(rt_runtime *rt, const char *line)
{
    JS_FRAME(rt->ctx, f, result);

    return call_session(rt, "feed", line, &f.result) ? state_of(rt, &f.result) : RT_REPL_DONE;
}

enum rt_repl_state rt_repl_interrupt(rt_runtime *rt)
{
    JS_FRAME(rt->ctx, f, result);

    return call_session(rt, "interrupt", NULL, &f.result) ? state_of(rt, &f.result) : RT_REPL_DONE;
}

void rt_repl_close(rt_runtime *rt)
{
    JS_FRAME(rt->ctx, f, result);

    call_session(rt, "close", NULL, &f.result);
}

void rt_repl_on_ready(rt_runtime *rt, void (*callback)(rt_runtime *rt))
{
    js_ctx *ctx = rt->ctx;
    JS_FRAME(ctx, f, function);

    rt->repl_ready = callback;
    if (!js_native_function_new_noscript(ctx, rt__binding_table(rt, &rt_binding_repl), ON_READY_INDEX,
                                         &f.function) ||
        !js_set_named(ctx, &rt->hooks[RT_HOOK_SESSION], "onReady", &f.function))
        rt__uncaught(rt, false);
}

static char *copy_text(js_ctx *ctx, const js_value *v)
{
    RT_TEXT(text);

    return rt__text(ctx, v, &text) ? strdup(text.bytes) : NULL;
}

char *rt_repl_prompt(rt_runtime *rt)
{
    js_ctx *ctx = rt->ctx;
    JS_FRAME(ctx, f, prompt, error);
    char *text = NULL;

    if (!js_get_named(ctx, &rt->hooks[RT_HOOK_SESSION], "prompt", &f.prompt) ||
        (text = copy_text(ctx, &f.prompt)) == NULL)
        js_take_exception(ctx, &f.error);
    return text;
}

/* [candidates, prefix] as C strings. */
static bool read_candidates(js_ctx *ctx, const js_value *pair, char ***out, size_t *prefix_bytes)
{
    JS_FRAME(ctx, f, list, each);
    double length;
    size_t used = 0;
    RT_TEXT(prefix);

    JS_TRY(js_get_index(ctx, pair, 1, &f.each));
    JS_TRY(rt__text(ctx, &f.each, &prefix));
    *prefix_bytes = prefix.length;
    JS_TRY(js_get_index(ctx, pair, 0, &f.list));
    JS_TRY(js_length_of_array_like(ctx, &f.list, &length));
    if (length > 10000)
        length = 10000;
    *out = calloc((size_t)length + 1, sizeof **out);
    if (*out == NULL)
        return js_throw_out_of_memory(ctx);
    for (double i = 0; i < length; i++) {
        JS_TRY(js_get_index(ctx, &f.list, i, &f.each));
        char *text = copy_text(ctx, &f.each);

        if (text == NULL)
            return js_throw_out_of_memory(ctx);
        if (text[0] != 0)
            (*out)[used++] = text;
        else
            free(text); /* a separator of groups */
    }
    return true;
}

char **rt_repl_complete(rt_runtime *rt, const char *text, size_t *prefix_bytes)
{
    js_ctx *ctx = rt->ctx;
    JS_FRAME(ctx, f, pair, error);
    char **list = NULL;

    if (!call_session(rt, "complete", text, &f.pair) || !js_value_is_object(f.pair))
        return NULL;
    if (!read_candidates(ctx, &f.pair, &list, prefix_bytes))
        js_take_exception(ctx, &f.error);
    if (list != NULL && list[0] == NULL) {
        free(list);
        list = NULL;
    }
    return list;
}
