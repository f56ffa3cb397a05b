/*
 * interp/global_ops.c: the global environment (9.1.1.4): the realm's lexical declarations, an object without
 * prototype whose empty values are in their dead zone and whose read-only ones are constants; behind it the
 * global object.
 */
#include "interp/interp.h"

static js_value lexical_nogc(js_ctx *ctx)
{
    return JS_INTRINSIC(ctx, global_lexical);
}

/* Finds a lexical declaration: its address within *cell, or NULL. */
static gc_slot *find_lexical_nogc(js_ctx *ctx, js_value name, void **cell, unsigned *attributes)
{
    const js_value holder = lexical_nogc(ctx);
    const struct js_shape *shape = js_shape_of_nogc(ctx, holder);
    struct js_property_location location;

    if (!js_shape_lookup_nogc(ctx, shape, gc_slot_of(ctx->heap, name), &location))
        return NULL;
    *attributes = location.attributes;
    return js_property_slot_nogc(ctx, js_object_nogc(holder), shape, location.index, cell);
}

static bool throw_uninitialised(js_ctx *ctx, const js_value *name)
{
    return js_throw_reference_error(ctx, "Cannot access '%k' before initialization", name);
}

bool js_global_get(js_ctx *ctx, const js_value *name, bool for_typeof, js_value *out)
{
    JS_FRAME(ctx, f, global);
    void *cell;
    unsigned attributes;
    const gc_slot *slot = find_lexical_nogc(ctx, *name, &cell, &attributes);
    bool found;

    if (slot) {
        const js_value value = gc_get(ctx->heap, slot);

        if (gc_same(value, GC_EMPTY))
            return throw_uninitialised(ctx, name);
        *out = value;
        return true;
    }
    f.global = JS_INTRINSIC(ctx, global);
    JS_TRY(js_object_has_property(ctx, &f.global, name, &found));
    if (!found) {
        if (!for_typeof)
            return js_throw_reference_error(ctx, "%k is not defined", name);
        *out = JS_UNDEFINED;
        return true;
    }
    return js_get(ctx, &f.global, name, out);
}

/* Stores into a lexical declaration's slot. */
static bool set_lexical(js_ctx *ctx, const js_value *name, const js_value *value, bool initialise)
{
    void *cell;
    unsigned attributes;
    gc_slot *slot;

    JS_TRY(js_reserve(ctx, GC_NUMBER_BYTES));
    slot = find_lexical_nogc(ctx, *name, &cell, &attributes);
    if (!initialise) {
        if (gc_slot_same(*slot, GC_SLOT_EMPTY))
            return throw_uninitialised(ctx, name);
        if (!(attributes & JS_WRITABLE))
            return js_throw_type_error(ctx, "Assignment to constant variable.");
    }
    gc_write(ctx->heap, cell, slot, gc_encode_nogc(ctx->heap, *value));
    return true;
}

bool js_global_set(js_ctx *ctx, const js_value *name, const js_value *value, bool strict)
{
    JS_FRAME(ctx, f, global);
    void *cell;
    unsigned attributes;
    bool found;

    if (find_lexical_nogc(ctx, *name, &cell, &attributes))
        return set_lexical(ctx, name, value, false);
    f.global = JS_INTRINSIC(ctx, global);
    if (strict) {
        JS_TRY(js_object_has_property(ctx, &f.global, name, &found));
        if (!found)
            return js_throw_reference_error(ctx, "%k is not defined", name);
    }
    return js_set(ctx, &f.global, name, value, strict);
}

bool js_op_init_global(js_ctx *ctx, const js_value *name, const js_value *value)
{
    return set_lexical(ctx, name, value, true);
}

bool js_op_delete_global(js_ctx *ctx, const js_value *name, js_value *out)
{
    JS_FRAME(ctx, f, global);
    void *cell;
    unsigned attributes;
    bool ok = false;

    if (!find_lexical_nogc(ctx, *name, &cell, &attributes)) {
        f.global = JS_INTRINSIC(ctx, global);
        JS_TRY(js_object_delete(ctx, &f.global, name, &ok));
    }
    *out = js_bool(ok);
    return true;
}

enum { DECLARE_VAR, DECLARE_FUNCTION, DECLARE_LET, DECLARE_CONST, DECLARE_ANNEXB };

static bool throw_redeclared(js_ctx *ctx, const js_value *name)
{
    return js_throw_syntax_error(ctx, "Identifier '%k' has already been declared", name);
}

/* 9.1.1.4.15 CanDeclareGlobalVar, 9.1.1.4.16 CanDeclareGlobalFunction */
static bool can_declare(js_ctx *ctx, const js_value *global, const js_value *name, bool function,
                        bool *ok)
{
    JS_DESCRIPTOR(ctx, d);
    bool found;

    JS_TRY(js_object_get_own_property(ctx, global, name, &d, &found));
    if (!found)
        return js_object_is_extensible(ctx, global, ok);
    *ok = !function || (d.flags & JS_CONFIGURABLE) ||
          (js_descriptor_is_data(&d) &&
           (d.flags & (JS_WRITABLE | JS_ENUMERABLE)) == (JS_WRITABLE | JS_ENUMERABLE));
    return true;
}

