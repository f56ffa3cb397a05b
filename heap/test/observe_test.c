/* observe_test.c: spaces add up to the heap's figures, what lies in memory is what was touched, and room shrinks. */
#include "test.h"
#include "internal.h"
#include <string.h>

static void check_sums(gc_heap *heap)
{
    struct gc_space_figures spaces[GC_SPACES];
    size_t resident[GC_SPACES], committed = 0, used = 0;
    struct gc_statistics s;

    gc_get_statistics(heap, &s);
    gc_get_spaces(heap, spaces);
    gc_get_resident(heap, resident);
    for (int i = 0; i < GC_SPACES; i++) {
        committed += spaces[i].committed;
        used += spaces[i].used;
        assert_true(spaces[i].used <= spaces[i].committed);
        assert_true(resident[i] <= spaces[i].committed);
        assert_true(spaces[i].used == 0 || resident[i] > 0);
    }
    assert_int_equal(committed, s.heap_total_bytes);
    assert_int_equal(used, s.heap_used_bytes);
}

static void spaces_add_up_in(gc_heap *heap)
{
    GC_FRAME(heap, f, list, large);

    check_sums(heap);
    for (int i = 0; i < 20000; i++) {
        GC_FRAME(heap, g, cell);
        assert_true(gc_alloc(heap, NODE, sizeof(struct node), &g.cell));
        gc_init(heap, as_node(g.cell), &as_node(g.cell)->a, gc_slot_of(heap, f.list));
        f.list = g.cell;
        if (i % 5000 == 0)
            check_sums(heap);
    }
    assert_true(gc_alloc(heap, BLOB, 600000, &f.large));
    check_sums(heap);
    gc_collect(heap, GC_YOUNG, "testing");
    check_sums(heap);
    gc_collect(heap, GC_FULL, "testing");
    check_sums(heap);
    f.list = f.large = GC_EMPTY;
    gc_collect(heap, GC_LAST_RESORT, "testing");
    check_sums(heap);
}

static void spaces_add_up(void **state)
{
    gc_heap *heap = test_heap();

    spaces_add_up_in(heap);
    gc_heap_destroy(heap);
}

static void a_large_cell_moves_between_its_two_spaces_in(gc_heap *heap)
{
    struct gc_space_figures spaces[GC_SPACES];
    GC_FRAME(heap, f, large);

    assert_true(gc_alloc(heap, BLOB, 600000, &f.large));
    gc_get_spaces(heap, spaces);
    assert_int_equal(spaces[GC_SPACE_NEW_LARGE].used, 600000);
    assert_int_equal(spaces[GC_SPACE_NEW_LARGE].committed, 3 * GC__PAGE_BYTES);
    assert_int_equal(spaces[GC_SPACE_LARGE].committed, 0);
    gc_collect(heap, GC_FULL, "testing");
    gc_get_spaces(heap, spaces);
    assert_int_equal(spaces[GC_SPACE_NEW_LARGE].committed, 0);
    assert_int_equal(spaces[GC_SPACE_LARGE].used, 600000);
    assert_int_equal(spaces[GC_SPACE_LARGE].committed, 3 * GC__PAGE_BYTES);
}

static void a_large_cell_moves_between_its_two_spaces(void **state)
{
    gc_heap *heap = test_heap();

    a_large_cell_moves_between_its_two_spaces_in(heap);
    gc_heap_destroy(heap);
}

/* A cell of fresh pages is in memory where it was written only. */
static void resident_is_what_was_touched_in(gc_heap *heap)
{
    size_t before[GC_SPACES], after[GC_SPACES], all[GC_SPACES];
    GC_FRAME(heap, f, large);

    assert_true(gc_alloc(heap, BLOB, 8u << 20, &f.large));
    gc_get_resident(heap, before);
    assert_true(before[GC_SPACE_NEW_LARGE] < 3u << 20); /* a huge page, at most */
    memset((char *)gc_to_cell(f.large) + 64, 1, 4u << 20);
    gc_get_resident(heap, after);
    assert_true(after[GC_SPACE_NEW_LARGE] >= 4u << 20);
    assert_true(after[GC_SPACE_NEW_LARGE] < 7u << 20);
    memset((char *)gc_to_cell(f.large) + 64, 1, (8u << 20) - 64);
    gc_get_resident(heap, all);
    assert_int_equal(all[GC_SPACE_NEW_LARGE], 8u << 20);
}

