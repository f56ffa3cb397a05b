/*
 * bindings/fs_constants.c: the names of flags, modes and kinds, in the order in which Node lists them.
 */
#define _GNU_SOURCE /* O_DIRECT, O_NOATIME */
#include "fs.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

static const struct {
    const char *name;
    int number;
} constants[] = {
#define C(name) {#name, name},
    C(UV_FS_SYMLINK_DIR) C(UV_FS_SYMLINK_JUNCTION) C(O_RDONLY) C(O_WRONLY) C(O_RDWR)
    C(UV_DIRENT_UNKNOWN) C(UV_DIRENT_FILE) C(UV_DIRENT_DIR) C(UV_DIRENT_LINK) C(UV_DIRENT_FIFO)
    C(UV_DIRENT_SOCKET) C(UV_DIRENT_CHAR) C(UV_DIRENT_BLOCK)
    {"EXTENSIONLESS_FORMAT_JAVASCRIPT", 0}, {"EXTENSIONLESS_FORMAT_WASM", 1},
    C(S_IFMT) C(S_IFREG) C(S_IFDIR) C(S_IFCHR) C(S_IFBLK) C(S_IFIFO) C(S_IFLNK) C(S_IFSOCK)
    C(O_CREAT) C(O_EXCL) C(UV_FS_O_FILEMAP) C(O_NOCTTY) C(O_TRUNC) C(O_APPEND) C(O_DIRECTORY)
    C(O_NOATIME) C(O_NOFOLLOW) C(O_SYNC) C(O_DSYNC) C(O_DIRECT) C(O_NONBLOCK)
    C(S_IRWXU) C(S_IRUSR) C(S_IWUSR) C(S_IXUSR) C(S_IRWXG) C(S_IRGRP) C(S_IWGRP) C(S_IXGRP)
    C(S_IRWXO) C(S_IROTH) C(S_IWOTH) C(S_IXOTH) C(F_OK) C(R_OK) C(W_OK) C(X_OK)
    C(UV_FS_COPYFILE_EXCL) {"COPYFILE_EXCL", UV_FS_COPYFILE_EXCL},
    C(UV_FS_COPYFILE_FICLONE) {"COPYFILE_FICLONE", UV_FS_COPYFILE_FICLONE},
    C(UV_FS_COPYFILE_FICLONE_FORCE) {"COPYFILE_FICLONE_FORCE", UV_FS_COPYFILE_FICLONE_FORCE},
#undef C
};

bool rt__fs_init(js_ctx *ctx, const js_value *object)
{
    JS_FRAME(ctx, f, constants);

    JS_TRY(js_object_new_noscript(ctx, &f.constants));
    for (size_t i = 0; i < sizeof constants / sizeof constants[0]; i++)
        JS_TRY(rt__set_number(ctx, &f.constants, constants[i].name, constants[i].number));
    return rt__set_value(ctx, object, "constants", &f.constants);
}
