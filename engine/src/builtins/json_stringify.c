/*
 * builtins/json_stringify.c: 25.5.2 JSON.stringify ( value [ , replacer [ , space ] ] ).
 *
 * The text is built outside the heap.  Objects in progress form a stack, with the keys that led to them for
 * the message about a cycle; depth is bounded by the C stack.  An ordinary object without elements is walked
 * by the shape it has at first: its own properties are read in place for as long as it keeps that shape, and
 * by [[Get]] from then on.
 */
#include "builtins/builtin.h"
#include "builtins/value_list.h"

#include "base/number_text.h"
#include "object/fast.h"
#include "object/property.h"
#include "object/wrapper.h"
#include "vm/messages.h"

#include <math.h>
#include <string.h>

#define GAP_MAX 10u

struct json_writer {
    js_ctx *ctx;
    struct js_string_builder *text;
    const js_value *replacer; /* a function, or NULL */
    const struct js_vec *keys; /* of the replacer array, or NULL */
    struct js_value_list *stack; /* object, key, object, key, ... */
    uint16_t gap[GAP_MAX];
    unsigned gap_length;
    unsigned depth;
};

static bool write_value(struct json_writer *w, const js_value *key, const js_value *value);

/* ---- cycles ---- */

static void show_key_nogc(struct js_string_builder *b, js_value key, bool in_array)
{
    if (in_array) {
        js_builder_ascii_nogc(b, "index ");
        js__show_key_nogc(b, key);
    } else if (js_is_string(key) && js_string_length_nogc(key) == 0) {
        js_builder_ascii_nogc(b, "<anonymous>");
    } else {
        js_builder_ascii_nogc(b, "property '");
        js__show_key_nogc(b, key);
        js_builder_ascii_nogc(b, "'");
    }
}

static void show_constructor_nogc(struct js_string_builder *b, js_value object)
{
    js_builder_ascii_nogc(b, "object with constructor '");
    js__show_constructor_nogc(b, object);
    js_builder_ascii_nogc(b, "'");
}

static js_value object_at(const struct json_writer *w, size_t i)
{
    return *js_value_list_at(w->stack, 2 * i);
}

/* The path from object number first of the stack to the last, of which *key is the first again. */
static bool throw_cycle(struct json_writer *w, size_t first, const js_value *key)
{
    const size_t shown_first = 2, shown_last = 1, count = js_value_list_count(w->stack) / 2;
    JS_FRAME(w->ctx, f, message);
    JS_STRING_BUILDER(w->ctx, b);

    js_builder_ascii_nogc(&b, "Converting circular structure to JSON\n    --> starting at ");
    show_constructor_nogc(&b, object_at(w, first));
    for (size_t i = first + 1; i < count; i++) {
        if (i == first + 1 + shown_first && count - i > shown_last) {
            js_builder_ascii_nogc(&b, "\n    |     ...");
            i = count - shown_last;
        }
        js_builder_ascii_nogc(&b, "\n    |     ");
        show_key_nogc(&b, *js_value_list_at(w->stack, 2 * i + 1),
                      js_is_kind(object_at(w, i - 1), JS_KIND_ARRAY));
        js_builder_ascii_nogc(&b, " -> ");
        show_constructor_nogc(&b, object_at(w, i));
    }
    js_builder_ascii_nogc(&b, "\n    --- ");
    show_key_nogc(&b, *key, js_is_kind(object_at(w, count - 1), JS_KIND_ARRAY));
    js_builder_ascii_nogc(&b, " closes the circle");
    JS_TRY(js_builder_finish_noscript(&b, &f.message));
    return js_throw_type_error(w->ctx, "%v", &f.message);
}

static bool enter(struct json_writer *w, const js_value *key, const js_value *object)
{
    const size_t count = js_value_list_count(w->stack) / 2;

    JS_TRY(js_check_stack(w->ctx));
    for (size_t i = 0; i < count; i++)
        if (gc_same(object_at(w, i), *object))
            return throw_cycle(w, i, key);
    JS_TRY(js_value_list_push_nogc(w->stack, *object));
    JS_TRY(js_value_list_push_nogc(w->stack, *key));
    w->depth++;
    return true;
}

static void leave(struct json_writer *w)
{
    js_value_list_truncate(w->stack, js_value_list_count(w->stack) - 2);
    w->depth--;
}

