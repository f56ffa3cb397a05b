/* options.h: the command line as a structure; the table is options.def. */
#ifndef CLI_OPTIONS_H
#define CLI_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

struct string_list {
    char **items; /* room for all arguments */
    int count;
};

struct options {
    char *eval, *print;
    bool check, interactive, version, help;
    struct string_list require;

    bool trace_gc, trace_gc_nvp, trace_gc_verbose, trace_gc_ignore_scavenger, trace_incremental_marking;
    int trace_gc_format; /* enum gc_trace_format */
    bool incremental_marking, concurrent_marking, concurrent_sweeping;
    bool promote_in_place, promote_in_place_always, compact, compact_on_every_full_gc;
    bool allocation_site_pretenuring, stress_pretenuring;
    size_t max_old_space, max_semi_space, max_new_space, min_semi_space, max_heap, max_total, gc_pause_target;
    int at_limit; /* 0: abort */
    size_t stack_size;
    bool expose_gc, single_threaded_gc, parallel_scavenge;
    uint64_t gc_helpers;
    uint64_t gc_stress; /* UINT64_MAX: off; 0: adaptive */
    uint64_t stress_marking; /* UINT64_MAX: off; 0: adaptive */
    uint64_t gc_seed, gc_fail_alloc;
    bool verify_heap, test_hooks, dump_bytecode;
    char *image, *write_image;

    bool deprecation, no_deprecation, trace_deprecation, throw_deprecation;
    bool warnings, no_warnings, trace_warnings, trace_uncaught;
    int unhandled_rejections;

    bool test262, strict, module, no_can_block;
    struct string_list prelude;

    /* What follows the options: the script ("-": stdin; NULL: none), and its arguments. */
    char *script;
    char **args;
    int arg_count;
    char **exec_args; /* the options themselves */
    int exec_arg_count;
};

/*
 * Reads the command line.  False, with a line on stderr, where it is wrong.  Lists and options point to
 * argv's strings; free with options_free.
 */
bool options_parse(struct options *options, int argc, char **argv);
/* Whether there is an option of that name, written with '-'. */
bool options_has(const char *name);
void options_free(struct options *options);
void options_print_help(FILE *file);

#endif
