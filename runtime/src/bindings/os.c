/*
 * bindings/os.c: internalBinding('os'): the machine and its user.
 */
#include "runtime.h"

#include <errno.h>
#include <dlfcn.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

static bool hostname(js_ctx *ctx, const js_call *call, js_value *result)
{
    char name[UV_MAXHOSTNAMESIZE];
    size_t size = sizeof name;
    const int error = uv_os_gethostname(name, &size);

    return error != 0 ? rt__throw_uv(ctx, error, "uv_os_gethostname", NULL, NULL)
                      : rt__string(ctx, name, result);
}

static bool information(js_ctx *ctx, const js_call *call, js_value *result)
{
    uv_utsname_t name;
    const int error = uv_os_uname(&name);
    JS_FRAME(ctx, f, list);

    if (error != 0)
        return rt__throw_uv(ctx, error, "uv_os_uname", NULL, NULL);
    JS_TRY(js_array_new_noscript(ctx, 0, &f.list));
    JS_TRY(rt__push_text(ctx, &f.list, name.sysname));
    JS_TRY(rt__push_text(ctx, &f.list, name.version));
    JS_TRY(rt__push_text(ctx, &f.list, name.release));
    JS_TRY(rt__push_text(ctx, &f.list, name.machine));
    *result = f.list;
    return true;
}

static bool uptime(js_ctx *ctx, const js_call *call, js_value *result)
{
    double seconds;
    const int error = uv_uptime(&seconds);

    if (error != 0)
        return rt__throw_uv(ctx, error, "uv_uptime", NULL, NULL);
    *result = js_number(seconds);
    return true;
}

static bool totalmem(js_ctx *ctx, const js_call *call, js_value *result)
{
    *result = js_number((double)uv_get_total_memory());
    return true;
}

static bool freemem(js_ctx *ctx, const js_call *call, js_value *result)
{
    *result = js_number((double)uv_get_free_memory());
    return true;
}

static bool loadavg(js_ctx *ctx, const js_call *call, js_value *result)
{
    double averages[3];
    JS_FRAME(ctx, f, list);

    uv_loadavg(averages);
    JS_TRY(js_array_new_noscript(ctx, 0, &f.list));
    for (int i = 0; i < 3; i++)
        JS_TRY(rt__push_number(ctx, &f.list, averages[i]));
    *result = f.list;
    return true;
}

static bool push_cpu(js_ctx *ctx, const js_value *list, const uv_cpu_info_t *cpu)
{
    const uint64_t times[] = {cpu->cpu_times.user, cpu->cpu_times.nice, cpu->cpu_times.sys,
                              cpu->cpu_times.idle, cpu->cpu_times.irq};

    JS_TRY(rt__push_text(ctx, list, cpu->model));
    JS_TRY(rt__push_number(ctx, list, cpu->speed));
    for (size_t i = 0; i < sizeof times / sizeof times[0]; i++)
        JS_TRY(rt__push_number(ctx, list, (double)times[i]));
    return true;
}

static bool cpus(js_ctx *ctx, const js_call *call, js_value *result)
{
    uv_cpu_info_t *infos;
    int count;
    const int error = uv_cpu_info(&infos, &count);
    JS_FRAME(ctx, f, list);
    bool ok;

    if (error != 0)
        return rt__throw_uv(ctx, error, "uv_cpu_info", NULL, NULL);
    ok = js_array_new_noscript(ctx, 0, &f.list);
    for (int i = 0; ok && i < count; i++)
        ok = push_cpu(ctx, &f.list, &infos[i]);
    uv_free_cpu_info(infos, count);
    *result = f.list;
    return ok;
}

static bool push_interface(js_ctx *ctx, const js_value *list, const uv_interface_address_t *a)
{
    const bool is_v4 = a->address.address4.sin_family == AF_INET;
    const unsigned char *m = (const unsigned char *)a->phys_addr;
    char address[64] = "", netmask[64] = "", mac[24];

    if (is_v4) {
        uv_ip4_name(&a->address.address4, address, sizeof address);
        uv_ip4_name(&a->netmask.netmask4, netmask, sizeof netmask);
    } else {
        uv_ip6_name(&a->address.address6, address, sizeof address);
        uv_ip6_name(&a->netmask.netmask6, netmask, sizeof netmask);
    }
    snprintf(mac, sizeof mac, "%02x:%02x:%02x:%02x:%02x:%02x", m[0], m[1], m[2], m[3], m[4], m[5]);
    JS_TRY(rt__push_text(ctx, list, a->name));
    JS_TRY(rt__push_text(ctx, list, address));
    JS_TRY(rt__push_text(ctx, list, netmask));
    JS_TRY(rt__push_text(ctx, list, is_v4 ? "IPv4" : "IPv6"));
    JS_TRY(rt__push_text(ctx, list, mac));
    JS_TRY(rt__push_bool(ctx, list, a->is_internal != 0));
    return rt__push_number(ctx, list, is_v4 ? -1 : (double)a->address.address6.sin6_scope_id);
}

