/*
 * interp/sites.c: which instruction allocates, and which ones allocate old cells.
 */
#include "interp/sites.h"

/* The innermost instruction in progress. */
uintptr_t js__allocation_site_nogc(void *client)
{
    const js_ctx *ctx = client;

    for (const struct js_activation *a = ctx->activation; a != NULL; a = a->prev)
        if (a->pc != NULL)
            return (uintptr_t)a->pc;
    return 0;
}

void js__site_changed_nogc(void *client, uintptr_t site, bool pretenured)
{
    js_ctx *ctx = client;
    const uint16_t *pc = (const uint16_t *)site;
    const uint16_t **place = &ctx->pretenured[js__site_place(pc)];

    if (pretenured)
        *place = pc;
    else if (*place == pc)
        *place = NULL;
}
