/*
 * object/object.h: objects: layout, properties and the essential internal methods.
 *
 * An object is header, shape, properties, elements, then what its kind adds: in-object slots (ordinary
 * objects), slots of its own, raw data.  Named properties lie in the order of the shape: the first
 * in_object_count of them in the object, the rest in the properties cell; or, in dictionary mode, in a
 * dictionary cell.  Indexed properties (keys that are array indices below 2^32 - 1) lie in the elements.
 *
 * Property keys are values: an interned string that is no array index, a symbol, or a non-negative
 * integer below 2^30; an array index from 2^30 on is an interned string flagged as index.
 * js_to_property_key (ops/convert.h) makes them.
 */
#ifndef JS_OBJECT_H
#define JS_OBJECT_H

#include "vm/context.h"
#include "gc/mutant.h"

#define JS_OBJECT_REFS(F) F(shape) F(properties) F(elements)

/* Any object, and an ordinary one; fields are the in-object slots, as many as the cell's size holds. */
struct __attribute__((aligned(8))) js_object {
    struct gc_header header;
    gc_slot shape;
    gc_slot properties; /* a js_properties, a js_dictionary, or an integer: identity hash or 0 */
    gc_slot elements;   /* js_elements (three kinds), js_double_elements, js_sparse_elements; integer 0: none */
    gc_slot fields[];
};

/* Arrays.  24 bytes until the first element is written. */
struct __attribute__((aligned(8))) js_array {
    struct gc_header header;
    gc_slot shape;
    gc_slot properties;
    gc_slot elements;
    uint32_t length;
    uint32_t offset; /* of element 0 in the elements: shift advances it */
};

/*
 * Indexed properties as slots; a missing one is JS_SLOT_HOLE.  Only of dense, all-attributes elements.  Kind
 * JS_KIND_ELEMENTS holds anything; JS_KIND_INT_ELEMENTS only integers and holes, and is never scanned;
 * JS_KIND_SHARED_ELEMENTS anything but holes, and is never changed [elements.shared].  In an array all slots before
 * offset and from offset + length on are holes [elements.holes-outside].
 */
struct __attribute__((aligned(8))) js_elements {
    struct gc_header header;
    uint32_t capacity;
    gc_slot slots[];
};

/* The same as doubles: every one a number or the hole, JS_DOUBLE_HOLE_BITS. */
struct js_double_elements {
    struct gc_header header;
    uint32_t capacity;
    double numbers[];
};
#define JS_DOUBLE_HOLE_BITS UINT64_C(0x7FFC0000DEADBEEF)

/* Out-of-line named properties. */
struct __attribute__((aligned(8))) js_properties {
    struct gc_header header;
    uint32_t identity_hash; /* 0: none yet */
    gc_slot slots[];
};

/* The value of an accessor property's slot; getter and setter are functions or undefined. */
struct __attribute__((aligned(8))) js_accessor {
    struct gc_header header;
    gc_slot getter;
    gc_slot setter;
    uint32_t unused;
};

/* A fixed number of slots for the engine's own use. */
struct __attribute__((aligned(8))) js_tuple {
    struct gc_header header;
    uint32_t count;
    gc_slot slots[];
};

GC_INLINE struct js_object *js_object_nogc(js_value v)
{
    js_assert(js_is_object(v));
    return gc_to_cell(v);
}

GC_INLINE struct js_array *js_array_nogc(js_value v)
{
    js_assert(js_is_kind(v, JS_KIND_ARRAY));
    return gc_to_cell(v);
}

/* ---- creation (object.c, array.c); all may collect, none runs script ---- */

/* {}: prototype Object.prototype of the current realm, with room for in_object properties. */
JS_MUST_CHECK bool js_object_new_noscript(js_ctx *ctx, js_value *out);
JS_MUST_CHECK bool js_object_new_sized_noscript(js_ctx *ctx, uint32_t in_object, js_value *out);
/* An ordinary object of a shape that has no properties yet, or whose values are stored at once. */
JS_MUST_CHECK bool js_object_new_with_shape_noscript(js_ctx *ctx, const js_value *shape,
                                                     js_value *out);
