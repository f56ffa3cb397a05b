/*
 * compile/verify_bytecode.c: checks code before it runs: every instruction is whole, names registers, constants,
 * caches, children and captures that exist, jumps to the start of an instruction; handlers lead to a CATCH; control
 * cannot run off the end.  In checked builds every function that the compiler makes passes here [bytecode.valid].
 */
#include "compile/emit.h"
#include "interp/interp.h"

#include <string.h>

enum { JUMPS = 1, ENDS = 2 };

static const struct {
    const char *operands;
    uint8_t flags;
} opcodes[] = {
#define OP(name, operands, flags, effect) {operands, flags},
#include "compile/opcodes.def"
#undef OP
};

struct verifier {
    const struct js_bytecode *bytecode;
    uint32_t constants;
    uint8_t *starts; /* a byte a unit: an instruction begins here */
    const char *what;
};

static bool fail(struct verifier *v, const char *what)
{
    v->what = what;
    return false;
}

static int32_t read_long(const uint16_t *units)
{
    return (int32_t)((uint32_t)units[0] | (uint32_t)units[1] << 16);
}

static bool find_starts(struct verifier *v)
{
    const struct js_bytecode *b = v->bytecode;
    uint32_t at = 0, last = 0;

    while (at < b->code_units) {
        const uint16_t op = b->code[at];

        if (op >= JS_OPCODE_COUNT)
            return fail(v, "unknown opcode");
        if (js_instruction_units(op) > b->code_units - at)
            return fail(v, "instruction is cut off");
        v->starts[at] = 1;
        last = at;
        at += js_instruction_units(op);
    }
    if (b->code_units == 0 || !(opcodes[b->code[last]].flags & ENDS))
        return fail(v, "control runs off the end");
    return true;
}

static bool is_start(const struct verifier *v, int64_t at)
{
    return at >= 0 && at < v->bytecode->code_units && v->starts[at];
}

/* How many registers from the one named in operand B an instruction touches. */
static uint32_t run_length(uint16_t op, const uint16_t *pc)
{
    switch (op) {
    case JS_OP_CALL: return 2u + pc[3];
    case JS_OP_DIRECT_EVAL: return 2u + pc[3];
    case JS_OP_CALL_SPREAD: case JS_OP_DIRECT_EVAL_SPREAD: return 3;
    case JS_OP_NEW: case JS_OP_SUPER_CALL: return 3u + pc[3];
    case JS_OP_NEW_SPREAD: case JS_OP_SUPER_CALL_SPREAD: return 4;
    case JS_OP_CONCAT: case JS_OP_ARRAY_OF: return pc[3];
    case JS_OP_CREATE_MAPPED_ARGUMENTS: return pc[3] ? pc[3] + 1u : 0;
    case JS_OP_COPY_DATA_PROPERTIES: return pc[4];
    case JS_OP_NEW_CLASS: case JS_OP_GET_SCOPED_CALL: return 2;
    default: return 3; /* iterators */
    }
}

/* Operand N of the instructions where it indexes something. */
static bool check_number(struct verifier *v, uint16_t op, uint16_t n)
{
    const struct js_bytecode *b = v->bytecode;

    switch (op) {
    case JS_OP_GET_CAPTURE: case JS_OP_GET_CAPTURE_BOX: case JS_OP_SET_CAPTURE_BOX:
        return n < b->capture_count || fail(v, "capture does not exist");
    case JS_OP_CLOSURE: case JS_OP_METHOD: case JS_OP_NEW_CLASS:
        return n < b->child_count || fail(v, "child function does not exist");
    case JS_OP_TEMPLATE_OBJECT:
        return n < b->template_count || fail(v, "template site does not exist");
    default:
        return true;
    }
}

static bool check_instruction(struct verifier *v, uint32_t at)
{
    const struct js_bytecode *b = v->bytecode;
    const uint16_t *pc = b->code + at, *p = pc + 1;

    for (const char *letter = opcodes[*pc].operands; *letter; letter++) {
        switch (*letter) {
        case 'D': case 'R':
            if (*p++ >= b->register_count)
                return fail(v, "register does not exist");
            break;
        case 'B':
            if ((uint32_t)*p + run_length(*pc, pc) > b->register_count)
                return fail(v, "run of registers does not exist");
            p++;
            break;
        case 'K':
            if (*p++ >= v->constants)
                return fail(v, "constant does not exist");
            break;
        case 'C':
            if ((*p++ + 1u) * JS_CACHE_SLOTS > b->cache_slots)
                return fail(v, "cache does not exist");
            break;
        case 'L':
            if (!is_start(v, (int64_t)at + read_long(p)))
                return fail(v, "jump into the middle of an instruction");
            p += 2;
            break;
        case 'J':
            if (*pc == JS_OP_LOAD_CONST32 && (uint32_t)read_long(p) >= v->constants)
                return fail(v, "constant does not exist");
            p += 2;
            break;
        case 'N':
            if (!check_number(v, *pc, *p++))
                return false;
            break;
        default:
            p++;
        }
    }
    return true;
}

static bool check_handlers(struct verifier *v)
{
    const struct js_bytecode *b = v->bytecode;

    for (uint32_t i = 0; i < b->handler_count; i++) {
        const struct js_handler *h = &b->handlers[i];

        if (h->start > h->end || h->end > b->code_units)
            return fail(v, "handler of a range that does not exist");
        if (!is_start(v, h->target) || b->code[h->target] != JS_OP_CATCH)
            return fail(v, "handler does not begin with CATCH");
    }
    return true;
}

bool js_bytecode_verify_nogc(js_ctx *ctx, const struct js_bytecode *bytecode, uint32_t constants,
                             const char **what)
{
    struct verifier v = {.bytecode = bytecode, .constants = constants};
    bool ok;

    v.starts = gc_calloc(ctx->heap, bytecode->code_units);
    if (!v.starts) {
        *what = NULL; /* no memory to check with: no verdict */
        return true;
    }
    ok = find_starts(&v) && (bytecode->parameter_count <= bytecode->register_count ||
                             fail(&v, "more parameters than registers"));
    for (uint32_t at = 0; ok && at < bytecode->code_units; at += js_instruction_units(bytecode->code[at]))
        ok = check_instruction(&v, at);
    ok = ok && check_handlers(&v);
    gc_free(ctx->heap, v.starts, bytecode->code_units);
    *what = v.what;
    return ok;
}
