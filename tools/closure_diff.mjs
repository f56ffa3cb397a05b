#!/usr/bin/env node
// Random programs full of closures, run by node and by another engine: the outputs must be equal.
//
//     tools/closure_diff.mjs ENGINE [--from N] [--to N] [--keep DIR]
//
// What scope analysis decides (copy or box, dead zones, mapped arguments, names that stand for the callee, scope
// objects) must not show in any program.  Program N is always the same.  ENGINE FILE runs a script; a
// program's output is one line.  Programs that differ are written to DIR (default: the system's
// temporary directory).  V8 gives a var to functions in nested blocks of one name, against B.3.2.1: none are made.
import {spawnSync} from 'node:child_process';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {parseArgs} from 'node:util';
import {writeFileSync} from 'node:fs';
import vm from 'node:vm';

// All names exist: strict assignment to others does not throw in node's contexts.
const PRELUDE = `var log = [], kept = [], fuel = 3000, depth = 0, v0, v1, v2, v3, v4, v5, v6, w1, w2, w3, w4, w5, w6;
function tick() { if (--fuel < 0) throw new RangeError('fuel'); return true; }
function show(x) { return typeof x === 'function' ? 'f' : typeof x === 'object' ? 'o' : String(x).slice(0, 40); }
function put(x) { tick(); log.push(show(x)); return x; }
function err(e) { return e.name; }
function keep(f) { tick(); kept.push(f); if (kept.length > 40) kept.shift(); return f; }
function num(x) { return typeof x === 'number' ? x : 7; }
function call(f) {
  tick();
  if (typeof f !== 'function') return f;
  if (depth > 20) return 3;
  depth++;
  try { return f(1, 2); } finally { depth--; }
}
function late(i) { return call(kept[kept.length - 1 - i]); }
function use(C) {
  tick();
  try {
    var o = new C;
    put(o.a), put(o.b);
    if (o.m) put(call(() => o.m()));
    if (o.q) put(call(o.q())), put(call(o.q()));
    if (o.k) put(call(() => o.k()));
  } catch (e) { put(err(e)); }
  return C;
}
class Base { constructor() { this.a = 1; } base() { return this.a; } }
`;
const EPILOGUE = `
for (var round = 0; round < 2; round++) {
  for (var i = 0; i < kept.length && fuel > 0; i++) {
    try { put(call(kept[i])); } catch (e) { log.push(err(e)); }
  }
}
console.log(log.join());
`;

let seed, budget, options;

function rnd(below) {
  seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff;
  return (seed >>> 8) % below;
}
const pick = list => list[rnd(list.length)];
const name = () => 'v' + rnd(7);

// A scope: names seen, lexical names, var names passing through, functions of blocks inside; outer; inner: a block.
function scope(outer, inner, ...names) {
  return {names, lexical: new Set(), vars: new Set(), functions: new Set(), outer, inner};
}

function variable(sc) {
  const all = [];
  for (let s = sc; s; s = s.outer) all.push(...s.names);
  return all.length && rnd(8) ? pick(all) : name();
}

function parameters(sc, d) {
  const used = new Set();
  for (let i = 1 + rnd(2); i > 0; i--) used.add(name());
  return [...used].map(v => rnd(3) ? v : rnd(2) ? `${v} = ${expression(sc, d + 2)}`
                                               : `[${v} = ${expression(sc, d + 2)}] = []`).join(', ');
}

const maybeParameters = (sc, d) => rnd(2) ? parameters(sc, d) : '';

function assignment(sc, d) {
  const v = () => variable(sc), e = () => expression(sc, d + 2);
  return pick([() => `${v()} = ${e()}`, () => `[${v()}, ${v()} = ${e()}] = [1]`, () => `[...${v()}] = [3]`,
               () => `({a: ${v()}, b: ${v()} = ${e()}} = {a: 2})`,
               () => `${v()} ${pick(['||=', '&&=', '??=', '+='])} ${e()}`])();
}

const noArguments = text => text.replace(/arguments\[.\]/g, '0');

function derivedClass(sc, d) {
  const own = rnd(2) ? name() : '';
  const part = () => pick(['this.a', 'keep(() => this)', 'keep(() => this.a++)', 'keep(() => super.toString)',
                           'keep(() => new.target)', expression(sc, d + 3)]);
  const body = rnd(4) ? [] : [`put(${part()})`];
  body.push(pick(['super()', 'super()', '(() => super())()', 'keep(() => super())',
                  `if (${expression(sc, d + 3)}) super(); else super()`, 'for (var n = 0; n < 2; n++) super()',
                  'try { super() } finally { put(typeof this) }']));
  for (let i = rnd(4); i > 0; i--) body.push(`put(${part()})`);
  return `use(class ${own} extends Base { ${rnd(2) ? 'f = keep(() => this.a); ' : ''}` +
         `${rnd(2) ? `static g = keep(() => ${own || 'this'}); ` : ''}constructor() { ${body.join('; ')} } ` +
         `${rnd(2) ? 'm() { return keep(() => super.base()) }' : ''} static { put(${own || 1}); } })`;
}

