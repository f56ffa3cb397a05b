/*
 * builtins/regexp_exec.c: making and running regular expressions: 22.2.3, 22.2.7.
 *
 * A compiled pattern is off-heap, owned by a js_foreign cell; patterns compiled lately are kept in a table, so that
 * a literal in a loop, or `new RegExp` of the same text, compiles once.  The matcher never collects: its callback
 * only looks at the interrupt word, and the input, a flat string in the moving heap, stays where it is.  Where an
 * interrupt is pending the match is given up, the interrupt handled, and, if the program goes on, the match begun
 * anew with only termination able to stop it [regexp.no-move].
 */
#include "builtins/builtin.h"
#include "builtins/regexp.h"
#include "object/elements.h"
#include "object/foreign.h"
#include "regexp/regexp.h"
#include "vm/state.h"

#include <stdlib.h>
#include <string.h>

/* What compiling a pattern takes from gc_malloc, roughly. */
enum { COMPILE_BYTES = 8 << 10, COMPILE_BYTES_A_UNIT = 64 };

/* ---- making ---- */

bool js_regexp_alloc(js_ctx *ctx, const js_value *new_target, js_value *out)
{
    JS_FRAME(ctx, f, zero, regexp);

    JS_TRY(js_create_from_constructor(ctx, new_target, JS_INTRINSIC_regexp_prototype, JS_KIND_REGEXP,
                                      sizeof(struct js_regexp), &f.regexp));
    f.zero = js_int(0);
    JS_TRY(js_object_add_noscript(ctx, &f.regexp, JS_ATOM(ctx, lastIndex), &f.zero, JS_WRITABLE));
    *out = f.regexp;
    return true;
}

static struct js_regexp_text text_of(const struct js_units *units)
{
    return (struct js_regexp_text){units->latin1 ? (const void *)units->latin1 : units->utf16, units->length,
                                   units->latin1 == NULL};
}

static void release_program(gc_heap *heap, void *program, size_t bytes)
{
    (void)bytes;
    js_regexp_free(heap, program);
}

static bool throw_pattern_error(js_ctx *ctx, const struct js_regexp_text *pattern, uint32_t flags,
                                const struct js_regexp_error *error)
{
    uint16_t text[512];
    size_t length;
    JS_FRAME(ctx, f, message);

    if (error->kind == JS_REGEXP_NO_MEMORY)
        return js_throw_out_of_memory(ctx);
    length = js_regexp_error_text(pattern, flags, error, text, 512);
    JS_TRY(js_string_from_utf16_noscript(ctx, text, length < 512 ? length : 512, &f.message));
    return js_throw_syntax_error(ctx, "%k", &f.message);
}

/* The table of compiled patterns: entries of pattern, flag bits, program. */
static uint32_t cache_index(uint32_t hash, uint32_t flags)
{
    return (hash ^ flags * 0x9E3779B1u) % JS_REGEXP_CACHE_SIZE;
}

static bool compile_program(js_ctx *ctx, const js_value *pattern, uint32_t flags, js_value *out)
{
    const uint32_t at = 3 * cache_index(js_string_hash_nogc(ctx, *pattern), flags);
    js_value *entry = &ctx->state->regexp_cache[at];
    struct js_regexp_error error = {0};
    struct js_regexp_program *program;
    struct js_regexp_text text;
    struct js_units units;

    if (js_is_string(entry[0]) && gc_same(entry[1], js_int((int32_t)flags)) &&
        js_string_equals_nogc(ctx, entry[0], *pattern)) {
        *out = entry[2];
        return true;
    }
    gc_prepare_malloc(ctx->heap, COMPILE_BYTES + COMPILE_BYTES_A_UNIT * (size_t)js_string_length_nogc(*pattern));
    units = js_string_units_nogc(ctx, *pattern);
    text = text_of(&units);
    program = js_regexp_compile(ctx->heap, &text, flags, ctx->c_stack_limit, &error);
    if (!program)
        return throw_pattern_error(ctx, &text, flags, &error);
    if (!js_foreign_new_noscript(ctx, 0, program, program->byte_size, release_program, out)) {
        js_regexp_free(ctx->heap, program);
        return false;
    }
    entry[0] = *pattern;
    entry[1] = js_int((int32_t)flags);
    entry[2] = *out;
    return true;
}

