/*
 * object/shape.c: the trees of shapes.
 *
 * A root shape has no properties and is found from its prototype, by flags and in-object capacity.  From
 * there on every added property is a transition.  Changing a prototype, a flag or attributes replays the
 * properties from another root, so that objects that went the same way share the outcome; objects with
 * many properties get a unique shape instead.  A unique shape grows in place; what else happens to it
 * makes a new one [shape.index-stable].
 */
#include "object/shape.h"
#include "object/symbol.h"
#include "object/string.h"
#include "object/transitions.h"
#include "object/wrapper.h"
#include "vm/realm.h"

#define REPLAY_MAX         48u  /* properties; beyond, a change makes the shape unique */
#define OUT_OF_OBJECT_MAX  128u /* properties of a shared shape; beyond: dictionary mode */
#define UNIQUE_MAX         4096u

_Static_assert(sizeof(struct js_shape) == 32, "a shape takes four granules");
_Static_assert(sizeof(struct js_object) == 16, "fields begin at byte 16");

/* ---- making shapes ---- */

/* Key of a root shape in the transitions of its prototype: odd, so never the integer 0. */
static int32_t root_key(unsigned flags, unsigned in_object)
{
    return (int32_t)((in_object << 16 | flags) << 1 | 1);
}

static bool new_shape(js_ctx *ctx, const js_value *prototype, uint32_t count, unsigned in_object,
                      unsigned flags, js_value *out)
{
    js_assert(in_object <= 255);
    JS_TRY(js_alloc(ctx, JS_KIND_SHAPE, sizeof(struct js_shape), out));
    struct js_shape *shape = gc_to_cell(*out);
    gc_init(ctx->heap, shape, &shape->prototype, gc_slot_of(ctx->heap, *prototype));
    shape->count = count;
    shape->in_object = (uint16_t)in_object;
    shape->flags = (uint16_t)flags;
    return true;
}

/* A value that stays valid in a frame: the field of a shape. */
static js_value field_of(js_ctx *ctx, js_value shape, size_t offset)
{
    return gc_get(ctx->heap, (gc_slot *)((char *)gc_to_cell(shape) + offset));
}
#define FIELD(ctx, shape, name) field_of((ctx), (shape), offsetof(struct js_shape, name))

static struct js_shape *shape_of(const js_ctx *ctx, const js_value *object)
{
    return js_shape_of_nogc(ctx, *object);
}

static void set_shape_nogc(js_ctx *ctx, js_value object, js_value shape)
{
    struct js_object *cell = js_object_nogc(object);

    gc_write(ctx->heap, cell, &cell->shape, gc_slot_from_cell(ctx->heap, gc_to_cell(shape)));
}

/*
 * A unique copy of a shape, with room for more keys.  If the shape was unique itself the copy takes the
 * root shapes of the objects below it along.
 */
static bool unique_copy(js_ctx *ctx, const js_value *shape, const js_value *prototype,
                        unsigned flags, uint32_t more, js_value *out)
{
    JS_FRAME(ctx, f, table, fresh);
    const struct js_shape *old = gc_to_cell(*shape);
    uint32_t capacity = old->count + more;

    if (capacity > JS_TABLE_MAX)
        capacity = JS_TABLE_MAX;
    f.table = FIELD(ctx, *shape, table);
    if (capacity)
        JS_TRY(js__table_copy_noscript(ctx, &f.table, old->count, capacity, &f.table));
    old = gc_to_cell(*shape);
    JS_TRY(new_shape(ctx, prototype, old->count, old->in_object, flags | JS_SHAPE_UNIQUE, &f.fresh));

    struct js_shape *copy = gc_to_cell(f.fresh);
    old = gc_to_cell(*shape);
    if (capacity)
        gc_init(ctx->heap, copy, &copy->table, gc_slot_of(ctx->heap, f.table));
    if (old->flags & JS_SHAPE_UNIQUE)
        gc_init(ctx->heap, copy, &copy->transitions, gc_load(&old->transitions));
    *out = f.fresh;
    return true;
}

