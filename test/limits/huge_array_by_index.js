// ends: old total
function hoard() {
    const array = new Array(1e8);
    hold.push(array);
    for (let i = 0; i < 1e8; i++) array[i] = i * 0.5;
}
