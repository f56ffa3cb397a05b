// ends: old total
function hoard() {
    for (let i = 0; ; i++) {
        let count = i;
        hold.push(() => count++, () => [count, i]);
    }
}
