/*
 * builtins/reflect.c: 28.1 The Reflect Object.
 */
#include "builtins/builtin.h"
#include "object/elements.h"

static bool require_object(js_ctx *ctx, const js_call *call, const char *method)
{
    return js_is_object(*js_arg(call, 0)) ||
           js_throw_type_error(ctx, "Reflect.%s called on non-object", method);
}

/* 28.1.1 Reflect.apply ( target, thisArgument, argumentsList ) */
static bool apply(js_ctx *ctx, const js_call *call, js_value *result)
{
    const js_value *target = js_arg(call, 0);
    JS_VEC(ctx, args);

    if (!js_is_callable_nogc(ctx, *target))
        return js_throw_type_error(
            ctx, "Function.prototype.apply was called on %v, which is %s%v and not a function", target,
            js_is_null(*target) ? "" : js_is_object(*target) ? "an " : "a ",
            js_is_null(*target) ? target : js_typeof_nogc(ctx, *target));
    JS_TRY(js_create_list_from_array_like(ctx, js_arg(call, 2), &args));
    return js_call_vec(ctx, target, js_arg(call, 1), &args, result);
}

/* 28.1.2 Reflect.construct ( target, argumentsList [ , newTarget ] ) */
static bool construct(js_ctx *ctx, const js_call *call, js_value *result)
{
    const js_value *target = js_arg(call, 0);
    const js_value *new_target = call->argc > 2 ? js_arg(call, 2) : target;
    JS_VEC(ctx, args);

    if (!js_is_constructor_nogc(ctx, *target))
        return js_throw_type_error(ctx, "%v is not a constructor", target);
    if (!js_is_constructor_nogc(ctx, *new_target))
        return js_throw_type_error(ctx, "%v is not a constructor", new_target);
    JS_TRY(js_create_list_from_array_like(ctx, js_arg(call, 1), &args));
    return js_construct_vec(ctx, target, new_target, &args, result);
}

/* 28.1.3 Reflect.defineProperty ( target, propertyKey, attributes ) */
static bool define_property(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_FRAME(ctx, f, key);
    JS_DESCRIPTOR(ctx, d);
    bool ok;

    JS_TRY(require_object(ctx, call, "defineProperty"));
    JS_TRY(js_to_property_key(ctx, js_arg(call, 1), &f.key));
    JS_TRY(js_to_property_descriptor(ctx, js_arg(call, 2), &d));
    JS_TRY(js_object_define_own_property(ctx, js_arg(call, 0), &f.key, &d, &ok));
    *result = js_bool(ok);
    return true;
}

/* 28.1.4 Reflect.deleteProperty ( target, propertyKey ) */
static bool delete_property(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_FRAME(ctx, f, key);
    bool ok;

    JS_TRY(require_object(ctx, call, "deleteProperty"));
    JS_TRY(js_to_property_key(ctx, js_arg(call, 1), &f.key));
    JS_TRY(js_object_delete(ctx, js_arg(call, 0), &f.key, &ok));
    *result = js_bool(ok);
    return true;
}

/* 28.1.5 Reflect.get ( target, propertyKey [ , receiver ] ) */
static bool get(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_FRAME(ctx, f, key);

    JS_TRY(require_object(ctx, call, "get"));
    JS_TRY(js_to_property_key(ctx, js_arg(call, 1), &f.key));
    return js_object_get(ctx, js_arg(call, 0), &f.key, js_arg(call, call->argc > 2 ? 2 : 0), result);
}

/* 28.1.6 Reflect.getOwnPropertyDescriptor ( target, propertyKey ) */
static bool get_own_property_descriptor(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_FRAME(ctx, f, key);
    JS_DESCRIPTOR(ctx, d);
    bool found;

    JS_TRY(require_object(ctx, call, "getOwnPropertyDescriptor"));
    JS_TRY(js_to_property_key(ctx, js_arg(call, 1), &f.key));
    JS_TRY(js_object_get_own_property(ctx, js_arg(call, 0), &f.key, &d, &found));
    return !found || js_from_property_descriptor(ctx, &d, result);
}

/* 28.1.7 Reflect.getPrototypeOf ( target ) */
static bool get_prototype_of(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_TRY(require_object(ctx, call, "getPrototypeOf"));
    return js_object_get_prototype(ctx, js_arg(call, 0), result);
}

