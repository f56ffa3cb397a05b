// ends: old total
function hoard() {
    const map = new Map();
    hold.push(map);
    for (let i = 0; ; i++) map.set('key' + i, { value: i });
}
