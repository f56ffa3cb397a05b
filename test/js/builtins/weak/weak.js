// flags: --expose-gc
const key = globalThis.key = {}, other = {}, wm = new WeakMap([[key, 1]]), ws = new WeakSet([key]);
console.log(wm.get(key), wm.has(other), wm.set(other, key) === wm, wm.get(other) === key, wm.delete(other), wm.has(other)); // expect: 1 false true true true false
console.log(ws.has(key), ws.add(other) === ws, ws.delete(other), ws.has(other), wm.get(1), ws.has('x')); // expect: true true true false undefined false
console.log(wm.set(Symbol('s'), 1) === wm, new WeakRef(key).deref() === key);    // expect: true true
const many = [];
for (let i = 0; i < 2000; i++) { const o = { i }; wm.set(o, i); if (i % 2) many.push(o); }
gc();
console.log(many.every(o => wm.get(o) === o.i), many.length);                    // expect: true 1000
new WeakMap().set(1, 2);             // expect TypeError: Invalid value used as weak map key
new WeakMap().set(Symbol.for('r'), 2); // expect TypeError: Invalid value used as weak map key
new WeakSet().add(1);                // expect TypeError: Invalid value used in weak set
new WeakMap([1]);                    // expect TypeError: Iterator value 1 is not an entry object
WeakMap();                           // expect TypeError: Constructor WeakMap requires 'new'
WeakMap.prototype.get.call({});      // expect TypeError: Method WeakMap.prototype.get called on incompatible receiver #<Object>
new WeakRef(1);                      // expect TypeError: WeakRef: invalid target
WeakRef.prototype.deref.call({});    // expect TypeError: Method WeakRef.prototype.deref called on incompatible receiver #<Object>
new FinalizationRegistry();          // expect TypeError: FinalizationRegistry: cleanup must be callable
new FinalizationRegistry(() => 1).register(1);          // expect TypeError: FinalizationRegistry.prototype.register: invalid target
new FinalizationRegistry(() => 1).register(key, key);   // expect TypeError: FinalizationRegistry.prototype.register: target and holdings must not be same
new FinalizationRegistry(() => 1).register(key, 1, 1);  // expect TypeError: Invalid unregisterToken ('1')

// cleanup runs once the program is idle, for what was not unregistered
const done = [], token = {};
const registry = new FinalizationRegistry(held => done.push(held));
let refs = [];
(function () {
  for (let i = 0; i < 20; i++) { const o = {}; registry.register(o, i, i % 2 ? token : undefined); refs.push(new WeakRef(o)); }
  registry.register(key, 'alive');
})();
console.log(registry.unregister(token), registry.unregister(token)); // expect: true false
setTimeout(() => {
  gc();
  console.log(done.length, refs.every(r => r.deref() === undefined));  // expect: 0 true
  setTimeout(() => console.log(done.sort((a, b) => a - b).join()), 20); // expect: 0,2,4,6,8,10,12,14,16,18
}, 1);
