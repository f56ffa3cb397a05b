/*
 * debug/stack_trace.c: capturing the calls in progress, and showing them as V8 does.
 *
 * A trace holds code and names, not functions and receivers: an error that is kept does not keep what its
 * frames could reach.  So the name of the receiver's constructor is found when the trace is captured; lines
 * and columns are counted only when the text is made.
 */
#include "debug/trace.h"

#include "compile/emit.h"
#include "object/shape.h"
#include "ops/ops.h"
#include "parse/source.h"
#include "vm/messages.h"
#include "vm/natives.h"
#include "vm/realm.h"
#include "vm/state.h"

#include <string.h>

#define LIMIT_DEFAULT 10u
#define LIMIT_MAX     4096u
#define PRINT_MAX     200u

/* ---- capturing ---- */

/* Error.stackTraceLimit; false where it is no number. */
static bool find_limit(js_ctx *ctx, uint32_t *limit)
{
    js_value constructor = JS_INTRINSIC(ctx, error), v;

    *limit = LIMIT_DEFAULT;
    if (!js_is_object(constructor))
        return true;
    if (!js__find_data_nogc(ctx, constructor, *JS_ATOM(ctx, stackTraceLimit), &v) ||
        !js_is_number(v))
        return false;
    double d = gc_to_number(v);

    *limit = d >= LIMIT_MAX ? LIMIT_MAX : d >= 1 ? (uint32_t)d : 0;
    return true;
}

extern const js_builtin function_table[], reflect_table[];

/* Functions of the host have no frames in V8's traces; nor have those that only pass a call on. */
static bool is_hidden(js_ctx *ctx, const struct js_activation *activation)
{
    if (activation->pc != NULL || !js_is_kind(*activation->callee, JS_KIND_NATIVE_FUNCTION))
        return false;
    const struct js_native_function *native = gc_to_cell(*activation->callee);
    const js_builtin *entry = js_native_entry_nogc(ctx, native->table, native->index);

    if (native->table >= js_native_own_table_count())
        return true;
    return (js_native_entry_nogc(ctx, native->table, 0) == function_table ||
            js_native_entry_nogc(ctx, native->table, 0) == reflect_table) &&
           (strcmp(entry->name, "call") == 0 || strcmp(entry->name, "apply") == 0);
}

/* The next activation from this one on that traces show. */
static struct js_activation *shown(js_ctx *ctx, struct js_activation *activation)
{
    while (activation != NULL && is_hidden(ctx, activation))
        activation = activation->prev;
    return activation;
}

static struct js_activation *first_activation(js_ctx *ctx, const js_value *until)
{
    struct js_activation *activation = ctx->activation;

    if (until == NULL)
        return shown(ctx, activation);
    while (activation != NULL && !gc_same(*activation->callee, *until))
        activation = activation->prev;
    return activation ? shown(ctx, activation->prev) : NULL;
}

/* The name of a constructor as a string, if one is at hand without making it. */
static bool constructor_name(js_ctx *ctx, js_value function, js_value *out)
{
    if (!js_is_object(function) || js_is_kind(function, JS_KIND_PROXY))
        return false;
    if (js__find_data_nogc(ctx, function, *JS_ATOM(ctx, name), out) && js_is_string(*out) &&
        js_string_length_nogc(*out) != 0)
        return true;
    if (!js_is_kind(function, JS_KIND_FUNCTION))
        return false;
    const struct js_feedback *feedback =
        gc_slot_to_cell(ctx->heap, js_function_nogc(function)->feedback);
    const struct js_code *code = gc_slot_to_cell(ctx->heap, feedback->code);

    *out = js_field(ctx, &code->name);
    return js_is_string(*out) && js_string_length_nogc(*out) != 0;
}

