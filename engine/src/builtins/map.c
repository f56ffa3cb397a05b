/*
 * builtins/map.c: 24.1 Map Objects.
 */
#include "builtins/collections.h"
#include "builtins/object_helpers.h"

static bool set(js_ctx *ctx, const js_call *call, js_value *result);

/* Adds an entry without calling `set`, which is known to be the built-in one. */
static bool add_directly(js_ctx *ctx, void *map, const js_value *key, const js_value *value)
{
    return js_collection_set_noscript(ctx, map, key, value);
}

/* 24.1.1.1 Map ( [ iterable ] ) */
static bool map(js_ctx *ctx, const js_call *call, js_value *result)
{
    const js_value *iterable = js_arg(call, 0);
    JS_FRAME(ctx, f, map, table, adder);
    bool is_native;

    if (!js_is_construct(call))
        return js_throw_type_error(ctx, "Constructor Map requires 'new'");
    JS_TRY(js_hash_table_new_noscript(ctx, &f.table));
    JS_TRY(js_create_from_constructor(ctx, call->new_target, JS_INTRINSIC_map_prototype,
                                      JS_KIND_MAP, sizeof(struct js_map), &f.map));
    struct js_map *cell = gc_to_cell(f.map);

    gc_write(ctx->heap, cell, &cell->table, gc_slot_of(ctx->heap, f.table));
    if (!js_is_nullish(*iterable)) {
        JS_TRY(js__get_adder(ctx, &f.map, JS_ATOM(ctx, set), set, &f.adder, &is_native));
        if (is_native)
            JS_TRY(js_add_entries_from_iterable(ctx, iterable, add_directly, &f.map));
        else
            JS_TRY(js__add_all_entries(ctx, &f.map, iterable, &f.adder));
    }
    *result = f.map;
    return true;
}

/* Adds value to the array under key. */
static bool add_to_group(js_ctx *ctx, void *map, const js_value *key, const js_value *value)
{
    const struct js_hash_entry *entry =
        js_hash_table_find_nogc(ctx, js_collection_table_nogc(ctx, *(js_value *)map), *key);
    JS_FRAME(ctx, f, array);

    if (entry) {
        f.array = js_field(ctx, &entry->value);
    } else {
        JS_TRY(js_array_new_noscript(ctx, 0, &f.array));
        JS_TRY(js_collection_set_noscript(ctx, map, key, &f.array));
    }
    return js_array_push_noscript(ctx, &f.array, value);
}

/* 24.1.2.1 Map.groupBy ( items, callback ) */
static bool group_by(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_FRAME(ctx, f, map);

    JS_TRY(js__collection_new_noscript(ctx, JS_KIND_MAP, &f.map));
    JS_TRY(js_group_by(ctx, js_arg(call, 0), js_arg(call, 1), add_to_group, &f.map));
    *result = f.map;
    return true;
}

/* 24.1.2.3 get Map [ @@species ] */
static bool species(js_ctx *ctx, const js_call *call, js_value *result)
{
    (void)ctx;
    *result = *call->self;
    return true;
}

static struct js_hash_entry *find_nogc(js_ctx *ctx, const js_call *call)
{
    return js_hash_table_find_nogc(ctx, js_collection_table_nogc(ctx, *call->self),
                                   *js_arg(call, 0));
}

/* 24.1.3.6 Map.prototype.get ( key ) */
static bool get(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_TRY(js__require_kind(ctx, call, JS_KIND_MAP, "Map.prototype.get"));
    const struct js_hash_entry *entry = find_nogc(ctx, call);

    *result = entry ? js_field(ctx, &entry->value) : JS_UNDEFINED;
    return true;
}

/* 24.1.3.9 Map.prototype.set ( key, value ) */
static bool set(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_TRY(js__require_kind(ctx, call, JS_KIND_MAP, "Map.prototype.set"));
    JS_TRY(js_collection_set_noscript(ctx, call->self, js_arg(call, 0), js_arg(call, 1)));
    *result = *call->self;
    return true;
}

