/*
 * control.c: the procedures that change the continuation: apply, call/cc, values, dynamic-wind, conditions.
 *
 * Handlers of conditions are a list in a register; who changes it pushes a frame that restores it.  The
 * winders of dynamic-wind are another: a continuation is entered by running the thunks on the way from
 * the winders in force to its own, one at a time (go_on_to).
 */
#include "scheme.h"

enum { BALLAST_BYTES = 192 << 10 };

/* ---- continuations ---- */

void scm_restore_ballast(scm *s)
{
    SCM_FRAME(s, f, ballast);

    if (!gc_is_cell(s->roots.ballast) && gc_alloc_old(s->heap, SCM_BALLAST, BALLAST_BYTES, &f.ballast))
        s->roots.ballast = f.ballast;
}

static enum scm_step capture(scm *s)
{
    SCM_FRAME(s, f, cell);

    if (!gc_alloc(s->heap, SCM_CONTINUATION, sizeof(struct scm_continuation), &f.cell)) {
        scm_oom_nogc(s);
        return STEP_RAISE;
    }
    struct scm_continuation *continuation = gc_to_cell(f.cell);
    gc_init(s->heap, continuation, &continuation->k, gc_slot_of(s->heap, s->roots.k));
    gc_init(s->heap, continuation, &continuation->handlers, gc_slot_of(s->heap, s->roots.handlers));
    gc_init(s->heap, continuation, &continuation->winders, gc_slot_of(s->heap, s->roots.winders));
    scm_share_nogc(s);
    s->roots.fn = s->base[0];
    scm_arguments_begin_nogc(s);
    return scm_argument(s, f.cell) ? STEP_APPLY : STEP_RAISE;
}

/* Sets value to the arguments: one, or several in a cell. */
static bool values_of_arguments(scm *s)
{
    size_t argc = (size_t)(s->top - s->base);
    SCM_FRAME(s, f, values);

    if (argc == 1) {
        s->roots.value = s->base[0];
        return true;
    }
    SCM_TRY(scm_vector_new(s, SCM_VALUES, argc, &f.values));
    for (size_t i = 0; i < argc; i++)
        SCM_TRY(scm_vector_set(s, &f.values, i, &s->base[i]));
    s->roots.value = f.values;
    return true;
}

static gc_value tail_nogc(scm *s, gc_value list, long count)
{
    while (count-- > 0)
        list = scm_cdr_nogc(s, list);
    return list;
}

static struct scm_continuation *continuation_nogc(gc_value v)
{
    return gc_to_cell(v);
}

/* Calls a thunk of a winder, and then goes on entering the continuation; winders is then in force, unless #f. */
static enum scm_step run_winder(scm *s, const gc_value *continuation, const gc_value *thunk, const gc_value *winders)
{
    SCM_FRAME(s, f, thunk, winders);

    f.thunk = *thunk;
    f.winders = *winders;
    if (!scm_push_frame(s, FRAME_REWIND, 3) || !scm_frame_set(s, 0, continuation) ||
        !scm_frame_set(s, 1, &s->roots.value) || !scm_frame_set(s, 2, &f.winders))
        return STEP_RAISE;
    s->roots.fn = f.thunk;
    scm_arguments_begin_nogc(s);
    return STEP_APPLY;
}

/* Comes a step nearer to a continuation, which is to be given value. */
static enum scm_step go_on_to(scm *s, const gc_value *continuation)
{
    SCM_FRAME(s, f, here, there, winder, thunk);

    f.here = s->roots.winders;
    f.there = gc_get(s->heap, &continuation_nogc(*continuation)->winders);
    if (gc_same(f.here, f.there)) {
        s->roots.k = gc_get(s->heap, &continuation_nogc(*continuation)->k);
        s->roots.handlers = gc_get(s->heap, &continuation_nogc(*continuation)->handlers);
        scm_restore_ballast(s);
        return STEP_RETURN;
    }
    long inner = scm_length_nogc(s, f.there) - scm_length_nogc(s, f.here);
    if (inner > 0 && gc_same(tail_nogc(s, f.there, inner), f.here)) {
        f.winder = tail_nogc(s, f.there, inner - 1);
        f.thunk = scm_car_nogc(s, scm_car_nogc(s, f.winder));
    } else {
        f.winder = SCM_FALSE;
        f.thunk = scm_cdr_nogc(s, scm_car_nogc(s, f.here));
        s->roots.winders = scm_cdr_nogc(s, f.here);
    }
    return run_winder(s, continuation, &f.thunk, &f.winder);
}

