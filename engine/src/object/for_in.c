/*
 * object/for_in.c: the keys that for-in visits (14.7.5.9): enumerable string keys of an object and its
 * prototypes, nearer ones first, none twice, and none that a nearer property of the same name shadows.
 *
 * They are collected at the start; the interpreter asks again before each turn whether the key is still
 * there.  Where no prototype has an enumerable property, which is the rule, the object's own keys are it.
 */
#include "object/collection.h"
#include "object/elements.h"
#include "ops/ops.h"

bool js__is_own_enumerable(js_ctx *ctx, const js_value *object, const js_value *key, bool *out)
{
    struct js_found found;

    if (js__is_plain_nogc(ctx, *object)) {
        *out = js__find_own_nogc(ctx, *object, *key, &found) != JS_PLACE_NONE &&
               found.place != JS_PLACE_LAZY && (found.attributes & JS_ENUMERABLE);
        return true;
    }
    JS_DESCRIPTOR(ctx, d);
    bool there;

    JS_TRY(js_object_get_own_property(ctx, object, key, &d, &there));
    *out = there && (d.flags & JS_ENUMERABLE);
    return true;
}

/* Whether a plain object certainly has no enumerable string key. */
static bool has_nothing_to_visit(js_ctx *ctx, js_value object)
{
    const struct js_shape *shape = js_shape_of_nogc(ctx, object);

    if (!js__is_plain_nogc(ctx, object) || (shape->flags & JS_SHAPE_DICTIONARY) ||
        gc_slot_is_cell(gc_load(&js_object_nogc(object)->elements)))
        return false;
    for (uint32_t i = 0; i < shape->count; i++)
        if (js_shape_attributes_nogc(ctx, shape, i) & JS_ENUMERABLE)
            return false;
    return true;
}

static bool rest_has_nothing(js_ctx *ctx, js_value object)
{
    for (;;) {
        if (js_is_kind(object, JS_KIND_PROXY))
            return false;
        object = js_field(ctx, &js_shape_of_nogc(ctx, object)->prototype);
        if (js_is_null(object))
            return true;
        if (!has_nothing_to_visit(ctx, object))
            return false;
    }
}

/* Appends the enumerable string keys of one object; with *seen (a hash table) those not seen before. */
static bool collect(js_ctx *ctx, const js_value *object, js_value *seen, struct js_vec *out)
{
    JS_FRAME(ctx, f, key);
    JS_VEC(ctx, keys);

    JS_TRY(js_object_own_keys(ctx, object, &keys));
    for (uint32_t i = 0; i < keys.count; i++) {
        bool enumerable;

        f.key = js_vec_get_nogc(ctx, &keys, i);
        if (js_is_symbol(f.key))
            continue;
        if (seen && js_hash_table_find_nogc(ctx, *seen, f.key))
            continue;
        JS_TRY(js__is_own_enumerable(ctx, object, &f.key, &enumerable));
        if (seen)
            JS_TRY(js_hash_table_set_noscript(ctx, seen, &f.key, &f.key));
        if (enumerable)
            JS_TRY(js_vec_push(ctx, out, &f.key));
    }
    return true;
}

bool js_for_in_keys(js_ctx *ctx, const js_value *object, js_value *out)
{
    JS_FRAME(ctx, f, at, seen);
    JS_VEC(ctx, keys);

    if (rest_has_nothing(ctx, *object)) {
        JS_TRY(collect(ctx, object, NULL, &keys));
        return js_vec_to_tuple_noscript(ctx, &keys, out);
    }
    JS_TRY(js_hash_table_new_noscript(ctx, &f.seen));
    f.at = *object;
    do {
        JS_TRY(js_poll(ctx));
        JS_TRY(collect(ctx, &f.at, &f.seen, &keys));
        JS_TRY(js_object_get_prototype(ctx, &f.at, &f.at));
    } while (!js_is_null(f.at));
    return js_vec_to_tuple_noscript(ctx, &keys, out);
}

bool js_for_in_check(js_ctx *ctx, const js_value *object, const js_value *key, bool *present)
{
    js_value at = *object;
    struct js_found found;

    while (js__is_plain_nogc(ctx, at)) {
        if (js__find_own_nogc(ctx, at, *key, &found) != JS_PLACE_NONE) {
            *present = true;
            return true;
        }
        at = js_field(ctx, &js_shape_of_nogc(ctx, at)->prototype);
        if (js_is_null(at)) {
            *present = false;
            return true;
        }
    }
    *present = true; /* a proxy has been asked when its keys were collected */
    if (js_is_kind(at, JS_KIND_PROXY))
        return true;
    JS_FRAME(ctx, f, holder);
    f.holder = at;
    return js_object_has_property(ctx, &f.holder, key, present);
}
