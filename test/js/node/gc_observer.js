// Not stress-each: too many cells to move them all at each safepoint.
// modes: !stress-each
// flags: --expose-gc
// PerformanceObserver tells of collections, in a later turn of the loop, without keeping the loop alive.
const { PerformanceObserver, PerformanceEntry, performance, constants } = require('perf_hooks');

const before = performance.now();
let calls = 0;
const observer = new PerformanceObserver((list, self) => {
  if (calls++ > 0) return;
  const entries = list.getEntries();
  console.log(entries.length >= 2, self === observer, list.constructor.name);
  console.log(entries.every((e) => e instanceof PerformanceEntry && e.name === 'gc' && e.entryType === 'gc'));
  console.log(entries.every((e, i) => e.startTime >= (i ? entries[i - 1].startTime : before) && e.startTime + e.duration <= performance.now()));
  console.log(entries.every((e) => e.duration > 0 && Object.keys(e.detail).join() === 'kind,flags'));
  const forced = entries.filter((e) => e.detail.flags === constants.NODE_PERFORMANCE_GC_FLAGS_FORCED);
  console.log(forced.map((e) => e.detail.kind).join());
  console.log(list.getEntriesByType('gc').length === entries.length, list.getEntriesByType('mark').length, list.getEntriesByName('gc', 'mark').length);
  console.log(Object.keys(entries[0].toJSON()).join());
  observer.disconnect();
  gc(); // nobody is told of this one
  setTimeout(() => console.log('calls', calls), 20);
});
observer.observe({ entryTypes: ['gc'] });
gc();
gc({ type: 'minor' });
console.log('sync', observer.takeRecords().length); // expect: sync 0
process.nextTick(() => console.log('tick'));
Promise.resolve().then(() => console.log('microtask'));
setImmediate(() => console.log('immediate'));
setTimeout(() => {}, 30);

// What is observed alone does not keep the program alive: this one's entries wait for the timers above.
new PerformanceObserver(() => {}).observe({ type: 'gc' });

new PerformanceObserver(() => {}).observe(); // expect TypeError: The "options.entryTypes" and "options.type" arguments must be specified
new PerformanceObserver(() => {}).observe({ entryTypes: 'gc' }); // expect TypeError: The "options.entryTypes" property must be string[]. Received type string ('gc')
new PerformanceObserver(); // expect TypeError: The "callback" argument must be of type function. Received undefined
console.log(PerformanceObserver.supportedEntryTypes.includes('gc')); // expect: true
/* expect:
tick
microtask
immediate
true true PerformanceObserverEntryList
true
true
true
4,1
true 0 0
name,entryType,startTime,duration,detail
calls 1
*/
