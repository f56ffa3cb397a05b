/*
 * rt/repl.h: what a line editor asks of the REPL's session (runtime/lib/internal/repl_session.js).  For use from
 * callbacks of the loop, while a program runs.
 */
#ifndef RT_REPL_H
#define RT_REPL_H

#include "rt/rt.h"

#include <uv.h>

enum rt_repl_state {
    RT_REPL_DONE, /* ready for the next statement */
    RT_REPL_MORE, /* the statement goes on */
    RT_REPL_WAIT, /* `await` is in progress: rt_repl_on_ready's callback says when it is over */
    RT_REPL_EXIT,
};

uv_loop_t *rt_loop(rt_runtime *rt);

/* The prompt, to be freed with free; NULL where memory is exhausted. */
char *rt_repl_prompt(rt_runtime *rt);
/* Evaluates a line (UTF-8, no newline) and prints the result. */
enum rt_repl_state rt_repl_feed(rt_runtime *rt, const char *line);
/* Ctrl-C: RT_REPL_EXIT where it was the second one on an empty line. */
enum rt_repl_state rt_repl_interrupt(rt_runtime *rt);
/* The input ended. */
void rt_repl_close(rt_runtime *rt);
/* Has callback called when a statement that waits is done. */
void rt_repl_on_ready(rt_runtime *rt, void (*callback)(rt_runtime *rt));
/*
 * What the text before the cursor may be completed to: a zero-terminated array of texts from malloc, itself from
 * malloc; NULL: nothing.  *prefix_bytes: how much of the text's end they replace.
 */
char **rt_repl_complete(rt_runtime *rt, const char *text, size_t *prefix_bytes);

#endif
