// The longest turn of a loop that makes cyclic garbage while N objects live, argument 1: what a program that
// must answer in time sees.  Runs for eight seconds of the clock; prints the worst turn in milliseconds.
const words = globalThis.scriptArgs || process.argv.slice(1);
const N = Number(words[1] || 1000000), seconds = Number(words[2] || 8);
const live = [];
for (let i = 0; i < N; i++)
    live.push({ id: i, next: live[i >> 1], s: null });
const start = performance.now();
let worst = 0, turns = 0, last = start;
while (last - start < seconds * 1000) {
    for (let i = 0; i < 200; i++) {
        const a = {}, b = { a };
        a.b = b;
        if ((turns & 1023) === 0)
            live[turns % N].s = a;
    }
    turns++;
    const now = performance.now();
    worst = Math.max(worst, now - last);
    last = now;
}
console.log(`worst ${worst.toFixed(1)}`);
