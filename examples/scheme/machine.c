/*
 * machine.c: evaluation, as a machine with the continuation on the heap.
 *
 * The registers are roots: code and env (what to evaluate, and where), value (a result), k (what to do
 * with it: a linked list of frames, cells like any other).  Each turn of the loop is one step of three
 * kinds: evaluate code, return value to k, apply fn to the arguments on the stack.  No step calls itself
 * or another, so the depth of a program is bounded by the heap alone; a call in tail position pushes no
 * frame; and call/cc takes the whole continuation by copying a pointer.
 *
 * A frame collects the arguments of a call, so it changes.  One that a continuation holds must not: it has
 * FRAME_SHARED, which moves on to the next frame when it is returned to, and is copied before a change.
 */
#include "scheme.h"

_Static_assert(SCM_VARIABLES_MAX * (4 + GC_NUMBER_BYTES) + 64 <= GC_RESERVE_MAX, "a call makes one reservation");

static struct scm_code *code_nogc(gc_value code)
{
    return gc_to_cell(code);
}

static gc_value item_nogc(scm *s, gc_value code, uint32_t index)
{
    return gc_get(s->heap, &code_nogc(code)->items[index]);
}

static struct scm_frame *frame_nogc(scm *s)
{
    return gc_to_cell(s->roots.k);
}

/* ---- frames ---- */

bool scm_push_frame(scm *s, enum scm_frame_type type, uint32_t count)
{
    SCM_FRAME(s, f, cell);

    if (!gc_alloc(s->heap, SCM_FRAME, sizeof(struct scm_frame) + 4 * (size_t)count, &f.cell))
        return scm_oom_nogc(s);
    struct scm_frame *frame = gc_to_cell(f.cell);
    frame->word = (uint32_t)type;
    gc_init(s->heap, frame, &frame->next, gc_slot_of(s->heap, s->roots.k));
    gc_init(s->heap, frame, &frame->code, gc_slot_of(s->heap, s->roots.code));
    gc_init(s->heap, frame, &frame->env, gc_slot_of(s->heap, s->roots.env));
    s->roots.k = f.cell;
    return true;
}

bool scm_frame_set(scm *s, uint32_t index, const gc_value *value)
{
    size_t offset = offsetof(struct scm_frame, values) + 4 * (size_t)index;

    return gc_store_value(s->heap, &s->roots.k, offset, value) || scm_oom_nogc(s);
}

gc_value scm_frame_value_nogc(scm *s, uint32_t index)
{
    return gc_get(s->heap, &frame_nogc(s)->values[index]);
}

void scm_share_nogc(scm *s)
{
    if (gc_is_cell(s->roots.k))
        frame_nogc(s)->word |= FRAME_SHARED;
}

void scm_pop_frame_nogc(scm *s)
{
    bool shared = frame_nogc(s)->word & FRAME_SHARED;

    s->roots.k = gc_get(s->heap, &frame_nogc(s)->next);
    if (shared)
        scm_share_nogc(s);
}

/* Takes code and environment from the top frame. */
static void resume_nogc(scm *s)
{
    s->roots.code = gc_get(s->heap, &frame_nogc(s)->code);
    s->roots.env = gc_get(s->heap, &frame_nogc(s)->env);
}

/* Makes sure that the top frame, of count values, may be changed. */
static bool own_frame(scm *s, uint32_t count)
{
    SCM_FRAME(s, f, cell);

    if ((frame_nogc(s)->word & FRAME_SHARED) == 0)
        return true;
    if (!gc_alloc(s->heap, SCM_FRAME, sizeof(struct scm_frame) + 4 * (size_t)count, &f.cell))
        return scm_oom_nogc(s);
    struct scm_frame *to = gc_to_cell(f.cell), *from = frame_nogc(s);
    to->word = from->word & ~(uint32_t)FRAME_SHARED;
    gc_copy_slots(s->heap, to, &to->next, &from->next, 3 + (size_t)count);
    scm_pop_frame_nogc(s); /* what follows is shared now */
    s->roots.k = f.cell;
    return true;
}

