/*
 * builtins/regexp_constructor.c: 22.2.4, 22.2.5, and the accessors and plain methods of 22.2.6.
 */
#include "builtins/builtin.h"
#include "builtins/regexp.h"
#include "interp/interp.h"
#include "regexp/regexp.h"

#include <string.h>

bool js_op_new_regexp(js_ctx *ctx, js_value *fp, uint16_t pattern, uint16_t flags, js_value *out)
{
    JS_FRAME(ctx, f, pattern, flags);

    f.pattern = js_frame_constant_nogc(ctx, fp, pattern);
    f.flags = js_frame_constant_nogc(ctx, fp, flags);
    return js_regexp_create(ctx, &f.pattern, &f.flags, out);
}

/* 22.2.4.1 RegExp ( pattern, flags ) */
static bool regexp(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_FRAME(ctx, f, new_target, constructor, pattern, flags, regexp);
    bool is_regexp;

    JS_TRY(js_is_regexp(ctx, js_arg(call, 0), &is_regexp));
    f.new_target = *call->new_target;
    if (!js_is_construct(call)) {
        f.new_target = *call->callee;
        if (is_regexp && js_is_undefined(*js_arg(call, 1))) {
            JS_TRY(js_get(ctx, js_arg(call, 0), JS_ATOM(ctx, constructor), &f.constructor));
            if (gc_same(f.constructor, f.new_target)) {
                *result = *js_arg(call, 0);
                return true;
            }
        }
    }
    f.pattern = *js_arg(call, 0);
    f.flags = *js_arg(call, 1);
    if (js_is_kind(f.pattern, JS_KIND_REGEXP)) {
        const struct js_regexp *cell = js_regexp_nogc(f.pattern);

        if (js_is_undefined(f.flags))
            f.flags = js_field(ctx, &cell->flags);
        f.pattern = js_field(ctx, &cell->source);
    } else if (is_regexp) {
        JS_TRY(js_get(ctx, js_arg(call, 0), JS_ATOM(ctx, source), &f.pattern));
        if (js_is_undefined(f.flags))
            JS_TRY(js_get(ctx, js_arg(call, 0), JS_ATOM(ctx, flags), &f.flags));
    }
    JS_TRY(js_regexp_alloc(ctx, &f.new_target, &f.regexp));
    JS_TRY(js_regexp_initialize(ctx, &f.regexp, &f.pattern, &f.flags));
    *result = f.regexp;
    return true;
}

static bool species(js_ctx *ctx, const js_call *call, js_value *result)
{
    (void)ctx;
    *result = *call->self;
    return true;
}

static bool hex(uint16_t unit)
{
    return (unit >= '0' && unit <= '9') || (unit >= 'a' && unit <= 'z') || (unit >= 'A' && unit <= 'Z');
}

/* 22.2.5.1.1 EncodeForRegExpEscape of one code unit (pairs pass as they are). */
static void escape_unit(struct js_string_builder *b, const struct js_units *units, uint32_t i)
{
    static const char digits[] = "0123456789abcdef";
    static const char controls[] = "\t\n\v\f\r", letters[] = "tnvfr";
    const uint16_t unit = js_unit_at(units, i);

    if (unit < 0x80 && unit && strchr("^$\\.*+?()[]{}|/", unit)) {
        js_builder_unit_nogc(b, '\\');
        js_builder_unit_nogc(b, unit);
        return;
    }
    for (int k = 0; controls[k]; k++) {
        if (unit == (uint16_t)controls[k]) {
            js_builder_unit_nogc(b, '\\');
            js_builder_unit_nogc(b, (uint16_t)letters[k]);
            return;
        }
    }
    const bool lead = (unit & 0xFC00) == 0xD800 && i + 1 < units->length &&
                      (js_unit_at(units, i + 1) & 0xFC00) == 0xDC00;
    const bool trail = (unit & 0xFC00) == 0xDC00 && i > 0 && (js_unit_at(units, i - 1) & 0xFC00) == 0xD800;
    const bool lone = (unit & 0xF800) == 0xD800 && !lead && !trail;
    const bool space = unit == 0x20 || unit == 0xA0 || unit == 0x1680 || (unit >= 0x2000 && unit <= 0x200A) ||
                       unit == 0x2028 || unit == 0x2029 || unit == 0x202F || unit == 0x205F ||
                       unit == 0x3000 || unit == 0xFEFF;

    if (lone || space || (unit < 0x80 && unit && strchr(",-=<>#&!%:;@~'`\"", unit))) {
        js_builder_unit_nogc(b, '\\');
        js_builder_unit_nogc(b, unit < 0x100 ? 'x' : 'u');
        for (int shift = unit < 0x100 ? 4 : 12; shift >= 0; shift -= 4)
            js_builder_unit_nogc(b, (uint16_t)digits[unit >> shift & 15]);
        return;
    }
    js_builder_unit_nogc(b, unit);
}

