/* gcbench_peer.c: the twin of gcbench.c. */
#include "peer.h"

enum { STRETCH_DEPTH = 18, LONG_DEPTH = 16, ARRAY_SIZE = 500000, LEAST_DEPTH = 4, MOST_DEPTH = 16 };

struct node {
    struct node *left, *right;
    int i, j;
};

static int tree_size(int depth)
{
    return (1 << (depth + 1)) - 1;
}

static struct node *new_node(struct node *left, struct node *right)
{
    struct node *node = peer_new(sizeof *node);

    *node = (struct node){left, right, 0, 0};
    return node;
}

static void free_tree(struct node *tree)
{
    if (tree->left != NULL) {
        free_tree(tree->left);
        free_tree(tree->right);
    }
    peer_free(tree);
}

static void populate(int depth, struct node *node)
{
    if (depth <= 0)
        return;
    node->left = new_node(NULL, NULL);
    node->right = new_node(NULL, NULL);
    populate(depth - 1, node->left);
    populate(depth - 1, node->right);
}

static struct node *make_tree(int depth)
{
    if (depth <= 0)
        return new_node(NULL, NULL);
    struct node *left = make_tree(depth - 1);
    return new_node(left, make_tree(depth - 1));
}

static void construct(int depth, int iterations)
{
    for (int i = 0; i < iterations; i++) {
        struct node *tree = new_node(NULL, NULL);
        populate(depth, tree);
        if (EXPLICIT)
            free_tree(tree);
    }
    for (int i = 0; i < iterations; i++) {
        struct node *tree = make_tree(depth);
        if (EXPLICIT)
            free_tree(tree);
    }
}

int main(int argc, char **argv)
{
    peer_start();
    struct node *tree = make_tree(STRETCH_DEPTH);
    if (EXPLICIT)
        free_tree(tree);
    tree = new_node(NULL, NULL);
    populate(LONG_DEPTH, tree);
    double *array = peer_data(ARRAY_SIZE * sizeof *array);
    for (int i = 1; i < ARRAY_SIZE / 2; i++)
        array[i] = 1.0 / i;
    for (int depth = LEAST_DEPTH; depth <= MOST_DEPTH; depth += 2)
        construct(depth, scaled(argc, argv, 2 * tree_size(STRETCH_DEPTH) / tree_size(depth)));
    printf("%d %g\n", tree != NULL, array[1000]);
    if (EXPLICIT) {
        free_tree(tree);
        peer_free(array);
    }
    return 0;
}
