// Classes: constructors, super, accessors, statics, names, species of heritage, new.target.
class A { constructor(x) { this.x = x; } get double() { return this.x * 2; } set double(v) { this.x = v / 2; } m() { return 'A.m'; } static s() { return this.name; } static #count = 0; static made() { return ++A.#count; } }
class B extends A { constructor(...args) { const arrow = () => super(...args); arrow(); this.y = super.m(); } m() { return 'B.' + super.m(); } get double() { return super.double + 1; } static s() { return 'B of ' + super.s(); } }
const b = new B(2);
console.log(b.x, b.y, b.m(), b.double, B.s(), B.made(), A.made()); // expect: 2 A.m B.A.m 5 B of B 1 2
console.log(b instanceof A, Object.getPrototypeOf(B) === A, B.length, A.length, B.name, typeof B); // expect: true true 0 1 B function
console.log(Object.getOwnPropertyNames(A.prototype).join(), Object.keys(A.prototype).length, Object.getOwnPropertyNames(A).join()); // expect: constructor,double,m 0 length,name,prototype,s,made
console.log(Object.getOwnPropertyDescriptor(A, 'prototype').writable, A.prototype.constructor === A, 'prototype' in A.prototype.m); // expect: false true false
b.double = 10; console.log(b.x, Object.keys(b).join()); // expect: 2 x,y
const named = class Inner { static who() { return Inner.name; } }, anonymous = class {}, o = { C: class {}, ['x' + 1]: class {} };
console.log(named.who(), anonymous.name, o.C.name, o.x1.name, (class {}).name, (class { static name = 'own'; }).name); // expect: Inner anonymous C x1  own
class N { constructor() { this.target = new.target && new.target.name; } }
class M extends N {}
console.log(new N().target, new M().target, Reflect.construct(N, [], M).target, Reflect.construct(N, [], class Z extends N {}) instanceof N); // expect: N M M true
class List extends Array { sum() { return this.reduce((a, c) => a + c, 0); } }
const list = List.from([1, 2, 3]);
console.log(list.sum(), list.map((x) => x * 2) instanceof List, list.map((x) => x * 2).sum(), list.length, List.of(5).sum()); // expect: 6 true 12 3 5
class E2 extends Error { constructor(m) { super(m); this.name = 'E2'; } }
console.log(String(new E2('msg')), new E2('m') instanceof Error, Object.prototype.toString.call(new E2)); // expect: E2: msg true [object Error]
class Nul extends null { static f() { return 'static'; } constructor() { return Object.create(Nul.prototype); } }
console.log(Nul.f(), Object.getPrototypeOf(Nul.prototype), Object.getPrototypeOf(Nul) === Function.prototype, new Nul() instanceof Nul); // expect: static null true true
class Gen { *[Symbol.iterator]() { yield* [1, 2]; } async later() { return 3; } static async *stream() { yield 4; } 'quoted name'() { return 5; } 123() { return 6; } [`comp${1}`]() { return 7; } }
console.log([...new Gen].join(), new Gen()['quoted name'](), new Gen()[123](), new Gen().comp1()); // expect: 1,2 5 6 7
const order = [];
class Order extends (order.push('heritage'), Object) { static [(order.push('key1'), 'a')] = order.push('static1'); [(order.push('key2'), 'b')] = order.push('field'); static { order.push('block'); } static [(order.push('key3'), 'c')] = order.push('static2'); }
new Order;
console.log(order.join()); // expect: heritage,key1,key2,key3,static1,block,static2,field
class Private { #a = 1; #m() { return this.#a; } get #g() { return this.#m() + 1; } set #g(v) { this.#a = v; } static is(x) { return #a in x; } run() { this.#g = 5; this.#a += 2; return [this.#g, this.#a++, this.#a].join(); } }
console.log(new Private().run(), Private.is(new Private), Private.is({})); // expect: 8,7,8 true false
class Return extends class { constructor(o) { return o; } } { #stamp = 1; static has(o) { return #stamp in o; } }
const stamped = {}; new Return(stamped);
console.log(Return.has(stamped), Return.has({})); // expect: true false
new Return(stamped); // expect TypeError: Cannot initialize #stamp twice on the same object
A(); // expect TypeError: Class constructor A cannot be invoked without 'new'
new (class extends A { constructor() {} })(); // expect ReferenceError: Must call super constructor in derived class before accessing 'this' or returning from derived constructor
new (class extends A { constructor() { super(); super(); } })(); // expect ReferenceError: Super constructor may only be called once
new (class extends A { constructor() { return 1; } })(); // expect TypeError: Derived constructors may only return object or undefined
console.log(new (class extends A { constructor() { return { instead: 1 }; } })().instead); // expect: 1
new (new A(1).m)(); // expect TypeError: (intermediate value).m is not a constructor
class Bad extends undefined {} // expect TypeError: Class extends value undefined is not a constructor or null
class Bad2 extends (() => {}) {} // expect TypeError: Class extends value () => {} is not a constructor or null
new Early(); class Early {} // expect ReferenceError: Cannot access 'Early' before initialization
A = 1; console.log(A); // expect: 1
(class K { static m() { K = 1; } }).m(); // expect TypeError: Assignment to constant variable.
eval('class X { constructor() {} constructor() {} }'); // expect SyntaxError: A class may only have one constructor
eval('class X { constructor() { super(); } }'); // expect SyntaxError: 'super' keyword unexpected here
eval('class X { #a; #a; }'); // expect SyntaxError: Identifier '#a' has already been declared
eval('class X { m() { this.#missing; } }'); // expect SyntaxError: Private field '#missing' must be declared in an enclosing class
eval('class X { get constructor() {} }'); // expect SyntaxError: Class constructor may not be an accessor
eval('class X { static prototype() {} }'); // expect SyntaxError: Classes may not have a static property named 'prototype'
