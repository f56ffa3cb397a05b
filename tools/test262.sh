#!/usr/bin/env bash
# Runs test262 on build/tenure where both the suite and its runner are at hand:
#   TEST262=checkout TEST262_RUNNER=test262.py tools/test262.sh [options of the runner]
# Known failures: test/conformance/known_failures.txt, which may only shrink.  Skips with a reason otherwise.
set -eu
cd "$(dirname "$0")/.."
runner=${TEST262_RUNNER:-../shared/tools/test262.py}
if [ -z "${TEST262:-}" ]; then echo 'SKIP: TEST262 names no checkout of test262'; exit 0; fi
if [ ! -d "$TEST262/test" ]; then echo "SKIP: $TEST262 is no checkout of test262"; exit 0; fi
if [ ! -f "$runner" ]; then echo "SKIP: there is no runner at $runner (set TEST262_RUNNER)"; exit 0; fi
[ -x build/tenure ] || tools/build.sh release tenure
known=test/conformance/known_failures.txt
expect=()
[ -f "$known" ] && expect=(--expect "$known")
exec python3 "$runner" --root "$TEST262" --engine build/tenure "${expect[@]}" "$@"
