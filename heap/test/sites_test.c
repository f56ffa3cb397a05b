/* sites_test.c: samples of allocation sites, what is decided from them, and the figures told. */
#include "test.h"
#include "internal.h"

struct client {
    uintptr_t site;       /* of what is allocated now */
    unsigned told[2];     /* changes, by what they are */
    uintptr_t last;
};

static uintptr_t site_of(void *client)
{
    return ((struct client *)client)->site;
}

static void site_changed(void *client, uintptr_t site, bool pretenured)
{
    ((struct client *)client)->told[pretenured]++;
    ((struct client *)client)->last = site;
}

static gc_heap *make_heap(struct client *client, struct gc_config config)
{
    *client = (struct client){.site = 0};
    config.client = client;
    config.allocation_site = site_of;
    config.site_changed = site_changed;
    config.single_threaded = true;
    if (config.max_old_bytes == 0)
        config.max_old_bytes = 256u << 20;
    return test_heap_with(config);
}

static void new_node(gc_heap *heap, struct client *client, uintptr_t site, bool old, gc_value *out)
{
    client->site = site;
    if (old)
        gc_pretenure_begin(heap);
    assert_true(gc_alloc(heap, NODE, sizeof(struct node), out));
    gc_pretenure_end(heap);
}

/* Puts a new node of a site before a list. */
static void push(gc_heap *heap, struct client *client, uintptr_t site, bool old, gc_value *list)
{
    GC_FRAME(heap, f, node);

    new_node(heap, client, site, old, &f.node);
    gc_init(heap, as_node(f.node), &as_node(f.node)->a, gc_slot_of(heap, *list));
    *list = f.node;
}

enum { KEPT = 11, DROPPED = 22, MIB = (1 << 20) / sizeof(struct node) };

static void only_what_survives_is_pretenured(void **state)
{
    struct client client;
    gc_heap *heap = make_heap(&client, (struct gc_config){.verify = true});
    {
        GC_FRAME(heap, f, list, node);

        for (int i = 0; i < 16 * MIB; i++) {
            push(heap, &client, KEPT, false, &f.list);
            new_node(heap, &client, DROPPED, false, &f.node);
        }
        assert_int_equal(client.told[true], 1);
        assert_int_equal(client.told[false], 0);
        assert_int_equal(client.last, KEPT);
    }
    gc_heap_destroy(heap);
}

/* [sites.judged] */
static void a_site_whose_old_cells_die_goes_back(void **state)
{
    struct client client;
    gc_heap *heap = make_heap(&client, (struct gc_config){.no_incremental_marking = true});
    {
        GC_FRAME(heap, f, list, node);

        for (int i = 0; client.told[true] == 0 && i < 64 * MIB; i++)
            push(heap, &client, KEPT, false, &f.list);
        assert_int_equal(client.told[true], 1);
        f.list = GC_EMPTY;
        gc_collect(heap, GC_FULL, "test");
        assert_int_equal(client.told[false], 0); /* these were no pretenured cells */
        for (int i = 0; client.told[false] == 0 && i < 64 * MIB; i++)
            new_node(heap, &client, KEPT, true, &f.node);
        assert_int_equal(client.told[false], 1);
    }
    gc_heap_destroy(heap);
}

static void nothing_is_decided_where_it_is_off(void **state)
{
    struct client client;
    gc_heap *heap = make_heap(&client, (struct gc_config){.no_pretenuring = true});
    {
        GC_FRAME(heap, f, list);

        for (int i = 0; i < 16 * MIB; i++)
            push(heap, &client, KEPT, false, &f.list);
        assert_int_equal(client.told[true], 0);
    }
    gc_heap_destroy(heap);
}

/* Figures are of live cells, those of the site that grew first, in proportion to bytes. */
static void figures_follow_what_lives(void **state)
{
    struct client client;
    gc_heap *heap = make_heap(&client, (struct gc_config){.no_pretenuring = true});
    {
        GC_FRAME(heap, f, list, dropped);
        struct gc_site_figures figures[4];
        size_t live, before;

        for (int i = 0; i < 8 * MIB; i++)
            push(heap, &client, DROPPED, false, &f.dropped);
        gc_collect(heap, GC_FULL, "test");
        assert_int_equal(gc_allocation_sites(heap, figures, 4, &live, &before), 1);
        assert_int_equal(figures[0].site, DROPPED);
        assert_in_range(figures[0].live_bytes, 6u << 20, 10u << 20);
        f.dropped = GC_EMPTY;
        heap->policy.old_threshold = heap->marking.start_threshold = heap->policy.max_old; /* none but those below */
        for (int i = 0; i < 8 * MIB; i++)
            push(heap, &client, KEPT, false, &f.list);
        gc_collect(heap, GC_FULL, "test");
        gc_collect(heap, GC_REDUCE, "test"); /* nothing was allocated before: growth is as it was */
        assert_int_equal(gc_allocation_sites(heap, figures, 4, &live, &before), 1);
        assert_int_equal(figures[0].site, KEPT);
        assert_in_range(figures[0].live_bytes, 6u << 20, 10u << 20);
        assert_true(figures[0].before_bytes < 1u << 20);
        assert_int_equal(figures[0].live_bytes, live);
        assert_in_range(before, 6u << 20, 10u << 20);
    }
    gc_heap_destroy(heap);
}

