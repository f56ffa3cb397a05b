/*
 * object/property.h: own properties as they are stored, below the internal methods: no script runs here, and
 * no kind's own behaviour but an array's length is looked at.
 */
#ifndef JS_PROPERTY_H
#define JS_PROPERTY_H

#include "object/dictionary.h"
#include "object/function.h"
#include "object/shape.h"
#include "object/string.h"

/* How a property is held. */
enum js_place {
    JS_PLACE_NONE,   /* there is none */
    JS_PLACE_SLOT,   /* *slot of cell: a value, or a js_accessor if attributes say so */
    JS_PLACE_DOUBLE, /* *number: of double elements */
    JS_PLACE_LENGTH, /* an array's length */
    JS_PLACE_LAZY,   /* of a function that is not materialised */
};

/* An own property; raw: valid to the next safepoint. */
struct js_found {
    uint8_t place;      /* enum js_place */
    uint8_t attributes; /* enum js_attributes, JS_IS_ACCESSOR */
    uint32_t index;     /* of a named property in its shape or dictionary; of an element */
    void *cell;
    union {
        gc_slot *slot;
        double *number;
    };
};

/* Whether key is an array index (below 2^32 - 1); its number. */
GC_INLINE bool js_key_is_index_nogc(js_ctx *ctx, js_value key, uint32_t *index)
{
    if (gc_is_int(key)) {
        js_assert(gc_to_int(key) >= 0);
        *index = (uint32_t)gc_to_int(key);
        return true;
    }
    return js_is_string(key) &&
           (((const struct js_string *)gc_to_cell(key))->length_and_flags & JS_STRING_FLAG_INDEX) &&
           js_string_is_array_index_nogc(ctx, key, index);
}

/* Whether a string or symbol key might be a CanonicalNumericIndexString ("-0", "1.5", "Infinity", "NaN"). */
bool js_key_may_be_numeric_nogc(js_ctx *ctx, js_value key);

/* Looks a string or symbol up among an object's stored named properties. */
GC_INLINE enum js_place js__find_named_nogc(js_ctx *ctx, struct js_object *object, gc_slot key,
                                            struct js_found *found)
{
    const struct js_shape *shape = gc_slot_to_cell(ctx->heap, gc_load(&object->shape));
    struct js_property_location location;

    if (GC_UNLIKELY(shape->flags & JS_SHAPE_DICTIONARY)) {
        struct js_dictionary *dictionary =
            gc_slot_to_cell(ctx->heap, gc_load(&object->properties));
        const uint32_t i = js__dictionary_find_nogc(ctx, dictionary, key);

        if (i == JS_NOT_FOUND)
            return (found->place = JS_PLACE_NONE);
        found->index = i;
        found->attributes = js__dictionary_attributes_nogc(dictionary)[i];
        found->cell = dictionary;
        found->slot = &dictionary->entries[i].value;
        return (found->place = JS_PLACE_SLOT);
    }
    if (!js_shape_lookup_nogc(ctx, shape, key, &location))
        return (found->place = JS_PLACE_NONE);
    found->index = location.index;
    found->attributes = (uint8_t)location.attributes;
    found->slot = js_property_slot_nogc(ctx, object, shape, location.index, &found->cell);
    return (found->place = JS_PLACE_SLOT);
}

/*
 * Looks a string or symbol up in *object and its prototypes, a thousand at most: whether it was found, in what
 * *object is then.  A proxy ends the search.
 */
bool js__find_inherited_nogc(js_ctx *ctx, js_value *object, js_value key, struct js_found *found);

/* Looks an own element up. */
enum js_place js__find_element_nogc(js_ctx *ctx, struct js_object *object, uint32_t index,
                                    struct js_found *found);

/* Whether an unmaterialised function has an own property key. */
bool js__is_lazy_key_nogc(js_ctx *ctx, js_value function, js_value key);

/* Looks any own property up, as stored. */
GC_INLINE enum js_place js__find_own_nogc(js_ctx *ctx, js_value object, js_value key,
                                          struct js_found *found)
{
    struct js_object *cell = gc_to_cell(object);
    uint32_t index;

    if (js_key_is_index_nogc(ctx, key, &index))
        return js__find_element_nogc(ctx, cell, index, found);
    if (gc_kind_of(cell) == JS_KIND_ARRAY && gc_same(key, ctx->atoms[JS_ATOM_length])) {
        const struct js_shape *shape = gc_slot_to_cell(ctx->heap, gc_load(&cell->shape));

        found->attributes = shape->flags & JS_SHAPE_FIXED_LENGTH ? 0 : JS_WRITABLE;
        return (found->place = JS_PLACE_LENGTH);
    }
    if (js__find_named_nogc(ctx, cell, gc_slot_from_cell(ctx->heap, gc_to_cell(key)), found) !=
        JS_PLACE_NONE)
        return JS_PLACE_SLOT;
    if ((js_shape_of_nogc(ctx, object)->flags & JS_SHAPE_LAZY_FUNCTION) &&
        js__is_lazy_key_nogc(ctx, object, key))
        return (found->place = JS_PLACE_LAZY);
    return JS_PLACE_NONE;
}

