/* snapshot_test.c: images written by one heap and mapped by another, at another base. */
#include "test.h"
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { LENGTH = 9000 };

/* A list with boxed numbers, a large array that refers back into it, a weak cell and a table. */
static void build(gc_heap *heap, gc_value *roots)
{
    GC_FRAME(heap, f, list, cell, number, large, weak, table);

    f.number = gc_from_double(1.5);
    for (int i = 0; i < LENGTH; i++) {
        assert_true(gc_alloc(heap, NODE, sizeof(struct node), &f.cell));
        as_node(f.cell)->tag = (uint64_t)i;
        gc_init(heap, as_node(f.cell), &as_node(f.cell)->a, gc_slot_of(heap, f.list));
        assert_true(gc_store_value(heap, &f.cell, offsetof(struct node, b), &f.number));
        f.list = f.cell;
    }
    assert_true(gc_alloc(heap, ARRAY, 200000, &f.large));
    gc_write(heap, as_array(f.large), &as_array(f.large)->items[40000], gc_slot_of(heap, f.list));
    assert_true(gc_alloc(heap, WEAK, 24, &f.weak));
    gc_write(heap, as_array(f.weak), &as_array(f.weak)->items[2], gc_slot_of(heap, f.list));
    assert_true(gc_alloc(heap, TABLE, 16, &f.table));
    gc_write(heap, as_array(f.table), &as_array(f.table)->items[0], gc_slot_of(heap, f.list));
    gc_write(heap, as_array(f.table), &as_array(f.table)->items[1], gc_slot_of(heap, f.large));
    roots[0] = f.list;
    roots[1] = f.large;
    roots[2] = f.weak;
    roots[3] = f.table;
    roots[4] = gc_from_int(77);
}

static void check(gc_heap *heap, const gc_value *roots)
{
    int i = LENGTH;

    for (gc_value v = roots[0]; gc_is_cell(v); v = gc_get(heap, &as_node(v)->a)) {
        assert_int_equal(as_node(v)->tag, --i);
        assert_true(gc_same(gc_get(heap, &as_node(v)->b), gc_from_double(1.5)));
    }
    assert_int_equal(i, 0);
    assert_true(gc_same(gc_get(heap, &as_array(roots[1])->items[40000]), roots[0]));
    assert_true(gc_same(gc_get(heap, &as_array(roots[2])->items[2]), roots[0]));
    assert_true(gc_same(gc_get(heap, &as_array(roots[3])->items[1]), roots[1]));
    assert_int_equal(gc_to_int(roots[4]), 77);
}

static FILE *write_image(void)
{
    gc_heap *heap = test_heap();
    gc_value roots[5];
    const char *error = "none";
    FILE *file = tmpfile();

    assert_non_null(file);
    build(heap, roots);
    if (!gc_image_write(heap, roots, 5, file, &error))
        fail_msg("%s", error);
    check(heap, roots);
    gc_heap_destroy(heap);
    return file;
}

static void image_holds_at_another_base(void **state)
{
    FILE *file = write_image();
    gc_heap *other = test_heap(), *heap = test_heap();
    gc_value roots[5];
    struct gc_root_table table = {.values = roots, .count = 5};
    const char *error = "none";

    rewind(file);
    if (!gc_image_map(heap, fileno(file), roots, 5, &error))
        fail_msg("%s", error);
    gc_add_roots(heap, &table);
    check(heap, roots);
    for (int i = 0; i < 3; i++) {
        gc_value cell;
        assert_true(gc_alloc(heap, NODE, sizeof(struct node), &cell));
        as_node(cell)->tag = 123;
        gc_write(heap, as_node(roots[0]), &as_node(roots[0])->e, gc_slot_of(heap, cell));
        gc_collect(heap, i == 1 ? GC_FULL : GC_YOUNG, "testing");
        check(heap, roots);
        assert_int_equal(as_node(gc_get(heap, &as_node(roots[0])->e))->tag, 123);
    }
    gc_remove_roots(heap, &table);
    gc_heap_destroy(heap);
    gc_heap_destroy(other);
    fclose(file);
}

