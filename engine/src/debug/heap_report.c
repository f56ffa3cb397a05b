/*
 * debug/heap_report.c: what the heap is full of, for the report of a program that dies of it: objects by their
 * constructor, other cells by kind, and the largest blocks outside.  Reads the heap only; its tables are static, so
 * that it works when there is no memory at all.  One thread at a time dies.
 */
#include "debug/stack_trace.h"
#include "gc/debug.h"
#include "js/object.h"
#include "object/object.h"
#include "object/shape.h"
#include "vm/context.h"
#include "vm/kinds.h"

#include <stdlib.h>
#include <string.h>

enum { GROUPS = 1024, SHOWN = 10, BLOCKS = 5 };

/* Cells of one kind, or objects of one prototype; an object's properties and elements are cells of their own. */
struct group {
    const void *prototype; /* NULL: the kind alone counts */
    const char *kind;      /* NULL: an empty place */
    size_t cells, bytes;
};

struct block {
    const char *kind;
    size_t bytes;
};

static struct {
    js_ctx *ctx;
    size_t other_cells, other_bytes; /* where the table is full */
    struct group groups[GROUPS];
    struct block blocks[BLOCKS]; /* the largest first */
} report;

_Static_assert(sizeof report <= 64u << 10, "static memory is bounded");

static struct group *find_group(const void *prototype, const char *kind)
{
    size_t i = ((uintptr_t)prototype / 8 * 31 + (uintptr_t)kind / 8) % GROUPS;

    for (unsigned tries = 0; tries < 64; tries++, i = (i + 1) % GROUPS) {
        struct group *group = &report.groups[i];

        if (group->kind == NULL)
            *group = (struct group){.prototype = prototype, .kind = kind};
        if (group->kind == kind && group->prototype == prototype)
            return group;
    }
    return NULL;
}

static void note_block(const char *kind, size_t bytes)
{
    unsigned at = BLOCKS;

    while (at > 0 && report.blocks[at - 1].bytes < bytes)
        at--;
    if (at == BLOCKS)
        return;
    memmove(&report.blocks[at + 1], &report.blocks[at], (BLOCKS - 1 - at) * sizeof report.blocks[0]);
    report.blocks[at] = (struct block){kind, bytes};
}

static void note_cell(void *arg, void *cell, size_t bytes)
{
    const js_ctx *ctx = report.ctx;
    const struct gc_kind *kind = js_kinds[gc_kind_of(cell)];
    const void *prototype = NULL;
    struct group *group;

    (void)arg;
    if (kind == NULL)
        return;
    if (kind->offheap_bytes != NULL)
        note_block(kind->name, kind->offheap_bytes(cell));
    if (js_is_object(gc_from_cell(cell)) && gc_slot_is_cell(js_shape_of_nogc(ctx, gc_from_cell(cell))->prototype))
        prototype = gc_slot_to_cell(ctx->heap, js_shape_of_nogc(ctx, gc_from_cell(cell))->prototype);
    group = find_group(prototype, kind->name);
    if (group == NULL) {
        report.other_cells++;
        report.other_bytes += bytes;
        return;
    }
    group->cells++;
    group->bytes += bytes;
}

static int by_bytes(const void *a, const void *b)
{
    const struct group *left = a, *right = b;

    return left->bytes < right->bytes ? 1 : -(left->bytes > right->bytes);
}

static void print_group(FILE *file, const struct group *group)
{
    fprintf(file, "%12zu bytes %10zu  %s", group->bytes, group->cells, group->kind);
    if (group->prototype != NULL) {
        fputs(" ", file);
        js__print_constructor_nogc(file, report.ctx, gc_from_cell((void *)(uintptr_t)group->prototype));
    }
    putc('\n', file);
}

void js_print_heap_nogc(js_ctx *ctx, FILE *file)
{
    memset(&report, 0, sizeof report);
    report.ctx = ctx;
    gc_walk_nogc(ctx->heap, note_cell, NULL);
    qsort(report.groups, GROUPS, sizeof report.groups[0], by_bytes);
    fputs("\n<--- Largest holders: bytes, cells, kind and constructor --->\n\n", file);
    for (unsigned i = 0; i < SHOWN && report.groups[i].bytes != 0; i++)
        print_group(file, &report.groups[i]);
    if (report.other_cells != 0)
        fprintf(file, "%12zu bytes %10zu  (others)\n", report.other_bytes, report.other_cells);
    if (report.blocks[0].bytes == 0)
        return;
    fputs("\n<--- Largest blocks outside the heap --->\n\n", file);
    for (unsigned i = 0; i < BLOCKS && report.blocks[i].bytes != 0; i++)
        fprintf(file, "%12zu bytes  %s\n", report.blocks[i].bytes, report.blocks[i].kind);
}
