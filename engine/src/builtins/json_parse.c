/*
 * builtins/json_parse.c: 25.5.1 JSON.parse ( text [ , reviver ] ).
 *
 * The text is parsed where it lies, by position: a string may move at any allocation, so its units are looked
 * up again for each token.  Containers in progress form a stack in one list of rooted values, so that depth is
 * bounded by memory alone:
 *
 *   container  the array; the object, or undefined while its properties are collected
 *   outer      where the container around it begins in the list; 0 for the outermost
 *   pairs      of an object: key, value, key, value, ..., at most PAIRS_MAX while they are collected
 *
 * An object is made when its end or the limit is met.  Texts tend to repeat their objects: the last shape of
 * each depth is kept, and an object with the same keys is made of that shape at once.
 */
#include "builtins/builtin.h"
#include "builtins/json.h"
#include "builtins/value_list.h"

#include "base/number_text.h"
#include "object/elements.h"
#include "object/fast.h"
#include "object/property.h"

#include <string.h>

#define PAIRS_MAX  32u
#define KEY_CACHE  64u /* keys met lately, direct-mapped */
#define KEY_SHORT  32u /* longer keys are not cached */
#define SHAPES     8u  /* of objects last made, by depth */
#define CONTEXT    10u /* units shown before and after a bad token */

struct json_parser {
    js_ctx *ctx;
    const js_value *source; /* flat */
    uint32_t at, length;
    struct js_value_list *stack;
    size_t base;    /* of the container in progress in the stack; 0: none */
    unsigned depth;
    js_value *keys; /* KEY_CACHE and SHAPES rooted values */
    js_value *shapes;
};

/* ---- errors, in V8's words ---- */

#define END_OF_TEXT (-1)

static int unit_at(const struct json_parser *p, uint32_t at)
{
    const struct js_units u = js_string_units_nogc(p->ctx, *p->source);

    return at < u.length ? js_unit_at(&u, at) : END_OF_TEXT;
}

static bool fail_at(const struct json_parser *p, uint32_t at, const char *what)
{
    return js_throw_syntax_error(p->ctx, "%s at position %u", what, at);
}

/* Whether the text is what a program gets that forgets to make text of a value. */
static bool is_no_json(const struct json_parser *p)
{
    static const char *const texts[] = {"undefined", "NaN", "Infinity", "[object Object]"};
    const struct js_units u = js_string_units_nogc(p->ctx, *p->source);

    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        if (u.latin1 && u.length == strlen(texts[i]) && memcmp(u.latin1, texts[i], u.length) == 0)
            return true;
    return false;
}

/* What stands at p->at is no token that may stand there. */
static GC_COLD bool fail_token(const struct json_parser *p)
{
    const int unit = unit_at(p, p->at);
    JS_FRAME(p->ctx, f, token, text);

    if (unit == END_OF_TEXT)
        return js_throw_syntax_error(p->ctx, "Unexpected end of JSON input");
    if (unit == '-' || (unit >= '0' && unit <= '9'))
        return fail_at(p, p->at, "Unexpected number in JSON");
    if (unit == '"')
        return fail_at(p, p->at, "Unexpected string in JSON");
    if (is_no_json(p))
        return js_throw_syntax_error(p->ctx, "\"%v\" is not valid JSON", p->source);
    const bool is_long = p->length > 2 * CONTEXT;
    const uint32_t start = is_long && p->at > CONTEXT ? p->at - CONTEXT : 0;
    const uint32_t end = is_long && p->length - p->at > CONTEXT ? p->at + CONTEXT : p->length;
    JS_TRY(js_string_from_unit_noscript(p->ctx, (uint16_t)unit, &f.token));
    JS_TRY(js_string_substring_noscript(p->ctx, p->source, start, end, &f.text));
    return js_throw_syntax_error(p->ctx, "Unexpected token '%v', %s\"%v\"%s is not valid JSON",
                                 &f.token, start > 0 ? "..." : "", &f.text,
                                 end < p->length ? "..." : "");
}

/* ---- tokens ---- */

/* Skips white space; the unit that follows, or END_OF_TEXT. */
static int peek(struct json_parser *p)
{
    const struct js_units u = js_string_units_nogc(p->ctx, *p->source);
    uint32_t at = p->at;
    uint16_t unit = 0;

    while (at < u.length) {
        unit = js_unit_at(&u, at);
        if (unit != ' ' && unit != '\n' && unit != '\r' && unit != '\t')
            break;
        at++;
    }
    p->at = at;
    return at < u.length ? unit : END_OF_TEXT;
}

