/*
 * regexp/matcher.h: the state of an execution, shared by the two matchers and exec.c.
 */
#ifndef JS_REGEXP_MATCHER_H
#define JS_REGEXP_MATCHER_H

#include "regexp/program.h"

/*
 * The backtrack stack holds entries of two or three words, the last of which says what it is in its
 * upper two bits and has a target or a register in the lower thirty.  Taken up from the top:
 *
 *   position, CHOICE | target         go on at target from position
 *   old value, RESTORE | register     put it back, then take up the next
 *   low, position, GREEDY | target    the run of the GREEDY at target reached position: try one
 * character less, to low count, position, LAZY | target    the run of the LAZY at target has count
 * characters: try one more
 *
 * Below all entries lies a CHOICE for word 0 of the code, RESTART.  The registers lie in the same
 * block, before the stack: [regexp.one-block].
 */
#define REGEXP_ENTRY_CHOICE  0u
#define REGEXP_ENTRY_RESTORE (1u << 30)
#define REGEXP_ENTRY_GREEDY  (2u << 30)
#define REGEXP_ENTRY_LAZY    (3u << 30)
#define REGEXP_ENTRY_TARGET  ((1u << 30) - 1)

#define REGEXP_STEPS_PER_POLL 10000

struct regexp_matcher {
    const struct js_regexp_program *program;
    const uint32_t *code, *sets;
    const void *input;
    uint32_t length;
    struct js_regexp_env *env;
    uint32_t *block;    /* registers, then the stack */
    size_t block_words; /* allocated */
    size_t block_words_max;
    int64_t required_at; /* where the required literal was last found; -1: not yet sought */
};

/*
 * Makes room for words more above used words of the block.  False: no memory, or the limit is
 * reached.  The block may move.
 */
bool js__regexp_grow(struct regexp_matcher *m, size_t used, size_t words);

/* Looks for a match from start on; captures are left in the registers, the first two included. */
enum js_regexp_result js__regexp_match_narrow(struct regexp_matcher *m, uint32_t start);
enum js_regexp_result js__regexp_match_wide(struct regexp_matcher *m, uint32_t start);

/* Is c in the ranges of a set (c > 255)? */
bool js__regexp_ranges_have(const uint32_t *set, uint32_t c);

/* IsWordChar of a character; folded: i and u flags. */
static inline bool js__regexp_is_word(uint32_t c, bool folded)
{
    return (c | 0x20) - 'a' < 26 || c - '0' < 10 || c == '_' ||
           (folded && (c == 0x17f || c == 0x212a));
}

static inline bool js__regexp_is_line_terminator(uint32_t c)
{
    return c == '\n' || c == '\r' || (c | 1) == 0x2029;
}

#endif
