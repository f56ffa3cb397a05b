/*
 * builtins/object_constructor.c: 20.1.1 and 20.1.2, the Object constructor and its functions.
 */
#include "builtins/object_helpers.h"
#include "object/elements.h"

/* 20.1.1.1 Object ( [ value ] ) */
static bool object(js_ctx *ctx, const js_call *call, js_value *result)
{
    if (js_is_construct(call) && !gc_same(*call->new_target, *call->callee)) {
        JS_FRAME(ctx, f, prototype);

        JS_TRY(js_get_prototype_from_constructor(ctx, call->new_target,
                                                 JS_INTRINSIC_object_prototype, &f.prototype));
        return js_object_new_with_prototype_noscript(ctx, &f.prototype, result);
    }
    if (js_is_nullish(*js_arg(call, 0)))
        return js_object_new_noscript(ctx, result);
    return js_to_object(ctx, js_arg(call, 0), result);
}

/* ---- keys and descriptors ---- */

/* Copies the enumerable own properties of source to target with [[Set]]. */
static bool assign_from(js_ctx *ctx, const js_value *target, const js_value *source)
{
    JS_FRAME(ctx, f, from, key, value);
    JS_VEC(ctx, keys);

    JS_TRY(js_to_object(ctx, source, &f.from));
    JS_TRY(js_object_own_keys(ctx, &f.from, &keys));
    for (uint32_t i = 0; i < keys.count; i++) {
        JS_DESCRIPTOR(ctx, d);
        bool found;

        JS_TRY(js_poll(ctx));
        f.key = js_vec_get_nogc(ctx, &keys, i);
        JS_TRY(js_object_get_own_property(ctx, &f.from, &f.key, &d, &found));
        if (!found || !(d.flags & JS_ENUMERABLE))
            continue;
        JS_TRY(js_get(ctx, &f.from, &f.key, &f.value));
        JS_TRY(js_set(ctx, target, &f.key, &f.value, true));
    }
    return true;
}

/* 20.1.2.1 Object.assign ( target, ...sources ) */
static bool assign(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_FRAME(ctx, f, target);

    JS_TRY(js_to_object(ctx, js_arg(call, 0), &f.target));
    for (uint32_t i = 1; i < call->argc; i++)
        if (!js_is_nullish(call->args[i]))
            JS_TRY(assign_from(ctx, &f.target, &call->args[i]));
    *result = f.target;
    return true;
}

enum { PENDING_KEY, PENDING_VALUE, PENDING_GETTER, PENDING_SETTER, PENDING_FLAGS, PENDING_SLOTS };

static bool push_pending(js_ctx *ctx, struct js_vec *pending, const js_value *key,
                         const struct js_descriptor *d)
{
    JS_FRAME(ctx, f, flags);

    f.flags = js_int((int32_t)d->flags);
    JS_TRY(js_vec_push(ctx, pending, key));
    JS_TRY(js_vec_push(ctx, pending, &d->value));
    JS_TRY(js_vec_push(ctx, pending, &d->getter));
    JS_TRY(js_vec_push(ctx, pending, &d->setter));
    return js_vec_push(ctx, pending, &f.flags);
}

/* 20.1.2.3.1 ObjectDefineProperties ( O, Properties ) */
static bool define_all(js_ctx *ctx, const js_value *target, const js_value *properties)
{
    JS_FRAME(ctx, f, from, key, object);
    JS_VEC(ctx, keys);
    JS_VEC(ctx, pending);

    JS_TRY(js_to_object(ctx, properties, &f.from));
    JS_TRY(js_object_own_keys(ctx, &f.from, &keys));
    for (uint32_t i = 0; i < keys.count; i++) {
        JS_DESCRIPTOR(ctx, own);
        JS_DESCRIPTOR(ctx, d);
        bool found;

        f.key = js_vec_get_nogc(ctx, &keys, i);
        JS_TRY(js_object_get_own_property(ctx, &f.from, &f.key, &own, &found));
        if (!found || !(own.flags & JS_ENUMERABLE))
            continue;
        JS_TRY(js_get(ctx, &f.from, &f.key, &f.object));
        JS_TRY(js_to_property_descriptor(ctx, &f.object, &d));
        JS_TRY(push_pending(ctx, &pending, &f.key, &d));
    }
    for (uint32_t i = 0; i < pending.count; i += PENDING_SLOTS) {
        JS_DESCRIPTOR(ctx, d);

        f.key = js_vec_get_nogc(ctx, &pending, i + PENDING_KEY);
        d.value = js_vec_get_nogc(ctx, &pending, i + PENDING_VALUE);
        d.getter = js_vec_get_nogc(ctx, &pending, i + PENDING_GETTER);
        d.setter = js_vec_get_nogc(ctx, &pending, i + PENDING_SETTER);
        d.flags = (unsigned)gc_to_int(js_vec_get_nogc(ctx, &pending, i + PENDING_FLAGS));
        JS_TRY(js_define_property_or_throw(ctx, target, &f.key, &d));
    }
    return true;
}