static void pages_of_an_image_are_reused_zeroed(void **state)
{
    FILE *file = write_image();
    gc_heap *heap = test_heap();
    gc_value roots[5];
    const char *error;
    struct gc_statistics s;

    rewind(file);
    assert_true(gc_image_map(heap, fileno(file), roots, 5, &error));
    gc_collect(heap, GC_LAST_RESORT, "testing"); /* nothing is rooted: all is freed */
    gc_get_statistics(heap, &s);
    assert_int_equal(s.heap_used_bytes, 0);
    {
        GC_FRAME(heap, f, large);
        assert_true(gc_alloc(heap, ARRAY, 1u << 20, &f.large));
        for (unsigned i = 0; i < (1u << 18) - 2; i++)
            assert_int_equal(as_array(f.large)->items[i].bits, 0);
    }
    gc_heap_destroy(heap);
    fclose(file);
}

static void image_is_stressed_after_mapping(void **state)
{
    FILE *file = write_image();
    gc_heap *heap = test_heap_with((struct gc_config){.stress_interval = 1, .verify = true, .seed = 5});
    gc_value roots[5];
    struct gc_root_table table = {.values = roots, .count = 5};
    const char *error;

    rewind(file);
    assert_true(gc_image_map(heap, fileno(file), roots, 5, &error));
    gc_add_roots(heap, &table);
    for (int i = 0; i < 4; i++)
        gc_poll(heap);
    check(heap, roots);
    gc_remove_roots(heap, &table);
    gc_heap_destroy(heap);
    fclose(file);
}

static bool refused(FILE *file, size_t roots_count)
{
    gc_heap *heap = test_heap();
    gc_value roots[8];
    const char *error = NULL;
    bool mapped;

    rewind(file);
    mapped = gc_image_map(heap, fileno(file), roots, roots_count, &error);
    assert_true(mapped || error != NULL);
    gc_heap_destroy(heap);
    return !mapped;
}

static void what_is_no_image_is_refused(void **state)
{
    FILE *file = write_image(), *other = tmpfile();
    static const char text[8192] = "no image";

    assert_true(fwrite(text, 1, sizeof text, other) == sizeof text);
    fflush(other);
    assert_true(refused(other, 5));
    assert_true(refused(file, 4));
    assert_false(refused(file, 5));
    assert_int_equal(ftruncate(fileno(file), 100000), 0);
    assert_true(refused(file, 5));
    fclose(file);
    fclose(other);
}

static void damaged_headers_are_refused(void **state)
{
    for (long offset = 0; offset < 64; offset += 4) {
        FILE *file = write_image();
        uint32_t wrong = 0xFFFFFFF1;

        fseek(file, offset, SEEK_SET);
        assert_true(fwrite(&wrong, 4, 1, file) == 1);
        fflush(file);
        assert_true(refused(file, 5));
        fclose(file);
    }
}

static void offheap_cells_are_refused(void **state)
{
    gc_heap *heap = test_heap();
    gc_value root[1];
    const char *error = NULL;
    FILE *file = tmpfile();

    assert_true(gc_alloc_offheap(heap, OWNER, sizeof(struct owner), &root[0]));
    assert_false(gc_image_write(heap, root, 1, file, &error));
    assert_non_null(error);
    gc_heap_destroy(heap);
    fclose(file);
}

static void used_heap_refuses_an_image(void **state)
{
    FILE *file = write_image();
    gc_heap *heap = test_heap();
    gc_value roots[5], cell;
    const char *error = NULL;

    rewind(file);
    assert_true(gc_alloc(heap, NODE, sizeof(struct node), &cell));
    assert_false(gc_image_map(heap, fileno(file), roots, 5, &error));
    gc_heap_destroy(heap);
    fclose(file);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(image_holds_at_another_base),
        cmocka_unit_test(pages_of_an_image_are_reused_zeroed),
        cmocka_unit_test(image_is_stressed_after_mapping),
        cmocka_unit_test(what_is_no_image_is_refused),
        cmocka_unit_test(damaged_headers_are_refused),
        cmocka_unit_test(offheap_cells_are_refused),
        cmocka_unit_test(used_heap_refuses_an_image),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
