/*
 * object/proxy.c: proxies (10.5).  Every method fetches the trap, calls the target's own method where there
 * is none, and else checks what the trap says against the target's invariants.  A proxy's target may be a
 * proxy: depth is bounded by the C stack.
 */
#include "object/proxy.h"
#include "object/collection.h"
#include "object/property.h"
#include "ops/ops.h"

/* ---- life ---- */

/* 10.5.14 */
bool js_proxy_create(js_ctx *ctx, const js_value *target, const js_value *handler, js_value *out)
{
    JS_FRAME(ctx, f, null, shape, proxy);
    unsigned flags = JS_SHAPE_EXTENSIBLE;

    if (!js_is_object(*target) || !js_is_object(*handler))
        return js_throw_type_error(ctx, "Cannot create proxy with a non-object as target or handler");
    if (js_has_shape_flag_nogc(ctx, *target, JS_SHAPE_CALLABLE))
        flags |= JS_SHAPE_CALLABLE;
    if (js_has_shape_flag_nogc(ctx, *target, JS_SHAPE_CONSTRUCTOR))
        flags |= JS_SHAPE_CONSTRUCTOR;
    f.null = JS_NULL;
    JS_TRY(js_shape_for_prototype_noscript(ctx, &f.null, flags, 0, &f.shape));
    JS_TRY(js_alloc(ctx, JS_KIND_PROXY, sizeof(struct js_proxy), &f.proxy));
    struct js_proxy *proxy = js_proxy_nogc(f.proxy);
    gc_init(ctx->heap, proxy, &proxy->shape, gc_slot_of(ctx->heap, f.shape));
    gc_init(ctx->heap, proxy, &proxy->target, gc_slot_of(ctx->heap, *target));
    gc_init(ctx->heap, proxy, &proxy->handler, gc_slot_of(ctx->heap, *handler));
    *out = f.proxy;
    return true;
}

void js_proxy_revoke_nogc(js_ctx *ctx, js_value proxy)
{
    gc_write_immediate(&js_proxy_nogc(proxy)->target, JS_SLOT_NULL);
    gc_write_immediate(&js_proxy_nogc(proxy)->handler, JS_SLOT_NULL);
}

/*
 * What every method begins with: target, handler and the trap, undefined where the handler has none.
 */
static bool begin(js_ctx *ctx, const js_value *proxy, const js_value *name, js_value *target,
                  js_value *handler, js_value *trap)
{
    JS_TRY(js_check_stack(ctx));
    JS_TRY(js_poll(ctx));
    *target = js_field(ctx, &js_proxy_nogc(*proxy)->target);
    *handler = js_field(ctx, &js_proxy_nogc(*proxy)->handler);
    if (js_is_null(*handler))
        return js_throw_type_error(ctx, "Cannot perform '%k' on a proxy that has been revoked", name);
    return js_get_method(ctx, handler, name, trap);
}

/* ---- prototype and extensibility ---- */

/* 10.5.1 */
bool js__proxy_get_prototype(js_ctx *ctx, const js_value *proxy, js_value *out)
{
    JS_FRAME(ctx, f, target, handler, trap, prototype, expected);
    bool extensible;

    JS_TRY(begin(ctx, proxy, JS_ATOM(ctx, getPrototypeOf), &f.target, &f.handler, &f.trap));
    if (js_is_undefined(f.trap))
        return js_object_get_prototype(ctx, &f.target, out);
    JS_TRY(js_call_function(ctx, &f.trap, &f.handler, &f.target, 1, &f.prototype));
    if (!js_is_object(f.prototype) && !js_is_null(f.prototype))
        return js_throw_type_error(ctx,
                                   "'getPrototypeOf' on proxy: trap returned neither object nor null");
    JS_TRY(js_object_is_extensible(ctx, &f.target, &extensible));
    if (!extensible) {
        JS_TRY(js_object_get_prototype(ctx, &f.target, &f.expected));
        if (!gc_same(f.prototype, f.expected))
            return js_throw_type_error(ctx, "'getPrototypeOf' on proxy: proxy target is "
                                            "non-extensible but the trap did not return its actual "
                                            "prototype");
    }
    *out = f.prototype;
    return true;
}

