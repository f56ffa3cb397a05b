// Pauses by live data: argument 1 is megabytes that live, argument 2 the seconds of steady work on them.  Records in a
// tree of tables; the work makes cyclic garbage, and replaces records at random, so that old cells die too.
// Prints the live megabytes, and the pauses of building and of the work together.
const { performance, monitorGCPauses } = require('perf_hooks');
const megabytes = Number(process.argv[2] || 64), seconds = Number(process.argv[3] || 8);
const RECORD = 64, TABLE = 1024; // bytes of a record with its points; records in a table
const tables = [];
let seed = 1;
const random = (n) => (seed = (seed * 48271) % 2147483647) % n;
const record = (i) => ({ id: i, points: { x: i & 1023, y: 1, next: null }, last: null });

for (let made = 0; made < megabytes * 1048576 / RECORD; made += TABLE) {
  const table = [];
  for (let i = 0; i < TABLE; i++) table.push(record(i));
  tables.push(table);
}
const start = performance.now();
let turns = 0;
for (; performance.now() - start < seconds * 1000; turns++) {
  const table = tables[random(tables.length)];
  for (let i = 0; i < 20; i++) {
    table[random(TABLE)] = record(i);
    for (let j = 0; j < 20; j++) {
      const a = {}, b = { a };
      a.b = b;
    }
  }
}
const pauses = monitorGCPauses(), ms = (ns) => (ns / 1e6).toFixed(2);
console.log(`live ${(process.memoryUsage().heapUsed / 1048576).toFixed(0)} pauses ${pauses.count} turns ${turns}`);
console.log([50, 99, 99.9, 100].map((p) => ms(pauses.percentile(p))).join(' '));
