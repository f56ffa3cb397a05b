// ends: old total
function hoard() { for (let i = 0; ; i++) hold.push('prefix of some length ' + i + ' and a suffix'); }
