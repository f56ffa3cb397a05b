// Not where most safepoints collect: 300,000 nested arrays, all of which a collection goes through.
// modes: !stress-each !pretenure !pretenure-marking
// JSON.parse: the words of errors are V8's.
function message(text) {
    try {
        return 'none: ' + JSON.parse(text);
    } catch (e) {
        return e.name === 'SyntaxError' ? e.message : String(e);
    }
}
console.log(message('')); // expect: Unexpected end of JSON input
console.log(message('x')); // expect: Unexpected token 'x', "x" is not valid JSON
console.log(message('xyz')); // expect: Unexpected token 'x', "xyz" is not valid JSON
console.log(message('{')); // expect: Expected property name or '}' in JSON at position 1
console.log(message('{"a"')); // expect: Expected ':' after property name in JSON at position 4
console.log(message('{"a":')); // expect: Unexpected end of JSON input
console.log(message('{"a":1')); // expect: Expected ',' or '}' after property value in JSON at position 6
console.log(message('{"a":1,')); // expect: Expected double-quoted property name in JSON at position 7
console.log(message('{"a":1,}')); // expect: Expected double-quoted property name in JSON at position 7
console.log(message('[')); // expect: Unexpected end of JSON input
console.log(message('[1')); // expect: Expected ',' or ']' after array element in JSON at position 2
console.log(message('[1,')); // expect: Unexpected end of JSON input
console.log(message('[1,]')); // expect: Unexpected token ']', "[1,]" is not valid JSON
console.log(message('[1 2]')); // expect: Expected ',' or ']' after array element in JSON at position 3
console.log(message('"abc')); // expect: Unterminated string in JSON at position 4
console.log(message('"a\nb"')); // expect: Bad control character in string literal in JSON at position 2
console.log(message('"a\\qb"')); // expect: Bad escaped character in JSON at position 3
console.log(message('"\\u12G4"')); // expect: Bad Unicode escape in JSON at position 5
console.log(message('"\\')); // expect: Unexpected end of JSON input
console.log(message('01')); // expect: Unexpected number in JSON at position 1
console.log(message('-01')); // expect: Unexpected number in JSON at position 2
console.log(message('-')); // expect: No number after minus sign in JSON at position 1
console.log(message('-a')); // expect: No number after minus sign in JSON at position 1
console.log(message('1.')); // expect: Unterminated fractional number in JSON at position 2
console.log(message('1e')); // expect: Exponent part is missing a number in JSON at position 2
console.log(message('1e+')); // expect: Exponent part is missing a number in JSON at position 3
console.log(message('.5')); // expect: Unexpected token '.', ".5" is not valid JSON
console.log(message('+1')); // expect: Unexpected token '+', "+1" is not valid JSON
console.log(message('tru')); // expect: Unexpected end of JSON input
console.log(message('truex')); // expect: Unexpected non-whitespace character after JSON at position 4
console.log(message('tru1')); // expect: Unexpected number in JSON at position 3
console.log(message('tru"')); // expect: Unexpected string in JSON at position 3
console.log(message('falsy')); // expect: Unexpected token 'y', "falsy" is not valid JSON
console.log(message('[true,fals]')); // expect: Unexpected token ']', "[true,fals]" is not valid JSON
console.log(message('{a:1}')); // expect: Expected property name or '}' in JSON at position 1
console.log(message('{"a" 1}')); // expect: Expected ':' after property name in JSON at position 5
console.log(message('{"a":1 "b":2}')); // expect: Expected ',' or '}' after property value in JSON at position 7
console.log(message('{"a":1}}')); // expect: Unexpected non-whitespace character after JSON at position 7
console.log(message('1 2')); // expect: Unexpected non-whitespace character after JSON at position 2
console.log(message('undefined')); // expect: "undefined" is not valid JSON
console.log(message(undefined)); // expect: "undefined" is not valid JSON
console.log(message({})); // expect: "[object Object]" is not valid JSON
console.log(message(NaN)); // expect: "NaN" is not valid JSON
console.log(message(Infinity)); // expect: "Infinity" is not valid JSON
console.log(message('x'.repeat(60))); // expect: Unexpected token 'x', "xxxxxxxxxx"... is not valid JSON
console.log(message('[1,2,3,4,5,6,7,8,9,10,11,12,13,x,14,15,16,17,18,19,20]')); // expect: Unexpected token 'x', ...",11,12,13,x,14,15,16"... is not valid JSON
console.log(message('[1,2,3,4,5,6,7,8,9,10,11,12,13,x]')); // expect: Unexpected token 'x', ...",11,12,13,x]" is not valid JSON
console.log(message('[1,x,3,4,5,6,7,8,9,10,11,12,13]')); // expect: Unexpected token 'x', "[1,x,3,4,5,6,"... is not valid JSON
console.log(message('{"a":\u3042}')); // expect: Unexpected token 'あ', "{"a":あ}" is not valid JSON
console.log(message('\u2028'.length && '[\xe9]')); // expect: Unexpected token 'é', "[é]" is not valid JSON
console.log(message('\u00a01'.slice(1) + ' \ufeff')); // expect: Unexpected non-whitespace character after JSON at position 2
JSON.parse(Symbol()); // expect TypeError: Cannot convert a Symbol value to a string
// The reviver recurses, and says so.
JSON.parse('['.repeat(300000) + ']'.repeat(300000), (k, v) => v); // expect RangeError: Maximum call stack size exceeded
