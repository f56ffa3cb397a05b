/*
 * bindings/v8.c: internalBinding('v8'): the heap's figures in the order of Node's results, and the flags that may
 * change while a program runs.
 */
#include "runtime.h"

#include "js/inspect.h"

#include <stdio.h>
#include <string.h>

/*
 * total_heap_size, total_heap_size_executable, total_physical_size, total_available_size, used_heap_size,
 * heap_size_limit, malloced_memory, peak_malloced_memory, does_zap_garbage, number_of_native_contexts,
 * number_of_detached_contexts, total_global_handles_size, used_global_handles_size, external_memory.
 * There is no machine code; a program has one realm, which cannot be detached from it.
 */
static bool heap_statistics(js_ctx *ctx, const js_call *call, js_value *result)
{
    struct gc_statistics s;
    struct gc_room room;
    size_t resident[GC_SPACES], physical = 0;
    double *out;

    JS_TRY(rt__doubles_arg(ctx, call, 0, 14, &out));
    gc_get_statistics(js_heap(ctx), &s);
    gc_get_room(js_heap(ctx), &room);
    gc_get_resident(js_heap(ctx), resident);
    for (int i = 0; i < GC_SPACES; i++)
        physical += resident[i];
    const double numbers[14] = {
        (double)s.heap_total_bytes, 0,
        (double)physical,           (double)room.available,
        (double)s.heap_used_bytes,  (double)room.size_limit,
        (double)s.malloc_bytes,     (double)s.peak_malloc_bytes,
        room.fills_freed,           1,
        0,                          (double)room.root_bytes,
        (double)room.live_root_bytes, (double)(s.external_bytes + s.buffer_bytes),
    };
    memcpy(out, numbers, sizeof numbers);
    return true;
}

/* A space of Node's list; those that this heap does not have are empty. */
static bool push_space(js_ctx *ctx, const js_value *list, const char *name,
                       const struct gc_space_figures *figures, size_t resident)
{
    JS_FRAME(ctx, f, space);

    JS_TRY(js_array_new_noscript(ctx, 0, &f.space));
    JS_TRY(rt__push_text(ctx, &f.space, name));
    JS_TRY(rt__push_number(ctx, &f.space, (double)figures->committed));
    JS_TRY(rt__push_number(ctx, &f.space, (double)figures->used));
    JS_TRY(rt__push_number(ctx, &f.space, (double)figures->available));
    JS_TRY(rt__push_number(ctx, &f.space, (double)resident));
    return js_array_push_noscript(ctx, list, &f.space);
}

static bool heap_space_statistics(js_ctx *ctx, const js_call *call, js_value *result)
{
    static const char *const order[] = {
        "read_only_space", "new_space", "old_space", "code_space", "shared_space",
        "new_large_object_space", "large_object_space", "code_large_object_space",
        "shared_large_object_space"};
    static const struct gc_space_figures none = {0, 0, 0};
    struct gc_space_figures figures[GC_SPACES];
    size_t resident[GC_SPACES];
    JS_FRAME(ctx, f, list);

    gc_get_spaces(js_heap(ctx), figures);
    gc_get_resident(js_heap(ctx), resident);
    JS_TRY(js_array_new_noscript(ctx, 0, &f.list));
    for (size_t i = 0; i < sizeof order / sizeof order[0]; i++) {
        int space = 0;

        while (space < GC_SPACES && strcmp(gc_space_name((enum gc_space)space), order[i]) != 0)
            space++;
        JS_TRY(push_space(ctx, &f.list, order[i], space < GC_SPACES ? &figures[space] : &none,
                          space < GC_SPACES ? resident[space] : 0));
    }
    *result = f.list;
    return true;
}

/* code_and_metadata_size, bytecode_and_metadata_size, external_script_source_size, cpu_profiler_metadata_size */
static bool heap_code_statistics(js_ctx *ctx, const js_call *call, js_value *result)
{
    size_t bytecode, sources;
    double *out;

    JS_TRY(rt__doubles_arg(ctx, call, 0, 4, &out));
    js_code_bytes_nogc(ctx, &bytecode, &sources);
    out[0] = out[3] = 0;
    out[1] = (double)bytecode;
    out[2] = (double)sources;
    return true;
}