/* 10.5.2 */
bool js__proxy_set_prototype(js_ctx *ctx, const js_value *proxy, const js_value *prototype, bool *ok)
{
    JS_FRAME(ctx, f, target, value, handler, trap, result); /* target, value: the trap's arguments */
    bool extensible;

    JS_TRY(begin(ctx, proxy, JS_ATOM(ctx, setPrototypeOf), &f.target, &f.handler, &f.trap));
    if (js_is_undefined(f.trap))
        return js_object_set_prototype(ctx, &f.target, prototype, ok);
    f.value = *prototype;
    JS_TRY(js_call_function(ctx, &f.trap, &f.handler, &f.target, 2, &f.result));
    *ok = js_to_boolean_nogc(ctx, f.result);
    if (!*ok)
        return true;
    JS_TRY(js_object_is_extensible(ctx, &f.target, &extensible));
    if (extensible)
        return true;
    JS_TRY(js_object_get_prototype(ctx, &f.target, &f.result));
    if (!gc_same(f.result, *prototype))
        return js_throw_type_error(ctx, "'setPrototypeOf' on proxy: trap returned truish for setting "
                                        "a new prototype on the non-extensible proxy target");
    return true;
}

/* 10.5.3 */
bool js__proxy_is_extensible(js_ctx *ctx, const js_value *proxy, bool *out)
{
    JS_FRAME(ctx, f, target, handler, trap, result);
    bool expected;

    JS_TRY(begin(ctx, proxy, JS_ATOM(ctx, isExtensible), &f.target, &f.handler, &f.trap));
    if (js_is_undefined(f.trap))
        return js_object_is_extensible(ctx, &f.target, out);
    JS_TRY(js_call_function(ctx, &f.trap, &f.handler, &f.target, 1, &f.result));
    *out = js_to_boolean_nogc(ctx, f.result);
    JS_TRY(js_object_is_extensible(ctx, &f.target, &expected));
    if (*out != expected)
        return js_throw_type_error(ctx, "'isExtensible' on proxy: trap result does not reflect "
                                        "extensibility of proxy target (which is '%s')",
                                   expected ? "true" : "false");
    return true;
}

/* 10.5.4 */
bool js__proxy_prevent_extensions(js_ctx *ctx, const js_value *proxy, bool *ok)
{
    JS_FRAME(ctx, f, target, handler, trap, result);
    bool extensible;

    JS_TRY(begin(ctx, proxy, JS_ATOM(ctx, preventExtensions), &f.target, &f.handler, &f.trap));
    if (js_is_undefined(f.trap))
        return js_object_prevent_extensions(ctx, &f.target, ok);
    JS_TRY(js_call_function(ctx, &f.trap, &f.handler, &f.target, 1, &f.result));
    *ok = js_to_boolean_nogc(ctx, f.result);
    if (!*ok)
        return true;
    JS_TRY(js_object_is_extensible(ctx, &f.target, &extensible));
    if (extensible)
        return js_throw_type_error(
            ctx, "'preventExtensions' on proxy: the proxy target is extensible");
    return true;
}

/* ---- own properties ---- */

/* Step 2 of what follows 10.5.5's trap: undefined was returned. */
static bool check_absent(js_ctx *ctx, const js_value *target, const js_value *key,
                         const struct js_descriptor *of_target, bool in_target)
{
    bool extensible;

    if (!in_target)
        return true;
    if (!(of_target->flags & JS_CONFIGURABLE))
        return js_throw_type_error(ctx, "'getOwnPropertyDescriptor' on proxy: trap returned undefined "
                                        "for property '%k' which is non-configurable in the proxy "
                                        "target",
                                   key);
    JS_TRY(js_object_is_extensible(ctx, target, &extensible));
    if (!extensible)
        return js_throw_type_error(ctx, "'getOwnPropertyDescriptor' on proxy: trap returned undefined "
                                        "for property '%k' which exists in the non-extensible proxy "
                                        "target",
                                   key);
    return true;
}

/* 6.2.6.6 CompletePropertyDescriptor */
static void complete(struct js_descriptor *d)
{
    if (js_descriptor_is_accessor(d)) {
        if (!(d->flags & JS_HAS_GET))
            d->getter = JS_UNDEFINED;
        if (!(d->flags & JS_HAS_SET))
            d->setter = JS_UNDEFINED;
        d->flags |= JS_HAS_GET | JS_HAS_SET;
    } else {
        if (!(d->flags & JS_HAS_VALUE))
            d->value = JS_UNDEFINED;
        d->flags |= JS_HAS_VALUE | JS_HAS_WRITABLE;
    }
    d->flags |= JS_HAS_ENUMERABLE | JS_HAS_CONFIGURABLE;
}

