/*
 * bindings/process_data.c: what internalBinding('process_methods') knows from the start.
 */
#include "process.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#if defined __x86_64__
#define ARCH "x64"
#elif defined __aarch64__
#define ARCH "arm64"
#elif defined __riscv
#define ARCH "riscv64"
#else
#define ARCH "unknown"
#endif

static const char *const unhandled_names[] = {
    [RT_UNHANDLED_THROW] = "throw",
    [RT_UNHANDLED_STRICT] = "strict",
    [RT_UNHANDLED_WARN] = "warn",
    [RT_UNHANDLED_NONE] = "none",
    [RT_UNHANDLED_WARN_WITH_ERROR_CODE] = "warn-with-error-code",
};

static bool add_texts(js_ctx *ctx, const js_value *object, const char *name, const char *const *first,
                      int count, char **texts)
{
    JS_FRAME(ctx, f, list);

    JS_TRY(js_array_new_noscript(ctx, 0, &f.list));
    for (; first != NULL && *first != NULL; first++)
        JS_TRY(rt__push_text(ctx, &f.list, *first));
    for (int i = 0; i < count; i++)
        JS_TRY(rt__push_text(ctx, &f.list, texts[i]));
    return rt__set_value(ctx, object, name, &f.list);
}

/* argv[0], the script (the loader makes it absolute), the program's arguments. */
static bool add_argv(js_ctx *ctx, const js_value *object)
{
    const struct rt_config *config = &rt__of(ctx)->config;
    const char *const first[] = {config->command ? config->command : "tenure", config->script, NULL};

    return add_texts(ctx, object, "argv", first, config->argc, config->argv);
}

static bool add_exec_path(js_ctx *ctx, const js_value *object)
{
    char path[4096];
    size_t size = sizeof path;

    if (uv_exepath(path, &size) != 0)
        strcpy(path, "tenure");
    return rt__set_text(ctx, object, "execPath", path);
}

static bool add_versions(js_ctx *ctx, const js_value *object)
{
    JS_FRAME(ctx, f, versions, release, features);

    JS_TRY(js_object_new_noscript(ctx, &f.versions));
    JS_TRY(rt__set_text(ctx, &f.versions, "node", RT_NODE_VERSION + 1));
    JS_TRY(rt__set_text(ctx, &f.versions, "tenure", RT_VERSION));
    JS_TRY(rt__set_text(ctx, &f.versions, "uv", uv_version_string()));
    JS_TRY(rt__set_text(ctx, &f.versions, "modules", "115"));
    JS_TRY(rt__set_value(ctx, object, "versions", &f.versions));
    JS_TRY(js_object_new_noscript(ctx, &f.release));
    JS_TRY(rt__set_text(ctx, &f.release, "name", "node"));
    JS_TRY(rt__set_value(ctx, object, "release", &f.release));
    JS_TRY(js_object_new_noscript(ctx, &f.features));
    JS_TRY(rt__set_bool(ctx, &f.features, "inspector", false));
    return rt__set_value(ctx, object, "features", &f.features);
}

static bool add_hrtime_buffer(js_ctx *ctx, const js_value *object)
{
    struct rt_runtime *rt = rt__of(ctx);
    JS_FRAME(ctx, f, buffer, array);
    uint8_t *data;
    size_t length;

    JS_TRY(js_array_buffer_create_noscript(ctx, 3 * sizeof(uint32_t), &f.buffer));
    JS_TRY(js_uint32_array_create_noscript(ctx, &f.buffer, 0, 3, &f.array));
    js_get_bytes_nogc(ctx, f.array, &data, &length);
    rt->hrtime = (uint32_t *)(void *)data;
    rt->hooks[RT_HOOK_HRTIME] = f.buffer;
    return rt__set_value(ctx, object, "hrtimeBuffer", &f.array);
}

bool rt__process_init(js_ctx *ctx, const js_value *object)
{
    const struct rt_config *config = &rt__of(ctx)->config;

    JS_TRY(add_argv(ctx, object));
    JS_TRY(add_texts(ctx, object, "execArgv", NULL, config->exec_argc, config->exec_argv));
    JS_TRY(add_exec_path(ctx, object));
    JS_TRY(rt__set_number(ctx, object, "pid", getpid()));
    JS_TRY(rt__set_text(ctx, object, "version", RT_NODE_VERSION));
    JS_TRY(add_versions(ctx, object));
    JS_TRY(rt__set_text(ctx, object, "arch", ARCH));
    JS_TRY(rt__set_text(ctx, object, "platform", "linux"));
    JS_TRY(rt__set_bool(ctx, object, "noDeprecation", config->no_deprecation));
    JS_TRY(rt__set_bool(ctx, object, "traceDeprecation", config->trace_deprecation));
    JS_TRY(rt__set_bool(ctx, object, "throwDeprecation", config->throw_deprecation));
    JS_TRY(rt__set_bool(ctx, object, "noWarnings", config->no_warnings));
    JS_TRY(rt__set_bool(ctx, object, "traceWarnings", config->trace_warnings));
    JS_TRY(rt__set_bool(ctx, object, "traceUncaught", config->trace_uncaught));
    JS_TRY(rt__set_text(ctx, object, "unhandledRejections", unhandled_names[config->unhandled_rejections]));
    return add_hrtime_buffer(ctx, object);
}
