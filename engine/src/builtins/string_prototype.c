/*
 * builtins/string_prototype.c: 22.1.3: positions, parts, tests, padding, case; what takes patterns is in
 * string_pattern.c, Annex B's HTML methods in string_html.c.
 */
#include "builtins/string_helpers.h"

#include "base/utf16.h"
#include "object/iterator.h"
#include "object/wrapper.h"
#include "unicode/normalize.h"
#include "unicode/unicode.h"

#include <math.h>

bool js__this_string(js_ctx *ctx, const js_call *call, const char *method, js_value *out)
{
    JS_TRY(js_require_object_coercible(ctx, call->self, method));
    JS_TRY(js_to_string(ctx, call->self, out));
    return js_string_flatten_noscript(ctx, out);
}

/* ToIntegerOrInfinity(*v), clamped to 0 .. length; missing where *v is undefined. */
static bool clamped_index(js_ctx *ctx, const js_value *v, uint32_t length, uint32_t missing,
                          uint32_t *out)
{
    double d;

    *out = missing;
    if (js_is_undefined(*v))
        return true;
    JS_TRY(js_to_integer_or_infinity(ctx, v, &d));
    *out = d <= 0 ? 0 : d >= length ? length : (uint32_t)d;
    return true;
}

/* The same counting from the end where negative. */
static bool relative_index(js_ctx *ctx, const js_value *v, uint32_t length, uint32_t missing,
                           uint32_t *out)
{
    double d;

    *out = missing;
    if (js_is_undefined(*v))
        return true;
    JS_TRY(js_to_integer_or_infinity(ctx, v, &d));
    if (d < 0)
        d += length;
    *out = d <= 0 ? 0 : d >= length ? length : (uint32_t)d;
    return true;
}

/* ---- units ---- */

/* The unit at position argument 0; *found false where it is outside. */
static bool unit_at_argument(js_ctx *ctx, const js_call *call, const char *method,
                             js_value *string, uint32_t *position, bool *found)
{
    double d;

    JS_TRY(js__this_string(ctx, call, method, string));
    JS_TRY(js_to_integer_or_infinity(ctx, js_arg(call, 0), &d));
    *found = d >= 0 && d < js_string_length_nogc(*string);
    *position = *found ? (uint32_t)d : 0;
    return true;
}

/* 22.1.3.1 String.prototype.at ( index ) */
static bool at(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_FRAME(ctx, f, string);
    double d;

    JS_TRY(js__this_string(ctx, call, "String.prototype.at", &f.string));
    JS_TRY(js_to_integer_or_infinity(ctx, js_arg(call, 0), &d));
    struct js_units units = js_string_units_nogc(ctx, f.string);

    if (d < 0)
        d += units.length;
    if (d < 0 || d >= units.length) {
        *result = JS_UNDEFINED;
        return true;
    }
    return js_string_from_unit_noscript(ctx, js_unit_at(&units, (uint32_t)d), result);
}

/* 22.1.3.2 String.prototype.charAt ( pos ) */
static bool char_at(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_FRAME(ctx, f, string);
    uint32_t i;
    bool found;

    JS_TRY(unit_at_argument(ctx, call, "String.prototype.charAt", &f.string, &i, &found));
    if (!found) {
        *result = *JS_ATOM(ctx, empty);
        return true;
    }
    struct js_units units = js_string_units_nogc(ctx, f.string);

    return js_string_from_unit_noscript(ctx, js_unit_at(&units, i), result);
}

/* 22.1.3.3 String.prototype.charCodeAt ( pos ) */
static bool char_code_at(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_FRAME(ctx, f, string);
    uint32_t i;
    bool found;

    JS_TRY(unit_at_argument(ctx, call, "String.prototype.charCodeAt", &f.string, &i, &found));
    struct js_units units = js_string_units_nogc(ctx, f.string);

    *result = found ? js_int(js_unit_at(&units, i)) : gc_from_double(NAN);
    return true;
}