static bool receiver_type_noscript(js_ctx *ctx, js_value self, js_value *out)
{
    js_value found;

    if (js_is_kind(self, JS_KIND_FUNCTION) &&
        (js_function_bytecode_nogc(ctx, self)->flags & JS_CODE_CLASS) &&
        constructor_name(ctx, self, out))
        return true;
    if (!js_is_object(self)) {
        *out = js_is_string(self)    ? *JS_ATOM(ctx, String)
               : js_is_number(self)  ? *JS_ATOM(ctx, Number)
               : js_is_boolean(self) ? *JS_ATOM(ctx, Boolean)
                                     : *JS_ATOM(ctx, Object);
        return true;
    }
    if (js__find_data_nogc(ctx, self, *JS_ATOM(ctx, sym_toStringTag), &found) &&
        js_is_string(found) && js_string_length_nogc(found) != 0) {
        *out = found;
        return true;
    }
    if (js__find_data_nogc(ctx, self, *JS_ATOM(ctx, constructor), &found)) {
        if (constructor_name(ctx, found, out))
            return true;
        if (js_is_kind(found, JS_KIND_NATIVE_FUNCTION)) {
            const struct js_native_function *native = gc_to_cell(found);

            return js_native_name_noscript(ctx, native->table, native->index, out);
        }
    }
    *out = js_is_kind(self, JS_KIND_PROXY) ? *JS_ATOM(ctx, Proxy) : *JS_ATOM(ctx, Object);
    return true;
}

static gc_slot what_is_called(js_ctx *ctx, js_value callee)
{
    if (js_is_kind(callee, JS_KIND_FUNCTION)) {
        const struct js_feedback *feedback =
            gc_slot_to_cell(ctx->heap, js_function_nogc(callee)->feedback);

        return feedback->code;
    }
    if (js_is_kind(callee, JS_KIND_NATIVE_FUNCTION)) {
        const struct js_native_function *native = gc_to_cell(callee);

        if (gc_slot_is_cell(native->name))
            return native->name;
        return gc_slot_from_int(native->table << 16 | native->index);
    }
    return JS_SLOT_UNDEFINED;
}

static int32_t position_of(js_ctx *ctx, const struct js_activation *activation)
{
    uint32_t position;

    if (activation->pc == NULL || !js_is_kind(*activation->callee, JS_KIND_FUNCTION))
        return -1;
    position = js_code_position_nogc(js_function_bytecode_nogc(ctx, *activation->callee),
                                     activation->pc);
    return position <= INT32_MAX >> 1 ? (int32_t)position : -1;
}

static bool capture_frame(js_ctx *ctx, const struct js_activation *activation,
                          const js_value *trace, uint32_t i)
{
    js_value self = activation->callee[1];
    bool toplevel = js_is_nullish(self) || js_is_kind(self, JS_KIND_GLOBAL) ||
                    gc_same(self, GC_EMPTY);
    JS_FRAME(ctx, f, type);

    f.type = JS_UNDEFINED;
    if (!toplevel && !activation->construct)
        JS_TRY(receiver_type_noscript(ctx, self, &f.type));
    struct js_tuple *tuple = gc_to_cell(*trace);
    gc_slot *slots = &tuple->slots[1 + i * JS__TRACE_SLOTS];
    unsigned flags = (activation->construct ? JS__TRACE_CONSTRUCT : 0) |
                     (toplevel ? JS__TRACE_TOPLEVEL : 0);

    gc_write(ctx->heap, tuple, &slots[JS__TRACE_WHAT], what_is_called(ctx, *activation->callee));
    gc_write(ctx->heap, tuple, &slots[JS__TRACE_TYPE], gc_slot_of(ctx->heap, f.type));
    gc_write_immediate(&slots[JS__TRACE_POSITION],
                       gc_slot_from_int(position_of(ctx, activation)));
    gc_write_immediate(&slots[JS__TRACE_FLAGS], gc_slot_from_int((int32_t)flags));
    return true;
}

