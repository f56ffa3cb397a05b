/*
 * builtins/string_pattern.c: the methods of String.prototype that take a pattern: match, matchAll, replace,
 * replaceAll, search, split.  What the pattern is, its own methods decide; here it is at last a string.
 */
#include "builtins/string_helpers.h"
#include "object/elements.h"

/*
 * Calls method of *pattern, a symbol's atom, with args as arguments, where there is one: *done.  Primitives are not
 * asked: they become patterns of their own text.
 */
static bool delegate(js_ctx *ctx, const js_value *pattern, const js_value *symbol,
                     const js_value *args, uint32_t argc, js_value *result, bool *done)
{
    JS_FRAME(ctx, f, method);

    *done = false;
    if (!js_is_object(*pattern))
        return true;
    JS_TRY(js_get_method(ctx, pattern, symbol, &f.method));
    if (js_is_undefined(f.method))
        return true;
    *done = true;
    return js_call_function(ctx, &f.method, pattern, args, argc, result);
}

/* Throws where *pattern is a regular expression whose flags lack g. */
static bool require_global(js_ctx *ctx, const js_value *pattern, const char *method)
{
    JS_FRAME(ctx, f, flags);
    bool is_regexp;

    if (!js_is_object(*pattern))
        return true;
    JS_TRY(js_is_regexp(ctx, pattern, &is_regexp));
    if (!is_regexp)
        return true;
    JS_TRY(js_get(ctx, pattern, JS_ATOM(ctx, flags), &f.flags));
    JS_TRY(js_require_object_coercible(ctx, &f.flags, method));
    JS_TRY(js_to_string(ctx, &f.flags, &f.flags));
    JS_TRY(js_string_flatten_noscript(ctx, &f.flags));
    struct js_units units = js_string_units_nogc(ctx, f.flags);

    for (uint32_t i = 0; i < units.length; i++)
        if (js_unit_at(&units, i) == 'g')
            return true;
    return js_throw_type_error(ctx, "%s called with a non-global RegExp argument", method);
}

/* RegExpCreate(pattern, flags), then its method named by symbol, with this as argument. */
static bool by_new_regexp(js_ctx *ctx, const js_call *call, const js_value *symbol,
                          const char *flags, js_value *result)
{
    JS_FRAME(ctx, f, string, constructor, pattern, flags, regexp);

    JS_TRY(js_to_string(ctx, call->self, &f.string));
    f.constructor = JS_INTRINSIC(ctx, regexp);
    f.pattern = *js_arg(call, 0);
    f.flags = JS_UNDEFINED;
    if (flags != NULL)
        JS_TRY(js_string_from_ascii_noscript(ctx, flags, &f.flags));
    JS_TRY(js_construct(ctx, &f.constructor, &f.constructor, &f.pattern, 2, &f.regexp));
    return js_invoke(ctx, &f.regexp, symbol, &f.string, 1, result);
}

/* 22.1.3.13 String.prototype.match ( regexp ) */
static bool match(js_ctx *ctx, const js_call *call, js_value *result)
{
    bool done;

    JS_TRY(js_require_object_coercible(ctx, call->self, "String.prototype.match"));
    JS_TRY(delegate(ctx, js_arg(call, 0), JS_ATOM(ctx, sym_match), call->self, 1, result, &done));
    return done || by_new_regexp(ctx, call, JS_ATOM(ctx, sym_match), NULL, result);
}

/* 22.1.3.14 String.prototype.matchAll ( regexp ) */
static bool match_all(js_ctx *ctx, const js_call *call, js_value *result)
{
    bool done;

    JS_TRY(js_require_object_coercible(ctx, call->self, "String.prototype.matchAll"));
    JS_TRY(require_global(ctx, js_arg(call, 0), "String.prototype.matchAll"));
    JS_TRY(delegate(ctx, js_arg(call, 0), JS_ATOM(ctx, sym_matchAll), call->self, 1, result,
                    &done));
    return done || by_new_regexp(ctx, call, JS_ATOM(ctx, sym_matchAll), "g", result);
}

