#!/bin/sh
# Runs programs/*.js with a command and compares output and status with expected/*.txt: run_programs.sh build/tenure [name...]
# The rules for what differs from run to run are those of programs.js.
command=$1
shift
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
passed=0
failed=0

normalize() {
    sed -E "s#$here/programs#HERE#g; s/^\((node|tenure):[0-9]+\)/(node:PID)/; s/^(Node\.js|Tenure) v.*\$/RUNTIME/; s/\`(node|tenure) --/\`node --/g" |
    perl -0pe 's/^ +at .*?( \{)?$/"    at FRAME".($1||"")/gme; s/(?:^ {4}at FRAME\n)+(?=^ {4}at FRAME)//gm;
        s/^(?:node:|HERE)[^\n]*:\d+\n[^\n]*\n *\^+\n//gm'
}

for program in "$here"/programs/*.js; do
    name=$(basename "$program" .js)
    if [ $# -gt 0 ]; then
        case " $* " in *" $name "*) ;; *) continue ;; esac
    fi
    printf "$(sed -n '1s#^// input: ##p' "$program")" | "$command" "$program" >"$work/out" 2>"$work/err"
    status=$?
    { normalize <"$work/out"; echo '--- stderr'; normalize <"$work/err"; echo "--- status $status"; } >"$work/all"
    if diff "$here/expected/$name.txt" "$work/all" >"$work/diff"; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "not ok: $name"
        head -20 "$work/diff"
    fi
done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
