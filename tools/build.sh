#!/usr/bin/env bash
# Configures and builds a preset of CMakePresets.json: `build.sh PRESET [TARGET...]`.
# Quiet unless it fails.  TENURE_WERROR=1 makes warnings errors.  JOBS: how many at once.
set -eu
cd "$(dirname "$0")/.."
preset=$1
shift
log=build/$preset.log
mkdir -p build
targets=()
for target in "$@"; do targets+=(--target "$target"); done
configure=(cmake --preset "$preset")
[ "${TENURE_WERROR:-0}" = 1 ] && configure+=(-DCMAKE_COMPILE_WARNING_AS_ERROR=ON)
if ! { "${configure[@]}" && cmake --build "build/$preset" -j "${JOBS:-$(nproc)}" "${targets[@]}"; } >"$log" 2>&1; then
    grep -E -A12 '(error|FAILED|CMake Error)' "$log" | head -80 || tail -40 "$log"
    echo "build of preset $preset failed; the whole log: $log"
    exit 1
fi
if [ "$preset" = release ] && [ -x build/release/tenure ]; then
    ln -sfn release/tenure build/tenure
fi
echo "built: $preset"
