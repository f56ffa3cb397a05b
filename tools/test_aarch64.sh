#!/usr/bin/env bash
# Builds the heap, its unit tests and the Scheme for 64-bit ARM and runs the tests under qemu's user-mode
# emulation.  Skips where the packages that tools/packages.txt lists under `cross` are missing.
set -u
cd "$(dirname "$0")/.."
for program in aarch64-linux-gnu-gcc qemu-aarch64-static; do
    command -v "$program" >/dev/null || { echo "SKIP: no $program; tools/install_packages.sh cross installs it"; exit 0; }
done
tools/build.sh aarch64 || exit 1
exec python3 tools/run_unit.py build/aarch64 "$@"
