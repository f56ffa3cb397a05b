/*
 * js/native.h: functions written in C.
 */
#ifndef JS_NATIVE_H
#define JS_NATIVE_H

#include "js/value.h"

/*
 * What a native function gets.  Everything is rooted on the VM stack for the call's duration; args may be
 * written through js_arg only by copying to a frame first.
 */
typedef struct js_call {
    const js_value *callee;     /* the function object itself */
    const js_value *self;       /* this, not coerced */
    const js_value *args;       /* argc values */
    uint32_t argc;
    const js_value *new_target; /* undefined where called, not constructed */
} js_call;

/*
 * Returns true and sets *result (initially undefined; a rooted slot; may alias nothing of call), or
 * returns false with an exception pending.
 */
typedef bool js_native_fn(js_ctx *ctx, const js_call *call, js_value *result);

extern const js_value js_undefined_value;

/* Argument i, or undefined. */
GC_INLINE const js_value *js_arg(const js_call *call, uint32_t i)
{
    return i < call->argc ? &call->args[i] : &js_undefined_value;
}

GC_INLINE bool js_is_construct(const js_call *call)
{
    return !js_is_undefined(*call->new_target);
}

/* Where a table's entry is put. */
enum js_builtin_where {
    JS_ON_PROTOTYPE,
    JS_ON_CONSTRUCTOR,
    JS_AS_CONSTRUCTOR, /* the constructor function itself; at most one, first in its table */
    JS_HIDDEN,         /* installed nowhere: made by js_native_function_new */
};
enum js_builtin_type {
    JS_TYPE_METHOD,
    JS_TYPE_GETTER,
    JS_TYPE_SETTER,
    JS_TYPE_NUMBER,
    JS_TYPE_STRING,
    JS_TYPE_ALIAS, /* the same value as the property named by string, on the same object, made before */
};

/*
 * An entry of a constant table.  name is the property's name, "@@iterator" for a well-known symbol; a
 * function's own name is derived from it ("get x", "[Symbol.iterator]").
 */
typedef struct js_builtin {
    const char *name;
    js_native_fn *fn;
    uint8_t length;
    uint8_t where;      /* enum js_builtin_where */
    uint8_t type;       /* enum js_builtin_type */
    uint8_t attributes; /* enum js_attributes */
    double number;      /* of JS_TYPE_NUMBER */
    const char *string; /* of JS_TYPE_STRING */
} js_builtin;

enum js_attributes {
    JS_WRITABLE = 1,
    JS_ENUMERABLE = 2,
    JS_CONFIGURABLE = 4,
    JS_HIDDEN_ATTRIBUTES = JS_WRITABLE | JS_CONFIGURABLE, /* of methods */
    JS_ALL_ATTRIBUTES = 7,
    JS_NOT_GLOBAL = 128, /* in a js_builtin of a constructor: no property of the global object */
};

#define JS_CONSTRUCTOR(name, fn, length)                                                           \
    {name, fn, length, JS_AS_CONSTRUCTOR, JS_TYPE_METHOD, JS_HIDDEN_ATTRIBUTES, 0, NULL}
/* One that is no property of the global object; attributes are those of prototype.constructor. */
#define JS_UNNAMED_CONSTRUCTOR(name, fn, length, attributes)                                       \
    {name, fn, length, JS_AS_CONSTRUCTOR, JS_TYPE_METHOD, JS_NOT_GLOBAL | (attributes), 0, NULL}
#define JS_METHOD(name, fn, length)                                                                \
    {name, fn, length, JS_ON_PROTOTYPE, JS_TYPE_METHOD, JS_HIDDEN_ATTRIBUTES, 0, NULL}
#define JS_STATIC(name, fn, length)                                                                \
    {name, fn, length, JS_ON_CONSTRUCTOR, JS_TYPE_METHOD, JS_HIDDEN_ATTRIBUTES, 0, NULL}
#define JS_GETTER(name, fn)                                                                        \
    {name, fn, 0, JS_ON_PROTOTYPE, JS_TYPE_GETTER, JS_CONFIGURABLE, 0, NULL}
#define JS_SETTER(name, fn)                                                                        \
    {name, fn, 1, JS_ON_PROTOTYPE, JS_TYPE_SETTER, JS_CONFIGURABLE, 0, NULL}
#define JS_STATIC_GETTER(name, fn)                                                                 \
    {name, fn, 0, JS_ON_CONSTRUCTOR, JS_TYPE_GETTER, JS_CONFIGURABLE, 0, NULL}
#define JS_NUMBER_CONSTANT(name, number)                                                           \
    {name, NULL, 0, JS_ON_CONSTRUCTOR, JS_TYPE_NUMBER, 0, number, NULL}
#define JS_STRING_CONSTANT(name, string, attributes)                                               \
    {name, NULL, 0, JS_ON_PROTOTYPE, JS_TYPE_STRING, attributes, 0, string}
/* A second name of the same value; original ".x" is a property of the global object. */
#define JS_ALIAS(name, original)                                                                   \
    {name, NULL, 0, JS_ON_PROTOTYPE, JS_TYPE_ALIAS, JS_HIDDEN_ATTRIBUTES, 0, original}
#define JS_STATIC_ALIAS(name, original)                                                            \
    {name, NULL, 0, JS_ON_CONSTRUCTOR, JS_TYPE_ALIAS, JS_HIDDEN_ATTRIBUTES, 0, original}
/* A method with attributes of its own, e.g. [Symbol.toPrimitive]. */
#define JS_METHOD_WITH(name, fn, length, attributes)                                               \
    {name, fn, length, JS_ON_PROTOTYPE, JS_TYPE_METHOD, attributes, 0, NULL}
/* A number on the object itself, with attributes: Math.PI, globalThis.NaN. */
#define JS_NUMBER_PROPERTY(name, number, attributes)                                               \
    {name, NULL, 0, JS_ON_PROTOTYPE, JS_TYPE_NUMBER, attributes, number, NULL}
/* A well-known symbol as a property of the constructor: JS_SYMBOL_CONSTANT("iterator", "@@iterator"). */
#define JS_SYMBOL_CONSTANT(name, symbol)                                                           \
    {name, NULL, 0, JS_ON_CONSTRUCTOR, JS_TYPE_STRING, 0, 0, symbol}
#define JS_HIDDEN_FUNCTION(name, fn, length)                                                       \
    {name, fn, length, JS_HIDDEN, JS_TYPE_METHOD, JS_HIDDEN_ATTRIBUTES, 0, NULL}

/*
 * Registers a table of native functions, which must outlive ctx, and sets *number to the number that names it
 * in function cells; the same tables must be registered in the same order in every process that shares an
 * image.  False where memory runs out.
 */
JS_MUST_CHECK bool js_register_natives(js_ctx *ctx, const js_builtin *entries, size_t count,
                                       uint16_t *number);

#endif
