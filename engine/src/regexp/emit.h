/*
 * regexp/emit.h: the compiler's buffers.  A failure (no memory, too large) is remembered and makes
 * all later emitting idle, so that it is tested once, at the end.
 */
#ifndef JS_REGEXP_EMIT_H
#define JS_REGEXP_EMIT_H

#include "regexp/first.h"
#include "regexp/program.h"

struct regexp_buffer {
    uint32_t *words;
    uint32_t count, capacity;
};

struct regexp_emitter {
    struct regexp_arena *arena;
    uint32_t flags;
    struct regexp_buffer code, sets;
    uint32_t register_count;
    bool has_references; /* anywhere in the pattern */
    bool no_memory, too_large;
};

/* Appends a word and returns its index. */
uint32_t js__emit(struct regexp_emitter *e, uint32_t word);
uint32_t js__emit_op(struct regexp_emitter *e, enum regexp_op op, uint32_t operand);

/* Appends op and a target that is set later; returns the target's index. */
uint32_t js__emit_jump(struct regexp_emitter *e, enum regexp_op op, uint32_t operand);
void js__emit_jump_to(struct regexp_emitter *e, enum regexp_op op, uint32_t operand,
                      uint32_t target);

/* Makes the target at index the code's present end. */
void js__emit_label(struct regexp_emitter *e, uint32_t index);

/* The offset of a set in the table of sets, the same one for an equal set. */
uint32_t js__emit_set(struct regexp_emitter *e, const struct regexp_set *set);
uint32_t js__emit_first_set(struct regexp_emitter *e, const struct regexp_first *first);

/* Registers are never shared: those of a lookaround change without a trace [regexp.own-registers].
 */
uint32_t js__emit_registers(struct regexp_emitter *e, uint32_t count);

/*
 * Compiles node.  back: against the direction of reading; follow: what a match of all that comes
 * after it begins with (not used backwards).
 */
void js__regexp_compile_node(struct regexp_emitter *e, struct regexp_node *node, bool back,
                             const struct regexp_first *follow);

/* The condition for node, anything if it cannot be had. */
struct regexp_first js__emit_first_of(struct regexp_emitter *e, struct regexp_node *node);

/* compile_loop.c */
void js__regexp_compile_loop(struct regexp_emitter *e, struct regexp_node *node, bool back,
                             const struct regexp_first *follow);

/*
 * Goes to the target (set later, its index is returned) unless what comes next may begin a match of
 * first; if first says nothing no code is made and 0 is returned, which js__emit_label ignores.
 */
uint32_t js__emit_peek(struct regexp_emitter *e, const struct regexp_first *first);

/* Is node one character at a time?  Then which: kind and operand. */
bool js__emit_one_character(struct regexp_emitter *e, const struct regexp_node *node, bool back,
                            uint32_t *kind, uint32_t *operand);

/* The unit that CHAR compares with, or UINT32_MAX: half of a pair under the u flag, a pair. */
uint32_t js__emit_unit_of(const struct regexp_emitter *e, const struct regexp_node *node);

#endif
