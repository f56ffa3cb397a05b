'use strict';
// A graph that keeps changing: edges are redirected, nodes replaced, and components counted.
let state = 99;
function random(limit) {
  state = (state * 1664525 + 1013904223) >>> 0;
  return Math.floor(state / 65536) % limit;
}

class Vertex {
  constructor(id) {
    this.id = id;
    this.edges = [];
    this.mark = 0;
  }
}

const size = 5000;
const vertices = [];
for (let i = 0; i < size; i++) vertices.push(new Vertex(i));
for (const vertex of vertices) {
  for (let i = 0; i < 3; i++) vertex.edges.push({ to: vertices[random(size)], weight: random(100) });
}

function reach(from, mark) {
  const stack = [from];
  let found = 0, weight = 0;
  from.mark = mark;
  while (stack.length > 0) {
    const vertex = stack.pop();
    found++;
    for (const { to, weight: w } of vertex.edges) {
      weight += w;
      if (to.mark !== mark) {
        to.mark = mark;
        stack.push(to);
      }
    }
  }
  return found * 7 + weight;
}

let checksum = 0;
for (let round = 1; round <= 40; round++) {
  for (let i = 0; i < 6000; i++) {
    const vertex = vertices[random(size)];
    vertex.edges[random(vertex.edges.length)] = { to: vertices[random(size)], weight: random(100) };
  }
  for (let i = 0; i < 300; i++) {
    const index = random(size);
    const fresh = new Vertex(index);
    for (let j = 0; j < 3; j++) fresh.edges.push({ to: vertices[random(size)], weight: random(100) });
    vertices[index] = fresh;
  }
  checksum = (checksum + reach(vertices[random(size)], round)) % 1000003;
}
console.log(checksum);
