/*
 * object/methods.c: the essential internal methods of any object.  Plain objects and arrays are handled
 * here, straight on their storage and up the prototype chain; other kinds by their table, where that has
 * an entry, else by the ordinary versions.
 */
#include "object/arguments.h"
#include "object/elements.h"
#include "object/error.h"
#include "object/fast.h"
#include "object/proxy.h"
#include "object/wrapper_methods.h"

const struct js_object_methods js_object_methods[256] = {
    [JS_KIND_ARRAY] = {.define_own_property = js__array_define_own_property},
    [JS_KIND_ERROR] = JS_ERROR_METHODS,
    [JS_KIND_WRAPPER] = JS_WRAPPER_METHODS,
    [JS_KIND_ARGUMENTS] = JS_ARGUMENTS_METHODS,
    [JS_KIND_TYPED_ARRAY] = JS_TYPED_ARRAY_METHODS,
    [JS_KIND_PROXY] = JS_PROXY_METHODS,
};

static const struct js_object_methods *methods_of(js_value object)
{
    return &js_object_methods[gc_kind_of(gc_to_cell(object))];
}

static js_value prototype_of(const js_ctx *ctx, js_value object)
{
    return js_field(ctx, &js_shape_of_nogc(ctx, object)->prototype);
}

/* ---- 10.1.1, 10.1.2: the prototype ---- */

bool js_object_get_prototype(js_ctx *ctx, const js_value *object, js_value *out)
{
    const struct js_object_methods *methods = methods_of(*object);

    if (methods->get_prototype)
        return methods->get_prototype(ctx, object, out);
    *out = prototype_of(ctx, *object);
    return true;
}

/* Whether object lies on the chain from prototype up; the search ends at an exotic [[GetPrototypeOf]]. */
static bool is_on_chain(const js_ctx *ctx, js_value object, js_value prototype)
{
    while (!js_is_null(prototype)) {
        if (gc_same(prototype, object))
            return true;
        if (methods_of(prototype)->get_prototype)
            return false;
        prototype = prototype_of(ctx, prototype);
    }
    return false;
}

/* 10.1.2.1 OrdinarySetPrototypeOf, 10.4.7.1 SetImmutablePrototype */
static bool ordinary_set_prototype(js_ctx *ctx, const js_value *object, const js_value *prototype,
                                   bool *ok)
{
    const struct js_shape *shape = js_shape_of_nogc(ctx, *object);

    *ok = true;
    if (gc_same(js_field(ctx, &shape->prototype), *prototype))
        return true;
    if (!(shape->flags & JS_SHAPE_EXTENSIBLE) || (shape->flags & JS_SHAPE_IMMUTABLE_PROTOTYPE) ||
        is_on_chain(ctx, *object, *prototype)) {
        *ok = false;
        return true;
    }
    return js__object_change_prototype_noscript(ctx, object, prototype);
}

bool js_object_set_prototype(js_ctx *ctx, const js_value *object, const js_value *prototype, bool *ok)
{
    const struct js_object_methods *methods = methods_of(*object);

    if (methods->set_prototype)
        return methods->set_prototype(ctx, object, prototype, ok);
    return ordinary_set_prototype(ctx, object, prototype, ok);
}

/* ---- 10.1.3, 10.1.4: extensibility ---- */

bool js_object_is_extensible(js_ctx *ctx, const js_value *object, bool *out)
{
    const struct js_object_methods *methods = methods_of(*object);

    if (methods->is_extensible)
        return methods->is_extensible(ctx, object, out);
    *out = js__is_extensible_nogc(ctx, *object);
    return true;
}

bool js_ordinary_prevent_extensions(js_ctx *ctx, const js_value *object, bool *ok)
{
    *ok = true;
    if (js_has_shape_flag_nogc(ctx, *object, JS_SHAPE_LAZY_FUNCTION))
        JS_TRY(js_function_materialise_noscript(ctx, object));
    return js__object_change_flags_noscript(ctx, object, 0, JS_SHAPE_EXTENSIBLE);
}

bool js_object_prevent_extensions(js_ctx *ctx, const js_value *object, bool *ok)
{
    const struct js_object_methods *methods = methods_of(*object);

    if (methods->prevent_extensions)
        return methods->prevent_extensions(ctx, object, ok);
    return js_ordinary_prevent_extensions(ctx, object, ok);
}

