'use strict';
// Reads and writes of properties: one shape, a few, many; own, inherited, computed, accessors.
class Base {
  get twice() { return this.value * 2; }
  set half(v) { this.value = v / 2; }
}
class Middle extends Base {}
class Leaf extends Middle {
  constructor(value) {
    super();
    this.value = value;
  }
}
const shapes = [{ v: 1 }, { a: 0, v: 2 }, { a: 0, b: 0, v: 3 }, { a: 0, b: 0, c: 0, v: 4 }, { v: 5, z: 1 }, { q: 1, v: 6 }];
const leaf = new Leaf(4);
const one = { count: 0, other: 1 };
const keys = ['alpha', 'beta', 'gamma', 'delta'];
const bag = { alpha: 1, beta: 2, gamma: 3, delta: 4 };
let sum = 0;
for (let i = 0; i < 1300000; i++) {
  one.count += one.other;
  sum += shapes[i % 2].v + shapes[i % 6].v;
  sum += leaf.twice;
  leaf.half = i & 15;
  bag[keys[i & 3]] += 1;
  if ('gamma' in bag) sum++;
}
console.log(sum, one.count, bag.delta);
