/*
 * object/object.c: making objects, and the ready-made shapes of a realm.
 */
#include "object/arguments.h"
#include "object/function.h"
#include "object/property.h"
#include "object/symbol.h"
#include "object/typed_array.h"
#include "ops/ops.h"
#include "vm/realm.h"

#define IN_OBJECT_DEFAULT 4u
#define IN_OBJECT_MAX     252u

/* ---- shapes by kind ---- */

/* Whether some internal method of the kind is its own: its objects lack JS_SHAPE_ORDINARY. */
static bool is_exotic(enum js_kind kind)
{
    const struct js_object_methods *m = &js_object_methods[kind];

    return m->get_prototype || m->set_prototype || m->is_extensible || m->prevent_extensions ||
           m->get_own_property || m->define_own_property || m->has_property || m->get || m->set ||
           m->delete_property || m->own_keys;
}

static unsigned flags_for_kind(enum js_kind kind)
{
    unsigned flags = JS_SHAPE_EXTENSIBLE;

    if (!is_exotic(kind))
        flags |= JS_SHAPE_ORDINARY;
    if (kind == JS_KIND_FUNCTION || kind == JS_KIND_NATIVE_FUNCTION)
        flags |= JS_SHAPE_CALLABLE | JS_SHAPE_LAZY_FUNCTION;
    if (kind == JS_KIND_BOUND_FUNCTION)
        flags |= JS_SHAPE_CALLABLE;
    return flags;
}

static unsigned in_object_for_kind(enum js_kind kind, size_t bytes)
{
    switch (kind) {
    case JS_KIND_OBJECT:
        return (unsigned)((bytes - sizeof(struct js_object)) / sizeof(gc_slot));
    case JS_KIND_REGEXP:
        return 1; /* lastIndex */
    case JS_KIND_ARGUMENTS:
        return JS_ARGUMENTS_FIELDS;
    default:
        return 0;
    }
}

/* ---- objects ---- */

/* An object of *shape, all else zero.  out and shape differ. */
static bool alloc_with_shape(js_ctx *ctx, enum js_kind kind, size_t bytes, const js_value *shape,
                             js_value *out)
{
    JS_TRY(js_alloc(ctx, kind, bytes, out));
    struct js_object *object = gc_to_cell(*out);
    gc_init(ctx->heap, object, &object->shape, gc_slot_of(ctx->heap, *shape));
    return true;
}

bool js_object_new_with_shape_noscript(js_ctx *ctx, const js_value *shape, js_value *out)
{
    const struct js_shape *s = gc_to_cell(*shape);

    return alloc_with_shape(ctx, JS_KIND_OBJECT,
                            sizeof(struct js_object) + s->in_object * sizeof(gc_slot), shape, out);
}

bool js_object_new_noscript(js_ctx *ctx, js_value *out)
{
    const size_t bytes = sizeof(struct js_object) + IN_OBJECT_DEFAULT * sizeof(gc_slot);

    JS_TRY(js_reserve(ctx, bytes));
    struct js_object *object = gc_alloc_reserved_nogc(ctx->heap, JS_KIND_OBJECT, bytes);
    const struct js_realm *realm = js_realm_nogc(ctx->realm);
    gc_init(ctx->heap, object, &object->shape,
            gc_load(&realm->intrinsics[JS_INTRINSIC_shape_object]));
    *out = gc_from_cell(object);
    return true;
}

bool js_object_alloc_noscript(js_ctx *ctx, enum js_kind kind, size_t bytes,
                              const js_value *prototype, js_value *out)
{
    JS_FRAME(ctx, f, shape);

    JS_TRY(js_shape_for_prototype_noscript(ctx, prototype, flags_for_kind(kind),
                                           in_object_for_kind(kind, bytes), &f.shape));
    return alloc_with_shape(ctx, kind, bytes, &f.shape, out);
}

