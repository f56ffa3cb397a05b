/*
 * memory.c: the ledger of memory outside the cage.
 *
 * Three accounts: what clients got from gc_malloc, buffers, and what they declare.  With the cells they
 * make the total that --max-total-size bounds.  gc_malloc is no safepoint, so garbage cannot be collected
 * to make room for it: half way to the bound it asks for a collection at the next safepoint, and it may
 * exceed the bound as young cells may [ledger.slack].  The collector's own tables are counted apart and do
 * not fail for a limit, but can be made to fail.
 */
#include "internal.h"
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

enum { BUFFER_MAP_BYTES = 128 << 10 }; /* buffers from here on are mapped, and so returned when freed */

static bool total_stays_below(gc_heap *heap, size_t bytes, size_t limit)
{
    if (bytes > limit)
        return false;
    if (gc__total_bytes(heap) <= limit - bytes)
        return true;
    gc__young_shrink(heap);
    return gc__total_bytes(heap) <= limit - bytes;
}

/* If not, the next safepoint collects, and what the program does about it may use the reserve. */
static bool within_budget(gc_heap *heap, size_t bytes)
{
    if (total_stays_below(heap, bytes, heap->policy.max_total + gc__over(heap)))
        return true;
    heap->policy.reserve_open = heap->policy.malloc_failed = true;
    if (bytes > heap->policy.refused_bytes)
        heap->policy.refused_bytes = bytes;
    heap->want_collection = true;
    gc__young_set_limit(heap);
    gc__emit(heap, GC_EVENT_OUT_OF_MEMORY, bytes);
    return false;
}

static void count_malloc(gc_heap *heap, size_t added, size_t removed)
{
    heap->malloc_bytes += added - removed;
    if (heap->malloc_bytes > heap->statistics.peak_malloc_bytes)
        heap->statistics.peak_malloc_bytes = heap->malloc_bytes;
    if (added <= removed)
        return;
    gc__note_peak(heap);
    gc__ledger_changed(heap);
}

void *gc_malloc(gc_heap *heap, size_t bytes)
{
    void *block;

    if (gc__allocation_fails(heap) || !within_budget(heap, bytes))
        return NULL;
    block = malloc(bytes == 0 ? 1 : bytes);
    if (block != NULL)
        count_malloc(heap, bytes, 0);
    return block;
}

void *gc_calloc(gc_heap *heap, size_t bytes)
{
    void *block;

    if (gc__allocation_fails(heap) || !within_budget(heap, bytes))
        return NULL;
    block = calloc(1, bytes == 0 ? 1 : bytes);
    if (block != NULL)
        count_malloc(heap, bytes, 0);
    return block;
}

void *gc_realloc(gc_heap *heap, void *block, size_t old_bytes, size_t new_bytes)
{
    void *resized;

    gc_assert(block != NULL || old_bytes == 0);
    if (gc__allocation_fails(heap))
        return NULL;
    if (new_bytes > old_bytes && !within_budget(heap, new_bytes - old_bytes))
        return NULL;
    resized = realloc(block, new_bytes == 0 ? 1 : new_bytes);
    if (resized != NULL)
        count_malloc(heap, new_bytes, old_bytes);
    return resized;
}

void gc_free(gc_heap *heap, void *block, size_t bytes)
{
    if (block == NULL)
        return;
    gc_assert(bytes <= heap->malloc_bytes);
    heap->malloc_bytes -= bytes;
    free(block);
}

void gc_prepare_malloc(gc_heap *heap, size_t bytes)
{
    gc__safepoint(heap);
    if (!total_stays_below(heap, bytes, heap->policy.max_total) && gc__may_help(heap))
        gc__collect(heap, GC_FULL, "external memory pressure", "external memory pressure");
}

/* ---- the collector's own tables ---- */

bool gc__metadata_fails(gc_heap *heap)
{
    uint32_t one_in = heap->config.fail_metadata;

    return one_in != 0 && gc__random(heap) % one_in == 0;
}

void *gc__metadata_alloc(gc_heap *heap, size_t bytes)
{
    bool fails = gc__allocation_fails(heap) || gc__metadata_fails(heap);
    void *block = fails ? NULL : malloc(bytes);

    if (block != NULL)
        heap->metadata_bytes += bytes;
    return block;
}

void gc__metadata_free(gc_heap *heap, void *block, size_t bytes)
{
    gc_assert(bytes <= heap->metadata_bytes);
    heap->metadata_bytes -= bytes;
    free(block);
}

/* ---- what clients declare ---- */

bool gc_external_reserve(gc_heap *heap, size_t bytes)
{
    gc__safepoint(heap);
    if (gc__allocation_fails(heap))
        return false;
    return gc__fits(heap, 0, bytes) || gc__make_room(heap, 0, bytes);
}

void gc_external_adjust(gc_heap *heap, ptrdiff_t bytes)
{
    gc_assert(bytes >= 0 || (size_t)-bytes <= heap->external_bytes);
    heap->external_bytes += (size_t)bytes;
    if (bytes <= 0)
        return;
    gc__note_peak(heap);
    gc__ledger_changed(heap);
}

/* ---- buffers ---- */

static size_t mapped_bytes(size_t bytes)
{
    return (bytes + 4095) & ~(size_t)4095;
}

void *gc_buffer_alloc(gc_heap *heap, size_t bytes)
{
    void *block;

    gc__safepoint(heap);
    if (gc__allocation_fails(heap) || bytes > SIZE_MAX / 2)
        return NULL;
    heap->buffer_bytes += bytes; /* counted first, so that pressure is seen before, not after */
    gc__ledger_changed(heap);
    heap->buffer_bytes -= bytes;
    if (heap->want_collection)
        gc__settle_ledger(heap);
    if (!gc__fits(heap, 0, bytes) && !gc__make_room(heap, 0, bytes))
        return NULL;
    if (bytes >= BUFFER_MAP_BYTES) {
        block = mmap(NULL, mapped_bytes(bytes), PROT_READ | PROT_WRITE,
                     MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        block = block == MAP_FAILED ? NULL : block;
    } else {
        block = calloc(1, bytes == 0 ? 1 : bytes);
    }
    if (block != NULL)
        heap->buffer_bytes += bytes;
    gc__note_peak(heap);
    return block;
}

void gc_buffer_free(gc_heap *heap, void *block, size_t bytes)
{
    if (block == NULL)
        return;
    gc_assert(bytes <= heap->buffer_bytes);
    heap->buffer_bytes -= bytes;
    if (bytes >= BUFFER_MAP_BYTES)
        munmap(block, mapped_bytes(bytes));
    else
        free(block);
}
