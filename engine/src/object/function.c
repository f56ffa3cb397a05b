/*
 * object/function.c: function objects.
 *
 * A new function has no properties: its own length, name and prototype exist by its shape's
 * JS_SHAPE_LAZY_FUNCTION and are made when something looks at them [function.lazy].  Most functions die
 * without that.  The name comes from the code, or from the native function's table.
 */
#include "object/function.h"
#include "object/property.h"
#include "object/proxy.h"
#include "object/symbol.h"
#include "ops/ops.h"
#include "vm/natives.h"
#include "vm/realm.h"

static struct js_native_function *native_nogc(js_value v)
{
    js_assert(js_is_kind(v, JS_KIND_NATIVE_FUNCTION));
    return gc_to_cell(v);
}

static struct js_feedback *feedback_of(const js_ctx *ctx, js_value function)
{
    return gc_slot_to_cell(ctx->heap, gc_load(&js_function_nogc(function)->feedback));
}

/* ---- lazy properties ---- */

enum prototype_property { NO_PROTOTYPE, ORDINARY_PROTOTYPE, GENERATOR_PROTOTYPE, ASYNC_GENERATOR_PROTOTYPE };

/* Which prototype property a function gets by itself; a class's is given by its definition. */
static enum prototype_property prototype_property(const js_ctx *ctx, js_value function)
{
    const unsigned none = JS_CODE_CLASS | JS_CODE_ARROW | JS_CODE_METHOD | JS_CODE_ACCESSOR |
                          JS_CODE_ASYNC | JS_CODE_FIELD_INITIALIZER | JS_CODE_SCRIPT | JS_CODE_EVAL;

    if (!js_is_kind(function, JS_KIND_FUNCTION))
        return NO_PROTOTYPE;
    const unsigned flags = feedback_of(ctx, function)->bytecode->flags;
    if (flags & JS_CODE_GENERATOR)
        return flags & JS_CODE_ASYNC ? ASYNC_GENERATOR_PROTOTYPE : GENERATOR_PROTOTYPE;
    return flags & none ? NO_PROTOTYPE : ORDINARY_PROTOTYPE;
}

bool js__is_lazy_key_nogc(js_ctx *ctx, js_value function, js_value key)
{
    return gc_same(key, *JS_ATOM(ctx, length)) || gc_same(key, *JS_ATOM(ctx, name)) ||
           (gc_same(key, *JS_ATOM(ctx, prototype)) &&
            prototype_property(ctx, function) != NO_PROTOTYPE);
}

/* 10.2.9 SetFunctionName, steps 2 to 5: the text for a key. */
static bool name_of_key(js_ctx *ctx, const js_value *key, const char *prefix, js_value *out)
{
    JS_FRAME(ctx, f, name, part);

    if (js_is_symbol(*key)) {
        f.name = js_field(ctx, &js_symbol_nogc(*key)->description);
        if (js_is_undefined(f.name)) {
            f.name = *JS_ATOM(ctx, empty);
        } else if (!js_is_private_symbol(*key)) {
            JS_TRY(js_format_noscript(ctx, &f.part, "["));
            JS_TRY(js_string_concat_noscript(ctx, &f.part, &f.name, &f.name));
            JS_TRY(js_format_noscript(ctx, &f.part, "]"));
            JS_TRY(js_string_concat_noscript(ctx, &f.name, &f.part, &f.name));
        }
    } else {
        JS_TRY(js_key_to_value_noscript(ctx, key, &f.name));
    }
    if (prefix) {
        JS_TRY(js_format_noscript(ctx, &f.part, "%s ", prefix));
        JS_TRY(js_string_concat_noscript(ctx, &f.part, &f.name, &f.name));
    }
    *out = f.name;
    return true;
}