/* OrdinaryObjectCreate(*prototype): an object or null. */
JS_MUST_CHECK bool js_object_new_with_prototype_noscript(js_ctx *ctx, const js_value *prototype,
                                                         js_value *out);
/*
 * An object of any kind and size in bytes (what lies behind the three references is zero), with the
 * initial shape for *prototype.
 */
JS_MUST_CHECK bool js_object_alloc_noscript(js_ctx *ctx, enum js_kind kind, size_t bytes,
                                            const js_value *prototype, js_value *out);
/*
 * OrdinaryCreateFromConstructor: the prototype is new_target.prototype if that is an object, else the
 * intrinsic of new_target's realm.  May run script.
 */
JS_MUST_CHECK bool js_create_from_constructor(js_ctx *ctx, const js_value *new_target,
                                              enum js_intrinsic default_prototype,
                                              enum js_kind kind, size_t bytes, js_value *out);
JS_MUST_CHECK bool js_get_prototype_from_constructor(js_ctx *ctx, const js_value *new_target,
                                                     enum js_intrinsic default_prototype,
                                                     js_value *out);

/* [] of the given length (no elements are made), prototype Array.prototype. */
JS_MUST_CHECK bool js_array_new_noscript(js_ctx *ctx, uint32_t length, js_value *out);
/* The same with any prototype (an object or null): ArrayCreate. */
JS_MUST_CHECK bool js_array_new_with_prototype_noscript(js_ctx *ctx, const js_value *prototype,
                                                        uint32_t length, js_value *out);
/* CreateArrayFromList of count rooted values. */
JS_MUST_CHECK bool js_array_from_values_noscript(js_ctx *ctx, const js_value *values,
                                                 uint32_t count, js_value *out);
/* The same with room for `room` elements, at least count: exactly so many are made, at once. */
JS_MUST_CHECK bool js_array_of_noscript(js_ctx *ctx, const js_value *values, uint32_t count,
                                        uint32_t room, js_value *out);
/*
 * An array of all the elements in a cell without holes that a literal's arrays have in common.  Of JS_KIND_SHARED_ELEMENTS:
 * it refers to them till it changes; or where most of those made before were changed soon, it has its own at once.  Of
 * JS_KIND_DOUBLE_ELEMENTS: it has its own.
 */
JS_MUST_CHECK bool js_array_of_constant_noscript(js_ctx *ctx, const js_value *elements, js_value *out);
/* Appends to a true array whose length is writable and elements dense; the usual way to build one. */
JS_MUST_CHECK bool js_array_push_noscript(js_ctx *ctx, const js_value *array, const js_value *value);
/* Element i of a true array as stored: JS_HOLE where missing or not dense.  Raw result. */
js_value js_array_peek_nogc(js_ctx *ctx, js_value array, uint32_t i);
/* Whether v is an array with dense elements, no accessors, so that loops may use peek (recheck each turn). */
bool js_array_is_dense_nogc(js_ctx *ctx, js_value v);
/* IsArray: looks through proxies; fails on a revoked one. */
JS_MUST_CHECK bool js_is_array(js_ctx *ctx, const js_value *v, bool *out);

JS_MUST_CHECK bool js_tuple_new_noscript(js_ctx *ctx, uint32_t count, js_value *out);

/* A growable rooted vector: JS_VEC(ctx, v); js_vec_push(ctx, &v, &value); v is left automatically. */
struct js_vec {
    struct gc_frame head;
    js_value cells; /* an elements cell */
    uint32_t count;
};
#define JS_VEC(ctx, v)                                                                             \
    struct js_vec v GC_CLEANUP(gc__frame_leave);                                                   \
    v.count = 0;                                                                                   \
    gc__frame_enter((ctx)->heap, &v.head, 1);                                                      \
    v.head.count -= GC_MUTANT(VEC_NO_ROOT)