static bool throw_bad_prototype(js_ctx *ctx, const js_value *v)
{
    return js_throw_type_error(ctx, "Object prototype may only be an Object or null: %v", v);
}

/* 20.1.2.2 Object.create ( O, Properties ) */
static bool create(js_ctx *ctx, const js_call *call, js_value *result)
{
    const js_value *prototype = js_arg(call, 0);
    JS_FRAME(ctx, f, object);

    if (!js_is_object(*prototype) && !js_is_null(*prototype))
        return throw_bad_prototype(ctx, prototype);
    JS_TRY(js_object_new_with_prototype_noscript(ctx, prototype, &f.object));
    if (!js_is_undefined(*js_arg(call, 1)))
        JS_TRY(define_all(ctx, &f.object, js_arg(call, 1)));
    *result = f.object;
    return true;
}

/* 20.1.2.3 Object.defineProperties ( O, Properties ) */
static bool define_properties(js_ctx *ctx, const js_call *call, js_value *result)
{
    if (!js_is_object(*js_arg(call, 0)))
        return js_throw_type_error(ctx, "Object.defineProperties called on non-object");
    JS_TRY(define_all(ctx, js_arg(call, 0), js_arg(call, 1)));
    *result = *js_arg(call, 0);
    return true;
}

/* 20.1.2.4 Object.defineProperty ( O, P, Attributes ) */
static bool define_property(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_FRAME(ctx, f, key);
    JS_DESCRIPTOR(ctx, d);

    if (!js_is_object(*js_arg(call, 0)))
        return js_throw_type_error(ctx, "Object.defineProperty called on non-object");
    JS_TRY(js_to_property_key(ctx, js_arg(call, 1), &f.key));
    JS_TRY(js_to_property_descriptor(ctx, js_arg(call, 2), &d));
    JS_TRY(js_define_property_or_throw(ctx, js_arg(call, 0), &f.key, &d));
    *result = *js_arg(call, 0);
    return true;
}

/* 20.1.2.8 Object.getOwnPropertyDescriptor ( O, P ) */
static bool get_own_property_descriptor(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_FRAME(ctx, f, object, key);
    JS_DESCRIPTOR(ctx, d);
    bool found;

    JS_TRY(js_to_object(ctx, js_arg(call, 0), &f.object));
    JS_TRY(js_to_property_key(ctx, js_arg(call, 1), &f.key));
    JS_TRY(js_object_get_own_property(ctx, &f.object, &f.key, &d, &found));
    if (found)
        return js_from_property_descriptor(ctx, &d, result);
    *result = JS_UNDEFINED;
    return true;
}

/* 20.1.2.9 Object.getOwnPropertyDescriptors ( O ) */
static bool get_own_property_descriptors(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_FRAME(ctx, f, object, out, key, value);
    JS_VEC(ctx, keys);

    JS_TRY(js_to_object(ctx, js_arg(call, 0), &f.object));
    JS_TRY(js_object_own_keys(ctx, &f.object, &keys));
    JS_TRY(js_object_new_noscript(ctx, &f.out));
    for (uint32_t i = 0; i < keys.count; i++) {
        JS_DESCRIPTOR(ctx, d);
        bool found;

        f.key = js_vec_get_nogc(ctx, &keys, i);
        JS_TRY(js_object_get_own_property(ctx, &f.object, &f.key, &d, &found));
        if (!found)
            continue;
        JS_TRY(js_from_property_descriptor(ctx, &d, &f.value));
        JS_TRY(js_create_data_property_or_throw(ctx, &f.out, &f.key, &f.value));
    }
    *result = f.out;
    return true;
}

