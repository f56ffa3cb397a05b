/*
 * bindings/stdio_read.c: reading a descriptor through the loop: terminals and pipes as libuv streams; a regular file,
 * which is always ready, by an idle handle that reads a piece a turn.  The callback gets bytes, null at the end, or
 * (undefined, error).
 */
#include "streams.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define PIECE (64u << 10)

struct rt_reader {
    union {
        uv_handle_t handle;
        uv_stream_t stream;
        uv_tty_t tty;
        uv_pipe_t pipe;
        uv_idle_t idle;
    };
    struct rt_runtime *rt;
    int fd;
    bool is_stream, is_tty, reading;
    struct gc_root callback;
    struct rt_reader *next;
    char piece[PIECE];
};

static struct rt_reader *find(struct rt_runtime *rt, int fd)
{
    struct rt_reader *reader = rt->readers;

    while (reader != NULL && reader->fd != fd)
        reader = reader->next;
    return reader;
}

/* ---- delivering ---- */

static bool make_bytes(js_ctx *ctx, const char *bytes, size_t length, js_value *out)
{
    JS_FRAME(ctx, f, buffer);
    uint8_t *data;
    size_t size;

    JS_TRY(js_array_buffer_create_noscript(ctx, length, &f.buffer));
    js_get_bytes_nogc(ctx, f.buffer, &data, &size);
    memcpy(data, bytes, length);
    return js_uint8_array_create_noscript(ctx, &f.buffer, 0, length, out);
}

static void stop(struct rt_reader *reader)
{
    if (!reader->reading)
        return;
    reader->reading = false;
    if (reader->is_stream)
        uv_read_stop(&reader->stream);
    else
        uv_idle_stop(&reader->idle);
}

/* Tells the callback of what was read: count bytes of the piece, 0 the end, negative an error. */
static void deliver(struct rt_reader *reader, ssize_t count)
{
    struct rt_runtime *rt = reader->rt;
    js_ctx *ctx = rt->ctx;
    JS_FRAME(ctx, f, callback, result);
    GC_FRAME(js_heap(ctx), args, bytes, error);
    bool ok = true;

    args.bytes = JS_NULL;
    args.error = JS_UNDEFINED;
    f.callback = reader->callback.value;
    if (count <= 0)
        stop(reader);
    if (count > 0) {
        ok = make_bytes(ctx, reader->piece, (size_t)count, &args.bytes);
    } else if (count < 0) {
        args.bytes = JS_UNDEFINED;
        rt__throw_uv(ctx, (int)count, "read", NULL, NULL);
        js_take_exception(ctx, &args.error);
    }
    if (ok)
        rt__call_outermost(rt, &f.callback, &args.bytes, 2, &f.result);
    else
        rt__uncaught(rt, false);
    rt__tick(rt);
}

static void on_alloc(uv_handle_t *handle, size_t suggested, uv_buf_t *out)
{
    struct rt_reader *reader = handle->data;

    (void)suggested;
    *out = uv_buf_init(reader->piece, PIECE);
}

static void on_read(uv_stream_t *stream, ssize_t count, const uv_buf_t *buffer)
{
    (void)buffer;
    if (count == 0)
        return; /* EAGAIN */
    deliver(stream->data, count == UV_EOF ? 0 : count);
}

static void on_idle(uv_idle_t *idle)
{
    struct rt_reader *reader = idle->data;
    ssize_t count;

    do
        count = read(reader->fd, reader->piece, PIECE);
    while (count < 0 && errno == EINTR);
    deliver(reader, count < 0 ? -errno : count);
}

/* ---- starting and stopping ---- */

static int open_handle(struct rt_reader *reader, uv_loop_t *loop)
{
    int error;

    switch (uv_guess_handle(reader->fd)) {
    case UV_TTY:
        reader->is_stream = reader->is_tty = true;
        return uv_tty_init(loop, &reader->tty, reader->fd, 1);
    case UV_NAMED_PIPE:
    case UV_TCP:
        reader->is_stream = true;
        error = uv_pipe_init(loop, &reader->pipe, 0);
        return error != 0 ? error : uv_pipe_open(&reader->pipe, reader->fd);
    default:
        return uv_idle_init(loop, &reader->idle);
    }
}

static void on_closed(uv_handle_t *handle)
{
    struct rt_reader *reader = handle->data;

    gc_root_remove(js_heap(reader->rt->ctx), &reader->callback);
    free(reader);
}

static struct rt_reader *make_reader(struct rt_runtime *rt, int fd, int *error)
{
    struct rt_reader *reader = calloc(1, sizeof *reader);

    *error = UV_ENOMEM;
    if (reader == NULL)
        return NULL;
    reader->rt = rt;
    reader->fd = fd;
    *error = open_handle(reader, rt__loop(rt));
    reader->handle.data = reader;
    gc_root_add(js_heap(rt->ctx), &reader->callback, JS_UNDEFINED);
    if (*error != 0) {
        if (reader->handle.loop != NULL) {
            uv_close(&reader->handle, on_closed);
        } else {
            gc_root_remove(js_heap(rt->ctx), &reader->callback);
            free(reader);
        }
        return NULL;
    }
    reader->next = rt->readers;
    rt->readers = reader;
    return reader;
}

bool rt__read_start(js_ctx *ctx, const js_call *call, js_value *result)
{
    struct rt_runtime *rt = rt__of(ctx);
    const int fd = rt__int_arg(call, 0);
    int error = 0;
    struct rt_reader *reader = find(rt, fd);

    if (reader == NULL && (reader = make_reader(rt, fd, &error)) == NULL)
        return rt__throw_uv(ctx, error, "open", NULL, NULL);
    reader->callback.value = *js_arg(call, 1);
    if (!reader->reading)
        error = reader->is_stream ? uv_read_start(&reader->stream, on_alloc, on_read)
                                  : uv_idle_start(&reader->idle, on_idle);
    if (error != 0)
        return rt__throw_uv(ctx, error, "read", NULL, NULL);
    reader->reading = true;
    return true;
}

bool rt__read_stop(js_ctx *ctx, const js_call *call, js_value *result)
{
    struct rt_reader *reader = find(rt__of(ctx), rt__int_arg(call, 0));

    if (reader != NULL)
        stop(reader);
    return true;
}

bool rt__set_raw_mode(js_ctx *ctx, const js_call *call, js_value *result)
{
    struct rt_runtime *rt = rt__of(ctx);
    const int fd = rt__int_arg(call, 0);
    int error = 0;
    struct rt_reader *reader = find(rt, fd);

    if (reader == NULL)
        reader = make_reader(rt, fd, &error);
    if (error == 0 && reader->is_tty)
        error = uv_tty_set_mode(&reader->tty, js_to_boolean_nogc(ctx, *js_arg(call, 1))
                                                  ? UV_TTY_MODE_RAW
                                                  : UV_TTY_MODE_NORMAL);
    return error == 0 || rt__throw_uv(ctx, error, "setRawMode", NULL, NULL);
}

void rt__readers_close(struct rt_runtime *rt)
{
    while (rt->readers != NULL) {
        struct rt_reader *reader = rt->readers;

        rt->readers = reader->next;
        stop(reader);
        uv_close(&reader->handle, on_closed);
    }
}
