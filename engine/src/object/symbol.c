/*
 * object/symbol.c: symbols.  Registered ones are found by the text of their description in a weak table
 * (intern.c): one that nothing refers to any more may die, since a new one in its place cannot be told apart.
 */
#include "object/symbol.h"

#include "object/intern.h"
#include "object/string.h"

/* Marsaglia's xorshift; the state is never 0. */
static uint32_t next_hash(js_ctx *ctx)
{
    uint32_t x = ctx->identity_hash_state;

    x ^= x << 13;
    x ^= x >> 17;
    x ^= x << 5;
    ctx->identity_hash_state = x;
    return x;
}

bool js_symbol_new_noscript(js_ctx *ctx, const js_value *description, unsigned flags, js_value *out)
{
    JS_TRY(js_reserve(ctx, sizeof(struct js_symbol)));
    struct js_symbol *symbol = gc_alloc_reserved_nogc(ctx->heap, JS_KIND_SYMBOL, sizeof *symbol);

    symbol->hash = next_hash(ctx);
    symbol->flags = flags;
    gc_init(ctx->heap, symbol, &symbol->description, gc_slot_of(ctx->heap, *description));
    *out = gc_from_cell(symbol);
    return true;
}

bool js_symbol_for_noscript(js_ctx *ctx, const js_value *key, js_value *out)
{
    JS_FRAME(ctx, f, symbol);

    JS_TRY(js_string_flatten_noscript(ctx, key));
    if (js__registered_symbol_nogc(ctx, *key, out))
        return true;
    JS_TRY(js_symbol_new_noscript(ctx, key, JS_SYMBOL_REGISTERED, &f.symbol));
    JS_TRY(js__register_symbol_noscript(ctx, key, &f.symbol));
    *out = f.symbol;
    return true;
}

bool js_symbol_to_string_noscript(js_ctx *ctx, const js_value *symbol, js_value *out)
{
    js_value description = js_field(ctx, &js_symbol_nogc(*symbol)->description);
    JS_STRING_BUILDER(ctx, b);

    js_builder_ascii_nogc(&b, "Symbol(");
    if (js_is_string(description))
        js_builder_string_nogc(&b, description);
    js_builder_ascii_nogc(&b, ")");
    return js_builder_finish_noscript(&b, out);
}

bool js_can_be_held_weakly_nogc(js_value v)
{
    return js_is_object(v) ||
           (js_is_symbol(v) && !(js_symbol_nogc(v)->flags & JS_SYMBOL_REGISTERED));
}
