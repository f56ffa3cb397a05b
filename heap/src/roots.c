/*
 * roots.c: the root sets, visited by every collector through one visitor.
 *
 * Roots are: frames of C locals, stacks of values, tables, persistent roots, and what the client's
 * callback visits.  There is no other way to be a root [roots.all].  Weak persistent roots and the
 * callback's weak slots are visited separately, once all live cells are known.
 */
#include "internal.h"

/* ---- registration ---- */

void gc_add_stack(gc_heap *heap, struct gc_stack_root *stack)
{
    stack->next = heap->stacks;
    heap->stacks = stack;
}

void gc_remove_stack(gc_heap *heap, struct gc_stack_root *stack)
{
    struct gc_stack_root **link = &heap->stacks;

    while (*link != stack)
        link = &(*link)->next;
    *link = stack->next;
}

void gc_add_roots(gc_heap *heap, struct gc_root_table *table)
{
    table->next = heap->tables;
    heap->tables = table;
}

void gc_remove_roots(gc_heap *heap, struct gc_root_table *table)
{
    struct gc_root_table **link = &heap->tables;

    while (*link != table)
        link = &(*link)->next;
    *link = table->next;
}

static void link_root(gc_heap *heap, struct gc_root *root, gc_value value, bool weak)
{
    root->value = value;
    root->weak = weak;
    root->prev = NULL;
    root->next = heap->roots;
    if (heap->roots != NULL)
        heap->roots->prev = root;
    heap->roots = root;
}

void gc_root_add(gc_heap *heap, struct gc_root *root, gc_value value)
{
    link_root(heap, root, value, false);
}

void gc_root_add_weak(gc_heap *heap, struct gc_root *root, gc_value value)
{
    link_root(heap, root, value, true);
}

void gc_root_remove(gc_heap *heap, struct gc_root *root)
{
    gc_assert(root->prev != NULL || heap->roots == root);
    if (root->prev != NULL)
        root->prev->next = root->next;
    else
        heap->roots = root->next;
    if (root->next != NULL)
        root->next->prev = root->prev;
    root->next = root->prev = NULL;
}

/* ---- visiting ---- */

static void visit_values(struct gc_root_visitor *visitor, gc_value *values, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (gc_is_cell(values[i]))
            visitor->value(visitor, &values[i]);
}

static void ignore_value(struct gc_root_visitor *visitor, gc_value *value)
{
    (void)visitor;
    (void)value;
}

static void ignore_slot(struct gc_root_visitor *visitor, gc_slot *slot)
{
    (void)visitor;
    (void)slot;
}

static void visit_frames(gc_heap *heap, struct gc_root_visitor *visitor)
{
    for (struct gc_frame *frame = heap->fast.frames; frame != NULL; frame = frame->prev) {
        GC_REQUIRE(frame->magic == GC_FRAME_LIVE);
        visit_values(visitor, (gc_value *)(frame + 1),
                     frame->count - (GC_MUTANT(FRAME_SKIPS_LAST) && frame->count > 1));
    }
}

static void visit_stacks(gc_heap *heap, struct gc_root_visitor *visitor)
{
    for (struct gc_stack_root *stack = heap->stacks; stack != NULL; stack = stack->next)
        visit_values(visitor, stack->base, (size_t)(*stack->top - stack->base));
}

static void visit_tables(gc_heap *heap, struct gc_root_visitor *visitor)
{
    for (struct gc_root_table *table = heap->tables; table != NULL; table = table->next)
        visit_values(visitor, table->values, table->count);
}

static void visit_persistent(gc_heap *heap, struct gc_root_visitor *visitor)
{
    for (struct gc_root *root = heap->roots; root != NULL; root = root->next)
        if (!root->weak)
            visit_values(visitor, &root->value, 1);
}

static void visit_client(gc_heap *heap, struct gc_root_visitor *visitor)
{
    visitor->weak_slot = ignore_slot;
    if (heap->config.visit_roots != NULL)
        heap->config.visit_roots(heap->config.client, visitor);
}

void gc__visit_root_set(gc_heap *heap, unsigned set, struct gc_root_visitor *visitor)
{
    static void (*const sets[GC__ROOT_SETS])(gc_heap *, struct gc_root_visitor *) = {
        visit_frames, visit_stacks, visit_tables, visit_persistent, visit_client};

    gc_assert(set < GC__ROOT_SETS);
    sets[set](heap, visitor);
}

void gc__visit_strong_roots(gc_heap *heap, struct gc_root_visitor *visitor)
{
    if (!GC_MUTANT(ROOTS_NO_FRAMES))
        visit_frames(heap, visitor);
    if (!GC_MUTANT(ROOTS_NO_STACKS))
        visit_stacks(heap, visitor);
    if (!GC_MUTANT(ROOTS_NO_TABLES))
        visit_tables(heap, visitor);
    if (!GC_MUTANT(ROOTS_NO_PERSISTENT))
        visit_persistent(heap, visitor);
    if (!GC_MUTANT(ROOTS_NO_CALLBACK))
        visit_client(heap, visitor);
}

void gc__visit_weak_roots(gc_heap *heap, struct gc_root_visitor *visitor)
{
    for (struct gc_root *root = heap->roots; root != NULL; root = root->next)
        if (root->weak)
            visit_values(visitor, &root->value, 1);
    visitor->value = ignore_value;
    visitor->slot = ignore_slot;
    if (heap->config.visit_roots != NULL)
        heap->config.visit_roots(heap->config.client, visitor);
}
