// A tree that lives long, some 200 MB in Node, and small trees that die.
const LONG_DEPTH = 21, DEPTH = 12, TREES = 1500;

function tree(depth) {
    if (depth === 0)
        return { left: null, right: null, depth };
    return { left: tree(depth - 1), right: tree(depth - 1), depth };
}

function count(t) {
    return t.left === null ? 1 : 1 + count(t.left) + count(t.right);
}

const long = tree(LONG_DEPTH);
let nodes = 0;
for (let i = 0; i < TREES; i++)
    nodes += count(tree(DEPTH));
console.log(nodes, count(long));