/* 22.1.3.4 String.prototype.codePointAt ( pos ) */
static bool code_point_at(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_FRAME(ctx, f, string);
    uint32_t i;
    bool found;

    JS_TRY(unit_at_argument(ctx, call, "String.prototype.codePointAt", &f.string, &i, &found));
    struct js_units units = js_string_units_nogc(ctx, f.string);
    size_t place = i;

    *result = !found          ? JS_UNDEFINED
              : units.latin1  ? js_int(units.latin1[i])
                              : js_int((int32_t)js_utf16_next(units.utf16, units.length, &place));
    return true;
}

/* 22.1.3.10 String.prototype.isWellFormed ( ) */
static bool is_well_formed(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_FRAME(ctx, f, string);

    JS_TRY(js__this_string(ctx, call, "String.prototype.isWellFormed", &f.string));
    struct js_units units = js_string_units_nogc(ctx, f.string);

    *result = js_bool(units.latin1 || js_utf16_first_lone_surrogate(units.utf16, units.length) ==
                                          units.length);
    return true;
}

/* 22.1.3.31 String.prototype.toWellFormed ( ) */
static bool to_well_formed(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_FRAME(ctx, f, string, copy);

    JS_TRY(js__this_string(ctx, call, "String.prototype.toWellFormed", &f.string));
    struct js_units units = js_string_units_nogc(ctx, f.string);

    if (units.latin1 ||
        js_utf16_first_lone_surrogate(units.utf16, units.length) == units.length) {
        *result = f.string;
        return true;
    }
    JS_TRY(js_string_new_utf16_noscript(ctx, units.length, &f.copy));
    struct js_utf16 *copy = gc_to_cell(f.copy);

    units = js_string_units_nogc(ctx, f.string);
    memcpy(copy->units, units.utf16, (size_t)units.length * 2);
    js_utf16_make_well_formed(copy->units, units.length);
    *result = f.copy;
    return true;
}

/* ---- parts ---- */

/* 22.1.3.22 String.prototype.slice ( start, end ) */
static bool slice(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_FRAME(ctx, f, string);
    uint32_t length, start, end;

    JS_TRY(js_require_object_coercible(ctx, call->self, "String.prototype.slice"));
    JS_TRY(js_to_string(ctx, call->self, &f.string));
    length = js_string_length_nogc(f.string);
    JS_TRY(relative_index(ctx, js_arg(call, 0), length, 0, &start));
    JS_TRY(relative_index(ctx, js_arg(call, 1), length, length, &end));
    return js_string_substring_noscript(ctx, &f.string, start, end > start ? end : start, result);
}

/* 22.1.3.25 String.prototype.substring ( start, end ) */
static bool substring(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_FRAME(ctx, f, string);
    uint32_t length, start, end;

    JS_TRY(js_require_object_coercible(ctx, call->self, "String.prototype.substring"));
    JS_TRY(js_to_string(ctx, call->self, &f.string));
    length = js_string_length_nogc(f.string);
    JS_TRY(clamped_index(ctx, js_arg(call, 0), length, 0, &start));
    JS_TRY(clamped_index(ctx, js_arg(call, 1), length, length, &end));
    return js_string_substring_noscript(ctx, &f.string, start < end ? start : end,
                                        start < end ? end : start, result);
}

/* B.2.2.1 String.prototype.substr ( start, length ) */
static bool substr(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_FRAME(ctx, f, string);
    uint32_t length, start, count;

    JS_TRY(js_require_object_coercible(ctx, call->self, "String.prototype.substr"));
    JS_TRY(js_to_string(ctx, call->self, &f.string));
    length = js_string_length_nogc(f.string);
    JS_TRY(relative_index(ctx, js_arg(call, 0), length, 0, &start));
    JS_TRY(clamped_index(ctx, js_arg(call, 1), length - start, length - start, &count));
    return js_string_substring_noscript(ctx, &f.string, start, start + count, result);
}

/* 22.1.3.5 String.prototype.concat ( ...args ) */
static bool concat(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_FRAME(ctx, f, string, next);

    JS_TRY(js_require_object_coercible(ctx, call->self, "String.prototype.concat"));
    JS_TRY(js_to_string(ctx, call->self, &f.string));
    for (uint32_t i = 0; i < call->argc; i++) {
        JS_TRY(js_to_string(ctx, &call->args[i], &f.next));
        JS_TRY(js_string_concat_noscript(ctx, &f.string, &f.next, &f.string));
    }
    *result = f.string;
    return true;
}

