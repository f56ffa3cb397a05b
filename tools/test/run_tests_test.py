#!/usr/bin/env python3
"""Tests of run_tests.py, with a stand-in engine: a script that does what the test file's `// do:` lines say."""

import os
import stat
import subprocess
import sys
import tempfile
import unittest

TOOLS = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))

ENGINE = f'''#!{sys.executable}
"""`// do: python` lines of the program are run; console.log("...") lines are printed."""
import os, re, signal, sys, time
args = [a for a in sys.argv[1:] if not a.startswith('--')]
flags = [a for a in sys.argv[1:] if a.startswith('--')]
source = open(args[0], encoding='utf-8').read()
for line in source.split('\\n'):
    match = re.match(r'console\\.log\\("(.*?)"\\);', line)
    if match:
        print(match.group(1), flush=True)
    match = re.match(r'try {{ throw new (\\w+)\\("(.*?)"\\)', line)
    if match:
        print('\\x01threw %s: %s' % match.groups(), flush=True)
    match = re.match(r'// do: (.*)', line)
    if match:
        exec(match.group(1))
'''


class Runner(unittest.TestCase):
    def setUp(self):
        self.root = tempfile.TemporaryDirectory(prefix='run_tests_test.')
        self.addCleanup(self.root.cleanup)
        self.engine = os.path.join(self.root.name, 'engine')
        with open(self.engine, 'w', encoding='utf-8') as file:
            file.write(ENGINE)
        os.chmod(self.engine, os.stat(self.engine).st_mode | stat.S_IXUSR)

    def run_source(self, source, *options):
        directory = os.path.join(self.root.name, 'tests')
        os.makedirs(directory, exist_ok=True)
        with open(os.path.join(directory, 'a.js'), 'w', encoding='utf-8') as file:
            file.write(source)
        done = subprocess.run([sys.executable, f'{TOOLS}/run_tests.py', '--engine', self.engine, *options, directory],
                              capture_output=True, text=True)
        return done.returncode, done.stdout + done.stderr

    def passes(self, source, *options):
        status, text = self.run_source(source, *options)
        self.assertEqual(status, 0, text)
        self.assertIn('1 passed, 0 failed', text)

    def fails(self, source, reason, *options):
        status, text = self.run_source(source, *options)
        self.assertEqual(status, 1, text)
        self.assertIn('0 passed, 1 failed', text)
        self.assertIn(reason, text)

    def test_matching_output(self):
        self.passes('console.log("x"); // expect: x\n')

    def test_wrong_output(self):
        self.fails('console.log("y"); // expect: x\n', 'expectation at line 1')

    def test_missing_output(self):
        self.fails('// expect: x\n', '-x')

    def test_unexpected_output(self):
        self.fails('console.log("x"); // expect: x\nconsole.log("more");\n', '+more')

    def test_regex_and_json(self):
        self.passes('console.log("12 ms"); // expect~ \\d+ ms\nconsole.log("a "); // expect-json: "a "\n')
        self.fails('console.log("12 s"); // expect~ \\d+ ms\n', '(regex)')

    def test_block(self):
        self.passes('console.log("1");\nconsole.log("2");\n/* expect:\n1\n2\n*/\n')

    def test_throw(self):
        self.passes('throw new TypeError("no"); // expect TypeError\n')
        self.passes('throw new TypeError("no"); // expect TypeError: no\n')
        self.fails('throw new TypeError("no"); // expect RangeError\n', 'threw RangeError')
        self.fails('throw new TypeError("no"); // expect TypeError: yes\n', 'threw TypeError: yes')

    def test_nothing_expected_is_an_error(self):
        self.fails('var x;\n', 'cannot fail')

    def test_malformed_expectation_is_an_error(self):
        self.fails('f(); // expects: 1\nconsole.log("x"); // expect x y\n', 'malformed')

    def test_exit_status(self):
        self.passes('// exit: 7\n// do: sys.exit(7)\n')
        self.fails('// exit: 7\n// do: sys.exit(8)\n', 'exit status 8, expected 7')

    def test_stderr(self):
        self.passes('// exit: 1\n// stderr: ^Oops\n// do: sys.exit("Oops")\n')
        self.fails('// exit: 1\n// stderr: ^Oops\n// do: sys.exit("Other")\n', 'stderr does not match')

    def test_crash_fails_whatever_is_expected(self):
        self.fails('// exit: any\n// do: os.kill(os.getpid(), signal.SIGSEGV)\n// expect: x\n', 'SIGSEGV')

    def test_fatal_report_is_an_orderly_abort(self):
        self.passes('// exit: 134\n// stderr: FATAL ERROR\n'
                    '// do: sys.stderr.write("FATAL ERROR: full"); sys.stderr.flush(); os.abort()\n')

    def test_sanitizer_report_fails(self):
        self.fails('console.log("x"); // expect: x\n// do: sys.stderr.write("ERROR: AddressSanitizer: x")\n',
                   'AddressSanitizer')

    def test_timeout(self):
        self.fails('// timeout: 0.3\n// do: time.sleep(60)\n// expect: x\n', 'timed out')

    def test_memory(self):
        self.fails('// memory: 30\nconsole.log("x"); // expect: x\n// do: b = bytearray(80 << 20)\n', 'peak memory')

    def test_failing_allocation_may_end_in_an_error_only(self):
        source = 'console.log("x"); // expect: x\n// do: sys.exit(1 if any("fail" in f for f in flags) else 0)\n'
        self.passes(source, '--mode', 'failalloc')
        crash = source + '// do: os.kill(os.getpid(), signal.SIGSEGV)\n'
        self.fails(crash.replace('sys.exit(1 if', '(1 if'), 'SIGSEGV', '--mode', 'failalloc')

    def test_modes_and_engines(self):
        status, text = self.run_source('// modes: checked\n// expect: x\n')
        self.assertIn('0 passed, 0 failed, 1 skipped', text)
        status, text = self.run_source('// engines: !tenure\n// expect: x\n')
        self.assertIn('0 passed, 0 failed, 1 skipped', text)

    def test_flags_args_env_stdin(self):
        self.passes('// flags: --aa\n// args: b "c d"\n// env: E=5\n// stdin: line\nconsole.log("x"); // expect: x\n'
                    '// do: print(flags, args[1:], os.environ["E"], sys.stdin.read().strip(), flush=True)\n'
                    '// expect: [\'--aa\'] [\'b\', \'c d\'] 5 line\n')


if __name__ == '__main__':
    unittest.main()
