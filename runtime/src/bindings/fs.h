/* bindings/fs.h: the constants of fs (fs_constants.c), apart from its calls (fs.c). */
#ifndef RT_FS_H
#define RT_FS_H

#include "runtime.h"

/* Adds `constants` to the binding. */
JS_MUST_CHECK bool rt__fs_init(js_ctx *ctx, const js_value *object);

#endif