/*
 * count copies of *string, count > 0, as ropes of doubled ropes: as many cells as count has bits.
 */
static bool repeat_string(js_ctx *ctx, const js_value *string, uint32_t count, js_value *out)
{
    JS_FRAME(ctx, f, all, power);

    f.all = *JS_ATOM(ctx, empty);
    f.power = *string;
    for (;;) {
        if (count & 1)
            JS_TRY(js_string_concat_noscript(ctx, &f.all, &f.power, &f.all));
        count >>= 1;
        if (count == 0)
            break;
        JS_TRY(js_string_concat_noscript(ctx, &f.power, &f.power, &f.power));
    }
    *out = f.all;
    return true;
}

/* 22.1.3.18 String.prototype.repeat ( count ) */
static bool repeat(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_FRAME(ctx, f, string);
    double n;

    JS_TRY(js_require_object_coercible(ctx, call->self, "String.prototype.repeat"));
    JS_TRY(js_to_string(ctx, call->self, &f.string));
    JS_TRY(js_to_integer_or_infinity(ctx, js_arg(call, 0), &n));
    if (n < 0 || isinf(n))
        return js_throw_range_error(ctx, "Invalid count value: %v", js_arg(call, 0));
    if (n == 0 || js_string_length_nogc(f.string) == 0) {
        *result = *JS_ATOM(ctx, empty);
        return true;
    }
    if (n * js_string_length_nogc(f.string) > JS_STRING_LENGTH_MAX)
        return js_throw_string_too_long(ctx);
    return repeat_string(ctx, &f.string, (uint32_t)n, result);
}

/* 22.1.3.17.2 StringPad ( S, maxLength, fillString, placement ) */
static bool pad(js_ctx *ctx, const js_call *call, const char *method, bool at_start,
                js_value *result)
{
    JS_FRAME(ctx, f, string, fill, part);
    double max_length;
    uint32_t length, missing, fill_length;

    JS_TRY(js_require_object_coercible(ctx, call->self, method));
    JS_TRY(js_to_string(ctx, call->self, &f.string));
    JS_TRY(js_to_length(ctx, js_arg(call, 0), &max_length));
    length = js_string_length_nogc(f.string);
    *result = f.string;
    if (max_length <= length)
        return true;
    f.fill = ctx->single_units[' '];
    if (!js_is_undefined(*js_arg(call, 1)))
        JS_TRY(js_to_string(ctx, js_arg(call, 1), &f.fill));
    fill_length = js_string_length_nogc(f.fill);
    if (fill_length == 0)
        return true;
    if (max_length > JS_STRING_LENGTH_MAX)
        return js_throw_string_too_long(ctx);
    missing = (uint32_t)max_length - length;
    f.part = *JS_ATOM(ctx, empty);
    if (missing >= fill_length)
        JS_TRY(repeat_string(ctx, &f.fill, missing / fill_length, &f.part));
    JS_TRY(js_string_substring_noscript(ctx, &f.fill, 0, missing % fill_length, &f.fill));
    JS_TRY(js_string_concat_noscript(ctx, &f.part, &f.fill, &f.part));
    return at_start ? js_string_concat_noscript(ctx, &f.part, &f.string, result)
                    : js_string_concat_noscript(ctx, &f.string, &f.part, result);
}

/* 22.1.3.16 String.prototype.padEnd ( maxLength [ , fillString ] ) */
static bool pad_end(js_ctx *ctx, const js_call *call, js_value *result)
{
    return pad(ctx, call, "String.prototype.padEnd", false, result);
}

/* 22.1.3.17 String.prototype.padStart ( maxLength [ , fillString ] ) */
static bool pad_start(js_ctx *ctx, const js_call *call, js_value *result)
{
    return pad(ctx, call, "String.prototype.padStart", true, result);
}