static void set_index_nogc(scm *s, uint32_t index)
{
    struct scm_frame *frame = frame_nogc(s);

    frame->word = (frame->word & (FRAME_TYPE | FRAME_SHARED)) | index << FRAME_INDEX;
}

/* ---- arguments ---- */

void scm_arguments_begin_nogc(scm *s)
{
    s->top = s->base;
}

bool scm_argument(scm *s, gc_value v)
{
    if (s->top == s->end)
        return scm_error(s, "too many arguments", NULL);
    *s->top++ = v;
    return true;
}

/* ---- leaves ---- */

static gc_value local_nogc(scm *s, gc_value env, int32_t depth, int32_t index)
{
    while (depth-- > 0)
        env = gc_get(s->heap, &((struct scm_env *)gc_to_cell(env))->parent);
    return gc_get(s->heap, &((struct scm_env *)gc_to_cell(env))->values[index]);
}

static bool eval_local(scm *s, const gc_value *code, gc_value *out)
{
    SCM_FRAME(s, f, value, name);
    int32_t depth = gc_to_int(item_nogc(s, *code, 0)), index = gc_to_int(item_nogc(s, *code, 1));

    f.value = local_nogc(s, s->roots.env, depth, index);
    if (gc_same(f.value, SCM_UNASSIGNED)) {
        f.name = item_nogc(s, *code, 2);
        return scm_error(s, "used before its definition:", &f.name);
    }
    *out = f.value;
    return true;
}

static bool eval_global(scm *s, const gc_value *code, gc_value *out)
{
    SCM_FRAME(s, f, symbol, value);

    f.symbol = item_nogc(s, *code, 0);
    f.value = gc_get(s->heap, &((struct scm_symbol *)gc_to_cell(f.symbol))->value);
    if (gc_same(f.value, GC_EMPTY))
        return scm_error(s, "unbound variable:", &f.symbol);
    *out = f.value;
    return true;
}

static bool eval_lambda(scm *s, const gc_value *code, gc_value *out)
{
    SCM_FRAME(s, f, cell, code);

    f.code = *code;
    if (!gc_alloc(s->heap, SCM_CLOSURE, sizeof(struct scm_closure), &f.cell))
        return scm_oom_nogc(s);
    struct scm_closure *closure = gc_to_cell(f.cell);
    gc_init(s->heap, closure, &closure->code, gc_slot_of(s->heap, f.code));
    gc_init(s->heap, closure, &closure->env, gc_slot_of(s->heap, s->roots.env));
    *out = f.cell;
    return true;
}

/* Evaluates code that needs no continuation. */
static bool eval_leaf(scm *s, const gc_value *code, gc_value *out)
{
    switch ((enum scm_op)(code_nogc(*code)->op & OP_MASK)) {
    case OP_CONST:
        *out = item_nogc(s, *code, 0);
        return true;
    case OP_LOCAL:
        return eval_local(s, code, out);
    case OP_GLOBAL:
        return eval_global(s, code, out);
    default:
        return eval_lambda(s, code, out);
    }
}

/* ---- calls of primitives ---- */

static bool check_count(scm *s, int argc, int least, int most, const gc_value *fn)
{
    return (argc >= least && (most < 0 || argc <= most)) || scm_error(s, "wrong number of arguments for", fn);
}

static const struct scm_primitive_info *primitive_nogc(gc_value fn)
{
    return &scm_primitives[((struct scm_primitive *)gc_to_cell(fn))->number];
}

enum inlined { INLINED, NOT_INLINED, INLINE_FAILED };

/* Calls a primitive whose operands are leaves. */
static enum inlined inline_call(scm *s, const gc_value *code, gc_value *out)
{
    SCM_FRAME(s, f, fn, item);
    uint32_t count = code_nogc(*code)->op >> OP_COUNT;