JS_MUST_CHECK bool js_vec_push(js_ctx *ctx, struct js_vec *vec, const js_value *value);
js_value js_vec_get_nogc(js_ctx *ctx, const struct js_vec *vec, uint32_t i);
JS_MUST_CHECK bool js_vec_set(js_ctx *ctx, struct js_vec *vec, uint32_t i, const js_value *value);
JS_MUST_CHECK bool js_vec_to_array_noscript(js_ctx *ctx, const struct js_vec *vec, js_value *out);
JS_MUST_CHECK bool js_vec_to_tuple_noscript(js_ctx *ctx, const struct js_vec *vec, js_value *out);

/* ---- descriptors ---- */

enum js_descriptor_fields {
    JS_HAS_VALUE = 8,
    JS_HAS_WRITABLE = 16,
    JS_HAS_GET = 32,
    JS_HAS_SET = 64,
    JS_HAS_ENUMERABLE = 128,
    JS_HAS_CONFIGURABLE = 256,
};

/*
 * A property descriptor with rooted values: JS_DESCRIPTOR(ctx, d); d.flags combines enum js_attributes
 * and enum js_descriptor_fields.  Left automatically.
 */
struct js_descriptor {
    struct gc_frame head;
    js_value value, getter, setter;
    unsigned flags;
};
#define JS_DESCRIPTOR(ctx, d)                                                                      \
    struct js_descriptor d GC_CLEANUP(gc__frame_leave);                                            \
    d.flags = 0;                                                                                   \
    gc__frame_enter((ctx)->heap, &d.head, 3)

GC_INLINE bool js_descriptor_is_accessor(const struct js_descriptor *d)
{
    return (d->flags & (JS_HAS_GET | JS_HAS_SET)) != 0;
}
GC_INLINE bool js_descriptor_is_data(const struct js_descriptor *d)
{
    return (d->flags & (JS_HAS_VALUE | JS_HAS_WRITABLE)) != 0;
}
/* 6.2.6.5 ToPropertyDescriptor, 6.2.6.4 FromPropertyDescriptor */
JS_MUST_CHECK bool js_to_property_descriptor(js_ctx *ctx, const js_value *object,
                                             struct js_descriptor *d);
JS_MUST_CHECK bool js_from_property_descriptor(js_ctx *ctx, const struct js_descriptor *d,
                                               js_value *out);

/* ---- the essential internal methods, any object; *ok is the Boolean they return ---- */

JS_MUST_CHECK bool js_object_get_prototype(js_ctx *ctx, const js_value *object, js_value *out);
JS_MUST_CHECK bool js_object_set_prototype(js_ctx *ctx, const js_value *object,
                                           const js_value *prototype, bool *ok);
JS_MUST_CHECK bool js_object_is_extensible(js_ctx *ctx, const js_value *object, bool *out);
JS_MUST_CHECK bool js_object_prevent_extensions(js_ctx *ctx, const js_value *object, bool *ok);
JS_MUST_CHECK bool js_object_get_own_property(js_ctx *ctx, const js_value *object,
                                              const js_value *key, struct js_descriptor *d,
                                              bool *found);
JS_MUST_CHECK bool js_object_define_own_property(js_ctx *ctx, const js_value *object,
                                                 const js_value *key,
                                                 const struct js_descriptor *d, bool *ok);
JS_MUST_CHECK bool js_object_has_property(js_ctx *ctx, const js_value *object, const js_value *key,
                                          bool *out);
JS_MUST_CHECK bool js_object_get(js_ctx *ctx, const js_value *object, const js_value *key,
                                 const js_value *receiver, js_value *out);
JS_MUST_CHECK bool js_object_set(js_ctx *ctx, const js_value *object, const js_value *key,
                                 const js_value *value, const js_value *receiver, bool *ok);
JS_MUST_CHECK bool js_object_delete(js_ctx *ctx, const js_value *object, const js_value *key,
                                    bool *ok);
/* Keys as property keys, converted: integers come as strings where as_strings.  Appends to *out. */
JS_MUST_CHECK bool js_object_own_keys(js_ctx *ctx, const js_value *object, struct js_vec *out);

/* Whether an own property is there and enumerable. */
JS_MUST_CHECK bool js__is_own_enumerable(js_ctx *ctx, const js_value *object, const js_value *key,
                                         bool *out);
