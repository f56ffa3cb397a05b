// ends: old total
function hoard() {
    const object = {};
    hold.push(object);
    for (let i = 0; ; i++) {
        object['property' + i] = i;
        if (i % 5 === 0) delete object['property' + (i >> 1)];
    }
}
