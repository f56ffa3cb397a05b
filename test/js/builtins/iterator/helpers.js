// engines: tenure
// Iterator helpers, of ES2025: not in Node 20.
function* count(n = Infinity) { try { for (let i = 0; i < n; i++) yield i; } finally { count.closed++; } }
count.closed = 0;
console.log([...count(3).map((x, i) => x * 10 + i)].join(), [...count(6).filter(x => x % 2)].join()); // expect: 0,11,22 1,3,5
console.log([...count().take(3)].join(), [...count(5).drop(3)].join(), [...count(3).drop(9)].length, [...count(3).take(0)].length); // expect: 0,1,2 3,4 0 0
console.log([...count(3).flatMap(x => [x, x])].join(), [...count(2).flatMap(x => count(x + 1))].join()); // expect: 0,0,1,1,2,2 0,0,1
console.log(count(5).reduce((a, b) => a + b), count(3).reduce((a, b, i) => a + b + i, 'x'), count(3).toArray().join()); // expect: 10 x001122 0,1,2
console.log(count(5).some(x => x > 2), count(5).every(x => x < 3), count(5).find(x => x > 1), count(2).find(x => x > 5)); // expect: true false 2 undefined
const log = []; count(2).forEach((x, i) => log.push(x, i)); console.log(log.join()); // expect: 0,0,1,1

// helpers are lazy, and close what they iterate
count.closed = 0;
const lazy = count().map(x => { log.push('m' + x); return x; }).filter(x => x % 2).take(2);
console.log(log.length, lazy.next().value, lazy.next().value, lazy.next().done, count.closed); // expect: 4 1 3 true 1
const ended = count().drop(1);
ended.next();
console.log(ended.return().done, ended.next().done, count.closed);   // expect: true true 2
const unstarted = count().map(x => x);
console.log(unstarted.return().done, unstarted.next().done);         // expect: true true
count().map(() => { throw new RangeError('in map'); }).next();       // expect RangeError: in map
console.log(count.closed);                                           // expect: 3
const reentrant = count().map(() => reentrant.next());
reentrant.next();                                                    // expect TypeError: Generator is already running
const inner = [];
const flat = count().flatMap(() => ({ next: () => ({ value: 1, done: false }), return() { inner.push('inner'); return {}; }, [Symbol.iterator]() { return this; } }));
flat.next(); flat.return();
console.log(inner.join(), count.closed);                             // expect: inner 5
count().take(NaN);                  // expect RangeError: NaN must be positive
count().drop(-1);                   // expect RangeError: -1 must be positive
count().map(1);                     // expect TypeError: 1 is not a function
count().flatMap(x => 'str').next(); // expect TypeError: str is not an object
[].values().reduce((a, b) => a);    // expect TypeError: Reduce of a done iterator with no initial value

// Iterator itself
Iterator();                         // expect TypeError: Constructor Iterator requires 'new'
new Iterator();                     // expect TypeError: Abstract class Iterator not directly constructable
class Mine extends Iterator { next() { return { value: 'm', done: false }; } }
console.log(new Mine().take(2).toArray().join(), new Mine() instanceof Iterator, [].values() instanceof Iterator); // expect: m,m true true
console.log(Iterator.from('ab').toArray().join(), Iterator.from({ next: () => ({ done: true }) }).toArray().length); // expect: a,b 0
const wrapped = Iterator.from({ next() { return { value: this.v, done: false }; }, v: 5 });
console.log(wrapped.next().value, wrapped instanceof Iterator, wrapped.return().done); // expect: 5 true true
Iterator.from(5);                   // expect TypeError: 5 is not an object
console.log(Iterator.prototype[Symbol.toStringTag], Object.prototype.toString.call(count().map(x => x))); // expect: Iterator [object Iterator Helper]
Iterator.prototype[Symbol.toStringTag] = 'x'; // expect TypeError
const derived = Object.create(Iterator.prototype);
derived[Symbol.toStringTag] = 'own';
console.log(derived[Symbol.toStringTag]);     // expect: own
