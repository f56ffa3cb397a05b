/*
 * sites.c: samples of what allocation sites make, and the decision where it is to be made.
 *
 * One allocation in 16 KiB or so (at random between 8 and 24, so that loops do not beat with it) takes the slow path
 * for its sample: the cell's slot, the client's site, the bytes that it stands for.  Samples of young cells are looked
 * at in each scavenge: a cell that is promoted survived for its site, one that is not copied died for it.  A site of
 * which SURVIVAL_PERCENT of at least SAMPLES_LEAST survived, over two scavenges, is pretenured: V8's share.  Samples of
 * old cells are followed as long as these live; at the first marking that could have found one dead, those made old
 * for their site speak for or against it, and where half of them are dead the site goes back [sites.judged].
 *
 * Everything lies in one block of fixed size, made at the first sample; where there is none, or no place is left, the
 * sample is not taken.  Where samples have no place half of them go, by chance, the others count double, and so do
 * those to come, half of which are taken.  Samples hold nothing alive; they move with their cells and go with them
 * [sites.weak].  A site's number is the client's, opaque, and ends with gc_forget_sites.
 */
#include "internal.h"
#include <stdlib.h>
#include <string.h>

#ifndef TENURE_CHECKED
#define TENURE_CHECKED 0
#endif

enum {
    SAMPLE_BYTES = 16 << 10,
    SAMPLES_LEAST = 24,    /* before a site is judged */
    SURVIVAL_PERCENT = 85,
    SCAVENGES_LEAST = 2,
    WINDOW = 96,           /* samples; what was before them counts half */
    RETURN_LEAST = 16,     /* old samples that speak before a site goes back */
    RETURNS_MAX = 3,       /* after which it stays young */
    /* Small in checked builds, so that full tables are met. */
    SITES_MAX = TENURE_CHECKED ? 64 : 512,
    YOUNG_MAX = TENURE_CHECKED ? 128 : 1024,
    OLD_MAX = TENURE_CHECKED ? 256 : 4096,
    HINTS = 64,
};

enum {
    AGED = 1,       /* survived a scavenge */
    PRETENURED = 2, /* its cell was made old for its site */
    UNSEEN = 4,     /* made while marking goes on, which keeps it */
};

struct sample {
    uint32_t cell; /* a slot's bits */
    uint32_t bytes;
    uint16_t site; /* its place in the table */
    uint16_t flags;
};

struct site {
    uint32_t refs;           /* samples */
    uint16_t survived, died; /* young samples */
    uint16_t lived, wasted;  /* pretenured ones, at their first marking */
    uint8_t scavenges, returns;
    bool pretenured;
    uint32_t last;           /* collection in which it was judged */
    size_t live, counted, before;
};

struct gc__sites {
    uint32_t young_count, old_count, count; /* count: places of the table ever used */
    uint32_t old_level;
    uint64_t random;
    uint64_t noted_at;          /* bytes allocated when `before` was taken */
    uintptr_t keys[SITES_MAX];  /* 0: free, or forgotten while samples still refer to it */
    uint16_t hints[HINTS];      /* the place where a key with that hash was found last */
    struct site table[SITES_MAX];
    struct sample young[YOUNG_MAX], old[OLD_MAX];
};

/* ---- sampling ---- */

bool gc__samples(const gc_heap *heap)
{
    return heap->config.allocation_site != NULL;
}

size_t gc__bytes_to_sample(const gc_heap *heap)
{
    uint64_t allocated;

    if (!gc__samples(heap))
        return SIZE_MAX;
    allocated = gc__allocated(heap);
    return heap->sample_at > allocated ? (size_t)(heap->sample_at - allocated) : GC_GRANULE;
}

/* Not gc__random: a stress run does the same with and without samples. */
static uint32_t draw(struct gc__sites *sites)
{
    sites->random = sites->random * UINT64_C(6364136223846793005) + 1442695040888963407;
    return (uint32_t)(sites->random >> 33);
}