/* 22.1.3.21 String.prototype.search ( regexp ) */
static bool search(js_ctx *ctx, const js_call *call, js_value *result)
{
    bool done;

    JS_TRY(js_require_object_coercible(ctx, call->self, "String.prototype.search"));
    JS_TRY(delegate(ctx, js_arg(call, 0), JS_ATOM(ctx, sym_search), call->self, 1, result, &done));
    return done || by_new_regexp(ctx, call, JS_ATOM(ctx, sym_search), NULL, result);
}

/* ---- replacing strings ---- */

/* What a replace method works with, all rooted in the caller's frame. */
struct replacing {
    const js_value *string; /* flat */
    const js_value *search; /* flat */
    const js_value *value;  /* a function, or a flat string */
    bool functional;
};

/* Converts the arguments, in the specified order: this, search value, replacement. */
static bool prepare(js_ctx *ctx, const js_call *call, js_value *string, js_value *search,
                    js_value *value, struct replacing *r)
{
    JS_TRY(js_to_string(ctx, call->self, string));
    JS_TRY(js_to_string(ctx, js_arg(call, 0), search));
    *value = *js_arg(call, 1);
    r->functional = js_is_callable_nogc(ctx, *value);
    if (!r->functional) {
        JS_TRY(js_to_string(ctx, value, value));
        JS_TRY(js_string_flatten_noscript(ctx, value));
    }
    r->string = string;
    r->search = search;
    r->value = value;
    return js_string_flatten_noscript(ctx, string) && js_string_flatten_noscript(ctx, search);
}

/* Appends what replaces the occurrence at position. */
static bool append_replacement(js_ctx *ctx, struct js_string_builder *b, const struct replacing *r,
                               uint32_t position)
{
    JS_FRAME(ctx, f, self, matched, position, string, replacement);

    if (!r->functional) {
        struct js_substitution what = {r->string, r->search, position, NULL, NULL};

        return js_get_substitution(ctx, b, &what, r->value);
    }
    f.self = JS_UNDEFINED;
    f.matched = *r->search;
    f.position = js_uint32(position);
    f.string = *r->string;
    JS_TRY(js_call_function(ctx, r->value, &f.self, &f.matched, 3, &f.replacement));
    JS_TRY(js_to_string(ctx, &f.replacement, &f.replacement));
    js_builder_string_nogc(b, f.replacement);
    return true;
}

static uint32_t find(js_ctx *ctx, const struct replacing *r, uint32_t from)
{
    struct js_units text = js_string_units_nogc(ctx, *r->string);
    struct js_units needle = js_string_units_nogc(ctx, *r->search);

    return js_units_index_of(&text, &needle, from);
}

static bool replace_string(js_ctx *ctx, const struct replacing *r, bool all, js_value *result)
{
    uint32_t step = js_string_length_nogc(*r->search), copied = 0;
    uint32_t length = js_string_length_nogc(*r->string);
    uint32_t position = find(ctx, r, 0);
    JS_STRING_BUILDER(ctx, b);

    if (position == JS_NO_INDEX) {
        *result = *r->string;
        return true;
    }
    while (position != JS_NO_INDEX) {
        JS_TRY(js_poll(ctx));
        js_builder_substring_nogc(&b, *r->string, copied, position);
        JS_TRY(append_replacement(ctx, &b, r, position));
        copied = position + step;
        if (!all || b.failed || b.too_long || copied + (step == 0) > length)
            break;
        position = find(ctx, r, copied + (step == 0));
    }
    js_builder_substring_nogc(&b, *r->string, copied, length);
    return js_builder_finish_noscript(&b, result);
}

/* 22.1.3.19 String.prototype.replace ( searchValue, replaceValue ) */
static bool replace(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_FRAME(ctx, f, arg0, arg1, string, search, value);
    struct replacing r;
    bool done;

    JS_TRY(js_require_object_coercible(ctx, call->self, "String.prototype.replace"));
    f.arg0 = *call->self;
    f.arg1 = *js_arg(call, 1);
    JS_TRY(delegate(ctx, js_arg(call, 0), JS_ATOM(ctx, sym_replace), &f.arg0, 2, result, &done));
    if (done)
        return true;
    JS_TRY(prepare(ctx, call, &f.string, &f.search, &f.value, &r));
    return replace_string(ctx, &r, false, result);
}