/* The checks on a descriptor that the trap returned. */
static bool check_described(js_ctx *ctx, const js_value *target, const js_value *key,
                            const struct js_descriptor *d, const struct js_descriptor *of_target,
                            bool in_target)
{
    bool extensible, valid;

    JS_TRY(js_object_is_extensible(ctx, target, &extensible));
    JS_TRY(js_validate_property_descriptor(ctx, extensible, d, in_target, of_target, &valid));
    if (!valid)
        return js_throw_type_error(ctx, "'getOwnPropertyDescriptor' on proxy: trap returned "
                                        "descriptor for property '%k' that is incompatible with the "
                                        "existing property in the proxy target",
                                   key);
    if (d->flags & JS_CONFIGURABLE)
        return true;
    if (!in_target || (of_target->flags & JS_CONFIGURABLE))
        return js_throw_type_error(ctx, "'getOwnPropertyDescriptor' on proxy: trap reported "
                                        "non-configurability for property '%k' which is either "
                                        "non-existent or configurable in the proxy target",
                                   key);
    if ((d->flags & JS_HAS_WRITABLE) && !(d->flags & JS_WRITABLE) &&
        (of_target->flags & JS_WRITABLE))
        return js_throw_type_error(ctx, "'getOwnPropertyDescriptor' on proxy: trap reported "
                                        "non-configurable and writable for property '%k' which is "
                                        "non-configurable, non-writable in the proxy target",
                                   key);
    return true;
}

/* 10.5.5 */
bool js__proxy_get_own_property(js_ctx *ctx, const js_value *proxy, const js_value *key,
                                struct js_descriptor *d, bool *found)
{
    JS_FRAME(ctx, f, target, name, handler, trap, result);
    JS_DESCRIPTOR(ctx, of_target);
    bool in_target;

    JS_TRY(begin(ctx, proxy, JS_ATOM(ctx, getOwnPropertyDescriptor), &f.target, &f.handler, &f.trap));
    if (js_is_undefined(f.trap))
        return js_object_get_own_property(ctx, &f.target, key, d, found);
    JS_TRY(js_key_to_value_noscript(ctx, key, &f.name));
    JS_TRY(js_call_function(ctx, &f.trap, &f.handler, &f.target, 2, &f.result));
    if (!js_is_object(f.result) && !js_is_undefined(f.result))
        return js_throw_type_error(ctx, "'getOwnPropertyDescriptor' on proxy: trap returned neither "
                                        "object nor undefined for property '%k'",
                                   key);
    JS_TRY(js_object_get_own_property(ctx, &f.target, key, &of_target, &in_target));
    *found = !js_is_undefined(f.result);
    if (!*found)
        return check_absent(ctx, &f.target, key, &of_target, in_target);
    JS_TRY(js_to_property_descriptor(ctx, &f.result, d));
    complete(d);
    return check_described(ctx, &f.target, key, d, &of_target, in_target);
}

/* 10.5.6 from step 9 on: the trap said yes. */
static bool check_defined(js_ctx *ctx, const js_value *target, const js_value *key,
                          const struct js_descriptor *d)
{
    JS_DESCRIPTOR(ctx, of_target);
    const bool fixed = (d->flags & JS_HAS_CONFIGURABLE) && !(d->flags & JS_CONFIGURABLE);
    bool in_target, extensible, valid;

    JS_TRY(js_object_get_own_property(ctx, target, key, &of_target, &in_target));
    JS_TRY(js_object_is_extensible(ctx, target, &extensible));
    if (!in_target) {
        if (!extensible)
            return js_throw_type_error(ctx, "'defineProperty' on proxy: trap returned truish for "
                                            "adding property '%k'  to the non-extensible proxy target",
                                       key);
        if (fixed)
            return js_throw_type_error(ctx, "'defineProperty' on proxy: trap returned truish for "
                                            "defining non-configurable property '%k' which is either "
                                            "non-existent or configurable in the proxy target",
                                       key);
        return true;
    }
    JS_TRY(js_validate_property_descriptor(ctx, extensible, d, true, &of_target, &valid));
    if (!valid)
        return js_throw_type_error(ctx, "'defineProperty' on proxy: trap returned truish for adding "
                                        "property '%k'  that is incompatible with the existing "
                                        "property in the proxy target",
                                   key);
    if (fixed && (of_target.flags & JS_CONFIGURABLE))
        return js_throw_type_error(ctx, "'defineProperty' on proxy: trap returned truish for defining "
                                        "non-configurable property '%k' which is either non-existent "
                                        "or configurable in the proxy target",
                                   key);
    if (js_descriptor_is_data(&of_target) && !(of_target.flags & JS_CONFIGURABLE) &&
        (of_target.flags & JS_WRITABLE) && (d->flags & JS_HAS_WRITABLE) && !(d->flags & JS_WRITABLE))
        return js_throw_type_error(ctx, "'defineProperty' on proxy: trap returned truish for defining "
                                        "non-configurable property '%k' which cannot be non-writable",
                                   key);
    return true;
}

