// A module's map that evicts its oldest key stays small over a million keys; delete and assignment let go at once.
// flags: --expose-gc
// memory: 150
// timeout: 30
'use strict';
const BoundedMap = require('./fixtures/bounded_map');
const stressed = process.execArgv.some((flag) => flag.startsWith('--gc-') || flag.startsWith('--gc_'));
const KEYS = stressed ? 3000 : 1000000, MOST = 1000;
const used = () => { gc(); gc(); return process.memoryUsage().heapUsed; };
const turn = () => new Promise((resolve) => setImmediate(resolve));
const alive = (ref) => ref.deref() === undefined ? 'released' : 'alive';

function flood(map, from, to) {
  for (let i = from; i < to; i++)
    map.set('key' + i, { i, text: 'value ' + i, list: [i, i + 0.5] });
}

const map = new BoundedMap(MOST);
flood(map, 0, 2 * MOST);
const few = used();
flood(map, 2 * MOST, KEYS);
console.log(map.size, map.oldest === 'key' + (KEYS - MOST), map.get('key' + (KEYS - 1)).i === KEYS - 1); // expect: 1000 true true
console.log(map.get('key' + (KEYS - MOST - 1)), map.get('key0')); // expect: undefined undefined
const grown = used() - few;
console.log(grown < 400000 ? 'bounded' : grown); // expect: bounded

// What one key, one property, one element, one variable held.
function hold() {
  const make = (name) => { const o = { name, data: new Array(1000).fill(name) }; refs[name] = new WeakRef(o); return o; };
  const refs = {};
  const object = { byDelete: make('byDelete'), byAssignment: make('byAssignment'), stays: make('stays') };
  const array = [make('byElement'), make('byLength')];
  const set = new Set([make('bySet')]);
  map.set('deleted', make('byMapDelete'));
  map.set('replaced', make('byMapSet'));
  let variable = make('byVariable');
  const closure = () => variable;
  return { refs, object, array, set, assign(v) { variable = v; }, closure };
}
function letGo({ object, array, set, assign }) {
  delete object.byDelete;
  object.byAssignment = 1;
  array[0] = null;
  array.length = 1;
  set.clear();
  map.delete('deleted');
  map.set('replaced', 'something else');
  assign(undefined);
}

(async () => {
  const held = hold();
  const print = () => console.log(Object.keys(held.refs).map((name) => `${name} ${alive(held.refs[name])}`).join('\n'));
  await turn();
  gc();
  console.log(Object.values(held.refs).every((ref) => ref.deref() !== undefined));
  letGo(held);
  for (let i = 0; i < 3; i++) { await turn(); gc(); }
  print();
  console.log(held.object.stays.data.length, held.closure(), held.array.length);
})();
/* expect:
true
byDelete released
byAssignment released
stays alive
byElement released
byLength released
bySet released
byMapDelete released
byMapSet released
byVariable released
1000 undefined 1
*/
