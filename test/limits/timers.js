// ends: old total
let last;
function release() { hold.forEach(clearTimeout); clearTimeout(last); }
function hoard() { for (let i = 0; ; i++) hold.push(last = setTimeout(() => {}, 100000, i)); }
