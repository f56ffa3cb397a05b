// ends: old total
function hoard() {
    const pattern = /^(?:(a)|(b)|c)*$/;
    let text = 'abc'.repeat(1000);
    for (;;) {
        text += text;
        hold.push(pattern.exec(text), text);
    }
}
