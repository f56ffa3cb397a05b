/*
 * regexp/compile.c: from pattern to program: parse, analyse, emit, and put the parts into one
 * block:
 *
 *   header | code | sets | names' records | units of prefix, required literal, names | bytes of the
 * literals
 */
#include <string.h>

#include "regexp/emit.h"
#include "regexp/search.h"

/* The compiler's parts, from which the block is made. */
struct parts {
    const struct regexp_parser *parser;
    const struct regexp_emitter *emitter;
    const struct regexp_search *search;
    uint32_t first_set, width_min;
};

static uint64_t literal_bytes(const struct regexp_literal *literal)
{
    return literal->length * (literal->narrow ? 3u : 2u);
}

static uint64_t block_size(const struct parts *parts)
{
    uint64_t size = sizeof(struct js_regexp_program);

    size += ((uint64_t)parts->emitter->code.count + parts->emitter->sets.count) * sizeof(uint32_t);
    for (const struct regexp_name *name = parts->parser->names; name != NULL; name = name->next)
        size += sizeof(struct regexp_name_record) + name->length * sizeof name->units[0];
    return size + literal_bytes(&parts->search->prefix) + literal_bytes(&parts->search->required) +
           1;
}

static uint32_t put(struct js_regexp_program *program, uint32_t *at, const void *data, size_t bytes)
{
    const uint32_t offset = *at;

    if (bytes != 0)
        memcpy((char *)program + offset, data, bytes);
    *at += (uint32_t)bytes;
    return offset;
}

static uint32_t put_bytes(struct js_regexp_program *program, uint32_t *at,
                          const struct regexp_literal *literal)
{
    const uint32_t offset = *at;

    if (!literal->narrow)
        return 0;
    for (uint32_t i = 0; i < literal->length; i++)
        ((uint8_t *)program)[(*at)++] = (uint8_t)literal->units[i];
    return offset;
}

static void put_names(struct js_regexp_program *program, uint32_t *at,
                      const struct regexp_name *names)
{
    uint32_t record = program->name_offset;

    for (const struct regexp_name *name = names; name != NULL; name = name->next) {
        const uint32_t offset = put(program, at, name->units, name->length * sizeof name->units[0]);
        const struct regexp_name_record r = {offset, name->length, name->group};

        put(program, &record, &r, sizeof r);
    }
}

static void fill_program(struct js_regexp_program *program, const struct parts *parts)
{
    const struct regexp_emitter *e = parts->emitter;
    const struct regexp_search *search = parts->search;
    uint32_t at = sizeof *program;

    program->flags = e->flags;
    program->capture_count = parts->parser->group_count;
    program->name_count = parts->parser->name_count;
    program->register_count = e->register_count;
    program->first_set = parts->first_set;
    program->width_min = parts->width_min;
    program->code_words = e->code.count;
    program->code_offset = put(program, &at, e->code.words, e->code.count * sizeof(uint32_t));
    program->set_words = e->sets.count;
    program->set_offset = put(program, &at, e->sets.words, e->sets.count * sizeof(uint32_t));
    program->name_offset = at;
    at += program->name_count * (uint32_t)sizeof(struct regexp_name_record);
    program->prefix_length = search->prefix.length;
    program->required_length = search->required.length;
    program->anchored = search->anchored;
    program->prefix_offset = put(program, &at, search->prefix.units, search->prefix.length * 2);
    program->required_offset =
        put(program, &at, search->required.units, search->required.length * 2);
    put_names(program, &at, parts->parser->names);
    program->prefix_bytes_offset = put_bytes(program, &at, &search->prefix);
    program->required_bytes_offset = put_bytes(program, &at, &search->required);
}

static struct js_regexp_program *assemble(const struct parts *parts, gc_heap *heap,
                                          struct js_regexp_error *error)
{
    const uint64_t size = block_size(parts);
    struct js_regexp_program *program;

    if (parts->emitter->too_large || size > UINT32_MAX) {
        *error =
            (struct js_regexp_error){JS_REGEXP_SYNTAX_ERROR, "Regular expression too large", 0};
        return NULL;
    }
    program = parts->emitter->no_memory ? NULL : gc_malloc(heap, size);
    if (program == NULL) {
        error->kind = JS_REGEXP_NO_MEMORY;
        return NULL;
    }
    memset(program, 0, sizeof *program);
    program->byte_size = (uint32_t)size;
    fill_program(program, parts);
    return program;
}

