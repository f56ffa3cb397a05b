// Arrays through all kinds of elements, back and forth.
const a = [];
for (let i = 0; i < 5; i++)
    a[i] = i;
console.log(a.join());                           // expect: 0,1,2,3,4
a[2] = 2.5;
a[5] = -0;
console.log(a.join(), 1 / a[5]);                 // expect: 0,1,2.5,3,4,0 -Infinity
a[1] = 'x';
a[7] = 2 ** 40;
console.log(a.join());                           // expect: 0,x,2.5,3,4,0,,1099511627776
console.log(6 in a, 7 in a);                     // expect: false true
a[100000] = 1;
console.log(a.length, a[2], a[50000]);           // expect: 100001 2.5 undefined
a.length = 3;
console.log(a.join(), a[3]);                     // expect: 0,x,2.5 undefined
Object.defineProperty(a, 1, { value: 'fixed', writable: false, configurable: false });
a[1] = 'no';
a.length = 0;
console.log(a.length, a[1]);                     // expect: 2 fixed
Object.freeze(a);
a.push(1);                                       // expect TypeError
console.log(a.length);                           // expect: 2

const sparse = [];
sparse[4294967294] = 'last';
sparse[4294967295] = 'no index';
console.log(sparse.length, Object.keys(sparse).join()); // expect: 4294967295 4294967294,4294967295
sparse.push(1);                                  // expect RangeError: Invalid array length
sparse.length = -1;                              // expect RangeError: Invalid array length

// Backwards: sparse at first, dense in the end.
const b = [];
for (let i = 3000; i >= 0; i--)
    b[i] = i;
let s = 0;
for (const v of b)
    s += v;
console.log(b.length, s);                        // expect: 3001 4501500

// Holes look at the prototype, as soon as it has something to say.
const h = [, 1];
console.log(h[0]);                               // expect: undefined
Array.prototype[0] = 'inherited';
console.log(h[0], [][0]);                        // expect: inherited inherited
delete Array.prototype[0];
console.log(h[0]);                               // expect: undefined
Object.defineProperty(Array.prototype, 3, { set(v) { console.log('set', v) }, configurable: true });
h[3] = 5;                                        // expect: set 5
console.log(h.length);                           // expect: 2
delete Array.prototype[3];
