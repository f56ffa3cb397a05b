// The same with something that is no error.
'use strict';
process.on('uncaughtException', (error, origin) => {
    console.log(error.name, error.code, origin);
    console.log(error.message);
});
Promise.reject({ some: 'object' });
Promise.reject(undefined);
Promise.reject('text');