bool js_capture_stack_noscript(js_ctx *ctx, const js_value *until, js_value *out)
{
    struct js_activation *first = first_activation(ctx, until), *activation;
    uint32_t limit, count = 0;
    JS_FRAME(ctx, f, trace);

    if (!find_limit(ctx, &limit)) {
        *out = JS_UNDEFINED;
        return true;
    }
    for (activation = first; activation != NULL && count < limit;
         activation = shown(ctx, activation->prev))
        count++;
    JS_TRY(js_tuple_new_noscript(ctx, 1 + count * JS__TRACE_SLOTS, &f.trace));
    gc_write_immediate(&((struct js_tuple *)gc_to_cell(f.trace))->slots[0],
                       gc_slot_from_int((int32_t)count));
    activation = first;
    for (uint32_t i = 0; i < count; i++, activation = shown(ctx, activation->prev))
        JS_TRY(capture_frame(ctx, activation, &f.trace, i));
    *out = f.trace;
    return true;
}

bool js_current_position_nogc(js_ctx *ctx, js_value *script, uint32_t *offset)
{
    for (struct js_activation *a = ctx->activation; a != NULL; a = a->prev) {
        if (a->pc == NULL || !js_is_kind(*a->callee, JS_KIND_FUNCTION))
            continue;
        const struct js_code *code = gc_slot_to_cell(ctx->heap, what_is_called(ctx, *a->callee));

        *script = js_field(ctx, &code->script);
        *offset = js_code_position_nogc(code->bytecode, a->pc);
        return *offset != UINT32_MAX;
    }
    return false;
}

/* ---- reading a trace ---- */

uint32_t js__trace_count_nogc(js_value trace)
{
    const struct js_tuple *tuple = gc_to_cell(trace);

    return (uint32_t)gc_slot_to_int(tuple->slots[0]);
}

struct js__trace_frame js__trace_frame_nogc(const js_ctx *ctx, js_value trace, uint32_t i)
{
    const struct js_tuple *tuple = gc_to_cell(trace);
    const gc_slot *slots = &tuple->slots[1 + i * JS__TRACE_SLOTS];

    return (struct js__trace_frame){
        .what = js_field(ctx, &slots[JS__TRACE_WHAT]),
        .type = js_field(ctx, &slots[JS__TRACE_TYPE]),
        .position = gc_slot_to_int(slots[JS__TRACE_POSITION]),
        .flags = (unsigned)gc_slot_to_int(slots[JS__TRACE_FLAGS]),
    };
}

const struct js_script *js__trace_script_nogc(const js_ctx *ctx, const struct js__trace_frame *frame)
{
    if (!js_is_kind(frame->what, JS_KIND_CODE))
        return NULL;
    return gc_slot_to_cell(ctx->heap, ((const struct js_code *)gc_to_cell(frame->what))->script);
}

bool js__trace_place_nogc(const js_ctx *ctx, const struct js__trace_frame *frame, uint32_t *line,
                          uint32_t *column)
{
    const struct js_script *script = js__trace_script_nogc(ctx, frame);

    if (script == NULL || frame->position < 0 || (uint32_t)frame->position > script->length)
        return false;
    struct js_source_text text = {script->latin1, script->utf16, script->length};
    struct js_source_place place = js_source_place(&text, (uint32_t)frame->position);

    *line = place.line + script->line_offset;
    *column = place.column;
    return true;
}

/* ---- showing ---- */

bool js__trace_show_name_nogc(struct js_string_builder *b, const struct js__trace_frame *frame)
{
    js_value name = frame->what;

    if (gc_is_int(frame->what)) {
        uint32_t number = (uint32_t)gc_to_int(frame->what);
        const js_builtin *entry = js_native_entry_nogc(b->ctx, number >> 16, number & 0xFFFF);
        bool symbol = strncmp(entry->name, "@@", 2) == 0;

        if (entry->type == JS_TYPE_GETTER)
            js_builder_ascii_nogc(b, "get ");
        if (entry->type == JS_TYPE_SETTER)
            js_builder_ascii_nogc(b, "set ");
        js_builder_ascii_nogc(b, symbol ? "[Symbol." : "");
        js_builder_ascii_nogc(b, entry->name + (symbol ? 2 : 0));
        js_builder_ascii_nogc(b, symbol ? "]" : "");
        return entry->name[0] != 0;
    }
    if (js_is_kind(name, JS_KIND_CODE))
        name = js_field(b->ctx, &((const struct js_code *)gc_to_cell(name))->name);
    if (js_is_symbol(name)) {
        js_builder_ascii_nogc(b, "[");
        js__show_value_nogc(b, name);
        js_builder_ascii_nogc(b, "]");
        return true;
    }
    if (!js_is_string(name) || js_string_length_nogc(name) == 0)
        return false;
    js_builder_string_nogc(b, name);
    return true;
}

