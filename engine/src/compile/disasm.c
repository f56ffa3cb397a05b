/*
 * compile/disasm.c: prints bytecode, from the opcode table.
 *
 *   f (file:12) 3 registers, 1 parameter
 *      0  LOAD_INT    r1 7
 *      3  RETURN      r1
 */
#include "compile/emit.h"
#include "interp/interp.h"

#include <stdlib.h>

static const struct {
    const char *name, *operands;
} opcodes[] = {
#define OP(name, operands, flags, effect) {#name, operands},
#include "compile/opcodes.def"
#undef OP
};

static int32_t read_long(const uint16_t *units)
{
    return (int32_t)((uint32_t)units[0] | (uint32_t)units[1] << 16);
}

/* A constant, as far as it can be shown without running anything. */
static void print_constant(js_ctx *ctx, js_value v, FILE *file)
{
    struct js_units units;

    if (gc_is_number(v)) {
        fprintf(file, "%.17g", gc_to_number(v));
        return;
    }
    if (!js_is_string(v) || gc_kind_of(gc_to_cell(v)) == JS_KIND_ROPE) {
        fprintf(file, "%s", js_is_undefined(v) ? "undefined" : "(cell)");
        return;
    }
    units = js_string_units_nogc(ctx, v);
    fputc('"', file);
    for (uint32_t i = 0; i < units.length && i < 40; i++) {
        const uint16_t unit = js_unit_at(&units, i);
        if (unit >= 0x20 && unit < 0x7F)
            fputc(unit, file);
        else
            fprintf(file, "\\u%04x", unit);
    }
    fputs(units.length > 40 ? "...\"" : "\"", file);
}

static void print_instruction(js_ctx *ctx, const struct js_bytecode *bytecode, const struct js_tuple *constants,
                              uint32_t at, FILE *file)
{
    const uint16_t *p = bytecode->code + at;
    const uint16_t op = *p++;

    fprintf(file, "%6u  %-24s", at, opcodes[op].name);
    for (const char *letter = opcodes[op].operands; *letter; letter++) {
        switch (*letter) {
        case 'D': case 'R': case 'B': fprintf(file, " r%u", *p++); break;
        case 'K':
            fputc(' ', file);
            print_constant(ctx, gc_decode(ctx->heap, constants->slots[*p++]), file);
            break;
        case 'I': fprintf(file, " %d", (int16_t)*p++); break;
        case 'J': fprintf(file, " %d", read_long(p)); p += 2; break;
        case 'L': fprintf(file, " ->%d", (int32_t)at + read_long(p)); p += 2; break;
        case 'C': fprintf(file, " #%u", *p++); break;
        default: fprintf(file, " %u", *p++); break;
        }
    }
    fputc('\n', file);
}

void js_disassemble(js_ctx *ctx, const js_value *code, FILE *file)
{
    const struct js_tuple *children;

    if (!js_check_stack(ctx)) {
        JS_FRAME(ctx, f, error);
        if (!js_catch(ctx, &f.error))
            return;
        fputs("(nested too deeply to print)\n", file);
        return;
    }
    const struct js_code *cell = gc_to_cell(*code);
    const struct js_bytecode *bytecode = cell->bytecode;

    if (gc_slot_is_cell(cell->name))
        print_constant(ctx, js_field(ctx, &cell->name), file);
    else
        fputs("(anonymous)", file);
    fprintf(file, " %u registers, %u parameters, %u captures, %u caches\n", bytecode->register_count,
            bytecode->parameter_count, bytecode->capture_count, bytecode->cache_slots / JS_CACHE_SLOTS);
    for (uint32_t at = 0; at < bytecode->code_units; at += js_instruction_units(bytecode->code[at]))
        print_instruction(ctx, bytecode, gc_slot_to_cell(ctx->heap, cell->constants), at, file);
    for (uint32_t i = 0; i < bytecode->handler_count; i++)
        fprintf(file, "        handler %u to %u -> %u\n", bytecode->handlers[i].start, bytecode->handlers[i].end,
                bytecode->handlers[i].target);
    children = gc_slot_to_cell(ctx->heap, ((const struct js_code *)gc_to_cell(*code))->children);
    for (uint32_t i = 0; i < children->count; i++) {
        JS_FRAME(ctx, f, child);
        f.child = gc_decode(ctx->heap, children->slots[i]);
        js_disassemble(ctx, &f.child, file);
        children = gc_slot_to_cell(ctx->heap, ((const struct js_code *)gc_to_cell(*code))->children);
    }
}
