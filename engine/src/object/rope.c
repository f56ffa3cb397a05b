/*
 * object/rope.c: looking at text as a whole: flattening, copying, hashing, comparing.
 *
 * All of it rests on one walk over a rope's leaves that is neither recursive nor in order: at each rope it
 * goes on with the shorter side and keeps the longer one, with its position, on a small stack.  What it goes
 * on with is at most half as long each time something is pushed, so the stack is never deeper than the
 * logarithm of the length, whatever the shape: chains of a million appends or prepends need no stack at all
 * [rope.log-stack].  Positions make the order unnecessary.
 *
 * Hashing and comparing a pending rope look at a copy outside the heap; where there is no memory for it they
 * go through the text in pieces, which is slow for deep ropes but cannot fail.
 */
#include "object/string_internal.h"

#include "base/hash.h"
#include "base/utf16.h"

#include <string.h>

#define STACK_MAX   32u
#define PIECE_UNITS 512u

/* ---- the walk ---- */

struct copier {
    const js_ctx *ctx;
    int64_t count; /* units wanted, at positions 0 to count - 1 */
    uint8_t *latin1;
    uint16_t *utf16;
};

/* Copies what of a leaf lies within the wanted range; its first unit has the given position. */
static void copy_leaf(const struct copier *c, const struct js_string *s, int64_t position)
{
    struct js_units units = js_string_units_nogc((js_ctx *)(uintptr_t)c->ctx, gc_from_cell(s));
    int64_t skip = position < 0 ? -position : 0;
    int64_t end = position + units.length > c->count ? c->count - position : units.length;
    size_t n = (size_t)(end - skip);

    if (end <= skip)
        return;
    if (c->latin1) {
        js_assert(units.latin1 != NULL);
        memcpy(c->latin1 + position + skip, units.latin1 + skip, n);
    } else if (units.latin1) {
        js_utf16_from_latin1(units.latin1 + skip, n, c->utf16 + position + skip);
    } else {
        memcpy(c->utf16 + position + skip, units.utf16 + skip, n * 2);
    }
}

static void copy_rope(const struct copier *c, const struct js_string *s, int64_t position)
{
    struct {
        const struct js_string *s;
        int64_t position;
    } stack[STACK_MAX];
    unsigned depth = 0;

    for (;;) {
        uint32_t length = js__string_length(s);

        if (position < c->count && position + length > 0) {
            if (js__is_pending_rope(s)) {
                const struct js_rope *rope = (const struct js_rope *)s;
                const struct js_string *left = gc_slot_to_cell(c->ctx->heap, rope->left);
                const struct js_string *right = gc_slot_to_cell(c->ctx->heap, rope->right);
                uint32_t left_length = js__string_length(left);
                bool left_first = left_length <= length - left_length;

                GC_REQUIRE(depth < STACK_MAX); /* [rope.log-stack] */
                stack[depth].s = left_first ? right : left;
                stack[depth++].position = left_first ? position + left_length : position;
                s = left_first ? left : right;
                position = left_first ? position : position + left_length;
                continue;
            }
            copy_leaf(c, s, position);
        }
        if (depth == 0)
            return;
        s = stack[--depth].s;
        position = stack[depth].position;
    }
}

void js__string_copy_nogc(const js_ctx *ctx, const struct js_string *s, uint32_t start,
                          uint32_t count, uint8_t *latin1, uint16_t *utf16)
{
    /* A UTF-16 slice whose text is narrow may be asked for as Latin-1. */
    if (latin1 && !js__string_is_latin1(ctx, s)) {
        struct js_units units = js_string_units_nogc((js_ctx *)(uintptr_t)ctx, gc_from_cell(s));

        js_utf16_to_latin1(units.utf16 + start, count, latin1);
        return;
    }
    struct copier c = {.ctx = ctx, .count = count, .latin1 = latin1, .utf16 = utf16};
    copy_rope(&c, s, -(int64_t)start);
}

/* ---- flattening ---- */

bool js_string_flatten_noscript(js_ctx *ctx, const js_value *string)
{
    const struct js_string *s = gc_to_cell(*string);

    if (GC_LIKELY(!js__is_pending_rope(s)))
        return true;
    uint32_t length = js__string_length(s), hash = s->hash;
    bool latin1 = ((const struct js_rope *)s)->is_latin1;
    JS_FRAME(ctx, f, flat);

    if (latin1)
        JS_TRY(js_string_new_latin1_noscript(ctx, length, &f.flat));
    else
        JS_TRY(js_string_new_utf16_noscript(ctx, length, &f.flat));
    struct js_rope *rope = gc_to_cell(*string); /* no safepoint from here on */
    struct js_string *flat = gc_to_cell(f.flat);

    js__string_copy_nogc(ctx, (struct js_string *)rope, 0, length,
                         latin1 ? ((struct js_latin1 *)flat)->units : NULL,
                         latin1 ? NULL : ((struct js_utf16 *)flat)->units);
    flat->hash = hash;
    gc_write(ctx->heap, rope, &rope->left, gc_slot_from_cell(ctx->heap, flat));
    gc_write_immediate(&rope->right, gc_slot_from_int(0));
    return true;
}

bool js__view_open(js_ctx *ctx, js_value string, struct js__view *view)
{
    const struct js_string *s = gc_to_cell(string);
    bool latin1 = js__string_is_latin1(ctx, s);

    view->copy = NULL;
    view->copy_bytes = 0;
    if (!js__is_pending_rope(s)) {
        view->units = js_string_units_nogc(ctx, string);
        return true;
    }
    view->units = (struct js_units){.length = js__string_length(s)};
    view->copy_bytes = (size_t)view->units.length << !latin1;
    view->copy = gc_malloc(ctx->heap, view->copy_bytes);
    if (view->copy == NULL)
        return false;
    js__string_copy_nogc(ctx, s, 0, view->units.length, latin1 ? view->copy : NULL,
                         latin1 ? NULL : view->copy);
    if (latin1)
        view->units.latin1 = view->copy;
    else
        view->units.utf16 = view->copy;
    return true;
}

