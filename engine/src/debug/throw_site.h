/* debug/throw_site.h: see throw_site.c; the public half is js_throw_site_noscript (js/object.h). */
#ifndef JS_THROW_SITE_H
#define JS_THROW_SITE_H

#include "vm/context.h"

/* Notes the innermost running bytecode's place as that of the pending exception. */
GC_COLD void js__note_throw_nogc(js_ctx *ctx);
/* What was noted belongs to `caught`, which the program has caught. */
GC_COLD void js__forget_throw_nogc(js_ctx *ctx, js_value caught);

#endif
