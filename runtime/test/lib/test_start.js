// What a start evaluates, and programs that are no files.
'use strict';

module.exports = (t) => {
    if (!t.isNode) {
        t.skip(); // looks at the loader's own records
        return;
    }
    const { runProgram } = t.harness;
    const loaded = ({ world }) => world.require('internal/builtins').loadedIds().sort().join();
    const empty = runProgram('eval', '0', {});
    t.equal(loaded(empty), 'internal/builtins,internal/process/exit,internal/process/setup,internal/run_text',
        'an empty program loads the minimum');
    t.equal(empty.code, 0, 'its status');
    const log = runProgram('eval', 'console.log("hi", 5)', {});
    t.equal(log.stdout, 'hi 5\n', 'console.log');
    t.equal(/inspect\/inspect|buffer|timers|util$/.test(loaded(log)), false, 'console.log of text loads no more than it needs');
    t.equal(runProgram('eval', '[1, { a: 2 }]', { flags: { print: true } }).stdout, '[ 1, { a: 2 } ]\n', '-p');
    t.equal(runProgram('eval', 'require("path").join("a", "b")', { flags: { print: true } }).stdout, 'a/b\n', 'require');
    t.equal(runProgram('eval', 'os.EOL + typeof fs.readFileSync + path.sep', { flags: { print: true } }).stdout, '\nfunction/\n',
        'modules as globals');
    t.equal(runProgram('eval', '[module.id, exports === module.exports, __filename, __dirname, typeof module.paths].join()',
        { flags: { print: true } }).stdout, '[eval],true,[eval],.,object\n', 'module');
    t.equal(runProgram('stdin', 'console.log(__filename, typeof require, process.argv.length)', {}).stdout, '[stdin] function 1\n',
        'standard input');
    const missing = runProgram('script', '/no/such/file.js', {});
    t.equal(missing.code, 1, 'a missing script');
    t.equal(/^Error: Cannot find module '\/no\/such\/file\.js'$/m.test(missing.stderr), true, 'what it says');
    const thrown = runProgram('eval', 'throw "text"', {});
    t.equal(thrown.stderr.split('\n').filter((line) => !/^(?:Node|Tenure)/.test(line)).join('|'),
        '|Uncaught:|text|(Use `node --trace-uncaught ...` to show where the exception was thrown)||', 'a thrown string');
    t.equal(runProgram('eval', 'process.exitCode = 5; process.on("exit", (c) => console.log(c))', {}).code, 5, 'exitCode');
};
