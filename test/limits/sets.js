// ends: old total
function hoard() {
    const set = new Set();
    hold.push(set);
    for (let i = 0; ; i++) set.add(i + 0.5);
}
