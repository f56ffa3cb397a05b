// What is called and is no function, in V8's words and at V8's columns.
const run = require('./_run.js');
run('({a:1,b:x})()'); // expect: TypeError: {(intermediate value)(intermediate value)} is not a function @1:12
run('({a(){}})()'); // expect: TypeError: {(intermediate value)} is not a function @1:10
run('[1,x,{}]()'); // expect: TypeError: [1,x,{}] is not a function @1:9
run('(x?x:x)()'); // expect: TypeError: (intermediate value)(intermediate value)(intermediate value) is not a function @1:8
run('(x?1:2)()'); // expect: TypeError: (intermediate value)(intermediate value)(intermediate value) is not a function @1:8
run('(x=1)()'); // expect: TypeError: x is not a function @1:6
run('(x+=1)()'); // expect: TypeError: x is not a function @1:7
run('(x++)()'); // expect: TypeError: (x++) is not a function @1:6
run('(--x)()'); // expect: TypeError: (--x) is not a function @1:6
run('(x&&x)()'); // expect: TypeError: (x && x) is not a function @1:7
run('(x??1)()'); // expect: TypeError: (x ?? 1) is not a function @1:7
run('(x+1+2)()'); // expect: TypeError: (x + 1 + 2) is not a function @1:8
run('(x*2-x/3)()'); // expect: TypeError: ((x * 2) - (x / 3)) is not a function @1:10
run('`a${x}b`()'); // expect: TypeError: x is not a function @1:9
run('`${x}${1}`()'); // expect: TypeError: x1 is not a function @1:11
run('(new o)()'); // expect: TypeError: o is not a constructor @1:2
run('new o.f().g()'); // expect: TypeError: o.f is not a constructor @1:1
run('new o.f()()'); // expect: TypeError: o.f is not a constructor @1:1
run('o.f`x`()'); // expect: TypeError: o.f(...) is not a function @1:7
run('o.f?.().g()'); // expect: TypeError: o.f(...).g is not a function @1:9
run('/x/g()'); // expect: TypeError: /x/g is not a function @1:5
run('(class{}).x()'); // expect: TypeError: (intermediate value).x is not a function @1:11
run('(function(){}).x()'); // expect: TypeError: (intermediate value).x is not a function @1:16
run('(()=>1).x()'); // expect: TypeError: (intermediate value).x is not a function @1:9
run('o["a-b"]()'); // expect: TypeError: o.a-b is not a function @1:9
run('o[1.5]()'); // expect: TypeError: o[1.5] is not a function @1:7
run('o[-1]()'); // expect: TypeError: o[-1] is not a function @1:6
run('o[x+"y"]()'); // expect: TypeError: o[(x + "y")] is not a function @1:9
run('o[o.x]()'); // expect: TypeError: o[o.x] is not a function @1:7
run('o[f(1)]()'); // expect: TypeError: o[f(...)] is not a function @1:8
run('o[null]()'); // expect: TypeError: o[null] is not a function @1:8
run('o[true]()'); // expect: TypeError: o[true] is not a function @1:8
run('o[undefined]()'); // expect: TypeError: o[undefined] is not a function @1:13
run('o[[1]]()'); // expect: TypeError: o[[1]] is not a function @1:7
run('o[{}]()'); // expect: TypeError: o[{}] is not a function @1:6
run('(typeof x)()'); // expect: TypeError: (typeof x) is not a function @1:11
run('(void 0)()'); // expect: TypeError: (void 0) is not a function @1:9
run('(!x)()'); // expect: TypeError: (!x) is not a function @1:5
run('(x,x)()'); // expect: TypeError: (x , x) is not a function @1:6
run('(x in o)()'); // expect: TypeError: (x in o) is not a function @1:9
run('(o instanceof f)()'); // expect: TypeError: (o instanceof f) is not a function @1:17
run('(x===1)()'); // expect: TypeError: (x === 1) is not a function @1:8
run('(0.1)()'); // expect: TypeError: 0.1 is not a function @1:6
run('(1e21)()'); // expect: TypeError: 1e+21 is not a function @1:7
run('("a\\"b")()'); // expect: TypeError: "a"b" is not a function @1:9
run('({}).a()'); // expect: TypeError: {}.a is not a function @1:6
run('[].a()'); // expect: TypeError: [].a is not a function @1:4
run('[1,2].a()'); // expect: TypeError: [1,2].a is not a function @1:7
run('"s".a()'); // expect: TypeError: "s".a is not a function @1:5
run('(1).a()'); // expect: TypeError: 1.a is not a function @1:5
run('true.a()'); // expect: TypeError: true.a is not a function @1:6
run('this.a()'); // expect: TypeError: this.a is not a function @1:6
run('o[Symbol.iterator]()'); // expect: TypeError: o[Symbol.iterator] is not a function @1:19
run('f(x)(y1=1)()'); // expect: TypeError: f(...) is not a function @1:5
run('f()()()'); // expect: TypeError: f(...) is not a function @1:4
run('o?.[1]()'); // expect: TypeError: o?.[1] is not a function @1:7
run('(o)()'); // expect: TypeError: o is not a function @1:4
run('((o.x))()'); // expect: TypeError: o.x is not a function @1:8
run('(function(){ return this.a() }).call({})'); // expect: TypeError: this.a is not a function @1:26
run('o . x ()'); // expect: TypeError: o.x is not a function @1:5
run('o/*c*/.x()'); // expect: TypeError: o.x is not a function @1:8
run('o\n.x()'); // expect: TypeError: o.x is not a function @2:2
run('o.\\u0061()'); // expect: TypeError: o.a is not a function @1:3
run('o.ünï()'); // expect: TypeError: o.ünï is not a function @1:3
run('new (f())'); // expect: TypeError: f(...) is not a constructor @1:1
run('new (o[0])'); // expect: TypeError: o[0] is not a constructor @1:1
run('new o[x]'); // expect: TypeError: o[x] is not a constructor @1:1
run('new 1'); // expect: TypeError: 1 is not a constructor @1:1
run('new "x"'); // expect: TypeError: "x" is not a constructor @1:1
run('new (x?o:o)'); // expect: TypeError: (intermediate value)(intermediate value)(intermediate value) is not a constructor @1:1
run('new (x,o)'); // expect: TypeError: (x , o) is not a constructor @1:1
run('new {}'); // expect: TypeError: {} is not a constructor @1:1
run('new this'); // expect: TypeError: this is not a constructor @1:1
run('new []'); // expect: TypeError: [] is not a constructor @1:1
run('o[0]`x`'); // expect: TypeError: o[0] is not a function @1:5
run('f`x``y`'); // expect: TypeError: f(...) is not a function @1:5
