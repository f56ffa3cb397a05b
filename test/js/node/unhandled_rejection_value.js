// A reason that is no error is wrapped.
// exit: 1
// stderr: The promise rejected with the reason "5"
// stderr: code: 'ERR_UNHANDLED_REJECTION'
console.log('before');  // expect: before
Promise.reject(5);