/* 10.5.6 */
bool js__proxy_define_own_property(js_ctx *ctx, const js_value *proxy, const js_value *key,
                                   const struct js_descriptor *d, bool *ok)
{
    JS_FRAME(ctx, f, target, name, descriptor, handler, trap, result);

    JS_TRY(begin(ctx, proxy, JS_ATOM(ctx, defineProperty), &f.target, &f.handler, &f.trap));
    if (js_is_undefined(f.trap))
        return js_object_define_own_property(ctx, &f.target, key, d, ok);
    JS_TRY(js_from_property_descriptor(ctx, d, &f.descriptor));
    JS_TRY(js_key_to_value_noscript(ctx, key, &f.name));
    JS_TRY(js_call_function(ctx, &f.trap, &f.handler, &f.target, 3, &f.result));
    *ok = js_to_boolean_nogc(ctx, f.result);
    return !*ok || check_defined(ctx, &f.target, key, d);
}

/* 10.5.7 */
bool js__proxy_has_property(js_ctx *ctx, const js_value *proxy, const js_value *key, bool *out)
{
    JS_FRAME(ctx, f, target, name, handler, trap, result);
    JS_DESCRIPTOR(ctx, of_target);
    bool in_target, extensible;

    JS_TRY(begin(ctx, proxy, JS_ATOM(ctx, has), &f.target, &f.handler, &f.trap));
    if (js_is_undefined(f.trap))
        return js_object_has_property(ctx, &f.target, key, out);
    JS_TRY(js_key_to_value_noscript(ctx, key, &f.name));
    JS_TRY(js_call_function(ctx, &f.trap, &f.handler, &f.target, 2, &f.result));
    *out = js_to_boolean_nogc(ctx, f.result);
    if (*out)
        return true;
    JS_TRY(js_object_get_own_property(ctx, &f.target, key, &of_target, &in_target));
    if (!in_target)
        return true;
    if (!(of_target.flags & JS_CONFIGURABLE))
        return js_throw_type_error(ctx, "'has' on proxy: trap returned falsish for property '%k' which "
                                        "exists in the proxy target as non-configurable",
                                   key);
    JS_TRY(js_object_is_extensible(ctx, &f.target, &extensible));
    if (!extensible)
        return js_throw_type_error(ctx, "'has' on proxy: trap returned falsish for property '%k' but "
                                        "the proxy target is not extensible",
                                   key);
    return true;
}

/* 10.5.8 */
bool js__proxy_get(js_ctx *ctx, const js_value *proxy, const js_value *key, const js_value *receiver,
                   js_value *out)
{
    JS_FRAME(ctx, f, target, name, receiver, handler, trap, result);
    JS_DESCRIPTOR(ctx, of_target);
    bool in_target;

    JS_TRY(begin(ctx, proxy, JS_ATOM(ctx, get), &f.target, &f.handler, &f.trap));
    if (js_is_undefined(f.trap))
        return js_object_get(ctx, &f.target, key, receiver, out);
    JS_TRY(js_key_to_value_noscript(ctx, key, &f.name));
    f.receiver = *receiver;
    JS_TRY(js_call_function(ctx, &f.trap, &f.handler, &f.target, 3, &f.result));
    JS_TRY(js_object_get_own_property(ctx, &f.target, key, &of_target, &in_target));
    if (in_target && !(of_target.flags & JS_CONFIGURABLE)) {
        if (js_descriptor_is_data(&of_target) && !(of_target.flags & JS_WRITABLE) &&
            !js_same_value_nogc(ctx, f.result, of_target.value))
            return js_throw_type_error(
                ctx,
                "'get' on proxy: property '%k' is a read-only and non-configurable data property on "
                "the proxy target but the proxy did not return its actual value (expected '%v' but "
                "got '%v')",
                key, &of_target.value, &f.result);
        if (js_descriptor_is_accessor(&of_target) && js_is_undefined(of_target.getter) &&
            !js_is_undefined(f.result))
            return js_throw_type_error(
                ctx,
                "'get' on proxy: property '%k' is a non-configurable accessor property on the proxy "
                "target and does not have a getter function, but the trap did not return 'undefined' "
                "(got '%v')",
                key, &f.result);
    }
    *out = f.result;
    return true;
}