/* 22.1.3.32.1 TrimString ( string, where ) */
static bool trim_string(js_ctx *ctx, const js_call *call, const char *method, bool start, bool end,
                        js_value *result)
{
    JS_FRAME(ctx, f, string);

    JS_TRY(js__this_string(ctx, call, method, &f.string));
    struct js_units units = js_string_units_nogc(ctx, f.string);
    uint32_t from = 0, to = units.length;

    while (start && from < to && js_unicode_is_space(js_unit_at(&units, from)))
        from++;
    while (end && to > from && js_unicode_is_space(js_unit_at(&units, to - 1)))
        to--;
    return js_string_substring_noscript(ctx, &f.string, from, to, result);
}

/* 22.1.3.32 String.prototype.trim ( ) */
static bool trim(js_ctx *ctx, const js_call *call, js_value *result)
{
    return trim_string(ctx, call, "String.prototype.trim", true, true, result);
}

/* 22.1.3.33 String.prototype.trimEnd ( ) */
static bool trim_end(js_ctx *ctx, const js_call *call, js_value *result)
{
    return trim_string(ctx, call, "String.prototype.trimEnd", false, true, result);
}

/* 22.1.3.34 String.prototype.trimStart ( ) */
static bool trim_start(js_ctx *ctx, const js_call *call, js_value *result)
{
    return trim_string(ctx, call, "String.prototype.trimStart", true, false, result);
}

/* ---- tests ---- */

/* this and ToString(argument 0), both flat. */
static bool two_strings(js_ctx *ctx, const js_call *call, const char *method, js_value *string,
                        js_value *other)
{
    JS_TRY(js__this_string(ctx, call, method, string));
    JS_TRY(js_to_string(ctx, js_arg(call, 0), other));
    return js_string_flatten_noscript(ctx, other);
}

/* The same where argument 0 must be no regular expression. */
static bool string_and_no_regexp(js_ctx *ctx, const js_call *call, const char *method,
                                 js_value *string, js_value *other)
{
    bool is_regexp;

    JS_TRY(js__this_string(ctx, call, method, string));
    JS_TRY(js_is_regexp(ctx, js_arg(call, 0), &is_regexp));
    if (is_regexp)
        return js_throw_type_error(ctx, "First argument to %s must not be a regular expression",
                                   method);
    JS_TRY(js_to_string(ctx, js_arg(call, 0), other));
    return js_string_flatten_noscript(ctx, other);
}

static bool units_match_at(const struct js_units *text, const struct js_units *part, uint32_t at)
{
    for (uint32_t i = 0; i < part->length; i++)
        if (js_unit_at(text, at + i) != js_unit_at(part, i))
            return false;
    return true;
}

/* 22.1.3.7 String.prototype.endsWith ( searchString [ , endPosition ] ) */
static bool ends_with(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_FRAME(ctx, f, string, other);
    uint32_t end;

    JS_TRY(string_and_no_regexp(ctx, call, "String.prototype.endsWith", &f.string, &f.other));
    JS_TRY(clamped_index(ctx, js_arg(call, 1), js_string_length_nogc(f.string),
                         js_string_length_nogc(f.string), &end));
    struct js_units text = js_string_units_nogc(ctx, f.string);
    struct js_units part = js_string_units_nogc(ctx, f.other);

    *result = js_bool(part.length <= end && units_match_at(&text, &part, end - part.length));
    return true;
}

/* 22.1.3.24 String.prototype.startsWith ( searchString [ , position ] ) */
static bool starts_with(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_FRAME(ctx, f, string, other);
    uint32_t start;

    JS_TRY(string_and_no_regexp(ctx, call, "String.prototype.startsWith", &f.string, &f.other));
    JS_TRY(clamped_index(ctx, js_arg(call, 1), js_string_length_nogc(f.string), 0, &start));
    struct js_units text = js_string_units_nogc(ctx, f.string);
    struct js_units part = js_string_units_nogc(ctx, f.other);

    *result = js_bool(part.length <= text.length - start && units_match_at(&text, &part, start));
    return true;
}

