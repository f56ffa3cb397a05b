/* binary_trees_peer.c: the twin of binary_trees.c. */
#include "peer.h"

enum { LEAST_DEPTH = 4, MOST_DEPTH = 16 };

struct node {
    struct node *left, *right;
};

static struct node *make_tree(int depth)
{
    struct node *node, *left = NULL, *right = NULL;

    if (depth > 0) {
        left = make_tree(depth - 1);
        right = make_tree(depth - 1);
    }
    node = peer_new(sizeof *node);
    *node = (struct node){left, right};
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

static int count(const struct node *node)
{
    return node->left == NULL ? 1 : 1 + count(node->left) + count(node->right);
}

int main(int argc, char **argv)
{
    peer_start();
    struct node *tree = make_tree(MOST_DEPTH + 1);
    printf("stretch %d\n", count(tree));
    if (EXPLICIT)
        free_tree(tree);
    struct node *old = make_tree(MOST_DEPTH);
    for (int depth = LEAST_DEPTH; depth <= MOST_DEPTH; depth += 2) {
        int trees = scaled(argc, argv, 1 << (MOST_DEPTH - depth + LEAST_DEPTH));
        long nodes = 0;

        for (int i = 0; i < trees; i++) {
            tree = make_tree(depth);
            nodes += count(tree);
            if (EXPLICIT)
                free_tree(tree);
        }
        printf("%d trees of depth %d: %ld\n", trees, depth, nodes);
    }
    printf("long lived %d\n", count(old));
    if (EXPLICIT)
        free_tree(old);
    return 0;
}