/* ---- strings and numbers ---- */

static void write_escape_nogc(struct js_string_builder *b, uint16_t unit)
{
    static const char from[] = "\b\t\n\f\r\"\\", to[] = "btnfr\"\\", digits[] = "0123456789abcdef";
    const char *found = unit != 0 && unit < 0x80 ? strchr(from, unit) : NULL;

    js_builder_unit_nogc(b, '\\');
    if (found) {
        js_builder_unit_nogc(b, (uint8_t)to[found - from]);
        return;
    }
    js_builder_unit_nogc(b, 'u');
    for (int shift = 12; shift >= 0; shift -= 4)
        js_builder_unit_nogc(b, (uint8_t)digits[unit >> shift & 15]);
}

static void quote_latin1_nogc(struct js_string_builder *b, const uint8_t *units, uint32_t length)
{
    uint32_t plain = 0;

    for (uint32_t i = 0; i < length; i++)
        if (GC_UNLIKELY(units[i] < ' ' || units[i] == '"' || units[i] == '\\')) {
            js_builder_latin1_nogc(b, units + plain, i - plain);
            write_escape_nogc(b, units[i]);
            plain = i + 1;
        }
    js_builder_latin1_nogc(b, units + plain, length - plain);
}

static void quote_utf16_nogc(struct js_string_builder *b, const uint16_t *units, uint32_t length)
{
    uint32_t plain = 0;

    for (uint32_t i = 0; i < length; i++) {
        const uint16_t unit = units[i];

        if ((unit & 0xFC00) == 0xD800 && i + 1 < length && (units[i + 1] & 0xFC00) == 0xDC00) {
            i++; /* a pair */
        } else if (unit < ' ' || unit == '"' || unit == '\\' || (unit & 0xF800) == 0xD800) {
            js_builder_utf16_nogc(b, units + plain, i - plain);
            write_escape_nogc(b, unit);
            plain = i + 1;
        }
    }
    js_builder_utf16_nogc(b, units + plain, length - plain);
}

/* 25.5.2.3 QuoteJSONString ( value ) */
static bool quote(struct json_writer *w, const js_value *string)
{
    JS_TRY(js_string_flatten_noscript(w->ctx, string));
    const struct js_units u = js_string_units_nogc(w->ctx, *string);
    js_builder_unit_nogc(w->text, '"');
    if (u.latin1)
        quote_latin1_nogc(w->text, u.latin1, u.length);
    else
        quote_utf16_nogc(w->text, u.utf16, u.length);
    js_builder_unit_nogc(w->text, '"');
    return true;
}

static void write_number(struct json_writer *w, double number)
{
    char text[JS_NUMBER_TEXT_MAX];

    if (isfinite(number))
        js_builder_latin1_nogc(w->text, (uint8_t *)text, js_number_to_text(number, text));
    else
        js_builder_ascii_nogc(w->text, "null");
}

/* ---- objects and arrays ---- */

static void new_line_nogc(struct json_writer *w)
{
    if (w->gap_length == 0)
        return;
    js_builder_unit_nogc(w->text, '\n');
    for (unsigned i = 0; i < w->depth && !w->text->failed; i++)
        js_builder_utf16_nogc(w->text, w->gap, w->gap_length);
}

/* 25.5.2.2 SerializeJSONProperty steps 2 to 4: toJSON, the replacer, and unwrapping; *value is replaced. */
static bool prepare(struct json_writer *w, const js_value *holder, const js_value *key, js_value *value)
{
    js_ctx *ctx = w->ctx;
    JS_FRAME(ctx, f, name, value, function);

    if (js_is_object(*value)) {
        JS_TRY(js_get(ctx, value, JS_ATOM(ctx, toJSON), &f.function));
        if (js_is_callable_nogc(ctx, f.function)) {
            JS_TRY(js_key_to_value_noscript(ctx, key, &f.name));
            JS_TRY(js_call_function(ctx, &f.function, value, &f.name, 1, &f.value));
            *value = f.value;
        }
    }
    if (w->replacer) {
        JS_TRY(js_key_to_value_noscript(ctx, key, &f.name));
        f.value = *value;
        JS_TRY(js_call_function(ctx, w->replacer, holder, &f.name, 2, value)); /* name and value */
    }
    if (js_is_kind(*value, JS_KIND_WRAPPER)) {
        double number;

        f.value = js_wrapper_value_nogc(ctx, *value);
        if (js_is_number(f.value)) {
            JS_TRY(js_to_number(ctx, value, &number));
            *value = js_number(number);
        } else if (js_is_string(f.value)) {
            JS_TRY(js_to_string(ctx, value, &f.value));
            *value = f.value;
        } else if (js_is_boolean(f.value)) {
            *value = f.value;
        }
    }
    return true;
}