/* 22.1.3.8 String.prototype.includes ( searchString [ , position ] ) */
static bool includes(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_FRAME(ctx, f, string, other);
    uint32_t start;

    JS_TRY(string_and_no_regexp(ctx, call, "String.prototype.includes", &f.string, &f.other));
    JS_TRY(clamped_index(ctx, js_arg(call, 1), js_string_length_nogc(f.string), 0, &start));
    struct js_units text = js_string_units_nogc(ctx, f.string);
    struct js_units part = js_string_units_nogc(ctx, f.other);

    *result = js_bool(js_units_index_of(&text, &part, start) != JS_NO_INDEX);
    return true;
}

static js_value index_value(uint32_t index)
{
    return js_int(index == JS_NO_INDEX ? -1 : (int32_t)index);
}

/* 22.1.3.9 String.prototype.indexOf ( searchString [ , position ] ) */
static bool index_of(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_FRAME(ctx, f, string, other);
    uint32_t start;

    JS_TRY(two_strings(ctx, call, "String.prototype.indexOf", &f.string, &f.other));
    JS_TRY(clamped_index(ctx, js_arg(call, 1), js_string_length_nogc(f.string), 0, &start));
    struct js_units text = js_string_units_nogc(ctx, f.string);
    struct js_units part = js_string_units_nogc(ctx, f.other);

    *result = index_value(js_units_index_of(&text, &part, start));
    return true;
}

/* 22.1.3.11 String.prototype.lastIndexOf ( searchString [ , position ] ) */
static bool last_index_of(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_FRAME(ctx, f, string, other);
    double position;

    JS_TRY(two_strings(ctx, call, "String.prototype.lastIndexOf", &f.string, &f.other));
    JS_TRY(js_to_number(ctx, js_arg(call, 1), &position));
    struct js_units text = js_string_units_nogc(ctx, f.string);
    struct js_units part = js_string_units_nogc(ctx, f.other);
    uint32_t start = isnan(position) || position >= text.length ? text.length
                     : position <= 0                            ? 0
                                                                : (uint32_t)position;

    *result = index_value(js_units_last_index_of(&text, &part, start));
    return true;
}

/* 22.1.3.12 String.prototype.localeCompare ( that ) */
static bool locale_compare(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_FRAME(ctx, f, string, other);
    int order;

    JS_TRY(two_strings(ctx, call, "String.prototype.localeCompare", &f.string, &f.other));
    JS_TRY(js_string_collate(ctx, &f.string, &f.other, &order));
    *result = js_int(order < 0 ? -1 : order > 0);
    return true;
}

/* ---- whole texts ---- */

/* 22.1.3.15 String.prototype.normalize ( [ form ] ) */
static bool normalize(js_ctx *ctx, const js_call *call, js_value *result)
{
    static const char *const names[] = {"NFC", "NFD", "NFKC", "NFKD"};
    JS_FRAME(ctx, f, string, form, name);
    unsigned form = JS_NFC;
    bool ok = true;

    JS_TRY(js__this_string(ctx, call, "String.prototype.normalize", &f.string));
    if (!js_is_undefined(*js_arg(call, 0))) {
        JS_TRY(js_to_string(ctx, js_arg(call, 0), &f.form));
        for (form = 0; form < 4; form++) {
            JS_TRY(js_string_from_ascii_noscript(ctx, names[form], &f.name));
            if (js_string_equals_nogc(ctx, f.form, f.name))
                break;
        }
        if (form == 4)
            return js_throw_range_error(
                ctx, "The normalization form should be one of NFC, NFD, NFKC, NFKD.");
    }
    struct js_units units = js_string_units_nogc(ctx, f.string);
    struct js_strbuf out;

    js_strbuf_init(&out, ctx->heap);
    enum js_normalize_status status =
        units.latin1
            ? js_normalize_latin1(units.latin1, units.length, (enum js_normal_form)form, &out)
            : js_normalize_utf16(units.utf16, units.length, (enum js_normal_form)form, &out);

    *result = f.string;
    if (status == JS_NORMALIZE_FAILED)
        ok = out.status == JS_STRBUF_TOO_LONG ? js_throw_string_too_long(ctx)
                                              : js_throw_out_of_memory(ctx);
    else if (status == JS_NORMALIZE_MISSING)
        ok = js_throw_error(ctx, JS_INTRINSIC_error_prototype,
                            "String.prototype.normalize needs the ICU library (libicuuc)");
    else if (status == JS_NORMALIZE_OK)
        ok = out.wide ? js_string_from_utf16_noscript(ctx, js_strbuf_utf16(&out), out.length, result)
                      : js_string_from_latin1_noscript(ctx, js_strbuf_latin1(&out), out.length,
                                                       result);
    js_strbuf_free(&out);
    return ok;
}

