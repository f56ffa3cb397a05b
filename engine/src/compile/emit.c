/*
 * compile/emit.c: code units, jumps, registers, constants, positions; and the finished js_code.
 *
 * A jump to a label that is not bound yet is linked into the label's chain through its own operand.  Positions
 * are pairs (units since the last entry, source distance), as LEB128, the second zigzag.
 */
#include "compile/compiler.h"
#include "interp/interp.h"

#include <string.h>

void js__code_out_of_memory(struct compiler *c)
{
    if (!c->failed)
        js_throw_out_of_memory(c->ctx);
    c->failed = true;
}

/* Makes room for one more element; sticky failure. */
bool js__grow(struct compiler *c, void **items, size_t *capacity, size_t needed, size_t size)
{
    if (needed <= *capacity)
        return true;
    size_t wanted = *capacity ? *capacity * 2 : 32;
    while (wanted < needed)
        wanted *= 2;
    void *more = gc_realloc(c->ctx->heap, *items, *capacity * size, wanted * size);
    if (!more) {
        js__code_out_of_memory(c);
        return false;
    }
    *items = more;
    *capacity = wanted;
    return true;
}

bool js__code_depth(struct function *fn)
{
    if (fn->c->failed)
        return false;
    if (!js_check_stack(fn->c->ctx))
        fn->c->failed = true;
    return !fn->c->failed;
}

void js__refuse(struct function *fn, const struct ast_node *node, const char *what)
{
    if (!fn->c->refused) {
        fn->c->refused = what;
        fn->c->refused_at = node->position;
    }
}

static void put_leb(struct function *fn, uint32_t n)
{
    do {
        if (!js__grow(fn->c, (void **)&fn->positions, &fn->position_capacity, fn->position_count + 1, 1))
            return;
        fn->positions[fn->position_count++] = (uint8_t)((n & 0x7F) | (n > 0x7F ? 0x80 : 0));
        n >>= 7;
    } while (n);
}

static void record_position(struct function *fn)
{
    if (fn->position == fn->last_position && fn->position_count)
        return;
    const int32_t distance = (int32_t)(fn->position - fn->last_position);

    put_leb(fn, (uint32_t)fn->code_count - fn->last_position_pc);
    put_leb(fn, (uint32_t)distance << 1 ^ (uint32_t)(distance >> 31));
    fn->last_position = fn->position;
    fn->last_position_pc = (uint32_t)fn->code_count;
}

/* Whether the last instruction made the register undefined that this one sets at once, reading no other. */
static bool makes_undefined_dead(const struct function *fn, enum js_opcode op, const uint16_t *operands)
{
    if (fn->undefined_end == 0 || fn->undefined_end != fn->code_count)
        return false;
    const uint16_t reg = fn->code[fn->code_count - 1];

    switch (op) {
    case JS_OP_LOAD_CONST:
    case JS_OP_LOAD_INT:
    case JS_OP_LOAD_UNDEFINED:
    case JS_OP_LOAD_NULL:
    case JS_OP_LOAD_TRUE:
    case JS_OP_LOAD_FALSE:
        return operands[0] == reg;
    case JS_OP_MOVE:
        return operands[0] == reg && operands[1] != reg;
    default:
        return false;
    }
}

void js__code(struct function *fn, enum js_opcode op, const uint16_t *operands, unsigned count)
{
    if (!fn->c->failed && makes_undefined_dead(fn, op, operands))
        fn->code_count -= js_instruction_units(JS_OP_LOAD_UNDEFINED);
    if (fn->c->failed || !js__grow(fn->c, (void **)&fn->code, &fn->code_capacity,
                               fn->code_count + 1 + count, sizeof *fn->code))
        return;
    record_position(fn);
    js_assert(1 + count == js_instruction_units(op));
    fn->code[fn->code_count++] = (uint16_t)op;
    for (unsigned i = 0; i < count; i++)
        fn->code[fn->code_count++] = operands[i];
    fn->undefined_end = op == JS_OP_LOAD_UNDEFINED ? fn->code_count : 0;
}

static void write_long(uint16_t *units, int32_t n)
{
    units[0] = (uint16_t)(uint32_t)n;
    units[1] = (uint16_t)((uint32_t)n >> 16);
}

static int32_t read_long(const uint16_t *units)
{
    return (int32_t)((uint32_t)units[0] | (uint32_t)units[1] << 16);
}

void js__code_jump(struct function *fn, enum js_opcode op, const uint16_t *operands, unsigned count,
                   struct label *target)
{
    uint16_t all[8];
    const int32_t start = (int32_t)fn->code_count;

    for (unsigned i = 0; i < count; i++)
        all[i] = operands[i];
    write_long(&all[count], target->at >= 0 ? target->at - start : target->chain);
    js__code(fn, op, all, count + 2);
    if (target->at < 0 && !fn->c->failed)
        target->chain = start;
}