/* 20.1.2.11.1 GetOwnPropertyKeys ( O, type ) */
static bool own_keys_of(js_ctx *ctx, const js_call *call, bool symbols, js_value *result)
{
    JS_FRAME(ctx, f, object, array, key);
    JS_VEC(ctx, keys);

    JS_TRY(js_to_object(ctx, js_arg(call, 0), &f.object));
    JS_TRY(js_object_own_keys(ctx, &f.object, &keys));
    JS_TRY(js_array_new_noscript(ctx, 0, &f.array));
    JS_TRY(js_array_reserve_noscript(ctx, &f.array, JS_KIND_ELEMENTS, keys.count));
    for (uint32_t i = 0; i < keys.count; i++) {
        f.key = js_vec_get_nogc(ctx, &keys, i);
        if (js_is_symbol(f.key) != symbols)
            continue;
        JS_TRY(js_key_to_value_noscript(ctx, &f.key, &f.key));
        JS_TRY(js_array_push_noscript(ctx, &f.array, &f.key));
    }
    js_array_trim_noscript(ctx, &f.array);
    *result = f.array;
    return true;
}

/* 20.1.2.10 Object.getOwnPropertyNames ( O ) */
static bool get_own_property_names(js_ctx *ctx, const js_call *call, js_value *result)
{
    return own_keys_of(ctx, call, false, result);
}

/* 20.1.2.11 Object.getOwnPropertySymbols ( O ) */
static bool get_own_property_symbols(js_ctx *ctx, const js_call *call, js_value *result)
{
    return own_keys_of(ctx, call, true, result);
}

static bool enumerable(js_ctx *ctx, const js_call *call, enum js_enumerate what, js_value *result)
{
    JS_FRAME(ctx, f, object);

    JS_TRY(js_to_object(ctx, js_arg(call, 0), &f.object));
    return js_enumerable_own_properties(ctx, &f.object, what, result);
}

/* 20.1.2.5 Object.entries ( O ) */
static bool entries(js_ctx *ctx, const js_call *call, js_value *result)
{
    return enumerable(ctx, call, JS_ENTRIES, result);
}

/* 20.1.2.18 Object.keys ( O ) */
static bool keys(js_ctx *ctx, const js_call *call, js_value *result)
{
    return enumerable(ctx, call, JS_KEYS, result);
}

/* 20.1.2.23 Object.values ( O ) */
static bool values(js_ctx *ctx, const js_call *call, js_value *result)
{
    return enumerable(ctx, call, JS_VALUES, result);
}

/* 20.1.2.14 Object.hasOwn ( O, P ) */
static bool has_own(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_FRAME(ctx, f, object, key);
    bool has;

    JS_TRY(js_to_object(ctx, js_arg(call, 0), &f.object));
    JS_TRY(js_to_property_key(ctx, js_arg(call, 1), &f.key));
    JS_TRY(js_has_own_property(ctx, &f.object, &f.key, &has));
    *result = js_bool(has);
    return true;
}

/* 20.1.2.15 Object.is ( value1, value2 ) */
static bool is(js_ctx *ctx, const js_call *call, js_value *result)
{
    *result = js_bool(js_same_value_nogc(ctx, *js_arg(call, 0), *js_arg(call, 1)));
    return true;
}

/* ---- entries and groups ---- */

static bool add_entry(js_ctx *ctx, const js_value *item, js_group_add *add, void *arg)
{
    JS_FRAME(ctx, f, key, value);

    if (!js_is_object(*item))
        return js_throw_type_error(ctx, "Iterator value %v is not an entry object", item);
    JS_TRY(js_get_index(ctx, item, 0, &f.key));
    JS_TRY(js_get_index(ctx, item, 1, &f.value));
    return add(ctx, arg, &f.key, &f.value);
}

bool js_add_entries_from_iterable(js_ctx *ctx, const js_value *iterable, js_group_add *add,
                                  void *arg)
{
    JS_FRAME(ctx, f, item);
    JS_ITERATOR(ctx, it);

    JS_TRY(js_get_iterator(ctx, iterable, &it));
    for (;;) {
        bool done;

        JS_TRY(js_iterator_step_value(ctx, &it, &f.item, &done));
        if (done)
            return true;
        if (!add_entry(ctx, &f.item, add, arg) || !js_poll(ctx))
            return js_iterator_close(ctx, &it);
    }
}

static bool add_property(js_ctx *ctx, void *arg, const js_value *key, const js_value *value)
{
    JS_FRAME(ctx, f, key);

    JS_TRY(js_to_property_key(ctx, key, &f.key));
    return js_create_data_property_or_throw(ctx, arg, &f.key, value);
}