static bool parse_literal(struct json_parser *p, const char *text, js_value value, js_value *out)
{
    for (; *text; text++, p->at++)
        if (unit_at(p, p->at) != *text)
            return fail_token(p);
    *out = value;
    return true;
}

static bool is_digit(int unit)
{
    return unit >= '0' && unit <= '9';
}

static bool skip_digits(struct json_parser *p, const char *error)
{
    if (!is_digit(unit_at(p, p->at)))
        return fail_at(p, p->at, error);
    while (is_digit(unit_at(p, p->at)))
        p->at++;
    return true;
}

/* Fraction and exponent, and numbers of many digits; start is at the sign or first digit, p->at behind the integer. */
static bool parse_long_number(struct json_parser *p, uint32_t start, js_value *out)
{
    if (unit_at(p, p->at) == '.') {
        p->at++;
        JS_TRY(skip_digits(p, "Unterminated fractional number in JSON"));
    }
    if ((unit_at(p, p->at) | 0x20) == 'e') {
        p->at++;
        if (unit_at(p, p->at) == '+' || unit_at(p, p->at) == '-')
            p->at++;
        JS_TRY(skip_digits(p, "Exponent part is missing a number in JSON"));
    }
    const struct js_units u = js_string_units_nogc(p->ctx, *p->source);
    *out = js_number(u.latin1 ? js_number_from_latin1(u.latin1 + start, p->at - start)
                              : js_number_from_utf16(u.utf16 + start, p->at - start));
    return true;
}

static bool parse_number(struct json_parser *p, js_value *out)
{
    const struct js_units u = js_string_units_nogc(p->ctx, *p->source);
    const uint32_t start = p->at;
    const bool negative = js_unit_at(&u, start) == '-';
    uint32_t at = start + negative;
    int32_t value = 0;

    if (at >= u.length || !is_digit(js_unit_at(&u, at)))
        return fail_at(p, at, "No number after minus sign in JSON");
    const uint32_t first = at;
    const bool zero = js_unit_at(&u, at) == '0';
    for (; at < u.length && is_digit(js_unit_at(&u, at)); at++)
        if (at - first < 9)
            value = value * 10 + (js_unit_at(&u, at) - '0');
    if (zero && at - first > 1)
        return fail_at(p, first + 1, "Unexpected number in JSON");
    p->at = at;
    const uint16_t next = at < u.length ? js_unit_at(&u, at) : 0;
    if (at - first > 9 || next == '.' || (next | 0x20) == 'e' || (zero && negative))
        return parse_long_number(p, start, out);
    *out = js_int(negative ? -value : value);
    return true;
}

/* ---- strings ---- */

/*
 * Looks for the end of the string that begins at p->at: how many units are plain, and whether one needs
 * UTF-16.  Moves nothing; *end is where the quote, an escape or an error is.
 */
static void scan_string(const struct json_parser *p, uint32_t *end, bool *is_wide)
{
    const struct js_units u = js_string_units_nogc(p->ctx, *p->source);
    uint32_t at = p->at;
    unsigned all = 0;

    if (u.latin1) {
        while (at < u.length && u.latin1[at] != '"' && u.latin1[at] != '\\' && u.latin1[at] >= ' ')
            at++;
    } else {
        for (; at < u.length && u.utf16[at] != '"' && u.utf16[at] != '\\' && u.utf16[at] >= ' '; at++)
            all |= u.utf16[at];
    }
    *end = at;
    *is_wide = all > 0xFF;
}

/* A flat copy, so that the text is not kept alive by its parts. */
static bool copy_units(const struct json_parser *p, uint32_t start, uint32_t length, bool is_wide,
                       js_value *out)
{
    js_ctx *ctx = p->ctx;

    if (length == 0) {
        *out = *JS_ATOM(ctx, empty);
        return true;
    }
    if (length == 1)
        return js_string_from_unit_noscript(ctx, (uint16_t)unit_at(p, start), out);
    if (is_wide) {
        JS_TRY(js_string_new_utf16_noscript(ctx, length, out));
        memcpy(((struct js_utf16 *)gc_to_cell(*out))->units,
               js_string_units_nogc(ctx, *p->source).utf16 + start, length * sizeof(uint16_t));
        return true;
    }
    JS_TRY(js_string_new_latin1_noscript(ctx, length, out));
    struct js_latin1 *string = gc_to_cell(*out);
    const struct js_units u = js_string_units_nogc(ctx, *p->source);
    if (u.latin1)
        memcpy(string->units, u.latin1 + start, length);
    else
        for (uint32_t i = 0; i < length; i++)
            string->units[i] = (uint8_t)u.utf16[start + i];
    return true;
}

