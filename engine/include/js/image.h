/*
 * js/image.h: isolates as files: a realm's built-in objects are made once, and mapped copy-on-write from then on.
 */
#ifndef JS_IMAGE_H
#define JS_IMAGE_H

#include "js/js.h"

/*
 * Writes a fresh isolate (no program ran in it, nothing was registered) to file.  Collects.  False, with *error a
 * static text, where it is not fresh or the file cannot be written.
 */
JS_MUST_CHECK bool js_image_write(js_ctx *ctx, FILE *file, const char **error);

/*
 * Maps an image into an isolate made with config.no_realm, whatever its heap's base.  fd may be closed afterwards.
 * False, with *error a static text, where fd is no image of this build; the isolate can only be freed then.
 */
JS_MUST_CHECK bool js_image_map(js_ctx *ctx, int fd, const char **error);

#endif
