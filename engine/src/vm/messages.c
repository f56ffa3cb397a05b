/*
 * vm/messages.c: what error messages show of values, without running script and without collecting: only data
 * properties are looked at, and proxies are not entered.
 */
#include "vm/messages.h"

#include "base/number_text.h"
#include "object/function.h"
#include "object/property.h"
#include "object/symbol.h"
#include "object/wrapper.h"
#include "ops/ops.h"
#include "vm/natives.h"
#include "vm/realm.h"

#include <stdlib.h>
#include <string.h>

/* ---- looking up ---- */

/* An own data property with a string or symbol as key. */
static bool own_data_nogc(js_ctx *ctx, js_value object, gc_slot key, js_value *out)
{
    struct js_found found;

    if (js__find_named_nogc(ctx, js_object_nogc(object), key, &found) == JS_PLACE_NONE ||
        (found.attributes & JS_IS_ACCESSOR))
        return false;
    *out = js_field(ctx, found.slot);
    return true;
}

bool js__find_data_nogc(js_ctx *ctx, js_value object, js_value key, js_value *out)
{
    struct js_found found;

    if (!js__find_inherited_nogc(ctx, &object, key, &found) || (found.attributes & JS_IS_ACCESSOR))
        return false;
    *out = js_field(ctx, found.slot);
    return true;
}

/* ---- functions ---- */

static const struct js_code *code_of(const js_ctx *ctx, js_value function)
{
    const struct js_feedback *feedback =
        gc_slot_to_cell(ctx->heap, js_function_nogc(function)->feedback);

    return gc_slot_to_cell(ctx->heap, feedback->code);
}

static bool show_symbol_name(struct js_string_builder *b, js_value symbol)
{
    js_value description = js_field(b->ctx, &js_symbol_nogc(symbol)->description);

    js_builder_ascii_nogc(b, "[");
    if (js_is_string(description))
        js_builder_string_nogc(b, description);
    js_builder_ascii_nogc(b, "]");
    return true;
}

static bool show_native_name(struct js_string_builder *b, js_value function)
{
    const struct js_native_function *native = gc_to_cell(function);
    const js_builtin *entry = js_native_entry_nogc(b->ctx, native->table, native->index);
    js_value name = js_field(b->ctx, &native->name);

    if (js_is_string(name)) {
        js_builder_string_nogc(b, name);
        return js_string_length_nogc(name) != 0;
    }
    if (entry->type == JS_TYPE_GETTER)
        js_builder_ascii_nogc(b, "get ");
    if (entry->type == JS_TYPE_SETTER)
        js_builder_ascii_nogc(b, "set ");
    if (strncmp(entry->name, "@@", 2) == 0) {
        js_builder_ascii_nogc(b, "[Symbol.");
        js_builder_ascii_nogc(b, entry->name + 2);
        js_builder_ascii_nogc(b, "]");
    } else {
        js_builder_ascii_nogc(b, entry->name);
    }
    return entry->name[0] != 0;
}

bool js__show_function_name_nogc(struct js_string_builder *b, js_value function)
{
    js_ctx *ctx = b->ctx;
    js_value name;

    if (own_data_nogc(ctx, function, gc_slot_of(ctx->heap, *JS_ATOM(ctx, name)), &name) &&
        js_is_string(name) && js_string_length_nogc(name) != 0) {
        js_builder_string_nogc(b, name);
        return true;
    }
    if (js_is_kind(function, JS_KIND_NATIVE_FUNCTION))
        return show_native_name(b, function);
    if (!js_is_kind(function, JS_KIND_FUNCTION))
        return false;
    name = js_field(ctx, &code_of(ctx, function)->name);
    if (js_is_symbol(name))
        return show_symbol_name(b, name);
    if (!js_is_string(name) || js_string_length_nogc(name) == 0)
        return false;
    js_builder_string_nogc(b, name);
    return true;
}

