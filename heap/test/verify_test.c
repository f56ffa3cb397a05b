/* verify_test.c: the verifier names each kind of damage; walks and descriptions see what is there. */
#include "test.h"
#include "internal.h"
#include <string.h>
#include <unistd.h>

static void build(gc_heap *heap, gc_value *list, gc_value *old)
{
    GC_FRAME(heap, f, cell);

    for (int i = 0; i < 500; i++) {
        assert_true(gc_alloc(heap, NODE, sizeof(struct node), &f.cell));
        gc_init(heap, as_node(f.cell), &as_node(f.cell)->a, gc_slot_of(heap, *list));
        *list = f.cell;
    }
    gc_collect(heap, GC_FULL, "testing");
    assert_true(gc_alloc_old(heap, NODE, sizeof(struct node), old));
    assert_true(gc_alloc(heap, NODE, sizeof(struct node), &f.cell));
    gc_write(heap, as_node(*old), &as_node(*old)->b, gc_slot_of(heap, f.cell));
}

/* What the verifier prints goes to a file, and is read back. */
static bool verify_quietly(gc_heap *heap, char *text, size_t size)
{
    int saved = dup(2);
    FILE *file = tmpfile();
    bool fine;

    fflush(stderr);
    dup2(fileno(file), 2);
    fine = gc_verify(heap, "in the test");
    fflush(stderr);
    dup2(saved, 2);
    close(saved);
    rewind(file);
    text[fread(text, 1, size - 1, file)] = 0;
    fclose(file);
    return fine;
}

static void check_damage(enum gc_damage what, const char *expected)
{
    gc_heap *heap = test_heap_with((struct gc_config){.max_old_bytes = 16u << 20});
    char text[16384];
    {
        GC_FRAME(heap, f, list, old);

        build(heap, &f.list, &f.old);
        assert_true(gc_verify(heap, "before the damage"));
        assert_true(gc_damage(heap, what, NULL));
        assert_false(verify_quietly(heap, text, sizeof text));
        if (strstr(text, expected) == NULL)
            fail_msg("not told '%s', but:\n%s", expected, text);
    }
    gc_heap_destroy(heap);
}

static void every_damage_is_named(void **state)
{
    check_damage(GC_DAMAGE_SLOT, "reference to no cell's start");
    check_damage(GC_DAMAGE_MARK_BIT, "a mark bit is set outside marking");
    check_damage(GC_DAMAGE_REMEMBERED, "reference to a young one is not recorded");
    check_damage(GC_DAMAGE_HEADER, "verification");
    check_damage(GC_DAMAGE_FREE_LIST, "free list");
}

/* [slot.local]: what a stale local does to a heap is found. */
static void stale_slot_in_a_cell_is_found(void **state)
{
    gc_heap *heap = test_heap_with((struct gc_config){.max_old_bytes = 16u << 20});
    char text[16384];
    {
        GC_FRAME(heap, f, holder, target);

        assert_true(gc_alloc_old(heap, NODE, sizeof(struct node), &f.holder));
        assert_true(gc_alloc(heap, NODE, sizeof(struct node), &f.target));
        gc_slot stale = gc_slot_of(heap, f.target);
        gc_collect(heap, GC_FULL, "testing"); /* target moved */
        as_node(f.holder)->a = stale;
        assert_false(verify_quietly(heap, text, sizeof text));
        as_node(f.holder)->a = gc_slot_from_int(0);
    }
    gc_heap_destroy(heap);
}

static void forgotten_barrier_is_found(void **state)
{
    gc_heap *heap = test_heap_with((struct gc_config){.max_old_bytes = 16u << 20});
    char text[16384];
    {
        GC_FRAME(heap, f, holder, target);

        assert_true(gc_alloc_old(heap, NODE, sizeof(struct node), &f.holder));
        assert_true(gc_alloc(heap, NODE, sizeof(struct node), &f.target));
        as_node(f.holder)->c = gc_slot_of(heap, f.target);
        assert_false(verify_quietly(heap, text, sizeof text));
        assert_non_null(strstr(text, "not recorded"));
        assert_non_null(strstr(text, "node"));
        as_node(f.holder)->c = gc_slot_from_int(0);
    }
    gc_heap_destroy(heap);
}

static void count_cell(void *arg, void *cell, size_t bytes)
{
    size_t *counts = arg;

    counts[0]++;
    counts[1] += bytes;
    assert_int_not_equal(gc_kind_of(cell), GC_KIND_FREE);
}

/* [layout.tiled]: a walk sees every live cell once, and their bytes are those of the figures. */
static void walk_agrees_with_the_figures(void **state)
{
    gc_heap *heap = test_heap();
    struct gc_statistics s;
    size_t counts[2] = {0, 0};
    {
        GC_FRAME(heap, f, list, old, large);

        build(heap, &f.list, &f.old);
        assert_true(gc_alloc(heap, ARRAY, 1u << 20, &f.large));
        gc_walk(heap, count_cell, counts);
        gc_get_statistics(heap, &s);
        assert_int_equal(counts[0], 500 + 1 + 1 + 1);
        assert_int_equal(counts[1], s.heap_used_bytes);
        assert_int_equal(gc_cell_bytes(heap, gc_to_cell(f.large)), 1u << 20);
    }
    gc_heap_destroy(heap);
}

static void describe_survives_any_address(void **state)
{
    gc_heap *heap = test_heap();
    int saved = dup(2);
    FILE *file = tmpfile();

    dup2(fileno(file), 2);
    {
        GC_FRAME(heap, f, list, old);
        build(heap, &f.list, &f.old);
        gc_describe(heap, gc_to_cell(f.old));
        gc_describe(heap, NULL);
        gc_describe(heap, (char *)gc_to_cell(f.old) + 3);
        gc_describe(heap, (void *)(gc__fast(heap)->cage_base + (5u << 20)));
    }
    fflush(stderr);
    dup2(saved, 2);
    close(saved);
    assert_true(ftell(file) > 0 || lseek(fileno(file), 0, SEEK_END) > 0);
    fclose(file);
    gc_heap_destroy(heap);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_damage_is_named),
        cmocka_unit_test(stale_slot_in_a_cell_is_found),
        cmocka_unit_test(forgotten_barrier_is_found),
        cmocka_unit_test(walk_agrees_with_the_figures),
        cmocka_unit_test(describe_survives_any_address),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