static struct gc__sites *make_sites(gc_heap *heap)
{
    struct gc__sites *sites = gc__metadata_alloc(heap, sizeof *sites);

    if (sites == NULL)
        return NULL;
    /* The samples' places are written before they are read. */
    memset(sites, 0, offsetof(struct gc__sites, young));
    sites->random = 1;
    return heap->sites = sites;
}

static unsigned hash_of(uintptr_t key)
{
    return (unsigned)(key * UINT64_C(0x9E3779B97F4A7C15) >> 58);
}
_Static_assert(HINTS == 64, "a hint's number has six bits");

/* A place without key and samples, or SITES_MAX. */
static unsigned free_place(struct gc__sites *sites)
{
    if (sites->count < SITES_MAX)
        return sites->count++;
    for (unsigned i = 0; i < SITES_MAX; i++)
        if (sites->keys[i] == 0 && sites->table[i].refs == 0)
            return i;
    return SITES_MAX;
}

/* The place of a site, made if there is room; SITES_MAX: there is none. */
static unsigned place_of(struct gc__sites *sites, uintptr_t key)
{
    uint16_t *hint = &sites->hints[hash_of(key)];
    unsigned i;

    if (sites->keys[*hint] == key)
        return *hint;
    for (i = 0; i < sites->count; i++)
        if (sites->keys[i] == key)
            break;
    if (i == sites->count) {
        i = free_place(sites);
        if (i == SITES_MAX)
            return SITES_MAX;
        sites->keys[i] = key;
        sites->table[i] = (struct site){.refs = 0};
    }
    *hint = (uint16_t)i;
    return i;
}

static void drop(struct gc__sites *sites, const struct sample *sample)
{
    gc_assert(sites->table[sample->site].refs != 0);
    sites->table[sample->site].refs--;
}

/* Of every two samples one goes, by chance, and the other stands for both: how many are left. */
static uint32_t thin(struct gc__sites *sites, struct sample *samples, uint32_t count)
{
    uint32_t kept = 0, goes = 0;

    for (uint32_t i = 0; i < count; i++) {
        struct sample sample = samples[i];

        if (i % 2 == 0)
            goes = i + draw(sites) % 2; /* always the first would let the oldest stand for all */
        if (i == goes) {
            drop(sites, &sample);
            continue;
        }
        sample.bytes = sample.bytes < UINT32_MAX / 2 ? 2 * sample.bytes : UINT32_MAX;
        samples[kept++] = sample;
    }
    return kept;
}

/* 2 to the old_level samples are stood for by one, so that those in the table weigh about the same. */
static void add_old(struct gc__sites *sites, const struct sample *sample)
{
    struct sample added = *sample;

    if (sites->old_count == OLD_MAX) {
        sites->old_count = thin(sites, sites->old, OLD_MAX);
        sites->old_level++;
    }
    if ((draw(sites) & ((1u << sites->old_level) - 1)) != 0) {
        drop(sites, sample);
        return;
    }
    added.bytes = sample->bytes < UINT32_MAX >> sites->old_level ? sample->bytes << sites->old_level : UINT32_MAX;
    sites->old[sites->old_count++] = added;
}

static void set_pretenured(gc_heap *heap, unsigned place, bool pretenured)
{
    struct site *site = &heap->sites->table[place];

    if (site->pretenured == pretenured)
        return;
    site->pretenured = pretenured;
    if (pretenured)
        heap->statistics.pretenured_sites++;
    else
        heap->statistics.pretenured_sites--;
    if (heap->config.site_changed != NULL)
        heap->config.site_changed(heap->config.client, heap->sites->keys[place], pretenured);
}