void js__show_function_source_nogc(struct js_string_builder *b, js_value function)
{
    js_ctx *ctx = b->ctx;

    if (js_is_kind(function, JS_KIND_FUNCTION)) {
        const struct js_bytecode *bytecode = js_function_bytecode_nogc(ctx, function);
        const struct js_script *script =
            gc_slot_to_cell(ctx->heap, code_of(ctx, function)->script);
        uint32_t start = bytecode->source_start, end = bytecode->source_end;

        if (end > start && end <= script->length) {
            if (script->latin1)
                js_builder_latin1_nogc(b, script->latin1 + start, end - start);
            else
                js_builder_utf16_nogc(b, script->utf16 + start, end - start);
            return;
        }
    }
    js_builder_ascii_nogc(b, "function ");
    if (js_is_kind(function, JS_KIND_NATIVE_FUNCTION))
        show_native_name(b, function);
    js_builder_ascii_nogc(b, "() { [native code] }");
}

/* ---- objects ---- */

/* A string found under @@toStringTag. */
static bool find_tag(js_ctx *ctx, js_value object, js_value *tag)
{
    return js__find_data_nogc(ctx, object, *JS_ATOM(ctx, sym_toStringTag), tag) &&
           js_is_string(*tag) && js_string_length_nogc(*tag) != 0;
}

void js__show_constructor_nogc(struct js_string_builder *b, js_value object)
{
    js_ctx *ctx = b->ctx;
    js_value found;

    if (find_tag(ctx, object, &found)) {
        js_builder_string_nogc(b, found);
        return;
    }
    if (!js__find_data_nogc(ctx, object, *JS_ATOM(ctx, constructor), &found) ||
        !js_is_callable_nogc(ctx, found) || js_is_kind(found, JS_KIND_PROXY) ||
        !js__show_function_name_nogc(b, found))
        js_builder_ascii_nogc(b, "Object");
}

static const char *class_name(const js_ctx *ctx, js_value object)
{
    switch (gc_kind_of(gc_to_cell(object))) {
    case JS_KIND_ARRAY:
        return "Array";
    case JS_KIND_ERROR:
        return "Error";
    case JS_KIND_DATE:
        return "Date";
    case JS_KIND_REGEXP:
        return "RegExp";
    case JS_KIND_ARGUMENTS:
        return "Arguments";
    case JS_KIND_WRAPPER:
        break;
    default:
        return "Object";
    }
    js_value v = js_wrapper_value_nogc(ctx, object);

    return js_is_string(v) ? "String" : js_is_number(v) ? "Number" : js_is_boolean(v) ? "Boolean"
                                                                                      : "Object";
}

/* As Error.prototype.toString, from data properties only. */
static void show_error(struct js_string_builder *b, js_value error)
{
    js_ctx *ctx = b->ctx;
    js_value name, message;
    bool has_message = js__find_data_nogc(ctx, error, *JS_ATOM(ctx, message), &message) &&
                       js_is_string(message) && js_string_length_nogc(message) != 0;

    if (!js__find_data_nogc(ctx, error, *JS_ATOM(ctx, name), &name) || js_is_undefined(name))
        js_builder_ascii_nogc(b, "Error");
    else if (!js_is_object(name))
        js__show_value_nogc(b, name);
    if (!has_message)
        return;
    if (!js_is_string(name) || js_string_length_nogc(name) != 0)
        js_builder_ascii_nogc(b, ": ");
    js_builder_string_nogc(b, message);
}

static void show_object(struct js_string_builder *b, js_value object)
{
    js_ctx *ctx = b->ctx;
    js_value found;

    if (js_is_kind(object, JS_KIND_PROXY)) {
        js_builder_ascii_nogc(b, "#<Object>");
    } else if (js_is_callable_nogc(ctx, object)) {
        js__show_function_source_nogc(b, object);
    } else if (js_is_kind(object, JS_KIND_ERROR)) {
        show_error(b, object);
    } else if (js__find_data_nogc(ctx, object, *JS_ATOM(ctx, toString), &found) &&
               gc_same(found, JS_INTRINSIC(ctx, object_prototype_to_string))) {
        js_builder_ascii_nogc(b, "#<");
        js__show_constructor_nogc(b, object);
        js_builder_ascii_nogc(b, ">");
    } else {
        js_builder_ascii_nogc(b, "[object ");
        if (find_tag(ctx, object, &found))
            js_builder_string_nogc(b, found);
        else
            js_builder_ascii_nogc(b, class_name(ctx, object));
        js_builder_ascii_nogc(b, "]");
    }
}

