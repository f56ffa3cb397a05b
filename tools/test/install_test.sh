#!/usr/bin/env bash
# Installs into a scratch directory and builds programs against what is there, as a user would.
set -u
cd "$(dirname "$0")/../.."
where=$(mktemp -d)
trap 'rm -rf "$where"' EXIT
passed=0 failed=0
check() { # check NAME COMMAND...
    local name=$1
    shift
    if "$@" >"$where/log" 2>&1; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "FAIL $name"
        sed 's/^/    /' "$where/log" | tail -20
    fi
}
check 'make install' make --no-print-directory install DESTDIR="$where" PREFIX=/usr
export PKG_CONFIG_PATH=$where/usr/lib/pkgconfig:$where/usr/lib/x86_64-linux-gnu/pkgconfig
flags() { pkg-config --cflags --libs "$1"; }

cat >"$where/heap.c" <<'C'
/* A client of the heap alone: a list of pairs that survives collections. */
#include <gc/gc.h>
#include <stdio.h>
#define PAIR_REFS(F) F(head) F(tail)
GC_CELL(pair, PAIR_REFS, GC_NO_DATA);
GC_KIND(pair, PAIR_REFS);
enum { PAIR = GC_KIND_FIRST_CLIENT };
int main(void)
{
    const struct gc_kind *kinds[] = {NULL, NULL, &pair_kind};
    gc_heap *heap = gc_heap_create(&(struct gc_config){.kinds = kinds, .kind_count = 3});
    if (!heap)
        return 1;
    {
        GC_FRAME(heap, f, list, cell);
        f.list = gc_from_int(0);
        for (int i = 1; i <= 1000; i++) {
            if (!gc_alloc(heap, PAIR, sizeof(struct pair), &f.cell))
                return 1;
            struct pair *p = gc_to_cell(f.cell);
            gc_init(heap, p, &p->head, gc_slot_from_int(i));
            gc_init(heap, p, &p->tail, gc_slot_of(heap, f.list));
            f.list = f.cell;
        }
        gc_collect(heap, GC_FULL, "test");
        int sum = 0;
        for (gc_value v = f.list; gc_is_cell(v); v = gc_get(heap, &((struct pair *)gc_to_cell(v))->tail))
            sum += gc_to_int(gc_get(heap, &((struct pair *)gc_to_cell(v))->head));
        printf("%d\n", sum);
        if (sum != 500500)
            return 1;
    }
    gc_heap_destroy(heap);
    return 0;
}
C
check 'a program on tenure-gc compiles' bash -c "cc -o $where/heap $where/heap.c $(flags tenure-gc)"
check 'a program on tenure-gc runs' "$where/heap"
for header in "$where"/usr/include/tenure/*/*.h; do
    name=$(basename "$(dirname "$header")")/$(basename "$header")
    check "<$name> is self-sufficient" bash -c "echo '#include <$name>' | cc -fsyntax-only -Wall -Werror -x c - $(flags tenure | sed 's/-l[^ ]*//g')"
done
check 'the installed command runs' bash -c "[ \"\$($where/usr/bin/tenure -p '6 * 7')\" = 42 ]"
check 'pkg-config names the libraries of tenure' bash -c "cc -x c - -o $where/x $(flags tenure) <<<'int main(void) { return 0; }'"
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
