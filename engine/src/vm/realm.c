/*
 * vm/realm.c: the cell of a realm.  Its built-in objects are made by builtins/install.c.
 */
#include "vm/realm.h"

js_value js_intrinsic_nogc(js_ctx *ctx, enum js_intrinsic which)
{
    return js_realm_intrinsic_nogc(ctx, ctx->realm, which);
}

bool js_set_intrinsic_noscript(js_ctx *ctx, enum js_intrinsic which, const js_value *value)
{
    return js_store(ctx, &ctx->realm,
                    offsetof(struct js_realm, intrinsics) + which * sizeof(gc_slot), value);
}
