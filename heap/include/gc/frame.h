/*
 * gc/frame.h: rooted local variables and other roots.  Rules and mistakes: docs/gc-safe-code.md.
 */
#ifndef GC_FRAME_H
#define GC_FRAME_H

#include "gc/value.h"
#include "gc/slot.h"

/* What magic holds while a frame is linked; and the attribute that leaves it with its block. */
#define GC_FRAME_LIVE 0x4652414Du
#define GC_CLEANUP(f) __attribute__((cleanup(f)))

/* The head of a frame of rooted locals: use GC_FRAME.  The values follow it in memory. */
struct gc_frame {
    struct gc_frame *prev;
    gc_heap *heap;
    uint32_t count; /* of the values that follow */
    uint32_t magic; /* GC_FRAME_LIVE until left */
};

/* A frame is taken out before its memory goes, by an attribute that this warning does not look at. */
#if defined(__GNUC__) && !defined(__clang__) && __GNUC__ >= 12
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdangling-pointer"
#endif
GC_INLINE void gc__frame_enter(gc_heap *heap, struct gc_frame *frame, uint32_t count)
{
    gc_value *values = (gc_value *)(frame + 1);

    for (uint32_t i = 0; i < count; i++)
        values[i] = GC_EMPTY;
    frame->heap = heap;
    frame->count = count;
    frame->magic = GC_FRAME_LIVE;
    frame->prev = gc__fast(heap)->frames;
    gc__fast(heap)->frames = frame;
}
#if defined(__GNUC__) && !defined(__clang__) && __GNUC__ >= 12
#pragma GCC diagnostic pop
#endif

GC_INLINE void gc__frame_leave(void *declared)
{
    struct gc_frame *frame = declared;

    gc_assert(frame->magic == GC_FRAME_LIVE);
    gc_assert(gc__fast(frame->heap)->frames == frame);
    gc__fast(frame->heap)->frames = frame->prev;
#if TENURE_CHECKED
    frame->magic = 0;
#endif
}

/*
 * Declares f with one rooted value per name, all GC_EMPTY, linked to heap until the block is left, by
 * whatever way.  The collector updates the values when cells move; their addresses are what collecting
 * functions take.
 */
#define GC_FRAME(gc_heap_, f, ...)                                                                 \
    struct {                                                                                       \
        struct gc_frame head;                                                                      \
        gc_value __VA_ARGS__;                                                                      \
    } f GC_CLEANUP(gc__frame_leave);                                                               \
    gc__frame_enter((gc_heap_), &f.head, (sizeof f - sizeof f.head) / sizeof(gc_value))

/*
 * A stack of values in client memory that is scanned up to *top whenever the heap collects: a VM stack.
 * base[0 .. *top - base) must hold valid values at every safepoint.
 */
struct gc_stack_root {
    struct gc_stack_root *next;
    gc_value *base;
    gc_value **top;
};

/* Links and unlinks a stack; it stays the client's, and may not move while linked.  Neither collects nor fails. */
GC_API void gc_add_stack(gc_heap *heap, struct gc_stack_root *stack);
GC_API void gc_remove_stack(gc_heap *heap, struct gc_stack_root *stack);

/* A table of count named root values in client memory; names may be NULL. */
struct gc_root_table {
    struct gc_root_table *next;
    gc_value *values;
    size_t count;
    const char *const *names;
};

/* Links and unlinks a table; its values must be valid while it is linked.  Neither collects nor fails. */
GC_API void gc_add_roots(gc_heap *heap, struct gc_root_table *table);
GC_API void gc_remove_roots(gc_heap *heap, struct gc_root_table *table);

/* A persistent root in client memory, linked until removed; weak ones become GC_EMPTY when cleared. */
struct gc_root {
    gc_value value;
    struct gc_root *next, *prev;
    bool weak;
};

/*
 * Links root with its first value; root may not move while linked, and its value is read and set directly.
 * gc_root_remove unlinks it.  None collects; none fails.
 */
GC_API void gc_root_add(gc_heap *heap, struct gc_root *root, gc_value value);
GC_API void gc_root_add_weak(gc_heap *heap, struct gc_root *root, gc_value value);
GC_API void gc_root_remove(gc_heap *heap, struct gc_root *root);

/*
 * A callback that visits further roots, called in every collection: it calls visit(arg, value) on each
 * gc_value and visit_slot(arg, slot) on each gc_slot it owns outside cells.  It must not allocate.
 * It is called twice in a collection: while cells are found, when value and slot act and weak_slot does
 * nothing, and after all live cells are known, when only weak_slot acts.
 */
struct gc_root_visitor {
    /*
     * In a young collection: what surely refers to no young cell need not be visited.  A client that
     * knows which entries of a large table are new visits only those.
     */
    bool young_only;
    void (*value)(struct gc_root_visitor *visitor, gc_value *value);
    void (*slot)(struct gc_root_visitor *visitor, gc_slot *slot);
    /* A slot that does not keep its target alive; GC_SLOT_EMPTY once dead.  Visited after marking. */
    void (*weak_slot)(struct gc_root_visitor *visitor, gc_slot *slot);
};

/* Visits the roots of client: see gc_config.visit_roots.  It may not allocate. */
typedef void gc_visit_roots_fn(void *client, struct gc_root_visitor *visitor);

GC_INLINE void gc__no_collect_leave(gc_heap **heap)
{
    gc__fast(*heap)->no_collect--;
}
#define GC__JOIN2(a, b) a##b
#define GC__JOIN(a, b)  GC__JOIN2(a, b)

/* Within its scope any safepoint is an assertion failure (checked builds). */
#define GC_NO_COLLECT(gc_heap_)                                                                    \
    gc_heap *GC__JOIN(gc__no_collect_, __LINE__) GC_CLEANUP(gc__no_collect_leave) = (gc_heap_);    \
    gc__fast(GC__JOIN(gc__no_collect_, __LINE__))->no_collect++

#endif