/* The property keys that for-in over *object visits, as a js_tuple.  Runs script only for proxies. */
JS_MUST_CHECK bool js_for_in_keys(js_ctx *ctx, const js_value *object, js_value *out);
/* Before each turn: whether a key of js_for_in_keys is still there. */
JS_MUST_CHECK bool js_for_in_check(js_ctx *ctx, const js_value *object, const js_value *key,
                                   bool *present);

/* A kind's own versions; NULL entries are the ordinary ones.  Indexed by kind (object/methods.c). */
struct js_object_methods {
    bool (*get_prototype)(js_ctx *, const js_value *, js_value *);
    bool (*set_prototype)(js_ctx *, const js_value *, const js_value *, bool *);
    bool (*is_extensible)(js_ctx *, const js_value *, bool *);
    bool (*prevent_extensions)(js_ctx *, const js_value *, bool *);
    bool (*get_own_property)(js_ctx *, const js_value *, const js_value *, struct js_descriptor *,
                             bool *);
    bool (*define_own_property)(js_ctx *, const js_value *, const js_value *,
                                const struct js_descriptor *, bool *);
    bool (*has_property)(js_ctx *, const js_value *, const js_value *, bool *);
    bool (*get)(js_ctx *, const js_value *, const js_value *, const js_value *, js_value *);
    bool (*set)(js_ctx *, const js_value *, const js_value *, const js_value *, const js_value *,
                bool *);
    bool (*delete_property)(js_ctx *, const js_value *, const js_value *, bool *);
    bool (*own_keys)(js_ctx *, const js_value *, struct js_vec *);
};
extern const struct js_object_methods js_object_methods[256];

/* Ordinary versions, for kinds that fall back to them (10.1). */
JS_MUST_CHECK bool js_ordinary_get_own_property(js_ctx *ctx, const js_value *object,
                                                const js_value *key, struct js_descriptor *d,
                                                bool *found);
JS_MUST_CHECK bool js_ordinary_define_own_property(js_ctx *ctx, const js_value *object,
                                                   const js_value *key,
                                                   const struct js_descriptor *d, bool *ok);
JS_MUST_CHECK bool js_ordinary_prevent_extensions(js_ctx *ctx, const js_value *object, bool *ok);
JS_MUST_CHECK bool js_ordinary_has_property(js_ctx *ctx, const js_value *object,
                                            const js_value *key, bool *out);
JS_MUST_CHECK bool js_ordinary_get(js_ctx *ctx, const js_value *object, const js_value *key,
                                   const js_value *receiver, js_value *out);
JS_MUST_CHECK bool js_ordinary_set(js_ctx *ctx, const js_value *object, const js_value *key,
                                   const js_value *value, const js_value *receiver, bool *ok);
JS_MUST_CHECK bool js_ordinary_delete(js_ctx *ctx, const js_value *object, const js_value *key,
                                      bool *ok);
JS_MUST_CHECK bool js_ordinary_own_keys(js_ctx *ctx, const js_value *object, struct js_vec *out);
/* The same for a private name: on any object's own storage, extensible or not. */
JS_MUST_CHECK bool js_ordinary_define_private(js_ctx *ctx, const js_value *object,
                                              const js_value *name, const struct js_descriptor *d,
                                              bool *ok);
/* 10.1.6.3 with object undefined: IsCompatiblePropertyDescriptor. */
JS_MUST_CHECK bool js_validate_property_descriptor(js_ctx *ctx, bool extensible,
                                                   const struct js_descriptor *wanted,
                                                   bool exists, const struct js_descriptor *current,
                                                   bool *ok);

/* Defines a property on an ordinary extensible object whose key is new; for building. */
JS_MUST_CHECK bool js_object_add_noscript(js_ctx *ctx, const js_value *object, const js_value *key,
                                          const js_value *value, unsigned attributes);

/* The identity hash of an object or symbol, made at first use; below 2^30, never 0. */
uint32_t js_identity_hash_nogc(js_ctx *ctx, js_value object);
JS_MUST_CHECK bool js_identity_hash_noscript(js_ctx *ctx, const js_value *object, uint32_t *out);

#endif
