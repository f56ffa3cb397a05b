// Reflect (28.1).
function t(f) {
    try {
        console.log(String(f()));
    } catch (e) {
        console.log(e.name + ': ' + e.message);
    }
}
t(() => Object.prototype.toString.call(Reflect)); // expect: [object Reflect]
t(() => Reflect.apply(function (a, b) { return this.x + a + b; }, { x: 1 }, [2, 3])); // expect: 6
t(() => Reflect.apply(Math.max, null, { length: 2, 0: 5, 1: 7 })); // expect: 7
t(() => Reflect.apply(1)); // expect: TypeError: Function.prototype.apply was called on 1, which is a number and not a function
t(() => Reflect.apply({}, 1)); // expect: TypeError: Function.prototype.apply was called on #<Object>, which is an object and not a function
t(() => Reflect.apply(() => 1, 1)); // expect: TypeError: CreateListFromArrayLike called on non-object
t(() => Reflect.construct(Date, [0]).getTime()); // expect: 0
t(() => Object.getPrototypeOf(Reflect.construct(Array, [3], Map)) === Map.prototype); // expect: true
t(() => Reflect.construct(function () { return [new.target === Map]; }, [], Map)); // expect: true
t(() => Reflect.construct(() => 1, [])); // expect: TypeError: () => 1 is not a constructor
t(() => Reflect.construct(function () {}, [], 1)); // expect: TypeError: 1 is not a constructor
t(() => Reflect.construct(function () {})); // expect: TypeError: CreateListFromArrayLike called on non-object
t(() => Reflect.defineProperty({}, 'a', { value: 1 })); // expect: true
t(() => Reflect.defineProperty(Object.freeze({}), 'a', { value: 1 })); // expect: false
t(() => Reflect.defineProperty({}, 'a', 1)); // expect: TypeError: Property description must be an object: 1
t(() => Reflect.deleteProperty(Object.freeze({ a: 1 }), 'a')); // expect: false
t(() => Reflect.get({ get a() { return this.b; } }, 'a', { b: 7 })); // expect: 7
t(() => { const r = {}; Reflect.set({ set a(v) { this.b = v; } }, 'a', 8, r); return r.b; }); // expect: 8
t(() => Reflect.set(Object.freeze([1]), 0, 2)); // expect: false
t(() => { const r = {}; return Reflect.set({ a: 1 }, 'a', 2, r) + ' ' + r.a; }); // expect: true 2
t(() => Reflect.getOwnPropertyDescriptor({ a: 1 }, 'b')); // expect: undefined
t(() => Object.values(Reflect.getOwnPropertyDescriptor({ a: 1 }, 'a'))); // expect: 1,true,true,true
t(() => Reflect.has({ __proto__: { a: 1 } }, 'a')); // expect: true
t(() => Reflect.ownKeys({ b: 1, [Symbol('s')]: 2, 1: 3, a: 4, 0: 5 }).map(String)); // expect: 0,1,b,a,Symbol(s)
t(() => Reflect.ownKeys([1, 2])); // expect: 0,1,length
t(() => Reflect.getPrototypeOf([]) === Array.prototype); // expect: true
t(() => Reflect.setPrototypeOf({}, null) + ' ' + Reflect.setPrototypeOf(Object.prototype, {})); // expect: true false
t(() => { const o = {}; return Reflect.isExtensible(o) + ' ' + Reflect.preventExtensions(o) + ' ' + Reflect.isExtensible(o); }); // expect: true true false
t(() => Reflect.setPrototypeOf({}, 1)); // expect: TypeError: Object prototype may only be an Object or null: 1
for (const name of Object.getOwnPropertyNames(Reflect).filter((n) => n !== 'apply' && n !== 'construct'))
    t(() => Reflect[name](1));
/* expect:
TypeError: Reflect.defineProperty called on non-object
TypeError: Reflect.deleteProperty called on non-object
TypeError: Reflect.get called on non-object
TypeError: Reflect.getOwnPropertyDescriptor called on non-object
TypeError: Reflect.getPrototypeOf called on non-object
TypeError: Reflect.has called on non-object
TypeError: Reflect.isExtensible called on non-object
TypeError: Reflect.ownKeys called on non-object
TypeError: Reflect.preventExtensions called on non-object
TypeError: Reflect.set called on non-object
TypeError: Reflect.setPrototypeOf called on non-object
*/
