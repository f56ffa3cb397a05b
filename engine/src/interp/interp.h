/*
 * interp/interp.h: running bytecode.
 *
 * A call of compiled code has a window on the VM stack and a record on the control stack, an array of struct
 * js_frame in memory that never moves.  JavaScript calling JavaScript pushes both and goes on in the same C
 * function; only natives, accessors, proxies and generators recurse in C.
 *
 * The window, from fp:   fp[-3] new.target (of a construct call)   fp[-2] the function   fp[-1] this
 * fp[0 .. parameter_count) arguments, then locals and temporaries.  Usually it overlays the caller's outgoing
 * arguments; where all arguments must stay reachable and there are more than parameters, new.target,
 * function, this and parameters are copied above them.
 */
#ifndef JS_INTERP_H
#define JS_INTERP_H

#include "compile/emit.h"
#include "object/shape.h"
#include "object/string.h"
#include "ops/ops.h"

enum js_frame_flags {
    JS_FRAME_ENTRY = 1, /* returns to C */
    JS_FRAME_CONSTRUCT = 2,
    JS_FRAME_RESUMED = 4, /* of a generator or async function: AWAIT and YIELD return to the driver; without
                             JS_FRAME_ENTRY to the caller's ITERATOR_NEXT or DELEGATE_CALL */
    JS_FRAME_REALM = 8,   /* the caller's realm is another one: restored on return */
};

struct js_frame {
    struct js_activation activation; /* callee = &fp[-2] */
    js_value *fp;
    const struct js_bytecode *bytecode;
    const js_value *args; /* all argc of them; see above */
    js_value *caller_top; /* stack_top to restore */
    uint32_t argc;
    uint16_t result; /* the caller's register */
    uint16_t flags;  /* enum js_frame_flags */
};

/* How js_run came back. */
enum js_run_status { JS_RUN_THREW, JS_RUN_RETURNED, JS_RUN_SUSPENDED };

/*
 * Runs the frame on top of the control stack, which has JS_FRAME_ENTRY, until it returns, throws or suspends;
 * pops it.  *out (rooted) gets the result: of a suspension what was yielded.
 */
enum js_run_status js_run(js_ctx *ctx, js_value *out);

/*
 * Pushes a frame for the function at base[0] (this at base[1], argc arguments behind), base on the VM stack.
 * With JS_FRAME_CONSTRUCT base[-1] is new.target.  False with a RangeError pending if there is no room.
 */
JS_MUST_CHECK bool js_push_frame_noscript(js_ctx *ctx, js_value *base, uint32_t argc, unsigned flags,
                                          uint16_t result);
/* Instruction length in units. */
unsigned js_instruction_units(unsigned opcode);

/* Calls whatever is at base[0] of the VM stack: this base[1], arguments behind.  *out may be any rooted slot. */
JS_MUST_CHECK bool js_call_base(js_ctx *ctx, js_value *base, uint32_t argc, js_value *out);
/* Constructs base[1] with new.target base[0], arguments from base[3] on; base[2] is scratch. */
JS_MUST_CHECK bool js_construct_base(js_ctx *ctx, js_value *base, uint32_t argc, js_value *out);
/* The native function at base[0]. */
JS_MUST_CHECK bool js_call_native(js_ctx *ctx, js_value *base, uint32_t argc, const js_value *new_target,
                                  js_value *out);
/* The object that a base constructor starts with, by new_target.prototype. */
JS_MUST_CHECK bool js_create_this(js_ctx *ctx, const js_value *new_target, js_value *out);
/* Takes count values (undefined) at stack_top; their address, or NULL with a RangeError pending. */
js_value *js_stack_push_noscript(js_ctx *ctx, size_t count);

/* ---- inline caches (ic.c): JS_CACHE_SLOTS slots of a feedback cell ----
 *   0 the receiver's shape   1 index << 3 | enum js_cache_kind   2 holder or new shape   3 epoch        */
enum js_cache_kind {
    JS_CACHE_FIELD,           /* in the object */
    JS_CACHE_PROPERTY,        /* in its properties cell */
    JS_CACHE_HOLDER_FIELD,    /* the same of the holder, if the epoch is still slot 3 */
    JS_CACHE_HOLDER_PROPERTY,
    JS_CACHE_ABSENT,          /* undefined, if the epoch is still slot 3 */
    JS_CACHE_ADD_FIELD,       /* stores: adds a field, giving the shape in slot 2 */
    JS_CACHE_ADD_PROPERTY,    /* the same in the properties cell, if it has room */
    JS_CACHE_GETTER,          /* loads: calls the getter of the holder's accessor, if the epoch is still slot 3 */
};

