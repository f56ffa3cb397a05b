// Objects that a program keeps small stay small: memory, and the time that a million keys take.
// Not stress-each: three million entries, each allocation of which would move all that is there.
// modes: !stress-each
// memory: 60
// timeout: 20
const cache = {};
for (let i = 0; i < 1000000; i++) {
    cache['key' + i] = i;
    if (i >= 1000)
        delete cache['key' + (i - 1000)];
}
console.log(Object.keys(cache).length);          // expect: 1000
console.log(Object.keys(cache)[0]);              // expect: key999000

const byNumber = {};
for (let i = 0; i < 1000000; i++) {
    byNumber[i] = i;
    if (i >= 1000)
        delete byNumber[i - 1000];
}
console.log(Object.keys(byNumber)[0]);           // expect: 999000

const queue = [];
for (let i = 0; i < 1000000; i++) {
    queue.push({ i });
    if (i >= 1000)
        queue.shift();
}
console.log(queue.length, queue[0].i);           // expect: 1000 999000
