// A graph of vertices with four edges each, some 200 MB in Node, that changes: edges are redirected, vertices
// replaced, and short walks made.
const VERTICES = 1400000, STEPS = 1200000;
let state = 7;

function random(limit) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % limit;
}

const table = [];

function vertex(id) {
    const edges = [null, null, null, null];
    for (let i = 0; i < 4; i++)
        edges[i] = table.length === 0 ? null : table[random(table.length)];
    return { id, edges, weight: 1 };
}

for (let i = 0; i < VERTICES; i++)
    table.push(vertex(i));
let sum = 0;
for (let step = 0; step < STEPS; step++) {
    if (step % 4 === 0) {
        const at = random(VERTICES), old = table[at];
        table[at] = vertex(step);
        old.edges.fill(null);
    } else {
        table[random(VERTICES)].edges[random(4)] = table[random(VERTICES)];
    }
    let v = table[random(VERTICES)];
    for (let i = 0; i < 4 && v !== null; i++) {
        sum = (sum + v.id) | 0;
        v = v.edges[i];
    }
}
console.log(sum);
