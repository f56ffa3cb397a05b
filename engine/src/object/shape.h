/*
 * object/shape.h: hidden classes.  A shape says which named properties an object has, in which order, with
 * which attributes, what its prototype is, and flags.  Shapes form trees: adding a property, changing the
 * prototype or a flag follows a (weak) transition to another shape.  A *unique* shape belongs to one object
 * (prototypes, the global object, scope objects, objects in dictionary mode): it is in no tree, and a new
 * property is added to it in place; any other change gives the object a new unique shape, so that a cache
 * that compares shapes never sees a stale index [shape.index-stable].
 *
 * Caches of hits on a prototype chain, and of misses, compare the receiver's shape and the isolate's
 * prototype epoch (ctx->state): caching through an object sets JS_SHAPE_CACHED on the shapes of the chain,
 * and any change of an object with such a shape (a property added, removed or reconfigured, its prototype
 * changed) bumps the epoch [shape.epoch].
 */
#ifndef JS_SHAPE_H
#define JS_SHAPE_H

#include "gc/mutant.h"
#include "object/object.h"
#include "object/property_table.h"
#include "vm/state.h"

enum js_shape_flags {
    JS_SHAPE_EXTENSIBLE = 1,
    JS_SHAPE_ORDINARY = 2,      /* no internal method of its kind is special */
    JS_SHAPE_CALLABLE = 4,
    JS_SHAPE_CONSTRUCTOR = 8,
    JS_SHAPE_DICTIONARY = 16,   /* properties are in a js_dictionary; unique */
    JS_SHAPE_UNIQUE = 32,
    JS_SHAPE_PROTOTYPE = 64,    /* of an object that is the prototype of another; unique */
    JS_SHAPE_CACHED = 128,      /* see [shape.epoch] */
    JS_SHAPE_LAZY_FUNCTION = 256, /* a function whose own length, name (and prototype) are not made yet:
                                     they exist, and are made when first looked at by that name, listed
                                     or changed; lookups of any other key need not make them */
    JS_SHAPE_FIXED_LENGTH = 512,  /* an array whose length is not writable */
    JS_SHAPE_IMMUTABLE_PROTOTYPE = 1024, /* Object.prototype */
};
/* What a root shape is found by; the others belong to a single object. */
#define JS_SHAPE_SHARED_FLAGS                                                                      \
    (JS_SHAPE_EXTENSIBLE | JS_SHAPE_ORDINARY | JS_SHAPE_CALLABLE | JS_SHAPE_CONSTRUCTOR |          \
     JS_SHAPE_LAZY_FUNCTION | JS_SHAPE_FIXED_LENGTH)

#define JS_SHAPE_REFS(F)                                                                           \
    F(prototype)   /* an object or null */                                                         \
    F(table)       /* js_property_table, or integer 0 while there are no properties */             \
    F(parent)      /* the shape that this came from, or integer 0 */                               \
    F(transitions) /* js_transitions or integer 0; of a prototype's shape: to the root shapes of   \
                      the objects that have this prototype */
#define JS_SHAPE_DATA(F)                                                                           \
    F(uint32_t, count)                /* of properties; 0 in dictionary mode */                    \
    F(uint16_t, in_object)            /* capacity in the object */                                 \
    F(uint16_t, flags)
GC_CELL(js_shape, JS_SHAPE_REFS, JS_SHAPE_DATA);

/* 30 bits, so that a cache's slot holds it. */
GC_INLINE void js__bump_prototype_epoch_nogc(js_ctx *ctx)
{
    if (!GC_MUTANT(EPOCH_NOT_BUMPED))
        ctx->state->prototype_epoch = (ctx->state->prototype_epoch + 1) & 0x3FFFFFFF;
}

/* Where a property lies. */
struct js_property_location {
    uint32_t index;      /* in the order of the shape */
    unsigned attributes; /* enum js_attributes, and JS_IS_ACCESSOR */
};
#define JS_IS_ACCESSOR 8u

GC_INLINE struct js_shape *js_shape_of_nogc(const js_ctx *ctx, js_value object)
{
    return gc_slot_to_cell(ctx->heap, js_object_nogc(object)->shape);
}

GC_INLINE bool js_has_shape_flag_nogc(const js_ctx *ctx, js_value object, unsigned flag)
{
    return (js_shape_of_nogc(ctx, object)->flags & flag) != 0;
}

/* Looks key (a key's slot bits) up in a shape that is not in dictionary mode. */
GC_INLINE bool js_shape_lookup_nogc(const js_ctx *ctx, const struct js_shape *shape, gc_slot key,
                                    struct js_property_location *location)
{
    if (!shape->count)
        return false;
    const struct js_property_table *table = gc_slot_to_cell(ctx->heap, shape->table);
    const uint32_t i = js__table_find_nogc(ctx, table, shape->count, key);

    if (i == JS_NOT_FOUND)
        return false;
    location->index = i;
    location->attributes = js__table_attributes_nogc(table)[i];
    return true;
}

