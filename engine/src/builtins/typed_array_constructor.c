/*
 * builtins/typed_array_constructor.c: 23.2.1 to 23.2.7: %TypedArray%, its static methods, and the constructors of the
 * concrete kinds.
 */
#include "builtins/typed_array_internal.h"

#include <string.h>

/* ---- creation ---- */

bool js__typed_array_validate(js_ctx *ctx, const js_value *v, const char *method, uint64_t *length)
{
    if (!js_is_kind(*v, JS_KIND_TYPED_ARRAY))
        return js_throw_type_error(ctx, "this is not a typed array.");
    if (js_typed_array_is_out_of_bounds_nogc(ctx, js_typed_array_nogc(*v)))
        return js_throw_type_error(ctx, "Cannot perform %s on a detached ArrayBuffer", method);
    *length = js_typed_array_length_nogc(ctx, js_typed_array_nogc(*v));
    return true;
}

bool js__typed_array_create(js_ctx *ctx, const js_value *constructor, double length, const char *method,
                            js_value *out)
{
    JS_FRAME(ctx, f, length, made);
    uint64_t got;

    f.length = js_number(length);
    JS_TRY(js_construct(ctx, constructor, constructor, &f.length, 1, &f.made));
    JS_TRY(js__typed_array_validate(ctx, &f.made, method, &got));
    if ((double)got < length)
        return js_throw_type_error(ctx, "Derived TypedArray constructor created an array which was too small");
    *out = f.made;
    return true;
}

bool js__typed_array_species(js_ctx *ctx, const js_value *exemplar, double length, const char *method,
                             js_value *out)
{
    JS_FRAME(ctx, f, constructor);
    const enum js_typed_array_type type = js_typed_array_nogc(*exemplar)->type;

    JS_TRY(js_species_constructor(ctx, exemplar, js_typed_array_info[type].constructor, &f.constructor));
    return js__typed_array_create(ctx, &f.constructor, length, method, out);
}

/* A typed array of length elements with a new buffer. */
static bool allocate(js_ctx *ctx, enum js_typed_array_type type, const js_value *prototype, double length,
                     js_value *out)
{
    JS_FRAME(ctx, f, store, buffer, of);
    const unsigned shift = js_typed_array_info[type].shift;

    if (length > (double)(UINT64_C(1) << 33))
        return js_throw_range_error(ctx, "Invalid typed array length");
    JS_TRY(js_buffer_store_new_noscript(ctx, (size_t)length << shift, (size_t)length << shift, 0, &f.store));
    f.of = JS_INTRINSIC(ctx, array_buffer_prototype);
    JS_TRY(js_array_buffer_new_noscript(ctx, &f.of, &f.store, &f.buffer));
    return js_typed_array_new_noscript(ctx, type, prototype, &f.buffer, 0, (uint64_t)length, out);
}

/* 23.2.5.1.3 InitializeTypedArrayFromArrayBuffer */
static bool from_buffer(js_ctx *ctx, enum js_typed_array_type type, const js_call *call,
                        const js_value *prototype, js_value *out)
{
    const unsigned shift = js_typed_array_info[type].shift;
    const double size = (double)((uint64_t)1 << shift);
    double offset, length = 0, bytes;
    const bool has_length = !js_is_undefined(*js_arg(call, 2));

    JS_TRY(js_to_index(ctx, js_arg(call, 1), &offset));
    if ((uint64_t)offset % (uint64_t)size)
        return js_throw_range_error(ctx, "start offset of %s should be a multiple of %d",
                                    js_typed_array_info[type].name, (int)size);
    if (has_length)
        JS_TRY(js_to_index(ctx, js_arg(call, 2), &length));
    if (js_buffer_is_detached_nogc(ctx, *js_arg(call, 0)))
        return js_throw_type_error(ctx, "Cannot perform Construct on a detached ArrayBuffer");
    const struct js_buffer_store *store = js_buffer_store_nogc(ctx, *js_arg(call, 0));

    bytes = (double)store->byte_length;
    if (!has_length && (store->flags & JS_BUFFER_RESIZABLE)) {
        if (offset > bytes)
            return js_throw_range_error(ctx, "Start offset %d is outside the bounds of the buffer", (int)offset);
        return js_typed_array_new_noscript(ctx, type, prototype, js_arg(call, 0), (uint64_t)offset, UINT64_MAX,
                                           out);
    }
    if (!has_length) {
        if ((uint64_t)bytes % (uint64_t)size)
            return js_throw_range_error(ctx, "byte length of %s should be a multiple of %d",
                                        js_typed_array_info[type].name, (int)size);
        if (offset > bytes)
            return js_throw_range_error(ctx, "Start offset %d is outside the bounds of the buffer", (int)offset);
        length = (bytes - offset) / size;
    } else if (offset + length * size > bytes) {
        return js_throw_range_error(ctx, "Invalid typed array length: %d", (int)length);
    }
    return js_typed_array_new_noscript(ctx, type, prototype, js_arg(call, 0), (uint64_t)offset, (uint64_t)length,
                                       out);
}

