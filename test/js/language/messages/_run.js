// Runs a snippet in a function with some variables, and prints what it throws: message, line and column in the snippet.
const vm = require('vm');
let count = 0;
module.exports = function run(source) {
  const filename = `case${count++}.js`, head = '(function(){ var o={f(){return 1}},f=function(){return 1},x=1,u,y,q;\n';
  try {
    vm.runInThisContext(head + source + '\n})()', { filename });
    console.log('no error');
  } catch (e) {
    const [, line, column] = new RegExp(`${filename}:(\\d+):(\\d+)`).exec(e.stack);
    console.log(`${e.name}: ${e.message} @${line - 1}:${column}`);
  }
};
