/*
 * interp/interp.c: the interpreter: threaded dispatch over 16-bit code units (a switch where
 * TENURE_SWITCH_DISPATCH is set).
 *
 * Registers are addressed from fp, which lies on the VM stack and never moves; pc points into off-heap
 * bytecode, which never moves either.  So nothing need be reloaded after a safepoint, and no raw cell pointer
 * is kept across one: each instruction's fast path fetches its cells, and ends or calls a slow path after the
 * last use of them [interp.no-raw-across].  A slow path may throw; it finds the instruction in progress in
 * frame->activation.pc.
 *
 * The instructions are in the .inc files, by family; this file has the frame, dispatch, calls and unwinding.
 */
#include "interp/frames.h"
#include "interp/generator.h"
#include "interp/sites.h"
#include "base/math_ops.h"
#include "debug/throw_site.h"
#include "object/fast.h"
#include "object/generator.h"
#include "vm/state.h"

#include <math.h>

/* Instruction lengths in units, by opcode. */
static const char *const operand_texts[] = {
#define OP(name, operands, flags, effect) operands,
#include "compile/opcodes.def"
#undef OP
};

unsigned js_instruction_units(unsigned opcode)
{
    unsigned units = 1;

    for (const char *p = operand_texts[opcode]; *p; p++)
        units += *p == 'J' || *p == 'L' ? 2 : 1;
    return units;
}

GC_INLINE int32_t read_long(const uint16_t *units)
{
    return (int32_t)((uint32_t)units[0] | (uint32_t)units[1] << 16);
}

/* Finds the handler for an exception at pc: its target, or NULL. */
static const uint16_t *find_handler(const struct js_bytecode *bytecode, const uint16_t *pc)
{
    uint32_t at = (uint32_t)(pc - bytecode->code);

    for (uint32_t i = 0; i < bytecode->handler_count; i++) {
        const struct js_handler *handler = &bytecode->handlers[i];
        if (at >= handler->start && at < handler->end)
            return bytecode->code + handler->target;
    }
    return NULL;
}

/* ToInt32 of a number value. */
GC_INLINE int32_t number_to_int32(js_value v)
{
    return gc_is_int(v) ? gc_to_int(v) : js_double_to_int32(gc_to_double(v));
}

GC_INLINE bool to_boolean(js_ctx *ctx, js_value v)
{
    if (gc_is_constant(v))
        return js_is_true(v);
    if (gc_is_int(v))
        return gc_to_int(v) != 0;
    return js_to_boolean_nogc(ctx, v);
}

/* Whether pending interrupts let the program go on. */
GC_INLINE bool poll(js_ctx *ctx)
{
    return GC_LIKELY(!__atomic_load_n(&ctx->interrupts, __ATOMIC_RELAXED)) || js_handle_interrupt(ctx);
}

/* x === y for the cases that need no look at strings. 1, 0, or -1: look. */
GC_INLINE int strict_equals_fast(js_value a, js_value b)
{
    if (gc_both_int(a, b))
        return gc_same(a, b);
    if (gc_is_number(a) && gc_is_number(b))
        return gc_to_number(a) == gc_to_number(b);
    if (gc_same(a, b))
        return 1;
    if (!gc_is_cell(a) || !gc_is_cell(b))
        return gc_is_number(a) || gc_is_number(b) || !gc_is_cell(a) || !gc_is_cell(b) ? 0 : -1;
    if (gc_kind_of(gc_to_cell(a)) >= JS_KIND_FIRST_OBJECT ||
        gc_kind_of(gc_to_cell(b)) >= JS_KIND_FIRST_OBJECT)
        return 0;
    return -1;
}

/* A captured variable is assigned; mutant: without its barrier. */
GC_INLINE void write_box_nogc(gc_heap *heap, struct js_box *box, gc_slot slot, bool mutant)
{
    if (mutant)
        box->value = slot; /* gc_check: a mutant */
    else
        gc_write(heap, box, &box->value, slot);
}

/* What NEW reserves: objects with more room are made the slow way. */
#define NEW_BYTES_MAX (sizeof(struct js_object) + 4 * 64)

/*
 * The shape with which `new base[1]` makes its object, from the cache: valid while the function has the cached
 * shape and its prototype property the cached value.
 */
