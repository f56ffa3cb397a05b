/*
 * snapshot_read.c: maps a heap image.
 *
 * The pages of the image are mapped copy-on-write at the beginning of the cage; a page of the system is
 * read when it is first touched and copied when it is first written, so untouched parts stay shared by
 * all processes that map the file.  They become ordinary pages of the old generation: they are marked
 * and swept like others, and move under stress.  A page that is given back is unmapped from the file
 * first (page.c) [image.unmapped].
 *
 * Where the file cannot be mapped (its position is not aligned, a pipe's end), it is read instead.
 */
#include "image.h"
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

struct reader {
    gc_heap *heap;
    int fd;
    size_t start; /* of the image in the file */
    size_t file_bytes;
    struct gc__image_header header;
    struct gc__image_page *pages;
    const char *error;
};

static bool fail(struct reader *reader, const char *error)
{
    reader->error = error;
    return false;
}

static bool read_at(struct reader *reader, size_t offset, void *data, size_t bytes)
{
    char *to = data;

    while (bytes != 0) {
        ssize_t got = pread(reader->fd, to, bytes, (off_t)(reader->start + offset));
        if (got <= 0)
            return fail(reader, "the image is cut short");
        to += got;
        offset += (size_t)got;
        bytes -= (size_t)got;
    }
    return true;
}

static bool read_header(struct reader *reader, size_t root_count)
{
    struct gc__image_header *header = &reader->header;
    size_t tables;

    if (!read_at(reader, 0, header, sizeof *header))
        return false;
    if (header->magic != GC__IMAGE_MAGIC)
        return fail(reader, "the file is no heap image");
    if (header->fingerprint != gc__image_fingerprint(reader->heap))
        return fail(reader, "the image is of another build");
    if (header->root_count != root_count)
        return fail(reader, "the image has another number of roots");
    if (header->page_count >= reader->heap->page_count)
        return fail(reader, "the image does not fit the cage");
    tables = sizeof *header + header->page_count * sizeof(struct gc__image_page) +
             header->root_count * sizeof(uint64_t);
    if (header->pages_offset % GC__IMAGE_ALIGN != 0 || header->pages_offset < tables)
        return fail(reader, "the image's header is damaged");
    if (reader->file_bytes != 0 &&
        reader->file_bytes - reader->start <
            header->pages_offset + header->page_count * GC__PAGE_BYTES)
        return fail(reader, "the image is cut short");
    return true;
}

/* Whether the table describes pages that can be: runs whole, sizes within them. */
static bool check_pages(struct reader *reader)
{
    uint32_t count = reader->header.page_count;
    uint64_t used_bytes = 0;

    for (uint32_t i = 0; i < count;) {
        const struct gc__image_page *page = &reader->pages[i];

        if (page->space == GC__SPACE_OLD && page->bytes <= GC__PAGE_BYTES &&
            page->bytes % GC_GRANULE == 0 && page->run == 0) {
            used_bytes += page->bytes;
            i++;
            continue;
        }
        if (page->space != GC__SPACE_LARGE || page->run == 0 || page->run > count - i ||
            page->bytes > page->run * GC__PAGE_BYTES || page->bytes % GC_GRANULE != 0)
            return fail(reader, "the image's page table is damaged");
        i += page->run;
    }
    if (used_bytes != reader->header.used_bytes)
        return fail(reader, "the image's page table is damaged");
    return true;
}

static bool map_pages(struct reader *reader)
{
    gc_heap *heap = reader->heap;
    void *address = (void *)gc__page_start(heap, 1);
    size_t bytes = reader->header.page_count * GC__PAGE_BYTES;
    size_t offset = reader->start + reader->header.pages_offset;

    if (bytes == 0)
        return true;
    if (reader->start % GC__IMAGE_ALIGN == 0 &&
        gc__os_map_file(address, bytes, reader->fd, offset, true))
        return true;
    return read_at(reader, reader->header.pages_offset, address, bytes);
}

static void take_pages(struct reader *reader)
{
    gc_heap *heap = reader->heap;

    for (uint32_t i = 0; i < reader->header.page_count; i++) {
        const struct gc__image_page *from = &reader->pages[i];
        enum gc_page_class class = from->space == GC__SPACE_OLD ? GC_PAGE_OLD : GC_PAGE_LARGE;

        gc__page_take_mapped(heap, i + 1, (enum gc__space)from->space, class);
        struct gc__page *page = &heap->pages[i + 1];
        page->run = from->run;
        if (from->space == GC__SPACE_OLD) {
            gc__page_list_add(heap, &heap->old.pages, i + 1);
            heap->old.used_bytes += from->bytes;
        } else if (from->space == GC__SPACE_LARGE) {
            page->bytes = from->bytes;
            gc__page_list_add(heap, &heap->old.large, i + 1);
            heap->old.large_bytes += from->bytes;
        }
    }
}

static bool read_roots(struct reader *reader, gc_value *roots, size_t count)
{
    size_t offset = sizeof reader->header +
                    reader->header.page_count * sizeof(struct gc__image_page);
    size_t granules = (reader->header.page_count + 1) * GC__PAGE_GRANULES;

    if (!read_at(reader, offset, roots, count * sizeof *roots))
        return false;
    for (size_t i = 0; i < count; i++) {
        uint32_t bits = (uint32_t)roots[i].bits;

        if (!gc_is_cell(roots[i]))
            continue;
        if (roots[i].bits >> 32 != 0 || (bits & 3) != 1 || bits >> 2 < GC__PAGE_GRANULES ||
            bits >> 2 >= granules)
            return fail(reader, "the image's roots are damaged");
        roots[i] = gc_from_cell(gc_slot_to_cell(reader->heap, (gc_slot){bits}));
    }
    return true;
}

static bool read_image(struct reader *reader, gc_value *roots, size_t count)
{
    gc_heap *heap = reader->heap;
    size_t table_bytes;

    if (heap->page_high != 1)
        return fail(reader, "the heap is in use already");
    if (!read_header(reader, count))
        return false;
    table_bytes = reader->header.page_count * sizeof *reader->pages;
    reader->pages = malloc(table_bytes + 1);
    if (reader->pages == NULL)
        return fail(reader, "no memory for the image's tables");
    if (!read_at(reader, sizeof reader->header, reader->pages, table_bytes) ||
        !check_pages(reader) || !read_roots(reader, roots, count) || !map_pages(reader))
        return false;
    take_pages(reader);
    if (heap->policy.old_threshold < 2 * gc__old_total(heap))
        heap->policy.old_threshold = 2 * gc__old_total(heap);
    return true;
}

bool gc_image_map(gc_heap *heap, int fd, gc_value *roots, size_t count, const char **error)
{
    struct reader reader = {.heap = heap, .fd = fd};
    off_t start = lseek(fd, 0, SEEK_CUR);
    struct stat status;
    bool mapped;

    reader.start = start > 0 ? (size_t)start : 0;
    if (fstat(fd, &status) == 0 && S_ISREG(status.st_mode))
        reader.file_bytes = (size_t)status.st_size;
    mapped = read_image(&reader, roots, count);
    free(reader.pages);
    if (!mapped)
        *error = reader.error;
    else if (heap->config.verify)
        GC_REQUIRE(gc_verify(heap, "after mapping an image"));
    return mapped;
}
