/*
 * interp/scope_ops.c: variables by name in scope objects (9.1.1.1, 9.1.1.2), and direct eval (19.2.1.1).
 */
#include "interp/frames.h"
#include "object/scope.h"

static struct js_scope *scope_nogc(js_value v)
{
    js_assert(js_is_kind(v, JS_KIND_SCOPE));
    return gc_to_cell(v);
}

static bool new_scope_cell(js_ctx *ctx, const js_value *parent, const js_value *object, bool is_with,
                           bool is_var_scope, js_value *out)
{
    JS_TRY(js_reserve(ctx, sizeof(struct js_scope)));
    struct js_scope *scope = gc_alloc_reserved_nogc(ctx->heap, JS_KIND_SCOPE, sizeof *scope);

    gc_init(ctx->heap, scope, &scope->parent, gc_slot_of(ctx->heap, *parent));
    gc_init(ctx->heap, scope, &scope->object, gc_slot_of(ctx->heap, *object));
    scope->is_with = is_with;
    scope->is_var_scope = is_var_scope;
    *out = gc_from_cell(scope);
    return true;
}

bool js_op_new_scope(js_ctx *ctx, const js_value *parent, const js_value *names, js_value *out)
{
    static const unsigned attributes[] = {JS_SCOPE_VARIABLE, JS_SCOPE_LEXICAL,   JS_SCOPE_CONSTANT,
                                          JS_SCOPE_SELF,     JS_SCOPE_DELETABLE, JS_SCOPE_VARIABLE};
    JS_FRAME(ctx, f, object, name, value, null);
    const uint32_t count = ((const struct js_tuple *)gc_to_cell(*names))->count;
    bool is_var_scope = false;

    f.null = JS_NULL;
    JS_TRY(js_object_new_with_prototype_noscript(ctx, &f.null, &f.object));
    for (uint32_t i = 0; i + 1 < count; i += 2) {
        const struct js_tuple *tuple = gc_to_cell(*names);
        const int what = gc_slot_to_int(tuple->slots[i + 1]);

        f.name = gc_decode(ctx->heap, tuple->slots[i]);
        const bool hole = (what & 7) == 1 || (what & 7) == 2 || (what & 7) == 5;
        f.value = hole ? GC_EMPTY : JS_UNDEFINED;
        if (what & 8)
            is_var_scope = true;
        if (js_is_string(f.name) || js_is_symbol(f.name))
            JS_TRY(js_object_add_noscript(ctx, &f.object, &f.name, &f.value, attributes[what & 7]));
    }
    return new_scope_cell(ctx, parent, &f.object, false, is_var_scope, out);
}

bool js_op_new_with_scope(js_ctx *ctx, const js_value *parent, const js_value *object, js_value *out)
{
    JS_FRAME(ctx, f, object);

    JS_TRY(js_to_object(ctx, object, &f.object));
    return new_scope_cell(ctx, parent, &f.object, true, false, out);
}

bool js_op_copy_scope(js_ctx *ctx, const js_value *scope, js_value *out)
{
    JS_FRAME(ctx, f, from, object, key, null, parent);
    JS_VEC(ctx, keys);
    JS_DESCRIPTOR(ctx, d);
    bool found;
    const bool is_var_scope = scope_nogc(*scope)->is_var_scope;

    f.null = JS_NULL;
    f.from = gc_decode(ctx->heap, scope_nogc(*scope)->object);
    JS_TRY(js_object_new_with_prototype_noscript(ctx, &f.null, &f.object));
    JS_TRY(js_ordinary_own_keys(ctx, &f.from, &keys));
    for (uint32_t i = 0; i < keys.count; i++) {
        f.key = js_vec_get_nogc(ctx, &keys, i);
        JS_TRY(js_to_property_key(ctx, &f.key, &f.key));
        JS_TRY(js_ordinary_get_own_property(ctx, &f.from, &f.key, &d, &found));
        if (found)
            JS_TRY(js_object_add_noscript(ctx, &f.object, &f.key, &d.value, d.flags & JS_ALL_ATTRIBUTES));
    }
    f.parent = gc_decode(ctx->heap, scope_nogc(*scope)->parent);
    return new_scope_cell(ctx, &f.parent, &f.object, false, is_var_scope, out);
}

