/*
 * words.c: counts words, in a binary tree on the heap: cells with slots and with raw bytes, strings, a root that
 * outlives functions, a limit that fails instead of aborting, and figures at the end.
 *
 *   cc words.c $(pkg-config --cflags --libs tenure-gc) && ./a.out <words.c
 */
#include <gc/gc.h>
#include <ctype.h>
#include <stdio.h>
#include <string.h>

enum { TEXT = GC_KIND_FIRST_CLIENT, NODE, KINDS };

/* A node: three references, and a count, which is no reference. */
#define NODE_REFS(F) F(word) F(left) F(right)
#define NODE_DATA(F) F(uint32_t, count)
GC_CELL(node, NODE_REFS, NODE_DATA);

/* A text: bytes only. */
struct text {
    struct gc_header header;
    uint32_t length;
    char bytes[];
};

static GC_KIND(node, NODE_REFS);
static const struct gc_kind text_kind = {.name = "text", .slots_begin = 8, .slots_end = 8};
static const struct gc_kind *const kinds[KINDS] = {[TEXT] = &text_kind, [NODE] = &node_kind};

static int compare_nogc(gc_heap *heap, const struct node *node, const char *word, size_t length)
{
    const struct text *text = gc_to_cell(gc_get(heap, &node->word));
    int order = memcmp(word, text->bytes, length < text->length ? length : text->length);

    return order != 0 ? order : (length > text->length) - (length < text->length);
}

/* Makes a node for a word.  May collect: every address that the caller holds is void afterwards. */
static bool new_node(gc_heap *heap, const char *word, size_t length, gc_value *out)
{
    GC_FRAME(heap, f, text, node);

    if (!gc_alloc(heap, TEXT, sizeof(struct text) + length, &f.text))
        return false;
    struct text *text = gc_to_cell(f.text);
    text->length = (uint32_t)length;
    memcpy(text->bytes, word, length);
    if (!gc_alloc(heap, NODE, sizeof(struct node), &f.node))
        return false;
    struct node *node = gc_to_cell(f.node);
    gc_init(heap, node, &node->word, gc_slot_of(heap, f.text));
    node->count = 1;
    *out = f.node;
    return true;
}

/* Counts a word in the tree *root; false: the heap's limit is reached, and the tree is as it was. */
static bool count_word(gc_heap *heap, gc_value *root, const char *word, size_t length)
{
    GC_FRAME(heap, f, parent, here, fresh);
    int order = 0;

    for (f.here = *root; gc_is_cell(f.here);) {
        struct node *node = gc_to_cell(f.here);
        order = compare_nogc(heap, node, word, length);
        if (order == 0) {
            node->count++; /* raw data: no barrier */
            return true;
        }
        f.parent = f.here;
        f.here = gc_get(heap, order < 0 ? &node->left : &node->right);
    }
    if (!new_node(heap, word, length, &f.fresh))
        return false;
    if (!gc_is_cell(*root)) {
        *root = f.fresh;
        return true;
    }
    struct node *parent = gc_to_cell(f.parent); /* fetched after the call that may collect */
    gc_write(heap, parent, order < 0 ? &parent->left : &parent->right, gc_slot_of(heap, f.fresh));
    return true;
}

static void measure(void *arg, void *cell, size_t bytes)
{
    size_t *sums = arg;

    (void)bytes;
    if (gc_kind_of(cell) != NODE)
        return;
    sums[0]++;
    sums[1] += ((struct node *)cell)->count;
}

int main(void)
{
    gc_heap *heap = gc_heap_create(&(struct gc_config){
        .kinds = kinds, .kind_count = KINDS, .max_old_bytes = 16u << 20, .at_limit = GC_AT_LIMIT_FAIL});
    struct gc_root tree;
    char word[64];
    size_t length = 0, sums[2] = {0, 0};

    if (heap == NULL)
        return 1;
    gc_root_add(heap, &tree, GC_EMPTY);
    for (int c = getchar();; c = getchar()) {
        if (c != EOF && isalnum(c) && length < sizeof word) {
            word[length++] = (char)c;
        } else if (length > 0) {
            if (!count_word(heap, &tree.value, word, length))
                return puts("too many words for 16 MB"), 1;
            length = 0;
        }
        if (c == EOF)
            break;
    }
    gc_walk(heap, measure, sums);
    printf("%zu words, %zu different\n", sums[1], sums[0]);
    gc_root_remove(heap, &tree);
    gc_heap_destroy(heap);
    return 0;
}