function classExpression(sc, d) {
  const own = rnd(2) ? name() : '', e = () => expression(sc, d + 2), elements = [];
  if (rnd(2)) return derivedClass(sc, d);
  if (rnd(2)) elements.push(`constructor() { this.a = ${e()} }`);
  if (rnd(2)) elements.push(`m() { return ${e()} }`);
  if (rnd(2)) elements.push(`b = num(${noArguments(e())})`);
  if (rnd(2)) elements.push(`static c = ${noArguments(e())}`);
  if (rnd(2)) elements.push(`[keep(() => ${e()}) && 'k']() { return ${own || 1} }`);
  if (rnd(3) === 0) elements.push(`#p = ${rnd(50)}; q() { return keep(() => this.#p += ${rnd(5)}) }`);
  return `use(class ${own} { ${elements.join('; ')} })`;
}

function expression(sc, d) {
  const e = () => expression(sc, d + 1);
  if (budget-- < 0 || d > 5) return String(rnd(100));
  switch (rnd(16)) {
    case 0: return String(rnd(100));
    case 1: case 2: case 3: return variable(sc);
    case 4: return `(${variable(sc)} = ${e()})`;
    case 5: return `${variable(sc)}++`;
    case 6: case 7: return `keep(() => ${e()})`;
    case 8: return `keep(() => { ${rnd(2) ? `${assignment(sc, d)}; ` : ''}return ${e()} })`;
    case 9: return `keep(function ${rnd(2) ? name() : ''}(${maybeParameters(sc, d)}) { ${block(scope(sc), d + 2)} ` +
                   `return ${e()} })`;
    case 10: return `(${e()} ${pick(['&&', '||', '+', ','])} ${e()})`;
    case 11: return `call(${variable(sc)})`;
    case 12: return `(${e()} ? ${e()} : ${e()})`;
    case 13: return rnd(3) ? `num(${e()})` : `(${assignment(sc, d)})`;
    case 14: return options.classes ? classExpression(sc, d) : `late(${rnd(4)})`;
    default: return options.arguments && rnd(2) ? `arguments[${rnd(2)}]` : `late(${rnd(4)})`;
  }
}

function initial(sc, d) {
  const e = () => expression(sc, d + 1);
  return pick([e, e, () => String(rnd(50)), () => `keep(() => ${e()})`, () => `() => ${e()}`,
               () => `function () { tick(); return ${e()} }`])();
}

function lexical(sc, d, keyword) {
  const v = name();
  if (sc.lexical.has(v) || sc.vars.has(v)) return `put(${variable(sc)});`;
  sc.lexical.add(v);
  const value = keyword === 'const' || rnd(3) ? ` = ${initial(sc, d)}` : '';
  sc.names.push(v);
  return `${keyword} ${v}${value};`;
}

function varDeclaration(sc, d) {
  const v = name();
  for (let s = sc; s; s = s.inner && s.outer) if (s.lexical.has(v)) return `put(${variable(sc)});`;
  for (let s = sc; s; s = s.inner && s.outer) s.vars.add(v);
  sc.names.push(v);
  return `var ${v}${rnd(3) ? ` = ${initial(sc, d)}` : ''};`;
}

function functionDeclaration(sc, d) {
  const v = name();
  let taken = sc.vars.has(v) || sc.functions.has(v);
  for (let s = sc; s; s = s.inner && s.outer) taken ||= s.lexical.has(v);
  if (taken) return `put(${variable(sc)});`;
  sc.lexical.add(v);
  for (let s = sc; s.inner; s = s.outer) s.outer.functions.add(v);
  sc.names.push(v);
  return `function ${v}(${maybeParameters(sc, d)}) { ${block(scope(sc), d + 1)} return ${expression(sc, d + 1)} }`;
}

function loop(sc, d) {
  const i = name(), e = () => expression(sc, d + 1), body = () => block(scope(sc, true, i), d + 1);
  switch (rnd(5)) {
    case 0: return `for (let ${i} = 0; num(${i}) < ${1 + rnd(3)} && tick(); ` +
                   `${rnd(3) ? `${i}++` : `keep(() => ${i}), ${i}++`}) { ${body()} }`;
    case 1: return `for (${pick(['let', 'const'])} ${i} of [1, 2${rnd(3) ? '' : `, keep(() => ${i})`}]) { ${body()} }`;
    case 2: return `for (var n${d} = 0; n${d} < ${1 + rnd(3)} && tick(); n${d}++) { ${body()} }`;
    case 3: return `for (${pick(['var', 'let', 'const'])} w${d} in {x: 1, y: ${e()}}) { if (${e()}) continue; ` +
                   `${block(scope(sc, true, 'w' + d), d + 1)} }`;
    default: return `do { ${body()} } while (tick() && !(num(${e()}) % 3));`;
  }
}

