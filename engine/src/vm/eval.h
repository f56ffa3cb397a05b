/*
 * vm/eval.h: running source text: scripts, eval, the Function constructor.
 */
#ifndef JS_EVAL_H
#define JS_EVAL_H

#include "compile/emit.h"

/* A script cell of a string's text; name: a string. */
JS_MUST_CHECK bool js_script_from_string_noscript(js_ctx *ctx, const js_value *source, const js_value *name,
                                                  js_value *out);
/* Runs compiled top-level code in the current realm; args: what its parameters get (direct eval's scope). */
JS_MUST_CHECK bool js_run_code(js_ctx *ctx, const js_value *code, const js_value *self, const js_value *args,
                               uint32_t argc, js_value *out);
/* Compiles and runs a script in the current realm. */
JS_MUST_CHECK bool js_run_script(js_ctx *ctx, const js_value *source, const js_value *name, bool strict,
                                 js_value *out);
/* 19.2.1.1 PerformEval, indirect. */
JS_MUST_CHECK bool js_indirect_eval(js_ctx *ctx, const js_value *source, js_value *out);
/*
 * Compiles source as the body of a function with the named parameters (strings in a vector): what CommonJS
 * modules are wrapped in.  name: the file's.
 */
JS_MUST_CHECK bool js_compile_wrapper(js_ctx *ctx, const js_value *source, const js_value *name,
                                      const struct js_vec *parameters, int32_t line_offset,
                                      js_value *out);

#endif