GC_INLINE bool new_from_cache_nogc(js_ctx *ctx, const js_value *fp, uint16_t number, js_value constructor,
                                   js_value *out)
{
    const gc_slot *cache = js_frame_cache_nogc(ctx, fp, number);
    struct js_object *function = gc_to_cell(constructor);

    if (!gc_slot_same(function->shape, cache[0]) || !gc_slot_is_cell(cache[2]))
        return false;
    const struct js_properties *properties = gc_slot_to_cell(ctx->heap, function->properties);
    const struct js_shape *shape = gc_slot_to_cell(ctx->heap, cache[2]);

    if (!gc_slot_same(properties->slots[gc_slot_to_int(cache[1])], cache[3]))
        return false;
    size_t bytes = gc_round_up(sizeof(struct js_object) + 4u * shape->in_object);
    struct js_object *object;

    if (bytes > NEW_BYTES_MAX)
        return false;
    object = gc_alloc_reserved_nogc(ctx->heap, JS_KIND_OBJECT, bytes);
    gc_init(ctx->heap, object, &object->shape, cache[2]);
    *out = gc_from_cell(object);
    return true;
}

/* Fills that cache after an object was made the slow way. */
static void fill_new_cache_nogc(js_ctx *ctx, const js_value *fp, uint16_t number, js_value constructor,
                                js_value made)
{
    struct js_feedback *feedback = js_frame_feedback_nogc(ctx, fp);
    gc_slot *cache = &feedback->caches[number * JS_CACHE_SLOTS];
    struct js_object *function = gc_to_cell(constructor);
    struct js_shape *shape = js_shape_of_nogc(ctx, constructor);
    struct js_property_location location;
    const gc_slot key = gc_slot_of(ctx->heap, *JS_ATOM(ctx, prototype));

    if ((shape->flags & (JS_SHAPE_DICTIONARY | JS_SHAPE_LAZY_FUNCTION)) || shape->in_object != 0 ||
        !js_shape_lookup_nogc(ctx, shape, key, &location) || (location.attributes & JS_IS_ACCESSOR))
        return;
    const struct js_properties *properties = gc_slot_to_cell(ctx->heap, function->properties);
    const gc_slot prototype = properties->slots[location.index];

    if (!gc_slot_is_cell(prototype))
        return;
    gc_write(ctx->heap, feedback, &cache[0], function->shape);
    gc_write_immediate(&cache[1], gc_slot_from_int((int32_t)location.index));
    gc_write(ctx->heap, feedback, &cache[2], js_object_nogc(made)->shape);
    gc_write(ctx->heap, feedback, &cache[3], prototype);
}

#if TENURE_SWITCH_DISPATCH
#define DISPATCH() goto dispatch
#define CASE(name) case JS_OP_##name
#else
#define DISPATCH() goto *labels[*pc]
#define CASE(name) op_##name
#endif
#define NEXT(units)                                                                                \
    do {                                                                                           \
        js_assert((units) == js_instruction_units(*pc));                                           \
        pc += (units);                                                                             \
        DISPATCH();                                                                                \
    } while (0)
#define JUMP_TO(operand)                                                                           \
    do {                                                                                           \
        pc += read_long(&pc[operand]);                                                             \
        DISPATCH();                                                                                \
    } while (0)
#define SAVE_PC() (frame->activation.pc = pc)
#define TRY(e)                                                                                     \
    do {                                                                                           \
        SAVE_PC();                                                                                 \
        if (GC_UNLIKELY(!(e)))                                                                     \
            goto exception;                                                                        \
    } while (0)
/* Between these an instruction makes old cells, if its site is pretenured; an exception, or script, ends it too. */
#define PRETENURE()                                                                                \
    do {                                                                                           \
        if (GC_UNLIKELY(js_is_pretenured_nogc(ctx, pc)))                                           \
            gc_pretenure_begin(heap);                                                              \
    } while (0)
#define PRETENURE_END() gc_pretenure_end(heap)
/* TRY of what allocates. */
#define ALLOCATE(e)                                                                                \
    do {                                                                                           \
        PRETENURE();                                                                               \
        TRY(e);                                                                                    \
        PRETENURE_END();                                                                           \
    } while (0)
