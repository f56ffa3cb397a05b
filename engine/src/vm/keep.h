/* vm/keep.h: what a job looked at through a WeakRef stays alive until the job ends (9.10). */
#ifndef JS_KEEP_H
#define JS_KEEP_H

#include "vm/context.h"

/* AddToKeptObjects. */
JS_MUST_CHECK bool js_keep_alive_noscript(js_ctx *ctx, const js_value *target);

#endif
