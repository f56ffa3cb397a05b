// ends: old total
function hoard() { for (;;) hold.push({ x: 1, y: 2, z: 3 }); }
