/* fragment_peer.c: the twin of fragment.c. */
#include "peer.h"

enum { BLOCKS = 40000, STEPS = 400000 };

struct block {
    uint32_t bytes, unused;
    uint64_t words[];
};

static const struct phase {
    uint32_t least, most; /* bytes */
    uint32_t blocks;      /* kept from then on */
} phases[] = {{16, 256, BLOCKS}, {512, 4096, BLOCKS}, {16, 256, BLOCKS / 4}, {256, 2048, BLOCKS}};

static struct block **table;

static uint32_t replace(uint32_t at, uint32_t bytes)
{
    struct block *block = peer_data(sizeof *block + bytes), *old = table[at];
    uint32_t old_bytes = 0;

    block->bytes = bytes;
    block->words[0] = block->words[bytes / 8 - 1] = bytes;
    table[at] = block;
    if (old != NULL) {
        old_bytes = old->bytes;
        peer_free(old);
    }
    return old_bytes;
}

int main(int argc, char **argv)
{
    uint64_t state = 11, sum = 0;
    int steps = scaled(argc, argv, STEPS);

    peer_start();
    table = peer_new(BLOCKS * sizeof *table);
    memset(table, 0, BLOCKS * sizeof *table);
    for (size_t i = 0; i < sizeof phases / sizeof *phases; i++) {
        const struct phase *phase = &phases[i];

        for (uint32_t at = phase->blocks; at < BLOCKS; at++) {
            peer_free(table[at]);
            table[at] = NULL;
        }
        for (int step = 0; step < steps; step++) {
            uint32_t at = random_below(&state, phase->blocks);
            uint32_t bytes = phase->least + random_below(&state, phase->most - phase->least);
            sum += replace(at, bytes & ~7u);
        }
    }
    printf("%llu\n", (unsigned long long)sum);
    return 0;
}
