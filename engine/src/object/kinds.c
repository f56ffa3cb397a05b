/*
 * object/kinds.c: what the collector knows of every kind of cell.
 *
 * The layouts are declared beside the structs; a kind whose struct belongs to another module and consists of
 * slots only (realms, modules, namespaces) is described here as 'all slots'.  Cells of several
 * arrays say with a function where their slots end.
 */
#include "object/arguments.h"
#include "object/collection.h"
#include "object/date_object.h"
#include "object/elements.h"
#include "object/error.h"
#include "object/foreign.h"
#include "object/function.h"
#include "object/generator.h"
#include "object/iterator.h"
#include "object/promise.h"
#include "object/proxy.h"
#include "object/regexp_object.h"
#include "object/scope.h"
#include "object/string.h"
#include "object/symbol.h"
#include "object/transitions.h"
#include "object/typed_array.h"
#include "object/weak.h"
#include "object/wrapper.h"

#include "gc/heap.h"

/* [kinds.objects-last] */
_Static_assert(JS_KIND_FIRST_OBJECT > JS_KIND_FOREIGN, "what is no object comes before");
_Static_assert(JS_KIND_HOST_OBJECT + 1 == JS_KIND_COUNT, "objects come last");

/* ---- ends of slots ---- */

static uint32_t property_table_end(const void *cell)
{
    const struct js_property_table *table = cell;

    return (uint32_t)(sizeof *table + table->capacity * sizeof(gc_slot));
}

static uint32_t dictionary_end(const void *cell)
{
    const struct js_dictionary *dictionary = cell;

    return (uint32_t)(sizeof *dictionary +
                      dictionary->capacity * sizeof(struct js_dictionary_entry));
}

static uint32_t sparse_end(const void *cell)
{
    const struct js_sparse_elements *sparse = cell;

    return (uint32_t)(sizeof *sparse + sparse->capacity * sizeof(gc_slot));
}

static uint32_t hash_table_end(const void *cell)
{
    const struct js_hash_table *table = cell;

    return (uint32_t)(sizeof *table + table->capacity * sizeof(struct js_hash_entry));
}

static uint32_t window_end(const void *cell)
{
    const struct js_window *window = cell;

    return (uint32_t)(sizeof *window + (window->count - GC_MUTANT(WINDOW_SLOTS_SHORT)) * sizeof(gc_slot));
}

/* ---- memory outside ---- */

static size_t code_bytes(const void *cell)
{
    const struct js_bytecode *bytecode = ((const struct js_code *)cell)->bytecode;

    return bytecode ? bytecode->block_bytes / (bytecode->refs ? bytecode->refs : 1) : 0;
}

static void code_finalize(gc_heap *heap, void *cell)
{
    struct js_bytecode *bytecode = ((struct js_code *)cell)->bytecode;

    if (!bytecode || --bytecode->refs != 0)
        return;
    gc_forget_sites(heap, (uintptr_t)bytecode->code, (uintptr_t)(bytecode->code + bytecode->code_units));
    gc_free(heap, bytecode, bytecode->block_bytes);
}

static size_t script_bytes(const void *cell)
{
    const struct js_script *script = cell;

    if (script->is_static)
        return 0;
    return script->length * (script->latin1 ? sizeof *script->latin1 : sizeof *script->utf16);
}

static void script_finalize(gc_heap *heap, void *cell)
{
    struct js_script *script = cell;

    if (script->is_static)
        return;
    if (script->latin1)
        gc_free(heap, script->latin1, script->length);
    if (script->utf16)
        gc_free(heap, script->utf16, script->length * sizeof *script->utf16);
}

static size_t buffer_bytes(const void *cell)
{
    return ((const struct js_buffer_store *)cell)->allocated;
}

static void buffer_finalize(gc_heap *heap, void *cell)
{
    js__buffer_store_release(heap, cell);
}

static size_t foreign_bytes(const void *cell)
{
    return ((const struct js_foreign *)cell)->bytes;
}

static void foreign_finalize(gc_heap *heap, void *cell)
{
    struct js_foreign *foreign = cell;

    if (foreign->release)
        foreign->release(heap, foreign->pointer, foreign->bytes);
}

/* ---- descriptors ---- */

#define NAMES(...) .names = (const char *const[]){__VA_ARGS__}
#define NO_SLOTS   .slots_begin = 8, .slots_end = 8
/* Declared by a _REFS list from word 1 on. */
#define LISTED(type, REFS) GC__KIND_FIELDS(type, REFS, 4)
#define SLOTS(type, first, last)                                                                   \
    .name = #type, .slots_begin = offsetof(struct type, first),                                    \
    .slots_end = offsetof(struct type, last) + sizeof(gc_slot)

#define OBJECT_NAMES "shape", "properties", "elements"

