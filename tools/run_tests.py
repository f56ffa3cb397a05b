#!/usr/bin/env python3
"""Run the JavaScript tests: test/js/**/*.js and test/programs.

    tools/run_tests.py                          all tests on build/tenure
    tools/run_tests.py test/js/builtins/array   a directory, or single files
    tools/run_tests.py --engine node            check the expectations against Node
    tools/run_tests.py --mode stress --sample 5 a fifth of the tests, moved at safepoints
    tools/run_tests.py --show FILE              print what the engine is given

A test is a program whose comments say what it prints, throws and returns: test/README.md is the
manual of that format, and parse_test() below its definition.  Each test is a process of its own; the
last line printed is `N passed, N failed, N skipped`, the exit status is 0 if none failed.

A run is judged by judge(): first by how the process ended (a signal, a timeout, a sanitizer's report
and a failed assertion are failures whatever was expected), then by exit status, stdout line by line,
stderr by regular expression, peak resident memory.  Under mode `failalloc` the Nth allocation fails:
there the program may end in any orderly way; crashes and hangs fail, and other output that tells of no error.
"""

import argparse
import concurrent.futures
import difflib
import functools
import hashlib
import json
import os
import random
import re
import resource
import shlex
import signal
import subprocess
import sys
import tempfile
import threading
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))

# What each mode runs: (binary, flags, factor on the time limit).  '' is the engine given or the default.
MODES = {
    'release': ('build/release/tenure', [], 1),
    'checked': ('build/checked/tenure', [], 3),
    'verify': ('build/checked/tenure', ['--verify-heap'], 10),
    'stress': ('build/checked/tenure', ['--gc-stress'], 20),
    'stress-each': ('build/checked/tenure', ['--gc-stress=1'], 12),
    'marking': ('build/checked/tenure', ['--stress-marking'], 20),
    'pretenure': ('build/checked/tenure', ['--stress-pretenuring', '--gc-stress=50', '--verify-heap'], 20),
    'pretenure-marking': ('build/checked/tenure', ['--stress-pretenuring', '--stress-marking=20', '--verify-heap'], 20),
    'in-place': ('build/checked/tenure', ['--promote-in-place-always', '--stress-marking=200', '--verify-heap'], 20),
    'compact': ('build/checked/tenure', ['--compact-on-every-full-gc', '--stress-marking=100', '--verify-heap'], 20),
    'compact-helpers': ('build/checked/tenure', ['--compact-on-every-full-gc', '--gc-helpers=3', '--stress-marking=100',
                                                 '--verify-heap'], 20),
    'stress-slow': ('build/stress/tenure', ['--gc-stress', '--verify-heap'], 40),
    'switch': ('build/switch/tenure', [], 2),
    'asan': ('build/asan/tenure', [], 8),
    'tsan': ('build/tsan/tenure', [], 15),
    'tiny-heap': ('build/checked/tenure', ['--max-semi-space-size=1', '--max-old-space-size=64'], 5),
    'failalloc': ('build/checked/tenure', [], 5),
    'image': ('build/checked/tenure', ['--image=IMAGE'], 3),  # IMAGE: one that the same binary wrote
}
FAIL_ALLOC_SAYS = 'gc fail-alloc: allocation'  # the engine, on stderr, when it lets one fail
FAIL_ALLOC_RUNS = 16

DIRECTIVES = ('flags', 'args', 'env', 'stdin', 'exit', 'stderr', 'timeout', 'modes', 'engines', 'memory')
DIRECTIVE = re.compile(r'^\s*// (%s): ?(.*?)\s*$' % '|'.join(DIRECTIVES))
EXPECT_LINE = re.compile(r'// expect(:|~|-json:)(?: (.*?))?\s*$')
EXPECT_THROW = re.compile(r'^(.*?)\s*// expect ([A-Za-z_$][\w$]*)(?:: (.*?))?\s*$')
BLOCK = re.compile(r'^/\* expect:\s*$')
CRASH_TEXT = re.compile(
    r'ERROR: (Address|Leak|Memory)Sanitizer|WARNING: ThreadSanitizer|runtime error: |'
    r'assertion failed|Assertion .* failed|broken invariant|heap verification failed', re.I)


class FormatError(Exception):
    """A test file that breaks the rules of test/README.md."""


class Test:
    """One file: what to run and what to expect of it."""

    def __init__(self, path):
        self.path = path
        self.name = os.path.relpath(path, ROOT)
        self.flags, self.args, self.env, self.stdin = [], [], {}, ''
        self.exit, self.stderr, self.timeout = 0, [], 10.0
        self.modes, self.engines, self.memory_mb = [], [], None
        self.expected = []  # of (kind, text, line number); kind: 'text', 'regex', 'throw'
        self.source = None  # rewritten source, if statements are expected to throw