/* However often the table is thinned, the first samples do not come to stand for what was made after them. */
static void samples_weigh_the_same(void **state)
{
    struct client client;
    gc_heap *heap = make_heap(&client, (struct gc_config){.no_pretenuring = true});
    {
        GC_FRAME(heap, f, list);
        struct gc_site_figures figures[2];
        enum { EARLY = 33 };

        for (int i = 0; i < MIB; i++)
            push(heap, &client, EARLY, false, &f.list);
        for (int i = 0; i < 63 * MIB; i++)
            push(heap, &client, KEPT, false, &f.list);
        gc_collect(heap, GC_FULL, "test");
        size_t count = gc_allocation_sites(heap, figures, 2, NULL, NULL);
        assert_in_range(count, 1, 2);
        assert_int_equal(figures[0].site, KEPT);
        assert_in_range(figures[0].live_bytes, 48u << 20, 80u << 20);
        assert_true(count == 1 || figures[1].live_bytes < 6u << 20);
    }
    gc_heap_destroy(heap);
}

static void forgotten_sites_are_told_no_more(void **state)
{
    struct client client;
    gc_heap *heap = make_heap(&client, (struct gc_config){.verify = true});
    {
        GC_FRAME(heap, f, list);
        struct gc_site_figures figures[4];

        for (int i = 0; client.told[true] == 0 && i < 64 * MIB; i++)
            push(heap, &client, KEPT, false, &f.list);
        gc_forget_sites(heap, KEPT, KEPT + 1);
        assert_int_equal(client.told[false], 1);
        gc_collect(heap, GC_FULL, "test");
        assert_int_equal(gc_allocation_sites(heap, figures, 4, NULL, NULL), 0);
    }
    gc_heap_destroy(heap);
}

/* More sites and more cells than there are places for; each survivor's weight stays right on average. */
static void tables_are_bounded(void **state)
{
    struct client client;
    gc_heap *heap = make_heap(&client, (struct gc_config){.no_pretenuring = true});
    {
        GC_FRAME(heap, f, list);
        size_t live;

        for (int i = 0; i < 48 * MIB; i++)
            push(heap, &client, 1 + (uintptr_t)(i / 500 % 40), false, &f.list);
        for (int i = 0; i < MIB; i++)
            push(heap, &client, 1000 + (uintptr_t)i, false, &f.list);
        gc_collect(heap, GC_FULL, "test");
        gc_allocation_sites(heap, NULL, 0, &live, NULL);
        assert_in_range(live, 32u << 20, 64u << 20);
    }
    gc_heap_destroy(heap);
}

/* Where the table cannot be made there are no samples, and all else goes on. */
static void memory_for_the_table_may_fail(void **state)
{
    struct client client;
    gc_heap *heap = make_heap(&client, (struct gc_config){.fail_metadata = 1});
    {
        GC_FRAME(heap, f, list);
        size_t live;

        for (int i = 0; i < 4 * MIB; i++)
            push(heap, &client, KEPT, false, &f.list);
        gc_collect(heap, GC_FULL, "test");
        assert_int_equal(gc_allocation_sites(heap, NULL, 0, &live, NULL), 0);
        assert_int_equal(live, 0);
        assert_true(gc_verify(heap, "test"));
    }
    gc_heap_destroy(heap);
}

/* Samples go with their cells: stress moves all, compaction some. [sites.weak] */
static void samples_move_with_their_cells(void **state)
{
    struct client client;
    gc_heap *heap = make_heap(&client, (struct gc_config){.verify = true, .stress_pretenuring = true});
    {
        GC_FRAME(heap, f, list, node);

        for (int i = 0; i < 4 * MIB; i++) {
            push(heap, &client, KEPT, i % 3 == 0, &f.list);
            if (i % 8 != 0)
                f.list = gc_get(heap, &as_node(f.list)->a);
        }
        gc__collect_compact(heap, "test");
        gc_collect(heap, GC_REDUCE, "test");
        assert_true(heap->figures.compacted || heap->old.pages.count < 8);
        assert_true(gc_verify(heap, "test"));
    }
    gc_heap_destroy(heap);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_what_survives_is_pretenured),
        cmocka_unit_test(a_site_whose_old_cells_die_goes_back),
        cmocka_unit_test(nothing_is_decided_where_it_is_off),
        cmocka_unit_test(figures_follow_what_lives),
        cmocka_unit_test(samples_weigh_the_same),
        cmocka_unit_test(forgotten_sites_are_told_no_more),
        cmocka_unit_test(tables_are_bounded),
        cmocka_unit_test(memory_for_the_table_may_fail),
        cmocka_unit_test(samples_move_with_their_cells),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
