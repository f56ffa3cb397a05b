/*
 * regexp/parse.c: patterns (ECMA-262 22.2.1 with Annex B.1.2) to trees.  Recursive descent, one
 * level per group, at most REGEXP_DEPTH_MAX of them.  A first pass counts the groups and looks for
 * named ones, since both decide what \1 and \k mean.
 *
 * Messages are V8's, and where several errors meet, the one is told that V8 tells.
 */
#include <string.h>

#include "regexp/syntax.h"

static struct regexp_node *parse_disjunction(struct regexp_parser *p);

bool js__regexp_fail(struct regexp_parser *p, const char *message)
{
    if (p->error->kind == JS_REGEXP_NO_ERROR) {
        p->error->kind = JS_REGEXP_SYNTAX_ERROR;
        p->error->message = message;
        p->error->position = p->at;
    }
    return false;
}

bool js__regexp_fail_memory(struct regexp_parser *p)
{
    if (p->error->kind == JS_REGEXP_NO_ERROR)
        p->error->kind = JS_REGEXP_NO_MEMORY;
    return false;
}

static struct regexp_node *fail(struct regexp_parser *p, const char *message)
{
    js__regexp_fail(p, message);
    return NULL;
}

struct regexp_node *js__regexp_node(struct regexp_parser *p, enum regexp_node_kind kind)
{
    struct regexp_node *node = js__regexp_alloc(&p->arena, sizeof *node);

    if (node == NULL) {
        js__regexp_fail_memory(p);
        return NULL;
    }
    memset(node, 0, sizeof *node);
    node->kind = (uint8_t)kind;
    return node;
}

/* A node for one character that is compared as it is. */
static struct regexp_node *plain_character(struct regexp_parser *p, uint32_t character)
{
    struct regexp_node *node = js__regexp_node(p, REGEXP_CHAR);

    if (node != NULL) {
        node->character = character;
        node->width_min = node->width_max = character > 0xffff ? 2 : 1;
    }
    return node;
}

/* A node for one character of a normal set, case settled. */
static struct regexp_node *plain_set(struct regexp_parser *p, const struct regexp_set *set)
{
    if (set->count == 1 && set->ranges[0].from == set->ranges[0].to)
        return plain_character(p, set->ranges[0].from);
    struct regexp_node *node = js__regexp_node(p, REGEXP_SET);

    if (node != NULL) {
        node->set = *set;
        node->width_min = 1;
        node->width_max = js__regexp_unicode(p) && !js__set_is_subset(set, 0, 0xffff) ? 2 : 1;
    }
    return node;
}

struct regexp_node *js__regexp_set_node(struct regexp_parser *p, struct regexp_set set, bool negate)
{
    const enum js_case_mode mode = js__regexp_unicode(p) ? JS_CASE_FOLD : JS_CASE_UPPER;

    js__set_normalise(&set);
    if (((p->flags & JS_REGEXP_IGNORE_CASE) && !js__set_ignore_case(&p->arena, &set, mode)) ||
        (negate && !js__set_invert(&p->arena, &set))) {
        js__regexp_fail_memory(p);
        return NULL;
    }
    return plain_set(p, &set);
}

struct regexp_node *js__regexp_character(struct regexp_parser *p, uint32_t character)
{
    struct regexp_set set = {0};
    const bool ascii = character < 128 && !js__regexp_unicode(p);
    const bool letter = (character | 0x20) - 'a' < 26;

    if (!(p->flags & JS_REGEXP_IGNORE_CASE) || (ascii && !letter))
        return plain_character(p, character);
    /* Without the u flag an ASCII letter is equal to its other case only: no need for the tables.
     */
    const uint32_t first = ascii ? character & ~0x20u : character;

    if (!js__set_add(&p->arena, &set, first, first) ||
        (ascii && !js__set_add(&p->arena, &set, first | 0x20, first | 0x20))) {
        js__regexp_fail_memory(p);
        return NULL;
    }
    return ascii ? plain_set(p, &set) : js__regexp_set_node(p, set, false);
}

