/*
 * vm/stack.c: the VM stack and the control stack, each one reserved range that the system commits by touch and
 * that never moves, so that pointers into them stay valid; and the limit of the C stack.
 *
 * A window takes at least three values beside its registers, so an eighth as many control frames as values
 * is ample: whichever stack ends first, the program gets the one RangeError [stack.one-error].
 */
#define _GNU_SOURCE /* pthread_getattr_np */
#include "vm/stack.h"

#include "interp/interp.h"
#include "vm/state.h"

#include <pthread.h>
#include <sys/mman.h>

#define STACK_BYTES_MIN     (16u << 10)
#define STACK_BYTES_MAX     ((size_t)1 << 32)
#define STACK_SPARE_VALUES  64u          /* above the limit: what a throw needs */
#define C_STACK_RESERVE     (160u << 10) /* below the limit: what runs without checking, libc included */
#define C_STACK_BYTES_MAX   ((size_t)64 << 20)
#define VALUES_PER_FRAME    8u

static void *map(size_t bytes)
{
    void *base = mmap(NULL, bytes, PROT_READ | PROT_WRITE,
                      MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

    return base == MAP_FAILED ? NULL : base;
}

/* The lowest address that C code may use; asked of the thread library once. */
static uintptr_t find_c_stack_limit(size_t c_stack_bytes)
{
    uintptr_t here = (uintptr_t)__builtin_frame_address(0), lowest = 0;
    pthread_attr_t attributes;

    if (pthread_getattr_np(pthread_self(), &attributes) == 0) {
        void *base;
        size_t bytes;

        if (pthread_attr_getstack(&attributes, &base, &bytes) == 0)
            lowest = (uintptr_t)base;
        pthread_attr_destroy(&attributes);
    }
    if (lowest == 0 || lowest >= here)
        lowest = here - (1u << 20);
    if (here - lowest > C_STACK_BYTES_MAX)
        lowest = here - C_STACK_BYTES_MAX;
    if (c_stack_bytes != 0 && here - lowest > c_stack_bytes + C_STACK_RESERVE)
        lowest = here - c_stack_bytes - C_STACK_RESERVE;
    return lowest + C_STACK_RESERVE;
}

static size_t frame_count(const js_ctx *ctx)
{
    return ctx->state->stack_bytes / sizeof(js_value) / VALUES_PER_FRAME;
}

bool js__stacks_init(js_ctx *ctx, size_t stack_bytes, size_t c_stack_bytes)
{
    if (stack_bytes == 0)
        stack_bytes = JS_STACK_BYTES_DEFAULT;
    if (stack_bytes < STACK_BYTES_MIN)
        stack_bytes = STACK_BYTES_MIN;
    if (stack_bytes > STACK_BYTES_MAX)
        stack_bytes = STACK_BYTES_MAX;
    stack_bytes &= ~(size_t)4095;
    ctx->state->stack_bytes = stack_bytes;
    ctx->stack_base = map(stack_bytes + STACK_SPARE_VALUES * sizeof(js_value));
    ctx->frame_base = map(frame_count(ctx) * sizeof *ctx->frame_base);
    if (ctx->stack_base == NULL || ctx->frame_base == NULL)
        return false;
    ctx->stack_top = ctx->stack_base;
    ctx->stack_limit = ctx->stack_base + stack_bytes / sizeof(js_value);
    ctx->frame_top = ctx->frame_base; /* frame 0 is a sentinel */
    ctx->frame_limit = ctx->frame_base + frame_count(ctx);
    ctx->c_stack_limit = find_c_stack_limit(c_stack_bytes);
    ctx->state->stack_root.base = ctx->stack_base;
    ctx->state->stack_root.top = &ctx->stack_top;
    gc_add_stack(ctx->heap, &ctx->state->stack_root);
    return true;
}

void js__stacks_free(js_ctx *ctx)
{
    if (ctx->state->stack_root.base != NULL)
        gc_remove_stack(ctx->heap, &ctx->state->stack_root);
    if (ctx->frame_base != NULL)
        munmap(ctx->frame_base, frame_count(ctx) * sizeof *ctx->frame_base);
    if (ctx->stack_base != NULL)
        munmap(ctx->stack_base, ctx->state->stack_bytes + STACK_SPARE_VALUES * sizeof(js_value));
    ctx->frame_base = NULL;
    ctx->stack_base = NULL;
}

js_value *js_stack_push_noscript(js_ctx *ctx, size_t count)
{
    js_value *base = ctx->stack_top;

    if (GC_UNLIKELY(base > ctx->stack_limit || count > (size_t)(ctx->stack_limit - base))) {
        js_throw_stack_overflow(ctx);
        return NULL;
    }
    for (size_t i = 0; i < count; i++)
        base[i] = JS_UNDEFINED;
    ctx->stack_top = base + count;
    return base;
}
