/*
 * bindings/contextify.c: internalBinding('contextify'): source text to functions and scripts.
 */
#include "runtime.h"

/* compileFunction(source, file, params, lineOffset, columnOffset) */
static bool compile_function(js_ctx *ctx, const js_call *call, js_value *result)
{
    if (!js_value_is_string(*js_arg(call, 0)) || !js_value_is_string(*js_arg(call, 1)))
        return js_throw_type_error(ctx, "source and file must be strings");
    return js_compile_function(ctx, js_arg(call, 0), js_arg(call, 1), js_arg(call, 2),
                               rt__int_arg(call, 3), result);
}

/* compileScript(source, file, lineOffset, columnOffset) */
static bool compile_script(js_ctx *ctx, const js_call *call, js_value *result)
{
    if (!js_value_is_string(*js_arg(call, 0)) || !js_value_is_string(*js_arg(call, 1)))
        return js_throw_type_error(ctx, "source and file must be strings");
    return js_compile_script(ctx, js_arg(call, 0), js_arg(call, 1), rt__int_arg(call, 2), false, result);
}

static bool run_script(js_ctx *ctx, const js_call *call, js_value *result)
{
    return js_run_compiled(ctx, js_arg(call, 0), result);
}

static const js_builtin table[] = {
    JS_METHOD("compileFunction", compile_function, 5),
    JS_METHOD("compileScript", compile_script, 4),
    JS_METHOD("runScript", run_script, 1),
};
RT_BINDING(contextify, table, NULL);
