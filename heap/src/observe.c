/*
 * observe.c: the spaces of a heap, what of them lies in memory, and how much room is left.
 */
#include "internal.h"

static const char *const names[] = {
#define SPACE(name, text) text,
#include "gc/spaces.def"
#undef SPACE
};

const char *gc_space_name(enum gc_space space)
{
    GC_REQUIRE(space < GC_SPACES);
    return names[space];
}

static size_t sub(size_t a, size_t b)
{
    return a > b ? a - b : 0;
}

/* Bytes of the runs of pages that a list of large cells holds. */
static size_t run_bytes(const gc_heap *heap, const struct gc__page_list *list)
{
    size_t bytes = 0;

    for (uint32_t page = list->first; page != 0; page = heap->pages[page].next)
        bytes += heap->pages[page].run * GC__PAGE_BYTES;
    return bytes;
}

void gc_get_spaces(const gc_heap *heap, struct gc_space_figures figures[GC_SPACES])
{
    const struct gc__young *young = &heap->young;
    const struct gc__old *old = &heap->old;
    size_t capacity = young->capacity * GC__PAGE_BYTES;
    size_t pages = old->pages.count + old->to_sweep;
    size_t young_large = run_bytes(heap, &young->large);
    size_t large = (heap->committed_pages - pages - young->pages.count - heap->read_only.count) *
                   GC__PAGE_BYTES;

    figures[GC_SPACE_READ_ONLY] = (struct gc_space_figures){
        heap->read_only.count * GC__PAGE_BYTES, heap->read_only.count * GC__PAGE_BYTES, 0};
    figures[GC_SPACE_NEW] = (struct gc_space_figures){
        young->pages.count * GC__PAGE_BYTES, gc__young_used(heap), sub(capacity, gc__young_used(heap))};
    figures[GC_SPACE_OLD] = (struct gc_space_figures){pages * GC__PAGE_BYTES, old->used_bytes,
                                                      old->free.bytes + (old->limit - old->top)};
    figures[GC_SPACE_NEW_LARGE] = (struct gc_space_figures){young_large, young->large_bytes,
                                                            sub(capacity, young->large_bytes)};
    figures[GC_SPACE_LARGE] =
        (struct gc_space_figures){sub(large, young_large), old->large_bytes, 0};
}

/* ---- resident ---- */

/* -1: no page that counts. */
static int space_of(const gc_heap *heap, uint32_t page)
{
    const struct gc__page *p = &heap->pages[page];

    switch ((enum gc__space)p->space) {
    case GC__SPACE_YOUNG:
        return GC_SPACE_NEW;
    case GC__SPACE_OLD:
        return GC_SPACE_OLD;
    case GC__SPACE_LARGE:
    case GC__SPACE_LARGE_TAIL:
        return heap->fast.page_class[page] == GC_PAGE_YOUNG_LARGE ? GC_SPACE_NEW_LARGE : GC_SPACE_LARGE;
    case GC__SPACE_READ_ONLY:
        return GC_SPACE_READ_ONLY;
    case GC__SPACE_FREE:
    case GC__SPACE_POOL:
    case GC__SPACE_QUARANTINE:
        break;
    }
    return -1;
}

enum { CHUNK_PAGES = 64 };

/* Neighbouring pages that count, from first on, at most CHUNK_PAGES. */
static uint32_t count_neighbours(const gc_heap *heap, uint32_t first)
{
    uint32_t count = 1;

    while (count < CHUNK_PAGES && first + count < heap->page_high && space_of(heap, first + count) >= 0)
        count++;
    return count;
}

void gc_get_resident(const gc_heap *heap, size_t resident[GC_SPACES])
{
    size_t bytes[CHUNK_PAGES];

    for (int i = 0; i < GC_SPACES; i++)
        resident[i] = 0;
    for (uint32_t page = 1, count; page < heap->page_high; page += count) {
        count = 1;
        if (space_of(heap, page) < 0)
            continue;
        count = count_neighbours(heap, page);
        gc__os_resident((void *)gc__page_start(heap, page), GC__PAGE_BYTES, count, bytes);
        for (uint32_t i = 0; i < count; i++)
            resident[space_of(heap, page + i)] += bytes[i];
    }
}

/* ---- room ---- */

void gc_get_room(const gc_heap *heap, struct gc_room *out)
{
    const struct gc__policy *policy = &heap->policy;
    size_t old = sub(policy->max_old, gc__old_total(heap) + heap->young.large_bytes);
    size_t young = sub(heap->young.capacity * GC__PAGE_BYTES, gc__young_used(heap));
    size_t total = sub(policy->max_total, gc__total_bytes(heap));

    *out = (struct gc_room){
        .size_limit = policy->max_old + 3 * policy->max_semi,
        .available = old + young < total ? old + young : total,
        .fills_freed = heap->config.verify,
    };
    for (const struct gc_root *root = heap->roots; root != NULL; root = root->next) {
        out->root_bytes += sizeof *root;
        out->live_root_bytes += gc_is_cell(root->value) ? sizeof *root : 0;
    }
}

size_t gc_kind_outside_bytes(const gc_heap *heap, uint8_t kind)
{
    const struct gc__offheap_list *lists[] = {&heap->offheap_young, &heap->offheap_old};
    const struct gc_kind *which = heap->kinds[kind];
    size_t bytes = 0;

    if (which == NULL || which->offheap_bytes == NULL)
        return 0;
    for (int i = 0; i < 2; i++)
        for (size_t j = 0; j < lists[i]->count; j++) {
            const void *cell = gc_slot_to_cell(heap, (gc_slot){lists[i]->cells[j]});
            if (gc_kind_of(cell) == kind)
                bytes += which->offheap_bytes(cell);
        }
    return bytes;
}
