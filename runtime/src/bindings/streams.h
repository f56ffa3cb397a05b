/* bindings/streams.h: reading standard input (stdio_read.c). */
#ifndef RT_STREAMS_H
#define RT_STREAMS_H

#include "runtime.h"

bool rt__read_start(js_ctx *ctx, const js_call *call, js_value *result);
bool rt__read_stop(js_ctx *ctx, const js_call *call, js_value *result);
bool rt__set_raw_mode(js_ctx *ctx, const js_call *call, js_value *result);

#endif