/* The getter of the accessor that is property index of holder's properties cell. */
GC_INLINE js_value js_cached_getter_nogc(const js_ctx *ctx, gc_slot holder, uint32_t index)
{
    const struct js_object *object = gc_slot_to_cell(ctx->heap, holder);
    const struct js_properties *more = gc_slot_to_cell(ctx->heap, object->properties);
    const struct js_accessor *accessor = gc_slot_to_cell(ctx->heap, more->slots[index]);

    return gc_get(ctx->heap, &accessor->getter);
}

/* The generic paths, which fill the cache. */
JS_MUST_CHECK bool js_ic_get(js_ctx *ctx, js_value *fp, const js_value *object, uint16_t constant,
                             uint16_t cache, js_value *out);
/* object[key] for any values. */
JS_MUST_CHECK bool js_ic_get_element(js_ctx *ctx, const js_value *object, const js_value *key, js_value *out);
JS_MUST_CHECK bool js_ic_set(js_ctx *ctx, js_value *fp, const js_value *object, uint16_t constant,
                             uint16_t cache, const js_value *value, bool strict);
JS_MUST_CHECK bool js_ic_define(js_ctx *ctx, js_value *fp, const js_value *object, uint16_t constant,
                                uint16_t cache, const js_value *value);
JS_MUST_CHECK bool js_ic_get_global(js_ctx *ctx, js_value *fp, uint16_t constant, uint16_t cache,
                                    bool for_typeof, js_value *out);
JS_MUST_CHECK bool js_ic_set_global(js_ctx *ctx, js_value *fp, uint16_t constant, uint16_t cache,
                                    const js_value *value, bool strict);

/* Whether the properties cell of object has a slot index. */
GC_INLINE bool js_properties_have_room_nogc(const js_ctx *ctx, const struct js_object *object, uint32_t index)
{
    const struct js_properties *more;

    if (!gc_slot_is_cell(object->properties))
        return false;
    more = gc_slot_to_cell(ctx->heap, object->properties);
    return sizeof *more + (index + 1) * sizeof(gc_slot) <= (size_t)more->header.granules * GC_GRANULE;
}

/* The feedback cell of the running function, one of its caches, one of its constants. */
GC_INLINE struct js_feedback *js_frame_feedback_nogc(const js_ctx *ctx, const js_value *fp)
{
    return gc_slot_to_cell(ctx->heap, ((struct js_function *)gc_to_cell(fp[-2]))->feedback);
}
GC_INLINE gc_slot *js_frame_cache_nogc(const js_ctx *ctx, const js_value *fp, uint16_t cache)
{
    return &js_frame_feedback_nogc(ctx, fp)->caches[cache * JS_CACHE_SLOTS];
}
GC_INLINE js_value js_frame_constant_nogc(const js_ctx *ctx, const js_value *fp, uint32_t constant)
{
    const struct js_tuple *constants =
        gc_slot_to_cell(ctx->heap, js_frame_feedback_nogc(ctx, fp)->constants);

    return gc_decode(ctx->heap, constants->slots[constant]);
}

/* ---- slow paths (slow.c) ---- */
/* home NULL: none */
JS_MUST_CHECK bool js_op_closure(js_ctx *ctx, struct js_frame *frame, uint16_t child, const js_value *home,
                                 js_value *out);
JS_MUST_CHECK bool js_op_set_function_name(js_ctx *ctx, const js_value *function, const js_value *key,
                                           unsigned prefix);
JS_MUST_CHECK bool js_op_define_element(js_ctx *ctx, const js_value *object, const js_value *key,
                                        const js_value *value);
JS_MUST_CHECK bool js_op_set_proto(js_ctx *ctx, const js_value *object, const js_value *prototype);
JS_MUST_CHECK bool js_op_new_array(js_ctx *ctx, uint16_t room, js_value *out);
JS_MUST_CHECK bool js_op_array_of_const(js_ctx *ctx, js_value *fp, uint16_t constant, js_value *out);
JS_MUST_CHECK bool js_op_push_hole(js_ctx *ctx, const js_value *array);
JS_MUST_CHECK bool js_op_new_regexp(js_ctx *ctx, js_value *fp, uint16_t pattern, uint16_t flags,
                                    js_value *out);
JS_MUST_CHECK bool js_op_call_spread(js_ctx *ctx, js_value *base, js_value *out);
/* base as NEW's, base[3] an array of the arguments. */
JS_MUST_CHECK bool js_op_construct_spread(js_ctx *ctx, js_value *base, js_value *out);
/* A call that is a direct eval if its callee is the realm's eval. */
JS_MUST_CHECK bool js_op_call_eval(js_ctx *ctx, js_value *base, uint16_t argc, const js_value *scope,
                                   unsigned site, js_value *out);
