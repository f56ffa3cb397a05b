// The whole programs and interactive sessions, on the harness.
'use strict';

module.exports = (t) => {
    if (!t.isNode) {
        t.skip(); // run_programs.sh runs them
        return;
    }
    const path = require('path');
    const { names, folder, inputOf, describe, expectedOf, sessions, sessionInput } = require('./programs');
    for (const name of names) {
        const file = path.join(folder, `${name}.js`);
        const { stdout, stderr, code } = t.harness.runProgram('script', file, { argv: ['node', file], input: inputOf(name) });
        t.equal(describe(stdout, stderr, code), expectedOf(name), name);
    }
    for (const name of sessions) {
        const { stdout, stderr, code } = t.harness.runProgram('repl', '', { input: sessionInput(name) });
        t.equal(describe(stdout, stderr, code), expectedOf(`repl_${name}`), `repl_${name}`);
    }
};
