/*
 * builtins/install.c: makes a realm from the tables that builtins.def lists.
 *
 * Prototypes are made first, in the order of the list, then the ready-made shapes, the global object and the
 * functions: a function needs Function.prototype and its shape; nothing needs a function.  Then some
 * properties become intrinsics of their own, which the specification or fast paths refer to.  Everything
 * runs without script, and the order of properties is that of the tables.
 */
#include "builtins/builtin.h"
#include "builtins/install.h"
#include "object/wrapper.h"
#include "vm/natives.h"
#include "vm/realm.h"

#include <string.h>

#define CLASS(table, constructor, prototype, parent, kind)                                         \
    extern const js_builtin table##_table[];                                                       \
    extern const size_t table##_table_count;
#define OBJECT(table, intrinsic, parent, global_name)                                              \
    extern const js_builtin table##_table[];                                                       \
    extern const size_t table##_table_count;
#include "builtins/builtins.def"

#define NO_INTRINSIC JS_INTRINSIC_COUNT

/* A line of builtins.def.  Its number is that of its table of natives. */
struct line {
    const js_builtin *entries;
    const size_t *count;
    enum js_intrinsic constructor; /* of a CLASS; else NO_INTRINSIC */
    enum js_intrinsic object;      /* what JS_ON_PROTOTYPE entries go onto */
    enum js_intrinsic parent;
    enum js_kind kind;
    const char *global_name; /* of an OBJECT */
};

