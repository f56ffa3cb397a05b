// Not stress-each: too many cells to move them all at each safepoint.
// modes: !stress-each
// Arrays of one literal of constants have their elements in common until they are changed: whatever changes one, the
// others and those made afterwards are as the program has them.
const texts = new Map([
  ['integers', () => [1, 2, 3, -4]],
  ['odd', () => [1, 2, 3]],
  ['mixed', () => ['one', 2, null, true, 0.5]],
  ['constants', () => [null, true, false]],
  ['one', () => [7]],
  ['doubles', () => [0.5, 2, -1.5]],
  ['nested', () => [[1, 2, 3], ['a', 'b']][0]],
  ['long', () => [9, 8, 7, 6, 5, 4, 3, 2, 1, 0, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0, 'x', 'y', 'z', 1]],
]);
const changes = {
  'write an integer': (a) => { a[0] = 42; },
  'write a double': (a) => { a[0] = 0.25; },
  'write a string': (a) => { a[0] = 'text'; },
  'write an object': (a) => { a[0] = { toString: () => 'object' }; },
  'write an undefined': (a) => { a[a.length - 1] = undefined; },
  'write at the end': (a) => { a[a.length] = 5; },
  'write beyond': (a) => { a[a.length + 2] = 5; },
  'write far beyond': (a) => { a[100000] = 5; },
  'update': (a) => { a[0]++; a[0] += 'x'; },
  'destructure into': (a) => { [a[0], a[0]] = [5, 6]; },
  'delete': (a) => { delete a[0]; },
  'delete the last': (a) => { delete a[a.length - 1]; },
  'push': (a) => { a.push(4, 'y'); },
  'push nothing': (a) => { a.push(); },
  'pop': (a) => a.pop(),
  'pop and push': (a) => { a.pop(); a.push('z'); },
  'pop all': (a) => { while (a.length) a.pop(); a.push(1); },
  'shift': (a) => a.shift(),
  'shift all': (a) => { while (a.length) a.shift(); a.unshift(3); },
  'shift and push': (a) => { a.shift(); a.push(1); a.push(2); },
  'unshift': (a) => { a.unshift('p', 'q'); },
  'splice out': (a) => a.splice(0, 1),
  'splice all out': (a) => a.splice(0),
  'splice in': (a) => a.splice(1, 0, 'r', 's'),
  'splice over': (a) => a.splice(0, 1, 't'),
  'reverse': (a) => { a.reverse(); a.push(1); },
  'sort': (a) => { a.sort(); a.sort(() => -1); },
  'fill': (a) => { a.fill(6); },
  'fill with doubles': (a) => { a.fill(1.5, 0, 1); },
  'fill with nothing': (a) => { a.fill(undefined, 0, 1); },
  'copyWithin': (a) => { a.copyWithin(0, 1); a.copyWithin(1, 0); },
  'length 0': (a) => { a.length = 0; a.length = 2; },
  'length 1': (a) => { a.length = 1; a.length = 3; },
  'length more': (a) => { a.length = 10; },
  'length by define': (a) => { Object.defineProperty(a, 'length', { value: 1, writable: false }); },
  'define': (a) => { Object.defineProperty(a, 0, { value: 'defined' }); },
  'define fixed': (a) => { Object.defineProperty(a, 0, { writable: false }); },
  'define getter': (a) => { Object.defineProperty(a, 0, { get: () => 'got' }); },
  'freeze': (a) => { Object.freeze(a); try { 'use strict'; a[0] = 1; } catch { } },
  'seal': (a) => { Object.seal(a); a[0] = 'sealed'; },
  'preventExtensions': (a) => { Object.preventExtensions(a); a[0] = 'no more'; a[9] = 1; a.length = 1; },
  'Reflect.set': (a) => Reflect.set(a, 0, 'reflected'),
  'Reflect.defineProperty': (a) => Reflect.defineProperty(a, 0, { value: 1.5, writable: true, enumerable: true, configurable: true }),
  'Object.assign': (a) => Object.assign(a, ['assigned']),
  'as a prototype': (a) => { const o = Object.create(a); o[0] = 1; a[0] = 'up'; },
  'through a proxy': (a) => { const p = new Proxy(a, {}); p[0] = 'proxied'; p.push(1); p.length = 2; },
  'by a generic method': (a) => { Array.prototype.push.call({ length: 0 }, a); Array.prototype.fill.call(a, 3); },
  'named property': (a) => { a.name = 'n'; a[0] = 3; },
  'concat to itself': (a) => { a.push(...a); },
  'in a loop': (a) => { for (let i = 0; i < 20; i++) a[i] = i; },
  'in its own callback': (a) => { a.forEach((x, i) => { a[i] = i; a.push('n'); if (i > 5) a.length = 0; }); },
  'in its iteration': (a) => { let n = 0; for (const x of a) { a[n] = 'it'; if (++n < 5) a.push(n); } },
  'slice, changed': (a) => { const b = a.slice(); b[0] = 'b'; b.pop(); },
  'spread, changed': (a) => { const b = [...a]; b[0] = 'b'; b.length = 0; },
  'spread, changed later': (a) => { const b = [...a, ...a]; b[0] = 0.5; b.reverse(); },
  'Array.from, changed': (a) => { const b = Array.from(a); b[0] = 'b'; b.shift(); },
  'concat, changed': (a) => { const b = a.concat(), c = a.concat(a); b[0] = c[0] = 'b'; b.pop(); },
  'copied, then changed itself': (a) => { const b = a.slice(); a[0] = 'changed'; if (b[0] === 'changed') console.log('!'); },
};
const text = (a) => a.length + ':' + a.map((x) => typeof x + ' ' + String(x)).join();

