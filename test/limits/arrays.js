// ends: old total
function hoard() { for (;;) hold.push(new Array(1000).fill(hold.length)); }
