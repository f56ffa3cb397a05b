/*
 * object/wrapper.h: Boolean, Number, String, Symbol and BigInt objects: an object around a primitive.  A String
 * object's own length and indices are not stored: its internal methods (10.4.3) look at the value.
 */
#ifndef JS_WRAPPER_H
#define JS_WRAPPER_H

#include "object/object.h"

struct __attribute__((aligned(8))) js_wrapper {
    struct gc_header header;
    gc_slot shape;
    gc_slot properties;
    gc_slot elements;
    gc_slot value; /* the primitive */
};

GC_INLINE js_value js_wrapper_value_nogc(const js_ctx *ctx, js_value wrapper)
{
    js_assert(js_is_kind(wrapper, JS_KIND_WRAPPER));
    return js_field(ctx, &((struct js_wrapper *)gc_to_cell(wrapper))->value);
}

/* An object around *primitive with the current realm's prototype for its type. */
JS_MUST_CHECK bool js_wrapper_new_noscript(js_ctx *ctx, const js_value *primitive, js_value *out);
/* The same with the prototype that new_target asks for. */
JS_MUST_CHECK bool js_wrapper_from_constructor(js_ctx *ctx, const js_value *new_target,
                                               enum js_intrinsic default_prototype,
                                               const js_value *primitive, js_value *out);

#endif
