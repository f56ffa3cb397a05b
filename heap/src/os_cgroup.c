/*
 * os_cgroup.c: what the control groups of the process allow, and how hard memory is pressed, on Linux.
 *
 * The limit is the smallest on the path from the process's group to the root, of version 2 (memory.max and
 * memory.high) and 1 (memory.limit_in_bytes, and hierarchical_memory_limit of memory.stat, which knows of groups
 * outside the namespace).  All files are read below `root`, which tests set: "" is the system's own.
 */
#include "os.h"
#include <stdio.h>
#include <string.h>

enum { PATH_BYTES = 1024, NONE_FROM = 1 << 30 };

static FILE *open_below(const char *root, const char *directory, const char *name)
{
    char path[PATH_BYTES];
    int length = snprintf(path, sizeof path, "%s%s%s", root, directory, name);

    return length > 0 && (size_t)length < sizeof path ? fopen(path, "re") : NULL;
}

/* Version 1 writes "no limit" as the largest number of pages. */
static size_t sane(unsigned long long bytes)
{
    return bytes >> 20 >= NONE_FROM ? 0 : (size_t)bytes;
}

/* The number in a one-line file; 0 if there is none ("max"). */
static size_t number_in(const char *root, const char *directory, const char *name)
{
    FILE *file = open_below(root, directory, name);
    unsigned long long number = 0;

    if (file == NULL)
        return 0;
    if (fscanf(file, "%llu", &number) != 1)
        number = 0;
    fclose(file);
    return sane(number);
}

/* The number behind a word in a file of lines `word number`. */
static size_t number_after(const char *root, const char *directory, const char *name, const char *word)
{
    FILE *file = open_below(root, directory, name);
    unsigned long long number, found = 0;
    char key[64];

    if (file == NULL)
        return 0;
    while (fscanf(file, "%63s %llu", key, &number) == 2)
        if (strcmp(key, word) == 0)
            found = number;
    fclose(file);
    return sane(found);
}

static void take_smaller(struct gc__cgroup *group, size_t limit, size_t used)
{
    if (limit == 0 || (group->limit != 0 && group->limit <= limit))
        return;
    group->limit = limit;
    group->used = used;
}

static void look_at(struct gc__cgroup *group, const char *root, const char *directory, bool v2)
{
    if (v2) {
        size_t used = number_in(root, directory, "/memory.current");

        take_smaller(group, number_in(root, directory, "/memory.max"), used);
        take_smaller(group, number_in(root, directory, "/memory.high"), used);
        return;
    }
    size_t used = number_in(root, directory, "/memory.usage_in_bytes");
    take_smaller(group, number_in(root, directory, "/memory.limit_in_bytes"), used);
    take_smaller(group, number_after(root, directory, "/memory.stat", "hierarchical_memory_limit"), used);
}

/* The group and those above it; mount is where their hierarchy is mounted. */
static void walk_up(struct gc__cgroup *out, const char *root, const char *mount, char *group, bool v2)
{
    char directory[PATH_BYTES];

    group[strcspn(group, "\n")] = 0;
    for (;;) {
        int length = snprintf(directory, sizeof directory, "%s%s", mount, strcmp(group, "/") == 0 ? "" : group);
        if (length > 0 && (size_t)length < sizeof directory)
            look_at(out, root, directory, v2);
        char *slash = strrchr(group, '/');
        if (slash == NULL)
            return;
        *slash = 0;
    }
}

/* Lines of /proc/self/cgroup: number:controllers:path; the controllers of version 1 are separated by commas. */
static bool names_memory(const char *controllers, size_t length)
{
    while (length >= 6) {
        const char *comma = memchr(controllers, ',', length);
        size_t word = comma != NULL ? (size_t)(comma - controllers) : length;

        if (word == 6 && memcmp(controllers, "memory", 6) == 0)
            return true;
        if (comma == NULL)
            return false;
        length -= word + 1;
        controllers = comma + 1;
    }
    return false;
}

struct gc__cgroup gc__os_cgroup(const char *root)
{
    struct gc__cgroup group = {0};
    char line[512];
    FILE *file = open_below(root, "", "/proc/self/cgroup");

    if (file == NULL)
        return group;
    while (fgets(line, sizeof line, file) != NULL) {
        char *controllers = strchr(line, ':');
        char *path = controllers != NULL ? strchr(controllers + 1, ':') : NULL;

        if (path == NULL)
            continue;
        controllers++;
        if (path == controllers)
            walk_up(&group, root, "/sys/fs/cgroup", path + 1, true);
        else if (names_memory(controllers, (size_t)(path - controllers)))
            walk_up(&group, root, "/sys/fs/cgroup/memory", path + 1, false);
    }
    fclose(file);
    return group;
}

void gc__os_stall(const char *root, double *some, double *full)
{
    FILE *file = open_below(root, "", "/proc/pressure/memory");
    char word[8];
    double average;

    *some = *full = 0;
    if (file == NULL)
        return;
    while (fscanf(file, " %7s avg10=%lf%*[^\n]", word, &average) == 2)
        *(strcmp(word, "full") == 0 ? full : some) = average;
    fclose(file);
}