for (const [name, make] of texts) {
  const before = text(make()), kept = [make(), make()];
  for (const change of Object.keys(changes)) {
    const a = make();
    changes[change](a);
    const model = before; // what no change may have changed
    if (text(make()) !== model || kept.some((k) => text(k) !== model)) console.log(name, change, text(make()), text(kept[0]));
  }
}
console.log('unchanged');                           // expect: unchanged

// What a change makes of an array is what it makes of one that was never shared.
for (const [name, make] of texts) {
  for (const change of Object.keys(changes)) {
    const a = make(), b = [];
    for (const x of a) b.push(x);
    changes[change](a);
    changes[change](b);
    if (text(a) !== text(b) || Object.keys(a).join() !== Object.keys(b).join()) console.log(name, change, text(a), text(b));
  }
}
console.log('alike');                               // expect: alike

// A literal whose arrays are all changed gives them elements of their own, one that is not goes on sharing.
let wrong = 0;
for (let i = 0; i < 300; i++) {
  const a = [0, 0, 0], b = ['u', 'v'];
  if (a[0] !== 0 || a[2] !== 0 || a.length !== 3) wrong++;
  a[0] = a[2] = i;
  a.push(i);
  if (i % 5 === 0) b.pop();
  if (a.join() !== `${i},0,${i},${i}` || b[0] !== 'u') wrong++;
}
console.log(wrong);                                 // expect: 0

// Suspended and resumed between a literal and its change.
function* generate() {
  for (let i = 0; i < 3; i++) {
    const a = [1, 2, 3];
    a.push(yield a);
    a[0] = yield a.length;
  }
}
const g = generate();
console.log(g.next().value.join(), g.next('x').value, g.next('y').value.join(), g.next('z').value); // expect: 1,2,3 4 1,2,3 4
(async () => {
  const made = [];
  for (let i = 0; i < 3; i++) {
    const a = ['p', 'q'];
    await null;
    a.unshift(i);
    made.push(a.join(''));
  }
  console.log(made.join());
})();
class Holder { list = [1, 2]; static all = ['s']; add(x = [0]) { x.push(1); this.list.push(x.length); return this.list.join(); } }
console.log(new Holder().add(), new Holder().add(), Holder.all.concat('t').join('')); // expect: 1,2,2 1,2,2 st
const evaluated = () => eval('[1, [2, 3], "4"]');
evaluated()[1].push(5);
evaluated()[0] = 6;
console.log(evaluated().join());                    // expect: 1,2,3,4
console.log([-0, 1].map((x) => 1 / x).join(), [0.5, 1e300].join(), [2147483647, -1073741825].join()); // expect: -Infinity,1 0.5,1e+300 2147483647,-1073741825
console.log(Object.is([-0, 'x'][0], -0), [1e21, 'y'].join()); // expect: true 1e+21,y
console.log(JSON.stringify([1, 'a', null, [true]]), [3, 1, 2].toSorted().join(), [1, 2, 3].with(1, 'w').join()); // expect: [1,"a",null,[true]] 1,2,3 1,w,3
console.log([1, 2, 3].includes(2), [1, 'x', 3].indexOf('x'), [1, 2, 3].lastIndexOf(3), Math.max(...[1, 5, 3]), [,].length); // expect: true 1 2 5 1
// expect: 0pq,1pq,2pq
