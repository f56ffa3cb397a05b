// Scavenges clear what is weak and young, in young holders and old ones; not within the job that saw it.
// flags: --test-hooks
// engines: tenure
// modes: release checked
const oldMap = new WeakMap(), oldRegistry = new FinalizationRegistry(held => cleaned.push(held)), cleaned = [];
const holders = [oldMap, oldRegistry, cleaned];
gc.collect('minor');
gc.collect('minor');
console.log(gc.space(oldMap));  // expect: old
const full = gc.statistics().full_collections;
let refs, seen;
(function () {
  const target = { target: 1 };
  refs = [new WeakRef(target)];
  gc.collect('minor');
  console.log(refs[0].deref() === target);  // expect: true
})();
gc.collect('minor');
console.log(refs[0].deref() !== undefined);  // expect: true
setTimeout(() => {
  const key = { key: 1 };
  refs = [];
  (function () {
    let chain = key;
    for (let i = 0; i < 5; i++) {  // key leads to link after link; the map is old, links are young
      const link = { link: i };
      oldMap.set(chain, link);
      chain = link;
    }
    for (let i = 0; i < 10; i++) {
      const dead = { dead: i };
      refs.push(new WeakRef(dead));
      oldRegistry.register(dead, i);
      oldMap.set(dead, { value: dead });
    }
  })();
  setTimeout(() => {
    gc.collect('minor');
    console.log(refs.every(ref => ref.deref() === undefined));  // expect: true
    let length = 0;
    for (let at = key; oldMap.has(at); at = oldMap.get(at)) length++;
    console.log(length);  // expect: 5
    console.log(gc.statistics().full_collections === full, gc.verify());  // expect: true true
    setTimeout(() => console.log(cleaned.sort().join('')), 20);  // expect: 0123456789
  }, 1);
}, 1);