/* . */
static struct regexp_node *any_character(struct regexp_parser *p)
{
    struct regexp_set set = {0};
    bool ok;

    if (p->flags & JS_REGEXP_DOT_ALL)
        ok = js__set_add(&p->arena, &set, 0, REGEXP_CODE_POINT_MAX);
    else
        ok = js__set_add(&p->arena, &set, 0, 9) && js__set_add(&p->arena, &set, 11, 12) &&
             js__set_add(&p->arena, &set, 14, 0x2027) &&
             js__set_add(&p->arena, &set, 0x202a, REGEXP_CODE_POINT_MAX);
    struct regexp_node *node = ok ? js__regexp_node(p, REGEXP_SET) : NULL;

    if (node == NULL) {
        js__regexp_fail_memory(p);
        return NULL;
    }
    node->set = set;
    node->width_min = 1;
    node->width_max = js__regexp_unicode(p) ? 2 : 1;
    return node;
}

static struct regexp_node *assertion(struct regexp_parser *p, enum regexp_assertion kind)
{
    struct regexp_node *node = js__regexp_node(p, REGEXP_ASSERTION);

    if (node != NULL)
        node->assertion = (uint8_t)kind;
    return node;
}

static uint32_t add_widths(uint32_t a, uint32_t b)
{
    return a > UINT32_MAX - b ? UINT32_MAX : a + b;
}

static bool push(struct regexp_parser *p, struct regexp_node *node)
{
    if (node == NULL)
        return false;
    if (p->pending_count == p->pending_capacity) {
        const uint32_t capacity = p->pending_capacity == 0 ? 32 : p->pending_capacity * 2;
        struct regexp_node **grown =
            gc_realloc(p->arena.heap, p->pending, p->pending_capacity * sizeof *grown,
                       capacity * sizeof *grown);

        if (grown == NULL)
            return js__regexp_fail_memory(p);
        p->pending = grown;
        p->pending_capacity = capacity;
    }
    p->pending[p->pending_count++] = node;
    return true;
}

/*
 * Alternatives that are one character each are one set.  False if they are not that; *set has their
 * members else.
 */
static bool merge_characters(struct regexp_parser *p, struct regexp_node *const *items,
                             uint32_t count, struct regexp_set *set)
{
    for (uint32_t i = 0; i < count; i++)
        if (items[i]->kind != REGEXP_CHAR && items[i]->kind != REGEXP_SET)
            return false;
    for (uint32_t i = 0; i < count; i++)
        if (!(items[i]->kind == REGEXP_SET
                  ? js__set_add_all(&p->arena, set, &items[i]->set)
                  : js__set_add(&p->arena, set, items[i]->character, items[i]->character)))
            return js__regexp_fail_memory(p);
    js__set_normalise(set);
    return true;
}

/* A list node of what was pushed since base, or that node itself if there is one. */
static struct regexp_node *pop_list(struct regexp_parser *p, uint32_t base,
                                    enum regexp_node_kind kind)
{
    const uint32_t count = p->pending_count - base;

    if (count == 0)
        return js__regexp_node(p, REGEXP_EMPTY);
    struct regexp_node **const items = p->pending + base;

    p->pending_count = base;
    if (count == 1)
        return items[0];
    struct regexp_set set = {0};

    if (kind == REGEXP_ALTERNATIVES && merge_characters(p, items, count, &set))
        return plain_set(p, &set);
    struct regexp_node *node =
        p->error->kind == JS_REGEXP_NO_ERROR ? js__regexp_node(p, kind) : NULL;

