/* kinds.c: how the collector sees the Scheme's cells. */
#include "scheme.h"

static void finalize_port(gc_heap *heap, void *cell)
{
    struct scm_text *text = ((struct scm_port *)cell)->text;

    if (text == NULL)
        return;
    gc_free(heap, text->bytes, text->capacity);
    gc_free(heap, text, sizeof *text);
}

static size_t port_bytes(const void *cell)
{
    const struct scm_text *text = ((const struct scm_port *)cell)->text;

    return text == NULL ? 0 : text->capacity + sizeof *text;
}

#define NO_SLOTS(text) {.name = (text), .slots_begin = 8, .slots_end = 8}

static GC_KIND(scm_pair, PAIR_REFS);
static GC_KIND_RAW(scm_symbol, SYMBOL_REFS);
static const struct gc_kind string_kind = NO_SLOTS("string");
static const struct gc_kind char_kind = NO_SLOTS("char");
static const struct gc_kind flonum_kind = NO_SLOTS("flonum");
static GC_KIND_RAW_TAIL(scm_vector, GC_NO_REFS);
static GC_KIND(scm_closure, CLOSURE_REFS);
static const struct gc_kind primitive_kind = NO_SLOTS("primitive");
static GC_KIND(scm_continuation, CONTINUATION_REFS);
static GC_KIND(scm_condition, CONDITION_REFS);
static const struct gc_kind port_kind = {.name = "port",
                                         .slots_begin = 8,
                                         .slots_end = 8,
                                         .flags = GC_KIND_OFFHEAP,
                                         .offheap_bytes = port_bytes,
                                         .finalize = finalize_port};
static GC_KIND_TAIL(scm_env, ENV_REFS);
static GC_KIND_RAW_TAIL(scm_code, GC_NO_REFS);
static GC_KIND_RAW_TAIL(scm_frame, FRAME_REFS);
static GC_KIND_RAW_TAIL(scm_symbol_table, GC_NO_REFS, .flags = GC_KIND_WEAK, .weak_begin = 8,
                        .weak_end = GC_TO_END);
static const struct gc_kind ballast_kind = NO_SLOTS("ballast");

const struct gc_kind *const scm_kinds[SCM_KINDS] = {
    [SCM_PAIR] = &scm_pair_kind,
    [SCM_SYMBOL] = &scm_symbol_kind,
    [SCM_STRING] = &string_kind,
    [SCM_CHAR] = &char_kind,
    [SCM_FLONUM] = &flonum_kind,
    [SCM_VECTOR] = &scm_vector_kind,
    [SCM_CLOSURE] = &scm_closure_kind,
    [SCM_PRIMITIVE] = &primitive_kind,
    [SCM_CONTINUATION] = &scm_continuation_kind,
    [SCM_CONDITION] = &scm_condition_kind,
    [SCM_PORT] = &port_kind,
    [SCM_VALUES] = &scm_vector_kind,
    [SCM_ENV] = &scm_env_kind,
    [SCM_CODE] = &scm_code_kind,
    [SCM_FRAME] = &scm_frame_kind,
    [SCM_SYMBOL_TABLE] = &scm_symbol_table_kind,
    [SCM_BALLAST] = &ballast_kind,
};
