#!/usr/bin/env python3
"""Runs the stages of .ci/stages.tsv that belong to a set: `run_stages.py test|ci|all`.

A stage is a command with a time limit, past which it is killed and fails.  Its tests are counted from what
it prints: the last `N passed, N failed`, or unittest's `Ran N tests` and its verdict; a stage that prints
neither counts as one test, by its exit status (a stage that only builds counts only if it fails).  A bad
exit status without a failed test counts as one failed.  A stage whose last line is `SKIP: reason` counts
nothing.  At the end: what the stages that failed said last, once more, a table of times, then the line
`N passed, N failed`.
"""

import argparse
import os
import re
import signal
import subprocess
import sys
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
TABLE = os.path.join(ROOT, '.ci', 'stages.tsv')
CI_BUDGET = 40 * 60
LINES_AGAIN = 40  # of a failed stage's output, at the end


def read_table(path):
    """[(name, sets, seconds, command)]; checks the format and CI's budget."""
    stages = []
    with open(path, encoding='utf-8') as file:
        for number, line in enumerate(file, 1):
            if line.startswith('#') or not line.strip():
                continue
            cells = re.split(r'\t+', line.rstrip('\n'))
            if len(cells) != 4 or not cells[2].isdigit():
                sys.exit(f'{path}:{number}: expected name, sets, seconds, command, separated by tabs')
            stages.append((cells[0], cells[1].split(','), int(cells[2]), cells[3]))
    budget = sum(seconds for _, sets, seconds, _ in stages if 'ci' in sets)
    if budget > CI_BUDGET:
        sys.exit(f'{path}: the stages of ci may take {budget} s; the budget is {CI_BUDGET} s')
    return stages


def count(output, status, builds):
    """(passed, failed, reason of a skip or None) from a stage's output."""
    lines = output.rstrip().split('\n')
    if status == 0 and lines[-1].startswith('SKIP: '):
        return 0, 0, lines[-1][6:]
    passed = failed = None
    for match in re.finditer(r'^(\d+) passed, (\d+) failed', output, re.M):
        passed, failed = int(match.group(1)), int(match.group(2))
    if passed is None:
        ran = re.findall(r'^Ran (\d+) tests? in', output, re.M)
        if ran:
            bad = sum(int(n) for n in re.findall(r'(?:failures|errors)=(\d+)', lines[-1]))
            skipped = sum(int(n) for n in re.findall(r'skipped=(\d+)', lines[-1]))
            passed, failed = int(ran[-1]) - bad - skipped, bad
        elif builds and status == 0:
            return 0, 0, None
        else:
            passed, failed = (1, 0) if status == 0 else (0, 1)
    if status and not failed:
        failed = 1
    return passed, failed, None


def run(name, seconds, command):
    """(exit status, output) of a stage; its output is shown as it comes."""
    process = subprocess.Popen(['bash', '-c', command], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                               start_new_session=True, text=True, errors='replace')
    deadline = time.monotonic() + seconds

    def expire(*_):
        os.killpg(process.pid, signal.SIGKILL)
    signal.signal(signal.SIGALRM, expire)
    signal.alarm(seconds)
    output = []
    for line in process.stdout:
        output.append(line)
        sys.stdout.write('  ' + line)
        sys.stdout.flush()
    status = process.wait()
    signal.alarm(0)
    if time.monotonic() > deadline:
        output.append(f'stage {name} took more than its {seconds} s\n')
        sys.stdout.write('  ' + output[-1])
        status = status or 1
    return status, ''.join(output)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('set', choices=('test', 'ci', 'all'))
    parser.add_argument('--only', help='regular expression: only stages of this name')
    parser.add_argument('--table', default=TABLE)
    options = parser.parse_args()
    total_passed = total_failed = 0
    rows, again = [], []
    for name, sets, seconds, command in read_table(options.table):
        if options.set not in sets or (options.only and not re.search(options.only, name)):
            continue
        print(f'== {name}: {command}', flush=True)
        start = time.monotonic()
        status, output = run(name, seconds, command)
        passed, failed, skip = count(output, status, name.startswith('build-'))
        took = time.monotonic() - start
        total_passed += passed
        total_failed += failed
        if failed:
            again += [f'\n== {name} failed; its last lines:', *output.rstrip().split('\n')[-LINES_AGAIN:]]
        verdict = f'skipped: {skip}' if skip else f'{passed} passed, {failed} failed' if passed + failed else 'done'
        rows.append(f'{name:20} {took:7.1f} s of {seconds:5} s   {verdict}')
    print('\n'.join(again + ['', *rows]))
    print(f'{total_passed} passed, {total_failed} failed')
    return 1 if total_failed else 0


if __name__ == '__main__':
    sys.exit(main())