/* The same with the arguments as an array in base[2]. */
JS_MUST_CHECK bool js_op_call_eval_spread(js_ctx *ctx, js_value *base, const js_value *scope,
                                          unsigned site, js_value *out);
JS_MUST_CHECK bool js_op_import(js_ctx *ctx, struct js_frame *frame, const js_value *specifier,
                                const js_value *options, js_value *out);
bool js_throw_this_uninitialised(js_ctx *ctx);
JS_MUST_CHECK bool js_op_create_arguments(js_ctx *ctx, struct js_frame *frame, js_value *out);
JS_MUST_CHECK bool js_op_create_mapped_arguments(js_ctx *ctx, struct js_frame *frame,
                                                 js_value *places, uint16_t count, js_value *out);
JS_MUST_CHECK bool js_op_rest(js_ctx *ctx, struct js_frame *frame, uint16_t from, js_value *out);
JS_MUST_CHECK bool js_op_template(js_ctx *ctx, js_value *fp, uint16_t constant, uint16_t site,
                                  js_value *out);
JS_MUST_CHECK bool js_op_concat(js_ctx *ctx, const js_value *strings, uint16_t count, js_value *out);
JS_MUST_CHECK bool js_op_array_spread(js_ctx *ctx, const js_value *array, const js_value *iterable,
                                      uint16_t room);
JS_MUST_CHECK bool js_op_delete(js_ctx *ctx, const js_value *object, const js_value *key, bool strict,
                                js_value *out);
JS_MUST_CHECK bool js_op_in(js_ctx *ctx, const js_value *key, const js_value *object, js_value *out);
JS_MUST_CHECK bool js_op_get_super(js_ctx *ctx, const js_value *home, const js_value *key,
                                   const js_value *receiver, js_value *out);
JS_MUST_CHECK bool js_op_set_super(js_ctx *ctx, const js_value *home, const js_value *key,
                                   const js_value *receiver, const js_value *value, bool strict);
JS_MUST_CHECK bool js_op_this_sloppy(js_ctx *ctx, const js_value *self, js_value *out);
/* ---- quotes.c: TypeErrors that quote the source of the instruction in progress ---- */
bool js_throw_not_callable(js_ctx *ctx, const js_value *callee, bool as_constructor);
bool js_throw_not_iterable(js_ctx *ctx, const js_value *value, bool async);
/* value: undefined or null. */
bool js_throw_not_destructurable(js_ctx *ctx, const js_value *value);

/* ---- iteration: three registers at it (iter_ops.c) ---- */
JS_MUST_CHECK bool js_op_get_iterator(js_ctx *ctx, js_value *it, const js_value *iterable);
JS_MUST_CHECK bool js_op_get_iterator_object(js_ctx *ctx, js_value *it, const js_value *iterable);
JS_MUST_CHECK bool js_op_get_async_iterator(js_ctx *ctx, js_value *it, const js_value *iterable);
JS_MUST_CHECK bool js_op_iterator_next(js_ctx *ctx, js_value *it, js_value *out, bool *done);
/* ITERATOR_NEXT goes on with the result object that a yield* passed out: *result becomes its value. */
JS_MUST_CHECK bool js_op_iterated_result(js_ctx *ctx, js_value *it, js_value *result, bool *done);
JS_MUST_CHECK bool js_op_iterator_close(js_ctx *ctx, js_value *it, bool quiet);
JS_MUST_CHECK bool js_op_iterator_rest(js_ctx *ctx, js_value *it, js_value *out);
JS_MUST_CHECK bool js_op_delegate_call(js_ctx *ctx, js_value *it, const js_value *received, js_value *mode,
                                       js_value *out);
JS_MUST_CHECK bool js_op_for_in_start(js_ctx *ctx, const js_value *object, js_value *out);
JS_MUST_CHECK bool js_op_for_in_next(js_ctx *ctx, const js_value *enumerator, js_value *out, bool *done);

/* ---- classes and private names (class_ops.c) ---- */
JS_MUST_CHECK bool js_op_new_private_name(js_ctx *ctx, const js_value *description, js_value *out);
JS_MUST_CHECK bool js_op_new_class(js_ctx *ctx, struct js_frame *frame, js_value *out, uint16_t child,
                                   const js_value *heritage);
