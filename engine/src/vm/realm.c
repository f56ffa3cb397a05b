/*
 * vm/realm.c: the cell of a realm.  Its built-in objects are made by builtins/install.c.
 */
#include "vm/realm.h"

static const char *const slot_names[] = {
#define INTRINSIC(name) #name,
#include "vm/intrinsics.def"
#undef INTRINSIC
    "host_defined",
    NULL,
};

const struct gc_kind js_realm_kind = {
    .name = "js_realm",
    .slots_begin = offsetof(struct js_realm, intrinsics),
    .slots_end = offsetof(struct js_realm, host_defined) + sizeof(gc_slot),
    .name_count = JS_INTRINSIC_COUNT + 1,
    .names = slot_names,
};

const struct gc_kind js_global_kind = {
    .name = "js_global",
    .slots_begin = offsetof(struct js_global, shape),
    .slots_end = offsetof(struct js_global, elements) + sizeof(gc_slot),
    .name_count = 3,
    .names = (const char *const[]){"shape", "properties", "elements", NULL},
};

js_value js_intrinsic_nogc(js_ctx *ctx, enum js_intrinsic which)
{
    return js_realm_intrinsic_nogc(ctx, ctx->realm, which);
}

bool js_set_intrinsic_noscript(js_ctx *ctx, enum js_intrinsic which, const js_value *value)
{
    return js_store(ctx, &ctx->realm,
                    offsetof(struct js_realm, intrinsics) + which * sizeof(gc_slot), value);
}
