/*
 * compile/emit.h: what bytecode looks like, and the way from source text to js_code.
 */
#ifndef JS_COMPILE_EMIT_H
#define JS_COMPILE_EMIT_H

#include "object/function.h"
#include "parse/parser.h"

#define JS_CACHE_SLOTS 4u

enum js_opcode {
#define OP(name, operands, flags, effect) JS_OP_##name,
#include "compile/opcodes.def"
#undef OP
    JS_OPCODE_COUNT
};

/*
 * The source offset that an error at instruction pc (a pointer into bytecode->code) points at;
 * UINT32_MAX where there is none.
 */
uint32_t js_code_position_nogc(const struct js_bytecode *bytecode, const uint16_t *pc);

struct js_compile_options {
    enum js_parse_goal goal;
    bool strict;                        /* the code is strict whatever it says */
    const struct js_eval_context *eval; /* JS_PARSE_EVAL */
    bool eval_has_scope;                /* direct eval: register 0 of the code holds the scope object */
    uint32_t function_paren, function_brace; /* JS_PARSE_FUNCTION */
    bool allow_return, allow_top_level_await;
};

/*
 * Parses and compiles the text of *script (a js_script).  *out is a js_code: of a script, eval or module, or
 * for JS_PARSE_FUNCTION of a script that returns the function.  A syntax error is thrown as a SyntaxError
 * whose stack begins as V8's (file:line, the line, carets); too deep nesting as a RangeError.
 *
 * A script's or eval's completion value is what it returns.
 */
JS_MUST_CHECK bool js_compile_noscript(js_ctx *ctx, const js_value *script,
                                       const struct js_compile_options *options, js_value *out);

/* Makes a js_script; text is copied.  name: a string. */
JS_MUST_CHECK bool js_script_new_noscript(js_ctx *ctx, const struct js_source_text *text,
                                          const js_value *name, js_value *out);

/* The same of Latin-1 text that lives as long as the process, which is not copied. */
JS_MUST_CHECK bool js_script_new_static_noscript(js_ctx *ctx, const uint8_t *latin1, size_t length,
                                                 const js_value *name, js_value *out);

/* Checks code before it is run the first time: targets, registers, constants in range.  For fuzzing and checked builds. */
bool js_bytecode_verify_nogc(js_ctx *ctx, const struct js_bytecode *bytecode, uint32_t constants,
                             const char **what);
/* Prints code and its children on file. */
void js_disassemble(js_ctx *ctx, const js_value *code, FILE *file);

#endif
