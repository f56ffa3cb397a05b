// Whole programs (programs/*.js), whose output and status are compared with those of Node (expected/*.txt). On the harness they run in this
// process; `run_programs.sh COMMAND` runs them with a real command.
'use strict';

const fs = require('fs');
const path = require('path');

const folder = path.join(__dirname, 'programs');
const names = fs.readdirSync(folder).filter((name) => name.endsWith('.js')).map((name) => name.slice(0, -3)).sort();

// The standard input that a program's first line asks for.
function inputOf(name) {
    const match = /^\/\/ input: (.*)$/m.exec(fs.readFileSync(path.join(folder, `${name}.js`), 'utf8').split('\n')[0]);
    return match === null ? '' : match[1].replace(/\\n/g, '\n');
}

// Takes out what differs from run to run: process ids, stack frames, folders, the name of the runtime. The same as in run_programs.sh.
function normalize(text) {
    return text.split(folder).join('HERE')
        .replace(/^\((?:node|tenure):\d+\)/gm, '(node:PID)')
        .replace(/^(?:Node\.js|Tenure) v.*$/gm, 'RUNTIME')
        .replace(/^(> )?Welcome to (?:Node\.js|Tenure) v.*$/gm, 'WELCOME')
        .replace(/`(?:node|tenure) --/g, '`node --')
        .replace(/^ +at .*?( \{)?$/gm, (line, brace) => `    at FRAME${brace || ''}`)
        .replace(/(?:^ {4}at FRAME\n)+(?=^ {4}at FRAME)/gm, '')
        // Where and in what line something was thrown depends on the internals.
        .replace(/^(?:node:|HERE)[^\n]*:\d+\n[^\n]*\n *\^+\n/gm, '');
}

function describe(stdout, stderr, status) {
    return `${normalize(stdout)}--- stderr\n${normalize(stderr)}--- status ${status}\n`;
}

function expectedOf(name) {
    return fs.readFileSync(path.join(__dirname, 'expected', `${name}.txt`), 'utf8');
}

const sessions = fs.readdirSync(path.join(__dirname, 'repl')).map((name) => name.slice(0, -4)).sort();

function sessionInput(name) {
    return fs.readFileSync(path.join(__dirname, 'repl', `${name}.txt`), 'utf8');
}

module.exports = {
    sessions,
    sessionInput,
    names,
    folder, inputOf, describe, expectedOf };
