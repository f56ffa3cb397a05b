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

#include "object/object.h"

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
    JS_SHAPE_HAS_INDEX_ACCESSORS = 2048, /* sparse elements hold accessors or read-only ones */
};

#define JS_SHAPE_REFS(F)                                                                           \
    F(prototype)   /* an object or null */                                                         \
    F(table)       /* js_property_table, or integer 0 while there are no properties */             \
    F(parent)      /* the shape that this came from, or integer 0 */                               \
    F(transitions) /* js_transitions or integer 0 */
#define JS_SHAPE_DATA(F)                                                                           \
    F(uint32_t, count)                /* of properties; 0 in dictionary mode */                    \
    F(uint16_t, in_object)            /* capacity in the object */                                 \
    F(uint16_t, flags)
GC_CELL(js_shape, JS_SHAPE_REFS, JS_SHAPE_DATA);

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
bool js_shape_lookup_nogc(const js_ctx *ctx, const struct js_shape *shape, gc_slot key,
                          struct js_property_location *location);

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

/* The root shape for a prototype (object or null): kept with the prototype, so one per prototype, flags
   and in-object capacity. */
JS_MUST_CHECK bool js_shape_for_prototype_noscript(js_ctx *ctx, const js_value *prototype,
                                                   unsigned flags, unsigned in_object,
                                                   js_value *out);
/* The shape that adding key with attributes leads to; makes it if need be. */
JS_MUST_CHECK bool js_shape_add_noscript(js_ctx *ctx, const js_value *shape, const js_value *key,
                                         unsigned attributes, js_value *out);
/* Marks the shapes from the prototype of object down to holder (or to null) as cached. */
void js_shape_mark_chain_cached_nogc(js_ctx *ctx, js_value object, js_value holder);

/* Gives a lazy function its own length, name and prototype properties. */
JS_MUST_CHECK bool js_function_materialise_noscript(js_ctx *ctx, const js_value *function);

#endif
