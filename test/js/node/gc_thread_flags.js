// V8's names of the flags are taken, with no- and with underscores.
// flags: --single-threaded-gc --no-parallel-scavenge --parallel_scavenge
// Not stress-each: 100,000 arrays, each allocation of which would move all that is there.
// modes: !stress-each
// engines: tenure
let list = [];
for (let i = 0; i < 100000; i++) list = i % 1000 ? [list, i] : [];
console.log(list[1]);  // expect: 99999