static bool take_unique_copy(js_ctx *ctx, const js_value *object, unsigned flags)
{
    JS_FRAME(ctx, f, shape, prototype, fresh);

    f.shape = gc_from_cell(shape_of(ctx, object));
    f.prototype = FIELD(ctx, f.shape, prototype);
    JS_TRY(unique_copy(ctx, &f.shape, &f.prototype, flags, 2, &f.fresh));
    set_shape_nogc(ctx, *object, f.fresh);
    return true;
}

bool js__object_make_unique_noscript(js_ctx *ctx, const js_value *object, unsigned more_flags)
{
    struct js_shape *shape = shape_of(ctx, object);

    if (shape->flags & JS_SHAPE_UNIQUE) {
        shape->flags |= (uint16_t)more_flags;
        return true;
    }
    return take_unique_copy(ctx, object, shape->flags | more_flags);
}

bool js__object_renew_shape_noscript(js_ctx *ctx, const js_value *object)
{
    const struct js_shape *shape = shape_of(ctx, object);

    if (shape->flags & JS_SHAPE_DICTIONARY)
        return true; /* which no cache relies on */
    return take_unique_copy(ctx, object, shape->flags);
}

/* ---- roots ---- */

/* Whether an object may answer for indexed properties when others inherit from it. */
static bool may_have_elements(const js_ctx *ctx, js_value object)
{
    switch (gc_kind_of(gc_to_cell(object))) {
    case JS_KIND_PROXY:
    case JS_KIND_TYPED_ARRAY:
    case JS_KIND_ARGUMENTS:
    case JS_KIND_NAMESPACE:
        return true;
    case JS_KIND_WRAPPER: {
        const js_value value = js_wrapper_value_nogc(ctx, object);

        if (js_is_string(value) && js_string_length_nogc(value))
            return true;
        break;
    }
    default:
        break;
    }
    return gc_slot_is_cell(gc_load(&js_object_nogc(object)->elements));
}

static bool become_prototype(js_ctx *ctx, const js_value *object)
{
    JS_TRY(js__object_make_unique_noscript(ctx, object, JS_SHAPE_PROTOTYPE));
    if (may_have_elements(ctx, *object))
        ctx->state->prototypes_have_elements = true;
    return true;
}

bool js_shape_for_prototype_noscript(js_ctx *ctx, const js_value *prototype, unsigned flags,
                                     unsigned in_object, js_value *out)
{
    JS_FRAME(ctx, f, transitions, key, fresh);

    js_assert((flags & ~JS_SHAPE_SHARED_FLAGS) == 0);
    if (js_is_null(*prototype)) {
        f.transitions = ctx->null_shape_roots;
    } else {
        if (!(shape_of(ctx, prototype)->flags & JS_SHAPE_PROTOTYPE))
            JS_TRY(become_prototype(ctx, prototype));
        f.transitions = js_field(ctx, &shape_of(ctx, prototype)->transitions);
    }
    f.key = js_int(root_key(flags, in_object));
    const struct js_shape *found = js__transitions_find_nogc(
        ctx, gc_slot_of(ctx->heap, f.transitions), gc_slot_of(ctx->heap, f.key), 0);
    if (found) {
        *out = gc_from_cell(found);
        return true;
    }

    JS_TRY(new_shape(ctx, prototype, 0, in_object, flags, &f.fresh));
    JS_TRY(js__transitions_insert_noscript(ctx, &f.transitions, &f.key, 0, &f.fresh,
                                           &f.transitions));
    if (js_is_null(*prototype)) {
        ctx->null_shape_roots = f.transitions;
    } else {
        struct js_shape *holder = shape_of(ctx, prototype);

        gc_write(ctx->heap, holder, &holder->transitions, gc_slot_of(ctx->heap, f.transitions));
    }
    *out = f.fresh;
    return true;
}

/* ---- adding properties ---- */

struct js_shape *js_shape_find_add_nogc(const js_ctx *ctx, const struct js_shape *shape,
                                        gc_slot key, unsigned attributes)
{
    return js__transitions_find_nogc(ctx, gc_load(&shape->transitions), key, attributes);
}

bool js__shape_is_full_nogc(const js_ctx *ctx, const struct js_shape *shape)
{
    if (shape->flags & JS_SHAPE_UNIQUE)
        return shape->count >= UNIQUE_MAX;
    if (shape->count >= shape->in_object + OUT_OF_OBJECT_MAX)
        return true;
    if (!gc_slot_is_cell(gc_load(&shape->transitions)))
        return false;
    const struct js_transitions *table =
        gc_slot_to_cell(ctx->heap, gc_load(&shape->transitions));
    return table->used >= JS_TRANSITIONS_MAX;
}

