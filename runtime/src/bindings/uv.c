/*
 * bindings/uv.c: internalBinding('uv'): the names of libuv's error codes.
 */
#include "runtime.h"

static const struct {
    int number;
    const char *name, *text;
} errors[] = {
#define ENTRY(name, text) {UV_##name, #name, text},
    UV_ERRNO_MAP(ENTRY)
#undef ENTRY
};
#define ERROR_COUNT (sizeof errors / sizeof errors[0])

static bool errname(js_ctx *ctx, const js_call *call, js_value *result)
{
    char name[64];

    return rt__string(ctx, uv_err_name_r(rt__int_arg(call, 0), name, sizeof name), result);
}

static bool errmap(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_FRAME(ctx, f, list, entry);

    JS_TRY(js_array_new_noscript(ctx, 0, &f.list));
    for (size_t i = 0; i < ERROR_COUNT; i++) {
        JS_TRY(js_array_new_noscript(ctx, 0, &f.entry));
        JS_TRY(rt__push_number(ctx, &f.entry, errors[i].number));
        JS_TRY(rt__push_text(ctx, &f.entry, errors[i].name));
        JS_TRY(rt__push_text(ctx, &f.entry, errors[i].text));
        JS_TRY(js_array_push_noscript(ctx, &f.list, &f.entry));
    }
    *result = f.list;
    return true;
}

static const js_builtin table[] = {JS_METHOD("errname", errname, 1), JS_METHOD("errmap", errmap, 0)};
RT_BINDING(uv, table, NULL);
