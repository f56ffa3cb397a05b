#!/usr/bin/env bash
# `make demo`: runs the demonstration on the given command under --trace-gc.  The collector's lines come
# by the hundred: of each run of them the first two are shown, then how many more and their longest pause.
set -u -o pipefail
cd "$(dirname "$0")"
engine=${1:-../../build/tenure}
case $engine in */*) [ -e "$engine" ] || engine=../../$engine ;; esac
echo '$ tenure --trace-gc examples/demo/main.js'
echo
"$engine" --trace-gc main.js | awk '
function flush() {
    if (hidden > 0)
        printf "      ... %d more collections, %.1f ms in all, the longest %.2f ms\n", hidden, total, longest
    run = hidden = total = longest = 0
}
/^\[[0-9]+:0x[0-9a-f]+\]/ {
    pause = 0
    if (match($0, /, [0-9.]+ \/ /))
        pause = substr($0, RSTART + 2, RLENGTH - 5) + 0
    if (++run <= 2) {
        sub(/ +\(average mu.*/, "")
        print "      " $0
    } else {
        hidden++
        total += pause
        if (pause > longest)
            longest = pause
    }
    next
}
{ flush(); print; fflush() }
END { flush() }'
