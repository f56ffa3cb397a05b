/*
 * binary_trees.c: complete trees, built from the leaves up, counted and dropped, while one lives long: the
 * program of the benchmarks game.
 */
#include "common.h"

enum { LEAST_DEPTH = 4, MOST_DEPTH = 16 };
enum { NODE = GC_KIND_FIRST_CLIENT, KINDS };

#define NODE_REFS(F) F(left) F(right)
GC_CELL(node, NODE_REFS, GC_NO_DATA);
static GC_KIND(node, NODE_REFS);
static const struct gc_kind *const kinds[KINDS] = {[NODE] = &node_kind};

static void make_tree(gc_heap *heap, int depth, gc_value *out);

static GC_NOINLINE void make_inner(gc_heap *heap, int depth, gc_value *out)
{
    GC_FRAME(heap, f, left, right);

    make_tree(heap, depth - 1, &f.left);
    make_tree(heap, depth - 1, &f.right);
    must(gc_reserve(heap, sizeof(struct node)));
    struct node *node = gc_alloc_reserved_nogc(heap, NODE, sizeof *node);
    gc_init(heap, node, &node->left, gc_slot_from_cell(heap, gc_to_cell(f.left)));
    gc_init(heap, node, &node->right, gc_slot_from_cell(heap, gc_to_cell(f.right)));
    *out = gc_from_cell(node);
}

static void make_tree(gc_heap *heap, int depth, gc_value *out)
{
    if (depth > 0)
        make_inner(heap, depth, out);
    else
        must(gc_alloc(heap, NODE, sizeof(struct node), out));
}

static int count_nogc(const gc_heap *heap, const struct node *node)
{
    gc_slot left = gc_load(&node->left);

    if (!gc_slot_is_cell(left))
        return 1;
    return 1 + count_nogc(heap, gc_slot_to_cell(heap, left)) +
           count_nogc(heap, gc_slot_to_cell(heap, gc_load(&node->right)));
}

static void run(gc_heap *heap, int argc, char **argv)
{
    GC_FRAME(heap, f, tree, old);

    make_tree(heap, MOST_DEPTH + 1, &f.tree);
    printf("stretch %d\n", count_nogc(heap, gc_to_cell(f.tree)));
    f.tree = GC_EMPTY;
    make_tree(heap, MOST_DEPTH, &f.old);
    for (int depth = LEAST_DEPTH; depth <= MOST_DEPTH; depth += 2) {
        int trees = scaled(argc, argv, 1 << (MOST_DEPTH - depth + LEAST_DEPTH));
        long nodes = 0;

        for (int i = 0; i < trees; i++) {
            make_tree(heap, depth, &f.tree);
            nodes += count_nogc(heap, gc_to_cell(f.tree));
        }
        printf("%d trees of depth %d: %ld\n", trees, depth, nodes);
    }
    printf("long lived %d\n", count_nogc(heap, gc_to_cell(f.old)));
}

int main(int argc, char **argv)
{
    gc_heap *heap = bench_heap(kinds, KINDS);

    run(heap, argc, argv);
    gc_heap_destroy(heap);
    return 0;
}
