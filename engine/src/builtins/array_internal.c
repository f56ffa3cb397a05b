/*
 * builtins/array_internal.c: what the files of Array's built-ins share.
 */
#include "builtins/array_internal.h"

#include "vm/messages.h"
#include "vm/natives.h"
#include "vm/realm.h"

bool js__item_get_slow(js_ctx *ctx, const js_value *object, uint64_t index, js_value *out,
                       bool *present)
{
    JS_FRAME(ctx, f, key);

    *present = false;
    if (js__item_is_absent_nogc(ctx, *object))
        return true;
    JS_TRY(js_key_from_index_noscript(ctx, (double)index, &f.key));
    JS_TRY(js_object_has_property(ctx, object, &f.key, present));
    return !*present || js_object_get(ctx, object, &f.key, object, out);
}

bool js__item_delete(js_ctx *ctx, const js_value *object, uint64_t index)
{
    JS_FRAME(ctx, f, key);

    JS_TRY(js_key_from_index_noscript(ctx, (double)index, &f.key));
    return js_delete_property_or_throw(ctx, object, &f.key);
}

bool js__item_move(js_ctx *ctx, const js_value *object, uint64_t from, uint64_t to)
{
    JS_FRAME(ctx, f, value);
    bool present;

    JS_TRY(js__item_get_if_present(ctx, object, from, &f.value, &present));
    return present ? js__item_set(ctx, object, to, &f.value) : js__item_delete(ctx, object, to);
}

bool js__array_this(js_ctx *ctx, const js_call *call, const char *method, js_value *object)
{
    if (GC_LIKELY(js_is_object(*call->self))) {
        *object = *call->self;
        return true;
    }
    if (method && js_is_nullish(*call->self))
        return js_throw_type_error(ctx, "Array.prototype.%s called on null or undefined", method);
    return js_to_object(ctx, call->self, object);
}

bool js__array_length(js_ctx *ctx, const js_value *object, uint64_t *length)
{
    double number;

    if (js_is_kind(*object, JS_KIND_ARRAY)) {
        *length = js_array_nogc(*object)->length;
        return true;
    }
    JS_TRY(js_length_of_array_like(ctx, object, &number));
    *length = (uint64_t)number;
    return true;
}

bool js__array_begin(js_ctx *ctx, const js_call *call, const char *method, js_value *object,
                     uint64_t *length)
{
    JS_TRY(js__array_this(ctx, call, method, object));
    return js__array_length(ctx, object, length);
}

bool js__array_set_length(js_ctx *ctx, const js_value *object, uint64_t length)
{
    JS_FRAME(ctx, f, length);

    f.length = js_number((double)length);
    return js_set(ctx, object, JS_ATOM(ctx, length), &f.length, true);
}

bool js__require_callable(js_ctx *ctx, const js_value *v)
{
    return js_is_callable_nogc(ctx, *v) || js_throw_type_error(ctx, "%v is not a function", v);
}

bool js__relative_index(js_ctx *ctx, const js_value *v, uint64_t length, uint64_t otherwise,
                        uint64_t *out)
{
    double relative;

    if (js_is_undefined(*v)) {
        *out = otherwise;
        return true;
    }
    JS_TRY(js_to_integer_or_infinity(ctx, v, &relative));
    if (relative < 0)
        relative += (double)length;
    *out = relative <= 0 ? 0 : relative >= (double)length ? length : (uint64_t)relative;
    return true;
}

bool js__array_create(js_ctx *ctx, uint64_t length, js_value *out)
{
    if (length > JS_ARRAY_LENGTH_MAX)
        return js_throw_range_error(ctx, "Invalid array length");
    return js_array_new_noscript(ctx, (uint32_t)length, out);
}

/* 23.1.2.5 get Array [ @@species ] */
bool js__array_species(js_ctx *ctx, const js_call *call, js_value *result)
{
    (void)ctx;
    *result = *call->self;
    return true;
}

