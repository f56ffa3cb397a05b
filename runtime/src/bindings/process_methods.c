/*
 * bindings/process_methods.c: internalBinding('process_methods'): the process as the system sees it.  What does not
 * change while a program runs is data (process_data.c).
 */
#include "process.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

extern char **environ;

/* hrtime(): seconds high, seconds low, nanoseconds. */
static bool hrtime(js_ctx *ctx, const js_call *call, js_value *result)
{
    const uint64_t now = uv_hrtime(), seconds = now / 1000000000u;
    uint32_t *out = rt__of(ctx)->hrtime;

    if (out != NULL) {
        out[0] = (uint32_t)(seconds >> 32);
        out[1] = (uint32_t)seconds;
        out[2] = (uint32_t)(now % 1000000000u);
    }
    return true;
}

static bool ppid(js_ctx *ctx, const js_call *call, js_value *result)
{
    *result = js_int(getppid());
    return true;
}

static bool uptime(js_ctx *ctx, const js_call *call, js_value *result)
{
    *result = js_number((double)(uv_hrtime() - rt__of(ctx)->start_ns) / 1e9);
    return true;
}

/* ---- memory and time used ---- */

/* The second number of /proc/self/statm, in bytes. */
static double resident_bytes(void)
{
    char text[128];
    const int fd = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
    unsigned long long pages = 0;

    if (fd < 0)
        return 0;
    const ssize_t got = read(fd, text, sizeof text - 1);

    close(fd);
    if (got > 0) {
        text[got] = 0;
        if (sscanf(text, "%*u %llu", &pages) != 1)
            pages = 0;
    }
    return (double)pages * (double)sysconf(_SC_PAGESIZE);
}

static bool memory_usage(js_ctx *ctx, const js_call *call, js_value *result)
{
    struct gc_statistics s;
    double *out;

    JS_TRY(rt__doubles_arg(ctx, call, 0, 5, &out));
    gc_get_statistics(js_heap(ctx), &s);
    out[0] = resident_bytes();
    out[1] = (double)s.heap_total_bytes;
    out[2] = (double)s.heap_used_bytes;
    out[3] = (double)(s.external_bytes + s.buffer_bytes);
    out[4] = (double)s.buffer_bytes;
    return true;
}

static bool rss(js_ctx *ctx, const js_call *call, js_value *result)
{
    *result = js_number(resident_bytes());
    return true;
}

static double microseconds(const uv_timeval_t *t)
{
    return (double)t->tv_sec * 1e6 + (double)t->tv_usec;
}

static bool cpu_usage(js_ctx *ctx, const js_call *call, js_value *result)
{
    uv_rusage_t usage;
    double *out;
    const int error = uv_getrusage(&usage);

    if (error != 0)
        return rt__throw_uv(ctx, error, "uv_getrusage", NULL, NULL);
    JS_TRY(rt__doubles_arg(ctx, call, 0, 2, &out));
    out[0] = microseconds(&usage.ru_utime);
    out[1] = microseconds(&usage.ru_stime);
    return true;
}

static bool resource_usage(js_ctx *ctx, const js_call *call, js_value *result)
{
    uv_rusage_t u;
    double *out;
    const int error = uv_getrusage(&u);

    if (error != 0)
        return rt__throw_uv(ctx, error, "uv_getrusage", NULL, NULL);
    JS_TRY(rt__doubles_arg(ctx, call, 0, 16, &out));
    const double numbers[16] = {
        microseconds(&u.ru_utime), microseconds(&u.ru_stime), (double)u.ru_maxrss,
        (double)u.ru_ixrss,        (double)u.ru_idrss,        (double)u.ru_isrss,
        (double)u.ru_minflt,       (double)u.ru_majflt,       (double)u.ru_nswap,
        (double)u.ru_inblock,      (double)u.ru_oublock,      (double)u.ru_msgsnd,
        (double)u.ru_msgrcv,       (double)u.ru_nsignals,     (double)u.ru_nvcsw,
        (double)u.ru_nivcsw,
    };

    memcpy(out, numbers, sizeof numbers);
    return true;
}