static void resident_is_what_was_touched(void **state)
{
    gc_heap *heap = test_heap_with((struct gc_config){.max_old_bytes = 64u << 20});

    resident_is_what_was_touched_in(heap);
    gc_heap_destroy(heap);
}

static void room_shrinks_by_what_is_used_in(gc_heap *heap)
{
    struct gc_room before, after, tight;
    struct gc_root root, weak;
    GC_FRAME(heap, f, large);

    gc_get_room(heap, &before);
    assert_int_equal(before.size_limit, (32u + 3u) << 20);
    assert_true(before.available >= 32u << 20);
    assert_int_equal(before.root_bytes, 0);
    assert_true(gc_alloc(heap, BLOB, 4u << 20, &f.large));
    gc_root_add(heap, &root, f.large);
    gc_root_add_weak(heap, &weak, GC_EMPTY);
    gc_get_room(heap, &after);
    assert_int_equal(before.available - after.available, 4u << 20);
    assert_int_equal(after.root_bytes, 2 * sizeof root);
    assert_int_equal(after.live_root_bytes, sizeof root);
    gc_external_adjust(heap, 248 << 20);
    gc_get_room(heap, &tight);
    assert_true(tight.available <= 4u << 20);
    gc_external_adjust(heap, -(248 << 20));
    gc_root_remove(heap, &root);
    gc_root_remove(heap, &weak);
}

static void room_shrinks_by_what_is_used(void **state)
{
    gc_heap *heap = test_heap_with((struct gc_config){
        .max_old_bytes = 32u << 20, .max_semi_space_bytes = 1u << 20, .max_total_bytes = 256u << 20});

    room_shrinks_by_what_is_used_in(heap);
    gc_heap_destroy(heap);
}

static void bytes_outside_are_those_of_the_kind_in(gc_heap *heap)
{
    GC_FRAME(heap, f, a, b);
    gc_value *const values[] = {&f.a, &f.b};

    for (int i = 0; i < 2; i++) {
        char *block = gc_buffer_alloc(heap, 1000);
        assert_true(gc_alloc_offheap(heap, OWNER, sizeof(struct owner), values[i]));
        struct owner *owner = gc_to_cell(*values[i]);
        owner->block = block;
        owner->bytes = 1000;
    }
    assert_int_equal(gc_kind_outside_bytes(heap, OWNER), 2000);
    assert_int_equal(gc_kind_outside_bytes(heap, NODE), 0);
    f.a = GC_EMPTY;
    gc_collect(heap, GC_FULL, "testing");
    assert_int_equal(gc_kind_outside_bytes(heap, OWNER), 1000);
}

static void bytes_outside_are_those_of_the_kind(void **state)
{
    gc_heap *heap = test_heap();

    bytes_outside_are_those_of_the_kind_in(heap);
    gc_heap_destroy(heap);
}

static void spaces_have_v8s_names(void **state)
{
    assert_string_equal(gc_space_name(GC_SPACE_NEW), "new_space");
    assert_string_equal(gc_space_name(GC_SPACE_NEW_LARGE), "new_large_object_space");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(spaces_add_up),
        cmocka_unit_test(a_large_cell_moves_between_its_two_spaces),
        cmocka_unit_test(resident_is_what_was_touched),
        cmocka_unit_test(room_shrinks_by_what_is_used),
        cmocka_unit_test(bytes_outside_are_those_of_the_kind),
        cmocka_unit_test(spaces_have_v8s_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
