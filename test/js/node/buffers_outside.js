// Buffers take memory outside the heap; what is dropped goes back to the system while the program is idle.
// Resident memory is measured, which is another in builds with assertions or sanitizers.
// modes: release
const MB = 1048576;
const before = process.memoryUsage();
let kept = [];
for (let i = 1; i <= 8; i++) kept.push(Buffer.alloc(25 * MB, i));
const full = process.memoryUsage();
console.log(kept.length, kept[7][25 * MB - 1]);  // expect: 8 8
console.log(full.heapTotal < 15 * MB, full.external - before.external >= 200 * MB);  // expect: true true
console.log(full.arrayBuffers >= 200 * MB, full.rss - before.rss > 150 * MB);  // expect: true true
kept = null;
setTimeout(() => {
    const after = process.memoryUsage();
    console.log(after.rss - before.rss < 40 * MB, after.external - before.external < 40 * MB);
}, 1000);
// engines: tenure
// expect: true true
