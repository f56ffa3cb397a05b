// The transfer list of structuredClone: what it takes, what it refuses, and what it leaves behind.
'use strict';
function show(action) {
    try { console.log(action()); } catch (error) { console.log(error.name, error.code, error.message); }
}
show(() => structuredClone(1, 5));
show(() => structuredClone(1, null));
show(() => structuredClone(1, { transfer: 5 }));
show(() => structuredClone(1, { transfer: null }));
show(() => structuredClone(1, { transfer: [{}] }));
show(() => structuredClone(1, { transfer: [1] }));
const buffer = new ArrayBuffer(8);
const view = new Uint8Array(buffer).fill(7);
show(() => structuredClone(buffer, { transfer: [buffer, buffer] }));
show(() => structuredClone([buffer, () => 1], { transfer: [buffer] }));
show(() => buffer.byteLength);
show(() => structuredClone({ view }, { transfer: new Set([buffer]) }));
show(() => [buffer.byteLength, view.length, view[0]]);
show(() => structuredClone(1, { transfer: [buffer] }));
show(() => structuredClone(buffer));
const unmentioned = new ArrayBuffer(4);
show(() => structuredClone('text', { transfer: [unmentioned] }));
show(() => unmentioned.byteLength);