/* ---- flags ---- */

static bool expose_gc(js_ctx *ctx)
{
    struct rt_runtime *rt = rt__of(ctx);

    if (rt->config.expose_gc || rt->config.test_hooks)
        return true;
    rt->config.expose_gc = true;
    return rt__expose_gc(ctx, false);
}

static bool set_format(gc_heap *heap, const char *value)
{
    static const char *const formats[] = {"v8", "v8-2017", "json"};

    for (int i = 0; value != NULL && i < 3; i++)
        if (strcmp(value, formats[i]) == 0) {
            gc_set_trace_format(heap, (enum gc_trace_format)i);
            if (i != GC_TRACE_DEFAULT)
                gc_set_trace(heap, GC_TRACE_GC, true);
            return true;
        }
    return false;
}

/* Whether it is a flag that is on or off, and what that changed. */
static bool set_trace(gc_heap *heap, const char *name, bool on)
{
    static const char *const names[] = {
        [GC_TRACE_GC] = "trace-gc",
        [GC_TRACE_GC_NVP] = "trace-gc-nvp",
        [GC_TRACE_GC_VERBOSE] = "trace-gc-verbose",
        [GC_TRACE_GC_IGNORE_SCAVENGER] = "trace-gc-ignore-scavenger",
    };

    for (unsigned i = 0; i < sizeof names / sizeof names[0]; i++)
        if (strcmp(name, names[i]) == 0) {
            gc_set_trace(heap, (enum gc_trace_flag)i, on);
            return true;
        }
    return false;
}

/* As V8 does it: what is wrong is told on stderr, and the program goes on. */
static void complain(const struct rt_runtime *rt, const char *name, const char *value)
{
    if (value != NULL && strcmp(name, "trace-gc-format") == 0)
        fprintf(stderr, "Error: illegal value for flag --%s=%s\n", name, value);
    else if (rt->config.is_option != NULL && rt->config.is_option(name))
        fprintf(stderr, "Error: flag --%s cannot change while the program runs\n", name);
    else
        fprintf(stderr, "Error: unrecognized flag --%s\n", name);
    fputs("Try --help for options\n", stderr);
}

/* One flag: "--name", "--no-name", "--noname" or "--name=value". */
static bool set_flag(js_ctx *ctx, char *text)
{
    gc_heap *heap = js_heap(ctx);
    char *name = text, *value;

    while (*name == '-')
        name++;
    value = strchr(name, '=');
    if (value != NULL)
        *value++ = 0;
    for (char *c = name; *c != 0; c++)
        *c = *c == '_' ? '-' : *c;
    if (value == NULL && strcmp(name, "expose-gc") == 0)
        return expose_gc(ctx);
    if (strcmp(name, "trace-gc-format") == 0 && set_format(heap, value))
        return true;
    if (value == NULL && set_trace(heap, name, true))
        return true;
    if (value == NULL && strncmp(name, "no", 2) == 0 &&
        set_trace(heap, name + (name[2] == '-' ? 3 : 2), false))
        return true;
    complain(rt__of(ctx), name, value);
    return true;
}

/* Several flags, with blanks between; words that are no flags are ignored. */
static bool set_flags(js_ctx *ctx, const js_call *call, js_value *result)
{
    RT_TEXT(text);
    char *rest = NULL;

    JS_TRY(rt__text(ctx, js_arg(call, 0), &text));
    for (char *word = strtok_r(text.bytes, " \t\n", &rest); word != NULL;
         word = strtok_r(NULL, " \t\n", &rest))
        if (word[0] == '-' && word[1] != 0)
            JS_TRY(set_flag(ctx, word));
    return true;
}

static bool collect(js_ctx *ctx, const js_call *call, js_value *result)
{
    gc_collect(js_heap(ctx), GC_FULL, "testing");
    return true;
}

static const js_builtin table[] = {
    JS_METHOD("heapStatistics", heap_statistics, 1),
    JS_METHOD("heapSpaceStatistics", heap_space_statistics, 0),
    JS_METHOD("heapCodeStatistics", heap_code_statistics, 1),
    JS_METHOD("setFlags", set_flags, 1),
    JS_METHOD("gc", collect, 0),
};
RT_BINDING(v8, table, NULL);
