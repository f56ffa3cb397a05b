/*
 * object/intern.h: the weak tables of interned strings and of registered symbols, outside the heap.
 */
#ifndef JS_INTERN_H
#define JS_INTERN_H

#include "object/string.h"

/* Life cycle and visiting, for vm/context.c. */
JS_MUST_CHECK bool js__intern_init(js_ctx *ctx);
void js__intern_free(js_ctx *ctx);
void js__intern_visit(js_ctx *ctx, struct gc_root_visitor *visitor);
/* After an image was mapped: finds the interned strings and registered symbols in the heap. */
JS_MUST_CHECK bool js__intern_adopt(js_ctx *ctx);

/* Makes the atoms and the strings of one unit (vm/atoms.c). */
JS_MUST_CHECK bool js__atoms_init(js_ctx *ctx);

/* For symbol.c: the registered symbol of a flat or sliced key, as *out, or false. */
bool js__registered_symbol_nogc(js_ctx *ctx, js_value key, js_value *out);
JS_MUST_CHECK bool js__register_symbol_noscript(js_ctx *ctx, const js_value *key,
                                                const js_value *symbol);

#endif
