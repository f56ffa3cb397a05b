/*
 * fixture.h: an isolate for tests of the engine's C interfaces: relaxed, or with every safepoint moving every
 * cell and the heap verified around each collection.
 */
#ifndef JS_TEST_FIXTURE_H
#define JS_TEST_FIXTURE_H

#include "check.h"

#include <stdlib.h>

#include "js/js.h"
#include "object/property.h"
#include "object/symbol.h"
#include "ops/ops.h"

/* Fails, showing the pending exception's message, unless e is true. */
#define OK(ctx, e)                                                                                 \
    do {                                                                                           \
        if (!(e))                                                                                  \
            fixture_fail((ctx), #e, __FILE__, __LINE__);                                           \
    } while (0)

static inline void fixture_fail(js_ctx *ctx, const char *what, const char *file, int line)
{
    JS_FRAME(ctx, f, exception, text);
    char *utf8 = NULL;
    size_t bytes;

    js_take_exception(ctx, &f.exception);
    if (js_format_noscript(ctx, &f.text, "%v", &f.exception) &&
        js_string_to_utf8_noscript(ctx, &f.text, &utf8, &bytes))
        fprintf(stderr, "%s:%d: %s threw %s\n", file, line, what, utf8);
    else
        fprintf(stderr, "%s:%d: %s threw\n", file, line, what);
    abort();
}

static inline js_ctx *fixture_new(uint32_t stress_interval)
{
    struct js_config config = {
        .heap = {.stress_interval = stress_interval, .verify = stress_interval != 0, .seed = 1},
        .hash_seed = 7,
    };
    js_ctx *ctx = js_context_new(&config);

    if (!ctx) {
        fprintf(stderr, "no context\n");
        abort();
    }
    return ctx;
}

static inline int relaxed_setup(void **state)
{
    *state = fixture_new(0);
    return 0;
}

static inline int stressed_setup(void **state)
{
    *state = fixture_new(1);
    return 0;
}

static inline int fixture_teardown(void **state)
{
    js_ctx *ctx = *state;
    const bool sound = gc_verify(js_heap(ctx), "at the end of a test");

    js_context_free(ctx);
    return sound ? 0 : -1;
}

/* A test twice: relaxed and stressed. */
#define BOTH(test)                                                                                 \
    {#test, test, relaxed_setup, fixture_teardown, NULL},                                          \
    {                                                                                              \
        #test " (stressed)", test, stressed_setup, fixture_teardown, NULL                          \
    }

static inline bool is_stressed(js_ctx *ctx)
{
    struct gc_statistics figures;

    gc_get_statistics(js_heap(ctx), &figures);
    return figures.scavenges + figures.full_collections > 200;
}

/* The interned key of a C string. */
#define KEY(ctx, f, name, text) OK(ctx, js_intern_ascii_noscript((ctx), (text), &(f).name))

/* A small generator for random tests: the state is the seed. */
static inline uint32_t draw(uint64_t *state, uint32_t below)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)((*state >> 33) % below);
}

#endif
