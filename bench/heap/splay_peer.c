/* splay_peer.c: the twin of splay.c. */
#include "peer.h"
#include <stdbool.h>

enum { RECORDS = 80000, STEPS = 600000, PAYLOAD_DEPTH = 3, LEAF_NUMBERS = 10 };

struct leaf {
    uint32_t key;
    int32_t numbers[LEAF_NUMBERS];
};

struct inner {
    void *left, *right;
};

struct node {
    struct node *left, *right;
    void *payload;
    uint32_t key;
};

static void *make_payload(int depth, uint32_t key)
{
    if (depth == 0) {
        struct leaf *leaf = peer_data(sizeof *leaf);
        leaf->key = key;
        for (int i = 0; i < LEAF_NUMBERS; i++)
            leaf->numbers[i] = i;
        return leaf;
    }
    void *left = make_payload(depth - 1, key), *right = make_payload(depth - 1, key);
    struct inner *inner = peer_new(sizeof *inner);
    *inner = (struct inner){left, right};
    return inner;
}

static void free_payload(int depth, void *payload)
{
    if (depth > 0) {
        struct inner *inner = payload;
        free_payload(depth - 1, inner->left);
        free_payload(depth - 1, inner->right);
    }
    peer_free(payload);
}

static struct node *splay(struct node *current, uint32_t key)
{
    struct node spare = {NULL, NULL, NULL, 0}, *left = &spare, *right = &spare, *next;

    for (;;) {
        if (key < current->key) {
            next = current->left;
            if (next != NULL && key < next->key) {
                current->left = next->right;
                next->right = current;
                current = next;
                next = current->left;
            }
            if (next == NULL)
                break;
            right->left = current;
            right = current;
        } else if (key > current->key) {
            next = current->right;
            if (next != NULL && key > next->key) {
                current->right = next->left;
                next->left = current;
                current = next;
                next = current->right;
            }
            if (next == NULL)
                break;
            left->right = current;
            left = current;
        } else {
            break;
        }
        current = next;
    }
    left->right = current->left;
    right->left = current->right;
    current->left = spare.right;
    current->right = spare.left;
    return current;
}

static bool insert(struct node **root, uint32_t key)
{
    struct node *top = NULL, *node;

    if (*root != NULL) {
        *root = top = splay(*root, key);
        if (top->key == key)
            return false;
    }
    node = peer_new(sizeof *node);
    *node = (struct node){NULL, NULL, NULL, key};
    if (top != NULL && key > top->key) {
        node->left = top;
        node->right = top->right;
        top->right = NULL;
    } else if (top != NULL) {
        node->right = top;
        node->left = top->left;
        top->left = NULL;
    }
    *root = node;
    node->payload = make_payload(PAYLOAD_DEPTH, key);
    return true;
}

static uint32_t remove_before(struct node *top, uint32_t key)
{
    struct node *left = top->left;

    if (left == NULL)
        return 0;
    left = splay(left, key);
    top->left = left->left;
    uint32_t removed = left->key;
    if (EXPLICIT) {
        free_payload(PAYLOAD_DEPTH, left->payload);
        peer_free(left);
    }
    return removed;
}

int main(int argc, char **argv)
{
    uint64_t state = 49734321, sum = 0;
    int steps = scaled(argc, argv, STEPS), records = 0;
    struct node *root = NULL;

    peer_start();
    while (records < RECORDS)
        records += insert(&root, (uint32_t)next_random(&state) | 1);
    for (int i = 0; i < steps; i++) {
        uint32_t key = (uint32_t)next_random(&state) | 1;
        if (insert(&root, key))
            sum += remove_before(root, key);
    }
    printf("%llu\n", (unsigned long long)sum);
    return 0;
}
