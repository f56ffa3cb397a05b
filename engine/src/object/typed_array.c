/*
 * object/typed_array.c: elements of typed arrays, and the internal methods of 10.4.5.  A key is numeric if
 * it is an integer, or a string that is the text of a number (CanonicalNumericIndexString); numeric keys
 * never reach the ordinary properties or the prototype.
 */
#include "object/typed_array.h"
#include "base/checked_math.h"
#include "base/math_ops.h"
#include "object/elements.h"

const struct js_typed_array_info js_typed_array_info[JS_TYPED_ARRAY_TYPE_COUNT] = {
#define INFO(NAME, intrinsic, name, shift, type)                                                   \
    {name, JS_INTRINSIC_##intrinsic, JS_INTRINSIC_##intrinsic##_prototype, shift},
    JS_TYPED_ARRAY_TYPES(INFO)
#undef INFO
};

/* ---- elements ---- */

#define LOAD(type, bytes)                                                                          \
    ({                                                                                             \
        type loaded_;                                                                              \
        memcpy(&loaded_, (bytes), sizeof loaded_);                                                 \
        loaded_;                                                                                   \
    })

js_value js_typed_load_nogc(enum js_typed_array_type type, const uint8_t *bytes)
{
    switch (type) {
    case JS_INT8_ARRAY:
        return js_int(LOAD(int8_t, bytes));
    case JS_UINT8_ARRAY:
    case JS_UINT8_CLAMPED_ARRAY:
        return js_int(*bytes);
    case JS_INT16_ARRAY:
        return js_int(LOAD(int16_t, bytes));
    case JS_UINT16_ARRAY:
        return js_int(LOAD(uint16_t, bytes));
    case JS_INT32_ARRAY:
        return js_int(LOAD(int32_t, bytes));
    case JS_UINT32_ARRAY:
        return js_uint32(LOAD(uint32_t, bytes));
    case JS_FLOAT16_ARRAY:
        return js_number(js_math_from_half(LOAD(uint16_t, bytes)));
    case JS_FLOAT32_ARRAY:
        return js_number(LOAD(float, bytes));
    default:
        return js_number(LOAD(double, bytes));
    }
}

/* 7.1.11 ToUint8Clamp: ties go to even. */
static uint8_t clamp(double number)
{
    if (!(number > 0))
        return 0;
    return number >= 255 ? 255 : (uint8_t)nearbyint(number);
}

void js_typed_store_nogc(enum js_typed_array_type type, uint8_t *bytes, double number)
{
    switch (type) {
    case JS_INT8_ARRAY:
    case JS_UINT8_ARRAY:
        *bytes = (uint8_t)js_double_to_uint32(number);
        break;
    case JS_UINT8_CLAMPED_ARRAY:
        *bytes = clamp(number);
        break;
    case JS_INT16_ARRAY:
    case JS_UINT16_ARRAY:
        memcpy(bytes, &(uint16_t){(uint16_t)js_double_to_uint32(number)}, sizeof(uint16_t));
        break;
    case JS_INT32_ARRAY:
    case JS_UINT32_ARRAY:
        memcpy(bytes, &(uint32_t){js_double_to_uint32(number)}, sizeof(uint32_t));
        break;
    case JS_FLOAT16_ARRAY:
        memcpy(bytes, &(uint16_t){js_math_to_half(number)}, sizeof(uint16_t));
        break;
    case JS_FLOAT32_ARRAY:
        memcpy(bytes, &(float){(float)number}, sizeof(float));
        break;
    default:
        memcpy(bytes, &number, sizeof number);
        break;
    }
}

bool js_typed_array_is_out_of_bounds_nogc(const js_ctx *ctx, const struct js_typed_array *array)
{
    const struct js_buffer_store *store = gc_slot_to_cell(ctx->heap, gc_load(&array->store));

    if (store->flags & JS_BUFFER_DETACHED)
        return true;
    if (array->is_length_tracking)
        return array->offset > store->byte_length;
    return array->offset + (array->length << array->shift) > store->byte_length;
}

bool js_typed_array_new_noscript(js_ctx *ctx, enum js_typed_array_type type,
                                 const js_value *prototype, const js_value *buffer, uint64_t offset,
                                 uint64_t length, js_value *out)
{
    JS_FRAME(ctx, f, array);

    JS_TRY(js_object_alloc_noscript(ctx, JS_KIND_TYPED_ARRAY, sizeof(struct js_typed_array),
                                    prototype, &f.array));
    struct js_typed_array *array = js_typed_array_nogc(f.array);
    gc_init(ctx->heap, array, &array->buffer, gc_slot_of(ctx->heap, *buffer));
    gc_init(ctx->heap, array, &array->store, gc_load(&js_array_buffer_nogc(*buffer)->store));
    array->type = (uint8_t)type;
    array->shift = js_typed_array_info[type].shift;
    array->offset = offset;
    array->is_length_tracking = length == UINT64_MAX;
    array->length = array->is_length_tracking ? 0 : length;
    *out = f.array;
    return true;
}

/* ---- keys ---- */

struct numeric_key {
    bool is_numeric;
    bool is_index; /* a non-negative integer, whatever the length */
    uint64_t index;
};

/* 7.1.21 CanonicalNumericIndexString, and what it says of an element. */
static bool numeric_key(js_ctx *ctx, const js_value *key, struct numeric_key *out)
{
    JS_FRAME(ctx, f, text);
    uint32_t index;
    double number;

    *out = (struct numeric_key){false, false, 0};
    if (js_key_is_index_nogc(ctx, *key, &index)) {
        *out = (struct numeric_key){true, true, index};
        return true;
    }
    if (!js_key_may_be_numeric_nogc(ctx, *key))
        return true;
    JS_TRY(js_to_number(ctx, key, &number));
    JS_TRY(js_number_to_string_noscript(ctx, number, 10, &f.text));
    const struct js_units units = js_string_units_nogc(ctx, *key);
    const bool minus_zero =
        units.length == 2 && js_unit_at(&units, 0) == '-' && js_unit_at(&units, 1) == '0';
    out->is_numeric = minus_zero || js_string_equals_nogc(ctx, f.text, *key);
    out->is_index = out->is_numeric && !minus_zero && number >= 0 && number <= 9007199254740991.0 &&
                    number == (double)(uint64_t)number;
    out->index = out->is_index ? (uint64_t)number : 0;
    return true;
}

static struct js_typed_array *array_of(const js_value *object)
{
    return js_typed_array_nogc(*object);
}

static uint64_t length_of(js_ctx *ctx, const js_value *object)
{
    return js_typed_array_length_nogc(ctx, array_of(object));
}

/* 10.4.5.14 IsValidIntegerIndex */
static bool is_valid(js_ctx *ctx, const js_value *object, const struct numeric_key *key)
{
    return key->is_index && key->index < length_of(ctx, object);
}

/* 10.4.5.15 TypedArrayGetElement, of a valid index */
static js_value load(js_ctx *ctx, const js_value *object, uint64_t index)
{
    const struct js_typed_array *array = array_of(object);

    return js_typed_load_nogc(array->type,
                              js_typed_array_data_nogc(ctx, array) + (index << array->shift));
}

/* 10.4.5.16 TypedArraySetElement */
static bool store(js_ctx *ctx, const js_value *object, const struct numeric_key *key,
                  const js_value *value)
{
    double number;

    JS_TRY(js_to_number(ctx, value, &number));
    if (is_valid(ctx, object, key)) {
        const struct js_typed_array *array = array_of(object);

        js_typed_store_nogc(array->type,
                            js_typed_array_data_nogc(ctx, array) + (key->index << array->shift),
                            number);
    }
    return true;
}

/* ---- internal methods ---- */

/* 10.4.5.1 [[PreventExtensions]]: not where elements may come and go */
bool js__typed_array_prevent_extensions(js_ctx *ctx, const js_value *object, bool *ok)
{
    const struct js_typed_array *array = array_of(object);
    const struct js_buffer_store *buffer = gc_slot_to_cell(ctx->heap, gc_load(&array->store));

    if (array->is_length_tracking ||
        (buffer->flags & (JS_BUFFER_RESIZABLE | JS_BUFFER_SHARED)) == JS_BUFFER_RESIZABLE) {
        *ok = false;
        return true;
    }
    return js_ordinary_prevent_extensions(ctx, object, ok);
}

/* 10.4.5.2 [[GetOwnProperty]] */
bool js__typed_array_get_own_property(js_ctx *ctx, const js_value *object, const js_value *key,
                                      struct js_descriptor *d, bool *found)
{
    struct numeric_key numeric;

    JS_TRY(numeric_key(ctx, key, &numeric));
    if (!numeric.is_numeric)
        return js_ordinary_get_own_property(ctx, object, key, d, found);
    *found = is_valid(ctx, object, &numeric);
    if (*found) {
        d->value = load(ctx, object, numeric.index);
        d->flags = JS_HAS_VALUE | JS_HAS_WRITABLE | JS_HAS_ENUMERABLE | JS_HAS_CONFIGURABLE |
                   JS_ALL_ATTRIBUTES;
    }
    return true;
}

/* 10.4.5.3 [[HasProperty]] */
bool js__typed_array_has_property(js_ctx *ctx, const js_value *object, const js_value *key, bool *out)
{
    struct numeric_key numeric;

    JS_TRY(numeric_key(ctx, key, &numeric));
    if (!numeric.is_numeric)
        return js_ordinary_has_property(ctx, object, key, out);
    *out = is_valid(ctx, object, &numeric);
    return true;
}

/* A field that is given but false. */
static bool denies(const struct js_descriptor *d, unsigned has, unsigned attribute)
{
    return (d->flags & has) && !(d->flags & attribute);
}

/* 10.4.5.4 [[DefineOwnProperty]] */
bool js__typed_array_define_own_property(js_ctx *ctx, const js_value *object, const js_value *key,
                                         const struct js_descriptor *d, bool *ok)
{
    struct numeric_key numeric;

    JS_TRY(numeric_key(ctx, key, &numeric));
    if (!numeric.is_numeric)
        return js_ordinary_define_own_property(ctx, object, key, d, ok);
    *ok = is_valid(ctx, object, &numeric) && !js_descriptor_is_accessor(d) &&
          !denies(d, JS_HAS_CONFIGURABLE, JS_CONFIGURABLE) &&
          !denies(d, JS_HAS_ENUMERABLE, JS_ENUMERABLE) &&
          !denies(d, JS_HAS_WRITABLE, JS_WRITABLE);
    return !*ok || !(d->flags & JS_HAS_VALUE) || store(ctx, object, &numeric, &d->value);
}

/* 10.4.5.5 [[Get]] */
bool js__typed_array_get(js_ctx *ctx, const js_value *object, const js_value *key,
                         const js_value *receiver, js_value *out)
{
    struct numeric_key numeric;

    JS_TRY(numeric_key(ctx, key, &numeric));
    if (!numeric.is_numeric)
        return js_ordinary_get(ctx, object, key, receiver, out);
    *out = is_valid(ctx, object, &numeric) ? load(ctx, object, numeric.index) : JS_UNDEFINED;
    return true;
}

/* 10.4.5.6 [[Set]] */
bool js__typed_array_set(js_ctx *ctx, const js_value *object, const js_value *key,
                         const js_value *value, const js_value *receiver, bool *ok)
{
    struct numeric_key numeric;

    JS_TRY(numeric_key(ctx, key, &numeric));
    if (numeric.is_numeric) {
        *ok = true;
        if (gc_same(*object, *receiver))
            return store(ctx, object, &numeric, value);
        if (!is_valid(ctx, object, &numeric))
            return true;
    }
    return js_ordinary_set(ctx, object, key, value, receiver, ok);
}

/* 10.4.5.7 [[Delete]] */
bool js__typed_array_delete_property(js_ctx *ctx, const js_value *object, const js_value *key, bool *ok)
{
    struct numeric_key numeric;

    JS_TRY(numeric_key(ctx, key, &numeric));
    if (!numeric.is_numeric)
        return js_ordinary_delete(ctx, object, key, ok);
    *ok = !is_valid(ctx, object, &numeric);
    return true;
}

/* 10.4.5.8 [[OwnPropertyKeys]] */
bool js__typed_array_own_keys(js_ctx *ctx, const js_value *object, struct js_vec *out)
{
    JS_FRAME(ctx, f, key);
    const uint64_t length = length_of(ctx, object);

    for (uint64_t i = 0; i < length; i++) {
        JS_TRY(js_key_from_index_noscript(ctx, (double)i, &f.key));
        JS_TRY(js_vec_push(ctx, out, &f.key));
    }
    return js__named_keys_noscript(ctx, object, out);
}
