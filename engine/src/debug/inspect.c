/*
 * debug/inspect.c: what js/inspect.h promises: the insides of objects, for hosts that show them.
 */
#include "js/inspect.h"

#include "object/array_buffer.h"
#include "object/collection.h"
#include "object/function.h"
#include "object/generator.h"
#include "object/iterator.h"
#include "object/promise.h"
#include "object/property.h"
#include "object/proxy.h"
#include "object/weak.h"
#include "object/wrapper.h"
#include "ops/ops.h"
#include "vm/messages.h"
#include "vm/natives.h"

/* ---- classes ---- */

static enum js_class class_of_wrapper(const js_ctx *ctx, js_value v)
{
    const js_value primitive = js_wrapper_value_nogc(ctx, v);

    return js_is_boolean(primitive)  ? JS_CLASS_BOOLEAN
           : js_is_number(primitive) ? JS_CLASS_NUMBER
           : js_is_string(primitive) ? JS_CLASS_STRING
           : js_is_symbol(primitive) ? JS_CLASS_SYMBOL
                                     : JS_CLASS_BIGINT;
}

static enum js_class class_of_function(const js_ctx *ctx, js_value v)
{
    switch (js_function_bytecode_nogc(ctx, v)->flags & (JS_CODE_GENERATOR | JS_CODE_ASYNC)) {
    case JS_CODE_GENERATOR:
        return JS_CLASS_GENERATOR_FUNCTION;
    case JS_CODE_ASYNC:
        return JS_CLASS_ASYNC_FUNCTION;
    case JS_CODE_GENERATOR | JS_CODE_ASYNC:
        return JS_CLASS_ASYNC_GENERATOR_FUNCTION;
    default:
        return JS_CLASS_NONE;
    }
}

static const uint8_t classes[JS_KIND_COUNT] = {
    [JS_KIND_DATE] = JS_CLASS_DATE,
    [JS_KIND_REGEXP] = JS_CLASS_REGEXP,
    [JS_KIND_ERROR] = JS_CLASS_ERROR,
    [JS_KIND_MAP] = JS_CLASS_MAP,
    [JS_KIND_SET] = JS_CLASS_SET,
    [JS_KIND_WEAK_MAP] = JS_CLASS_WEAK_MAP,
    [JS_KIND_WEAK_SET] = JS_CLASS_WEAK_SET,
    [JS_KIND_WEAK_REF] = JS_CLASS_WEAK_REF,
    [JS_KIND_FINALIZATION_REGISTRY] = JS_CLASS_FINALIZATION_REGISTRY,
    [JS_KIND_PROMISE] = JS_CLASS_PROMISE,
    [JS_KIND_PROXY] = JS_CLASS_PROXY,
    [JS_KIND_DATA_VIEW] = JS_CLASS_DATA_VIEW,
    [JS_KIND_TYPED_ARRAY] = JS_CLASS_TYPED_ARRAY,
    [JS_KIND_ARGUMENTS] = JS_CLASS_ARGUMENTS,
    [JS_KIND_GENERATOR] = JS_CLASS_GENERATOR,
    [JS_KIND_NAMESPACE] = JS_CLASS_NAMESPACE,
    [JS_KIND_HOST_OBJECT] = JS_CLASS_HOST,
};

enum js_class js_class_of_nogc(const js_ctx *ctx, js_value v)
{
    if (!js_is_object(v))
        return JS_CLASS_NONE;
    switch (gc_kind_of(gc_to_cell(v))) {
    case JS_KIND_WRAPPER:
        return class_of_wrapper(ctx, v);
    case JS_KIND_FUNCTION:
        return class_of_function(ctx, v);
    case JS_KIND_ITERATOR:
        return js_is_iterator_of(v, JS_ITERATOR_MAP)   ? JS_CLASS_MAP_ITERATOR
               : js_is_iterator_of(v, JS_ITERATOR_SET) ? JS_CLASS_SET_ITERATOR
                                                       : JS_CLASS_NONE;
    case JS_KIND_ARRAY_BUFFER:
        return js_buffer_store_nogc(ctx, v)->flags & JS_BUFFER_SHARED ? JS_CLASS_SHARED_ARRAY_BUFFER
                                                                      : JS_CLASS_ARRAY_BUFFER;
    default:
        return (enum js_class)classes[gc_kind_of(gc_to_cell(v))];
    }
}

/* ---- details ---- */

bool js_proxy_details_nogc(const js_ctx *ctx, js_value v, js_value *target, js_value *handler)
{
    if (!js_is_kind(v, JS_KIND_PROXY))
        return false;
    *target = js_field(ctx, &js_proxy_nogc(v)->target);
    *handler = js_field(ctx, &js_proxy_nogc(v)->handler);
    return true;
}

