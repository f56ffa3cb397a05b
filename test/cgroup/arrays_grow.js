// ends: done
// Arrays that grow to a quarter of the memory and are dropped.
const most = Math.floor(MEMORY / 4 / 12);
let sum = 0;
for (let round = 0; round < 6; round++) {
    const array = [];
    for (let i = 0; i < most; i++)
        array.push(i);
    sum += array.length;
}
console.log(sum === 6 * most);
