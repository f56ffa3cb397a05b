/* buffers_peer.c: the twin of buffers.c; a small block owns each buffer here too. */
#include "peer.h"

enum { WINDOW = 1000, STEPS = 40000, LEAST = 4096, MOST = 131072 };

struct owner {
    uint32_t bytes;
    uint8_t *block;
};

static struct owner **table;

static uint32_t replace(uint32_t at, uint32_t bytes)
{
    struct owner *owner = peer_new(sizeof *owner), *old = table[at];
    uint32_t first = 0;

    *owner = (struct owner){bytes, peer_data(bytes)};
    for (uint32_t i = 0; i < bytes; i += 512)
        owner->block[i] = (uint8_t)at;
    table[at] = owner;
    if (old != NULL) {
        first = old->block[0];
        peer_free(old->block);
        peer_free(old);
    }
    return first;
}

int main(int argc, char **argv)
{
    uint64_t state = 13, sum = 0;
    int steps = scaled(argc, argv, STEPS);

    peer_start();
    table = peer_new(WINDOW * sizeof *table);
    memset(table, 0, WINDOW * sizeof *table);
    for (int step = 0; step < steps; step++) {
        uint32_t at = random_below(&state, WINDOW), bytes = LEAST + random_below(&state, MOST - LEAST);
        sum += replace(at, bytes);
    }
    printf("%llu\n", (unsigned long long)sum);
    return 0;
}
