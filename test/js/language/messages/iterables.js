// What is iterated or spread and is not iterable, in V8's words and at V8's columns.
const run = require('./_run.js');
run('[...o]'); // expect: TypeError: o is not iterable @1:5
run('[...o.x]'); // expect: TypeError: o.x is not iterable @1:7
run('[...f()]'); // expect: TypeError: f is not a function or its return value is not iterable @1:5
run('[...o.f()]'); // expect: TypeError: o.f is not a function or its return value is not iterable @1:7
run('[...new f]'); // expect: TypeError: f is not a function or its return value is not iterable @1:5
run('[...o[0]]'); // expect: TypeError: o[0] is not iterable @1:6
run('[...x+1]'); // expect: TypeError: (x + 1) is not iterable @1:6
run('[...(x?1:2)]'); // expect: TypeError: (intermediate value)(intermediate value)(intermediate value) is not iterable @1:6
run('[...{}]'); // expect: TypeError: {} is not iterable @1:5
run('[...{a:1}]'); // expect: TypeError: {(intermediate value)} is not iterable @1:5
run('[...function(){}]'); // expect: TypeError: (intermediate value) is not iterable @1:5
run('[...class{}]'); // expect: TypeError: (intermediate value) is not iterable @1:5
run('[...this]'); // expect: TypeError: this is not iterable @1:5
run('[...true]'); // expect: TypeError: true is not iterable @1:5
run('[...1.5]'); // expect: TypeError: 1.5 is not iterable @1:5
run('[..."a".length]'); // expect: TypeError: "a".length is not iterable @1:9
run('[1,...o]'); // expect: TypeError: o is not iterable @1:7
run('[...o,1]'); // expect: TypeError: o is not iterable @1:5
run('f(...o,1)'); // expect: TypeError: object is not iterable (cannot read property Symbol(Symbol.iterator)) @1:6
run('f(1,...o)'); // expect: TypeError: Spread syntax requires ...iterable[Symbol.iterator] to be a function @1:1
run('f(...o,...o)'); // expect: TypeError: object is not iterable (cannot read property Symbol(Symbol.iterator)) @1:6
run('f(...f())'); // expect: TypeError: Spread syntax requires ...iterable[Symbol.iterator] to be a function @1:1
run('f(...o.x)'); // expect: TypeError: o.x is not iterable (cannot read property undefined) @1:1
run('f(...1)'); // expect: TypeError: Spread syntax requires ...iterable[Symbol.iterator] to be a function @1:1
run('f(...{})'); // expect: TypeError: Spread syntax requires ...iterable[Symbol.iterator] to be a function @1:1
run('new f(...o)'); // expect: TypeError: Spread syntax requires ...iterable[Symbol.iterator] to be a function @1:1
run('new f(...x,1)'); // expect: TypeError: number 1 is not iterable (cannot read property Symbol(Symbol.iterator)) @1:10
run('new f(1,...x)'); // expect: TypeError: Spread syntax requires ...iterable[Symbol.iterator] to be a function @1:1
run('o.f(...x)'); // expect: TypeError: Spread syntax requires ...iterable[Symbol.iterator] to be a function @1:3
run('f(...undefined,1)'); // expect: TypeError: undefined is not iterable (cannot read property Symbol(Symbol.iterator)) @1:6
run('f(...null)'); // expect: TypeError: null is not iterable (cannot read property null) @1:1
run('for(const q of o);'); // expect: TypeError: o is not iterable @1:16
run('for(const q of o.x);'); // expect: TypeError: o.x is not iterable @1:18
run('for(const q of f());'); // expect: TypeError: f is not a function or its return value is not iterable @1:16
run('for(const q of o.f());'); // expect: TypeError: o.f is not a function or its return value is not iterable @1:18
run('for(const q of {});'); // expect: TypeError: {} is not iterable @1:16
run('for(const q of 1);'); // expect: TypeError: 1 is not iterable @1:16
run('for(const q of x+1);'); // expect: TypeError: (x + 1) is not iterable @1:17
run('for(const q of (x?1:2));'); // expect: TypeError: (intermediate value)(intermediate value)(intermediate value) is not iterable @1:17
run('for(const q of new f);'); // expect: TypeError: f is not a function or its return value is not iterable @1:16
run('for(const q of o[0]);'); // expect: TypeError: o[0] is not iterable @1:17
run('var [q]=o'); // expect: TypeError: o is not iterable @1:9
run('let [w]=o.x'); // expect: TypeError: undefined is not iterable (cannot read property Symbol(Symbol.iterator)) @1:9
run('let [w]=f()'); // expect: TypeError: f is not a function or its return value is not iterable @1:9
run('let [w]=o.f()'); // expect: TypeError: number 1 is not iterable (cannot read property Symbol(Symbol.iterator)) @1:9
run('let [w]=1'); // expect: TypeError: 1 is not iterable @1:9
run('let [w]={}'); // expect: TypeError: {} is not iterable @1:9
run('let [w]=x+1'); // expect: TypeError: number 2 is not iterable (cannot read property Symbol(Symbol.iterator)) @1:9
run('let [w]=new f'); // expect: TypeError: f is not a function or its return value is not iterable @1:9
run('let [w]=o[0]'); // expect: TypeError: undefined is not iterable (cannot read property Symbol(Symbol.iterator)) @1:9
run('let [w]=f'); // expect: TypeError: f is not iterable @1:9
run('let [w]=u'); // expect: TypeError: u is not iterable @1:9
run('let [w]=null'); // expect: TypeError: null is not iterable @1:9
run('let [w]=true'); // expect: TypeError: true is not iterable @1:9
run('let [w]=this'); // expect: TypeError: this is not iterable @1:9
run('let [w=1]=o'); // expect: TypeError: o is not iterable @1:11
run('let []=o'); // expect: TypeError: o is not iterable @1:8
run('let []=u'); // expect: TypeError: u is not iterable @1:8
run('let []=1'); // expect: TypeError: 1 is not iterable @1:8
run('let [[w]]=[1]'); // expect: TypeError: number 1 is not iterable (cannot read property Symbol(Symbol.iterator)) @1:6
run('let [[w]]=[u]'); // expect: TypeError: undefined is not iterable (cannot read property Symbol(Symbol.iterator)) @1:6
run('let [[w]]=[o]'); // expect: TypeError: object is not iterable (cannot read property Symbol(Symbol.iterator)) @1:6
run('let [...[w]]=o'); // expect: TypeError: o is not iterable @1:14
run('for([q] of [null]);'); // expect: TypeError: object null is not iterable (cannot read property Symbol(Symbol.iterator)) @1:5
run('function*g(){yield* o} g().next()'); // expect: TypeError: object is not iterable (cannot read property Symbol(Symbol.iterator)) @1:14
run('function*g(){yield* u} g().next()'); // expect: TypeError: undefined is not iterable (cannot read property Symbol(Symbol.iterator)) @1:14