bool js_regexp_initialize(js_ctx *ctx, const js_value *regexp, const js_value *pattern, const js_value *flags)
{
    JS_FRAME(ctx, f, pattern, flags, program);
    struct js_units units;
    struct js_regexp_text letters;
    uint32_t bits;

    if (js_is_undefined(*pattern))
        f.pattern = *JS_ATOM(ctx, empty);
    else
        JS_TRY(js_to_string(ctx, pattern, &f.pattern));
    if (js_is_undefined(*flags))
        f.flags = *JS_ATOM(ctx, empty);
    else
        JS_TRY(js_to_string(ctx, flags, &f.flags));
    JS_TRY(js_string_flatten_noscript(ctx, &f.pattern));
    JS_TRY(js_string_flatten_noscript(ctx, &f.flags));
    units = js_string_units_nogc(ctx, f.flags);
    letters = text_of(&units);
    if (!js_regexp_parse_flags(&letters, &bits))
        return js_throw_syntax_error(ctx, "Invalid flags supplied to RegExp constructor '%k'", &f.flags);
    JS_TRY(compile_program(ctx, &f.pattern, bits, &f.program));
    struct js_regexp *cell = js_regexp_nogc(*regexp);

    gc_write(ctx->heap, cell, &cell->source, gc_slot_of(ctx->heap, f.pattern));
    gc_write(ctx->heap, cell, &cell->flags, gc_slot_of(ctx->heap, f.flags));
    gc_write(ctx->heap, cell, &cell->program, gc_slot_of(ctx->heap, f.program));
    cell->flag_bits = bits;
    return js_regexp_set_last_index(ctx, regexp, 0);
}

bool js_regexp_create(js_ctx *ctx, const js_value *pattern, const js_value *flags, js_value *out)
{
    JS_FRAME(ctx, f, constructor, regexp);

    f.constructor = JS_INTRINSIC(ctx, regexp);
    JS_TRY(js_regexp_alloc(ctx, &f.constructor, &f.regexp));
    JS_TRY(js_regexp_initialize(ctx, &f.regexp, pattern, flags));
    *out = f.regexp;
    return true;
}

/* ---- lastIndex ---- */

bool js_regexp_get_last_index(js_ctx *ctx, const js_value *regexp, double *out)
{
    JS_FRAME(ctx, f, value);

    JS_TRY(js_get(ctx, regexp, JS_ATOM(ctx, lastIndex), &f.value));
    return js_to_length(ctx, &f.value, out);
}

bool js_regexp_set_last_index(js_ctx *ctx, const js_value *regexp, double index)
{
    JS_FRAME(ctx, f, value);

    f.value = js_number(index);
    return js_set(ctx, regexp, JS_ATOM(ctx, lastIndex), &f.value, true);
}

/* ---- matching ---- */

void js__captures_leave(struct js_captures *captures)
{
    if (captures->positions && captures->positions != captures->few)
        gc_free(captures->ctx->heap, captures->positions, captures->count * 2 * sizeof(int32_t));
}

static bool prepare_captures(js_ctx *ctx, struct js_captures *captures, uint32_t count)
{
    if (captures->positions && captures->count == count)
        return true;
    js__captures_leave(captures);
    captures->count = count;
    captures->positions =
        count * 2 <= 32 ? captures->few : gc_malloc(ctx->heap, count * 2 * sizeof(int32_t));
    return captures->positions || js_throw_out_of_memory(ctx);
}

static bool any_interrupt(void *data)
{
    const js_ctx *ctx = data;

    return __atomic_load_n(&ctx->interrupts, __ATOMIC_RELAXED) != 0;
}

static bool termination(void *data)
{
    const js_ctx *ctx = data;

    return (__atomic_load_n(&ctx->interrupts, __ATOMIC_RELAXED) & JS_INTERRUPT_TERMINATE) != 0;
}

bool js_regexp_match(js_ctx *ctx, const js_value *regexp, const js_value *string, uint32_t index,
                     struct js_captures *captures, bool *matched)
{
    bool again = false;

