/*
 * builtins/collections.c: filling collections from iterables, and 24.1.5, 24.2.6: the iterators of Maps and Sets.
 *
 * An iterator's target is the hash table that it stands in (undefined once done), its index the number of the
 * next entry there, its mode what it gives (enum js_enumerate).  The table says where to go on when another
 * one has replaced it (object/collection.h).
 */
#include "builtins/collections.h"

#include "builtins/iterators.h"
#include "builtins/object_helpers.h"
#include "vm/natives.h"

/* ---- making and filling ---- */

bool js__collection_new_noscript(js_ctx *ctx, enum js_kind kind, js_value *out)
{
    JS_FRAME(ctx, f, prototype, collection, table);

    f.prototype = js_intrinsic_nogc(ctx, kind == JS_KIND_MAP ? JS_INTRINSIC_map_prototype
                                                             : JS_INTRINSIC_set_prototype);
    JS_TRY(js_hash_table_new_noscript(ctx, &f.table));
    JS_TRY(js_object_alloc_noscript(ctx, kind, sizeof(struct js_map), &f.prototype, &f.collection));
    struct js_map *map = gc_to_cell(f.collection);

    gc_write(ctx->heap, map, &map->table, gc_slot_of(ctx->heap, f.table));
    *out = f.collection;
    return true;
}

bool js__is_native_of(js_ctx *ctx, js_value v, js_native_fn *fn)
{
    if (!js_is_kind(v, JS_KIND_NATIVE_FUNCTION))
        return false;
    const struct js_native_function *function = gc_to_cell(v);

    return js_native_entry_nogc(ctx, function->table, function->index)->fn == fn;
}

bool js__get_adder(js_ctx *ctx, const js_value *collection, const js_value *key, js_native_fn *fn,
                   js_value *adder, bool *is_native)
{
    JS_TRY(js_get(ctx, collection, key, adder));
    if (!js_is_callable_nogc(ctx, *adder))
        return js_throw_type_error(ctx, "'%v' returned for property '%k' of object '%v' is not a function",
                                   adder, key, collection);
    *is_native = js__is_native_of(ctx, *adder, fn);
    return true;
}

bool js__add_all(js_ctx *ctx, const js_value *collection, const js_value *iterable,
                 const js_value *adder)
{
    JS_FRAME(ctx, f, value, ignored);
    JS_ITERATOR(ctx, it);
    bool done;

    JS_TRY(js_get_iterator(ctx, iterable, &it));
    for (;;) {
        JS_TRY(js_iterator_step_value(ctx, &it, &f.value, &done));
        if (done)
            return true;
        if (!js_call_function(ctx, adder, collection, &f.value, 1, &f.ignored) || !js_poll(ctx))
            return js__close_after_failure(ctx, &it);
    }
}

struct entries {
    const js_value *collection, *adder;
};

static bool add_entry(js_ctx *ctx, void *arg, const js_value *key, const js_value *value)
{
    const struct entries *e = arg;
    JS_FRAME(ctx, f, key, value, ignored);

    f.key = *key;
    f.value = *value;
    return js_call_function(ctx, e->adder, e->collection, &f.key, 2, &f.ignored);
}

bool js__add_all_entries(js_ctx *ctx, const js_value *collection, const js_value *iterable,
                         const js_value *adder)
{
    struct entries e = {collection, adder};

    return js_add_entries_from_iterable(ctx, iterable, add_entry, &e);
}

/* ---- iterators ---- */

bool js__collection_iterator_new_noscript(js_ctx *ctx, const js_value *collection, unsigned what,
                                          js_value *out)
{
    bool is_map = js_is_kind(*collection, JS_KIND_MAP);
    JS_FRAME(ctx, f, table);

    f.table = js_collection_table_nogc(ctx, *collection);
    return js_iterator_new_noscript(ctx, is_map ? JS_ITERATOR_MAP : JS_ITERATOR_SET,
                                    is_map ? JS_INTRINSIC_map_iterator_prototype
                                           : JS_INTRINSIC_set_iterator_prototype,
                                    &f.table, what, out);
}

/*
 * Moves an iterator on: the entry, or NULL and the iterator done.  The entry is valid to the next safepoint.
 */
