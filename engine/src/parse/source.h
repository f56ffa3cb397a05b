/*
 * parse/source.h: source text as the parser takes it, and lines and columns in it.
 *
 * A JS string is Latin-1 or UTF-16, and so is source text.  All positions in tokens, syntax trees
 * and bytecode are 32-bit offsets in code units from the start of the text.
 */
#ifndef JS_PARSE_SOURCE_H
#define JS_PARSE_SOURCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

/* Exactly one of the two pointers is not NULL (also for an empty text).  Not zero-terminated. */
struct js_source_text {
    const uint8_t *latin1;
    const uint16_t *utf16;
    uint32_t length; /* in code units */
};

/* The code unit at offset, which is less than the length. */
static inline uint16_t js_source_unit(const struct js_source_text *source, uint32_t offset)
{
    return source->latin1 ? source->latin1[offset] : source->utf16[offset];
}

/* A place for people: both numbers count from 1; columns count code units. */
struct js_source_place {
    uint32_t line, column;
};

/*
 * Maps an offset (at most the length) to its line and column by reading the text up to it: for one
 * message.  CR, LF, CR LF, LS and PS end lines.  Cannot fail.
 */
struct js_source_place js_source_place(const struct js_source_text *source, uint32_t offset);

/* The same for many look-ups: the offsets at which lines start, ascending, the first 0. */
struct js_line_table {
    const uint32_t *starts;
    uint32_t count;
};

/* Makes the table in the arena.  False when memory runs out. */
bool js_line_table_make(struct js_line_table *table, struct js_arena *arena,
                        const struct js_source_text *source);

struct js_source_place js_line_table_place(const struct js_line_table *table, uint32_t offset);

#endif
