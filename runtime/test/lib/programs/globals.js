// The global object.
'use strict';
console.log(global === globalThis, Object.prototype.toString.call(globalThis), globalThis.globalThis === globalThis);
for (const name of ['console', 'process', 'Buffer', 'setTimeout', 'setInterval', 'setImmediate', 'clearTimeout', 'clearInterval',
    'clearImmediate', 'queueMicrotask', 'structuredClone', 'atob', 'btoa', 'TextEncoder', 'TextDecoder', 'performance']) {
    const value = globalThis[name];
    console.log(name, typeof value, Object.prototype.propertyIsEnumerable.call(globalThis, name));
}
console.log(Buffer === require('buffer').Buffer, setTimeout === require('timers').setTimeout, console === require('console'));
globalThis.Buffer = 5;
console.log(Buffer, typeof require('buffer').Buffer);
console.log(performance.now() > 0, performance.timeOrigin > 1e12);
console.log(btoa('hello'), atob('aGVsbG8='), atob(' aGVs bG8 '));
for (const fn of [() => btoa('日'), () => atob('a'), () => atob('*')]) {
    try { fn(); } catch (error) { console.log(error.name, error.code, error.message); }
}
const original = { a: [1, { b: new Date(0) }], m: new Map([[1, new Set([2])]]), r: /x/g, u: undefined, n: null };
original.self = original;
const copy = structuredClone(original);
console.log(copy, copy.self === copy, copy.a !== original.a);
for (const value of [() => {}, Symbol('s'), { f() {} }]) {
    try { structuredClone(value); } catch (error) { console.log(error.name, error.code, error.message); }
}
console.log(structuredClone(Object.assign(new TypeError('t'), { extra: 1 })).name, structuredClone(new Uint8Array([1, 2])));
