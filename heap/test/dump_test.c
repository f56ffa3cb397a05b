/* dump_test.c: paths from roots, and figures by kind. */
#include "test.h"
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* What gc_why_alive prints, read back. */
static bool why_alive(gc_heap *heap, const void *cell, char *text, size_t size)
{
    int saved = dup(2);
    FILE *file = tmpfile();
    bool found;

    fflush(stderr);
    dup2(fileno(file), 2);
    found = gc_why_alive(heap, cell);
    fflush(stderr);
    dup2(saved, 2);
    close(saved);
    rewind(file);
    text[fread(text, 1, size - 1, file)] = 0;
    fclose(file);
    return found;
}

static void path_names_root_kinds_and_slots(void **state)
{
    gc_heap *heap = test_heap();
    char text[4096];
    struct gc_root root;
    {
        GC_FRAME(heap, f, target, node, array);

        assert_true(gc_alloc(heap, BLOB, 16, &f.target));
        assert_true(gc_alloc(heap, NODE, sizeof(struct node), &f.node));
        assert_true(gc_alloc(heap, ARRAY, 40, &f.array));
        gc_write(heap, as_node(f.node), &as_node(f.node)->c, gc_slot_of(heap, f.target));
        gc_write(heap, as_array(f.array), &as_array(f.array)->items[5], gc_slot_of(heap, f.node));
        gc_root_add(heap, &root, f.array);
        gc_collect(heap, GC_FULL, "testing");
        assert_true(why_alive(heap, gc_to_cell(f.target), text, sizeof text));
        assert_non_null(strstr(text, "a frame of C locals")); /* the shortest way */
        void *target = gc_to_cell(f.target);
        f.target = f.node = f.array = GC_EMPTY;
        assert_true(why_alive(heap, target, text, sizeof text));
        assert_non_null(strstr(text, "kept alive by a persistent root:\n  array "));
        assert_non_null(strstr(text, " [5]\n  node "));
        assert_non_null(strstr(text, " .c\n  blob "));
        gc_root_remove(heap, &root);
        assert_false(why_alive(heap, target, text, sizeof text));
        assert_false(why_alive(heap, &root, text, sizeof text));
    }
    gc_heap_destroy(heap);
}

static void long_paths_are_cut_in_the_middle(void **state)
{
    gc_heap *heap = test_heap();
    char text[8192];
    unsigned lines = 0;
    {
        GC_FRAME(heap, f, list, cell);
        void *last = NULL;

        for (int i = 0; i < 1000; i++) {
            assert_true(gc_alloc(heap, NODE, sizeof(struct node), &f.cell));
            gc_init(heap, as_node(f.cell), &as_node(f.cell)->a, gc_slot_of(heap, f.list));
            f.list = f.cell;
        }
        f.cell = GC_EMPTY;
        for (gc_value v = f.list; gc_is_cell(v); v = gc_get(heap, &as_node(v)->a))
            last = gc_to_cell(v);
        assert_true(why_alive(heap, last, text, sizeof text));
        for (const char *at = text; (at = strchr(at, '\n')) != NULL; at++)
            lines++;
        assert_true(lines > 20 && lines < 60);
    }
    gc_heap_destroy(heap);
}

static void weak_slots_keep_nothing_alive(void **state)
{
    gc_heap *heap = test_heap();
    char text[4096];
    {
        GC_FRAME(heap, f, weak);
        gc_value target;

        assert_true(gc_alloc(heap, WEAK, 24, &f.weak));
        assert_true(gc_alloc(heap, BLOB, 16, &target));
        gc_write(heap, as_array(f.weak), &as_array(f.weak)->items[2], gc_slot_of(heap, target));
        assert_false(why_alive(heap, gc_to_cell(target), text, sizeof text));
        gc_write(heap, as_array(f.weak), &as_array(f.weak)->items[1], gc_slot_of(heap, target));
        assert_true(why_alive(heap, gc_to_cell(target), text, sizeof text));
        assert_non_null(strstr(text, " .second\n"));
    }
    gc_heap_destroy(heap);
}

static void kinds_are_counted_in_every_space(void **state)
{
    gc_heap *heap = test_heap();
    struct gc_kind_figures kinds[256];
    {
        GC_FRAME(heap, f, a, b, c);

        assert_true(gc_alloc(heap, BLOB, 16, &f.a));
        assert_true(gc_alloc_old(heap, BLOB, 32, &f.b));
        assert_true(gc_alloc(heap, BLOB, 1u << 20, &f.c));
        assert_true(gc_alloc(heap, NODE, sizeof(struct node), &f.c));
        gc_count_kinds(heap, kinds);
        assert_int_equal(kinds[BLOB].cells, 3);
        assert_int_equal(kinds[BLOB].bytes, 16 + 32 + (1u << 20));
        assert_string_equal(kinds[BLOB].name, "blob");
        assert_int_equal(kinds[NODE].cells, 1);
        assert_int_equal(kinds[ARRAY].cells, 0);
        assert_int_equal(kinds[GC_KIND_FREE].bytes, 0);
    }
    gc_heap_destroy(heap);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(path_names_root_kinds_and_slots),
        cmocka_unit_test(long_paths_are_cut_in_the_middle),
        cmocka_unit_test(weak_slots_keep_nothing_alive),
        cmocka_unit_test(kinds_are_counted_in_every_space),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
