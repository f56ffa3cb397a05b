/*
 * vm/state.h: the members of an isolate that single modules own; ctx->state.  Each group names its module,
 * which alone touches it.  All are zero at first; values must be GC_EMPTY (constant number 0) or valid, and
 * those in a rooted array are registered by vm/context.c.
 */
#ifndef JS_STATE_H
#define JS_STATE_H

#include "base/math_ops.h"
#include "vm/context.h"

#define JS_NUMBER_CACHE_SIZE 256u
#define JS_LOOKUP_CACHE_SIZE 512u
#define JS_REGEXP_CACHE_SIZE 64u
#define JS_KEPT_RECENT       16u
#define JS_ROOT_TABLES       8u

struct js_state {
    /* vm/context.c */
    struct gc_stack_root stack_root;
    struct gc_root_table roots[JS_ROOT_TABLES];
    size_t stack_bytes;
    const void *builtin_roots; /* unused by others */

    /* object/intern.c: Symbol.for */
    struct js_intern_table *registered_symbols;

    /* builtins/regexp_exec.c: compiled patterns: pattern, flag bits, program; rooted */
    js_value regexp_cache[3 * JS_REGEXP_CACHE_SIZE];

    /* ops/convert.c: text of numbers, direct-mapped; rooted */
    js_value number_strings[JS_NUMBER_CACHE_SIZE];
    uint64_t number_keys[JS_NUMBER_CACHE_SIZE]; /* bits of the double */

    /* vm/jobs.c; ctx->job_queue is the chunk that jobs are taken from */
    js_value job_tail;  /* rooted: the chunk that jobs are put into */
    js_value job_spare; /* rooted: an empty chunk kept for reuse */
    uint32_t job_head_index, job_tail_index;
    uint64_t job_count;

    /* builtins/finalization.c: a collection cleared something, registries may have dead entries */
    bool finalization_due;

    /*
     * builtins/array_internal.c: how Array's prototype and constructor looked when array species were last found
     * untouched: the shapes of Array.prototype, Array and Object.prototype, and the getter; rooted
     */
    js_value array_species[4];
    uint32_t array_constructor_index, array_species_index; /* of the two properties in their shapes */
    /* With so many properties the prototypes have no @@isConcatSpreadable; a shape of their own grows in place. */
    uint32_t array_prototype_count, object_prototype_count;
    bool no_spreadable;

    /* builtins/array_join.c: the arrays being joined */
    struct js_join *joining;

    /* builtins/math.c: Math.random */
    struct js_random random;

    /* vm/keep.c */
    uint32_t kept_count;

    /* debug/throw_site.c */
    js_value throw_value;  /* rooted: what js_take_exception handed out last */
    js_value throw_script; /* rooted: where it was thrown; GC_EMPTY: unknown */
    js_value throw_caught; /* rooted: the error that was noted, then caught; js_clear_kept_objects drops it */
    uint32_t throw_offset;
    bool throw_noted; /* of the pending exception */

    /* compile/compile.c */
    bool dump_bytecode;

    /* vm/exception.c */
    uint32_t out_of_memory_next; /* of the ready-made errors */
    bool formatting_stack;       /* Error.prepareStackTrace runs */
    bool making_error;           /* an error of the engine is under construction */

    /*
     * interp/ic.c: what loads at sites of many shapes found lately, by shape and key; emptied in each collection,
     * since it holds slots [ic.lookups].
     */
    struct js_lookup {
        uint32_t shape, key, where, holder, epoch;
    } lookups[JS_LOOKUP_CACHE_SIZE];
    uint32_t lookup_hits;

    /*
     * interp/iter_ops.c: shape of plain generators whose iteration no one can observe, found at that epoch, and where
     * their methods lie; shape 0 after each collection [iterate.pristine].
     */
    struct js_pristine_generators {
        uint32_t shape, epoch;
        uint32_t methods[3];
        const gc_slot *places[3];
    } generators;

    /* object/shape.c, interp/ic.c */
    uint32_t prototype_epoch;
    /*
     * Set for good once some object that is a prototype has indexed properties or may answer for them
     * (proxy, typed array, String object): until then a missing element is undefined, and may be added,
     * without a look at the chain [elements.prototypes].
     */
    bool prototypes_have_elements;
};

#endif