void js__bind(struct function *fn, struct label *label)
{
    const int32_t here = (int32_t)fn->code_count;

    label->at = here;
    fn->undefined_end = 0; /* what jumps here has not passed it */
    if (fn->c->failed)
        return;
    for (int32_t start = label->chain; start >= 0;) {
        uint16_t *operand = &fn->code[start + (int32_t)js_instruction_units(fn->code[start]) - 2];
        const int32_t next = read_long(operand);

        write_long(operand, here - start);
        start = next;
    }
    label->chain = -1;
}

void js__code_loop(struct function *fn, struct label *target)
{
    js__code_jump(fn, JS_OP_LOOP, NULL, 0, target);
}

void js__add_handler(struct function *fn, uint32_t start, uint32_t end)
{
    if (fn->c->failed || !js__grow(fn->c, (void **)&fn->handlers, &fn->handler_capacity,
                               fn->handler_count + 1, sizeof *fn->handlers))
        return;
    fn->handlers[fn->handler_count++] = (struct js_handler){start, end, (uint32_t)fn->code_count};
}

/* ---- registers ---- */

uint16_t js__temps(struct function *fn, uint32_t count)
{
    const uint32_t first = fn->next_register;

    if (first + count > REGISTERS_MAX) {
        if (!fn->c->failed)
            js_throw_range_error(fn->c->ctx, "Too many variables or operands in one function");
        fn->c->failed = true;
        return 0;
    }
    if (!js__grow(fn->c, (void **)&fn->is_variable, &fn->is_variable_capacity, first + count, 1))
        return 0;
    fn->next_register = first + count;
    if (fn->next_register > fn->register_count)
        fn->register_count = fn->next_register;
    for (uint32_t i = first; i < fn->next_register; i++)
        fn->is_variable[i] = 0;
    return (uint16_t)first;
}

uint16_t js__temp(struct function *fn)
{
    return js__temps(fn, 1);
}

uint16_t js__variable_register(struct function *fn)
{
    const uint16_t reg = js__temps(fn, 1);

    if (!fn->c->failed)
        fn->is_variable[reg] = 1;
    return reg;
}

void js__release(struct function *fn, uint32_t mark)
{
    fn->next_register = mark;
}

/* A register to build a value in step by step: not a variable's, which must change at the end only. */
uint16_t js__scratch(struct function *fn, uint16_t wanted)
{
    return fn->is_variable[wanted] ? js__temp(fn) : wanted;
}

uint16_t js__cache(struct function *fn)
{
    if (fn->cache_count >= 0xFFFF) {
        if (!fn->c->failed)
            js_throw_range_error(fn->c->ctx, "Too many property accesses in one function");
        fn->c->failed = true;
        return 0;
    }
    return (uint16_t)fn->cache_count++;
}

/* ---- constants ---- */

void js__atom(struct compiler *c, struct ast_name *name, js_value *out)
{
    uintptr_t index = (uintptr_t)name->client;

    if (c->failed)
        return;
    if (!index) {
        bool ok = name->latin1 ? js_intern_latin1_noscript(c->ctx, name->latin1, name->length, out)
                               : js_intern_utf16_noscript(c->ctx, name->utf16, name->length, out);
        if (!ok || !js_vec_push(c->ctx, c->atoms, out)) {
            c->failed = true;
            return;
        }
        index = c->atoms->count;
        name->client = (void *)index;
    }
    *out = js_vec_get_nogc(c->ctx, c->atoms, (uint32_t)index - 1);
}

uint16_t js__add_constant(struct function *fn, const js_value *value)
{
    if (fn->c->failed)
        return 0;
    if (fn->constants->count >= 0xFFFE) {
        js_throw_range_error(fn->c->ctx, "Too many constants in one function");
        fn->c->failed = true;
        return 0;
    }
    if (!js_vec_push(fn->c->ctx, fn->constants, value))
        fn->c->failed = true;
    return (uint16_t)(fn->constants->count - 1);
}

uint16_t js__ascii_constant(struct function *fn, const char *text)
{
    JS_FRAME(fn->c->ctx, f, string);

    if (fn->c->failed)
        return 0;
    if (!js_intern_ascii_noscript(fn->c->ctx, text, &f.string)) {
        fn->c->failed = true;
        return 0;
    }
    return js__add_constant(fn, &f.string);
}

static struct name_entry *find_name(struct function *fn, const struct ast_name *name)
{
    const size_t mask = fn->name_capacity - 1;

    for (size_t i = ((uintptr_t)name >> 4) & mask;; i = (i + 1) & mask) {
        if (!fn->names[i].name || fn->names[i].name == name)
            return &fn->names[i];
    }
}

