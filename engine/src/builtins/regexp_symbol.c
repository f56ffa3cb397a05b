/*
 * builtins/regexp_symbol.c: 22.2.6.8 to 22.2.6.14: what String's pattern methods call; and the iterator of matchAll.
 *
 * Where exec is the built-in function no one can observe result objects, so replace, match with g, search and
 * split read the captures directly [regexp.direct].
 */
#include "builtins/builtin.h"
#include "builtins/regexp.h"
#include "builtins/string_helpers.h"
#include "object/elements.h"
#include "object/foreign.h"
#include "object/iterator.h"
#include "regexp/regexp.h"

static bool this_object(js_ctx *ctx, const js_call *call, const char *method)
{
    return js_is_object(*call->self) ||
           js_throw_type_error(ctx, "RegExp.prototype.%s called on incompatible receiver %v", method,
                               call->self);
}

static bool flags_of(js_ctx *ctx, const js_value *regexp, js_value *out)
{
    JS_FRAME(ctx, f, flags);

    JS_TRY(js_get(ctx, regexp, JS_ATOM(ctx, flags), &f.flags));
    JS_TRY(js_to_string(ctx, &f.flags, &f.flags));
    JS_TRY(js_string_flatten_noscript(ctx, &f.flags));
    *out = f.flags;
    return true;
}

static bool has_flag_nogc(js_ctx *ctx, js_value flags, char letter)
{
    const struct js_units units = js_string_units_nogc(ctx, flags);

    for (uint32_t i = 0; i < units.length; i++) {
        if (js_unit_at(&units, i) == (uint16_t)letter)
            return true;
    }
    return false;
}

/* lastIndex = AdvanceStringIndex(lastIndex), after an empty match. */
static bool step_last_index(js_ctx *ctx, const js_value *regexp, const js_value *string, bool unicode)
{
    double index;

    JS_TRY(js_regexp_get_last_index(ctx, regexp, &index));
    JS_TRY(js_string_flatten_noscript(ctx, string));
    const struct js_units units = js_string_units_nogc(ctx, *string);

    return js_regexp_set_last_index(ctx, regexp, js_advance_string_index(&units, index, unicode));
}

/* ---- match ---- */

/* 22.2.6.8 RegExp.prototype [ @@match ] ( string ) */
static bool match(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_FRAME(ctx, f, string, flags, array, found, text);
    bool unicode;

    JS_TRY(this_object(ctx, call, "@@match"));
    JS_TRY(js_to_string(ctx, js_arg(call, 0), &f.string));
    JS_TRY(flags_of(ctx, call->self, &f.flags));
    if (!has_flag_nogc(ctx, f.flags, 'g'))
        return js_regexp_exec_any(ctx, call->self, &f.string, result);
    unicode = has_flag_nogc(ctx, f.flags, 'u') || has_flag_nogc(ctx, f.flags, 'v');
    JS_TRY(js_regexp_set_last_index(ctx, call->self, 0));
    JS_TRY(js_array_new_noscript(ctx, 0, &f.array));
    for (;;) {
        JS_TRY(js_poll(ctx));
        JS_TRY(js_regexp_exec_any(ctx, call->self, &f.string, &f.found));
        if (js_is_null(f.found))
            break;
        JS_TRY(js_get_index(ctx, &f.found, 0, &f.text));
        JS_TRY(js_to_string(ctx, &f.text, &f.text));
        JS_TRY(js_array_push_noscript(ctx, &f.array, &f.text));
        if (js_string_length_nogc(f.text) == 0)
            JS_TRY(step_last_index(ctx, call->self, &f.string, unicode));
    }
    js_array_trim_noscript(ctx, &f.array);
    *result = js_array_nogc(f.array)->length ? f.array : JS_NULL;
    return true;
}

