/*
 * vm/api.c: what js/object.h promises to hosts and no other file of the engine has: the thin layer between
 * names and property keys, cells and plain C.
 */
#include "builtins/builtin.h"
#include "js/object.h"
#include "object/array_buffer.h"
#include "object/error.h"
#include "object/foreign.h"
#include "object/typed_array.h"
#include "vm/eval.h"
#include "vm/natives.h"
#include "vm/realm.h"

#include <string.h>

#define TAG_COMPILED UINT32_C(0x636F6465) /* 'code' */

/* ---- what a value is ---- */

bool js_value_is_string(js_value v)
{
    return js_is_string(v);
}

uint32_t js_value_string_length(js_value string)
{
    return js_string_length_nogc(string);
}

uint32_t js_string_length_max(void)
{
    return JS_STRING_LENGTH_MAX;
}

bool js_value_is_object(js_value v)
{
    return js_is_object(v);
}

bool js_value_is_symbol(js_value v)
{
    return js_is_symbol(v);
}

bool js_value_is_array(js_value v)
{
    return js_is_kind(v, JS_KIND_ARRAY);
}

/* ---- objects ---- */

bool js_get_named(js_ctx *ctx, const js_value *v, const char *name, js_value *out)
{
    JS_FRAME(ctx, f, key);

    JS_TRY(js_intern_ascii_noscript(ctx, name, &f.key));
    return js_get(ctx, v, &f.key, out);
}

bool js_set_named(js_ctx *ctx, const js_value *v, const char *name, const js_value *value)
{
    JS_FRAME(ctx, f, key);

    JS_TRY(js_intern_ascii_noscript(ctx, name, &f.key));
    return js_set(ctx, v, &f.key, value, true);
}

bool js_define_named(js_ctx *ctx, const js_value *object, const char *name, const js_value *value,
                     unsigned attributes)
{
    JS_FRAME(ctx, f, text, key);

    JS_TRY(js_intern_ascii_noscript(ctx, name, &f.text));
    JS_TRY(js_to_property_key(ctx, &f.text, &f.key));
    return js_define_value(ctx, object, &f.key, value, attributes);
}

bool js_install_natives_noscript(js_ctx *ctx, uint16_t table, const js_value *object)
{
    const unsigned count = js_native_table_size(ctx, table);
    JS_FRAME(ctx, f, key, value);

    for (unsigned i = 0; i < count; i++) {
        const js_builtin *entry = js_native_entry_nogc(ctx, table, i);

        if (entry->where != JS_ON_PROTOTYPE)
            continue;
        JS_TRY(js_native_key_noscript(ctx, entry, &f.key));
        f.value = js_number(entry->number);
        if (entry->type == JS_TYPE_METHOD)
            JS_TRY(js_native_function_new_noscript(ctx, table, (uint16_t)i, &f.value));
        JS_TRY(js_object_add_noscript(ctx, object, &f.key, &f.value, entry->attributes));
    }
    return true;
}

/* ---- exceptions ---- */

bool js_throw_plain_error(js_ctx *ctx, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    js__throw_format(ctx, JS_INTRINSIC_error_prototype, format, args);
    va_end(args);
    return false;
}

bool js_error_from_message_noscript(js_ctx *ctx, const js_value *message, js_value *out)
{
    JS_FRAME(ctx, f, prototype);

    f.prototype = JS_INTRINSIC(ctx, error_prototype);
    return js_error_new_noscript(ctx, &f.prototype, message, out);
}

/* ---- realms ---- */

js_value js_global_nogc(js_ctx *ctx)
{
    return JS_INTRINSIC(ctx, global_this);
}

js_value js_current_realm_nogc(js_ctx *ctx)
{
    return ctx->realm;
}

bool js_realm_create_noscript(js_ctx *ctx, js_value *out)
{
    return js_realm_new_noscript(ctx, out);
}

void js_realm_set_nogc(js_ctx *ctx, const js_value *realm)
{
    js_assert(js_is_kind(*realm, JS_KIND_REALM));
    ctx->realm = *realm;
}

/* ---- scripts ---- */

/* Wraps code into an object without properties, so that programs may hold it. */
static bool wrap_code(js_ctx *ctx, const js_value *code, js_value *out)
{
    JS_FRAME(ctx, f, prototype, object);

    f.prototype = JS_NULL;
    JS_TRY(js_object_alloc_noscript(ctx, JS_KIND_HOST_OBJECT, sizeof(struct js_host_object),
                                    &f.prototype, &f.object));
    struct js_host_object *cell = gc_to_cell(f.object);

    cell->tag = TAG_COMPILED;
    gc_write(ctx->heap, cell, &cell->first, gc_slot_of(ctx->heap, *code));
    *out = f.object;
    return true;
}

bool js_compile_script(js_ctx *ctx, const js_value *source, const js_value *name, int32_t line_offset,
                       bool strict, js_value *out)
{
    const struct js_compile_options options = {.goal = JS_PARSE_SCRIPT, .strict = strict};
    JS_FRAME(ctx, f, script, code);

    JS_TRY(js_script_from_string_noscript(ctx, source, name, &f.script));
    ((struct js_script *)gc_to_cell(f.script))->line_offset = (uint32_t)line_offset;
    JS_TRY(js_compile_noscript(ctx, &f.script, &options, &f.code));
    return wrap_code(ctx, &f.code, out);
}

bool js_compile_module(js_ctx *ctx, const js_value *source, const js_value *name, js_value *out)
{
    const struct js_compile_options options = {.goal = JS_PARSE_MODULE};
    JS_FRAME(ctx, f, script, code);

    JS_TRY(js_script_from_string_noscript(ctx, source, name, &f.script));
    JS_TRY(js_compile_noscript(ctx, &f.script, &options, &f.code));
    return wrap_code(ctx, &f.code, out);
}