/* The name that a function has by its code or table. */
static bool original_name(js_ctx *ctx, const js_value *function, js_value *out)
{
    JS_FRAME(ctx, f, name);

    if (js_is_kind(*function, JS_KIND_FUNCTION)) {
        const struct js_code *code =
            gc_slot_to_cell(ctx->heap, gc_load(&feedback_of(ctx, *function)->code));

        f.name = js_field(ctx, &code->name);
        if (js_is_symbol(f.name))
            return name_of_key(ctx, &f.name, NULL, out);
        *out = js_is_string(f.name) ? f.name : *JS_ATOM(ctx, empty);
        return true;
    }
    const struct js_native_function *native = native_nogc(*function);
    f.name = js_field(ctx, &native->name);
    if (!js_is_string(f.name))
        return js_native_name_noscript(ctx, native->table, native->index, out);
    *out = f.name;
    return true;
}

/* The prototype object of a function that constructs, or of a generator function's generators. */
static bool new_prototype(js_ctx *ctx, const js_value *function, enum prototype_property which,
                          js_value *out)
{
    static const enum js_intrinsic parents[] = {
        [ORDINARY_PROTOTYPE] = JS_INTRINSIC_object_prototype,
        [GENERATOR_PROTOTYPE] = JS_INTRINSIC_generator_prototype,
        [ASYNC_GENERATOR_PROTOTYPE] = JS_INTRINSIC_async_generator_prototype,
    };
    JS_FRAME(ctx, f, parent, object);

    f.parent = js_realm_intrinsic_nogc(ctx, js_field(ctx, &feedback_of(ctx, *function)->realm),
                                       parents[which]);
    JS_TRY(js_object_new_with_prototype_noscript(ctx, &f.parent, &f.object));
    if (which == ORDINARY_PROTOTYPE)
        JS_TRY(js_object_add_noscript(ctx, &f.object, JS_ATOM(ctx, constructor), function,
                                      JS_HIDDEN_ATTRIBUTES));
    *out = f.object;
    return true;
}

bool js_function_materialise_noscript(js_ctx *ctx, const js_value *function)
{
    JS_FRAME(ctx, f, length, name, prototype);

    if (!js_has_shape_flag_nogc(ctx, *function, JS_SHAPE_LAZY_FUNCTION))
        return true;
    const enum prototype_property which = prototype_property(ctx, *function);
    f.length = js_int(js_is_kind(*function, JS_KIND_FUNCTION)
                          ? feedback_of(ctx, *function)->bytecode->length
                          : native_nogc(*function)->length);
    JS_TRY(original_name(ctx, function, &f.name));
    if (which != NO_PROTOTYPE)
        JS_TRY(new_prototype(ctx, function, which, &f.prototype));
    JS_TRY(js__properties_reserve_noscript(ctx, function, which != NO_PROTOTYPE ? 3 : 2));

    JS_TRY(js__object_change_flags_noscript(ctx, function, 0, JS_SHAPE_LAZY_FUNCTION));
    JS_TRY(js_object_add_noscript(ctx, function, JS_ATOM(ctx, length), &f.length, JS_CONFIGURABLE));
    JS_TRY(js_object_add_noscript(ctx, function, JS_ATOM(ctx, name), &f.name, JS_CONFIGURABLE));
    return which == NO_PROTOTYPE || js_object_add_noscript(ctx, function, JS_ATOM(ctx, prototype),
                                                           &f.prototype, JS_WRITABLE);
}

/* ---- names ---- */

/* 10.2.9 SetFunctionName */
bool js_set_function_name_noscript(js_ctx *ctx, const js_value *function, const js_value *key,
                                   const char *prefix)
{
    JS_FRAME(ctx, f, name, present);
    JS_DESCRIPTOR(ctx, d);
    bool ok;

    JS_TRY(name_of_key(ctx, key, prefix, &f.name));
    if (js_has_shape_flag_nogc(ctx, *function, JS_SHAPE_LAZY_FUNCTION)) {
        JS_TRY(original_name(ctx, function, &f.present));
        if (js_string_equals_nogc(ctx, f.present, f.name))
            return true;
        if (js_is_kind(*function, JS_KIND_NATIVE_FUNCTION))
            return js_store(ctx, function, offsetof(struct js_native_function, name), &f.name);
    }
    d.value = f.name;
    d.flags = JS_HAS_VALUE | JS_HAS_WRITABLE | JS_HAS_ENUMERABLE | JS_HAS_CONFIGURABLE |
              JS_CONFIGURABLE;
    return js_ordinary_define_own_property(ctx, function, JS_ATOM(ctx, name), &d, &ok);
}