enum scm_step scm_throw(scm *s)
{
    SCM_FRAME(s, f, continuation);

    f.continuation = s->roots.fn;
    return values_of_arguments(s) ? go_on_to(s, &f.continuation) : STEP_RAISE;
}

/* ---- dynamic-wind ---- */

static enum scm_step call_thunk_nogc(scm *s, gc_value thunk)
{
    s->roots.fn = thunk;
    scm_arguments_begin_nogc(s);
    return STEP_APPLY;
}

static enum scm_step wind(scm *s)
{
    SCM_FRAME(s, f, before);

    f.before = s->base[0];
    if (!scm_push_frame(s, FRAME_WIND_BODY, 3))
        return STEP_RAISE;
    for (uint32_t i = 0; i < 3; i++)
        if (!scm_frame_set(s, i, &s->base[i]))
            return STEP_RAISE;
    return call_thunk_nogc(s, f.before);
}

/* The before thunk returned. */
static enum scm_step wind_body(scm *s)
{
    SCM_FRAME(s, f, before, body, after, winder);

    f.before = scm_frame_value_nogc(s, 0);
    f.body = scm_frame_value_nogc(s, 1);
    f.after = scm_frame_value_nogc(s, 2);
    scm_pop_frame_nogc(s);
    if (!scm_cons(s, &f.before, &f.after, &f.winder) ||
        !scm_cons(s, &f.winder, &s->roots.winders, &f.winder))
        return STEP_RAISE;
    if (!scm_push_frame(s, FRAME_WIND_AFTER, 1) || !scm_frame_set(s, 0, &f.after))
        return STEP_RAISE;
    s->roots.winders = f.winder;
    return call_thunk_nogc(s, f.body);
}

/* The body returned. */
static enum scm_step wind_after(scm *s)
{
    SCM_FRAME(s, f, after, value);

    f.after = scm_frame_value_nogc(s, 0);
    f.value = s->roots.value;
    scm_pop_frame_nogc(s);
    s->roots.winders = scm_cdr_nogc(s, s->roots.winders);
    if (!scm_push_frame(s, FRAME_WIND_DONE, 1) || !scm_frame_set(s, 0, &f.value))
        return STEP_RAISE;
    return call_thunk_nogc(s, f.after);
}

/* ---- conditions ---- */

enum scm_step scm_raise(scm *s, const gc_value *condition, bool continuable)
{
    SCM_FRAME(s, f, handler);

    if (!gc_is_cell(s->roots.handlers)) {
        s->roots.raised = *condition;
        s->failed = true;
        return STEP_HALT;
    }
    f.handler = scm_car_nogc(s, s->roots.handlers);
    if (!scm_push_frame(s, FRAME_HANDLERS, 1) || !scm_frame_set(s, 0, &s->roots.handlers) ||
        (!continuable && (!scm_push_frame(s, FRAME_RAISED, 1) || !scm_frame_set(s, 0, condition)))) {
        s->failed = true; /* not even room for calling the handler */
        return STEP_HALT;
    }
    s->roots.handlers = scm_cdr_nogc(s, s->roots.handlers);
    s->roots.fn = f.handler;
    scm_arguments_begin_nogc(s);
    return scm_argument(s, *condition) ? STEP_APPLY : STEP_HALT;
}

static enum scm_step with_handler(scm *s)
{
    SCM_FRAME(s, f, handlers, thunk);

    f.thunk = s->base[1];
    if (!scm_cons(s, &s->base[0], &s->roots.handlers, &f.handlers) || !scm_push_frame(s, FRAME_HANDLERS, 1) ||
        !scm_frame_set(s, 0, &s->roots.handlers))
        return STEP_RAISE;
    s->roots.handlers = f.handlers;
    return call_thunk_nogc(s, f.thunk);
}

static enum scm_step raise_error(scm *s, int argc)
{
    SCM_FRAME(s, f, list, cell);

    if (!scm_prim_list(s, argc - 1, s->base + 1, &f.list))
        return STEP_RAISE;
    if (!gc_alloc(s->heap, SCM_CONDITION, sizeof(struct scm_condition), &f.cell)) {
        scm_oom_nogc(s);
        return STEP_RAISE;
    }
    s->roots.raised = f.cell;
    if (!gc_store_value(s->heap, &f.cell, offsetof(struct scm_condition, message), &s->base[0]) ||
        !gc_store_value(s->heap, &f.cell, offsetof(struct scm_condition, irritants), &f.list))
        scm_oom_nogc(s);
    return STEP_RAISE;
}

/* ---- the table ---- */

