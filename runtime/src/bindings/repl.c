/*
 * bindings/repl.c: internalBinding('repl'): the line editor, which the command supplies (rt_set_line_editor); without
 * one the session reads standard input itself.
 */
#include "runtime.h"

static bool run(js_ctx *ctx, const js_call *call, js_value *result)
{
    struct rt_runtime *rt = rt__of(ctx);

    rt->hooks[RT_HOOK_SESSION] = *js_arg(call, 0);
    *result = js_bool(rt->config.line_editor != NULL && rt->config.line_editor(rt));
    return true;
}

static const js_builtin table[] = {JS_METHOD("run", run, 1)};
RT_BINDING(repl, table, NULL);
