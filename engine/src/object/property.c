/*
 * object/property.c: named properties in storage.
 *
 * Adding follows a transition where there is one: then the only allocation is the growth of the properties
 * cell, and a double's box.  What must be allocated is, first; then all changes are made without a
 * safepoint, so that a failure leaves the object as it was [property.all-or-nothing].
 */
#include "object/property.h"
#include "object/symbol.h"
#include "base/hash.h"
#include "gc/mutant.h"

#define CHAIN_MAX 1000u /* objects looked at; longer chains give up */

static struct js_shape *shape_of(const js_ctx *ctx, const js_value *object)
{
    return js_shape_of_nogc(ctx, *object);
}

static gc_slot key_slot(const js_ctx *ctx, const js_value *key)
{
    js_assert(js_is_string(*key) || js_is_symbol(*key));
    return gc_slot_from_cell(ctx->heap, gc_to_cell(*key));
}

bool js_key_may_be_numeric_nogc(js_ctx *ctx, js_value key)
{
    if (!js_is_string(key) || js_string_length_nogc(key) == 0)
        return false;
    const struct js_units units = js_string_units_nogc(ctx, key);
    const uint16_t first = js_unit_at(&units, 0);

    return first == '-' || (first >= '0' && first <= '9') || first == 'I' || first == 'N';
}

bool js__find_inherited_nogc(js_ctx *ctx, js_value *object, js_value key, struct js_found *found)
{
    const gc_slot slot = key_slot(ctx, &key);

    for (unsigned i = 0; i < CHAIN_MAX && js_is_object(*object) && !js_is_kind(*object, JS_KIND_PROXY); i++) {
        if (js__find_named_nogc(ctx, js_object_nogc(*object), slot, found) != JS_PLACE_NONE)
            return true;
        *object = js_field(ctx, &js_shape_of_nogc(ctx, *object)->prototype);
    }
    return false;
}

/* ---- identity hashes ---- */

uint32_t js__identity_hash_field_nogc(const js_ctx *ctx, const struct js_object *object)
{
    const gc_slot properties = gc_load(&object->properties);

    if (gc_slot_is_int(properties))
        return (uint32_t)gc_slot_to_int(properties);
    /* A properties cell and a dictionary both have it in word 1. */
    return ((const struct js_properties *)gc_slot_to_cell(ctx->heap, properties))->identity_hash;
}

bool js_identity_hash_noscript(js_ctx *ctx, const js_value *object, uint32_t *out)
{
    *out = js_identity_hash_nogc(ctx, *object);
    return true;
}

uint32_t js_identity_hash_nogc(js_ctx *ctx, js_value v)
{
    if (js_is_symbol(v))
        return js_symbol_nogc(v)->hash;

    struct js_object *object = js_object_nogc(v);
    uint32_t hash = js__identity_hash_field_nogc(ctx, object);
    if (hash)
        return hash;
    do
        hash = js_hash_u32(++ctx->identity_hash_state ^ ctx->hash_seed) & 0x1FFFFFFF;
    while (!hash);
    const gc_slot properties = gc_load(&object->properties);
    if (gc_slot_is_int(properties))
        gc_write_immediate(&object->properties, gc_slot_from_int((int32_t)hash));
    else
        ((struct js_properties *)gc_slot_to_cell(ctx->heap, properties))->identity_hash = hash;
    return hash;
}

/* ---- room ---- */

bool js__properties_reserve_noscript(js_ctx *ctx, const js_value *object, uint32_t count)
{
    const gc_slot now = gc_load(&js_object_nogc(*object)->properties);
    const uint32_t have =
        gc_slot_is_cell(now) ? js__properties_capacity_nogc(gc_slot_to_cell(ctx->heap, now)) : 0;

    if (count <= have)
        return true;

    JS_FRAME(ctx, f, fresh);
    const uint32_t wanted = have < 4 ? 4 : (have + have / 2 + 1) & ~1u;
    const uint32_t capacity = count <= wanted ? wanted : (count + 1) & ~1u;
    JS_TRY(js_alloc(ctx, JS_KIND_PROPERTIES, sizeof(struct js_properties) + capacity * sizeof(gc_slot),
                    &f.fresh));
    struct js_properties *fresh = gc_to_cell(f.fresh);
    struct js_object *cell = js_object_nogc(*object);
    fresh->identity_hash = js__identity_hash_field_nogc(ctx, cell);
    if (have) {
        const struct js_properties *old = gc_slot_to_cell(ctx->heap, gc_load(&cell->properties));

        gc_copy_slots(ctx->heap, fresh, fresh->slots, old->slots, have);
    }
    gc_write(ctx->heap, cell, &cell->properties, gc_slot_from_cell(ctx->heap, fresh));
    return true;
}