JS_MUST_CHECK bool js_op_set_fields(js_ctx *ctx, const js_value *class_, const js_value *function);
JS_MUST_CHECK bool js_op_init_fields(js_ctx *ctx, const js_value *self, const js_value *class_);
JS_MUST_CHECK bool js_op_define_method(js_ctx *ctx, const js_value *object, const js_value *key,
                                       const js_value *function, unsigned kind);
JS_MUST_CHECK bool js_op_define_field(js_ctx *ctx, const js_value *object, const js_value *key,
                                      const js_value *value);
JS_MUST_CHECK bool js_op_get_private(js_ctx *ctx, const js_value *object, const js_value *name,
                                     js_value *out);
JS_MUST_CHECK bool js_op_set_private(js_ctx *ctx, const js_value *object, const js_value *name,
                                     const js_value *value);
JS_MUST_CHECK bool js_op_define_private(js_ctx *ctx, const js_value *object, const js_value *name,
                                        const js_value *value, unsigned kind);
JS_MUST_CHECK bool js_op_has_private(js_ctx *ctx, const js_value *name, const js_value *object,
                                     js_value *out);

/* ---- globals (global_ops.c) ---- */
JS_MUST_CHECK bool js_op_declare_globals(js_ctx *ctx, const js_value *names, bool deletable);
JS_MUST_CHECK bool js_op_set_global_function(js_ctx *ctx, const js_value *name, const js_value *value,
                                             bool deletable);
JS_MUST_CHECK bool js_op_init_global(js_ctx *ctx, const js_value *name, const js_value *value);
JS_MUST_CHECK bool js_op_delete_global(js_ctx *ctx, const js_value *name, js_value *out);
JS_MUST_CHECK bool js_global_get(js_ctx *ctx, const js_value *name, bool for_typeof, js_value *out);
JS_MUST_CHECK bool js_global_set(js_ctx *ctx, const js_value *name, const js_value *value, bool strict);

/* ---- scope objects (scope_ops.c) ---- */
JS_MUST_CHECK bool js_op_new_scope(js_ctx *ctx, const js_value *parent, const js_value *names,
                                   js_value *out);
JS_MUST_CHECK bool js_op_new_with_scope(js_ctx *ctx, const js_value *parent, const js_value *object,
                                        js_value *out);
JS_MUST_CHECK bool js_op_copy_scope(js_ctx *ctx, const js_value *scope, js_value *out);
/* with_object: NULL, or gets the with object that the name was found in, else undefined. */
JS_MUST_CHECK bool js_op_get_scoped(js_ctx *ctx, const js_value *scope, const js_value *name,
                                    bool for_typeof, js_value *out, js_value *with_object);
JS_MUST_CHECK bool js_op_resolve_scoped(js_ctx *ctx, const js_value *scope, const js_value *name,
                                        js_value *out);
JS_MUST_CHECK bool js_op_set_scoped(js_ctx *ctx, const js_value *scope, const js_value *resolved,
                                    const js_value *name, const js_value *value, bool strict);
JS_MUST_CHECK bool js_op_init_scoped(js_ctx *ctx, const js_value *scope, const js_value *name,
                                     const js_value *value);
JS_MUST_CHECK bool js_op_delete_scoped(js_ctx *ctx, const js_value *scope, const js_value *name,
                                       js_value *out);
JS_MUST_CHECK bool js_op_declare_scoped(js_ctx *ctx, const js_value *scope, const js_value *name,
                                        unsigned kind);
JS_MUST_CHECK bool js_op_direct_eval(js_ctx *ctx, const js_value *source, const js_value *scope,
                                     unsigned site, js_value *out);

/* ---- generators and async functions (generator.c) ---- */
/* Makes the generator of the frame, with a window of its size. */
JS_MUST_CHECK bool js_generator_start(js_ctx *ctx, struct js_frame *frame, js_value *out);
JS_MUST_CHECK bool js_async_start_noscript(js_ctx *ctx, struct js_frame *frame, js_value *out);
/* Parks the frame's window in the generator; resumption continues at pc.  Never fails. */
void js_generator_park_nogc(js_ctx *ctx, struct js_frame *frame, js_value generator, const uint16_t *pc,
                            uint16_t value_register, uint16_t mode_register, bool delegate);
/* Arranges that the generator goes on when *value settles. */
JS_MUST_CHECK bool js_op_await(js_ctx *ctx, const js_value *value, const js_value *generator);
/* Ends an async function; *promise is its promise. */
JS_MUST_CHECK bool js_op_async_settle(js_ctx *ctx, const js_value *value, const js_value *generator,
                                      bool reject, js_value *promise);
/* The promise of an async function's state. */
js_value js_async_promise_nogc(js_ctx *ctx, js_value generator);

#endif
