// --at-limit=throw: the heap's exhaustion is an exception, after which the program goes on.
// flags: --max-old-space-size=24 --at-limit=throw
// engines: tenure
// Not stress-each: a heap of 24 MB, each allocation of which would move all that is there.
// modes: !stress-each
let kept = [];
try {
    for (;;) kept.push(new Array(1000).fill(kept.length));
} catch (error) {
    kept = null;
    console.log(error instanceof RangeError, error.message);  // expect: true JavaScript heap out of memory
}
const again = [];
for (let i = 0; i < 100; i++) again.push(new Array(1000).fill(i));
console.log(again.length, again[99][999]);  // expect: 100 99
