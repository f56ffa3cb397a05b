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

# The heap alone, shared: nothing of JavaScript or libuv is found, linked or exported.
libdir=$(dirname "$(find "$where/usr/lib" -name libtenure-gc.a)")
soname() { objdump -p "$libdir/libtenure-gc.so" | awk '$1 == "SONAME" { print $2 }'; }
exports_only_what_is_declared() {
    nm -D --defined-only "$libdir/libtenure-gc.so" | awk '{ print $NF }' | sed 's/@.*//' | while read -r name; do
        grep -rqw "$name" "$where/usr/include/tenure/gc" || { echo "$name is exported and in no header"; exit 1; }
    done
}
no_javascript() {
    ! { pkg-config --print-requires tenure-gc; flags tenure-gc; nm -D "$libdir/libtenure-gc.so"; } | grep -E '\b(js|rt|uv)_|libuv|engine'
}
for name in list words; do
    check "$name.c compiles against the shared library" \
        bash -c "cc -Wall -Werror -o $where/$name examples/embed-gc/$name.c $(flags tenure-gc)"
    check "$name.c compiles against the static library" \
        bash -c "cc -static -Wall -Werror -o $where/$name-static examples/embed-gc/$name.c $(pkg-config --static --cflags --libs tenure-gc)"
done
check 'the soname names the major version' test "$(soname)" = "libtenure-gc.so.0"
check 'list needs the shared library' bash -c "objdump -p $where/list | grep -q 'NEEDED.*libtenure-gc.so.0'"
check 'list runs, shared' test "$(LD_LIBRARY_PATH=$libdir "$where/list")" = 999999
check 'list runs, static' test "$("$where/list-static")" = 999999
check 'words runs, shared' env LD_LIBRARY_PATH="$libdir" examples/embed-gc/words_test.sh "$where/words"
check 'words runs, static' examples/embed-gc/words_test.sh "$where/words-static"
check 'the shared library exports only what its headers declare' exports_only_what_is_declared
check 'the heap names neither JavaScript nor libuv' no_javascript
for header in "$where"/usr/include/tenure/*/*.h; do
    name=$(basename "$(dirname "$header")")/$(basename "$header")
    check "<$name> is self-sufficient" bash -c "echo '#include <$name>' | cc -fsyntax-only -Wall -Werror -x c - $(flags tenure | sed 's/-l[^ ]*//g')"
done
check 'the installed command runs' bash -c "[ \"\$($where/usr/bin/tenure -p '6 * 7')\" = 42 ]"
check 'pkg-config names the libraries of tenure' bash -c "cc -x c - -o $where/x $(flags tenure) <<<'int main(void) { return 0; }'"
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