/* 9.1.1.2.1 HasBinding of a with scope. */
static bool with_has(js_ctx *ctx, const js_value *object, const js_value *name, bool *has)
{
    JS_FRAME(ctx, f, unscopables, blocked);

    JS_TRY(js_has_property(ctx, object, name, has));
    if (!*has)
        return true;
    JS_TRY(js_get(ctx, object, JS_ATOM(ctx, sym_unscopables), &f.unscopables));
    if (!js_is_object(f.unscopables))
        return true;
    JS_TRY(js_get(ctx, &f.unscopables, name, &f.blocked));
    *has = !js_to_boolean_nogc(ctx, f.blocked);
    return true;
}

/* The nearest scope from *scope outwards that has name; undefined: none has. */
static bool find_scope(js_ctx *ctx, const js_value *scope, const js_value *name, js_value *out)
{
    JS_FRAME(ctx, f, scope, object);
    bool has;

    f.scope = *scope;
    while (js_is_kind(f.scope, JS_KIND_SCOPE)) {
        f.object = gc_decode(ctx->heap, scope_nogc(f.scope)->object);
        if (scope_nogc(f.scope)->is_with) {
            JS_TRY(with_has(ctx, &f.object, name, &has));
        } else {
            JS_DESCRIPTOR(ctx, d);
            JS_TRY(js_ordinary_get_own_property(ctx, &f.object, name, &d, &has));
        }
        if (has) {
            *out = f.scope;
            return true;
        }
        f.scope = gc_decode(ctx->heap, scope_nogc(f.scope)->parent);
    }
    *out = JS_UNDEFINED;
    return true;
}

static bool is_special_name(js_value name)
{
    /* `this` and the like, whose dead zone is that of a derived constructor. */
    return js_is_string(name) && js_string_length_nogc(name) == 4;
}

bool js_op_get_scoped(js_ctx *ctx, const js_value *scope, const js_value *name, bool for_typeof,
                      js_value *out, js_value *with_object)
{
    JS_FRAME(ctx, f, scope, object);
    JS_DESCRIPTOR(ctx, d);
    bool has;

    JS_TRY(find_scope(ctx, scope, name, &f.scope));
    if (with_object)
        *with_object = JS_UNDEFINED;
    if (js_is_undefined(f.scope))
        return js_global_get(ctx, name, for_typeof, out);
    f.object = gc_decode(ctx->heap, scope_nogc(f.scope)->object);
    if (scope_nogc(f.scope)->is_with) {
        if (with_object)
            *with_object = f.object;
        JS_TRY(js_has_property(ctx, &f.object, name, &has));
        if (!has) {
            *out = JS_UNDEFINED;
            return true;
        }
        return js_get(ctx, &f.object, name, out);
    }
    JS_TRY(js_ordinary_get_own_property(ctx, &f.object, name, &d, &has));
    if (gc_same(d.value, GC_EMPTY)) {
        if (is_special_name(*name) && gc_same(*name, *JS_ATOM(ctx, this_)))
            return js_throw_this_uninitialised(ctx);
        return js_throw_reference_error(ctx, "Cannot access '%k' before initialization", name);
    }
    *out = d.value;
    return true;
}

bool js_op_resolve_scoped(js_ctx *ctx, const js_value *scope, const js_value *name, js_value *out)
{
    JS_FRAME(ctx, f, found, global);
    bool has;

    JS_TRY(find_scope(ctx, scope, name, &f.found));
    if (js_is_undefined(f.found)) {
        /* Whether the globals have it decides if a strict assignment may make it. */
        f.global = JS_INTRINSIC(ctx, global);
        JS_TRY(js_has_property(ctx, &f.global, name, &has));
        *out = has ? f.global : JS_UNDEFINED;
        return true;
    }
    *out = f.found;
    return true;
}

bool js_op_set_scoped(js_ctx *ctx, const js_value *scope, const js_value *resolved, const js_value *name,
                      const js_value *value, bool strict)
{
    JS_FRAME(ctx, f, object);
    JS_DESCRIPTOR(ctx, d);
    bool has, ok;

    (void)scope;
    if (!js_is_kind(*resolved, JS_KIND_SCOPE))
        return js_global_set(ctx, name, value, strict && js_is_undefined(*resolved));
    f.object = gc_decode(ctx->heap, scope_nogc(*resolved)->object);
    if (scope_nogc(*resolved)->is_with) {
        /* 9.1.1.2.5 SetMutableBinding */
        JS_TRY(js_has_property(ctx, &f.object, name, &has));
        if (!has && strict)
            return js_throw_reference_error(ctx, "%k is not defined", name);
        return js_set(ctx, &f.object, name, value, strict);
    }
    JS_TRY(js_ordinary_get_own_property(ctx, &f.object, name, &d, &has));
    if (!has) {
        if (strict)
            return js_throw_reference_error(ctx, "%k is not defined", name);
        return js_object_add_noscript(ctx, &f.object, name, value, JS_SCOPE_DELETABLE);
    }
    if (gc_same(d.value, GC_EMPTY))
        return js_throw_reference_error(ctx, "Cannot access '%k' before initialization", name);
    if (!(d.flags & JS_WRITABLE)) {
        if ((d.flags & JS_ENUMERABLE) && !strict)
            return true;
        return js_throw_type_error(ctx, "Assignment to constant variable.");
    }
    d.value = *value;
    d.flags = JS_HAS_VALUE;
    return js_ordinary_define_own_property(ctx, &f.object, name, &d, &ok);
}

