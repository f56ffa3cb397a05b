/*
 * builtins/array_buffer.c: 25.1 ArrayBuffer Objects.
 */
#include "builtins/builtin.h"
#include "object/array_buffer.h"

#include <string.h>

/* 25.1.3.7 GetArrayBufferMaxByteLengthOption; -1: none. */
static bool max_length_option(js_ctx *ctx, const js_value *options, double *out)
{
    JS_FRAME(ctx, f, value);

    *out = -1;
    if (!js_is_object(*options))
        return true;
    JS_TRY(js_get(ctx, options, JS_ATOM(ctx, maxByteLength), &f.value));
    return js_is_undefined(f.value) || js_to_index(ctx, &f.value, out);
}

/* 25.1.3.1 AllocateArrayBuffer ( constructor, byteLength, maxByteLength ) */
static bool allocate(js_ctx *ctx, const js_value *new_target, double length, double max, js_value *out)
{
    JS_FRAME(ctx, f, prototype, store);

    if (max >= 0 && length > max)
        return js_throw_range_error(ctx, "Invalid array buffer max length");
    JS_TRY(js_get_prototype_from_constructor(ctx, new_target, JS_INTRINSIC_array_buffer_prototype,
                                             &f.prototype));
    if (length > 0x7FFFFFFFFFFF || max > 0x7FFFFFFFFFFF)
        return js_throw_range_error(ctx, "Array buffer allocation failed");
    JS_TRY(js_buffer_store_new_noscript(ctx, (size_t)length, (size_t)(max >= 0 ? max : length),
                                        max >= 0 ? JS_BUFFER_RESIZABLE : 0, &f.store));
    return js_array_buffer_new_noscript(ctx, &f.prototype, &f.store, out);
}

/* 25.1.4.1 ArrayBuffer ( length [ , options ] ) */
static bool array_buffer(js_ctx *ctx, const js_call *call, js_value *result)
{
    double length, max;

    if (!js_is_construct(call))
        return js_throw_type_error(ctx, "Constructor ArrayBuffer requires 'new'");
    JS_TRY(js_to_index(ctx, js_arg(call, 0), &length));
    JS_TRY(max_length_option(ctx, js_arg(call, 1), &max));
    return allocate(ctx, call->new_target, length, max, result);
}

/* 25.1.5.1 ArrayBuffer.isView ( arg ) */
static bool is_view(js_ctx *ctx, const js_call *call, js_value *result)
{
    (void)ctx;
    *result = js_bool(js_is_kind(*js_arg(call, 0), JS_KIND_TYPED_ARRAY) ||
                      js_is_kind(*js_arg(call, 0), JS_KIND_DATA_VIEW));
    return true;
}

static bool species(js_ctx *ctx, const js_call *call, js_value *result)
{
    (void)ctx;
    *result = *call->self;
    return true;
}

static bool this_buffer(js_ctx *ctx, const js_call *call, const char *method)
{
    return js_is_kind(*call->self, JS_KIND_ARRAY_BUFFER) ||
           js_throw_type_error(ctx, "Method ArrayBuffer.prototype.%s called on incompatible receiver %v", method,
                               call->self);
}

static bool throw_detached(js_ctx *ctx, const char *method)
{
    return js_throw_type_error(ctx, "Cannot perform ArrayBuffer.prototype.%s on a detached ArrayBuffer", method);
}

/* 25.1.6.1 get ArrayBuffer.prototype.byteLength */
static bool byte_length(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_TRY(this_buffer(ctx, call, "byteLength"));
    *result = js_number((double)js_buffer_store_nogc(ctx, *call->self)->byte_length);
    return true;
}

/* 25.1.6.4 get ArrayBuffer.prototype.maxByteLength */
static bool max_byte_length(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_TRY(this_buffer(ctx, call, "maxByteLength"));
    const struct js_buffer_store *store = js_buffer_store_nogc(ctx, *call->self);

    *result = js_number((double)(store->flags & JS_BUFFER_DETACHED    ? 0
                                 : store->flags & JS_BUFFER_RESIZABLE ? store->max_byte_length
                                                                      : store->byte_length));
    return true;
}

/* 25.1.6.5 get ArrayBuffer.prototype.resizable */
static bool resizable(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_TRY(this_buffer(ctx, call, "resizable"));
    *result = js_bool(js_buffer_store_nogc(ctx, *call->self)->flags & JS_BUFFER_RESIZABLE);
    return true;
}

/* 25.1.6.3 get ArrayBuffer.prototype.detached */
static bool detached(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_TRY(this_buffer(ctx, call, "detached"));
    *result = js_bool(js_buffer_is_detached_nogc(ctx, *call->self));
    return true;
}

/* 25.1.6.6 ArrayBuffer.prototype.resize ( newLength ) */
static bool resize(js_ctx *ctx, const js_call *call, js_value *result)
{
    double length;
    struct js_buffer_store *store;

    (void)result;
    JS_TRY(this_buffer(ctx, call, "resize"));
    if (!(js_buffer_store_nogc(ctx, *call->self)->flags & JS_BUFFER_RESIZABLE))
        return js_throw_type_error(ctx,
                                   "Method ArrayBuffer.prototype.resize called on incompatible receiver %v",
                                   call->self);
    JS_TRY(js_to_index(ctx, js_arg(call, 0), &length));
    store = js_buffer_store_nogc(ctx, *call->self);
    if (store->flags & JS_BUFFER_DETACHED)
        return throw_detached(ctx, "resize");
    if (length > (double)store->max_byte_length)
        return js_throw_range_error(ctx, "ArrayBuffer.prototype.resize: Invalid length parameter");
    if (length < (double)store->byte_length)
        memset(store->data + (size_t)length, 0, store->byte_length - (size_t)length);
    store->byte_length = (size_t)length;
    return true;
}

