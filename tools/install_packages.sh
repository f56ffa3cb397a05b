#!/usr/bin/env bash
# Installs the Debian packages of tools/packages.txt that are missing: `install_packages.sh build [test]`.
# Touches neither apt nor the network where nothing is missing.  Not on Debian: tells what is needed.
set -eu
list=$(dirname "$0")/packages.txt
wanted=()
for word in "$@"; do
    while read -r name; do wanted+=("$name"); done < <(awk -v w="$word" '$1 == w { print $2 }' "$list")
done

if ! command -v dpkg-query >/dev/null; then
    echo "This system has no dpkg. Make sure that it has what these Debian packages hold: ${wanted[*]}" >&2
    exit 0
fi
have=$(dpkg-query -W -f '${Package} ${db:Status-Status}\n' "${wanted[@]}" 2>/dev/null | awk '$2 == "installed" { print $1 }') || true
missing=()
for name in "${wanted[@]}"; do
    grep -qxF "$name" <<<"$have" || missing+=("$name")
done
[ ${#missing[@]} -eq 0 ] && exit 0

echo "Installing: ${missing[*]}"
root=()
if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || { echo "Not root, and there is no sudo. As root: apt-get install ${missing[*]}" >&2; exit 1; }
    root=(sudo)
fi
export DEBIAN_FRONTEND=noninteractive
"${root[@]}" apt-get update -q
"${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends "${missing[@]}"
