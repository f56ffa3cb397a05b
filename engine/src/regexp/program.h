/*
 * regexp/program.h: what a compiled pattern consists of, shared by compiler and matcher.
 */
#ifndef JS_REGEXP_PROGRAM_H
#define JS_REGEXP_PROGRAM_H

#include "regexp/regexp.h"

enum regexp_op {
#define OP(name, effect) REGEXP_OP_##name,
#include "regexp/opcodes.def"
#undef OP
    REGEXP_OP_COUNT
};

#define REGEXP_OPERAND_MAX 0xffffffu /* of what fits beside the opcode */
#define REGEXP_WORDS_MAX                                                                           \
    (1u << 24) /* of code, or of sets: targets must fit 30 bits, set offsets 24 */

/* Kinds of character in GREEDY and LAZY; with REGEXP_BACKWARD only the two sets occur. */
enum regexp_kind {
    REGEXP_KIND_CHAR,  /* the unit that is the operand */
    REGEXP_KIND_SET,   /* a unit of the set at the operand */
    REGEXP_KIND_SET_U, /* a code point of it */
    REGEXP_KIND_ALL,   /* any unit */
    REGEXP_KIND_ALL_U, /* any code point */
};
#define REGEXP_KIND_MASK 7u
#define REGEXP_BACKWARD  8u

/* The last word of GREEDY and LAZY: the unit that must come next, or one of these. */
#define REGEXP_NEXT_ANY UINT32_MAX
#define REGEXP_NEXT_POSSESSIVE                                                                     \
    (UINT32_MAX - 1) /* what follows cannot begin with a character of the loop */

/* Operand of BACKREFERENCE. */
#define REGEXP_REFERENCE_BACKWARD    1u
#define REGEXP_REFERENCE_IGNORE_CASE 2u
#define REGEXP_REFERENCE_UNICODE     4u

/*
 * A set is SET_BITS words of bitmap for Latin-1, a word with the number of ranges beyond it, and
 * these ranges, two words each, ascending.
 */
#define REGEXP_SET_BITS   8
#define REGEXP_SET_RANGES (REGEXP_SET_BITS + 1)

#define REGEXP_NO_SET UINT32_MAX

/* A group name's record; the units are at offset in the block. */
struct regexp_name_record {
    uint32_t offset, length, group;
};

static inline const void *js__regexp_part(const struct js_regexp_program *program, uint32_t offset)
{
    return (const char *)program + offset;
}

#endif