function generator(sc, d) {
  const e = () => expression(sc, d + 1);
  return `keep(function () { const g = (function* (${maybeParameters(sc, d)}) { ${block(scope(sc), d + 2)} ` +
         `yield ${e()}; ${variable(sc)} = 1; yield ${e()} })(1, 2); ` +
         'put(show(g.next().value)); put(show(g.next().value)); });';
}

function dynamic(sc, d) {
  const e = expression(sc, d + 2);
  if (options.eval && rnd(2)) return `put(eval(${JSON.stringify(noArguments(e))}));`;
  if (options.with && rnd(2)) return `with ({${name()}: ${rnd(9)}}) { ${block(scope(sc, true), d + 1)} }`;
  return `put(${e});`;
}

function statement(sc, d) {
  const e = () => expression(sc, d + 1), inner = () => block(scope(sc, true), d + 1);
  if (budget-- < 0 || d > 6) return `put(${expression(sc, 4)});`;
  switch (rnd(20)) {
    case 0: case 1: case 2: return lexical(sc, d, 'let');
    case 3: case 4: return lexical(sc, d, 'const');
    case 5: return varDeclaration(sc, d);
    case 6: case 7: return functionDeclaration(sc, d);
    case 8: return `if (${e()}) { ${inner()} } else { ${inner()} }`;
    case 9: case 10: case 11: return loop(sc, d);
    case 12: {
      const cases = scope(sc, true);
      return `switch (${e()}) { ${pick(['default', 'case 1'])}: ${block(cases, d + 1)} ` +
             `case ${expression(cases, d + 1)}: put(${expression(cases, d + 1)}); }`;
    }
    case 13: return `try { ${inner()} } catch (e1) { put(err(e1)); }`;
    case 14: return `{ ${inner()} }`;
    case 15: return `l${d}: { ${inner()} if (${e()}) break l${d}; put(${e()}); }`;
    case 16: return generator(sc, d);
    case 17: return dynamic(sc, d);
    default: return rnd(6) ? `try { put(${e()}); } catch (e) { put(err(e)); }` : `put(${e()});`;
  }
}

function block(sc, d) {
  let text = '';
  for (let i = rnd(5) + (d < 2 ? 4 : 0); i >= 0; i--) text += statement(sc, d) + ' ';
  return text;
}

function program(number) {
  seed = number * 7919 + 13;
  for (let i = 0; i < 5; i++) rnd(2);
  budget = 100 + rnd(300);
  options = {classes: rnd(2), arguments: rnd(3) === 0, eval: rnd(6) === 0, with: rnd(6) === 0};
  const outer = rnd(4) ? 'let v0 = 10, v1 = 11, v2 = 12; var v3 = 13, v4; const v5 = 15; function v6() { return v6 }' : '';
  return `${PRELUDE}function outer(w) { ${outer}
function main(${maybeParameters(scope(), 3)}) { ${block(scope(), 1)} }
try { main(9, 8); } catch (e) { put(err(e)); }
try { main(5); } catch (e) { put(err(e)); } }
outer(3);${EPILOGUE}`;
}

function expected(text) {
  let output = '';
  try {
    vm.runInNewContext(text, {console: {log: line => output += line}}, {timeout: 5000});
  } catch (error) {
    return null; /* a program that does not parse, or takes too long */
  }
  return output;
}

const {values, positionals: [engine]} = parseArgs({
  allowPositionals: true,
  options: {from: {type: 'string', default: '0'}, to: {type: 'string', default: '1000'}, keep: {type: 'string', default: tmpdir()}},
});
let run = 0, different = 0;
for (let number = +values.from; number < +values.to; number++) {
  const text = program(number), want = expected(text), path = join(values.keep, `closure_diff_${process.pid}.js`);
  if (want === null) continue;
  writeFileSync(path, text);
  const {stdout, stderr, signal} = spawnSync(engine, [path], {encoding: 'utf8', timeout: 60000});
  run++;
  if (stdout.trimEnd() === want) continue;
  different++;
  writeFileSync(join(values.keep, `closure_diff_${number}.js`), text);
  console.log(`program ${number}: ${signal ?? ''}\n  expected ${want.slice(0, 300)}\n  got      ${stdout.slice(0, 300)} ${stderr.slice(0, 300)}`);
}
console.log(`${run} programs, ${different} differ`);
process.exitCode = different || !run ? 1 : 0;
