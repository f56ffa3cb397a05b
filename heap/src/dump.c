/*
 * dump.c: what keeps a cell alive, and what the heap is full of.
 *
 * gc_why_alive goes breadth-first from the roots over strong slots, noting for each cell the cell it was
 * reached from, until it meets the one asked for: the path printed is a shortest one.  Parents and queue
 * are two tables beside the cage, taken from the system for the time of the search, so that a debugger
 * can ask at any moment, even in the middle of a collection's wreck.  Values of ephemeron tables count
 * as strong here.
 */
#include "internal.h"
#include <string.h>

enum { ROOT_PARENT = 1, PATH_MAX_CELLS = 40 };

struct search {
    gc_heap *heap;
    uint32_t *parent; /* by granule: the granule of the cell before, ROOT_PARENT, or 0: not reached */
    uint32_t *queue;
    size_t bytes; /* of each table */
    size_t head, tail;
    uint32_t target;
};

static void reach(struct search *search, uint32_t bits, uint32_t parent)
{
    uint32_t granule = bits >> 2;

    if ((bits & 1) == 0 || granule < GC_CONSTANTS_MAX || search->parent[granule] != 0)
        return;
    search->parent[granule] = parent;
    search->queue[search->tail++] = granule;
}

struct search_visitor {
    struct gc_root_visitor visitor; /* must be first */
    struct search *search;
};

static void reach_value(struct gc_root_visitor *visitor, gc_value *value)
{
    struct search *search = ((struct search_visitor *)visitor)->search;

    if (gc__in_cage(search->heap, gc_to_cell(*value)))
        reach(search, gc_slot_from_cell(search->heap, gc_to_cell(*value)).bits, ROOT_PARENT);
}

static void reach_slot(struct gc_root_visitor *visitor, gc_slot *slot)
{
    reach(((struct search_visitor *)visitor)->search, slot->bits, ROOT_PARENT);
}

/* The strong slots of a cell: two runs, before and after the weak ones. */
static void reach_from(struct search *search, uint32_t granule)
{
    gc_heap *heap = search->heap;
    void *cell = gc__granule_address(heap, granule);
    const struct gc__layout *layout = &heap->layouts[gc_kind_of(cell)];
    gc_slot *slot = (gc_slot *)((char *)cell + layout->begin);
    gc_slot *end = (gc_slot *)gc__slots_end(heap, layout, cell, gc__cell_bytes(heap, cell));
    gc_slot *weak = end, *weak_end = end;

    if (layout->flags & GC_KIND_WEAK)
        gc__weak_range(heap, cell, &weak, &weak_end);
    for (; slot < end; slot++)
        if (slot < weak || slot >= weak_end)
            reach(search, slot->bits, granule);
}

static bool begin_search(struct search *search, gc_heap *heap)
{
    *search = (struct search){.heap = heap,
                              .bytes = (size_t)heap->page_high * GC__PAGE_GRANULES * 4};
    search->parent = gc__os_reserve(search->bytes);
    search->queue = gc__os_reserve(search->bytes);
    return search->parent != NULL && search->queue != NULL;
}

static void end_search(struct search *search)
{
    if (search->parent != NULL)
        gc__os_release(search->parent, search->bytes);
    if (search->queue != NULL)
        gc__os_release(search->queue, search->bytes);
}

/* Prints a cell and the slot of it that holds the next one. */
static void print_step(const struct search *search, uint32_t granule, uint32_t next)
{
    gc_heap *heap = search->heap;
    void *cell = gc__granule_address(heap, granule);
    const struct gc_kind *kind = heap->kinds[gc_kind_of(cell)];
    gc_slot *slot = (gc_slot *)((char *)cell + kind->slots_begin);
    unsigned index = 0;

    fprintf(stderr, "  %s %p", kind->name, cell);
    while (next != 0 && slot[index].bits >> 2 != next)
        index++;
    if (next != 0 && index < kind->name_count)
        fprintf(stderr, " .%s", kind->names[index]);
    else if (next != 0)
        fprintf(stderr, " [%u]", index - kind->name_count);
    fputc('\n', stderr);
}

