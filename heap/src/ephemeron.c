/*
 * ephemeron.c: tables whose values live only while their keys do.
 *
 * Marking lists every marked table.  When the stack is empty, each table is gone through: a value whose
 * key is marked (or is no cell) is marked too.  That may mark other keys, so rounds follow until one
 * marks nothing [ephemeron.fixpoint].  After ROUNDS_MAX rounds, which long chains of entries need, the
 * undecided pairs go into a hash table by key, in which the marker looks up each cell that it scans: the
 * rest takes linear time.  Where there is no memory for that table, rounds simply go on.
 *
 * Dead pairs are cleared after marking; both slots become GC_SLOT_EMPTY [weak.cleared].
 */
#include "internal.h"

enum { ROUNDS_MAX = 10 };

void gc__ephemeron_range(const gc_heap *heap, void *cell, gc_slot **begin, gc_slot **end)
{
    const struct gc__layout *layout = &heap->layouts[gc_kind_of(cell)];
    char *slots_end = gc__slots_end(heap, layout, cell, gc__cell_bytes(heap, cell));
    size_t pairs;

    *begin = (gc_slot *)((char *)cell + layout->weak_begin);
    if ((char *)*begin > slots_end)
        *begin = (gc_slot *)slots_end;
    pairs = (size_t)(slots_end - (char *)*begin) / 8;
    *end = *begin + pairs * 2;
}

/* Marks the values of live keys; returns whether anything was marked. */
static bool mark_table(struct gc__marker *marker, void *cell)
{
    gc_heap *heap = marker->heap;
    gc_slot *pair, *end;
    bool marked = false;

    gc__ephemeron_range(heap, cell, &pair, &end);
    for (; pair < end; pair += 2) {
        if (GC_MUTANT(EPHEMERON_KEY_STRONG))
            gc__marker_mark_slot(marker, pair[0]);
        if (!gc__slot_is_live(heap, pair[0]) || gc__slot_is_live(heap, pair[1]))
            continue;
        if (GC_MUTANT(EPHEMERON_VALUE_SKIPPED))
            continue;
        gc__marker_mark_slot(marker, pair[1]);
        marked = true;
    }
    return marked;
}

struct table_round {
    struct gc__marker *marker;
    bool marked;
};

static void mark_flagged_table(void *arg, void *cell)
{
    struct table_round *round = arg;

    if (round->marker->heap->layouts[gc_kind_of(cell)].flags & GC_KIND_EPHEMERONS)
        round->marked |= mark_table(round->marker, cell);
    /* The flag stays for the next round and for clearing. */
    round->marker->heap->pages[gc__page_of(round->marker->heap, cell)].rescan |=
        GC__RESCAN_WEAK;
}

/* Goes through all tables once; draining may list more, which are gone through too. */
static bool mark_round(struct gc__marker *marker)
{
    struct table_round round = {marker, false};

    for (struct gc__segment *s = marker->ephemerons.top; s != NULL; s = s->next)
        for (uint32_t i = 0; i < s->count; i++)
            round.marked |= mark_table(marker, gc__granule_address(marker->heap, s->entries[i]));
    if (marker->weak_overflowed)
        gc__walk_flagged(marker->heap, GC__RESCAN_WEAK, mark_flagged_table, &round);
    gc__marker_drain(marker);
    return round.marked;
}

/* ---- the linear end of long chains ---- */

/* One pair whose value is not marked (yet); chained by hash of the key. */
struct undecided {
    uint32_t key, value; /* slots */
    uint32_t next;       /* index + 1 */
};

struct gc__pairs {
    struct undecided *entries;
    uint32_t *buckets; /* index + 1 */
    size_t count, mask;
    size_t entries_bytes, buckets_bytes;
};

static size_t count_undecided(struct gc__marker *marker)
{
    size_t count = 0;

    for (struct gc__segment *s = marker->ephemerons.top; s != NULL; s = s->next)
        for (uint32_t i = 0; i < s->count; i++) {
            gc_slot *pair, *end;

            gc__ephemeron_range(marker->heap, gc__granule_address(marker->heap, s->entries[i]),
                                &pair, &end);
            for (; pair < end; pair += 2)
                count += !gc__slot_is_live(marker->heap, pair[1]);
        }
    return count;
}

static size_t bucket_of(const struct gc__pairs *pairs, uint32_t key)
{
    return (key >> 2) * UINT64_C(0x9E3779B97F4A7C15) >> 32 & pairs->mask;
}

