// Templates, tags, escapes, numeric separators, identifiers, automatic semicolons, comments, strict-mode limits.
const tag = (s, ...v) => `${s.raw.join('|')}/${s.join('|')}/${v.join()}`;
console.log(tag`a${1}\n${2}b`.replace(/\n/g, 'NL')); // expect: a|\n|b/a|NL|b/1,2
const site = () => ((s) => s)`x${1}y`;
console.log(site() === site(), Object.isFrozen(site()), Object.isFrozen(site().raw), ((s) => s[0])`\u{zz}`, ((s) => s.raw[0])`\u{zz}`); // expect: true true true undefined \u{zz}
console.log(`a${`b${'c'}`}d`, `${{}}`, `line
two`.length, `\x41\u0042\u{43}\
`.length, String.raw`\n${1}`); // expect: abcd [object Object] 8 3 \n1
console.log('\0'.length, '\x41\u{1F600}'.length, 'a\
b', '\u2028'.length, '\v\f\b'.length, "\'\"\q"); // expect: 1 3 ab 1 3 '"q
console.log(1_000_000, 0b101, 0o17, 0xFf, 1e3, .5, 5., 0.1e-2, 1_0.0_1, 017, 08.5); // expect: 1000000 5 15 255 1000 0.5 5 0.001 10.01 15 8.5
var ünïcode = 1, $ = 2, _ = 3, \u0061bc = 4, 变量 = 5, async = 6, of = 7, get = 8, set = 9, let_ = 10, yield_ = 11, 𝒳 = 12;
console.log(ünïcode + $ + _ + abc + 变量 + async + of + get + set + let_ + yield_ + 𝒳); // expect: 78
var let = 'sloppy let', yield = 'sloppy yield', static = 'static', await = 'await';
console.log([let, yield, static, await].length, { if: 1, class: 2, new: 3 }.class, ({ async, get, set }).get); // expect: 4 2 8
var a = 1
var b = a
++b
console.log(a, b) // expect: 1 2
const asi = () => {
  return
  'never'
}
console.log(asi()) // expect: undefined
let c = a
;[1, 2].forEach((x) => { c += x })
console.log(c); /* a comment */ console.log('after') // expect: 4
// expect: after
do ; while (false) console.log('after do') // expect: after do
<!-- an html-like comment
console.log('visible') // expect: visible
if (a) ; else console.log('never')
{ a: { b: 1 } }
console.log(eval('{ a: 1 }'), eval('({ a: 1 })').a, eval('"use strict"'), eval('`t`')); // expect: 1 1 use strict t
console.log(/[/]\/(?<n>x)/.exec('//x').groups.n, 4 / 2 / 1, ((a) => a)/1 !== 0); // expect: x 2 true
console.log(((a, b) => a in b)('x', { x: 1 }), !function () { return true; }(), +new Date(7), void 0 ?? 'v'); // expect: true false 7 v
console.log(eval('"\\101"')); // expect: A
eval('"use strict"; 017'); // expect SyntaxError: Octal literals are not allowed in strict mode.
eval('"use strict"; "\\01"'); // expect SyntaxError: Octal escape sequences are not allowed in strict mode.
eval('`\\01`'); // expect SyntaxError: Octal escape sequences are not allowed in template strings.
eval('"use strict"; with ({}) ;'); // expect SyntaxError: Strict mode code may not include a with statement
eval('"use strict"; eval = 1'); // expect SyntaxError: Unexpected eval or arguments in strict mode
eval('"use strict"; var let'); // expect SyntaxError: Unexpected strict mode reserved word
eval('1__0'); // expect SyntaxError: Only one underscore is allowed as numeric separator
eval('1_'); // expect SyntaxError: Numeric separators are not allowed at the end of numeric literals
eval('3in []'); // expect SyntaxError
eval('"\n"'); // expect SyntaxError: Invalid or unexpected token
eval('`${1'); // expect SyntaxError
eval('/*'); // expect SyntaxError: Invalid or unexpected token
eval('let a; let a'); // expect SyntaxError: Identifier 'a' has already been declared
eval('const a'); // expect SyntaxError: Missing initializer in const declaration
eval('return'); // expect SyntaxError: Illegal return statement
eval('throw\n1'); // expect SyntaxError: Illegal newline after throw
