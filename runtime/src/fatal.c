/*
 * fatal.c: the report of a program that dies at a limit of memory, in V8's format.  The heap has printed its last
 * collections; the calls in progress and the closing line follow, then what the heap is full of, and which places in
 * the program filled it.  Nothing here allocates from it.
 */
#include "runtime.h"

#include <stdio.h>
#include <string.h>

void rt__fatal(void *client, const char *location)
{
    js_ctx *ctx = client;

    fputs("\n<--- JS stacktrace --->\n\n", stderr);
    js_print_stack_nogc(ctx, stderr);
    fprintf(stderr, "\nFATAL ERROR: %s Allocation failed - JavaScript heap out of memory\n", location);
    js_print_heap_nogc(ctx, stderr);
    js_print_sites_nogc(ctx, stderr);
}
