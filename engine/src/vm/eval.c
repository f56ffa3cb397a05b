/*
 * vm/eval.c: see eval.h.  Direct eval runs its code as a function whose first register is the scope object at the
 * call; what the code may mention of its surroundings is in the flags of the call's site.
 */
#include "vm/eval.h"
#include "js/js.h"
#include "interp/interp.h"
#include "object/scope.h"
#include "object/symbol.h"

#include <string.h>

bool js_script_from_string_noscript(js_ctx *ctx, const js_value *source, const js_value *name, js_value *out)
{
    JS_FRAME(ctx, f, source);
    struct js_units units;
    void *copy = NULL;
    size_t bytes;

    f.source = *source;
    JS_TRY(js_string_flatten_noscript(ctx, &f.source));
    units = js_string_units_nogc(ctx, f.source);
    /* The units move with their cell: they are copied before the script cell is made. */
    bytes = units.utf16 ? (size_t)units.length * 2 : units.length;
    copy = gc_malloc(ctx->heap, bytes);
    if (!copy)
        return js_throw_out_of_memory(ctx);
    if (bytes)
        memcpy(copy, units.utf16 ? (const void *)units.utf16 : (const void *)units.latin1, bytes);
    const struct js_source_text text = {units.utf16 ? NULL : copy, units.utf16 ? copy : NULL, units.length};
    const bool ok = js_script_new_noscript(ctx, &text, name, out);

    gc_free(ctx->heap, copy, bytes);
    return ok;
}

bool js_run_code(js_ctx *ctx, const js_value *code, const js_value *self, const js_value *args, uint32_t argc,
                 js_value *out)
{
    JS_FRAME(ctx, f, feedback, function);

    JS_TRY(js_feedback_new_noscript(ctx, code, &f.feedback));
    JS_TRY(js_function_new_noscript(ctx, &f.feedback, &f.function));
    return js_call_function(ctx, &f.function, self, args, argc, out);
}

static bool compile_and_run(js_ctx *ctx, const js_value *source, const js_value *name,
                            const struct js_compile_options *options, const js_value *scope, js_value *out)
{
    JS_FRAME(ctx, f, script, code, self);

    JS_TRY(js_script_from_string_noscript(ctx, source, name, &f.script));
    JS_TRY(js_compile_noscript(ctx, &f.script, options, &f.code));
    f.self = JS_INTRINSIC(ctx, global_this);
    return js_run_code(ctx, &f.code, &f.self, scope, scope ? 1 : 0, out);
}

bool js_run_script(js_ctx *ctx, const js_value *source, const js_value *name, bool strict, js_value *out)
{
    const struct js_compile_options options = {.goal = JS_PARSE_SCRIPT, .strict = strict};

    return compile_and_run(ctx, source, name, &options, NULL, out);
}

bool js_eval_script(js_ctx *ctx, const struct js_text *text, const char *filename, js_value *result)
{
    JS_FRAME(ctx, f, source, name);

    JS_TRY(js_text_to_string(ctx, text, &f.source));
    JS_TRY(js_string_from_utf8_noscript(ctx, filename, strlen(filename), &f.name));
    return js_run_script(ctx, &f.source, &f.name, false, result);
}

/* ---- eval ---- */

static bool eval_name(js_ctx *ctx, js_value *out)
{
    return js_intern_ascii_noscript(ctx, "<anonymous>", out);
}

bool js_indirect_eval(js_ctx *ctx, const js_value *source, js_value *out)
{
    const struct js_eval_context context = {.direct = false};
    const struct js_compile_options options = {.goal = JS_PARSE_EVAL, .eval = &context};
    JS_FRAME(ctx, f, name);

    if (!js_is_string(*source)) {
        *out = *source;
        return true;
    }
    JS_TRY(eval_name(ctx, &f.name));
    return compile_and_run(ctx, source, &f.name, &options, NULL, out);
}

/* The private names that the scopes around a direct eval declare, as texts that stay put. */
struct private_names {
    struct js_source_text texts[256];
    uint16_t units[4096];
    uint32_t count, used;
};

static bool add_private_name(js_ctx *ctx, struct private_names *names, const js_value *key)
{
    struct js_units units;

    JS_TRY(js_string_flatten_noscript(ctx, key));
    units = js_string_units_nogc(ctx, *key);
    if (units.length < 2 || js_unit_at(&units, 0) != '#')
        return true;
    if (names->count == 256 || names->used + units.length > 4096)
        return js_throw_range_error(ctx, "Too many private names around eval");
    for (uint32_t i = 0; i < units.length; i++)
        names->units[names->used + i] = js_unit_at(&units, i);
    names->texts[names->count++] =
        (struct js_source_text){NULL, names->units + names->used, units.length};
    names->used += units.length;
    return true;
}

