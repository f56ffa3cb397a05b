/*
 * unicode/normalize.c: Unicode normalization through ICU's C interface.
 *
 * ICU's library carries its major version in its file name and in every symbol: libicuuc.so.72 has
 * unorm2_normalize_72.  The newest version from ICU_NEWEST down to ICU_OLDEST that can be opened is taken,
 * once a process, and stays open.  Its normalizers are constant objects, shared by all threads.
 */
#include "unicode/normalize.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>

#include "base/utf16.h"

#define ICU_NEWEST 99
#define ICU_OLDEST 50

/* From ICU's unicode/utypes.h: positive codes are errors. */
#define ICU_BUFFER_TOO_SMALL 15

typedef const void *(*instance_function)(int *error);
typedef int32_t (*normalize_function)(const void *normalizer, const uint16_t *source, int32_t length,
                                      uint16_t *out, int32_t capacity, int *error);
typedef int8_t (*is_normalized_function)(const void *normalizer, const uint16_t *source,
                                         int32_t length, int *error);

static struct {
    const void *normalizers[4];
    normalize_function normalize;
    is_normalized_function is_normalized;
    bool present;
} icu;

static void *symbol(void *library, const char *name, int version)
{
    char versioned[64];

    snprintf(versioned, sizeof versioned, "%s_%d", name, version);
    return dlsym(library, versioned);
}

static bool load(void *library, int version)
{
    static const char *const names[4] = {"unorm2_getNFCInstance", "unorm2_getNFDInstance",
                                         "unorm2_getNFKCInstance", "unorm2_getNFKDInstance"};

    for (int form = 0; form < 4; form++) {
        instance_function instance = (instance_function)symbol(library, names[form], version);
        int error = 0;

        if (!instance)
            return false;
        icu.normalizers[form] = instance(&error);
        if (error > 0 || !icu.normalizers[form])
            return false;
    }
    icu.normalize = (normalize_function)symbol(library, "unorm2_normalize", version);
    icu.is_normalized = (is_normalized_function)symbol(library, "unorm2_isNormalized", version);
    return icu.normalize && icu.is_normalized;
}

static void open_icu(void)
{
    for (int version = ICU_NEWEST; version >= ICU_OLDEST && !icu.present; version--) {
        char name[32];
        void *library;

        snprintf(name, sizeof name, "libicuuc.so.%d", version);
        library = dlopen(name, RTLD_NOW | RTLD_LOCAL);
        if (!library)
            continue;
        icu.present = load(library, version);
        if (!icu.present)
            dlclose(library);
    }
}

static bool icu_is_present(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;

    pthread_once(&once, open_icu);
    return icu.present;
}

/* Whether every unit is below limit. */
static bool all_below(const uint16_t *units, size_t length, uint16_t limit)
{
    for (size_t i = 0; i < length; i++) {
        if (units[i] >= limit)
            return false;
    }
    return true;
}

static enum js_normalize_status append_normalized(const uint16_t *units, int32_t length,
                                                  const void *normalizer, struct js_strbuf *out)
{
    size_t room = (size_t)length;

    for (;;) {
        int error = 0;
        int32_t written;

        if (!js_strbuf_reserve(out, room, true))
            return JS_NORMALIZE_FAILED;
        room = out->capacity - out->length;
        written = icu.normalize(normalizer, units, length, (uint16_t *)out->units + out->length,
                                room > INT32_MAX ? INT32_MAX : (int32_t)room, &error);
        if (error <= 0) {
            out->length += (uint32_t)written;
            return JS_NORMALIZE_OK;
        }
        if (error != ICU_BUFFER_TOO_SMALL || written <= 0 || (size_t)written <= room) {
            js_strbuf_fail(out, JS_STRBUF_NO_MEMORY); /* all that is left: ICU's own malloc failed */
            return JS_NORMALIZE_FAILED;
        }
        room = (size_t)written;
    }
}

enum js_normalize_status js_normalize_utf16(const uint16_t *units, size_t length,
                                            enum js_normal_form form, struct js_strbuf *out)
{
    const void *normalizer;
    int error = 0;

    if (all_below(units, length, form == JS_NFC ? 0x300 : 0x80)) /* combining marks begin at U+0300 */
        return JS_NORMALIZE_SAME;
    if (length > JS_STRBUF_MAX) {
        js_strbuf_fail(out, JS_STRBUF_TOO_LONG);
        return JS_NORMALIZE_FAILED;
    }
    if (!icu_is_present())
        return JS_NORMALIZE_MISSING;
    normalizer = icu.normalizers[form];
    if (icu.is_normalized(normalizer, units, (int32_t)length, &error) && error <= 0)
        return JS_NORMALIZE_SAME;
    return append_normalized(units, (int32_t)length, normalizer, out);
}

enum js_normalize_status js_normalize_latin1(const uint8_t *units, size_t length,
                                             enum js_normal_form form, struct js_strbuf *out)
{
    struct js_strbuf wide;
    enum js_normalize_status status = JS_NORMALIZE_FAILED;

    if (form == JS_NFC || js_latin1_is_ascii(units, length))
        return JS_NORMALIZE_SAME;
    js_strbuf_init(&wide, out->heap);
    if (js_strbuf_reserve(&wide, length, true)) {
        js_strbuf_put_latin1(&wide, units, length);
        status = js_normalize_utf16(js_strbuf_utf16(&wide), length, form, out);
    } else {
        js_strbuf_fail(out, wide.status);
    }
    js_strbuf_free(&wide);
    return status;
}