static void show_number(struct js_string_builder *b, uint32_t number)
{
    char text[16];

    snprintf(text, sizeof text, ":%u", number);
    js_builder_ascii_nogc(b, text);
}

static void show_location(struct js_string_builder *b, const struct js__trace_frame *frame)
{
    const struct js_script *script = js__trace_script_nogc(b->ctx, frame);
    uint32_t line, column;

    if (script == NULL || !gc_slot_is_cell(script->name))
        js_builder_ascii_nogc(b, "<anonymous>");
    else
        js_builder_string_nogc(b, js_field(b->ctx, &script->name));
    if (js__trace_place_nogc(b->ctx, frame, &line, &column)) {
        show_number(b, line);
        show_number(b, column);
    }
}

/* Whether the text appended from start on begins with the text of prefix. */
static bool begins_with(const struct js_string_builder *b, size_t start, js_value prefix)
{
    uint32_t length = js_string_length_nogc(prefix);
    JS_STRING_BUILDER(b->ctx, p);

    js_builder_string_nogc(&p, prefix);
    if (p.failed || p.length != length || b->length - start < length)
        return false;
    for (uint32_t i = 0; i < length; i++) {
        uint16_t x = b->utf16 ? b->utf16[start + i] : b->latin1[start + i];

        if (x != (p.utf16 ? p.utf16[i] : p.latin1[i]))
            return false;
    }
    return true;
}

void js__trace_show_frame_nogc(struct js_string_builder *b, const struct js__trace_frame *frame)
{
    bool is_method = js_is_string(frame->type);
    JS_STRING_BUILDER(b->ctx, name);
    bool has_name = js__trace_show_name_nogc(&name, frame);

    if (frame->flags & JS__TRACE_CONSTRUCT) {
        js_builder_ascii_nogc(b, "new ");
    } else if (is_method) {
        if (!has_name || !begins_with(&name, 0, frame->type)) {
            js_builder_string_nogc(b, frame->type);
            js_builder_ascii_nogc(b, ".");
        }
    } else if (!has_name) {
        show_location(b, frame);
        return;
    }
    if (!has_name)
        js_builder_ascii_nogc(b, "<anonymous>");
    else if (name.utf16)
        js_builder_utf16_nogc(b, name.utf16, name.length);
    else
        js_builder_latin1_nogc(b, name.latin1, name.length);
    js_builder_ascii_nogc(b, " (");
    show_location(b, frame);
    js_builder_ascii_nogc(b, ")");
}

static void show_trace(struct js_string_builder *b, js_value trace)
{
    uint32_t count = js__trace_count_nogc(trace);

    for (uint32_t i = 0; i < count; i++) {
        struct js__trace_frame frame = js__trace_frame_nogc(b->ctx, trace, i);

        js_builder_ascii_nogc(b, "\n    at ");
        js__trace_show_frame_nogc(b, &frame);
    }
}

bool js_trace_to_string_noscript(js_ctx *ctx, const js_value *trace, js_value *out)
{
    JS_STRING_BUILDER(ctx, b);

    show_trace(&b, *trace);
    return js_builder_finish_noscript(&b, out);
}

/* ---- formatting ---- */

