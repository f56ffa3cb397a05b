/*
 * repl.c: the REPL's line editor: libedit, by its readline interface, fed by the event loop, so that timers and the like
 * go on while a line is typed.  The library is opened when a REPL starts, and done without where it is missing: then the
 * session reads lines itself.  History is kept in $NODE_REPL_HISTORY, else ~/.tenure_repl_history.
 */
#include "repl.h"

#include "rt/repl.h"

#include <dlfcn.h>
#include <editline/readline.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define HISTORY_LINES 1000
/* What ends a word: all that is no part of a member expression. */
#define WORD_BREAKS " \t\n\"\\'`@><=;|&{(,+-*/%!?:[~^"

/* The functions and variables used, under their own names. */
static struct {
    __typeof__(&rl_callback_handler_install) handler_install;
    __typeof__(&rl_callback_handler_remove) handler_remove;
    __typeof__(&rl_callback_read_char) read_char;
    __typeof__(&using_history) using_history;
    __typeof__(&add_history) add_history;
    __typeof__(&read_history) read_history;
    __typeof__(&write_history) write_history;
    __typeof__(&stifle_history) stifle_history;
    __typeof__(&rl_attempted_completion_function) attempted_completion;
    __typeof__(&rl_attempted_completion_over) completion_over;
    __typeof__(&rl_completion_append_character) append_character;
    __typeof__(&rl_completer_word_break_characters) word_breaks;
    __typeof__(&rl_line_buffer) line_buffer;
    __typeof__(&rl_point) point;
    __typeof__(&rl_readline_name) name;
    __typeof__(&rl_catch_signals) catch_signals;
} edit;

/* The readline interface has no argument for its callbacks: one REPL a process. */
static struct {
    rt_runtime *rt;
    uv_poll_t input;
    uv_signal_t interrupt;
    char *prompt; /* of the handler installed; libedit copies it late */
    char *history_path;
    bool installed;
} repl;

static bool open_library(void)
{
    void *library = dlopen("libedit.so.2", RTLD_NOW | RTLD_LOCAL);
    static const struct {
        void *at;
        const char *name;
    } symbols[] = {
        {&edit.handler_install, "rl_callback_handler_install"},
        {&edit.handler_remove, "rl_callback_handler_remove"},
        {&edit.read_char, "rl_callback_read_char"},
        {&edit.using_history, "using_history"},
        {&edit.add_history, "add_history"},
        {&edit.read_history, "read_history"},
        {&edit.write_history, "write_history"},
        {&edit.stifle_history, "stifle_history"},
        {&edit.attempted_completion, "rl_attempted_completion_function"},
        {&edit.completion_over, "rl_attempted_completion_over"},
        {&edit.append_character, "rl_completion_append_character"},
        {&edit.word_breaks, "rl_completer_word_break_characters"},
        {&edit.line_buffer, "rl_line_buffer"},
        {&edit.point, "rl_point"},
        {&edit.name, "rl_readline_name"},
        {&edit.catch_signals, "rl_catch_signals"},
    };

    for (size_t i = 0; library != NULL && i < sizeof symbols / sizeof symbols[0]; i++) {
        void *symbol = dlsym(library, symbols[i].name);

        if (symbol == NULL)
            return false;
        memcpy(symbols[i].at, &symbol, sizeof symbol);
    }
    return library != NULL;
}

/* ---- history ---- */

static void load_history(void)
{
    const char *path = getenv("NODE_REPL_HISTORY"), *home = getenv("HOME");

    edit.using_history();
    edit.stifle_history(HISTORY_LINES);
    if (path != NULL && *path == 0)
        return; /* none is wanted */
    if (path != NULL) {
        repl.history_path = strdup(path);
    } else if (home != NULL) {
        const size_t size = strlen(home) + sizeof "/.tenure_repl_history";

        repl.history_path = malloc(size);
        if (repl.history_path != NULL)
            snprintf(repl.history_path, size, "%s/.tenure_repl_history", home);
    }
    if (repl.history_path != NULL)
        edit.read_history(repl.history_path);
}

static void save_history(void)
{
    if (repl.history_path != NULL)
        edit.write_history(repl.history_path);
    free(repl.history_path);
    repl.history_path = NULL;
}

/* ---- lines ---- */

static void on_line(char *line);

