// flags: --expose-gc
// engines: tenure
// modes: !stress !pretenure
// monitorGCPauses: a live histogram of the pauses, in ns, which nobody has to enable.
const { monitorGCPauses, constants } = require('perf_hooks');

const major = monitorGCPauses({ kind: constants.NODE_PERFORMANCE_GC_MAJOR });
const minor = monitorGCPauses({ kind: constants.NODE_PERFORMANCE_GC_MINOR });
const rest = monitorGCPauses({ kind: constants.NODE_PERFORMANCE_GC_INCREMENTAL });
const all = monitorGCPauses();
const first = [major.count, minor.count];
for (let i = 0; i < 5; i++) gc();
for (let i = 0; i < 3; i++) gc({ type: 'minor' });
console.log(major.count - first[0] >= 5, minor.count - first[1] >= 3, all.count === major.count + minor.count + rest.count); // expect: true true true
console.log(rest.count >= 0, Object.getPrototypeOf(rest) === Object.getPrototypeOf(all)); // expect: true true
const ordered = [major, minor, all].map((h) => {
  const ps = [1, 25, 50, 75, 90, 99, 99.9, 100].map((p) => h.percentile(p));
  return [0 < h.min && h.min <= h.mean && h.mean <= h.max && h.exceeds === 0 && h.stddev <= h.max,
    ps.every((p, i) => i === 0 || p >= ps[i - 1]), h.min <= ps[0] && ps[0] <= h.max, ps.at(-1) === h.max,
    [...h.percentiles.keys()].slice(0, 2).join() === '0,50', h.percentiles.get(100) === h.max];
});
console.log(ordered.flat().every(Boolean), ordered.flat().length); // expect: true 18
console.log(Object.keys(all.toJSON()).join()); // expect: count,min,max,mean,exceeds,stddev,percentiles
const parts = [major, minor, rest].filter((h) => h.count > 0);
console.log(all.max === Math.max(...parts.map((h) => h.max)), all.min === Math.min(...parts.map((h) => h.min))); // expect: true true
major.percentile(0); // expect RangeError: The value of "percentile" is out of range. It must be > 0 && <= 100. Received 0
major.percentile('50'); // expect TypeError: The "percentile" argument must be of type number. Received type string ('50')
monitorGCPauses({ kind: 3 }); // expect TypeError: The property 'options.kind' must be one of: 1, 4, 8. Received 3
console.log(/^GCPauseHistogram \{\n  min: \d+,\n/.test(require('util').inspect(major))); // expect: true
