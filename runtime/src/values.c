/*
 * values.c: between JavaScript's values and C's: arguments that the library has checked, results, and the errors of
 * system calls.
 */
#include "runtime.h"

#include <math.h>
#include <string.h>

void rt__text_leave(struct rt_text *text)
{
    if (text->bytes != NULL)
        js_utf8_free(text->ctx, text->bytes, text->length);
}

bool rt__text(js_ctx *ctx, const js_value *v, struct rt_text *out)
{
    JS_FRAME(ctx, f, string);

    f.string = *v;
    if (!js_value_is_string(*v))
        JS_TRY(js_to_string(ctx, v, &f.string));
    out->ctx = ctx;
    return js_string_to_utf8_noscript(ctx, &f.string, &out->bytes, &out->length);
}

double rt__number_arg(const js_call *call, uint32_t i)
{
    const js_value v = *js_arg(call, i);

    return js_is_number(v) ? gc_to_number(v) : 0;
}

int64_t rt__integer_arg(const js_call *call, uint32_t i)
{
    const double d = rt__number_arg(call, i);

    if (!(d > -9223372036854775808.0))
        return isnan(d) ? 0 : INT64_MIN;
    return d >= 9223372036854775808.0 ? INT64_MAX : (int64_t)d;
}

int rt__int_arg(const js_call *call, uint32_t i)
{
    const int64_t n = rt__integer_arg(call, i);

    return n > INT32_MAX ? INT32_MAX : n < INT32_MIN ? INT32_MIN : (int)n;
}

bool rt__bytes_arg(js_ctx *ctx, const js_call *call, uint32_t i, uint8_t **data, size_t *length)
{
    return js_get_bytes_nogc(ctx, *js_arg(call, i), data, length) ||
           js_throw_type_error(ctx, "argument must be a buffer");
}

bool rt__doubles_arg(js_ctx *ctx, const js_call *call, uint32_t i, size_t count, double **out)
{
    uint8_t *data;
    size_t length;

    JS_TRY(rt__bytes_arg(ctx, call, i, &data, &length));
    if (length < count * sizeof(double) || (uintptr_t)data % sizeof(double) != 0)
        return js_throw_type_error(ctx, "argument is too short");
    *out = (double *)(void *)data;
    return true;
}

bool rt__string(js_ctx *ctx, const char *utf8, js_value *out)
{
    return js_string_from_utf8_noscript(ctx, utf8, strlen(utf8), out);
}

bool rt__set_value(js_ctx *ctx, const js_value *object, const char *name, const js_value *value)
{
    return js_define_named(ctx, object, name, value, JS_ALL_ATTRIBUTES);
}

bool rt__set_number(js_ctx *ctx, const js_value *object, const char *name, double number)
{
    JS_FRAME(ctx, f, value);

    f.value = js_number(number);
    return rt__set_value(ctx, object, name, &f.value);
}

bool rt__set_text(js_ctx *ctx, const js_value *object, const char *name, const char *text)
{
    JS_FRAME(ctx, f, value);

    JS_TRY(rt__string(ctx, text, &f.value));
    return rt__set_value(ctx, object, name, &f.value);
}

bool rt__set_bool(js_ctx *ctx, const js_value *object, const char *name, bool flag)
{
    JS_FRAME(ctx, f, value);

    f.value = js_bool(flag);
    return rt__set_value(ctx, object, name, &f.value);
}

bool rt__push_text(js_ctx *ctx, const js_value *array, const char *text)
{
    JS_FRAME(ctx, f, value);

    JS_TRY(rt__string(ctx, text, &f.value));
    return js_array_push_noscript(ctx, array, &f.value);
}

bool rt__push_number(js_ctx *ctx, const js_value *array, double number)
{
    JS_FRAME(ctx, f, value);

    f.value = js_number(number);
    return js_array_push_noscript(ctx, array, &f.value);
}

bool rt__push_bool(js_ctx *ctx, const js_value *array, bool flag)
{
    JS_FRAME(ctx, f, value);

    f.value = js_bool(flag);
    return js_array_push_noscript(ctx, array, &f.value);
}

/* ---- system errors ---- */

static bool describe_uv(js_ctx *ctx, int error, const char *syscall, const char *path, const char *dest,
                        js_value *out)
{
    const char *code = uv_err_name(error), *text = uv_strerror(error);
    const size_t size = strlen(code) + strlen(text) + strlen(syscall) + (path ? strlen(path) : 0) +
                        (dest ? strlen(dest) : 0) + 32;
    char *message = gc_malloc(js_heap(ctx), size);
    bool ok;

    if (message == NULL)
        return js_throw_out_of_memory(ctx);
    snprintf(message, size, "%s: %s, %s%s%s%s%s%s%s", code, text, syscall, path ? " '" : "",
             path ? path : "", path ? "'" : "", dest ? " -> '" : "", dest ? dest : "",
             dest ? "'" : "");
    ok = rt__string(ctx, message, out);
    gc_free(js_heap(ctx), message, size);
    return ok;
}

bool rt__throw_uv(js_ctx *ctx, int error, const char *syscall, const char *path, const char *dest)
{
    JS_FRAME(ctx, f, message, error);

    JS_TRY(describe_uv(ctx, error, syscall, path, dest, &f.message));
    JS_TRY(js_error_from_message_noscript(ctx, &f.message, &f.error));
    JS_TRY(rt__set_number(ctx, &f.error, "errno", error));
    JS_TRY(rt__set_text(ctx, &f.error, "code", uv_err_name(error)));
    JS_TRY(rt__set_text(ctx, &f.error, "syscall", syscall));
    if (path != NULL)
        JS_TRY(rt__set_text(ctx, &f.error, "path", path));
    if (dest != NULL)
        JS_TRY(rt__set_text(ctx, &f.error, "dest", dest));
    return js_throw(ctx, &f.error);
}