    if (node == NULL)
        return NULL;
    node->list.items = js__regexp_alloc(&p->arena, count * sizeof *items);
    if (node->list.items == NULL) {
        js__regexp_fail_memory(p);
        return NULL;
    }
    memcpy(node->list.items, items, count * sizeof *items);
    node->list.count = count;
    node->width_min = kind == REGEXP_SEQUENCE ? 0 : UINT32_MAX;
    for (uint32_t i = 0; i < count; i++) {
        const struct regexp_node *item = items[i];

        if (kind == REGEXP_SEQUENCE) {
            node->width_min = add_widths(node->width_min, item->width_min);
            node->width_max = add_widths(node->width_max, item->width_max);
        } else {
            node->width_min = item->width_min < node->width_min ? item->width_min : node->width_min;
            node->width_max = item->width_max > node->width_max ? item->width_max : node->width_max;
        }
    }
    return node;
}

/* Reads digits at p->at + *distance; a number beyond REGEXP_NUMBER_MAX is infinity.  False if there
 * are none. */
static bool read_bound(const struct regexp_parser *p, uint32_t *distance, uint32_t *bound)
{
    const uint32_t begin = *distance;
    uint64_t number = 0;

    for (; js__regexp_peek(p, *distance) - '0' < 10; ++*distance)
        if (number <= REGEXP_NUMBER_MAX)
            number = number * 10 + (js__regexp_peek(p, *distance) - '0');
    *bound = number > REGEXP_NUMBER_MAX ? REGEXP_INFINITY : (uint32_t)number;
    return *distance > begin;
}

/* Reads {n}, {n,} or {n,m}.  False, nothing read, if it is none of these. */
static bool read_braces(struct regexp_parser *p, uint32_t *min, uint32_t *max)
{
    uint32_t distance = 1;

    if (!read_bound(p, &distance, min))
        return false;
    *max = *min;
    if (js__regexp_peek(p, distance) == ',') {
        distance++;
        if (!read_bound(p, &distance, max))
            *max = REGEXP_INFINITY;
    }
    if (js__regexp_peek(p, distance) != '}')
        return false;
    p->at += distance + 1;
    return true;
}

/* Reads a quantifier if there is one.  False on error; *found says whether there was one. */
static bool read_quantifier(struct regexp_parser *p, uint32_t *min, uint32_t *max, bool *greedy,
                            bool *found)
{
    *found = true;
    *min = 0;
    *max = REGEXP_INFINITY;
    switch (js__regexp_peek(p, 0)) {
    case '*':
        p->at++;
        break;
    case '+':
        *min = 1;
        p->at++;
        break;
    case '?':
        *max = 1;
        p->at++;
        break;
    case '{':
        if (read_braces(p, min, max)) {
            if (*max < *min)
                return js__regexp_fail(p, "numbers out of order in {} quantifier");
            break;
        }
        if (js__regexp_unicode(p))
            return js__regexp_fail(p, "Incomplete quantifier");
        /* fall through */
    default:
        *found = false;
        return true;
    }
    *greedy = js__regexp_peek(p, 0) != '?';
    p->at += !*greedy;
    return true;
}

static uint32_t multiply_widths(uint32_t width, uint32_t times)
{
    const uint64_t product = (uint64_t)width * times;

    return product > UINT32_MAX ? UINT32_MAX : (uint32_t)product;
}

/*
 * Applies the quantifier that may follow to the atom whose groups are those from group_first on;
 * enclosed: (?:) is around it.
 */
static struct regexp_node *quantified(struct regexp_parser *p, struct regexp_node *atom,
                                      bool enclosed, uint32_t group_first)
{
    uint32_t min, max;
    bool greedy = true, found;

    if (atom == NULL || !read_quantifier(p, &min, &max, &greedy, &found))
        return NULL;
    if (!found)
        return atom;
    /* Annex B: only lookaheads are quantifiable assertions. */
    if (atom->kind == REGEXP_LOOK && !enclosed && (atom->behind || js__regexp_unicode(p)))
        return fail(p, "Invalid quantifier");
    struct regexp_node *loop = js__regexp_node(p, REGEXP_LOOP);

    if (loop == NULL)
        return NULL;
    loop->body = atom;
    loop->min = min;
    loop->max = max;
    loop->greedy = greedy;
    loop->group_first = group_first;
    loop->group_end = p->group_count;
    loop->width_min = multiply_widths(atom->width_min, min);
    if (atom->width_max != 0 && max != 0)
        loop->width_max =
            max == REGEXP_INFINITY ? UINT32_MAX : multiply_widths(atom->width_max, max);
    return loop;
}

