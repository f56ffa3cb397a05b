/*
 * builtins/data_view.c: 25.3 DataView Objects.
 */
#include "builtins/builtin.h"
#include "object/array_buffer.h"
#include "object/typed_array.h"

#include <string.h>

static struct js_data_view *view_nogc(js_value v)
{
    js_assert(js_is_kind(v, JS_KIND_DATA_VIEW));
    return gc_to_cell(v);
}

/* 25.3.1.2 IsViewOutOfBounds, 25.3.1.3 GetViewByteLength: -1 where it is. */
static double view_length_nogc(const js_ctx *ctx, js_value v)
{
    const struct js_data_view *view = view_nogc(v);
    const struct js_buffer_store *store = gc_slot_to_cell(ctx->heap, view->store);

    if ((store->flags & JS_BUFFER_DETACHED) || view->offset > store->byte_length)
        return -1;
    if (view->is_length_tracking)
        return (double)(store->byte_length - view->offset);
    return view->offset + view->length <= store->byte_length ? (double)view->length : -1;
}

static bool throw_offset(js_ctx *ctx)
{
    return js_throw_range_error(ctx, "Start offset is outside the bounds of the buffer");
}

/* 25.3.2.1 DataView ( buffer [ , byteOffset [ , byteLength ] ] ) */
static bool data_view(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_FRAME(ctx, f, view);
    double offset, length = 0, size;
    const bool has_length = !js_is_undefined(*js_arg(call, 2));
    bool tracking;

    if (!js_is_construct(call))
        return js_throw_type_error(ctx, "Constructor DataView requires 'new'");
    if (!js_is_kind(*js_arg(call, 0), JS_KIND_ARRAY_BUFFER))
        return js_throw_type_error(ctx, "First argument to DataView constructor must be an ArrayBuffer");
    JS_TRY(js_to_index(ctx, js_arg(call, 1), &offset));
    if (js_buffer_is_detached_nogc(ctx, *js_arg(call, 0)))
        return js_throw_type_error(ctx, "Cannot perform DataView on a detached ArrayBuffer");
    size = (double)js_buffer_store_nogc(ctx, *js_arg(call, 0))->byte_length;
    if (offset > size)
        return js_throw_range_error(ctx, "Start offset %d is outside the bounds of the buffer", (int)offset);
    tracking = !has_length && (js_buffer_store_nogc(ctx, *js_arg(call, 0))->flags & JS_BUFFER_RESIZABLE);
    if (has_length) {
        JS_TRY(js_to_index(ctx, js_arg(call, 2), &length));
        if (offset + length > size)
            return js_throw_range_error(ctx, "Invalid DataView length %d", (int)length);
    } else {
        length = size - offset;
    }
    JS_TRY(js_create_from_constructor(ctx, call->new_target, JS_INTRINSIC_data_view_prototype,
                                      JS_KIND_DATA_VIEW, sizeof(struct js_data_view), &f.view));
    if (js_buffer_is_detached_nogc(ctx, *js_arg(call, 0)))
        return js_throw_type_error(ctx, "Cannot perform DataView on a detached ArrayBuffer");
    size = (double)js_buffer_store_nogc(ctx, *js_arg(call, 0))->byte_length;
    if (offset > size || (!tracking && offset + length > size))
        return throw_offset(ctx);
    struct js_data_view *view = view_nogc(f.view);

    view->offset = (uint64_t)offset;
    view->length = (uint64_t)length;
    view->is_length_tracking = tracking;
    gc_write(ctx->heap, view, &view->buffer, gc_slot_of(ctx->heap, *js_arg(call, 0)));
    gc_write(ctx->heap, view, &view->store, js_array_buffer_nogc(*js_arg(call, 0))->store);
    *result = f.view;
    return true;
}

static bool this_view(js_ctx *ctx, const js_call *call, const char *method)
{
    return js_is_kind(*call->self, JS_KIND_DATA_VIEW) ||
           js_throw_type_error(ctx, "Method DataView.prototype.%s called on incompatible receiver %v", method,
                               call->self);
}

static bool throw_out_of_bounds(js_ctx *ctx, const char *method)
{
    return js_throw_type_error(ctx, "Cannot perform DataView.prototype.%s on a detached or out-of-bounds ArrayBuffer",
                               method);
}

/* 25.3.4.1 get DataView.prototype.buffer */
static bool buffer(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_TRY(this_view(ctx, call, "buffer"));
    *result = js_field(ctx, &view_nogc(*call->self)->buffer);
    return true;
}

/* 25.3.4.2 get DataView.prototype.byteLength */
static bool byte_length(js_ctx *ctx, const js_call *call, js_value *result)
{
    double length;

    JS_TRY(this_view(ctx, call, "byteLength"));
    length = view_length_nogc(ctx, *call->self);
    if (length < 0)
        return throw_out_of_bounds(ctx, "byteLength");
    *result = js_number(length);
    return true;
}

