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
import os
import random
import shlex
import sys
import time

import run_tests

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
FIRST, LAST = 100, 20
START_MARGIN = 1000  # the start varies by a few allocations from run to run


def run(engine, test, n):
    argv = [engine, f'--gc-fail-alloc={n}', *test.flags, test.path, *test.args]
    return argv, run_tests.run_process(argv, run_tests.environment(test), test.stdin, 60)


def count_allocations(engine, test):
    """How many allocations the program makes, and the run in which none fails."""
    total = run_tests.last_allocation(lambda n: run_tests.FAIL_ALLOC_SAYS in run(engine, test, n)[1].errors)
    return total, run(engine, test, total + 1)[1]


def start_of(engine):
    """How many allocations a program has made, at the least, before it begins: somewhat fewer than an empty one makes."""
    return max(0, run_tests.allocations_at_start(engine) - START_MARGIN)


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
    """(name, the first problem or None, how many points were tried)."""
    total, result = count_allocations(engine, test)
    if result.code != 0 or run_tests.compare_output(test, result.output):
        return test.name, f'fails without a failing allocation:\n{result.errors}', f'{total} allocations'
    points = choose_points(total, args.samples, random.Random(f'{args.seed}:{test.name}'), start)
    if deadline:
        random.Random(args.seed).shuffle(points)
    tried, problem = 0, None
    for n in points:
        if problem or (deadline and time.monotonic() > deadline):
            break
        problem = check_point(engine, test, n, result.output)
        tried += 1
    return test.name, problem, f'{tried} of {total} allocations failed in turn'


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
    start = start_of(args.engine) if not args.samples and len(tests) > 1 else 0
    begin = time.monotonic()

    def check(item):
        index, test = item
        share = begin + args.seconds * (index + 1) / len(tests) if args.seconds else 0
        skip = start if index > 0 and not test.flags else 0
        return check_program(args.engine, test, args, share, skip)
    given = run_tests.run_all(check, enumerate(tests), args.jobs, verbose=True)
    failed = sum(problem is not None for _, problem, _ in given)
    print(f'{len(tests) - failed} passed, {failed} failed')
    return 1 if failed or not tests else 0


if __name__ == '__main__':
    sys.exit(main())
