function thrower(n) { if (n === 0) throw new TypeError('deep ' + n); return [thrower(n - 1)]; }
function trap(f) { let result; try { f(); } finally { result = 'finally'; } return result; }
const error = new RangeError('made', { cause: 'cause' });
console.log(error.message, error.cause, error instanceof Error, error.stack.split('\n')[0], String(error)); // expect: made cause true RangeError: made RangeError: made
class Custom extends Error { constructor(m) { super(m); this.extra = 1.5; } get name() { return 'Custom'; } }
console.log(new Custom('c') + '', new Custom('x').extra, Object.prototype.toString.call(new Custom())); // expect: Custom: c 1.5 [object Error]
console.log(trap(() => [1, 2].map(String)), typeof thrower, new Error('e').stack.includes('errors.js')); // expect: finally function true
const bound = thrower.bind(null, 0);
console.log(bound.name, bound.length, new Function('a', 'b', 'return a + b')(1, 2), (() => {}).toString()); // expect: bound thrower 0 3 () => {}