/* 22.1.3.20 String.prototype.replaceAll ( searchValue, replaceValue ) */
static bool replace_all(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_FRAME(ctx, f, arg0, arg1, string, search, value);
    struct replacing r;
    bool done;

    JS_TRY(js_require_object_coercible(ctx, call->self, "String.prototype.replaceAll"));
    JS_TRY(require_global(ctx, js_arg(call, 0), "String.prototype.replaceAll"));
    f.arg0 = *call->self;
    f.arg1 = *js_arg(call, 1);
    JS_TRY(delegate(ctx, js_arg(call, 0), JS_ATOM(ctx, sym_replace), &f.arg0, 2, result, &done));
    if (done)
        return true;
    JS_TRY(prepare(ctx, call, &f.string, &f.search, &f.value, &r));
    return replace_string(ctx, &r, true, result);
}

/* ---- split ---- */

static bool push_part(js_ctx *ctx, const js_value *array, const js_value *string, uint32_t start,
                      uint32_t end)
{
    JS_FRAME(ctx, f, part);

    JS_TRY(js_string_substring_noscript(ctx, string, start, end, &f.part));
    return js_array_push_noscript(ctx, array, &f.part);
}

/* Steps 10 to 17 of 22.1.3.23: at most limit parts of *string. */
static bool split_string(js_ctx *ctx, const js_value *array, const js_value *string,
                         const js_value *separator, uint32_t limit)
{
    uint32_t length = js_string_length_nogc(*string), step = js_string_length_nogc(*separator);
    uint32_t start = 0, count = 0;

    if (step == 0) {
        for (uint32_t i = 0; i < length && i < limit; i++)
            if (!push_part(ctx, array, string, i, i + 1) || !js_poll(ctx))
                return false;
        return true;
    }
    for (;;) {
        struct js_units text = js_string_units_nogc(ctx, *string);
        struct js_units needle = js_string_units_nogc(ctx, *separator);
        uint32_t found = js_units_index_of(&text, &needle, start);

        if (found == JS_NO_INDEX)
            return push_part(ctx, array, string, start, length);
        JS_TRY(push_part(ctx, array, string, start, found));
        if (++count == limit)
            return true;
        start = found + step;
        JS_TRY(js_poll(ctx));
    }
}

/* 22.1.3.23 String.prototype.split ( separator, limit ) */
static bool split(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_FRAME(ctx, f, arg0, arg1, string, separator, array);
    uint32_t limit = UINT32_MAX;
    bool done;

    JS_TRY(js_require_object_coercible(ctx, call->self, "String.prototype.split"));
    f.arg0 = *call->self;
    f.arg1 = *js_arg(call, 1);
    JS_TRY(delegate(ctx, js_arg(call, 0), JS_ATOM(ctx, sym_split), &f.arg0, 2, result, &done));
    if (done)
        return true;
    JS_TRY(js_to_string(ctx, call->self, &f.string));
    if (!js_is_undefined(*js_arg(call, 1)))
        JS_TRY(js_to_uint32(ctx, js_arg(call, 1), &limit));
    JS_TRY(js_to_string(ctx, js_arg(call, 0), &f.separator));
    JS_TRY(js_array_new_noscript(ctx, 0, &f.array));
    JS_TRY(js_string_flatten_noscript(ctx, &f.string));
    JS_TRY(js_string_flatten_noscript(ctx, &f.separator));
    if (limit == 0) {
        *result = f.array;
        return true;
    }
    if (js_is_undefined(*js_arg(call, 0)))
        JS_TRY(js_array_push_noscript(ctx, &f.array, &f.string));
    else
        JS_TRY(split_string(ctx, &f.array, &f.string, &f.separator, limit));
    js_array_trim_noscript(ctx, &f.array);
    *result = f.array;
    return true;
}

JS_BUILTIN_TABLE(string_pattern) = {
    JS_METHOD("match", match, 1),
    JS_METHOD("matchAll", match_all, 1),
    JS_METHOD("replace", replace, 2),
    JS_METHOD("replaceAll", replace_all, 2),
    JS_METHOD("search", search, 1),
    JS_METHOD("split", split, 2),
};
JS_BUILTIN_TABLE_END(string_pattern);
