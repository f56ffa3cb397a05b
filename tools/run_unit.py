#!/usr/bin/env python3
"""Runs the unit tests of a build directory (CTest's list) and counts cmocka's own tests.

    tools/run_unit.py build/checked [--filter REGEX] [-j N]

A program that is no cmocka program counts as one test, by its exit status.  A program that ends without
having reported a failure, but with a bad status, a signal, or too late, is one failed test more.
Prints the output of programs that failed; the last line is `N passed, N failed`.
"""

import argparse
import concurrent.futures
import json
import os
import re
import signal
import subprocess
import sys
import time

TIMEOUT = 300


def listed(build):
    """[(name, command, properties)] of the tests that CTest knows."""
    out = subprocess.run(['ctest', '--test-dir', build, '--show-only=json-v1'], capture_output=True, text=True)
    if out.returncode:
        sys.exit(out.stderr)
    tests = []
    for test in json.loads(out.stdout)['tests']:
        properties = {p['name']: p['value'] for p in test.get('properties', [])}
        tests.append((test['name'], test.get('command'), properties))
    return tests


def run(test):
    """(name, passed, failed, output, seconds)."""
    name, command, properties = test
    if not command or not os.path.exists(command[0]):
        return name, 0, 1, 'not built', 0
    # die_after_fork=0: some tests fork where helper threads are about, and their child may start new ones.
    env = dict(os.environ, ASAN_OPTIONS='detect_leaks=1', UBSAN_OPTIONS='print_stacktrace=1',
               TSAN_OPTIONS='die_after_fork=0')
    for item in properties.get('ENVIRONMENT', []):
        key, _, value = item.partition('=')
        env[key] = value
    start = time.monotonic()
    # In a session of its own, so that what the test started ends with it.
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=env, stdin=subprocess.DEVNULL,
                               cwd=properties.get('WORKING_DIRECTORY'), start_new_session=True)
    try:
        output, status = process.communicate(timeout=properties.get('TIMEOUT', TIMEOUT))[0], process.returncode
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        output, status = process.communicate()[0] + b'\ntimed out', -1
    output = output.decode('utf-8', 'replace')
    passed = len(re.findall(r'^\[ +OK \]', output, re.M))
    failed = len(set(re.findall(r'^\[ +FAILED +\] (\w+)$', output, re.M)))
    if passed + failed == 0:
        passed, failed = (1, 0) if status == 0 else (0, 1)
    elif status != 0 and failed == 0:
        failed = 1
    if status:
        output += f'\n(exit status {status})'
    return name, passed, failed, output, time.monotonic() - start


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('build')
    parser.add_argument('--filter', default='', help='only tests whose name matches')
    parser.add_argument('-j', '--jobs', type=int, default=os.cpu_count())
    options = parser.parse_args()
    tests = [t for t in listed(options.build) if re.search(options.filter, t[0])]
    total_passed = total_failed = 0
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        for name, passed, failed, output, seconds in pool.map(run, tests):
            total_passed += passed
            total_failed += failed
            if failed:
                lines = output.rstrip().split('\n')
                print(f'FAIL {name} ({seconds:.1f} s)\n' + '\n'.join('    ' + line for line in lines[-60:]))
    print(f'{total_passed} passed, {total_failed} failed')
    return 1 if total_failed else 0


if __name__ == '__main__':
    sys.exit(main())