static bool grow_names(struct function *fn)
{
    struct name_entry *old = fn->names;
    const size_t old_capacity = fn->name_capacity;
    const size_t capacity = old_capacity ? old_capacity * 2 : 16;
    struct name_entry *names = gc_calloc(fn->c->ctx->heap, capacity * sizeof *names);

    if (!names) {
        js__code_out_of_memory(fn->c);
        return false;
    }
    fn->names = names;
    fn->name_capacity = capacity;
    for (size_t i = 0; i < old_capacity; i++) {
        if (old[i].name)
            *find_name(fn, old[i].name) = old[i];
    }
    gc_free(fn->c->ctx->heap, old, old_capacity * sizeof *old);
    return true;
}

uint16_t js__name(struct function *fn, struct ast_name *name)
{
    JS_FRAME(fn->c->ctx, f, atom);
    struct name_entry *entry;

    if (fn->c->failed || (fn->name_count * 2 >= fn->name_capacity && !grow_names(fn)))
        return 0;
    entry = find_name(fn, name);
    if (!entry->name) {
        js__atom(fn->c, name, &f.atom);
        const uint16_t constant = js__add_constant(fn, &f.atom);
        *entry = (struct name_entry){name, constant};
        fn->name_count++;
    }
    return (uint16_t)entry->constant;
}

void js__load_number(struct function *fn, uint16_t to, double number)
{
    JS_FRAME(fn->c->ctx, f, value);

    f.value = js_number(number);
    if (gc_is_int(f.value)) {
        const int32_t i = gc_to_int(f.value);
        if (i >= INT16_MIN && i <= INT16_MAX)
            EMIT(fn, LOAD_INT, to, (uint16_t)i);
        else
            EMIT(fn, LOAD_INT32, to, (uint16_t)(uint32_t)i, (uint16_t)((uint32_t)i >> 16));
        return;
    }
    EMIT(fn, LOAD_CONST, to, js__add_constant(fn, &f.value));
}

/* ---- the finished function ---- */

static struct js_bytecode *make_block(struct function *fn)
{
    const struct ast_function *ast = fn->ast;
    size_t handlers = sizeof(struct js_bytecode);
    size_t captures = handlers + fn->handler_count * sizeof(struct js_handler);
    size_t code = captures + ast->capture_count * sizeof(struct js_capture);
    size_t quotes = (code + fn->code_count * sizeof(uint16_t) + 3) & ~(size_t)3;
    size_t positions = quotes + fn->quote_count * sizeof(struct js_quote);
    size_t quote_text = positions + fn->position_count;
    size_t bytes = quote_text + fn->quote_text_count;
    struct js_bytecode *block;

    if (bytes > UINT32_MAX || ast->capture_count > 0xFFFF) {
        js_throw_range_error(fn->c->ctx, "Function is too large");
        return NULL;
    }
    block = gc_malloc(fn->c->ctx->heap, bytes);
    if (!block) {
        js_throw_out_of_memory(fn->c->ctx);
        return NULL;
    }
    *block = (struct js_bytecode){
        .refs = 1,
        .block_bytes = (uint32_t)bytes,
        .code_units = (uint32_t)fn->code_count,
        .flags = fn->flags,
        .register_count = (uint16_t)fn->register_count,
        .parameter_count = fn->parameter_count,
        .length = (uint16_t)ast->length,
        .capture_count = (uint16_t)ast->capture_count,
        .expected_properties = (uint16_t)(fn->this_properties > 64 ? 64 : fn->this_properties),
        .cache_slots = fn->cache_count * JS_CACHE_SLOTS,
        .child_count = fn->children->count,
        .template_count = fn->template_count,
        .handler_count = (uint32_t)fn->handler_count,
        .position_bytes = (uint32_t)fn->position_count,
        .quote_count = (uint32_t)fn->quote_count,
        .source_start = ast->node.start,
        .source_end = ast->node.end,
        .handlers = (void *)((char *)block + handlers),
        .captures = (void *)((char *)block + captures),
        .code = (void *)((char *)block + code),
        .positions = (void *)((char *)block + positions),
        .quotes = (void *)((char *)block + quotes),
        .quote_text = (char *)block + quote_text,
    };
    if (fn->handler_count)
        memcpy((void *)block->handlers, fn->handlers, fn->handler_count * sizeof *fn->handlers);
    memcpy((void *)block->code, fn->code, fn->code_count * sizeof *fn->code);
    if (fn->position_count)
        memcpy((void *)block->positions, fn->positions, fn->position_count);
    if (fn->quote_count)
        memcpy((void *)block->quotes, fn->quotes, fn->quote_count * sizeof *fn->quotes);
    if (fn->quote_text_count)
        memcpy((void *)block->quote_text, fn->quote_text, fn->quote_text_count);
    return block;
}

