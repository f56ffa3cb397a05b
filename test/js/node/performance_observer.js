// Observers of marks, measures and timed functions.
const { PerformanceObserver, performance } = require('perf_hooks');

const show = (list) => list.getEntries().map((e) => `${e.name}:${e.entryType}`).join(' ');
new PerformanceObserver((list) => console.log('all', show(list))).observe({ entryTypes: ['mark', 'measure', 'function'] });
performance.mark('a');
performance.measure('m', 'a');
performance.timerify(function timed() {})();
new PerformanceObserver((list) => console.log('buffered', show(list))).observe({ type: 'mark', buffered: true });

const taken = new PerformanceObserver(() => console.log('never'));
taken.observe({ type: 'mark' });
performance.mark('b');
console.log(taken.takeRecords().map((e) => e.name).join()); // expect: b
taken.disconnect();
const left = new PerformanceObserver(() => console.log('never'));
left.observe({ type: 'measure' });
performance.measure('n');
left.disconnect();

const mixed = new PerformanceObserver(() => {});
mixed.observe({ type: 'mark' });
try {
  mixed.observe({ entryTypes: ['mark'] });
} catch (e) {
  console.log(e.name, e.message); // expect: InvalidModificationError PerformanceObserver can not change to multiple observations
}
mixed.disconnect();
setImmediate(() => console.log('immediate'));
Promise.resolve().then(() => console.log('microtask'));
/* expect:
microtask
all n:measure a:mark m:measure timed:function b:mark
buffered a:mark b:mark
immediate
*/