/* Calls Error.prepareStackTrace(error, sites) if there is one: *done. */
static bool call_prepare(js_ctx *ctx, const js_value *error, const js_value *trace, js_value *out,
                         bool *done)
{
    JS_FRAME(ctx, f, constructor, prepare, arg0, arg1);

    *done = false;
    f.constructor = JS_INTRINSIC(ctx, error);
    if (ctx->state->formatting_stack || !js_is_object(f.constructor))
        return true;
    JS_TRY(js_get(ctx, &f.constructor, JS_ATOM(ctx, prepareStackTrace), &f.prepare));
    if (!js_is_callable_nogc(ctx, f.prepare))
        return true;
    f.arg0 = *error;
    JS_TRY(js__call_sites_noscript(ctx, trace, &f.arg1));
    ctx->state->formatting_stack = true;
    bool ok = js_call_function(ctx, &f.prepare, &f.constructor, &f.arg0, 2, out);

    ctx->state->formatting_stack = false;
    *done = true;
    return ok;
}

bool js_format_stack(js_ctx *ctx, const js_value *error, const js_value *trace, js_value *out)
{
    JS_FRAME(ctx, f, header);
    bool done;

    JS_TRY(js_check_stack(ctx));
    JS_TRY(call_prepare(ctx, error, trace, out, &done));
    if (done)
        return true;
    JS_TRY(js_error_to_string(ctx, error, &f.header));
    JS_STRING_BUILDER(ctx, b);
    js_builder_string_nogc(&b, f.header);
    show_trace(&b, *trace);
    return js_builder_finish_noscript(&b, out);
}

/* ---- for fatal reports ---- */

static void print_units(FILE *file, const js_ctx *ctx, js_value string)
{
    struct js_units units;
    const struct js_rope *rope = gc_to_cell(string);

    if (rope->header.kind == JS_KIND_ROPE && gc_slot_is_cell(rope->right))
        return; /* names are flat */
    units = js_string_units_nogc((js_ctx *)(uintptr_t)ctx, string);
    for (uint32_t i = 0; i < units.length && i < PRINT_MAX; i++) {
        uint16_t unit = js_unit_at(&units, i);

        putc(unit >= 0x20 && unit < 0x7F ? unit : '?', file);
    }
}

void js__print_constructor_nogc(FILE *file, js_ctx *ctx, js_value prototype)
{
    js_value found, name;

    if (js__find_data_nogc(ctx, prototype, *JS_ATOM(ctx, constructor), &found) && js_is_object(found) &&
        constructor_name(ctx, found, &name))
        print_units(file, ctx, name);
    else
        fputs("(anonymous)", file);
}

void js__print_place_nogc(js_ctx *ctx, FILE *file, js_value code, int32_t position)
{
    struct js__trace_frame frame = {.what = code, .position = position};
    const struct js_script *script = js__trace_script_nogc(ctx, &frame);
    js_value name = js_field(ctx, &((const struct js_code *)gc_to_cell(code))->name);
    uint32_t line, column;

    if (js_is_string(name) && js_string_length_nogc(name) != 0)
        print_units(file, ctx, name);
    else
        fputs("/* anonymous */", file);
    fputs(" [", file);
    if (gc_slot_is_cell(script->name))
        print_units(file, ctx, js_field(ctx, &script->name));
    if (js__trace_place_nogc(ctx, &frame, &line, &column))
        fprintf(file, ":%u:%u", line, column);
    fputs("]\n", file);
}

static void print_frame(js_ctx *ctx, FILE *file, const struct js_activation *activation)
{
    gc_slot what = what_is_called(ctx, *activation->callee);
    js_value called = js_field(ctx, &what);

    if (js_is_kind(called, JS_KIND_CODE)) {
        js__print_place_nogc(ctx, file, called, position_of(ctx, activation));
        return;
    }
    if (gc_is_int(called)) {
        uint32_t number = (uint32_t)gc_to_int(called);

        fprintf(file, "%s", js_native_entry_nogc(ctx, number >> 16, number & 0xFFFF)->name);
    } else if (js_is_string(called)) {
        print_units(file, ctx, called);
    }
    fputs(" (<anonymous>)\n", file);
}

void js_print_stack_nogc(js_ctx *ctx, FILE *file)
{
    unsigned i = 0;

    for (struct js_activation *a = ctx->activation; a != NULL && i < PRINT_MAX; a = a->prev, i++) {
        fprintf(file, "%5u: ", i);
        print_frame(ctx, file, a);
    }
}
