// ends: old total
function hoard() { for (let i = 0; ; i++) hold.push(new Function('a', `const b = [a, ${i}]; return () => b.concat("text ${i}");`)); }