bool js_promise_details_nogc(const js_ctx *ctx, js_value v, int *state, js_value *result)
{
    if (!js_is_kind(v, JS_KIND_PROMISE))
        return false;
    const struct js_promise *promise = js_promise_nogc(v);

    *state = promise->state == JS_PROMISE_PENDING     ? 0
             : promise->state == JS_PROMISE_FULFILLED ? 1
                                                      : 2;
    *result = *state == 0 ? JS_UNDEFINED : js_field(ctx, &promise->result);
    return true;
}

/* The entries of a table from index on: keys, values, or both in turn. */
static bool preview_table(js_ctx *ctx, const js_value *table, uint32_t index, enum js_enumerate what,
                          js_value *out)
{
    JS_FRAME(ctx, f, table, array, key, value);

    f.table = *table;
    JS_TRY(js_array_new_noscript(ctx, 0, &f.array));
    while (js_is_kind(f.table, JS_KIND_HASH_TABLE)) {
        const struct js_hash_entry *entry = js_hash_table_next_nogc(ctx, &f.table, &index);

        if (!entry)
            break;
        f.key = js_field(ctx, &entry->key);
        f.value = js_field(ctx, &entry->value);
        if (what != JS_VALUES)
            JS_TRY(js_array_push_noscript(ctx, &f.array, &f.key));
        if (what != JS_KEYS)
            JS_TRY(js_array_push_noscript(ctx, &f.array, &f.value));
    }
    *out = f.array;
    return true;
}

static bool preview_iterator(js_ctx *ctx, const js_value *v, js_value *out, bool *pairs)
{
    const struct js_iterator *it = js_iterator_nogc(*v);
    const bool is_set = it->type == JS_ITERATOR_SET;
    JS_FRAME(ctx, f, table);

    *pairs = it->mode == JS_ENTRIES;
    f.table = js_field(ctx, &it->target);
    /* A Set's entries are (key, key). */
    if (is_set && *pairs) {
        JS_FRAME(ctx, g, keys, array, key);
        double length;

        JS_TRY(preview_table(ctx, &f.table, (uint32_t)it->index, JS_KEYS, &g.keys));
        JS_TRY(js_array_new_noscript(ctx, 0, &g.array));
        JS_TRY(js_length_of_array_like(ctx, &g.keys, &length));
        for (uint32_t i = 0; i < length; i++) {
            g.key = js_array_peek_nogc(ctx, g.keys, i);
            JS_TRY(js_array_push_noscript(ctx, &g.array, &g.key));
            JS_TRY(js_array_push_noscript(ctx, &g.array, &g.key));
        }
        *out = g.array;
        return true;
    }
    return preview_table(ctx, &f.table, (uint32_t)it->index,
                         is_set ? JS_KEYS : (enum js_enumerate)it->mode, out);
}

static bool preview_weak(js_ctx *ctx, const js_value *v, bool pairs, js_value *out)
{
    JS_FRAME(ctx, f, table, array, key, value);

    JS_TRY(js_array_new_noscript(ctx, 0, &f.array));
    f.table = js_field(ctx, &((const struct js_weak_map *)gc_to_cell(*v))->table);
    for (uint32_t i = 0; gc_is_cell(f.table); i++) {
        const struct js_ephemerons *table = gc_to_cell(f.table);

        if (i >= table->capacity)
            break;
        f.key = js_field(ctx, &table->entries[i].key);
        f.value = js_field(ctx, &table->entries[i].value);
        if (!gc_is_cell(f.key))
            continue;
        JS_TRY(js_array_push_noscript(ctx, &f.array, &f.key));
        if (pairs)
            JS_TRY(js_array_push_noscript(ctx, &f.array, &f.value));
    }
    *out = f.array;
    return true;
}

bool js_preview_entries_noscript(js_ctx *ctx, const js_value *v, js_value *out, bool *pairs)
{
    JS_FRAME(ctx, f, table);

    *pairs = false;
    switch (js_class_of_nogc(ctx, *v)) {
    case JS_CLASS_MAP:
    case JS_CLASS_SET:
        *pairs = js_is_kind(*v, JS_KIND_MAP);
        f.table = js_collection_table_nogc(ctx, *v);
        return preview_table(ctx, &f.table, 0, *pairs ? JS_ENTRIES : JS_KEYS, out);
    case JS_CLASS_MAP_ITERATOR:
    case JS_CLASS_SET_ITERATOR:
        return preview_iterator(ctx, v, out, pairs);
    case JS_CLASS_WEAK_MAP:
    case JS_CLASS_WEAK_SET:
        *pairs = js_is_kind(*v, JS_KIND_WEAK_MAP);
        return preview_weak(ctx, v, *pairs, out);
    default:
        *out = JS_UNDEFINED;
        return true;
    }
}

