// ends: old total
function hoard() {
    let array = [1, 2.5, 'three', {}];
    for (;;) {
        array = [...array, ...array];
        hold.push(array.map((x) => [x]), Array.from(array), array.slice().sort());
    }
}
