// --test-hooks: where a cell lies, how old it is; damage that the verifier finds.
// flags: --test-hooks
// engines: tenure
// Not under stress, where ages and places depend on the seed; nor where a collection may come after the damage.
// modes: !marking !stress !pretenure !pretenure-marking !stress-each !stress-slow !compact !compact-helpers !in-place !failalloc
let object = { a: 1 };
console.log(gc.space(object), gc.age(object));  // expect: young 0
gc.collect('minor');
console.log(gc.space(object), gc.age(object));  // expect: young 1
gc.collect('minor');
console.log(gc.space(object), gc.age(object));  // expect: old 2
console.log(gc.space(1), gc.age(1), gc.bytes({ a: 1, b: 2 }));  // expect: none undefined 24
console.log(gc.verify());  // expect: true
console.log(gc.statistics().scavenges >= 2);  // expect: true
console.log(gc.damage('slot', object), gc.verify());  // expect: true false
process.reallyExit(0);