static struct js_regexp_program *compile_tree(struct regexp_parser *parser,
                                              struct regexp_node *tree, gc_heap *heap,
                                              struct js_regexp_error *error)
{
    struct regexp_emitter e = {.arena = &parser->arena,
                               .flags = parser->flags,
                               .has_references = parser->has_references,
                               .register_count = 2 * parser->group_count};
    struct regexp_search search;
    struct parts parts = {parser, &e, &search, REGEXP_NO_SET, tree->width_min};
    struct regexp_first first;

    js__regexp_search_analyse(&parser->arena, tree, parser->flags, &search);
    js__emit_op(&e, REGEXP_OP_RESTART, 0);
    js__regexp_compile_node(&e, tree, false, &js__first_anything);
    js__emit_op(&e, REGEXP_OP_MATCH, 0);
    first = js__emit_first_of(&e, tree);
    if (js__first_is_strict(&first))
        parts.first_set = js__emit_first_set(&e, &first);

    struct js_regexp_program *program = assemble(&parts, heap, error);

    gc_free(heap, e.code.words, e.code.capacity * sizeof(uint32_t));
    gc_free(heap, e.sets.words, e.sets.capacity * sizeof(uint32_t));
    return program;
}

struct js_regexp_program *js_regexp_compile(gc_heap *heap, const struct js_regexp_text *pattern,
                                            uint32_t flags, uintptr_t stack_limit,
                                            struct js_regexp_error *error)
{
    struct regexp_parser parser;
    struct regexp_node *tree = js__regexp_parse(&parser, heap, pattern, flags, stack_limit, error);
    struct js_regexp_program *program =
        tree == NULL ? NULL : compile_tree(&parser, tree, heap, error);

    js__regexp_parse_end(&parser);
    return program;
}

bool js_regexp_validate(gc_heap *heap, const struct js_regexp_text *pattern, uint32_t flags,
                        uintptr_t stack_limit, struct js_regexp_error *error)
{
    struct regexp_parser parser;
    const bool valid = js__regexp_parse(&parser, heap, pattern, flags, stack_limit, error) != NULL;

    js__regexp_parse_end(&parser);
    return valid;
}

void js_regexp_free(gc_heap *heap, struct js_regexp_program *program)
{
    if (program != NULL)
        gc_free(heap, program, program->byte_size);
}

struct js_regexp_group_name js_regexp_group_name(const struct js_regexp_program *program,
                                                 uint32_t index)
{
    const struct regexp_name_record *record = js__regexp_part(program, program->name_offset);

    record += index;
    return (struct js_regexp_group_name){js__regexp_part(program, record->offset), record->length,
                                         record->group};
}

static const char flag_letters[] = "dgimsuy";

bool js_regexp_parse_flags(const struct js_regexp_text *text, uint32_t *flags)
{
    *flags = 0;
    for (uint32_t i = 0; i < text->length; i++) {
        const uint32_t unit =
            text->wide ? ((const uint16_t *)text->units)[i] : ((const uint8_t *)text->units)[i];
        const char *letter = unit - 1 < 127 ? strchr(flag_letters, (int)unit) : NULL;
        const uint32_t flag = letter == NULL ? 0 : 1u << (letter - flag_letters);

        if (flag == 0 || (*flags & flag))
            return false;
        *flags |= flag;
    }
    return true;
}

size_t js_regexp_flag_letters(uint32_t flags, char letters[8])
{
    size_t count = 0;

    for (uint32_t i = 0; i < sizeof flag_letters - 1; i++)
        if (flags & 1u << i)
            letters[count++] = flag_letters[i];
    letters[count] = '\0';
    return count;
}

struct output {
    uint16_t *units;
    size_t capacity, length;
};

static void put_unit(struct output *out, uint32_t unit)
{
    if (out->length < out->capacity)
        out->units[out->length] = (uint16_t)unit;
    out->length++;
}

static void put_ascii(struct output *out, const char *text)
{
    for (; *text; text++)
        put_unit(out, (uint8_t)*text);
}

size_t js_regexp_error_text(const struct js_regexp_text *pattern, uint32_t flags,
                            const struct js_regexp_error *error, uint16_t *units, size_t capacity)
{
    struct output out = {units, capacity, 0};
    char letters[8];

    put_ascii(&out, "Invalid regular expression: /");
    for (uint32_t i = 0; i < pattern->length; i++)
        put_unit(&out, pattern->wide ? ((const uint16_t *)pattern->units)[i]
                                     : ((const uint8_t *)pattern->units)[i]);
    put_ascii(&out, "/");
    js_regexp_flag_letters(flags, letters);
    put_ascii(&out, letters);
    put_ascii(&out, ": ");
    put_ascii(&out, error->message == NULL ? "Out of memory" : error->message);
    return out.length;
}