/* ---- adding ---- */

static void write_property_nogc(js_ctx *ctx, struct js_object *object, const struct js_shape *shape,
                                uint32_t index, gc_slot value)
{
    void *cell;
    gc_slot *slot = js_property_slot_nogc(ctx, object, shape, index, &cell);

    if (GC_MUTANT(PROPERTY_NO_BARRIER))
        *slot = value; /* gc_check: a mutant */
    else
        gc_write(ctx->heap, cell, slot, value);
}

static bool has_room(const js_ctx *ctx, const struct js_object *object, const struct js_shape *shape)
{
    if (shape->count < shape->in_object)
        return true;
    const gc_slot properties = gc_load(&object->properties);
    return gc_slot_is_cell(properties) &&
           shape->count - shape->in_object <
               js__properties_capacity_nogc(gc_slot_to_cell(ctx->heap, properties));
}

static bool add_to_dictionary(js_ctx *ctx, const js_value *object, const js_value *key,
                              const js_value *value, unsigned attributes)
{
    JS_TRY(js__dictionary_reserve_noscript(ctx, object));
    JS_TRY(js__reserve_box(ctx, value));
    js__dictionary_append_nogc(
        ctx, gc_slot_to_cell(ctx->heap, gc_load(&js_object_nogc(*object)->properties)),
        key_slot(ctx, key), gc_encode_nogc(ctx->heap, *value), attributes);
    js__shape_changed_nogc(ctx, shape_of(ctx, object));
    return true;
}

static bool add_slowly(js_ctx *ctx, const js_value *object, const js_value *key,
                       const js_value *value, unsigned attributes)
{
    JS_FRAME(ctx, f, shape, next);

    if (shape_of(ctx, object)->flags & JS_SHAPE_LAZY_FUNCTION)
        JS_TRY(js_function_materialise_noscript(ctx, object));
    struct js_shape *shape = shape_of(ctx, object);
    if (!(shape->flags & JS_SHAPE_DICTIONARY) && js__shape_is_full_nogc(ctx, shape) &&
        !js_shape_find_add_nogc(ctx, shape, key_slot(ctx, key), attributes))
        JS_TRY(js__object_to_dictionary_noscript(ctx, object));
    shape = shape_of(ctx, object);
    if (shape->flags & JS_SHAPE_DICTIONARY)
        return add_to_dictionary(ctx, object, key, value, attributes);

    if (shape->count >= shape->in_object)
        JS_TRY(js__properties_reserve_noscript(ctx, object, shape->count - shape->in_object + 1));
    f.shape = gc_from_cell(shape_of(ctx, object));
    const bool is_unique = (shape_of(ctx, object)->flags & JS_SHAPE_UNIQUE) != 0;
    if (is_unique)
        JS_TRY(js__unique_reserve_noscript(ctx, &f.shape));
    else
        JS_TRY(js_shape_add_noscript(ctx, &f.shape, key, attributes, &f.next));
    JS_TRY(js__reserve_box(ctx, value));

    struct js_object *cell = js_object_nogc(*object);
    shape = gc_to_cell(f.shape);
    write_property_nogc(ctx, cell, shape, shape->count, gc_encode_nogc(ctx->heap, *value));
    if (is_unique)
        js__unique_append_nogc(ctx, shape, key_slot(ctx, key), attributes);
    else
        gc_write(ctx->heap, cell, &cell->shape, gc_slot_of(ctx->heap, f.next));
    return true;
}

