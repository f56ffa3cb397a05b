// ends: old total
function hoard() {
    let text = 'words in a row ';
    for (;;) {
        text = text.split(' ').concat(text.split('')).join(' ');
        hold.push(text);
    }
}
