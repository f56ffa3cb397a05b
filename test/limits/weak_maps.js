// ends: old total
function hoard() {
    const map = new WeakMap();
    hold.push(map);
    for (;;) {
        const key = {};
        hold.push(key);
        map.set(key, [key]);
    }
}