/* Shapes of the lineage that use the table `old` go over to `fresh`, which begins with the same keys. */
static void hand_table_up(js_ctx *ctx, struct js_shape *shape, gc_slot old, gc_slot fresh)
{
    while (gc_slot_same(gc_load(&shape->table), old)) {
        gc_write(ctx->heap, shape, &shape->table, fresh);
        if (!gc_slot_is_cell(gc_load(&shape->parent)))
            return;
        shape = gc_slot_to_cell(ctx->heap, gc_load(&shape->parent));
    }
}

/* A table that holds exactly the keys of a shape in use, and has room for one more. */
static bool table_to_extend(js_ctx *ctx, const js_value *shape, js_value *out)
{
    struct js_shape *s = gc_to_cell(*shape);

    if (s->count == 0)
        return js__table_new_noscript(ctx, 4, out);
    *out = FIELD(ctx, *shape, table);
    const struct js_property_table *table = gc_to_cell(*out);
    if (table->used != s->count)
        return js__table_copy_noscript(ctx, out, s->count, (s->count + 4) & ~3u, out);
    if (table->used < table->capacity)
        return true;
    JS_TRY(js__table_copy_noscript(ctx, out, s->count, js__table_grown(table->capacity), out));
    s = gc_to_cell(*shape);
    hand_table_up(ctx, s, gc_load(&s->table), gc_slot_of(ctx->heap, *out));
    return true;
}

bool js_shape_add_noscript(js_ctx *ctx, const js_value *shape, const js_value *key,
                           unsigned attributes, js_value *out)
{
    const struct js_shape *known = js_shape_find_add_nogc(
        ctx, gc_to_cell(*shape), gc_slot_of(ctx->heap, *key), attributes);

    if (known) {
        *out = gc_from_cell(known);
        return true;
    }

    JS_FRAME(ctx, f, prototype, table, transitions, child);
    struct js_shape *parent = gc_to_cell(*shape);
    js_assert(!(parent->flags & (JS_SHAPE_UNIQUE | JS_SHAPE_DICTIONARY)));
    f.prototype = FIELD(ctx, *shape, prototype);
    JS_TRY(new_shape(ctx, &f.prototype, parent->count + 1, parent->in_object,
                     parent->flags & JS_SHAPE_SHARED_FLAGS, &f.child));
    /* The table first: a child that is found by its transition must have one. */
    JS_TRY(table_to_extend(ctx, shape, &f.table));
    f.transitions = FIELD(ctx, *shape, transitions);
    JS_TRY(js__transitions_insert_noscript(ctx, &f.transitions, key, attributes, &f.child,
                                           &f.transitions));

    struct js_shape *child = gc_to_cell(f.child);
    parent = gc_to_cell(*shape);
    js__table_append_nogc(ctx, gc_to_cell(f.table), gc_slot_of(ctx->heap, *key), attributes);
    gc_write(ctx->heap, child, &child->table, gc_slot_of(ctx->heap, f.table));
    gc_write(ctx->heap, child, &child->parent, gc_slot_from_cell(ctx->heap, parent));
    gc_write(ctx->heap, parent, &parent->transitions, gc_slot_of(ctx->heap, f.transitions));
    *out = f.child;
    return true;
}

bool js__unique_reserve_noscript(js_ctx *ctx, const js_value *shape)
{
    JS_FRAME(ctx, f, table);
    struct js_shape *s = gc_to_cell(*shape);

    f.table = FIELD(ctx, *shape, table);
    if (gc_is_cell(f.table)) {
        const struct js_property_table *table = gc_to_cell(f.table);

        js_assert(table->used == s->count);
        if (table->used < table->capacity)
            return true;
        JS_TRY(js__table_copy_noscript(ctx, &f.table, s->count, js__table_grown(table->capacity),
                                       &f.table));
    } else {
        JS_TRY(js__table_new_noscript(ctx, 4, &f.table));
    }
    s = gc_to_cell(*shape);
    gc_write(ctx->heap, s, &s->table, gc_slot_of(ctx->heap, f.table));
    return true;
}