/* The escape whose backslash is at p->at. */
static bool parse_escape(struct json_parser *p, struct js_string_builder *b)
{
    static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
    const int unit = unit_at(p, ++p->at);
    unsigned value = 0;

    if (unit == END_OF_TEXT)
        return fail_token(p);
    p->at++;
    if (unit != 'u') {
        const char *found = unit < 0x80 && unit != 0 ? strchr(from, unit) : NULL;

        if (!found)
            return fail_at(p, p->at - 1, "Bad escaped character in JSON");
        js_builder_unit_nogc(b, (uint8_t)to[found - from]);
        return true;
    }
    for (unsigned i = 0; i < 4; i++, p->at++) {
        const int digit = unit_at(p, p->at);
        const unsigned d = digit == END_OF_TEXT ? 99 : js_digit_value((uint32_t)digit);

        if (d > 15)
            return fail_at(p, p->at, "Bad Unicode escape in JSON");
        value = value * 16 + d;
    }
    js_builder_unit_nogc(b, (uint16_t)value);
    return true;
}

/* The rest of a string with escapes. */
static bool parse_escaped(struct json_parser *p, js_value *out)
{
    JS_STRING_BUILDER(p->ctx, b);

    for (;;) {
        uint32_t end;
        bool is_wide;

        scan_string(p, &end, &is_wide);
        const struct js_units u = js_string_units_nogc(p->ctx, *p->source);
        if (u.latin1)
            js_builder_latin1_nogc(&b, u.latin1 + p->at, end - p->at);
        else
            js_builder_utf16_nogc(&b, u.utf16 + p->at, end - p->at);
        p->at = end;
        const int unit = unit_at(p, end);
        if (unit == '"')
            break;
        if (unit == END_OF_TEXT)
            return fail_at(p, end, "Unterminated string in JSON");
        if (unit != '\\')
            return fail_at(p, end, "Bad control character in string literal in JSON");
        JS_TRY(parse_escape(p, &b));
    }
    p->at++;
    return js_builder_finish_noscript(&b, out);
}

/* p->at is at the opening quote. */
static bool parse_string(struct json_parser *p, js_value *out)
{
    const uint32_t start = ++p->at;
    uint32_t end;
    bool is_wide;

    scan_string(p, &end, &is_wide);
    if (unit_at(p, end) != '"')
        return parse_escaped(p, out);
    p->at = end + 1;
    return copy_units(p, start, end - start, is_wide, out);
}

/* ---- property names ---- */

/* Whether key is an interned string of just these units. */
static bool is_key(js_ctx *ctx, js_value key, const uint8_t *units, uint32_t length)
{
    if (!js_is_string(key) || js_string_length_nogc(key) != length)
        return false;
    const struct js_units u = js_string_units_nogc(ctx, key);
    return u.latin1 && memcmp(u.latin1, units, length) == 0;
}

/* A name that may be an array index, or is long, wide or escaped. */
static bool parse_any_key(struct json_parser *p, js_value *out)
{
    JS_FRAME(p->ctx, f, name);

    JS_TRY(parse_string(p, &f.name));
    return js_to_property_key(p->ctx, &f.name, out);
}

/* p->at is at the opening quote; *out is a property key. */
static bool parse_key(struct json_parser *p, js_value *out)
{
    js_ctx *ctx = p->ctx;
    uint8_t text[KEY_SHORT];
    uint32_t end;
    const uint32_t start = p->at + 1;
    bool is_wide;

    p->at = start;
    scan_string(p, &end, &is_wide);
    p->at = start - 1;
    const uint32_t length = end - start;
    const struct js_units u = js_string_units_nogc(ctx, *p->source);
    if (!u.latin1 || length == 0 || length > KEY_SHORT || end >= u.length ||
        u.latin1[end] != '"' || is_digit(u.latin1[start]))
        return parse_any_key(p, out);
    memcpy(text, u.latin1 + start, length);
    js_value *cached = &p->keys[(text[0] * 5u + text[length - 1] * 3u + length) % KEY_CACHE];
    p->at = end + 1;
    if (!is_key(ctx, *cached, text, length))
        JS_TRY(js_intern_latin1_noscript(ctx, text, length, cached));
    *out = *cached;
    return true;
}

