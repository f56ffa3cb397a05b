// ends: old total
function hoard() {
    const object = { list: ['some text to write'], next: null };
    for (;;) {
        object.list = object.list.concat(object.list);
        hold.push(JSON.stringify(object));
    }
}
