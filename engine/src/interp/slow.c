/*
 * interp/slow.c: instructions that make functions, arguments, templates, or look beyond one property.
 */
#include "interp/frames.h"
#include "object/arguments.h"
#include "object/scope.h"

#include "debug/stack_trace.h"
#include "gc/mutant.h"

#include <stdio.h>
#include <string.h>

bool js_throw_this_uninitialised(js_ctx *ctx)
{
    return js_throw_reference_error(ctx, "Must call super constructor in derived class before accessing "
                                         "'this' or returning from derived constructor");
}

/* ---- functions ---- */

/* The feedback cell of child number i in the running function's feedback; made at first use. */
static bool child_feedback(js_ctx *ctx, struct js_frame *frame, uint16_t child, js_value *out)
{
    JS_FRAME(ctx, f, children, codes, code, feedback);
    const struct js_feedback *own = js_frame_feedback_nogc(ctx, frame->fp);
    const struct js_code *code = gc_slot_to_cell(ctx->heap, own->code);

    f.codes = gc_decode(ctx->heap, code->children);
    if (gc_slot_is_int(own->children)) {
        JS_TRY(js_tuple_new_noscript(ctx, frame->bytecode->child_count, &f.children));
        struct js_feedback *feedback = js_frame_feedback_nogc(ctx, frame->fp);
        gc_write(ctx->heap, feedback, &feedback->children, gc_slot_of(ctx->heap, f.children));
    } else {
        f.children = gc_decode(ctx->heap, own->children);
    }
    const struct js_tuple *children = gc_to_cell(f.children);

    if (gc_slot_is_cell(children->slots[child])) {
        *out = gc_decode(ctx->heap, children->slots[child]);
        return true;
    }
    f.code = gc_decode(ctx->heap, ((const struct js_tuple *)gc_to_cell(f.codes))->slots[child]);
    JS_TRY(js_feedback_new_noscript(ctx, &f.code, &f.feedback));
    struct js_tuple *tuple = gc_to_cell(f.children);
    gc_write(ctx->heap, tuple, &tuple->slots[child], gc_slot_of(ctx->heap, f.feedback));
    *out = f.feedback;
    return true;
}

bool js_op_closure(js_ctx *ctx, struct js_frame *frame, uint16_t child, const js_value *home, js_value *out)
{
    JS_FRAME(ctx, f, feedback, function);

    JS_TRY(child_feedback(ctx, frame, child, &f.feedback));
    const struct js_bytecode *bytecode =
        ((const struct js_feedback *)gc_to_cell(f.feedback))->bytecode;

    JS_TRY(js_function_new_noscript(ctx, &f.feedback, &f.function));
    /* Copied numbers may need boxes; in chunks that a reservation can hold. */
    for (uint32_t i = 0; i < bytecode->capture_count;) {
        const uint32_t chunk = bytecode->capture_count - i < 1024 ? bytecode->capture_count - i : 1024;

#if GC_MUTANT(CLOSURE_STALE)
        struct js_function *function = gc_to_cell(f.function);
        JS_TRY(js_reserve(ctx, chunk * GC_NUMBER_BYTES));
#else
        JS_TRY(js_reserve(ctx, chunk * GC_NUMBER_BYTES));
        struct js_function *function = gc_to_cell(f.function);
#endif
        const struct js_function *self = gc_to_cell(frame->fp[-2]);

        for (const uint32_t end = i + chunk; i < end; i++) {
            const struct js_capture *capture = &bytecode->captures[i];
            const gc_slot slot = capture->from_register
                                     ? gc_encode_nogc(ctx->heap, frame->fp[capture->index])
                                     : gc_load(&self->captures[capture->index]);

            gc_write(ctx->heap, function, &function->captures[i], slot);
        }
    }
    struct js_function *function = gc_to_cell(f.function);

    if (home && (bytecode->flags & JS_CODE_USES_HOME))
        gc_write(ctx->heap, function, &function->home, gc_slot_of(ctx->heap, *home));
    *out = f.function;
    return true;
}