/* ---- values ---- */

static void show_number(struct js_string_builder *b, double number)
{
    char text[JS_NUMBER_TEXT_MAX];

    js_builder_latin1_nogc(b, (uint8_t *)text, js_number_to_text(number, text));
}

void js__show_value_nogc(struct js_string_builder *b, js_value v)
{
    if (js_is_string(v)) {
        js_builder_string_nogc(b, v);
    } else if (js_is_number(v)) {
        show_number(b, gc_to_number(v));
    } else if (js_is_symbol(v)) {
        js_value description = js_field(b->ctx, &js_symbol_nogc(v)->description);

        if (js_is_private_symbol(v)) {
            js_builder_string_nogc(b, description);
            return;
        }
        js_builder_ascii_nogc(b, "Symbol(");
        if (js_is_string(description))
            js_builder_string_nogc(b, description);
        js_builder_ascii_nogc(b, ")");
    } else if (js_is_object(v)) {
        show_object(b, v);
    } else {
        js_builder_ascii_nogc(b, js_is_undefined(v) ? "undefined"
                                 : js_is_null(v)    ? "null"
                                 : js_is_true(v)    ? "true"
                                                    : "false");
    }
}

void js__show_key_nogc(struct js_string_builder *b, js_value key)
{
    js__show_value_nogc(b, key);
}

/* A value after the name of its type: where there is no source text to quote. */
static void show_typed(struct js_string_builder *b, js_value v)
{
    js_builder_string_nogc(b, *js_typeof_nogc(b->ctx, v));
    if (js_is_string(v)) {
        js_builder_ascii_nogc(b, " \"");
        js_builder_string_nogc(b, v);
        js_builder_ascii_nogc(b, "\"");
    } else if (js_is_number(v) || js_is_boolean(v) || js_is_null(v)) {
        js_builder_ascii_nogc(b, " ");
        js__show_value_nogc(b, v);
    }
}

static void show_utf8(struct js_string_builder *b, const char *text)
{
    js_builder_utf8_nogc(b, text, strlen(text));
}

/* One conversion of a format; args has been advanced past it. */
static void show_argument(struct js_string_builder *b, char what, va_list *args)
{
    char number[JS_NUMBER_TEXT_MAX];

    switch (what) {
    case 's':
        show_utf8(b, va_arg(*args, const char *));
        break;
    case 'd':
        js_builder_latin1_nogc(b, (uint8_t *)number,
                               js_int32_to_text(va_arg(*args, int), number));
        break;
    case 'u':
        js_builder_latin1_nogc(b, (uint8_t *)number,
                               js_uint32_to_text(va_arg(*args, unsigned), number));
        break;
    case 'v':
        js__show_value_nogc(b, *va_arg(*args, const js_value *));
        break;
    case 'q':
        show_typed(b, *va_arg(*args, const js_value *));
        break;
    case 'k':
        js__show_key_nogc(b, *va_arg(*args, const js_value *));
        break;
    default:
        js_assert(what == '%');
        js_builder_ascii_nogc(b, "%");
    }
}

void js__format_nogc(struct js_string_builder *b, const char *format, va_list args)
{
    va_list rest;

    va_copy(rest, args);
    while (*format != 0) {
        size_t plain = strcspn(format, "%");

        js_builder_latin1_nogc(b, (const uint8_t *)format, plain);
        format += plain;
        if (*format == '%') {
            show_argument(b, format[1], &rest);
            format += 2;
        }
    }
    va_end(rest);
}