bool js_run_compiled(js_ctx *ctx, const js_value *script, js_value *out)
{
    JS_FRAME(ctx, f, code, self);

    if (!js_is_kind(*script, JS_KIND_HOST_OBJECT) ||
        ((struct js_host_object *)gc_to_cell(*script))->tag != TAG_COMPILED)
        return js_throw_type_error(ctx, "Illegal invocation");
    f.code = js_field(ctx, &((struct js_host_object *)gc_to_cell(*script))->first);
    f.self = JS_INTRINSIC(ctx, global_this);
    return js_run_code(ctx, &f.code, &f.self, NULL, 0, out);
}

bool js_compile_function(js_ctx *ctx, const js_value *source, const js_value *name,
                         const js_value *names, int32_t line_offset, js_value *out)
{
    double count;
    JS_VEC(ctx, parameters);
    JS_FRAME(ctx, f, each, text);

    JS_TRY(js_length_of_array_like(ctx, names, &count));
    for (double i = 0; i < count; i++) {
        JS_TRY(js_get_index(ctx, names, i, &f.each));
        JS_TRY(js_to_string(ctx, &f.each, &f.text));
        JS_TRY(js_vec_push(ctx, &parameters, &f.text));
    }
    return js_compile_wrapper(ctx, source, name, &parameters, line_offset, out);
}

bool js_compile_static_function(js_ctx *ctx, const uint8_t *latin1, size_t length, const char *name,
                                js_value *out)
{
    const struct js_compile_options options = {.goal = JS_PARSE_SCRIPT};
    JS_FRAME(ctx, f, name, script, code, self);

    JS_TRY(js_string_from_ascii_noscript(ctx, name, &f.name));
    JS_TRY(js_script_new_static_noscript(ctx, latin1, length, &f.name, &f.script));
    ((struct js_script *)gc_to_cell(f.script))->line_offset = (uint32_t)-1;
    JS_TRY(js_compile_noscript(ctx, &f.script, &options, &f.code));
    f.self = JS_UNDEFINED;
    return js_run_code(ctx, &f.code, &f.self, NULL, 0, out);
}

/* ---- memory that programs see ---- */

bool js_array_buffer_create_noscript(js_ctx *ctx, size_t bytes, js_value *out)
{
    JS_FRAME(ctx, f, prototype, store);

    JS_TRY(js_buffer_store_new_noscript(ctx, bytes, bytes, 0, &f.store));
    f.prototype = JS_INTRINSIC(ctx, array_buffer_prototype);
    return js_array_buffer_new_noscript(ctx, &f.prototype, &f.store, out);
}

static bool create_view(js_ctx *ctx, enum js_typed_array_type type, const js_value *buffer,
                        size_t offset, size_t length, js_value *out)
{
    JS_FRAME(ctx, f, prototype);

    f.prototype =
        js_intrinsic_nogc(ctx, (enum js_intrinsic)js_typed_array_info[type].prototype);
    return js_typed_array_new_noscript(ctx, type, &f.prototype, buffer, offset, length, out);
}

bool js_uint8_array_create_noscript(js_ctx *ctx, const js_value *buffer, size_t offset, size_t length,
                                    js_value *out)
{
    return create_view(ctx, JS_UINT8_ARRAY, buffer, offset, length, out);
}

bool js_uint32_array_create_noscript(js_ctx *ctx, const js_value *buffer, size_t offset,
                                     size_t length, js_value *out)
{
    return create_view(ctx, JS_UINT32_ARRAY, buffer, offset, length, out);
}

bool js_float64_array_create_noscript(js_ctx *ctx, const js_value *buffer, size_t offset,
                                      size_t length, js_value *out)
{
    return create_view(ctx, JS_FLOAT64_ARRAY, buffer, offset, length, out);
}

/* The bytes of a store from offset on: as many as there are, at most length. */
static void view_store(const struct js_buffer_store *store, uint64_t offset, uint64_t length,
                       bool tracks, uint8_t **data, size_t *bytes)
{
    *data = NULL;
    *bytes = 0;
    if (store->data == NULL || offset > store->byte_length)
        return;
    if (tracks)
        length = store->byte_length - offset;
    if (length > store->byte_length - offset)
        return; /* out of bounds */
    *data = store->data + offset;
    *bytes = (size_t)length;
}

bool js_get_bytes_nogc(js_ctx *ctx, js_value v, uint8_t **data, size_t *length)
{
    if (js_is_kind(v, JS_KIND_TYPED_ARRAY)) {
        const struct js_typed_array *array = gc_to_cell(v);

        view_store(gc_slot_to_cell(ctx->heap, gc_load(&array->store)), array->offset,
                   js_typed_array_length_nogc(ctx, array) << array->shift, false, data, length);
        return true;
    }
    if (js_is_kind(v, JS_KIND_DATA_VIEW)) {
        const struct js_data_view *view = gc_to_cell(v);

        view_store(gc_slot_to_cell(ctx->heap, gc_load(&view->store)), view->offset, view->length,
                   view->is_length_tracking, data, length);
        return true;
    }
    if (js_is_kind(v, JS_KIND_ARRAY_BUFFER)) {
        view_store(js_buffer_store_nogc(ctx, v), 0, 0, true, data, length);
        return true;
    }
    return false;
}

bool js_array_buffer_detach(js_ctx *ctx, const js_value *buffer)
{
    if (!js_is_kind(*buffer, JS_KIND_ARRAY_BUFFER) ||
        (js_buffer_store_nogc(ctx, *buffer)->flags & JS_BUFFER_SHARED))
        return js_throw_type_error(ctx, "Cannot detach: not an ArrayBuffer");
    js_array_buffer_detach_nogc(ctx, *buffer);
    return true;
}
