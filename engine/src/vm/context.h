/*
 * vm/context.h: an isolate: one thread's engine with its heap, VM stack, atoms, current realm and pending
 * exception.  All of the engine's functions take it.
 *
 * Rules (docs/gc-safe-code.md): a function returns bool; false means an exception is pending in
 * ctx->exception.  References come in as const js_value * to rooted slots and leave through rooted
 * out-slots.  Without a suffix a function may collect and may run script; _noscript may only collect;
 * _nogc does neither.
 */
#ifndef JS_CONTEXT_H
#define JS_CONTEXT_H

#include "js/native.h"
#include "js/host.h"
#include "vm/kinds.h"

#include <stdarg.h>

/* Predefined names: JS_ATOM(ctx, length) is the address of a rooted interned string. */
enum js_atom {
#define ATOM(name, text) JS_ATOM_##name,
#define SYMBOL(name, text) JS_ATOM_##name,
#define PRIVATE(name, text) JS_ATOM_##name,
#include "vm/atoms.def"
#undef ATOM
#undef SYMBOL
#undef PRIVATE
    JS_ATOM_COUNT
};
#define JS_ATOM(ctx, name) ((const js_value *)&(ctx)->atoms[JS_ATOM_##name])

/* Intrinsic objects of a realm: JS_INTRINSIC(ctx, array_prototype, &out.slot). */
enum js_intrinsic {
#define INTRINSIC(name) JS_INTRINSIC_##name,
#include "vm/intrinsics.def"
#undef INTRINSIC
    JS_INTRINSIC_COUNT
};

/* One call in progress, bytecode or native, innermost first from ctx->activation.  On the C stack. */
struct js_activation {
    struct js_activation *prev;
    js_value *callee;  /* on the VM stack */
    const uint16_t *pc; /* of bytecode: the instruction in progress; NULL in a native function */
    bool construct;
};

/* Interrupt requests, polled at loop back-edges, calls and in long builtins. */
enum js_interrupt {
    JS_INTERRUPT_TERMINATE = 1, /* unwind uncatchably */
    JS_INTERRUPT_HOST = 2,      /* call host->interrupt */
    JS_INTERRUPT_GC = 4,        /* gc_poll */
};

enum { JS_PRETENURED_SITES = 512 };

struct js_ctx {
    gc_heap *heap;
    const struct js_host *host;
    void *host_data;

    js_value *stack_base;  /* of the VM stack; never moves */
    js_value *stack_top;   /* next free value; all below are scanned */
    js_value *stack_limit; /* an attempt to pass it is a RangeError */
    uintptr_t c_stack_limit;
    struct js_activation *activation;
    struct js_frame *frame_base, *frame_top, *frame_limit; /* control stack: interp/interp.h */
    uint32_t interrupts; /* atomic: enum js_interrupt, set by any thread */
    bool terminating;    /* the pending exception cannot be caught */

    /* Roots, registered as tables. */
    js_value exception;
    js_value realm; /* the current one: a js_realm cell */
    js_value atoms[JS_ATOM_COUNT];
    js_value single_units[256];    /* interned strings of one Latin-1 unit */
    js_value out_of_memory_errors; /* a tuple of errors made ready */
    js_value job_queue;            /* see jobs.h */
    js_value kept_alive;           /* targets of WeakRefs deref'ed in this job */
    js_value finalization_list;    /* registries with entries */
    js_value null_shape_roots;     /* js_transitions: root shapes of objects without a prototype */
    js_value symbol_registry;      /* Symbol.for: a hash table */

    uint32_t hash_seed;
    uint32_t identity_hash_state;
    struct js_intern_table *interned; /* weak; off-heap */
    struct js_native_tables *natives; /* tables of native functions by number */
    struct js_options *options;
    void *regexp_stack; /* kept between executions */
    size_t regexp_stack_bytes;
    void *runtime; /* the layer above */
    const uint16_t *pretenured[JS_PRETENURED_SITES]; /* interp/sites.h */
    /* Further members are declared with the modules that own them: vm/state.h. */
    struct js_state *state;
};

#undef JS_FRAME /* js/object.h has it for hosts, who cannot look into ctx */
#define JS_FRAME(ctx, f, ...) GC_FRAME((ctx)->heap, f, __VA_ARGS__)

/* The only macro that hides control flow: returns false if e failed. */
#define JS_TRY(e)                                                                                  \
    do {                                                                                           \
        if (GC_UNLIKELY(!(e)))                                                                     \
            return false;                                                                          \
    } while (0)

#define js_assert     gc_assert

GC_INLINE bool js_is_string(js_value v)
{
    return gc_is_cell(v) && (unsigned)gc_kind_of(gc_to_cell(v)) - JS_KIND_FIRST_STRING <=
                                (unsigned)(JS_KIND_LAST_STRING - JS_KIND_FIRST_STRING);
}

GC_INLINE bool js_is_object(js_value v)
{
    return gc_is_cell(v) && gc_kind_of(gc_to_cell(v)) >= JS_KIND_FIRST_OBJECT;
}

GC_INLINE bool js_is_kind(js_value v, enum js_kind kind)
{
    return gc_is_cell(v) && gc_kind_of(gc_to_cell(v)) == (uint8_t)kind;
}

GC_INLINE bool js_is_symbol(js_value v)
{
    return js_is_kind(v, JS_KIND_SYMBOL);
}

/* Decodes a field of a cell: js_field(ctx, &cell->field). */
GC_INLINE js_value js_field(const js_ctx *ctx, const gc_slot *field)
{
    return gc_get(ctx->heap, field);
}

