/*
 * ops/property_ops.c: the specification's operations on objects (7.3), and GetV and PutValue on any value.
 * Arrays, typed arrays, strings and arguments objects are read and written by index without a detour.
 */
#include "object/arguments.h"
#include "object/fast.h"
#include "ops/ops.h"
#include "vm/realm.h"

/* ---- reading ---- */

/* The prototype in which a primitive's properties are looked up; GC_EMPTY for undefined and null. */
static js_value prototype_of_primitive(js_ctx *ctx, js_value v)
{
    if (js_is_string(v))
        return JS_INTRINSIC(ctx, string_prototype);
    if (js_is_number(v))
        return JS_INTRINSIC(ctx, number_prototype);
    if (js_is_boolean(v))
        return JS_INTRINSIC(ctx, boolean_prototype);
    if (js_is_symbol(v))
        return JS_INTRINSIC(ctx, symbol_prototype);
    if (js_is_kind(v, JS_KIND_BIGINT))
        return JS_INTRINSIC(ctx, bigint_prototype);
    return GC_EMPTY;
}

/* Whether key is a string's length or one of its units. */
static bool is_string_own(js_ctx *ctx, js_value string, js_value key)
{
    uint32_t index;

    return gc_same(key, *JS_ATOM(ctx, length)) ||
           (js_key_is_index_nogc(ctx, key, &index) && index < js_string_length_nogc(string));
}

/* A string's own length and units; *found false where key is none of them. */
static bool get_of_string(js_ctx *ctx, const js_value *string, const js_value *key, js_value *out,
                          bool *found)
{
    const uint32_t length = js_string_length_nogc(*string);
    uint32_t index;
    uint16_t unit;

    *found = true;
    if (gc_same(*key, *JS_ATOM(ctx, length))) {
        *out = js_uint32(length);
        return true;
    }
    if (js_key_is_index_nogc(ctx, *key, &index) && index < length) {
        JS_TRY(js_string_unit_noscript(ctx, string, index, &unit));
        return js_string_from_unit_noscript(ctx, unit, out);
    }
    *found = false;
    return true;
}

static bool get_of_primitive(js_ctx *ctx, const js_value *v, const js_value *key, js_value *out)
{
    JS_FRAME(ctx, f, prototype);
    bool found = false;

    if (js_is_string(*v))
        JS_TRY(get_of_string(ctx, v, key, out, &found));
    if (found)
        return true;
    f.prototype = prototype_of_primitive(ctx, *v);
    if (!gc_is_cell(f.prototype))
        return js_throw_type_error(ctx, "Cannot read properties of %s (reading '%k')",
                                   js_is_null(*v) ? "null" : "undefined", key);
    return js_object_get(ctx, &f.prototype, key, v, out);
}

bool js_get(js_ctx *ctx, const js_value *v, const js_value *key, js_value *out)
{
    if (GC_LIKELY(js_is_object(*v)))
        return js_object_get(ctx, v, key, v, out);
    return get_of_primitive(ctx, v, key, out);
}

/* An integer that is an index key as it is, and to which v may have a direct answer. */
static bool get_fast(js_ctx *ctx, js_value v, int32_t index, js_value *out)
{
    if (!gc_is_cell(v))
        return false;
    if (js_is_kind(v, JS_KIND_ARGUMENTS) && index >= 0) {
        const js_value element = js_arguments_peek_nogc(ctx, v, (uint32_t)index);

        if (!gc_same(element, JS_HOLE)) {
            *out = element;
            return true;
        }
        return false;
    }
    return js_element_get_fast_nogc(ctx, v, index, out);
}

bool js_get_index(js_ctx *ctx, const js_value *v, double index, js_value *out)
{
    JS_FRAME(ctx, f, key);

    if (index >= 0 && index < INT32_MAX && get_fast(ctx, *v, (int32_t)index, out))
        return true;
    JS_TRY(js_key_from_index_noscript(ctx, index, &f.key));
    return js_get(ctx, v, &f.key, out);
}

bool js_get_element(js_ctx *ctx, const js_value *v, const js_value *k, js_value *out)
{
    JS_FRAME(ctx, f, key);

    if (gc_is_int(*k) && get_fast(ctx, *v, gc_to_int(*k), out))
        return true;
    if (GC_UNLIKELY(js_is_nullish(*v)))
        return js_throw_type_error(ctx, "Cannot read properties of %s (reading '%v')",
                                   js_is_null(*v) ? "null" : "undefined", k);
    JS_TRY(js_to_property_key(ctx, k, &f.key));
    return js_get(ctx, v, &f.key, out);
}