/* 22.2.6.9 RegExp.prototype [ @@matchAll ] ( string ): target the matcher, a the string; mode 1 g, 2 u. */
static bool match_all(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_FRAME(ctx, f, string, constructor, matcher, flags);
    double index;
    unsigned mode;

    JS_TRY(this_object(ctx, call, "@@matchAll"));
    JS_TRY(js_to_string(ctx, js_arg(call, 0), &f.string));
    JS_TRY(js_species_constructor(ctx, call->self, JS_INTRINSIC_regexp, &f.constructor));
    JS_TRY(flags_of(ctx, call->self, &f.flags));
    {
        JS_FRAME(ctx, g, pattern, flags);
        g.pattern = *call->self;
        g.flags = f.flags;
        JS_TRY(js_construct(ctx, &f.constructor, &f.constructor, &g.pattern, 2, &f.matcher));
    }
    JS_TRY(js_regexp_get_last_index(ctx, call->self, &index));
    JS_TRY(js_regexp_set_last_index(ctx, &f.matcher, index));
    mode = (has_flag_nogc(ctx, f.flags, 'g') ? 1 : 0) |
           (has_flag_nogc(ctx, f.flags, 'u') || has_flag_nogc(ctx, f.flags, 'v') ? 2 : 0);
    JS_TRY(js_iterator_new_noscript(ctx, JS_ITERATOR_REGEXP_STRING,
                                    JS_INTRINSIC_regexp_string_iterator_prototype, &f.matcher, mode, result));
    struct js_iterator *cell = js_iterator_nogc(*result);

    gc_write(ctx->heap, cell, &cell->a, gc_slot_of(ctx->heap, f.string));
    return true;
}

/* 22.2.9.2.1 %RegExpStringIteratorPrototype%.next ( ) */
static bool iterator_next(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_FRAME(ctx, f, matcher, string, found, text);
    const struct js_iterator *cell;
    unsigned mode;

    if (!js_is_iterator_of(*call->self, JS_ITERATOR_REGEXP_STRING))
        return js_throw_type_error(
            ctx, "Method RegExp String Iterator.prototype.next called on incompatible receiver %v", call->self);
    cell = js_iterator_nogc(*call->self);
    f.matcher = js_field(ctx, &cell->target);
    f.string = js_field(ctx, &cell->a);
    mode = cell->mode;
    if (js_is_undefined(f.matcher))
        return js_create_iterator_result_noscript(ctx, &js_undefined_value, true, result);
    JS_TRY(js_regexp_exec_any(ctx, &f.matcher, &f.string, &f.found));
    if (js_is_null(f.found) || !(mode & 1))
        gc_write_immediate(&js_iterator_nogc(*call->self)->target, JS_SLOT_UNDEFINED);
    if (js_is_null(f.found))
        return js_create_iterator_result_noscript(ctx, &js_undefined_value, true, result);
    if (mode & 1) {
        JS_TRY(js_get_index(ctx, &f.found, 0, &f.text));
        JS_TRY(js_to_string(ctx, &f.text, &f.text));
        if (js_string_length_nogc(f.text) == 0)
            JS_TRY(step_last_index(ctx, &f.matcher, &f.string, (mode & 2) != 0));
    }
    return js_create_iterator_result_noscript(ctx, &f.found, false, result);
}

JS_BUILTIN_TABLE(regexp_string_iterator) = {
    JS_METHOD("next", iterator_next, 0),
    JS_STRING_CONSTANT("@@toStringTag", "RegExp String Iterator", JS_CONFIGURABLE),
};
JS_BUILTIN_TABLE_END(regexp_string_iterator);

/* ---- search ---- */

/* 22.2.6.12 RegExp.prototype [ @@search ] ( string ) */
static bool search(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_FRAME(ctx, f, string, previous, zero, current, found);

    JS_TRY(this_object(ctx, call, "@@search"));
    JS_TRY(js_to_string(ctx, js_arg(call, 0), &f.string));
    JS_TRY(js_get(ctx, call->self, JS_ATOM(ctx, lastIndex), &f.previous));
    f.zero = js_int(0);
    if (!js_same_value_nogc(ctx, f.previous, f.zero))
        JS_TRY(js_set(ctx, call->self, JS_ATOM(ctx, lastIndex), &f.zero, true));
    JS_TRY(js_regexp_exec_any(ctx, call->self, &f.string, &f.found));
    JS_TRY(js_get(ctx, call->self, JS_ATOM(ctx, lastIndex), &f.current));
    if (!js_same_value_nogc(ctx, f.current, f.previous))
        JS_TRY(js_set(ctx, call->self, JS_ATOM(ctx, lastIndex), &f.previous, true));
    if (js_is_null(f.found)) {
        *result = js_int(-1);
        return true;
    }
    return js_get(ctx, &f.found, JS_ATOM(ctx, index), result);
}