/* ---- own properties ---- */

bool js_object_get_own_property(js_ctx *ctx, const js_value *object, const js_value *key,
                                struct js_descriptor *d, bool *found)
{
    const struct js_object_methods *methods = methods_of(*object);

    if (methods->get_own_property)
        return methods->get_own_property(ctx, object, key, d, found);
    return js_ordinary_get_own_property(ctx, object, key, d, found);
}

bool js_object_define_own_property(js_ctx *ctx, const js_value *object, const js_value *key,
                                   const struct js_descriptor *d, bool *ok)
{
    const struct js_object_methods *methods = methods_of(*object);

    if (methods->define_own_property)
        return methods->define_own_property(ctx, object, key, d, ok);
    return js_ordinary_define_own_property(ctx, object, key, d, ok);
}

bool js_object_delete(js_ctx *ctx, const js_value *object, const js_value *key, bool *ok)
{
    const struct js_object_methods *methods = methods_of(*object);

    if (methods->delete_property)
        return methods->delete_property(ctx, object, key, ok);
    return js_ordinary_delete(ctx, object, key, ok);
}

bool js_object_own_keys(js_ctx *ctx, const js_value *object, struct js_vec *out)
{
    const struct js_object_methods *methods = methods_of(*object);

    if (methods->own_keys)
        return methods->own_keys(ctx, object, out);
    return js_ordinary_own_keys(ctx, object, out);
}

/* ---- [[HasProperty]] ---- */

bool js_object_has_property(js_ctx *ctx, const js_value *object, const js_value *key, bool *out)
{
    js_value o = *object;
    struct js_found found;

    while (js__is_plain_nogc(ctx, o)) {
        if (js__find_own_nogc(ctx, o, *key, &found) != JS_PLACE_NONE) {
            *out = true;
            return true;
        }
        o = prototype_of(ctx, o);
        if (js_is_null(o)) {
            *out = false;
            return true;
        }
    }

    JS_FRAME(ctx, f, holder);
    f.holder = o;
    const struct js_object_methods *methods = methods_of(o);
    if (methods->has_property)
        return methods->has_property(ctx, &f.holder, key, out);
    return js_ordinary_has_property(ctx, &f.holder, key, out);
}

/* ---- [[Get]] ---- */

static bool call_getter(js_ctx *ctx, gc_slot accessor, const js_value *receiver, js_value *out)
{
    JS_FRAME(ctx, f, getter);
    const struct js_accessor *cell = gc_slot_to_cell(ctx->heap, accessor);

    f.getter = js_field(ctx, &cell->getter);
    if (js_is_undefined(f.getter)) {
        *out = JS_UNDEFINED;
        return true;
    }
    return js_call_function(ctx, &f.getter, receiver, NULL, 0, out);
}

bool js_object_get(js_ctx *ctx, const js_value *object, const js_value *key,
                   const js_value *receiver, js_value *out)
{
    js_value o = *object;
    struct js_found found;

    while (js__is_plain_nogc(ctx, o)) {
        const enum js_place place = js__find_own_nogc(ctx, o, *key, &found);

        if (place == JS_PLACE_NONE) {
            o = prototype_of(ctx, o);
            if (!js_is_null(o))
                continue;
            *out = JS_UNDEFINED;
            return true;
        }
        if (place == JS_PLACE_LAZY) {
            JS_FRAME(ctx, f, function);

            f.function = o;
            JS_TRY(js_function_materialise_noscript(ctx, &f.function));
            o = f.function;
            continue;
        }
        if (found.attributes & JS_IS_ACCESSOR)
            return call_getter(ctx, gc_load(found.slot), receiver, out);
        *out = js__found_value_nogc(ctx, o, &found);
        return true;
    }

    JS_FRAME(ctx, f, holder);
    f.holder = o;
    const struct js_object_methods *methods = methods_of(o);
    if (methods->get)
        return methods->get(ctx, &f.holder, key, receiver, out);
    return js_ordinary_get(ctx, &f.holder, key, receiver, out);
}

/* ---- [[Set]] ---- */

static bool call_setter(js_ctx *ctx, gc_slot accessor, const js_value *receiver,
                        const js_value *value, bool *ok)
{
    JS_FRAME(ctx, f, setter, ignored);
    const struct js_accessor *cell = gc_slot_to_cell(ctx->heap, accessor);

    f.setter = js_field(ctx, &cell->setter);
    *ok = !js_is_undefined(f.setter);
    return !*ok || js_call_function(ctx, &f.setter, receiver, value, 1, &f.ignored);
}

