// Destructuring of undefined and null, in V8's words and at V8's columns.
const run = require('./_run.js');
run('({}).a.b()'); // expect: TypeError: Cannot read properties of undefined (reading 'b') @1:8
run('for(const {q} of [null]);'); // expect: TypeError: Cannot destructure property 'q' of '.for' as it is null. @1:12
run('let [{w}]=[u]'); // expect: TypeError: Cannot read properties of undefined (reading 'w') @1:7
run('let [{w}]=[]'); // expect: TypeError: Cannot read properties of undefined (reading 'w') @1:7
run('let [{}]=[]'); // expect: TypeError: Cannot read properties of undefined @1:6
run('let [{w=1}]=[]'); // expect: TypeError: Cannot read properties of undefined (reading 'w') @1:7
run('let [{[x]:w}]=[]'); // expect: TypeError: Cannot read properties of undefined @1:6
run('let {w}=u'); // expect: TypeError: Cannot destructure property 'w' of 'u' as it is undefined. @1:6
run('let {w}=o.x'); // expect: TypeError: Cannot destructure property 'w' of 'o.x' as it is undefined. @1:6
run('let {w}=o[0]'); // expect: TypeError: Cannot destructure property 'w' of 'o[0]' as it is undefined. @1:6
run('let {w}=null'); // expect: TypeError: Cannot destructure property 'w' of 'null' as it is null. @1:6
run('let {w}=u.x'); // expect: TypeError: Cannot read properties of undefined (reading 'x') @1:11
run('let {q:{r}}=o'); // expect: TypeError: Cannot read properties of undefined (reading 'r') @1:9
run('let {q:{r:{s}}}={q:{}}'); // expect: TypeError: Cannot read properties of undefined (reading 's') @1:12
run('let {q:{...r}}=o'); // expect: TypeError: Cannot read properties of undefined @1:12
run('let {w={}}=u'); // expect: TypeError: Cannot read properties of undefined (reading 'w') @1:6
run('let {q:{r=1}}=o'); // expect: TypeError: Cannot read properties of undefined (reading 'r') @1:9
run('let {q:z=1}=u'); // expect: TypeError: Cannot read properties of undefined (reading 'q') @1:8
run('let {q:z}=u'); // expect: TypeError: Cannot destructure property 'q' of 'u' as it is undefined. @1:8
run('let {q:[z]}=u'); // expect: TypeError: Cannot destructure property 'q' of 'u' as it is undefined. @1:8
run('let {q:{z}}=u'); // expect: TypeError: Cannot destructure property 'q' of 'u' as it is undefined. @1:8
run('let {[x]:z}=u'); // expect: TypeError: Cannot destructure 'u' as it is undefined. @1:5
run('let {...z}=u'); // expect: TypeError: Cannot destructure 'u' as it is undefined. @1:9
run('let {w,...z}=u'); // expect: TypeError: Cannot destructure property 'w' of 'u' as it is undefined. @1:6
run('let {}=u'); // expect: TypeError: Cannot destructure 'u' as it is undefined. @1:5
run('let {"a b":z}=u'); // expect: TypeError: Cannot destructure property 'a b' of 'u' as it is undefined. @1:12
run('let {1:z}=u'); // expect: TypeError: Cannot destructure property '1' of 'u' as it is undefined. @1:8
run('let {1.5:z}=u'); // expect: TypeError: Cannot destructure property '1.5' of 'u' as it is undefined. @1:10
run('({q}=u)'); // expect: TypeError: Cannot destructure property 'q' of 'u' as it is undefined. @1:3
run('({q:o.z}=u)'); // expect: TypeError: Cannot read properties of undefined (reading 'q') @1:5
run('({q=1}=u)'); // expect: TypeError: Cannot read properties of undefined (reading 'q') @1:3
run('({}=u)'); // expect: TypeError: Cannot destructure 'u' as it is undefined. @1:2
run('({...q}=u)'); // expect: TypeError: Cannot destructure 'u' as it is undefined. @1:6
run('({q:{r}}=o)'); // expect: TypeError: Cannot read properties of undefined (reading 'r') @1:6
run('(({q})=>1)(u)'); // expect: TypeError: Cannot destructure property 'q' of 'undefined' as it is undefined. @1:4
run('(({q})=>1)(null)'); // expect: TypeError: Cannot destructure property 'q' of 'object null' as it is null. @1:4
run('((a,{q})=>1)(1)'); // expect: TypeError: Cannot destructure property 'q' of 'undefined' as it is undefined. @1:6
run('(({})=>1)()'); // expect: TypeError: Cannot destructure 'undefined' as it is undefined. @1:3
run('(({q}={})=>1)(null)'); // expect: TypeError: Cannot destructure property 'q' of '(intermediate value)(intermediate value)(intermediate value)' as it is null. @1:4
run('(({q}=u)=>1)()'); // expect: TypeError: Cannot destructure property 'q' of '(intermediate value)(intermediate value)(intermediate value)' as it is undefined. @1:4
run('(({q:{r}})=>1)({})'); // expect: TypeError: Cannot read properties of undefined (reading 'r') @1:7
run('(({q=1})=>1)()'); // expect: TypeError: Cannot read properties of undefined (reading 'q') @1:4
run('try{throw u}catch({q}){}'); // expect: TypeError: Cannot destructure property 'q' of '.catch' as it is undefined. @1:20
run('try{throw null}catch({}){}'); // expect: TypeError: Cannot destructure '.catch' as it is null. @1:22
run('try{throw null}catch({q=1}){}'); // expect: TypeError: Cannot read properties of null (reading 'q') @1:23
run('for(let {q} of [u]);'); // expect: TypeError: Cannot destructure property 'q' of '.for' as it is undefined. @1:10
run('for(let {q=1} of [u]);'); // expect: TypeError: Cannot read properties of undefined (reading 'q') @1:10
run('for(let {} of [u]);'); // expect: TypeError: Cannot destructure '.for' as it is undefined. @1:9
run('for(var {q} of [null]);'); // expect: TypeError: Cannot destructure property 'q' of '.for' as it is null. @1:10
run('for({q} of [null]);'); // expect: TypeError: Cannot read properties of null (reading 'q') @1:6
run('let {w}=x?u:u'); // expect: TypeError: Cannot destructure property 'w' of '(intermediate value)(intermediate value)(intermediate value)' as it is undefined. @1:6
run('let {w}=(1,u)'); // expect: TypeError: Cannot destructure property 'w' of '(1 , u)' as it is undefined. @1:6
run('let {w}=u||u'); // expect: TypeError: Cannot destructure property 'w' of '(u || u)' as it is undefined. @1:6
run('let {w}=new f().x'); // expect: TypeError: Cannot destructure property 'w' of '(intermediate value).x' as it is undefined. @1:6
run('let {w}=typeof x&&u'); // expect: TypeError: Cannot destructure property 'w' of '((typeof x) && u)' as it is undefined. @1:6
run('let {a1,w}=null'); // expect: TypeError: Cannot destructure property 'a1' of 'null' as it is null. @1:6
run('var q={...u}, {r}=q.r'); // expect: TypeError: Cannot destructure property 'r' of 'q.r' as it is undefined. @1:16
