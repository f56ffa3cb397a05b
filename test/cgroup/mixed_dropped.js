// ends: done
// Half of what may be used is buffers, a quarter objects, both replaced all the time.
const buffers = [], objects = [];
const size = Math.floor(MEMORY / 256), count = Math.floor(MEMORY / 8 / 100);
for (let i = 0; i < 600; i++) {
    buffers[i % 64] = Buffer.alloc(size, 1);
    for (let k = 0; k < count / 20; k++)
        objects[(i * 977 + k) % count] = { i, k, list: [k] };
}
console.log(buffers.length, objects.length > 0);
