'use strict';
// Small objects of several shapes, copied, extended, with properties deleted.
class Point {
  constructor(x, y) {
    this.x = x;
    this.y = y;
  }
  plus(other) { return new Point(this.x + other.x, this.y + other.y); }
}
let at = new Point(0, 0), sum = 0;
for (let i = 0; i < 1200000; i++) {
  at = at.plus(new Point(i & 3, i & 1));
  const o = { a: i, b: at.x, c: null };
  if (i % 4 === 0) o.d = i;
  if (i % 64 === 0) {
    delete o.b;
    sum += Object.keys(o).length;
  }
  sum += o.a & 7;
}
console.log(at.x, at.y, sum);
