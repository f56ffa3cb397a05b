// ends: done
// Long texts, made and dropped.
const part = 'x'.repeat(Math.floor(MEMORY / 400));
let length = 0;
for (let round = 0; round < 40; round++) {
    const parts = [];
    for (let i = 0; i < 40; i++)
        parts.push(part + i);
    length += parts.join(',').length;
}
console.log(length > 0);