static void add_sample(gc_heap *heap, unsigned place, const void *cell, size_t bytes, bool pretenured)
{
    struct gc__sites *sites = heap->sites;
    bool young = !pretenured && gc__cell_is_young(heap, cell);
    struct sample sample = {
        .cell = gc_slot_from_cell(heap, cell).bits,
        .bytes = bytes < UINT32_MAX ? (uint32_t)bytes : UINT32_MAX,
        .site = (uint16_t)place,
        .flags = (uint16_t)((pretenured ? PRETENURED : 0) | (heap->fast.marking ? UNSEEN : 0)),
    };

    if (young && sites->young_count == YOUNG_MAX)
        sites->young_count = thin(sites, sites->young, YOUNG_MAX);
    sites->table[place].refs++;
    if (young)
        sites->young[sites->young_count++] = sample;
    else
        add_old(sites, &sample);
}

void gc__sample(gc_heap *heap, const void *cell, bool pretenured)
{
    uint64_t allocated;
    uintptr_t key;
    unsigned place;

    if (!gc__samples(heap))
        return;
    allocated = gc__allocated(heap);
    if (allocated < heap->sample_at && !heap->config.stress_pretenuring)
        return;
    if (heap->sites == NULL && make_sites(heap) == NULL)
        return;
    size_t bytes = (size_t)(allocated - heap->sampled_at);
    heap->sampled_at = allocated;
    heap->sample_at = allocated + SAMPLE_BYTES / 2 + draw(heap->sites) % SAMPLE_BYTES;
    key = heap->config.allocation_site(heap->config.client);
    place = key == 0 ? SITES_MAX : place_of(heap->sites, key);
    if (place == SITES_MAX)
        return;
    add_sample(heap, place, cell, bytes, pretenured);
    if (heap->config.stress_pretenuring && !heap->config.no_pretenuring)
        set_pretenured(heap, place, draw(heap->sites) % 4 != 0);
}

/* ---- judging ---- */

static void count_young(gc_heap *heap, struct sample *sample, bool survived)
{
    struct site *site = &heap->sites->table[sample->site];

    if (site->last != heap->collections) {
        site->last = heap->collections;
        if (site->scavenges < SCAVENGES_LEAST)
            site->scavenges++;
    }
    if (survived)
        site->survived++;
    else
        site->died++;
    if (site->survived + site->died < WINDOW)
        return;
    site->survived /= 2;
    site->died /= 2;
}

static bool lives_long(const struct site *site)
{
    unsigned all = site->survived + site->died;

    return site->scavenges >= SCAVENGES_LEAST && all >= SAMPLES_LEAST && site->returns < RETURNS_MAX &&
           site->survived * 100u >= all * SURVIVAL_PERCENT;
}

static void judge_young(gc_heap *heap)
{
    struct gc__sites *sites = heap->sites;

    if (heap->config.no_pretenuring || heap->config.stress_pretenuring)
        return;
    for (unsigned i = 0; i < sites->count; i++)
        if (sites->keys[i] != 0 && !sites->table[i].pretenured && lives_long(&sites->table[i]))
            set_pretenured(heap, i, true);
}

/* A young sample after copying.  A full collection promotes all, so it tells of aged cells only. */
static void settle_young(gc_heap *heap, struct sample *sample)
{
    struct gc__sites *sites = heap->sites;
    bool tells = heap->figures.what == GC_YOUNG || (sample->flags & AGED);
    bool survived = sites->keys[sample->site] != 0 && gc__survived_copying(heap, &sample->cell);

    if (survived && gc__cell_is_young(heap, gc_slot_to_cell(heap, (gc_slot){sample->cell}))) {
        sample->flags |= AGED;
        sites->young[sites->young_count++] = *sample;
        return;
    }
    if (tells)
        count_young(heap, sample, survived);
    if (survived)
        add_old(sites, sample);
    else
        drop(sites, sample);
}

/* Whether a cell is where a young sample says: what was reserved may not have been made. */
static bool was_made(const gc_heap *heap, const struct sample *sample)
{
    uintptr_t cell = (uintptr_t)gc_slot_to_cell(heap, (gc_slot){sample->cell});
    uint32_t page = gc__page_of(heap, (void *)cell);

    return heap->pages[page].space != GC__SPACE_YOUNG ||
           cell - gc__page_start(heap, page) < heap->pages[page].end;
}

