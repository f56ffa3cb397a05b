/*
 * rt/rt.h: embedding the runtime: an isolate of the engine, an event loop, and Node's standard library.
 *
 *   struct rt_config config = {.argc = argc, .argv = argv};
 *   rt_runtime *rt = rt_new(&config);
 *   int status = rt_run_file(rt, "main.js");
 *   rt_free(rt);
 *
 * A runtime belongs to the thread that made it.  A program may end the process by itself (process.exit).
 */
#ifndef RT_RT_H
#define RT_RT_H

#include <stdbool.h>
#include <stddef.h>

#include "js/js.h"

typedef struct rt_runtime rt_runtime;

#define RT_VERSION "0.1.0"
/* The version of Node whose library and messages this runtime follows: process.version. */
#define RT_NODE_VERSION "v20.0.0"

enum rt_unhandled { RT_UNHANDLED_THROW, RT_UNHANDLED_STRICT, RT_UNHANDLED_WARN, RT_UNHANDLED_NONE,
                    RT_UNHANDLED_WARN_WITH_ERROR_CODE };

struct rt_config {
    struct js_config engine; /* heap limits, stacks, debug aids; host is the runtime's own */

    const char *image;   /* a file that rt_write_image wrote, to map instead of making a realm; NULL: none */
    const char *command; /* argv[0] as typed */
    const char *script;  /* process.argv[1]; NULL: there is none */
    int argc;            /* of the program's arguments, without the command and the script */
    char **argv;
    int exec_argc; /* process.execArgv: the command's options */
    char **exec_argv;

    bool expose_gc;  /* a global gc() */
    bool test_hooks; /* a global object gc: age, space, collect, verify, damage */
    bool no_deprecation, trace_deprecation, throw_deprecation;
    bool no_warnings, trace_warnings, trace_uncaught;
    enum rt_unhandled unhandled_rejections;
    /* Whether the command has an option of that name, for messages; NULL: it has none. */
    bool (*is_option)(const char *name);
    /*
     * The REPL's line editor: called once standard input turned out to be a terminal; false: it cannot run, the
     * session reads lines itself.  NULL: none.
     */
    bool (*line_editor)(rt_runtime *rt);

    int require_count; /* modules to load before the program */
    char **require;
};

/* NULL where memory does not suffice; config need not outlive the call, what its argv point to must. */
rt_runtime *rt_new(const struct rt_config *config);
void rt_free(rt_runtime *rt);
/* Writes a fresh realm as an image: an exit status, with a line on stderr where that failed. */
int rt_write_image(const struct js_config *config, const char *path);
js_ctx *rt_ctx(const rt_runtime *rt);

/* Run a program to its end, the event loop included, and return the exit status. */
int rt_run_file(rt_runtime *rt, const char *path);
/* text: UTF-8; name: "[eval]" or "[stdin]"; print: shows the result. */
int rt_run_text(rt_runtime *rt, const char *name, const char *text, size_t bytes, bool print);
int rt_run_repl(rt_runtime *rt);
/* Parses a file and reports errors as running it would: 0 or 1. */
int rt_check_file(rt_runtime *rt, const char *path);

/* ---- test262 (tools/test262.sh has the contract) ---- */

struct rt_test262 {
    const char *const *preludes;
    size_t prelude_count;
    const char *file;
    bool module, strict;
    const char *image; /* as in struct rt_config */
};
/* Runs one test in a bare realm: exit status 0 to 3. */
int rt_run_test262(const struct js_config *config, const struct rt_test262 *test);

/* ---- files ---- */

/* Reads a whole file, or fd where path is NULL, into memory from malloc; NULL with *error a libuv code. */
char *rt_read_all(const char *path, int fd, size_t *bytes, int *error);

#endif
