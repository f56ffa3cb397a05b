/*
 * image.h: the format of heap images, shared by writer and reader.
 *
 *   offset 0     struct gc__image_header
 *   then         a struct gc__image_page for each page
 *   then         the root values: 64 bits each, cells as slots with the cage's base left out
 *   then, at the next multiple of 4096 (pages_offset): the pages, 256 KiB each
 *
 * Page i of the image becomes page i + 1 of the cage, so slots hold as they are.
 */
#ifndef GC_IMAGE_H
#define GC_IMAGE_H

#include "internal.h"

#define GC__IMAGE_MAGIC UINT64_C(0x31474D4945524E54) /* "TNREIMG1" */
enum { GC__IMAGE_ALIGN = 4096 };

struct gc__image_header {
    uint64_t magic;
    uint64_t fingerprint; /* of the kinds and formats of this build */
    uint32_t page_count;
    uint32_t root_count;
    uint64_t pages_offset;
    uint64_t used_bytes; /* of regular cells */
};

struct gc__image_page {
    uint32_t space; /* GC__SPACE_OLD, _LARGE, _LARGE_TAIL */
    uint32_t run;   /* as in struct gc__page */
    uint64_t bytes; /* a large cell's size; of a regular page: bytes before its free tail */
};

/* A hash of all that must agree between the heap that wrote an image and the one that maps it. */
uint64_t gc__image_fingerprint(const gc_heap *heap);

#endif
