/* builtins/string_helpers.h: what the files of String share, also with RegExp. */
#ifndef JS_STRING_HELPERS_H
#define JS_STRING_HELPERS_H

#include "builtins/builtin.h"

#define JS_NO_INDEX UINT32_MAX

/* The least index, at least from, where needle occurs in text; JS_NO_INDEX if none.  Both are views. */
uint32_t js_units_index_of(const struct js_units *text, const struct js_units *needle, uint32_t from);
/* The greatest index, at most from. */
uint32_t js_units_last_index_of(const struct js_units *text, const struct js_units *needle,
                                uint32_t from);

/* ToString(RequireObjectCoercible(this)), flat; method is the full name, for the message. */
JS_MUST_CHECK bool js__this_string(js_ctx *ctx, const js_call *call, const char *method,
                                   js_value *out);

/*
 * 22.1.3.19.1 GetSubstitution: appends replacement (flat), with what its $-sequences stand for.  captures may be
 * NULL; named is undefined or an object.  Runs script only where named is an object.
 */
struct js_substitution {
    const js_value *string;  /* flat */
    const js_value *matched; /* any string */
    uint32_t position;
    const struct js_vec *captures; /* strings and undefined, from capture 1 on */
    const js_value *named;
};
JS_MUST_CHECK bool js_get_substitution(js_ctx *ctx, struct js_string_builder *b,
                                       const struct js_substitution *what,
                                       const js_value *replacement);

/* Orders two strings as people expect: letters before their case and accents (string_collate.c). */
JS_MUST_CHECK bool js_string_collate(js_ctx *ctx, const js_value *a, const js_value *b, int *order);

/* AdvanceStringIndex (22.2.7.3) of a view. */
GC_INLINE double js_advance_string_index(const struct js_units *units, double index, bool unicode)
{
    if (!unicode || index + 1 >= units->length || units->latin1)
        return index + 1;
    uint32_t i = (uint32_t)index;
    bool pair = (units->utf16[i] & 0xFC00) == 0xD800 && (units->utf16[i + 1] & 0xFC00) == 0xDC00;

    return index + 1 + pair;
}

#endif
