/*
 * verify.c: invariants over a whole heap, checked by walking it.
 *
 * Three passes.  The first walks every page and notes where cells start, in a bitmap of its own; headers
 * must be sane and cells must tile each page exactly [layout.tiled]; a young cell is aged exactly if the
 * last scavenge copied it [young.aged].  The second looks at every slot of
 * every cell: a reference leads to the start of a cell, of a number where the slot says number and never
 * a free or forwarded one [slot.valid]; an old cell's reference to a young one is recorded
 * [remembered.complete].  The third checks what the spaces believe: recorded slots lie in slots of cells
 * [remembered.freed], their map and summaries are complete [remembered.map], free lists hold free cells of swept pages, each once, and as many bytes as counted
 * [free.linked]; no mark bit is set outside pages that wait for the sweep [sweep.clears]; used bytes,
 * page lists, page map and classes agree; roots lead to cells [roots.valid].
 *
 * The bitmap is memory from the system; where there is none, verification is skipped and said to be.
 */
#include "internal.h"
#include <string.h>

enum { REPORTS_MAX = 20 };

struct verify {
    gc_heap *heap;
    const char *when;
    uint64_t *starts; /* bit a granule: a cell starts here */
    size_t starts_bytes;
    unsigned problems;
    uint32_t page;       /* being walked */
    uintptr_t expected;  /* where the next cell should start */
    size_t used_bytes;   /* cells that are not free, of the space being walked */
    uintptr_t aged_end;  /* cells of the young page below it are survivors */
    bool young;
};

static bool broken(struct verify *v, const void *cell, const char *what)
{
    if (v->problems++ < REPORTS_MAX) {
        fprintf(stderr, "heap verification %s: %s\n", v->when, what);
        if (cell != NULL)
            gc_describe(v->heap, cell);
    }
    return false;
}

static bool starts_here(const struct verify *v, uint32_t granule)
{
    return v->starts[granule / 64] >> (granule % 64) & 1;
}

/* ---- pass 1: cells ---- */

static void note_cell(void *arg, void *cell, size_t bytes)
{
    struct verify *v = arg;
    const struct gc_header *header = cell;
    uint32_t granule = gc__granule_of(v->heap, cell);
    const struct gc__page *p = &v->heap->pages[v->page];

    if (!(v->heap->layouts[header->kind].flags & GC__LAYOUT_KNOWN))
        broken(v, cell, "cell of an unknown kind");
    if (header->flags & GC__FORWARDED)
        broken(v, cell, "forwarded cell outside a collection");
    if (p->space == GC__SPACE_OLD && bytes > GC__PAGE_CELL_MAX && header->kind != GC_KIND_FREE)
        broken(v, cell, "cell too large for its page");
    if (v->young && ((uintptr_t)cell < v->aged_end) != ((header->flags & GC__AGED) != 0))
        broken(v, cell, "a young cell's age is wrong");
    if ((uintptr_t)cell < v->expected)
        broken(v, cell, "cell overlaps the one before it");
    v->expected = (uintptr_t)cell + bytes;
    v->starts[granule / 64] |= UINT64_C(1) << (granule % 64);
    if (header->kind != GC_KIND_FREE)
        v->used_bytes += bytes;
}

/* Walks like gc__walk_page, but stops where a size makes no sense. */
static void tile_page(struct verify *v, uint32_t page)
{
    gc_heap *heap = v->heap;
    uintptr_t end = gc__page_end(heap, page), cell = gc__page_start(heap, page);

    while (cell < end) {
        if (cell == heap->old.top && cell < heap->old.limit) {
            cell = heap->old.limit;
            continue;
        }
        size_t bytes = ((struct gc_header *)cell)->granules * (size_t)GC_GRANULE;
        if (bytes == 0 || bytes > end - cell) {
            broken(v, (void *)cell, "a cell's size is none or reaches past its page");
            return;
        }
        note_cell(v, (void *)cell, bytes);
        cell += bytes;
    }
}

