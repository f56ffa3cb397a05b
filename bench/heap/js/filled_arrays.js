// Arrays filled with doubles, with integers and with small objects, some 200 MB of them in Node; then one after
// another is made anew.
const ROWS = 900, COLUMNS = 2000, TURNS = 1500;
const rows = [];

function row(seed) {
    const kind = seed % 3;
    const r = new Array(COLUMNS);
    for (let i = 0; i < COLUMNS; i++)
        r[i] = kind === 0 ? i + 0.5 : kind === 1 ? i : { x: i, y: seed };
    return r;
}

function block(seed) {
    return [row(seed), row(seed + 1), row(seed + 2), [row(seed + 2), row(seed + 2)]];
}

for (let i = 0; i < ROWS; i++)
    rows.push(block(3 * i));
let sum = 0;
for (let turn = 0; turn < TURNS; turn++) {
    const at = (turn * 7919) % ROWS;
    sum += rows[at][2][turn % COLUMNS].x;
    rows[at] = block(3 * turn);
}
console.log(sum);