/* The value of a property that is no accessor. */
GC_INLINE js_value js__found_value_nogc(const js_ctx *ctx, js_value object,
                                        const struct js_found *found)
{
    switch (found->place) {
    case JS_PLACE_SLOT:
        return gc_decode(ctx->heap, gc_load(found->slot));
    case JS_PLACE_DOUBLE:
        return gc_from_number(*found->number);
    default:
        js_assert(found->place == JS_PLACE_LENGTH);
        return js_uint32(js_array_nogc(object)->length);
    }
}

/* Whether an object's own properties are just what is stored, with an array's length. */
GC_INLINE bool js__is_plain_nogc(const js_ctx *ctx, js_value object)
{
    return (js_shape_of_nogc(ctx, object)->flags & JS_SHAPE_ORDINARY) ||
           gc_kind_of(gc_to_cell(object)) == JS_KIND_ARRAY;
}

GC_INLINE bool js__is_extensible_nogc(const js_ctx *ctx, js_value object)
{
    return (js_shape_of_nogc(ctx, object)->flags & JS_SHAPE_EXTENSIBLE) != 0;
}

/* ---- changing named properties; none runs script ---- */

/* A number that no slot holds: storing it takes a box, for which GC_NUMBER_BYTES are reserved first. */
GC_INLINE bool js__needs_box_nogc(const js_ctx *ctx, js_value v)
{
    gc_slot slot;

    return gc_is_number(v) && !gc_try_encode(ctx->heap, v, &slot);
}
JS_MUST_CHECK GC_INLINE bool js__reserve_box(js_ctx *ctx, const js_value *value)
{
    return !js__needs_box_nogc(ctx, *value) || js_reserve(ctx, GC_NUMBER_BYTES);
}

/* Slots of a properties cell. */
GC_INLINE uint32_t js__properties_capacity_nogc(const struct js_properties *properties)
{
    return properties->header.granules * 2u - 2;
}

/* The identity hash that object has, or 0. */
uint32_t js__identity_hash_field_nogc(const js_ctx *ctx, const struct js_object *object);

/* Makes room for `count` properties outside the object. */
JS_MUST_CHECK bool js__properties_reserve_noscript(js_ctx *ctx, const js_value *object,
                                                   uint32_t count);
/* Stores a value in the place of the own named data property key, which is there. */
JS_MUST_CHECK bool js__store_named_noscript(js_ctx *ctx, const js_value *object,
                                            const js_value *key, const js_value *value);
/*
 * Gives the own named property key, which is there, other attributes and value (a js_accessor where they
 * have JS_IS_ACCESSOR).
 */
JS_MUST_CHECK bool js__redefine_named_noscript(js_ctx *ctx, const js_value *object,
                                               const js_value *key, const js_value *value,
                                               unsigned attributes);
/* Removes the own named property key, which is there. */
JS_MUST_CHECK bool js__remove_named_noscript(js_ctx *ctx, const js_value *object,
                                             const js_value *key);
/* Appends the keys of named properties: strings, then symbols; no private names. */
JS_MUST_CHECK bool js__named_keys_noscript(js_ctx *ctx, const js_value *object, struct js_vec *out);

/* 10.1.9.2 steps 2.b to 2.e: [[Set]] found a data property that may be written, or none. */
JS_MUST_CHECK bool js__set_on_receiver(js_ctx *ctx, const js_value *key, const js_value *value,
                                       const js_value *receiver, bool *ok);

/* An accessor cell; both are functions or undefined. */
JS_MUST_CHECK bool js_accessor_new_noscript(js_ctx *ctx, const js_value *getter,
                                            const js_value *setter, js_value *out);

/*
 * Private names: properties of any object's own storage, proxies' too, whatever its internal methods say.
 * found->place is JS_PLACE_NONE or JS_PLACE_SLOT.
 */
GC_INLINE enum js_place js_private_find_nogc(js_ctx *ctx, js_value object, js_value name,
                                             struct js_found *found)
{
    return js__find_named_nogc(ctx, js_object_nogc(object),
                               gc_slot_from_cell(ctx->heap, gc_to_cell(name)), found);
}

#endif
