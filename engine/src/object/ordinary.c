/*
 * object/ordinary.c: the internal methods of ordinary objects (10.1), generic enough for the kinds that
 * replace some of them: get_own_property, define_own_property and own_keys work on what is stored, the
 * others go through [[GetOwnProperty]] and [[GetPrototypeOf]] of the object's kind.  The paths for plain
 * objects are in methods.c.
 */
#include "object/elements.h"
#include "object/symbol.h"

static bool materialise(js_ctx *ctx, const js_value *object, const js_value *key)
{
    struct js_found found;

    return js__find_own_nogc(ctx, *object, *key, &found) != JS_PLACE_LAZY ||
           js_function_materialise_noscript(ctx, object);
}

/* ---- 10.1.5 [[GetOwnProperty]] ---- */

static void describe_nogc(js_ctx *ctx, js_value object, const struct js_found *found,
                          struct js_descriptor *d)
{
    d->flags = (found->attributes & (JS_ENUMERABLE | JS_CONFIGURABLE)) | JS_HAS_ENUMERABLE |
               JS_HAS_CONFIGURABLE;
    if (found->attributes & JS_IS_ACCESSOR) {
        const struct js_accessor *accessor =
            gc_slot_to_cell(ctx->heap, gc_load(found->slot));

        d->getter = js_field(ctx, &accessor->getter);
        d->setter = js_field(ctx, &accessor->setter);
        d->value = GC_EMPTY;
        d->flags |= JS_HAS_GET | JS_HAS_SET;
    } else {
        d->value = js__found_value_nogc(ctx, object, found);
        d->flags |= JS_HAS_VALUE | JS_HAS_WRITABLE | (found->attributes & JS_WRITABLE);
    }
}

bool js_ordinary_get_own_property(js_ctx *ctx, const js_value *object, const js_value *key,
                                  struct js_descriptor *d, bool *found)
{
    struct js_found at;

    JS_TRY(materialise(ctx, object, key));
    *found = js__find_own_nogc(ctx, *object, *key, &at) != JS_PLACE_NONE;
    if (*found)
        describe_nogc(ctx, *object, &at, d);
    return true;
}

/* ---- 10.1.6 [[DefineOwnProperty]] ---- */

static bool differs(js_ctx *ctx, const struct js_descriptor *wanted, unsigned field,
                    const js_value *a, const js_value *b)
{
    return (wanted->flags & field) && !js_same_value_nogc(ctx, *a, *b);
}

/* 10.1.6.3, the part for a property that is not configurable. */
static bool is_compatible_fixed(js_ctx *ctx, const struct js_descriptor *wanted,
                                const struct js_descriptor *current)
{
    const unsigned w = wanted->flags;

    if ((w & JS_HAS_CONFIGURABLE) && (w & JS_CONFIGURABLE))
        return false;
    if ((w & JS_HAS_ENUMERABLE) && ((w ^ current->flags) & JS_ENUMERABLE))
        return false;
    if (js_descriptor_is_accessor(current))
        return !js_descriptor_is_data(wanted) &&
               !differs(ctx, wanted, JS_HAS_GET, &wanted->getter, &current->getter) &&
               !differs(ctx, wanted, JS_HAS_SET, &wanted->setter, &current->setter);
    if (js_descriptor_is_accessor(wanted))
        return false;
    if (current->flags & JS_WRITABLE)
        return true;
    return !((w & JS_HAS_WRITABLE) && (w & JS_WRITABLE)) &&
           !differs(ctx, wanted, JS_HAS_VALUE, &wanted->value, &current->value);
}

bool js_validate_property_descriptor(js_ctx *ctx, bool extensible,
                                     const struct js_descriptor *wanted, bool exists,
                                     const struct js_descriptor *current, bool *ok)
{
    if (!exists)
        *ok = extensible;
    else
        *ok = (current->flags & JS_CONFIGURABLE) || is_compatible_fixed(ctx, wanted, current);
    return true;
}