/* Captures: from registers of the parent, which has allocated them by now, or from its captures. */
static void fill_captures(struct function *fn, struct js_capture *captures, const uint16_t *names)
{
    for (uint32_t i = 0; i < fn->ast->capture_count; i++) {
        const struct scope_capture *from = &fn->ast->captures[i];

        captures[i] = (struct js_capture){
            .index = (uint16_t)(from->from_capture ? from->index : from->binding->slot),
            .from_register = !from->from_capture,
            .is_box = from->binding->storage == SCOPE_IN_BOX,
            .name = names[i],
        };
    }
}

static bool vec_to_tuple(js_ctx *ctx, const struct js_vec *vec, js_value *out)
{
    JS_FRAME(ctx, f, tuple, value);

    JS_TRY(js_tuple_new_noscript(ctx, vec->count, &f.tuple));
    for (uint32_t i = 0; i < vec->count; i++) {
        f.value = js_vec_get_nogc(ctx, vec, i);
        JS_TRY(js_store(ctx, &f.tuple, offsetof(struct js_tuple, slots) + 4 * i, &f.value));
    }
    *out = f.tuple;
    return true;
}

bool js__finish_function(struct function *fn, const js_value *name, js_value *out)
{
    js_ctx *ctx = fn->c->ctx;
    JS_FRAME(ctx, f, constants, children, code);
    const uint32_t capture_count = fn->ast->capture_count;
    uint16_t *names;
    struct js_bytecode *block;

    if (fn->c->failed)
        return false;
    names = gc_malloc(ctx->heap, (capture_count + 1) * sizeof *names);
    if (!names)
        return js_throw_out_of_memory(ctx);
    for (uint32_t i = 0; i < capture_count; i++)
        names[i] = js__name(fn, (struct ast_name *)(uintptr_t)fn->ast->captures[i].binding->name);
    block = fn->c->failed ? NULL : make_block(fn);
    if (block)
        fill_captures(fn, (struct js_capture *)(uintptr_t)block->captures, names);
    gc_free(ctx->heap, names, (capture_count + 1) * sizeof *names);
    if (!block)
        return false;
#if TENURE_CHECKED
    const char *what;
    if (!js_bytecode_verify_nogc(ctx, block, fn->constants->count, &what))
        gc__assertion_failed(__FILE__, __LINE__, what);
#endif
    if (!vec_to_tuple(ctx, fn->constants, &f.constants) || !vec_to_tuple(ctx, fn->children, &f.children) ||
        (!gc_alloc_offheap(ctx->heap, JS_KIND_CODE, sizeof(struct js_code), &f.code) &&
         !js_throw_out_of_memory(ctx))) {
        gc_free(ctx->heap, block, block->block_bytes);
        return false;
    }
    struct js_code *code = gc_to_cell(f.code);

    code->bytecode = block;
    gc_write(ctx->heap, code, &code->constants, gc_slot_of(ctx->heap, f.constants));
    gc_write(ctx->heap, code, &code->children, gc_slot_of(ctx->heap, f.children));
    gc_write(ctx->heap, code, &code->script, gc_slot_of(ctx->heap, *fn->c->script));
    if (js_is_string(*name))
        gc_write(ctx->heap, code, &code->name, gc_slot_of(ctx->heap, *name));
    *out = f.code;
    return true;
}

void js__free_function(struct function *fn)
{
    gc_heap *heap = fn->c->ctx->heap;

    gc_free(heap, fn->code, fn->code_capacity * sizeof *fn->code);
    gc_free(heap, fn->positions, fn->position_capacity);
    gc_free(heap, fn->quotes, fn->quote_capacity * sizeof *fn->quotes);
    gc_free(heap, fn->quote_text, fn->quote_text_capacity);
    gc_free(heap, fn->handlers, fn->handler_capacity * sizeof *fn->handlers);
    gc_free(heap, fn->names, fn->name_capacity * sizeof *fn->names);
    gc_free(heap, fn->is_variable, fn->is_variable_capacity);
}

/* ---- positions ---- */

static uint32_t get_leb(const uint8_t **p)
{
    uint32_t n = 0;

    for (unsigned shift = 0;; shift += 7) {
        const uint8_t byte = *(*p)++;
        n |= (uint32_t)(byte & 0x7F) << shift;
        if (!(byte & 0x80))
            return n;
    }
}

uint32_t js_code_position_nogc(const struct js_bytecode *bytecode, const uint16_t *pc)
{
    const uint8_t *p = bytecode->positions, *end = p + bytecode->position_bytes;
    const uint32_t wanted = (uint32_t)(pc - bytecode->code);
    uint32_t at = 0, position = 0, found = UINT32_MAX;

    while (p < end) {
        at += get_leb(&p);
        const uint32_t zigzag = get_leb(&p);
        position += (zigzag >> 1) ^ (0u - (zigzag & 1));
        if (at > wanted)
            break;
        found = position;
    }
    return found;
}