void js__unique_append_nogc(js_ctx *ctx, struct js_shape *shape, gc_slot key, unsigned attributes)
{
    js_assert(shape->flags & JS_SHAPE_UNIQUE);
    js__table_append_nogc(ctx, gc_slot_to_cell(ctx->heap, shape->table), key, attributes);
    shape->count++;
    js__shape_changed_nogc(ctx, shape);
}

/* ---- other changes ---- */

struct change {
    uint32_t index; /* of the property whose attributes change; JS_NOT_FOUND: all but private names */
    unsigned set, clear;
};

static unsigned changed_attributes(const js_ctx *ctx, const struct change *change, gc_slot key,
                                   uint32_t i, unsigned attributes)
{
    if (!change || (change->index != i && change->index != JS_NOT_FOUND))
        return attributes;
    if (change->index == JS_NOT_FOUND) {
        if (js_is_private_symbol(gc_decode(ctx->heap, key)))
            return attributes;
        if (attributes & JS_IS_ACCESSOR)
            return (attributes & ~(change->clear & ~JS_WRITABLE)) | change->set;
    }
    return (attributes & ~change->clear) | change->set;
}

/* Follows transitions from *root through the properties of *shape, changed. */
static bool replay(js_ctx *ctx, const js_value *shape, const struct change *change, js_value *root)
{
    JS_FRAME(ctx, f, key);
    const uint32_t count = ((struct js_shape *)gc_to_cell(*shape))->count;

    for (uint32_t i = 0; i < count; i++) {
        const struct js_shape *s = gc_to_cell(*shape);
        const gc_slot key = js_shape_key_nogc(ctx, s, i);
        const unsigned attributes =
            changed_attributes(ctx, change, key, i, js_shape_attributes_nogc(ctx, s, i));

        f.key = gc_decode(ctx->heap, key);
        JS_TRY(js_shape_add_noscript(ctx, root, &f.key, attributes, root));
    }
    return true;
}

/* Gives *object a shape with the same properties but for `change`, and this prototype and flags. */
static bool reshape(js_ctx *ctx, const js_value *object, const js_value *prototype, unsigned flags,
                    const struct change *change)
{
    JS_FRAME(ctx, f, shape, fresh);
    struct js_shape *shape = shape_of(ctx, object);

    f.shape = gc_from_cell(shape);
    js__shape_changed_nogc(ctx, shape);
    if ((flags & JS_SHAPE_UNIQUE) || shape->count > REPLAY_MAX) {
        JS_TRY(unique_copy(ctx, &f.shape, prototype, flags & ~(unsigned)JS_SHAPE_CACHED, 0,
                           &f.fresh));
        struct js_shape *copy = gc_to_cell(f.fresh);
        for (uint32_t i = 0; change && i < copy->count; i++) {
            uint8_t *attributes =
                &js__table_attributes_nogc(gc_slot_to_cell(ctx->heap, copy->table))[i];

            *attributes = (uint8_t)changed_attributes(
                ctx, change, js_shape_key_nogc(ctx, copy, i), i, *attributes);
        }
    } else {
        JS_TRY(js_shape_for_prototype_noscript(ctx, prototype, flags & JS_SHAPE_SHARED_FLAGS,
                                               shape->in_object, &f.fresh));
        JS_TRY(replay(ctx, &f.shape, change, &f.fresh));
    }
    set_shape_nogc(ctx, *object, f.fresh);
    return true;
}

bool js__object_change_flags_noscript(js_ctx *ctx, const js_value *object, unsigned set,
                                      unsigned clear)
{
    JS_FRAME(ctx, f, prototype);
    struct js_shape *shape = shape_of(ctx, object);
    const unsigned flags = (shape->flags & ~clear) | set;

    if (shape->flags == flags)
        return true;
    if (shape->flags & JS_SHAPE_UNIQUE) {
        shape->flags = (uint16_t)flags;
        js__shape_changed_nogc(ctx, shape);
        return true;
    }
    f.prototype = js_field(ctx, &shape->prototype);
    return reshape(ctx, object, &f.prototype, flags, NULL);
}