/* A name and its colon: pushed. */
static bool begin_property(struct json_parser *p, const char *error)
{
    JS_FRAME(p->ctx, f, key);

    if (peek(p) != '"')
        return fail_at(p, p->at, error);
    JS_TRY(parse_key(p, &f.key));
    if (peek(p) != ':')
        return fail_at(p, p->at, "Expected ':' after property name in JSON");
    p->at++;
    return js_value_list_push_nogc(p->stack, f.key);
}

/* ---- objects ---- */

/* CreateDataProperty on an object of the parser's own. */
static bool put(js_ctx *ctx, const js_value *object, const js_value *key, const js_value *value)
{
    struct js_found found;
    uint32_t index;

    if (js_key_is_index_nogc(ctx, *key, &index))
        return js_elements_put_noscript(ctx, object, index, value);
    if (js__find_named_nogc(ctx, js_object_nogc(*object),
                            gc_slot_from_cell(ctx->heap, gc_to_cell(*key)), &found) != JS_PLACE_NONE)
        return js__store_named_noscript(ctx, object, key, value);
    return js_object_add_noscript(ctx, object, key, value, JS_ALL_ATTRIBUTES);
}

/* Whether the pairs of the object in progress have the keys of the shape, in its order. */
static bool fits_nogc(const struct json_parser *p, js_value shape_value, size_t first, uint32_t pairs)
{
    if (!gc_is_cell(shape_value))
        return false;
    const struct js_shape *shape = gc_to_cell(shape_value);

    if (shape->count != pairs)
        return false;
    for (uint32_t i = 0; i < pairs; i++)
        if (!gc_same(*js_value_list_at(p->stack, first + 2 * i),
                     gc_decode(p->ctx->heap, js_shape_key_nogc(p->ctx, shape, i))))
            return false;
    return true;
}

/* The object of a shape that fits, its values all in the object. */
static bool make_of_shape(struct json_parser *p, const js_value *shape, size_t first, uint32_t pairs,
                          js_value *out)
{
    js_ctx *ctx = p->ctx;
    const uint32_t in_object = ((const struct js_shape *)gc_to_cell(*shape))->in_object;
    const size_t bytes = sizeof(struct js_object) + in_object * sizeof(gc_slot);

    JS_TRY(js_reserve(ctx, bytes + pairs * GC_NUMBER_BYTES));
    struct js_object *object = gc_alloc_reserved_nogc(ctx->heap, JS_KIND_OBJECT, bytes);
    gc_init(ctx->heap, object, &object->shape, gc_slot_of(ctx->heap, *shape));
    for (uint32_t i = 0; i < pairs; i++)
        gc_write(ctx->heap, object, &object->fields[i],
                 gc_encode_nogc(ctx->heap, *js_value_list_at(p->stack, first + 2 * i + 1)));
    *out = gc_from_cell(object);
    return true;
}

/* Makes an object of the pairs from `first` on. */
static bool make_object(struct json_parser *p, size_t first, js_value *out)
{
    js_ctx *ctx = p->ctx;
    const uint32_t pairs = (uint32_t)(js_value_list_count(p->stack) - first) / 2;
    js_value *shape = &p->shapes[p->depth % SHAPES];
    JS_FRAME(ctx, f, object);

    if (fits_nogc(p, *shape, first, pairs))
        return make_of_shape(p, shape, first, pairs, out);
    JS_TRY(js_object_new_sized_noscript(ctx, (pairs + 1) & ~1u, &f.object));
    for (uint32_t i = 0; i < pairs; i++)
        JS_TRY(put(ctx, &f.object, js_value_list_at(p->stack, first + 2 * i),
                   js_value_list_at(p->stack, first + 2 * i + 1)));
    const struct js_shape *made = js_shape_of_nogc(ctx, f.object);
    if (!(made->flags & (JS_SHAPE_UNIQUE | JS_SHAPE_DICTIONARY)) && made->count <= made->in_object &&
        made->count == pairs)
        *shape = gc_from_cell(made);
    *out = f.object;
    return true;
}

/* ---- containers ---- */

static bool open_container(struct json_parser *p, js_value container)
{
    const size_t base = js_value_list_count(p->stack);

    JS_TRY(js_value_list_push_nogc(p->stack, container));
    JS_TRY(js_value_list_push_nogc(p->stack, js_number((double)p->base)));
    p->base = base;
    p->depth++;
    return true;
}

