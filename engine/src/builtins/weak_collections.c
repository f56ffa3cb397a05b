/*
 * builtins/weak_collections.c: 24.3 WeakMap Objects, 24.4 WeakSet Objects.
 *
 * Entries are pairs of the collector's ephemeron tables: one disappears with its key (object/weak.h).
 */
#include "builtins/collections.h"
#include "builtins/iterators.h"
#include "builtins/object_helpers.h"
#include "object/weak.h"

/* ---- WeakMap ---- */

static bool weak_map_set(js_ctx *ctx, const js_call *call, js_value *result);

static bool set_entry(js_ctx *ctx, const js_value *map, const js_value *key, const js_value *value)
{
    if (!js_can_be_held_weakly_nogc(*key))
        return js_throw_type_error(ctx, "Invalid value used as weak map key");
    return js_weak_map_set_noscript(ctx, map, key, value);
}

static bool add_entry_directly(js_ctx *ctx, void *map, const js_value *key, const js_value *value)
{
    return set_entry(ctx, map, key, value);
}

/* 24.3.1.1 WeakMap ( [ iterable ] ) */
static bool weak_map(js_ctx *ctx, const js_call *call, js_value *result)
{
    const js_value *iterable = js_arg(call, 0);
    JS_FRAME(ctx, f, map, adder);
    bool is_native;

    if (!js_is_construct(call))
        return js_throw_type_error(ctx, "Constructor WeakMap requires 'new'");
    JS_TRY(js_create_from_constructor(ctx, call->new_target, JS_INTRINSIC_weak_map_prototype,
                                      JS_KIND_WEAK_MAP, sizeof(struct js_weak_map), &f.map));
    if (!js_is_nullish(*iterable)) {
        JS_TRY(js__get_adder(ctx, &f.map, JS_ATOM(ctx, set), weak_map_set, &f.adder, &is_native));
        if (is_native)
            JS_TRY(js_add_entries_from_iterable(ctx, iterable, add_entry_directly, &f.map));
        else
            JS_TRY(js__add_all_entries(ctx, &f.map, iterable, &f.adder));
    }
    *result = f.map;
    return true;
}

/* 24.3.3.3 WeakMap.prototype.get ( key ) */
static bool weak_map_get(js_ctx *ctx, const js_call *call, js_value *result)
{
    js_value found = GC_EMPTY;

    JS_TRY(js__require_kind(ctx, call, JS_KIND_WEAK_MAP, "WeakMap.prototype.get"));
    if (js_can_be_held_weakly_nogc(*js_arg(call, 0)))
        found = js_weak_map_get_nogc(ctx, *call->self, *js_arg(call, 0));
    *result = gc_same(found, GC_EMPTY) ? JS_UNDEFINED : found;
    return true;
}

/* 24.3.3.5 WeakMap.prototype.set ( key, value ) */
static bool weak_map_set(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_TRY(js__require_kind(ctx, call, JS_KIND_WEAK_MAP, "WeakMap.prototype.set"));
    JS_TRY(set_entry(ctx, call->self, js_arg(call, 0), js_arg(call, 1)));
    *result = *call->self;
    return true;
}

static bool has_key(js_ctx *ctx, const js_call *call)
{
    return js_can_be_held_weakly_nogc(*js_arg(call, 0)) &&
           !gc_same(js_weak_map_get_nogc(ctx, *call->self, *js_arg(call, 0)), GC_EMPTY);
}

static bool delete_key(js_ctx *ctx, const js_call *call)
{
    return js_can_be_held_weakly_nogc(*js_arg(call, 0)) &&
           js_weak_map_delete_nogc(ctx, *call->self, *js_arg(call, 0));
}

/* 24.3.3.4 WeakMap.prototype.has ( key ) */
static bool weak_map_has(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_TRY(js__require_kind(ctx, call, JS_KIND_WEAK_MAP, "WeakMap.prototype.has"));
    *result = js_bool(has_key(ctx, call));
    return true;
}

/* 24.3.3.2 WeakMap.prototype.delete ( key ) */
static bool weak_map_delete(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_TRY(js__require_kind(ctx, call, JS_KIND_WEAK_MAP, "WeakMap.prototype.delete"));
    *result = js_bool(delete_key(ctx, call));
    return true;
}

JS_BUILTIN_TABLE(weak_map) = {
    JS_CONSTRUCTOR("WeakMap", weak_map, 0),
    JS_METHOD("delete", weak_map_delete, 1),
    JS_METHOD("get", weak_map_get, 1),
    JS_METHOD("set", weak_map_set, 2),
    JS_METHOD("has", weak_map_has, 1),
    JS_STRING_CONSTANT("@@toStringTag", "WeakMap", JS_CONFIGURABLE),
};
JS_BUILTIN_TABLE_END(weak_map);

/* ---- WeakSet ---- */

static bool weak_set_add(js_ctx *ctx, const js_call *call, js_value *result);

static bool add_value(js_ctx *ctx, const js_value *set, const js_value *value)
{
    if (!js_can_be_held_weakly_nogc(*value))
        return js_throw_type_error(ctx, "Invalid value used in weak set");
    return js_weak_map_set_noscript(ctx, set, value, &js_undefined_value);
}

/* 24.4.1.1 WeakSet ( [ iterable ] ) */
static bool weak_set(js_ctx *ctx, const js_call *call, js_value *result)
{
    const js_value *iterable = js_arg(call, 0);
    JS_FRAME(ctx, f, set, adder);
    bool is_native;

    if (!js_is_construct(call))
        return js_throw_type_error(ctx, "Constructor WeakSet requires 'new'");
    JS_TRY(js_create_from_constructor(ctx, call->new_target, JS_INTRINSIC_weak_set_prototype,
                                      JS_KIND_WEAK_SET, sizeof(struct js_weak_set), &f.set));
    if (!js_is_nullish(*iterable)) {
        JS_TRY(js__get_adder(ctx, &f.set, JS_ATOM(ctx, add), weak_set_add, &f.adder, &is_native));
        JS_TRY(js__add_all(ctx, &f.set, iterable, &f.adder));
    }
    *result = f.set;
    return true;
}

/* 24.4.3.1 WeakSet.prototype.add ( value ) */
static bool weak_set_add(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_TRY(js__require_kind(ctx, call, JS_KIND_WEAK_SET, "WeakSet.prototype.add"));
    JS_TRY(add_value(ctx, call->self, js_arg(call, 0)));
    *result = *call->self;
    return true;
}

/* 24.4.3.4 WeakSet.prototype.has ( value ) */
static bool weak_set_has(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_TRY(js__require_kind(ctx, call, JS_KIND_WEAK_SET, "WeakSet.prototype.has"));
    *result = js_bool(has_key(ctx, call));
    return true;
}

/* 24.4.3.3 WeakSet.prototype.delete ( value ) */
static bool weak_set_delete(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_TRY(js__require_kind(ctx, call, JS_KIND_WEAK_SET, "WeakSet.prototype.delete"));
    *result = js_bool(delete_key(ctx, call));
    return true;
}

JS_BUILTIN_TABLE(weak_set) = {
    JS_CONSTRUCTOR("WeakSet", weak_set, 0),
    JS_METHOD("delete", weak_set_delete, 1),
    JS_METHOD("has", weak_set_has, 1),
    JS_METHOD("add", weak_set_add, 1),
    JS_STRING_CONSTANT("@@toStringTag", "WeakSet", JS_CONFIGURABLE),
};
JS_BUILTIN_TABLE_END(weak_set);
