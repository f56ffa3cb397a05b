// A module of the library whose loading failed for want of memory loads when there is some again.
// engines: tenure
// flags: --max-total-size=10 --at-limit=throw
// modes: !failalloc !stress !stress-each !stress-slow !tiny-heap
// Not under stress: megabytes, each allocation of which would move all that is there.
const names = ['util', 'assert', 'url', 'querystring', 'string_decoder', 'perf_hooks', 'vm', 'v8', 'events', 'os'];
let hold = [];
function fill() {
  try {
    for (;;) hold.push(new Array(8).fill(1.5));
  } catch {
    return 1;
  }
}
for (let i = 0; i < 40; i++) fill(); // the reserve too
let failed = 0;
for (const name of names) {
  try {
    require(name);
  } catch {
    failed++;
  }
}
hold = null;
console.log(failed > 0); // expect: true
console.log(names.map((name) => typeof require(name)).join()); // expect: object,function,object,object,object,object,object,object,function,object
console.log(require('util').inspect([function* () {}, new Map([[1, { a: 1.5 }]])])); // expect: [ [GeneratorFunction (anonymous)], Map(1) { 1 => { a: 1.5 } } ]
console.log(require('querystring').stringify({ a: [1, 2] }), require('url').fileURLToPath('file:///a/b')); // expect: a=1&a=2 /a/b
