/*
 * builtins/weak_ref.c: 26.1 WeakRef Objects.
 */
#include "builtins/collections.h"
#include "object/weak.h"
#include "vm/keep.h"

/* 26.1.1.1 WeakRef ( target ) */
static bool weak_ref(js_ctx *ctx, const js_call *call, js_value *result)
{
    const js_value *target = js_arg(call, 0);
    JS_FRAME(ctx, f, ref);

    if (!js_is_construct(call))
        return js_throw_type_error(ctx, "Constructor WeakRef requires 'new'");
    if (!js_can_be_held_weakly_nogc(*target))
        return js_throw_type_error(ctx, "WeakRef: invalid target");
    JS_TRY(js_create_from_constructor(ctx, call->new_target, JS_INTRINSIC_weak_ref_prototype,
                                      JS_KIND_WEAK_REF, sizeof(struct js_weak_ref), &f.ref));
    JS_TRY(js_keep_alive_noscript(ctx, target));
    struct js_weak_ref *cell = gc_to_cell(f.ref);

    gc_write(ctx->heap, cell, &cell->target, gc_slot_of(ctx->heap, *target));
    *result = f.ref;
    return true;
}

/* 26.1.3.2 WeakRef.prototype.deref ( ) */
static bool deref(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_FRAME(ctx, f, target);

    JS_TRY(js__require_kind(ctx, call, JS_KIND_WEAK_REF, "WeakRef.prototype.deref"));
    f.target = js_field(ctx, &((struct js_weak_ref *)gc_to_cell(*call->self))->target);
    *result = JS_UNDEFINED;
    if (gc_same(f.target, GC_EMPTY))
        return true;
    JS_TRY(js_keep_alive_noscript(ctx, &f.target));
    *result = f.target;
    return true;
}

JS_BUILTIN_TABLE(weak_ref) = {
    JS_CONSTRUCTOR("WeakRef", weak_ref, 1),
    JS_METHOD("deref", deref, 0),
    JS_STRING_CONSTANT("@@toStringTag", "WeakRef", JS_CONFIGURABLE),
};
JS_BUILTIN_TABLE_END(weak_ref);
