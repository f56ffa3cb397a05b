// Assignments that fail, in V8's words and at V8's columns.
const run = require('./_run.js');
run('const c = 1; c = 2'); // expect: TypeError: Assignment to constant variable. @1:16
run('const c = 1;\nc++'); // expect: TypeError: Assignment to constant variable. @2:2
run('const c = 1; ++c'); // expect: TypeError: Assignment to constant variable. @1:16
run('const c = 1; c += 1'); // expect: TypeError: Assignment to constant variable. @1:16
run('const c = 1; [c] = [1]'); // expect: TypeError: Assignment to constant variable. @1:15
run('const c=1; ({c} = {})'); // expect: TypeError: Assignment to constant variable. @1:14
run('const c=1; for (c of [1]);'); // expect: TypeError: Assignment to constant variable. @1:17
run('const c=1; for (c in {a:1});'); // expect: TypeError: Assignment to constant variable. @1:17
run('const c=1; for (c=0;;);'); // expect: TypeError: Assignment to constant variable. @1:18
run('const c=1; (()=>{ c = 5 })()'); // expect: TypeError: Assignment to constant variable. @1:21
run('const c=1; c ||= 2; c &&= 4'); // expect: TypeError: Assignment to constant variable. @1:23
run('const c=1; eval("c = 3")'); // expect: TypeError: Assignment to constant variable. @1:12
run('class C { static m() { C = 1 } } C.m()'); // expect: TypeError: Assignment to constant variable. @1:26
run('(function q() { "use strict"; q = 1 })()'); // expect: TypeError: Assignment to constant variable. @1:33
run('o.x.y = 1'); // expect: TypeError: Cannot set properties of undefined (setting 'y') @1:7
run('o.x[0] = 1'); // expect: TypeError: Cannot set properties of undefined (setting '0') @1:8
run('Object.freeze(o)&&(function(){"use strict";o.x=1})()'); // expect: TypeError: Cannot add property x, object is not extensible @1:47
run('(function(){"use strict";undefined_2=1})()'); // expect: ReferenceError: undefined_2 is not defined @1:37
