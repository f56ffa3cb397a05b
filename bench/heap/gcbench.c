/*
 * gcbench.c: the classical collector benchmark of Ellis, Kovac and Boehm: a tree that is stretched and
 * dropped, a long-lived tree and array, and trees of growing depth that die, built from the root down
 * and from the leaves up.
 */
#include "common.h"

enum { STRETCH_DEPTH = 18, LONG_DEPTH = 16, ARRAY_SIZE = 500000, LEAST_DEPTH = 4, MOST_DEPTH = 16 };
enum { NODE = GC_KIND_FIRST_CLIENT, DOUBLES, KINDS };

#define NODE_REFS(F) F(left) F(right)
#define NODE_DATA(F) F(int32_t, i) F(int32_t, j)
GC_CELL(node, NODE_REFS, NODE_DATA);
static GC_KIND(node, NODE_REFS);

struct doubles {
    struct gc_header header;
    uint32_t count;
    double items[];
};
static const struct gc_kind doubles_kind = {.name = "doubles", .slots_begin = 8, .slots_end = 8};
static const struct gc_kind *const kinds[KINDS] = {[NODE] = &node_kind, [DOUBLES] = &doubles_kind};

static int tree_size(int depth)
{
    return (1 << (depth + 1)) - 1;
}

/* Gives *node, which is rooted, children.  They are told where no safepoint has come since. */
GC_INLINE void add_children(gc_heap *heap, const gc_value *node, struct node **left, struct node **right)
{
    must(gc_reserve(heap, 2 * sizeof(struct node)));
    *left = gc_alloc_reserved_nogc(heap, NODE, sizeof **left);
    *right = gc_alloc_reserved_nogc(heap, NODE, sizeof **right);
    struct node *n = gc_to_cell(*node);
    gc_write(heap, n, &n->left, gc_slot_from_cell(heap, *left));
    gc_write(heap, n, &n->right, gc_slot_from_cell(heap, *right));
}

/* The same, down to depth > 1: only who calls what may collect needs a frame. */
static GC_NOINLINE void populate(gc_heap *heap, int depth, const gc_value *node)
{
    GC_FRAME(heap, f, left, right);
    struct node *left, *right;

    add_children(heap, node, &left, &right);
    f.left = gc_from_cell(left);
    f.right = gc_from_cell(right);
    if (depth > 2) {
        populate(heap, depth - 1, &f.left);
        populate(heap, depth - 1, &f.right);
    } else {
        add_children(heap, &f.left, &left, &right);
        add_children(heap, &f.right, &left, &right);
    }
}

GC_INLINE struct node *node_nogc(gc_heap *heap, const struct node *left, const struct node *right)
{
    struct node *node = gc_alloc_reserved_nogc(heap, NODE, sizeof *node);

    gc_init(heap, node, &node->left, gc_slot_from_cell(heap, left));
    gc_init(heap, node, &node->right, gc_slot_from_cell(heap, right));
    return node;
}

/* Two leaves, and the node above them: what is reserved needs no frame. */
GC_INLINE struct node *smallest_nogc(gc_heap *heap)
{
    struct node *left = gc_alloc_reserved_nogc(heap, NODE, sizeof *left);
    struct node *right = gc_alloc_reserved_nogc(heap, NODE, sizeof *right);

    return node_nogc(heap, left, right);
}

/* A tree of depth 2. */
GC_INLINE void make_small(gc_heap *heap, gc_value *out)
{
    must(gc_reserve(heap, 7 * sizeof(struct node)));
    struct node *left = smallest_nogc(heap), *right = smallest_nogc(heap);
    *out = gc_from_cell(node_nogc(heap, left, right));
}

/* Makes a tree of depth > 2 from the leaves up. */
static GC_NOINLINE void make_tree(gc_heap *heap, int depth, gc_value *out)
{
    GC_FRAME(heap, f, left, right);

    if (depth > 3) {
        make_tree(heap, depth - 1, &f.left);
        make_tree(heap, depth - 1, &f.right);
    } else {
        make_small(heap, &f.left);
        make_small(heap, &f.right);
    }
    must(gc_reserve(heap, sizeof(struct node)));
    *out = gc_from_cell(node_nogc(heap, gc_to_cell(f.left), gc_to_cell(f.right)));
}

static void construct(gc_heap *heap, int depth, int iterations)
{
    GC_FRAME(heap, f, tree);

    for (int i = 0; i < iterations; i++) {
        must(gc_alloc(heap, NODE, sizeof(struct node), &f.tree));
        populate(heap, depth, &f.tree);
        f.tree = GC_EMPTY;
    }
    for (int i = 0; i < iterations; i++) {
        make_tree(heap, depth, &f.tree);
        f.tree = GC_EMPTY;
    }
}

static void run(gc_heap *heap, int argc, char **argv)
{
    GC_FRAME(heap, f, tree, array);

    make_tree(heap, STRETCH_DEPTH, &f.tree);
    must(gc_alloc(heap, NODE, sizeof(struct node), &f.tree));
    populate(heap, LONG_DEPTH, &f.tree);
    must(gc_alloc(heap, DOUBLES, sizeof(struct doubles) + ARRAY_SIZE * sizeof(double), &f.array));
    struct doubles *array = gc_to_cell(f.array);
    for (int i = 1; i < ARRAY_SIZE / 2; i++)
        array->items[i] = 1.0 / i;
    for (int depth = LEAST_DEPTH; depth <= MOST_DEPTH; depth += 2)
        construct(heap, depth, scaled(argc, argv, 2 * tree_size(STRETCH_DEPTH) / tree_size(depth)));
    array = gc_to_cell(f.array);
    printf("%d %g\n", gc_is_cell(f.tree), array->items[1000]);
}

int main(int argc, char **argv)
{
    gc_heap *heap = bench_heap(kinds, KINDS);

    run(heap, argc, argv);
    gc_heap_destroy(heap);
    return 0;
}
