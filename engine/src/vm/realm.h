/*
 * vm/realm.h: a realm: the intrinsic objects and ready-made shapes of one global object.
 */
#ifndef JS_REALM_H
#define JS_REALM_H

#include "vm/context.h"

/* Intrinsics that are not made yet, or do not exist in this build, are undefined. */
struct __attribute__((aligned(8))) js_realm {
    struct gc_header header;
    gc_slot intrinsics[JS_INTRINSIC_COUNT];
    gc_slot host_defined; /* the host's own value */
};

/* The global object. */
struct __attribute__((aligned(8))) js_global {
    struct gc_header header;
    gc_slot shape;
    gc_slot properties;
    gc_slot elements;
};

GC_INLINE struct js_realm *js_realm_nogc(js_value realm)
{
    js_assert(js_is_kind(realm, JS_KIND_REALM));
    return gc_to_cell(realm);
}

/* An intrinsic of any realm. */
GC_INLINE js_value js_realm_intrinsic_nogc(const js_ctx *ctx, js_value realm,
                                           enum js_intrinsic which)
{
    return js_field(ctx, &js_realm_nogc(realm)->intrinsics[which]);
}

/* Sets an intrinsic of the current realm; a double is boxed (may collect). */
JS_MUST_CHECK bool js_set_intrinsic_noscript(js_ctx *ctx, enum js_intrinsic which,
                                             const js_value *value);

/*
 * Makes a realm with all built-in objects (builtins/install.c).  The current realm is the same as before,
 * unless there was none: then it is the new one.
 */
JS_MUST_CHECK bool js_realm_new_noscript(js_ctx *ctx, js_value *out);

/*
 * In object/shape.c: fills the intrinsics shape_* of the current realm, whose prototypes exist but whose
 * functions do not.  A prototype that is undefined is treated as if it were Object.prototype.
 */
JS_MUST_CHECK bool js_realm_init_shapes_noscript(js_ctx *ctx);

#endif