static bool interfaces(js_ctx *ctx, const js_call *call, js_value *result)
{
    uv_interface_address_t *addresses;
    int count;
    const int error = uv_interface_addresses(&addresses, &count);
    JS_FRAME(ctx, f, list);
    bool ok;

    if (error != 0)
        return rt__throw_uv(ctx, error, "uv_interface_addresses", NULL, NULL);
    ok = js_array_new_noscript(ctx, 0, &f.list);
    for (int i = 0; ok && i < count; i++)
        ok = push_interface(ctx, &f.list, &addresses[i]);
    uv_free_interface_addresses(addresses, count);
    *result = f.list;
    return ok;
}

static bool homedir(js_ctx *ctx, const js_call *call, js_value *result)
{
    char path[4096];
    size_t size = sizeof path;
    const int error = uv_os_homedir(path, &size);

    return error != 0 ? rt__throw_uv(ctx, error, "uv_os_homedir", NULL, NULL)
                      : rt__string(ctx, path, result);
}

static bool describe_user(js_ctx *ctx, const uv_passwd_t *user, js_value *out)
{
    JS_FRAME(ctx, f, object, shell);

    JS_TRY(js_object_new_noscript(ctx, &f.object));
    JS_TRY(rt__set_number(ctx, &f.object, "uid", (double)user->uid));
    JS_TRY(rt__set_number(ctx, &f.object, "gid", (double)user->gid));
    JS_TRY(rt__set_text(ctx, &f.object, "username", user->username));
    JS_TRY(rt__set_text(ctx, &f.object, "homedir", user->homedir));
    f.shell = JS_NULL;
    if (user->shell != NULL)
        JS_TRY(rt__string(ctx, user->shell, &f.shell));
    JS_TRY(rt__set_value(ctx, &f.object, "shell", &f.shell));
    *out = f.object;
    return true;
}

static bool user_info(js_ctx *ctx, const js_call *call, js_value *result)
{
    uv_passwd_t user;
    const int error = uv_os_get_passwd(&user);
    bool ok;

    if (error != 0)
        return rt__throw_uv(ctx, error, "uv_os_get_passwd", NULL, NULL);
    ok = describe_user(ctx, &user, result);
    uv_os_free_passwd(&user);
    return ok;
}

static bool available_parallelism(js_ctx *ctx, const js_call *call, js_value *result)
{
    *result = js_number(uv_available_parallelism());
    return true;
}

static bool get_priority(js_ctx *ctx, const js_call *call, js_value *result)
{
    int priority;
    const int error = uv_os_getpriority(rt__int_arg(call, 0), &priority);

    if (error != 0)
        return rt__throw_uv(ctx, error, "uv_os_getpriority", NULL, NULL);
    *result = js_int(priority);
    return true;
}

static bool set_priority(js_ctx *ctx, const js_call *call, js_value *result)
{
    const int error = uv_os_setpriority(rt__int_arg(call, 0), rt__int_arg(call, 1));

    return error == 0 || rt__throw_uv(ctx, error, "uv_os_setpriority", NULL, NULL);
}

/* ---- constants ---- */

struct constant {
    const char *name;
    int number;
};

static const struct constant signals[] = {
#define SIGNAL(name) {#name, name},
    SIGNAL(SIGHUP) SIGNAL(SIGINT) SIGNAL(SIGQUIT) SIGNAL(SIGILL) SIGNAL(SIGTRAP) SIGNAL(SIGABRT)
    SIGNAL(SIGIOT) SIGNAL(SIGBUS) SIGNAL(SIGFPE) SIGNAL(SIGKILL) SIGNAL(SIGUSR1) SIGNAL(SIGSEGV)
    SIGNAL(SIGUSR2) SIGNAL(SIGPIPE) SIGNAL(SIGALRM) SIGNAL(SIGTERM) SIGNAL(SIGCHLD)
    SIGNAL(SIGSTKFLT) SIGNAL(SIGCONT) SIGNAL(SIGSTOP) SIGNAL(SIGTSTP) SIGNAL(SIGTTIN) SIGNAL(SIGTTOU)
    SIGNAL(SIGURG) SIGNAL(SIGXCPU) SIGNAL(SIGXFSZ) SIGNAL(SIGVTALRM) SIGNAL(SIGPROF) SIGNAL(SIGWINCH)
    SIGNAL(SIGIO) SIGNAL(SIGPOLL) SIGNAL(SIGPWR) SIGNAL(SIGSYS)
#undef SIGNAL
};

