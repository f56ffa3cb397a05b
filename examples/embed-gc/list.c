/* list.c: the smallest client of the heap, fifteen lines: a list of a million pairs. */
#include <gc/gc.h>
#define PAIR_REFS(F) F(head) F(tail)
GC_CELL(pair, PAIR_REFS, GC_NO_DATA);
static GC_KIND(pair, PAIR_REFS);
int main(void)
{
    gc_heap *heap = gc_heap_create(&(struct gc_config){.kinds = (const struct gc_kind *[]){NULL, NULL, &pair_kind}, .kind_count = 3});
    GC_FRAME(heap, f, list, cell);
    for (int i = 0; i < 1000000 && gc_alloc(heap, 2, sizeof(struct pair), &f.cell); i++, f.list = f.cell) {
        struct pair *p = gc_to_cell(f.cell);
        gc_init(heap, p, &p->head, gc_slot_from_int(i));
        gc_init(heap, p, &p->tail, gc_slot_of(heap, f.list));
    }
    return printf("%d\n", gc_to_int(gc_get(heap, &((struct pair *)gc_to_cell(f.list))->head))) < 0;
}