void js__view_close(js_ctx *ctx, struct js__view *view)
{
    if (view->copy != NULL)
        gc_free(ctx->heap, view->copy, view->copy_bytes);
    view->copy = NULL;
}

/* ---- hashing ---- */

/* As js_hash_utf16, a piece at a time. */
static uint32_t hash_pieces(const js_ctx *ctx, const struct js_string *s)
{
    uint16_t piece[PIECE_UNITS];
    uint32_t length = js__string_length(s);
    uint64_t h = js__hash_start(ctx->hash_seed, length);

    for (uint32_t start = 0; start < length; start += PIECE_UNITS) {
        uint32_t count = length - start < PIECE_UNITS ? length - start : PIECE_UNITS;

        js__string_copy_nogc(ctx, s, start, count, NULL, piece);
        while (count % 4 != 0)
            piece[count++] = 0;
        for (uint32_t i = 0; i < count; i += 4) {
            uint64_t word;

            memcpy(&word, piece + i, 8);
            h = js__hash_mix(h ^ word, JS__HASH_WORD);
        }
    }
    return js__hash_finish(h);
}

uint32_t js_string_hash_nogc(js_ctx *ctx, js_value string)
{
    struct js_string *s = gc_to_cell(string);
    struct js__view view;
    uint32_t hash;

    if (GC_LIKELY(s->hash != 0))
        return s->hash;
    if (!js__view_open(ctx, string, &view))
        hash = hash_pieces(ctx, s);
    else if (view.units.latin1)
        hash = js_hash_latin1(view.units.latin1, view.units.length, ctx->hash_seed);
    else
        hash = js_hash_utf16(view.units.utf16, view.units.length, ctx->hash_seed);
    js__view_close(ctx, &view);
    s->hash = hash ? hash : 1;
    return s->hash;
}

/* ---- comparing ---- */

static int compare_units(const struct js_units *a, const struct js_units *b)
{
    uint32_t n = a->length < b->length ? a->length : b->length;

    if (a->latin1 && b->latin1) {
        int order = memcmp(a->latin1, b->latin1, n);

        if (order != 0)
            return order;
    } else {
        for (uint32_t i = 0; i < n; i++) {
            int difference = (int)js_unit_at(a, i) - (int)js_unit_at(b, i);

            if (difference != 0)
                return difference;
        }
    }
    return a->length < b->length ? -1 : a->length > b->length;
}

static bool units_equal(const struct js_units *a, const struct js_units *b)
{
    if (a->latin1 && b->latin1)
        return memcmp(a->latin1, b->latin1, a->length) == 0;
    if (a->latin1)
        return js_utf16_equals_latin1(b->utf16, a->latin1, a->length);
    if (b->latin1)
        return js_utf16_equals_latin1(a->utf16, b->latin1, a->length);
    return memcmp(a->utf16, b->utf16, (size_t)a->length * 2) == 0;
}

static int compare_pieces(const js_ctx *ctx, const struct js_string *a, const struct js_string *b)
{
    uint32_t a_length = js__string_length(a), b_length = js__string_length(b);
    uint32_t n = a_length < b_length ? a_length : b_length;
    uint16_t a_piece[PIECE_UNITS], b_piece[PIECE_UNITS];

    for (uint32_t start = 0; start < n; start += PIECE_UNITS) {
        uint32_t count = n - start < PIECE_UNITS ? n - start : PIECE_UNITS;

        js__string_copy_nogc(ctx, a, start, count, NULL, a_piece);
        js__string_copy_nogc(ctx, b, start, count, NULL, b_piece);
        for (uint32_t i = 0; i < count; i++)
            if (a_piece[i] != b_piece[i])
                return (int)a_piece[i] - (int)b_piece[i];
    }
    return a_length < b_length ? -1 : a_length > b_length;
}

int js_string_compare_nogc(js_ctx *ctx, js_value a, js_value b)
{
    struct js__view a_view, b_view = {.copy = NULL};
    int order;

    if (gc_same(a, b))
        return 0;
    if (js__view_open(ctx, a, &a_view) && js__view_open(ctx, b, &b_view))
        order = compare_units(&a_view.units, &b_view.units);
    else
        order = compare_pieces(ctx, gc_to_cell(a), gc_to_cell(b));
    js__view_close(ctx, &b_view);
    js__view_close(ctx, &a_view);
    return order;
}

bool js_string_equals_nogc(js_ctx *ctx, js_value a, js_value b)
{
    const struct js_string *sa = gc_to_cell(a), *sb = gc_to_cell(b);
    struct js__view a_view, b_view = {.copy = NULL};
    bool equal;

    if (sa == sb)
        return true;
    if (js__string_length(sa) != js__string_length(sb))
        return false;
    if (sa->length_and_flags & sb->length_and_flags & JS_STRING_FLAG_INTERNED)
        return false;
    if (sa->hash != sb->hash && sa->hash != 0 && sb->hash != 0)
        return false;
    if (js__view_open(ctx, a, &a_view) && js__view_open(ctx, b, &b_view))
        equal = units_equal(&a_view.units, &b_view.units);
    else
        equal = compare_pieces(ctx, sa, sb) == 0;
    js__view_close(ctx, &b_view);
    js__view_close(ctx, &a_view);
    return equal;
}
