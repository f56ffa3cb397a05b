/* bindings/process.h: the parts of internalBinding('process_methods'). */
#ifndef RT_PROCESS_H
#define RT_PROCESS_H

#include "runtime.h"

/* Adds the data properties (process_data.c). */
JS_MUST_CHECK bool rt__process_init(js_ctx *ctx, const js_value *object);

/* watchSignal(number, callback), unwatchSignal(number): signals.c */
bool rt__watch_signal(js_ctx *ctx, const js_call *call, js_value *result);
bool rt__unwatch_signal(js_ctx *ctx, const js_call *call, js_value *result);

#endif
