'use strict';
// The Mandelbrot set in characters: doubles in locals.
const width = 280, height = 170, limit = 150;
let inside = 0, total = 0;
for (let row = 0; row < height; row++) {
  for (let column = 0; column < width; column++) {
    const cx = column * 3 / width - 2.1, cy = row * 2.4 / height - 1.2;
    let x = 0, y = 0, i = 0;
    while (i < limit && x * x + y * y <= 4) {
      const next = x * x - y * y + cx;
      y = 2 * x * y + cy;
      x = next;
      i++;
    }
    if (i === limit) inside++;
    total += i;
  }
}
console.log(inside, total);