/* The new string of a case conversion: its cell, filled from the units of *string. */
static bool fill_upper(js_ctx *ctx, const js_value *string, size_t length, bool narrow,
                       js_value *out)
{
    JS_FRAME(ctx, f, copy);

    if (length > JS_STRING_LENGTH_MAX)
        return js_throw_string_too_long(ctx);
    if (narrow)
        JS_TRY(js_string_new_latin1_noscript(ctx, (uint32_t)length, &f.copy));
    else
        JS_TRY(js_string_new_utf16_noscript(ctx, (uint32_t)length, &f.copy));
    struct js_units units = js_string_units_nogc(ctx, *string);
    void *to = narrow ? (void *)((struct js_latin1 *)gc_to_cell(f.copy))->units
                      : (void *)((struct js_utf16 *)gc_to_cell(f.copy))->units;

    if (units.utf16)
        js_unicode_upper_utf16(units.utf16, units.length, to);
    else if (narrow)
        js_unicode_upper_latin1(units.latin1, units.length, to);
    else
        js_unicode_upper_latin1_wide(units.latin1, units.length, to);
    *out = f.copy;
    return true;
}

static bool fill_lower(js_ctx *ctx, const js_value *string, size_t length, js_value *out)
{
    bool narrow = js_string_units_nogc(ctx, *string).latin1 != NULL;
    JS_FRAME(ctx, f, copy);

    if (length > JS_STRING_LENGTH_MAX)
        return js_throw_string_too_long(ctx);
    if (narrow)
        JS_TRY(js_string_new_latin1_noscript(ctx, (uint32_t)length, &f.copy));
    else
        JS_TRY(js_string_new_utf16_noscript(ctx, (uint32_t)length, &f.copy));
    struct js_units units = js_string_units_nogc(ctx, *string);

    if (narrow)
        js_unicode_lower_latin1(units.latin1, units.length,
                                ((struct js_latin1 *)gc_to_cell(f.copy))->units);
    else
        js_unicode_lower_utf16(units.utf16, units.length,
                               ((struct js_utf16 *)gc_to_cell(f.copy))->units);
    *out = f.copy;
    return true;
}

static bool upper(js_ctx *ctx, const js_call *call, const char *method, js_value *result)
{
    JS_FRAME(ctx, f, string);
    bool narrow;

    JS_TRY(js__this_string(ctx, call, method, &f.string));
    struct js_units units = js_string_units_nogc(ctx, f.string);
    size_t length = units.latin1
                        ? js_unicode_upper_length_latin1(units.latin1, units.length, &narrow)
                        : js_unicode_upper_length_utf16(units.utf16, units.length, &narrow);

    if (length == SIZE_MAX) {
        *result = f.string;
        return true;
    }
    return fill_upper(ctx, &f.string, length, units.latin1 && narrow, result);
}

static bool lower(js_ctx *ctx, const js_call *call, const char *method, js_value *result)
{
    JS_FRAME(ctx, f, string);
    bool narrow;

    JS_TRY(js__this_string(ctx, call, method, &f.string));
    struct js_units units = js_string_units_nogc(ctx, f.string);
    size_t length = units.latin1
                        ? js_unicode_lower_length_latin1(units.latin1, units.length, &narrow)
                        : js_unicode_lower_length_utf16(units.utf16, units.length, &narrow);

    if (length == SIZE_MAX) {
        *result = f.string;
        return true;
    }
    return fill_lower(ctx, &f.string, length, result);
}

/* 22.1.3.26 String.prototype.toLocaleLowerCase ( ): the root locale */
static bool to_locale_lower_case(js_ctx *ctx, const js_call *call, js_value *result)
{
    return lower(ctx, call, "String.prototype.toLocaleLowerCase", result);
}

