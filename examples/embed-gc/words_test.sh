#!/usr/bin/env bash
# Runs words (its command line is the arguments) on texts whose counts are known, and past its limit.
set -u
expect() {
    [ "$1" = "$2" ] || { echo "printed '$1' instead of '$2'"; exit 1; }
}
expect "$(printf 'to be or not to be' | "$@")" '6 words, 4 different'
expect "$(printf '' | "$@")" '0 words, 0 different'
expect "$(awk 'BEGIN { for (i = 0; i < 50000; i++) print (i * 7919) % 50021 }' | "$@")" '50000 words, 50000 different'
expect "$(awk 'BEGIN { for (i = 0; i < 600000; i++) print (i * 7919) % 600011 }' | "$@")" 'too many words for 16 MB'