bool js_op_set_function_name(js_ctx *ctx, const js_value *function, const js_value *key, unsigned prefix)
{
    static const char *const prefixes[] = {NULL, "get", "set"};
    JS_FRAME(ctx, f, key);

    if (js_is_kind(*function, JS_KIND_FUNCTION) &&
        (js_function_bytecode_nogc(ctx, *function)->flags & JS_CODE_CLASS)) {
        bool own;
        /* A class that defines a static member `name` keeps it. */
        if (!js_has_shape_flag_nogc(ctx, *function, JS_SHAPE_LAZY_FUNCTION)) {
            JS_DESCRIPTOR(ctx, d);
            JS_TRY(js_object_get_own_property(ctx, function, JS_ATOM(ctx, name), &d, &own));
            if (own && (!js_is_string(d.value) || js_string_length_nogc(d.value) != 0 ||
                        (d.flags & (JS_WRITABLE | JS_ENUMERABLE))))
                return true;
        }
    }
    JS_TRY(js_to_property_key(ctx, key, &f.key));
    return js_set_function_name_noscript(ctx, function, &f.key, prefixes[prefix]);
}

bool js_op_this_sloppy(js_ctx *ctx, const js_value *self, js_value *out)
{
    if (js_is_nullish(*self)) {
        *out = JS_INTRINSIC(ctx, global_this);
        return true;
    }
    return js_to_object(ctx, self, out);
}

/* ---- arguments ---- */

bool js_op_create_arguments(js_ctx *ctx, struct js_frame *frame, js_value *out)
{
    return js_arguments_new_unmapped_noscript(ctx, frame->args, frame->argc, out);
}

bool js_op_create_mapped_arguments(js_ctx *ctx, struct js_frame *frame, js_value *places,
                                   uint16_t count, js_value *out)
{
    /* The scope is the program's last use of that register: its object takes its place. */
    if (count && js_is_kind(places[count], JS_KIND_SCOPE))
        places[count] = gc_get(ctx->heap, &((const struct js_scope *)gc_to_cell(places[count]))->object);
    return js_arguments_new_mapped_noscript(ctx, &frame->fp[-2], frame->args, frame->argc, places, count,
                                            out);
}

bool js_op_rest(js_ctx *ctx, struct js_frame *frame, uint16_t from, js_value *out)
{
    const uint32_t count = frame->argc > from ? frame->argc - from : 0;

    return js_array_from_values_noscript(ctx, frame->args + from, count, out);
}

/* ---- literals ---- */

bool js_op_new_array(js_ctx *ctx, uint16_t room, js_value *out)
{
    return room ? js_array_of_noscript(ctx, NULL, 0, room, out) : js_array_new_noscript(ctx, 0, out);
}

bool js_op_array_of_const(js_ctx *ctx, js_value *fp, uint16_t constant, js_value *out)
{
    JS_FRAME(ctx, f, elements);

    f.elements = js_frame_constant_nogc(ctx, fp, constant);
    return js_array_of_constant_noscript(ctx, &f.elements, out);
}

bool js_op_push_hole(js_ctx *ctx, const js_value *array)
{
    JS_FRAME(ctx, f, length);

    f.length = js_number((double)js_array_nogc(*array)->length + 1);
    return js_set(ctx, array, JS_ATOM(ctx, length), &f.length, true);
}

bool js_op_define_element(js_ctx *ctx, const js_value *object, const js_value *key, const js_value *value)
{
    JS_FRAME(ctx, f, key);

    JS_TRY(js_to_property_key(ctx, key, &f.key));
    return js_create_data_property_or_throw(ctx, object, &f.key, value);
}

bool js_op_set_proto(js_ctx *ctx, const js_value *object, const js_value *prototype)
{
    bool ok;

    if (!js_is_object(*prototype) && !js_is_null(*prototype))
        return true;
    return js_object_set_prototype(ctx, object, prototype, &ok);
}

