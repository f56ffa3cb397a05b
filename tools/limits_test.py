#!/usr/bin/env python3
"""Runs programs that take memory until a limit ends it, and looks at what is left.

    tools/limits_test.py [--engine PATH] [--limits 1,8,64] [--sample N] [--seed S] [--jobs N] [FILTER]

Each program hoards one kind of thing (test/limits/*.js), under --at-limit=throw, with the limit of the old
generation or of everything set some megabytes above what an empty program has.  It runs twice: the error
caught by the program, and by nobody.

Caught: the error must be a RangeError, finally blocks must have run, the heap must verify, and the engine
must do a bit of everything right afterwards, and so must its event loop.  Uncaught: exit status 1 and the
error's name on stderr.  In both no crash; the ledger may never have passed its limits by more than 256 KiB
(the heap's own peak counters), and the resident memory that the system saw may exceed that of an empty
program by no more than limit_rss() says.  The last line is `N passed, N failed`.
"""

import argparse
import glob
import json
import os
import re
import sys

import run_tests

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
FOLDER = os.path.join(ROOT, 'test/limits')
LIMITS = (1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64)
MB = 1 << 20
OVER = 256 << 10  # [limit.over]
TIMEOUT = 60
STACK = 4 * MB  # of calls, C's included


def limit_rss(base, allowed):
    """Bytes that may be resident: those allowed by the limit, and what is needed beside it.

    Mark bits and descriptors are a fiftieth of the cells; pages hold free blocks (compaction begins where
    they are a quarter); the nursery is copied while it is collected; pooled pages stay for a second.  Stacks
    are bounded by --stack-size, not by the ledger.
    """
    return base + (allowed + MB) * 5 // 4 + OVER + 6 * MB + STACK


class Program:
    """One file of test/limits: its first line says which limits end it: `// ends: old total`."""

    def __init__(self, path):
        self.name = os.path.basename(path)[:-3]
        with open(path, encoding='utf-8') as file:
            self.source = file.read()
        self.kinds = re.match(r'// ends: ([a-z ]+)\n', self.source).group(1).split()