/* Two groups of one name can both take part unless some disjunction has them in different
 * alternatives. */
static bool may_both_take_part(const struct regexp_scope *a, const struct regexp_scope *b)
{
    while (a != b) {
        if (a->depth > b->depth) {
            a = a->parent;
        } else if (b->depth > a->depth) {
            b = b->parent;
        } else if (a->disjunction == b->disjunction) {
            return false; /* the same disjunction but not the same scope: different alternatives */
        } else {
            a = a->parent;
            b = b->parent;
        }
    }
    return true;
}

static bool same_name(const struct regexp_name *a, const struct regexp_name *b)
{
    return a->hash == b->hash && a->length == b->length &&
           memcmp(a->units, b->units, a->length * 2) == 0;
}

/* Adds name to the list, which is in the order of the groups' beginnings. */
static void list_name(struct regexp_parser *p, struct regexp_name *name, uint32_t group)
{
    name->group = group;
    name->scope = p->scope;
    *p->names_end = name;
    p->names_end = &name->next;
    p->name_count++;
}

/* At the end of its group: makes name known and looks for others like it. */
static bool declare_name(struct regexp_parser *p, struct regexp_name *name)
{
    struct regexp_name **bucket = &p->buckets[name->hash % REGEXP_NAME_BUCKETS];

    for (const struct regexp_name *other = *bucket; other != NULL; other = other->next_hashed)
        if (same_name(name, other) && may_both_take_part(name->scope, other->scope))
            return js__regexp_fail(p, "Duplicate capture group name");
    name->next_hashed = *bucket;
    *bucket = name;
    return true;
}

/* After the ( of a group: reads ?: ?= ?! ?<= ?<! or ?<name>, and makes the group's node unless it
 * is a plain one. */
static bool read_group_head(struct regexp_parser *p, struct regexp_node **node,
                            struct regexp_name **name)
{
    enum regexp_node_kind kind = REGEXP_LOOK;
    bool behind = false, negative = false, named = false;

    if (js__regexp_peek(p, 0) != '?') {
        kind = REGEXP_CAPTURE;
    } else if (js__regexp_peek(p, 1) == ':') {
        p->at += 2;
        return true;
    } else if (js__regexp_peek(p, 1) == '=' || js__regexp_peek(p, 1) == '!') {
        negative = js__regexp_peek(p, 1) == '!';
        p->at += 2;
    } else if (js__regexp_peek(p, 1) != '<') {
        p->at++;
        return js__regexp_fail(p, "Invalid group");
    } else if (js__regexp_peek(p, 2) == '=' || js__regexp_peek(p, 2) == '!') {
        behind = true;
        negative = js__regexp_peek(p, 2) == '!';
        p->at += 3;
    } else {
        kind = REGEXP_CAPTURE;
        named = true;
        p->at++;
    }
    *node = js__regexp_node(p, kind);
    if (*node == NULL)
        return false;
    (*node)->behind = behind;
    (*node)->negative = negative;
    (*node)->group_first = p->group_count;
    if (kind == REGEXP_CAPTURE) {
        if (p->group_count > REGEXP_CAPTURES_MAX)
            return js__regexp_fail(p, "Too many captures");
        p->group_count++;
        if (named && !js__regexp_parse_name(p, name))
            return false;
        if (named)
            list_name(p, *name, (*node)->group_first);
    }
    return true;
}

/* After the (: a group, its quantifier excluded. */
static struct regexp_node *parse_group(struct regexp_parser *p)
{
    struct regexp_node *node = NULL, *body;
    struct regexp_name *name = NULL;