def rewrite_throwing(statement, number):
    """One line of source that runs statement and prints what it throws, for the runner to compare."""
    report = ('console.log("\\u0001threw " + (($e !== null && typeof $e === "object" || '
              'typeof $e === "function") && $e.constructor ? $e.constructor.name + ": " + '
              '$e.message : String($e)));')
    return ('try { %s ; console.log("\\u0001line %d did not throw"); } catch ($e) { %s }'
            % (statement, number, report))


def parse_test(path):
    """Reads the directives and expectations of a test file."""
    test = Test(path)
    with open(path, encoding='utf-8', newline='') as file:
        lines = file.read().split('\n')
    out, in_block, rewritten = [], False, False
    for number, line in enumerate(lines, 1):
        out.append(line)
        if in_block:
            if line.strip() == '*/':
                in_block = False
            else:
                test.expected.append(('text', line, number))
        elif BLOCK.match(line):
            in_block = True
        elif match := DIRECTIVE.match(line):
            parse_directive(test, number, *match.groups())
        elif match := EXPECT_LINE.search(line):
            kind, text = match.group(1), match.group(2) or ''
            if kind == '-json:':
                text = json.loads(text)
            test.expected.append(('regex' if kind == '~' else 'text', text, number))
        elif match := EXPECT_THROW.match(line):
            statement, name, message = match.groups()
            if not statement.strip():
                raise FormatError(f'{test.name}:{number}: no statement before "// expect {name}"')
            test.expected.append(('throw', name if message is None else f'{name}: {message}', number))
            out[-1] = rewrite_throwing(statement, number)
            rewritten = True
        elif re.search(r'//\s*expect\b', line):
            raise FormatError(f'{test.name}:{number}: malformed expectation')
    if in_block:
        raise FormatError(f'{test.name}: "/* expect:" without "*/" on a line of its own')
    beside = path[:-3] + '.out'
    if os.path.exists(beside):
        if test.expected:
            raise FormatError(f'{test.name}: has expectations and a .out file')
        with open(beside, encoding='utf-8', newline='') as file:
            text = file.read()
        test.expected = [('text', line, 0) for line in text.split('\n')[:-1]]
    if rewritten:
        test.source = '\n'.join(out)
    if not test.expected and test.exit == 0 and not test.stderr:
        raise FormatError(f'{test.name}: expects nothing, so it cannot fail')
    return test


def parse_directive(test, number, name, text):
    """Takes one `// name: text` line into test."""
    if name == 'flags':
        test.flags += shlex.split(text)
    elif name == 'args':
        test.args += shlex.split(text)
    elif name == 'env':
        test.env.update(item.split('=', 1) for item in shlex.split(text))
    elif name == 'stdin':
        test.stdin += text + '\n'
    elif name == 'exit':
        test.exit = text if text == 'any' else int(text)
    elif name == 'stderr':
        test.stderr.append(re.compile(text, re.M))
    elif name == 'timeout':
        test.timeout = float(text)
    elif name == 'memory':
        test.memory_mb = float(text)
    else:
        known = set(MODES) if name == 'modes' else {'tenure', 'node'}
        for item in text.split():
            if item.lstrip('!') not in known:
                raise FormatError(f'{test.name}:{number}: unknown {name[:-1]} {item}')
        getattr(test, name).extend(text.split())


def selected(words, name):
    """Whether a list such as `a b` (only these) or `!a !b` (not these) takes in name."""
    only = [word for word in words if not word.startswith('!')]
    return '!' + name not in words and (not only or name in only)


class Result:
    def __init__(self, status, output, errors, peak_kb, seconds, timed_out):
        self.signal = os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
        self.code = os.WEXITSTATUS(status) if os.WIFEXITED(status) else 128 + self.signal
        self.output, self.errors = output, errors
        self.peak_kb, self.seconds, self.timed_out = peak_kb, seconds, timed_out


spawn_lock = threading.Lock()