bool js_function_debug_name_noscript(js_ctx *ctx, const js_value *function, js_value *out)
{
    struct js_found found;
    js_value name = JS_UNDEFINED;

    switch (gc_kind_of(gc_to_cell(*function))) {
    case JS_KIND_FUNCTION:
    case JS_KIND_NATIVE_FUNCTION:
        if (js_has_shape_flag_nogc(ctx, *function, JS_SHAPE_LAZY_FUNCTION)) {
            JS_TRY(original_name(ctx, function, out));
            name = *out;
            break;
        }
        __attribute__((fallthrough));
    case JS_KIND_BOUND_FUNCTION:
        if (js__find_own_nogc(ctx, *function, *JS_ATOM(ctx, name), &found) == JS_PLACE_SLOT &&
            !(found.attributes & JS_IS_ACCESSOR))
            name = js__found_value_nogc(ctx, *function, &found);
        break;
    default:
        break;
    }
    *out = js_is_string(name) && js_string_length_nogc(name) ? name : JS_UNDEFINED;
    return true;
}

/* ---- compiled functions ---- */

bool js_feedback_new_noscript(js_ctx *ctx, const js_value *code, js_value *out)
{
    JS_FRAME(ctx, f, feedback);
    const struct js_code *cell = gc_to_cell(*code);

    JS_TRY(js_alloc(ctx, JS_KIND_FEEDBACK,
                    sizeof(struct js_feedback) + cell->bytecode->cache_slots * sizeof(gc_slot),
                    &f.feedback));
    struct js_feedback *feedback = gc_to_cell(f.feedback);
    cell = gc_to_cell(*code);
    feedback->bytecode = cell->bytecode;
    gc_init(ctx->heap, feedback, &feedback->code, gc_slot_from_cell(ctx->heap, cell));
    gc_init(ctx->heap, feedback, &feedback->realm, gc_slot_of(ctx->heap, ctx->realm));
    gc_init(ctx->heap, feedback, &feedback->constants, gc_load(&cell->constants));
    *out = f.feedback;
    return true;
}

static enum js_intrinsic shape_for_code(unsigned flags)
{
    if (flags & JS_CODE_CLASS)
        return JS_INTRINSIC_shape_class;
    if (flags & JS_CODE_GENERATOR)
        return flags & JS_CODE_ASYNC ? JS_INTRINSIC_shape_async_generator_function
                                     : JS_INTRINSIC_shape_generator_function;
    if (flags & JS_CODE_ASYNC)
        return JS_INTRINSIC_shape_async_function;
    if (flags & (JS_CODE_ARROW | JS_CODE_METHOD | JS_CODE_ACCESSOR | JS_CODE_FIELD_INITIALIZER |
                 JS_CODE_SCRIPT | JS_CODE_EVAL))
        return JS_INTRINSIC_shape_function;
    return JS_INTRINSIC_shape_constructor;
}

bool js_function_new_noscript(js_ctx *ctx, const js_value *feedback, js_value *out)
{
    const struct js_bytecode *bytecode = ((struct js_feedback *)gc_to_cell(*feedback))->bytecode;
    const size_t bytes = sizeof(struct js_function) + bytecode->capture_count * sizeof(gc_slot);
    JS_FRAME(ctx, f, function);

    JS_TRY(js_alloc(ctx, JS_KIND_FUNCTION, bytes, &f.function));
    struct js_function *function = js_function_nogc(f.function);
    const struct js_feedback *cell = gc_to_cell(*feedback);
    const struct js_realm *realm = gc_slot_to_cell(ctx->heap, gc_load(&cell->realm));
    gc_init(ctx->heap, function, &function->shape,
            gc_load(&realm->intrinsics[shape_for_code(bytecode->flags)]));
    gc_init(ctx->heap, function, &function->feedback, gc_slot_from_cell(ctx->heap, cell));
    *out = f.function;
    return true;
}