/* The attributes that a property has after wanted was applied to current (flags 0: to nothing). */
static unsigned merged_attributes(const struct js_descriptor *wanted,
                                  const struct js_descriptor *current, bool accessor)
{
    const unsigned w = wanted->flags, c = current->flags;
    unsigned attributes = 0;

    attributes |= (w & JS_HAS_ENUMERABLE ? w : c) & JS_ENUMERABLE;
    attributes |= (w & JS_HAS_CONFIGURABLE ? w : c) & JS_CONFIGURABLE;
    if (accessor)
        return attributes | JS_IS_ACCESSOR;
    if (w & JS_HAS_WRITABLE)
        return attributes | (w & JS_WRITABLE);
    return attributes | (js_descriptor_is_data(current) ? c & JS_WRITABLE : 0);
}

/* The value, or the accessor cell, that is stored then. */
static bool merged_value(js_ctx *ctx, const struct js_descriptor *wanted,
                         const struct js_descriptor *current, bool accessor, js_value *out)
{
    JS_FRAME(ctx, f, getter, setter);

    if (!accessor) {
        if (wanted->flags & JS_HAS_VALUE)
            *out = wanted->value;
        else
            *out = current->flags & JS_HAS_VALUE ? current->value : JS_UNDEFINED;
        return true;
    }
    f.getter = f.setter = JS_UNDEFINED;
    if (js_descriptor_is_accessor(current)) {
        f.getter = current->getter;
        f.setter = current->setter;
    }
    if (wanted->flags & JS_HAS_GET)
        f.getter = wanted->getter;
    if (wanted->flags & JS_HAS_SET)
        f.setter = wanted->setter;
    return js_accessor_new_noscript(ctx, &f.getter, &f.setter, out);
}

static bool define(js_ctx *ctx, const js_value *object, const js_value *key,
                   const struct js_descriptor *d, bool extensible, bool *ok)
{
    JS_FRAME(ctx, f, value);
    JS_DESCRIPTOR(ctx, current);
    uint32_t index;
    bool exists;

    JS_TRY(js_ordinary_get_own_property(ctx, object, key, &current, &exists));
    JS_TRY(js_validate_property_descriptor(ctx, extensible, d, exists, &current, ok));
    if (!*ok)
        return true;
    const bool accessor = js_descriptor_is_accessor(d) ||
                          (js_descriptor_is_accessor(&current) && !js_descriptor_is_data(d));
    const unsigned attributes = merged_attributes(d, &current, accessor);
    JS_TRY(merged_value(ctx, d, &current, accessor, &f.value));
    if (js_key_is_index_nogc(ctx, *key, &index))
        return js__elements_define_noscript(ctx, object, index, &f.value, attributes);
    if (!exists)
        return js_object_add_noscript(ctx, object, key, &f.value, attributes);
    return js__redefine_named_noscript(ctx, object, key, &f.value, attributes);
}

bool js_ordinary_define_own_property(js_ctx *ctx, const js_value *object, const js_value *key,
                                     const struct js_descriptor *d, bool *ok)
{
    return define(ctx, object, key, d, js__is_extensible_nogc(ctx, *object), ok);
}

bool js_ordinary_define_private(js_ctx *ctx, const js_value *object, const js_value *name,
                                const struct js_descriptor *d, bool *ok)
{
    js_assert(js_is_private_symbol(*name));
    return define(ctx, object, name, d, true, ok);
}

/* ---- 10.1.7 [[HasProperty]], 10.1.8 [[Get]] ---- */

bool js_ordinary_has_property(js_ctx *ctx, const js_value *object, const js_value *key, bool *out)
{
    JS_FRAME(ctx, f, parent);
    JS_DESCRIPTOR(ctx, d);

    JS_TRY(js_check_stack(ctx));
    JS_TRY(js_object_get_own_property(ctx, object, key, &d, out));
    if (*out)
        return true;
    JS_TRY(js_object_get_prototype(ctx, object, &f.parent));
    return js_is_null(f.parent) || js_object_has_property(ctx, &f.parent, key, out);
}