static const struct line lines[] = {
#define CLASS(table, constructor, prototype, parent, kind)                                         \
    {table##_table,           &table##_table_count, JS_INTRINSIC_##constructor,                    \
     JS_INTRINSIC_##prototype, JS_INTRINSIC_##parent, kind, NULL},
#define OBJECT(table, intrinsic, parent, global_name)                                              \
    {table##_table,           &table##_table_count, NO_INTRINSIC,                                  \
     JS_INTRINSIC_##intrinsic, JS_INTRINSIC_##parent, JS_KIND_OBJECT, global_name},
#include "builtins/builtins.def"
};

#define LINE_COUNT (sizeof lines / sizeof lines[0])

/* Properties that are intrinsics too, once installed. */
static const struct {
    enum js_intrinsic intrinsic, holder;
    const char *name;
} known_properties[] = {
    {JS_INTRINSIC_array_prototype_values, JS_INTRINSIC_array_prototype, "values"},
    {JS_INTRINSIC_array_to_string, JS_INTRINSIC_array_prototype, "toString"},
    {JS_INTRINSIC_array_iterator_next, JS_INTRINSIC_array_iterator_prototype, "next"},
    {JS_INTRINSIC_object_prototype_to_string, JS_INTRINSIC_object_prototype, "toString"},
    {JS_INTRINSIC_object_prototype_value_of, JS_INTRINSIC_object_prototype, "valueOf"},
    {JS_INTRINSIC_promise_prototype_then, JS_INTRINSIC_promise_prototype, "then"},
    {JS_INTRINSIC_promise_resolve, JS_INTRINSIC_promise, "resolve"},
    {JS_INTRINSIC_regexp_prototype_exec, JS_INTRINSIC_regexp_prototype, "exec"},
    {JS_INTRINSIC_eval, JS_INTRINSIC_global, "eval"},
    {JS_INTRINSIC_proxy, JS_INTRINSIC_global, "Proxy"},
};

/* ---- prototypes ---- */

static size_t bytes_of(enum js_kind kind)
{
    switch (kind) {
    case JS_KIND_ARRAY:
        return sizeof(struct js_array);
    case JS_KIND_WRAPPER:
        return sizeof(struct js_wrapper);
    case JS_KIND_NATIVE_FUNCTION:
        return sizeof(struct js_native_function);
    default:
        js_assert(kind == JS_KIND_OBJECT);
        return sizeof(struct js_object);
    }
}

/* The primitive in Boolean.prototype, Number.prototype, String.prototype. */
static js_value primitive_of(js_ctx *ctx, enum js_intrinsic prototype)
{
    return prototype == JS_INTRINSIC_boolean_prototype  ? JS_FALSE
           : prototype == JS_INTRINSIC_number_prototype ? js_int(0)
                                                        : *JS_ATOM(ctx, empty);
}

static bool make_object(js_ctx *ctx, const struct line *line)
{
    JS_FRAME(ctx, f, parent, object);

    if (!js_is_undefined(js_intrinsic_nogc(ctx, line->object)))
        return true;
    f.parent = line->object == JS_INTRINSIC_object_prototype ? JS_NULL
                                                             : js_intrinsic_nogc(ctx, line->parent);
    if (js_is_undefined(f.parent))
        f.parent = JS_INTRINSIC(ctx, object_prototype);
    JS_TRY(js_object_alloc_noscript(ctx, line->kind, bytes_of(line->kind), &f.parent, &f.object));
    if (line->kind == JS_KIND_WRAPPER) {
        struct js_wrapper *wrapper = gc_to_cell(f.object);

        gc_write(ctx->heap, wrapper, &wrapper->value,
                 gc_slot_of(ctx->heap, primitive_of(ctx, line->object)));
    }
    if (line->kind == JS_KIND_NATIVE_FUNCTION) {
        struct js_native_function *function = gc_to_cell(f.object);

        GC_REQUIRE(js_native_find_nogc(ctx, js__function_prototype, &function->table,
                                       &function->index));
        function->data[0] = function->data[1] = JS_SLOT_UNDEFINED;
        gc_write(ctx->heap, function, &function->realm, gc_slot_of(ctx->heap, ctx->realm));
    }
    return js_set_intrinsic_noscript(ctx, line->object, &f.object);
}

static bool make_global(js_ctx *ctx)
{
    JS_FRAME(ctx, f, parent, global, lexical);

    f.parent = JS_INTRINSIC(ctx, object_prototype);
    JS_TRY(js_object_alloc_noscript(ctx, JS_KIND_GLOBAL, sizeof(struct js_global), &f.parent,
                                    &f.global));
    JS_TRY(js__object_make_unique_noscript(ctx, &f.global, 0));
    JS_TRY(js_set_intrinsic_noscript(ctx, JS_INTRINSIC_global, &f.global));
    /* Top-level let, const and class of scripts; without in-object room, as the caches of globals expect. */
    f.parent = JS_NULL;
    JS_TRY(js_object_alloc_noscript(ctx, JS_KIND_OBJECT, sizeof(struct js_object), &f.parent, &f.lexical));
    JS_TRY(js__object_make_unique_noscript(ctx, &f.lexical, 0));
    JS_TRY(js_set_intrinsic_noscript(ctx, JS_INTRINSIC_global_lexical, &f.lexical));
    return js_set_intrinsic_noscript(ctx, JS_INTRINSIC_global_this, &f.global);
}

/* ---- entries of tables ---- */

static bool define(js_ctx *ctx, const js_value *object, const js_value *key, const js_value *value,
                   unsigned attributes)
{
    return js_define_value(ctx, object, key, value, attributes & JS_ALL_ATTRIBUTES);
}

static bool define_accessor(js_ctx *ctx, const js_value *object, const js_value *key,
                            const js_value *function, const js_builtin *entry)
{
    JS_DESCRIPTOR(ctx, d);

    d.flags = JS_HAS_ENUMERABLE | JS_HAS_CONFIGURABLE | (entry->attributes & JS_ALL_ATTRIBUTES);
    if (entry->type == JS_TYPE_GETTER) {
        d.getter = *function;
        d.flags |= JS_HAS_GET;
    } else {
        d.setter = *function;
        d.flags |= JS_HAS_SET;
    }
    return js_define_property_or_throw(ctx, object, key, &d);
}

/* The value that an alias stands for, made before. */
static bool get_original(js_ctx *ctx, const js_value *object, const char *original, js_value *out)
{
    struct js_builtin named = {.name = original + (original[0] == '.')};
    JS_FRAME(ctx, f, holder, key);

    f.holder = original[0] == '.' ? JS_INTRINSIC(ctx, global) : *object;
    JS_TRY(js_native_key_noscript(ctx, &named, &f.key));
    return js_get(ctx, &f.holder, &f.key, out);
}

static bool install_entry(js_ctx *ctx, uint16_t table, uint16_t index, const js_value *object)
{
    const js_builtin *entry = js_native_entry_nogc(ctx, table, index);
    JS_FRAME(ctx, f, key, value);

    JS_TRY(js_native_key_noscript(ctx, entry, &f.key));
    switch ((enum js_builtin_type)entry->type) {
    case JS_TYPE_NUMBER:
        f.value = js_number(entry->number);
        break;
    case JS_TYPE_STRING:
        JS_TRY(js_native_key_noscript(ctx, &(js_builtin){.name = entry->string}, &f.value));
        break;
    case JS_TYPE_ALIAS:
        JS_TRY(get_original(ctx, object, entry->string, &f.value));
        break;
    case JS_TYPE_METHOD:
        JS_TRY(js_native_function_new_noscript(ctx, table, index, &f.value));
        break;
    case JS_TYPE_GETTER:
    case JS_TYPE_SETTER:
        JS_TRY(js_native_function_new_noscript(ctx, table, index, &f.value));
        return define_accessor(ctx, object, &f.key, &f.value, entry);
    }
    return define(ctx, object, &f.key, &f.value, entry->attributes);
}

/* ---- constructors ---- */

/* The constructor whose prototype is parent, or undefined: what a derived class's constructor inherits. */
static js_value parent_constructor_nogc(js_ctx *ctx, enum js_intrinsic parent)
{
    if (parent != JS_INTRINSIC_object_prototype)
        for (size_t i = 0; i < LINE_COUNT; i++)
            if (lines[i].constructor != NO_INTRINSIC && lines[i].object == parent)
                return js_intrinsic_nogc(ctx, lines[i].constructor);
    return JS_UNDEFINED;
}

static bool make_constructor(js_ctx *ctx, const struct line *line, uint16_t table)
{
    const js_builtin *entry = &line->entries[0];
    unsigned attributes = entry->attributes & JS_ALL_ATTRIBUTES;
    JS_FRAME(ctx, f, constructor, prototype, parent, global, key);
    bool ok;

    js_assert(entry->where == JS_AS_CONSTRUCTOR);
    JS_TRY(js_native_function_new_noscript(ctx, table, 0, &f.constructor));
    f.parent = parent_constructor_nogc(ctx, line->parent);
    if (!js_is_undefined(f.parent) && line->object != JS_INTRINSIC_function_prototype)
        JS_TRY(js_object_set_prototype(ctx, &f.constructor, &f.parent, &ok));
    f.prototype = js_intrinsic_nogc(ctx, line->object);
    JS_TRY(define(ctx, &f.constructor, JS_ATOM(ctx, prototype), &f.prototype, 0));
    JS_TRY(define(ctx, &f.prototype, JS_ATOM(ctx, constructor), &f.constructor, attributes));
    JS_TRY(js_set_intrinsic_noscript(ctx, line->constructor, &f.constructor));
    if (entry->attributes & JS_NOT_GLOBAL)
        return true;
    f.global = JS_INTRINSIC(ctx, global);
    JS_TRY(js_native_key_noscript(ctx, entry, &f.key));
    return define(ctx, &f.global, &f.key, &f.constructor, JS_HIDDEN_ATTRIBUTES);
}

static bool install_line(js_ctx *ctx, uint16_t table)
{
    const struct line *line = &lines[table];
    bool is_class = line->constructor != NO_INTRINSIC;
    JS_FRAME(ctx, f, object, constructor, global, key);

    if (is_class)
        JS_TRY(make_constructor(ctx, line, table));
    f.object = js_intrinsic_nogc(ctx, line->object);
    f.constructor = is_class ? js_intrinsic_nogc(ctx, line->constructor) : f.object;
    for (size_t i = is_class; i < *line->count; i++) {
        const js_builtin *entry = &line->entries[i];

        if (entry->where == JS_HIDDEN)
            continue;
        JS_TRY(install_entry(ctx, table, (uint16_t)i,
                             entry->where == JS_ON_CONSTRUCTOR ? &f.constructor : &f.object));
    }
    if (line->global_name == NULL)
        return true;
    f.global = JS_INTRINSIC(ctx, global);
    JS_TRY(js_intern_ascii_noscript(ctx, line->global_name, &f.key));
    return define(ctx, &f.global, &f.key, &f.object, JS_HIDDEN_ATTRIBUTES);
}

/* ---- the rest ---- */

/* 10.2.4.1 %ThrowTypeError%, and Function.prototype's caller and arguments (10.2.4). */
static bool make_throw_type_error(js_ctx *ctx)
{
    JS_FRAME(ctx, f, thrower, prototype, zero);
    JS_DESCRIPTOR(ctx, d);
    bool ok;

    JS_TRY(js_native_closure_new_noscript(ctx, js__throw_type_error, &f.thrower));
    f.zero = js_int(0);
    JS_TRY(define(ctx, &f.thrower, JS_ATOM(ctx, length), &f.zero, 0));
    JS_TRY(define(ctx, &f.thrower, JS_ATOM(ctx, name), JS_ATOM(ctx, empty), 0));
    JS_TRY(js_object_prevent_extensions(ctx, &f.thrower, &ok));
    JS_TRY(js_set_intrinsic_noscript(ctx, JS_INTRINSIC_throw_type_error, &f.thrower));
    f.prototype = JS_INTRINSIC(ctx, function_prototype);
    d.getter = d.setter = f.thrower;
    d.flags = JS_HAS_GET | JS_HAS_SET | JS_HAS_ENUMERABLE | JS_HAS_CONFIGURABLE | JS_CONFIGURABLE;
    JS_TRY(js_define_property_or_throw(ctx, &f.prototype, JS_ATOM(ctx, arguments), &d));
    return js_define_property_or_throw(ctx, &f.prototype, JS_ATOM(ctx, caller), &d);
}

static bool name_known_properties(js_ctx *ctx)
{
    JS_FRAME(ctx, f, holder, key, value);

    for (size_t i = 0; i < sizeof known_properties / sizeof known_properties[0]; i++) {
        f.holder = js_intrinsic_nogc(ctx, known_properties[i].holder);
        if (js_is_undefined(f.holder))
            continue;
        JS_TRY(js_intern_ascii_noscript(ctx, known_properties[i].name, &f.key));
        JS_TRY(js_get(ctx, &f.holder, &f.key, &f.value));
        JS_TRY(js_set_intrinsic_noscript(ctx, known_properties[i].intrinsic, &f.value));
    }
    return true;
}

/* 27.3.3, 27.4.3: a generator function's prototype object and what its generators inherit refer to each other. */
static bool link_prototypes(js_ctx *ctx, enum js_intrinsic functions, enum js_intrinsic generators)
{
    JS_FRAME(ctx, f, functions, generators);

    f.functions = js_intrinsic_nogc(ctx, functions);
    f.generators = js_intrinsic_nogc(ctx, generators);
    JS_TRY(define(ctx, &f.functions, JS_ATOM(ctx, prototype), &f.generators, JS_CONFIGURABLE));
    return define(ctx, &f.generators, JS_ATOM(ctx, constructor), &f.functions, JS_CONFIGURABLE);
}

/* 23.2.3.34: the same function as Array.prototype.toString. */
static bool share_array_to_string(js_ctx *ctx)
{
    JS_FRAME(ctx, f, prototype, function);

    f.prototype = JS_INTRINSIC(ctx, typed_array_prototype);
    f.function = JS_INTRINSIC(ctx, array_to_string);
    return define(ctx, &f.prototype, JS_ATOM(ctx, toString), &f.function, JS_HIDDEN_ATTRIBUTES);
}

static bool install_globals(js_ctx *ctx)
{
    JS_FRAME(ctx, f, global);

    f.global = JS_INTRINSIC(ctx, global);
    JS_TRY(define(ctx, &f.global, JS_ATOM(ctx, globalThis), &f.global, JS_HIDDEN_ATTRIBUTES));
    return define(ctx, &f.global, JS_ATOM(ctx, undefined), &js_undefined_value, 0);
}

static bool fill_realm(js_ctx *ctx)
{
    for (size_t i = 0; i < LINE_COUNT; i++)
        if (lines[i].object != JS_INTRINSIC_global)
            JS_TRY(make_object(ctx, &lines[i]));
    JS_TRY(js_realm_init_shapes_noscript(ctx));
    JS_TRY(make_global(ctx));
    JS_TRY(install_globals(ctx));
    for (size_t i = 0; i < LINE_COUNT; i++)
        JS_TRY(install_line(ctx, (uint16_t)i));
    JS_TRY(link_prototypes(ctx, JS_INTRINSIC_generator_function_prototype, JS_INTRINSIC_generator_prototype));
    JS_TRY(link_prototypes(ctx, JS_INTRINSIC_async_generator_function_prototype,
                           JS_INTRINSIC_async_generator_prototype));
    JS_TRY(js__install_array_unscopables_noscript(ctx));
    JS_TRY(js__install_proxy_noscript(ctx));
    JS_TRY(name_known_properties(ctx));
    JS_TRY(share_array_to_string(ctx));
    return make_throw_type_error(ctx);
}

bool js_realm_new_noscript(js_ctx *ctx, js_value *out)
{
    JS_FRAME(ctx, f, previous, realm);

    JS_TRY(js_alloc(ctx, JS_KIND_REALM, sizeof(struct js_realm), &f.realm));
    struct js_realm *realm = js_realm_nogc(f.realm);

    for (unsigned i = 0; i < JS_INTRINSIC_COUNT; i++)
        realm->intrinsics[i] = JS_SLOT_UNDEFINED;
    realm->host_defined = JS_SLOT_UNDEFINED;
    f.previous = ctx->realm;
    ctx->realm = f.realm;
    bool ok = fill_realm(ctx);

    if (ok && !gc_is_cell(ctx->out_of_memory_errors))
        ok = js__make_ready_errors_noscript(ctx);
    if (gc_is_cell(f.previous))
        ctx->realm = f.previous;
    *out = f.realm;
    return ok;
}
