/*
 * builtins/regexp.h: regular expression objects for the engine itself (22.2).
 */
#ifndef JS_BUILTIN_REGEXP_H
#define JS_BUILTIN_REGEXP_H

#include "object/regexp_object.h"
#include "ops/ops.h"

/* 22.2.3.2 RegExpAlloc */
JS_MUST_CHECK bool js_regexp_alloc(js_ctx *ctx, const js_value *new_target, js_value *out);
/* 22.2.3.3 RegExpInitialize */
JS_MUST_CHECK bool js_regexp_initialize(js_ctx *ctx, const js_value *regexp, const js_value *pattern,
                                        const js_value *flags);
/* 22.2.3.1 RegExpCreate */
JS_MUST_CHECK bool js_regexp_create(js_ctx *ctx, const js_value *pattern, const js_value *flags, js_value *out);
/* 22.2.7.1 RegExpExec: *out is the result object or null. */
JS_MUST_CHECK bool js_regexp_exec_any(js_ctx *ctx, const js_value *regexp, const js_value *string,
                                      js_value *out);
/* 22.2.7.2 RegExpBuiltinExec */
JS_MUST_CHECK bool js_regexp_builtin_exec(js_ctx *ctx, const js_value *regexp, const js_value *string,
                                          js_value *out);

/* Begin and end of each group, -1 where it took no part; few of them without malloc. */
struct js_captures {
    js_ctx *ctx;
    int32_t *positions;
    uint32_t count;
    int32_t few[32];
};
void js__captures_leave(struct js_captures *captures);
#define JS_CAPTURES(ctx_, c) struct js_captures c GC_CLEANUP(js__captures_leave) = {.ctx = (ctx_)}
/* Runs the matcher on flat *string from index; *matched tells; touches lastIndex not. */
JS_MUST_CHECK bool js_regexp_match(js_ctx *ctx, const js_value *regexp, const js_value *string,
                                   uint32_t index, struct js_captures *captures, bool *matched);

/* Whether regexp.exec is the built-in one, so that matching needs no result objects; runs getters. */
JS_MUST_CHECK bool js_regexp_has_builtin_exec(js_ctx *ctx, const js_value *regexp, bool *out);
/* Reads, sets lastIndex (Set with throw). */
JS_MUST_CHECK bool js_regexp_get_last_index(js_ctx *ctx, const js_value *regexp, double *out);
JS_MUST_CHECK bool js_regexp_set_last_index(js_ctx *ctx, const js_value *regexp, double index);

#endif
