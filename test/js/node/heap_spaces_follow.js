// flags: --expose-gc
// engines: tenure
// modes: !stress !stress-each !pretenure !pretenure-marking !marking !compact !compact-helpers
// Sums of the spaces are the heap's totals, and cells show in the space that they are in.
// Not where a collection may come at any allocation, and make old what is young.
const v8 = require('v8');

const of = (name) => v8.getHeapSpaceStatistics().find((space) => space.space_name === name);
function check() {
  const s = v8.getHeapStatistics();
  const spaces = v8.getHeapSpaceStatistics();
  const sum = (key) => spaces.reduce((all, space) => all + space[key], 0);
  // The calls themselves allocate.
  return sum('space_size') - s.total_heap_size <= 1 << 18 && Math.abs(sum('space_used_size') - s.used_heap_size) < 1 << 16;
}
console.log(check()); // expect: true
console.log(v8.getHeapStatistics().malloced_memory <= v8.getHeapStatistics().peak_malloced_memory); // expect: true
gc();
const large = of('large_object_space').space_used_size;
let list = new Array(100000).fill(1.5);
console.log(of('new_large_object_space').space_used_size >= 400000, check()); // expect: true true
gc();
console.log(of('large_object_space').space_used_size - large >= 400000, of('new_large_object_space').space_used_size, check()); // expect: true 0 true
list = null;
gc();
console.log(of('large_object_space').space_used_size - large < 400000, check()); // expect: true true
const old = of('old_space').space_used_size;
const kept = Array.from({ length: 10000 }, (_, i) => ({ i }));
gc();
console.log(of('old_space').space_used_size - old >= 160000, kept.length, check()); // expect: true 10000 true
const before = v8.getHeapCodeStatistics();
let made = new Function(`return ${Array.from({ length: 2000 }, (_, i) => i + 0.5).join('+')}`);
made();
const full = v8.getHeapCodeStatistics();
console.log(full.bytecode_and_metadata_size > before.bytecode_and_metadata_size + 10000, full.external_script_source_size > before.external_script_source_size + 10000); // expect: true true
made = null;
gc();
console.log(v8.getHeapCodeStatistics().external_script_source_size < full.external_script_source_size); // expect: true
