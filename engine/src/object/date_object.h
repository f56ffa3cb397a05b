/* object/date_object.h: Date objects. */
#ifndef JS_DATE_OBJECT_H
#define JS_DATE_OBJECT_H

#include "object/object.h"

#define JS_DATE_DATA(F) F(double, value) /* milliseconds since 1970, or NaN */
GC_CELL(js_date, JS_OBJECT_REFS, JS_DATE_DATA);

GC_INLINE struct js_date *js_date_nogc(js_value v)
{
    js_assert(js_is_kind(v, JS_KIND_DATE));
    return gc_to_cell(v);
}

#endif
