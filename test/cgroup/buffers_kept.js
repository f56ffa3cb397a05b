// ends: limit
const all = [];
for (;;)
    all.push(Buffer.alloc(1 << 18, 1));