static bool collect_private_names(js_ctx *ctx, const js_value *scope, struct private_names *names)
{
    JS_FRAME(ctx, f, scope, object, key);

    for (f.scope = *scope; js_is_kind(f.scope, JS_KIND_SCOPE);) {
        JS_VEC(ctx, keys);
        const struct js_scope *cell = gc_to_cell(f.scope);

        f.object = js_field(ctx, &cell->object);
        if (!cell->is_with) {
            JS_TRY(js_ordinary_own_keys(ctx, &f.object, &keys));
            for (uint32_t i = 0; i < keys.count; i++) {
                f.key = js_vec_get_nogc(ctx, &keys, i);
                if (js_is_string(f.key))
                    JS_TRY(add_private_name(ctx, names, &f.key));
            }
        }
        f.scope = js_field(ctx, &((const struct js_scope *)gc_to_cell(f.scope))->parent);
    }
    return true;
}

enum { SITE_STRICT = 1, SITE_NEW_TARGET = 2, SITE_SUPER_MEMBER = 4, SITE_SUPER_CALL = 8, SITE_FIELD = 16 };

bool js_op_direct_eval(js_ctx *ctx, const js_value *source, const js_value *scope, unsigned site,
                       js_value *out)
{
    JS_FRAME(ctx, f, name, scope);
    struct private_names *names;
    bool ok;

    if (!js_is_string(*source)) {
        *out = *source;
        return true;
    }
    JS_TRY(js_check_stack(ctx));
    names = gc_malloc(ctx->heap, sizeof *names);
    if (!names)
        return js_throw_out_of_memory(ctx);
    names->count = names->used = 0;
    f.scope = *scope;
    ok = collect_private_names(ctx, &f.scope, names) && eval_name(ctx, &f.name);
    if (ok) {
        const struct js_eval_context context = {
            .direct = true,
            .allow_new_target = (site & SITE_NEW_TARGET) != 0,
            .allow_super_member = (site & SITE_SUPER_MEMBER) != 0,
            .allow_super_call = (site & SITE_SUPER_CALL) != 0,
            .in_class_field_init = (site & SITE_FIELD) != 0,
            .in_function = !js_is_undefined(f.scope),
            .private_names = names->texts,
            .private_name_count = names->count,
        };
        const struct js_compile_options options = {.goal = JS_PARSE_EVAL,
                                                   .strict = (site & SITE_STRICT) != 0,
                                                   .eval = &context,
                                                   .eval_has_scope = true};

        ok = compile_and_run(ctx, source, &f.name, &options, &f.scope, out);
    }
    gc_free(ctx->heap, names, sizeof *names);
    return ok;
}

/* ---- CommonJS ---- */

bool js_compile_wrapper(js_ctx *ctx, const js_value *source, const js_value *name,
                        const struct js_vec *parameters, int32_t line_offset, js_value *out)
{
    JS_FRAME(ctx, f, text, script, code, self, part);
    struct js_compile_options options = {.goal = JS_PARSE_FUNCTION};
    JS_STRING_BUILDER(ctx, b);

    js_builder_ascii_nogc(&b, "function (");
    for (uint32_t i = 0; i < parameters->count; i++) {
        if (i)
            js_builder_ascii_nogc(&b, ",");
        f.part = js_vec_get_nogc(ctx, parameters, i);
        js_builder_string_nogc(&b, f.part);
    }
    js_builder_ascii_nogc(&b, "\n) {\n"); /* the body begins in line 3 */
    options.function_paren = (uint32_t)b.length - 4;
    options.function_brace = (uint32_t)b.length - 2;
    js_builder_string_nogc(&b, *source);
    js_builder_ascii_nogc(&b, "\n}");
    JS_TRY(js_builder_finish_noscript(&b, &f.text));
    JS_TRY(js_script_from_string_noscript(ctx, &f.text, name, &f.script));
    ((struct js_script *)gc_to_cell(f.script))->line_offset = (uint32_t)(line_offset - 2);
    JS_TRY(js_compile_noscript(ctx, &f.script, &options, &f.code));
    f.self = JS_INTRINSIC(ctx, global_this);
    return js_run_code(ctx, &f.code, &f.self, NULL, 0, out);
}
