/*
 * gc/snapshot.h: heap images.  A heap without frames is written page by page; slots are relative to the
 * cage, so the image holds at any base.  Kinds with off-heap memory cannot be part of one.
 */
#ifndef GC_SNAPSHOT_H
#define GC_SNAPSHOT_H

#include "gc/heap.h"

/*
 * Collects, then writes all live cells and the count root values to file.  Fails (false, *error set to a
 * static text) if a live cell owns off-heap memory or the file cannot be written.
 */
GC_API GC_MUST_CHECK bool gc_image_write(gc_heap *heap, const gc_value *roots, size_t count,
                                         FILE *file, const char **error);

/*
 * Maps an image into a heap made with the same kinds, in which nothing was allocated yet, copy-on-write,
 * and sets the root values.  A file that is no image of this build is refused with *error set.
 */
GC_API GC_MUST_CHECK bool gc_image_map(gc_heap *heap, int fd, gc_value *roots, size_t count,
                                       const char **error);

#endif
