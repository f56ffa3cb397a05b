/*
 * builtins/json.h: JSON for C code: the runtime reads package.json, tools read their input.
 */
#ifndef JS_JSON_H
#define JS_JSON_H

#include "vm/context.h"

/* JSON.parse without a reviver: *text is a string.  Throws a SyntaxError in V8's words.  May collect, and run the host's interrupt. */
JS_MUST_CHECK bool js_json_parse(js_ctx *ctx, const js_value *text, js_value *result);

#endif
