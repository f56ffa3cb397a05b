/*
 * builtins/value_list.h: a growable list of rooted values outside the heap, for a built-in's own work (what
 * sort compares, what JSON.parse has not yet put into an object).  Values stay 64 bits wide, so numbers are not
 * boxed, and storing takes no barrier; the price is that every collection visits all of them, so it suits
 * lists that are short, short-lived, or kept while little is allocated.
 *
 * JS_VALUE_LIST(ctx, l); js_value_list_push_nogc(&l, v); ... l.values[i] ...; left automatically.
 */
#ifndef JS_VALUE_LIST_H
#define JS_VALUE_LIST_H

#include "vm/context.h"

struct js_value_list {
    struct gc_root_table roots; /* .values and .count are the list */
    js_ctx *ctx;
    size_t capacity;
};

/* Not API. */
JS_MUST_CHECK GC_NOINLINE bool js__value_list_grow(struct js_value_list *list, size_t capacity);
void js__value_list_leave(struct js_value_list *list);

#define JS_VALUE_LIST(ctx_, l)                                                                     \
    struct js_value_list l GC_CLEANUP(js__value_list_leave) = {.ctx = (ctx_)};                     \
    gc_add_roots((ctx_)->heap, &l.roots)

GC_INLINE size_t js_value_list_count(const struct js_value_list *list)
{
    return list->roots.count;
}

/* Value i; its address is rooted until the list grows. */
GC_INLINE js_value *js_value_list_at(const struct js_value_list *list, size_t i)
{
    js_assert(i < list->roots.count);
    return &list->roots.values[i];
}

/* Room for capacity values in all: the next pushes do not fail.  Never collects. */
JS_MUST_CHECK GC_INLINE bool js_value_list_reserve(struct js_value_list *list, size_t capacity)
{
    return capacity <= list->capacity || js__value_list_grow(list, capacity);
}

/* Appends v.  Never collects; false with an exception where memory is exhausted. */
JS_MUST_CHECK GC_INLINE bool js_value_list_push_nogc(struct js_value_list *list, js_value v)
{
    if (GC_UNLIKELY(list->roots.count == list->capacity) &&
        !js__value_list_grow(list, list->capacity + 1))
        return false;
    list->roots.values[list->roots.count++] = v;
    return true;
}

GC_INLINE void js_value_list_truncate(struct js_value_list *list, size_t count)
{
    js_assert(count <= list->roots.count);
    list->roots.count = count;
}

#endif
