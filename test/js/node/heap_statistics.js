// flags: --expose-gc --max-old-space-size=200 --max-semi-space-size=4
// The keys are Node's, and the figures agree with one another.
const v8 = require('v8');

const s = v8.getHeapStatistics();
console.log(Object.keys(s).join());
// expect: total_heap_size,total_heap_size_executable,total_physical_size,total_available_size,used_heap_size,heap_size_limit,malloced_memory,peak_malloced_memory,does_zap_garbage,number_of_native_contexts,number_of_detached_contexts,total_global_handles_size,used_global_handles_size,external_memory
console.log(Object.values(s).every((n) => Number.isSafeInteger(n) && n >= 0)); // expect: true
console.log(s.used_heap_size <= s.total_heap_size, s.total_physical_size <= s.total_heap_size, s.total_physical_size > 0); // expect: true true true
console.log(s.heap_size_limit / 1048576); // expect: 212
console.log(s.total_available_size <= s.heap_size_limit); // expect: true
console.log(s.number_of_native_contexts, s.number_of_detached_contexts); // expect: 1 0
console.log(s.used_global_handles_size <= s.total_global_handles_size); // expect: true

const buffer = new ArrayBuffer(1 << 20);
console.log(v8.getHeapStatistics().external_memory - s.external_memory >= buffer.byteLength); // expect: true

const spaces = v8.getHeapSpaceStatistics();
console.log(spaces.map((space) => space.space_name).join());
// expect: read_only_space,new_space,old_space,code_space,shared_space,new_large_object_space,large_object_space,code_large_object_space,shared_large_object_space
console.log(Object.keys(spaces[0]).join()); // expect: space_name,space_size,space_used_size,space_available_size,physical_space_size
console.log(spaces.every((space) => space.space_used_size <= space.space_size)); // expect: true

const code = v8.getHeapCodeStatistics();
console.log(Object.keys(code).join());
// expect: code_and_metadata_size,bytecode_and_metadata_size,external_script_source_size,cpu_profiler_metadata_size
const source = `return [${Array.from({ length: 500 }, (_, i) => `x + ${i}`)}]`;
const f = new Function('x', source);
const more = v8.getHeapCodeStatistics();
f(1);
console.log(more.bytecode_and_metadata_size + more.external_script_source_size >= code.bytecode_and_metadata_size + code.external_script_source_size); // expect: true

const { rss } = process.memoryUsage;
console.log(rss() > s.total_physical_size, Math.abs(rss() - process.memoryUsage().rss) < 1 << 24); // expect: true true