/* Whether a prepared value has a JSON text: steps 5 to 12. */
static bool has_text(js_ctx *ctx, js_value value)
{
    return !js_is_undefined(value) && !js_is_symbol(value) &&
           !(js_is_object(value) && js_is_callable_nogc(ctx, value));
}

/* One property of *object, *value: nothing where it has no text. */
static bool write_property(struct json_writer *w, const js_value *object, const js_value *key,
                           js_value *value, bool *any)
{
    JS_FRAME(w->ctx, f, name);

    JS_TRY(js_poll(w->ctx));
    JS_TRY(prepare(w, object, key, value));
    if (!has_text(w->ctx, *value))
        return true;
    if (*any)
        js_builder_unit_nogc(w->text, ',');
    *any = true;
    new_line_nogc(w);
    JS_TRY(js_key_to_value_noscript(w->ctx, key, &f.name));
    JS_TRY(quote(w, &f.name));
    js_builder_unit_nogc(w->text, ':');
    if (w->gap_length)
        js_builder_unit_nogc(w->text, ' ');
    return write_value(w, key, value);
}

/* Whether the own enumerable string keys of an object are those of its shape, in order. */
static bool is_simple_nogc(const struct json_writer *w, js_value object)
{
    const struct js_object *cell = js_object_nogc(object);
    const struct js_shape *shape = js_shape_of_nogc(w->ctx, object);

    return !w->keys && (shape->flags & JS_SHAPE_ORDINARY) &&
           !(shape->flags & (JS_SHAPE_DICTIONARY | JS_SHAPE_LAZY_FUNCTION)) &&
           !gc_slot_is_cell(gc_load(&cell->elements));
}

/* Property i of a shape, if its key is an enumerable string: of *object, which had that shape at first. */
static bool get_by_shape(js_ctx *ctx, const js_value *object, const js_value *shape, uint32_t i,
                         js_value *key, js_value *value, bool *skip)
{
    const struct js_shape *s = gc_to_cell(*shape);
    const unsigned attributes = js_shape_attributes_nogc(ctx, s, i);
    void *cell;

    *key = gc_decode(ctx->heap, js_shape_key_nogc(ctx, s, i));
    *skip = !(attributes & JS_ENUMERABLE) || !js_is_string(*key);
    if (*skip)
        return true;
    if (js_shape_of_nogc(ctx, *object) != s || (attributes & JS_IS_ACCESSOR))
        return js_get(ctx, object, key, value);
    *value = gc_decode(ctx->heap, *js_property_slot_nogc(ctx, js_object_nogc(*object), s, i, &cell));
    return true;
}

static bool write_simple_object(struct json_writer *w, const js_value *object, bool *any)
{
    js_ctx *ctx = w->ctx;
    JS_FRAME(ctx, f, shape, key, value);

    f.shape = gc_from_cell(js_shape_of_nogc(ctx, *object));
    const uint32_t count = ((const struct js_shape *)gc_to_cell(f.shape))->count;
    for (uint32_t i = 0; i < count && !w->text->failed; i++) {
        bool skip;

        JS_TRY(get_by_shape(ctx, object, &f.shape, i, &f.key, &f.value, &skip));
        if (!skip)
            JS_TRY(write_property(w, object, &f.key, &f.value, any));
    }
    return true;
}

