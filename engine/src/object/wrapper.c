/*
 * object/wrapper.c: objects around primitives.
 */
#include "object/wrapper.h"

static enum js_intrinsic prototype_for(js_value primitive)
{
    if (js_is_string(primitive))
        return JS_INTRINSIC_string_prototype;
    if (js_is_number(primitive))
        return JS_INTRINSIC_number_prototype;
    if (js_is_symbol(primitive))
        return JS_INTRINSIC_symbol_prototype;
    js_assert(js_is_boolean(primitive));
    return JS_INTRINSIC_boolean_prototype;
}

static bool set_value(js_ctx *ctx, const js_value *wrapper, const js_value *primitive)
{
    return js_store(ctx, wrapper, offsetof(struct js_wrapper, value), primitive);
}

bool js_wrapper_new_noscript(js_ctx *ctx, const js_value *primitive, js_value *out)
{
    JS_FRAME(ctx, f, prototype, wrapper);

    f.prototype = js_intrinsic_nogc(ctx, prototype_for(*primitive));
    JS_TRY(js_object_alloc_noscript(ctx, JS_KIND_WRAPPER, sizeof(struct js_wrapper), &f.prototype,
                                    &f.wrapper));
    JS_TRY(set_value(ctx, &f.wrapper, primitive));
    *out = f.wrapper;
    return true;
}

bool js_wrapper_from_constructor(js_ctx *ctx, const js_value *new_target,
                                 enum js_intrinsic default_prototype, const js_value *primitive,
                                 js_value *out)
{
    JS_FRAME(ctx, f, wrapper);

    JS_TRY(js_create_from_constructor(ctx, new_target, default_prototype, JS_KIND_WRAPPER,
                                      sizeof(struct js_wrapper), &f.wrapper));
    JS_TRY(set_value(ctx, &f.wrapper, primitive));
    *out = f.wrapper;
    return true;
}
