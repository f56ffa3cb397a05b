// A SyntaxError of a required file is shown with its line and carets.
// exit: 1
// stderr: fixtures/syntax_error\.js:2$
// stderr: ^let a = 1, b = ;$
// stderr: ^               \^$
// stderr: ^SyntaxError: Unexpected token ';'$
console.log('before');  // expect: before
require('./fixtures/syntax_error.js');
