/*
 * bindings.c: internalBinding(name): one object a native module, made at its first use.  The modules are listed in
 * bindings.def; each is a file of bindings/.  Their tables of natives are registered at the start, always in the
 * same order, since functions in images are named by table and index.
 */
#include "runtime.h"

#include "builtin_sources.h"

#include <string.h>

#define BINDING(name) extern const struct rt_binding rt_binding_##name;
#include "bindings.def"

static const struct rt_binding *const bindings[] = {
#define BINDING(name) &rt_binding_##name,
#include "bindings.def"
};
#define BINDING_COUNT (sizeof bindings / sizeof bindings[0])

/* ---- the natives of this file ---- */

static bool internal_binding(js_ctx *ctx, const js_call *call, js_value *result)
{
    RT_TEXT(name);

    JS_TRY(rt__text(ctx, js_arg(call, 0), &name));
    return rt__get_binding(ctx, name.bytes, result);
}

/* builtins.compile(id) */
static bool compile(js_ctx *ctx, const js_call *call, js_value *result)
{
    RT_TEXT(id);

    JS_TRY(rt__text(ctx, js_arg(call, 0), &id));
    return rt__compile_builtin(ctx, id.bytes, result);
}

static const js_builtin builtins_table[] = {
    JS_METHOD("compile", compile, 1),
    JS_HIDDEN_FUNCTION("internalBinding", internal_binding, 1),
};
#define INTERNAL_BINDING_INDEX 1

static bool init_builtins(js_ctx *ctx, const js_value *object)
{
    JS_FRAME(ctx, f, ids);

    JS_TRY(js_array_new_noscript(ctx, 0, &f.ids));
    for (size_t i = 0; i < rt_builtin_source_count; i++)
        JS_TRY(rt__push_text(ctx, &f.ids, rt_builtin_sources[i].id));
    return rt__set_value(ctx, object, "ids", &f.ids);
}

RT_BINDING(builtins, builtins_table, init_builtins);

bool rt__internal_binding_function(struct rt_runtime *rt, js_value *out)
{
    return js_native_function_new_noscript(rt->ctx, rt__binding_table(rt, &rt_binding_builtins),
                                           INTERNAL_BINDING_INDEX, out);
}

bool rt__compile_builtin(js_ctx *ctx, const char *id, js_value *out)
{
    for (size_t i = 0; i < rt_builtin_source_count; i++) {
        const struct rt_builtin_source *source = &rt_builtin_sources[i];

        if (strcmp(source->id, id) == 0)
            return js_compile_static_function(ctx, source->text, source->length, source->name, out);
    }
    return js_throw_plain_error(ctx, "No such built-in module: %s", id);
}

/* ---- the registry ---- */

bool rt__bindings_init(struct rt_runtime *rt)
{
    gc_heap *heap = js_heap(rt->ctx);

    rt->bindings = gc_calloc(heap, BINDING_COUNT * sizeof *rt->bindings);
    rt->binding_tables = gc_calloc(heap, BINDING_COUNT * sizeof *rt->binding_tables);
    if (rt->bindings == NULL || rt->binding_tables == NULL)
        return js_throw_out_of_memory(rt->ctx);
    for (size_t i = 0; i < BINDING_COUNT; i++) {
        rt->bindings[i] = GC_EMPTY;
        JS_TRY(js_register_natives(rt->ctx, bindings[i]->table, *bindings[i]->count,
                                   &rt->binding_tables[i]));
    }
    rt->binding_roots.values = rt->bindings;
    rt->binding_roots.count = BINDING_COUNT;
    gc_add_roots(heap, &rt->binding_roots);
    return true;
}

void rt__bindings_free(struct rt_runtime *rt)
{
    gc_heap *heap = js_heap(rt->ctx);

    if (rt->binding_roots.values != NULL)
        gc_remove_roots(heap, &rt->binding_roots);
    gc_free(heap, rt->bindings, BINDING_COUNT * sizeof *rt->bindings);
    gc_free(heap, rt->binding_tables, BINDING_COUNT * sizeof *rt->binding_tables);
}

uint16_t rt__binding_table(struct rt_runtime *rt, const struct rt_binding *binding)
{
    size_t i = 0;

    while (bindings[i] != binding)
        i++;
    return rt->binding_tables[i];
}

static bool make_binding(struct rt_runtime *rt, size_t i)
{
    js_ctx *ctx = rt->ctx;
    JS_FRAME(ctx, f, object);

    JS_TRY(js_object_new_noscript(ctx, &f.object));
    JS_TRY(js_install_natives_noscript(ctx, rt->binding_tables[i], &f.object));
    if (bindings[i]->init != NULL)
        JS_TRY(bindings[i]->init(ctx, &f.object));
    rt->bindings[i] = f.object;
    return true;
}

bool rt__get_binding(js_ctx *ctx, const char *name, js_value *out)
{
    struct rt_runtime *rt = rt__of(ctx);

    for (size_t i = 0; i < BINDING_COUNT; i++) {
        if (strcmp(bindings[i]->name, name) != 0)
            continue;
        if (!gc_is_cell(rt->bindings[i]))
            JS_TRY(make_binding(rt, i));
        *out = rt->bindings[i];
        return true;
    }
    return js_throw_plain_error(ctx, "No such binding: %s", name);
}