/* 24.1.3.7 Map.prototype.has ( key ) */
static bool has(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_TRY(js__require_kind(ctx, call, JS_KIND_MAP, "Map.prototype.has"));
    *result = js_bool(find_nogc(ctx, call) != NULL);
    return true;
}

/* 24.1.3.3 Map.prototype.delete ( key ) */
static bool delete_key(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_TRY(js__require_kind(ctx, call, JS_KIND_MAP, "Map.prototype.delete"));
    *result = js_bool(js_hash_table_delete_nogc(ctx, js_collection_table_nogc(ctx, *call->self),
                                                *js_arg(call, 0)));
    return true;
}

/* 24.1.3.1 Map.prototype.clear ( ) */
static bool clear(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_TRY(js__require_kind(ctx, call, JS_KIND_MAP, "Map.prototype.clear"));
    *result = JS_UNDEFINED;
    return js_collection_clear_noscript(ctx, call->self);
}

/* 24.1.3.10 get Map.prototype.size */
static bool size(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_TRY(js__require_kind(ctx, call, JS_KIND_MAP, "get Map.prototype.size"));
    *result = js_uint32(js_collection_size_nogc(ctx, *call->self));
    return true;
}

/* 24.1.3.5 Map.prototype.forEach ( callback [ , thisArg ] ) */
static bool for_each(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_FRAME(ctx, f, value, key, map, table, ignored);
    uint32_t index = 0;

    JS_TRY(js__require_kind(ctx, call, JS_KIND_MAP, "Map.prototype.forEach"));
    if (!js_is_callable_nogc(ctx, *js_arg(call, 0)))
        return js_throw_type_error(ctx, "%q is not a function", js_arg(call, 0));
    f.map = *call->self;
    f.table = js_collection_table_nogc(ctx, f.map);
    for (;;) {
        const struct js_hash_entry *entry = js_hash_table_next_nogc(ctx, &f.table, &index);

        if (!entry)
            break;
        f.key = js_field(ctx, &entry->key);
        f.value = js_field(ctx, &entry->value);
        JS_TRY(js_call_function(ctx, js_arg(call, 0), js_arg(call, 1), &f.value, 3, &f.ignored));
        JS_TRY(js_poll(ctx));
    }
    *result = JS_UNDEFINED;
    return true;
}

/* 24.1.3.4 Map.prototype.entries ( ) */
static bool entries(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_TRY(js__require_kind(ctx, call, JS_KIND_MAP, "Map.prototype.entries"));
    return js__collection_iterator_new_noscript(ctx, call->self, JS_ENTRIES, result);
}

/* 24.1.3.8 Map.prototype.keys ( ) */
static bool keys(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_TRY(js__require_kind(ctx, call, JS_KIND_MAP, "Map.prototype.keys"));
    return js__collection_iterator_new_noscript(ctx, call->self, JS_KEYS, result);
}

/* 24.1.3.11 Map.prototype.values ( ) */
static bool values(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_TRY(js__require_kind(ctx, call, JS_KIND_MAP, "Map.prototype.values"));
    return js__collection_iterator_new_noscript(ctx, call->self, JS_VALUES, result);
}

JS_BUILTIN_TABLE(map) = {
    JS_CONSTRUCTOR("Map", map, 0),
    JS_STATIC_GETTER("@@species", species),
    JS_STATIC("groupBy", group_by, 2),
    JS_METHOD("get", get, 1),
    JS_METHOD("set", set, 2),
    JS_METHOD("has", has, 1),
    JS_METHOD("delete", delete_key, 1),
    JS_METHOD("clear", clear, 0),
    JS_METHOD("entries", entries, 0),
    JS_METHOD("forEach", for_each, 1),
    JS_METHOD("keys", keys, 0),
    JS_GETTER("size", size),
    JS_METHOD("values", values, 0),
    JS_STRING_CONSTANT("@@toStringTag", "Map", JS_CONFIGURABLE),
    JS_ALIAS("@@iterator", "entries"),
};
JS_BUILTIN_TABLE_END(map);
