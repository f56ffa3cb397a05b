#!/usr/bin/env bash
# Runs a test program: run.sh FILE.scm plain|stress|verify SCHEME...
# Compares what it prints, then its lines `error: ...`, with FILE.out.  A line `; options: ...` of the program
# adds options, `; stress: N` makes stress collect at one safepoint in N (1),
# `; status: N` names the exit status (0), `; skip: MODE reason` leaves a mode out.
set -u
file=$1 mode=$2
shift 2
word() { sed -n "s/^; $1: *//p" "$file"; }
if word skip | grep -q "^$mode "; then
    exit 0
fi
case $mode in
    stress) options=--gc-stress=$(sed -n "s/^; stress: *//p" "$file" | grep . || echo 1) ;;
    verify) options=--verify ;;
    *) options= ;;
esac
where=$(mktemp -d)
trap 'rm -rf "$where"' EXIT
# shellcheck disable=SC2046,SC2086
"$@" $options $(word options) "$file" >"$where/out" 2>"$where/err" </dev/null
status=$?
grep '^error: ' "$where/err" >>"$where/out"
wanted=$(word status)
if [ "$status" -ne "${wanted:-0}" ]; then
    echo "exit status $status instead of ${wanted:-0}"
    tail -n 30 "$where/err"
    exit 1
fi
if ! diff -u "${file%.scm}.out" "$where/out"; then
    tail -n 5 "$where/err"
    exit 1
fi
