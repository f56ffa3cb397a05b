/*
 * builtins/value_list.c: growing and freeing lists of rooted values.
 */
#include "builtins/value_list.h"

#define CAPACITY_FIRST 64u

bool js__value_list_grow(struct js_value_list *list, size_t capacity)
{
    js_ctx *ctx = list->ctx;
    size_t wanted = list->capacity + list->capacity / 2;

    if (wanted < capacity)
        wanted = capacity;
    if (wanted < CAPACITY_FIRST)
        wanted = CAPACITY_FIRST;
    if (wanted > PTRDIFF_MAX / sizeof(js_value))
        return js_throw_out_of_memory(ctx);
    js_value *values = gc_realloc(ctx->heap, list->roots.values, list->capacity * sizeof(js_value),
                                  wanted * sizeof(js_value));

    if (values == NULL)
        return js_throw_out_of_memory(ctx);
    list->roots.values = values;
    list->capacity = wanted;
    return true;
}

void js__value_list_leave(struct js_value_list *list)
{
    gc_heap *heap = list->ctx->heap;

    gc_remove_roots(heap, &list->roots);
    gc_free(heap, list->roots.values, list->capacity * sizeof(js_value));
}
