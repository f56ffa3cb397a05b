const a = [1, 2, 3, 4, 5];
console.log(a.splice(1, 2).join(), a.join());            // expect: 2,3 1,4,5
console.log(a.splice(1, 0, 'x', 'y').join(), a.join());  // expect:  1,x,y,4,5
console.log(a.splice(-2).join(), a.join());              // expect: 4,5 1,x,y
console.log(a.splice().length, a.splice(undefined).length, a.length); // expect: 0 3 0
console.log([1, 2, 3].splice(1, undefined).length);      // expect: 0
console.log([1, 2, 3].splice(1, Infinity).join());       // expect: 2,3
console.log([1, 2, 3].splice(-100, 1).join());           // expect: 1

// holes stay holes, among the removed and the rest
const h = [0, , 2, , 4];
const r = h.splice(1, 3, 'a');
console.log(r.length, 0 in r, r[1], 2 in r, h.length, h.join()); // expect: 3 false 2 false 3 0,a,4

// against a model, at random places
let seed = 7;
const random = n => (seed = (seed * 1103515245 + 12345) & 0x7fffffff) % n;
let real = [], model = [];
for (let i = 0; i < 3000; i++) {
  const at = random(model.length + 1), remove = random(4), items = [];
  for (let k = random(4); k > 0; k--) items.push(random(3) ? i : i + 0.5);
  const removed = real.splice(at, remove, ...items).join();
  const expected = model.slice(at, at + remove).join();
  model = [...model.slice(0, at), ...items, ...model.slice(at + remove)];
  if (removed !== expected || real.length !== model.length) throw new Error('splice ' + i);
  if (random(5) === 0 && model.length) { real.shift(); model = model.slice(1); }
}
console.log(real.join() === model.join());               // expect: true

// the arguments' conversions change the array
const changing = [1, 2, 3, 4];
console.log(changing.splice(0, { valueOf() { changing.length = 1; return 2; } }).length, changing.length); // expect: 2 2

// species and array-likes
class Mine extends Array {}
const m = Mine.from([1, 2, 3]);
console.log(m.splice(0, 1) instanceof Mine, m.length);   // expect: true 2
const like = { length: 3, 0: 'a', 1: 'b', 2: 'c' };
console.log(Array.prototype.splice.call(like, 1, 1, 'x', 'y').join(), JSON.stringify(like)); // expect: b {"0":"a","1":"x","2":"y","3":"c","length":4}
Object.freeze([2, 1]).splice(0, 1);  // expect TypeError

// toSpliced leaves the array alone, reads holes as undefined
const t = [1, , 3];
console.log(JSON.stringify(t.toSpliced(0, 1, 'x')), t.length, 1 in t); // expect: ["x",null,3] 3 false
console.log(JSON.stringify([1, 2, 3].toSpliced(1)), JSON.stringify([1, 2].toSpliced())); // expect: [1] [1,2]
Array.prototype.toSpliced.call({ length: 2 ** 32 - 1 }, 0, 0, 1); // expect RangeError: Invalid array length
