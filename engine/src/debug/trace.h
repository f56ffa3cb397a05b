/* debug/trace.h: the frames of a captured trace, for stack_trace.c and call_site.c. */
#ifndef JS_TRACE_H
#define JS_TRACE_H

#include "debug/stack_trace.h"
#include "object/function.h"
#include "object/string.h"

enum js__trace_flags { JS__TRACE_CONSTRUCT = 1, JS__TRACE_TOPLEVEL = 2 };

/* A trace is a js_tuple: the number of frames, then these four slots of each. */
enum js__trace_slot {
    JS__TRACE_WHAT,     /* a js_code; an integer that names a native function; or a native's own name */
    JS__TRACE_TYPE,     /* name of the receiver's constructor, or undefined */
    JS__TRACE_POSITION, /* source offset, or -1 */
    JS__TRACE_FLAGS,
    JS__TRACE_SLOTS
};

struct js__trace_frame {
    js_value what, type;
    int32_t position;
    unsigned flags;
};

uint32_t js__trace_count_nogc(js_value trace);
/* Raw values: valid to the next safepoint. */
struct js__trace_frame js__trace_frame_nogc(const js_ctx *ctx, js_value trace, uint32_t i);

/* The script of a frame, or NULL of a native function. */
const struct js_script *js__trace_script_nogc(const js_ctx *ctx, const struct js__trace_frame *frame);
/* Line and column, from 1; false where there are none. */
bool js__trace_place_nogc(const js_ctx *ctx, const struct js__trace_frame *frame, uint32_t *line,
                          uint32_t *column);
/* Append the function's name (whether it has one), and the frame as a line of a trace shows it. */
bool js__trace_show_name_nogc(struct js_string_builder *b, const struct js__trace_frame *frame);
void js__trace_show_frame_nogc(struct js_string_builder *b, const struct js__trace_frame *frame);

/* An array of CallSite objects for Error.prepareStackTrace (call_site.c). */
JS_MUST_CHECK bool js__call_sites_noscript(js_ctx *ctx, const js_value *trace, js_value *out);

#endif