/* Key and attributes of property i < count of a shape that is not in dictionary mode. */
GC_INLINE gc_slot js_shape_key_nogc(const js_ctx *ctx, const struct js_shape *shape, uint32_t i)
{
    return ((struct js_property_table *)gc_slot_to_cell(ctx->heap, shape->table))->keys[i];
}
GC_INLINE unsigned js_shape_attributes_nogc(const js_ctx *ctx, const struct js_shape *shape,
                                            uint32_t i)
{
    return js__table_attributes_nogc(gc_slot_to_cell(ctx->heap, shape->table))[i];
}

/*
 * The slot of property index of an object: in the object or in its properties cell.
 */
GC_INLINE gc_slot *js_property_slot_nogc(const js_ctx *ctx, struct js_object *object,
                                         const struct js_shape *shape, uint32_t index, void **cell)
{
    if (index < shape->in_object) {
        *cell = object;
        return &object->fields[index];
    }
    struct js_properties *more = gc_slot_to_cell(ctx->heap, object->properties);
    *cell = more;
    return &more->slots[index - shape->in_object];
}

/*
 * The root shape for a prototype (object or null): kept with the prototype, so one per prototype, flags
 * (JS_SHAPE_SHARED_FLAGS) and in-object capacity (at most 255).  The prototype's own shape becomes unique.
 */
JS_MUST_CHECK bool js_shape_for_prototype_noscript(js_ctx *ctx, const js_value *prototype,
                                                   unsigned flags, unsigned in_object,
                                                   js_value *out);
/*
 * The shape that adding key with attributes leads to; makes it if need be.  The shape is shared and not
 * full (js__shape_is_full_nogc).
 */
JS_MUST_CHECK bool js_shape_add_noscript(js_ctx *ctx, const js_value *shape, const js_value *key,
                                         unsigned attributes, js_value *out);
/* The same if that shape exists already, else NULL. */
struct js_shape *js_shape_find_add_nogc(const js_ctx *ctx, const struct js_shape *shape,
                                        gc_slot key, unsigned attributes);

/*
 * Before caching a hit at holder (null: a miss) for object: marks the shapes from object's prototype down to
 * holder (or to the end) as cached, and object's own if it is unique.  False where the chain cannot be
 * cached because it holds an exotic object.  The key was looked up before (which materialised a lazy
 * function of whose keys it is), is a string or symbol, 'length' not of an array, and where object is a
 * typed array no numeric string (js_key_may_be_numeric_nogc).
 */
bool js_shape_mark_chain_cached_nogc(js_ctx *ctx, js_value object, js_value holder);

/* An object with this shape changes otherwise than by a transition: caches that looked at it die. */
GC_INLINE void js__shape_changed_nogc(js_ctx *ctx, struct js_shape *shape)
{
    if (shape->flags & JS_SHAPE_CACHED) {
        shape->flags &= (uint16_t)~JS_SHAPE_CACHED;
        js__bump_prototype_epoch_nogc(ctx);
    }
}

/* Whether more properties should go to a dictionary. */
bool js__shape_is_full_nogc(const js_ctx *ctx, const struct js_shape *shape);

/*
 * Shapes of the present properties of *object with other flags or another prototype: given to the object at
 * once.  Values and their places stay the same.  None runs script.
 */
JS_MUST_CHECK bool js__object_make_unique_noscript(js_ctx *ctx, const js_value *object,
                                                   unsigned more_flags);
/*
 * Gives an object another shape, unique, that says the same: caches that compare shapes forget what they found there.
 * For the global object, when a lexical declaration comes to hide one of its properties.
 */
JS_MUST_CHECK bool js__object_renew_shape_noscript(js_ctx *ctx, const js_value *object);
JS_MUST_CHECK bool js__object_change_flags_noscript(js_ctx *ctx, const js_value *object,
                                                    unsigned set, unsigned clear);
JS_MUST_CHECK bool js__object_change_prototype_noscript(js_ctx *ctx, const js_value *object,
                                                        const js_value *prototype);
/* Property index (JS_NOT_FOUND: all but private names) gets the attributes: (old & ~clear) | set. */
JS_MUST_CHECK bool js__object_change_attributes_noscript(js_ctx *ctx, const js_value *object,
                                                         uint32_t index, unsigned set,
                                                         unsigned clear, unsigned clear_flags);
/* A unique shape gets one more property, in place; reserve first makes room (may collect). */
JS_MUST_CHECK bool js__unique_reserve_noscript(js_ctx *ctx, const js_value *shape);
void js__unique_append_nogc(js_ctx *ctx, struct js_shape *shape, gc_slot key, unsigned attributes);
/* A new unique shape for *object without property index. */
JS_MUST_CHECK bool js__unique_remove_noscript(js_ctx *ctx, const js_value *object, uint32_t index,
                                              js_value *out);
/* A unique shape in dictionary mode for *object. */
JS_MUST_CHECK bool js__dictionary_shape_noscript(js_ctx *ctx, const js_value *object,
                                                 js_value *out);

/* Gives a lazy function its own length, name and prototype properties. */
JS_MUST_CHECK bool js_function_materialise_noscript(js_ctx *ctx, const js_value *function);

#endif