/* ---- native functions ---- */

static bool native_shape(js_ctx *ctx, const js_builtin *entry, js_value *out)
{
    JS_FRAME(ctx, f, prototype);

    *out = JS_INTRINSIC(ctx, shape_native_function);
    if (entry->where != JS_AS_CONSTRUCTOR)
        return true;
    const unsigned flags = ((struct js_shape *)gc_to_cell(*out))->flags;
    f.prototype = js_field(ctx, &((struct js_shape *)gc_to_cell(*out))->prototype);
    return js_shape_for_prototype_noscript(ctx, &f.prototype, flags | JS_SHAPE_CONSTRUCTOR, 0, out);
}

bool js_native_function_new_noscript(js_ctx *ctx, uint16_t table, uint16_t index, js_value *out)
{
    JS_FRAME(ctx, f, shape, function);
    const js_builtin *entry = js_native_entry_nogc(ctx, table, index);

    JS_TRY(native_shape(ctx, entry, &f.shape));
    JS_TRY(js_alloc(ctx, JS_KIND_NATIVE_FUNCTION, sizeof(struct js_native_function), &f.function));
    struct js_native_function *function = native_nogc(f.function);
    gc_init(ctx->heap, function, &function->shape, gc_slot_of(ctx->heap, f.shape));
    gc_init(ctx->heap, function, &function->realm, gc_slot_of(ctx->heap, ctx->realm));
    function->table = table;
    function->index = index;
    function->length = entry->length;
    function->flags = entry->where == JS_AS_CONSTRUCTOR ? JS_NATIVE_CONSTRUCTOR : 0;
    *out = f.function;
    return true;
}

bool js_native_closure_new_noscript(js_ctx *ctx, js_native_fn *fn, js_value *out)
{
    uint16_t table, index;
    const bool known = js_native_find_nogc(ctx, fn, &table, &index);

    GC_REQUIRE(known);
    return js_native_function_new_noscript(ctx, table, index, out);
}

bool js_native_set_data_noscript(js_ctx *ctx, const js_value *function, unsigned i,
                                 const js_value *value)
{
    js_assert(i < 2);
    return js_store(ctx, function,
                    offsetof(struct js_native_function, data) + i * sizeof(gc_slot), value);
}

js_value js_native_data_nogc(const js_ctx *ctx, js_value function, unsigned i)
{
    js_assert(i < 2);
    return js_field(ctx, &native_nogc(function)->data[i]);
}

/* ---- realms ---- */

/* 7.3.24 GetFunctionRealm */
bool js_get_function_realm(js_ctx *ctx, const js_value *function, js_value *out)
{
    js_value at = *function;

    for (;;) {
        switch (gc_kind_of(gc_to_cell(at))) {
        case JS_KIND_FUNCTION:
            *out = js_field(ctx, &feedback_of(ctx, at)->realm);
            return true;
        case JS_KIND_NATIVE_FUNCTION:
            *out = js_field(ctx, &native_nogc(at)->realm);
            return true;
        case JS_KIND_BOUND_FUNCTION:
            at = js_field(ctx, &((struct js_bound_function *)gc_to_cell(at))->target);
            break;
        case JS_KIND_PROXY:
            at = js_field(ctx, &js_proxy_nogc(at)->target);
            if (js_is_null(at))
                return js_throw_type_error(
                    ctx, "Cannot perform 'get realm' on a proxy that has been revoked");
            break;
        default:
            *out = ctx->realm;
            return true;
        }
    }
}
