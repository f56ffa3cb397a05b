/*
 * vm/image.c: a fresh isolate as a file: the heap's image (gc/snapshot.h), its roots, and the few numbers of struct
 * js_ctx that cells depend on, which go along as integers among the roots.
 *
 * The image keeps the hash seed, since hashes lie in cells and decide their places in property tables.  Intern
 * tables lie outside the heap: they are made anew from the cells.  Native functions are named by table and index,
 * so an image fits only a program with the same tables; what is registered after the isolate was made is no part of it
 * [image.tables].
 */
#include "js/image.h"

#include "object/intern.h"
#include "vm/natives.h"
#include "vm/state.h"

#include <string.h>

#define CONTEXT_ROOTS ((offsetof(js_ctx, symbol_registry) - offsetof(js_ctx, exception)) / sizeof(js_value) + 1)

/* What follows the context's roots. */
enum number {
    HASH_SEED_LOW,
    HASH_SEED_HIGH,
    IDENTITY_LOW,
    IDENTITY_HIGH,
    EPOCH,
    PROTOTYPES_HAVE_ELEMENTS,
    TABLES,
    NUMBER_COUNT
};
#define ROOTS (CONTEXT_ROOTS + NUMBER_COUNT)

static js_value half(uint32_t number, unsigned shift)
{
    return js_int((int32_t)(number >> shift & 0xFFFF));
}

static uint32_t whole(const js_value *halves)
{
    return (uint32_t)gc_to_int(halves[0]) | (uint32_t)gc_to_int(halves[1]) << 16;
}

/* Fills roots; the context is not in use. */
static void save_nogc(const js_ctx *ctx, js_value *roots)
{
    js_value *numbers = roots + CONTEXT_ROOTS;

    memcpy(roots, &ctx->exception, CONTEXT_ROOTS * sizeof *roots);
    numbers[HASH_SEED_LOW] = half(ctx->hash_seed, 0);
    numbers[HASH_SEED_HIGH] = half(ctx->hash_seed, 16);
    numbers[IDENTITY_LOW] = half(ctx->identity_hash_state, 0);
    numbers[IDENTITY_HIGH] = half(ctx->identity_hash_state, 16);
    numbers[EPOCH] = js_int((int32_t)ctx->state->prototype_epoch);
    numbers[PROTOTYPES_HAVE_ELEMENTS] = js_bool(ctx->state->prototypes_have_elements);
    numbers[TABLES] = js_int((int32_t)js_native_own_table_count());
}

/* False where the image is of another build: nothing is changed then. */
static bool load_nogc(js_ctx *ctx, const js_value *roots)
{
    const js_value *numbers = roots + CONTEXT_ROOTS;

    for (unsigned i = 0; i < NUMBER_COUNT; i++)
        if (i != PROTOTYPES_HAVE_ELEMENTS && !gc_is_int(numbers[i]))
            return false;
    if (gc_to_int(numbers[TABLES]) != (int32_t)js_native_own_table_count())
        return false;
    memcpy(&ctx->exception, roots, CONTEXT_ROOTS * sizeof *roots);
    ctx->hash_seed = whole(&numbers[HASH_SEED_LOW]);
    ctx->identity_hash_state = whole(&numbers[IDENTITY_LOW]);
    ctx->state->prototype_epoch = (uint32_t)gc_to_int(numbers[EPOCH]);
    ctx->state->prototypes_have_elements = js_is_true(numbers[PROTOTYPES_HAVE_ELEMENTS]);
    return true;
}

bool js_image_write(js_ctx *ctx, FILE *file, const char **error)
{
    js_value *roots;
    bool written;

    *error = "the isolate is in use";
    if (ctx->state->job_count != 0 || ctx->activation != NULL ||
        js_native_table_count(ctx) != js_native_own_table_count())
        return false;
    roots = gc_malloc(ctx->heap, ROOTS * sizeof *roots);
    *error = "no memory for the roots";
    if (roots == NULL)
        return false;
    save_nogc(ctx, roots);
    written = gc_image_write(ctx->heap, roots, ROOTS, file, error); /* which roots them */
    gc_free(ctx->heap, roots, ROOTS * sizeof *roots);
    return written;
}

bool js_image_map(js_ctx *ctx, int fd, const char **error)
{
    js_value *roots = gc_calloc(ctx->heap, ROOTS * sizeof *roots);
    bool mapped;

    *error = "no memory for the roots";
    if (roots == NULL)
        return false;
    mapped = gc_image_map(ctx->heap, fd, roots, ROOTS, error);
    if (mapped && !load_nogc(ctx, roots)) {
        *error = "the image is of another build";
        mapped = false;
    }
    gc_free(ctx->heap, roots, ROOTS * sizeof *roots);
    if (!mapped)
        return false;
    js_assert(js_native_table_count(ctx) == js_native_own_table_count()); /* [image.tables] */
    *error = "no memory for the tables of strings";
    return js__intern_adopt(ctx);
}
