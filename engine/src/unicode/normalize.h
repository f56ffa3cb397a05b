/*
 * unicode/normalize.h: Unicode normalization, by ICU, which is opened at the first text that needs it.
 */
#ifndef JS_UNICODE_NORMALIZE_H
#define JS_UNICODE_NORMALIZE_H

#include <stddef.h>
#include <stdint.h>

#include "base/strbuf.h"

enum js_normal_form {
    JS_NFC,
    JS_NFD,
    JS_NFKC,
    JS_NFKD,
};

enum js_normalize_status {
    JS_NORMALIZE_OK,      /* the result has been appended */
    JS_NORMALIZE_SAME,    /* the text is normal as it is; nothing was appended */
    JS_NORMALIZE_FAILED,  /* no memory or too long: the buffer's status says which */
    JS_NORMALIZE_MISSING, /* no ICU library on this machine */
};

/*
 * Appends the normal form of a text to out.  ASCII, and Latin-1 for NFC, are known to be normal without
 * ICU.  Never collects; any thread may call it.
 */
enum js_normalize_status js_normalize_utf16(const uint16_t *units, size_t length,
                                            enum js_normal_form form, struct js_strbuf *out);
enum js_normalize_status js_normalize_latin1(const uint8_t *units, size_t length,
                                             enum js_normal_form form, struct js_strbuf *out);

#endif