    JS_TRY(js_string_flatten_noscript(ctx, string));
    for (;;) {
        const struct js_foreign *foreign =
            gc_slot_to_cell(ctx->heap, js_regexp_nogc(*regexp)->program);
        const struct js_regexp_program *program = foreign->pointer;
        const struct js_units units = js_string_units_nogc(ctx, *string);
        const struct js_regexp_text input = text_of(&units);
        struct js_regexp_env env = {.heap = ctx->heap,
                                    .interrupt = again ? termination : any_interrupt,
                                    .interrupt_data = ctx,
                                    .stack = ctx->regexp_stack,
                                    .stack_words = ctx->regexp_stack_bytes / sizeof(uint32_t)};
        enum js_regexp_result result;

        JS_TRY(prepare_captures(ctx, captures, program->capture_count));
        ctx->regexp_stack = NULL;
        ctx->regexp_stack_bytes = 0;
        {
            GC_NO_COLLECT(ctx->heap); /* input points into the heap [regexp.no-move] */
            result = js_regexp_exec(program, &input, index, captures->positions, &env);
        }
        ctx->regexp_stack = env.stack;
        ctx->regexp_stack_bytes = env.stack_words * sizeof(uint32_t);
        if (result == JS_REGEXP_OUT_OF_MEMORY)
            return js_throw_out_of_memory(ctx);
        *matched = result == JS_REGEXP_MATCH;
        if (result != JS_REGEXP_INTERRUPTED)
            return true;
        JS_TRY(js_handle_interrupt(ctx));
        again = true;
    }
}

/* ---- 22.2.7.2: the result object ---- */

/* Group names and what they captured, as an object without prototype; undefined where there are none. */
static bool groups_object(js_ctx *ctx, const js_value *regexp, const js_value *array, js_value *out)
{
    JS_FRAME(ctx, f, object, null, name, value);
    const struct js_foreign *foreign = gc_slot_to_cell(ctx->heap, js_regexp_nogc(*regexp)->program);
    const struct js_regexp_program *program = foreign->pointer;
    bool found;

    *out = JS_UNDEFINED;
    if (!program->name_count)
        return true;
    f.null = JS_NULL;
    JS_TRY(js_object_new_with_prototype_noscript(ctx, &f.null, &f.object));
    for (uint32_t i = 0; i < program->name_count; i++) {
        const struct js_regexp_group_name name = js_regexp_group_name(program, i);

        JS_TRY(js_intern_utf16_noscript(ctx, name.units, name.length, &f.name));
        JS_TRY(js_get_index(ctx, array, name.group, &f.value));
        JS_TRY(js_to_property_key(ctx, &f.name, &f.name));
        JS_TRY(js_has_own_property(ctx, &f.object, &f.name, &found));
        /* Of groups with the same name at most one took part. */
        if (!found || !js_is_undefined(f.value))
            JS_TRY(js_create_data_property_or_throw(ctx, &f.object, &f.name, &f.value));
    }
    *out = f.object;
    return true;
}

/* 22.2.7.7 MakeMatchIndicesIndexPairArray */
static bool indices_array(js_ctx *ctx, const js_value *regexp, const struct js_captures *captures,
                          js_value *out)
{
    JS_FRAME(ctx, f, array, pair, start, end, groups);

    JS_TRY(js_array_new_noscript(ctx, captures->count, &f.array));
    for (uint32_t i = 0; i < captures->count; i++) {
        f.pair = JS_UNDEFINED;
        if (captures->positions[2 * i] >= 0) {
            f.start = js_int(captures->positions[2 * i]);
            f.end = js_int(captures->positions[2 * i + 1]);
            JS_TRY(js_array_from_values_noscript(ctx, &f.start, 2, &f.pair));
        }
        JS_TRY(js_elements_put_noscript(ctx, &f.array, i, &f.pair));
    }
    JS_TRY(groups_object(ctx, regexp, &f.array, &f.groups));
    JS_TRY(js_create_data_property_or_throw(ctx, &f.array, JS_ATOM(ctx, groups), &f.groups));
    *out = f.array;
    return true;
}

