// Runs the tests of runtime/lib: under Node on the harness (`node runtime/test/lib/run.js`), and in our own command on the real
// thing (`tenure runtime/test/lib/run.js`). An argument picks files by a part of their name.
'use strict';

const isNode = process.versions.tenure === undefined;

if (isNode && !process.execArgv.includes('--expose-internals')) {
    const args = ['--no-warnings', '--expose-internals', __filename, ...process.argv.slice(2)];
    const { spawnSync } = require('child_process');
    process.exit(spawnSync(process.execPath, args, { stdio: 'inherit' }).status);
}

const { evaluate, environmentOf } = require('./evaluate');
const files = require('./files');

const only = process.argv[2];
const report = console.log.bind(console);
const counts = { passed: 0, failed: 0, skipped: 0 };
const failuresShown = 30;

function fail(name, text) {
    counts.failed++;
    if (counts.failed <= failuresShown) report(`not ok: ${name}\n${text}`);
}

function show(value) {
    return typeof value === 'string' ? value : `${typeof value} ${String(value)}`;
}

// Of long texts, the lines around the first difference.
function difference(expected, actual) {
    const a = expected.split('\n');
    const b = actual.split('\n');
    let i = 0;
    while (i < a.length && a[i] === b[i]) i++;
    const part = (lines) => lines.slice(Math.max(0, i - 1), i + 4).join('\n    ');
    return `  line ${i + 1}, expected:\n    ${part(a)}\n  actual:\n    ${part(b)}`;
}

// What a test file gets.
function makeContext(file, lib, harness) {
    return {
        lib,
        harness,
        isNode,
        // A check of two primitives.
        equal(actual, expected, name) {
            if (Object.is(actual, expected)) counts.passed++;
            else fail(`${file}: ${name}`, difference(show(expected), show(actual)));
        },
        // A check of a list of primitives, in order.
        sequence(actual, expected, name) {
            this.equal(actual.join('\n'), expected.join('\n'), name);
        },
        throws(fn, code, message, name) {
            let caught = 'nothing';
            try {
                fn();
            } catch (error) {
                caught = `${error.code} ${error.message}`;
            }
            this.equal(caught, `${code} ${message}`, name);
        },
        skip() { counts.skipped++; },
    };
}

function runCases(name, lib) {
    const cases = require(`./cases/${name}`);
    const environment = environmentOf(lib);
    for (const [source, expected] of cases) {
        const actual = evaluate(source, environment);
        if (actual === expected) counts.passed++;
        else fail(`${name}: ${source}`, `  expected: ${expected}\n  actual:   ${actual}`);
    }
}

function wanted(name) {
    return only === undefined || name.includes(only);
}

function runAll() {
    const harness = isNode ? require('./harness') : undefined;
    const world = harness && harness.createWorld();
    const lib = isNode ? world.require : require;
    for (const name of files.cases) {
        if (!wanted(name)) continue;
        if (name.includes('bigint') && typeof BigInt !== 'function') counts.skipped++;
        else runCases(name, lib);
    }
    for (const name of files.tests) {
        if (!wanted(name)) continue;
        try {
            require(`./${name}`)(makeContext(name, lib, harness));
        } catch (error) {
            fail(name, `  threw ${error && error.stack}`);
        }
    }
}

runAll();
report(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
process.exitCode = counts.failed > 0 ? 1 : 0;
