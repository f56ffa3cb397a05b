/*
 * regexp/charset.c: sets of characters.  Ranges are appended while a class is read and sorted once
 * at its end.
 *
 * Ignoring case is settled here, at compile time: a set is widened to all characters whose
 * canonical form is that of a member, so that matching is plain membership.  With keys the code
 * points that have another canonical form, and no canonical form being a key, the widened set is S,
 * the canonical forms C of S's members, and the keys whose canonical form lies in S or C.
 */
#include "regexp/charset.h"

#include <string.h>

#include <gc/base.h>

#define CHUNK_BYTES     4000
#define CHUNK_BYTES_MAX ((size_t)1 << 20)

struct regexp_chunk {
    struct regexp_chunk *next;
    size_t bytes; /* of the chunk, this header included */
    _Alignas(16) char data[];
};

void *js__regexp_alloc(struct regexp_arena *arena, size_t bytes)
{
    struct regexp_chunk *chunk = arena->chunks;

    if (bytes > SIZE_MAX / 2)
        return NULL;
    bytes = (bytes + 15) & ~(size_t)15;
    if (chunk == NULL || chunk->bytes - sizeof *chunk - arena->used < bytes) {
        /* Chunks double up to a megabyte, so that a pattern of any size takes few of them. */
        size_t size = chunk == NULL ? CHUNK_BYTES : chunk->bytes * 2;

        if (size > CHUNK_BYTES_MAX)
            size = CHUNK_BYTES_MAX;
        if (size < sizeof *chunk + bytes)
            size = sizeof *chunk + bytes;
        chunk = gc_malloc(arena->heap, size);
        if (chunk == NULL)
            return NULL;
        chunk->next = arena->chunks;
        chunk->bytes = size;
        arena->chunks = chunk;
        arena->used = 0;
    }
    arena->used += bytes;
    return chunk->data + arena->used - bytes;
}

void js__regexp_release(struct regexp_arena *arena)
{
    while (arena->chunks != NULL) {
        struct regexp_chunk *chunk = arena->chunks;

        arena->chunks = chunk->next;
        gc_free(arena->heap, chunk, chunk->bytes);
    }
}

bool js__set_add(struct regexp_arena *arena, struct regexp_set *set, uint32_t from, uint32_t to)
{
    if (set->count == set->capacity) {
        const uint32_t capacity = set->capacity == 0 ? 4 : set->capacity * 2;
        struct regexp_range *ranges = js__regexp_alloc(arena, capacity * sizeof *ranges);

        if (ranges == NULL)
            return false;
        if (set->count != 0)
            memcpy(ranges, set->ranges, set->count * sizeof *ranges);
        set->ranges = ranges;
        set->capacity = capacity;
    }
    set->ranges[set->count++] = (struct regexp_range){from, to};
    return true;
}

/* [regexp.normal-set] */
__attribute__((unused)) static bool is_normal(const struct regexp_set *set)
{
    for (uint32_t i = 0; i < set->count; i++) {
        if (set->ranges[i].from > set->ranges[i].to || set->ranges[i].to > REGEXP_CODE_POINT_MAX)
            return false;
        if (i > 0 && set->ranges[i].from <= set->ranges[i - 1].to + 1)
            return false;
    }
    return true;
}

bool js__set_add_all(struct regexp_arena *arena, struct regexp_set *set,
                     const struct regexp_set *other)
{
    for (uint32_t i = 0; i < other->count; i++)
        if (!js__set_add(arena, set, other->ranges[i].from, other->ranges[i].to))
            return false;
    return true;
}

bool js__set_add_complement(struct regexp_arena *arena, struct regexp_set *set,
                            const struct regexp_set *other)
{
    uint32_t next = 0;

    GC_ASSERT_SLOW(is_normal(other)); /* [regexp.normal-set] */
    for (uint32_t i = 0; i < other->count; i++) {
        const struct regexp_range r = other->ranges[i];

        if (r.from > next && !js__set_add(arena, set, next, r.from - 1))
            return false;
        next = r.to + 1;
    }
    return next > REGEXP_CODE_POINT_MAX || js__set_add(arena, set, next, REGEXP_CODE_POINT_MAX);
}

bool js__set_add_property(struct regexp_arena *arena, struct regexp_set *set,
                          struct js_property_reader reader, bool negate)
{
    struct regexp_set members = {0};
    struct regexp_set *target = negate ? &members : set;
    uint32_t from, to;

    while (js_property_next(&reader, &from, &to))
        if (!js__set_add(arena, target, from, to))
            return false;
    js__set_normalise(&members);
    return !negate || js__set_add_complement(arena, set, &members);
}

static const struct regexp_range digits[] = {{'0', '9'}};
static const struct regexp_range word_characters[] = {
    {'0', '9'}, {'A', 'Z'}, {'_', '_'}, {'a', 'z'}};
static const struct regexp_range folded_word_characters[] = {
    {'0', '9'}, {'A', 'Z'}, {'_', '_'}, {'a', 'z'}, {0x17f, 0x17f}, {0x212a, 0x212a}};
/* WhiteSpace and LineTerminator. */
static const struct regexp_range spaces[] = {
    {9, 13},          {0x20, 0x20},     {0xa0, 0xa0},     {0x1680, 0x1680}, {0x2000, 0x200a},
    {0x2028, 0x2029}, {0x202f, 0x202f}, {0x205f, 0x205f}, {0x3000, 0x3000}, {0xfeff, 0xfeff}};

#define CONSTANT_SET(a)                                                                            \
    ((struct regexp_set){(struct regexp_range *)(a), sizeof(a) / sizeof(a)[0], 0})

