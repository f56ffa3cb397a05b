// Completions of try, catch and finally, and the jumps that cross them.
const log = (...args) => console.log(args.map(String).join(' | '));
const value = (f) => { try { return f(); } catch (e) { return 'threw ' + (e && e.message || e); } };
log(value(() => { try { return 1; } finally { } }), value(() => { try { return 1; } finally { return 2; } }), value(() => { try { throw 1; } finally { return 3; } }));
log(value(() => { try { throw 1; } catch (e) { return e + 1; } finally { } }), value(() => { try { throw 1; } catch { throw 2; } finally { } }), value(() => { try { throw 1; } catch { throw 2; } finally { throw 3; } }));
log(value(() => { let x = 1; try { return x; } finally { x = 2; } }), value(() => { const o = {}; try { return o; } finally { o.changed = true; } }).changed);
log(value(() => { for (let i = 0; ; i++) { try { if (i === 3) return i; continue; } finally { if (i === 2) break; } } return 'broke'; }));
log(value(() => { let s = ''; for (const i of [0, 1, 2]) { try { if (i === 1) continue; s += i; } finally { s += 'f'; } } return s; }));
log(value(() => { let s = ''; a: try { s += 1; break a; } finally { s += 2; } return s; }));
log(value(() => { let s = ''; a: for (;;) { try { for (;;) { try { break a; } finally { s += 'i'; } } } finally { s += 'o'; } } return s; }));
log(value(() => { do { try { return 'lost'; } finally { continue; } } while (false); return 'after'; }));
log(value(() => { try { try { throw 'inner'; } finally { null.x; } } catch (e) { return e.constructor.name; } }));
log(value(() => { try { try { throw 'a'; } catch (e) { throw e + 'b'; } finally { log('f1'); } } catch (e) { return e + 'c'; } finally { log('f2'); } }));
log(value(() => { switch (1) { case 1: try { break; } finally { log('in switch'); } case 2: return 'fell'; } return 'left'; }));
log(value(() => { const out = []; function rec(n) { try { if (n === 0) throw 'x'; rec(n - 1); } finally { out.push(n); } } try { rec(3); } catch (e) { out.push(e); } return out; }));
log(value(() => { while (true) { try { return 'r'; } finally { if (false) break; } } }), value(() => { for (const x of [1]) { try { throw x; } catch (e) { return e; } finally { log('of'); } } }));
// Values of statements, as eval gives them.
for (const source of ['1; try { 2 } finally { 3 }', 'try { throw 1 } catch (e) { 4 } finally { 5 }', 'do { 6; try { 7; break } finally { 8 } } while (0)',
  'do { try { 39 } catch (e) { } finally { 42; break; 43 } } while (false)', '1; do { try { 2 } finally { break } } while (0)', 'l: try { 9; break l } finally { }', '5; if (1) { }', '1; var x = 2;', '3; function f() {}', '1; {}', '2; while (0) ;',
  '1; for (var i of [1, 2]) { i; continue; }', 'switch (1) { case 1: 4; break; }', '2; with ({}) ;', '3; l: { break l; }', 'eval("1;"); class C {}', '"a"; let y = 1;', '1; if (false) 2;', '4; try { throw 0 } catch { }', '(function () {}); 7;;'])
  log(source, value(() => eval(source)));
// Deep nesting of finally, left by return.
let code = 'return 0;';
for (let i = 0; i < 40; i++) code = `try { ${code} } finally { n++; }`;
log(new Function('let n = 0; const r = (() => { ' + code + ' })(); return r + "," + n;')());
// A generator and an async function, left in the middle.
function* g() { try { try { yield 1; } finally { yield 2; } } finally { yield 3; } }
const it = g(); it.next();
log([it.return('r'), it.next(), it.next(), it.next()].map((r) => r.value + '/' + r.done));
const steps = [];
(async () => { try { try { await Promise.reject('R'); } finally { steps.push('f'); await 0; steps.push('g'); } } catch (e) { steps.push(e); return 'v'; } finally { steps.push('h'); } })().then((v) => log(steps, v));
/* expect:
1 | 2 | 3
2 | threw 2 | threw 3
1 | true
broke
0ff2f
12
io
after
TypeError
f1
f2
abc
in switch
left
0,1,2,3,x
of
r | 1
1; try { 2 } finally { 3 } | 2
try { throw 1 } catch (e) { 4 } finally { 5 } | 4
do { 6; try { 7; break } finally { 8 } } while (0) | 7
do { try { 39 } catch (e) { } finally { 42; break; 43 } } while (false) | 42
1; do { try { 2 } finally { break } } while (0) | undefined
l: try { 9; break l } finally { } | 9
5; if (1) { } | undefined
1; var x = 2; | 1
3; function f() {} | 3
1; {} | 1
2; while (0) ; | undefined
1; for (var i of [1, 2]) { i; continue; } | 2
switch (1) { case 1: 4; break; } | 4
2; with ({}) ; | undefined
3; l: { break l; } | 3
eval("1;"); class C {} | 1
"a"; let y = 1; | a
1; if (false) 2; | undefined
4; try { throw 0 } catch { } | undefined
(function () {}); 7;; | 7
0,40
2/false,3/false,r/true,undefined/true
f,g,R,h | v
*/
