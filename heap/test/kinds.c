/* kinds.c: see kinds.h. */
#include "kinds.h"

unsigned test_finalized;

static void finalize_owner(gc_heap *heap, void *cell)
{
    struct owner *owner = cell;

    gc_buffer_free(heap, owner->block, owner->bytes);
    test_finalized++;
}

static size_t owner_bytes(const void *cell)
{
    return ((const struct owner *)cell)->bytes;
}

static uint32_t hooked_end(const void *cell)
{
    return 8 + 4 * ((const struct array *)cell)->count;
}

static GC_KIND(node, NODE_REFS);
static GC_KIND_RAW_TAIL(array, GC_NO_REFS);
static const struct gc_kind blob_kind = {.name = "blob", .slots_begin = 8, .slots_end = 8};
static GC_KIND_RAW_TAIL(weak, WEAK_REFS, .flags = GC_KIND_WEAK, .weak_begin = 16,
                        .weak_end = GC_TO_END);
static GC_KIND_RAW_TAIL(table, GC_NO_REFS, .flags = GC_KIND_EPHEMERONS, .weak_begin = 8,
                        .weak_end = GC_TO_END);
static const struct gc_kind owner_kind = {.name = "owner",
                                          .slots_begin = 8,
                                          .slots_end = 8,
                                          .flags = GC_KIND_OFFHEAP,
                                          .offheap_bytes = owner_bytes,
                                          .finalize = finalize_owner};
static const struct gc_kind hooked_kind = {
    .name = "hooked", .slots_begin = 8, .slots_end = GC_TO_END, .slots_end_of = hooked_end};

const struct gc_kind *const test_kinds[TEST_KINDS] = {
    [NODE] = &node_kind,   [ARRAY] = &array_kind, [BLOB] = &blob_kind,     [WEAK] = &weak_kind,
    [TABLE] = &table_kind, [OWNER] = &owner_kind, [HOOKED] = &hooked_kind,
};

gc_heap *test_heap_with(struct gc_config config)
{
    config.kinds = test_kinds;
    config.kind_count = TEST_KINDS;
    return gc_heap_create(&config);
}

gc_heap *test_heap(void)
{
    return test_heap_with((struct gc_config){.verify = true, .max_old_bytes = 64u << 20});
}
