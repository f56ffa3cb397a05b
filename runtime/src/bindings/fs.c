/*
 * bindings/fs.c: internalBinding('fs'): files, synchronously.  A failing call throws the finished error.
 */
#include "fs.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/*
 * Ends a request: throws where it failed.
 */
static bool end(js_ctx *ctx, uv_fs_t *request, const char *syscall, const char *path, const char *dest)
{
    const int error = request->result < 0 ? (int)request->result : 0;

    uv_fs_req_cleanup(request);
    return error == 0 || rt__throw_uv(ctx, error, syscall, path, dest);
}

/* ---- descriptors ---- */

static bool fs_open(js_ctx *ctx, const js_call *call, js_value *result)
{
    uv_fs_t request;
    RT_TEXT(path);

    JS_TRY(rt__text(ctx, js_arg(call, 0), &path));
    uv_fs_open(NULL, &request, path.bytes, rt__int_arg(call, 1), rt__int_arg(call, 2), NULL);
    const int fd = (int)request.result;

    JS_TRY(end(ctx, &request, "open", path.bytes, NULL));
    *result = js_int(fd);
    return true;
}

static bool fs_close(js_ctx *ctx, const js_call *call, js_value *result)
{
    uv_fs_t request;

    uv_fs_close(NULL, &request, rt__int_arg(call, 0), NULL);
    return end(ctx, &request, "close", NULL, NULL);
}

/* The part of a view that a read or write means; false with a RangeError where it is none. */
static bool get_range(js_ctx *ctx, const js_call *call, uv_buf_t *out)
{
    uint8_t *data;
    size_t size;

    JS_TRY(rt__bytes_arg(ctx, call, 1, &data, &size));
    const int64_t offset = rt__integer_arg(call, 2), length = rt__integer_arg(call, 3);

    if (offset < 0 || length < 0 || (uint64_t)offset > size || (uint64_t)length > size - (uint64_t)offset)
        return js_throw_range_error(ctx, "offset or length is out of range");
    *out = uv_buf_init((char *)data + offset,
                       length > INT32_MAX ? INT32_MAX : (unsigned)length);
    return true;
}

static bool fs_read(js_ctx *ctx, const js_call *call, js_value *result)
{
    uv_fs_t request;
    uv_buf_t buffer;

    JS_TRY(get_range(ctx, call, &buffer));
    uv_fs_read(NULL, &request, rt__int_arg(call, 0), &buffer, 1, rt__integer_arg(call, 4), NULL);
    const double count = (double)request.result;

    JS_TRY(end(ctx, &request, "read", NULL, NULL));
    *result = js_number(count);
    return true;
}

static bool fs_write(js_ctx *ctx, const js_call *call, js_value *result)
{
    uv_fs_t request;
    uv_buf_t buffer;

    JS_TRY(get_range(ctx, call, &buffer));
    uv_fs_write(NULL, &request, rt__int_arg(call, 0), &buffer, 1, rt__integer_arg(call, 4), NULL);
    const double count = (double)request.result;

    JS_TRY(end(ctx, &request, "write", NULL, NULL));
    *result = js_number(count);
    return true;
}

static bool fs_fchmod(js_ctx *ctx, const js_call *call, js_value *result)
{
    uv_fs_t request;

    uv_fs_fchmod(NULL, &request, rt__int_arg(call, 0), rt__int_arg(call, 1), NULL);
    return end(ctx, &request, "fchmod", NULL, NULL);
}

static bool fs_futimes(js_ctx *ctx, const js_call *call, js_value *result)
{
    uv_fs_t request;

    uv_fs_futime(NULL, &request, rt__int_arg(call, 0), rt__number_arg(call, 1), rt__number_arg(call, 2),
                 NULL);
    return end(ctx, &request, "futime", NULL, NULL);
}

static bool fs_fsync(js_ctx *ctx, const js_call *call, js_value *result)
{
    uv_fs_t request;

    uv_fs_fsync(NULL, &request, rt__int_arg(call, 0), NULL);
    return end(ctx, &request, "fsync", NULL, NULL);
}

static bool fs_fdatasync(js_ctx *ctx, const js_call *call, js_value *result)
{
    uv_fs_t request;

    uv_fs_fdatasync(NULL, &request, rt__int_arg(call, 0), NULL);
    return end(ctx, &request, "fdatasync", NULL, NULL);
}

