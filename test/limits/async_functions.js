// ends: old total
async function waits(i) {
    const kept = [i];
    await new Promise(() => {});
    return kept;
}
async function hoard() {
    for (let i = 0; ; i++) {
        const promise = waits(i);
        promise.catch(() => {});
        hold.push(promise);
        if (i % 1000 === 0) await null;
    }
}