/* 23.2.5.1.2 InitializeTypedArrayFromTypedArray */
static bool from_typed_array(js_ctx *ctx, enum js_typed_array_type type, const js_value *source,
                             const js_value *prototype, js_value *out)
{
    JS_FRAME(ctx, f, made);
    uint64_t length;

    JS_TRY(js__typed_array_validate(ctx, source, "Construct", &length));
    JS_TRY(allocate(ctx, type, prototype, (double)length, &f.made));
    const struct js_typed_array *from = js_typed_array_nogc(*source), *to = js_typed_array_nogc(f.made);

    if (from->type == to->type && length) {
        memcpy(js_typed_array_data_nogc(ctx, to), js_typed_array_data_nogc(ctx, from), length << from->shift);
    } else {
        for (uint64_t i = 0; i < length; i++)
            js__typed_array_set_nogc(ctx, f.made, i, gc_to_number(js__typed_array_get_nogc(ctx, *source, i)));
    }
    *out = f.made;
    return true;
}

/* Converts and stores element i. */
static bool put(js_ctx *ctx, const js_value *array, double i, const js_value *value)
{
    return js_set_index(ctx, array, i, value, true);
}

static bool fill_from_values(js_ctx *ctx, const js_value *array, const struct js_vec *values)
{
    JS_FRAME(ctx, f, value);

    for (uint32_t i = 0; i < values->count; i++) {
        f.value = js_vec_get_nogc(ctx, values, i);
        JS_TRY(js_poll(ctx));
        JS_TRY(put(ctx, array, i, &f.value));
    }
    return true;
}

/* All that an iterator gives. */
static bool collect(js_ctx *ctx, const js_value *object, const js_value *method, struct js_vec *values)
{
    JS_FRAME(ctx, f, value);
    JS_ITERATOR(ctx, it);
    bool done;

    JS_TRY(js_get_iterator_from_method(ctx, object, method, &it));
    for (;;) {
        JS_TRY(js_poll(ctx));
        JS_TRY(js_iterator_step_value(ctx, &it, &f.value, &done));
        if (done)
            return true;
        JS_TRY(js_vec_push(ctx, values, &f.value));
    }
}

/* 23.2.5.1.4 FromList, 23.2.5.1.5 FromArrayLike */
static bool from_object(js_ctx *ctx, enum js_typed_array_type type, const js_value *source,
                        const js_value *prototype, js_value *out)
{
    JS_FRAME(ctx, f, method, made, value);
    JS_VEC(ctx, values);
    double length;

    JS_TRY(js_get_method(ctx, source, JS_ATOM(ctx, sym_iterator), &f.method));
    if (!js_is_undefined(f.method)) {
        if (js_is_kind(*source, JS_KIND_ARRAY) && js_array_iteration_is_pristine_nogc(ctx, *source)) {
            for (uint32_t i = 0; i < js_array_nogc(*source)->length; i++) {
                JS_TRY(js_get_index(ctx, source, i, &f.value));
                JS_TRY(js_vec_push(ctx, &values, &f.value));
            }
        } else {
            JS_TRY(collect(ctx, source, &f.method, &values));
        }
        JS_TRY(allocate(ctx, type, prototype, values.count, &f.made));
        JS_TRY(fill_from_values(ctx, &f.made, &values));
    } else {
        JS_TRY(js_length_of_array_like(ctx, source, &length));
        JS_TRY(allocate(ctx, type, prototype, length, &f.made));
        for (double i = 0; i < length; i++) {
            JS_TRY(js_poll(ctx));
            JS_TRY(js_get_index(ctx, source, i, &f.value));
            JS_TRY(put(ctx, &f.made, i, &f.value));
        }
    }
    *out = f.made;
    return true;
}

/* 23.2.5.1 TypedArray ( ...args ) */
static bool construct(js_ctx *ctx, const js_call *call, enum js_typed_array_type type, js_value *result)
{
    JS_FRAME(ctx, f, prototype);
    const js_value *first = js_arg(call, 0);
    double length;

    if (!js_is_construct(call))
        return js_throw_type_error(ctx, "Constructor %s requires 'new'", js_typed_array_info[type].name);
    if (!js_is_object(*first)) {
        JS_TRY(js_to_index(ctx, first, &length));
        JS_TRY(js_get_prototype_from_constructor(ctx, call->new_target, js_typed_array_info[type].prototype,
                                                 &f.prototype));
        return allocate(ctx, type, &f.prototype, length, result);
    }
    JS_TRY(js_get_prototype_from_constructor(ctx, call->new_target, js_typed_array_info[type].prototype,
                                             &f.prototype));
    switch (gc_kind_of(gc_to_cell(*first))) {
    case JS_KIND_ARRAY_BUFFER: return from_buffer(ctx, type, call, &f.prototype, result);
    case JS_KIND_TYPED_ARRAY: return from_typed_array(ctx, type, first, &f.prototype, result);
    default: return from_object(ctx, type, first, &f.prototype, result);
    }
}