/* watchPressure(callback): callback(level) when it rises; undefined: nobody listens. */
static bool watch_pressure(js_ctx *ctx, const js_call *call, js_value *result)
{
    struct rt_runtime *rt = rt__of(ctx);

    rt->hooks[RT_HOOK_PRESSURE] = *js_arg(call, 0);
    rt->pressure = rt->pressure_tick = 0;
    rt__loop(rt);
    return true;
}

/* ---- directories, signals, the end ---- */

static bool cwd(js_ctx *ctx, const js_call *call, js_value *result)
{
    char path[4096];
    size_t size = sizeof path;
    const int error = uv_cwd(path, &size);

    return error != 0 ? rt__throw_uv(ctx, error, "uv_cwd", NULL, NULL) : rt__string(ctx, path, result);
}

static bool chdir_to(js_ctx *ctx, const js_call *call, js_value *result)
{
    RT_TEXT(path);

    JS_TRY(rt__text(ctx, js_arg(call, 0), &path));
    char old[4096];
    size_t size = sizeof old;
    const int unknown = uv_cwd(old, &size), error = uv_chdir(path.bytes);

    return error == 0 || rt__throw_uv(ctx, error, "chdir", unknown ? "" : old, path.bytes);
}

static bool set_umask(js_ctx *ctx, const js_call *call, js_value *result)
{
    mode_t old;

    if (js_is_undefined(*js_arg(call, 0))) {
        old = umask(0);
        umask(old);
    } else {
        old = umask((mode_t)rt__integer_arg(call, 0));
    }
    *result = js_int((int32_t)old);
    return true;
}

static bool send_signal(js_ctx *ctx, const js_call *call, js_value *result)
{
    const int error = uv_kill(rt__int_arg(call, 0), rt__int_arg(call, 1));
    JS_FRAME(ctx, f, message, error);
    char text[64];

    if (error == 0)
        return true;
    /* Node makes this one in JavaScript: shorter, and in another order. */
    snprintf(text, sizeof text, "kill %s", uv_err_name(error));
    JS_TRY(rt__string(ctx, text, &f.message));
    JS_TRY(js_error_from_message_noscript(ctx, &f.message, &f.error));
    JS_TRY(rt__set_number(ctx, &f.error, "errno", error));
    JS_TRY(rt__set_text(ctx, &f.error, "code", uv_err_name(error)));
    JS_TRY(rt__set_text(ctx, &f.error, "syscall", "kill"));
    return js_throw(ctx, &f.error);
}

static bool abort_process(js_ctx *ctx, const js_call *call, js_value *result)
{
    fflush(NULL);
    abort();
}

static bool really_exit(js_ctx *ctx, const js_call *call, js_value *result)
{
    rt__exit(rt__int_arg(call, 0));
}

static bool get_title(js_ctx *ctx, const js_call *call, js_value *result)
{
    const char *title = rt__of(ctx)->title;

    return rt__string(ctx, title != NULL ? title : rt__of(ctx)->config.command, result);
}

static bool set_title(js_ctx *ctx, const js_call *call, js_value *result)
{
    struct rt_runtime *rt = rt__of(ctx);
    RT_TEXT(title);

    JS_TRY(rt__text(ctx, js_arg(call, 0), &title));
    free(rt->title);
    rt->title = strdup(title.bytes);
    return true;
}

/* ---- environment ---- */

static bool get_env(js_ctx *ctx, const js_call *call, js_value *result)
{
    RT_TEXT(name);

    JS_TRY(rt__text(ctx, js_arg(call, 0), &name));
    const char *value = name.length == strlen(name.bytes) ? getenv(name.bytes) : NULL;

    return value == NULL || rt__string(ctx, value, result);
}

static bool set_env(js_ctx *ctx, const js_call *call, js_value *result)
{
    RT_TEXT(name);
    RT_TEXT(value);

    JS_TRY(rt__text(ctx, js_arg(call, 0), &name));
    JS_TRY(rt__text(ctx, js_arg(call, 1), &value));
    setenv(name.bytes, value.bytes, 1); /* a name that is none is ignored, as in Node */
    return true;
}

