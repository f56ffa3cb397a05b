/*
 * gc/debug.h: looking into a heap.  Callable from a debugger on any address, even in a crash.
 */
#ifndef GC_DEBUG_H
#define GC_DEBUG_H

#include "gc/heap.h"

/*
 * Verifies the whole heap: layouts, slot targets, page classes, remembered slots, free lists, ledger.
 * Returns true, or prints what is broken (cell, slot, names) on stderr and returns false.
 */
GC_API bool gc_verify(gc_heap *heap, const char *when);

/* Prints kind, page, age, size and slots of whatever lies at address. */
GC_API void gc_describe(gc_heap *heap, const void *address);

/*
 * Prints a shortest path of strong references from a root to a cell, on stderr; false: there is none.
 * Never collects; needs as much memory as half the heap, for its own time.
 */
GC_API bool gc_why_alive(gc_heap *heap, const void *cell);

/* Cells and bytes of each kind, by kind number; name is NULL where there is no such kind.  Garbage that no
   collection found yet counts.  Never collects; takes time linear in the heap. */
struct gc_kind_figures {
    const char *name;
    size_t cells, bytes;
};
GC_API void gc_count_kinds(gc_heap *heap, struct gc_kind_figures figures[256]);

/* Calls visit on each cell; garbage that no collection found yet counts.  Never collects, allocates nothing. */
GC_API void gc_walk_nogc(gc_heap *heap, void (*visit)(void *arg, void *cell, size_t bytes), void *arg);

/* Size in bytes of a cell (large cells included). */
GC_API size_t gc_cell_bytes(const gc_heap *heap, const void *cell);

/* Where a cell lives now. */
GC_API enum gc_page_class gc_cell_page_class(const gc_heap *heap, const void *cell);

/* "young", "young large", "old", "large", "read-only", ... */
GC_API const char *gc_page_class_name(enum gc_page_class page_class);

/* How many scavenges a young cell survived; 2 for an old one. */
GC_API unsigned gc_cell_age(const gc_heap *heap, const void *cell);

/* Walks every live cell after making the heap walkable (a full collection); visit may not allocate. */
GC_API void gc_walk(gc_heap *heap, void (*visit)(void *arg, void *cell, size_t bytes), void *arg);

/*
 * Deliberate damage, for tests of the verifier.  Slots, mark bits and headers: of a cell, or (NULL) of the first old cell
 * that has one; else whatever is found.  Returns whether there was a victim.
 */
enum gc_damage { GC_DAMAGE_SLOT, GC_DAMAGE_MARK_BIT, GC_DAMAGE_REMEMBERED, GC_DAMAGE_HEADER, GC_DAMAGE_FREE_LIST };
GC_API bool gc_damage(gc_heap *heap, enum gc_damage what, void *cell);

#endif
