/*
 * interp/sites.h: allocation sites: instructions, by the address of their code, which never moves.
 *
 * The heap samples what they allocate (gc/sites.h).  Those that it wants pretenured stand in a table of ctx, each at the
 * one place that its address gives: the interpreter looks there before an instruction that allocates, with one load and
 * one comparison.  A site that another one drives out allocates young again.  An instruction's site is also that of
 * what native functions allocate that it calls, but not of what script does that they call.
 */
#ifndef JS_SITES_H
#define JS_SITES_H

#include "vm/context.h"

GC_INLINE unsigned js__site_place(const uint16_t *pc)
{
    return (unsigned)((uintptr_t)pc / sizeof *pc % JS_PRETENURED_SITES);
}

/* Whether the instruction at pc is to allocate old cells. */
GC_INLINE bool js_is_pretenured_nogc(const js_ctx *ctx, const uint16_t *pc)
{
    return ctx->pretenured[js__site_place(pc)] == pc;
}

/* gc_config's callbacks. */
uintptr_t js__allocation_site_nogc(void *client);
void js__site_changed_nogc(void *client, uintptr_t site, bool pretenured);

#endif