/* ---- exceptions (vm/exception.c) ---- */

/* Throws *value.  Always returns false. */
bool js_throw(js_ctx *ctx, const js_value *value);
/*
 * Make an error of the kind with a printf-like message, and throw it.  Always return false.  Run no script.
 * Formats: %s UTF-8 text, %d int, %u unsigned, %v a const js_value * shown as V8 shows it in messages (strings
 * bare, functions as their source, objects as #<Foo> or [object Foo]), %q the same with its type where there
 * is no source text to quote (V8: number 5, string "x", object null), %k a const js_value * property key,
 * shown bare, %% a percent sign.  The values need not be rooted: they are read before anything is allocated.
 */
bool js_throw_type_error(js_ctx *ctx, const char *format, ...);
bool js_throw_range_error(js_ctx *ctx, const char *format, ...);
bool js_throw_reference_error(js_ctx *ctx, const char *format, ...);
bool js_throw_syntax_error(js_ctx *ctx, const char *format, ...);
bool js_throw_uri_error(js_ctx *ctx, const char *format, ...);
bool js_throw_error(js_ctx *ctx, enum js_intrinsic prototype, const char *format, ...);
bool js__throw_format(js_ctx *ctx, enum js_intrinsic prototype, const char *format, va_list args);
/* The text of a format as above, as a string. */
JS_MUST_CHECK bool js_format_noscript(js_ctx *ctx, js_value *out, const char *format, ...);
/* Throws a ready-made RangeError for exhausted memory; allocates nothing. */
GC_COLD bool js_throw_out_of_memory(js_ctx *ctx);
#define JS_OUT_OF_MEMORY_TEXT "JavaScript heap out of memory"
/* Whether v is an error that js_throw_out_of_memory throws. */
bool js_is_out_of_memory_nogc(js_ctx *ctx, js_value v);
/* RangeError: Maximum call stack size exceeded. */
GC_COLD bool js_throw_stack_overflow(js_ctx *ctx);
/* RangeError: Invalid string length. */
GC_COLD bool js_throw_string_too_long(js_ctx *ctx);

/*
 * Whether the pending exception may be caught by the program (it is no termination).
 */
GC_INLINE bool js_is_catchable(const js_ctx *ctx)
{
    return !ctx->terminating;
}

/* For vm/realm.c: makes the errors that exhausted memory throws. */
JS_MUST_CHECK bool js__make_ready_errors_noscript(js_ctx *ctx);

/* An exception was taken by whoever deals with it, in C or by a handler; of exhausted memory the heap is told. */
void js__note_taken_nogc(js_ctx *ctx, js_value error);

/*
 * Catches: moves the pending exception to *out (a rooted slot) and clears it; returns false, with nothing
 * changed, where it cannot be caught (termination).
 */
JS_MUST_CHECK bool js_catch(js_ctx *ctx, js_value *out);

/* ---- stacks (vm/stack.c) ---- */

/* In each recursive C function: false with a RangeError pending where the C stack is nearly used up. */
JS_MUST_CHECK GC_INLINE bool js_check_stack(js_ctx *ctx)
{
    char here;

    if (GC_UNLIKELY((uintptr_t)&here < ctx->c_stack_limit))
        return js_throw_stack_overflow(ctx);
    return true;
}

/*
 * In every collection: overwrites the dead registers above stack_top, in windows of frames in progress, which the
 * collector does not update (interp/frames.c).
 */
void js__frames_clear_dead_nogc(js_ctx *ctx);
/* And forgets what property loads found lately, which is held by slots (interp/ic.c). */
void js__ic_collect_nogc(js_ctx *ctx);

/* Handles pending interrupts: false where the program must unwind. */
JS_MUST_CHECK GC_NOINLINE bool js_handle_interrupt(js_ctx *ctx);

/* In every loop of a builtin whose length a program controls.  May collect and run host code. */
JS_MUST_CHECK GC_INLINE bool js_poll(js_ctx *ctx)
{
    if (GC_UNLIKELY(__atomic_load_n(&ctx->interrupts, __ATOMIC_RELAXED)))
        return js_handle_interrupt(ctx);
    return true;
}

/* ---- allocation: as gc/alloc.h, with an exception pending on failure ---- */

JS_MUST_CHECK GC_INLINE bool js_alloc(js_ctx *ctx, enum js_kind kind, size_t bytes, js_value *out)
{
    return GC_LIKELY(gc_alloc(ctx->heap, (uint8_t)kind, bytes, out)) || js_throw_out_of_memory(ctx);
}

JS_MUST_CHECK GC_INLINE bool js_reserve(js_ctx *ctx, size_t bytes)
{
    return GC_LIKELY(gc_reserve(ctx->heap, bytes)) || js_throw_out_of_memory(ctx);
}

/* Encodes *value and stores it at offset of *cell (both rooted).  May collect, never runs script. */
JS_MUST_CHECK GC_INLINE bool js_store(js_ctx *ctx, const js_value *cell, size_t offset,
                                      const js_value *value)
{
    return GC_LIKELY(gc_store_value(ctx->heap, cell, offset, value)) || js_throw_out_of_memory(ctx);
}

/* ---- realms (vm/realm.c) ---- */

/* The value of an intrinsic of the current realm; a raw value: root it before the next safepoint. */
js_value js_intrinsic_nogc(js_ctx *ctx, enum js_intrinsic which);
#define JS_INTRINSIC(ctx, name) js_intrinsic_nogc((ctx), JS_INTRINSIC_##name)

#endif