/* ---- writing ---- */

/* Finds what made a [[Set]] fail, for the message: walks v's chain without script. */
static bool throw_set_failed(js_ctx *ctx, const js_value *v, const js_value *key)
{
    struct js_found found;

    if (js_is_kind(*v, JS_KIND_PROXY))
        return js_throw_type_error(ctx, "'set' on proxy: trap returned falsish for property '%k'", key);
    for (js_value o = *v; js_is_object(o); o = js_field(ctx, &js_shape_of_nogc(ctx, o)->prototype)) {
        const enum js_place place = js__find_own_nogc(ctx, o, *key, &found);

        if (place == JS_PLACE_NONE || place == JS_PLACE_LAZY)
            continue;
        if (found.attributes & JS_IS_ACCESSOR)
            return js_throw_type_error(
                ctx, "Cannot set property %k of %v which has only a getter", key, v);
        return js_throw_type_error(ctx, "Cannot assign to read only property '%k' of object '%v'", key,
                                   v);
    }
    if (js_is_object(*v) && js__is_plain_nogc(ctx, *v))
        return js_throw_type_error(ctx, "Cannot add property %k, object is not extensible", key);
    if (js_is_object(*v))
        return js_throw_type_error(ctx, "Cannot assign to read only property '%k' of object '%v'", key,
                                   v);
    const js_value *type = js_typeof_nogc(ctx, *v);
    if (js_is_string(*v) && is_string_own(ctx, *v, *key))
        return js_throw_type_error(ctx, "Cannot assign to read only property '%k' of string '%v'", key,
                                   v);
    return js_throw_type_error(ctx, "Cannot create property '%k' on %v '%v'", key, type, v);
}

/* Set on a primitive: only setters and proxies on the chain can take it. */
static bool set_of_primitive(js_ctx *ctx, const js_value *v, const js_value *key,
                             const js_value *value, bool *ok)
{
    JS_FRAME(ctx, f, prototype);

    *ok = false;
    if (js_is_string(*v) && is_string_own(ctx, *v, *key))
        return true;
    f.prototype = prototype_of_primitive(ctx, *v);
    if (!gc_is_cell(f.prototype))
        return js_throw_type_error(ctx, "Cannot set properties of %s (setting '%k')",
                                   js_is_null(*v) ? "null" : "undefined", key);
    return js_object_set(ctx, &f.prototype, key, value, v, ok);
}

/* 7.3.4 Set */
bool js_set(js_ctx *ctx, const js_value *v, const js_value *key, const js_value *value,
            bool throw_on_failure)
{
    bool ok;

    if (GC_LIKELY(js_is_object(*v)))
        JS_TRY(js_object_set(ctx, v, key, value, v, &ok));
    else
        JS_TRY(set_of_primitive(ctx, v, key, value, &ok));
    return ok || !throw_on_failure || throw_set_failed(ctx, v, key);
}

bool js_set_index(js_ctx *ctx, const js_value *v, double index, const js_value *value,
                  bool throw_on_failure)
{
    JS_FRAME(ctx, f, key);

    if (index >= 0 && index < INT32_MAX && gc_is_cell(*v) &&
        js_element_set_fast_nogc(ctx, *v, (int32_t)index, *value))
        return true;
    JS_TRY(js_key_from_index_noscript(ctx, index, &f.key));
    return js_set(ctx, v, &f.key, value, throw_on_failure);
}

#define COMPUTED_KEYS_MAX 32u /* properties outside the object that computed keys may add to a shape */

/* Whether an object that gets its properties by computed keys is used as a map: it should be one. */
static bool is_used_as_map(js_ctx *ctx, js_value v, js_value key)
{
    struct js_property_location location;

    if (!js_is_kind(v, JS_KIND_OBJECT) || gc_is_int(key))
        return false;
    const struct js_shape *shape = js_shape_of_nogc(ctx, v);
    const gc_slot slot = gc_slot_of(ctx->heap, key);
    return shape->count >= shape->in_object + COMPUTED_KEYS_MAX &&
           !(shape->flags & JS_SHAPE_UNIQUE) &&
           !js_shape_lookup_nogc(ctx, shape, slot, &location) &&
           !js_shape_find_add_nogc(ctx, shape, slot, JS_ALL_ATTRIBUTES);
}