/* Where a relative index lies within length. */
static bool relative_index(js_ctx *ctx, const js_value *v, double length, double otherwise, double *out)
{
    double relative = otherwise;

    if (!js_is_undefined(*v))
        JS_TRY(js_to_integer_or_infinity(ctx, v, &relative));
    *out = relative < 0 ? (relative + length > 0 ? relative + length : 0) : relative < length ? relative : length;
    return true;
}

/* 25.1.6.7 ArrayBuffer.prototype.slice ( start, end ) */
static bool slice(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_FRAME(ctx, f, constructor, size, made);
    double length, first, last;
    size_t count;

    JS_TRY(this_buffer(ctx, call, "slice"));
    if (js_buffer_is_detached_nogc(ctx, *call->self))
        return throw_detached(ctx, "slice");
    length = (double)js_buffer_store_nogc(ctx, *call->self)->byte_length;
    JS_TRY(relative_index(ctx, js_arg(call, 0), length, 0, &first));
    JS_TRY(relative_index(ctx, js_arg(call, 1), length, length, &last));
    count = last > first ? (size_t)(last - first) : 0;
    JS_TRY(js_species_constructor(ctx, call->self, JS_INTRINSIC_array_buffer, &f.constructor));
    f.size = js_number((double)count);
    JS_TRY(js_construct(ctx, &f.constructor, &f.constructor, &f.size, 1, &f.made));
    if (!js_is_kind(f.made, JS_KIND_ARRAY_BUFFER))
        return js_throw_type_error(ctx, "Species constructor did not return an ArrayBuffer");
    if (js_buffer_is_detached_nogc(ctx, f.made))
        return throw_detached(ctx, "slice");
    if (gc_same(f.made, *call->self))
        return js_throw_type_error(ctx, "ArrayBuffer subclass returned this from species constructor");
    if (js_buffer_store_nogc(ctx, f.made)->byte_length < count)
        return js_throw_type_error(ctx, "Species constructor returned a too small ArrayBuffer");
    if (js_buffer_is_detached_nogc(ctx, *call->self))
        return throw_detached(ctx, "slice");
    const struct js_buffer_store *from = js_buffer_store_nogc(ctx, *call->self);
    struct js_buffer_store *to = js_buffer_store_nogc(ctx, f.made);

    if (first < (double)from->byte_length) {
        if (count > from->byte_length - (size_t)first)
            count = from->byte_length - (size_t)first;
        memmove(to->data, from->data + (size_t)first, count);
    }
    *result = f.made;
    return true;
}

/* 25.1.3.14 ArrayBufferCopyAndDetach ( arrayBuffer, newLength, preserveResizability ) */
static bool copy_and_detach(js_ctx *ctx, const js_call *call, bool preserve, const char *method, js_value *result)
{
    JS_FRAME(ctx, f, constructor, made);
    double length;
    const struct js_buffer_store *from;
    bool keeps;

    JS_TRY(this_buffer(ctx, call, method));
    length = (double)js_buffer_store_nogc(ctx, *call->self)->byte_length;
    if (!js_is_undefined(*js_arg(call, 0)))
        JS_TRY(js_to_index(ctx, js_arg(call, 0), &length));
    if (js_buffer_is_detached_nogc(ctx, *call->self))
        return throw_detached(ctx, method);
    from = js_buffer_store_nogc(ctx, *call->self);
    keeps = preserve && (from->flags & JS_BUFFER_RESIZABLE);
    f.constructor = JS_INTRINSIC(ctx, array_buffer);
    JS_TRY(allocate(ctx, &f.constructor, length, keeps ? (double)from->max_byte_length : -1, &f.made));
    from = js_buffer_store_nogc(ctx, *call->self);
    struct js_buffer_store *to = js_buffer_store_nogc(ctx, f.made);
    const size_t count = from->byte_length < to->byte_length ? from->byte_length : to->byte_length;

    if (count)
        memcpy(to->data, from->data, count);
    js_array_buffer_detach_nogc(ctx, *call->self);
    *result = f.made;
    return true;
}

/* 25.1.6.8 ArrayBuffer.prototype.transfer ( [ newLength ] ) */
static bool transfer(js_ctx *ctx, const js_call *call, js_value *result)
{
    return copy_and_detach(ctx, call, true, "transfer", result);
}

/* 25.1.6.9 ArrayBuffer.prototype.transferToFixedLength ( [ newLength ] ) */
static bool transfer_to_fixed_length(js_ctx *ctx, const js_call *call, js_value *result)
{
    return copy_and_detach(ctx, call, false, "transferToFixedLength", result);
}

JS_BUILTIN_TABLE(array_buffer) = {
    JS_CONSTRUCTOR("ArrayBuffer", array_buffer, 1),
    JS_STATIC("isView", is_view, 1),
    JS_STATIC_GETTER("@@species", species),
    JS_GETTER("byteLength", byte_length),
    JS_GETTER("detached", detached),
    JS_GETTER("maxByteLength", max_byte_length),
    JS_GETTER("resizable", resizable),
    JS_METHOD("resize", resize, 1),
    JS_METHOD("slice", slice, 2),
    JS_METHOD("transfer", transfer, 0),
    JS_METHOD("transferToFixedLength", transfer_to_fixed_length, 0),
    JS_STRING_CONSTANT("@@toStringTag", "ArrayBuffer", JS_CONFIGURABLE),
};
JS_BUILTIN_TABLE_END(array_buffer);
