// input: first line\nsecond é line\nlast
// Standard input as a stream.
'use strict';
process.stdin.setEncoding('utf8');
let text = '';
process.stdin.on('data', (chunk) => { text += chunk; });
process.stdin.on('end', () => console.log(JSON.stringify(text), process.stdin.isTTY, process.stdin.fd));