/* 10.5.9 */
bool js__proxy_set(js_ctx *ctx, const js_value *proxy, const js_value *key, const js_value *value,
                   const js_value *receiver, bool *ok)
{
    JS_FRAME(ctx, f, target, name, value, receiver, handler, trap, result);
    JS_DESCRIPTOR(ctx, of_target);
    bool in_target;

    JS_TRY(begin(ctx, proxy, JS_ATOM(ctx, set), &f.target, &f.handler, &f.trap));
    if (js_is_undefined(f.trap))
        return js_object_set(ctx, &f.target, key, value, receiver, ok);
    JS_TRY(js_key_to_value_noscript(ctx, key, &f.name));
    f.value = *value;
    f.receiver = *receiver;
    JS_TRY(js_call_function(ctx, &f.trap, &f.handler, &f.target, 4, &f.result));
    *ok = js_to_boolean_nogc(ctx, f.result);
    if (!*ok)
        return true;
    JS_TRY(js_object_get_own_property(ctx, &f.target, key, &of_target, &in_target));
    if (!in_target || (of_target.flags & JS_CONFIGURABLE))
        return true;
    if (js_descriptor_is_data(&of_target) && !(of_target.flags & JS_WRITABLE) &&
        !js_same_value_nogc(ctx, f.value, of_target.value))
        return js_throw_type_error(ctx, "'set' on proxy: trap returned truish for property '%k' which "
                                        "exists in the proxy target as a non-configurable and "
                                        "non-writable data property with a different value",
                                   key);
    if (js_descriptor_is_accessor(&of_target) && js_is_undefined(of_target.setter))
        return js_throw_type_error(ctx, "'set' on proxy: trap returned truish for property '%k' which "
                                        "exists in the proxy target as a non-configurable and "
                                        "non-writable accessor property without a setter",
                                   key);
    return true;
}

/* 10.5.10 */
bool js__proxy_delete_property(js_ctx *ctx, const js_value *proxy, const js_value *key, bool *ok)
{
    JS_FRAME(ctx, f, target, name, handler, trap, result);
    JS_DESCRIPTOR(ctx, of_target);
    bool in_target, extensible;

    JS_TRY(begin(ctx, proxy, JS_ATOM(ctx, deleteProperty), &f.target, &f.handler, &f.trap));
    if (js_is_undefined(f.trap))
        return js_object_delete(ctx, &f.target, key, ok);
    JS_TRY(js_key_to_value_noscript(ctx, key, &f.name));
    JS_TRY(js_call_function(ctx, &f.trap, &f.handler, &f.target, 2, &f.result));
    *ok = js_to_boolean_nogc(ctx, f.result);
    if (!*ok)
        return true;
    JS_TRY(js_object_get_own_property(ctx, &f.target, key, &of_target, &in_target));
    if (!in_target)
        return true;
    if (!(of_target.flags & JS_CONFIGURABLE))
        return js_throw_type_error(ctx, "'deleteProperty' on proxy: trap returned truish for property "
                                        "'%k' which is non-configurable in the proxy target",
                                   key);
    JS_TRY(js_object_is_extensible(ctx, &f.target, &extensible));
    if (!extensible)
        return js_throw_type_error(ctx, "'deleteProperty' on proxy: trap returned truish for property "
                                        "'%k' but the proxy target is non-extensible",
                                   key);
    return true;
}

/* ---- keys ---- */

/* The trap's list as property keys, each once: *seen is a hash table of them. */
static bool trap_keys(js_ctx *ctx, const js_value *list, struct js_vec *keys, js_value *seen)
{
    JS_FRAME(ctx, f, key);
    double length;

    if (!js_is_object(*list))
        return js_throw_type_error(ctx, "CreateListFromArrayLike called on non-object");
    JS_TRY(js_length_of_array_like(ctx, list, &length));
    JS_TRY(js_hash_table_new_noscript(ctx, seen));
    for (double i = 0; i < length; i++) {
        JS_TRY(js_poll(ctx));
        JS_TRY(js_get_index(ctx, list, i, &f.key));
        if (!js_is_string(f.key) && !js_is_symbol(f.key))
            return js_throw_type_error(ctx, "%v is not a valid property name", &f.key);
        JS_TRY(js_to_property_key(ctx, &f.key, &f.key));
        if (js_hash_table_find_nogc(ctx, *seen, f.key))
            return js_throw_type_error(ctx, "'ownKeys' on proxy: trap returned duplicate entries");
        JS_TRY(js_hash_table_set_noscript(ctx, seen, &f.key, &f.key));
        JS_TRY(js_vec_push(ctx, keys, &f.key));
    }
    return true;
}