bool js_op_init_scoped(js_ctx *ctx, const js_value *scope, const js_value *name, const js_value *value)
{
    JS_FRAME(ctx, f, object);
    JS_DESCRIPTOR(ctx, d);
    bool ok;

    f.object = gc_decode(ctx->heap, scope_nogc(*scope)->object);
    d.value = *value;
    d.flags = JS_HAS_VALUE;
    return js_ordinary_define_own_property(ctx, &f.object, name, &d, &ok);
}

bool js_op_delete_scoped(js_ctx *ctx, const js_value *scope, const js_value *name, js_value *out)
{
    JS_FRAME(ctx, f, scope, object);
    JS_DESCRIPTOR(ctx, d);
    bool has, ok;

    JS_TRY(find_scope(ctx, scope, name, &f.scope));
    if (js_is_undefined(f.scope))
        return js_op_delete_global(ctx, name, out);
    f.object = gc_decode(ctx->heap, scope_nogc(f.scope)->object);
    if (!scope_nogc(f.scope)->is_with) {
        JS_TRY(js_ordinary_get_own_property(ctx, &f.object, name, &d, &has));
        if ((d.flags & JS_ALL_ATTRIBUTES) != JS_SCOPE_DELETABLE) {
            *out = JS_FALSE;
            return true;
        }
    }
    JS_TRY(js_object_delete(ctx, &f.object, name, &ok));
    *out = js_bool(ok);
    return true;
}

static bool is_lexical(const struct js_descriptor *d)
{
    const unsigned attributes = d->flags & JS_ALL_ATTRIBUTES;

    return attributes == JS_SCOPE_LEXICAL || attributes == JS_SCOPE_CONSTANT;
}

/* 19.2.1.3 EvalDeclarationInstantiation, one name; kind 0 var, 1 function, 4 annex B var. */
bool js_op_declare_scoped(js_ctx *ctx, const js_value *scope, const js_value *name, unsigned kind)
{
    JS_FRAME(ctx, f, scope, object, tuple, kind);
    JS_DESCRIPTOR(ctx, d);
    bool has;

    /* Conflicts with let, const and class of the scopes in between are found by the compiler's names. */
    for (f.scope = *scope; js_is_kind(f.scope, JS_KIND_SCOPE);
         f.scope = gc_decode(ctx->heap, scope_nogc(f.scope)->parent)) {
        if (scope_nogc(f.scope)->is_with)
            continue;
        f.object = gc_decode(ctx->heap, scope_nogc(f.scope)->object);
        JS_TRY(js_ordinary_get_own_property(ctx, &f.object, name, &d, &has));
        /* In between, parameters and `arguments` conflict too; simple catch parameters do not (B.3.4). */
        if (has && (is_lexical(&d) ||
                    (!scope_nogc(f.scope)->is_var_scope && !(d.flags & JS_ENUMERABLE)))) {
            if (kind == 4)
                return true;
            return js_throw_syntax_error(ctx, "Identifier '%k' has already been declared", name);
        }
        if (scope_nogc(f.scope)->is_var_scope) {
            if (has)
                return true;
            return js_object_add_noscript(ctx, &f.object, name, &js_undefined_value, JS_SCOPE_DELETABLE);
        }
    }
    /* At the top level: the global object. */
    JS_TRY(js_tuple_new_noscript(ctx, 2, &f.tuple));
    struct js_tuple *tuple = gc_to_cell(f.tuple);
    gc_init(ctx->heap, tuple, &tuple->slots[0], gc_slot_of(ctx->heap, *name));
    gc_write_immediate(&tuple->slots[1], gc_slot_from_int((int)kind));
    return js_op_declare_globals(ctx, &f.tuple, true);
}
