/* builtins/iterator_internal.h: what iterator.c and iterator_helper.c share. */
#ifndef JS_ITERATOR_INTERNAL_H
#define JS_ITERATOR_INTERNAL_H

#include "object/iterator.h"
#include "ops/ops.h"

/* 27.1.3.2.1.1 GetIteratorFlattenable ( obj, primitiveHandling ) */
JS_MUST_CHECK bool js__get_iterator_flattenable(js_ctx *ctx, const js_value *object,
                                                bool allow_string, struct js_iterator_record *it);
/* Throws unless `this` is an object; puts it into the record, whose next method is not read. */
JS_MUST_CHECK bool js__iterator_this(js_ctx *ctx, const js_call *call, const char *method,
                                     struct js_iterator_record *it);

#endif