static bool write_listed(struct json_writer *w, const js_value *object, bool *any)
{
    js_ctx *ctx = w->ctx;
    JS_FRAME(ctx, f, key, keys, value);

    if (!w->keys)
        JS_TRY(js_enumerable_own_properties(ctx, object, JS_KEYS, &f.keys));
    const uint32_t count = w->keys ? w->keys->count : js_array_nogc(f.keys)->length;
    for (uint32_t i = 0; i < count && !w->text->failed; i++) {
        f.key = w->keys ? js_vec_get_nogc(ctx, w->keys, i) : js_array_peek_nogc(ctx, f.keys, i);
        JS_TRY(js_to_property_key(ctx, &f.key, &f.key));
        JS_TRY(js_get(ctx, object, &f.key, &f.value));
        JS_TRY(write_property(w, object, &f.key, &f.value, any));
    }
    return true;
}

/* 25.5.2.5 SerializeJSONObject ( state, value ) */
static bool write_object(struct json_writer *w, const js_value *key, const js_value *object)
{
    bool any = false;

    JS_TRY(enter(w, key, object));
    js_builder_unit_nogc(w->text, '{');
    JS_TRY(is_simple_nogc(w, *object) ? write_simple_object(w, object, &any)
                                      : write_listed(w, object, &any));
    leave(w);
    if (any)
        new_line_nogc(w);
    js_builder_unit_nogc(w->text, '}');
    return true;
}

/* 25.5.2.6 SerializeJSONArray ( state, value ) */
static bool write_array(struct json_writer *w, const js_value *key, const js_value *array)
{
    js_ctx *ctx = w->ctx;
    double length;
    JS_FRAME(ctx, f, key, value);

    JS_TRY(enter(w, key, array));
    js_builder_unit_nogc(w->text, '[');
    JS_TRY(js_length_of_array_like(ctx, array, &length));
    for (double i = 0; i < length && !w->text->failed; i++) {
        JS_TRY(js_poll(ctx));
        if (i > 0)
            js_builder_unit_nogc(w->text, ',');
        new_line_nogc(w);
        JS_TRY(js_key_from_index_noscript(ctx, i, &f.key));
        if (!js_is_kind(*array, JS_KIND_ARRAY) || !gc_is_int(f.key) ||
            !js_array_get_fast_nogc(ctx, js_array_nogc(*array), (uint32_t)gc_to_int(f.key), &f.value))
            JS_TRY(js_get(ctx, array, &f.key, &f.value));
        JS_TRY(prepare(w, array, &f.key, &f.value));
        if (has_text(ctx, f.value))
            JS_TRY(write_value(w, &f.key, &f.value));
        else
            js_builder_ascii_nogc(w->text, "null");
    }
    leave(w);
    if (length > 0)
        new_line_nogc(w);
    js_builder_unit_nogc(w->text, ']');
    return true;
}

/* 25.5.2.2 SerializeJSONProperty steps 5 to 11 of a prepared value that has a text. */
static bool write_value(struct json_writer *w, const js_value *key, const js_value *value)
{
    bool is_array;

    if (js_is_string(*value))
        return quote(w, value);
    if (js_is_number(*value)) {
        write_number(w, gc_to_number(*value));
        return true;
    }
    if (!js_is_object(*value)) {
        js_builder_ascii_nogc(w->text, js_is_null(*value)   ? "null"
                                       : js_is_true(*value) ? "true"
                                                            : "false");
        return true;
    }
    JS_TRY(js_is_array(w->ctx, value, &is_array));
    return is_array ? write_array(w, key, value) : write_object(w, key, value);
}

/* ---- the arguments ---- */

/* An item of the replacer array as a property key: HOLE where it is none. */
static bool item_to_key(js_ctx *ctx, const js_value *item, js_value *key)
{
    js_value primitive = *item;
    JS_FRAME(ctx, f, text);

    if (js_is_kind(*item, JS_KIND_WRAPPER))
        primitive = js_wrapper_value_nogc(ctx, *item);
    *key = JS_HOLE;
    if (!js_is_string(primitive) && !js_is_number(primitive))
        return true;
    JS_TRY(js_to_string(ctx, item, &f.text));
    return js_to_property_key(ctx, &f.text, key);
}

