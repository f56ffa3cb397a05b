// ends: done
// Objects of about a quarter of the memory stay, five times as many are made and dropped.
const count = Math.floor(MEMORY / 4 / 80);
const kept = [];
for (let i = 0; i < count; i++)
    kept.push({ id: i, next: null, text: null });
for (let round = 0; round < 5; round++)
    for (let i = 0; i < count; i++)
        kept[i] = { id: i + round, next: kept[(i * 7919) % count].id, text: null };
console.log(kept.length === count);