bool js_set_element(js_ctx *ctx, const js_value *v, const js_value *k, const js_value *value,
                    bool strict)
{
    JS_FRAME(ctx, f, key);

    if (gc_is_int(*k) && gc_is_cell(*v) &&
        js_element_set_fast_nogc(ctx, *v, gc_to_int(*k), *value))
        return true;
    if (GC_UNLIKELY(js_is_nullish(*v)))
        return js_throw_type_error(ctx, "Cannot set properties of %s (setting '%v')",
                                   js_is_null(*v) ? "null" : "undefined", k);
    JS_TRY(js_to_property_key(ctx, k, &f.key));
    if (GC_UNLIKELY(is_used_as_map(ctx, *v, f.key)) && js__is_extensible_nogc(ctx, *v))
        JS_TRY(js__object_to_dictionary_noscript(ctx, v));
    return js_set(ctx, v, &f.key, value, strict);
}

/* ---- defining ---- */

/* Whether key can be added to a plain object as a new property by storage alone. */
static bool can_add(js_ctx *ctx, js_value object, js_value key)
{
    const unsigned flags = js_shape_of_nogc(ctx, object)->flags;
    struct js_found found;
    uint32_t index;

    if (!js__is_plain_nogc(ctx, object) || !(flags & JS_SHAPE_EXTENSIBLE) ||
        js__find_own_nogc(ctx, object, key, &found) != JS_PLACE_NONE)
        return false;
    return !(flags & JS_SHAPE_FIXED_LENGTH) || !js_key_is_index_nogc(ctx, key, &index);
}

/* 7.3.5 CreateDataProperty */
bool js_create_data_property(js_ctx *ctx, const js_value *object, const js_value *key,
                             const js_value *value, bool *ok)
{
    uint32_t index;

    if (can_add(ctx, *object, *key)) {
        *ok = true;
        if (js_key_is_index_nogc(ctx, *key, &index))
            return js_elements_put_noscript(ctx, object, index, value);
        return js_object_add_noscript(ctx, object, key, value, JS_ALL_ATTRIBUTES);
    }
    JS_DESCRIPTOR(ctx, d);
    d.value = *value;
    d.flags = JS_HAS_VALUE | JS_HAS_WRITABLE | JS_HAS_ENUMERABLE | JS_HAS_CONFIGURABLE |
              JS_ALL_ATTRIBUTES;
    return js_object_define_own_property(ctx, object, key, &d, ok);
}

static bool throw_define_failed(js_ctx *ctx, const js_value *object, const js_value *key)
{
    JS_DESCRIPTOR(ctx, d);
    bool found = true;

    if (js_is_kind(*object, JS_KIND_PROXY))
        return js_throw_type_error(
            ctx, "'defineProperty' on proxy: trap returned falsish for property '%k'", key);
    if (js__is_plain_nogc(ctx, *object))
        JS_TRY(js_ordinary_get_own_property(ctx, object, key, &d, &found));
    if (found)
        return js_throw_type_error(ctx, "Cannot redefine property: %k", key);
    return js_throw_type_error(ctx, "Cannot define property %k, object is not extensible", key);
}

/* 7.3.7 CreateDataPropertyOrThrow */
bool js_create_data_property_or_throw(js_ctx *ctx, const js_value *object, const js_value *key,
                                      const js_value *value)
{
    bool ok;

    JS_TRY(js_create_data_property(ctx, object, key, value, &ok));
    return ok || throw_define_failed(ctx, object, key);
}

bool js_create_data_index_or_throw(js_ctx *ctx, const js_value *object, double index,
                                   const js_value *value)
{
    JS_FRAME(ctx, f, key);

    if (index < JS_DENSE_MAX && js_is_kind(*object, JS_KIND_ARRAY) &&
        (js_array_set_fast_nogc(ctx, js_array_nogc(*object), (uint32_t)index, *value) ||
         js_array_add_fast_nogc(ctx, js_array_nogc(*object), (uint32_t)index, *value)))
        return true;
    JS_TRY(js_key_from_index_noscript(ctx, index, &f.key));
    return js_create_data_property_or_throw(ctx, object, &f.key, value);
}

/* 7.3.8 DefinePropertyOrThrow */
bool js_define_property_or_throw(js_ctx *ctx, const js_value *object, const js_value *key,
                                 const struct js_descriptor *d)
{
    bool ok;

    JS_TRY(js_object_define_own_property(ctx, object, key, d, &ok));
    return ok || throw_define_failed(ctx, object, key);
}

