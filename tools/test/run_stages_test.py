#!/usr/bin/env python3
"""Tests of run_stages.py and .ci/run: what counts as a test, as a failure, as too late."""

import os
import shutil
import subprocess
import sys
import tempfile
import unittest

TOOLS = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
ROOT = os.path.dirname(TOOLS)
sys.path.insert(0, TOOLS)
import run_stages  # noqa: E402


class Stages(unittest.TestCase):
    def setUp(self):
        self.root = tempfile.TemporaryDirectory(prefix='run_stages_test.')
        self.addCleanup(self.root.cleanup)

    def run_table(self, *rows):
        table = os.path.join(self.root.name, 'stages.tsv')
        with open(table, 'w', encoding='utf-8') as file:
            file.write('# comment\n' + ''.join('\t'.join(row) + '\n' for row in rows))
        done = subprocess.run([sys.executable, f'{TOOLS}/run_stages.py', 'ci', '--table', table], capture_output=True, text=True)
        lines = (done.stdout + done.stderr).rstrip().split('\n')
        return done.returncode, lines

    def totals(self, command, name='x', seconds='20'):
        status, lines = self.run_table((name, 'ci', seconds, command))
        self.assertEqual(status, 0 if lines[-1].endswith(', 0 failed') else 1, lines)
        return lines[-1]

    def test_the_last_totals_count(self):
        self.assertEqual(self.totals('echo "1 passed, 1 failed"; echo "12 passed, 0 failed, 3 skipped"'), '12 passed, 0 failed')

    def test_a_bad_status_without_a_failed_test(self):
        self.assertEqual(self.totals('echo "12 passed, 0 failed"; exit 3'), '12 passed, 1 failed')

    def test_a_checker_is_one_test(self):
        self.assertEqual(self.totals('true'), '1 passed, 0 failed')
        self.assertEqual(self.totals('false'), '0 passed, 1 failed')

    def test_a_build_counts_only_if_it_fails(self):
        self.assertEqual(self.totals('true', name='build-x'), '0 passed, 0 failed')
        self.assertEqual(self.totals('false', name='build-x'), '0 passed, 1 failed')

    def test_unittest_output(self):
        self.assertEqual(self.totals('printf "Ran 9 tests in 1s\\n\\nFAILED (failures=2, errors=1, skipped=1)\\n"; exit 1'),
                         '5 passed, 3 failed')

    def test_a_skip_counts_nothing(self):
        self.assertEqual(self.totals('echo "SKIP: no suite"'), '0 passed, 0 failed')

    def test_too_late(self):
        self.assertEqual(self.totals('echo "5 passed, 0 failed"; sleep 60', seconds='1'), '5 passed, 1 failed')

    def test_sums_and_sets(self):
        status, lines = self.run_table(('a', 'test,ci', '5', 'echo "2 passed, 0 failed"'),
                                       ('b', 'all', '5', 'echo "7 passed, 7 failed"'),
                                       ('c', 'ci', '5', 'echo "3 passed, 1 failed"; exit 1'))
        self.assertEqual((status, lines[-1]), (1, '5 passed, 1 failed'))

    def test_what_failed_is_told_again_at_the_end(self):
        _, lines = self.run_table(('a', 'ci', '5', 'seq 100; echo "1 passed, 1 failed"'), ('b', 'ci', '5', 'seq 200 300'))
        end = lines[lines.index('== b: seq 200 300') + 102:]
        self.assertEqual(end[1:4], ['== a failed; its last lines:', '62', '63'])
        self.assertEqual(end[-5:-3], ['1 passed, 1 failed', ''])

    def test_the_budget_of_ci(self):
        status, lines = self.run_table(('a', 'ci', '2401', 'true'))
        self.assertEqual(status, 1)
        self.assertIn('budget', lines[-1])

    def test_our_own_table(self):
        stages = run_stages.read_table(run_stages.TABLE)
        self.assertGreater(len(stages), 15)
        self.assertTrue(all(set(sets) <= {'test', 'ci', 'all'} for _, sets, _, _ in stages))

    def test_ci_ends_with_the_totals_and_their_status(self):
        os.makedirs(f'{self.root.name}/.ci')
        shutil.copy(f'{ROOT}/.ci/run', f'{self.root.name}/.ci/run')
        for recipe, expected in (('echo "4 passed, 0 failed"', (0, '4 passed, 0 failed')),
                                 ('echo "4 passed, 2 failed"; exit 1', (1, '4 passed, 2 failed')),
                                 ('exit 2', (1, '0 passed, 1 failed'))):
            with open(f'{self.root.name}/Makefile', 'w', encoding='utf-8') as file:
                file.write(f'test:\n\t@{recipe}\n')
            done = subprocess.run([f'{self.root.name}/.ci/run'], capture_output=True, text=True)
            last = done.stdout.rstrip('\n').split('\n')[-1]
            self.assertEqual((min(done.returncode, 1), last), expected)


if __name__ == '__main__':
    unittest.main()
