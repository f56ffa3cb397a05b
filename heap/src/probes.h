/*
 * probes.h: static probes that debuggers and tracers find in the executable (USDT): bpftrace, SystemTap,
 * perf and gdb.
 *
 * A probe is one nop, and an ELF note that says where it lies and where its arguments are.  Nothing else
 * runs while nobody traces: a tracer puts a breakpoint on the nop.  The note (section .note.stapsdt, owner
 * "stapsdt", type 3) holds three addresses, those of the nop, of the symbol _.stapsdt.base (by which tools
 * see how far the program was moved by prelinking) and of a semaphore (0: there is none), then three
 * strings: provider, name, arguments.  An argument is written SIZE@OPERAND, in the assembler's notation.
 *
 * All arguments here are 8 bytes, unsigned, and in registers.  Elsewhere than on ELF, x86-64 or aarch64, a
 * probe is nothing.
 */
#ifndef GC_PROBES_H
#define GC_PROBES_H

#include <stdint.h>

#if defined __ELF__ && (defined __x86_64__ || defined __aarch64__)

#define GC__PROBE_NOTE(name, arguments)                                                            \
    "990: nop\n"                                                                                   \
    ".pushsection .note.stapsdt,\"?\",\"note\"\n"                                                  \
    ".balign 4\n"                                                                                  \
    ".4byte 992f - 991f, 994f - 993f, 3\n"                                                         \
    "991: .asciz \"stapsdt\"\n"                                                                    \
    "992: .balign 4\n"                                                                             \
    "993: .8byte 990b, _.stapsdt.base, 0\n"                                                        \
    ".asciz \"tenure\"\n"                                                                          \
    ".asciz \"" name "\"\n"                                                                        \
    ".asciz \"" arguments "\"\n"                                                                   \
    "994: .balign 4\n"                                                                             \
    ".popsection\n"                                                                                \
    ".ifndef _.stapsdt.base\n"                                                                     \
    ".pushsection .stapsdt.base,\"aG\",\"progbits\",.stapsdt.base,comdat\n"                        \
    ".weak _.stapsdt.base\n"                                                                       \
    ".hidden _.stapsdt.base\n"                                                                     \
    "_.stapsdt.base: .space 1\n"                                                                   \
    ".size _.stapsdt.base, 1\n"                                                                    \
    ".popsection\n"                                                                                \
    ".endif\n"

#define GC__PROBE_3(name, a, b, c)                                                                 \
    __asm__ volatile(GC__PROBE_NOTE(name, "8@%0 8@%1 8@%2")                                        \
                     :                                                                             \
                     : "r"((uint64_t)(a)), "r"((uint64_t)(b)), "r"((uint64_t)(c)))
#define GC__PROBE_5(name, a, b, c, d, e)                                                           \
    __asm__ volatile(GC__PROBE_NOTE(name, "8@%0 8@%1 8@%2 8@%3 8@%4")                              \
                     :                                                                             \
                     : "r"((uint64_t)(a)), "r"((uint64_t)(b)), "r"((uint64_t)(c)),                 \
                       "r"((uint64_t)(d)), "r"((uint64_t)(e)))

#else

#define GC__PROBE_3(name, a, b, c)       ((void)0)
#define GC__PROBE_5(name, a, b, c, d, e) ((void)0)

#endif

#endif
