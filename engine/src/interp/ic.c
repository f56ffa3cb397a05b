/*
 * interp/ic.c: inline caches: the generic property accesses, which remember where they found it.
 *
 * A cache of one property access holds one case: the receiver's shape and what it leads to (interp.h).  It is
 * filled after the generic access succeeded, from the state then; the access may have run script and changed
 * the feedback, so the lookup is repeated without side effects, on raw cells, in fill_*_nogc.  Hits through the
 * prototype chain, and misses, are guarded by the prototype epoch [shape.epoch].
 */
#include "interp/interp.h"
#include "vm/state.h"
#include "gc/mutant.h"

#include <string.h>

/* Where a lookup along the chain ended. */
struct found {
    struct js_object *holder; /* NULL: nowhere */
    struct js_property_location location;
    unsigned depth;
    bool cacheable;
};

/* Looks key up from object on, ordinary objects only. */
static struct found look_up_nogc(js_ctx *ctx, js_value object, gc_slot key)
{
    struct found found = {.cacheable = true};

    while (js_is_object(object)) {
        const struct js_shape *shape = js_shape_of_nogc(ctx, object);
        const enum js_kind kind = gc_kind_of(gc_to_cell(object));
        const bool plain = (shape->flags & JS_SHAPE_ORDINARY) || js_object_methods[kind].get == NULL;

        if (!plain || (shape->flags & JS_SHAPE_DICTIONARY) || kind == JS_KIND_PROXY ||
            kind == JS_KIND_NAMESPACE || kind == JS_KIND_TYPED_ARRAY) {
            /* Named keys of typed arrays are ordinary, but "1.5" and the like are not: not worth it. */
            if (kind != JS_KIND_TYPED_ARRAY || (shape->flags & JS_SHAPE_DICTIONARY)) {
                found.cacheable = false;
                return found;
            }
        }
        if (kind == JS_KIND_ARRAY && gc_slot_same(key, gc_slot_of(ctx->heap, *JS_ATOM(ctx, length)))) {
            found.cacheable = false; /* in the cell, not in the shape */
            return found;
        }
        if (shape->flags & JS_SHAPE_LAZY_FUNCTION) {
            if (gc_slot_same(key, gc_slot_of(ctx->heap, *JS_ATOM(ctx, length))) ||
                gc_slot_same(key, gc_slot_of(ctx->heap, *JS_ATOM(ctx, name))) ||
                gc_slot_same(key, gc_slot_of(ctx->heap, *JS_ATOM(ctx, prototype)))) {
                found.cacheable = false;
                return found;
            }
        } else if (js_shape_lookup_nogc(ctx, shape, key, &found.location)) {
            found.holder = gc_to_cell(object);
            return found;
        }
        object = gc_decode(ctx->heap, shape->prototype);
        found.depth++;
    }
    return found;
}

/* ---- lookups of sites that see many shapes ---- */

void js__ic_collect_nogc(js_ctx *ctx)
{
    if (!GC_MUTANT(LOOKUPS_KEPT))
        memset(ctx->state->lookups, 0, sizeof ctx->state->lookups);
    ctx->state->generators.shape = 0;
}

static struct js_lookup *lookup_entry_nogc(js_ctx *ctx, gc_slot shape, gc_slot key)
{
    const uint32_t hash = (shape.bits >> 2) * 0x9E3779B1u ^ (key.bits >> 2) * 0x85EBCA6Bu;

    return &ctx->state->lookups[(hash >> 16) % JS_LOOKUP_CACHE_SIZE];
}

static bool probe_nogc(js_ctx *ctx, js_value v, gc_slot key, js_value *out)
{
    struct js_object *object = gc_to_cell(v);
    const struct js_lookup *entry = lookup_entry_nogc(ctx, object->shape, key);
    const enum js_cache_kind kind = entry->where & 7;
    const uint32_t index = entry->where >> 3;

    if (entry->shape != object->shape.bits || entry->key != key.bits)
        return false;
    if (kind >= JS_CACHE_HOLDER_FIELD && entry->epoch != ctx->state->prototype_epoch)
        return false;
    if (kind == JS_CACHE_ABSENT) {
        *out = JS_UNDEFINED;
        return true;
    }
    if (kind == JS_CACHE_HOLDER_FIELD || kind == JS_CACHE_HOLDER_PROPERTY)
        object = gc_slot_to_cell(ctx->heap, (gc_slot){entry->holder});
    if (kind == JS_CACHE_FIELD || kind == JS_CACHE_HOLDER_FIELD) {
        *out = gc_get(ctx->heap, &object->fields[index]);
    } else {
        const struct js_properties *more = gc_slot_to_cell(ctx->heap, object->properties);
        *out = gc_get(ctx->heap, &more->slots[index]);
    }
    return true;
}

