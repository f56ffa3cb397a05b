/*
 * object/iterator.h: built-in iterators: one layout for those of arrays, strings, maps, sets, regular
 * expressions and for the iterator helpers.  What a, b, c and index mean is up to the type.
 */
#ifndef JS_ITERATOR_H
#define JS_ITERATOR_H

#include "object/object.h"

enum js_iterator_type {
    JS_ITERATOR_ARRAY,
    JS_ITERATOR_STRING,
    JS_ITERATOR_MAP,
    JS_ITERATOR_SET,
    JS_ITERATOR_REGEXP_STRING,
    JS_ITERATOR_HELPER,
    JS_ITERATOR_WRAP,
    JS_ITERATOR_ASYNC_FROM_SYNC,
    JS_ITERATOR_FOR_IN,
};

struct __attribute__((aligned(8))) js_iterator {
    struct gc_header header;
    gc_slot shape;
    gc_slot properties;
    gc_slot elements;
    gc_slot target; /* what is iterated; undefined once done */
    gc_slot a, b, c;
    uint32_t type; /* enum js_iterator_type */
    uint32_t mode; /* e.g. keys, values, entries; state of helpers */
    double index;
};

GC_INLINE bool js_is_iterator_of(js_value v, enum js_iterator_type type)
{
    return js_is_kind(v, JS_KIND_ITERATOR) &&
           ((struct js_iterator *)gc_to_cell(v))->type == (uint32_t)type;
}

GC_INLINE struct js_iterator *js_iterator_nogc(js_value v)
{
    js_assert(js_is_kind(v, JS_KIND_ITERATOR));
    return gc_to_cell(v);
}

/* An iterator of *target with a, b, c undefined.  Runs no script. */
JS_MUST_CHECK bool js_iterator_new_noscript(js_ctx *ctx, enum js_iterator_type type,
                                            enum js_intrinsic prototype, const js_value *target,
                                            uint32_t mode, js_value *out);

#endif
