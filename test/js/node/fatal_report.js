// The end of a program at the limit: V8's report with the calls in progress, and exit status 134 by abort().
// flags: --max-old-space-size=24
// exit: 134
// stderr: ^<--- Last few GCs --->$
// stderr: ^<--- JS stacktrace --->$
// stderr: fill \[.*fatal_report\.js:\d+:\d+\]
// stderr: outer \[.*fatal_report\.js:\d+:\d+\]
// stderr: ^FATAL ERROR: .* JavaScript heap out of memory$
// stderr: ^<--- Largest holders: .*--->$
// stderr: ^ +\d\d{7} bytes +\d{4}  \w+
// stderr: ^ +\d+ bytes +\d{4}  js_object Holder$
// stderr: ^ +\d{7} bytes  \w+
// engines: tenure
// Not stress-each: a heap of 24 MB, each allocation of which would move all that is there.
// modes: !stress-each !failalloc
class Holder { constructor(list) { this.list = list; } }
const buffer = new Uint8Array(1 << 20);
const kept = [];
function fill() {
    for (;;) kept.push(new Holder(new Array(1000).fill(kept.length)));
}
function outer() {
    fill();
}
console.log('before');  // expect: before
outer();
