#!/usr/bin/env python3
"""Tests of --trace-gc and --trace-gc-nvp: V8's format to the letter, and sums that are the heap's counters.

A program allocates, collects with its own clock around each call of gc(), and prints gc.statistics() as its
last act.  What its trace lines add up to must be what it was told, and what its clock showed.
"""

import json
import os
import re
import shutil
import subprocess
import tempfile
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PROGRAM = r'''
let list = [], own = 0;
const timed = (what) => { const t = performance.now(); gc(what); own += performance.now() - t; };
for (let round = 0; round < 12; round++) {
  for (let i = 0; i < 30000; i++) list.push({ i, text: 'n' + i, more: [i] });
  for (let i = 0; i < 60000; i++) ({ i });
  timed({ type: 'minor' });
  if (round % 4 === 3) { timed(); list = list.slice(-20000); }
}
let buffers = [];
for (let i = 0; i < 40; i++) buffers.push(Buffer.alloc(100000, i));
buffers = null;
timed();
timed(); // nothing is left to sweep
const v8 = require('v8').getHeapStatistics(), s = gc.statistics();
const verified = gc.verify();
process.stdout.write('\n' + JSON.stringify({ own, verified, used: process.memoryUsage().heapUsed, v8, ...s }) + '\n');
process.reallyExit(0);
'''
PREFIX = r'\[\d+:0x[0-9a-f]+\] {1,8}\d+ ms: '
SIZES = r'(\d+\.\d) \((\d+\.\d)\) -> (\d+\.\d) \((\d+\.\d)\) MB, (\d+\.\d\d) / (\d+\.\d\d) ms '
STEPS = (r'(?: \(\+ \d+\.\d ms in \d+ steps since start of marking, biggest step \d+\.\d ms, '
         r'walltime since start of marking \d+ ms\))?')
UTILISATION = r' \(average mu = ([01]\.\d{3}), current mu = ([01]\.\d{3})\) '
LINE = re.compile('^' + PREFIX + r'(Scavenge|Mark-Compact)(?: \(reduce\))? ' + SIZES + STEPS + UTILISATION +
                  r'([a-zA-Z -]+); ([a-zA-Z -]*)$')
NVP = re.compile('^' + PREFIX + r'pause=(\d+\.\d+) mutator=(\d+\.\d) gc=(s|mc) reduce_memory=([01]) ')


def run(engine, *flags, program=PROGRAM):
    with tempfile.TemporaryFile('w+') as out: # a pipe's reader would take the processor from the program
        done = subprocess.run([engine, *flags, '-e', program], stdout=out, stderr=subprocess.PIPE, text=True, timeout=240)
        if done.returncode:
            raise AssertionError(f'{engine} {flags}: status {done.returncode}\n{done.stderr[-2000:]}')
        out.seek(0)
        return out.read().split('\n')


def run_traced(build, *flags):
    """(trace lines, what the program was told)."""
    lines = run(os.path.join(ROOT, 'build', build, 'tenure'), '--test-hooks', *flags)
    assert lines[-1] == ''
    return [line for line in lines[:-2] if line], json.loads(lines[-2])


def pairs(line):
    return dict(re.findall(r'([a-z_.]+)=("[^"]*"|\S+)', line.split(' ms: ', 1)[1]))


