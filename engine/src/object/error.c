/*
 * object/error.c: error objects, and the internal methods that make their `stack` at first use
 * [error.lazy-stack].
 */
#include "object/error.h"

#include "debug/stack_trace.h"
#include "object/shape.h"

static struct js_error *error_nogc(js_value v)
{
    js_assert(js_is_kind(v, JS_KIND_ERROR));
    return gc_to_cell(v);
}

bool js_error_init_stack_noscript(js_ctx *ctx, const js_value *error, const js_value *until)
{
    JS_FRAME(ctx, f, trace);

    JS_TRY(js_capture_stack_noscript(ctx, until, &f.trace));
    JS_TRY(js_object_add_noscript(ctx, error, JS_ATOM(ctx, stack), &js_undefined_value,
                                  JS_HIDDEN_ATTRIBUTES));
    struct js_error *cell = error_nogc(*error);

    if (!js_is_undefined(f.trace))
        gc_write(ctx->heap, cell, &cell->trace, gc_slot_of(ctx->heap, f.trace));
    return true;
}

bool js_error_new_noscript(js_ctx *ctx, const js_value *prototype, const js_value *message,
                           js_value *out)
{
    JS_FRAME(ctx, f, error);

    JS_TRY(js_object_alloc_noscript(ctx, JS_KIND_ERROR, sizeof(struct js_error), prototype,
                                    &f.error));
    JS_TRY(js_error_init_stack_noscript(ctx, &f.error, NULL));
    if (!js_is_undefined(*message))
        JS_TRY(js_object_add_noscript(ctx, &f.error, JS_ATOM(ctx, message), message,
                                      JS_HIDDEN_ATTRIBUTES));
    *out = f.error;
    return true;
}

/* ---- internal methods ---- */

static bool is_pending(js_ctx *ctx, const js_value *error, const js_value *key)
{
    return gc_same(*key, *JS_ATOM(ctx, stack)) && gc_slot_is_cell(error_nogc(*error)->trace);
}

/* From now on stack is an ordinary property. */
static void settle_nogc(js_value error)
{
    gc_write_immediate(&error_nogc(error)->trace, gc_slot_from_int(0));
}

/* Makes the text and stores it, unless making it has already replaced it. */
static bool materialise(js_ctx *ctx, const js_value *error)
{
    JS_FRAME(ctx, f, trace, text);
    JS_DESCRIPTOR(ctx, d);
    bool ok;

    f.trace = js_field(ctx, &error_nogc(*error)->trace);
    settle_nogc(*error); /* script that runs meanwhile sees undefined */
    JS_TRY(js_format_stack(ctx, error, &f.trace, &f.text));
    d.value = f.text;
    d.flags = JS_HAS_VALUE;
    return js_ordinary_define_own_property(ctx, error, JS_ATOM(ctx, stack), &d, &ok);
}

bool js_error_get_own_property(js_ctx *ctx, const js_value *object, const js_value *key,
                               struct js_descriptor *d, bool *found)
{
    if (is_pending(ctx, object, key))
        JS_TRY(materialise(ctx, object));
    return js_ordinary_get_own_property(ctx, object, key, d, found);
}

bool js_error_define_own_property(js_ctx *ctx, const js_value *object, const js_value *key,
                                  const struct js_descriptor *d, bool *ok)
{
    if (is_pending(ctx, object, key)) {
        if (d->flags & (JS_HAS_VALUE | JS_HAS_GET | JS_HAS_SET))
            settle_nogc(*object);
        else
            JS_TRY(materialise(ctx, object));
    }
    return js_ordinary_define_own_property(ctx, object, key, d, ok);
}

bool js_error_get(js_ctx *ctx, const js_value *object, const js_value *key,
                  const js_value *receiver, js_value *out)
{
    if (is_pending(ctx, object, key))
        JS_TRY(materialise(ctx, object));
    return js_ordinary_get(ctx, object, key, receiver, out);
}

bool js_error_set(js_ctx *ctx, const js_value *object, const js_value *key, const js_value *value,
                  const js_value *receiver, bool *ok)
{
    if (is_pending(ctx, object, key)) {
        if (gc_same(*object, *receiver))
            settle_nogc(*object);
        else
            JS_TRY(materialise(ctx, object));
    }
    return js_ordinary_set(ctx, object, key, value, receiver, ok);
}

bool js_error_delete(js_ctx *ctx, const js_value *object, const js_value *key, bool *ok)
{
    if (is_pending(ctx, object, key))
        settle_nogc(*object);
    return js_ordinary_delete(ctx, object, key, ok);
}
