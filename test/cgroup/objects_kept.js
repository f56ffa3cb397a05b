// ends: limit
const all = [];
for (;;)
    all.push({ x: 1, y: 2, z: 3 });
