/*
 * object/arguments.c: arguments objects.  A mapped element is kept in step with the parameter by the exotic
 * methods of 10.4.4: reads come from where that lives, writes go there, deleting or making it read-only or an
 * accessor ends the mapping.
 */
#include "object/arguments.h"
#include "object/fast.h"
#include "object/function.h"
#include "vm/realm.h"

static struct js_arguments *arguments_nogc(js_value v)
{
    js_assert(js_is_kind(v, JS_KIND_ARGUMENTS));
    return gc_to_cell(v);
}

/* The tuple's slot of a mapped key, or NULL. */
static gc_slot *mapping_of(js_ctx *ctx, const js_value *object, const js_value *key,
                           struct js_tuple **tuple)
{
    const gc_slot mapped = gc_load(&arguments_nogc(*object)->mapped);
    uint32_t index;

    if (!gc_slot_is_cell(mapped) || !js_key_is_index_nogc(ctx, *key, &index))
        return NULL;
    *tuple = gc_slot_to_cell(ctx->heap, mapped);
    if (index >= (*tuple)->count || !gc_slot_is_cell(gc_load(&(*tuple)->slots[index])))
        return NULL;
    const js_value held = gc_get(ctx->heap, &(*tuple)->slots[index]);
    /* Otherwise it is the object with the variables, behind the last mapping. */
    return js_is_kind(held, JS_KIND_BOX) || js_is_string(held) ? &(*tuple)->slots[index] : NULL;
}

static bool is_mapped(js_ctx *ctx, const js_value *object, const js_value *key)
{
    struct js_tuple *tuple;

    return mapping_of(ctx, object, key, &tuple) != NULL;
}

static void unmap(js_ctx *ctx, const js_value *object, const js_value *key)
{
    struct js_tuple *tuple;
    gc_slot *slot = mapping_of(ctx, object, key, &tuple);

    if (slot)
        gc_write_immediate(slot, gc_slot_from_int(0));
}

/*
 * Where a mapped key's parameter lives: in the box, or, the box being undefined, in the object under the name.
 */
static void locate(js_ctx *ctx, const js_value *object, const js_value *key, js_value *box,
                   js_value *holder, js_value *name)
{
    struct js_tuple *tuple;
    const gc_slot *slot = mapping_of(ctx, object, key, &tuple);
    const js_value held = gc_get(ctx->heap, slot);

    *box = JS_UNDEFINED;
    if (js_is_kind(held, JS_KIND_BOX)) {
        *box = held;
        return;
    }
    *name = held;
    *holder = gc_get(ctx->heap, &tuple->slots[tuple->count - 1]);
}

static bool get_mapped(js_ctx *ctx, const js_value *object, const js_value *key, js_value *out)
{
    JS_FRAME(ctx, f, box, holder, name);
    JS_DESCRIPTOR(ctx, d);
    bool found;

    locate(ctx, object, key, &f.box, &f.holder, &f.name);
    if (js_is_kind(f.box, JS_KIND_BOX)) {
        *out = js_field(ctx, &((const struct js_box *)gc_to_cell(f.box))->value);
        return true;
    }
    JS_TRY(js_ordinary_get_own_property(ctx, &f.holder, &f.name, &d, &found));
    js_assert(found);
    *out = d.value;
    return true;
}

static bool set_mapped(js_ctx *ctx, const js_value *object, const js_value *key, const js_value *value)
{
    JS_FRAME(ctx, f, box, holder, name);
    JS_DESCRIPTOR(ctx, d);
    bool ok;

    locate(ctx, object, key, &f.box, &f.holder, &f.name);
    if (js_is_kind(f.box, JS_KIND_BOX)) {
        JS_TRY(js__reserve_box(ctx, value));
        struct js_box *box = gc_to_cell(f.box);
        gc_write(ctx->heap, box, &box->value, gc_encode_nogc(ctx->heap, *value));
        return true;
    }
    d.value = *value;
    d.flags = JS_HAS_VALUE;
    return js_ordinary_define_own_property(ctx, &f.holder, &f.name, &d, &ok);
}

/* ---- creation ---- */

