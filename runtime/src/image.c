/*
 * image.c: isolates from images (js/image.h).
 */
#include "runtime.h"

#include "js/image.h"

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

static int complain(const char *path, const char *error)
{
    fprintf(stderr, "tenure: %s: %s\n", path, error);
    return 1;
}

js_ctx *rt__make_context(const struct js_config *config, const char *image)
{
    struct js_config bare = *config;
    const char *error = "cannot be opened";
    js_ctx *ctx;

    if (image == NULL)
        return js_context_new(config);
    bare.no_realm = true;
    ctx = js_context_new(&bare);
    if (ctx == NULL)
        return NULL;
    const int fd = open(image, O_RDONLY | O_CLOEXEC);
    const bool mapped = fd >= 0 && js_image_map(ctx, fd, &error);

    if (fd >= 0)
        close(fd);
    if (mapped)
        return ctx;
    complain(image, error);
    js_context_free(ctx);
    return NULL;
}

int rt_write_image(const struct js_config *config, const char *path)
{
    const char *error = "cannot be written";
    js_ctx *ctx = js_context_new(config);
    FILE *file;
    bool written = false;

    if (ctx == NULL)
        return complain(path, "not enough memory");
    file = fopen(path, "wb");
    if (file != NULL) {
        written = js_image_write(ctx, file, &error);
        written &= fclose(file) == 0;
    }
    js_context_free(ctx);
    return written ? 0 : complain(path, error);
}