/* ---- names ---- */

bool js_own_names(js_ctx *ctx, const js_value *object, bool only_enumerable, js_value *out)
{
    JS_VEC(ctx, keys);
    JS_FRAME(ctx, f, array, key, value);
    uint32_t index;
    bool enumerable = true;

    JS_TRY(js_object_own_keys(ctx, object, &keys));
    JS_TRY(js_array_new_noscript(ctx, 0, &f.array));
    for (uint32_t i = 0; i < keys.count; i++) {
        f.value = js_vec_get_nogc(ctx, &keys, i);
        JS_TRY(js_to_property_key(ctx, &f.value, &f.key));
        if (js_key_is_index_nogc(ctx, f.key, &index))
            continue;
        if (only_enumerable)
            JS_TRY(js__is_own_enumerable(ctx, object, &f.key, &enumerable));
        if (enumerable)
            JS_TRY(js_array_push_noscript(ctx, &f.array, &f.key));
    }
    *out = f.array;
    return true;
}

static const char *const class_names[] = {
    [JS_CLASS_DATE] = "Date", [JS_CLASS_REGEXP] = "RegExp", [JS_CLASS_ERROR] = "Error",
    [JS_CLASS_BOOLEAN] = "Boolean", [JS_CLASS_NUMBER] = "Number", [JS_CLASS_STRING] = "String",
    [JS_CLASS_SYMBOL] = "Symbol", [JS_CLASS_BIGINT] = "BigInt", [JS_CLASS_MAP] = "Map",
    [JS_CLASS_SET] = "Set", [JS_CLASS_WEAK_MAP] = "WeakMap", [JS_CLASS_WEAK_SET] = "WeakSet",
    [JS_CLASS_MAP_ITERATOR] = "Map Iterator", [JS_CLASS_SET_ITERATOR] = "Set Iterator",
    [JS_CLASS_WEAK_REF] = "WeakRef", [JS_CLASS_FINALIZATION_REGISTRY] = "FinalizationRegistry",
    [JS_CLASS_PROMISE] = "Promise", [JS_CLASS_ARRAY_BUFFER] = "ArrayBuffer",
    [JS_CLASS_SHARED_ARRAY_BUFFER] = "SharedArrayBuffer", [JS_CLASS_DATA_VIEW] = "DataView",
};

bool js_constructor_name_noscript(js_ctx *ctx, const js_value *object, js_value *out)
{
    const enum js_class class = js_class_of_nogc(ctx, *object);
    js_value constructor;
    JS_FRAME(ctx, f, constructor, name);

    if (js__find_data_nogc(ctx, *object, *JS_ATOM(ctx, constructor), &constructor) &&
        js_is_callable_nogc(ctx, constructor)) {
        f.constructor = constructor;
        JS_TRY(js_function_debug_name_noscript(ctx, &f.constructor, &f.name));
        if (js_is_string(f.name) && js_string_length_nogc(f.name) != 0) {
            *out = f.name;
            return true;
        }
    }
    if ((size_t)class < sizeof class_names / sizeof class_names[0] && class_names[class] != NULL)
        return js_string_from_ascii_noscript(ctx, class_names[class], out);
    *out = js_is_callable_nogc(ctx, *object) ? *JS_ATOM(ctx, Function)
           : js_is_kind(*object, JS_KIND_ARRAY) ? *JS_ATOM(ctx, Array)
                                                : *JS_ATOM(ctx, Object);
    return true;
}

bool js_caller_file_nogc(js_ctx *ctx, unsigned i, js_value *out)
{
    for (const struct js_activation *a = ctx->activation; a != NULL; a = a->prev) {
        if (!js_is_kind(*a->callee, JS_KIND_FUNCTION) || i-- != 0)
            continue;
        const struct js_feedback *feedback =
            gc_slot_to_cell(ctx->heap, js_function_nogc(*a->callee)->feedback);
        const struct js_code *code = gc_slot_to_cell(ctx->heap, feedback->code);
        const struct js_script *script = gc_slot_to_cell(ctx->heap, code->script);

        *out = js_field(ctx, &script->name);
        return true;
    }
    return false;
}

void js_code_bytes_nogc(js_ctx *ctx, size_t *bytecode, size_t *sources)
{
    *bytecode = gc_kind_outside_bytes(ctx->heap, JS_KIND_CODE);
    *sources = gc_kind_outside_bytes(ctx->heap, JS_KIND_SCRIPT);
}