/* 13.2.8.4 GetTemplateObject: one a site and realm, kept in the feedback cell. */
bool js_op_template(js_ctx *ctx, js_value *fp, uint16_t constant, uint16_t site, js_value *out)
{
    JS_FRAME(ctx, f, tuple, templates, cooked, raw, string);
    const struct js_feedback *feedback = js_frame_feedback_nogc(ctx, fp);
    bool ok;

    if (gc_slot_is_int(feedback->templates)) {
        JS_TRY(js_tuple_new_noscript(ctx, feedback->bytecode->template_count, &f.templates));
        struct js_feedback *own = js_frame_feedback_nogc(ctx, fp);
        gc_write(ctx->heap, own, &own->templates, gc_slot_of(ctx->heap, f.templates));
    } else {
        f.templates = gc_decode(ctx->heap, feedback->templates);
    }
    const gc_slot known = ((const struct js_tuple *)gc_to_cell(f.templates))->slots[site];

    if (gc_slot_is_cell(known)) {
        *out = gc_decode(ctx->heap, known);
        return true;
    }
    f.tuple = js_frame_constant_nogc(ctx, fp, constant);
    JS_TRY(js_array_new_noscript(ctx, 0, &f.cooked));
    JS_TRY(js_array_new_noscript(ctx, 0, &f.raw));
    for (uint32_t i = 0; i < ((const struct js_tuple *)gc_to_cell(f.tuple))->count; i++) {
        f.string = gc_decode(ctx->heap, ((const struct js_tuple *)gc_to_cell(f.tuple))->slots[i]);
        JS_TRY(js_array_push_noscript(ctx, i & 1 ? &f.raw : &f.cooked, &f.string));
    }
    JS_TRY(js_set_integrity_level(ctx, &f.raw, true, &ok));
    JS_TRY(js_define_value(ctx, &f.cooked, JS_ATOM(ctx, raw), &f.raw, 0));
    JS_TRY(js_set_integrity_level(ctx, &f.cooked, true, &ok));
    struct js_tuple *templates = gc_to_cell(f.templates);
    gc_write(ctx->heap, templates, &templates->slots[site], gc_slot_of(ctx->heap, f.cooked));
    *out = f.cooked;
    return true;
}

bool js_op_concat(js_ctx *ctx, const js_value *strings, uint16_t count, js_value *out)
{
    JS_FRAME(ctx, f, sum);

    f.sum = strings[0];
    for (uint16_t i = 1; i < count; i++)
        JS_TRY(js_string_concat_noscript(ctx, &f.sum, &strings[i], &f.sum));
    *out = f.sum;
    return true;
}

/* ---- properties ---- */

bool js_op_delete(js_ctx *ctx, const js_value *object, const js_value *key, bool strict, js_value *out)
{
    JS_FRAME(ctx, f, object, key);
    bool ok;

    if (js_is_nullish(*object))
        return js_throw_type_error(ctx, "Cannot convert undefined or null to object");
    JS_TRY(js_to_property_key(ctx, key, &f.key));
    JS_TRY(js_to_object(ctx, object, &f.object));
    JS_TRY(js_object_delete(ctx, &f.object, &f.key, &ok));
    if (!ok && strict)
        return js_throw_type_error(ctx, "Cannot delete property '%k' of %v", &f.key, &f.object);
    *out = js_bool(ok);
    return true;
}

bool js_op_in(js_ctx *ctx, const js_value *key, const js_value *object, js_value *out)
{
    JS_FRAME(ctx, f, key);
    bool has;

    if (!js_is_object(*object))
        return js_throw_type_error(ctx, "Cannot use 'in' operator to search for '%k' in %k", key, object);
    JS_TRY(js_to_property_key(ctx, key, &f.key));
    JS_TRY(js_has_property(ctx, object, &f.key, &has));
    *out = js_bool(has);
    return true;
}

bool js_op_get_super(js_ctx *ctx, const js_value *home, const js_value *key, const js_value *receiver,
                     js_value *out)
{
    JS_FRAME(ctx, f, base, key);

    JS_TRY(js_object_get_prototype(ctx, home, &f.base));
    if (!js_is_object(f.base)) {
        return js_throw_type_error(ctx, "Cannot read properties of %s (reading '%k')",
                                   js_is_null(f.base) ? "null" : "undefined", key);
    }
    JS_TRY(js_to_property_key(ctx, key, &f.key));
    return js_object_get(ctx, &f.base, &f.key, receiver, out);
}

