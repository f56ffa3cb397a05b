'use strict';
// Methods of classes: inherited, overridden, through super, private, static, with rest parameters; bind and call.
class Shape {
  #id = 0;
  constructor(id) { this.#id = id; }
  area() { return 0; }
  describe() { return this.#id + this.area(); }
  static sum(...shapes) {
    let total = 0;
    for (const shape of shapes) total += shape.area();
    return total;
  }
}
class Square extends Shape {
  constructor(id, side) {
    super(id);
    this.side = side;
  }
  area() { return this.side * this.side; }
  describe() { return super.describe() + 1; }
}
class Circle extends Shape {
  constructor(id, radius) {
    super(id);
    this.radius = radius;
  }
  area() { return 3 * this.radius * this.radius; }
}
const shapes = [new Square(1, 2), new Circle(2, 3), new Square(3, 4), new Circle(4, 5)];
const bound = shapes[0].area.bind(shapes[2]);
let sum = 0;
for (let i = 0; i < 450000; i++) {
  sum += shapes[i & 3].describe();
  sum += Shape.sum(shapes[0], shapes[1], shapes[2]);
  sum += bound() + Circle.prototype.area.call(shapes[1]);
}
console.log(sum);