    f.item = item_nogc(s, *code, 0);
    if ((code_nogc(f.item)->op & OP_MASK) == OP_LAMBDA)
        return NOT_INLINED;
    if (!eval_leaf(s, &f.item, &f.fn))
        return INLINE_FAILED;
    if (!scm_is_nogc(f.fn, SCM_PRIMITIVE) || primitive_nogc(f.fn)->fn == NULL)
        return NOT_INLINED;
    scm_arguments_begin_nogc(s);
    for (uint32_t i = 1; i < count; i++) {
        f.item = item_nogc(s, *code, i);
        if (!eval_leaf(s, &f.item, &f.item) || !scm_argument(s, f.item))
            return INLINE_FAILED;
    }
    const struct scm_primitive_info *info = primitive_nogc(f.fn);
    if (!check_count(s, (int)count - 1, info->least, info->most, &f.fn))
        return INLINE_FAILED;
    return info->fn(s, (int)count - 1, s->base, out) ? INLINED : INLINE_FAILED;
}

/* Evaluates code if that needs no continuation. */
static enum inlined eval_inline(scm *s, const gc_value *code, gc_value *out)
{
    uint32_t op = code_nogc(*code)->op;

    if ((op & OP_MASK) <= OP_LEAVES)
        return eval_leaf(s, code, out) ? INLINED : INLINE_FAILED;
    return (op & OP_FLAT) != 0 ? inline_call(s, code, out) : NOT_INLINED;
}

/* ---- evaluating ---- */

static enum scm_step choose_nogc(scm *s)
{
    s->roots.code = item_nogc(s, s->roots.code, scm_is_false_nogc(s->roots.value) ? 2 : 1);
    return STEP_EVAL;
}

static enum scm_step or_else_nogc(scm *s)
{
    if (!scm_is_false_nogc(s->roots.value))
        return STEP_RETURN;
    s->roots.code = item_nogc(s, s->roots.code, 1);
    return STEP_EVAL;
}

/* Stores value where the code says. */
static enum scm_step store(scm *s)
{
    SCM_FRAME(s, f, target, code);
    bool ok;

    f.code = s->roots.code;
    if ((code_nogc(f.code)->op & OP_MASK) == OP_SET_LOCAL) {
        int32_t depth = gc_to_int(item_nogc(s, f.code, 1));
        int32_t index = gc_to_int(item_nogc(s, f.code, 2));
        for (f.target = s->roots.env; depth > 0; depth--)
            f.target = gc_get(s->heap, &((struct scm_env *)gc_to_cell(f.target))->parent);
        size_t offset = offsetof(struct scm_env, values) + 4 * (size_t)index;
        ok = gc_store_value(s->heap, &f.target, offset, &s->roots.value) || scm_oom_nogc(s);
    } else {
        f.target = item_nogc(s, f.code, 1);
        bool unbound = gc_same(gc_get(s->heap, &((struct scm_symbol *)gc_to_cell(f.target))->value), GC_EMPTY);
        if (unbound && (code_nogc(f.code)->op & OP_MASK) == OP_SET_GLOBAL)
            ok = scm_error(s, "unbound variable:", &f.target);
        else
            ok = scm_define(s, &f.target, &s->roots.value);
    }
    s->roots.value = SCM_UNSPECIFIED;
    return ok ? STEP_RETURN : STEP_RAISE;
}

/* Evaluates the first item of an if, an or, a store; then what is to be done with it. */
static enum scm_step eval_first(scm *s, enum scm_frame_type type, enum scm_step (*then)(scm *s))
{
    SCM_FRAME(s, f, first, value);

    f.first = item_nogc(s, s->roots.code, 0);
    switch (eval_inline(s, &f.first, &f.value)) {
    case INLINED:
        s->roots.value = f.value;
        return then(s);
    case NOT_INLINED:
        if (!scm_push_frame(s, type, 0))
            return STEP_RAISE;
        s->roots.code = f.first;
        return STEP_EVAL;
    default:
        return STEP_RAISE;
    }
}

static enum scm_step eval_sequence(scm *s)
{
    if (!scm_push_frame(s, FRAME_SEQUENCE, 0))
        return STEP_RAISE;
    s->roots.code = item_nogc(s, s->roots.code, 0);
    return STEP_EVAL;
}

/* Evaluates the items of a call from i on; the top frame holds those before. */
static enum scm_step eval_arguments(scm *s, uint32_t i)
{
    SCM_FRAME(s, f, item, value);
    uint32_t count = code_nogc(s->roots.code)->op >> OP_COUNT;

