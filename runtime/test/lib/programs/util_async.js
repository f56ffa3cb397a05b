// util.promisify, callbackify, debuglog, deepEqual's async cousins in assert.
'use strict';
const util = require('util');
const assert = require('assert');
const ok = util.promisify((a, b, callback) => callback(null, a + b));
const bad = util.promisify((callback) => callback(new Error('bad')));
const custom = () => {};
custom[util.promisify.custom] = () => Promise.resolve('custom');
const back = util.callbackify(async (value) => { if (!value) throw value; return value; });
(async () => {
    console.log(await ok(1, 2));
    await bad().catch((error) => console.log(error.message));
    console.log(await util.promisify(custom)());
    await new Promise((resolve) => back('v', (error, value) => { console.log(error, value); resolve(); }));
    await new Promise((resolve) => back(null, (error, value) => { console.log(error.code, error.reason, error.message, value); resolve(); }));
    const object = { x: 5, method(callback) { callback(null, this.x); } };
    console.log(await util.promisify(object.method).call(object));
    await assert.rejects(Promise.reject(new Error('r')), /r/);
    await assert.rejects(async () => { throw new TypeError('t'); }, { name: 'TypeError' });
    await assert.doesNotReject(Promise.resolve(1));
    for (const fn of [() => assert.rejects(Promise.resolve(1)), () => assert.rejects(async () => {}), () => assert.rejects(5),
        () => assert.rejects(() => 5), () => assert.doesNotReject(Promise.reject(new Error('q'))),
        () => assert.rejects(Promise.reject(new Error('z')), TypeError)]) {
        await fn().then(() => console.log('nothing'), (error) => console.log(error.code, error.message));
    }
    console.log(util.inspect(await Promise.allSettled([1, Promise.reject(2)])));
    const log = util.debuglog('nothing');
    log('hidden');
    console.log(log.enabled);
})();