/* What a cache says goes into the table of lookups too, but for getters and stores. */
static void remember_nogc(js_ctx *ctx, gc_slot shape, gc_slot key, uint32_t index, enum js_cache_kind kind,
                          gc_slot holder)
{
    if (kind <= JS_CACHE_ABSENT)
        *lookup_entry_nogc(ctx, shape, key) = (struct js_lookup){
            shape.bits, key.bits, index << 3 | kind, holder.bits, ctx->state->prototype_epoch};
}

static void set_cache_nogc(js_ctx *ctx, js_value *fp, uint16_t number, gc_slot shape, uint32_t index,
                           enum js_cache_kind kind, gc_slot target, bool guarded)
{
    struct js_feedback *feedback = js_frame_feedback_nogc(ctx, fp);
    gc_slot *cache = &feedback->caches[number * JS_CACHE_SLOTS];

    gc_write(ctx->heap, feedback, &cache[0], shape);
    gc_write_immediate(&cache[1], gc_slot_from_int((int32_t)(index << 3 | kind)));
    gc_write(ctx->heap, feedback, &cache[2], target);
    gc_write_immediate(&cache[3],
                       gc_slot_from_int(guarded ? (int32_t)ctx->state->prototype_epoch : 0));
}

/* fp NULL: an element access, which has no cache of its own. */
static void fill_get_nogc(js_ctx *ctx, js_value *fp, uint16_t number, js_value object, gc_slot key)
{
    const struct found found = look_up_nogc(ctx, object, key);
    const gc_slot shape = js_object_nogc(object)->shape;
    enum js_cache_kind kind = JS_CACHE_ABSENT;
    gc_slot holder = gc_slot_from_int(0);
    uint32_t index = 0;

    if (!found.cacheable)
        return;
    if (found.holder) {
        const struct js_shape *holder_shape = gc_slot_to_cell(ctx->heap, found.holder->shape);
        const bool in_object = found.location.index < holder_shape->in_object;

        index = in_object ? found.location.index : found.location.index - holder_shape->in_object;
        if (found.depth)
            holder = gc_slot_from_cell(ctx->heap, found.holder);
        if (found.location.attributes & JS_IS_ACCESSOR) {
            /* On the chain, out of line: where classes have theirs. */
            if (found.depth == 0 || in_object)
                return;
            kind = JS_CACHE_GETTER;
        } else if (found.depth) {
            kind = in_object ? JS_CACHE_HOLDER_FIELD : JS_CACHE_HOLDER_PROPERTY;
        } else {
            kind = in_object ? JS_CACHE_FIELD : JS_CACHE_PROPERTY;
        }
    }
    if ((!found.holder || found.depth) &&
        !js_shape_mark_chain_cached_nogc(ctx, object, found.holder ? gc_from_cell(found.holder) : JS_NULL))
        return;
    if (fp)
        set_cache_nogc(ctx, fp, number, shape, index, kind, holder, kind >= JS_CACHE_HOLDER_FIELD);
    remember_nogc(ctx, shape, key, index, kind, holder);
}

bool js_ic_get(js_ctx *ctx, js_value *fp, const js_value *object, uint16_t constant, uint16_t cache,
               js_value *out)
{
    JS_FRAME(ctx, f, key, receiver, result);

    if (js_is_object(*object)) {
        const js_value key =
            constant == UINT16_MAX ? *JS_ATOM(ctx, length) : js_frame_constant_nogc(ctx, fp, constant);

        js_value found;

        /* Now and then the site's own cache is filled anew, in case it has settled on another shape. */
        if (probe_nogc(ctx, *object, gc_slot_of(ctx->heap, key), &found) && (++ctx->state->lookup_hits & 15)) {
            *out = found;
            return true;
        }
    }
    f.key = constant == UINT16_MAX ? *JS_ATOM(ctx, length) : js_frame_constant_nogc(ctx, fp, constant);
    f.receiver = *object;
    JS_TRY(js_get(ctx, &f.receiver, &f.key, &f.result));
    if (js_is_object(f.receiver))
        fill_get_nogc(ctx, fp, cache, f.receiver, gc_slot_of(ctx->heap, f.key));
    *out = f.result;
    return true;
}

