/*
 * test_hooks.c: `gc()` of --expose-gc; and of --test-hooks the same function with methods that tell where a cell
 * lies, collect, verify and damage the heap, for tests of the collector and its verifier.
 */
#include "runtime.h"

#include <string.h>

/* gc(), gc({type: 'minor'}), gc('minor'): a full collection unless told otherwise. */
static bool collect(js_ctx *ctx, const js_call *call, js_value *result)
{
    enum gc_collection what = GC_FULL;
    JS_FRAME(ctx, f, type);
    char *text;
    size_t bytes;

    f.type = *js_arg(call, 0);
    if (js_value_is_object(f.type))
        JS_TRY(js_get_named(ctx, js_arg(call, 0), "type", &f.type));
    if (js_value_is_string(f.type)) {
        JS_TRY(js_string_to_utf8_noscript(ctx, &f.type, &text, &bytes));
        if (strcmp(text, "minor") == 0 || strcmp(text, "young") == 0)
            what = GC_YOUNG;
        else if (strcmp(text, "last-resort") == 0)
            what = GC_LAST_RESORT;
        js_utf8_free(ctx, text, bytes);
    }
    gc_collect(js_heap(ctx), what, "testing");
    return true;
}

/* gc.age(value): how many scavenges the cell survived, 2 if old; undefined of what is no cell. */
static bool age(js_ctx *ctx, const js_call *call, js_value *result)
{
    const js_value v = *js_arg(call, 0);

    if (gc_is_cell(v))
        *result = js_int((int32_t)gc_cell_age(js_heap(ctx), gc_to_cell(v)));
    return true;
}

/* gc.space(value): 'young', 'young large', 'old', 'large', 'read-only'. */
static bool space(js_ctx *ctx, const js_call *call, js_value *result)
{
    const js_value v = *js_arg(call, 0);
    const char *name = "none";

    if (gc_is_cell(v))
        name = gc_page_class_name(gc_cell_page_class(js_heap(ctx), gc_to_cell(v)));
    return js_string_from_ascii_noscript(ctx, name, result);
}

/* gc.bytes(value): the size of its cell. */
static bool bytes(js_ctx *ctx, const js_call *call, js_value *result)
{
    const js_value v = *js_arg(call, 0);

    if (gc_is_cell(v))
        *result = js_number((double)gc_cell_bytes(js_heap(ctx), gc_to_cell(v)));
    return true;
}

static bool verify(js_ctx *ctx, const js_call *call, js_value *result)
{
    *result = js_bool(gc_verify(js_heap(ctx), "gc.verify()"));
    return true;
}

/*
 * gc.damage('slot' | 'mark-bit' | 'remembered' | 'header' | 'free-list', cell): whether a victim was found.  Without a cell
 * it is one that the program may need.
 */
static bool damage(js_ctx *ctx, const js_call *call, js_value *result)
{
    static const char *const names[] = {
        [GC_DAMAGE_SLOT] = "slot",     [GC_DAMAGE_MARK_BIT] = "mark-bit",
        [GC_DAMAGE_REMEMBERED] = "remembered", [GC_DAMAGE_HEADER] = "header",
        [GC_DAMAGE_FREE_LIST] = "free-list",
    };
    JS_FRAME(ctx, f, text);
    const js_value *cell = js_arg(call, 1);
    char *text;
    size_t length;

    JS_TRY(js_to_string(ctx, js_arg(call, 0), &f.text));
    JS_TRY(js_string_to_utf8_noscript(ctx, &f.text, &text, &length));
    for (unsigned i = 0; i < sizeof names / sizeof names[0]; i++)
        if (strcmp(names[i], text) == 0)
            *result = js_bool(gc_damage(js_heap(ctx), (enum gc_damage)i,
                                        gc_is_cell(*cell) ? gc_to_cell(*cell) : NULL));
    js_utf8_free(ctx, text, length);
    if (js_strict_equals_nogc(ctx, *result, JS_UNDEFINED))
        return js_throw_type_error(ctx, "no such damage");
    return true;
}

/* gc.statistics(): the heap's counters by name. */
static bool statistics(js_ctx *ctx, const js_call *call, js_value *result)
{
    struct gc_statistics s;
    JS_FRAME(ctx, f, object, value);

    gc_get_statistics(js_heap(ctx), &s);
    JS_TRY(js_object_new_noscript(ctx, &f.object));
#define FIGURE(name)                                                                               \
    f.value = js_number((double)s.name);                                                           \
    JS_TRY(js_define_named(ctx, &f.object, #name, &f.value, JS_ALL_ATTRIBUTES))
    FIGURE(heap_total_bytes);
    FIGURE(heap_used_bytes);
    FIGURE(young_used_bytes);
    FIGURE(old_used_bytes);
    FIGURE(large_used_bytes);
    FIGURE(malloc_bytes);
    FIGURE(buffer_bytes);
    FIGURE(external_bytes);
    FIGURE(limit_old_bytes);
    FIGURE(limit_total_bytes);
    FIGURE(peak_cell_bytes);
    FIGURE(peak_total_bytes);
    FIGURE(scavenges);
    FIGURE(full_collections);
    FIGURE(scavenge_ns);
    FIGURE(full_ns);
    FIGURE(pause_target_ns);
    FIGURE(missed_young);
    FIGURE(missed_full);
    FIGURE(missed_step);
    FIGURE(missed_asked);
    FIGURE(step_over_max_ns);
    FIGURE(pause_max_ns);
    FIGURE(marking_steps);
    FIGURE(promoted_bytes);
    FIGURE(promoted_by_age_bytes);
    FIGURE(promoted_by_overflow_bytes);
    FIGURE(promoted_in_place_bytes);
    FIGURE(copied_bytes);
    FIGURE(allocated_bytes);
    FIGURE(pretenured_bytes);
    FIGURE(pretenured_sites);
    FIGURE(safepoints);
#undef FIGURE
    *result = f.object;
    return true;
}

static const js_builtin table[] = {
    JS_HIDDEN_FUNCTION("gc", collect, 0), JS_METHOD("age", age, 1),
    JS_METHOD("space", space, 1),         JS_METHOD("bytes", bytes, 1),
    JS_METHOD("collect", collect, 1),     JS_METHOD("verify", verify, 0),
    JS_METHOD("damage", damage, 1),       JS_METHOD("statistics", statistics, 0),
};

bool rt__expose_gc(js_ctx *ctx, bool test_hooks)
{
    uint16_t number;
    JS_FRAME(ctx, f, function, global);

    JS_TRY(js_register_natives(ctx, table, sizeof table / sizeof table[0], &number));
    JS_TRY(js_native_function_new_noscript(ctx, number, 0, &f.function));
    if (test_hooks)
        JS_TRY(js_install_natives_noscript(ctx, number, &f.function));
    f.global = js_global_nogc(ctx);
    return js_define_named(ctx, &f.global, "gc", &f.function, JS_HIDDEN_ATTRIBUTES);
}