static bool is_species_getter(js_ctx *ctx, js_value v)
{
    if (!js_is_kind(v, JS_KIND_NATIVE_FUNCTION))
        return false;
    const struct js_native_function *function = gc_to_cell(v);

    return js_native_entry_nogc(ctx, function->table, function->index)->fn == js__array_species;
}

enum { PROTOTYPE_SHAPE, CONSTRUCTOR_SHAPE, OBJECT_PROTOTYPE_SHAPE, GETTER };

/* The slot of property `index` of an object whose shape is the cached one; NULL where it has another. */
static const gc_slot *cached_slot(js_ctx *ctx, js_value object, js_value shape, uint32_t index)
{
    const struct js_shape *now = js_shape_of_nogc(ctx, object);
    void *cell;

    if (!gc_same(gc_from_cell(now), shape))
        return NULL;
    return js_property_slot_nogc(ctx, js_object_nogc(object), now, index, &cell);
}

/*
 * Whether a plain array is as it was when pristine_slowly last said yes: the same shapes on the way, and in
 * the two properties the same values.  Shapes say where a property lies, not what it is.
 */
static bool is_pristine_as_cached(js_ctx *ctx, js_value array)
{
    const struct js_state *state = ctx->state;
    const gc_slot *slot;

    if (!gc_slot_same(gc_load(&js_object_nogc(array)->shape),
                      gc_load(&js_realm_nogc(ctx->realm)->intrinsics[JS_INTRINSIC_shape_array])))
        return false;
    slot = cached_slot(ctx, JS_INTRINSIC(ctx, array_prototype), state->array_species[PROTOTYPE_SHAPE],
                       state->array_constructor_index);
    if (!slot || !gc_slot_same(gc_load(slot),
                               gc_load(&js_realm_nogc(ctx->realm)->intrinsics[JS_INTRINSIC_array])))
        return false;
    slot = cached_slot(ctx, JS_INTRINSIC(ctx, array), state->array_species[CONSTRUCTOR_SHAPE],
                       state->array_species_index);
    if (!slot)
        return false;
    const struct js_accessor *accessor = gc_slot_to_cell(ctx->heap, gc_load(slot));

    return gc_same(js_field(ctx, &accessor->getter), state->array_species[GETTER]);
}

/* Remembers the way; dictionaries have no indices to remember. */
static void remember_pristine(js_ctx *ctx, uint32_t species_index, js_value getter)
{
    js_value prototype = JS_INTRINSIC(ctx, array_prototype), object = JS_INTRINSIC(ctx, object_prototype);
    struct js_state *state = ctx->state;
    struct js_found found;
    gc_slot spreadable = gc_slot_of(ctx->heap, *JS_ATOM(ctx, sym_isConcatSpreadable));

    if (js_has_shape_flag_nogc(ctx, prototype, JS_SHAPE_DICTIONARY) ||
        js_has_shape_flag_nogc(ctx, JS_INTRINSIC(ctx, array), JS_SHAPE_DICTIONARY) ||
        js__find_own_nogc(ctx, prototype, *JS_ATOM(ctx, constructor), &found) != JS_PLACE_SLOT)
        return;
    state->array_constructor_index = found.index;
    state->array_species_index = species_index;
    state->array_species[PROTOTYPE_SHAPE] = gc_from_cell(js_shape_of_nogc(ctx, prototype));
    state->array_species[CONSTRUCTOR_SHAPE] =
        gc_from_cell(js_shape_of_nogc(ctx, JS_INTRINSIC(ctx, array)));
    state->array_species[OBJECT_PROTOTYPE_SHAPE] = gc_from_cell(js_shape_of_nogc(ctx, object));
    state->array_species[GETTER] = getter;
    state->array_prototype_count = js_shape_of_nogc(ctx, prototype)->count;
    state->object_prototype_count = js_shape_of_nogc(ctx, object)->count;
    state->no_spreadable =
        gc_same(js_field(ctx, &js_shape_of_nogc(ctx, prototype)->prototype), object) &&
        !js_has_shape_flag_nogc(ctx, object, JS_SHAPE_DICTIONARY) &&
        js__find_named_nogc(ctx, js_object_nogc(prototype), spreadable, &found) == JS_PLACE_NONE &&
        js__find_named_nogc(ctx, js_object_nogc(object), spreadable, &found) == JS_PLACE_NONE;
}

