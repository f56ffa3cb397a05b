/*
 * gc/mutant.h (not API): faults that can be compiled in, one at a time, to prove that the net catches them.
 *
 * GC_MUTANT(NAME) is 1 when the build has -DTENURE_MUTANT_NAME=1 and the constant 0 otherwise; it stands
 * at the very line that it spoils.  heap/test/mutants.def and engine/test/mutants.def list all; tools/mutants.py runs them.
 */
#ifndef GC_MUTANT_H
#define GC_MUTANT_H

/* An undefined macro leaves its own name behind, whose first argument decides: 1 becomes "0, 1". */
#define GC__MUTANT_1           0, 1
#define GC__MUTANT_PICK(a, b, ...) b
#define GC__MUTANT_TEST(...)   GC__MUTANT_PICK(__VA_ARGS__, 0, 0)
#define GC__MUTANT_JOIN(value) GC__MUTANT_TEST(GC__MUTANT_##value)
#define GC__MUTANT_EXPAND(value) GC__MUTANT_JOIN(value)
#define GC_MUTANT(NAME)        GC__MUTANT_EXPAND(TENURE_MUTANT_##NAME)

#endif