void gc__sites_after_evacuation(gc_heap *heap, bool all)
{
    struct gc__sites *sites = heap->sites;
    uint32_t young, old, kept = 0;

    if (sites == NULL || GC_MUTANT(SAMPLES_NOT_MOVED))
        return;
    old = sites->old_count;
    for (uint32_t i = 0; all && i < old; i++) {
        struct sample sample = sites->old[i];

        if (sites->keys[sample.site] != 0 && gc__survived_copying(heap, &sample.cell))
            sites->old[kept++] = sample;
        else
            drop(sites, &sample);
    }
    if (all)
        sites->old_count = kept;
    young = sites->young_count;
    sites->young_count = 0; /* kept ones are written at places that were read */
    for (uint32_t i = 0; i < young; i++) {
        struct sample sample = sites->young[i];

        if (was_made(heap, &sample))
            settle_young(heap, &sample);
        else
            drop(sites, &sample);
    }
    if (heap->figures.what == GC_YOUNG)
        judge_young(heap);
}

/* Young pages are about to become old as they are, which says nothing for a site or against it. */
void gc__sites_relabel(gc_heap *heap)
{
    struct gc__sites *sites = heap->sites;

    if (sites == NULL || GC_MUTANT(IN_PLACE_SAMPLES_KEPT))
        return;
    for (uint32_t i = 0; i < sites->young_count; i++)
        if (was_made(heap, &sites->young[i]))
            add_old(sites, &sites->young[i]);
        else
            drop(sites, &sites->young[i]);
    sites->young_count = 0;
}

/* A sample of an old cell at its first marking [sites.judged]. */
static void judge_old_sample(struct gc__sites *sites, struct sample *sample, bool lives)
{
    struct site *site = &sites->table[sample->site];

    if (sample->flags & UNSEEN) {
        sample->flags &= (uint16_t)~UNSEEN;
        return;
    }
    if ((sample->flags & PRETENURED) == 0)
        return;
    sample->flags &= (uint16_t)~PRETENURED;
    if (lives)
        site->lived++;
    else
        site->wasted++;
}

/* Sites whose old cells die soon go back; what no sample speaks of gives its place up. */
static void judge_old(gc_heap *heap, unsigned place)
{
    struct site *site = &heap->sites->table[place];
    unsigned all = site->lived + site->wasted;

    if (all >= RETURN_LEAST) {
        if (site->wasted * 2u >= all && !heap->config.stress_pretenuring && site->pretenured) {
            site->returns++;
            site->survived = site->died = site->scavenges = 0;
            set_pretenured(heap, place, false);
        }
        site->lived = site->wasted = 0;
    }
    if (site->refs == 0 && !site->pretenured && site->returns == 0)
        heap->sites->keys[place] = 0;
}

/* Whether the program allocated an eighth of what lives since the figures of before were taken. */
static bool is_later(const gc_heap *heap)
{
    return gc__allocated(heap) - heap->sites->noted_at >= gc__old_total(heap) / 8;
}

static void note_live(gc_heap *heap, bool later)
{
    struct gc__sites *sites = heap->sites;

    for (unsigned i = 0; i < sites->count; i++) {
        struct site *site = &sites->table[i];

        if (later)
            site->before = site->live;
        site->live = site->counted;
        site->counted = 0;
        if (sites->keys[i] != 0)
            judge_old(heap, i);
    }
    if (later)
        sites->noted_at = gc__allocated(heap);
}

