// ends: old total
function hoard() {
    const array = new Array(1e8);
    hold.push(array);
    array.fill(7);
}
