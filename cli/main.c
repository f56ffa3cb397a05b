/*
 * main.c: the command: reads the options, makes a runtime, runs what is asked for.
 */
#include "options.h"
#include "repl.h"

#include "rt/rt.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define EXIT_BAD_OPTION 9 /* as Node */

/* Whether the end of the process gives back what the system would take anyway: where leaks are looked for. */
#if defined TENURE_CHECKED
#define TIDY true
#else
#define TIDY false
#endif

static struct gc_config heap_config(const struct options *options)
{
    struct gc_config heap = {
        .max_old_bytes = options->max_old_space,
        .max_semi_space_bytes = options->max_semi_space,
        .min_semi_space_bytes = options->min_semi_space,
        .max_total_bytes = options->max_total,
        .at_limit = options->at_limit == 0 ? GC_AT_LIMIT_ABORT : GC_AT_LIMIT_FAIL,
        .pause_target_us = options->gc_pause_target,
        .single_threaded = options->single_threaded_gc,
        .parallel_scavenge = options->parallel_scavenge,
        .scavenge_helpers = options->gc_helpers < UINT32_MAX ? (uint32_t)options->gc_helpers : UINT32_MAX,
        .compact_helpers = options->gc_helpers < UINT32_MAX ? (uint32_t)options->gc_helpers : UINT32_MAX,
        .system_root = options->test_hooks ? getenv("TENURE_SYSTEM_ROOT") : NULL,
        .verify = options->verify_heap,
        .seed = options->gc_seed,
        .fail_alloc = options->gc_fail_alloc,
        .trace_gc = options->trace_gc || options->trace_gc_format != 0,
        .trace_gc_nvp = options->trace_gc_nvp,
        .trace_gc_verbose = options->trace_gc_verbose,
        .trace_gc_ignore_scavenger = options->trace_gc_ignore_scavenger,
        .trace_format = (enum gc_trace_format)options->trace_gc_format,
        .trace_incremental_marking = options->trace_incremental_marking,
        .no_incremental_marking = !options->incremental_marking,
        .no_concurrent_marking = !options->concurrent_marking,
        .no_pretenuring = !options->allocation_site_pretenuring,
        .stress_pretenuring = options->stress_pretenuring,
        .no_concurrent_sweeping = !options->concurrent_sweeping,
        .no_in_place = !options->promote_in_place,
        .in_place_always = options->promote_in_place_always,
        .no_compact = !options->compact,
        .compact_always = options->compact_on_every_full_gc,
    };

    if (options->max_new_space != 0 && heap.max_semi_space_bytes == 0)
        heap.max_semi_space_bytes = options->max_new_space / 2;
    /* Both generations: the old one gets what the young one, three semispaces in V8's count, leaves. */
    if (options->max_heap != 0 && heap.max_old_bytes == 0) {
        const size_t young = 3 * heap.max_semi_space_bytes;

        heap.max_old_bytes = options->max_heap > 2 * young ? options->max_heap - young
                                                           : options->max_heap / 2 + 1;
    }
    if (options->gc_stress != UINT64_MAX) {
        heap.stress_adaptive = options->gc_stress == 0;
        heap.stress_interval = options->gc_stress == 0            ? 1
                               : options->gc_stress > UINT32_MAX ? UINT32_MAX
                                                                  : (uint32_t)options->gc_stress;
    }
    if (options->stress_marking != UINT64_MAX) {
        heap.stress_adaptive |= options->stress_marking == 0;
        heap.stress_marking = options->stress_marking == 0            ? 1
                              : options->stress_marking > UINT32_MAX ? UINT32_MAX
                                                                     : (uint32_t)options->stress_marking;
    }
    return heap;
}

static int run_test262(const struct options *options, const struct js_config *engine)
{
    const struct rt_test262 test = {
        .preludes = (const char *const *)options->prelude.items,
        .prelude_count = (size_t)options->prelude.count,
        .file = options->script,
        .module = options->module,
        .strict = options->strict,
        .image = options->image,
    };

    if (options->script == NULL) {
        fputs("tenure: --test262 needs a file\n", stderr);
        return EXIT_BAD_OPTION;
    }
    return rt_run_test262(engine, &test);
}

static int run_stdin(rt_runtime *rt)
{
    size_t bytes;
    int error;
    char *text = rt_read_all(NULL, STDIN_FILENO, &bytes, &error);
    int status;

    if (text == NULL) {
        fputs("tenure: cannot read stdin\n", stderr);
        return 1;
    }
    status = rt_run_text(rt, "[stdin]", text, bytes, false);
    free(text);
    return status;
}

static int run(rt_runtime *rt, const struct options *options)
{
    if (options->print != NULL)
        return rt_run_text(rt, "[eval]", options->print, strlen(options->print), true);
    if (options->eval != NULL)
        return rt_run_text(rt, "[eval]", options->eval, strlen(options->eval), false);
    if (options->script != NULL && strcmp(options->script, "-") != 0)
        return options->check ? rt_check_file(rt, options->script)
                              : rt_run_file(rt, options->script);
    if (options->interactive || (options->script == NULL && isatty(STDIN_FILENO)))
        return rt_run_repl(rt);
    return run_stdin(rt);
}

static int start(const struct options *options, char *command)
{
    struct rt_config config = {
        .engine = {.heap = heap_config(options), .stack_bytes = options->stack_size,
                   .dump_bytecode = options->dump_bytecode},
        .argc = options->arg_count,
        .argv = options->args,
        .image = options->image,
        .command = command,
        .script = options->script,
        .exec_argc = options->exec_arg_count,
        .exec_argv = options->exec_args,
        .expose_gc = options->expose_gc,
        .test_hooks = options->test_hooks,
        .no_deprecation = options->no_deprecation,
        .trace_deprecation = options->trace_deprecation,
        .throw_deprecation = options->throw_deprecation,
        .no_warnings = options->no_warnings,
        .trace_warnings = options->trace_warnings,
        .trace_uncaught = options->trace_uncaught,
        .unhandled_rejections = (enum rt_unhandled)options->unhandled_rejections,
        .is_option = options_has,
        .line_editor = repl_start,
        .require_count = options->require.count,
        .require = options->require.items,
    };
    rt_runtime *rt;
    int status;

    if (options->write_image != NULL)
        return rt_write_image(&config.engine, options->write_image);
    if (options->test262)
        return run_test262(options, &config.engine);
    rt = rt_new(&config);
    if (rt == NULL && options->image != NULL)
        return 1; /* which it said */
    if (rt == NULL) {
        fputs("tenure: not enough memory to start\n", stderr);
        return 1;
    }
    status = run(rt, options);
    if (TIDY)
        rt_free(rt);
    return status;
}

int main(int argc, char **argv)
{
    struct options options;
    int status = 0;

    signal(SIGPIPE, SIG_IGN); /* writing to what nobody reads is an error, not the end */
    if (!options_parse(&options, argc, argv))
        status = EXIT_BAD_OPTION;
    else if (options.help)
        options_print_help(stdout);
    else if (options.version)
        puts("tenure " RT_VERSION " (Node " RT_NODE_VERSION ")");
    else
        status = start(&options, argv[0]);
    options_free(&options);
    fflush(stdout);
    return status;
}
