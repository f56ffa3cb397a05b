/*
 * read_all.c: a whole file, pipe or terminal into memory.  A regular file's size is only a guess: it may be
 * growing, and files of /proc have none.
 */
#include "rt/rt.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define CHUNK (64u << 10)

static char *read_rest(int fd, size_t guess, size_t *bytes, int *error)
{
    size_t capacity = guess + 1, used = 0;
    char *text = malloc(capacity);

    while (text != NULL) {
        ssize_t got;

        if (used + 1 == capacity) {
            char *more = capacity <= SIZE_MAX / 2 ? realloc(text, capacity * 2) : NULL;

            if (more == NULL)
                break;
            text = more;
            capacity *= 2;
        }
        got = read(fd, text + used, capacity - used - 1);
        if (got > 0) {
            used += (size_t)got;
        } else if (got == 0) {
            text[used] = 0;
            *bytes = used;
            return text;
        } else if (errno != EINTR) {
            *error = -errno;
            free(text);
            return NULL;
        }
    }
    free(text);
    *error = -ENOMEM;
    return NULL;
}

char *rt_read_all(const char *path, int fd, size_t *bytes, int *error)
{
    struct stat status;
    size_t guess = CHUNK;
    char *text;

    if (path != NULL && (fd = open(path, O_RDONLY | O_CLOEXEC)) < 0) {
        *error = -errno;
        return NULL;
    }
    if (fstat(fd, &status) == 0 && S_ISREG(status.st_mode) && status.st_size >= 0)
        guess = (size_t)status.st_size + 1;
    text = read_rest(fd, guess, bytes, error);
    if (path != NULL)
        close(fd);
    return text;
}
