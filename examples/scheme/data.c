/* data.c: making and taking apart Scheme data; text outside the heap; errors. */
#include "scheme.h"
#include <string.h>

/* ---- errors ---- */

bool scm_oom_nogc(scm *s)
{
    s->roots.raised = s->roots.oom;
    s->roots.ballast = GC_EMPTY;
    return false;
}

bool scm_error(scm *s, const char *message, const gc_value *irritant)
{
    SCM_FRAME(s, f, text, list, nil, cell);

    f.nil = f.list = SCM_NIL;
    if (irritant != NULL)
        SCM_TRY(scm_cons(s, irritant, &f.nil, &f.list));
    SCM_TRY(scm_string_from_utf8(s, message, strlen(message), &f.text));
    if (!gc_alloc(s->heap, SCM_CONDITION, sizeof(struct scm_condition), &f.cell))
        return scm_oom_nogc(s);
    struct scm_condition *condition = gc_to_cell(f.cell);
    gc_init(s->heap, condition, &condition->message, gc_slot_of(s->heap, f.text));
    gc_init(s->heap, condition, &condition->irritants, gc_slot_of(s->heap, f.list));
    s->roots.raised = f.cell;
    return false;
}

/* ---- pairs ---- */

bool scm_cons(scm *s, const gc_value *car, const gc_value *cdr, gc_value *out)
{
    /* One safepoint for all three cells: what follows cannot fail, and moves nothing. */
    if (!gc_reserve(s->heap, sizeof(struct scm_pair) + 8 + 2 * GC_NUMBER_BYTES))
        return scm_oom_nogc(s);
    gc_slot head = gc_encode_nogc(s->heap, *car), tail = gc_encode_nogc(s->heap, *cdr);
    struct scm_pair *pair = gc_alloc_reserved_nogc(s->heap, SCM_PAIR, sizeof *pair);
    gc_init(s->heap, pair, &pair->car, head);
    gc_init(s->heap, pair, &pair->cdr, tail);
    *out = gc_from_cell(pair);
    return true;
}

/* A second runner goes at half the speed: they meet in a circle. */
long scm_length_nogc(scm *s, gc_value list)
{
    gc_value slow = list;
    long length = 0;

    while (scm_is_nogc(list, SCM_PAIR)) {
        list = scm_cdr_nogc(s, list);
        if (++length % 2 == 0) {
            slow = scm_cdr_nogc(s, slow);
            if (gc_same(slow, list))
                return -1;
        }
    }
    return gc_same(list, SCM_NIL) ? length : -1;
}

/* ---- strings and characters ---- */

bool scm_string_new(scm *s, size_t length, gc_value *out)
{
    if (length > UINT32_MAX / 8)
        return scm_error(s, "string is too long", NULL);
    if (!gc_alloc(s->heap, SCM_STRING, sizeof(struct scm_string) + 4 * length, out))
        return scm_oom_nogc(s);
    ((struct scm_string *)gc_to_cell(*out))->length = (uint32_t)length;
    return true;
}

int32_t scm_utf8_next_nogc(const char **at, const char *end)
{
    const unsigned char *p = (const unsigned char *)*at;
    size_t left = (size_t)(end - *at);

    if (left == 0)
        return -1;
    unsigned more = p[0] >= 0xF0 ? 3 : p[0] >= 0xE0 ? 2 : p[0] >= 0xC0 ? 1 : 0;
    uint32_t code = more == 0 ? p[0] : p[0] & (0x3Fu >> more);
    *at += 1;
    if (p[0] >= 0x80 && more == 0)
        return 0xFFFD;
    if (more >= left)
        return 0xFFFD;
    for (unsigned i = 1; i <= more; i++) {
        if ((p[i] & 0xC0) != 0x80)
            return 0xFFFD;
        code = code << 6 | (p[i] & 0x3F);
    }
    *at += more;
    return code > 0x10FFFF ? 0xFFFD : (int32_t)code;
}