bool js_define_value(js_ctx *ctx, const js_value *object, const js_value *key, const js_value *value,
                     unsigned attributes)
{
    uint32_t index;

    if (can_add(ctx, *object, *key)) {
        if (js_key_is_index_nogc(ctx, *key, &index))
            return js__elements_define_noscript(ctx, object, index, value, attributes);
        return js_object_add_noscript(ctx, object, key, value, attributes);
    }
    JS_DESCRIPTOR(ctx, d);
    d.value = *value;
    d.flags = JS_HAS_VALUE | JS_HAS_WRITABLE | JS_HAS_ENUMERABLE | JS_HAS_CONFIGURABLE | attributes;
    return js_define_property_or_throw(ctx, object, key, &d);
}

/* 7.3.9 DeletePropertyOrThrow */
bool js_delete_property_or_throw(js_ctx *ctx, const js_value *object, const js_value *key)
{
    bool ok;

    JS_TRY(js_object_delete(ctx, object, key, &ok));
    if (ok)
        return true;
    if (js_is_kind(*object, JS_KIND_PROXY))
        return js_throw_type_error(
            ctx, "'deleteProperty' on proxy: trap returned falsish for property '%k'", key);
    return js_throw_type_error(ctx, "Cannot delete property '%k' of %v", key, object);
}

/* ---- asking ---- */

/* 7.3.11 HasProperty */
bool js_has_property(js_ctx *ctx, const js_value *object, const js_value *key, bool *out)
{
    return js_object_has_property(ctx, object, key, out);
}

/* 7.3.12 HasOwnProperty */
bool js_has_own_property(js_ctx *ctx, const js_value *object, const js_value *key, bool *out)
{
    struct js_found found;

    if (js__is_plain_nogc(ctx, *object)) {
        *out = js__find_own_nogc(ctx, *object, *key, &found) != JS_PLACE_NONE;
        return true;
    }
    JS_DESCRIPTOR(ctx, d);
    return js_object_get_own_property(ctx, object, key, &d, out);
}

/* 7.3.10 GetMethod */
bool js_get_method(js_ctx *ctx, const js_value *v, const js_value *key, js_value *out)
{
    JS_FRAME(ctx, f, method);

    JS_TRY(js_get(ctx, v, key, &f.method));
    if (js_is_nullish(f.method))
        f.method = JS_UNDEFINED;
    else if (!js_is_callable_nogc(ctx, f.method))
        return js_throw_type_error(ctx, "%q is not a function", &f.method);
    *out = f.method;
    return true;
}

/* 7.3.18 LengthOfArrayLike */
bool js_length_of_array_like(js_ctx *ctx, const js_value *object, double *out)
{
    JS_FRAME(ctx, f, length);

    if (js_is_kind(*object, JS_KIND_ARRAY)) {
        *out = js_array_nogc(*object)->length;
        return true;
    }
    JS_TRY(js_get(ctx, object, JS_ATOM(ctx, length), &f.length));
    return js_to_length(ctx, &f.length, out);
}

/* 7.3.22 SpeciesConstructor */
bool js_species_constructor(js_ctx *ctx, const js_value *object,
                            enum js_intrinsic default_constructor, js_value *out)
{
    JS_FRAME(ctx, f, constructor, species);

    JS_TRY(js_get(ctx, object, JS_ATOM(ctx, constructor), &f.constructor));
    if (js_is_undefined(f.constructor)) {
        *out = js_intrinsic_nogc(ctx, default_constructor);
        return true;
    }
    if (!js_is_object(f.constructor))
        return js_throw_type_error(ctx, "The .constructor property is not an object");
    JS_TRY(js_get(ctx, &f.constructor, JS_ATOM(ctx, sym_species), &f.species));
    if (js_is_nullish(f.species)) {
        *out = js_intrinsic_nogc(ctx, default_constructor);
        return true;
    }
    if (!js_is_constructor_nogc(ctx, f.species))
        return js_throw_type_error(ctx, "object.constructor[Symbol.species] is not a constructor");
    *out = f.species;
    return true;
}