    if (!read_group_head(p, &node, &name))
        return NULL;
    if (++p->depth > REGEXP_DEPTH_MAX || js__regexp_stack_is_low(&p->arena))
        return fail(p, "Regular expression too large");
    body = parse_disjunction(p);
    if (body == NULL)
        return NULL;
    p->depth--;
    if (js__regexp_peek(p, 0) != ')')
        return fail(p, "Unterminated group");
    p->at++;
    if (name != NULL && !declare_name(p, name))
        return NULL;
    if (node == NULL)
        return body;
    node->body = body;
    if (node->kind == REGEXP_CAPTURE) {
        node->width_min = body->width_min;
        node->width_max = body->width_max;
    } else {
        node->group_end = p->group_count;
    }
    return node;
}

/* A { that no atom precedes: an error unless it can stand for itself. */
static struct regexp_node *parse_lone_brace(struct regexp_parser *p)
{
    uint32_t min, max;

    if (read_braces(p, &min, &max))
        return fail(p, "Nothing to repeat");
    if (js__regexp_unicode(p))
        return fail(p, "Lone quantifier brackets");
    p->at++;
    return js__regexp_character(p, '{');
}

static struct regexp_node *parse_literal(struct regexp_parser *p)
{
    const uint32_t unit = js__regexp_peek(p, 0), next = js__regexp_peek(p, 1);

    if (js__regexp_unicode(p) && js__is_lead(unit) && js__is_trail(next)) {
        p->at += 2;
        return js__regexp_character(p, js__join_surrogates(unit, next));
    }
    p->at++;
    return js__regexp_character(p, unit);
}

static struct regexp_node *parse_escape(struct regexp_parser *p, bool *quantifiable)
{
    p->at++;
    switch (js__regexp_peek(p, 0)) {
    case 'b':
        *quantifiable = false;
        p->at++;
        return assertion(p, REGEXP_WORD_BOUNDARY);
    case 'B':
        *quantifiable = false;
        p->at++;
        return assertion(p, REGEXP_NOT_WORD_BOUNDARY);
    case REGEXP_END:
        return fail(p, "\\ at end of pattern");
    default:
        return js__regexp_parse_atom_escape(p);
    }
}

/* An assertion or an atom; *quantifiable: a quantifier may follow. */
static struct regexp_node *parse_atom(struct regexp_parser *p, bool *quantifiable)
{
    const bool multiline = p->flags & JS_REGEXP_MULTILINE;

    *quantifiable = true;
    switch (js__regexp_peek(p, 0)) {
    case '^':
        p->at++;
        *quantifiable = false;
        return assertion(p, multiline ? REGEXP_LINE_START : REGEXP_INPUT_START);
    case '$':
        p->at++;
        *quantifiable = false;
        return assertion(p, multiline ? REGEXP_LINE_END : REGEXP_INPUT_END);
    case '(':
        p->at++;
        return parse_group(p);
    case '[':
        p->at++;
        return js__regexp_parse_class(p);
    case '.':
        p->at++;
        return any_character(p);
    case '\\':
        return parse_escape(p, quantifiable);
    case '*':
    case '+':
    case '?':
        return fail(p, "Nothing to repeat");
    case '{':
        return parse_lone_brace(p);
    case '}':
    case ']':
        if (js__regexp_unicode(p))
            return fail(p, "Lone quantifier brackets");
        return parse_literal(p);
    default:
        return parse_literal(p);
    }
}

static struct regexp_node *parse_alternative(struct regexp_parser *p)
{
    const uint32_t base = p->pending_count;

    for (uint32_t c = js__regexp_peek(p, 0); c != REGEXP_END && c != '|' && c != ')';
         c = js__regexp_peek(p, 0)) {
        const uint32_t group_first = p->group_count;
        const bool enclosed = c == '(' && js__regexp_peek(p, 2) == ':';
        bool quantifiable;
        struct regexp_node *node = parse_atom(p, &quantifiable);

        if (quantifiable)
            node = quantified(p, node, enclosed, group_first);
        if (!push(p, node))
            return NULL;
    }
    return pop_list(p, base, REGEXP_SEQUENCE);
}