bool js_ic_get_element(js_ctx *ctx, const js_value *object, const js_value *key, js_value *out)
{
    JS_FRAME(ctx, f, object, key);
    struct js_units units;

    if (!js_is_object(*object) || !js_is_string(*key) || !js_string_is_interned_nogc(*key))
        return js_get_element(ctx, object, key, out);
    units = js_string_units_nogc(ctx, *key);
    /* What may be an index is no key of a named property. */
    if (units.length == 0 || (js_unit_at(&units, 0) >= '0' && js_unit_at(&units, 0) <= '9'))
        return js_get_element(ctx, object, key, out);
    if (probe_nogc(ctx, *object, gc_slot_of(ctx->heap, *key), out))
        return true;
    f.object = *object;
    f.key = *key;
    JS_TRY(js_get_element(ctx, object, key, out));
    fill_get_nogc(ctx, NULL, 0, f.object, gc_slot_of(ctx->heap, f.key));
    return true;
}

/* After a store to an own property that was there before. */
static void fill_set_nogc(js_ctx *ctx, js_value *fp, uint16_t number, js_value object, gc_slot key)
{
    const struct js_shape *shape = js_shape_of_nogc(ctx, object);
    struct js_property_location location;

    if ((shape->flags & (JS_SHAPE_DICTIONARY | JS_SHAPE_LAZY_FUNCTION)) ||
        js_object_methods[gc_kind_of(gc_to_cell(object))].set ||
        !js_shape_lookup_nogc(ctx, shape, key, &location) ||
        (location.attributes & (JS_IS_ACCESSOR | JS_WRITABLE)) != JS_WRITABLE)
        return;
    if (location.index < shape->in_object)
        set_cache_nogc(ctx, fp, number, js_object_nogc(object)->shape, location.index, JS_CACHE_FIELD,
                       gc_slot_from_int(0), false);
    else
        set_cache_nogc(ctx, fp, number, js_object_nogc(object)->shape,
                       location.index - shape->in_object, JS_CACHE_PROPERTY, gc_slot_from_int(0), false);
}

/* After a store that added a property: before is the shape that the object had. */
static void fill_add_nogc(js_ctx *ctx, js_value *fp, uint16_t number, js_value object, gc_slot before,
                          gc_slot key, bool guarded)
{
    const struct js_shape *old = gc_slot_to_cell(ctx->heap, before);
    const struct js_shape *shape = js_shape_of_nogc(ctx, object);
    struct js_property_location location;

    if ((old->flags & (JS_SHAPE_DICTIONARY | JS_SHAPE_UNIQUE | JS_SHAPE_LAZY_FUNCTION)) ||
        (shape->flags & (JS_SHAPE_DICTIONARY | JS_SHAPE_UNIQUE)) || shape->in_object != old->in_object ||
        shape->count != old->count + 1 || !js_shape_lookup_nogc(ctx, shape, key, &location) ||
        location.index != old->count || location.attributes != JS_ALL_ATTRIBUTES)
        return;
    if (guarded && !js_shape_mark_chain_cached_nogc(ctx, object, JS_NULL))
        return;
    if (location.index < shape->in_object)
        set_cache_nogc(ctx, fp, number, before, location.index, JS_CACHE_ADD_FIELD,
                       js_object_nogc(object)->shape, guarded);
    else if (guarded)
        set_cache_nogc(ctx, fp, number, before, location.index - shape->in_object, JS_CACHE_ADD_PROPERTY,
                       js_object_nogc(object)->shape, guarded);
}

