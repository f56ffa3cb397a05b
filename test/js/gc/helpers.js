// Scavenges shared with helper threads: what lives is intact, verified before and after each.
// flags: --gc-helpers=3 --verify-heap --test-hooks
// engines: tenure
// modes: release checked
class Node { constructor(id, left, right) { this.id = id; this.left = left; this.right = right; } }
const build = (depth, id) => new Node(id, depth ? build(depth - 1, 2 * id) : null, depth ? build(depth - 1, 2 * id + 1) : null);
const check = node => node === null ? 0 : 1 + check(node.left) + check(node.right) +
  (node.left && (node.left.id !== 2 * node.id || node.right.id !== 2 * node.id + 1) ? NaN : 0);
const map = new Map(), weak = new WeakMap();
let sum = 0;
for (let round = 0; round < 12; round++) {
  const tree = build(12, 1);
  map.set(round % 5, tree);
  weak.set(tree, { tree, text: 'round ' + round });
  gc.collect('minor');
  sum += check(tree);
}
console.log(sum === 12 * 8191);                                            // expect: true
console.log([...map.values()].every(tree => check(tree) === 8191 && weak.get(tree).tree === tree));  // expect: true
console.log(gc.statistics().scavenges >= 12);                              // expect: true