static void note_page(struct verify *v, uint32_t page)
{
    const struct gc__page *p = &v->heap->pages[page];

    v->page = page;
    v->expected = gc__page_start(v->heap, page);
    if (p->space == GC__SPACE_LARGE || (p->flags & GC__PAGE_UNSWEPT))
        gc__walk_page(v->heap, page, note_cell, v);
    else
        tile_page(v, page);
}

static void note_list(struct verify *v, const struct gc__page_list *list, enum gc__space space,
                      enum gc_page_class class, const char *name)
{
    gc_heap *heap = v->heap;
    uint32_t count = 0;

    v->young = class == GC_PAGE_YOUNG;
    for (uint32_t page = list->first; page != 0; page = heap->pages[page].next) {
        if (heap->pages[page].space != space || heap->fast.page_class[page] != class)
            broken(v, (void *)gc__page_start(heap, page), name);
        for (uint32_t i = 1; space == GC__SPACE_LARGE && i < heap->pages[page].run; i++)
            if (heap->fast.page_class[page + i] != class || heap->pages[page + i].run != i)
                broken(v, (void *)gc__page_start(heap, page), "a large cell's further page is wrong");
        v->aged_end = gc__page_start(heap, page) + heap->pages[page].aged_end;
        note_page(v, page);
        count++;
    }
    if (count != list->count)
        broken(v, NULL, "page list's count is wrong");
}

static void note_cells(struct verify *v)
{
    gc_heap *heap = v->heap;

    v->used_bytes = 0;
    note_list(v, &heap->young.pages, GC__SPACE_YOUNG, GC_PAGE_YOUNG, "page is not young");
    if (v->used_bytes != gc__young_used(heap))
        broken(v, NULL, "young cells and young bytes differ");
    note_list(v, &heap->young.large, GC__SPACE_LARGE, GC_PAGE_YOUNG_LARGE, "page is not young large");
    v->used_bytes = 0;
    note_list(v, &heap->old.pages, GC__SPACE_OLD, GC_PAGE_OLD, "page is not old");
    note_list(v, &heap->old.unswept, GC__SPACE_OLD, GC_PAGE_OLD, "page is not old");
    if (heap->old.to_sweep != heap->old.unswept.count)
        broken(v, NULL, "pages that wait for the sweep are miscounted");
    if (v->used_bytes != heap->old.used_bytes)
        broken(v, NULL, "old cells and old bytes differ");
    v->used_bytes = 0;
    note_list(v, &heap->old.large, GC__SPACE_LARGE, GC_PAGE_LARGE, "page is not large");
    if (v->used_bytes != heap->old.large_bytes)
        broken(v, NULL, "large cells and large bytes differ");
    note_list(v, &heap->read_only, GC__SPACE_READ_ONLY, GC_PAGE_READ_ONLY, "page is not read-only");
}

/* ---- pass 2: slots ---- */

/* Whether bits, found in holder, refer to a cell. */
static bool check_target(struct verify *v, uint32_t bits, const void *holder)
{
    gc_heap *heap = v->heap;
    uint32_t granule = bits >> 2;
    const struct gc_header *target;

    if (granule < GC_CONSTANTS_MAX)
        return (bits & 2) != 0 || broken(v, holder, "reference to a constant's granule as a cell");
    if (granule >= heap->cage_bytes / GC_GRANULE)
        return broken(v, holder, "reference beyond the cage");
    if (heap->fast.page_class[bits >> 17] == GC_PAGE_NONE)
        return broken(v, holder, "reference into a page not in use");
    if (!starts_here(v, granule))
        return broken(v, holder, "reference to no cell's start");
    target = gc__granule_address(heap, granule);
    if (target->kind == GC_KIND_FREE)
        return broken(v, holder, "reference to freed memory");
    if ((bits & 2) == 0 && target->kind == GC_KIND_NUMBER)
        return broken(v, holder, "a boxed number referred to as a cell");
    if ((bits & 2) != 0 && target->granules != sizeof(struct gc_number) / GC_GRANULE)
        return broken(v, holder, "a number slot refers to no number");
    return true;
}