bool js_ic_set(js_ctx *ctx, js_value *fp, const js_value *object, uint16_t constant, uint16_t cache,
               const js_value *value, bool strict)
{
    JS_FRAME(ctx, f, key, receiver, value, shape);

    f.key = js_frame_constant_nogc(ctx, fp, constant);
    f.receiver = *object;
    f.value = *value;
    if (!js_is_object(f.receiver))
        return js_set(ctx, &f.receiver, &f.key, &f.value, strict);
    f.shape = gc_decode(ctx->heap, js_object_nogc(f.receiver)->shape);
    JS_TRY(js_set(ctx, &f.receiver, &f.key, &f.value, strict));

    const gc_slot before = gc_slot_of(ctx->heap, f.shape), key = gc_slot_of(ctx->heap, f.key);

    if (gc_slot_same(before, js_object_nogc(f.receiver)->shape)) {
        fill_set_nogc(ctx, fp, cache, f.receiver, key);
    } else if (!js_object_methods[gc_kind_of(gc_to_cell(f.receiver))].set) {
        const struct found found =
            look_up_nogc(ctx, gc_decode(ctx->heap, js_shape_of_nogc(ctx, f.receiver)->prototype), key);
        const struct js_shape *old = gc_to_cell(f.shape);

        /* Only where nothing on the chain had a say. */
        if (found.cacheable && !found.holder &&
            gc_slot_same(old->prototype, js_shape_of_nogc(ctx, f.receiver)->prototype))
            fill_add_nogc(ctx, fp, cache, f.receiver, before, key, true);
    }
    return true;
}

bool js_ic_define(js_ctx *ctx, js_value *fp, const js_value *object, uint16_t constant, uint16_t cache,
                  const js_value *value)
{
    JS_FRAME(ctx, f, key, object, shape);

    f.key = js_frame_constant_nogc(ctx, fp, constant);
    f.object = *object;
    f.shape = gc_decode(ctx->heap, js_object_nogc(f.object)->shape);
    JS_TRY(js_create_data_property_or_throw(ctx, &f.object, &f.key, value));
    fill_add_nogc(ctx, fp, cache, f.object, gc_slot_of(ctx->heap, f.shape),
                  gc_slot_of(ctx->heap, f.key), false);
    return true;
}

/*
 * Global variables: the cache holds the holder (the object of lexical declarations or the global object), its
 * shape, which is unique, and the index of the property; slot 3 is 1 where it may be written.
 */
static void fill_global_nogc(js_ctx *ctx, js_value *fp, uint16_t number, gc_slot key)
{
    const js_value holders[] = {JS_INTRINSIC(ctx, global_lexical), JS_INTRINSIC(ctx, global)};
    struct js_property_location location;

    for (int i = 0; i < 2; i++) {
        const struct js_shape *shape = js_shape_of_nogc(ctx, holders[i]);

        if (shape->flags & JS_SHAPE_DICTIONARY)
            return;
        if (!js_shape_lookup_nogc(ctx, shape, key, &location))
            continue;
        if ((location.attributes & JS_IS_ACCESSOR) || shape->in_object != 0)
            return;
        struct js_feedback *feedback = js_frame_feedback_nogc(ctx, fp);
        gc_slot *cache = &feedback->caches[number * JS_CACHE_SLOTS];

        gc_write(ctx->heap, feedback, &cache[0], js_object_nogc(holders[i])->shape);
        gc_write_immediate(&cache[1], gc_slot_from_int((int32_t)location.index));
        gc_write(ctx->heap, feedback, &cache[2], gc_slot_of(ctx->heap, holders[i]));
        gc_write_immediate(&cache[3], gc_slot_from_int((location.attributes & JS_WRITABLE) != 0));
        return;
    }
}

bool js_ic_get_global(js_ctx *ctx, js_value *fp, uint16_t constant, uint16_t cache, bool for_typeof,
                      js_value *out)
{
    JS_FRAME(ctx, f, key);

    f.key = js_frame_constant_nogc(ctx, fp, constant);
    JS_TRY(js_global_get(ctx, &f.key, for_typeof, out));
    if (!for_typeof)
        fill_global_nogc(ctx, fp, cache, gc_slot_of(ctx->heap, f.key));
    return true;
}

bool js_ic_set_global(js_ctx *ctx, js_value *fp, uint16_t constant, uint16_t cache, const js_value *value,
                      bool strict)
{
    JS_FRAME(ctx, f, key);

    f.key = js_frame_constant_nogc(ctx, fp, constant);
    JS_TRY(js_global_set(ctx, &f.key, value, strict));
    fill_global_nogc(ctx, fp, cache, gc_slot_of(ctx->heap, f.key));
    return true;
}