/* Even, so that the cell has no slack. */
static size_t sized_bytes(uint32_t in_object)
{
    if (in_object > IN_OBJECT_MAX)
        in_object = IN_OBJECT_MAX;
    return gc_round_up(sizeof(struct js_object) + in_object * sizeof(gc_slot));
}

bool js_object_new_sized_noscript(js_ctx *ctx, uint32_t in_object, js_value *out)
{
    JS_FRAME(ctx, f, prototype);

    f.prototype = JS_INTRINSIC(ctx, object_prototype);
    return js_object_alloc_noscript(ctx, JS_KIND_OBJECT, sized_bytes(in_object), &f.prototype, out);
}

bool js_object_new_with_prototype_noscript(js_ctx *ctx, const js_value *prototype, js_value *out)
{
    return js_object_alloc_noscript(ctx, JS_KIND_OBJECT, sized_bytes(IN_OBJECT_DEFAULT), prototype,
                                    out);
}

/* 10.1.14 GetPrototypeFromConstructor */
bool js_get_prototype_from_constructor(js_ctx *ctx, const js_value *new_target,
                                       enum js_intrinsic default_prototype, js_value *out)
{
    JS_FRAME(ctx, f, prototype, realm);

    JS_TRY(js_get(ctx, new_target, JS_ATOM(ctx, prototype), &f.prototype));
    if (!js_is_object(f.prototype)) {
        JS_TRY(js_get_function_realm(ctx, new_target, &f.realm));
        f.prototype = js_realm_intrinsic_nogc(ctx, f.realm, default_prototype);
    }
    *out = f.prototype;
    return true;
}

/* 10.1.13 OrdinaryCreateFromConstructor */
bool js_create_from_constructor(js_ctx *ctx, const js_value *new_target,
                                enum js_intrinsic default_prototype, enum js_kind kind,
                                size_t bytes, js_value *out)
{
    JS_FRAME(ctx, f, prototype);

    JS_TRY(js_get_prototype_from_constructor(ctx, new_target, default_prototype, &f.prototype));
    return js_object_alloc_noscript(ctx, kind, bytes, &f.prototype, out);
}

/* ---- a realm's shapes ---- */

/* A root shape for an intrinsic prototype, or for Object.prototype where that does not exist yet. */
static bool root_shape(js_ctx *ctx, enum js_intrinsic prototype, unsigned flags, unsigned in_object,
                       js_value *out)
{
    JS_FRAME(ctx, f, prototype);

    f.prototype = js_intrinsic_nogc(ctx, prototype);
    if (!js_is_object(f.prototype))
        f.prototype = JS_INTRINSIC(ctx, object_prototype);
    return js_shape_for_prototype_noscript(ctx, &f.prototype, flags, in_object, out);
}

static bool init_root(js_ctx *ctx, enum js_intrinsic which, enum js_intrinsic prototype,
                      unsigned flags, unsigned in_object)
{
    JS_FRAME(ctx, f, shape);

    JS_TRY(root_shape(ctx, prototype, flags, in_object, &f.shape));
    return js_set_intrinsic_noscript(ctx, which, &f.shape);
}

static bool init_function(js_ctx *ctx, enum js_intrinsic which, enum js_intrinsic prototype,
                          unsigned more)
{
    return init_root(ctx, which, prototype, flags_for_kind(JS_KIND_FUNCTION) | more, 0);
}

/* An arguments object's shape: length, @@iterator, callee. */
static bool init_arguments(js_ctx *ctx, enum js_intrinsic which, unsigned callee)
{
    JS_FRAME(ctx, f, shape);

    JS_TRY(root_shape(ctx, JS_INTRINSIC_object_prototype, flags_for_kind(JS_KIND_ARGUMENTS),
                      JS_ARGUMENTS_FIELDS, &f.shape));
    JS_TRY(js_shape_add_noscript(ctx, &f.shape, JS_ATOM(ctx, length), JS_HIDDEN_ATTRIBUTES,
                                 &f.shape));
    JS_TRY(js_shape_add_noscript(ctx, &f.shape, JS_ATOM(ctx, sym_iterator), JS_HIDDEN_ATTRIBUTES,
                                 &f.shape));
    JS_TRY(js_shape_add_noscript(ctx, &f.shape, JS_ATOM(ctx, callee), callee, &f.shape));
    return js_set_intrinsic_noscript(ctx, which, &f.shape);
}

