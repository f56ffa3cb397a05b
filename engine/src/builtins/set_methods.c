/*
 * builtins/set_methods.c: the methods of Set.prototype that take a second set: union, intersection, difference,
 * symmetricDifference, isSubsetOf, isSupersetOf, isDisjointFrom.
 *
 * The second set is anything with size, has and keys (24.2.1.2 GetSetRecord).  Both may change while script
 * runs; this set is walked as Set.prototype.forEach does.
 */
#include "builtins/collections.h"
#include "builtins/iterators.h"

/* A set record: consecutive slots of a frame, JS_FRAME(ctx, f, object, has, keys, ...). */
struct other {
    js_value *object, *has, *keys;
    double size;
};

/* 24.2.1.2 GetSetRecord ( obj ); `other` has its slots. */
static bool get_set_record(js_ctx *ctx, const js_value *object, struct other *other)
{
    JS_FRAME(ctx, f, size, key);
    double size;

    if (!js_is_object(*object))
        return js_throw_type_error(ctx, "%v is not an object", object); /* 1 */
    *other->object = *object;
    JS_TRY(js_get(ctx, object, JS_ATOM(ctx, size), &f.size)); /* 2 */
    JS_TRY(js_to_number(ctx, &f.size, &size));                /* 3 */
    if (size != size)
        return js_throw_type_error(ctx, "The 'size' property must be a number, not NaN"); /* 4, 5 */
    other->size = __builtin_trunc(size);                                              /* 6 */
    if (other->size < 0)
        return js_throw_range_error(ctx, "'%v' is an invalid size", &f.size); /* 7 */
    JS_TRY(js_get(ctx, object, JS_ATOM(ctx, has), other->has));               /* 8 */
    if (!js_is_callable_nogc(ctx, *other->has))
        return js_throw_type_error(ctx, "The 'has' property must be a function"); /* 9 */
    JS_TRY(js_get(ctx, object, JS_ATOM(ctx, keys), other->keys));             /* 10 */
    return js_is_callable_nogc(ctx, *other->keys) ||
           js_throw_type_error(ctx, "The 'keys' property must be a function"); /* 11 */
}

/* Common beginning of all methods. */
static bool begin(js_ctx *ctx, const js_call *call, const char *method, struct other *other,
                  js_value *slots)
{
    other->object = &slots[0];
    other->has = &slots[1];
    other->keys = &slots[2];
    JS_TRY(js__require_kind(ctx, call, JS_KIND_SET, method));
    return get_set_record(ctx, js_arg(call, 0), other);
}

static bool other_has(js_ctx *ctx, const struct other *other, const js_value *value, bool *has)
{
    JS_FRAME(ctx, f, verdict);

    JS_TRY(js_call_function(ctx, other->has, other->object, value, 1, &f.verdict));
    *has = js_to_boolean_nogc(ctx, f.verdict);
    return true;
}

static bool begin_keys(js_ctx *ctx, const struct other *other, struct js_iterator_record *it)
{
    return js_get_iterator_from_method(ctx, other->object, other->keys, it);
}

static bool set_has_nogc(js_ctx *ctx, js_value set, js_value value)
{
    return js_hash_table_find_nogc(ctx, js_collection_table_nogc(ctx, set), value) != NULL;
}

static void set_delete_nogc(js_ctx *ctx, js_value set, js_value value)
{
    js_hash_table_delete_nogc(ctx, js_collection_table_nogc(ctx, set), value);
}

static bool set_add(js_ctx *ctx, const js_value *set, const js_value *value)
{
    return js_collection_set_noscript(ctx, set, value, &js_undefined_value);
}

/* The next value of a set being walked; false at the end. */
static bool walk_nogc(js_ctx *ctx, js_value *table, uint32_t *index, js_value *value)
{
    const struct js_hash_entry *entry = js_hash_table_next_nogc(ctx, table, index);

    if (!entry)
        return false;
    *value = js_field(ctx, &entry->key);
    return true;
}

static bool copy_set(js_ctx *ctx, const js_value *set, js_value *out)
{
    JS_FRAME(ctx, f, copy, table, value);
    uint32_t index = 0;

    JS_TRY(js__collection_new_noscript(ctx, JS_KIND_SET, &f.copy));
    f.table = js_collection_table_nogc(ctx, *set);
    while (walk_nogc(ctx, &f.table, &index, &f.value)) {
        JS_TRY(set_add(ctx, &f.copy, &f.value));
        JS_TRY(js_poll(ctx));
    }
    *out = f.copy;
    return true;
}

