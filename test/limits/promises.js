// ends: old total
function hoard() { for (let i = 0; ; i++) hold.push(Promise.resolve(i).then((v) => ({ v })).catch(() => {})); }
