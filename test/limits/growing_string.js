// ends: old total
function hoard() {
    let text = 'start of a text that doubles';
    for (;;) {
        text = (text + text).toUpperCase();
        hold.push(text);
    }
}
