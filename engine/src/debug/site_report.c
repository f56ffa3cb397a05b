/*
 * debug/site_report.c: which allocation sites filled the heap, for the report of a program that dies of it.  The heap
 * has figures by instruction (gc/sites.h); the function of each is found among all code cells.  Reads the heap only.
 */
#include "debug/stack_trace.h"
#include "compile/emit.h"
#include "gc/debug.h"
#include "js/object.h"
#include "object/function.h"

enum { SHOWN = 10 };

struct sites {
    struct gc_site_figures figures[SHOWN];
    const struct js_code *codes[SHOWN];
    size_t count;
};

static const uint16_t *instruction_of(const struct gc_site_figures *figures)
{
    return (const uint16_t *)figures->site;
}

static double growth(const struct gc_site_figures *figures)
{
    return figures->live_bytes > figures->before_bytes ? (double)(figures->live_bytes - figures->before_bytes) : 0;
}

static void note_code(void *arg, void *cell, size_t bytes)
{
    struct sites *sites = arg;
    const struct js_code *code = cell;

    (void)bytes;
    if (gc_kind_of(cell) != JS_KIND_CODE || !code->bytecode)
        return;
    for (size_t i = 0; i < sites->count; i++) {
        const uint16_t *pc = instruction_of(&sites->figures[i]);

        if (pc >= code->bytecode->code && pc < code->bytecode->code + code->bytecode->code_units)
            sites->codes[i] = code;
    }
}

void js_print_sites_nogc(js_ctx *ctx, FILE *file)
{
    struct sites sites = {.count = 0};
    double grown = 0;

    sites.count = gc_allocation_sites(ctx->heap, sites.figures, SHOWN, NULL, NULL);
    for (size_t i = 0; i < sites.count; i++)
        grown += growth(&sites.figures[i]);
    if (grown == 0)
        return;
    gc_walk_nogc(ctx->heap, note_code, &sites);
    fputs("\n<--- Allocation sites that grew: bytes alive by samples, share of the growth, function --->\n\n", file);
    for (size_t i = 0; i < sites.count; i++) {
        const struct gc_site_figures *figures = &sites.figures[i];

        if (sites.codes[i] == NULL || growth(figures) == 0)
            continue;
        fprintf(file, "%12zu bytes %8.0f %%  ", figures->live_bytes,
                growth(figures) * 100.0 / grown);
        js__print_place_nogc(ctx, file, gc_from_cell((void *)(uintptr_t)sites.codes[i]),
                             (int32_t)js_code_position_nogc(sites.codes[i]->bytecode, instruction_of(figures)));
    }
}
