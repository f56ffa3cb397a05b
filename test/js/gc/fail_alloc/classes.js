class A { #p = 1; x = [1, 2]; static made = 0; constructor() { A.made++; } get p() { return this.#p; } set p(v) { this.#p = v; } *[Symbol.iterator]() { yield* this.x; } #m() { return 'm' + this.#p; } m() { return this.#m(); } }
class B extends A { y = super.m(); static { this.z = 1; } ['k' + 1]() { return super.p; } }
const b = new B();
b.p = 1.5;
console.log(b.y, b.k1(), b.m(), [...b].join(), A.made, B.z); // expect: m1 1.5 m1.5 1,2 1 1
for (let i = 0; i < 5; i++) { const C = class extends B { [`f${i}`] = i; }; console.log(Object.keys(new C()).join()); }
/* expect:
x,y,f0
x,y,f1
x,y,f2
x,y,f3
x,y,f4
*/
