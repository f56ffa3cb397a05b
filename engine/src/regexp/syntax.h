/*
 * regexp/syntax.h: the syntax tree of a pattern, made by parse.c and parse_escape.c, read by the
 * compiler.
 *
 * What flags mean is settled in the tree: ignoring case has widened characters to sets, `.` is a
 * set, ^ and $ come in two kinds.  The tree lives in the parser's arena.
 */
#ifndef JS_REGEXP_SYNTAX_H
#define JS_REGEXP_SYNTAX_H

#include "regexp/charset.h"
#include "regexp/regexp.h"

#define REGEXP_INFINITY     UINT32_MAX      /* a quantifier without upper bound */
#define REGEXP_NUMBER_MAX   (INT32_MAX - 1) /* bounds beyond it count as infinity */
#define REGEXP_CAPTURES_MAX 32767           /* as in V8 */
#define REGEXP_DEPTH_MAX    1000 /* groups within groups: bounds all recursion over the tree */

enum regexp_node_kind {
    REGEXP_EMPTY,
    REGEXP_CHAR,         /* one character: a code point (u) or a code unit */
    REGEXP_SET,          /* one character of a set */
    REGEXP_SEQUENCE,     /* list, one after the other */
    REGEXP_ALTERNATIVES, /* list, the first that matches */
    REGEXP_CAPTURE,
    REGEXP_LOOP,
    REGEXP_LOOK,
    REGEXP_BACKREFERENCE,
    REGEXP_ASSERTION
};

enum regexp_assertion {
    REGEXP_INPUT_START,
    REGEXP_LINE_START, /* ^ with the m flag */
    REGEXP_INPUT_END,
    REGEXP_LINE_END,
    REGEXP_WORD_BOUNDARY,
    REGEXP_NOT_WORD_BOUNDARY
};

struct regexp_group;

struct regexp_node {
    uint8_t kind;  /* regexp_node_kind */
    bool greedy;   /* loops */
    bool behind;   /* looks: lookbehind */
    bool negative; /* looks */
    uint8_t assertion;
    uint32_t width_min,
        width_max;     /* of what it matches, in code units; width_max saturates at UINT32_MAX */
    uint32_t min, max; /* loops */
    uint32_t group_first,
        group_end;              /* groups in the body: loops, looks; group_first alone: captures */
    struct regexp_first *first; /* the compiler's: what a match can begin with */
    union {
        uint32_t character;
        struct regexp_set set;
        struct regexp_node *body;
        struct {
            struct regexp_node **items;
            uint32_t count;
        } list;
        struct {
            uint32_t *groups; /* the one that took part is meant: at most one does */
            uint32_t count;
        } reference;
    };
};

/* A named group, in the order of the pattern. */
struct regexp_name {
    struct regexp_name *next;        /* in the order of the pattern */
    struct regexp_name *next_hashed; /* in its bucket */
    const struct regexp_scope *scope;
    uint32_t hash;
    uint32_t group;
    uint32_t length;
    uint16_t units[];
};

/* The alternative of a disjunction that a group stands in: two groups of one name must differ in
 * one. */
struct regexp_scope {
    const struct regexp_scope *parent;
    uint32_t disjunction, alternative, depth;
};

/* A \k<name>, bound to its groups when all groups are known. */
struct regexp_named_reference {
    struct regexp_named_reference *next;
    struct regexp_node *node;
    uint32_t position;
    const struct regexp_name *name;
};

#define REGEXP_NAME_BUCKETS 64

struct regexp_parser {
    struct regexp_arena arena;
    struct js_regexp_text text;
    struct js_regexp_error *error;
    uint32_t flags;
    uint32_t at; /* the next unit to be read */
    uint32_t depth;
    uint32_t group_total;  /* counted beforehand, the whole match included */
    uint32_t group_count;  /* met so far, likewise */
    uint32_t disjunctions; /* met so far */
    uint32_t name_count;
    bool has_names;      /* some group is named: \k is a reference even without the u flag */
    bool has_references; /* some has been met */
    const struct regexp_scope *scope;
    struct regexp_name *names, **names_end;
    struct regexp_name *buckets[REGEXP_NAME_BUCKETS];
    struct regexp_named_reference *references;
    struct regexp_node **pending; /* a stack of nodes whose list is not yet complete */
    uint32_t pending_count, pending_capacity;
};

#define REGEXP_END UINT32_MAX /* what is read beyond the pattern */

/*
 * Parses pattern.  Returns its tree, or NULL with *error set.  parser is then to be given to
 * js__regexp_parse_end, which frees the tree, in either case.
 */
struct regexp_node *js__regexp_parse(struct regexp_parser *parser, gc_heap *heap,
                                     const struct js_regexp_text *pattern, uint32_t flags,
                                     uintptr_t stack_limit, struct js_regexp_error *error);
void js__regexp_parse_end(struct regexp_parser *parser);

/* Between parse.c and parse_escape.c.  What fails returns NULL or false and has set the error. */
struct regexp_node *js__regexp_node(struct regexp_parser *p, enum regexp_node_kind kind);
struct regexp_node *js__regexp_character(struct regexp_parser *p, uint32_t character);
struct regexp_node *js__regexp_set_node(struct regexp_parser *p, struct regexp_set set,
                                        bool negate);
struct regexp_node *js__regexp_parse_class(struct regexp_parser *p);       /* after the [ */
struct regexp_node *js__regexp_parse_atom_escape(struct regexp_parser *p); /* after the backslash */
bool js__regexp_parse_name(struct regexp_parser *p, struct regexp_name **name);
bool js__regexp_fail(struct regexp_parser *p, const char *message);
bool js__regexp_fail_memory(struct regexp_parser *p);

static inline uint32_t js__regexp_peek(const struct regexp_parser *p, uint32_t distance)
{
    const uint64_t at = (uint64_t)p->at + distance;

    if (at >= p->text.length)
        return REGEXP_END;
    return p->text.wide ? ((const uint16_t *)p->text.units)[at]
                        : ((const uint8_t *)p->text.units)[at];
}

static inline bool js__regexp_unicode(const struct regexp_parser *p)
{
    return p->flags & JS_REGEXP_UNICODE;
}

static inline bool js__is_lead(uint32_t unit)
{
    return unit - 0xd800 < 0x400;
}

static inline bool js__is_trail(uint32_t unit)
{
    return unit - 0xdc00 < 0x400;
}

static inline uint32_t js__join_surrogates(uint32_t lead, uint32_t trail)
{
    return 0x10000 + ((lead - 0xd800) << 10) + (trail - 0xdc00);
}

#endif