/* ---- replace ---- */

struct replacement {
    js_ctx *ctx;
    const js_value *regexp, *string, *value; /* value: a function, or a flat string */
    bool functional;
    struct js_string_builder *b;
    uint32_t done; /* the string up to here has been copied */
};

/* The text between the last match and this one. */
static bool copy_up_to(struct replacement *r, uint32_t position)
{
    JS_TRY(js_string_flatten_noscript(r->ctx, r->string));
    js_builder_substring_nogc(r->b, *r->string, r->done, position);
    return true;
}

/* Calls the function with match, captures, position, string and perhaps groups. */
static bool call_replacer(struct replacement *r, const js_value *matched, const struct js_vec *captures,
                          uint32_t position, const js_value *named)
{
    js_ctx *ctx = r->ctx;
    JS_FRAME(ctx, f, value, text);
    JS_VEC(ctx, args);

    JS_TRY(js_vec_push(ctx, &args, matched));
    for (uint32_t i = 0; i < captures->count; i++) {
        f.value = js_vec_get_nogc(ctx, captures, i);
        JS_TRY(js_vec_push(ctx, &args, &f.value));
    }
    f.value = js_int((int32_t)position);
    JS_TRY(js_vec_push(ctx, &args, &f.value));
    JS_TRY(js_vec_push(ctx, &args, r->string));
    if (!js_is_undefined(*named))
        JS_TRY(js_vec_push(ctx, &args, named));
    JS_TRY(js_call_vec(ctx, r->value, &js_undefined_value, &args, &f.value));
    JS_TRY(js_to_string(ctx, &f.value, &f.text));
    js_builder_string_nogc(r->b, f.text);
    return true;
}

/* 22.2.6.11 step 15 for one match. */
static bool replace_one(struct replacement *r, const js_value *matched, const struct js_vec *captures,
                        double position, const js_value *named)
{
    js_ctx *ctx = r->ctx;
    JS_FRAME(ctx, f, named);
    JS_STRING_BUILDER(ctx, part);
    struct js_string_builder *outer = r->b;
    const uint32_t length = js_string_length_nogc(*r->string);
    const uint32_t at = position < 0 ? 0 : position > length ? length : (uint32_t)position;
    bool ok;

    f.named = *named;
    /* A match that begins before the end of the last one replaces nothing, but its function runs. */
    r->b = at >= r->done ? outer : &part;
    if (at >= r->done)
        JS_TRY(copy_up_to(r, at));
    if (r->functional) {
        ok = call_replacer(r, matched, captures, at, &f.named);
    } else {
        struct js_substitution what = {r->string, matched, at, captures, &f.named};

        ok = (js_is_undefined(f.named) || js_to_object(ctx, &f.named, &f.named)) &&
             js_get_substitution(ctx, r->b, &what, r->value);
    }
    r->b = outer;
    if (ok && at >= r->done)
        r->done = at + js_string_length_nogc(*matched);
    return ok;
}

/* The captures of a result object. */
static bool captures_of(js_ctx *ctx, const js_value *found, struct js_vec *captures)
{
    JS_FRAME(ctx, f, value);
    double count;

    JS_TRY(js_length_of_array_like(ctx, found, &count));
    for (double i = 1; i < count; i++) {
        JS_TRY(js_poll(ctx));
        JS_TRY(js_get_index(ctx, found, i, &f.value));
        if (!js_is_undefined(f.value))
            JS_TRY(js_to_string(ctx, &f.value, &f.value));
        JS_TRY(js_vec_push(ctx, captures, &f.value));
    }
    return true;
}