    for (; i < count; i++) {
        f.item = item_nogc(s, s->roots.code, i);
        enum inlined done = eval_inline(s, &f.item, &f.value);
        if (done == INLINE_FAILED)
            return STEP_RAISE;
        if (done == NOT_INLINED) {
            set_index_nogc(s, i);
            s->roots.code = f.item;
            return STEP_EVAL;
        }
        if (!scm_frame_set(s, i, &f.value))
            return STEP_RAISE;
    }
    scm_arguments_begin_nogc(s);
    s->roots.fn = scm_frame_value_nogc(s, 0);
    for (i = 1; i < count; i++)
        if (!scm_argument(s, scm_frame_value_nogc(s, i)))
            return STEP_RAISE;
    scm_pop_frame_nogc(s);
    return STEP_APPLY;
}

/* A call whose operator and operands are leaves: no frame. */
static enum scm_step eval_flat_call(scm *s)
{
    SCM_FRAME(s, f, item, fn);
    uint32_t count = code_nogc(s->roots.code)->op >> OP_COUNT;

    f.item = item_nogc(s, s->roots.code, 0);
    if (!eval_leaf(s, &f.item, &f.fn))
        return STEP_RAISE;
    scm_arguments_begin_nogc(s);
    for (uint32_t i = 1; i < count; i++) {
        f.item = item_nogc(s, s->roots.code, i);
        if (!eval_leaf(s, &f.item, &f.item) || !scm_argument(s, f.item))
            return STEP_RAISE;
    }
    s->roots.fn = f.fn;
    return STEP_APPLY;
}

static enum scm_step eval(scm *s)
{
    uint32_t op = code_nogc(s->roots.code)->op;

    switch ((enum scm_op)(op & OP_MASK)) {
    case OP_SET_LOCAL:
    case OP_SET_GLOBAL:
    case OP_DEFINE:
        return eval_first(s, FRAME_SET, store);
    case OP_IF:
        return eval_first(s, FRAME_IF, choose_nogc);
    case OP_OR:
        return eval_first(s, FRAME_OR, or_else_nogc);
    case OP_SEQUENCE:
        return eval_sequence(s);
    case OP_CALL:
        if (op & OP_FLAT)
            return eval_flat_call(s);
        return scm_push_frame(s, FRAME_ARGUMENTS, op >> OP_COUNT) ? eval_arguments(s, 0) : STEP_RAISE;
    default:
        return eval_leaf(s, &s->roots.code, &s->roots.value) ? STEP_RETURN : STEP_RAISE;
    }
}

/* ---- returning ---- */

static enum scm_step return_to_sequence(scm *s)
{
    uint32_t index = (frame_nogc(s)->word >> FRAME_INDEX) + 1;
    uint32_t count = code_nogc(s->roots.code)->op >> OP_COUNT;

    if (index == count - 1) {
        scm_pop_frame_nogc(s);
    } else {
        if (!own_frame(s, 0))
            return STEP_RAISE;
        set_index_nogc(s, index);
    }
    s->roots.code = item_nogc(s, s->roots.code, index);
    return STEP_EVAL;
}

static enum scm_step return_to_arguments(scm *s)
{
    uint32_t index = frame_nogc(s)->word >> FRAME_INDEX;

    if (!own_frame(s, code_nogc(s->roots.code)->op >> OP_COUNT) || !scm_frame_set(s, index, &s->roots.value))
        return STEP_RAISE;
    return eval_arguments(s, index + 1);
}

static enum scm_step return_value(scm *s)
{
    if (!gc_is_cell(s->roots.k))
        return STEP_HALT;
    enum scm_frame_type type = (enum scm_frame_type)(frame_nogc(s)->word & FRAME_TYPE);
    resume_nogc(s);
    switch (type) {
    case FRAME_IF:
        scm_pop_frame_nogc(s);
        return choose_nogc(s);
    case FRAME_OR:
        scm_pop_frame_nogc(s);
        return or_else_nogc(s);
    case FRAME_SET:
        scm_pop_frame_nogc(s);
        return store(s);
    case FRAME_SEQUENCE:
        return return_to_sequence(s);
    case FRAME_ARGUMENTS:
        return return_to_arguments(s);
    default:
        return scm_return_control(s, type);
    }
}