/* 22.1.3.27 String.prototype.toLocaleUpperCase ( ) */
static bool to_locale_upper_case(js_ctx *ctx, const js_call *call, js_value *result)
{
    return upper(ctx, call, "String.prototype.toLocaleUpperCase", result);
}

/* 22.1.3.28 String.prototype.toLowerCase ( ) */
static bool to_lower_case(js_ctx *ctx, const js_call *call, js_value *result)
{
    return lower(ctx, call, "String.prototype.toLowerCase", result);
}

/* 22.1.3.30 String.prototype.toUpperCase ( ) */
static bool to_upper_case(js_ctx *ctx, const js_call *call, js_value *result)
{
    return upper(ctx, call, "String.prototype.toUpperCase", result);
}

/* 22.1.3.35.1 ThisStringValue ( value ) */
static bool this_string_value(js_ctx *ctx, const js_call *call, const char *method, js_value *out)
{
    js_value self = *call->self;

    if (js_is_kind(self, JS_KIND_WRAPPER))
        self = js_wrapper_value_nogc(ctx, self);
    if (!js_is_string(self))
        return js_throw_type_error(ctx, "String.prototype.%s requires that 'this' be a String",
                                   method);
    *out = self;
    return true;
}

/* 22.1.3.29 String.prototype.toString ( ) */
static bool to_string(js_ctx *ctx, const js_call *call, js_value *result)
{
    return this_string_value(ctx, call, "toString", result);
}

/* 22.1.3.35 String.prototype.valueOf ( ) */
static bool value_of(js_ctx *ctx, const js_call *call, js_value *result)
{
    return this_string_value(ctx, call, "valueOf", result);
}

/* 22.1.3.36 String.prototype [ @@iterator ] ( ) */
static bool iterator(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_FRAME(ctx, f, string);

    JS_TRY(js__this_string(ctx, call, "String.prototype[Symbol.iterator]", &f.string));
    return js_iterator_new_noscript(ctx, JS_ITERATOR_STRING, JS_INTRINSIC_string_iterator_prototype,
                                    &f.string, 0, result);
}

JS_BUILTIN_TABLE(string_prototype) = {
    JS_METHOD("at", at, 1),
    JS_METHOD("charAt", char_at, 1),
    JS_METHOD("charCodeAt", char_code_at, 1),
    JS_METHOD("codePointAt", code_point_at, 1),
    JS_METHOD("concat", concat, 1),
    JS_METHOD("endsWith", ends_with, 1),
    JS_METHOD("includes", includes, 1),
    JS_METHOD("indexOf", index_of, 1),
    JS_METHOD("isWellFormed", is_well_formed, 0),
    JS_METHOD("lastIndexOf", last_index_of, 1),
    JS_METHOD("localeCompare", locale_compare, 1),
    JS_METHOD("normalize", normalize, 0),
    JS_METHOD("padEnd", pad_end, 1),
    JS_METHOD("padStart", pad_start, 1),
    JS_METHOD("repeat", repeat, 1),
    JS_METHOD("slice", slice, 2),
    JS_METHOD("startsWith", starts_with, 1),
    JS_METHOD("substr", substr, 2),
    JS_METHOD("substring", substring, 2),
    JS_METHOD("toString", to_string, 0),
    JS_METHOD("toWellFormed", to_well_formed, 0),
    JS_METHOD("trim", trim, 0),
    JS_METHOD("trimStart", trim_start, 0),
    JS_ALIAS("trimLeft", "trimStart"),
    JS_METHOD("trimEnd", trim_end, 0),
    JS_ALIAS("trimRight", "trimEnd"),
    JS_METHOD("toLocaleLowerCase", to_locale_lower_case, 0),
    JS_METHOD("toLocaleUpperCase", to_locale_upper_case, 0),
    JS_METHOD("toLowerCase", to_lower_case, 0),
    JS_METHOD("toUpperCase", to_upper_case, 0),
    JS_METHOD("valueOf", value_of, 0),
    JS_METHOD("@@iterator", iterator, 0),
};
JS_BUILTIN_TABLE_END(string_prototype);
