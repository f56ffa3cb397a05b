// engines: tenure
// modes: release checked
// flags: --single-threaded-gc
// Of incremental marking an observer sees the beginning: one entry of kind 8, without flags, before the major one it ends in.
const { PerformanceObserver, constants } = require('perf_hooks');
const seen = [];
const observer = new PerformanceObserver((list) => seen.push(...list.getEntries()));
observer.observe({ entryTypes: ['gc'] });
let live = [], turns = 0;
(function turn() {
  for (let i = 0; i < 20000; i++) live[(i * 7919 + turns * 104729) % 200000] = { id: i, more: { turns } };
  if (++turns < 40) return setImmediate(turn);
  setTimeout(() => {
    const major = seen.filter((e) => e.detail.kind === constants.NODE_PERFORMANCE_GC_MAJOR);
    const marking = seen.filter((e) => e.detail.kind === constants.NODE_PERFORMANCE_GC_INCREMENTAL);
    console.log(marking.length > 0, marking.length <= major.length + 1); // expect: true true
    console.log(marking.every((e) => e.detail.flags === 0 && e.duration >= 0 && e.startTime > 0)); // expect: true
    const ends = marking.map((e) => major.findIndex((m) => m.startTime >= e.startTime));
    console.log(new Set(ends).size === ends.length); // expect: true
    console.log(seen.every((e) => [1, 4, 8].includes(e.detail.kind))); // expect: true
  }, 20);
})();