static bool set_elements(js_ctx *ctx, const js_value *object, const js_value *args, uint32_t argc)
{
    JS_FRAME(ctx, f, elements);

    if (!argc)
        return true;
    JS_TRY(js__elements_new_noscript(ctx, JS_KIND_ELEMENTS, argc, &f.elements));
    js__set_elements_nogc(ctx, js_object_nogc(*object), f.elements);
    for (uint32_t i = 0; i < argc; i++) {
        JS_TRY(js__reserve_box(ctx, &args[i]));
        struct js_elements *elements =
            gc_slot_to_cell(ctx->heap, gc_load(&js_object_nogc(*object)->elements));
        gc_write(ctx->heap, elements, &elements->slots[i], gc_encode_nogc(ctx->heap, args[i]));
    }
    return true;
}

static bool new_arguments(js_ctx *ctx, enum js_intrinsic shape, const js_value *args, uint32_t argc,
                          const js_value *callee, js_value *out)
{
    JS_FRAME(ctx, f, object);

    JS_TRY(js_alloc(ctx, JS_KIND_ARGUMENTS, sizeof(struct js_arguments), &f.object));
    struct js_arguments *cell = arguments_nogc(f.object);
    const struct js_realm *realm = js_realm_nogc(ctx->realm);
    gc_init(ctx->heap, cell, &cell->shape, gc_load(&realm->intrinsics[shape]));
    gc_init(ctx->heap, cell, &cell->length, gc_slot_from_int((int32_t)argc));
    gc_init(ctx->heap, cell, &cell->iterator,
            gc_load(&realm->intrinsics[JS_INTRINSIC_array_prototype_values]));
    gc_init(ctx->heap, cell, &cell->callee, gc_slot_of(ctx->heap, *callee));
    JS_TRY(set_elements(ctx, &f.object, args, argc));
    *out = f.object;
    return true;
}

/* The accessor of `callee` that throws, one per realm. */
static bool throwing_accessor(js_ctx *ctx, js_value *out)
{
    JS_FRAME(ctx, f, thrower);

    *out = JS_INTRINSIC(ctx, throwing_accessor);
    if (js_is_kind(*out, JS_KIND_ACCESSOR))
        return true;
    f.thrower = JS_INTRINSIC(ctx, throw_type_error);
    JS_TRY(js_accessor_new_noscript(ctx, &f.thrower, &f.thrower, out));
    return js_set_intrinsic_noscript(ctx, JS_INTRINSIC_throwing_accessor, out);
}

/* 10.4.4.6 */
bool js_arguments_new_unmapped_noscript(js_ctx *ctx, const js_value *args, uint32_t argc,
                                        js_value *out)
{
    JS_FRAME(ctx, f, accessor);

    JS_TRY(throwing_accessor(ctx, &f.accessor));
    return new_arguments(ctx, JS_INTRINSIC_shape_strict_arguments, args, argc, &f.accessor, out);
}

/* Whether v, given for a parameter, says where that lives. */
static bool is_mapping(js_value v)
{
    return js_is_kind(v, JS_KIND_BOX) || js_is_string(v);
}

/* 10.4.4.7 */
bool js_arguments_new_mapped_noscript(js_ctx *ctx, const js_value *callee, const js_value *args,
                                      uint32_t argc, const js_value *places, uint32_t count,
                                      js_value *out)
{
    JS_FRAME(ctx, f, object, tuple);
    const uint32_t mapped = count < argc ? count : argc;
    const bool in_object = count && js_is_object(places[count]);

    JS_TRY(new_arguments(ctx, JS_INTRINSIC_shape_arguments, args, argc, callee, &f.object));
    if (mapped) {
        JS_TRY(js_tuple_new_noscript(ctx, mapped + in_object, &f.tuple));
        struct js_tuple *tuple = gc_to_cell(f.tuple);
        for (uint32_t i = 0; i < mapped; i++)
            if (is_mapping(places[i]))
                gc_init(ctx->heap, tuple, &tuple->slots[i], gc_slot_of(ctx->heap, places[i]));
        if (in_object)
            gc_init(ctx->heap, tuple, &tuple->slots[mapped], gc_slot_of(ctx->heap, places[count]));
        struct js_arguments *cell = arguments_nogc(f.object);
        gc_write(ctx->heap, cell, &cell->mapped, gc_slot_of(ctx->heap, f.tuple));
        /* A mapped element's value is the parameter's alone: assigned to, it keeps nothing of the old. */
        struct js_elements *elements = gc_slot_to_cell(ctx->heap, gc_load(&cell->elements));
        for (uint32_t i = 0; i < mapped; i++)
            if (is_mapping(places[i]))
                gc_write_immediate(&elements->slots[i], gc_slot_of(ctx->heap, JS_UNDEFINED));
    }
    *out = f.object;
    return true;
}

