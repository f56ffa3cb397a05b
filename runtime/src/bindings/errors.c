/*
 * bindings/errors.c: internalBinding('errors'): exceptions that nobody caught.
 */
#include "runtime.h"

/* triggerUncaughtException(error, fromPromise): as if thrown by an outermost call. */
static bool trigger_uncaught_exception(js_ctx *ctx, const js_call *call, js_value *result)
{
    js_throw(ctx, js_arg(call, 0));
    rt__uncaught(rt__of(ctx), js_to_boolean_nogc(ctx, *js_arg(call, 1)));
    return true;
}

static bool throw_site(js_ctx *ctx, const js_call *call, js_value *result)
{
    struct js_throw_site site;
    JS_FRAME(ctx, f, object, file, line);

    if (!js_throw_site_noscript(ctx, js_arg(call, 0), &site, &f.file, &f.line))
        return true;
    JS_TRY(js_object_new_noscript(ctx, &f.object));
    JS_TRY(rt__set_value(ctx, &f.object, "file", &f.file));
    JS_TRY(rt__set_number(ctx, &f.object, "line", site.line));
    JS_TRY(rt__set_value(ctx, &f.object, "sourceLine", &f.line));
    JS_TRY(rt__set_number(ctx, &f.object, "column", site.column_begin));
    JS_TRY(rt__set_number(ctx, &f.object, "endColumn", site.column_end));
    *result = f.object;
    return true;
}

static const js_builtin table[] = {
    JS_METHOD("triggerUncaughtException", trigger_uncaught_exception, 2),
    JS_METHOD("throwSite", throw_site, 1),
};
RT_BINDING(errors, table, NULL);