static void show_prompt(void)
{
    free(repl.prompt);
    repl.prompt = rt_repl_prompt(repl.rt);
    edit.handler_install(repl.prompt ? repl.prompt : "> ", on_line);
    repl.installed = true;
}

static void hide_prompt(void)
{
    if (repl.installed)
        edit.handler_remove();
    repl.installed = false;
}

static void leave(void)
{
    hide_prompt();
    save_history();
    uv_close((uv_handle_t *)&repl.input, NULL);
    uv_close((uv_handle_t *)&repl.interrupt, NULL);
    rt_repl_close(repl.rt);
}

static void go_on(enum rt_repl_state state)
{
    if (state == RT_REPL_EXIT)
        leave();
    else if (state != RT_REPL_WAIT)
        show_prompt();
}

static void on_line(char *line)
{
    hide_prompt();
    if (line == NULL) {
        putchar('\n');
        fflush(stdout);
        leave();
        return;
    }
    if (line[0] != 0)
        edit.add_history(line);
    go_on(rt_repl_feed(repl.rt, line));
    free(line);
}

static void on_ready(rt_runtime *rt)
{
    (void)rt;
    if (!repl.installed)
        show_prompt();
}

static void on_input(uv_poll_t *poll, int status, int events)
{
    (void)poll;
    (void)events;
    if (status < 0)
        leave();
    else if (repl.installed)
        edit.read_char();
}

static void on_interrupt(uv_signal_t *handle, int number)
{
    (void)handle;
    (void)number;
    hide_prompt();
    putchar('\n');
    fflush(stdout);
    go_on(rt_repl_interrupt(repl.rt));
}

/* ---- completion ---- */

/* The longest text that all candidates begin with. */
static char *common_start(char **candidates)
{
    char *common = strdup(candidates[0]);

    for (size_t i = 1; common != NULL && candidates[i] != NULL; i++) {
        size_t same = 0;

        while (common[same] != 0 && common[same] == candidates[i][same])
            same++;
        common[same] = 0;
    }
    return common;
}

/* libedit replaces `text`, the session the last prefix_bytes of it: the rest goes before each candidate. */
static bool add_head(char **candidates, const char *text, size_t prefix_bytes)
{
    const size_t length = strlen(text), head = length > prefix_bytes ? length - prefix_bytes : 0;

    for (size_t i = 0; head > 0 && candidates[i] != NULL; i++) {
        char *whole = malloc(head + strlen(candidates[i]) + 1);

        if (whole == NULL)
            return false;
        memcpy(whole, text, head);
        strcpy(whole + head, candidates[i]);
        free(candidates[i]);
        candidates[i] = whole;
    }
    return true;
}

static char **complete(const char *text, int start, int end)
{
    char *before = strndup(*edit.line_buffer, (size_t)*edit.point), **candidates, **result;
    size_t prefix_bytes = 0, count = 0;

    (void)start;
    (void)end;
    *edit.completion_over = 1;
    *edit.append_character = 0;
    if (before == NULL)
        return NULL;
    candidates = rt_repl_complete(repl.rt, before, &prefix_bytes);
    free(before);
    if (candidates == NULL)
        return NULL;
    while (candidates[count] != NULL)
        count++;
    result = calloc(count + 2, sizeof *result);
    if (result != NULL && add_head(candidates, text, prefix_bytes)) {
        result[0] = common_start(candidates);
        memcpy(result + 1, candidates, count * sizeof *result);
    }
    free(candidates);
    return result;
}

/* ---- starting ---- */

bool repl_start(rt_runtime *rt)
{
    uv_loop_t *loop;

    if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO) || !open_library())
        return false;
    repl.rt = rt;
    loop = rt_loop(rt);
    if (uv_poll_init(loop, &repl.input, STDIN_FILENO) != 0)
        return false;
    uv_signal_init(loop, &repl.interrupt);
    uv_unref((uv_handle_t *)&repl.interrupt);
    uv_signal_start(&repl.interrupt, on_interrupt, SIGINT);
    uv_poll_start(&repl.input, UV_READABLE, on_input);
    *edit.name = "tenure";
    *edit.catch_signals = 0;
    *edit.word_breaks = (char *)(uintptr_t)WORD_BREAKS;
    *edit.attempted_completion = complete;
    load_history();
    rt_repl_on_ready(rt, on_ready);
    show_prompt();
    return true;
}