/* 20.1.2.7 Object.fromEntries ( iterable ) */
static bool from_entries(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_FRAME(ctx, f, object);

    if (js_is_nullish(*js_arg(call, 0)))
        return js_throw_type_error(ctx, "%v is not iterable", js_arg(call, 0));
    JS_TRY(js_object_new_noscript(ctx, &f.object));
    JS_TRY(js_add_entries_from_iterable(ctx, js_arg(call, 0), add_property, &f.object));
    *result = f.object;
    return true;
}

static bool group_one(js_ctx *ctx, const js_value *callback, const js_value *args,
                      js_group_add *add, void *arg)
{
    JS_FRAME(ctx, f, self, key);

    f.self = JS_UNDEFINED;
    JS_TRY(js_call_function(ctx, callback, &f.self, args, 2, &f.key));
    return add(ctx, arg, &f.key, args);
}

bool js_group_by(js_ctx *ctx, const js_value *items, const js_value *callback, js_group_add *add,
                 void *arg)
{
    JS_FRAME(ctx, f, item, index);
    JS_ITERATOR(ctx, it);

    JS_TRY(js_require_object_coercible(ctx, items, "groupBy"));
    if (!js_is_callable_nogc(ctx, *callback))
        return js_throw_type_error(ctx, "%v is not a function", callback);
    JS_TRY(js_get_iterator(ctx, items, &it));
    for (double k = 0;; k++) { /* memory ends long before 2^53 */
        bool done;

        JS_TRY(js_iterator_step_value(ctx, &it, &f.item, &done));
        if (done)
            return true;
        f.index = js_number(k);
        if (!group_one(ctx, callback, &f.item, add, arg) || !js_poll(ctx))
            return js_iterator_close(ctx, &it);
    }
}

/* Adds value to the array under key; object has no prototype. */
static bool add_to_group(js_ctx *ctx, void *arg, const js_value *key, const js_value *value)
{
    const js_value *object = arg;
    JS_FRAME(ctx, f, key, array);
    bool has;

    JS_TRY(js_to_property_key(ctx, key, &f.key));
    JS_TRY(js_has_own_property(ctx, object, &f.key, &has));
    if (has) {
        JS_TRY(js_get(ctx, object, &f.key, &f.array));
    } else {
        JS_TRY(js_array_new_noscript(ctx, 0, &f.array));
        JS_TRY(js_create_data_property_or_throw(ctx, object, &f.key, &f.array));
    }
    return js_array_push_noscript(ctx, &f.array, value);
}

/* 20.1.2.13 Object.groupBy ( items, callback ) */
static bool group_by(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_FRAME(ctx, f, object, prototype);

    f.prototype = JS_NULL;
    JS_TRY(js_object_new_with_prototype_noscript(ctx, &f.prototype, &f.object));
    JS_TRY(js_group_by(ctx, js_arg(call, 0), js_arg(call, 1), add_to_group, &f.object));
    *result = f.object;
    return true;
}

/* ---- prototype and integrity ---- */

/* 20.1.2.12 Object.getPrototypeOf ( O ) */
static bool get_prototype_of(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_FRAME(ctx, f, object);

    JS_TRY(js_to_object(ctx, js_arg(call, 0), &f.object));
    return js_object_get_prototype(ctx, &f.object, result);
}

bool js__set_prototype_or_throw(js_ctx *ctx, const js_value *object, const js_value *prototype)
{
    bool ok, extensible;

    JS_TRY(js_object_set_prototype(ctx, object, prototype, &ok));
    if (ok)
        return true;
    if (js_is_kind(*object, JS_KIND_PROXY))
        return js_throw_type_error(
            ctx, "'setPrototypeOf' on proxy: trap returned falsish for property 'undefined'");
    if (js_has_shape_flag_nogc(ctx, *object, JS_SHAPE_IMMUTABLE_PROTOTYPE))
        return js_throw_type_error(
            ctx, "Immutable prototype object 'Object.prototype' cannot have their prototype set");
    JS_TRY(js_object_is_extensible(ctx, object, &extensible));
    if (!extensible)
        return js_throw_type_error(ctx, "%v is not extensible", object);
    return js_throw_type_error(ctx, "Cyclic __proto__ value");
}

