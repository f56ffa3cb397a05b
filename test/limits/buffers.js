// ends: total
function hoard() {
    for (let i = 0; i < 40; i++) hold.push(new Uint8Array(16 << 20).fill(1));
    throw new Error('no limit was reached');
}