static bool match_object(js_ctx *ctx, const js_value *regexp, const js_value *string,
                         const struct js_captures *captures, js_value *out)
{
    JS_FRAME(ctx, f, array, part, groups);

    JS_TRY(js_array_new_noscript(ctx, captures->count, &f.array));
    for (uint32_t i = 0; i < captures->count; i++) {
        f.part = JS_UNDEFINED;
        if (captures->positions[2 * i] >= 0)
            JS_TRY(js_string_substring_noscript(ctx, string, (uint32_t)captures->positions[2 * i],
                                                (uint32_t)captures->positions[2 * i + 1], &f.part));
        JS_TRY(js_elements_put_noscript(ctx, &f.array, i, &f.part));
    }
    f.part = js_int(captures->positions[0]);
    JS_TRY(js_create_data_property_or_throw(ctx, &f.array, JS_ATOM(ctx, index), &f.part));
    JS_TRY(js_create_data_property_or_throw(ctx, &f.array, JS_ATOM(ctx, input), string));
    JS_TRY(groups_object(ctx, regexp, &f.array, &f.groups));
    JS_TRY(js_create_data_property_or_throw(ctx, &f.array, JS_ATOM(ctx, groups), &f.groups));
    if (js_regexp_nogc(*regexp)->flag_bits & JS_REGEXP_HAS_INDICES) {
        JS_TRY(indices_array(ctx, regexp, captures, &f.part));
        JS_TRY(js_create_data_property_or_throw(ctx, &f.array, JS_ATOM(ctx, indices), &f.part));
    }
    *out = f.array;
    return true;
}

bool js_regexp_builtin_exec(js_ctx *ctx, const js_value *regexp, const js_value *string, js_value *out)
{
    JS_FRAME(ctx, f, regexp, string);
    JS_CAPTURES(ctx, captures);
    const bool moves =
        (js_regexp_nogc(*regexp)->flag_bits & (JS_REGEXP_GLOBAL | JS_REGEXP_STICKY)) != 0;
    double index;
    bool matched = false;

    f.regexp = *regexp;
    f.string = *string;
    JS_TRY(js_regexp_get_last_index(ctx, &f.regexp, &index));
    if (!moves)
        index = 0;
    if (index <= js_string_length_nogc(f.string))
        JS_TRY(js_regexp_match(ctx, &f.regexp, &f.string, (uint32_t)index, &captures, &matched));
    if (!matched) {
        if (moves)
            JS_TRY(js_regexp_set_last_index(ctx, &f.regexp, 0));
        *out = JS_NULL;
        return true;
    }
    if (moves)
        JS_TRY(js_regexp_set_last_index(ctx, &f.regexp, captures.positions[1]));
    return match_object(ctx, &f.regexp, &f.string, &captures, out);
}

bool js_regexp_has_builtin_exec(js_ctx *ctx, const js_value *regexp, bool *out)
{
    JS_FRAME(ctx, f, exec);

    JS_TRY(js_get(ctx, regexp, JS_ATOM(ctx, exec), &f.exec));
    *out = js_is_kind(*regexp, JS_KIND_REGEXP) && gc_same(f.exec, JS_INTRINSIC(ctx, regexp_prototype_exec));
    return true;
}

bool js_regexp_exec_any(js_ctx *ctx, const js_value *regexp, const js_value *string, js_value *out)
{
    JS_FRAME(ctx, f, exec, result);

    JS_TRY(js_get(ctx, regexp, JS_ATOM(ctx, exec), &f.exec));
    if (js_is_callable_nogc(ctx, f.exec) && !(js_is_kind(*regexp, JS_KIND_REGEXP) &&
                                              gc_same(f.exec, JS_INTRINSIC(ctx, regexp_prototype_exec)))) {
        JS_TRY(js_call_function(ctx, &f.exec, regexp, string, 1, &f.result));
        if (!js_is_object(f.result) && !js_is_null(f.result))
            return js_throw_type_error(ctx, "object null is not a function");
        *out = f.result;
        return true;
    }
    if (!js_is_kind(*regexp, JS_KIND_REGEXP))
        return js_throw_type_error(ctx, "Receiver is not a RegExp");
    return js_regexp_builtin_exec(ctx, regexp, string, out);
}
