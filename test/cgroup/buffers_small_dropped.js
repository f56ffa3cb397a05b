// ends: done
// Small blocks, of which a sliding window of a tenth of the memory is kept.
const window = [], most = Math.floor(MEMORY / 10 / 20000);
for (let i = 0; i < most * 30; i++)
    window[i % most] = new Uint8Array(20000).fill(i);
console.log(window.length === most);
