/*
 * object/regexp_object.h: RegExp objects.  lastIndex is property 0 and lies in the object (the shapes of
 * regexps have in-object capacity 1).
 */
#ifndef JS_REGEXP_OBJECT_H
#define JS_REGEXP_OBJECT_H

#include "object/object.h"

#define JS_REGEXP_REFS(F)                                                                          \
    JS_OBJECT_REFS(F)                                                                              \
    F(last_index) /* in-object property 0 */                                                       \
    F(source)     /* string: the pattern as given; integer 0: not initialised yet */               \
    F(flags)      /* string: the flags as given */                                                 \
    F(program)    /* js_foreign that owns the compiled pattern; integer 0: not compiled yet */     \
    F(names)      /* js_tuple of group names (undefined: none), or integer 0 */
#define JS_REGEXP_DATA(F) F(uint32_t, flag_bits)
GC_CELL(js_regexp, JS_REGEXP_REFS, JS_REGEXP_DATA);

GC_INLINE struct js_regexp *js_regexp_nogc(js_value v)
{
    js_assert(js_is_kind(v, JS_KIND_REGEXP));
    return gc_to_cell(v);
}

#endif
