// Writes the expectations of cases/*.js anew from the running Node's own modules: `node regenerate.js`. The committed ones are those of
// Node 20.20. Look at the difference before committing one: a case where Node is at odds with itself does not belong here.
'use strict';

const fs = require('fs');
const path = require('path');
const { evaluate, environmentOf } = require('./evaluate');

const folder = path.join(__dirname, 'cases');
for (const file of fs.readdirSync(folder)) {
    const name = path.join(folder, file);
    const header = fs.readFileSync(name, 'utf8').split('module.exports')[0];
    const lines = require(name).map(([source]) => {
        const expected = evaluate(source, environmentOf(require));
        return `    [${JSON.stringify(source)},\n        ${JSON.stringify(expected)}],\n`;
    });
    fs.writeFileSync(name, `${header}module.exports = [\n${lines.join('')}];\n`);
}

const { names, folder: programs, inputOf, describe, sessions, sessionInput } = require('./programs');
const { spawnSync } = require('child_process');
for (const name of names) {
    const { stdout, stderr, status } = spawnSync(process.execPath, [path.join(programs, `${name}.js`)],
        { input: inputOf(name), encoding: 'utf8' });
    fs.writeFileSync(path.join(__dirname, 'expected', `${name}.txt`), describe(stdout, stderr, status));
}
for (const name of sessions) {
    const { stdout, stderr, status } = spawnSync(process.execPath, ['-i'], { input: sessionInput(name), encoding: 'utf8' });
    fs.writeFileSync(path.join(__dirname, 'expected', `repl_${name}.txt`), describe(stdout, stderr, status));
}