def start_figures(engine):
    """What an empty program has: megabytes of old cells and of all, rounded up, and resident bytes."""
    script = 'gc(); const s = gc.statistics(); console.log(s.heap_used_bytes, s.heap_used_bytes + ' \
             's.malloc_bytes + s.buffer_bytes + s.external_bytes);'
    result = run_tests.run_process([engine, '--test-hooks', '-e', script], dict(os.environ), '', TIMEOUT)
    cells, total = map(int, result.output.split())
    return -(-cells // MB), -(-total // MB), result.peak_kb << 10


def script_path(program, caught):
    path = os.path.join(ROOT, 'build', 'limits', f'{program.name}.{"caught" if caught else "uncaught"}.js')
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(os.path.join(FOLDER, '_caught.js' if caught else '_uncaught.js'), encoding='utf-8') as file:
        frame = file.read()
    text = frame.replace('/* HOARD */', program.source)
    with open(path + f'.{os.getpid()}', 'w', encoding='utf-8') as file:
        file.write(text)
    os.replace(path + f'.{os.getpid()}', path)
    return path


def last_json(text):
    for line in reversed(text.split('\n')):
        if line.startswith('{'):
            return json.loads(line)
    return None


def judge_figures(figures):
    """What is wrong with the figures that a program printed, or None."""
    if figures['peak_cell_bytes'] > figures['limit_old_bytes'] + OVER:
        return f'cells passed the limit by {figures["peak_cell_bytes"] - figures["limit_old_bytes"]} bytes'
    if figures['peak_total_bytes'] > figures['limit_total_bytes'] + OVER:
        return f'the ledger passed the limit by {figures["peak_total_bytes"] - figures["limit_total_bytes"]} bytes'
    for key, value in figures['is'].items():
        if value is not True:
            return f'{key}: {value}'
    return None


def most_resident(base, kind, megabytes, figures):
    """Bytes that may be resident, or 0 if that is not known.

    The limit of the old generation bounds cells; what is outside may be more (code, texts being built): the
    total that the program printed when it had caught its error says how much.
    """
    if kind == 'total':
        return limit_rss(base, megabytes * MB)
    return limit_rss(base, max(megabytes * MB, figures['peak_total_bytes'])) if figures else 0


def judge(result, caught, most_rss):
    if run_tests.crashed(result):
        return run_tests.describe_end(result)
    if caught:
        figures = last_json(result.output)
        if result.code != 0 or figures is None:
            return f'exit status {result.code}'
        problem = judge_figures(figures)
        if problem:
            return problem
        if not result.output.endswith('later\n'):
            return 'the event loop does not go on'
    elif result.code != 1 or not re.search(r'RangeError|Error:', result.errors):
        return f'exit status {result.code}, expected 1 and a RangeError'
    if most_rss and result.peak_kb << 10 > most_rss:
        return f'{result.peak_kb / 1024:.1f} MB resident, at most {most_rss / MB:.1f} expected'
    return None


def run(job):
    engine, program, kind, megabytes, caught, start, check_rss = job
    cells, total, rss = start
    limit = (cells if kind == 'old' else total) + megabytes
    flag = '--max-old-space-size' if kind == 'old' else '--max-total-size'
    argv = [engine, '--test-hooks', '--at-limit=throw', f'{flag}={limit}', script_path(program, caught)]
    result = run_tests.run_process(argv, dict(os.environ, NODE_DISABLE_COLORS='1'), '', TIMEOUT)
    figures = last_json(result.output) if caught else None
    problem = judge(result, caught, most_resident(rss, kind, megabytes, figures) if check_rss else 0)
    name = f'{program.name} {kind}+{megabytes} {"caught" if caught else "uncaught"}'
    over = max(figures['peak_cell_bytes'] - figures['limit_old_bytes'],
               figures['peak_total_bytes'] - figures['limit_total_bytes']) if figures else None
    if problem:
        problem = ' '.join(argv) + '\n    ' + problem + '\n    ' + \
            run_tests.tail(result.output[-2000:] + result.errors, 12).replace('\n', '\n    ')
    resident = result.peak_kb * 1024 - rss - megabytes * MB
    return name, problem, f'{result.seconds:.1f} s, over {over}, resident over {resident >> 10} KiB', over, resident


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('filter', nargs='?', default='', help='regular expression on the names of runs')
    parser.add_argument('--engine', default=os.path.join(ROOT, 'build/release/tenure'))
    parser.add_argument('--limits', default=','.join(map(str, LIMITS)), help='megabytes above the start')
    parser.add_argument('--sample', type=int, default=1, metavar='N', help='run one in N')
    parser.add_argument('--seed', default='0', help='chooses the sample')
    parser.add_argument('--no-rss', action='store_true', help='do not judge resident memory (sanitizers)')
    parser.add_argument('--jobs', type=int, default=2)
    parser.add_argument('-v', '--verbose', action='store_true')
    args = parser.parse_args()
    start = start_figures(args.engine)
    programs = [Program(p) for p in sorted(glob.glob(os.path.join(FOLDER, '[a-z]*.js')))]
    jobs = [(args.engine, program, kind, megabytes, caught, start, not args.no_rss)
            for program in programs for kind in program.kinds
            for megabytes in map(int, args.limits.split(',')) for caught in (True, False)]
    jobs = [job for job in jobs if run_tests.in_sample(repr(job[1].name) + repr(job[2:5]), args.sample, args.seed) and
            re.search(args.filter, f'{job[1].name} {job[2]}+{job[3]} {"caught" if job[4] else "uncaught"}')]
    given = run_tests.run_all(run, jobs, args.jobs, args.verbose)
    failed = sum(outcome[1] is not None for outcome in given)
    most = max([over for *_, over, _ in given if over is not None], default=-OVER)
    resident = max([outcome[-1] for outcome in given], default=0)
    print(f'start: {start[0]} MB of cells, {start[1]} MB in all; most over a limit: {most >> 10} KiB by the ledger, '
          f'{resident / MB:.1f} MB resident')
    print(f'{len(jobs) - failed} passed, {failed} failed')
    return 1 if failed or not jobs else 0


if __name__ == '__main__':
    sys.exit(main())
