/*
 * debug/throw_site.c: where an exception that nobody caught was thrown, for the report that ends a program.
 *
 * The interpreter notes the place when an exception leaves the first frame that does not handle it; catching
 * forgets it [throw-site.first], unless the same error is thrown again.  What js_take_exception hands out keeps its note until the next one.  A
 * SyntaxError tells its place itself (compile/compile.c); of errors that were not thrown just now, the first
 * line of their trace serves.
 */
#include "debug/throw_site.h"

#include "debug/trace.h"
#include "js/object.h"
#include "object/error.h"
#include "object/property.h"
#include "parse/source.h"
#include "vm/state.h"

#include <string.h>

#define LINE_MAX_UNITS 4096u

void js__note_throw_nogc(js_ctx *ctx)
{
    struct js_state *state = ctx->state;

    js_assert(!state->throw_noted); /* [throw-site.first] */
    state->throw_noted = true;
    if (js_is_kind(ctx->exception, JS_KIND_ERROR) && gc_same(ctx->exception, state->throw_caught))
        return; /* thrown again, by `finally` for one: the first place is the better one */
    state->throw_caught = GC_EMPTY;
    if (!js_current_position_nogc(ctx, &state->throw_script, &state->throw_offset))
        state->throw_script = GC_EMPTY;
}

void js__forget_throw_nogc(js_ctx *ctx, js_value caught)
{
    ctx->state->throw_noted = false;
    ctx->state->throw_caught = js_is_kind(caught, JS_KIND_ERROR) ? caught : GC_EMPTY;
}

/* The line around offset: where it begins, and its length, at most so many units. */
static uint32_t line_length(const struct js_source_text *text, uint32_t start)
{
    uint32_t end = start;

    while (end < text->length && end - start < LINE_MAX_UNITS) {
        const uint16_t unit = js_source_unit(text, end);

        if (unit == '\n' || unit == '\r' || unit == 0x2028 || unit == 0x2029)
            break;
        end++;
    }
    return end - start;
}

static bool describe_noscript(js_ctx *ctx, const js_value *script, uint32_t offset,
                              struct js_throw_site *site, js_value *file, js_value *line_text)
{
    const struct js_script *cell = gc_to_cell(*script);
    const struct js_source_text text = {cell->latin1, cell->utf16, cell->length};
    const struct js_source_place place =
        js_source_place(&text, offset > text.length ? text.length : offset);
    const uint32_t start = offset - (place.column - 1), length = line_length(&text, start);

    site->line = place.line + cell->line_offset;
    site->column_begin = place.column - 1;
    site->column_end = place.column;
    *file = js_field(ctx, &cell->name);
    return text.latin1
               ? js_string_from_latin1_noscript(ctx, text.latin1 + start, length, line_text)
               : js_string_from_utf16_noscript(ctx, text.utf16 + start, length, line_text);
}

/* `file:line`, the line, blanks and carets: what compile/compile.c leaves in a SyntaxError. */
static bool describe_arrow_noscript(js_ctx *ctx, const js_value *arrow, struct js_throw_site *site,
                                    js_value *file, js_value *line_text)
{
    uint32_t first, second, colon, carets;
    struct js_units units;
    JS_FRAME(ctx, f, arrow, name, line);

    f.arrow = *arrow;
    if (!js_string_flatten_noscript(ctx, &f.arrow))
        return false;
    units = js_string_units_nogc(ctx, f.arrow);
    for (first = 0; first < units.length && js_unit_at(&units, first) != '\n'; first++)
        continue;
    for (second = first + 1; second < units.length && js_unit_at(&units, second) != '\n'; second++)
        continue;
    for (colon = first; colon > 0 && js_unit_at(&units, colon) != ':'; colon--)
        continue;
    if (second >= units.length || colon == 0)
        return false;
    site->line = 0;
    for (uint32_t i = colon + 1; i < first; i++)
        site->line = site->line * 10 + (js_unit_at(&units, i) - '0');
    for (carets = second + 1; carets < units.length && js_unit_at(&units, carets) != '^'; carets++)
        continue;
    site->column_begin = carets - second - 1;
    while (carets < units.length && js_unit_at(&units, carets) == '^')
        carets++;
    site->column_end = carets - second - 1;
    if (!js_string_substring_noscript(ctx, &f.arrow, 0, colon, &f.name) ||
        !js_string_substring_noscript(ctx, &f.arrow, first + 1, second, &f.line))
        return false;
    *file = f.name;
    *line_text = f.line;
    return true;
}

/* The innermost frame of an error's trace that has a place. */
static bool find_in_trace_nogc(js_ctx *ctx, js_value error, js_value *script, uint32_t *offset)
{
    const js_value trace = js_field(ctx, &((const struct js_error *)gc_to_cell(error))->trace);

    if (!js_is_kind(trace, JS_KIND_TUPLE))
        return false;
    for (uint32_t i = 0; i < js__trace_count_nogc(trace); i++) {
        const struct js__trace_frame frame = js__trace_frame_nogc(ctx, trace, i);

        if (js_is_kind(frame.what, JS_KIND_CODE) && frame.position >= 0) {
            *script = js_field(ctx, &((const struct js_code *)gc_to_cell(frame.what))->script);
            *offset = (uint32_t)frame.position;
            return true;
        }
    }
    return false;
}

bool js_throw_site_noscript(js_ctx *ctx, const js_value *error, struct js_throw_site *site,
                            js_value *file, js_value *line_text)
{
    struct js_state *state = ctx->state;
    uint32_t offset = state->throw_offset;
    struct js_found found;
    bool ok;
    JS_FRAME(ctx, f, script, arrow);

    if (js_is_kind(*error, JS_KIND_ERROR) &&
        js_private_find_nogc(ctx, *error, *JS_ATOM(ctx, arrow_message), &found) == JS_PLACE_SLOT) {
        f.arrow = js__found_value_nogc(ctx, *error, &found);
        ok = js_is_string(f.arrow) && describe_arrow_noscript(ctx, &f.arrow, site, file, line_text);
    } else {
        f.script = GC_EMPTY;
        if (gc_same(state->throw_value, *error))
            f.script = state->throw_script;
        if (!js_is_kind(f.script, JS_KIND_SCRIPT) &&
            !(js_is_kind(*error, JS_KIND_ERROR) &&
              find_in_trace_nogc(ctx, *error, &f.script, &offset)))
            return false;
        ok = describe_noscript(ctx, &f.script, offset, site, file, line_text);
    }
    return ok;
}