static const struct gc_kind kinds[JS_KIND_COUNT] = {
    [JS_KIND_LATIN1] = {.name = "js_latin1", NO_SLOTS},
    [JS_KIND_UTF16] = {.name = "js_utf16", NO_SLOTS},
#if GC_MUTANT(ROPE_SLOTS_SHORT)
    [JS_KIND_ROPE] = {SLOTS(js_rope, left, left), .name_count = 1, NAMES("left")},
#else
    [JS_KIND_ROPE] = {SLOTS(js_rope, left, right), .name_count = 2, NAMES("left", "right")},
#endif
    [JS_KIND_SLICE] = {SLOTS(js_slice, parent, parent), .name_count = 1, NAMES("parent")},
    [JS_KIND_SYMBOL] = {SLOTS(js_symbol, description, description), .name_count = 1,
                        NAMES("description")},
    [JS_KIND_BIGINT] = {.name = "js_bigint", NO_SLOTS},

    [JS_KIND_SHAPE] = {LISTED(js_shape, JS_SHAPE_REFS)},
    [JS_KIND_PROPERTY_TABLE] = {.name = "js_property_table",
                                .slots_begin = offsetof(struct js_property_table, keys),
                                .slots_end_of = property_table_end},
    [JS_KIND_TRANSITIONS] = {.name = "js_transitions",
                             .slots_begin = offsetof(struct js_transitions, entries),
                             .slots_end = GC_TO_END,
                             .flags = GC_KIND_WEAK | GC_KIND_YOUNG_STRONG, /* shapes are made once */
                             .weak_begin = offsetof(struct js_transitions, entries),
                             .weak_end = GC_TO_END},
    [JS_KIND_PROPERTIES] = {.name = "js_properties", .slots_begin = 8, .slots_end = GC_TO_END},
    [JS_KIND_DICTIONARY] = {.name = "js_dictionary",
                            .slots_begin = offsetof(struct js_dictionary, entries),
                            .slots_end_of = dictionary_end},
    [JS_KIND_ACCESSOR] = {SLOTS(js_accessor, getter, setter), .name_count = 2,
                          NAMES("getter", "setter")},
    [JS_KIND_ELEMENTS] = {.name = "js_elements", .slots_begin = 8, .slots_end = GC_TO_END},
    [JS_KIND_INT_ELEMENTS] = {.name = "js_int_elements", NO_SLOTS},
#if GC_MUTANT(SHARED_NO_SLOTS)
    [JS_KIND_SHARED_ELEMENTS] = {.name = "js_shared_elements", NO_SLOTS},
#else
    [JS_KIND_SHARED_ELEMENTS] = {.name = "js_shared_elements", .slots_begin = 8, .slots_end = GC_TO_END},
#endif
    [JS_KIND_DOUBLE_ELEMENTS] = {.name = "js_double_elements", NO_SLOTS},
    [JS_KIND_SPARSE_ELEMENTS] = {.name = "js_sparse_elements",
                                 .slots_begin = offsetof(struct js_sparse_elements, values),
                                 .slots_end_of = sparse_end},
    [JS_KIND_BOX] = {SLOTS(js_box, value, value), .name_count = 1, NAMES("value")},
    [JS_KIND_SCOPE] = {LISTED(js_scope, JS_SCOPE_REFS)},
    [JS_KIND_CODE] = {LISTED(js_code, JS_CODE_REFS), .flags = GC_KIND_OFFHEAP,
                      .offheap_bytes = code_bytes, .finalize = code_finalize},
    [JS_KIND_FEEDBACK] = {.name = "js_feedback",
                          .slots_begin = offsetof(struct js_feedback, code),
                          .slots_end = GC_TO_END,
                          .flags = GC_MUTANT(CACHES_STRONG) ? 0 : GC_KIND_WEAK | GC_KIND_YOUNG_STRONG,
                          .weak_begin = offsetof(struct js_feedback, caches),
                          .weak_end = GC_TO_END,
                          .name_count = 6,
                          NAMES("code", "realm", "constants", "children", "templates", "spare")},
    [JS_KIND_TUPLE] = {.name = "js_tuple", .slots_begin = 8, .slots_end = GC_TO_END},
    [JS_KIND_SCRIPT] = {LISTED(js_script, JS_SCRIPT_REFS), .flags = GC_KIND_OFFHEAP,
                        .offheap_bytes = script_bytes, .finalize = script_finalize},
    [JS_KIND_REALM] = {.name = "js_realm", .slots_begin = 4, .slots_end = GC_TO_END},
    [JS_KIND_HASH_TABLE] = {.name = "js_hash_table",
                            .slots_begin = offsetof(struct js_hash_table, next),
                            .slots_end_of = hash_table_end,
                            .name_count = 2,
                            NAMES("next", "cleared")},
    [JS_KIND_EPHEMERONS] = {.name = "js_ephemerons",
                            .slots_begin = offsetof(struct js_ephemerons, entries),
                            .slots_end = GC_TO_END,
                            .flags = GC_KIND_EPHEMERONS,
                            .weak_begin = offsetof(struct js_ephemerons, entries),
                            .weak_end = GC_TO_END},
    [JS_KIND_WEAK_TUPLE] = {.name = "js_weak_tuple",
                            .slots_begin = 8,
                            .slots_end = GC_TO_END,
                            .flags = GC_KIND_WEAK,
                            .weak_begin = 8,
                            .weak_end = GC_TO_END},
    [JS_KIND_REACTION] = {LISTED(js_reaction, JS_REACTION_REFS)},
    [JS_KIND_WINDOW] = {.name = "js_window",
                        .slots_begin = offsetof(struct js_window, slots),
                        .slots_end_of = window_end},
    [JS_KIND_BUFFER_STORE] = {.name = "js_buffer_store", NO_SLOTS, .flags = GC_KIND_OFFHEAP,
                              .offheap_bytes = buffer_bytes, .finalize = buffer_finalize},
    [JS_KIND_MODULE] = {.name = "js_module", .slots_begin = 4, .slots_end = GC_TO_END},
    [JS_KIND_FOREIGN] = {.name = "js_foreign", NO_SLOTS, .flags = GC_KIND_OFFHEAP,
                         .offheap_bytes = foreign_bytes, .finalize = foreign_finalize},

    [JS_KIND_OBJECT] = {.name = "js_object", .slots_begin = 4, .slots_end = GC_TO_END,
                        .name_count = 3, NAMES(OBJECT_NAMES)},
    [JS_KIND_ARRAY] = {LISTED(js_array, JS_OBJECT_REFS)},
    [JS_KIND_FUNCTION] = {.name = "js_function", .slots_begin = 4, .slots_end = GC_TO_END,
                          .name_count = 5, NAMES(OBJECT_NAMES, "feedback", "home")},
    [JS_KIND_NATIVE_FUNCTION] = {SLOTS(js_native_function, shape, data[1]), .name_count = 7,
                                 NAMES(OBJECT_NAMES, "realm", "name", "data0", "data1")},
    [JS_KIND_BOUND_FUNCTION] = {SLOTS(js_bound_function, shape, args), .name_count = 6,
                                NAMES(OBJECT_NAMES, "target", "self", "args")},
    [JS_KIND_PROXY] = {LISTED(js_proxy, JS_PROXY_REFS)},
    [JS_KIND_ERROR] = {SLOTS(js_error, shape, trace), .name_count = 4, NAMES(OBJECT_NAMES, "trace")},
    [JS_KIND_WRAPPER] = {SLOTS(js_wrapper, shape, value), .name_count = 4,
                         NAMES(OBJECT_NAMES, "value")},
    [JS_KIND_ARGUMENTS] = {LISTED(js_arguments, JS_ARGUMENTS_REFS)},
    [JS_KIND_DATE] = {LISTED(js_date, JS_OBJECT_REFS)},
    [JS_KIND_REGEXP] = {LISTED(js_regexp, JS_REGEXP_REFS)},
    [JS_KIND_MAP] = {LISTED(js_map, JS_MAP_REFS)},
    [JS_KIND_SET] = {LISTED(js_set, JS_MAP_REFS)},
    [JS_KIND_WEAK_MAP] = {LISTED(js_weak_map, JS_WEAK_MAP_REFS)},
    [JS_KIND_WEAK_SET] = {LISTED(js_weak_set, JS_WEAK_MAP_REFS)},
    [JS_KIND_WEAK_REF] = {LISTED(js_weak_ref, JS_WEAK_REF_REFS), .flags = GC_KIND_WEAK,
                          .weak_begin = offsetof(struct js_weak_ref, target),
                          .weak_end = offsetof(struct js_weak_ref, target) + sizeof(gc_slot)},
    [JS_KIND_FINALIZATION_REGISTRY] = {LISTED(js_finalization_registry,
                                              JS_FINALIZATION_REGISTRY_REFS)},
    [JS_KIND_PROMISE] = {LISTED(js_promise, JS_PROMISE_REFS)},
    [JS_KIND_GENERATOR] = {LISTED(js_generator, JS_GENERATOR_REFS)},
    [JS_KIND_ITERATOR] = {SLOTS(js_iterator, shape, c), .name_count = 7,
                          NAMES(OBJECT_NAMES, "target", "a", "b", "c")},
    [JS_KIND_ARRAY_BUFFER] = {LISTED(js_array_buffer, JS_ARRAY_BUFFER_REFS)},
    [JS_KIND_TYPED_ARRAY] = {LISTED(js_typed_array, JS_TYPED_ARRAY_REFS)},
    [JS_KIND_DATA_VIEW] = {LISTED(js_data_view, JS_DATA_VIEW_REFS)},
    [JS_KIND_GLOBAL] = {.name = "js_global", .slots_begin = 4, .slots_end = GC_TO_END,
                        .name_count = 3, NAMES(OBJECT_NAMES)},
    [JS_KIND_NAMESPACE] = {.name = "js_namespace", .slots_begin = 4, .slots_end = GC_TO_END,
                           .name_count = 3, NAMES(OBJECT_NAMES)},
    [JS_KIND_HOST_OBJECT] = {LISTED(js_host_object, JS_HOST_OBJECT_REFS)},
};

const struct gc_kind *const js_kinds[JS_KIND_COUNT] = {
#define KIND(NAME, name) [JS_KIND_##NAME] = &kinds[JS_KIND_##NAME],
#include "vm/kinds.def"
#include "gc/mutant.h"
#undef KIND
};
