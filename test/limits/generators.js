// ends: old total
function* counts(n) { for (const big = { n }; ; big.n++) yield big; }
function hoard() {
    for (let i = 0; ; i++) {
        const generator = counts(i);
        generator.next();
        hold.push(generator);
    }
}
