// ends: done
// Buffers of half the memory stay; others of a sixteenth of it are made and dropped.
const kept = [], size = Math.floor(MEMORY / 64);
for (let i = 0; i < 32; i++)
    kept.push(Buffer.alloc(size, i));
let sum = 0;
for (let i = 0; i < 400; i++)
    sum += Buffer.alloc(size * (1 + i % 4), 1)[0];
console.log(sum === 400 && kept.every((buffer, i) => buffer[size - 1] === i));