def run_process(argv, env, stdin, timeout, cwd=None):
    """Runs argv to its end or the timeout; output goes through files, so no reader can block it."""
    files = [os.memfd_create(name) for name in ('in', 'out', 'err')]
    try:
        os.write(files[0], stdin.encode())
        os.lseek(files[0], 0, os.SEEK_SET)
        actions = [(os.POSIX_SPAWN_DUP2, fd, number) for number, fd in enumerate(files)]
        start = time.monotonic()
        with spawn_lock:
            pid = os.posix_spawn(argv[0], argv, env, file_actions=actions, setsid=True)
        try:
            resource.prlimit(pid, resource.RLIMIT_FSIZE, (256 << 20, 256 << 20))
            resource.prlimit(pid, resource.RLIMIT_CORE, (0, 0))
        except ProcessLookupError:
            pass
        timed_out = threading.Event()

        def expire():
            timed_out.set()
            try:
                os.killpg(pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
        timer = threading.Timer(timeout, expire)
        timer.start()
        _, status, usage = os.wait4(pid, 0)
        timer.cancel()
        seconds = time.monotonic() - start
        texts = []
        for fd in files[1:]:
            os.lseek(fd, 0, os.SEEK_SET)
            with os.fdopen(os.dup(fd), 'rb') as file:
                texts.append(file.read(32 << 20).decode('utf-8', 'replace'))
        return Result(status, texts[0], texts[1], usage.ru_maxrss, seconds, timed_out.is_set())
    finally:
        for fd in files:
            os.close(fd)


def line_matches(kind, expected, actual):
    if kind == 'text':
        return actual == expected
    if kind == 'regex':
        return re.fullmatch(expected, actual) is not None
    if not actual.startswith('\x01threw '):
        return False
    thrown = actual[len('\x01threw '):]
    return thrown == expected or (':' not in expected and thrown.split(':')[0] == expected)


def compare_output(test, output):
    """A readable difference between expected and printed lines, or None."""
    actual = output.split('\n')
    if actual[-1] == '':
        actual.pop()
    pairs_match = len(actual) == len(test.expected) and all(
        line_matches(kind, text, line) for (kind, text, _), line in zip(test.expected, actual))
    if pairs_match:
        return None
    # Present lines that match as equal, so that the difference shows only what differs.
    shown = []
    for index, (kind, text, _) in enumerate(test.expected):
        if index < len(actual) and line_matches(kind, text, actual[index]):
            shown.append(actual[index])
        else:
            shown.append({'text': '', 'regex': '(regex) ', 'throw': '\x01threw '}[kind] + text)
    first = next((i for i, line in enumerate(shown) if i >= len(actual) or actual[i] != line), len(shown))
    where = ''
    if first < len(test.expected) and test.expected[first][2]:
        where = f'first difference: expectation at line {test.expected[first][2]}\n'
    diff = list(difflib.unified_diff(shown, actual, 'expected', 'printed', lineterm='', n=2))
    return where + '\n'.join(line.replace('\x01', '') for line in diff[:40])


def describe_end(result):
    if result.timed_out:
        return f'timed out after {result.seconds:.1f} s'
    if result.signal:
        return f'killed by {signal.Signals(result.signal).name}'
    return f'exit status {result.code}'


def tail(text, lines=15):
    kept = text.rstrip('\n').split('\n')
    return '\n'.join((['...'] if len(kept) > lines else []) + kept[-lines:])


def crashed(result):
    """Whether the process ended in a way that no expectation excuses."""
    if result.timed_out or CRASH_TEXT.search(result.errors):
        return True
    orderly_abort = result.signal == signal.SIGABRT and 'FATAL ERROR' in result.errors
    return result.signal != 0 and not orderly_abort


def judge(test, result, mode):
    """None if the run is as expected, else the reasons as text."""
    problems = []
    if crashed(result):
        problems.append(describe_end(result))
    elif mode == 'failalloc':
        shown = 'out of memory' in result.output  # by a program that prints the errors it catches
        if result.code == 0 and test.exit == 0 and not shown and compare_output(test, result.output):
            return 'exit status 0, but the output is wrong:\n' + compare_output(test, result.output)
        return None
    else:
        if test.exit != 'any' and result.code != test.exit:
            problems.append(f'{describe_end(result)}, expected {test.exit}')
        difference = compare_output(test, result.output)
        if difference:
            problems.append(difference)
        for pattern in test.stderr:
            if not pattern.search(result.errors):
                problems.append(f'stderr does not match /{pattern.pattern}/')
        limit = test.memory_mb
        if limit is not None and mode == 'release' and result.peak_kb > limit * 1024:
            problems.append(f'peak memory {result.peak_kb / 1024:.1f} MB, limit {limit:g} MB')
    if not problems:
        return None
    if result.errors.strip():
        problems.append('stderr:\n' + tail(result.errors))
    return '\n'.join(problems)


class Mirror:
    """Rewritten tests: each in a directory that links to all that lies beside the original."""

    def __init__(self):
        self.top = tempfile.TemporaryDirectory(prefix='run_tests.')
        self.lock = threading.Lock()

    def path(self, test):
        if test.source is None:
            return test.path
        directory = os.path.dirname(test.path)
        copy = os.path.join(self.top.name, hashlib.sha1(test.path.encode()).hexdigest()[:12])
        target = os.path.join(copy, os.path.basename(test.path))
        with self.lock:
            if not os.path.exists(target):
                os.mkdir(copy)
                for entry in os.listdir(directory):
                    if entry != os.path.basename(test.path):
                        os.symlink(os.path.join(directory, entry), os.path.join(copy, entry))
                with open(target, 'w', encoding='utf-8', newline='') as file:
                    file.write(test.source)
        return target


def environment(test):
    env = {key: os.environ[key] for key in ('PATH', 'HOME', 'TMPDIR', 'LD_LIBRARY_PATH') if key in os.environ}
    env.update(TZ='UTC', LANG='C.UTF-8', LC_ALL='C.UTF-8', NODE_DISABLE_COLORS='1')
    env['ASAN_OPTIONS'] = 'detect_leaks=1:abort_on_error=0:allocator_may_return_null=1'
    env['UBSAN_OPTIONS'] = 'print_stacktrace=1'
    env['TSAN_OPTIONS'] = 'exitcode=66'
    env.update(test.env)
    return env


def last_allocation(fails):
    """How many allocations a program makes, by doubling and halving: the greatest n for which fails(n); 0: none."""
    low, high = 0, 1024
    while fails(high):
        low, high = high, high * 2
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if fails(middle) else (low, middle)
    return low


@functools.lru_cache(maxsize=None)
def allocations_at_start(engine):
    """How many allocations an engine makes for an empty program; 0 if it does not say."""
    def fails(n):
        argv = [engine, f'--gc-fail-alloc={n}', '-e', '']
        return FAIL_ALLOC_SAYS in run_process(argv, dict(os.environ), '', 60).errors
    return last_allocation(fails)


def fail_alloc_points(engine, test, seed):
    """Which allocations fail in turn: one of the start, which all programs share, then ever further ones of the program."""
    rng = random.Random(f'{test.name} {seed}')
    start = allocations_at_start(engine)
    return [rng.randint(1, start + 1)] + [start + int(2.2 ** (i + rng.random())) for i in range(FAIL_ALLOC_RUNS - 1)]


def run_one(job):
    """Runs one (test, mode, engine, flags, options, mirror); returns (test, mode, problem, seconds)."""
    test, mode, engine, flags, options, mirror = job
    factor = 1 if options.engine == 'node' else MODES[mode][2]
    timeout = options.timeout or test.timeout * factor
    path = mirror.path(test)
    runs = [[]]
    if mode == 'failalloc':
        runs = [[f'--gc-fail-alloc={n}'] for n in fail_alloc_points(engine, test, options.seed)]
    seconds = 0
    for extra in runs:
        argv = [engine] + flags + extra + test.flags + [path] + test.args
        result = run_process(argv, environment(test), test.stdin, timeout)
        seconds += result.seconds
        problem = judge(test, result, mode)
        if problem:
            return test, mode, shlex.join(argv) + '\n' + problem, seconds
    return test, mode, None, seconds


def run_all(run, jobs, threads, verbose=False):
    """Runs jobs on threads; run(job) gives (name, problem or None, a note, ...).  Prints those with a problem, or all,
    and returns what they gave."""
    given = []
    with concurrent.futures.ThreadPoolExecutor(max(1, threads)) as pool:
        for outcome in pool.map(run, jobs):
            name, problem, note = outcome[:3]
            given.append(outcome)
            if problem or verbose:
                print(f'{"FAIL" if problem else "ok  "} {name} ({note})', flush=True)
            if problem:
                print('    ' + problem, flush=True)
    return given


def find_tests(paths):
    """All test files below paths, in order; fixtures and modules are no tests."""
    found = []
    for path in paths:
        path = os.path.abspath(path)
        if os.path.isfile(path):
            found.append(path)
        elif not os.path.isdir(path):
            sys.exit(f'{path}: no such file or directory')
        for directory, names, files in os.walk(path):
            names[:] = sorted(n for n in names if n not in ('fixtures', 'node_modules') and n[0] not in '._')
            found += [os.path.join(directory, f) for f in sorted(files) if f.endswith('.js') and f[0] != '_']
    return list(dict.fromkeys(found))


def in_sample(name, sample, seed):
    """A stable 1/sample of all names, another one for each seed."""
    digest = hashlib.sha1(f'{seed}:{name}'.encode()).digest()
    return int.from_bytes(digest[:4], 'big') % sample == 0


def locate_engine(options, mode):
    """Absolute path of the program that runs this mode, or None."""
    name = options.engine or MODES[mode][0]
    if options.engine is None and mode == 'release' and not os.path.exists(os.path.join(ROOT, name)):
        name = 'build/tenure'
    if os.sep not in name:
        for directory in os.environ['PATH'].split(':'):
            if os.access(os.path.join(directory, name), os.X_OK):
                return os.path.join(directory, name)
        return None
    path = name if os.path.isabs(name) else next(
        (p for p in (os.path.abspath(name), os.path.join(ROOT, name)) if os.path.exists(p)), name)
    return path if os.access(path, os.X_OK) else None


def write_image(engine, mirror):
    """Path of an image of the built-in objects, written by the engine."""
    path = os.path.join(mirror.top.name, 'builtins.image')
    subprocess.run([engine, '--write-image=' + path], check=True)
    return path


def plan(options, mirror):
    """The jobs to run, the number of skipped ones, and the files that break the format."""
    tests, broken = [], []
    for path in find_tests(options.paths):
        if options.filter and not re.search(options.filter, path):
            continue
        try:
            tests.append(parse_test(path))
        except (FormatError, ValueError, re.error) as error:
            broken.append(f'{os.path.relpath(path, ROOT)}: {error}')
    jobs, skipped = [], 0
    family = 'node' if options.engine and os.path.basename(options.engine) == 'node' else 'tenure'
    for mode in options.mode:
        engine = locate_engine(options, mode)
        if engine is None:
            sys.exit(f'mode {mode}: no {options.engine or MODES[mode][0]}; build it first (make, or cmake --preset)')
        if mode == 'failalloc':
            allocations_at_start(engine)  # once, before there are threads
        flags = options.flags + ([] if family == 'node' else MODES[mode][1])
        if '--image=IMAGE' in flags:
            flags[flags.index('--image=IMAGE')] = '--image=' + write_image(engine, mirror)
        for test in tests:
            if not selected(test.engines, family) or not selected(test.modes, mode):
                skipped += 1
            elif in_sample(test.name, options.sample, options.seed):
                jobs.append((test, mode, engine, flags, options, mirror))
    return jobs, skipped, broken


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('paths', nargs='*', help='files or directories (default: test/js, test/programs)')
    parser.add_argument('--engine', help='program to test: a path, or `node`')
    parser.add_argument('--mode', default='release', help='comma list of: ' + ' '.join(MODES))
    parser.add_argument('--flags', default='', type=shlex.split, help='more flags for the engine')
    parser.add_argument('-j', '--jobs', type=int, default=os.cpu_count())
    parser.add_argument('--timeout', type=float, help='seconds, instead of the tests\' own limits')
    parser.add_argument('--filter', help='run only files whose path matches this regular expression')
    parser.add_argument('--sample', type=int, default=1, metavar='N', help='run one test in N')
    parser.add_argument('--seed', default='0', help='chooses the sample')
    parser.add_argument('--slowest', type=int, default=0, metavar='N', help='list the N slowest')
    parser.add_argument('--show', action='store_true', help='print the rewritten sources and stop')
    parser.add_argument('-v', '--verbose', action='store_true')
    options = parser.parse_args()
    options.paths = options.paths or [p for p in (f'{ROOT}/test/js', f'{ROOT}/test/programs') if os.path.isdir(p)]
    options.mode = options.mode.split(',')
    for mode in options.mode:
        if mode not in MODES:
            sys.exit(f'unknown mode {mode}; there are: {" ".join(MODES)}')
    if options.show:
        for path in find_tests(options.paths):
            test = parse_test(path)
            with open(path, encoding='utf-8') as file:
                print(test.source or file.read())
        return 0

    mirror = Mirror()
    jobs, skipped, broken = plan(options, mirror)
    passed, failed, times = 0, 0, []
    for problem in broken:
        failed += 1
        print(f'FAIL {problem}', flush=True)
    with concurrent.futures.ThreadPoolExecutor(max(1, options.jobs)) as pool:
        for test, mode, problem, seconds in pool.map(run_one, jobs):
            times.append((seconds, mode, test.name))
            if problem is None:
                passed += 1
                if options.verbose:
                    print(f'ok   [{mode}] {test.name} ({seconds:.2f} s)')
            else:
                failed += 1
                text = '\n'.join('    ' + line for line in problem.split('\n'))
                print(f'FAIL [{mode}] {test.name}\n{text}', flush=True)
    for seconds, mode, name in sorted(times, reverse=True)[:options.slowest]:
        print(f'{seconds:7.2f} s [{mode}] {name}')
    print(f'{passed} passed, {failed} failed, {skipped} skipped')
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main())
