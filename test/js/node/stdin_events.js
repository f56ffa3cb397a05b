// Standard input as a stream of events, from a pipe.
// stdin: one
// stdin: two
let text = '';
process.stdin.setEncoding('utf8');
process.stdin.on('data', (piece) => { text += piece; });
process.stdin.on('end', () => console.log(JSON.stringify(text)));  // expect: "one\ntwo\n"
