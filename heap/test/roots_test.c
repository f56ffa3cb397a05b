/* roots_test.c: each kind of root keeps its cell alive and follows it [roots.all]; weak ones do not. */
#include "test.h"

static gc_value new_cell(gc_heap *heap, uint64_t tag)
{
    gc_value cell;

    assert_true(gc_alloc(heap, NODE, sizeof(struct node), &cell));
    as_node(cell)->tag = tag;
    return cell;
}

static void collect_some(gc_heap *heap)
{
    gc_collect(heap, GC_YOUNG, "testing");
    gc_collect(heap, GC_YOUNG, "testing");
    gc_collect(heap, GC_FULL, "testing");
}

static void frames_nest_and_are_left_by_return(void **state)
{
    gc_heap *heap = test_heap();
    {
        GC_FRAME(heap, outer, a);
        outer.a = new_cell(heap, 1);
        for (int i = 0; i < 3; i++) {
            GC_FRAME(heap, inner, b, c);
            inner.c = new_cell(heap, 2);
            collect_some(heap);
            assert_int_equal(as_node(inner.c)->tag, 2);
            assert_true(gc_same(inner.b, GC_EMPTY));
            if (i == 1)
                continue;
        }
        assert_int_equal(as_node(outer.a)->tag, 1);
        assert_ptr_equal(gc__fast(heap)->frames, &outer.head);
    }
    assert_null(gc__fast(heap)->frames);
    gc_heap_destroy(heap);
}

static void stack_is_scanned_up_to_its_top(void **state)
{
    gc_heap *heap = test_heap();
    gc_value values[4] = {GC_EMPTY, GC_EMPTY, GC_EMPTY, GC_EMPTY}, *top = values;
    struct gc_stack_root stack = {.base = values, .top = &top};
    struct gc_statistics s;

    gc_add_stack(heap, &stack);
    *top++ = new_cell(heap, 3);
    *top++ = new_cell(heap, 4);
    collect_some(heap);
    assert_int_equal(as_node(values[1])->tag, 4);
    top--;
    collect_some(heap);
    gc_get_statistics(heap, &s);
    assert_int_equal(s.heap_used_bytes, sizeof(struct node));
    assert_int_equal(as_node(values[0])->tag, 3);
    gc_remove_stack(heap, &stack);
    collect_some(heap);
    gc_get_statistics(heap, &s);
    assert_int_equal(s.heap_used_bytes, 0);
    gc_heap_destroy(heap);
}

static void tables_and_persistent_roots_follow_their_cells(void **state)
{
    gc_heap *heap = test_heap();
    gc_value values[2] = {GC_EMPTY, GC_EMPTY};
    struct gc_root_table table = {.values = values, .count = 2};
    struct gc_root first, second;

    gc_add_roots(heap, &table);
    gc_root_add(heap, &first, new_cell(heap, 5));
    values[1] = new_cell(heap, 6);
    gc_root_add(heap, &second, values[1]);
    collect_some(heap);
    assert_int_equal(as_node(first.value)->tag, 5);
    assert_int_equal(as_node(values[1])->tag, 6);
    assert_true(gc_same(second.value, values[1]));
    gc_root_remove(heap, &first);
    gc_root_remove(heap, &second);
    gc_remove_roots(heap, &table);
    gc_heap_destroy(heap);
}

static void weak_roots_are_cleared_young_and_old(void **state)
{
    gc_heap *heap = test_heap();
    struct gc_root weak, other;
    {
        GC_FRAME(heap, f, keep);

        f.keep = new_cell(heap, 7);
        gc_root_add_weak(heap, &weak, f.keep);
        gc_root_add_weak(heap, &other, new_cell(heap, 8));
        gc_collect(heap, GC_YOUNG, "testing");
        assert_true(gc_same(weak.value, f.keep));
        assert_true(gc_same(other.value, GC_EMPTY));
        collect_some(heap);
        assert_true(gc_same(weak.value, f.keep));
        f.keep = GC_EMPTY;
        gc_collect(heap, GC_YOUNG, "testing");
        assert_false(gc_same(weak.value, GC_EMPTY)); /* old by now: only marking tells */
        gc_collect(heap, GC_FULL, "testing");
        assert_true(gc_same(weak.value, GC_EMPTY));
    }
    gc_root_remove(heap, &weak);
    gc_root_remove(heap, &other);
    gc_heap_destroy(heap);
}

struct client {
    gc_value value;
    gc_slot slot, weak;
    unsigned young;
};

static void visit_client(void *arg, struct gc_root_visitor *visitor)
{
    struct client *client = arg;

    client->young += visitor->young_only;
    visitor->value(visitor, &client->value);
    visitor->slot(visitor, &client->slot);
    visitor->weak_slot(visitor, &client->weak);
}

static void callback_visits_values_slots_and_weak_slots(void **state)
{
    struct client client = {.value = GC_EMPTY, .slot = GC_SLOT_EMPTY, .weak = GC_SLOT_EMPTY};
    gc_heap *heap = test_heap_with((struct gc_config){
        .verify = false, .max_old_bytes = 64u << 20, .visit_roots = visit_client, .client = &client});
    gc_slot dead;

    client.value = new_cell(heap, 9);
    client.slot = gc_slot_of(heap, new_cell(heap, 10));
    client.weak = client.slot;
    gc_collect(heap, GC_YOUNG, "testing");
    assert_int_equal(client.young, 2); /* once for strong, once for weak roots; a verifier asks for all */
    assert_int_equal(as_node(client.value)->tag, 9);
    assert_int_equal(as_node(gc_decode(heap, client.slot))->tag, 10);
    assert_true(gc_slot_same(client.weak, client.slot));
    client.slot = GC_SLOT_EMPTY;
    dead = client.weak;
    gc_collect(heap, GC_YOUNG, "testing");
    assert_false(gc_slot_same(client.weak, dead));
    gc_collect(heap, GC_FULL, "testing");
    assert_true(gc_slot_same(client.weak, GC_SLOT_EMPTY));
    assert_ptr_equal(gc_client(heap), &client);
    gc_heap_destroy(heap);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(frames_nest_and_are_left_by_return),
        cmocka_unit_test(stack_is_scanned_up_to_its_top),
        cmocka_unit_test(tables_and_persistent_roots_follow_their_cells),
        cmocka_unit_test(weak_roots_are_cleared_young_and_old),
        cmocka_unit_test(callback_visits_values_slots_and_weak_slots),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