static bool unset_env(js_ctx *ctx, const js_call *call, js_value *result)
{
    RT_TEXT(name);

    JS_TRY(rt__text(ctx, js_arg(call, 0), &name));
    unsetenv(name.bytes);
    return true;
}

static bool env_keys(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_FRAME(ctx, f, list, key);

    JS_TRY(js_array_new_noscript(ctx, 0, &f.list));
    for (char **each = environ; each != NULL && *each != NULL; each++) {
        const char *equals = strchr(*each, '=');

        if (equals == NULL || equals == *each)
            continue;
        JS_TRY(js_string_from_utf8_noscript(ctx, *each, (size_t)(equals - *each), &f.key));
        JS_TRY(js_array_push_noscript(ctx, &f.list, &f.key));
    }
    *result = f.list;
    return true;
}

/* ---- users ---- */

static bool get_uid(js_ctx *ctx, const js_call *call, js_value *result)
{
    *result = js_number((double)getuid());
    return true;
}

static bool get_euid(js_ctx *ctx, const js_call *call, js_value *result)
{
    *result = js_number((double)geteuid());
    return true;
}

static bool get_gid(js_ctx *ctx, const js_call *call, js_value *result)
{
    *result = js_number((double)getgid());
    return true;
}

static bool get_egid(js_ctx *ctx, const js_call *call, js_value *result)
{
    *result = js_number((double)getegid());
    return true;
}

static bool get_groups(js_ctx *ctx, const js_call *call, js_value *result)
{
    gid_t groups[1024];
    const int count = getgroups((int)(sizeof groups / sizeof groups[0]), groups);
    bool seen = false;
    JS_FRAME(ctx, f, list);

    if (count < 0)
        return rt__throw_uv(ctx, -errno, "getgroups", NULL, NULL);
    JS_TRY(js_array_new_noscript(ctx, 0, &f.list));
    for (int i = 0; i < count; i++) {
        JS_TRY(rt__push_number(ctx, &f.list, (double)groups[i]));
        seen |= groups[i] == getegid();
    }
    if (!seen)
        JS_TRY(rt__push_number(ctx, &f.list, (double)getegid()));
    *result = f.list;
    return true;
}

static const js_builtin table[] = {
    JS_METHOD("hrtime", hrtime, 0),
    JS_METHOD("ppid", ppid, 0),
    JS_METHOD("uptime", uptime, 0),
    JS_METHOD("memoryUsage", memory_usage, 1),
    JS_METHOD("watchPressure", watch_pressure, 1),
    JS_METHOD("rss", rss, 0),
    JS_METHOD("cpuUsage", cpu_usage, 1),
    JS_METHOD("resourceUsage", resource_usage, 1),
    JS_METHOD("cwd", cwd, 0),
    JS_METHOD("chdir", chdir_to, 1),
    JS_METHOD("umask", set_umask, 1),
    JS_METHOD("kill", send_signal, 2),
    JS_METHOD("abort", abort_process, 0),
    JS_METHOD("reallyExit", really_exit, 1),
    JS_METHOD("getTitle", get_title, 0),
    JS_METHOD("setTitle", set_title, 1),
    JS_METHOD("getenv", get_env, 1),
    JS_METHOD("setenv", set_env, 2),
    JS_METHOD("unsetenv", unset_env, 1),
    JS_METHOD("envKeys", env_keys, 0),
    JS_METHOD("getuid", get_uid, 0),
    JS_METHOD("geteuid", get_euid, 0),
    JS_METHOD("getgid", get_gid, 0),
    JS_METHOD("getegid", get_egid, 0),
    JS_METHOD("getgroups", get_groups, 0),
    JS_METHOD("watchSignal", rt__watch_signal, 2),
    JS_METHOD("unwatchSignal", rt__unwatch_signal, 1),
};
RT_BINDING(process_methods, table, rt__process_init);
