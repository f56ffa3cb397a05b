function* walk(tree) { if (!tree) return; yield* walk(tree.left); yield tree.value; yield* walk(tree.right); }
let root = null;
const insert = (t, v) => t ? (v < t.value ? t.left = insert(t.left, v) : t.right = insert(t.right, v), t) : { value: v, left: null, right: null };
for (const v of [5, 2, 8, 1, 9, 3]) root = insert(root, v);
console.log([...walk(root)].join()); // expect: 1,2,3,5,8,9
function* both() { const got = yield 1.5; const [a, ...b] = [got, 2, 3]; try { yield a + b.length; } finally { yield 'closing'; } }
const g = both();
console.log([g.next(), g.next(4.25), g.return('r'), g.next(), g.next()].map((r) => `${r.value}/${r.done}`).join()); // expect: 1.5/false,6.25/false,closing/false,r/true,undefined/true
const { x, ...rest } = { x: 1, y: 2, z: 3 }; const [p, , q = 7, ...more] = 'abcdef';
console.log(x, Object.keys(rest).join(), p, q, more.join('')); // expect: 1 y,z a c def
label: for (const i of [1, 2, 3]) for (const j of [1, 2]) { if (i * j === 4) break label; if (j > i) continue label; }
console.log(Math.max(...walk(root)), ((...args) => args.length)(...'four', ...[5])); // expect: 9 5
