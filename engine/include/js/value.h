/*
 * js/value.h: JavaScript values.  A js_value is a gc_value: numbers immediate, undefined, null, booleans
 * constants, all else cells.  Numbers may be int32 or double; the two are never told apart by programs.
 */
#ifndef JS_VALUE_H
#define JS_VALUE_H

#include "gc/gc.h"

typedef gc_value js_value;
typedef struct js_ctx js_ctx;

#define JS_MUST_CHECK GC_MUST_CHECK

/* The constants' numbers; 0 is GC_EMPTY, which no program ever sees (TDZ, fresh slots). */
enum js_constant {
    JS_CONSTANT_EMPTY,
    JS_CONSTANT_UNDEFINED,
    JS_CONSTANT_NULL,
    JS_CONSTANT_FALSE,
    JS_CONSTANT_TRUE,
    JS_CONSTANT_HOLE,    /* a missing element */
    JS_CONSTANT_DELETED, /* a tombstone in hash tables */
    JS_CONSTANT_COUNT
};

#define JS_UNDEFINED GC_CONSTANT(JS_CONSTANT_UNDEFINED)
#define JS_NULL      GC_CONSTANT(JS_CONSTANT_NULL)
#define JS_FALSE     GC_CONSTANT(JS_CONSTANT_FALSE)
#define JS_TRUE      GC_CONSTANT(JS_CONSTANT_TRUE)
#define JS_HOLE      GC_CONSTANT(JS_CONSTANT_HOLE)
#define JS_DELETED   GC_CONSTANT(JS_CONSTANT_DELETED)

#define JS_SLOT_UNDEFINED GC_SLOT_CONSTANT(JS_CONSTANT_UNDEFINED)
#define JS_SLOT_NULL      GC_SLOT_CONSTANT(JS_CONSTANT_NULL)
#define JS_SLOT_HOLE      GC_SLOT_CONSTANT(JS_CONSTANT_HOLE)
#define JS_SLOT_DELETED   GC_SLOT_CONSTANT(JS_CONSTANT_DELETED)

GC_INLINE js_value js_bool(bool b)
{
    return b ? JS_TRUE : JS_FALSE;
}

GC_INLINE bool js_is_undefined(js_value v)
{
    return gc_same(v, JS_UNDEFINED);
}

GC_INLINE bool js_is_null(js_value v)
{
    return gc_same(v, JS_NULL);
}

/* undefined or null */
GC_INLINE bool js_is_nullish(js_value v)
{
    return js_is_undefined(v) || js_is_null(v);
}

GC_INLINE bool js_is_boolean(js_value v)
{
    return gc_same(v, JS_TRUE) || gc_same(v, JS_FALSE);
}

GC_INLINE bool js_is_true(js_value v)
{
    return gc_same(v, JS_TRUE);
}

GC_INLINE bool js_is_number(js_value v)
{
    return gc_is_number(v);
}

/* A number as the shortest representation: int32 where it is one. */
GC_INLINE js_value js_number(double d)
{
    return gc_from_number(d);
}

GC_INLINE js_value js_int(int32_t i)
{
    return gc_from_int(i);
}

GC_INLINE js_value js_uint32(uint32_t u)
{
    return u <= INT32_MAX ? gc_from_int((int32_t)u) : gc_from_double(u);
}

#endif