/* 9.1.1.4.17 CreateGlobalVarBinding */
static bool create_var(js_ctx *ctx, const js_value *global, const js_value *name, bool deletable)
{
    bool found, extensible;

    JS_TRY(js_has_own_property(ctx, global, name, &found));
    JS_TRY(js_object_is_extensible(ctx, global, &extensible));
    if (found || !extensible)
        return true;
    return js_define_value(ctx, global, name, &js_undefined_value,
                           JS_WRITABLE | JS_ENUMERABLE | (deletable ? JS_CONFIGURABLE : 0));
}

/* The conflicts of one name (16.1.7 steps 3 to 8; 19.2.1.3 for eval). */
static bool check_name(js_ctx *ctx, const js_value *global, const js_value *name, int what)
{
    JS_DESCRIPTOR(ctx, d);
    void *cell;
    unsigned attributes;
    bool found, ok;

    if (find_lexical_nogc(ctx, *name, &cell, &attributes))
        return what == DECLARE_ANNEXB || throw_redeclared(ctx, name);
    if (what == DECLARE_LET || what == DECLARE_CONST) {
        JS_TRY(js_object_get_own_property(ctx, global, name, &d, &found));
        if (found && !(d.flags & JS_CONFIGURABLE))
            return throw_redeclared(ctx, name);
        return true;
    }
    if (what == DECLARE_ANNEXB)
        return true;
    JS_TRY(can_declare(ctx, global, name, what == DECLARE_FUNCTION, &ok));
    return ok || js_throw_type_error(ctx, "Cannot redefine property: %k", name);
}

static bool declare_name(js_ctx *ctx, const js_value *global, const js_value *name, int what,
                         bool deletable)
{
    JS_FRAME(ctx, f, lexical, empty);
    void *cell;
    unsigned attributes;
    bool ok = true;

    switch (what) {
    case DECLARE_VAR:
        return create_var(ctx, global, name, deletable);
    case DECLARE_ANNEXB:
        if (find_lexical_nogc(ctx, *name, &cell, &attributes))
            return true;
        JS_TRY(can_declare(ctx, global, name, true, &ok));
        return !ok || create_var(ctx, global, name, deletable);
    case DECLARE_LET:
    case DECLARE_CONST:
        /* It hides a property of the global object, which caches may have found: a new shape ends them. */
        JS_TRY(js_has_own_property(ctx, global, name, &ok));
        if (ok)
            JS_TRY(js__object_renew_shape_noscript(ctx, global));
        f.lexical = lexical_nogc(ctx);
        f.empty = GC_EMPTY;
        return js_object_add_noscript(ctx, &f.lexical, name, &f.empty,
                                      what == DECLARE_LET ? JS_ALL_ATTRIBUTES
                                                          : JS_ENUMERABLE | JS_CONFIGURABLE);
    default:
        return true; /* functions are made by SET_GLOBAL_FUNCTION */
    }
}

bool js_op_declare_globals(js_ctx *ctx, const js_value *names, bool deletable)
{
    JS_FRAME(ctx, f, global, name);
    const uint32_t count = ((const struct js_tuple *)gc_to_cell(*names))->count;

    f.global = JS_INTRINSIC(ctx, global);
    for (int declare = 0; declare < 2; declare++) {
        for (uint32_t i = 0; i + 1 < count; i += 2) {
            const struct js_tuple *tuple = gc_to_cell(*names);
            const int what = gc_slot_to_int(tuple->slots[i + 1]);

            f.name = gc_decode(ctx->heap, tuple->slots[i]);
            if (declare)
                JS_TRY(declare_name(ctx, &f.global, &f.name, what, deletable));
            else
                JS_TRY(check_name(ctx, &f.global, &f.name, what));
        }
    }
    return true;
}

/* 9.1.1.4.18 CreateGlobalFunctionBinding */
bool js_op_set_global_function(js_ctx *ctx, const js_value *name, const js_value *value, bool deletable)
{
    JS_FRAME(ctx, f, global);
    JS_DESCRIPTOR(ctx, current);
    JS_DESCRIPTOR(ctx, wanted);
    bool found;

    f.global = JS_INTRINSIC(ctx, global);
    JS_TRY(js_object_get_own_property(ctx, &f.global, name, &current, &found));
    wanted.value = *value;
    wanted.flags = JS_HAS_VALUE;
    if (!found || (current.flags & JS_CONFIGURABLE))
        wanted.flags |= JS_HAS_WRITABLE | JS_WRITABLE | JS_HAS_ENUMERABLE | JS_ENUMERABLE |
                        JS_HAS_CONFIGURABLE | (deletable ? JS_CONFIGURABLE : 0);
    JS_TRY(js_define_property_or_throw(ctx, &f.global, name, &wanted));
    return js_set(ctx, &f.global, name, value, false);
}