static void check_slots(void *arg, void *cell, size_t bytes)
{
    struct verify *v = arg;
    gc_heap *heap = v->heap;
    const struct gc__layout *layout = &heap->layouts[gc_kind_of(cell)];
    gc_slot *slot = (gc_slot *)((char *)cell + layout->begin), *end;
    bool old = !gc__cell_is_young(heap, cell);

    if (gc_kind_of(cell) == GC_KIND_FREE || !(layout->flags & GC__LAYOUT_KNOWN))
        return;
    end = (gc_slot *)gc__slots_end(heap, layout, cell, bytes);
    if ((char *)end > (char *)cell + bytes) {
        broken(v, cell, "slots reach past their cell");
        return;
    }
    for (; slot < end; slot++) {
        if ((slot->bits & 1) == 0 || !check_target(v, slot->bits, cell))
            continue;
        if (old && gc__slot_is_young(heap, *slot) && !gc__field_recorded(heap, cell, slot))
            broken(v, cell, "an old cell's reference to a young one is not recorded");
    }
}

static void for_each_page(struct verify *v, void (*visit)(void *arg, void *cell, size_t bytes))
{
    gc_heap *heap = v->heap;
    const struct gc__page_list *lists[] = {&heap->young.pages, &heap->young.large,
                                           &heap->old.pages,   &heap->old.unswept,
                                           &heap->old.large,   &heap->read_only};

    for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++)
        for (uint32_t page = lists[i]->first; page != 0; page = heap->pages[page].next)
            gc__walk_page(heap, page, visit, v);
}

/* ---- pass 3: what the spaces believe ---- */

/* Recorded slots that were seen inside a cell's slots are taken out of a copy of the set. */
struct recorded_check {
    struct verify *v;
    enum gc__recorded which;
    uint64_t left[GC__PAGE_BYTES / 4 / 64];
    uintptr_t page_start;
};

static void take_out_slots(void *arg, void *cell, size_t bytes)
{
    struct recorded_check *check = arg;
    gc_heap *heap = check->v->heap;
    const struct gc__layout *layout = &heap->layouts[gc_kind_of(cell)];
    uintptr_t from = (uintptr_t)cell + layout->begin;
    uintptr_t to = (uintptr_t)gc__slots_end(heap, layout, cell, bytes);

    if (gc_kind_of(cell) == GC_KIND_FREE)
        return;
    if (from < check->page_start)
        from = check->page_start;
    if (to > check->page_start + GC__PAGE_BYTES)
        to = check->page_start + GC__PAGE_BYTES;
    if (check->which != GC__STRONG && (layout->flags & GC__LAYOUT_WEAK_YOUNG) == 0)
        return;
    for (; from < to; from += 4) {
        size_t index = (from - check->page_start) / 4;
        if (gc__recorded_in(heap, cell, (void *)from) == check->which)
            check->left[index / 64] &= ~(UINT64_C(1) << (index % 64));
    }
}

/* In a swept page every recorded slot is a slot of a cell, of those that the set is for. */
static void check_set(struct verify *v, uint32_t page, enum gc__recorded which)
{
    static const char *const wrong = "a recorded slot is no slot of a cell";
    gc_heap *heap = v->heap;
    const struct gc__page *p = &heap->pages[page];
    const struct gc__slot_set *set = p->recorded[which];
    struct recorded_check check;

    for (unsigned i = 0; i < GC__PAGE_BYTES / 4 / 64; i++)
        if (set->bits[i] != 0 && !(set->summary >> (i / 16) & 1))
            broken(v, NULL, "a recorded slot is not in its set's summary");
    if (p->flags & GC__PAGE_UNSWEPT)
        return;
    check.v = v;
    check.which = which;
    check.page_start = gc__page_start(heap, page);
    memcpy(check.left, set->bits, sizeof check.left);
    uint32_t first = p->space == GC__SPACE_LARGE_TAIL ? page - p->run : page;
    gc__walk_page(heap, first, take_out_slots, &check);
    for (unsigned i = 0; i < GC__PAGE_BYTES / 4 / 64; i++)
        if (check.left[i] != 0) {
            broken(v, NULL, wrong);
            return;
        }
}