/* slot = a box of the number v. */
#define ALLOCATE_BOX(v)                                                                            \
    do {                                                                                           \
        PRETENURE();                                                                               \
        TRY(js_reserve(ctx, GC_NUMBER_BYTES));                                                     \
        slot = gc_encode_nogc(heap, (v));                                                          \
        PRETENURE_END();                                                                           \
    } while (0)
/* A frame was popped: its caller's is the one in progress. */
#define GO_ON_IN_CALLER()                                                                          \
    do {                                                                                           \
        frame = ctx->frame_top;                                                                    \
        fp = frame->fp;                                                                            \
        pc = frame->activation.pc;                                                                 \
    } while (0)
/* The register that operand i names. */
#define R(i) fp[pc[i]]
#define K(i) js_frame_constant_nogc(ctx, fp, pc[i])
#define STRICT() ((frame->bytecode->flags & JS_CODE_STRICT) != 0)

enum js_run_status js_run(js_ctx *ctx, js_value *out)
{
#if !TENURE_SWITCH_DISPATCH
    static const void *const labels[] = {
#define OP(name, operands, flags, effect) &&op_##name,
#include "compile/opcodes.def"
#undef OP
    };
#endif
    gc_heap *const heap = ctx->heap;
    struct js_frame *frame = ctx->frame_top;
    js_value *fp = frame->fp;
    const uint16_t *pc = frame->activation.pc;
    js_value returned;
    /* A constant in hand for a slow path. */
    JS_FRAME(ctx, f, constant);