class Text(unittest.TestCase):
    def check(self, build, *flags):
        lines, told = run_traced(build, '--trace-gc', *flags)
        matches = [LINE.match(line) for line in lines]
        for match, line in zip(matches, lines):
            self.assertTrue(match, line)
        scavenges = [m for m in matches if m[1] == 'Scavenge']
        self.assertGreater(len(scavenges), 12)
        self.assertEqual(len(scavenges), told['scavenges'])
        self.assertEqual(len(lines) - len(scavenges), told['full_collections'])
        self.assertTrue(all(m[11] == '' for m in scavenges))
        self.assertTrue(all(m[11] != '' for m in matches if m[1] != 'Scavenge'))
        pauses = sum(float(m[6]) for m in matches)
        self.assertAlmostEqual(pauses, (told['scavenge_ns'] + told['full_ns']) / 1e6, delta=0.005 * len(lines) + 0.001)
        # The last line was printed when nothing more was allocated than the report itself.
        self.assertAlmostEqual(float(matches[-1][4]), told['heap_used_bytes'] / 2 ** 20, delta=0.2)
        self.assertTrue(told['verified'])
        return matches, told

    def test_lines_are_v8s_and_add_up(self):
        # The calls that the program timed itself, told from the others by their reason.  What else the machine does
        # adds to its clock alone, so it is the run with the least of that which counts.
        ratios = []
        for _ in range(8):
            matches, told = self.check('release')
            ratios.append(sum(float(m[6]) for m in matches if m[10] == 'testing') / told['own'])
            self.assertLess(ratios[-1], 1.01)
            if ratios[-1] > 0.9:
                return
        self.fail(f'pauses told / clock of the caller: {ratios}')

    def test_under_the_verifier(self):
        self.check('checked', '--verify-heap')

    @unittest.skipUnless(shutil.which('node'), 'no node to compare with')
    def test_the_pattern_is_v8s(self):
        lines = run('node', '--trace-gc', '--expose-gc', program='let a = []; for (let i = 0; i < 5e5; i++) a.push({ i });'
                    'gc(); gc({ type: "minor" });')
        kinds = set()
        for line in lines[:-1]:
            match = LINE.match(line)
            self.assertTrue(match, line)
            kinds.add(match[1])
        self.assertEqual(kinds, {'Scavenge', 'Mark-Compact'})


class Nvp(unittest.TestCase):
    def check(self, build, *flags):
        lines, told = run_traced(build, '--trace-gc', '--trace-gc-nvp', *flags)
        for line in lines:
            self.assertRegex(line, NVP)
        rows = [pairs(line) for line in lines]

        def total(key):
            return sum(int(row[key]) for row in rows)
        young = [row for row in rows if row['gc'] == 's']
        full = [row for row in rows if row['gc'] == 'mc']
        self.assertGreater(len(young), 12)
        self.assertEqual((len(young), len(full)), (told['scavenges'], told['full_collections']))
        self.assertEqual((rows[-1]['scavenges'], rows[-1]['full']), (str(len(young)), str(len(full))))
        self.assertEqual(total('promoted'), told['promoted_bytes'])
        self.assertEqual(total('promoted_by_age'), told['promoted_by_age_bytes'])
        self.assertEqual(total('promoted_by_overflow'), told['promoted_by_overflow_bytes'])
        self.assertEqual(total('new_space_survived'), told['copied_bytes'])
        self.assertGreater(total('promoted'), 0)
        self.assertGreater(total('new_space_survived'), 0)
        # The rest was allocated after the last line, by the report.
        rest = told['allocated_bytes'] - total('allocated')
        self.assertGreaterEqual(rest, 0)
        self.assertLess(rest, 200000)
        for name, some in ('scavenge_ns', young), ('full_ns', full):
            self.assertEqual(sum(int(row['pause_ns']) for row in some), told[name])
            self.assertAlmostEqual(sum(float(row['pause']) for row in some), told[name] / 1e6,
                                   delta=0.05 * len(some) + 0.001)
        for before, after in zip(rows, rows[1:]):
            self.assertEqual(int(after['total_size_before']), int(before['total_size_after']) + int(after['allocated']))
        last = int(rows[-1]['total_size_after'])
        self.assertEqual(last + rest, told['heap_used_bytes'])
        self.assertGreaterEqual(told['heap_used_bytes'], told['v8']['used_heap_size'])
        self.assertGreaterEqual(told['used'], told['heap_used_bytes'])
        self.assertLess(told['used'] - last, 200000)
        self.assertTrue(told['verified'])

    def test_lines_add_up(self):
        self.check('release')

    def test_under_the_verifier(self):
        self.check('checked', '--verify-heap')


if __name__ == '__main__':
    unittest.main()