/* 7.3.19 CreateListFromArrayLike */
bool js_create_list_from_array_like(js_ctx *ctx, const js_value *object, struct js_vec *out)
{
    JS_FRAME(ctx, f, item);
    double length;

    if (!js_is_object(*object))
        return js_throw_type_error(ctx, "CreateListFromArrayLike called on non-object");
    JS_TRY(js_length_of_array_like(ctx, object, &length));
    if (length > JS_DENSE_MAX)
        return js_throw_range_error(ctx, "Invalid array length");
    for (double i = 0; i < length; i++) {
        JS_TRY(js_poll(ctx));
        JS_TRY(js_get_index(ctx, object, i, &f.item));
        JS_TRY(js_vec_push(ctx, out, &f.item));
    }
    return true;
}

/* ---- many properties ---- */

static bool is_excluded(js_ctx *ctx, js_value key, const js_value *excluded, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        if (js_same_value_nogc(ctx, excluded[i], key))
            return true;
    return false;
}

/* 7.3.26 CopyDataProperties; the excluded ones are property keys */
bool js_copy_data_properties(js_ctx *ctx, const js_value *target, const js_value *source,
                             const js_value *excluded, uint32_t excluded_count)
{
    JS_FRAME(ctx, f, from, key, value);
    JS_VEC(ctx, keys);

    if (js_is_nullish(*source))
        return true;
    JS_TRY(js_to_object(ctx, source, &f.from));
    JS_TRY(js_object_own_keys(ctx, &f.from, &keys));
    for (uint32_t i = 0; i < keys.count; i++) {
        JS_DESCRIPTOR(ctx, d);
        bool found;

        f.key = js_vec_get_nogc(ctx, &keys, i);
        if (is_excluded(ctx, f.key, excluded, excluded_count))
            continue;
        JS_TRY(js_poll(ctx));
        JS_TRY(js_object_get_own_property(ctx, &f.from, &f.key, &d, &found));
        if (!found || !(d.flags & JS_ENUMERABLE))
            continue;
        if (js_descriptor_is_data(&d) && js__is_plain_nogc(ctx, f.from))
            f.value = d.value;
        else
            JS_TRY(js_get(ctx, &f.from, &f.key, &f.value));
        JS_TRY(js_create_data_property_or_throw(ctx, target, &f.key, &f.value));
    }
    return true;
}

/* The entry of one property: its key, its value, or an array of both. */
static bool push_property(js_ctx *ctx, const js_value *object, const js_value *key,
                          enum js_enumerate what, const js_value *array)
{
    JS_FRAME(ctx, f, name, value, entry);

    if (what != JS_VALUES)
        JS_TRY(js_key_to_value_noscript(ctx, key, &f.name));
    if (what == JS_KEYS)
        return js_array_push_noscript(ctx, array, &f.name);
    JS_TRY(js_get(ctx, object, key, &f.value));
    if (what == JS_VALUES)
        return js_array_push_noscript(ctx, array, &f.value);
    JS_TRY(js_array_from_values_noscript(ctx, &f.name, 2, &f.entry));
    return js_array_push_noscript(ctx, array, &f.entry);
}

/* 7.3.24 EnumerableOwnProperties */
bool js_enumerable_own_properties(js_ctx *ctx, const js_value *object, enum js_enumerate what,
                                  js_value *out_array)
{
    JS_FRAME(ctx, f, key, array);
    JS_VEC(ctx, keys);

    JS_TRY(js_object_own_keys(ctx, object, &keys));
    JS_TRY(js_array_new_noscript(ctx, 0, &f.array));
    JS_TRY(js_array_reserve_noscript(ctx, &f.array,
                                     what == JS_VALUES ? JS_KIND_INT_ELEMENTS : JS_KIND_ELEMENTS,
                                     keys.count));
    for (uint32_t i = 0; i < keys.count; i++) {
        bool enumerable = false;

        f.key = js_vec_get_nogc(ctx, &keys, i);
        if (js_is_symbol(f.key))
            continue;
        JS_TRY(js_poll(ctx));
        JS_TRY(js__is_own_enumerable(ctx, object, &f.key, &enumerable));
        if (enumerable)
            JS_TRY(push_property(ctx, object, &f.key, what, &f.array));
    }
    js_array_trim_noscript(ctx, &f.array);
    *out_array = f.array;
    return true;
}

/* ---- 6.2.6 descriptors and objects ---- */

/* One Boolean field of ToPropertyDescriptor. */
static bool take_flag(js_ctx *ctx, const js_value *object, const js_value *key, unsigned has,
                      unsigned attribute, struct js_descriptor *d)
{
    JS_FRAME(ctx, f, value);
    bool there;

    JS_TRY(js_has_property(ctx, object, key, &there));
    if (!there)
        return true;
    JS_TRY(js_get(ctx, object, key, &f.value));
    d->flags |= has | (js_to_boolean_nogc(ctx, f.value) ? attribute : 0);
    return true;
}

