// ends: old total
function hoard() {
    const bytes = Buffer.alloc(10000, 'text');
    for (let i = 0; ; i++) hold.push(bytes.toString(i % 2 ? 'base64' : 'utf8'), Buffer.from('x'.repeat(i % 1000)));
}
