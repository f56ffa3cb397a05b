/*
 * compile/compile.c: from a script's text to its code: parse, analyse, compile; errors as V8 words them.
 */
#include "compile/compiler.h"
#include "regexp/regexp.h"

#include <stdio.h>
#include <string.h>

bool js_script_new_noscript(js_ctx *ctx, const struct js_source_text *text, const js_value *name,
                            js_value *out)
{
    const size_t bytes = text->utf16 ? (size_t)text->length * 2 : text->length;
    void *copy = gc_malloc(ctx->heap, bytes);

    if (!copy)
        return js_throw_out_of_memory(ctx);
    if (bytes)
        memcpy(copy, text->utf16 ? (const void *)text->utf16 : (const void *)text->latin1, bytes);
    if (!gc_alloc_offheap(ctx->heap, JS_KIND_SCRIPT, sizeof(struct js_script), out)) {
        gc_free(ctx->heap, copy, bytes);
        return js_throw_out_of_memory(ctx);
    }
    struct js_script *script = gc_to_cell(*out);

    script->length = text->length;
    if (text->utf16)
        script->utf16 = copy;
    else
        script->latin1 = copy;
    gc_write(ctx->heap, script, &script->name, gc_slot_of(ctx->heap, *name));
    gc_write(ctx->heap, script, &script->referrer, JS_SLOT_UNDEFINED);
    return true;
}

static bool check_regexp(void *arg, const struct js_source_text *pattern, const struct js_source_text *flags,
                         const char **message)
{
    (void)arg;
    return js_regexp_check_literal(pattern->latin1, pattern->utf16, pattern->length, flags->latin1,
                                   flags->utf16, flags->length, message);
}

/* The file, line and column of a syntax error, for the error's stack; then throws it. */
static bool throw_syntax_error(js_ctx *ctx, const js_value *script, const struct js_source_text *text,
                               uint32_t offset, uint32_t length, const char *message)
{
    return js_throw_syntax_error_at(ctx, script, text, offset, length, message);
}

static bool throw_parse_error(js_ctx *ctx, const js_value *script, const struct js_source_text *text,
                              const struct js_parse_error *error)
{
    switch (error->kind) {
    case JS_PARSE_OUT_OF_MEMORY: return js_throw_out_of_memory(ctx);
    case JS_PARSE_TOO_DEEP: return js_throw_stack_overflow(ctx);
    default: return throw_syntax_error(ctx, script, text, error->offset, error->length, error->message);
    }
}

static bool compile_program(js_ctx *ctx, const js_value *script, const struct js_compile_options *options,
                            struct js_parse_result *parse, const struct js_source_text *text, js_value *out)
{
    JS_VEC(ctx, atoms);
    struct compiler c = {.ctx = ctx,
                         .script = script,
                         .parse = parse,
                         .text = *text,
                         .atoms = &atoms,
                         .options = options};

    if (options->goal == JS_PARSE_MODULE)
        return throw_syntax_error(ctx, script, text, 0, 0, "ES modules are not supported");
    if (js__compile_function(&c, NULL, parse->program, NULL, out))
        return true;
    if (c.refused && !c.failed)
        return throw_syntax_error(ctx, script, text, c.refused_at, 1, c.refused);
    return false;
}

bool js_compile_noscript(js_ctx *ctx, const js_value *script, const struct js_compile_options *options,
                         js_value *out)
{
    const struct js_script *cell = gc_to_cell(*script);
    const struct js_source_text text = {cell->latin1, cell->utf16, cell->length};
    struct js_parse_options parse_options = {
        .heap = ctx->heap,
        .goal = options->goal,
        .strict = options->strict,
        .allow_return = options->allow_return,
        .allow_top_level_await = options->allow_top_level_await,
        .stack_limit = ctx->c_stack_limit,
        .function_paren = options->function_paren,
        .function_brace = options->function_brace,
        .check_regexp = check_regexp,
        .check_regexp_arg = ctx,
    };
    struct js_parse_result parse;
    bool ok;

    if (options->eval)
        parse_options.eval = *options->eval;
    /* The text lies outside the heap, and the script is rooted: it stays where it is. */
    if (js_parse(&text, &parse_options, &parse))
        ok = compile_program(ctx, script, options, &parse, &text, out);
    else
        ok = throw_parse_error(ctx, script, &text, &parse.error);
    js_parse_free(&parse);
    return ok;
}
