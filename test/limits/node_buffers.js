// ends: total
function hoard() { for (let i = 0; ; i++) hold.push(Buffer.alloc(100 + i % 5000, 'x')); }
