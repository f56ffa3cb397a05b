/* object/symbol.h: symbols: those of programs, well-known ones, and private names. */
#ifndef JS_SYMBOL_H
#define JS_SYMBOL_H

#include "vm/context.h"

enum js_symbol_flags {
    JS_SYMBOL_PRIVATE = 1,    /* #x of classes, and the engine's own: never seen by programs */
    JS_SYMBOL_REGISTERED = 2, /* by Symbol.for */
    JS_SYMBOL_WELL_KNOWN = 4,
    JS_SYMBOL_INTERNAL = 8,   /* private, of the engine: found on any object without being declared */
};

struct __attribute__((aligned(8))) js_symbol {
    struct gc_header header;
    uint32_t hash;       /* random, never 0 */
    gc_slot description; /* a string or undefined */
    uint32_t flags;
};

GC_INLINE struct js_symbol *js_symbol_nogc(js_value v)
{
    js_assert(js_is_symbol(v));
    return gc_to_cell(v);
}

GC_INLINE bool js_is_private_symbol(js_value v)
{
    return js_is_symbol(v) && (js_symbol_nogc(v)->flags & JS_SYMBOL_PRIVATE);
}

/* description: a string or undefined.  Runs no script. */
JS_MUST_CHECK bool js_symbol_new_noscript(js_ctx *ctx, const js_value *description, unsigned flags,
                                          js_value *out);
/* Symbol.for: the registered symbol of *key, a string. */
JS_MUST_CHECK bool js_symbol_for_noscript(js_ctx *ctx, const js_value *key, js_value *out);
/* SymbolDescriptiveString: "Symbol(description)". */
JS_MUST_CHECK bool js_symbol_to_string_noscript(js_ctx *ctx, const js_value *symbol, js_value *out);
/* CanBeHeldWeakly: objects, and symbols that are not registered. */
bool js_can_be_held_weakly_nogc(js_value v);

#endif