bool js_ordinary_get(js_ctx *ctx, const js_value *object, const js_value *key,
                     const js_value *receiver, js_value *out)
{
    JS_FRAME(ctx, f, parent);
    JS_DESCRIPTOR(ctx, d);
    bool found;

    JS_TRY(js_check_stack(ctx));
    JS_TRY(js_object_get_own_property(ctx, object, key, &d, &found));
    if (!found) {
        JS_TRY(js_object_get_prototype(ctx, object, &f.parent));
        if (!js_is_null(f.parent))
            return js_object_get(ctx, &f.parent, key, receiver, out);
        *out = JS_UNDEFINED;
        return true;
    }
    if (js_descriptor_is_accessor(&d)) {
        if (!js_is_undefined(d.getter))
            return js_call_function(ctx, &d.getter, receiver, NULL, 0, out);
        *out = JS_UNDEFINED;
        return true;
    }
    *out = d.value;
    return true;
}

/* ---- 10.1.9 [[Set]] ---- */

/* 10.1.9.2 steps 2.b to 2.e: a data property that may be written was found, or none. */
bool js__set_on_receiver(js_ctx *ctx, const js_value *key, const js_value *value,
                         const js_value *receiver, bool *ok)
{
    JS_DESCRIPTOR(ctx, existing);
    bool found;

    *ok = false;
    if (!js_is_object(*receiver))
        return true;
    JS_TRY(js_object_get_own_property(ctx, receiver, key, &existing, &found));
    if (!found)
        return js_create_data_property(ctx, receiver, key, value, ok);
    if (js_descriptor_is_accessor(&existing) || !(existing.flags & JS_WRITABLE))
        return true;
    existing.flags = JS_HAS_VALUE;
    existing.value = *value;
    return js_object_define_own_property(ctx, receiver, key, &existing, ok);
}

bool js_ordinary_set(js_ctx *ctx, const js_value *object, const js_value *key,
                     const js_value *value, const js_value *receiver, bool *ok)
{
    JS_FRAME(ctx, f, parent, ignored);
    JS_DESCRIPTOR(ctx, d);
    bool found;

    JS_TRY(js_check_stack(ctx));
    JS_TRY(js_object_get_own_property(ctx, object, key, &d, &found));
    if (!found) {
        JS_TRY(js_object_get_prototype(ctx, object, &f.parent));
        if (!js_is_null(f.parent))
            return js_object_set(ctx, &f.parent, key, value, receiver, ok);
        return js__set_on_receiver(ctx, key, value, receiver, ok);
    }
    if (js_descriptor_is_accessor(&d)) {
        *ok = !js_is_undefined(d.setter);
        return !*ok || js_call_function(ctx, &d.setter, receiver, value, 1, &f.ignored);
    }
    *ok = (d.flags & JS_WRITABLE) != 0;
    return !*ok || js__set_on_receiver(ctx, key, value, receiver, ok);
}

/* ---- 10.1.10 [[Delete]], 10.1.11 [[OwnPropertyKeys]] ---- */

bool js_ordinary_delete(js_ctx *ctx, const js_value *object, const js_value *key, bool *ok)
{
    struct js_found found;

    JS_TRY(materialise(ctx, object, key));
    *ok = true;
    if (js__find_own_nogc(ctx, *object, *key, &found) == JS_PLACE_NONE)
        return true;
    if (!(found.attributes & JS_CONFIGURABLE)) {
        *ok = false;
        return true;
    }
    uint32_t index;
    if (js_key_is_index_nogc(ctx, *key, &index)) {
        JS_TRY(js__elements_own_noscript(ctx, object));
        js__elements_delete_nogc(ctx, *object, index);
        return true;
    }
    return js__remove_named_noscript(ctx, object, key);
}

bool js_ordinary_own_keys(js_ctx *ctx, const js_value *object, struct js_vec *out)
{
    if (js_has_shape_flag_nogc(ctx, *object, JS_SHAPE_LAZY_FUNCTION))
        JS_TRY(js_function_materialise_noscript(ctx, object));
    JS_TRY(js__element_keys_noscript(ctx, object, out));
    if (js_is_kind(*object, JS_KIND_ARRAY))
        JS_TRY(js_vec_push(ctx, out, JS_ATOM(ctx, length)));
    return js__named_keys_noscript(ctx, object, out);
}
