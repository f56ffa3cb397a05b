#!/usr/bin/env python3
"""Compares objects and arrays with Node's: random programs, the same output.

    tools/object_diff.py build/checked/tenure 0 1000          seeds 0 to 999
    tools/object_diff.py build/checked/tenure 0 50 -- --gc-stress=5
    tools/object_diff.py --show 17                            the program of a seed

A program works on two arrays and three objects, one of them the prototype of another, with writes at all
kinds of indices and keys, deletions, attributes, freezing, prototypes, array methods; and prints what each
step gave and now and then all own properties with their attributes.  Messages of errors are compared too.

Known differences, where Node departs from the specification, are not generated: whether an empty array that
was made non-extensible before is frozen.
"""

import argparse
import json
import random
import subprocess
import sys
import tempfile

PRELUDE = r'''
var out = "";
function log(x) { out += x + "\n" }
function show(v, depth) {
    if (v === undefined) return "U";
    if (v === null) return "N";
    if (typeof v === "function") return "F" + v.name;
    if (typeof v !== "object") return v === 0 && 1 / v < 0 ? "-0" : String(v);
    if (depth > 2) return "#";
    var keys = Object.getOwnPropertyNames(v).concat(Object.getOwnPropertySymbols(v));
    var s = (Array.isArray(v) ? "A" : "O") + (Object.isExtensible(v) ? "" : "!") + "{";
    for (var i = 0; i < keys.length && i < 80; i++) {
        var p = Object.getOwnPropertyDescriptor(v, keys[i]);
        s += String(keys[i]) + (p.writable ? "w" : "") + (p.enumerable ? "e" : "") + (p.configurable ? "c" : "") +
            ":" + ("value" in p ? show(p.value, depth + 1) : (p.get ? "G" : "") + (p.set ? "S" : "")) + ",";
    }
    return s + "}";
}
function T(f) { try { log(show(f(), 1)) } catch (e) { log(e.name + ": " + e.message) } }
function TS(f) { "use strict"; try { log(show(f(), 1)) } catch (e) { log(e.name) } }
var a = [], b = [1, 2.5, "x"], o = {}, p = {x: 1}, q = Object.create(p), gs = 0, sy = Symbol("s");
'''

# Arrays that became huge are not worked on: listing them takes too long.
LIMIT = ('try { if (a.length > 5000) a.length = 10; if (b.length > 5000) b.length = 10 } catch (e) {} '
         'if (a.length > 5000) a = []; if (b.length > 5000) b = [];')


