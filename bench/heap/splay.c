/*
 * splay.c: a splay tree of records that live for a while: each step inserts one and removes its
 * predecessor.  Most stores go into old cells, and what dies is old.
 */
#include "common.h"

enum { RECORDS = 80000, STEPS = 600000, PAYLOAD_DEPTH = 3, LEAF_NUMBERS = 10 };
enum { NODE = GC_KIND_FIRST_CLIENT, INNER, LEAF, KINDS };

#define NODE_REFS(F) F(left) F(right) F(payload)
#define NODE_DATA(F) F(uint32_t, key)
GC_CELL(node, NODE_REFS, NODE_DATA);
static GC_KIND(node, NODE_REFS);
#define INNER_REFS(F) F(left) F(right)
GC_CELL(inner, INNER_REFS, GC_NO_DATA);
static GC_KIND(inner, INNER_REFS);

struct leaf {
    struct gc_header header;
    uint32_t key;
    int32_t numbers[LEAF_NUMBERS];
};
static const struct gc_kind leaf_kind = {.name = "leaf", .slots_begin = 8, .slots_end = 8};
static const struct gc_kind *const kinds[KINDS] = {
    [NODE] = &node_kind, [INNER] = &inner_kind, [LEAF] = &leaf_kind};

static const gc_slot NOTHING = {0};

static void make_payload(gc_heap *heap, int depth, uint32_t key, gc_value *out)
{
    if (depth == 0) {
        must(gc_alloc(heap, LEAF, sizeof(struct leaf), out));
        struct leaf *leaf = gc_to_cell(*out);
        leaf->key = key;
        for (int i = 0; i < LEAF_NUMBERS; i++)
            leaf->numbers[i] = i;
        return;
    }
    GC_FRAME(heap, f, left, right);
    make_payload(heap, depth - 1, key, &f.left);
    make_payload(heap, depth - 1, key, &f.right);
    must(gc_alloc(heap, INNER, sizeof(struct inner), out));
    struct inner *inner = gc_to_cell(*out);
    gc_init(heap, inner, &inner->left, gc_slot_from_cell(heap, gc_to_cell(f.left)));
    gc_init(heap, inner, &inner->right, gc_slot_from_cell(heap, gc_to_cell(f.right)));
}

static struct node *node_at(const gc_heap *heap, const gc_slot *field)
{
    gc_slot slot = gc_load(field);

    return gc_slot_is_cell(slot) ? gc_slot_to_cell(heap, slot) : NULL;
}

static void set(gc_heap *heap, struct node *node, gc_slot *field, const struct node *target)
{
    gc_write(heap, node, field, target == NULL ? NOTHING : gc_slot_from_cell(heap, target));
}

/* Brings the node with key, or one next to it, to the top; returns it.  spare is any node not in the tree. */
static struct node *splay_nogc(gc_heap *heap, struct node *current, struct node *spare, uint32_t key)
{
    struct node *left = spare, *right = spare, *next;

    gc_write_immediate(&spare->left, NOTHING);
    gc_write_immediate(&spare->right, NOTHING);
    for (;;) {
        if (key < current->key) {
            next = node_at(heap, &current->left);
            if (next != NULL && key < next->key) {
                gc_write(heap, current, &current->left, gc_load(&next->right));
                set(heap, next, &next->right, current);
                current = next;
                next = node_at(heap, &current->left);
            }
            if (next == NULL)
                break;
            set(heap, right, &right->left, current);
            right = current;
        } else if (key > current->key) {
            next = node_at(heap, &current->right);
            if (next != NULL && key > next->key) {
                gc_write(heap, current, &current->right, gc_load(&next->left));
                set(heap, next, &next->left, current);
                current = next;
                next = node_at(heap, &current->right);
            }
            if (next == NULL)
                break;
            set(heap, left, &left->right, current);
            left = current;
        } else {
            break;
        }
        current = next;
    }
    gc_write(heap, left, &left->right, gc_load(&current->left));
    gc_write(heap, right, &right->left, gc_load(&current->right));
    gc_write(heap, current, &current->left, gc_load(&spare->right));
    gc_write(heap, current, &current->right, gc_load(&spare->left));
    return current;
}

/* Inserts a record with a new key; returns false if the key was there. */
static bool insert(gc_heap *heap, gc_value *root, const gc_value *spare, uint32_t key)
{
    GC_FRAME(heap, f, payload, fresh);
    struct node *top = NULL;

    if (gc_is_cell(*root)) {
        top = splay_nogc(heap, gc_to_cell(*root), gc_to_cell(*spare), key);
        *root = gc_from_cell(top);
        if (top->key == key)
            return false;
    }
    make_payload(heap, PAYLOAD_DEPTH, key, &f.payload);
    must(gc_alloc(heap, NODE, sizeof(struct node), &f.fresh));
    struct node *node = gc_to_cell(f.fresh);
    node->key = key;
    gc_init(heap, node, &node->payload, gc_slot_from_cell(heap, gc_to_cell(f.payload)));
    if (gc_is_cell(*root)) {
        top = gc_to_cell(*root);
        bool below = key > top->key;
        set(heap, node, below ? &node->left : &node->right, top);
        gc_write(heap, node, below ? &node->right : &node->left, gc_load(below ? &top->right : &top->left));
        gc_write_immediate(below ? &top->right : &top->left, NOTHING);
    }
    *root = f.fresh;
    return true;
}

/* Removes the node before the top, whose key is key; returns the removed key, 0 if there is none. */
static uint32_t remove_before_nogc(gc_heap *heap, gc_value *root, const gc_value *spare, uint32_t key)
{
    struct node *top = gc_to_cell(*root), *left = node_at(heap, &top->left);

    if (left == NULL)
        return 0;
    left = splay_nogc(heap, left, gc_to_cell(*spare), key); /* the greatest: it has no right */
    gc_write(heap, top, &top->left, gc_load(&left->left));
    return left->key;
}

static void run(gc_heap *heap, int argc, char **argv)
{
    GC_FRAME(heap, f, root, spare);
    uint64_t state = 49734321, sum = 0;
    int steps = scaled(argc, argv, STEPS), records = 0;

    must(gc_alloc(heap, NODE, sizeof(struct node), &f.spare));
    while (records < RECORDS)
        records += insert(heap, &f.root, &f.spare, (uint32_t)next_random(&state) | 1);
    for (int i = 0; i < steps; i++) {
        uint32_t key = (uint32_t)next_random(&state) | 1;
        if (insert(heap, &f.root, &f.spare, key))
            sum += remove_before_nogc(heap, &f.root, &f.spare, key);
    }
    printf("%llu\n", (unsigned long long)sum);
}

int main(int argc, char **argv)
{
    gc_heap *heap = bench_heap(kinds, KINDS);

    run(heap, argc, argv);
    gc_heap_destroy(heap);
    return 0;
}