/* 28.1.8 Reflect.has ( target, propertyKey ) */
static bool has(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_FRAME(ctx, f, key);
    bool found;

    JS_TRY(require_object(ctx, call, "has"));
    JS_TRY(js_to_property_key(ctx, js_arg(call, 1), &f.key));
    JS_TRY(js_object_has_property(ctx, js_arg(call, 0), &f.key, &found));
    *result = js_bool(found);
    return true;
}

/* 28.1.9 Reflect.isExtensible ( target ) */
static bool is_extensible(js_ctx *ctx, const js_call *call, js_value *result)
{
    bool extensible;

    JS_TRY(require_object(ctx, call, "isExtensible"));
    JS_TRY(js_object_is_extensible(ctx, js_arg(call, 0), &extensible));
    *result = js_bool(extensible);
    return true;
}

/* 28.1.10 Reflect.ownKeys ( target ) */
static bool own_keys(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_FRAME(ctx, f, array, key);
    JS_VEC(ctx, keys);

    JS_TRY(require_object(ctx, call, "ownKeys"));
    JS_TRY(js_object_own_keys(ctx, js_arg(call, 0), &keys));
    JS_TRY(js_array_new_noscript(ctx, 0, &f.array));
    JS_TRY(js_array_reserve_noscript(ctx, &f.array, JS_KIND_ELEMENTS, keys.count));
    for (uint32_t i = 0; i < keys.count; i++) {
        f.key = js_vec_get_nogc(ctx, &keys, i);
        JS_TRY(js_key_to_value_noscript(ctx, &f.key, &f.key));
        JS_TRY(js_array_push_noscript(ctx, &f.array, &f.key));
    }
    *result = f.array;
    return true;
}

/* 28.1.11 Reflect.preventExtensions ( target ) */
static bool prevent_extensions(js_ctx *ctx, const js_call *call, js_value *result)
{
    bool ok;

    JS_TRY(require_object(ctx, call, "preventExtensions"));
    JS_TRY(js_object_prevent_extensions(ctx, js_arg(call, 0), &ok));
    *result = js_bool(ok);
    return true;
}

/* 28.1.12 Reflect.set ( target, propertyKey, V [ , receiver ] ) */
static bool set(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_FRAME(ctx, f, key);
    bool ok;

    JS_TRY(require_object(ctx, call, "set"));
    JS_TRY(js_to_property_key(ctx, js_arg(call, 1), &f.key));
    JS_TRY(js_object_set(ctx, js_arg(call, 0), &f.key, js_arg(call, 2),
                         js_arg(call, call->argc > 3 ? 3 : 0), &ok));
    *result = js_bool(ok);
    return true;
}

/* 28.1.13 Reflect.setPrototypeOf ( target, proto ) */
static bool set_prototype_of(js_ctx *ctx, const js_call *call, js_value *result)
{
    const js_value *prototype = js_arg(call, 1);
    bool ok;

    JS_TRY(require_object(ctx, call, "setPrototypeOf"));
    if (!js_is_object(*prototype) && !js_is_null(*prototype))
        return js_throw_type_error(ctx, "Object prototype may only be an Object or null: %v", prototype);
    JS_TRY(js_object_set_prototype(ctx, js_arg(call, 0), prototype, &ok));
    *result = js_bool(ok);
    return true;
}

JS_BUILTIN_TABLE(reflect) = {
    JS_METHOD("defineProperty", define_property, 3),
    JS_METHOD("deleteProperty", delete_property, 2),
    JS_METHOD("apply", apply, 3),
    JS_METHOD("construct", construct, 2),
    JS_METHOD("get", get, 2),
    JS_METHOD("getOwnPropertyDescriptor", get_own_property_descriptor, 2),
    JS_METHOD("getPrototypeOf", get_prototype_of, 1),
    JS_METHOD("has", has, 2),
    JS_METHOD("isExtensible", is_extensible, 1),
    JS_METHOD("ownKeys", own_keys, 1),
    JS_METHOD("preventExtensions", prevent_extensions, 1),
    JS_METHOD("set", set, 3),
    JS_METHOD("setPrototypeOf", set_prototype_of, 2),
    JS_STRING_CONSTANT("@@toStringTag", "Reflect", JS_CONFIGURABLE),
};
JS_BUILTIN_TABLE_END(reflect);
