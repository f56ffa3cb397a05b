// A lexical declaration of a later script hides a property of the global object from code that has found it already.
const vm = require('vm');

globalThis.name = 'property';
vm.runInThisContext('function readName() { return name; } function writeName(v) { name = v; }');
function here() { return name; }
for (let i = 0; i < 3; i++) { readName(); here(); writeName('property ' + i); }
console.log(readName(), here());                 // expect: property 2 property 2
vm.runInThisContext('let name = "lexical";');
console.log(readName(), here());                 // expect: lexical lexical
writeName('written');
console.log(name, globalThis.name);              // expect: written property 2

globalThis.later = 1;
vm.runInThisContext('function typeOfLater() { return typeof later; } typeOfLater(); typeOfLater();');
vm.runInThisContext('const later = "text"');
console.log(vm.runInThisContext('typeOfLater()')); // expect: string
vm.runInThisContext('later = 2');                  // expect TypeError
console.log(globalThis.later);                     // expect: 1
