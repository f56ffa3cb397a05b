// The frame of a program that catches its error: tools/limits_test.py puts the hoard in.
'use strict';
let hold = [];

/* HOARD */

function* numbers() { for (let i = 0; i < 5; i++) yield i * 1.5; }

// A bit of everything; the same text each time it works.
function work() {
    const map = new Map([...numbers()].map((n) => ['k' + n, { n }]));
    class Point { #x; constructor(x) { this.#x = x; } get x() { return this.#x; } }
    const text = JSON.stringify(JSON.parse('{"a":[1,2.5,"x"],"b":{"c":null}}'));
    const sorted = [5, 3, 9, 1].sort((a, b) => a - b).join();
    const found = 'one two three'.replace(/(t)(\w+)/g, '$2$1');
    const buffer = Buffer.from('buffer').toString('hex');
    const closure = ((a) => (b) => a + b)(2)(3);
    const array = new Array(5000).fill(7).reduce((a, b) => a + b, 0);
    return [map.size, map.get('k6').n, new Point(4).x, text, sorted, found, buffer, closure, array,
        'abc'.repeat(3), new Uint8Array(4096).length, new Function('return 6 * 7')()].join(' ');
}
const EXPECTED = '5 6 4 {"a":[1,2.5,"x"],"b":{"c":null}} 1,3,5,9 one wot hreet 627566666572 5 35000 abcabcabc 4096 42';

let caught = null, inner = false;
const is = {};
// Where memory runs out while a promise is handed on, its handlers hear of that, and nobody of what it would have become.
process.on('unhandledRejection', (error) => { is.unhandled = error instanceof RangeError; });
async function main() {
    try {
        try {
            await hoard();
        } finally {
            inner = true;
        }
    } catch (error) {
        if (typeof release === 'function') release();
        hold = null;
        caught = error;
    }
    await null; // what was queued before runs first, and is gone then
    is.error = caught instanceof RangeError ? true : String(caught);
    is.named = /out of memory|Invalid (array|string) length|Array buffer allocation|call stack/.test(caught.message) || caught.message;
    is.finally = inner;
    is.verified = gc.verify();
    is.works = work() === EXPECTED || work();
    gc();
    is.verified_after = gc.verify();
    is.works_again = work() === EXPECTED;
    const s = gc.statistics();
    console.log(JSON.stringify({
        peak_cell_bytes: s.peak_cell_bytes, limit_old_bytes: s.limit_old_bytes,
        peak_total_bytes: s.peak_total_bytes, limit_total_bytes: s.limit_total_bytes, is,
    }));
    setTimeout(() => Promise.resolve().then(() => console.log('later')), 1);
}
main();