/* A getter or setter. */
static bool take_function(js_ctx *ctx, const js_value *object, const js_value *key, unsigned has,
                          const char *what, js_value *out, struct js_descriptor *d)
{
    JS_FRAME(ctx, f, value);
    bool there;

    JS_TRY(js_has_property(ctx, object, key, &there));
    if (!there)
        return true;
    JS_TRY(js_get(ctx, object, key, &f.value));
    if (!js_is_undefined(f.value) && !js_is_callable_nogc(ctx, f.value))
        return js_throw_type_error(ctx, "%s must be a function: %v", what, &f.value);
    *out = f.value;
    d->flags |= has;
    return true;
}

/* 6.2.6.5 ToPropertyDescriptor */
bool js_to_property_descriptor(js_ctx *ctx, const js_value *object, struct js_descriptor *d)
{
    bool there;

    if (!js_is_object(*object))
        return js_throw_type_error(ctx, "Property description must be an object: %v", object);
    d->flags = 0;
    JS_TRY(take_flag(ctx, object, JS_ATOM(ctx, enumerable), JS_HAS_ENUMERABLE, JS_ENUMERABLE, d));
    JS_TRY(take_flag(ctx, object, JS_ATOM(ctx, configurable), JS_HAS_CONFIGURABLE, JS_CONFIGURABLE, d));
    JS_TRY(js_has_property(ctx, object, JS_ATOM(ctx, value), &there));
    if (there) {
        JS_TRY(js_get(ctx, object, JS_ATOM(ctx, value), &d->value));
        d->flags |= JS_HAS_VALUE;
    }
    JS_TRY(take_flag(ctx, object, JS_ATOM(ctx, writable), JS_HAS_WRITABLE, JS_WRITABLE, d));
    JS_TRY(take_function(ctx, object, JS_ATOM(ctx, get), JS_HAS_GET, "Getter", &d->getter, d));
    JS_TRY(take_function(ctx, object, JS_ATOM(ctx, set), JS_HAS_SET, "Setter", &d->setter, d));
    if (js_descriptor_is_accessor(d) && js_descriptor_is_data(d))
        return js_throw_type_error(ctx, "Invalid property descriptor. Cannot both specify accessors "
                                        "and a value or writable attribute, %v",
                                   object);
    return true;
}

static bool put_flag(js_ctx *ctx, const js_value *object, const js_value *key,
                     const struct js_descriptor *d, unsigned has, unsigned attribute)
{
    JS_FRAME(ctx, f, value);

    if (!(d->flags & has))
        return true;
    f.value = js_bool((d->flags & attribute) != 0);
    return js_object_add_noscript(ctx, object, key, &f.value, JS_ALL_ATTRIBUTES);
}

static bool put_value(js_ctx *ctx, const js_value *object, const js_value *key,
                      const struct js_descriptor *d, unsigned has, const js_value *value)
{
    return !(d->flags & has) || js_object_add_noscript(ctx, object, key, value, JS_ALL_ATTRIBUTES);
}

/* 6.2.6.4 FromPropertyDescriptor */
bool js_from_property_descriptor(js_ctx *ctx, const struct js_descriptor *d, js_value *out)
{
    JS_FRAME(ctx, f, object);

    JS_TRY(js_object_new_noscript(ctx, &f.object));
    JS_TRY(put_value(ctx, &f.object, JS_ATOM(ctx, value), d, JS_HAS_VALUE, &d->value));
    JS_TRY(put_flag(ctx, &f.object, JS_ATOM(ctx, writable), d, JS_HAS_WRITABLE, JS_WRITABLE));
    JS_TRY(put_value(ctx, &f.object, JS_ATOM(ctx, get), d, JS_HAS_GET, &d->getter));
    JS_TRY(put_value(ctx, &f.object, JS_ATOM(ctx, set), d, JS_HAS_SET, &d->setter));
    JS_TRY(put_flag(ctx, &f.object, JS_ATOM(ctx, enumerable), d, JS_HAS_ENUMERABLE, JS_ENUMERABLE));
    JS_TRY(put_flag(ctx, &f.object, JS_ATOM(ctx, configurable), d, JS_HAS_CONFIGURABLE,
                    JS_CONFIGURABLE));
    *out = f.object;
    return true;
}