static bool replace_result(struct replacement *r, const js_value *found)
{
    js_ctx *ctx = r->ctx;
    JS_FRAME(ctx, f, matched, named, position);
    JS_VEC(ctx, captures);
    double position;

    JS_TRY(js_get_index(ctx, found, 0, &f.matched));
    JS_TRY(js_to_string(ctx, &f.matched, &f.matched));
    JS_TRY(js_get(ctx, found, JS_ATOM(ctx, index), &f.position));
    JS_TRY(js_to_integer_or_infinity(ctx, &f.position, &position));
    JS_TRY(captures_of(ctx, found, &captures));
    JS_TRY(js_get(ctx, found, JS_ATOM(ctx, groups), &f.named));
    return replace_one(r, &f.matched, &captures, position, &f.named);
}

/* Collects all results first, as the specification does: replacers may change the expression. */
static bool replace_results(struct replacement *r, bool global, bool unicode)
{
    js_ctx *ctx = r->ctx;
    JS_FRAME(ctx, f, found, text);
    JS_VEC(ctx, results);

    for (;;) {
        JS_TRY(js_poll(ctx));
        JS_TRY(js_regexp_exec_any(ctx, r->regexp, r->string, &f.found));
        if (js_is_null(f.found))
            break;
        JS_TRY(js_vec_push(ctx, &results, &f.found));
        if (!global)
            break;
        JS_TRY(js_get_index(ctx, &f.found, 0, &f.text));
        JS_TRY(js_to_string(ctx, &f.text, &f.text));
        if (js_string_length_nogc(f.text) == 0)
            JS_TRY(step_last_index(ctx, r->regexp, r->string, unicode));
    }
    for (uint32_t i = 0; i < results.count; i++) {
        f.found = js_vec_get_nogc(ctx, &results, i);
        JS_TRY(replace_result(r, &f.found));
    }
    return true;
}

/* All matches of an expression with the built-in exec and no named groups, by a string: no objects are made. */
static bool replace_directly(struct replacement *r, bool unicode)
{
    js_ctx *ctx = r->ctx;
    JS_FRAME(ctx, f, matched, part, undefined);
    JS_CAPTURES(ctx, captures);
    uint32_t index = 0;
    const uint32_t length = js_string_length_nogc(*r->string);
    bool matched;

    f.undefined = JS_UNDEFINED;
    while (index <= length) {
        JS_VEC(ctx, groups);

        JS_TRY(js_poll(ctx));
        JS_TRY(js_regexp_match(ctx, r->regexp, r->string, index, &captures, &matched));
        if (!matched)
            break;
        const uint32_t start = (uint32_t)captures.positions[0], end = (uint32_t)captures.positions[1];

        JS_TRY(js_string_substring_noscript(ctx, r->string, start, end, &f.matched));
        for (uint32_t i = 1; i < captures.count; i++) {
            f.part = JS_UNDEFINED;
            if (captures.positions[2 * i] >= 0)
                JS_TRY(js_string_substring_noscript(ctx, r->string, (uint32_t)captures.positions[2 * i],
                                                    (uint32_t)captures.positions[2 * i + 1], &f.part));
            JS_TRY(js_vec_push(ctx, &groups, &f.part));
        }
        JS_TRY(replace_one(r, &f.matched, &groups, start, &f.undefined));
        index = end;
        if (start == end) {
            const struct js_units units = js_string_units_nogc(ctx, *r->string);
            index = (uint32_t)js_advance_string_index(&units, end, unicode);
        }
    }
    return js_regexp_set_last_index(ctx, r->regexp, 0);
}

static bool has_named_groups_nogc(js_ctx *ctx, js_value regexp)
{
    const struct js_foreign *foreign = gc_slot_to_cell(ctx->heap, js_regexp_nogc(regexp)->program);

    return ((const struct js_regexp_program *)foreign->pointer)->name_count != 0;
}

