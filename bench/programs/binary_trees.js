'use strict';
// Complete binary trees: many short-lived ones beside one that lives, the classic test of a nursery.
class Node {
  constructor(left, right) {
    this.left = left;
    this.right = right;
  }
}

function build(depth) {
  return depth === 0 ? new Node(null, null) : new Node(build(depth - 1), build(depth - 1));
}

function count(node) {
  return node.left === null ? 1 : 1 + count(node.left) + count(node.right);
}

const longLived = build(15);
let total = 0;
for (let depth = 4; depth <= 16; depth += 2) {
  const repeats = 1 << (16 - depth + 2);
  for (let i = 0; i < repeats; i++)
    total += count(build(depth));
}
console.log(total, count(longLived));