/* 25.3.4.3 get DataView.prototype.byteOffset */
static bool byte_offset(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_TRY(this_view(ctx, call, "byteOffset"));
    if (view_length_nogc(ctx, *call->self) < 0)
        return throw_out_of_bounds(ctx, "byteOffset");
    *result = js_number((double)view_nogc(*call->self)->offset);
    return true;
}

static void reverse(uint8_t *bytes, size_t count)
{
    for (size_t i = 0; i < count / 2; i++) {
        const uint8_t byte = bytes[i];
        bytes[i] = bytes[count - 1 - i];
        bytes[count - 1 - i] = byte;
    }
}

/* The bytes of element at index, or NULL with an exception pending. */
static uint8_t *locate(js_ctx *ctx, const js_call *call, double index, size_t size, const char *method)
{
    const double length = view_length_nogc(ctx, *call->self);
    const struct js_data_view *view = view_nogc(*call->self);
    const struct js_buffer_store *store = gc_slot_to_cell(ctx->heap, view->store);

    if (length < 0) {
        throw_out_of_bounds(ctx, method);
        return NULL;
    }
    if (index + (double)size > length) {
        js_throw_range_error(ctx, "Offset is outside the bounds of the DataView");
        return NULL;
    }
    return store->data + view->offset + (size_t)index;
}

/* 25.3.1.5 GetViewValue */
static bool get_value(js_ctx *ctx, const js_call *call, enum js_typed_array_type type, const char *method,
                      js_value *result)
{
    const size_t size = (size_t)1 << js_typed_array_info[type].shift;
    uint8_t bytes[8];
    double index;

    JS_TRY(this_view(ctx, call, method));
    JS_TRY(js_to_index(ctx, js_arg(call, 0), &index));
    const bool little = js_to_boolean_nogc(ctx, *js_arg(call, 1));
    const uint8_t *from = locate(ctx, call, index, size, method);

    if (!from)
        return false;
    memcpy(bytes, from, size);
    if (!little)
        reverse(bytes, size);
    *result = js_typed_load_nogc(type, bytes);
    return true;
}

/* 25.3.1.6 SetViewValue */
static bool set_value(js_ctx *ctx, const js_call *call, enum js_typed_array_type type, const char *method)
{
    const size_t size = (size_t)1 << js_typed_array_info[type].shift;
    uint8_t bytes[8];
    double index, number;

    JS_TRY(this_view(ctx, call, method));
    JS_TRY(js_to_index(ctx, js_arg(call, 0), &index));
    JS_TRY(js_to_number(ctx, js_arg(call, 1), &number));
    const bool little = js_to_boolean_nogc(ctx, *js_arg(call, 2));
    uint8_t *to = locate(ctx, call, index, size, method);

    if (!to)
        return false;
    js_typed_store_nogc(type, bytes, number);
    if (!little)
        reverse(bytes, size);
    memcpy(to, bytes, size);
    return true;
}

#define ACCESSORS(name, Name, TYPE)                                                                \
    static bool get_##name(js_ctx *ctx, const js_call *call, js_value *result)                     \
    {                                                                                              \
        return get_value(ctx, call, JS_##TYPE##_ARRAY, "get" Name, result);                        \
    }                                                                                              \
    static bool set_##name(js_ctx *ctx, const js_call *call, js_value *result)                     \
    {                                                                                              \
        (void)result;                                                                              \
        return set_value(ctx, call, JS_##TYPE##_ARRAY, "set" Name);                                \
    }
ACCESSORS(int8, "Int8", INT8)
ACCESSORS(uint8, "Uint8", UINT8)
ACCESSORS(int16, "Int16", INT16)
ACCESSORS(uint16, "Uint16", UINT16)
ACCESSORS(int32, "Int32", INT32)
ACCESSORS(uint32, "Uint32", UINT32)
ACCESSORS(float16, "Float16", FLOAT16)
ACCESSORS(float32, "Float32", FLOAT32)
ACCESSORS(float64, "Float64", FLOAT64)

#define METHODS(name, Name) JS_METHOD("get" Name, get_##name, 1), JS_METHOD("set" Name, set_##name, 2)
JS_BUILTIN_TABLE(data_view) = {
    JS_CONSTRUCTOR("DataView", data_view, 1),
    JS_GETTER("buffer", buffer),
    JS_GETTER("byteLength", byte_length),
    JS_GETTER("byteOffset", byte_offset),
    METHODS(int8, "Int8"),
    METHODS(uint8, "Uint8"),
    METHODS(int16, "Int16"),
    METHODS(uint16, "Uint16"),
    METHODS(int32, "Int32"),
    METHODS(uint32, "Uint32"),
    METHODS(float16, "Float16"),
    METHODS(float32, "Float32"),
    METHODS(float64, "Float64"),
    JS_STRING_CONSTANT("@@toStringTag", "DataView", JS_CONFIGURABLE),
};
JS_BUILTIN_TABLE_END(data_view);
