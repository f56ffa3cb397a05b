// ends: old total
function hoard() {
    let text = '';
    for (let i = 0; ; i++) {
        text += 'piece number ' + i;
        hold[0] = text;
    }
}