static bool fs_ftruncate(js_ctx *ctx, const js_call *call, js_value *result)
{
    uv_fs_t request;

    uv_fs_ftruncate(NULL, &request, rt__int_arg(call, 0), rt__integer_arg(call, 1), NULL);
    return end(ctx, &request, "ftruncate", NULL, NULL);
}

/* ---- stat ---- */

/* A new Float64Array(18): see the contract. */
static bool make_stat(js_ctx *ctx, const uv_stat_t *s, js_value *out)
{
    const double numbers[18] = {
        (double)s->st_dev,          (double)s->st_mode,          (double)s->st_nlink,
        (double)s->st_uid,          (double)s->st_gid,           (double)s->st_rdev,
        (double)s->st_blksize,      (double)s->st_ino,           (double)s->st_size,
        (double)s->st_blocks,       (double)s->st_atim.tv_sec,   (double)s->st_atim.tv_nsec,
        (double)s->st_mtim.tv_sec,  (double)s->st_mtim.tv_nsec,  (double)s->st_ctim.tv_sec,
        (double)s->st_ctim.tv_nsec, (double)s->st_birthtim.tv_sec, (double)s->st_birthtim.tv_nsec,
    };
    JS_FRAME(ctx, f, buffer);
    uint8_t *data;
    size_t length;

    JS_TRY(js_array_buffer_create_noscript(ctx, sizeof numbers, &f.buffer));
    js_get_bytes_nogc(ctx, f.buffer, &data, &length);
    memcpy(data, numbers, sizeof numbers);
    return js_float64_array_create_noscript(ctx, &f.buffer, 0, 18, out);
}

static bool fs_fstat(js_ctx *ctx, const js_call *call, js_value *result)
{
    uv_fs_t request;

    uv_fs_fstat(NULL, &request, rt__int_arg(call, 0), NULL);
    const uv_stat_t status = request.statbuf;

    JS_TRY(end(ctx, &request, "fstat", NULL, NULL));
    return make_stat(ctx, &status, result);
}

typedef int stat_fn(uv_loop_t *, uv_fs_t *, const char *, uv_fs_cb);

static bool stat_path(js_ctx *ctx, const js_call *call, stat_fn *fn, const char *syscall, js_value *result)
{
    uv_fs_t request;
    RT_TEXT(path);

    JS_TRY(rt__text(ctx, js_arg(call, 0), &path));
    fn(NULL, &request, path.bytes, NULL);
    const uv_stat_t status = request.statbuf;

    JS_TRY(end(ctx, &request, syscall, path.bytes, NULL));
    return make_stat(ctx, &status, result);
}

static bool fs_stat(js_ctx *ctx, const js_call *call, js_value *result)
{
    return stat_path(ctx, call, uv_fs_stat, "stat", result);
}

static bool fs_lstat(js_ctx *ctx, const js_call *call, js_value *result)
{
    return stat_path(ctx, call, uv_fs_lstat, "lstat", result);
}

/* ---- paths ---- */

static bool fs_readdir(js_ctx *ctx, const js_call *call, js_value *result)
{
    uv_fs_t request;
    uv_dirent_t entry;
    bool ok;
    RT_TEXT(path);
    JS_FRAME(ctx, f, names, types, pair);

    JS_TRY(rt__text(ctx, js_arg(call, 0), &path));
    if (uv_fs_scandir(NULL, &request, path.bytes, 0, NULL) < 0)
        return end(ctx, &request, "scandir", path.bytes, NULL);
    ok = js_array_new_noscript(ctx, 0, &f.names) && js_array_new_noscript(ctx, 0, &f.types);
    while (ok && uv_fs_scandir_next(&request, &entry) != UV_EOF)
        ok = rt__push_text(ctx, &f.names, entry.name) && rt__push_number(ctx, &f.types, entry.type);
    uv_fs_req_cleanup(&request);
    JS_TRY(ok);
    JS_TRY(js_array_new_noscript(ctx, 0, &f.pair));
    JS_TRY(js_array_push_noscript(ctx, &f.pair, &f.names));
    JS_TRY(js_array_push_noscript(ctx, &f.pair, &f.types));
    *result = f.pair;
    return true;
}

static bool fs_mkdir(js_ctx *ctx, const js_call *call, js_value *result)
{
    uv_fs_t request;
    RT_TEXT(path);

    JS_TRY(rt__text(ctx, js_arg(call, 0), &path));
    uv_fs_mkdir(NULL, &request, path.bytes, rt__int_arg(call, 1), NULL);
    return end(ctx, &request, "mkdir", path.bytes, NULL);
}