bool scm_string_from_utf8(scm *s, const char *bytes, size_t count, gc_value *out)
{
    size_t length = 0;

    for (const char *p = bytes; scm_utf8_next_nogc(&p, bytes + count) >= 0;)
        length++;
    SCM_TRY(scm_string_new(s, length, out));
    struct scm_string *string = gc_to_cell(*out);
    const char *p = bytes;
    for (size_t i = 0; i < length; i++)
        string->chars[i] = (uint32_t)scm_utf8_next_nogc(&p, bytes + count);
    return true;
}

bool scm_char(scm *s, uint32_t code, gc_value *out)
{
    if (!gc_alloc(s->heap, SCM_CHAR, sizeof(struct scm_char), out))
        return scm_oom_nogc(s);
    ((struct scm_char *)gc_to_cell(*out))->code = code;
    return true;
}

bool scm_number(scm *s, double d, bool exact, gc_value *out)
{
    if (exact && d > -9007199254740992.0 && d < 9007199254740992.0) {
        *out = gc_from_number(d + 0.0); /* -0 is no exact number */
        return true;
    }
    if (!gc_alloc(s->heap, SCM_FLONUM, sizeof(struct scm_flonum), out))
        return scm_oom_nogc(s);
    ((struct scm_flonum *)gc_to_cell(*out))->value = d;
    return true;
}

/* ---- vectors and code ---- */

bool scm_vector_new(scm *s, uint8_t kind, size_t length, gc_value *out)
{
    if (length > UINT32_MAX / 8)
        return scm_error(s, "vector is too long", NULL);
    if (!gc_alloc(s->heap, kind, sizeof(struct scm_vector) + 4 * length, out))
        return scm_oom_nogc(s);
    ((struct scm_vector *)gc_to_cell(*out))->length = (uint32_t)length;
    return true;
}

bool scm_vector_set(scm *s, const gc_value *vector, size_t index, const gc_value *value)
{
    size_t offset = offsetof(struct scm_vector, items) + 4 * index;

    return gc_store_value(s->heap, vector, offset, value) || scm_oom_nogc(s);
}

bool scm_code_new(scm *s, enum scm_op op, size_t items, gc_value *out)
{
    if (items >= 1u << (32 - OP_COUNT))
        return scm_error(s, "the program is too long", NULL);
    if (!gc_alloc(s->heap, SCM_CODE, sizeof(struct scm_code) + 4 * items, out))
        return scm_oom_nogc(s);
    ((struct scm_code *)gc_to_cell(*out))->op = (uint32_t)op | (uint32_t)items << OP_COUNT;
    return true;
}

bool scm_code_set(scm *s, const gc_value *code, size_t index, const gc_value *value)
{
    size_t offset = offsetof(struct scm_code, items) + 4 * index;

    return gc_store_value(s->heap, code, offset, value) || scm_oom_nogc(s);
}

/* ---- text outside the heap ---- */

bool scm_text_put_nogc(scm *s, struct scm_text *text, const char *bytes, size_t count)
{
    if (count > text->capacity - text->count) {
        size_t capacity = (text->count + count) * 2 + 64;
        char *grown = gc_realloc(s->heap, text->bytes, text->capacity, capacity);
        if (grown == NULL)
            return scm_oom_nogc(s);
        text->bytes = grown;
        text->capacity = capacity;
    }
    memcpy(text->bytes + text->count, bytes, count);
    text->count += count;
    return true;
}

bool scm_text_put_char_nogc(scm *s, struct scm_text *text, uint32_t code)
{
    char bytes[4];
    size_t count = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;

    if (count == 1) {
        bytes[0] = (char)code;
    } else {
        for (size_t i = count - 1; i > 0; i--, code >>= 6)
            bytes[i] = (char)(0x80 | (code & 0x3F));
        bytes[0] = (char)((0xF00u >> count & 0xF0) | code);
    }
    return scm_text_put_nogc(s, text, bytes, count);
}

void scm_text_free_nogc(scm *s, struct scm_text *text)
{
    gc_free(s->heap, text->bytes, text->capacity);
    *text = (struct scm_text){0};
}
