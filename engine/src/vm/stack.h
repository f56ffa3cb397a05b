/* vm/stack.h: the stacks of an isolate: values, control frames, and the bound of the C stack. */
#ifndef JS_STACK_H
#define JS_STACK_H

#include "vm/context.h"

#define JS_STACK_BYTES_DEFAULT (984u << 10) /* as V8's --stack-size */

/* 0 means the default, or all there is.  For vm/context.c. */
JS_MUST_CHECK bool js__stacks_init(js_ctx *ctx, size_t stack_bytes, size_t c_stack_bytes);
void js__stacks_free(js_ctx *ctx);

#endif
