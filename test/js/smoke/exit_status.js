// exit: 1
// stderr: ^TypeError: gone$
console.log('before'); // expect: before
throw new TypeError('gone');
