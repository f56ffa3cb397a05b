// ends: done
// Sixteen times the memory in buffers, each dropped for the next.
const size = Math.floor(MEMORY / 16);
let last;
for (let i = 0; i < 256; i++)
    last = Buffer.alloc(size, i);
console.log(last[0]);