/* 22.2.6.11 RegExp.prototype [ @@replace ] ( string, replaceValue ) */
static bool replace(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_FRAME(ctx, f, regexp, string, value, flags);
    JS_STRING_BUILDER(ctx, b);
    struct replacement r = {
        .ctx = ctx, .regexp = &f.regexp, .string = &f.string, .value = &f.value, .b = &b};
    bool global, unicode, direct = false;

    JS_TRY(this_object(ctx, call, "@@replace"));
    f.regexp = *call->self;
    JS_TRY(js_to_string(ctx, js_arg(call, 0), &f.string));
    JS_TRY(js_string_flatten_noscript(ctx, &f.string));
    f.value = *js_arg(call, 1);
    r.functional = js_is_callable_nogc(ctx, f.value);
    if (!r.functional) {
        JS_TRY(js_to_string(ctx, &f.value, &f.value));
        JS_TRY(js_string_flatten_noscript(ctx, &f.value));
    }
    JS_TRY(flags_of(ctx, &f.regexp, &f.flags));
    global = has_flag_nogc(ctx, f.flags, 'g');
    unicode = has_flag_nogc(ctx, f.flags, 'u') || has_flag_nogc(ctx, f.flags, 'v');
    if (global) {
        JS_TRY(js_regexp_set_last_index(ctx, &f.regexp, 0));
        if (!r.functional)
            JS_TRY(js_regexp_has_builtin_exec(ctx, &f.regexp, &direct));
    }
    if (direct && !has_named_groups_nogc(ctx, f.regexp) && !has_flag_nogc(ctx, f.flags, 'y'))
        JS_TRY(replace_directly(&r, unicode));
    else
        JS_TRY(replace_results(&r, global, unicode));
    if (r.done < js_string_length_nogc(f.string))
        JS_TRY(copy_up_to(&r, js_string_length_nogc(f.string)));
    return js_builder_finish_noscript(&b, result);
}

/* ---- split ---- */

/* 22.2.6.14 step 12 on: the splitter has the y flag. */
static bool split_string(js_ctx *ctx, const js_value *splitter, const js_value *string, bool unicode,
                         uint32_t limit, const js_value *array)
{
    JS_FRAME(ctx, f, found, part);
    const uint32_t size = js_string_length_nogc(*string);
    uint32_t start = 0;
    double at = 0, end, count;

    while (at < size) {
        JS_TRY(js_poll(ctx));
        JS_TRY(js_regexp_set_last_index(ctx, splitter, at));
        JS_TRY(js_regexp_exec_any(ctx, splitter, string, &f.found));
        if (!js_is_null(f.found)) {
            JS_TRY(js_regexp_get_last_index(ctx, splitter, &end));
            if (end > size)
                end = size;
        }
        if (js_is_null(f.found) || end == start) {
            const struct js_units units = js_string_units_nogc(ctx, *string);
            at = js_advance_string_index(&units, at, unicode);
            continue;
        }
        JS_TRY(js_string_substring_noscript(ctx, string, start, (uint32_t)at, &f.part));
        JS_TRY(js_array_push_noscript(ctx, array, &f.part));
        if (js_array_nogc(*array)->length == limit)
            return true;
        start = (uint32_t)end;
        JS_TRY(js_length_of_array_like(ctx, &f.found, &count));
        for (double i = 1; i < count; i++) {
            JS_TRY(js_get_index(ctx, &f.found, i, &f.part));
            JS_TRY(js_array_push_noscript(ctx, array, &f.part));
            if (js_array_nogc(*array)->length == limit)
                return true;
        }
        at = start;
    }
    JS_TRY(js_string_substring_noscript(ctx, string, start, size, &f.part));
    return js_array_push_noscript(ctx, array, &f.part);
}

/* The same by searching, with an expression of ours that no one else has: without y, without objects. */
static bool split_directly(js_ctx *ctx, const js_value *regexp, const js_value *string, bool unicode,
                           uint32_t limit, const js_value *array)
{
    JS_FRAME(ctx, f, part);
    JS_CAPTURES(ctx, captures);
    const uint32_t size = js_string_length_nogc(*string);
    uint32_t start = 0, at = 0;
    bool matched;

    while (at < size) {
        JS_TRY(js_poll(ctx));
        JS_TRY(js_regexp_match(ctx, regexp, string, at, &captures, &matched));
        if (!matched || (uint32_t)captures.positions[0] >= size)
            break;
        const uint32_t begin = (uint32_t)captures.positions[0], end = (uint32_t)captures.positions[1];

        if (end == start || (begin == end && begin == at && end == start)) {
            const struct js_units units = js_string_units_nogc(ctx, *string);
            at = (uint32_t)js_advance_string_index(&units, begin > at ? begin : at, unicode);
            continue;
        }
        JS_TRY(js_string_substring_noscript(ctx, string, start, begin, &f.part));
        JS_TRY(js_array_push_noscript(ctx, array, &f.part));
        if (js_array_nogc(*array)->length == limit)
            return true;
        for (uint32_t i = 1; i < captures.count; i++) {
            f.part = JS_UNDEFINED;
            if (captures.positions[2 * i] >= 0)
                JS_TRY(js_string_substring_noscript(ctx, string, (uint32_t)captures.positions[2 * i],
                                                    (uint32_t)captures.positions[2 * i + 1], &f.part));
            JS_TRY(js_array_push_noscript(ctx, array, &f.part));
            if (js_array_nogc(*array)->length == limit)
                return true;
        }
        start = at = end;
        if (begin == end) {
            const struct js_units units = js_string_units_nogc(ctx, *string);
            at = (uint32_t)js_advance_string_index(&units, end, unicode);
        }
    }
    JS_TRY(js_string_substring_noscript(ctx, string, start, size, &f.part));
    return js_array_push_noscript(ctx, array, &f.part);
}