/* 22.2.5.1 RegExp.escape ( S ) */
static bool escape(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_FRAME(ctx, f, string);
    JS_STRING_BUILDER(ctx, b);
    struct js_units units;

    if (!js_is_string(*js_arg(call, 0)))
        return js_throw_type_error(ctx, "RegExp.escape requires a string");
    f.string = *js_arg(call, 0);
    JS_TRY(js_string_flatten_noscript(ctx, &f.string));
    units = js_string_units_nogc(ctx, f.string);
    for (uint32_t i = 0; i < units.length; i++) {
        const uint16_t unit = js_unit_at(&units, i);

        if (i == 0 && hex(unit)) {
            static const char digits[] = "0123456789abcdef";

            js_builder_ascii_nogc(&b, "\\x");
            js_builder_unit_nogc(&b, (uint16_t)digits[unit >> 4]);
            js_builder_unit_nogc(&b, (uint16_t)digits[unit & 15]);
        } else {
            escape_unit(&b, &units, i);
        }
    }
    return js_builder_finish_noscript(&b, result);
}

JS_BUILTIN_TABLE(regexp) = {
    JS_CONSTRUCTOR("RegExp", regexp, 2),
    JS_STATIC("escape", escape, 1),
    JS_STATIC_GETTER("@@species", species),
};
JS_BUILTIN_TABLE_END(regexp);

/* ---- the prototype's accessors ---- */

static bool flag(js_ctx *ctx, const js_call *call, uint32_t bit, const char *name, js_value *result)
{
    if (js_is_kind(*call->self, JS_KIND_REGEXP)) {
        *result = js_bool(js_regexp_nogc(*call->self)->flag_bits & bit);
        return true;
    }
    if (gc_same(*call->self, JS_INTRINSIC(ctx, regexp_prototype))) {
        *result = JS_UNDEFINED;
        return true;
    }
    return js_throw_type_error(ctx, "RegExp.prototype.%s getter called on non-RegExp object", name);
}

#define FLAG(function, bit, name)                                                                  \
    static bool function(js_ctx *ctx, const js_call *call, js_value *result)                       \
    {                                                                                              \
        return flag(ctx, call, bit, name, result);                                                 \
    }
FLAG(has_indices, JS_REGEXP_HAS_INDICES, "hasIndices")
FLAG(global, JS_REGEXP_GLOBAL, "global")
FLAG(ignore_case, JS_REGEXP_IGNORE_CASE, "ignoreCase")
FLAG(multiline, JS_REGEXP_MULTILINE, "multiline")
FLAG(dot_all, JS_REGEXP_DOT_ALL, "dotAll")
FLAG(unicode, JS_REGEXP_UNICODE, "unicode")
FLAG(unicode_sets, 0, "unicodeSets")
FLAG(sticky, JS_REGEXP_STICKY, "sticky")

/* 22.2.6.4 get RegExp.prototype.flags */
static bool flags(js_ctx *ctx, const js_call *call, js_value *result)
{
    static const struct {
        enum js_atom atom;
        char letter;
    } all[] = {{JS_ATOM_hasIndices, 'd'}, {JS_ATOM_global, 'g'},  {JS_ATOM_ignoreCase, 'i'},
               {JS_ATOM_multiline, 'm'},  {JS_ATOM_dotAll, 's'},  {JS_ATOM_unicode, 'u'},
               {JS_ATOM_unicodeSets, 'v'}, {JS_ATOM_sticky, 'y'}};
    JS_FRAME(ctx, f, value);
    char text[9];
    size_t n = 0;

    if (!js_is_object(*call->self))
        return js_throw_type_error(ctx, "RegExp.prototype.flags getter called on non-object %v", call->self);
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
        JS_TRY(js_get(ctx, call->self, &ctx->atoms[all[i].atom], &f.value));
        if (js_to_boolean_nogc(ctx, f.value))
            text[n++] = all[i].letter;
    }
    text[n] = '\0';
    return js_string_from_ascii_noscript(ctx, text, result);
}

/* 22.2.6.13.1 EscapeRegExpPattern: slashes outside classes, and line ends. */
static bool escape_pattern(js_ctx *ctx, const js_value *source, js_value *out)
{
    JS_STRING_BUILDER(ctx, b);
    JS_FRAME(ctx, f, source);
    struct js_units units;
    bool in_class = false, escaped = false;

    f.source = *source;
    JS_TRY(js_string_flatten_noscript(ctx, &f.source));
    units = js_string_units_nogc(ctx, f.source);
    if (units.length == 0)
        return js_string_from_ascii_noscript(ctx, "(?:)", out);
    for (uint32_t i = 0; i < units.length; i++) {
        const uint16_t unit = js_unit_at(&units, i);
        const char *replacement = unit == '\n'     ? "n"
                                  : unit == '\r'   ? "r"
                                  : unit == 0x2028 ? "u2028"
                                  : unit == 0x2029 ? "u2029"
                                                   : NULL;

        if (replacement) {
            if (!escaped)
                js_builder_unit_nogc(&b, '\\');
            js_builder_ascii_nogc(&b, replacement);
            escaped = false;
            continue;
        }
        if (!escaped && unit == '/' && !in_class)
            js_builder_unit_nogc(&b, '\\');
        if (!escaped && unit == '[')
            in_class = true;
        else if (!escaped && unit == ']')
            in_class = false;
        escaped = !escaped && unit == '\\';
        js_builder_unit_nogc(&b, unit);
    }
    return js_builder_finish_noscript(&b, out);
}