    js_assert(frame->flags & JS_FRAME_ENTRY);
    gc_pretenure_end(heap); /* what called is one site, script has its own */
    if (!gc_same(ctx->exception, GC_EMPTY))
        goto exception; /* a generator is resumed by throwing into it */
    DISPATCH();

#if TENURE_SWITCH_DISPATCH
dispatch:
    switch (*pc) {
#endif

#include "interp/ops_load.inc"
#include "interp/ops_arith.inc"
#include "interp/ops_property.inc"
#include "interp/ops_scope.inc"
#include "interp/ops_iterate.inc"
#include "gc/mutant.h"

    CASE(CALL) : {
        js_value *base = &R(2);
        uint32_t argc = pc[3];

        SAVE_PC();
        if (js_is_kind(base[0], JS_KIND_FUNCTION)) {
            if (GC_LIKELY(!(js_function_bytecode_nogc(ctx, base[0])->flags & JS_CODE_CLASS))) {
                struct js_frame *callee = js_push_frame_nogc(ctx, base, argc, 0, pc[1]);
                if (GC_UNLIKELY(!callee)) {
                    js_throw_stack_overflow(ctx);
                    goto exception;
                }
                frame = callee;
                goto enter;
            }
        } else if (js_is_kind(base[0], JS_KIND_NATIVE_FUNCTION)) {
            ALLOCATE(js_call_native(ctx, base, argc, &js_undefined_value, &R(1)));
            NEXT(4);
        }
        if (!js_call_base(ctx, base, argc, &R(1)))
            goto exception;
        NEXT(4);
    }
    CASE(CALL_SPREAD) : {
        TRY(js_op_call_spread(ctx, &R(2), &R(1)));
        NEXT(3);
    }
    CASE(NEW) : {
        js_value *base = &R(2);

        PRETENURE();
        TRY(js_reserve(ctx, NEW_BYTES_MAX));
        base[0] = base[1];
        if (js_is_kind(base[1], JS_KIND_FUNCTION) &&
            js_has_shape_flag_nogc(ctx, base[1], JS_SHAPE_CONSTRUCTOR)) {
            if (js_function_bytecode_nogc(ctx, base[1])->flags & JS_CODE_DERIVED) {
                base[2] = GC_EMPTY;
            } else if (!new_from_cache_nogc(ctx, fp, pc[4], base[1], &base[2])) {
                base[2] = JS_UNDEFINED;
                if (!js_create_this(ctx, &base[0], &base[2]))
                    goto exception;
                fill_new_cache_nogc(ctx, fp, pc[4], base[1], base[2]);
            }
            PRETENURE_END();
            frame = js_push_frame_nogc(ctx, base + 1, pc[3], JS_FRAME_CONSTRUCT, pc[1]);
            if (GC_UNLIKELY(!frame)) {
                frame = ctx->frame_top;
                js_throw_stack_overflow(ctx);
                goto exception;
            }
            goto enter;
        }
        if (!js_construct_base(ctx, base, pc[3], &R(1)))
            goto exception;
        PRETENURE_END();
        NEXT(5);
    }
    CASE(SUPER_CALL) : {
        TRY(js_construct_base(ctx, &R(2), pc[3], &R(1)));
        NEXT(4);
    }
    CASE(NEW_SPREAD) : {
        R(2) = (&R(2))[1];
        TRY(js_op_construct_spread(ctx, &R(2), &R(1)));
        NEXT(3);
    }
    CASE(SUPER_CALL_SPREAD) : {
        TRY(js_op_construct_spread(ctx, &R(2), &R(1)));
        NEXT(3);
    }
    CASE(GET_SUPER_CONSTRUCTOR) : {
        TRY(js_object_get_prototype(ctx, &R(2), &R(1)));
        NEXT(3);
    }
    CASE(DIRECT_EVAL) : {
        SAVE_PC();
        f.constant = K(5);
        if (!js_op_call_eval(ctx, &R(2), pc[3], &R(4), (unsigned)gc_to_int(f.constant), &R(1)))
            goto exception;
        NEXT(6);
    }
    CASE(DIRECT_EVAL_SPREAD) : {
        SAVE_PC();
        f.constant = K(4);
        if (!js_op_call_eval_spread(ctx, &R(2), &R(3), (unsigned)gc_to_int(f.constant), &R(1)))
            goto exception;
        NEXT(5);
    }
    CASE(RETURN_UNDEFINED) : {
        returned = JS_UNDEFINED;
        goto do_return;
    }
    CASE(RETURN) : {
        returned = R(1);
        goto do_return;
    }
    CASE(CHECK_CONSTRUCTOR_RESULT) : {
        js_value value = R(2);

        if (!js_is_object(value)) {
            SAVE_PC();
            if (!js_is_undefined(value)) {
                js_throw_type_error(ctx, "Derived constructors may only return object or undefined");
                goto exception;
            }
            value = R(3);
            if (gc_same(value, GC_EMPTY)) {
                js_throw_this_uninitialised(ctx);
                goto exception;
            }
        }
        R(1) = value;
        NEXT(4);
    }
    CASE(THROW) : {
        SAVE_PC();
        js_throw(ctx, &R(1));
        goto exception;
    }
    CASE(CATCH) : {
        R(1) = ctx->exception;
        ctx->exception = GC_EMPTY;
        if (GC_UNLIKELY(ctx->state->throw_noted))
            js__forget_throw_nogc(ctx, R(1));
        js__note_taken_nogc(ctx, R(1));
        NEXT(2);
    }
    CASE(GENERATOR_START) : {
        TRY(js_generator_start(ctx, frame, &R(1)));
        returned = R(1);
        js_generator_park_nogc(ctx, frame, returned, pc, 0, 0, false);
        goto do_return;
    }
    CASE(ASYNC_START) : {
        TRY(js_async_start_noscript(ctx, frame, &R(1)));
        NEXT(2);
    }
    CASE(AWAIT) : {
        TRY(js_op_await(ctx, &R(2), &R(3)));
        js_generator_park_nogc(ctx, frame, R(3), pc, pc[1], UINT16_MAX, false);
        if (!(frame->flags & JS_FRAME_RESUMED)) {
            returned = js_async_promise_nogc(ctx, R(3));
            goto do_return;
        }
        *out = GC_EMPTY;
        js_pop_frame_inline_nogc(ctx, frame);
        return JS_RUN_SUSPENDED;
    }
    CASE(YIELD) : {
        const bool entry = (frame->flags & JS_FRAME_ENTRY) != 0;

        returned = R(3);
        js_generator_park_nogc(ctx, frame, R(4), pc, pc[1], pc[2], false);
        js_pop_frame_inline_nogc(ctx, frame);
        if (entry)
            goto suspended;
        GO_ON_IN_CALLER();
        R(1) = returned;
        if (*pc != JS_OP_ITERATOR_NEXT)
            TRY(js_create_iterator_result_noscript(ctx, &R(1), false, &R(1)));
        NEXT(5);
    }
    CASE(YIELD_DELEGATE) : {
        const bool entry = (frame->flags & JS_FRAME_ENTRY) != 0;
        bool done;

        returned = R(3);
        js_generator_park_nogc(ctx, frame, R(4), pc, pc[1], pc[2], true);
        js_pop_frame_inline_nogc(ctx, frame);
        if (entry)
            goto suspended;
        GO_ON_IN_CALLER();
        R(1) = returned;
        if (*pc == JS_OP_ITERATOR_NEXT) {
            TRY(js_op_iterated_result(ctx, &R(2), &R(1), &done));
            if (done)
                JUMP_TO(3);
        }
        NEXT(5);
    }
    CASE(GENERATOR_RETURN) : {
        returned = R(1);
        goto do_return;
    }
    CASE(ASYNC_RETURN) : {
        TRY(js_op_async_settle(ctx, &R(1), &R(2), false, &f.constant));
        returned = f.constant;
        goto do_return;
    }
    CASE(ASYNC_THROW) : {
        TRY(js_op_async_settle(ctx, &R(1), &R(2), true, &f.constant));
        returned = f.constant;
        goto do_return;
    }
    CASE(IMPORT_DYNAMIC) : {
        TRY(js_op_import(ctx, frame, &R(2), &R(3), &R(1)));
        NEXT(4);
    }
#if TENURE_SWITCH_DISPATCH
    default:
        GC_REQUIRE(!"valid opcode");
    }
#endif

enter:
    fp = frame->fp;
    pc = frame->activation.pc;
    if (GC_UNLIKELY(!poll(ctx)))
        goto exception;
    DISPATCH();

enter_generator:
    /* ITERATOR_NEXT or DELEGATE_CALL, whose register 2 is the generator, resumes it with the value returned. */
    SAVE_PC();
    {
        struct js_frame *callee = js_generator_enter_nogc(ctx, R(2), returned);

        if (GC_UNLIKELY(!callee)) {
            js_throw_stack_overflow(ctx);
            if (*pc == JS_OP_ITERATOR_NEXT)
                R(2) = JS_UNDEFINED;
            goto exception;
        }
        frame = callee;
        goto enter;
    }

generator_returned:
    js_generator_complete_nogc(R(2));
    if (*pc == JS_OP_ITERATOR_NEXT) {
        R(1) = R(2) = JS_UNDEFINED;
        JUMP_TO(3);
    }
    R(1) = returned;
    TRY(js_create_iterator_result_noscript(ctx, &R(1), true, &R(1)));
    NEXT(5);

suspended:
    *out = returned;
    return JS_RUN_SUSPENDED;

do_return:
    if ((frame->flags & JS_FRAME_CONSTRUCT) && !js_is_object(returned))
        returned = fp[-1];
    {
        const unsigned flags = frame->flags;
        const uint16_t result = frame->result;

        js_pop_frame_inline_nogc(ctx, frame);
        if (flags & JS_FRAME_ENTRY) {
            *out = returned;
            return JS_RUN_RETURNED;
        }
        GO_ON_IN_CALLER();
        if (GC_UNLIKELY(flags & JS_FRAME_RESUMED))
            goto generator_returned;
        fp[result] = returned;
        pc += *pc == JS_OP_CALL ? 4 : 5;
        DISPATCH();
    }

exception:
    PRETENURE_END();
    frame = ctx->frame_top;
    js_assert(!gc_same(ctx->exception, GC_EMPTY));
    {
        const uint16_t *target =
            ctx->terminating ? NULL : find_handler(frame->bytecode, frame->activation.pc);
        const unsigned flags = frame->flags;

        if (target) {
            fp = frame->fp;
            pc = target;
            DISPATCH();
        }
        if (!ctx->state->throw_noted)
            js__note_throw_nogc(ctx);
        js_pop_frame_inline_nogc(ctx, frame);
        if (flags & JS_FRAME_ENTRY)
            return JS_RUN_THREW;
        if (flags & JS_FRAME_RESUMED) {
            GO_ON_IN_CALLER();
            js_generator_complete_nogc(R(2));
            if (*pc == JS_OP_ITERATOR_NEXT)
                R(2) = JS_UNDEFINED;
        }
        goto exception;
    }
}