bool js__object_change_prototype_noscript(js_ctx *ctx, const js_value *object,
                                          const js_value *prototype)
{
    if (gc_is_cell(*prototype) && !(shape_of(ctx, prototype)->flags & JS_SHAPE_PROTOTYPE))
        JS_TRY(become_prototype(ctx, prototype));
    return reshape(ctx, object, prototype, shape_of(ctx, object)->flags, NULL);
}

bool js__object_change_attributes_noscript(js_ctx *ctx, const js_value *object, uint32_t index,
                                           unsigned set, unsigned clear, unsigned clear_flags)
{
    JS_FRAME(ctx, f, prototype);
    struct js_shape *shape = shape_of(ctx, object);
    const struct change change = {index, set, clear};

    js_assert(!(shape->flags & JS_SHAPE_DICTIONARY));
    f.prototype = js_field(ctx, &shape->prototype);
    return reshape(ctx, object, &f.prototype, shape->flags & ~clear_flags, &change);
}

bool js__unique_remove_noscript(js_ctx *ctx, const js_value *object, uint32_t index, js_value *out)
{
    JS_FRAME(ctx, f, shape, prototype, table, fresh);
    const struct js_shape *old = shape_of(ctx, object);

    f.shape = gc_from_cell(old);
    f.prototype = js_field(ctx, &old->prototype);
    JS_TRY(js__table_new_noscript(ctx, old->count + 1, &f.table));
    old = gc_to_cell(f.shape);
    JS_TRY(new_shape(ctx, &f.prototype, old->count - 1, old->in_object,
                     old->flags & ~JS_SHAPE_CACHED, &f.fresh));
    old = gc_to_cell(f.shape);
    for (uint32_t i = 0; i < old->count; i++)
        if (i != index)
            js__table_append_nogc(ctx, gc_to_cell(f.table), js_shape_key_nogc(ctx, old, i),
                                  js_shape_attributes_nogc(ctx, old, i));
    struct js_shape *fresh = gc_to_cell(f.fresh);
    gc_write(ctx->heap, fresh, &fresh->table, gc_slot_of(ctx->heap, f.table));
    gc_write(ctx->heap, fresh, &fresh->transitions, gc_load(&old->transitions));
    *out = f.fresh;
    return true;
}

bool js__dictionary_shape_noscript(js_ctx *ctx, const js_value *object, js_value *out)
{
    JS_FRAME(ctx, f, shape, prototype);
    const struct js_shape *old = shape_of(ctx, object);

    f.shape = gc_from_cell(old);
    f.prototype = js_field(ctx, &old->prototype);
    JS_TRY(new_shape(ctx, &f.prototype, 0, 0,
                     (old->flags & ~JS_SHAPE_CACHED) | JS_SHAPE_UNIQUE | JS_SHAPE_DICTIONARY, out));
    old = gc_to_cell(f.shape);
    if (old->flags & JS_SHAPE_UNIQUE) {
        struct js_shape *fresh = gc_to_cell(*out);

        gc_init(ctx->heap, fresh, &fresh->transitions, gc_load(&old->transitions));
    }
    return true;
}

/* ---- caches ---- */

/* Whether a look through object for any named key is what its shape says. */
static bool is_transparent(const js_value object, const struct js_shape *shape)
{
    return (shape->flags & JS_SHAPE_ORDINARY) || js_is_kind(object, JS_KIND_ARRAY) ||
           js_is_kind(object, JS_KIND_TYPED_ARRAY) || js_is_kind(object, JS_KIND_ARGUMENTS);
}

bool js_shape_mark_chain_cached_nogc(js_ctx *ctx, js_value object, js_value holder)
{
    js_value o = object;

    for (;;) {
        const struct js_shape *shape = js_shape_of_nogc(ctx, o);

        if (!is_transparent(o, shape))
            return false;
        if (gc_same(o, holder))
            break;
        o = js_field(ctx, &shape->prototype);
        if (js_is_null(o))
            break;
    }
    for (o = object; !js_is_null(o);) {
        struct js_shape *shape = js_shape_of_nogc(ctx, o);

        if (shape->flags & JS_SHAPE_UNIQUE)
            shape->flags |= JS_SHAPE_CACHED;
        if (gc_same(o, holder))
            break;
        o = js_field(ctx, &shape->prototype);
    }
    return true;
}
