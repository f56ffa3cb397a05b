/*
 * source.c: lines and columns in source text.
 *
 * A line ends after CR LF, and after a CR, LF, LS or PS that is not part of CR LF.
 */
#include "parse/source.h"

/* True if a line starts at offset, which is not 0. */
static bool line_starts_at(const struct js_source_text *source, uint32_t offset)
{
    uint16_t before = js_source_unit(source, offset - 1);

    if (before == '\r')
        return offset == source->length || js_source_unit(source, offset) != '\n';
    return before == '\n' || before == 0x2028 || before == 0x2029;
}

struct js_source_place js_source_place(const struct js_source_text *source, uint32_t offset)
{
    uint32_t line = 1, start = 0;

    if (offset > source->length)
        offset = source->length;
    for (uint32_t at = 1; at <= offset; at++) {
        if (line_starts_at(source, at)) {
            line++;
            start = at;
        }
    }
    return (struct js_source_place){line, offset - start + 1};
}

bool js_line_table_make(struct js_line_table *table, struct js_arena *arena,
                        const struct js_source_text *source)
{
    uint32_t count = 1, line = 1;
    uint32_t *starts;

    for (uint32_t at = 1; at <= source->length; at++)
        count += line_starts_at(source, at);
    starts = js_arena_alloc_array(arena, count, sizeof *starts);
    if (!starts)
        return false;
    for (uint32_t at = 1; at <= source->length; at++) {
        if (line_starts_at(source, at))
            starts[line++] = at;
    }
    table->starts = starts;
    table->count = count;
    return true;
}

struct js_source_place js_line_table_place(const struct js_line_table *table, uint32_t offset)
{
    uint32_t low = 0, high = table->count;

    while (high - low > 1) { /* starts[low] <= offset < starts[high] */
        uint32_t middle = low + (high - low) / 2;

        if (table->starts[middle] <= offset)
            low = middle;
        else
            high = middle;
    }
    return (struct js_source_place){low + 1, offset - table->starts[low] + 1};
}
