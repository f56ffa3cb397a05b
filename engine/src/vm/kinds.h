/* vm/kinds.h: the numbers of the cells' kinds, from kinds.def. */
#ifndef JS_KINDS_H
#define JS_KINDS_H

#include "gc/layout.h"
#include "gc/slot.h"

enum js_kind {
    JS_KIND__BEFORE = GC_KIND_FIRST_CLIENT - 1,
#define KIND(NAME, name) JS_KIND_##NAME,
#include "vm/kinds.def"
#undef KIND
    JS_KIND_COUNT,
    JS_KIND_FIRST_STRING = JS_KIND_LATIN1,
    JS_KIND_LAST_STRING = JS_KIND_SLICE,
    JS_KIND_FIRST_OBJECT = JS_KIND_OBJECT,
};

/* The descriptors by number, for gc_config (object/kinds.c). */
extern const struct gc_kind *const js_kinds[JS_KIND_COUNT];

#endif
