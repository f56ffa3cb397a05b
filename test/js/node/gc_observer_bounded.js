// flags: --expose-gc
// engines: tenure
// modes: !stress !stress-each !marking !pretenure !pretenure-marking !compact !compact-helpers
// Entries that nobody takes lie in memory of fixed size: the newest 1,024 are kept, the third argument counts the rest.
const { PerformanceObserver } = require('perf_hooks');

let kept = 0;
let lost = 0;
let last;
const observer = new PerformanceObserver((list, self, { droppedEntriesCount }) => {
  kept += list.getEntries().length;
  lost += droppedEntriesCount;
  last = list.getEntries().at(-1);
});
observer.observe({ type: 'gc' });
for (let i = 0; i < 20; i++) gc({ type: 'minor' }); // the nursery's survivors settle
const used = process.memoryUsage();
for (let i = 0; i < 3000; i++) gc({ type: 'minor' });
const grown = process.memoryUsage();
console.log(grown.heapUsed - used.heapUsed < 20000, grown.external - used.external < 20000); // expect: true true
const now = performance.now();
setTimeout(function look() {
  if (kept === 0) {
    setTimeout(look, 5);
    return;
  }
  observer.disconnect();
  console.log(kept >= 1024 && kept < 1200, lost >= 3020 - 1024, kept + lost >= 3020);
  console.log(last.startTime < performance.now(), last.startTime > now - 60000);
}, 10);
// expect: true true true
// expect: true true
