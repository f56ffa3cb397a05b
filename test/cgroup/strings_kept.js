// ends: limit
const all = [];
for (let i = 0; ; i++)
    all.push(('text ' + i).repeat(1000).split('').reverse().join(''));