static void close_container(struct json_parser *p)
{
    const size_t base = p->base;

    p->base = (size_t)gc_to_number(*js_value_list_at(p->stack, base + 1));
    p->depth--;
    js_value_list_truncate(p->stack, base);
}

/* A value, or the beginning of a container that is not empty (*opened). */
static bool begin_value(struct json_parser *p, js_value *out, bool *opened)
{
    js_ctx *ctx = p->ctx;
    const int unit = peek(p);

    *opened = false;
    switch (unit) {
    case '"':
        return parse_string(p, out);
    case '{':
        p->at++;
        if (peek(p) == '}') {
            p->at++;
            return js_object_new_noscript(ctx, out);
        }
        *opened = true;
        JS_TRY(open_container(p, JS_UNDEFINED));
        return begin_property(p, "Expected property name or '}' in JSON");
    case '[':
        p->at++;
        JS_TRY(js_array_new_noscript(ctx, 0, out));
        if (peek(p) == ']') {
            p->at++;
            return true;
        }
        *opened = true;
        return open_container(p, *out);
    case 't':
        return parse_literal(p, "true", JS_TRUE, out);
    case 'f':
        return parse_literal(p, "false", JS_FALSE, out);
    case 'n':
        return parse_literal(p, "null", JS_NULL, out);
    default:
        return unit == '-' || is_digit(unit) ? parse_number(p, out) : fail_token(p);
    }
}

/* *value is the next item of the array in progress.  Closed: *value is the array. */
static bool add_item(struct json_parser *p, js_value *value, bool *closed)
{
    js_ctx *ctx = p->ctx;
    const js_value *array = js_value_list_at(p->stack, p->base);

    if (!js_array_append_fast_nogc(ctx, js_array_nogc(*array), *value))
        JS_TRY(js_array_push_noscript(ctx, array, value));
    const int unit = peek(p);
    if (unit != ',' && unit != ']')
        return fail_at(p, p->at, "Expected ',' or ']' after array element in JSON");
    p->at++;
    *closed = unit == ']';
    if (*closed) {
        *value = *js_value_list_at(p->stack, p->base);
        close_container(p);
        js_array_trim_noscript(ctx, value);
    }
    return true;
}

/* Puts the pairs that were collected into the object in progress, which is made if it was not. */
static bool flush_pairs(struct json_parser *p)
{
    const size_t base = p->base, first = base + 2;
    JS_FRAME(p->ctx, f, object);

    f.object = *js_value_list_at(p->stack, base);
    if (js_is_undefined(f.object))
        JS_TRY(make_object(p, first, &f.object));
    else
        for (size_t i = first; i < js_value_list_count(p->stack); i += 2)
            JS_TRY(put(p->ctx, &f.object, js_value_list_at(p->stack, i),
                       js_value_list_at(p->stack, i + 1)));
    *js_value_list_at(p->stack, base) = f.object;
    js_value_list_truncate(p->stack, first);
    return true;
}

/* *value belongs to the last key of the object in progress.  Closed: *value is the object. */
static bool add_property(struct json_parser *p, js_value *value, bool *closed)
{
    const size_t first = p->base + 2;

    JS_TRY(js_value_list_push_nogc(p->stack, *value));
    const int unit = peek(p);
    if (unit != ',' && unit != '}')
        return fail_at(p, p->at, "Expected ',' or '}' after property value in JSON");
    p->at++;
    *closed = unit == '}';
    if (*closed || js_value_list_count(p->stack) - first >= 2 * PAIRS_MAX)
        JS_TRY(flush_pairs(p));
    if (!*closed)
        return begin_property(p, "Expected double-quoted property name in JSON");
    *value = *js_value_list_at(p->stack, p->base);
    close_container(p);
    return true;
}

static bool parse_all(struct json_parser *p, js_value *result)
{
    JS_FRAME(p->ctx, f, value);
    bool opened, closed;

    for (;;) {
        JS_TRY(js_poll(p->ctx));
        JS_TRY(begin_value(p, &f.value, &opened));
        if (opened)
            continue;
        do {
            if (p->base == 0) {
                if (peek(p) != END_OF_TEXT)
                    return fail_at(p, p->at, "Unexpected non-whitespace character after JSON");
                *result = f.value;
                return true;
            }
            if (js_is_kind(*js_value_list_at(p->stack, p->base), JS_KIND_ARRAY))
                JS_TRY(add_item(p, &f.value, &closed));
            else
                JS_TRY(add_property(p, &f.value, &closed));
        } while (closed);
    }
}

