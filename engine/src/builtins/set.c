/*
 * builtins/set.c: 24.2 Set Objects, less the methods that combine two sets (set_methods.c).
 */
#include "builtins/collections.h"
#include "builtins/iterators.h"

static bool add(js_ctx *ctx, const js_call *call, js_value *result);

/* Adds the values of an iterable without calling `add`, which is known to be the built-in one. */
static bool add_all_directly(js_ctx *ctx, const js_value *set, const js_value *iterable)
{
    JS_FRAME(ctx, f, value);
    JS_ITERATOR(ctx, it);
    bool done;

    JS_TRY(js_get_iterator(ctx, iterable, &it));
    for (;;) {
        JS_TRY(js_iterator_step_value(ctx, &it, &f.value, &done));
        if (done)
            return true;
        if (!js_collection_set_noscript(ctx, set, &f.value, &js_undefined_value) || !js_poll(ctx))
            return js__close_after_failure(ctx, &it);
    }
}

/* 24.2.2.1 Set ( [ iterable ] ) */
static bool set(js_ctx *ctx, const js_call *call, js_value *result)
{
    const js_value *iterable = js_arg(call, 0);
    JS_FRAME(ctx, f, set, table, adder);
    bool is_native;

    if (!js_is_construct(call))
        return js_throw_type_error(ctx, "Constructor Set requires 'new'");
    JS_TRY(js_hash_table_new_noscript(ctx, &f.table));
    JS_TRY(js_create_from_constructor(ctx, call->new_target, JS_INTRINSIC_set_prototype,
                                      JS_KIND_SET, sizeof(struct js_set), &f.set));
    struct js_set *cell = gc_to_cell(f.set);

    gc_write(ctx->heap, cell, &cell->table, gc_slot_of(ctx->heap, f.table));
    if (!js_is_nullish(*iterable)) {
        JS_TRY(js__get_adder(ctx, &f.set, JS_ATOM(ctx, add), add, &f.adder, &is_native));
        if (is_native)
            JS_TRY(add_all_directly(ctx, &f.set, iterable));
        else
            JS_TRY(js__add_all(ctx, &f.set, iterable, &f.adder));
    }
    *result = f.set;
    return true;
}

/* 24.2.3.2 get Set [ @@species ] */
static bool species(js_ctx *ctx, const js_call *call, js_value *result)
{
    (void)ctx;
    *result = *call->self;
    return true;
}

/* 24.2.4.1 Set.prototype.add ( value ) */
static bool add(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_TRY(js__require_kind(ctx, call, JS_KIND_SET, "Set.prototype.add"));
    JS_TRY(js_collection_set_noscript(ctx, call->self, js_arg(call, 0), &js_undefined_value));
    *result = *call->self;
    return true;
}

/* 24.2.4.8 Set.prototype.has ( value ) */
static bool has(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_TRY(js__require_kind(ctx, call, JS_KIND_SET, "Set.prototype.has"));
    *result = js_bool(js_hash_table_find_nogc(ctx, js_collection_table_nogc(ctx, *call->self),
                                              *js_arg(call, 0)) != NULL);
    return true;
}

/* 24.2.4.4 Set.prototype.delete ( value ) */
static bool delete_value(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_TRY(js__require_kind(ctx, call, JS_KIND_SET, "Set.prototype.delete"));
    *result = js_bool(js_hash_table_delete_nogc(ctx, js_collection_table_nogc(ctx, *call->self),
                                                *js_arg(call, 0)));
    return true;
}

/* 24.2.4.2 Set.prototype.clear ( ) */
static bool clear(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_TRY(js__require_kind(ctx, call, JS_KIND_SET, "Set.prototype.clear"));
    *result = JS_UNDEFINED;
    return js_collection_clear_noscript(ctx, call->self);
}

/* 24.2.4.14 get Set.prototype.size */
static bool size(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_TRY(js__require_kind(ctx, call, JS_KIND_SET, "get Set.prototype.size"));
    *result = js_uint32(js_collection_size_nogc(ctx, *call->self));
    return true;
}

/* 24.2.4.7 Set.prototype.forEach ( callback [ , thisArg ] ) */
static bool for_each(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_FRAME(ctx, f, value, key, set, table, ignored);
    uint32_t index = 0;

    JS_TRY(js__require_kind(ctx, call, JS_KIND_SET, "Set.prototype.forEach"));
    if (!js_is_callable_nogc(ctx, *js_arg(call, 0)))
        return js_throw_type_error(ctx, "%q is not a function", js_arg(call, 0));
    f.set = *call->self;
    f.table = js_collection_table_nogc(ctx, f.set);
    for (;;) {
        const struct js_hash_entry *entry = js_hash_table_next_nogc(ctx, &f.table, &index);

        if (!entry)
            break;
        f.value = f.key = js_field(ctx, &entry->key);
        JS_TRY(js_call_function(ctx, js_arg(call, 0), js_arg(call, 1), &f.value, 3, &f.ignored));
        JS_TRY(js_poll(ctx));
    }
    *result = JS_UNDEFINED;
    return true;
}

/* 24.2.4.6 Set.prototype.entries ( ) */
static bool entries(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_TRY(js__require_kind(ctx, call, JS_KIND_SET, "Set.prototype.entries"));
    return js__collection_iterator_new_noscript(ctx, call->self, JS_ENTRIES, result);
}

/* 24.2.4.17 Set.prototype.values ( ) */
static bool values(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_TRY(js__require_kind(ctx, call, JS_KIND_SET, "Set.prototype.values"));
    return js__collection_iterator_new_noscript(ctx, call->self, JS_VALUES, result);
}

JS_BUILTIN_TABLE(set) = {
    JS_CONSTRUCTOR("Set", set, 0),
    JS_STATIC_GETTER("@@species", species),
    JS_METHOD("has", has, 1),
    JS_METHOD("add", add, 1),
    JS_METHOD("delete", delete_value, 1),
    JS_METHOD("clear", clear, 0),
    JS_METHOD("entries", entries, 0),
    JS_METHOD("forEach", for_each, 1),
    JS_GETTER("size", size),
    JS_METHOD("values", values, 0),
    JS_ALIAS("keys", "values"),
    JS_STRING_CONSTANT("@@toStringTag", "Set", JS_CONFIGURABLE),
    JS_ALIAS("@@iterator", "values"),
};
JS_BUILTIN_TABLE_END(set);
