/*
 * compile/compile.c: from a script's text to its code: parse, analyse, compile; errors as V8 words them.
 */
#include "compile/compiler.h"
#include "vm/state.h"

#include <stdio.h>
#include <string.h>

/* What parsing and compiling take from gc_malloc, roughly: 54 bytes a unit of dense code. */
enum { COMPILE_BYTES = 16 << 10, COMPILE_BYTES_A_UNIT = 64 };

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

bool js_script_new_static_noscript(js_ctx *ctx, const uint8_t *latin1, size_t length,
                                   const js_value *name, js_value *out)
{
    if (length > INT32_MAX || !gc_alloc_offheap(ctx->heap, JS_KIND_SCRIPT, sizeof(struct js_script), out))
        return js_throw_out_of_memory(ctx);
    struct js_script *script = gc_to_cell(*out);

    script->length = (uint32_t)length;
    script->latin1 = (uint8_t *)(uintptr_t)latin1;
    script->is_static = 1;
    gc_write(ctx->heap, script, &script->name, gc_slot_of(ctx->heap, *name));
    gc_write(ctx->heap, script, &script->referrer, JS_SLOT_UNDEFINED);
    return true;
}

/* `file:line`, the line, and carets below what is at fault, as V8 shows them above an uncaught error. */
static bool arrow_message(js_ctx *ctx, const js_value *script, const struct js_source_text *text,
                          uint32_t offset, uint32_t length, js_value *out)
{
    const struct js_source_place place = js_source_place(text, offset);
    const uint32_t start = offset - (place.column - 1);
    char number[16];
    uint32_t end = start;
    JS_STRING_BUILDER(ctx, b);

    snprintf(number, sizeof number, ":%u\n",
             place.line + ((const struct js_script *)gc_to_cell(*script))->line_offset);
    js_builder_string_nogc(&b, js_field(ctx, &((const struct js_script *)gc_to_cell(*script))->name));
    js_builder_ascii_nogc(&b, number);
    while (end < text->length && js_source_unit(text, end) != '\n' && js_source_unit(text, end) != '\r')
        js_builder_unit_nogc(&b, js_source_unit(text, end++));
    js_builder_unit_nogc(&b, '\n');
    for (uint32_t i = start; i < offset; i++)
        js_builder_unit_nogc(&b, js_source_unit(text, i) == '\t' ? '\t' : ' ');
    for (uint32_t i = 0; i == 0 || (i < length && offset + i < end); i++)
        js_builder_unit_nogc(&b, '^');
    js_builder_ascii_nogc(&b, "\n");
    return js_builder_finish_noscript(&b, out);
}

/* The place of the error goes along in a private property, for the host to show. */
static bool throw_syntax_error(js_ctx *ctx, const js_value *script, const struct js_source_text *text,
                               uint32_t offset, uint32_t length, const char *message)
{
    JS_FRAME(ctx, f, error, arrow);
    JS_DESCRIPTOR(ctx, d);
    bool ok;

    JS_TRY(arrow_message(ctx, script, text, offset > text->length ? text->length : offset, length, &f.arrow));
    js_throw_syntax_error(ctx, "%s", message);
    f.error = ctx->exception;
    if (js_is_kind(f.error, JS_KIND_ERROR)) {
        ctx->exception = GC_EMPTY;
        d.value = f.arrow;
        d.flags = JS_HAS_VALUE | JS_HAS_WRITABLE | JS_WRITABLE | JS_HAS_CONFIGURABLE | JS_HAS_ENUMERABLE;
        JS_TRY(js_ordinary_define_private(ctx, &f.error, JS_ATOM(ctx, arrow_message), &d, &ok));
        ctx->exception = f.error;
    }
    return false;
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
        return js_throw_error(ctx, JS_INTRINSIC_error_prototype, "ES modules are not supported");
    if (js__compile_function(&c, NULL, parse->program, NULL, out))
        return true;
    if (c.refused && !c.failed)
        return throw_syntax_error(ctx, script, text, c.refused_at, 1, c.refused);
    return false;
}

static size_t compile_bytes_nogc(js_value script)
{
    const struct js_script *cell = gc_to_cell(script);

    return COMPILE_BYTES + COMPILE_BYTES_A_UNIT * (size_t)cell->length;
}

bool js_compile_noscript(js_ctx *ctx, const js_value *script, const struct js_compile_options *options,
                         js_value *out)
{
    gc_prepare_malloc(ctx->heap, compile_bytes_nogc(*script));

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
        .check_regexp = js_parse_check_regexp_default,
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
    if (ok && ctx->state->dump_bytecode && !((const struct js_script *)gc_to_cell(*script))->is_static)
        js_disassemble(ctx, out, stdout);
    return ok;
}
