// ends: old total
function release() { hold.forEach(clearTimeout); }
function hoard() { for (let i = 0; ; i++) hold.push(setTimeout(() => {}, 100000, i)); }
