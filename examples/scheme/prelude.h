/* prelude.h: the library that is written in Scheme, as text. */
#ifndef PRELUDE_H
#define PRELUDE_H

extern const char scm_prelude[];
extern const unsigned long scm_prelude_bytes;

#endif
