#!/usr/bin/env python3
"""Runs programs in control groups of the kernel, with no flag of memory: the defaults have to fit inside.

    tools/cgroup_test.py [--engine PATH] [--limits 64,128] [--jobs N] [-v] [FILTER]

Each program (test/cgroup/*.js) runs in groups of its own that allow 64 MB to 1 GB, swap included, with the number
of bytes allowed in the global MEMORY.  Its first line says how it ends: `// ends: done` for those that drop what they
make, which must end with exit status 0; `// ends: limit` for those that keep all, which must end by an error of the
engine: the fatal report (exit status 134) or an uncaught RangeError (1).  The kernel may kill neither.

Groups of version 1 and 2 serve, where this user may make them; where not, all is skipped.  The last line is
`N passed, N failed`, or `SKIP: reason`.
"""

import argparse
import glob
import os
import re
import sys

import run_tests

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
FOLDER = os.path.join(ROOT, 'test/cgroup')
LIMITS = (64, 128, 256, 512, 1024)
MB = 1 << 20
TIMEOUT = 120
ENTER = 'echo $$ >"$0/cgroup.procs" && exec "$@"'


def read(path):
    with open(path, encoding='ascii') as file:
        return file.read()


def write(path, value):
    with open(path, 'w', encoding='ascii') as file:
        file.write(str(value))


class Group:
    """A control group with a limit of memory, for the time of a `with`."""

    def __init__(self, parent, version, name, limit):
        self.path = os.path.join(parent, name)
        self.version, self.limit = version, limit

    def __enter__(self):
        os.mkdir(self.path)
        try:
            self.limit_memory()
        except OSError:
            os.rmdir(self.path)
            raise
        return self

    def limit_memory(self):
        if self.version == 2:
            write(os.path.join(self.path, 'memory.max'), self.limit)
            swap, allowed = os.path.join(self.path, 'memory.swap.max'), 0
        else:
            write(os.path.join(self.path, 'memory.limit_in_bytes'), self.limit)
            swap, allowed = os.path.join(self.path, 'memory.memsw.limit_in_bytes'), self.limit
        if os.path.exists(swap):
            write(swap, allowed)

    def __exit__(self, *_):
        os.rmdir(self.path)

    def kills(self):
        name = 'memory.events' if self.version == 2 else 'memory.oom_control'
        found = re.search(r'^oom_kill (\d+)', read(os.path.join(self.path, name)), re.M)
        return int(found.group(1)) if found else 0

    def peak(self):
        name = 'memory.peak' if self.version == 2 else 'memory.max_usage_in_bytes'
        path = os.path.join(self.path, name)
        return int(read(path)) if os.path.exists(path) else 0


def find_parent():
    """(directory, version) where groups with a limit of memory can be made and kept, or the reason why not."""
    found = []
    for line in read('/proc/self/mounts').splitlines():
        _, place, kind, options = line.split()[:4]
        if kind == 'cgroup' and 'memory' in options.split(','):
            found.append((place, 1))
        elif kind == 'cgroup2' and 'memory' in read(os.path.join(place, 'cgroup.controllers')).split():
            found.append((place, 2))
    for place, version in found:
        try:
            with Group(place, version, f'tenure-test-{os.getpid()}', 64 * MB):
                return place, version
        except OSError as error:
            reason = f'{place}: {error.strerror}'
    return None, reason if found else 'no control groups of memory are mounted'


def judge(result, ends, group):
    if group.kills():
        return 'killed by the kernel'
    if result.timed_out:
        return f'more than {TIMEOUT} s'
    if ends == 'done':
        return None if result.code == 0 else run_tests.describe_end(result)
    if result.code == 1 and re.search(r'RangeError|Error:', result.errors):
        return None
    if 'FATAL ERROR' in result.errors and result.code in (134, -6):
        return None
    return f'exit status {result.code}, expected the fatal report or a RangeError'


def run(job):
    engine, place, version, path, megabytes, directory = job
    with open(path, encoding='utf-8') as file:
        source = file.read()
    name = os.path.basename(path)[:-3]
    script = os.path.join(directory, f'{name}.{megabytes}.js')
    with open(script, 'w', encoding='utf-8') as file:
        file.write(f'const MEMORY = {megabytes * MB};\n' + source)
    ends = re.match(r'// ends: (done|limit)\n', source).group(1)
    with Group(place, version, f'tenure-test-{os.getpid()}-{name}-{megabytes}', megabytes * MB) as group:
        argv = ['/bin/sh', '-c', ENTER, group.path, engine, script]
        result = run_tests.run_process(argv, dict(os.environ, NODE_DISABLE_COLORS='1'), '', TIMEOUT)
        problem, peak = judge(result, ends, group), group.peak()
    if problem:
        problem += '\n    ' + run_tests.tail(result.output[-2000:] + result.errors, 12).replace('\n', '\n    ')
    return f'{name} in {megabytes} MB', problem, f'{result.seconds:.1f} s, peak {peak / MB:.0f} MB'


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('filter', nargs='?', default='', help='regular expression on the names of runs')
    parser.add_argument('--engine', default=os.path.join(ROOT, 'build/release/tenure'))
    parser.add_argument('--limits', default=','.join(map(str, LIMITS)), help='megabytes')
    parser.add_argument('--jobs', type=int, default=2)
    parser.add_argument('-v', '--verbose', action='store_true')
    args = parser.parse_args()
    place, version = find_parent()
    if place is None:
        print(f'SKIP: {version}')
        return 0
    directory = os.path.join(ROOT, 'build', 'cgroup')
    os.makedirs(directory, exist_ok=True)
    jobs = [(args.engine, place, version, path, megabytes, directory)
            for path in sorted(glob.glob(os.path.join(FOLDER, '*.js'))) for megabytes in map(int, args.limits.split(','))]
    jobs = [job for job in jobs if re.search(args.filter, f'{os.path.basename(job[3])[:-3]} in {job[4]} MB')]
    failed = sum(problem is not None for _, problem, _ in run_tests.run_all(run, jobs, args.jobs, args.verbose))
    print(f'{len(jobs) - failed} passed, {failed} failed')
    return 1 if failed or not jobs else 0


if __name__ == '__main__':
    sys.exit(main())