js_value js_arguments_peek_nogc(js_ctx *ctx, js_value arguments, uint32_t index)
{
    const struct js_arguments *cell = arguments_nogc(arguments);
    const gc_slot mapped = gc_load(&cell->mapped);
    const gc_slot elements = gc_load(&cell->elements);
    js_value v;

    if (gc_slot_is_cell(mapped)) {
        const struct js_tuple *tuple = gc_slot_to_cell(ctx->heap, mapped);

        if (index < tuple->count && gc_slot_is_cell(gc_load(&tuple->slots[index]))) {
            const struct js_box *box = gc_slot_to_cell(ctx->heap, gc_load(&tuple->slots[index]));
            return box->header.kind == JS_KIND_BOX ? js_field(ctx, &box->value) : JS_HOLE;
        }
    }
    if (gc_slot_is_cell(elements) &&
        js__dense_load_nogc(ctx, gc_slot_to_cell(ctx->heap, elements), index, &v))
        return v;
    return JS_HOLE;
}

/* ---- internal methods ---- */

/* 10.4.4.1 */
bool js__arguments_get_own_property(js_ctx *ctx, const js_value *object, const js_value *key,
                                    struct js_descriptor *d, bool *found)
{
    JS_TRY(js_ordinary_get_own_property(ctx, object, key, d, found));
    return !*found || !is_mapped(ctx, object, key) || get_mapped(ctx, object, key, &d->value);
}

/* 10.4.4.2 */
bool js__arguments_define_own_property(js_ctx *ctx, const js_value *object, const js_value *key,
                                       const struct js_descriptor *d, bool *ok)
{
    JS_DESCRIPTOR(ctx, fresh);

    if (!is_mapped(ctx, object, key))
        return js_ordinary_define_own_property(ctx, object, key, d, ok);
    fresh.flags = d->flags;
    fresh.value = d->value;
    fresh.getter = d->getter;
    fresh.setter = d->setter;
    if (js_descriptor_is_data(d) && !(d->flags & JS_HAS_VALUE) &&
        (d->flags & (JS_HAS_WRITABLE | JS_WRITABLE)) == JS_HAS_WRITABLE) {
        JS_TRY(get_mapped(ctx, object, key, &fresh.value)); /* step 4: freeze what it is */
        fresh.flags |= JS_HAS_VALUE;
    }
    JS_TRY(js_ordinary_define_own_property(ctx, object, key, &fresh, ok));
    if (!*ok)
        return true;
    if (js_descriptor_is_accessor(d)) {
        unmap(ctx, object, key);
        return true;
    }
    if (d->flags & JS_HAS_VALUE)
        JS_TRY(set_mapped(ctx, object, key, &d->value));
    if ((d->flags & (JS_HAS_WRITABLE | JS_WRITABLE)) == JS_HAS_WRITABLE)
        unmap(ctx, object, key);
    return true;
}

/* 10.4.4.3 */
bool js__arguments_get(js_ctx *ctx, const js_value *object, const js_value *key,
                       const js_value *receiver, js_value *out)
{
    if (!is_mapped(ctx, object, key))
        return js_ordinary_get(ctx, object, key, receiver, out);
    return get_mapped(ctx, object, key, out);
}

/* 10.4.4.4 */
bool js__arguments_set(js_ctx *ctx, const js_value *object, const js_value *key,
                       const js_value *value, const js_value *receiver, bool *ok)
{
    if (gc_same(*object, *receiver) && is_mapped(ctx, object, key)) {
        *ok = true; /* mapped: a writable data property */
        return set_mapped(ctx, object, key, value);
    }
    return js_ordinary_set(ctx, object, key, value, receiver, ok);
}

/* 10.4.4.5 */
bool js__arguments_delete_property(js_ctx *ctx, const js_value *object, const js_value *key, bool *ok)
{
    JS_TRY(js_ordinary_delete(ctx, object, key, ok));
    if (*ok)
        unmap(ctx, object, key);
    return true;
}
