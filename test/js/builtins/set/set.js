const s = new Set([1, '1', NaN, NaN, -0, 0]);
console.log(s.size, s.has(NaN), s.has(0), s.add(1) === s, s.size, s.delete(1), s.delete(1)); // expect: 4 true true true 4 true false
console.log([...s].join(), JSON.stringify([...new Set(['a']).entries()]), Set.prototype.keys === Set.prototype.values); // expect: 1,NaN,0 [["a","a"]] true
console.log([...new Set('hello')].join(''), [...new Set([3, 1, 3, 2, 1])].join()); // expect: helo 3,1,2
const log = [];
new Set(['x']).forEach(function (v, k, set) { log.push(v, k, set.size, this.t); }, { t: 1 });
console.log(log.join());                                    // expect: x,x,1,1
const growing = new Set([0]);
for (const v of growing) if (v < 100) { growing.add(v + 1); growing.delete(v); }
console.log([...growing].join());                           // expect: 100
const it = new Set([1, 2, 3]).values();
it.next();
console.log([...it].join(), it.next().done);                // expect: 2,3 true
class Logged extends Set { add(v) { Logged.log.push(v); return super.add(v); } }
Logged.log = [];
console.log(new Logged([1, 2]).size, Logged.log.join());    // expect: 2 1,2
Set();                           // expect TypeError: Constructor Set requires 'new'
new Set(1);                      // expect TypeError: number 1 is not iterable (cannot read property Symbol(Symbol.iterator))
Set.prototype.has.call(new Map, 1); // expect TypeError: Method Set.prototype.has called on incompatible receiver #<Map>
let closed = 0;
Set.prototype.add = function () { throw new RangeError('add'); };
new Set({ [Symbol.iterator]: () => ({ next: () => ({ value: 1 }), return() { closed++; return {}; } }) }); // expect RangeError: add
console.log(closed);             // expect: 1
Set.prototype.add = 1;
new Set([]);                     // expect TypeError: '1' returned for property 'add' of object '#<Set>' is not a function