static bool fs_mkdtemp(js_ctx *ctx, const js_call *call, js_value *result)
{
    uv_fs_t request;
    bool ok;
    RT_TEXT(prefix);

    JS_TRY(rt__text(ctx, js_arg(call, 0), &prefix));
    char *template = malloc(prefix.length + sizeof "XXXXXX");

    if (template == NULL)
        return js_throw_out_of_memory(ctx);
    memcpy(template, prefix.bytes, prefix.length);
    memcpy(template + prefix.length, "XXXXXX", sizeof "XXXXXX");
    if (uv_fs_mkdtemp(NULL, &request, template, NULL) < 0) {
        ok = end(ctx, &request, "mkdtemp", template, NULL);
    } else {
        ok = rt__string(ctx, request.path, result);
        uv_fs_req_cleanup(&request);
    }
    free(template);
    return ok;
}

typedef int path_fn(uv_loop_t *, uv_fs_t *, const char *, uv_fs_cb);

static bool on_path(js_ctx *ctx, const js_call *call, path_fn *fn, const char *syscall)
{
    uv_fs_t request;
    RT_TEXT(path);

    JS_TRY(rt__text(ctx, js_arg(call, 0), &path));
    fn(NULL, &request, path.bytes, NULL);
    return end(ctx, &request, syscall, path.bytes, NULL);
}

static bool fs_rmdir(js_ctx *ctx, const js_call *call, js_value *result)
{
    return on_path(ctx, call, uv_fs_rmdir, "rmdir");
}

static bool fs_unlink(js_ctx *ctx, const js_call *call, js_value *result)
{
    return on_path(ctx, call, uv_fs_unlink, "unlink");
}

/* A request about a path and the number in argument 1. */
static bool on_path_int(js_ctx *ctx, const js_call *call,
                        int (*fn)(uv_loop_t *, uv_fs_t *, const char *, int, uv_fs_cb), const char *syscall)
{
    uv_fs_t request;
    RT_TEXT(path);

    JS_TRY(rt__text(ctx, js_arg(call, 0), &path));
    fn(NULL, &request, path.bytes, rt__int_arg(call, 1), NULL);
    return end(ctx, &request, syscall, path.bytes, NULL);
}

static bool fs_access(js_ctx *ctx, const js_call *call, js_value *result)
{
    return on_path_int(ctx, call, uv_fs_access, "access");
}

static bool fs_chmod(js_ctx *ctx, const js_call *call, js_value *result)
{
    return on_path_int(ctx, call, uv_fs_chmod, "chmod");
}

static bool fs_chown(js_ctx *ctx, const js_call *call, js_value *result)
{
    uv_fs_t request;
    RT_TEXT(path);

    JS_TRY(rt__text(ctx, js_arg(call, 0), &path));
    uv_fs_chown(NULL, &request, path.bytes, (uv_uid_t)rt__integer_arg(call, 1),
                (uv_gid_t)rt__integer_arg(call, 2), NULL);
    return end(ctx, &request, "chown", path.bytes, NULL);
}

static bool fs_utimes(js_ctx *ctx, const js_call *call, js_value *result)
{
    uv_fs_t request;
    RT_TEXT(path);

    JS_TRY(rt__text(ctx, js_arg(call, 0), &path));
    uv_fs_utime(NULL, &request, path.bytes, rt__number_arg(call, 1), rt__number_arg(call, 2), NULL);
    return end(ctx, &request, "utime", path.bytes, NULL);
}

/* A request whose answer is a path. */
static bool answer_path(js_ctx *ctx, const js_call *call, path_fn *fn, const char *syscall,
                        js_value *result)
{
    uv_fs_t request;
    bool ok;
    RT_TEXT(path);

    JS_TRY(rt__text(ctx, js_arg(call, 0), &path));
    if (fn(NULL, &request, path.bytes, NULL) < 0)
        return end(ctx, &request, syscall, path.bytes, NULL);
    ok = rt__string(ctx, request.ptr, result);
    uv_fs_req_cleanup(&request);
    return ok;
}

static bool fs_realpath(js_ctx *ctx, const js_call *call, js_value *result)
{
    return answer_path(ctx, call, uv_fs_realpath, "realpath", result);
}

static bool fs_readlink(js_ctx *ctx, const js_call *call, js_value *result)
{
    return answer_path(ctx, call, uv_fs_readlink, "readlink", result);
}

/* ---- two paths ---- */

