// The parameter of catch is new for each catch.
// engines: tenure
// flags: --expose-gc
const { big, retained } = require('./_retention.js');

const list = [];
for (let i = 0; i < 3; i++) {
  try { throw i * 2; } catch (e) { list.push(() => e, (v) => { e = v; }); }
}
list[1]('changed');
console.log(list[0](), list[2](), list[4]()); // expect: changed 2 4
try { throw { a: 1, b: [2, 3] }; } catch ({ a, b: [, c], d = () => a + c }) { console.log(d()); } // expect: 4
(function () {
  try { throw 'thrown'; } catch (e) { var e = 'var'; console.log(e); } // expect: var
  console.log(e); // expect: undefined
})();
try { throw 1; } catch { console.log('no binding'); } // expect: no binding
try { throw 1; } catch (e) { { let e = 2; console.log((() => e)()); } console.log((() => e)()); } // expect: 2
// expect: 1
let getter;
try { null.x; } catch (e) { getter = () => e.constructor.name; }
console.log(getter()); // expect: TypeError
console.log((() => { try { throw 1; } catch (e) { return () => e; } finally { getter = null; } })()()); // expect: 1
function deep(n) { try { if (n) return deep(n - 1); throw 'bottom'; } catch (e) { throw e + n; } }
deep(3); // expect bottom0123

console.log(retained(() => {
  let living;
  try { throw big(); } catch (data) { const dead = () => data; dead(); living = () => 1; }
  return living;
})); // expect: released
console.log(retained(() => {
  let living;
  try { throw { data: big(), small: 1 }; } catch ({ data, small }) { (() => data)(); living = () => small; }
  return living;
})); // expect: released
console.log(retained(() => { try { throw big(); } catch (data) { return () => data; } })); // expect: kept