static struct js_hash_entry *advance_nogc(js_ctx *ctx, js_value iterator)
{
    struct js_iterator *it = js_iterator_nogc(iterator);
    js_value table = js_field(ctx, &it->target);
    uint32_t index = (uint32_t)it->index;
    struct js_hash_entry *entry = NULL;

    if (!js_is_undefined(table))
        entry = js_hash_table_next_nogc(ctx, &table, &index);
    gc_write(ctx->heap, it, &it->target, entry ? gc_slot_of(ctx->heap, table) : JS_SLOT_UNDEFINED);
    it->index = index;
    return entry;
}

bool js_collection_iterator_step_noscript(js_ctx *ctx, const js_value *iterator, js_value *out,
                                          bool *done)
{
    const struct js_hash_entry *entry = advance_nogc(ctx, *iterator);
    const struct js_iterator *it = js_iterator_nogc(*iterator);
    bool is_set = it->type == JS_ITERATOR_SET;
    JS_FRAME(ctx, f, key, value);

    *done = entry == NULL;
    if (*done) {
        *out = JS_UNDEFINED;
        return true;
    }
    f.key = js_field(ctx, &entry->key);
    f.value = is_set ? f.key : js_field(ctx, &entry->value);
    if (it->mode == JS_ENTRIES)
        return js_array_from_values_noscript(ctx, &f.key, 2, out);
    *out = it->mode == JS_KEYS ? f.key : f.value;
    return true;
}

static bool next(js_ctx *ctx, const js_call *call, enum js_iterator_type type, const char *method,
                 js_value *result)
{
    JS_FRAME(ctx, f, value);
    bool done;

    if (!js_is_iterator_of(*call->self, type))
        return js_throw_type_error(ctx, "Method %s called on incompatible receiver %v", method,
                                   call->self);
    JS_TRY(js_collection_iterator_step_noscript(ctx, call->self, &f.value, &done));
    return js_create_iterator_result_noscript(ctx, &f.value, done, result);
}

/* 24.1.5.2.1 %MapIteratorPrototype%.next ( ) */
bool js__map_iterator_next(js_ctx *ctx, const js_call *call, js_value *result)
{
    return next(ctx, call, JS_ITERATOR_MAP, "Map Iterator.prototype.next", result);
}

/* 24.2.6.2.1 %SetIteratorPrototype%.next ( ) */
bool js__set_iterator_next(js_ctx *ctx, const js_call *call, js_value *result)
{
    return next(ctx, call, JS_ITERATOR_SET, "Set Iterator.prototype.next", result);
}

bool js_step_builtin_iterator(js_ctx *ctx, struct js_iterator_record *it, js_value *out, bool *done,
                              bool *handled)
{
    *handled = false;
    if (!js_is_kind(it->iterator, JS_KIND_ITERATOR))
        return true;
    switch (js_iterator_nogc(it->iterator)->type) {
    case JS_ITERATOR_ARRAY:
        if (!js__is_native_of(ctx, it->next, js__array_iterator_next))
            return true;
        *handled = true;
        return js_array_iterator_step(ctx, &it->iterator, out, done);
    case JS_ITERATOR_MAP:
        *handled = js__is_native_of(ctx, it->next, js__map_iterator_next);
        break;
    case JS_ITERATOR_SET:
        *handled = js__is_native_of(ctx, it->next, js__set_iterator_next);
        break;
    default:
        break;
    }
    return !*handled || js_collection_iterator_step_noscript(ctx, &it->iterator, out, done);
}

JS_BUILTIN_TABLE(map_iterator) = {
    JS_METHOD("next", js__map_iterator_next, 0),
    JS_STRING_CONSTANT("@@toStringTag", "Map Iterator", JS_CONFIGURABLE),
};
JS_BUILTIN_TABLE_END(map_iterator);

JS_BUILTIN_TABLE(set_iterator) = {
    JS_METHOD("next", js__set_iterator_next, 0),
    JS_STRING_CONSTANT("@@toStringTag", "Set Iterator", JS_CONFIGURABLE),
};
JS_BUILTIN_TABLE_END(set_iterator);
