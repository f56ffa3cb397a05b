// ends: old total
function hoard() { for (let i = 0; ; i++) hold.push(new TypeError('number ' + i), new Date(i), Symbol('s' + i)); }