/* 20.1.2.22 Object.setPrototypeOf ( O, proto ) */
static bool set_prototype_of(js_ctx *ctx, const js_call *call, js_value *result)
{
    const js_value *prototype = js_arg(call, 1);

    JS_TRY(js_require_object_coercible(ctx, js_arg(call, 0), "Object.setPrototypeOf"));
    if (!js_is_object(*prototype) && !js_is_null(*prototype))
        return throw_bad_prototype(ctx, prototype);
    if (js_is_object(*js_arg(call, 0)))
        JS_TRY(js__set_prototype_or_throw(ctx, js_arg(call, 0), prototype));
    *result = *js_arg(call, 0);
    return true;
}

static bool set_integrity(js_ctx *ctx, const js_call *call, bool frozen, js_value *result)
{
    bool ok;

    if (js_is_object(*js_arg(call, 0))) {
        JS_TRY(js_set_integrity_level(ctx, js_arg(call, 0), frozen, &ok));
        if (!ok)
            return js_throw_type_error(ctx, frozen ? "Cannot freeze" : "Cannot seal");
    }
    *result = *js_arg(call, 0);
    return true;
}

/* 20.1.2.6 Object.freeze ( O ) */
static bool freeze(js_ctx *ctx, const js_call *call, js_value *result)
{
    return set_integrity(ctx, call, true, result);
}

/* 20.1.2.21 Object.seal ( O ) */
static bool seal(js_ctx *ctx, const js_call *call, js_value *result)
{
    return set_integrity(ctx, call, false, result);
}

/* 20.1.2.19 Object.preventExtensions ( O ) */
static bool prevent_extensions(js_ctx *ctx, const js_call *call, js_value *result)
{
    bool ok;

    if (js_is_object(*js_arg(call, 0))) {
        JS_TRY(js_object_prevent_extensions(ctx, js_arg(call, 0), &ok));
        if (!ok)
            return js_throw_type_error(ctx, "Cannot prevent extensions");
    }
    *result = *js_arg(call, 0);
    return true;
}

static bool test_integrity(js_ctx *ctx, const js_call *call, bool frozen, js_value *result)
{
    bool is = true;

    if (js_is_object(*js_arg(call, 0)))
        JS_TRY(js_test_integrity_level(ctx, js_arg(call, 0), frozen, &is));
    *result = js_bool(is);
    return true;
}

/* 20.1.2.16 Object.isExtensible ( O ) */
static bool is_extensible(js_ctx *ctx, const js_call *call, js_value *result)
{
    bool is = false;

    if (js_is_object(*js_arg(call, 0)))
        JS_TRY(js_object_is_extensible(ctx, js_arg(call, 0), &is));
    *result = js_bool(is);
    return true;
}

/* 20.1.2.17 Object.isFrozen ( O ) */
static bool is_frozen(js_ctx *ctx, const js_call *call, js_value *result)
{
    return test_integrity(ctx, call, true, result);
}

/* 20.1.2.18 Object.isSealed ( O ) */
static bool is_sealed(js_ctx *ctx, const js_call *call, js_value *result)
{
    return test_integrity(ctx, call, false, result);
}

JS_BUILTIN_TABLE(object) = {
    JS_CONSTRUCTOR("Object", object, 1),
    JS_STATIC("assign", assign, 2),
    JS_STATIC("getOwnPropertyDescriptor", get_own_property_descriptor, 2),
    JS_STATIC("getOwnPropertyDescriptors", get_own_property_descriptors, 1),
    JS_STATIC("getOwnPropertyNames", get_own_property_names, 1),
    JS_STATIC("getOwnPropertySymbols", get_own_property_symbols, 1),
    JS_STATIC("hasOwn", has_own, 2),
    JS_STATIC("is", is, 2),
    JS_STATIC("preventExtensions", prevent_extensions, 1),
    JS_STATIC("seal", seal, 1),
    JS_STATIC("create", create, 2),
    JS_STATIC("defineProperties", define_properties, 2),
    JS_STATIC("defineProperty", define_property, 3),
    JS_STATIC("freeze", freeze, 1),
    JS_STATIC("getPrototypeOf", get_prototype_of, 1),
    JS_STATIC("setPrototypeOf", set_prototype_of, 2),
    JS_STATIC("isExtensible", is_extensible, 1),
    JS_STATIC("isFrozen", is_frozen, 1),
    JS_STATIC("isSealed", is_sealed, 1),
    JS_STATIC("keys", keys, 1),
    JS_STATIC("entries", entries, 1),
    JS_STATIC("fromEntries", from_entries, 1),
    JS_STATIC("values", values, 1),
    JS_STATIC("groupBy", group_by, 2),
};
JS_BUILTIN_TABLE_END(object);
