// Both ends of arrays: in place, and item by item where the array is not a plain one.
const a = [];
console.log(a.push(), a.push(1), a.push(2, 3), a.join());   // expect: 0 1 3 1,2,3
console.log(a.pop(), a.shift(), a.unshift(7, 8), a.join()); // expect: 3 1 3 7,8,2
console.log([].pop(), [].shift(), [].unshift());            // expect: undefined undefined 0

// doubles, holes, other values: the elements change their kind
const k = [1];
k.push(1.5); k.push('x'); k.push(undefined); k.unshift(null);
console.log(k.length, k.includes(1.5), k[0], k[3], k.pop()); // expect: 5 true null x undefined
const h = [, 1, , 2, ,];
console.log(h.shift(), h.length, 0 in h, 1 in h);           // expect: undefined 4 true false
console.log(h.pop(), h.length, h.unshift('y'), 1 in h, 2 in h); // expect: undefined 3 4 true false

// a queue: many shifts, then pushes that take the room in front back
const q = [];
let next = 0, sum = 0;
for (let i = 0; i < 2000; i++) {
  q.push(i, i + 0.5);
  if (i % 3) sum += q.shift();
}
console.log(q.length, sum, q[0], q[q.length - 1]);          // expect: 2667 443889 666.5 1999.5
while (q.length) { const v = q.shift(); if (v < next) throw new Error('order'); next = v; }
console.log(next, q.length);                                // expect: 1999.5 0

// array-likes
const o = { length: 2, 0: 'a', 1: 'b' };
console.log(Array.prototype.push.call(o, 'c'), JSON.stringify(o)); // expect: 3 {"0":"a","1":"b","2":"c","length":3}
console.log(Array.prototype.shift.call(o), JSON.stringify(o));     // expect: a {"0":"b","1":"c","length":2}
console.log(Array.prototype.unshift.call(o, 'x', 'y'), JSON.stringify(o)); // expect: 4 {"0":"x","1":"y","2":"b","3":"c","length":4}
console.log(Array.prototype.pop.call(o), JSON.stringify(o));       // expect: c {"0":"x","1":"y","2":"b","length":3}
const nothing = {};
console.log(Array.prototype.pop.call(nothing), nothing.length);    // expect: undefined 0

// what may not be changed
Object.freeze([1]).push(2);    // expect TypeError: Cannot add property 1, object is not extensible
Object.freeze([1]).pop();      // expect TypeError: Cannot delete property '0' of [object Array]
Object.freeze([1]).shift();    // expect TypeError: Cannot delete property '0' of [object Array]
Object.preventExtensions([1]).push(2); // expect TypeError: Cannot add property 1, object is not extensible
const fixed = Object.defineProperty([1], 'length', { writable: false });
fixed.push(2);                 // expect TypeError
console.log(fixed.length);     // expect: 1
Array.prototype.push.call({ length: 2 ** 53 - 1 }, 1); // expect TypeError: Pushing 1 elements on an array-like of length 9007199254740991 is disallowed, as the total surpasses 2**53-1
const longest = [];
longest.length = 2 ** 32 - 1;
longest.push(1);               // expect RangeError: Invalid array length
console.log(longest[2 ** 32 - 1], longest.length); // expect: 1 4294967295

// an inherited element is seen through a hole
Array.prototype[1] = 'inherited';
const p = [0, , 2];
console.log(p.shift(), p[0], p.join());  // expect: 0 inherited inherited,2
delete Array.prototype[1];