/* 25.5.2 step 5.b: PropertyList. */
static bool read_property_list(js_ctx *ctx, const js_value *array, struct js_vec *keys)
{
    JS_FRAME(ctx, f, item, key, seen);
    double length;

    f.key = JS_NULL;
    JS_TRY(js_object_new_with_prototype_noscript(ctx, &f.key, &f.seen));
    JS_TRY(js_length_of_array_like(ctx, array, &length));
    for (double i = 0; i < length; i++) {
        bool is_known;

        JS_TRY(js_poll(ctx));
        JS_TRY(js_get_index(ctx, array, i, &f.item));
        JS_TRY(item_to_key(ctx, &f.item, &f.key));
        if (gc_same(f.key, JS_HOLE))
            continue;
        JS_TRY(js_has_own_property(ctx, &f.seen, &f.key, &is_known));
        if (is_known)
            continue;
        JS_TRY(js_define_value(ctx, &f.seen, &f.key, &js_undefined_value, JS_ALL_ATTRIBUTES));
        JS_TRY(js_key_to_value_noscript(ctx, &f.key, &f.key));
        JS_TRY(js_vec_push(ctx, keys, &f.key));
    }
    return true;
}

/* 25.5.2 steps 6 to 10. */
static bool read_gap(struct json_writer *w, const js_value *space)
{
    js_ctx *ctx = w->ctx;
    JS_FRAME(ctx, f, space);

    f.space = *space;
    if (js_is_kind(f.space, JS_KIND_WRAPPER)) {
        js_value primitive = js_wrapper_value_nogc(ctx, f.space);
        double number;

        if (js_is_number(primitive)) {
            JS_TRY(js_to_number(ctx, space, &number));
            f.space = js_number(number);
        } else if (js_is_string(primitive)) {
            JS_TRY(js_to_string(ctx, space, &f.space));
        }
    }
    if (js_is_number(f.space)) {
        const double number = gc_to_number(f.space);

        w->gap_length = !(number >= 1) ? 0 : number < GAP_MAX ? (unsigned)number : GAP_MAX;
        for (unsigned i = 0; i < w->gap_length; i++)
            w->gap[i] = ' ';
    } else if (js_is_string(f.space)) {
        JS_TRY(js_string_flatten_noscript(ctx, &f.space));
        const struct js_units u = js_string_units_nogc(ctx, f.space);
        w->gap_length = u.length < GAP_MAX ? u.length : GAP_MAX;
        for (unsigned i = 0; i < w->gap_length; i++)
            w->gap[i] = js_unit_at(&u, i);
    }
    return true;
}

static bool write_root(struct json_writer *w, js_value *value, js_value *result)
{
    js_ctx *ctx = w->ctx;
    JS_FRAME(ctx, f, wrapper);

    if (w->replacer) { /* which sees the wrapper, and may keep it */
        JS_TRY(js_object_new_noscript(ctx, &f.wrapper));
        JS_TRY(js_object_add_noscript(ctx, &f.wrapper, JS_ATOM(ctx, empty), value, JS_ALL_ATTRIBUTES));
    }
    JS_TRY(prepare(w, &f.wrapper, JS_ATOM(ctx, empty), value));
    if (!has_text(ctx, *value))
        return true;
    JS_TRY(write_value(w, JS_ATOM(ctx, empty), value));
    return js_builder_finish_noscript(w->text, result);
}

/* 25.5.2 JSON.stringify ( value [ , replacer [ , space ] ] ) */
static bool stringify(js_ctx *ctx, const js_call *call, js_value *result)
{
    const js_value *replacer = js_arg(call, 1);
    JS_FRAME(ctx, f, value);
    JS_VEC(ctx, keys);
    JS_VALUE_LIST(ctx, stack);
    JS_STRING_BUILDER(ctx, b);
    struct json_writer w = {.ctx = ctx, .text = &b, .stack = &stack};
    bool is_array = false;

    if (js_is_callable_nogc(ctx, *replacer))
        w.replacer = replacer;
    else if (js_is_object(*replacer))
        JS_TRY(js_is_array(ctx, replacer, &is_array));
    if (is_array) {
        JS_TRY(read_property_list(ctx, replacer, &keys));
        w.keys = &keys;
    }
    JS_TRY(read_gap(&w, js_arg(call, 2)));
    f.value = *js_arg(call, 0);
    return write_root(&w, &f.value, result);
}

JS_BUILTIN_TABLE(json_stringify) = {
    JS_METHOD("stringify", stringify, 3),
    JS_STRING_CONSTANT("@@toStringTag", "JSON", JS_CONFIGURABLE),
};
JS_BUILTIN_TABLE_END(json_stringify);
