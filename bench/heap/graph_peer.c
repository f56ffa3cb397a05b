/*
 * graph_peer.c: the twin of graph.c.  Only a count of the references to a vertex tells when to free it; a
 * replaced vertex has no edges, so no cycle keeps it.
 */
#include "peer.h"

enum { VERTICES = 500000, STEPS = 4000000, EDGES = 4, WALK = 4 };

struct vertex {
    uint32_t id;
    uint32_t count; /* of references, unless a collector finds them */
    struct vertex *edges[EDGES];
};

static struct vertex **table;

static void drop(struct vertex *vertex)
{
    if (EXPLICIT && vertex != NULL && --vertex->count == 0)
        peer_free(vertex);
}

static struct vertex *keep(struct vertex *vertex)
{
    if (EXPLICIT && vertex != NULL)
        vertex->count++;
    return vertex;
}

static void replace(uint32_t at, uint32_t id, uint64_t *state)
{
    struct vertex *fresh = peer_new(sizeof *fresh), *old = table[at];

    fresh->id = id;
    fresh->count = 0;
    table[at] = keep(fresh);
    for (int i = 0; i < EDGES; i++)
        fresh->edges[i] = keep(table[random_below(state, VERTICES)]);
    if (old == NULL)
        return;
    for (int i = 0; i < EDGES; i++) {
        struct vertex *target = old->edges[i];
        old->edges[i] = NULL;
        drop(target);
    }
    drop(old);
}

static void redirect(uint64_t *state)
{
    uint32_t from = random_below(state, VERTICES), edge = random_below(state, EDGES), to = random_below(state, VERTICES);
    struct vertex **field = &table[from]->edges[edge], *old = *field;

    *field = keep(table[to]);
    drop(old);
}

static uint64_t walk(uint64_t *state)
{
    const struct vertex *v = table[random_below(state, VERTICES)];
    uint64_t sum = 0;

    for (int i = 0; i < WALK && v != NULL; i++) {
        sum += v->id;
        v = v->edges[i % EDGES];
    }
    return sum;
}

int main(int argc, char **argv)
{
    uint64_t state = 7, sum = 0;
    uint32_t steps = (uint32_t)scaled(argc, argv, STEPS), id = 0;

    peer_start();
    table = peer_new(VERTICES * sizeof *table);
    memset(table, 0, VERTICES * sizeof *table);
    for (; id < VERTICES; id++)
        replace(id, id, &state);
    for (uint32_t i = 0; i < steps; i++) {
        if (i % 4 == 0)
            replace(random_below(&state, VERTICES), id++, &state);
        else
            redirect(&state);
        sum += walk(&state);
    }
    printf("%llu\n", (unsigned long long)sum);
    return 0;
}
