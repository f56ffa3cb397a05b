// ends: old total
function hoard() {
    const text = JSON.stringify(Array.from({ length: 200 }, (_, i) => ({ id: i, name: 'n' + i, list: [i, i + 0.5, null] })));
    for (;;) hold.push(JSON.parse(text));
}