bool js_object_add_noscript(js_ctx *ctx, const js_value *object, const js_value *key,
                            const js_value *value, unsigned attributes)
{
    const unsigned special = JS_SHAPE_UNIQUE | JS_SHAPE_DICTIONARY | JS_SHAPE_LAZY_FUNCTION;

    JS_TRY(js__reserve_box(ctx, value));
    struct js_object *cell = js_object_nogc(*object);
    const struct js_shape *shape = shape_of(ctx, object);
    if (!(shape->flags & special) && has_room(ctx, cell, shape)) {
        const struct js_shape *next =
            js_shape_find_add_nogc(ctx, shape, key_slot(ctx, key), attributes);

        if (next) {
            write_property_nogc(ctx, cell, shape, shape->count, gc_encode_nogc(ctx->heap, *value));
            gc_write(ctx->heap, cell, &cell->shape, gc_slot_from_cell(ctx->heap, next));
            return true;
        }
    }
    return add_slowly(ctx, object, key, value, attributes);
}

/* ---- changing ---- */

bool js__store_named_noscript(js_ctx *ctx, const js_value *object, const js_value *key,
                              const js_value *value)
{
    struct js_found found = {.place = JS_PLACE_NONE};

    JS_TRY(js__reserve_box(ctx, value));
    js__find_named_nogc(ctx, js_object_nogc(*object), key_slot(ctx, key), &found);
    js_assert(found.place == JS_PLACE_SLOT);
    js_assert(!(found.attributes & JS_IS_ACCESSOR));
    const gc_slot slot = gc_encode_nogc(ctx->heap, *value);
    if (GC_MUTANT(STORE_NO_BARRIER))
        *found.slot = slot; /* gc_check: a mutant */
    else
        gc_write(ctx->heap, found.cell, found.slot, slot);
    return true;
}

bool js__redefine_named_noscript(js_ctx *ctx, const js_value *object, const js_value *key,
                                 const js_value *value, unsigned attributes)
{
    struct js_found found = {.place = JS_PLACE_NONE};

    js__find_named_nogc(ctx, js_object_nogc(*object), key_slot(ctx, key), &found);
    js_assert(found.place == JS_PLACE_SLOT);
    if (found.attributes != attributes && !(shape_of(ctx, object)->flags & JS_SHAPE_DICTIONARY))
        JS_TRY(js__object_change_attributes_noscript(ctx, object, found.index, attributes,
                                                     JS_ALL_ATTRIBUTES | JS_IS_ACCESSOR, 0));
    const bool ok = js__reserve_box(ctx, value);
    js__find_named_nogc(ctx, js_object_nogc(*object), key_slot(ctx, key), &found);
    if (found.attributes != attributes) {
        js__dictionary_attributes_nogc(found.cell)[found.index] = (uint8_t)attributes;
        js__shape_changed_nogc(ctx, shape_of(ctx, object));
    }
    if (ok)
        gc_write(ctx->heap, found.cell, found.slot, gc_encode_nogc(ctx->heap, *value));
    else
        gc_write_immediate(found.slot, JS_SLOT_UNDEFINED); /* never what was an accessor */
    return ok;
}

/* ---- removing ---- */

/* Takes back the addition that led to the present shape. */
static void go_to_parent(js_ctx *ctx, const js_value *object)
{
    struct js_object *cell = js_object_nogc(*object);
    struct js_shape *shape = shape_of(ctx, object);

    write_property_nogc(ctx, cell, shape, shape->count - 1, gc_slot_from_int(0));
    gc_write(ctx->heap, cell, &cell->shape, gc_load(&shape->parent));
}

/* A unique shape without property index; values behind it move down. */
static bool remove_from_unique(js_ctx *ctx, const js_value *object, uint32_t index)
{
    JS_FRAME(ctx, f, fresh);

    JS_TRY(js__unique_remove_noscript(ctx, object, index, &f.fresh));
    struct js_object *cell = js_object_nogc(*object);
    struct js_shape *shape = shape_of(ctx, object);
    for (uint32_t i = index; i + 1 < shape->count; i++) {
        void *holder;
        const gc_slot value = *js_property_slot_nogc(ctx, cell, shape, i + 1, &holder);

        write_property_nogc(ctx, cell, shape, i, value);
    }
    write_property_nogc(ctx, cell, shape, shape->count - 1, gc_slot_from_int(0));
    js__shape_changed_nogc(ctx, shape);
    gc_write(ctx->heap, cell, &cell->shape, gc_slot_of(ctx->heap, f.fresh));
    return true;
}