bool js_op_set_super(js_ctx *ctx, const js_value *home, const js_value *key, const js_value *receiver,
                     const js_value *value, bool strict)
{
    JS_FRAME(ctx, f, base, key);
    bool ok;

    JS_TRY(js_object_get_prototype(ctx, home, &f.base));
    if (!js_is_object(f.base))
        return js_throw_type_error(ctx, "Cannot set properties of null (setting '%k')", key);
    JS_TRY(js_to_property_key(ctx, key, &f.key));
    JS_TRY(js_object_set(ctx, &f.base, &f.key, value, receiver, &ok));
    if (!ok && strict)
        return js_throw_type_error(ctx, "Cannot assign to read only property '%k' of object", &f.key);
    return true;
}

/* ---- calls ---- */

/* Pushes the elements of an array above room values; their number, or UINT32_MAX on failure. */
static bool spread_on_stack(js_ctx *ctx, const js_value *array, uint32_t room, js_value **base,
                            uint32_t *count)
{
    *count = js_array_nogc(*array)->length;
    *base = js_stack_push_noscript(ctx, (size_t)room + *count);
    if (!*base)
        return false;
    for (uint32_t i = 0; i < *count; i++) {
        const js_value element = js_array_peek_nogc(ctx, *array, i);
        (*base)[room + i] = gc_same(element, JS_HOLE) ? JS_UNDEFINED : element;
    }
    return true;
}

bool js_op_call_spread(js_ctx *ctx, js_value *base, js_value *out)
{
    js_value *old_top = ctx->stack_top, *to;
    uint32_t count;

    JS_TRY(spread_on_stack(ctx, &base[2], 2, &to, &count));
    to[0] = base[0];
    to[1] = base[1];
    bool ok = js_call_base(ctx, to, count, out);
    ctx->stack_top = old_top;
    return ok;
}

bool js_op_construct_spread(js_ctx *ctx, js_value *base, js_value *out)
{
    js_value *old_top = ctx->stack_top, *to;
    uint32_t count;

    JS_TRY(spread_on_stack(ctx, &base[3], 3, &to, &count));
    to[0] = base[0];
    to[1] = base[1];
    bool ok = js_construct_base(ctx, to, count, out);
    ctx->stack_top = old_top;
    return ok;
}

bool js_op_call_eval(js_ctx *ctx, js_value *base, uint16_t argc, const js_value *scope, unsigned site,
                     js_value *out)
{
    if (!gc_same(base[0], JS_INTRINSIC(ctx, eval)))
        return js_call_base(ctx, base, argc, out);
    if (argc == 0) {
        *out = JS_UNDEFINED;
        return true;
    }
    return js_op_direct_eval(ctx, &base[2], scope, site, out);
}

bool js_op_call_eval_spread(js_ctx *ctx, js_value *base, const js_value *scope, unsigned site,
                            js_value *out)
{
    if (!gc_same(base[0], JS_INTRINSIC(ctx, eval)))
        return js_op_call_spread(ctx, base, out);
    if (js_array_nogc(base[2])->length == 0) {
        *out = JS_UNDEFINED;
        return true;
    }
    JS_TRY(js_get_index(ctx, &base[2], 0, &base[2]));
    return js_op_direct_eval(ctx, &base[2], scope, site, out);
}

bool js_op_import(js_ctx *ctx, struct js_frame *frame, const js_value *specifier, const js_value *options,
                  js_value *out)
{
    JS_FRAME(ctx, f, referrer);
    const struct js_feedback *feedback = js_frame_feedback_nogc(ctx, frame->fp);
    const struct js_code *code = gc_slot_to_cell(ctx->heap, feedback->code);

    (void)options;
    if (!ctx->host || !ctx->host->import_dynamically)
        return js_throw_type_error(ctx, "import() is not supported here");
    f.referrer = gc_decode(ctx->heap, code->script);
    return ctx->host->import_dynamically(ctx, specifier, &f.referrer, out);
}