static void check_recorded(struct verify *v, uint32_t page)
{
    const struct gc__page *p = &v->heap->pages[page];
    bool mapped = v->heap->remembered_map[page / 64] >> (page % 64) & 1;
    bool any = (p->flags & GC__PAGE_SCAN_ALL) != 0;

    for (unsigned i = 0; i < GC__RECORDED_SETS; i++)
        if (p->recorded[i] != NULL) {
            any = true;
            check_set(v, page, i);
        }
    if (mapped != any)
        broken(v, NULL, "the map of pages with recorded slots is wrong");
}

static void check_free_lists(struct verify *v)
{
    gc_heap *heap = v->heap;
    const struct gc__free_list *list = &heap->old.free;
    size_t bytes = 0;

    for (unsigned class = 0; class < GC__FREE_CLASSES; class++) {
        if ((list->nonempty >> class & 1) != (list->heads[class] != 0))
            broken(v, NULL, "free list and its bit differ");
        for (uint32_t granule = list->heads[class]; granule != 0;) {
            const struct gc_header *block = gc__granule_address(heap, granule);
            if (granule >= heap->cage_bytes / GC_GRANULE || !starts_here(v, granule) ||
                block->kind != GC_KIND_FREE) {
                broken(v, NULL, "free list leads to no free cell");
                return;
            }
            if (gc__class_of(heap, block) != GC_PAGE_OLD ||
                gc__free_class(block->granules) != class) {
                broken(v, block, "free cell in the wrong list");
                return;
            }
            /* A block met twice has no start any more. */
            v->starts[granule / 64] &= ~(UINT64_C(1) << (granule % 64));
            if ((heap->pages[granule / GC__PAGE_GRANULES].flags & GC__PAGE_CANDIDATE) == 0)
                bytes += (size_t)block->granules * GC_GRANULE;
            granule = ((const uint32_t *)block)[1];
        }
    }
    size_t listed = 0;
    for (uint32_t page = 1; page < heap->page_high; page++)
        if (heap->pages[page].space == GC__SPACE_OLD && (heap->pages[page].flags & GC__PAGE_CANDIDATE) == 0)
            listed += heap->pages[page].listed_bytes;
    if (bytes != list->bytes || bytes != listed)
        broken(v, NULL, "free-list bytes are miscounted");
}

static void check_marks(struct verify *v, uint32_t page)
{
    gc_heap *heap = v->heap;
    const struct gc__page *p = &heap->pages[page];
    const uint64_t *marks = gc__page_marks(heap, page);

    if ((p->flags & GC__PAGE_UNSWEPT) || p->space == GC__SPACE_READ_ONLY || heap->fast.marking)
        return;
    for (unsigned i = 0; i < GC__PAGE_GRANULES / 64; i++)
        if (marks[i] != 0) {
            broken(v, (void *)(gc__page_start(heap, page) +
                               (i * 64 + (size_t)__builtin_ctzll(marks[i])) * GC_GRANULE),
                   "a mark bit is set outside marking");
            return;
        }
}

static void check_page_map(struct verify *v)
{
    gc_heap *heap = v->heap;
    size_t committed = 0;

    for (uint32_t page = 1; page < heap->page_high; page++) {
        const struct gc__page *p = &heap->pages[page];
        bool used = heap->used_map[page / 64] >> (page % 64) & 1;
        bool free = p->space == GC__SPACE_FREE || p->space == GC__SPACE_POOL;

        if (used == free)
            broken(v, NULL, "a page's use and the page map differ");
        if (p->space == GC__SPACE_FREE || p->space == GC__SPACE_POOL ||
            p->space == GC__SPACE_QUARANTINE) {
            if (heap->fast.page_class[page] != GC_PAGE_NONE || p->recorded[GC__STRONG] != NULL)
                broken(v, NULL, "a free page has a class or recorded slots");
            continue;
        }
        committed++;
        check_recorded(v, page);
        check_marks(v, page);
    }
    if (committed != heap->committed_pages)
        broken(v, NULL, "pages in use are miscounted");
}