static void print_path(const struct search *search, const char *root)
{
    uint32_t path[PATH_MAX_CELLS], next = 0;
    unsigned count = 0;

    for (uint32_t at = search->target; at != ROOT_PARENT; at = search->parent[at]) {
        if (count == PATH_MAX_CELLS) {
            memmove(path + 20, path + 21, (PATH_MAX_CELLS - 21) * sizeof *path); /* leave the middle out */
            count--;
        }
        path[count++] = at;
    }
    fprintf(stderr, "kept alive by %s:\n", root);
    for (unsigned i = count; i-- > 0; next = 0) {
        next = i > 0 && search->parent[path[i - 1]] == path[i] ? path[i - 1] : 0;
        print_step(search, path[i], next);
    }
}

/* The root set through which the path begins: sets are visited one after the other, in roots.c. */
static const char *root_of(const struct search *search, const size_t *set_ends, const char *const *names,
                           unsigned sets)
{
    uint32_t at = search->target;

    while (search->parent[at] != ROOT_PARENT)
        at = search->parent[at];
    for (unsigned i = 0; i < sets; i++)
        for (size_t j = i == 0 ? 0 : set_ends[i - 1]; j < set_ends[i]; j++)
            if (search->queue[j] == at)
                return names[i];
    return "a root";
}

bool gc_why_alive(gc_heap *heap, const void *cell)
{
    static const char *const names[] = {"a frame of C locals", "a stack", "a root table",
                                        "a persistent root", "the client's roots"};
    struct search search;
    size_t ends[GC__ROOT_SETS];
    bool found = false;

    if (!gc__in_cage(heap, cell) || !begin_search(&search, heap)) {
        fprintf(stderr, "%p: not in the heap, or no memory to search\n", cell);
        return false;
    }
    struct search_visitor v = {.visitor = {.value = reach_value, .slot = reach_slot},
                               .search = &search};
    search.target = gc__granule_of(heap, cell);
    for (unsigned set = 0; set < GC__ROOT_SETS; set++) {
        gc__visit_root_set(heap, set, &v.visitor);
        ends[set] = search.tail;
    }
    while (search.head < search.tail && search.parent[search.target] == 0)
        reach_from(&search, search.queue[search.head++]);
    found = search.parent[search.target] != 0;
    if (found)
        print_path(&search, root_of(&search, ends, names, GC__ROOT_SETS));
    else
        fprintf(stderr, "%p: no root leads to it by strong references\n", cell);
    end_search(&search);
    return found;
}

/* ---- what the heap is full of ---- */

static void count_kind(void *arg, void *cell, size_t bytes)
{
    struct gc_kind_figures *figures = (struct gc_kind_figures *)arg + gc_kind_of(cell);

    figures->cells++;
    figures->bytes += bytes;
}

void gc_count_kinds(gc_heap *heap, struct gc_kind_figures figures[256])
{
    const struct gc__page_list *lists[] = {&heap->young.pages, &heap->young.large,
                                           &heap->old.pages,   &heap->old.unswept,
                                           &heap->old.large,   &heap->read_only};
    bool sweeps = gc__sweep_pause(heap);

    memset(figures, 0, 256 * sizeof *figures);
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        for (uint32_t page = lists[i]->first; page != 0; page = heap->pages[page].next)
            gc__walk_page(heap, page, count_kind, figures);
    if (sweeps)
        gc__sweep_resume(heap);
    for (unsigned kind = 0; kind < 256; kind++)
        figures[kind].name = heap->kinds[kind] != NULL ? heap->kinds[kind]->name : NULL;
    figures[GC_KIND_FREE] = (struct gc_kind_figures){.name = NULL};
}