/* 23.2.1.1 %TypedArray% ( ) */
static bool typed_array(js_ctx *ctx, const js_call *call, js_value *result)
{
    (void)call;
    (void)result;
    return js_throw_type_error(ctx, "Abstract class TypedArray not directly constructable");
}

/* ---- 23.2.2 static methods ---- */

static bool require_constructor(js_ctx *ctx, const js_call *call)
{
    return js_is_constructor_nogc(ctx, *call->self) ||
           js_throw_type_error(ctx, "%v is not a constructor", call->self);
}

/* 23.2.2.1 %TypedArray%.from ( source [ , mapper [ , thisArg ] ] ) */
static bool from(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_FRAME(ctx, f, method, source, made, mapped);
    JS_FRAME(ctx, g, value, index);
    JS_VEC(ctx, values);
    const bool mapping = !js_is_undefined(*js_arg(call, 1));
    double length;

    JS_TRY(require_constructor(ctx, call));
    if (mapping && !js_is_callable_nogc(ctx, *js_arg(call, 1)))
        return js_throw_type_error(ctx, "%v is not a function", js_arg(call, 1));
    JS_TRY(js_get_method(ctx, js_arg(call, 0), JS_ATOM(ctx, sym_iterator), &f.method));
    const bool iterating = !js_is_undefined(f.method);

    if (iterating) {
        JS_TRY(collect(ctx, js_arg(call, 0), &f.method, &values));
        length = values.count;
    } else {
        JS_TRY(js_to_object(ctx, js_arg(call, 0), &f.source));
        JS_TRY(js_length_of_array_like(ctx, &f.source, &length));
    }
    JS_TRY(js__typed_array_create(ctx, call->self, length, "%TypedArray%.from", &f.made));
    for (double i = 0; i < length; i++) {
        JS_TRY(js_poll(ctx));
        if (iterating)
            g.value = js_vec_get_nogc(ctx, &values, (uint32_t)i);
        else
            JS_TRY(js_get_index(ctx, &f.source, i, &g.value));
        if (mapping) {
            g.index = js_number(i);
            JS_TRY(js_call_function(ctx, js_arg(call, 1), js_arg(call, 2), &g.value, 2, &f.mapped));
            g.value = f.mapped;
        }
        JS_TRY(put(ctx, &f.made, i, &g.value));
    }
    *result = f.made;
    return true;
}

/* 23.2.2.2 %TypedArray%.of ( ...items ) */
static bool of(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_FRAME(ctx, f, made);

    JS_TRY(require_constructor(ctx, call));
    JS_TRY(js__typed_array_create(ctx, call->self, call->argc, "%TypedArray%.of", &f.made));
    for (uint32_t i = 0; i < call->argc; i++)
        JS_TRY(put(ctx, &f.made, i, &call->args[i]));
    *result = f.made;
    return true;
}

static bool species(js_ctx *ctx, const js_call *call, js_value *result)
{
    (void)ctx;
    *result = *call->self;
    return true;
}

JS_BUILTIN_TABLE(typed_array) = {
    {"TypedArray", typed_array, 0, JS_AS_CONSTRUCTOR, JS_TYPE_METHOD, JS_HIDDEN_ATTRIBUTES | JS_NOT_GLOBAL, 0, NULL},
    JS_STATIC("from", from, 1),
    JS_STATIC("of", of, 0),
    JS_STATIC_GETTER("@@species", species),
};
JS_BUILTIN_TABLE_END(typed_array);

/* 23.2.6, 23.2.7: the concrete constructors. */
#define CONCRETE(NAME, intrinsic, name, shift, type)                                               \
    static bool intrinsic(js_ctx *ctx, const js_call *call, js_value *result)                      \
    {                                                                                              \
        return construct(ctx, call, JS_##NAME##_ARRAY, result);                                    \
    }                                                                                              \
    JS_BUILTIN_TABLE(intrinsic) = {                                                                \
        JS_CONSTRUCTOR(name, intrinsic, 3),                                                        \
        JS_NUMBER_CONSTANT("BYTES_PER_ELEMENT", 1 << (shift)),                                     \
        {"BYTES_PER_ELEMENT", NULL, 0, JS_ON_PROTOTYPE, JS_TYPE_NUMBER, 0, 1 << (shift), NULL},    \
    };                                                                                             \
    JS_BUILTIN_TABLE_END(intrinsic);
JS_TYPED_ARRAY_TYPES(CONCRETE)
