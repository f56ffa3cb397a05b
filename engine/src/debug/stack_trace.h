/*
 * debug/stack_trace.h: which calls are in progress, as errors record it and people read it, in V8's format.
 */
#ifndef JS_STACK_TRACE_H
#define JS_STACK_TRACE_H

#include "vm/context.h"

/*
 * Captures the innermost Error.stackTraceLimit calls as a trace: *out is a js_tuple, or undefined where
 * Error.stackTraceLimit is no number.  Calls above and including *until (a function; NULL: none) are left out,
 * as Error.captureStackTrace does.  Runs no script.
 */
JS_MUST_CHECK bool js_capture_stack_noscript(js_ctx *ctx, const js_value *until, js_value *out);

/*
 * The text of a trace for *error: its header ("Error: message", by Error.prototype.toString), then a line per
 * frame.  Error.prepareStackTrace and the host may replace it.  Runs script.
 */
JS_MUST_CHECK bool js_format_stack(js_ctx *ctx, const js_value *error, const js_value *trace,
                                   js_value *out);

/* 20.5.3.4 Error.prototype.toString of any object (builtins/error.c). */
JS_MUST_CHECK bool js_error_to_string(js_ctx *ctx, const js_value *error, js_value *out);

/* Only the lines of a trace, each "\n    at f (file:1:2)".  Runs no script. */
JS_MUST_CHECK bool js_trace_to_string_noscript(js_ctx *ctx, const js_value *trace, js_value *out);

/* Where the innermost running bytecode is: its script (a js_script) and source offset; false if none runs. */
bool js_current_position_nogc(js_ctx *ctx, js_value *script, uint32_t *offset);

/* Prints the calls in progress on file, for fatal reports; touches the heap read-only and never fails. */
void js_print_stack_nogc(js_ctx *ctx, FILE *file);
/* A function's code by name, file, line and column, and a line's end: "f [file:1:2]". */
void js__print_place_nogc(js_ctx *ctx, FILE *file, js_value code, int32_t position);
/* The name of the constructor that a prototype names, or (anonymous). */
void js__print_constructor_nogc(FILE *file, js_ctx *ctx, js_value prototype);

#endif
