// flags: --expose-gc
// An observer of collections does not keep the loop alive.
const { PerformanceObserver } = require('perf_hooks');

new PerformanceObserver(() => console.log('never')).observe({ entryTypes: ['gc'] });
gc();
console.log('end'); // expect: end
