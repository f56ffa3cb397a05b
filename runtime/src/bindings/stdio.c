/*
 * bindings/stdio.c: internalBinding('stdio'): standard streams.  Writing is synchronous, whatever the descriptor; reading
 * is in stdio_read.c.
 */
#include "streams.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

static bool handle_type(js_ctx *ctx, const js_call *call, js_value *result)
{
    const char *name;

    switch (uv_guess_handle(rt__int_arg(call, 0))) {
    case UV_TTY:
        name = "TTY";
        break;
    case UV_NAMED_PIPE:
    case UV_TCP:
        name = "PIPE";
        break;
    case UV_FILE:
        name = "FILE";
        break;
    default:
        name = "UNKNOWN";
    }
    return rt__string(ctx, name, result);
}

/* Writes all of it, waiting where the descriptor does not block.  0 or a libuv code. */
static int write_all(int fd, const char *bytes, size_t length)
{
    if (fd == STDOUT_FILENO)
        fflush(stdout); /* traces go through it */
    while (length > 0) {
        const ssize_t count = write(fd, bytes, length);

        if (count >= 0) {
            bytes += count;
            length -= (size_t)count;
        } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
            struct pollfd wait = {.fd = fd, .events = POLLOUT};

            if (poll(&wait, 1, -1) < 0 && errno != EINTR)
                return -errno;
        } else if (errno != EINTR) {
            return -errno;
        }
    }
    return 0;
}

static bool write_string(js_ctx *ctx, const js_call *call, js_value *result)
{
    RT_TEXT(text);

    JS_TRY(rt__text(ctx, js_arg(call, 1), &text));
    const int error = write_all(rt__int_arg(call, 0), text.bytes, text.length);

    return error == 0 || rt__throw_uv(ctx, error, "write", NULL, NULL);
}

static bool write_bytes(js_ctx *ctx, const js_call *call, js_value *result)
{
    uint8_t *data;
    size_t length;

    JS_TRY(rt__bytes_arg(ctx, call, 1, &data, &length));
    const int error = write_all(rt__int_arg(call, 0), (const char *)data, length);

    return error == 0 || rt__throw_uv(ctx, error, "write", NULL, NULL);
}

static bool window_size(js_ctx *ctx, const js_call *call, js_value *result)
{
    struct winsize size;
    JS_FRAME(ctx, f, list);

    if (ioctl(rt__int_arg(call, 0), TIOCGWINSZ, &size) != 0)
        return true;
    JS_TRY(js_array_new_noscript(ctx, 0, &f.list));
    JS_TRY(rt__push_number(ctx, &f.list, size.ws_col));
    JS_TRY(rt__push_number(ctx, &f.list, size.ws_row));
    *result = f.list;
    return true;
}

static const js_builtin table[] = {
    JS_METHOD("handleType", handle_type, 1),
    JS_METHOD("writeString", write_string, 2),
    JS_METHOD("writeBytes", write_bytes, 2),
    JS_METHOD("windowSize", window_size, 1),
    JS_METHOD("readStart", rt__read_start, 2),
    JS_METHOD("readStop", rt__read_stop, 1),
    JS_METHOD("setRawMode", rt__set_raw_mode, 2),
};
RT_BINDING(stdio, table, NULL);