/* The flags with y, for the splitter. */
static bool with_sticky(js_ctx *ctx, const js_value *flags, js_value *out)
{
    JS_STRING_BUILDER(ctx, b);

    js_builder_string_nogc(&b, *flags);
    if (!has_flag_nogc(ctx, *flags, 'y'))
        js_builder_unit_nogc(&b, 'y');
    return js_builder_finish_noscript(&b, out);
}

/* 22.2.6.14 RegExp.prototype [ @@split ] ( string, limit ) */
static bool split(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_FRAME(ctx, f, string, constructor, pattern, flags, splitter, array, found);
    uint32_t limit = UINT32_MAX;
    bool unicode, builtin;

    JS_TRY(this_object(ctx, call, "@@split"));
    JS_TRY(js_to_string(ctx, js_arg(call, 0), &f.string));
    JS_TRY(js_string_flatten_noscript(ctx, &f.string));
    JS_TRY(js_species_constructor(ctx, call->self, JS_INTRINSIC_regexp, &f.constructor));
    JS_TRY(flags_of(ctx, call->self, &f.flags));
    unicode = has_flag_nogc(ctx, f.flags, 'u') || has_flag_nogc(ctx, f.flags, 'v');
    JS_TRY(with_sticky(ctx, &f.flags, &f.flags));
    f.pattern = *call->self;
    JS_TRY(js_construct(ctx, &f.constructor, &f.constructor, &f.pattern, 2, &f.splitter));
    JS_TRY(js_array_new_noscript(ctx, 0, &f.array));
    if (!js_is_undefined(*js_arg(call, 1)))
        JS_TRY(js_to_uint32(ctx, js_arg(call, 1), &limit));
    *result = f.array;
    if (limit == 0)
        return true;
    if (js_string_length_nogc(f.string) == 0) {
        JS_TRY(js_regexp_exec_any(ctx, &f.splitter, &f.string, &f.found));
        return !js_is_null(f.found) || js_array_push_noscript(ctx, &f.array, &f.string);
    }
    /* An untouched expression may be searched with instead of tried at each place. */
    JS_TRY(js_regexp_has_builtin_exec(ctx, &f.splitter, &builtin));
    if (builtin && gc_same(f.constructor, JS_INTRINSIC(ctx, regexp)) && js_is_kind(*call->self, JS_KIND_REGEXP) &&
        !(js_regexp_nogc(*call->self)->flag_bits & JS_REGEXP_STICKY))
        JS_TRY(split_directly(ctx, call->self, &f.string, unicode, limit, &f.array));
    else
        JS_TRY(split_string(ctx, &f.splitter, &f.string, unicode, limit, &f.array));
    js_array_trim_noscript(ctx, &f.array);
    return true;
}

JS_BUILTIN_TABLE(regexp_symbol) = {
    JS_METHOD("@@match", match, 1),
    JS_METHOD("@@matchAll", match_all, 1),
    JS_METHOD("@@replace", replace, 2),
    JS_METHOD("@@search", search, 1),
    JS_METHOD("@@split", split, 2),
};
JS_BUILTIN_TABLE_END(regexp_symbol);
