/*
 * object/integrity.c: 7.3.15 SetIntegrityLevel, 7.3.16 TestIntegrityLevel.  Plain objects change shape once
 * and for all properties; others go the specification's way, key by key.
 */
#include "object/elements.h"
#include "object/symbol.h"
#include "object/typed_array.h"

/* Removes configurable, and writable where frozen, from all elements: they become sparse. */
static bool fix_elements(js_ctx *ctx, const js_value *object, unsigned clear)
{
    struct js_object *cell = js_object_nogc(*object);

    if (!gc_slot_is_cell(gc_load(&cell->elements)))
        return true;
    if (gc_kind_of(gc_slot_to_cell(ctx->heap, gc_load(&cell->elements))) != JS_KIND_SPARSE_ELEMENTS)
        JS_TRY(js__elements_to_sparse_noscript(ctx, object));
    struct js_sparse_elements *sparse =
        gc_slot_to_cell(ctx->heap, gc_load(&js_object_nogc(*object)->elements));
    uint8_t *states = js__sparse_states_nogc(sparse);
    for (uint32_t i = 0; i < sparse->capacity; i++) {
        if (states[i] >= JS_SPARSE_DELETED)
            continue;
        const unsigned taken = states[i] & JS_IS_ACCESSOR ? clear & ~JS_WRITABLE : clear;

        sparse->special += states[i] == JS_ALL_ATTRIBUTES;
        states[i] &= (uint8_t)~taken;
    }
    return true;
}

static void fix_dictionary(js_ctx *ctx, struct js_object *object, unsigned clear)
{
    struct js_dictionary *dictionary = gc_slot_to_cell(ctx->heap, gc_load(&object->properties));
    uint8_t *attributes = js__dictionary_attributes_nogc(dictionary);

    for (uint32_t i = 0; i < dictionary->used; i++) {
        const gc_slot key = dictionary->entries[i].key;

        if (gc_slot_same(key, JS_SLOT_DELETED) ||
            js_is_private_symbol(gc_decode(ctx->heap, key)))
            continue;
        attributes[i] &=
            (uint8_t) ~(attributes[i] & JS_IS_ACCESSOR ? clear & ~JS_WRITABLE : clear);
    }
    js__shape_changed_nogc(ctx, gc_slot_to_cell(ctx->heap, gc_load(&object->shape)));
}

static bool fix_plain(js_ctx *ctx, const js_value *object, bool frozen)
{
    const unsigned clear = JS_CONFIGURABLE | (frozen ? JS_WRITABLE : 0);
    bool ok;

    JS_TRY(js_ordinary_prevent_extensions(ctx, object, &ok));
    JS_TRY(fix_elements(ctx, object, clear));
    if (frozen && js_is_kind(*object, JS_KIND_ARRAY))
        JS_TRY(js__object_change_flags_noscript(ctx, object, JS_SHAPE_FIXED_LENGTH, 0));
    if (js_has_shape_flag_nogc(ctx, *object, JS_SHAPE_DICTIONARY)) {
        fix_dictionary(ctx, js_object_nogc(*object), clear);
        return true;
    }
    if (!js_shape_of_nogc(ctx, *object)->count)
        return true;
    return js__object_change_attributes_noscript(ctx, object, JS_NOT_FOUND, 0, clear, 0);
}

static bool fix_generally(js_ctx *ctx, const js_value *object, bool frozen, bool *ok)
{
    JS_FRAME(ctx, f, key);
    JS_VEC(ctx, keys);

    JS_TRY(js_object_prevent_extensions(ctx, object, ok));
    if (!*ok)
        return true;
    JS_TRY(js_object_own_keys(ctx, object, &keys));
    for (uint32_t i = 0; i < keys.count; i++) {
        JS_DESCRIPTOR(ctx, d);
        bool found = true;

        f.key = js_vec_get_nogc(ctx, &keys, i);
        if (frozen)
            JS_TRY(js_object_get_own_property(ctx, object, &f.key, &d, &found));
        if (!found)
            continue;
        const bool accessor = frozen && js_descriptor_is_accessor(&d);
        d.flags = JS_HAS_CONFIGURABLE | (frozen && !accessor ? JS_HAS_WRITABLE : 0);
        JS_TRY(js_define_property_or_throw(ctx, object, &f.key, &d));
    }
    return true;
}

bool js_set_integrity_level(js_ctx *ctx, const js_value *object, bool frozen, bool *ok)
{
    *ok = true;
    if (js__is_plain_nogc(ctx, *object))
        return fix_plain(ctx, object, frozen);
    if (frozen && js_is_kind(*object, JS_KIND_TYPED_ARRAY) &&
        js_typed_array_length_nogc(ctx, js_typed_array_nogc(*object)) > 0)
        return js_throw_type_error(ctx, "Cannot freeze array buffer views with elements");
    return fix_generally(ctx, object, frozen, ok);
}

bool js_test_integrity_level(js_ctx *ctx, const js_value *object, bool frozen, bool *out)
{
    JS_FRAME(ctx, f, key);
    JS_VEC(ctx, keys);
    bool extensible;

    *out = false;
    JS_TRY(js_object_is_extensible(ctx, object, &extensible));
    if (extensible)
        return true;
    JS_TRY(js_object_own_keys(ctx, object, &keys));
    for (uint32_t i = 0; i < keys.count; i++) {
        JS_DESCRIPTOR(ctx, d);
        bool found;

        f.key = js_vec_get_nogc(ctx, &keys, i);
        JS_TRY(js_object_get_own_property(ctx, object, &f.key, &d, &found));
        if (found && ((d.flags & JS_CONFIGURABLE) || (frozen && (d.flags & JS_WRITABLE))))
            return true;
    }
    *out = true;
    return true;
}