static bool init_iterator_result(js_ctx *ctx)
{
    JS_FRAME(ctx, f, shape);

    JS_TRY(root_shape(ctx, JS_INTRINSIC_object_prototype, flags_for_kind(JS_KIND_OBJECT), 2,
                      &f.shape));
    JS_TRY(js_shape_add_noscript(ctx, &f.shape, JS_ATOM(ctx, value), JS_ALL_ATTRIBUTES, &f.shape));
    JS_TRY(js_shape_add_noscript(ctx, &f.shape, JS_ATOM(ctx, done), JS_ALL_ATTRIBUTES, &f.shape));
    return js_set_intrinsic_noscript(ctx, JS_INTRINSIC_shape_iterator_result, &f.shape);
}

static bool init_null_object(js_ctx *ctx)
{
    JS_FRAME(ctx, f, shape, null);

    f.null = JS_NULL;
    JS_TRY(js_shape_for_prototype_noscript(ctx, &f.null, flags_for_kind(JS_KIND_OBJECT),
                                           IN_OBJECT_DEFAULT, &f.shape));
    return js_set_intrinsic_noscript(ctx, JS_INTRINSIC_shape_null_object, &f.shape);
}

bool js_realm_init_shapes_noscript(js_ctx *ctx)
{
    JS_FRAME(ctx, f, prototype);

    f.prototype = JS_INTRINSIC(ctx, object_prototype);
    JS_TRY(js__object_make_unique_noscript(ctx, &f.prototype, JS_SHAPE_IMMUTABLE_PROTOTYPE));
    JS_TRY(init_root(ctx, JS_INTRINSIC_shape_object, JS_INTRINSIC_object_prototype,
                     flags_for_kind(JS_KIND_OBJECT), IN_OBJECT_DEFAULT));
    JS_TRY(init_root(ctx, JS_INTRINSIC_shape_array, JS_INTRINSIC_array_prototype,
                     flags_for_kind(JS_KIND_ARRAY), 0));
    JS_TRY(init_root(ctx, JS_INTRINSIC_shape_promise, JS_INTRINSIC_promise_prototype,
                     flags_for_kind(JS_KIND_PROMISE), 0));
    JS_TRY(init_function(ctx, JS_INTRINSIC_shape_function, JS_INTRINSIC_function_prototype, 0));
    JS_TRY(init_function(ctx, JS_INTRINSIC_shape_native_function, JS_INTRINSIC_function_prototype, 0));
    JS_TRY(init_function(ctx, JS_INTRINSIC_shape_constructor, JS_INTRINSIC_function_prototype,
                         JS_SHAPE_CONSTRUCTOR));
    JS_TRY(init_function(ctx, JS_INTRINSIC_shape_class, JS_INTRINSIC_function_prototype,
                         JS_SHAPE_CONSTRUCTOR));
    JS_TRY(init_function(ctx, JS_INTRINSIC_shape_generator_function,
                         JS_INTRINSIC_generator_function_prototype, 0));
    JS_TRY(init_function(ctx, JS_INTRINSIC_shape_async_generator_function,
                         JS_INTRINSIC_async_generator_function_prototype, 0));
    JS_TRY(init_function(ctx, JS_INTRINSIC_shape_async_function,
                         JS_INTRINSIC_async_function_prototype, 0));
    JS_TRY(init_arguments(ctx, JS_INTRINSIC_shape_arguments, JS_HIDDEN_ATTRIBUTES));
    JS_TRY(init_arguments(ctx, JS_INTRINSIC_shape_strict_arguments, JS_IS_ACCESSOR));
    JS_TRY(init_iterator_result(ctx));
    return init_null_object(ctx);
}
