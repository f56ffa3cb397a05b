// Compaction shared with helper threads: what lives is intact, verified before and after each collection.
// flags: --gc-helpers=3 --compact-on-every-full-gc --verify-heap --test-hooks
// engines: tenure
// modes: release checked
const held = [], weak = new WeakMap();
let seed = 5;
const random = () => (seed = (seed * 48271) % 2147483647);
for (let i = 0; i < 20000; i++)
  held.push({ id: i, text: 'number ' + i, before: held[i >> 1], list: [i, i + 0.5, String(i)] });
for (let round = 0; round < 6; round++) {
  for (let i = 0; i < held.length; i++)
    if (held[i] && random() % 3 === 0) {
      weak.set(held[i], { of: held[i] });
      held[i] = round % 2 ? null : { id: i, text: 'number ' + i, before: held[i >> 1], list: [i, i + 0.5, String(i)] };
    }
  gc.collect(round < 3 ? 'major' : 'reduce');
}
const alive = held.filter(o => o !== null);
console.log(alive.length > 1000);                                               // expect: true
console.log(alive.every(o => o.text === 'number ' + o.id && o.list[0] === o.id && o.list[2] === String(o.id)));  // expect: true
console.log(alive.every(o => !weak.get(o) || weak.get(o).of === o));            // expect: true
console.log(alive.every(o => !o.before || o.before.id === o.id >> 1));          // expect: true
