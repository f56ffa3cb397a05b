#!/usr/bin/env bash
# What bpftrace sees of the probes gc__start and gc__done, against the lines of --trace-gc of the same run.
#     tools/test/bpftrace_test.sh [engine]
# Needs bpftrace and the right to trace; the last line is `N passed, N failed`, or `SKIP: reason`.
set -u
cd "$(dirname "$0")/../.."
engine=${1:-build/release/tenure}
where=$(mktemp -d)
trap 'rm -rf "$where"' EXIT
out=$where/out
command -v bpftrace >/dev/null || { echo 'SKIP: bpftrace is not installed'; exit 0; }
bpftrace -e 'BEGIN { exit(); }' >"$out" 2>&1 || { echo "SKIP: bpftrace may not trace: $(tail -n 1 "$out")"; exit 0; }

program="usdt:$engine:tenure:gc__start { @start[arg0] = count(); @begin = nsecs; }
usdt:$engine:tenure:gc__done { @done[arg0] = count(); if (arg3 > arg2 + 1048576) { @grew = count(); }
    if (arg4 > nsecs - @begin + 1000000) { @longer = count(); } }"
cat >"$where/collect.js" <<'END'
let kept = [];
for (let i = 0; i < 300000; i++) kept[i % 20000] = { i, text: `${i}` };
for (let i = 0; i < 3; i++) gc();
END
timeout 60 bpftrace -e "$program" -c "$engine --expose-gc --trace-gc $where/collect.js" >"$out" 2>&1
scavenges=$(grep -c 'ms: Scavenge' "$out")
full=$(grep -c 'ms: Mark-Compact' "$out")
passed=0 failed=0
check() { # what, seen, expected
    if [ "$2" = "$3" ]; then passed=$((passed + 1)); else failed=$((failed + 1)); echo "$1: $2, not $3"; fi
}
seen() { sed -n "s/^@$1: //p" "$out" | sed 's/^0$//'; }
[ "$scavenges" -gt 0 ] && [ "$full" -gt 0 ] || { echo "the program collects $scavenges and $full times only"; failed=1; }
check 'scavenges begun' "$(seen 'start\[0\]')" "$scavenges"
check 'scavenges ended' "$(seen 'done\[0\]')" "$scavenges"
check 'full collections begun' "$(seen 'start\[1\]')" "$full"
check 'full collections ended' "$(seen 'done\[1\]')" "$full"
check 'collections that left more than they found' "$(seen grew)" ''
check 'pauses longer than the time between the probes' "$(seen longer)" ''
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
