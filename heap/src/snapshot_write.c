/*
 * snapshot_write.c: writes a heap image.
 *
 * After a full collection every cell of the old space is live.  Each gets an address in the image, in
 * the order of the walk, pages filled one after the other and large cells behind them on pages of their
 * own; a side table maps old granules to new ones.  Then the cells are copied into a buffer with their
 * slots translated, and the buffer is written.  The heap itself does not change.
 */
#include "image.h"
#include <string.h>

struct image {
    gc_heap *heap;
    uint32_t *moved; /* new granule by old granule */
    size_t moved_bytes;
    char *buffer; /* the pages */
    size_t buffer_bytes;
    struct gc__image_page *pages;
    uint32_t page_count, page_capacity;
    size_t fill; /* of the last regular page */
    size_t used_bytes;
    const char *error;
};

/* ---- fingerprint ---- */

static uint64_t mix(uint64_t hash, const void *data, size_t bytes)
{
    const unsigned char *byte = data;

    for (size_t i = 0; i < bytes; i++)
        hash = (hash ^ byte[i]) * UINT64_C(0x100000001B3);
    return hash;
}

uint64_t gc__image_fingerprint(const gc_heap *heap)
{
    uint64_t hash = UINT64_C(0xCBF29CE484222325);
    uint32_t constants = (uint32_t)heap->config.constant_count;

    for (unsigned i = 0; i < 256; i++) {
        const struct gc_kind *kind = heap->kinds[i];
        if (kind == NULL)
            continue;
        hash = mix(hash, &i, sizeof i);
        hash = mix(hash, kind->name, strlen(kind->name) + 1);
        hash = mix(hash, &heap->layouts[i], sizeof heap->layouts[i]);
        for (unsigned name = 0; name < kind->name_count; name++)
            hash = mix(hash, kind->names[name], strlen(kind->names[name]) + 1);
    }
    return mix(hash, &constants, sizeof constants);
}

/* ---- addresses ---- */

static struct gc__image_page *add_page(struct image *image, uint32_t space, uint32_t run)
{
    struct gc__image_page *page;

    if (image->page_count == image->page_capacity) {
        image->error = "the heap is larger than was counted";
        return NULL;
    }
    page = &image->pages[image->page_count++];
    *page = (struct gc__image_page){.space = space, .run = run};
    return page;
}

static void place_cell(void *arg, void *cell, size_t bytes)
{
    struct image *image = arg;
    gc_heap *heap = image->heap;

    if (gc_kind_of(cell) == GC_KIND_FREE || image->error != NULL)
        return;
    if (heap->layouts[gc_kind_of(cell)].flags & GC_KIND_OFFHEAP) {
        image->error = "a live cell owns memory outside the heap";
        return;
    }
    if (image->page_count == 0 || image->fill + bytes > GC__PAGE_BYTES) {
        if (add_page(image, GC__SPACE_OLD, 0) == NULL)
            return;
        image->fill = 0;
    }
    image->moved[gc__granule_of(heap, cell)] =
        image->page_count * (uint32_t)GC__PAGE_GRANULES + (uint32_t)(image->fill / GC_GRANULE);
    image->fill += bytes;
    image->used_bytes += bytes;
    image->pages[image->page_count - 1].bytes = image->fill;
}

static void place_large(struct image *image, uint32_t first)
{
    gc_heap *heap = image->heap;
    uint32_t run = heap->pages[first].run, at = image->page_count + 1;

    for (uint32_t i = 0; i < run && image->error == NULL; i++) {
        struct gc__image_page *page =
            add_page(image, i == 0 ? GC__SPACE_LARGE : GC__SPACE_LARGE_TAIL, i == 0 ? run : i);
        if (page != NULL && i == 0)
            page->bytes = heap->pages[first].bytes;
    }
    image->moved[(size_t)first * GC__PAGE_GRANULES] = at * (uint32_t)GC__PAGE_GRANULES;
}

static void place_all(struct image *image)
{
    gc_heap *heap = image->heap;

    for (uint32_t page = heap->old.pages.first; page != 0; page = heap->pages[page].next)
        gc__walk_page(heap, page, place_cell, image);
    for (uint32_t page = heap->old.large.first; page != 0; page = heap->pages[page].next)
        place_large(image, page);
}

/* ---- contents ---- */

static uint32_t translate(const struct image *image, uint32_t bits)
{
    if ((bits & 1) == 0 || bits >> 2 < GC_CONSTANTS_MAX)
        return bits;
    gc_assert(image->moved[bits >> 2] != 0);
    return image->moved[bits >> 2] << 2 | (bits & 3);
}