/* ---- methods that make a set ---- */

/* 24.2.4.16 Set.prototype.union ( other ) */
static bool union_with(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_FRAME(ctx, f, object, has, keys, set, value);
    JS_ITERATOR(ctx, it);
    struct other other;
    bool done;

    JS_TRY(begin(ctx, call, "Set.prototype.union", &other, &f.object));
    JS_TRY(begin_keys(ctx, &other, &it));
    JS_TRY(copy_set(ctx, call->self, &f.set));
    for (;;) {
        JS_TRY(js_iterator_step_value(ctx, &it, &f.value, &done));
        if (done)
            break;
        JS_TRY(set_add(ctx, &f.set, &f.value));
        JS_TRY(js_poll(ctx));
    }
    *result = f.set;
    return true;
}

/* The values of this set that the other has. */
static bool intersect_by_has(js_ctx *ctx, const js_value *self, const struct other *other,
                             const js_value *set)
{
    JS_FRAME(ctx, f, table, value);
    uint32_t index = 0;
    bool has;

    f.table = js_collection_table_nogc(ctx, *self);
    while (walk_nogc(ctx, &f.table, &index, &f.value)) {
        JS_TRY(other_has(ctx, other, &f.value, &has));
        if (has)
            JS_TRY(set_add(ctx, set, &f.value));
        JS_TRY(js_poll(ctx));
    }
    return true;
}

/* The keys of the other that this set has. */
static bool intersect_by_keys(js_ctx *ctx, const js_value *self, const struct other *other,
                              const js_value *set)
{
    JS_FRAME(ctx, f, value);
    JS_ITERATOR(ctx, it);
    bool done;

    JS_TRY(begin_keys(ctx, other, &it));
    for (;;) {
        JS_TRY(js_iterator_step_value(ctx, &it, &f.value, &done));
        if (done)
            return true;
        if (set_has_nogc(ctx, *self, f.value))
            JS_TRY(set_add(ctx, set, &f.value));
        JS_TRY(js_poll(ctx));
    }
}

/* 24.2.4.9 Set.prototype.intersection ( other ) */
static bool intersection(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_FRAME(ctx, f, object, has, keys, set);
    struct other other;

    JS_TRY(begin(ctx, call, "Set.prototype.intersection", &other, &f.object));
    JS_TRY(js__collection_new_noscript(ctx, JS_KIND_SET, &f.set));
    if (js_collection_size_nogc(ctx, *call->self) <= other.size)
        JS_TRY(intersect_by_has(ctx, call->self, &other, &f.set));
    else
        JS_TRY(intersect_by_keys(ctx, call->self, &other, &f.set));
    *result = f.set;
    return true;
}

/* Deletes from *set what the other has. */
static bool subtract_by_has(js_ctx *ctx, const js_value *self, const struct other *other,
                            const js_value *set)
{
    JS_FRAME(ctx, f, table, value);
    uint32_t index = 0;
    bool has;

    f.table = js_collection_table_nogc(ctx, *self);
    while (walk_nogc(ctx, &f.table, &index, &f.value)) {
        JS_TRY(other_has(ctx, other, &f.value, &has));
        if (has)
            set_delete_nogc(ctx, *set, f.value);
        JS_TRY(js_poll(ctx));
    }
    return true;
}

static bool subtract_by_keys(js_ctx *ctx, const struct other *other, const js_value *set)
{
    JS_FRAME(ctx, f, value);
    JS_ITERATOR(ctx, it);
    bool done;

    JS_TRY(begin_keys(ctx, other, &it));
    for (;;) {
        JS_TRY(js_iterator_step_value(ctx, &it, &f.value, &done));
        if (done)
            return true;
        set_delete_nogc(ctx, *set, f.value);
        JS_TRY(js_poll(ctx));
    }
}

/* 24.2.4.5 Set.prototype.difference ( other ) */
static bool difference(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_FRAME(ctx, f, object, has, keys, set);
    struct other other;

    JS_TRY(begin(ctx, call, "Set.prototype.difference", &other, &f.object));
    JS_TRY(copy_set(ctx, call->self, &f.set));
    if (js_collection_size_nogc(ctx, *call->self) <= other.size)
        JS_TRY(subtract_by_has(ctx, call->self, &other, &f.set));
    else
        JS_TRY(subtract_by_keys(ctx, &other, &f.set));
    *result = f.set;
    return true;
}

