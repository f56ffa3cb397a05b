#!/usr/bin/env python3
"""Runs programs with one allocation failing: the first, the second, ... up to the last that each makes.

    tools/fail_alloc.py [--engine PATH] [--samples N] [--jobs N] [--seconds N] [--seed N] [FILE|DIRECTORY ...]

Without files: test/js/gc/fail_alloc.  --samples 0 tries every allocation, those of the start, which all
programs have in common, in the first program only; otherwise at most N points a program: the first hundred,
the last twenty, and random ones between (the seed is printed).  With --seconds no new point is begun after
that time, the programs taking turns.

A run may end as without a failure (what failed was not needed), or with an error: an exit status other
than 0, or the fatal report.  It may not crash, hang, draw a sanitizer's or an assertion's report, or claim
success with other output than the program has.  So the programs catch nothing.  The engine says on stderr
when it lets an allocation fail; a run where it does not say so has passed the last one.
The last line is `N passed, N failed`, of programs.
"""

import argparse
import concurrent.futures
import os
import random
import shlex
import sys
import tempfile
import time

import run_tests

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
FIRST, LAST = 100, 20
START_MARGIN = 1000  # the start varies by a few allocations from run to run


def run(engine, test, n):
    argv = [engine, f'--gc-fail-alloc={n}', *test.flags, test.path, *test.args]
    return argv, run_tests.run_process(argv, run_tests.environment(test), test.stdin, 60)


def count_allocations(engine, test):
    """The least N, by doubling and halving, that no allocation of the program reaches; and that run."""
    low, high = 0, 1024
    while True:
        _, result = run(engine, test, high)
        if run_tests.FAIL_ALLOC_SAYS not in result.errors:
            break
        low, high = high, high * 2
    while high - low > 1:
        middle = (low + high) // 2
        _, tried = run(engine, test, middle)
        low, high = (middle, high) if run_tests.FAIL_ALLOC_SAYS in tried.errors else (low, middle)
    return low, result


def start_of(engine):
    """How many allocations a program has made, at the least, before it begins: somewhat fewer than an empty one makes."""
    with tempfile.NamedTemporaryFile('w', suffix='.js') as empty:
        empty.write("console.log('');  // expect:\n")
        empty.flush()
        total, result = count_allocations(engine, run_tests.parse_test(empty.name))
    return 0 if result.code else max(0, total - START_MARGIN)


def choose_points(total, samples, rng, start=0):
    if not samples or total <= samples:
        return list(range(start + 1, total + 1))
    points = set(range(1, FIRST + 1)) | set(range(total - LAST + 1, total + 1))
    points |= set(rng.sample(range(FIRST + 1, total - LAST + 1), max(0, samples - len(points))))
    return sorted(points)


def check_point(engine, test, n, output):
    """None, or what is wrong with the run in which allocation n fails."""
    argv, result = run(engine, test, n)
    if run_tests.crashed(result):
        what = run_tests.describe_end(result)
    elif result.code == 0 and result.output != output:
        what = 'exit status 0, but the output is not the program\'s'
    else:
        return None
    return f'{shlex.join(argv)}\n    {what}\n    ' + run_tests.tail(result.errors, 12).replace('\n', '\n    ')


def check_program(engine, test, args, deadline, start):
    """(name, how many points were tried, how many there are, the first problem or None)."""
    total, result = count_allocations(engine, test)
    if result.code != 0 or run_tests.compare_output(test, result.output):
        return test.name, 0, total, f'fails without a failing allocation:\n{result.errors}'
    points = choose_points(total, args.samples, random.Random(f'{args.seed}:{test.name}'), start)
    if deadline:
        random.Random(args.seed).shuffle(points)
    for tried, n in enumerate(points):
        if deadline and time.monotonic() > deadline:
            return test.name, tried, total, None
        problem = check_point(engine, test, n, result.output)
        if problem:
            return test.name, tried + 1, total, problem
    return test.name, len(points), total, None


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('paths', nargs='*')
    parser.add_argument('--engine', default=os.path.join(ROOT, 'build/checked/tenure'))
    parser.add_argument('--samples', type=int, default=0)
    parser.add_argument('--jobs', type=int, default=2)
    parser.add_argument('--seconds', type=float, default=0)
    parser.add_argument('--seed', type=int, default=None)
    args = parser.parse_args()
    args.seed = args.seed if args.seed is not None else int(time.time())
    if args.samples and args.samples < FIRST + LAST:
        parser.error(f'--samples is 0 or at least {FIRST + LAST}')
    if args.samples or args.seconds:
        print(f'seed {args.seed}')

    paths = args.paths or [os.path.join(ROOT, 'test/js/gc/fail_alloc')]
    tests = [run_tests.parse_test(path) for path in run_tests.find_tests(paths)]
    failed = 0
    start = start_of(args.engine) if not args.samples and len(tests) > 1 else 0
    with concurrent.futures.ThreadPoolExecutor(args.jobs) as pool:
        begin = time.monotonic()

        def check(item):
            index, test = item
            share = begin + args.seconds * (index + 1) / len(tests) if args.seconds else 0
            skip = start if index > 0 and not test.flags else 0
            return check_program(args.engine, test, args, share, skip)
        for name, tried, total, problem in pool.map(check, enumerate(tests)):
            failed += problem is not None
            print(f'{"FAIL" if problem else "ok  "} {name}: {tried} of {total} allocations failed in turn', flush=True)
            if problem:
                print('    ' + problem, flush=True)
    print(f'{len(tests) - failed} passed, {failed} failed')
    return 1 if failed or not tests else 0


if __name__ == '__main__':
    sys.exit(main())