/* 22.2.6.13 get RegExp.prototype.source */
static bool source(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_FRAME(ctx, f, source);

    if (js_is_kind(*call->self, JS_KIND_REGEXP)) {
        f.source = js_field(ctx, &js_regexp_nogc(*call->self)->source);
        return escape_pattern(ctx, &f.source, result);
    }
    if (gc_same(*call->self, JS_INTRINSIC(ctx, regexp_prototype)))
        return js_string_from_ascii_noscript(ctx, "(?:)", result);
    return js_throw_type_error(ctx, "RegExp.prototype.source getter called on non-RegExp object");
}

/* ---- and methods ---- */

static bool this_regexp(js_ctx *ctx, const js_call *call, const char *method)
{
    return js_is_kind(*call->self, JS_KIND_REGEXP) ||
           js_throw_type_error(ctx, "Method RegExp.prototype.%s called on incompatible receiver %v", method,
                               call->self);
}

/* 22.2.6.2 RegExp.prototype.exec ( string ) */
static bool exec(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_FRAME(ctx, f, string);

    JS_TRY(this_regexp(ctx, call, "exec"));
    JS_TRY(js_to_string(ctx, js_arg(call, 0), &f.string));
    return js_regexp_builtin_exec(ctx, call->self, &f.string, result);
}

/* 22.2.6.16 RegExp.prototype.test ( S ) */
static bool test(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_FRAME(ctx, f, string, match);

    if (!js_is_object(*call->self))
        return js_throw_type_error(ctx, "Method RegExp.prototype.test called on incompatible receiver %v",
                                   call->self);
    JS_TRY(js_to_string(ctx, js_arg(call, 0), &f.string));
    JS_TRY(js_regexp_exec_any(ctx, call->self, &f.string, &f.match));
    *result = js_bool(!js_is_null(f.match));
    return true;
}

/* 22.2.6.17 RegExp.prototype.toString ( ) */
static bool to_string(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_FRAME(ctx, f, part);
    JS_STRING_BUILDER(ctx, b);

    if (!js_is_object(*call->self))
        return js_throw_type_error(ctx, "Method RegExp.prototype.toString called on incompatible receiver %v",
                                   call->self);
    js_builder_unit_nogc(&b, '/');
    JS_TRY(js_get(ctx, call->self, JS_ATOM(ctx, source), &f.part));
    JS_TRY(js_to_string(ctx, &f.part, &f.part));
    js_builder_string_nogc(&b, f.part);
    js_builder_unit_nogc(&b, '/');
    JS_TRY(js_get(ctx, call->self, JS_ATOM(ctx, flags), &f.part));
    JS_TRY(js_to_string(ctx, &f.part, &f.part));
    js_builder_string_nogc(&b, f.part);
    return js_builder_finish_noscript(&b, result);
}

/* B.2.4.1 RegExp.prototype.compile ( pattern, flags ) */
static bool compile(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_FRAME(ctx, f, pattern, flags);

    JS_TRY(this_regexp(ctx, call, "compile"));
    f.pattern = *js_arg(call, 0);
    f.flags = *js_arg(call, 1);
    if (js_is_kind(f.pattern, JS_KIND_REGEXP)) {
        if (!js_is_undefined(f.flags))
            return js_throw_type_error(ctx, "Invalid flags supplied to RegExp constructor");
        f.flags = js_field(ctx, &js_regexp_nogc(f.pattern)->flags);
        f.pattern = js_field(ctx, &js_regexp_nogc(f.pattern)->source);
    }
    JS_TRY(js_regexp_initialize(ctx, call->self, &f.pattern, &f.flags));
    *result = *call->self;
    return true;
}

JS_BUILTIN_TABLE(regexp_prototype) = {
    JS_METHOD("exec", exec, 1),
    JS_METHOD("test", test, 1),
    JS_METHOD("toString", to_string, 0),
    JS_METHOD("compile", compile, 2),
    JS_GETTER("dotAll", dot_all),
    JS_GETTER("flags", flags),
    JS_GETTER("global", global),
    JS_GETTER("hasIndices", has_indices),
    JS_GETTER("ignoreCase", ignore_case),
    JS_GETTER("multiline", multiline),
    JS_GETTER("source", source),
    JS_GETTER("sticky", sticky),
    JS_GETTER("unicode", unicode),
    JS_GETTER("unicodeSets", unicode_sets),
};
JS_BUILTIN_TABLE_END(regexp_prototype);