static enum scm_step apply_list(scm *s)
{
    SCM_FRAME(s, f, list);

    s->roots.fn = s->base[0];
    f.list = s->top[-1];
    if (scm_length_nogc(s, f.list) < 0) {
        scm_error(s, "not a list:", &f.list);
        return STEP_RAISE;
    }
    s->top -= 2;
    for (gc_value *p = s->base; p < s->top; p++)
        p[0] = p[1];
    for (; gc_is_cell(f.list); f.list = scm_cdr_nogc(s, f.list))
        if (!scm_argument(s, scm_car_nogc(s, f.list)))
            return STEP_RAISE;
    return STEP_APPLY;
}

static enum scm_step call_with_values(scm *s)
{
    SCM_FRAME(s, f, producer);

    f.producer = s->base[0];
    if (!scm_push_frame(s, FRAME_VALUES, 1) || !scm_frame_set(s, 0, &s->base[1]))
        return STEP_RAISE;
    return call_thunk_nogc(s, f.producer);
}

static enum scm_step return_values(scm *s)
{
    s->roots.fn = scm_frame_value_nogc(s, 0);
    scm_pop_frame_nogc(s);
    scm_arguments_begin_nogc(s);
    if (!scm_is_nogc(s->roots.value, SCM_VALUES))
        return scm_argument(s, s->roots.value) ? STEP_APPLY : STEP_RAISE;
    const struct scm_vector *values = gc_to_cell(s->roots.value);
    uint32_t count = values->length;
    for (uint32_t i = 0; i < count; i++) {
        values = gc_to_cell(s->roots.value);
        if (!scm_argument(s, gc_get(s->heap, &values->items[i])))
            return STEP_RAISE;
    }
    return STEP_APPLY;
}

static enum scm_step exit_nogc(scm *s, int argc)
{
    s->exiting = true;
    s->exit_status = argc == 0 || gc_same(s->base[0], SCM_TRUE) ? 0 : gc_is_int(s->base[0]) ? gc_to_int(s->base[0]) : 1;
    return STEP_HALT;
}

enum scm_step scm_control(scm *s, enum scm_control control, int argc)
{
    SCM_FRAME(s, f, condition);

    switch (control) {
    case CONTROL_APPLY:
        return apply_list(s);
    case CONTROL_CALLCC:
    case CONTROL_CALLCC2:
        return capture(s);
    case CONTROL_VALUES:
        return values_of_arguments(s) ? STEP_RETURN : STEP_RAISE;
    case CONTROL_CALL_WITH_VALUES:
        return call_with_values(s);
    case CONTROL_DYNAMIC_WIND:
        return wind(s);
    case CONTROL_WITH_HANDLER:
        return with_handler(s);
    case CONTROL_RAISE:
    case CONTROL_RAISE_CONTINUABLE:
        f.condition = s->base[0];
        return scm_raise(s, &f.condition, control == CONTROL_RAISE_CONTINUABLE);
    case CONTROL_ERROR:
        return raise_error(s, argc);
    case CONTROL_EVAL:
        s->roots.env = SCM_NIL;
        return scm_compile(s, &s->base[0], &s->roots.code) ? STEP_EVAL : STEP_RAISE;
    default:
        return exit_nogc(s, argc);
    }
}

enum scm_step scm_return_control(scm *s, enum scm_frame_type type)
{
    SCM_FRAME(s, f, continuation);

    switch (type) {
    case FRAME_HANDLERS:
        s->roots.handlers = scm_frame_value_nogc(s, 0);
        scm_pop_frame_nogc(s);
        return STEP_RETURN;
    case FRAME_RAISED:
        f.continuation = scm_frame_value_nogc(s, 0);
        scm_error(s, "the handler of a condition returned:", &f.continuation);
        return STEP_RAISE;
    case FRAME_VALUES:
        return return_values(s);
    case FRAME_WIND_BODY:
        return wind_body(s);
    case FRAME_WIND_AFTER:
        return wind_after(s);
    case FRAME_WIND_DONE:
        s->roots.value = scm_frame_value_nogc(s, 0);
        scm_pop_frame_nogc(s);
        return STEP_RETURN;
    default: /* FRAME_REWIND */
        f.continuation = scm_frame_value_nogc(s, 0);
        s->roots.value = scm_frame_value_nogc(s, 1);
        if (gc_is_cell(scm_frame_value_nogc(s, 2)))
            s->roots.winders = scm_frame_value_nogc(s, 2);
        scm_pop_frame_nogc(s);
        return go_on_to(s, &f.continuation);
    }
}
