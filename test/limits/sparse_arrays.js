// ends: old total
function hoard() {
    const array = [];
    hold.push(array);
    for (let i = 0; ; i++) array[i * 1000 % 4e9] = [i];
}
