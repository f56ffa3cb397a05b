/*
 * regexp/exec.c: executions: the block of registers and backtrack stack, taken from the env and
 * given back, around one of the two matchers (match.inc).
 */
#include <string.h>

#include <gc/base.h>

#include "regexp/matcher.h"
#include "regexp/syntax.h"

#define BLOCK_WORDS_START   1024
#define BLOCK_WORDS_KEPT    (64 * 1024 / sizeof(uint32_t))
#define STACK_BYTES_DEFAULT ((size_t)64 << 20)

bool js__regexp_grow(struct regexp_matcher *m, size_t used, size_t words)
{
    size_t capacity = m->block_words * 2;
    uint32_t *grown;

    gc_assert(used >= m->program->register_count &&
              used <= m->block_words); /* [regexp.one-block] */
    if (used + words <= m->block_words)
        return true;
    if (capacity > m->block_words_max)
        capacity = m->block_words_max;
    if (used + words > capacity)
        return false;
    grown = gc_realloc(m->env->heap, m->block, m->block_words * sizeof *grown,
                       capacity * sizeof *grown);
    if (grown == NULL)
        return false;
    m->block = grown;
    m->block_words = capacity;
    return true;
}

bool js__regexp_ranges_have(const uint32_t *set, uint32_t c)
{
    const uint32_t *ranges = set + REGEXP_SET_RANGES;
    uint32_t low = 0, high = set[REGEXP_SET_BITS];

    while (low < high) {
        const uint32_t middle = (low + high) / 2;

        if (c > ranges[2 * middle + 1])
            low = middle + 1;
        else if (c < ranges[2 * middle])
            high = middle;
        else
            return true;
    }
    return false;
}

/* Takes env's block if it will do, else a new one. */
static bool take_block(struct regexp_matcher *m)
{
    struct js_regexp_env *env = m->env;
    const size_t limit = env->stack_bytes_max != 0 ? env->stack_bytes_max : STACK_BYTES_DEFAULT;
    const size_t wanted = m->program->register_count + BLOCK_WORDS_START;

    m->block_words_max = m->program->register_count + limit / sizeof(uint32_t);
    if (m->block_words_max < wanted)
        m->block_words_max = wanted;
    m->block = env->stack;
    m->block_words = env->stack_words;
    env->stack = NULL;
    env->stack_words = 0;
    if (m->block_words >= wanted)
        return true;
    gc_free(env->heap, m->block, m->block_words * sizeof(uint32_t));
    m->block_words = wanted;
    m->block = gc_malloc(env->heap, wanted * sizeof(uint32_t));
    return m->block != NULL;
}

static void give_block_back(struct regexp_matcher *m)
{
    struct js_regexp_env *env = m->env;

    if (m->block == NULL)
        return;
    if (env->stack == NULL && m->block_words <= BLOCK_WORDS_KEPT) {
        env->stack = m->block;
        env->stack_words = m->block_words;
    } else {
        gc_free(env->heap, m->block, m->block_words * sizeof(uint32_t));
    }
}

void js_regexp_env_clear(struct js_regexp_env *env)
{
    gc_free(env->heap, env->stack, env->stack_words * sizeof(uint32_t));
    env->stack = NULL;
    env->stack_words = 0;
}

/* The start of the character that index lies in. */
static uint32_t character_start(const struct js_regexp_text *input, uint32_t index)
{
    const uint16_t *units = input->units;

    if (input->wide && index > 0 && index < input->length && js__is_trail(units[index]) &&
        js__is_lead(units[index - 1]))
        return index - 1;
    return index;
}

enum js_regexp_result js_regexp_exec(const struct js_regexp_program *program,
                                     const struct js_regexp_text *input, uint32_t last_index,
                                     int32_t *captures, struct js_regexp_env *env)
{
    struct regexp_matcher m = {.program = program,
                               .code = js__regexp_part(program, program->code_offset),
                               .sets = js__regexp_part(program, program->set_offset),
                               .input = input->units,
                               .length = input->length,
                               .env = env,
                               .required_at = -1};
    enum js_regexp_result result = JS_REGEXP_OUT_OF_MEMORY;

    gc_assert(last_index <= input->length);
    gc_assert(input->length <= INT32_MAX);
    if (program->flags & JS_REGEXP_UNICODE)
        last_index = character_start(input, last_index);
    if (take_block(&m)) {
        memset(m.block, 0xff, program->register_count * sizeof(uint32_t));
        result = input->wide ? js__regexp_match_wide(&m, last_index)
                             : js__regexp_match_narrow(&m, last_index);
    }
    if (result == JS_REGEXP_MATCH)
        memcpy(captures, m.block, 2 * program->capture_count * sizeof *captures);
    give_block_back(&m);
    return result;
}