/* Whether a cell that was found to hold a property takes any slot in its place. */
static bool may_hold_any(const void *cell)
{
    const unsigned kind = gc_kind_of(cell);

    return kind != JS_KIND_INT_ELEMENTS && (kind != JS_KIND_SHARED_ELEMENTS || GC_MUTANT(SHARED_WRITTEN));
}

/* Overwrites the own data property that was found on a plain object. */
static bool overwrite(js_ctx *ctx, const js_value *object, const js_value *key,
                      const struct js_found *found, const js_value *value, bool *ok)
{
    gc_slot slot;
    uint32_t index;

    *ok = true;
    if (found->place == JS_PLACE_LENGTH) {
        uint32_t length;

        JS_TRY(js__array_length_from_value(ctx, value, &length));
        if (js_has_shape_flag_nogc(ctx, *object, JS_SHAPE_FIXED_LENGTH)) {
            *ok = length == js_array_nogc(*object)->length; /* the conversion ran script */
            return true;
        }
        return js_array_set_length_noscript(ctx, object, length, ok);
    }
    if (found->place == JS_PLACE_SLOT && may_hold_any(found->cell) && gc_try_encode(ctx->heap, *value, &slot)) {
        gc_write(ctx->heap, found->cell, found->slot, slot);
        return true;
    }
    if (js_key_is_index_nogc(ctx, *key, &index))
        return js__elements_define_noscript(ctx, object, index, value, found->attributes);
    return js__store_named_noscript(ctx, object, key, value);
}

/* Adds a property to a plain receiver that has none of this key, and nothing on its chain objects. */
static bool add(js_ctx *ctx, const js_value *object, const js_value *key, const js_value *value,
                bool *ok)
{
    const unsigned flags = js_shape_of_nogc(ctx, *object)->flags;
    uint32_t index;

    *ok = (flags & JS_SHAPE_EXTENSIBLE) != 0;
    if (!*ok)
        return true;
    if (!js_key_is_index_nogc(ctx, *key, &index))
        return js_object_add_noscript(ctx, object, key, value, JS_ALL_ATTRIBUTES);
    if ((flags & JS_SHAPE_FIXED_LENGTH) && index >= js_array_nogc(*object)->length) {
        *ok = false;
        return true;
    }
    return js_elements_put_noscript(ctx, object, index, value);
}

bool js_object_set(js_ctx *ctx, const js_value *object, const js_value *key, const js_value *value,
                   const js_value *receiver, bool *ok)
{
    const bool own = gc_same(*object, *receiver);
    const bool skips_chain =
        own && gc_is_int(*key) && !ctx->state->prototypes_have_elements;
    js_value o = *object;
    struct js_found found;

    while (js__is_plain_nogc(ctx, o)) {
        const enum js_place place = js__find_own_nogc(ctx, o, *key, &found);

        if (place == JS_PLACE_NONE) {
            o = prototype_of(ctx, o);
            if (!js_is_null(o) && !skips_chain)
                continue;
            return own ? add(ctx, object, key, value, ok)
                       : js__set_on_receiver(ctx, key, value, receiver, ok);
        }
        if (place == JS_PLACE_LAZY) {
            JS_FRAME(ctx, f, function);

            f.function = o;
            JS_TRY(js_function_materialise_noscript(ctx, &f.function));
            o = f.function;
            continue;
        }
        if (found.attributes & JS_IS_ACCESSOR)
            return call_setter(ctx, gc_load(found.slot), receiver, value, ok);
        if (!(found.attributes & JS_WRITABLE)) {
            *ok = false;
            return true;
        }
        if (own && gc_same(o, *object))
            return overwrite(ctx, object, key, &found, value, ok);
        if (own) /* the receiver is plain and was searched first */
            return add(ctx, object, key, value, ok);
        return js__set_on_receiver(ctx, key, value, receiver, ok);
    }

    JS_FRAME(ctx, f, holder);
    f.holder = o;
    const struct js_object_methods *methods = methods_of(o);
    if (methods->set)
        return methods->set(ctx, &f.holder, key, value, receiver, ok);
    return js_ordinary_set(ctx, &f.holder, key, value, receiver, ok);
}