/* ---- roots ---- */

struct verify_visitor {
    struct gc_root_visitor visitor; /* must be first */
    struct verify *v;
};

static void check_root_value(struct gc_root_visitor *visitor, gc_value *value)
{
    struct verify *v = ((struct verify_visitor *)visitor)->v;

    if (gc_to_cell(*value) == NULL)
        return;
    if (!gc__in_cage(v->heap, gc_to_cell(*value)))
        broken(v, NULL, "a root leads out of the cage");
    else
        check_target(v, gc_slot_from_cell(v->heap, gc_to_cell(*value)).bits, NULL);
}

static void check_root_slot(struct gc_root_visitor *visitor, gc_slot *slot)
{
    if (slot->bits & 1)
        check_target(((struct verify_visitor *)visitor)->v, slot->bits, NULL);
}

static void check_roots(struct verify *v)
{
    struct verify_visitor strong = {
        .visitor = {.value = check_root_value, .slot = check_root_slot}, .v = v};
    struct verify_visitor weak = {
        .visitor = {.value = check_root_value, .weak_slot = check_root_slot}, .v = v};

    gc__visit_strong_roots(v->heap, &strong.visitor);
    gc__visit_weak_roots(v->heap, &weak.visitor);
}

static void check_offheap(struct verify *v, const struct gc__offheap_list *list, bool young)
{
    gc_heap *heap = v->heap;

    for (size_t i = 0; i < list->count; i++) {
        void *cell = gc_slot_to_cell(heap, (gc_slot){list->cells[i]});

        if (!check_target(v, list->cells[i], NULL))
            continue;
        if (gc__cell_is_young(heap, cell) != young)
            broken(v, cell, "off-heap cell in the wrong list");
        if (!(heap->layouts[gc_kind_of(cell)].flags & GC_KIND_OFFHEAP))
            broken(v, cell, "listed cell of a kind without off-heap memory");
    }
}

/* The cell that a sample follows is where it says [sites.weak]. */
static void check_sample(void *arg, void *cell, bool young)
{
    struct verify *v = arg;
    const struct gc__page *p = &v->heap->pages[gc__page_of(v->heap, cell)];

    if (p->space != (young ? GC__SPACE_YOUNG : GC__SPACE_OLD) && p->space != GC__SPACE_LARGE)
        broken(v, cell, "a sample is in the wrong list");
    else if (!starts_here(v, gc__granule_of(v->heap, cell)))
        broken(v, cell, "a sample leads to no cell");
}

bool gc_verify(gc_heap *heap, const char *when)
{
    struct verify v = {.heap = heap, .when = when};

    bool marks = heap->concurrent.on, sweeps = gc__sweep_pause(heap);

    gc__pretenured_retire(heap);

    gc__concurrent_pause(heap);
    v.starts_bytes = (size_t)heap->page_high * (GC__PAGE_GRANULES / 8);
    v.starts = gc__os_reserve(v.starts_bytes);
    if (v.starts == NULL) { /* helpers go on after the next collection */
        fprintf(stderr, "heap verification %s: skipped, no memory\n", when);
        return true;
    }
    note_cells(&v);
    if (v.problems == 0) { /* what follows relies on pages that can be walked */
        for_each_page(&v, check_slots);
        check_roots(&v);
        check_offheap(&v, &heap->offheap_young, true);
        check_offheap(&v, &heap->offheap_old, false);
        gc__visit_samples(heap, check_sample, &v);
        check_page_map(&v);
        check_free_lists(&v); /* last: takes starts out */
        if (heap->fast.marking && !gc__verify_marks(heap, when))
            v.problems++;
    }
    gc__os_release(v.starts, v.starts_bytes);
    if (marks)
        gc__concurrent_resume(heap);
    if (sweeps)
        gc__sweep_resume(heap);
    return v.problems == 0;
}
