/* repl.h: the REPL's line editor. */
#ifndef CLI_REPL_H
#define CLI_REPL_H

#include "rt/rt.h"

/* For rt_config.line_editor: starts it on rt's loop; false where there is no terminal or no libedit. */
bool repl_start(rt_runtime *rt);

#endif
