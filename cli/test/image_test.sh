#!/bin/sh
# A freshly built realm, written as an image and mapped into other heaps, at other bases: `image_test.sh TENURE ROOT`.
# The library's tests pass on it, also where every cell moves; files that are no image are refused.
set -eu
tenure=$1
root=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

"$tenure" --write-image="$work/realm.img"
"$tenure" --image="$work/realm.img" "$root/runtime/test/lib/run.js"
"$tenure" --image="$work/realm.img" --verify-heap --gc-stress=1 -e '
    const list = [3, 1, 2].sort().map((x) => x * 2);
    if (list.join() !== "2,4,6" || new Map([[1, /a+/.exec("caat")[0]]]).get(1) !== "aa") process.exit(1);' 2>/dev/null
printf 'print(Object.getOwnPropertyNames(globalThis).length > 50);' >"$work/bare.js"
[ "$("$tenure" --image="$work/realm.img" --test262 "$work/bare.js")" = true ]

if "$tenure" --image="$work/bare.js" -e 0 2>"$work/err"; then
    echo "a file that is no image was taken for one"
    exit 1
fi
grep -q 'no heap image' "$work/err"
head -c 9000 "$work/realm.img" >"$work/cut.img"
if "$tenure" --image="$work/cut.img" -e 0 2>"$work/err"; then
    echo "an image that was cut short was taken"
    exit 1
fi
