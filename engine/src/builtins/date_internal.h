/*
 * builtins/date_internal.h: what the files of Date share.
 */
#ifndef JS_DATE_INTERNAL_H
#define JS_DATE_INTERNAL_H

#include "base/date_math.h"
#include "builtins/builtin.h"
#include "object/date_object.h"

/* The time value of `this`; TypeError where that is no Date. */
JS_MUST_CHECK GC_INLINE bool js__this_date(js_ctx *ctx, const js_call *call, const char *method,
                                           double *time)
{
    if (!js_is_kind(*call->self, JS_KIND_DATE)) {
        js_throw_type_error(ctx, "Method Date.prototype.%s called on incompatible receiver %v", method,
                            call->self);
        return false;
    }
    *time = js_date_nogc(*call->self)->value;
    return true;
}

/* A time value as text, any form. */
JS_MUST_CHECK GC_INLINE bool js__date_text_noscript(js_ctx *ctx, double time, enum js_date_form form,
                                                    js_value *out)
{
    char text[JS_DATE_TEXT_MAX];
    const size_t length = js_date_to_text(time, form, text);

    return js_string_from_latin1_noscript(ctx, (const uint8_t *)text, length, out);
}

#endif