bool js__set_add_class(struct regexp_arena *arena, struct regexp_set *set, char letter, bool folded)
{
    struct regexp_set members;

    switch (letter | 0x20) {
    case 'd':
        members = CONSTANT_SET(digits);
        break;
    case 's':
        members = CONSTANT_SET(spaces);
        break;
    default:
        members = folded ? CONSTANT_SET(folded_word_characters) : CONSTANT_SET(word_characters);
        break;
    }
    return letter & 0x20 ? js__set_add_all(arena, set, &members)
                         : js__set_add_complement(arena, set, &members);
}

/* Heapsort: sift the range at root down in the heap of count ranges. */
static void sift_down(struct regexp_range *ranges, uint32_t root, uint32_t count)
{
    const struct regexp_range moved = ranges[root];

    for (;;) {
        uint32_t child = 2 * root + 1;

        if (child >= count)
            break;
        if (child + 1 < count && ranges[child + 1].from > ranges[child].from)
            child++;
        if (ranges[child].from <= moved.from)
            break;
        ranges[root] = ranges[child];
        root = child;
    }
    ranges[root] = moved;
}

static void sort_ranges(struct regexp_range *ranges, uint32_t count)
{
    for (uint32_t i = count / 2; i-- > 0;)
        sift_down(ranges, i, count);
    for (uint32_t n = count; n-- > 1;) {
        const struct regexp_range largest = ranges[0];

        ranges[0] = ranges[n];
        ranges[n] = largest;
        sift_down(ranges, 0, n);
    }
}

void js__set_normalise(struct regexp_set *set)
{
    struct regexp_range *ranges = set->ranges;
    uint32_t kept = 0;
    bool sorted = true;

    for (uint32_t i = 1; i < set->count && sorted; i++)
        sorted = ranges[i - 1].from <= ranges[i].from;
    if (!sorted)
        sort_ranges(ranges, set->count);
    for (uint32_t i = 0; i < set->count; i++) {
        if (kept > 0 && ranges[i].from <= ranges[kept - 1].to + 1) {
            if (ranges[i].to > ranges[kept - 1].to)
                ranges[kept - 1].to = ranges[i].to;
        } else {
            ranges[kept++] = ranges[i];
        }
    }
    set->count = kept;
    GC_ASSERT_SLOW(is_normal(set)); /* [regexp.normal-set] */
}

bool js__set_invert(struct regexp_arena *arena, struct regexp_set *set)
{
    struct regexp_set inverted = {0};

    if (!js__set_add_complement(arena, &inverted, set))
        return false;
    *set = inverted;
    return true;
}

/* The index of the first range that ends at code_point or later. */
static uint32_t first_range_reaching(const struct regexp_set *set, uint32_t code_point)
{
    uint32_t low = 0, high = set->count;

    while (low < high) {
        const uint32_t middle = (low + high) / 2;

        if (set->ranges[middle].to < code_point)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

bool js__set_has(const struct regexp_set *set, uint32_t code_point)
{
    const uint32_t i = first_range_reaching(set, code_point);

    GC_ASSERT_SLOW(is_normal(set)); /* [regexp.normal-set] */
    return i < set->count && set->ranges[i].from <= code_point;
}

bool js__set_is_subset(const struct regexp_set *set, uint32_t from, uint32_t to)
{
    return set->count == 0 || (set->ranges[0].from >= from && set->ranges[set->count - 1].to <= to);
}

/*
 * Adds to target the points p + shift for those points p of run (first, first + step ...) that lie
 * in set; single points that set already has are left out.
 */
static bool add_shifted(struct regexp_arena *arena, struct regexp_set *target,
                        const struct regexp_set *set, struct js_case_run run, int32_t shift)
{
    const uint32_t last = run.first + (run.count - 1) * run.step;

    for (uint32_t i = first_range_reaching(set, run.first);
         i < set->count && set->ranges[i].from <= last; i++) {
        uint32_t from = set->ranges[i].from, to = set->ranges[i].to;

        from = from < run.first ? run.first : from + (from - run.first) % run.step;
        if (to > last)
            to = last;
        if (run.step == 1) {
            if (!js__set_add(arena, target, from + (uint32_t)shift, to + (uint32_t)shift))
                return false;
            continue;
        }
        for (; from <= to; from += run.step)
            if (!js__set_has(set, from + (uint32_t)shift) &&
                !js__set_add(arena, target, from + (uint32_t)shift, from + (uint32_t)shift))
                return false;
    }
    return true;
}

bool js__set_ignore_case(struct regexp_arena *arena, struct regexp_set *set, enum js_case_mode mode)
{
    const uint32_t count = js_case_run_count(mode);
    struct regexp_set canonical = {0};

    js__set_normalise(set);
    if (!js__set_add_all(arena, &canonical, set))
        return false;
    for (uint32_t i = 0; i < count; i++) {
        const struct js_case_run run = js_case_run_at(mode, i);

        if (!add_shifted(arena, &canonical, set, run, run.delta))
            return false;
    }
    js__set_normalise(&canonical);
    *set = (struct regexp_set){0};
    if (!js__set_add_all(arena, set, &canonical))
        return false;
    for (uint32_t i = 0; i < count; i++) {
        struct js_case_run image = js_case_run_at(mode, i);
        const int32_t back = -image.delta;

        image.first += (uint32_t)image.delta;
        if (!add_shifted(arena, set, &canonical, image, back))
            return false;
    }
    js__set_normalise(set);
    return true;
}
