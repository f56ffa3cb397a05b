// ends: old total
function hoard() {
    return new Promise((resolve, reject) => {
        const step = (i) => Promise.resolve([i]).then((v) => {
            hold.push(v, new Promise(() => {}));
            return step(i + 1);
        });
        step(0).catch(reject);
    });
}
