/*
 * regexp/emit.c: words of code, sets, labels.
 */
#include "regexp/emit.h"

#include <string.h>

/* How many sets, from the first, a new one is compared with: bounds the work on patterns with many
 * classes. */
#define SETS_COMPARED 200

static uint32_t append(struct regexp_emitter *e, struct regexp_buffer *buffer, uint32_t word)
{
    if (buffer->count == buffer->capacity) {
        const uint32_t capacity = buffer->capacity == 0 ? 128 : buffer->capacity * 2;
        uint32_t *grown;

        if (buffer->count >= REGEXP_WORDS_MAX) {
            e->too_large = true;
            return 0;
        }
        grown = gc_realloc(e->arena->heap, buffer->words, buffer->capacity * sizeof *grown,
                           capacity * sizeof *grown);
        if (grown == NULL) {
            e->no_memory = true;
            return 0;
        }
        buffer->words = grown;
        buffer->capacity = capacity;
    }
    buffer->words[buffer->count] = word;
    return buffer->count++;
}

uint32_t js__emit(struct regexp_emitter *e, uint32_t word)
{
    return append(e, &e->code, word);
}

uint32_t js__emit_op(struct regexp_emitter *e, enum regexp_op op, uint32_t operand)
{
    if (operand > REGEXP_OPERAND_MAX)
        e->too_large = true;
    return js__emit(e, op | operand << 8);
}

uint32_t js__emit_jump(struct regexp_emitter *e, enum regexp_op op, uint32_t operand)
{
    js__emit_op(e, op, operand);
    return js__emit(e, 0);
}

void js__emit_jump_to(struct regexp_emitter *e, enum regexp_op op, uint32_t operand,
                      uint32_t target)
{
    js__emit_op(e, op, operand);
    js__emit(e, target);
}

void js__emit_label(struct regexp_emitter *e, uint32_t index)
{
    if (index != 0 && !e->no_memory && !e->too_large)
        e->code.words[index] = e->code.count;
}

uint32_t js__emit_registers(struct regexp_emitter *e, uint32_t count)
{
    e->register_count += count;
    return e->register_count - count;
}

/* The words that the set beginning at offset takes. */
static uint32_t words_of_set(const struct regexp_buffer *sets, uint32_t offset)
{
    return REGEXP_SET_RANGES + 2 * sets->words[offset + REGEXP_SET_BITS];
}

/* Drops the set at the end, which begins at offset, if an equal one is found before it. */
static uint32_t share_set(struct regexp_emitter *e, uint32_t offset)
{
    struct regexp_buffer *sets = &e->sets;

    if (e->no_memory || e->too_large)
        return 0;
    const uint32_t size = sets->count - offset;
    uint32_t compared = 0;

    for (uint32_t other = 0; other < offset && compared < SETS_COMPARED; compared++) {
        const uint32_t words = words_of_set(sets, other);

        if (words == size &&
            memcmp(sets->words + other, sets->words + offset, size * sizeof(uint32_t)) == 0) {
            sets->count = offset;
            return other;
        }
        other += words;
    }
    return offset;
}

uint32_t js__emit_set(struct regexp_emitter *e, const struct regexp_set *set)
{
    const uint32_t offset = e->sets.count;
    uint32_t bits[REGEXP_SET_BITS] = {0}, ranges = 0;

    for (uint32_t i = 0; i < set->count; i++) {
        for (uint32_t c = set->ranges[i].from; c <= set->ranges[i].to && c < 256; c++)
            bits[c / 32] |= 1u << c % 32;
        ranges += set->ranges[i].to > 255;
    }
    for (int i = 0; i < REGEXP_SET_BITS; i++)
        append(e, &e->sets, bits[i]);
    append(e, &e->sets, ranges);
    for (uint32_t i = set->count - ranges; i < set->count; i++) {
        const struct regexp_range r = set->ranges[i];

        append(e, &e->sets, r.from < 256 ? 256 : r.from);
        append(e, &e->sets, r.to);
    }
    return share_set(e, offset);
}

uint32_t js__emit_first_set(struct regexp_emitter *e, const struct regexp_first *first)
{
    const uint32_t offset = e->sets.count;

    for (int i = 0; i < REGEXP_SET_BITS; i++)
        append(e, &e->sets, first->bits[i]);
    append(e, &e->sets, first->other);
    if (first->other) {
        append(e, &e->sets, 256);
        append(e, &e->sets, REGEXP_CODE_POINT_MAX);
    }
    return share_set(e, offset);
}

uint32_t js__emit_peek(struct regexp_emitter *e, const struct regexp_first *first)
{
    const uint32_t unit = js__first_single(first);

    if (!js__first_is_strict(first))
        return 0;
    if (unit != UINT32_MAX)
        return js__emit_jump(e, REGEXP_OP_PEEK_CHAR, unit);
    return js__emit_jump(e, REGEXP_OP_PEEK, js__emit_first_set(e, first));
}
