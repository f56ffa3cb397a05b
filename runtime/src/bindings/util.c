/*
 * bindings/util.c: internalBinding('util'): looking into objects as no program can.
 */
#include "runtime.h"

#include "js/inspect.h"

#include <string.h>

static bool kind(js_ctx *ctx, const js_call *call, js_value *result)
{
    /* js_class has the numbers of the contract. */
    *result = js_int((int32_t)js_class_of_nogc(ctx, *js_arg(call, 0)));
    return true;
}

static bool pair(js_ctx *ctx, const js_value *first, const js_value *second, js_value *out)
{
    JS_FRAME(ctx, f, array);

    JS_TRY(js_array_new_noscript(ctx, 0, &f.array));
    JS_TRY(js_array_push_noscript(ctx, &f.array, first));
    JS_TRY(js_array_push_noscript(ctx, &f.array, second));
    *out = f.array;
    return true;
}

static bool get_proxy_details(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_FRAME(ctx, f, target, handler);

    if (!js_proxy_details_nogc(ctx, *js_arg(call, 0), &f.target, &f.handler))
        return true;
    return pair(ctx, &f.target, &f.handler, result);
}

static bool get_promise_details(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_FRAME(ctx, f, state, value);
    int state;

    if (!js_promise_details_nogc(ctx, *js_arg(call, 0), &state, &f.value))
        return true;
    f.state = js_int(state);
    return pair(ctx, &f.state, &f.value, result);
}

static bool preview_entries(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_FRAME(ctx, f, entries, is_pairs);
    bool pairs;

    JS_TRY(js_preview_entries_noscript(ctx, js_arg(call, 0), &f.entries, &pairs));
    f.is_pairs = js_bool(pairs);
    return pair(ctx, &f.entries, &f.is_pairs, result);
}

static bool get_own_non_index_properties(js_ctx *ctx, const js_call *call, js_value *result)
{
    if (!js_value_is_object(*js_arg(call, 0)))
        return js_throw_type_error(ctx, "argument must be an object");
    return js_own_names(ctx, js_arg(call, 0), js_to_boolean_nogc(ctx, *js_arg(call, 1)), result);
}

static bool get_constructor_name(js_ctx *ctx, const js_call *call, js_value *result)
{
    if (!js_value_is_object(*js_arg(call, 0)))
        return js_throw_type_error(ctx, "argument must be an object");
    return js_constructor_name_noscript(ctx, js_arg(call, 0), result);
}

static bool is_constructor(js_ctx *ctx, const js_call *call, js_value *result)
{
    *result = js_bool(js_is_constructor_nogc(ctx, *js_arg(call, 0)));
    return true;
}

/* Whether the nearest caller that is no file of the library lies in a node_modules folder. */
static bool is_inside_node_modules(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_FRAME(ctx, f, name);

    *result = JS_FALSE;
    for (unsigned i = 0; js_caller_file_nogc(ctx, i, &f.name); i++) {
        RT_TEXT(name);

        if (!js_value_is_string(f.name))
            continue;
        JS_TRY(rt__text(ctx, &f.name, &name));
        if (strncmp(name.bytes, "node:", 5) == 0)
            continue;
        *result = js_bool(strstr(name.bytes, "/node_modules/") != NULL);
        return true;
    }
    return true;
}

static const js_builtin table[] = {
    JS_METHOD("kind", kind, 1),
    JS_METHOD("getProxyDetails", get_proxy_details, 1),
    JS_METHOD("getPromiseDetails", get_promise_details, 1),
    JS_METHOD("previewEntries", preview_entries, 1),
    JS_METHOD("getOwnNonIndexProperties", get_own_non_index_properties, 2),
    JS_METHOD("getConstructorName", get_constructor_name, 1),
    JS_METHOD("isConstructor", is_constructor, 1),
    JS_METHOD("isInsideNodeModules", is_inside_node_modules, 0),
};
RT_BINDING(util, table, NULL);