bool js__remove_named_noscript(js_ctx *ctx, const js_value *object, const js_value *key)
{
    const uint32_t few = 256;
    struct js_found found = {.place = JS_PLACE_NONE};
    struct js_shape *shape = shape_of(ctx, object);

    js__find_named_nogc(ctx, js_object_nogc(*object), key_slot(ctx, key), &found);
    js_assert(found.place == JS_PLACE_SLOT);
    if (!(shape->flags & JS_SHAPE_UNIQUE) && found.index + 1 == shape->count &&
        gc_slot_is_cell(gc_load(&shape->parent))) {
        go_to_parent(ctx, object);
        return true;
    }
    if (!(shape->flags & JS_SHAPE_DICTIONARY)) {
        if ((shape->flags & JS_SHAPE_UNIQUE) && shape->count <= few &&
            ((shape->flags & JS_SHAPE_PROTOTYPE) || js_is_kind(*object, JS_KIND_GLOBAL)))
            return remove_from_unique(ctx, object, found.index);
        JS_TRY(js__object_to_dictionary_noscript(ctx, object));
        js__find_named_nogc(ctx, js_object_nogc(*object), key_slot(ctx, key), &found);
    }
    js__dictionary_delete_nogc(ctx, found.cell, found.index);
    js__shape_changed_nogc(ctx, shape_of(ctx, object));
    return true;
}

/* ---- listing ---- */

/* Key i of storage, or integer 0 where deleted; *count gets how many there are. */
static gc_slot stored_key(const js_ctx *ctx, const js_value *object, uint32_t i, uint32_t *count)
{
    const struct js_shape *shape = shape_of(ctx, object);

    if (shape->flags & JS_SHAPE_DICTIONARY) {
        const struct js_dictionary *dictionary =
            gc_slot_to_cell(ctx->heap, gc_load(&js_object_nogc(*object)->properties));

        *count = dictionary->used;
        return i < *count ? dictionary->entries[i].key : JS_SLOT_DELETED;
    }
    *count = shape->count;
    return i < *count ? js_shape_key_nogc(ctx, shape, i) : JS_SLOT_DELETED;
}

bool js__named_keys_noscript(js_ctx *ctx, const js_value *object, struct js_vec *out)
{
    JS_FRAME(ctx, f, key);
    bool symbols = false;
    uint32_t count = 0;

    for (uint32_t i = 0; (void)stored_key(ctx, object, i, &count), i < count; i++) {
        f.key = gc_decode(ctx->heap, stored_key(ctx, object, i, &count));
        if (js_is_string(f.key))
            JS_TRY(js_vec_push(ctx, out, &f.key));
        else
            symbols |= js_is_symbol(f.key);
    }
    for (uint32_t i = 0; symbols && i < count; i++) {
        f.key = gc_decode(ctx->heap, stored_key(ctx, object, i, &count));
        if (js_is_symbol(f.key) && !js_is_private_symbol(f.key))
            JS_TRY(js_vec_push(ctx, out, &f.key));
    }
    return true;
}

bool js_accessor_new_noscript(js_ctx *ctx, const js_value *getter, const js_value *setter,
                              js_value *out)
{
    JS_FRAME(ctx, f, fresh);

    JS_TRY(js_alloc(ctx, JS_KIND_ACCESSOR, sizeof(struct js_accessor), &f.fresh));
    struct js_accessor *accessor = gc_to_cell(f.fresh);
    gc_init(ctx->heap, accessor, &accessor->getter, gc_slot_of(ctx->heap, *getter));
    gc_init(ctx->heap, accessor, &accessor->setter, gc_slot_of(ctx->heap, *setter));
    *out = f.fresh;
    return true;
}