static bool make_pairs(struct gc__marker *marker, struct gc__pairs *pairs)
{
    size_t count = count_undecided(marker), buckets = 64;

    while (buckets < count)
        buckets *= 2;
    *pairs = (struct gc__pairs){.mask = buckets - 1,
                            .entries_bytes = (count + 1) * sizeof(struct undecided),
                            .buckets_bytes = buckets * 4};
    pairs->entries = gc__os_reserve(pairs->entries_bytes);
    pairs->buckets = gc__os_reserve(pairs->buckets_bytes);
    return pairs->entries != NULL && pairs->buckets != NULL;
}

static void free_pairs(struct gc__pairs *pairs)
{
    if (pairs->entries != NULL)
        gc__os_release(pairs->entries, pairs->entries_bytes);
    if (pairs->buckets != NULL)
        gc__os_release(pairs->buckets, pairs->buckets_bytes);
}

static void fill_pairs(struct gc__marker *marker, struct gc__pairs *pairs)
{
    for (struct gc__segment *s = marker->ephemerons.top; s != NULL; s = s->next)
        for (uint32_t i = 0; i < s->count; i++) {
            gc_slot *pair, *end;

            gc__ephemeron_range(marker->heap, gc__granule_address(marker->heap, s->entries[i]),
                                &pair, &end);
            for (; pair < end; pair += 2) {
                if (gc__slot_is_live(marker->heap, pair[1]))
                    continue;
                size_t bucket = bucket_of(pairs, pair[0].bits);
                pairs->entries[pairs->count] =
                    (struct undecided){pair[0].bits, pair[1].bits, pairs->buckets[bucket]};
                pairs->buckets[bucket] = (uint32_t)++pairs->count;
            }
        }
}

void gc__follow_key(struct gc__marker *marker, uint32_t slot)
{
    struct gc__pairs *pairs = marker->pairs;

    for (uint32_t at = pairs->buckets[bucket_of(pairs, slot)]; at != 0;) {
        const struct undecided *entry = &pairs->entries[at - 1];

        if (entry->key >> 2 == slot >> 2)
            gc__marker_mark_slot(marker, (gc_slot){entry->value});
        at = entry->next;
    }
}

/*
 * Marks the values whose keys are marked already, and with them, through gc__follow_key, all that
 * follows: every cell marked from here on is looked up once, when the marker scans it.
 */
static void mark_pairs(struct gc__marker *marker, struct gc__pairs *pairs)
{
    marker->pairs = pairs;
    for (size_t i = 0; i < pairs->count; i++)
        if (gc__slot_is_live(marker->heap, (gc_slot){pairs->entries[i].key}))
            gc__marker_mark_slot(marker, (gc_slot){pairs->entries[i].value});
    gc__marker_drain(marker);
    marker->pairs = NULL;
}

void gc__mark_ephemerons(struct gc__marker *marker)
{
    struct gc__pairs pairs;

    for (int round = 0; mark_round(marker); round++) {
        if (round < ROUNDS_MAX || marker->weak_overflowed)
            continue;
        if (make_pairs(marker, &pairs)) {
            fill_pairs(marker, &pairs);
            mark_pairs(marker, &pairs);
        }
        free_pairs(&pairs);
    }
}

/* ---- clearing ---- */

static void clear_table(struct gc__marker *marker, void *cell)
{
    gc_heap *heap = marker->heap;
    gc_slot *pair, *end;

    gc__ephemeron_range(heap, cell, &pair, &end);
    for (; pair < end; pair += 2) {
        if (!gc__slot_is_live(heap, pair[0]) && !GC_MUTANT(EPHEMERON_NOT_CLEARED)) {
            pair[0] = pair[1] = GC_SLOT_EMPTY;
            heap->cleared_weak = true;
        } else if (marker->candidates != NULL && !GC_MUTANT(CANDIDATE_PAIR_LOST)) {
            gc__record_reference(marker, &pair[0], pair[0].bits);
            gc__record_reference(marker, &pair[1], pair[1].bits);
        }
    }
}

static void clear_flagged_table(void *arg, void *cell)
{
    struct gc__marker *marker = arg;

    if (marker->heap->layouts[gc_kind_of(cell)].flags & GC_KIND_EPHEMERONS)
        clear_table(marker, cell);
    marker->heap->pages[gc__page_of(marker->heap, cell)].rescan |= GC__RESCAN_WEAK;
}

void gc__clear_ephemerons(struct gc__marker *marker)
{
    uint32_t granule;

    while (gc__worklist_pop(&marker->ephemerons, &granule))
        clear_table(marker, gc__granule_address(marker->heap, granule));
    if (marker->weak_overflowed)
        gc__walk_flagged(marker->heap, GC__RESCAN_WEAK, clear_flagged_table, marker);
}