bool js_json_parse(js_ctx *ctx, const js_value *text, js_value *result)
{
    JS_VALUE_LIST(ctx, stack);
    JS_VALUE_LIST(ctx, kept);

    JS_TRY(js_string_flatten_noscript(ctx, text));
    JS_TRY(js_value_list_push_nogc(&stack, JS_UNDEFINED)); /* so that 0 is no container */
    JS_TRY(js_value_list_reserve(&kept, KEY_CACHE + SHAPES));
    for (unsigned i = 0; i < KEY_CACHE + SHAPES; i++)
        JS_TRY(js_value_list_push_nogc(&kept, JS_UNDEFINED));
    struct json_parser p = {.ctx = ctx,
                            .source = text,
                            .length = js_string_length_nogc(*text),
                            .stack = &stack,
                            .keys = js_value_list_at(&kept, 0),
                            .shapes = js_value_list_at(&kept, KEY_CACHE)};
    return parse_all(&p, result);
}

/* ---- the reviver ---- */

static bool internalize(js_ctx *ctx, const js_value *holder, const js_value *key,
                        const js_value *reviver, js_value *result);

/* 25.5.1.1 steps 2.b.ii to 2.c.ii: one property of *object. */
static bool revive_property(js_ctx *ctx, const js_value *object, const js_value *key,
                            const js_value *reviver)
{
    JS_FRAME(ctx, f, value);
    bool ok;

    JS_TRY(internalize(ctx, object, key, reviver, &f.value));
    if (js_is_undefined(f.value))
        return js_object_delete(ctx, object, key, &ok);
    return js_create_data_property(ctx, object, key, &f.value, &ok);
}

static bool revive_properties(js_ctx *ctx, const js_value *object, const js_value *reviver)
{
    JS_FRAME(ctx, f, key, keys);
    bool is_array;

    JS_TRY(js_is_array(ctx, object, &is_array));
    if (is_array) {
        double length;

        JS_TRY(js_length_of_array_like(ctx, object, &length));
        for (double i = 0; i < length; i++) {
            JS_TRY(js_key_from_index_noscript(ctx, i, &f.key));
            JS_TRY(revive_property(ctx, object, &f.key, reviver));
        }
        return true;
    }
    JS_TRY(js_enumerable_own_properties(ctx, object, JS_KEYS, &f.keys));
    for (uint32_t i = 0; i < js_array_nogc(f.keys)->length; i++) {
        f.key = js_array_peek_nogc(ctx, f.keys, i);
        JS_TRY(js_to_property_key(ctx, &f.key, &f.key));
        JS_TRY(revive_property(ctx, object, &f.key, reviver));
    }
    return true;
}

/* 25.5.1.1 InternalizeJSONProperty ( holder, name, reviver ) */
static bool internalize(js_ctx *ctx, const js_value *holder, const js_value *key,
                        const js_value *reviver, js_value *result)
{
    JS_FRAME(ctx, f, name, value);

    JS_TRY(js_check_stack(ctx));
    JS_TRY(js_poll(ctx));
    JS_TRY(js_get(ctx, holder, key, &f.value));
    if (js_is_object(f.value))
        JS_TRY(revive_properties(ctx, &f.value, reviver));
    JS_TRY(js_key_to_value_noscript(ctx, key, &f.name));
    return js_call_function(ctx, reviver, holder, &f.name, 2, result); /* name and value */
}

/* 25.5.1 JSON.parse ( text [ , reviver ] ) */
static bool parse(js_ctx *ctx, const js_call *call, js_value *result)
{
    const js_value *reviver = js_arg(call, 1);
    JS_FRAME(ctx, f, text, value, root);

    JS_TRY(js_to_string(ctx, js_arg(call, 0), &f.text));
    JS_TRY(js_json_parse(ctx, &f.text, &f.value));
    if (!js_is_callable_nogc(ctx, *reviver)) {
        *result = f.value;
        return true;
    }
    JS_TRY(js_object_new_noscript(ctx, &f.root));
    JS_TRY(js_object_add_noscript(ctx, &f.root, JS_ATOM(ctx, empty), &f.value, JS_ALL_ATTRIBUTES));
    return internalize(ctx, &f.root, JS_ATOM(ctx, empty), reviver, result);
}

JS_BUILTIN_TABLE(json_parse) = {
    JS_METHOD("parse", parse, 2),
};
JS_BUILTIN_TABLE_END(json_parse);