class Program:
    def __init__(self, seed):
        self.random = random.Random(seed)

    def below(self, n):
        return self.random.randrange(n)

    def pick(self, choices):
        return self.random.choice(choices)

    def index(self):
        k = self.below(12)
        if k < 6:
            return str(self.below(12))
        if k < 9:
            return str(self.below(80))
        if k == 9:
            return str(self.pick([1000, 3000, 5000, 100000, 4294967294, 4294967295, 1073741824, 2147483648]))
        return 'a.length' if k == 10 else str(self.below(300))

    def value(self):
        return self.pick([str(self.below(100)), str(self.below(100)), str(self.below(1000) / 4), '-0', '1e10',
                          '1073741824', '-1073741825', f'"s{self.below(5)}"', 'null', 'undefined', 'true', 'NaN',
                          '{}', f'[{self.below(9)}]', 'o', 'sy', f'function f{self.below(3)}() {{}}'])

    def key(self):
        k = self.below(10)
        if k < 6:
            return f'"k{self.below(10)}"'
        if k < 7:
            return f'"k{self.below(60)}"'
        if k < 8:
            return self.index()
        return self.pick(['"length"', '"name"', '"constructor"', 'sy', '"-1"', '"1.5"', '"prototype"'])

    def descriptor(self):
        fields = [f'{name}: {self.pick(["true", "false", "true"])}'
                  for name in ('writable', 'enumerable', 'configurable') if self.random.random() < 0.6]
        if self.random.random() < 0.3:
            fields = [field for field in fields if 'writable' not in field]
            fields.append(self.pick(['get() { return 7 }', 'set(x) { gs = x }',
                                     'get() { return gs }, set(x) { gs = x }']))
        elif self.random.random() < 0.7:
            fields.append(f'value: {self.value()}')
        return '{' + ', '.join(fields) + '}'

    def of_array(self, name):
        return f'{name}.' + self.pick([
            f'push({self.value()})', f'push({self.value()})', f'push({self.value()})', 'pop()', 'shift()', 'shift()',
            f'unshift({self.value()}, {self.value()})',
            f'splice({self.below(20) - 3}, {self.below(6)}, {self.value()})', f'splice({self.below(20)}, {self.below(6)})',
            'length = ' + self.pick(['0', '1', '5', '50', '20', '3.5', '1e9']), 'reverse()', f'fill({self.value()})',
            f'fill({self.value()}, {self.below(5)})', f'indexOf({self.value()})', f'lastIndexOf({self.value()})',
            f'includes({self.value()})', f'copyWithin({self.below(5)}, {self.below(5)})', 'at(-1)', 'map(x => x)',
            'filter(x => x)', 'sort()', 'join()'])

    def assignment(self, name, array):
        if name in ('o', 'p'):
            return f'{name} = ' + self.pick(['{}', '{k1: 1, k2: 2, k3: 3}', f'Object.assign({{}}, {array})', '{...q}'])
        return f'{array} = ' + self.pick(['[]', f'new Array({self.below(50)})', '[1, 2, 3, , 5]', '[.5, 1.5]',
                                          f'{array}.slice({self.below(5)})', f'{array}.concat(b)'])

    def statement(self, names):
        name, array, k = self.pick(names), self.pick(['a', 'b']), self.below(40)
        if k < 8:
            return f'{array}[{self.index()}] = {self.value()}'
        if k < 18:
            return self.of_array(array)
        if k < 23:
            return f'{name}[{self.key()}] = {self.value()}'
        if k < 26:
            return f'delete {name}[{self.key()}]'
        if k < 28:
            return f'Object.defineProperty({name}, {self.key()}, {self.descriptor()})'
        if k < 29 and self.below(3) == 0:
            return f'Object.{self.pick(["freeze", "seal", "preventExtensions"])}({name})'
        if k < 30:
            return f'Object.setPrototypeOf({name}, {self.pick(["null", "p", "o", "a", "Object.prototype", "{k1: 5}"])})'
        if k < 31:
            return f'(function () {{ var s = ""; for (var k in {name}) s += k + ";"; return s }})()'
        if k < 32:
            return f'Object.keys({name}).join()'
        if k < 34:
            return self.assignment(name, array)
        if k < 35:
            return f'{self.key()} in {name}'
        if k < 37:
            return f'{name}[{self.key()}]'
        if k < 38:
            return f'Object.prototype.hasOwnProperty.call({name}, {self.key()})'
        many = self.pick([20, 50, 200])
        step = f'{self.pick("opq")}["k" + i]'
        return f'(function () {{ for (var i = 0; i < {many}; i++) ' + (f'{step} = i' if k < 39 else f'delete {step}') + ' })()'

    def text(self):
        names = ['a', 'b', 'o', 'p', 'q']
        lines = [PRELUDE]
        for _ in range(self.below(60) + 20):
            lines.append(f'{self.pick(["T", "T", "TS"])}(function () {{ return {self.statement(names)} }});')
            lines.append(LIMIT)
            if self.below(3) == 0:
                lines.append(f'log(show({self.pick(names)}, 0));')
        lines += [f'log(show({name}, 0));' for name in names]
        return '\n'.join(lines)


def of_node(programs):
    script = ('const vm = require("vm"); for (const p of ' + json.dumps(programs) + ') { let r; '
              'try { const c = vm.createContext(); vm.runInContext(p, c); r = c.out } catch (e) { r = "threw " + e } '
              'process.stdout.write(r + "\\0") }')
    run = subprocess.run(['node', '-'], input=script.encode(), stdout=subprocess.PIPE, check=True)
    return run.stdout.decode('utf8', 'replace').split('\0')


def of_engine(command, program):
    with tempfile.NamedTemporaryFile('w', suffix='.js') as file:
        file.write(program + '\nconsole.log(out);')
        file.flush()
        run = subprocess.run(command + [file.name], stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=120)
    return run.returncode, run.stdout.decode('utf8', 'replace')


def report(seed, status, got, expected):
    print(f'seed {seed}: exit status {status}')
    for ours, theirs in zip(got + ['(end)'], expected + ['(end)']):
        if ours != theirs:
            print(f'  engine: {ours[:300]}\n  node:   {theirs[:300]}')
            return


def main():
    parser = argparse.ArgumentParser(description=__doc__.split('\n')[0])
    parser.add_argument('--show', type=int, help='print the program of a seed')
    parser.add_argument('engine', nargs='?')
    parser.add_argument('first', nargs='?', type=int, default=0)
    parser.add_argument('end', nargs='?', type=int, default=100)
    parser.add_argument('flags', nargs='*')
    options = parser.parse_args()
    if options.show is not None:
        print(Program(options.show).text())
        return 0
    failures, batch = 0, 40
    for first in range(options.first, options.end, batch):
        programs = [Program(seed).text() for seed in range(first, min(first + batch, options.end))]
        for number, (program, node) in enumerate(zip(programs, of_node(programs))):
            status, text = of_engine([options.engine] + options.flags, program)
            got, expected = text.rstrip('\n').split('\n'), node.rstrip('\n').split('\n')
            if status or got != expected:
                failures += 1
                report(first + number, status, got, expected)
    print(f'{failures} of {options.end - options.first} programs differ')
    return 1 if failures else 0


if __name__ == '__main__':
    sys.exit(main())