/* ---- applying ---- */

/* Makes a list of the arguments from number `count` on, and puts it in their place. */
static bool collect_rest(scm *s, uint32_t count)
{
    SCM_FRAME(s, f, rest);

    f.rest = SCM_NIL;
    while (s->top > s->base + count) {
        SCM_TRY(scm_cons(s, s->top - 1, &f.rest, &f.rest));
        s->top--;
    }
    return scm_argument(s, f.rest);
}

static enum scm_step apply_closure(scm *s)
{
    SCM_FRAME(s, f, code);
    size_t argc = (size_t)(s->top - s->base);

    f.code = gc_get(s->heap, &((struct scm_closure *)gc_to_cell(s->roots.fn))->code);
    uint32_t parameters = (uint32_t)gc_to_int(item_nogc(s, f.code, 1));
    uint32_t variables = (uint32_t)gc_to_int(item_nogc(s, f.code, 2));
    bool rest = !scm_is_false_nogc(item_nogc(s, f.code, 3));
    int most = rest ? -1 : (int)parameters;
    if (!check_count(s, (int)argc, (int)(parameters - rest), most, &s->roots.fn))
        return STEP_RAISE;
    if (rest && !collect_rest(s, parameters - 1))
        return STEP_RAISE;
    /* One safepoint for the environment and every number in it that needs a box. */
    if (!gc_reserve(s->heap, sizeof(struct scm_env) + 8 + (4 + GC_NUMBER_BYTES) * (size_t)variables)) {
        scm_oom_nogc(s);
        return STEP_RAISE;
    }
    struct scm_closure *closure = gc_to_cell(s->roots.fn);
    struct scm_env *env = gc_alloc_reserved_nogc(s->heap, SCM_ENV, sizeof *env + 4 * (size_t)variables);
    gc_init(s->heap, env, &env->parent, gc_load(&closure->env));
    for (uint32_t i = 0; i < variables; i++)
        gc_init(s->heap, env, &env->values[i],
                gc_encode_nogc(s->heap, i < parameters ? s->base[i] : SCM_UNASSIGNED));
    s->roots.env = gc_from_cell(env);
    s->roots.code = item_nogc(s, f.code, 0);
    return STEP_EVAL;
}

static enum scm_step apply_primitive(scm *s)
{
    const struct scm_primitive_info *info = primitive_nogc(s->roots.fn);
    int argc = (int)(s->top - s->base);

    if (!check_count(s, argc, info->least, info->most, &s->roots.fn))
        return STEP_RAISE;
    if (info->fn == NULL)
        return scm_control(s, (enum scm_control)info->control, argc);
    return info->fn(s, argc, s->base, &s->roots.value) ? STEP_RETURN : STEP_RAISE;
}

static enum scm_step apply(scm *s)
{
    if (scm_is_nogc(s->roots.fn, SCM_CLOSURE))
        return apply_closure(s);
    if (scm_is_nogc(s->roots.fn, SCM_PRIMITIVE))
        return apply_primitive(s);
    if (scm_is_nogc(s->roots.fn, SCM_CONTINUATION))
        return scm_throw(s);
    scm_error(s, "not a procedure:", &s->roots.fn);
    return STEP_RAISE;
}

/* ---- the loop ---- */

bool scm_run(scm *s)
{
    enum scm_step step = STEP_EVAL;

    s->failed = false;
    s->roots.env = s->roots.k = s->roots.handlers = s->roots.winders = SCM_NIL;
    while (step != STEP_HALT) {
        switch (step) {
        case STEP_EVAL:
            step = eval(s);
            break;
        case STEP_RETURN:
            step = return_value(s);
            break;
        case STEP_APPLY:
            step = apply(s);
            break;
        default: {
            SCM_FRAME(s, f, raised);
            f.raised = s->roots.raised;
            step = scm_raise(s, &f.raised, false);
        }
        }
    }
    scm_arguments_begin_nogc(s);
    s->roots.env = s->roots.k = s->roots.handlers = s->roots.winders = SCM_NIL;
    return !s->failed;
}