/* 24.2.4.15 Set.prototype.symmetricDifference ( other ) */
static bool symmetric_difference(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_FRAME(ctx, f, object, has, keys, set, value);
    JS_ITERATOR(ctx, it);
    struct other other;
    bool done;

    JS_TRY(begin(ctx, call, "Set.prototype.symmetricDifference", &other, &f.object));
    JS_TRY(begin_keys(ctx, &other, &it));
    JS_TRY(copy_set(ctx, call->self, &f.set));
    for (;;) {
        JS_TRY(js_iterator_step_value(ctx, &it, &f.value, &done));
        if (done)
            break;
        if (set_has_nogc(ctx, *call->self, f.value))
            set_delete_nogc(ctx, f.set, f.value);
        else
            JS_TRY(set_add(ctx, &f.set, &f.value));
        JS_TRY(js_poll(ctx));
    }
    *result = f.set;
    return true;
}

/* ---- methods that compare ---- */

/* Whether for some value of this set the other's `has` says `wanted`. */
static bool any_in_other(js_ctx *ctx, const js_value *self, const struct other *other, bool wanted,
                         bool *found)
{
    JS_FRAME(ctx, f, table, value);
    uint32_t index = 0;
    bool has;

    *found = false;
    f.table = js_collection_table_nogc(ctx, *self);
    while (!*found && walk_nogc(ctx, &f.table, &index, &f.value)) {
        JS_TRY(other_has(ctx, other, &f.value, &has));
        *found = has == wanted;
        JS_TRY(js_poll(ctx));
    }
    return true;
}

/* Whether this set has (or, wanted false, lacks) some key of the other; the iterator is closed then. */
static bool any_of_keys(js_ctx *ctx, const js_value *self, const struct other *other, bool wanted,
                        bool *found)
{
    JS_FRAME(ctx, f, value);
    JS_ITERATOR(ctx, it);
    bool done;

    *found = false;
    JS_TRY(begin_keys(ctx, other, &it));
    for (;;) {
        JS_TRY(js_iterator_step_value(ctx, &it, &f.value, &done));
        if (done)
            return true;
        if (set_has_nogc(ctx, *self, f.value) == wanted)
            break;
        JS_TRY(js_poll(ctx));
    }
    *found = true;
    return js_iterator_close(ctx, &it);
}

/* 24.2.4.11 Set.prototype.isSubsetOf ( other ) */
static bool is_subset_of(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_FRAME(ctx, f, object, has, keys);
    struct other other;
    bool lacks = true;

    JS_TRY(begin(ctx, call, "Set.prototype.isSubsetOf", &other, &f.object));
    if (js_collection_size_nogc(ctx, *call->self) <= other.size)
        JS_TRY(any_in_other(ctx, call->self, &other, false, &lacks));
    *result = js_bool(!lacks);
    return true;
}

/* 24.2.4.12 Set.prototype.isSupersetOf ( other ) */
static bool is_superset_of(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_FRAME(ctx, f, object, has, keys);
    struct other other;
    bool lacks = true;

    JS_TRY(begin(ctx, call, "Set.prototype.isSupersetOf", &other, &f.object));
    if (js_collection_size_nogc(ctx, *call->self) >= other.size)
        JS_TRY(any_of_keys(ctx, call->self, &other, false, &lacks));
    *result = js_bool(!lacks);
    return true;
}

/* 24.2.4.10 Set.prototype.isDisjointFrom ( other ) */
static bool is_disjoint_from(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_FRAME(ctx, f, object, has, keys);
    struct other other;
    bool common;

    JS_TRY(begin(ctx, call, "Set.prototype.isDisjointFrom", &other, &f.object));
    if (js_collection_size_nogc(ctx, *call->self) <= other.size)
        JS_TRY(any_in_other(ctx, call->self, &other, true, &common));
    else
        JS_TRY(any_of_keys(ctx, call->self, &other, true, &common));
    *result = js_bool(!common);
    return true;
}

JS_BUILTIN_TABLE(set_methods) = {
    JS_METHOD("union", union_with, 1),
    JS_METHOD("intersection", intersection, 1),
    JS_METHOD("difference", difference, 1),
    JS_METHOD("symmetricDifference", symmetric_difference, 1),
    JS_METHOD("isSubsetOf", is_subset_of, 1),
    JS_METHOD("isSupersetOf", is_superset_of, 1),
    JS_METHOD("isDisjointFrom", is_disjoint_from, 1),
};
JS_BUILTIN_TABLE_END(set_methods);
