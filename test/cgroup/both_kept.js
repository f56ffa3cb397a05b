// ends: limit
const all = [];
for (let i = 0; ; i++)
    all.push(Buffer.alloc(20000, 1), 'text ' + i, { i });
