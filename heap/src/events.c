/*
 * events.c: tells listeners what happens, and gives up on broken invariants.
 */
#include "internal.h"
#include <stdlib.h>

void gc_add_event_sink(gc_heap *heap, struct gc_event_sink *sink)
{
    sink->next = heap->sinks;
    heap->sinks = sink;
}

void gc_remove_event_sink(gc_heap *heap, struct gc_event_sink *sink)
{
    struct gc_event_sink **link = &heap->sinks;

    while (*link != sink)
        link = &(*link)->next;
    *link = sink->next;
}

void gc__emit(gc_heap *heap, enum gc_event_type type, size_t value)
{
    struct gc_event event = {.type = type, .value = value, .figures = &heap->figures};
    struct gc_event_sink *next;

    if (heap->sinks == NULL)
        return;
    event.ns = gc__os_now_ns() - heap->birth_ns;
    for (struct gc_event_sink *sink = heap->sinks; sink != NULL; sink = next) {
        next = sink->next; /* a sink may remove itself */
        sink->event(sink, heap, &event);
    }
}

void gc__assertion_failed(const char *file, int line, const char *what)
{
    fprintf(stderr, "%s:%d: assertion failed: %s\n", file, line, what);
    fflush(stderr);
    abort();
}