void gc__sites_after_marking(gc_heap *heap)
{
    struct gc__sites *sites = heap->sites;
    uint32_t kept = 0;

    if (sites == NULL)
        return;
    gc_assert(sites->young_count == 0);
    for (uint32_t i = 0; i < sites->old_count; i++) {
        struct sample sample = sites->old[i];
        bool lives = sites->keys[sample.site] != 0 && gc__slot_is_live(heap, (gc_slot){sample.cell});

        judge_old_sample(sites, &sample, lives);
        if (!lives) {
            drop(sites, &sample);
            continue;
        }
        sites->table[sample.site].counted += sample.bytes;
        sites->old[kept++] = sample;
    }
    sites->old_count = kept;
    while (sites->old_level != 0 && kept < OLD_MAX / 4)
        sites->old_level--;
    note_live(heap, is_later(heap));
}

void gc__sites_after_compaction(gc_heap *heap)
{
    struct gc__sites *sites = heap->sites;

    for (uint32_t i = 0; sites != NULL && i < sites->old_count && !GC_MUTANT(SAMPLE_NOT_COMPACTED); i++) {
        void *cell = gc_slot_to_cell(heap, (gc_slot){sites->old[i].cell});
        uint64_t head = *gc__head(cell);

        if (gc__class_of(heap, cell) == GC_PAGE_EVACUATED && (head & GC__HEAD_FORWARDED))
            sites->old[i].cell = (uint32_t)(head >> 32) | 1;
    }
}

/* ---- the client's side ---- */

void gc_forget_sites(gc_heap *heap, uintptr_t begin, uintptr_t end)
{
    struct gc__sites *sites = heap->sites;

    for (unsigned i = 0; sites != NULL && i < sites->count; i++)
        if (sites->keys[i] >= begin && sites->keys[i] < end && sites->keys[i] != 0) {
            set_pretenured(heap, i, false);
            sites->keys[i] = 0;
        }
}

static long long growth_of(const struct gc_site_figures *figures)
{
    return (long long)figures->live_bytes - (long long)figures->before_bytes;
}

/* Puts a site's figures among those that grew most, count of at most `most`. */
static size_t insert_figures(struct gc_site_figures *out, size_t count, size_t most,
                             const struct gc_site_figures *figures)
{
    size_t at = count < most ? count : most;

    while (at > 0 && growth_of(&out[at - 1]) < growth_of(figures))
        at--;
    if (at == most)
        return count;
    count += count < most;
    memmove(&out[at + 1], &out[at], (count - 1 - at) * sizeof *out);
    out[at] = *figures;
    return count;
}

size_t gc_allocation_sites(const gc_heap *heap, struct gc_site_figures *out, size_t most, size_t *live_bytes,
                           size_t *before_bytes)
{
    const struct gc__sites *sites = heap->sites;
    size_t count = 0, live = 0, before = 0;

    for (unsigned i = 0; sites != NULL && i < sites->count; i++) {
        const struct site *site = &sites->table[i];

        live += site->live;
        before += site->before;
        if (sites->keys[i] == 0 || site->live == 0)
            continue;
        count = insert_figures(out, count, most,
                               &(struct gc_site_figures){.site = sites->keys[i],
                                                         .live_bytes = site->live,
                                                         .before_bytes = site->before,
                                                         .pretenured = site->pretenured});
    }
    if (live_bytes != NULL)
        *live_bytes = live;
    if (before_bytes != NULL)
        *before_bytes = before;
    return count;
}

void gc__sites_destroy(gc_heap *heap)
{
    if (heap->sites != NULL)
        gc__metadata_free(heap, heap->sites, sizeof *heap->sites);
    heap->sites = NULL;
}

void gc__visit_samples(const gc_heap *heap, void (*visit)(void *arg, void *cell, bool young), void *arg)
{
    const struct gc__sites *sites = heap->sites;

    for (uint32_t i = 0; sites != NULL && i < sites->young_count; i++)
        if (was_made(heap, &sites->young[i]))
            visit(arg, gc_slot_to_cell(heap, (gc_slot){sites->young[i].cell}), true);
    for (uint32_t i = 0; sites != NULL && i < sites->old_count; i++)
        visit(arg, gc_slot_to_cell(heap, (gc_slot){sites->old[i].cell}), false);
}