typedef int two_paths_fn(uv_loop_t *, uv_fs_t *, const char *, const char *, int, uv_fs_cb);

static bool on_two_paths(js_ctx *ctx, const js_call *call, two_paths_fn *fn, const char *syscall)
{
    uv_fs_t request;
    RT_TEXT(from);
    RT_TEXT(to);

    JS_TRY(rt__text(ctx, js_arg(call, 0), &from));
    JS_TRY(rt__text(ctx, js_arg(call, 1), &to));
    fn(NULL, &request, from.bytes, to.bytes, rt__int_arg(call, 2), NULL);
    return end(ctx, &request, syscall, from.bytes, to.bytes);
}

static int rename_path(uv_loop_t *loop, uv_fs_t *request, const char *from, const char *to, int flags, uv_fs_cb done)
{
    return uv_fs_rename(loop, request, from, to, done);
}

static int link_path(uv_loop_t *loop, uv_fs_t *request, const char *from, const char *to, int flags, uv_fs_cb done)
{
    return uv_fs_link(loop, request, from, to, done);
}

static bool fs_rename(js_ctx *ctx, const js_call *call, js_value *result)
{
    return on_two_paths(ctx, call, rename_path, "rename");
}

static bool fs_copy_file(js_ctx *ctx, const js_call *call, js_value *result)
{
    return on_two_paths(ctx, call, uv_fs_copyfile, "copyfile");
}

static bool fs_symlink(js_ctx *ctx, const js_call *call, js_value *result)
{
    return on_two_paths(ctx, call, uv_fs_symlink, "symlink");
}

static bool fs_link(js_ctx *ctx, const js_call *call, js_value *result)
{
    return on_two_paths(ctx, call, link_path, "link");
}

/* ---- for the module loader ---- */

static bool file_kind(js_ctx *ctx, const js_call *call, js_value *result)
{
    struct stat status;
    RT_TEXT(path);

    JS_TRY(rt__text(ctx, js_arg(call, 0), &path));
    *result = js_int(stat(path.bytes, &status) != 0 ? -1 : S_ISDIR(status.st_mode) ? 1 : 0);
    return true;
}

static bool read_text(js_ctx *ctx, const js_call *call, js_value *result)
{
    size_t bytes, skip;
    int error;
    bool ok;
    RT_TEXT(path);

    JS_TRY(rt__text(ctx, js_arg(call, 0), &path));
    char *text = rt_read_all(path.bytes, -1, &bytes, &error);

    if (text == NULL)
        return true;
    skip = bytes >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    ok = js_string_from_utf8_noscript(ctx, text + skip, bytes - skip, result);
    free(text);
    return ok;
}

static const js_builtin table[] = {
    JS_METHOD("open", fs_open, 3),
    JS_METHOD("close", fs_close, 1),
    JS_METHOD("read", fs_read, 5),
    JS_METHOD("write", fs_write, 5),
    JS_METHOD("stat", fs_stat, 1),
    JS_METHOD("lstat", fs_lstat, 1),
    JS_METHOD("fstat", fs_fstat, 1),
    JS_METHOD("readdir", fs_readdir, 1),
    JS_METHOD("mkdir", fs_mkdir, 2),
    JS_METHOD("mkdtemp", fs_mkdtemp, 1),
    JS_METHOD("rmdir", fs_rmdir, 1),
    JS_METHOD("unlink", fs_unlink, 1),
    JS_METHOD("rename", fs_rename, 2),
    JS_METHOD("copyFile", fs_copy_file, 3),
    JS_METHOD("access", fs_access, 2),
    JS_METHOD("realpath", fs_realpath, 1),
    JS_METHOD("readlink", fs_readlink, 1),
    JS_METHOD("symlink", fs_symlink, 3),
    JS_METHOD("link", fs_link, 2),
    JS_METHOD("chmod", fs_chmod, 2),
    JS_METHOD("fchmod", fs_fchmod, 2),
    JS_METHOD("chown", fs_chown, 3),
    JS_METHOD("utimes", fs_utimes, 3),
    JS_METHOD("futimes", fs_futimes, 3),
    JS_METHOD("fsync", fs_fsync, 1),
    JS_METHOD("fdatasync", fs_fdatasync, 1),
    JS_METHOD("ftruncate", fs_ftruncate, 2),
    JS_METHOD("fileKind", file_kind, 1),
    JS_METHOD("readText", read_text, 1),
};
RT_BINDING(fs, table, rt__fs_init);
