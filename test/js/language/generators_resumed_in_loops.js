// Loops and yield* resume plain generators without a call: what can be observed stays as it is with one.
// flags: --stack-size=60
const GeneratorPrototype = Object.getPrototypeOf(function* () {}).prototype;

function* count(n) { for (let i = 0; i < n; i++) yield i; }
function* closing(log) { try { yield 1; yield 2; } finally { log.push('closed'); } }

// Leaving early runs finally blocks, and only those.
const log = [];
for (const v of closing(log)) { log.push(v); break; }
outer: for (const a of closing(log)) for (const b of closing(log)) { log.push(a + b); continue outer; }
console.log(log.join());  // expect: 1,closed,2,closed,3,closed,closed

// A generator closed early is finished.
const left = count(5);
for (const v of left) if (v === 2) break;
console.log(JSON.stringify(left.next()), [...left].length);  // expect: {"done":true} 0

// An exception goes through the loop's frame; the generator is finished, and not closed a second time.
function* failing() { try { yield 1; throw new Error('inside'); } finally { log.push('once'); } }
log.length = 0;
const thrown = failing();
try { for (const v of thrown) log.push(v); } catch (e) { log.push(e.message); }
console.log(log.join(), thrown.next().done);  // expect: 1,once,inside true

// The running generator can be neither resumed nor closed.
function* itself() { yield 1; for (const v of self) yield v; }
const self = itself();
try { for (const v of self) console.log(v); } catch (e) { console.log(e.message); }
// expect: 1
// expect: Generator is already running

// yield* hands values, results and exceptions through every level.
function* inner() { try { return [yield 1, yield 2]; } catch (e) { yield 'caught ' + e; return 'after'; } }
function* middle() { return yield* inner(); }
function* top() { console.log('result', JSON.stringify(yield* middle())); }
const delegated = top();
console.log([delegated.next('x'), delegated.next('a'), delegated.next('b')].map((r) => JSON.stringify(r)).join());
// expect: result ["a","b"]
// expect: {"value":1,"done":false},{"value":2,"done":false},{"done":true}
const thrownInto = top();
thrownInto.next();
console.log(thrownInto.throw('e').value, JSON.stringify(thrownInto.next()));
// expect: result "after"
// expect: caught e {"done":true}
for (const v of top()) console.log(v);
// expect: 1
// expect: 2
// expect: result [null,null]

// Depth ends in a RangeError that the program survives.
function* endless(n) { yield n; yield* endless(n + 1); }
try { for (const v of endless(0)); } catch (e) { console.log(e instanceof RangeError); }  // expect: true

// Numbers, holes of arrays and captured variables survive suspension.
function* mixed() { let x = 0.5; const f = () => x; for (let i = 0; i < 3; i++) { x *= 3; yield [x, f(), , i]; } }
console.log([...mixed()].map((v) => v.join()).join(';'));  // expect: 1.5,1.5,,0;4.5,4.5,,1;13.5,13.5,,2

// Changed methods are seen: next when a loop begins, return when it ends.
const next = GeneratorPrototype.next, close = GeneratorPrototype.return;
let calls = 0;
GeneratorPrototype.next = function (v) { calls++; return next.call(this, v); };
for (const v of count(3));
console.log(calls);  // expect: 4
GeneratorPrototype.next = next;
for (const v of count(3)) {
  GeneratorPrototype.return = function (v) { calls = 'return'; return close.call(this, v); };
  break;
}
console.log(calls);  // expect: return
GeneratorPrototype.return = close;
const own = count(3);
own.next = () => ({ done: true });
console.log([...own].length, [...count(3)].length);  // expect: 0 3
Object.getPrototypeOf(GeneratorPrototype)[Symbol.iterator] = function () { return [7][Symbol.iterator](); };
console.log([...count(3)].join());  // expect: 7

// An async generator is no plain one, whatever its prototype.
const disguised = (async function* () { yield 1; })();
Object.setPrototypeOf(disguised, { __proto__: GeneratorPrototype, [Symbol.iterator]() { return this; } });
try { for (const v of disguised) console.log(v); } catch (e) { console.log(e.constructor.name); }  // expect: TypeError
