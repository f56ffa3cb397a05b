/*
 * vm/natives.h: tables of functions written in C.  A native function cell names its C function by table
 * number and index, so that cells hold no addresses (images).  The engine's own tables come first, numbered
 * as in builtins/builtins.def; layers above register more, always in the same order.
 */
#ifndef JS_NATIVES_H
#define JS_NATIVES_H

#include "vm/context.h"

/* The entry; table and index come from a native function cell. */
const js_builtin *js_native_entry_nogc(const js_ctx *ctx, unsigned table, unsigned index);

/* Finds the first entry whose function is fn.  False if there is none. */
bool js_native_find_nogc(const js_ctx *ctx, js_native_fn *fn, uint16_t *table, uint16_t *index);

/* The name property of the function that an entry describes: "x", "get x", "[Symbol.iterator]". */
JS_MUST_CHECK bool js_native_name_noscript(js_ctx *ctx, unsigned table, unsigned index,
                                           js_value *out);

/* The key that an entry's name stands for: an interned string or, for "@@x", a well-known symbol. */
JS_MUST_CHECK bool js_native_key_noscript(js_ctx *ctx, const js_builtin *entry, js_value *out);

/* How many tables are the engine's own: 0 to this, exclusive. */
unsigned js_native_own_table_count(void);
/* How many entries a table has; how many tables there are, the engine's own first. */
unsigned js_native_table_size(const js_ctx *ctx, unsigned table);
unsigned js_native_table_count(const js_ctx *ctx);

/* Life cycle, for vm/context.c. */
JS_MUST_CHECK bool js__natives_init(js_ctx *ctx);
void js__natives_free(js_ctx *ctx);

#endif
