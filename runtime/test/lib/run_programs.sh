#!/bin/sh
# Runs programs/*.js with a command and compares output and status with expected/*.txt: run_programs.sh build/tenure [name...]
# The rules for what differs from run to run are those of programs.js.
command=$1
shift
only=$*
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
passed=0
failed=0

normalize() {
    sed -E "s#$here/programs#HERE#g; s/^\((node|tenure):[0-9]+\)/(node:PID)/; s/^(Node\.js|Tenure) v.*\$/RUNTIME/; s/^(> )?Welcome to (Node\.js|Tenure) v.*\$/WELCOME/; s/\`(node|tenure) --/\`node --/g" |
    perl -0pe 's/^ +at .*?( \{)?$/"    at FRAME".($1||"")/gme; s/(?:^ {4}at FRAME\n)+(?=^ {4}at FRAME)//gm;
        s/^(?:node:|HERE)[^\n]*:\d+\n[^\n]*\n *\^+\n//gm'
}

check() {
    if diff "$here/expected/$1.txt" "$work/all" >"$work/diff"; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "not ok: $1"
        head -20 "$work/diff"
    fi
}

wanted() {
    [ -z "$only" ] || case " $only " in *" $1 "*) true ;; *) false ;; esac
}

for program in "$here"/programs/*.js; do
    name=$(basename "$program" .js)
    wanted "$name" || continue
    printf "$(sed -n '1s#^// input: ##p' "$program")" | "$command" "$program" >"$work/out" 2>"$work/err"
    status=$?
    { normalize <"$work/out"; echo '--- stderr'; normalize <"$work/err"; echo "--- status $status"; } >"$work/all"
    check "$name"
done
for session in "$here"/repl/*.txt; do
    name=repl_$(basename "$session" .txt)
    wanted "$name" || continue
    "$command" -i <"$session" >"$work/out" 2>"$work/err"
    status=$?
    { normalize <"$work/out"; echo '--- stderr'; normalize <"$work/err"; echo "--- status $status"; } >"$work/all"
    check "$name"
done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
