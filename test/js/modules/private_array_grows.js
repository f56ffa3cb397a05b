// A module's private array grows through require.cache: it lives as long as the cache or a caller has the module.
// flags: --expose-gc
// timeout: 20
'use strict';
const path = require.resolve('./fixtures/growing.js');
const turn = () => new Promise((resolve) => setImmediate(resolve));
const collect = async () => { for (let i = 0; i < 3; i++) { await turn(); gc(); } };
const alive = (refs) => refs.filter((ref) => ref.deref() !== undefined).length;
let finalized = 0;
const registry = new FinalizationRegistry((count) => { finalized += count; });

// Functions of their own, so that no register of the caller keeps what they touched.
function fill(count) {
  const refs = [];
  for (let i = 0; i < count; i++) {
    const item = { i, payload: new Array(100).fill(i) };
    require('./fixtures/growing').keep(item);
    refs.push(new WeakRef(item));
    registry.register(item, 1);
  }
  return refs;
}
const count = () => require('./fixtures/growing.js').count();
const last = () => { const m = require(path); return m.at(m.count() - 1).payload[99]; };

(async () => {
  const same = () => require('./fixtures/growing') === require('./fixtures/growing.js') && require(path) === require.cache[path].exports;
  console.log(same(), count());                                    // expect: true 0
  const before = process.memoryUsage().heapUsed;
  const refs = fill(1000);
  await collect();
  console.log(count(), alive(refs), finalized, last());            // expect: 1000 1000 0 999
  refs.push(...fill(500));
  await collect();
  console.log(count(), alive(refs), finalized, last());            // expect: 1500 1500 0 499
  console.log(process.memoryUsage().heapUsed - before > 1500 * 100 * 4); // expect: true

  // Out of the cache: the next require has an empty one, the old one lives while somebody calls it.
  let old = (() => require('./fixtures/growing'))();
  (() => {
    delete require.cache[path];
    module.children.length = 0; // the parent's list of children is a reference too
  })();
  console.log(same(), count(), old.count(), old === require(path)); // expect: true 0 1500 false
  await collect();
  console.log(alive(refs), finalized, old.at(0).payload.length);   // expect: 1500 0 100
  const { at } = old; // one closure is enough
  old = null;
  await collect();
  console.log(alive(refs), at(1499).i);                            // expect: 1500 499
  await release(refs);
})();

// In a function of its own: the one above holds `at` until it returns.
async function release(refs) {
  await turn();
  setImmediate(async () => {
    await collect();
    for (let i = 0; i < 100 && finalized < 1500; i++) await collect();
    console.log(alive(refs), finalized);                           // expect: 0 1500
    const more = fill(3);
    await collect();
    console.log(count(), alive(more));                             // expect: 3 3
  });
}