static struct regexp_node *parse_disjunction(struct regexp_parser *p)
{
    const uint32_t base = p->pending_count, id = p->disjunctions++;
    const struct regexp_scope *const outer = p->scope;

    for (uint32_t alternative = 0;; alternative++) {
        struct regexp_scope *scope = js__regexp_alloc(&p->arena, sizeof *scope);

        if (scope == NULL) {
            js__regexp_fail_memory(p);
            return NULL;
        }
        *scope = (struct regexp_scope){outer, id, alternative, p->depth};
        p->scope = scope;
        if (!push(p, parse_alternative(p)))
            return NULL;
        if (js__regexp_peek(p, 0) != '|')
            break;
        p->at++;
    }
    p->scope = outer;
    return pop_list(p, base, REGEXP_ALTERNATIVES);
}

/* Counts the groups, and notes whether one has a name. */
static void count_groups(struct regexp_parser *p)
{
    bool in_class = false;

    p->group_total = 1;
    for (p->at = 0; p->at < p->text.length; p->at++) {
        switch (js__regexp_peek(p, 0)) {
        case '\\':
            p->at++;
            break;
        case '[':
            in_class = true;
            break;
        case ']':
            in_class = false;
            break;
        case '(':
            if (in_class)
                break;
            if (js__regexp_peek(p, 1) != '?') {
                p->group_total++;
            } else if (js__regexp_peek(p, 2) == '<' && js__regexp_peek(p, 3) != '=' &&
                       js__regexp_peek(p, 3) != '!') {
                p->group_total++;
                p->has_names = true;
            }
            break;
        default:
            break;
        }
    }
    p->at = 0;
}

/* Gives each \k<name> its groups. */
static bool bind_references(struct regexp_parser *p)
{
    for (const struct regexp_named_reference *r = p->references; r != NULL; r = r->next) {
        const struct regexp_name *const bucket = p->buckets[r->name->hash % REGEXP_NAME_BUCKETS];
        uint32_t count = 0;

        for (const struct regexp_name *name = bucket; name != NULL; name = name->next_hashed)
            count += same_name(name, r->name);
        if (count == 0) {
            p->at = r->position;
            return js__regexp_fail(p, "Invalid named capture referenced");
        }
        r->node->reference.groups = js__regexp_alloc(&p->arena, count * sizeof(uint32_t));
        if (r->node->reference.groups == NULL)
            return js__regexp_fail_memory(p);
        for (const struct regexp_name *name = bucket; name != NULL; name = name->next_hashed)
            if (same_name(name, r->name))
                r->node->reference.groups[r->node->reference.count++] = name->group;
    }
    return true;
}

struct regexp_node *js__regexp_parse(struct regexp_parser *p, gc_heap *heap,
                                     const struct js_regexp_text *pattern, uint32_t flags,
                                     uintptr_t stack_limit, struct js_regexp_error *error)
{
    memset(p, 0, sizeof *p);
    memset(error, 0, sizeof *error);
    p->arena.heap = heap;
    p->arena.stack_limit = stack_limit;
    p->text = *pattern;
    p->error = error;
    p->flags = flags;
    p->group_count = 1;
    p->names_end = &p->names;
    count_groups(p);

    struct regexp_node *tree = parse_disjunction(p);

    if (tree == NULL)
        return NULL;
    if (p->at < p->text.length)
        return fail(p, "Unmatched ')'");
    return bind_references(p) ? tree : NULL;
}

void js__regexp_parse_end(struct regexp_parser *p)
{
    gc_free(p->arena.heap, p->pending, p->pending_capacity * sizeof *p->pending);
    js__regexp_release(&p->arena);
}