static const struct constant errnos[] = {
#define ERRNO(name) {#name, name},
    ERRNO(E2BIG) ERRNO(EACCES) ERRNO(EADDRINUSE) ERRNO(EADDRNOTAVAIL) ERRNO(EAFNOSUPPORT)
    ERRNO(EAGAIN) ERRNO(EALREADY) ERRNO(EBADF) ERRNO(EBADMSG) ERRNO(EBUSY) ERRNO(ECANCELED)
    ERRNO(ECHILD) ERRNO(ECONNABORTED) ERRNO(ECONNREFUSED) ERRNO(ECONNRESET) ERRNO(EDEADLK)
    ERRNO(EDESTADDRREQ) ERRNO(EDOM) ERRNO(EDQUOT) ERRNO(EEXIST) ERRNO(EFAULT) ERRNO(EFBIG)
    ERRNO(EHOSTUNREACH) ERRNO(EIDRM) ERRNO(EILSEQ) ERRNO(EINPROGRESS) ERRNO(EINTR) ERRNO(EINVAL)
    ERRNO(EIO) ERRNO(EISCONN) ERRNO(EISDIR) ERRNO(ELOOP) ERRNO(EMFILE) ERRNO(EMLINK) ERRNO(EMSGSIZE)
    ERRNO(EMULTIHOP) ERRNO(ENAMETOOLONG) ERRNO(ENETDOWN) ERRNO(ENETRESET) ERRNO(ENETUNREACH)
    ERRNO(ENFILE) ERRNO(ENOBUFS) ERRNO(ENODATA) ERRNO(ENODEV) ERRNO(ENOENT) ERRNO(ENOEXEC)
    ERRNO(ENOLCK) ERRNO(ENOLINK) ERRNO(ENOMEM) ERRNO(ENOMSG) ERRNO(ENOPROTOOPT) ERRNO(ENOSPC)
    ERRNO(ENOSR) ERRNO(ENOSTR) ERRNO(ENOSYS) ERRNO(ENOTCONN) ERRNO(ENOTDIR) ERRNO(ENOTEMPTY)
    ERRNO(ENOTSOCK) ERRNO(ENOTSUP) ERRNO(ENOTTY) ERRNO(ENXIO) ERRNO(EOPNOTSUPP) ERRNO(EOVERFLOW)
    ERRNO(EPERM) ERRNO(EPIPE) ERRNO(EPROTO) ERRNO(EPROTONOSUPPORT) ERRNO(EPROTOTYPE) ERRNO(ERANGE)
    ERRNO(EROFS) ERRNO(ESPIPE) ERRNO(ESRCH) ERRNO(ESTALE) ERRNO(ETIME) ERRNO(ETIMEDOUT)
    ERRNO(ETXTBSY) ERRNO(EWOULDBLOCK) ERRNO(EXDEV)
#undef ERRNO
};

static const struct constant priorities[] = {
    {"PRIORITY_LOW", UV_PRIORITY_LOW},
    {"PRIORITY_BELOW_NORMAL", UV_PRIORITY_BELOW_NORMAL},
    {"PRIORITY_NORMAL", UV_PRIORITY_NORMAL},
    {"PRIORITY_ABOVE_NORMAL", UV_PRIORITY_ABOVE_NORMAL},
    {"PRIORITY_HIGH", UV_PRIORITY_HIGH},
    {"PRIORITY_HIGHEST", UV_PRIORITY_HIGHEST},
};

static const struct constant dlopen_flags[] = {
    {"RTLD_LAZY", RTLD_LAZY},
    {"RTLD_NOW", RTLD_NOW},
    {"RTLD_GLOBAL", RTLD_GLOBAL},
    {"RTLD_LOCAL", RTLD_LOCAL},
    {"RTLD_DEEPBIND", 8},
};

static bool add_constants(js_ctx *ctx, const js_value *object, const char *name,
                          const struct constant *constants, size_t count)
{
    JS_FRAME(ctx, f, group);

    JS_TRY(js_object_new_noscript(ctx, &f.group));
    for (size_t i = 0; i < count; i++)
        JS_TRY(rt__set_number(ctx, &f.group, constants[i].name, constants[i].number));
    return rt__set_value(ctx, object, name, &f.group);
}

static bool init(js_ctx *ctx, const js_value *object)
{
    JS_FRAME(ctx, f, constants);

    JS_TRY(js_object_new_noscript(ctx, &f.constants));
#define GROUP(name, table) add_constants(ctx, &f.constants, name, table, sizeof table / sizeof table[0])
    JS_TRY(GROUP("signals", signals));
    JS_TRY(GROUP("errno", errnos));
    JS_TRY(GROUP("priority", priorities));
    JS_TRY(GROUP("dlopen", dlopen_flags));
#undef GROUP
    return rt__set_value(ctx, object, "constants", &f.constants);
}

static const js_builtin table[] = {
    JS_METHOD("hostname", hostname, 0),
    JS_METHOD("information", information, 0),
    JS_METHOD("uptime", uptime, 0),
    JS_METHOD("totalmem", totalmem, 0),
    JS_METHOD("freemem", freemem, 0),
    JS_METHOD("loadavg", loadavg, 0),
    JS_METHOD("cpus", cpus, 0),
    JS_METHOD("interfaces", interfaces, 0),
    JS_METHOD("homedir", homedir, 0),
    JS_METHOD("userInfo", user_info, 0),
    JS_METHOD("availableParallelism", available_parallelism, 0),
    JS_METHOD("getPriority", get_priority, 1),
    JS_METHOD("setPriority", set_priority, 2),
};
RT_BINDING(os, table, init);