/* 10.5.11 from step 9 on. */
static bool check_keys(js_ctx *ctx, const js_value *target, js_value *seen, uint32_t reported)
{
    JS_FRAME(ctx, f, key);
    JS_VEC(ctx, own);
    bool extensible, any_missing = false;
    uint32_t matched = 0;

    JS_TRY(js_object_is_extensible(ctx, target, &extensible));
    JS_TRY(js_object_own_keys(ctx, target, &own));
    for (uint32_t i = 0; i < own.count; i++) {
        JS_DESCRIPTOR(ctx, d);
        bool found;

        f.key = js_vec_get_nogc(ctx, &own, i);
        JS_TRY(js_object_get_own_property(ctx, target, &f.key, &d, &found));
        if (js_hash_table_find_nogc(ctx, *seen, f.key)) {
            matched++;
            continue;
        }
        if (found && !(d.flags & JS_CONFIGURABLE))
            return js_throw_type_error(ctx, "'ownKeys' on proxy: trap result did not include '%k'",
                                       &f.key);
        any_missing = true;
    }
    if (extensible)
        return true;
    if (any_missing) {
        for (uint32_t i = 0; i < own.count; i++) {
            f.key = js_vec_get_nogc(ctx, &own, i);
            if (!js_hash_table_find_nogc(ctx, *seen, f.key))
                return js_throw_type_error(
                    ctx, "'ownKeys' on proxy: trap result did not include '%k'", &f.key);
        }
    }
    if (matched != reported)
        return js_throw_type_error(ctx, "'ownKeys' on proxy: trap returned extra keys but proxy target "
                                        "is non-extensible");
    return true;
}

/* 10.5.11 */
bool js__proxy_own_keys(js_ctx *ctx, const js_value *proxy, struct js_vec *out)
{
    JS_FRAME(ctx, f, target, handler, trap, list, seen);
    const uint32_t before = out->count;

    JS_TRY(begin(ctx, proxy, JS_ATOM(ctx, ownKeys), &f.target, &f.handler, &f.trap));
    if (js_is_undefined(f.trap))
        return js_object_own_keys(ctx, &f.target, out);
    JS_TRY(js_call_function(ctx, &f.trap, &f.handler, &f.target, 1, &f.list));
    JS_TRY(trap_keys(ctx, &f.list, out, &f.seen));
    return check_keys(ctx, &f.target, &f.seen, out->count - before);
}

/* ---- calls ---- */

/* 10.5.12 */
bool js_proxy_call(js_ctx *ctx, const js_value *proxy, const js_value *self, const js_value *args,
                   uint32_t argc, js_value *out)
{
    JS_FRAME(ctx, f, target, self, list, handler, trap);

    JS_TRY(begin(ctx, proxy, JS_ATOM(ctx, apply), &f.target, &f.handler, &f.trap));
    if (js_is_undefined(f.trap))
        return js_call_function(ctx, &f.target, self, args, argc, out);
    f.self = *self;
    JS_TRY(js_array_from_values_noscript(ctx, args, argc, &f.list));
    return js_call_function(ctx, &f.trap, &f.handler, &f.target, 3, out);
}

/* 10.5.13 */
bool js_proxy_construct(js_ctx *ctx, const js_value *proxy, const js_value *new_target,
                        const js_value *args, uint32_t argc, js_value *out)
{
    JS_FRAME(ctx, f, target, list, new_target, handler, trap, result);

    JS_TRY(begin(ctx, proxy, JS_ATOM(ctx, construct), &f.target, &f.handler, &f.trap));
    if (js_is_undefined(f.trap))
        return js_construct(ctx, &f.target, new_target, args, argc, out);
    f.new_target = *new_target;
    JS_TRY(js_array_from_values_noscript(ctx, args, argc, &f.list));
    JS_TRY(js_call_function(ctx, &f.trap, &f.handler, &f.target, 3, &f.result));
    if (!js_is_object(f.result))
        return js_throw_type_error(ctx, "proxy [[Construct]] must return an object");
    *out = f.result;
    return true;
}
