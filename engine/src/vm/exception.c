/*
 * vm/exception.c: throwing and catching.
 *
 * An exception pends in ctx->exception.  Errors of the engine are made without running script.  Making one
 * while the stacks are used up borrows from the reserve below their limits, once [exception.one-at-a-time]; an
 * error of making an error, and exhausted memory, throw objects made ready when the realm was.
 */
#include "js/js.h"

#include "object/error.h"
#include "vm/messages.h"
#include "vm/realm.h"
#include "vm/state.h"

#define READY_ERRORS    8u
#define C_STACK_BORROW  (96u << 10)
#define VM_STACK_BORROW 32u

bool js_throw(js_ctx *ctx, const js_value *value)
{
    ctx->exception = *value;
    return false;
}

static bool format_message(js_ctx *ctx, js_value *out, const char *format, va_list args)
{
    JS_STRING_BUILDER(ctx, b);

    js__format_nogc(&b, format, args);
    return js_builder_finish_noscript(&b, out);
}

static bool make_error(js_ctx *ctx, enum js_intrinsic prototype, const char *format, va_list args,
                       js_value *out)
{
    JS_FRAME(ctx, f, prototype, message);

    JS_TRY(format_message(ctx, &f.message, format, args));
    f.prototype = js_intrinsic_nogc(ctx, prototype);
    return js_error_new_noscript(ctx, &f.prototype, &f.message, out);
}

bool js__throw_format(js_ctx *ctx, enum js_intrinsic prototype, const char *format, va_list args)
{
    bool nested = ctx->state->making_error;
    const js_value *const stack_limit = ctx->stack_limit;
    JS_FRAME(ctx, f, error);

    if (nested)
        return js_throw_out_of_memory(ctx);
    ctx->state->making_error = true;
    ctx->c_stack_limit -= C_STACK_BORROW;
    ctx->stack_limit += VM_STACK_BORROW;
    bool made = make_error(ctx, prototype, format, args, &f.error);

    ctx->stack_limit -= VM_STACK_BORROW;
    ctx->c_stack_limit += C_STACK_BORROW;
    ctx->state->making_error = false;
    js_assert(ctx->stack_limit == stack_limit); /* what was borrowed is given back [exception.one-at-a-time] */
    return made && js_throw(ctx, &f.error);
}

#define DEFINE_THROW(function, prototype)                                                          \
    bool function(js_ctx *ctx, const char *format, ...)                                            \
    {                                                                                              \
        va_list args;                                                                              \
                                                                                                   \
        va_start(args, format);                                                                    \
        js__throw_format(ctx, JS_INTRINSIC_##prototype, format, args);                                  \
        va_end(args);                                                                              \
        return false;                                                                              \
    }

DEFINE_THROW(js_throw_type_error, type_error_prototype)
DEFINE_THROW(js_throw_range_error, range_error_prototype)
DEFINE_THROW(js_throw_reference_error, reference_error_prototype)
DEFINE_THROW(js_throw_syntax_error, syntax_error_prototype)
DEFINE_THROW(js_throw_uri_error, uri_error_prototype)

bool js_throw_error(js_ctx *ctx, enum js_intrinsic prototype, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    js__throw_format(ctx, prototype, format, args);
    va_end(args);
    return false;
}

bool js_format_noscript(js_ctx *ctx, js_value *out, const char *format, ...)
{
    va_list args;
    bool ok;

    va_start(args, format);
    ok = format_message(ctx, out, format, args);
    va_end(args);
    return ok;
}

bool js_throw_stack_overflow(js_ctx *ctx)
{
    return js_throw_range_error(ctx, "Maximum call stack size exceeded");
}

bool js_throw_string_too_long(js_ctx *ctx)
{
    return js_throw_range_error(ctx, "Invalid string length");
}

/* ---- exhausted memory ---- */

bool js_throw_out_of_memory(js_ctx *ctx)
{
    ctx->exception = JS_NULL;
    if (gc_is_cell(ctx->out_of_memory_errors)) {
        const struct js_tuple *errors = gc_to_cell(ctx->out_of_memory_errors);

        ctx->exception =
            js_field(ctx, &errors->slots[ctx->state->out_of_memory_next++ % errors->count]);
    }
    return false;
}

bool js_is_out_of_memory_nogc(js_ctx *ctx, js_value v)
{
    if (!gc_is_cell(ctx->out_of_memory_errors))
        return gc_same(v, JS_NULL); /* before the realm is made */
    const struct js_tuple *errors = gc_to_cell(ctx->out_of_memory_errors);

    for (uint32_t i = 0; i < errors->count; i++)
        if (gc_same(js_field(ctx, &errors->slots[i]), v))
            return true;
    return false;
}

bool js__make_ready_errors_noscript(js_ctx *ctx)
{
    JS_FRAME(ctx, f, tuple, error, prototype, message);

    JS_TRY(js_tuple_new_noscript(ctx, READY_ERRORS, &f.tuple));
    JS_TRY(js_string_from_ascii_noscript(ctx, JS_OUT_OF_MEMORY_TEXT, &f.message));
    for (uint32_t i = 0; i < READY_ERRORS; i++) {
        f.prototype = JS_INTRINSIC(ctx, range_error_prototype);
        JS_TRY(js_error_new_noscript(ctx, &f.prototype, &f.message, &f.error));
        JS_TRY(js_store(ctx, &f.tuple, offsetof(struct js_tuple, slots) + i * sizeof(gc_slot),
                        &f.error));
    }
    ctx->out_of_memory_errors = f.tuple;
    return true;
}

/* ---- catching ---- */

void js__note_taken_nogc(js_ctx *ctx, js_value error)
{
    if (js_is_out_of_memory_nogc(ctx, error))
        gc_failure_handled(ctx->heap);
}

bool js_catch(js_ctx *ctx, js_value *out)
{
    if (ctx->terminating)
        return false;
    *out = ctx->exception;
    ctx->exception = GC_EMPTY;
    ctx->state->throw_noted = false;
    js__note_taken_nogc(ctx, *out);
    return true;
}

void js_take_exception(js_ctx *ctx, js_value *out)
{
    *out = ctx->exception;
    ctx->exception = GC_EMPTY;
    ctx->terminating = false;
    ctx->state->throw_value = ctx->state->throw_noted ? *out : GC_EMPTY;
    ctx->state->throw_noted = false;
    js__note_taken_nogc(ctx, *out);
}
