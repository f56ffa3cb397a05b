/*
 * bindings/v8.c: internalBinding('v8'): the heap's figures in the order of Node's results.
 */
#include "runtime.h"

#include <string.h>

static struct gc_statistics figures(js_ctx *ctx)
{
    struct gc_statistics s;

    gc_get_statistics(js_heap(ctx), &s);
    return s;
}

/*
 * total_heap_size, total_heap_size_executable, total_physical_size, total_available_size, used_heap_size,
 * heap_size_limit, malloced_memory, peak_malloced_memory, does_zap_garbage, number_of_native_contexts,
 * number_of_detached_contexts, total_global_handles_size, used_global_handles_size, external_memory
 */
static bool heap_statistics(js_ctx *ctx, const js_call *call, js_value *result)
{
    const struct gc_statistics s = figures(ctx);
    double *out;

    JS_TRY(rt__doubles_arg(ctx, call, 0, 14, &out));
    memset(out, 0, 14 * sizeof *out);
    out[0] = (double)s.heap_total_bytes;
    out[2] = (double)s.heap_total_bytes;
    out[3] = s.limit_old_bytes > s.heap_used_bytes ? (double)(s.limit_old_bytes - s.heap_used_bytes) : 0;
    out[4] = (double)s.heap_used_bytes;
    out[5] = (double)s.limit_old_bytes;
    out[6] = (double)s.malloc_bytes;
    out[7] = (double)s.peak_malloc_bytes;
    out[9] = 1;
    out[13] = (double)(s.external_bytes + s.buffer_bytes);
    return true;
}

static bool push_space(js_ctx *ctx, const js_value *list, const char *name, size_t size, size_t used)
{
    JS_FRAME(ctx, f, space);

    JS_TRY(js_array_new_noscript(ctx, 0, &f.space));
    JS_TRY(rt__push_text(ctx, &f.space, name));
    JS_TRY(rt__push_number(ctx, &f.space, (double)size));
    JS_TRY(rt__push_number(ctx, &f.space, (double)used));
    JS_TRY(rt__push_number(ctx, &f.space, size > used ? (double)(size - used) : 0));
    JS_TRY(rt__push_number(ctx, &f.space, (double)size));
    return js_array_push_noscript(ctx, list, &f.space);
}

static bool heap_space_statistics(js_ctx *ctx, const js_call *call, js_value *result)
{
    const struct gc_statistics s = figures(ctx);
    JS_FRAME(ctx, f, list);

    JS_TRY(js_array_new_noscript(ctx, 0, &f.list));
    JS_TRY(push_space(ctx, &f.list, "read_only_space", s.read_only_bytes, s.read_only_bytes));
    JS_TRY(push_space(ctx, &f.list, "new_space", s.young_committed_bytes, s.young_used_bytes));
    JS_TRY(push_space(ctx, &f.list, "old_space", s.old_committed_bytes, s.old_used_bytes));
    JS_TRY(push_space(ctx, &f.list, "large_object_space", s.large_committed_bytes, s.large_used_bytes));
    *result = f.list;
    return true;
}

/* code_and_metadata_size, bytecode_and_metadata_size, external_script_source_size, cpu_profiler_metadata_size */
static bool heap_code_statistics(js_ctx *ctx, const js_call *call, js_value *result)
{
    double *out;

    JS_TRY(rt__doubles_arg(ctx, call, 0, 4, &out));
    memset(out, 0, 4 * sizeof *out);
    return true;
}

/* Flags that can change while a program runs. */
static bool set_flags(js_ctx *ctx, const js_call *call, js_value *result)
{
    RT_TEXT(text);

    JS_TRY(rt__text(ctx, js_arg(call, 0), &text));
    for (char *c = text.bytes; *c != 0; c++)
        if (*c == '_')
            *c = '-';
    if (strcmp(text.bytes, "--expose-gc") == 0)
        return rt__expose_gc(ctx, false);
    if (strcmp(text.bytes, "--trace-gc") == 0)
        gc_set_trace(js_heap(ctx), true, false);
    else if (strcmp(text.bytes, "--no-trace-gc") == 0)
        gc_set_trace(js_heap(ctx), false, false);
    else if (strcmp(text.bytes, "--trace-gc-nvp") == 0)
        gc_set_trace(js_heap(ctx), false, true);
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
