// Not stress-each: a million nested arrays, each allocation of which would move all that is there. Nor where the verifier walks it all the time.
// modes: !stress-each !compact !compact-helpers !pretenure !pretenure-marking
// JSON.stringify: cycles are reported with the way that leads around, as V8 does.
function t(make) {
    try {
        console.log(JSON.stringify(make()));
    } catch (e) {
        console.log(e.name + ': ' + e.message.split('\n').join('|'));
    }
}
class Foo {}
t(() => { const a = {}; a.a = a; return a; }); // expect: TypeError: Converting circular structure to JSON|    --> starting at object with constructor 'Object'|    --- property 'a' closes the circle
t(() => { const a = { b: {} }; a.b.a = a; return a; }); // expect: TypeError: Converting circular structure to JSON|    --> starting at object with constructor 'Object'|    |     property 'b' -> object with constructor 'Object'|    --- property 'a' closes the circle
t(() => { const a = { b: { c: { d: {} } } }; a.b.c.d.a = a; return a; }); // expect: TypeError: Converting circular structure to JSON|    --> starting at object with constructor 'Object'|    |     property 'b' -> object with constructor 'Object'|    |     property 'c' -> object with constructor 'Object'|    |     property 'd' -> object with constructor 'Object'|    --- property 'a' closes the circle
t(() => { const a = { x: { q: { e: { d: { e: {} } } } } }; a.x.q.e.d.e.z = a; return a; }); // expect: TypeError: Converting circular structure to JSON|    --> starting at object with constructor 'Object'|    |     property 'x' -> object with constructor 'Object'|    |     property 'q' -> object with constructor 'Object'|    |     ...|    |     property 'e' -> object with constructor 'Object'|    --- property 'z' closes the circle
t(() => { const a = { x: { q: { e: { d: { e: {} } } } } }; a.x.q.e.d.e.z = a.x; return a; }); // expect: TypeError: Converting circular structure to JSON|    --> starting at object with constructor 'Object'|    |     property 'q' -> object with constructor 'Object'|    |     property 'e' -> object with constructor 'Object'|    |     ...|    |     property 'e' -> object with constructor 'Object'|    --- property 'z' closes the circle
t(() => { const a = [1, [2, [3, [4]]]]; a[1][1][1][5] = a; return a; }); // expect: TypeError: Converting circular structure to JSON|    --> starting at object with constructor 'Array'|    |     index 1 -> object with constructor 'Array'|    |     index 1 -> object with constructor 'Array'|    |     index 1 -> object with constructor 'Array'|    --- index 5 closes the circle
t(() => { const a = new Foo; a.x = [{ y: 1, z: a }]; return a; }); // expect: TypeError: Converting circular structure to JSON|    --> starting at object with constructor 'Foo'|    |     property 'x' -> object with constructor 'Array'|    |     index 0 -> object with constructor 'Object'|    --- property 'z' closes the circle
t(() => { const a = {}; a[''] = a; return a; }); // expect: TypeError: Converting circular structure to JSON|    --> starting at object with constructor 'Object'|    --- <anonymous> closes the circle
t(() => { const a = { 1: {} }; a[1][2] = a; return a; }); // expect: TypeError: Converting circular structure to JSON|    --> starting at object with constructor 'Object'|    |     property '1' -> object with constructor 'Object'|    --- property '2' closes the circle
t(() => { const a = Object.create(null); a.x = a; return a; }); // expect: TypeError: Converting circular structure to JSON|    --> starting at object with constructor 'Object'|    --- property 'x' closes the circle
t(() => { const a = { toJSON() { return this; } }; a.x = a; return a; }); // expect: TypeError: Converting circular structure to JSON|    --> starting at object with constructor 'Object'|    --- property 'x' closes the circle
t(() => { const a = {}; return [a, a, { a }]; }); // expect: [{},{},{"a":{}}]
t(() => { let a = []; for (let i = 0; i < 1e6; i++) a = [a]; return a; }); // expect: RangeError: Maximum call stack size exceeded