static void copy_cell(void *arg, void *cell, size_t bytes)
{
    struct image *image = arg;
    gc_heap *heap = image->heap;
    const struct gc__layout *layout = &heap->layouts[gc_kind_of(cell)];
    size_t granule;
    char *copy;

    if (gc_kind_of(cell) == GC_KIND_FREE)
        return;
    granule = image->moved[gc__granule_of(heap, cell)] - GC__PAGE_GRANULES;
    copy = image->buffer + granule * GC_GRANULE;
    memcpy(copy, cell, bytes);
    ((struct gc_header *)copy)->flags = 0;
    gc_slot *slot = (gc_slot *)(copy + layout->begin);
    gc_slot *end = (gc_slot *)(copy + (gc__slots_end(heap, layout, cell, bytes) - (char *)cell));
    for (; slot < end; slot++)
        slot->bits = translate(image, slot->bits);
}

static void copy_all(struct image *image)
{
    gc_heap *heap = image->heap;

    for (uint32_t page = heap->old.pages.first; page != 0; page = heap->pages[page].next)
        gc__walk_page(heap, page, copy_cell, image);
    for (uint32_t page = heap->old.large.first; page != 0; page = heap->pages[page].next)
        gc__walk_page(heap, page, copy_cell, image);
    for (uint32_t i = 0; i < image->page_count; i++) {
        size_t end = image->pages[i].bytes;
        if (image->pages[i].space == GC__SPACE_OLD && end < GC__PAGE_BYTES)
            gc__make_free_cell((uintptr_t)image->buffer + i * GC__PAGE_BYTES + end,
                               GC__PAGE_BYTES - end);
    }
}

/* ---- writing ---- */

static bool write_bytes(struct image *image, FILE *file, const void *data, size_t bytes)
{
    if (fwrite(data, 1, bytes, file) == bytes)
        return true;
    image->error = "the image file cannot be written";
    return false;
}

static bool write_roots(struct image *image, FILE *file, const gc_value *roots, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        uint64_t bits = roots[i].bits;

        if (gc_is_cell(roots[i]))
            bits = translate(image, gc_slot_from_cell(image->heap, gc_to_cell(roots[i])).bits);
        if (!write_bytes(image, file, &bits, sizeof bits))
            return false;
    }
    return true;
}

static bool write_file(struct image *image, FILE *file, const gc_value *roots, size_t count)
{
    static const char zeros[GC__IMAGE_ALIGN];
    size_t before = sizeof(struct gc__image_header) +
                    image->page_count * sizeof(struct gc__image_page) + count * sizeof(uint64_t);
    size_t padding = (GC__IMAGE_ALIGN - before % GC__IMAGE_ALIGN) % GC__IMAGE_ALIGN;
    struct gc__image_header header = {
        .magic = GC__IMAGE_MAGIC,
        .fingerprint = gc__image_fingerprint(image->heap),
        .page_count = image->page_count,
        .root_count = (uint32_t)count,
        .pages_offset = before + padding,
        .used_bytes = image->used_bytes,
    };

    return write_bytes(image, file, &header, sizeof header) &&
           write_bytes(image, file, image->pages, image->page_count * sizeof *image->pages) &&
           write_roots(image, file, roots, count) && write_bytes(image, file, zeros, padding) &&
           write_bytes(image, file, image->buffer, image->page_count * GC__PAGE_BYTES);
}

static bool make_image(struct image *image)
{
    gc_heap *heap = image->heap;
    size_t pages = heap->old.pages.count;

    for (uint32_t page = heap->old.large.first; page != 0; page = heap->pages[page].next)
        pages += heap->pages[page].run;
    image->page_capacity = (uint32_t)pages * 2 + 1; /* tails may waste up to half a page */
    image->moved_bytes = (size_t)heap->page_high * GC__PAGE_GRANULES * sizeof(uint32_t);
    image->moved = gc__os_reserve(image->moved_bytes);
    image->pages = gc__os_reserve(image->page_capacity * sizeof *image->pages);
    if (image->moved == NULL || image->pages == NULL) {
        image->error = "no memory for the image";
        return false;
    }
    place_all(image);
    if (image->error != NULL)
        return false;
    image->buffer_bytes = (image->page_count + 1) * GC__PAGE_BYTES;
    image->buffer = gc__os_reserve(image->buffer_bytes);
    if (image->buffer == NULL) {
        image->error = "no memory for the image";
        return false;
    }
    copy_all(image);
    return true;
}

bool gc_image_write(gc_heap *heap, const gc_value *roots, size_t count, FILE *file,
                    const char **error)
{
    struct image image = {.heap = heap};
    struct gc_root_table table = {.values = (gc_value *)(uintptr_t)roots, .count = count};
    bool written;

    gc_add_roots(heap, &table); /* they move in the collection */
    gc_collect(heap, GC_FULL, "snapshot creator");
    gc__sweep_finish(heap);
    gc__old_close_area(heap);
    gc_remove_roots(heap, &table);
    written = make_image(&image) && write_file(&image, file, roots, count) && fflush(file) == 0;
    if (image.moved != NULL)
        gc__os_release(image.moved, image.moved_bytes);
    if (image.pages != NULL)
        gc__os_release(image.pages, image.page_capacity * sizeof *image.pages);
    if (image.buffer != NULL)
        gc__os_release(image.buffer, image.buffer_bytes);
    if (!written)
        *error = image.error != NULL ? image.error : "the image file cannot be written";
    return written;
}
