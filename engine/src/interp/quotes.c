/*
 * interp/quotes.c: errors whose messages quote the source: what the instruction in progress called, iterated or
 * took apart.  The compiler kept the text (compile/quote.c), or left it to be found around the position.
 */
#include "debug/stack_trace.h"
#include "interp/frames.h"
#include "unicode/unicode.h"

#include <stdio.h>
#include <string.h>

enum { TEXT_MAX = 256 };

/* ---- plain chains of names ---- */

static bool is_name_unit(const struct js_source_text *text, uint32_t i)
{
    return i < text->length && js_unicode_is_id_continue(js_source_unit(text, i));
}

/* Past `new` and the blanks behind it, where the text at offset is that. */
static uint32_t skip_new(const struct js_source_text *text, uint32_t offset)
{
    static const char word[] = "new";

    for (uint32_t i = 0; i < 3; i++) {
        if (offset + i >= text->length || js_source_unit(text, offset + i) != (uint16_t)word[i])
            return offset;
    }
    if (is_name_unit(text, offset + 3))
        return offset;
    for (offset += 3; offset < text->length && js_source_unit(text, offset) == ' ';)
        offset++;
    return offset;
}

/*
 * What was called, as the source has it: the position is that of the callee's last name, or of `new`; the chain of
 * names and dots around it, if it is short and of ASCII.  False: it cannot be told so simply.
 */
static bool called_text(js_ctx *ctx, char *out, size_t size)
{
    JS_FRAME(ctx, f, script);
    uint32_t offset, start, end;
    size_t n = 0;

    if (!js_current_position_nogc(ctx, &f.script, &offset) || !js_is_kind(f.script, JS_KIND_SCRIPT))
        return false;
    const struct js_script *script = gc_to_cell(f.script);
    const struct js_source_text text = {script->latin1, script->utf16, script->length};
    const uint32_t callee = skip_new(&text, offset);

    start = end = callee;
    while (is_name_unit(&text, end) ||
           (callee != offset && end < text.length && js_source_unit(&text, end) == '.'))
        end++;
    while (callee == offset && start > 0 &&
           (js_source_unit(&text, start - 1) == '.' || is_name_unit(&text, start - 1)))
        start--;
    for (; start < end; start++) {
        const uint16_t unit = js_source_unit(&text, start);

        if (n + 1 >= size || unit >= 0x80)
            return false;
        out[n++] = (char)unit;
    }
    out[n] = '\0';
    return n > 0 && out[0] != '.';
}

/* ---- quotes ---- */

/* The quote of the instruction in progress, its text (ASCII or UTF-8) at out; NULL: none. */
static const struct js_quote *quote_nogc(js_ctx *ctx, char out[TEXT_MAX])
{
    const struct js_activation *a = ctx->activation;

    if (a == NULL || a->pc == NULL || !js_is_kind(*a->callee, JS_KIND_FUNCTION))
        return NULL;
    const struct js_feedback *feedback =
        gc_slot_to_cell(ctx->heap, js_function_nogc(*a->callee)->feedback);
    const struct js_code *code = gc_slot_to_cell(ctx->heap, feedback->code);
    const struct js_bytecode *bytecode = code->bytecode;
    const struct js_script *script = gc_slot_to_cell(ctx->heap, code->script);
    const struct js_source_text source = {script->latin1, script->utf16, script->length};
    const uint32_t pc = (uint32_t)(a->pc - bytecode->code);

    for (uint32_t i = 0; i < bytecode->quote_count; i++) {
        const struct js_quote *quote = &bytecode->quotes[i];

        if (quote->pc != pc)
            continue;
        for (uint32_t unit = 0; unit < quote->length; unit++)
            out[unit] = quote->in_source ? (char)js_source_unit(&source, quote->offset + unit)
                                         : bytecode->quote_text[quote->offset + unit];
        out[quote->length] = '\0';
        return quote;
    }
    return NULL;
}

bool js_throw_not_callable(js_ctx *ctx, const js_value *callee, bool as_constructor)
{
    char text[TEXT_MAX];
    const char *what = as_constructor ? "constructor" : "function";

    if (quote_nogc(ctx, text) ||
        (ctx->activation && ctx->activation->pc && called_text(ctx, text, sizeof text)))
        return js_throw_type_error(ctx, "%s is not a %s", text, what);
    return js_throw_type_error(ctx, "%v is not a %s", callee, what);
}

bool js_throw_not_iterable(js_ctx *ctx, const js_value *value, bool async)
{
    char text[TEXT_MAX];
    const char *what = async ? "async iterable" : "iterable";
    const struct js_quote *quote = quote_nogc(ctx, text);

    if (async && js_is_nullish(*value))
        return js_throw_type_error(
            ctx, "Cannot read properties of %v (reading 'Symbol(Symbol.asyncIterator)')", value);
    if (quote == NULL)
        return js_throw_type_error(
            ctx, async ? "%q is not async iterable"
                       : "%q is not iterable (cannot read property Symbol(Symbol.iterator))", value);
    switch (quote->kind) {
    case JS_QUOTE_CALLED:
        return js_throw_type_error(ctx, "%s is not a function or its return value is not %s", text, what);
    case JS_QUOTE_SPREAD:
        if (js_is_nullish(*value))
            return js_throw_type_error(ctx, "%s is not iterable (cannot read property %v)", text, value);
        return js_throw_type_error(
            ctx, "Spread syntax requires ...iterable[Symbol.iterator] to be a function");
    default:
        return js_throw_type_error(ctx, "%s is not %s", text, what);
    }
}

bool js_throw_not_destructurable(js_ctx *ctx, const js_value *value)
{
    char text[TEXT_MAX];
    const char *nothing = js_is_null(*value) ? "null" : "undefined";
    const struct js_quote *quote = quote_nogc(ctx, text);

    switch (quote ? quote->kind : JS_QUOTE_EXPRESSION) {
    case JS_QUOTE_DESTRUCTURED:
        return js_throw_type_error(ctx, "Cannot destructure %s as it is %s.", text, nothing);
    case JS_QUOTE_DESTRUCTURED_VALUE:
        return js_throw_type_error(ctx, "Cannot destructure %s'%q' as it is %s.", text, value, nothing);
    case JS_QUOTE_READ:
        if (quote->length)
            return js_throw_type_error(ctx, "Cannot read properties of %s (reading '%s')", nothing, text);
        return js_throw_type_error(ctx, "Cannot read properties of %s", nothing);
    default:
        return js_throw_type_error(ctx, "Cannot destructure '%v' as it is %s.", value, nothing);
    }
}
