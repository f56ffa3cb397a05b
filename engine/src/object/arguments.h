/*
 * object/arguments.h: arguments objects (10.4.4).
 *
 * length, @@iterator and callee are in-object properties.  A mapped element lives where the parameter does:
 * `mapped` is a tuple with a box, a name, or integer 0 per mapped index; names are variables of the object in one
 * slot more, that of the scope around direct eval or `with`.  The element itself is present and keeps the
 * attributes, its stored value is not looked at while it is mapped [arguments.mapped].
 */
#ifndef JS_ARGUMENTS_H
#define JS_ARGUMENTS_H

#include "object/object.h"

#define JS_ARGUMENTS_FIELDS 3u
#define JS_ARGUMENTS_REFS(F)                                                                       \
    JS_OBJECT_REFS(F)                                                                              \
    F(length)   /* in-object properties: see shape_arguments */                                    \
    F(iterator)                                                                                    \
    F(callee)   /* strict: an accessor that throws */                                              \
    F(mapped)   /* js_tuple or integer 0 */
GC_CELL(js_arguments, JS_ARGUMENTS_REFS, GC_NO_DATA);

/* CreateUnmappedArgumentsObject of argc rooted values. */
JS_MUST_CHECK bool js_arguments_new_unmapped_noscript(js_ctx *ctx, const js_value *args,
                                                      uint32_t argc, js_value *out);
/*
 * CreateMappedArgumentsObject: places are `count` rooted values that say where the first parameters live: a box,
 * or the name of a variable of the object places[count], a value more if count is not 0; anything else maps
 * nothing.  Places beyond argc are ignored.
 */
JS_MUST_CHECK bool js_arguments_new_mapped_noscript(js_ctx *ctx, const js_value *callee,
                                                    const js_value *args, uint32_t argc,
                                                    const js_value *places, uint32_t count,
                                                    js_value *out);

/* The value of element index if that is present and all is as created, else JS_HOLE. */
js_value js_arguments_peek_nogc(js_ctx *ctx, js_value arguments, uint32_t index);

/* Internal methods, for object/methods.c. */
bool js__arguments_get_own_property(js_ctx *, const js_value *, const js_value *, struct js_descriptor *, bool *);
bool js__arguments_define_own_property(js_ctx *, const js_value *, const js_value *,
                                 const struct js_descriptor *, bool *);
bool js__arguments_get(js_ctx *, const js_value *, const js_value *, const js_value *, js_value *);
bool js__arguments_set(js_ctx *, const js_value *, const js_value *, const js_value *, const js_value *, bool *);
bool js__arguments_delete_property(js_ctx *, const js_value *, const js_value *, bool *);
#define JS_ARGUMENTS_METHODS                                                                       \
    {                                                                                              \
        .get_own_property = js__arguments_get_own_property,                                        \
        .define_own_property = js__arguments_define_own_property,                                  \
        .get = js__arguments_get,                                                                  \
        .set = js__arguments_set,                                                                  \
        .delete_property = js__arguments_delete_property                                           \
    }

#endif
