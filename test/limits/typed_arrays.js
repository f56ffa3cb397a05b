// ends: total
function hoard() { for (let i = 0; ; i++) hold.push(new Float64Array(1 + i % 3000)); }