bool js__array_species_is_pristine_nogc(js_ctx *ctx, js_value array)
{
    js_value constructor;
    struct js_found found;

    if (GC_LIKELY(is_pristine_as_cached(ctx, array)))
        return true;
    if (!js__find_data_nogc(ctx, array, *JS_ATOM(ctx, constructor), &constructor) ||
        !gc_same(constructor, JS_INTRINSIC(ctx, array)))
        return false;
    if (js__find_own_nogc(ctx, constructor, *JS_ATOM(ctx, sym_species), &found) != JS_PLACE_SLOT ||
        !(found.attributes & JS_IS_ACCESSOR))
        return false;
    const struct js_accessor *accessor = gc_slot_to_cell(ctx->heap, gc_load(found.slot));
    js_value getter = js_field(ctx, &accessor->getter);

    if (!is_species_getter(ctx, getter))
        return false;
    remember_pristine(ctx, found.index, getter);
    return true;
}

bool js__array_is_spreadable_nogc(js_ctx *ctx, js_value array)
{
    const struct js_state *state = ctx->state;

    if (!state->no_spreadable || !js_is_kind(array, JS_KIND_ARRAY) || !is_pristine_as_cached(ctx, array))
        return false;
    const struct js_shape *own = js_shape_of_nogc(ctx, JS_INTRINSIC(ctx, array_prototype));
    const struct js_shape *base = js_shape_of_nogc(ctx, JS_INTRINSIC(ctx, object_prototype));

    return own->count == state->array_prototype_count && base->count == state->object_prototype_count &&
           gc_same(gc_from_cell(base), state->array_species[OBJECT_PROTOTYPE_SHAPE]);
}

/* Steps 3 to 6 of ArraySpeciesCreate: undefined where a plain array shall be made. */
static bool species_of(js_ctx *ctx, const js_value *original, js_value *out)
{
    JS_FRAME(ctx, f, c, realm);

    JS_TRY(js_get(ctx, original, JS_ATOM(ctx, constructor), &f.c));
    if (js_is_constructor_nogc(ctx, f.c)) { /* 4: another realm's Array */
        JS_TRY(js_get_function_realm(ctx, &f.c, &f.realm));
        if (!gc_same(f.realm, ctx->realm) &&
            gc_same(f.c, js_realm_intrinsic_nogc(ctx, f.realm, JS_INTRINSIC_array)))
            f.c = JS_UNDEFINED;
    }
    if (js_is_object(f.c)) { /* 5 */
        JS_TRY(js_get(ctx, &f.c, JS_ATOM(ctx, sym_species), &f.c));
        if (js_is_null(f.c))
            f.c = JS_UNDEFINED;
    }
    *out = f.c;
    return true;
}

bool js__array_species_create(js_ctx *ctx, const js_value *original, uint64_t length, js_value *out,
                              bool *is_own)
{
    JS_FRAME(ctx, f, c, length);
    bool is_array;

    *is_own = true;
    if (js_is_kind(*original, JS_KIND_ARRAY) && js__array_species_is_pristine_nogc(ctx, *original))
        return js__array_create(ctx, length, out);
    JS_TRY(js_is_array(ctx, original, &is_array)); /* 1 */
    if (!is_array)
        return js__array_create(ctx, length, out);
    JS_TRY(species_of(ctx, original, &f.c));
    if (js_is_undefined(f.c))
        return js__array_create(ctx, length, out);
    if (!js_is_constructor_nogc(ctx, f.c)) /* 7 */
        return js_throw_type_error(ctx, "object.constructor[Symbol.species] is not a constructor");
    *is_own = false;
    f.length = js_number((double)length);
    return js_construct(ctx, &f.c, &f.c, &f.length, 1, out); /* 8 */
}
