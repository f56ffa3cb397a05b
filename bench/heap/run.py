#!/usr/bin/env python3
"""Benchmarks of the heap alone, in C, against the Boehm collector, malloc and free, and mimalloc.

    bench/heap/run.py                                  all programs, five rounds
    bench/heap/run.py --only gcbench,splay --rounds 9  some of them
    bench/heap/run.py --write docs/benchmarks-heap.md  also writes the tables, with the command
    bench/heap/run.py --js                             pauses and peak memory of the JavaScript forms
    bench/heap/run.py --techniques                     the same, each technique of the collector switched off in turn
    bench/heap/run.py --parallel                       scavenges shared with helpers, marking beside the program
    bench/heap/run.py --live 64,256,1024,2048          pauses by megabytes of live data, of JavaScript too
    bench/heap/run.py --library old/libtenure-gc.a     another build of the heap (its headers: --include)

Each NAME.c is a program on the heap's public API; NAME_peer.c is its twin, compiled for each allocator
whose package is installed (libgc-dev, libmimalloc-dev).  Each round runs every variant in an order
that turns, and again until ours took half a second, as single runs of some 50 ms say more of the machine than of the
program: the round's figure is the mean.  Figures are medians over rounds of CPU time (user and system) of the main
thread, beside it of all threads, and of peak resident memory, less that of a program that does nothing.  Beside them
stands a loop of arithmetic, timed in each round: where its times differ much, so does the machine, and only ratios
hold.  A ratio is ours / theirs: below 1, ours is less.  Variants must print the same.
"""

import argparse
import glob
import importlib.util
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
BUILT = f'{ROOT}/build/bench-heap'
FLAGS = ['-std=gnu11', '-O2', '-g1', '-fno-strict-aliasing', '-fno-math-errno', '-Wall', '-Wextra',
         '-Wno-unused-parameter']
# name → what must be there to build it, and how.  The first one is ours.
PEERS = {
    'boehm': ('gc.h', ['-DPEER_BOEHM=1'], ['-lgc']),
    'malloc': ('stdlib.h', [], []),
    'mimalloc': ('mimalloc.h', ['-DPEER_MIMALLOC=1'], ['-lmimalloc']),
}
TIMEOUT = 300
ROUND_SECONDS = 0.5  # that our variant takes in a round, at least


def load(name, path):
    """A Python file that is no module of a package."""
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


engines = load('engines', f'{ROOT}/bench/run.py')


def compiler():
    return os.environ.get('CC', 'cc')


def has_header(header):
    """Whether the compiler finds a header: the package that brings it is installed."""
    done = subprocess.run([compiler(), '-E', '-x', 'c', '-'], input=f'#include <{header}>\n', text=True,
                          stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return done.returncode == 0


def programs():
    """Names of the programs that have a twin."""
    return sorted(os.path.basename(p)[:-len('_peer.c')] for p in glob.glob(f'{HERE}/*_peer.c'))


def compile_one(source, binary, flags, libraries):
    os.makedirs(BUILT, exist_ok=True)
    subprocess.run([compiler()] + FLAGS + flags + [source, '-o', binary] + libraries, check=True)
    return binary


def own_flags(options):
    """(flags, libraries) of programs on the heap."""
    library = options.library or f'{ROOT}/build/release/heap/libtenure-gc.a'
    include = options.include or f'{ROOT}/heap/include'
    if not os.path.exists(library):
        sys.exit(f'no {library}: build it with tools/build.sh release')
    return [f'-I{include}'], [library, '-lm', '-lpthread']


def build(names, options):
    """name → {variant: path}; and which peers are absent."""
    present = {peer: how for peer, how in PEERS.items() if has_header(how[0])}
    flags, libraries = own_flags(options)
    binaries = {}
    for name in names:
        variants = {'tenure': compile_one(f'{HERE}/{name}.c', f'{BUILT}/{name}.tenure', flags, libraries)}
        for peer, (_, peer_flags, peer_libraries) in present.items():
            variants[peer] = compile_one(f'{HERE}/{name}_peer.c', f'{BUILT}/{name}.{peer}', peer_flags, peer_libraries)
        binaries[name] = variants
    return binaries, [peer for peer in PEERS if peer not in present]


def run_once(argv, env=None, descriptors=()):
    """(user+system seconds, peak MB, output) of one run."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as figures:
        number = figures.fileno()
        subprocess.run([engines.launcher(), str(number), str(TIMEOUT)] + argv, stdout=out,
                       stdin=subprocess.DEVNULL, pass_fds=[number, *descriptors], env=env, check=True)
        out.seek(0)
        figures.seek(0)
        user, system, peak_kb, status, late = map(int, figures.read().split())
        code = os.waitstatus_to_exitcode(status)
        if late or code:
            raise engines.Failed(f'{argv[0]}: ' + (f'more than {TIMEOUT} s' if late else f'status {code}'))
        return (user + system) / 1e6, peak_kb / 1024, out.read().decode()


def run_timed(argv):
    """(seconds of the main thread, of all threads, peak MB, output) of one run."""
    with tempfile.TemporaryFile() as told:
        env = dict(os.environ, BENCH_MAIN_TIME=str(told.fileno()))
        seconds, memory, output = run_once(argv, env, [told.fileno()])
        told.seek(0)
        return int(told.read()) / 1e6, seconds, memory, output


class Samples:
    """Seconds (of the main thread, and of all) and megabytes of each variant of a program, a mean of each a round."""

    def __init__(self, name):
        self.name, self.seconds, self.all_seconds, self.memory, self.outputs = name, {}, {}, {}, {}

    def take_round(self, commands):
        """Runs the commands of all variants in turn until ours took ROUND_SECONDS."""
        runs = {variant: [] for variant in commands}
        while sum(run[0] for run in runs['tenure']) < ROUND_SECONDS:
            for variant, argv in commands.items():
                runs[variant].append(run_timed(argv))
                self.outputs.setdefault(runs[variant][-1][3], variant)
        for variant, several in runs.items():
            for i, samples in enumerate((self.seconds, self.all_seconds, self.memory)):
                samples.setdefault(variant, []).append(statistics.mean(run[i] for run in several))

    def ratios(self, other, empty_mb):
        """(CPU time of the main threads, of all threads, peak memory) of ours over the other's."""
        own, theirs = statistics.median(self.memory['tenure']), statistics.median(self.memory[other])
        times = [statistics.median(s['tenure']) / statistics.median(s[other]) for s in (self.seconds, self.all_seconds)]
        return *times, (own - empty_mb) / (theirs - empty_mb)


def measure(binaries, options):
    """[Samples], peak MB of a program that does nothing, seconds of the calibration loop."""
    calibrate = compile_one(f'{HERE}/calibrate.c', f'{BUILT}/calibrate', [], [])
    loops, empty, results = [], [], []
    for name, variants in binaries.items():
        samples, order = Samples(name), list(variants)
        for turn in range(options.rounds):
            loops.append(run_once([calibrate])[0])
            empty.append(run_once([calibrate, '0'])[1])
            shift = turn % len(order)
            samples.take_round({v: [variants[v]] + options.arguments for v in order[shift:] + order[:shift]})
        if len(samples.outputs) != 1:
            raise engines.Failed(f'{name}: the variants print different things: {samples.outputs}')
        print(f'{name:14} ' + '  '.join(
            f'{v} {statistics.median(samples.seconds[v]) * 1000:.0f} ms {statistics.median(samples.memory[v]):.1f} MB'
            for v in order), flush=True)
        results.append(samples)
    return results, statistics.median(empty), loops


def table(results, empty_mb):
    """Lines of Markdown: CPU ms, peak MB, and ratios against each peer."""
    variants = list(results[0].seconds)
    others = variants[1:]
    head = ['program', 'tenure ms', 'all threads'] + [f'{v} ms' for v in others] + [f'{v} MB' for v in variants]
    head += [f'{what} / {o}' for o in others for what in ('time', 'all threads', 'memory')]
    lines = ['| ' + ' | '.join(head) + ' |', '| --- |' + ' ---: |' * (len(head) - 1)]
    for samples in results:
        cells = [samples.name] + [f'{statistics.median(s["tenure"]) * 1000:.0f}' for s in (samples.seconds, samples.all_seconds)]
        cells += [f'{statistics.median(samples.seconds[v]) * 1000:.0f}' for v in others]
        cells += [f'{statistics.median(samples.memory[v]) - empty_mb:.1f}' for v in variants]
        cells += [f'{ratio:.2f}' for o in others for ratio in samples.ratios(o, empty_mb)]
        lines.append('| ' + ' | '.join(cells) + ' |')
    means = [f'{engines.geometric_mean([s.ratios(o, empty_mb)[i] for s in results]):.2f}' for o in others for i in (0, 1, 2)]
    lines.append('| geometric mean |' + ' |' * (2 * len(variants) + 1) + ' ' + ' | '.join(means) + ' |')
    return lines


def measure_rate(options):
    """Lines about allocation alone: alloc_rate takes turns with its bare loop within one process."""
    flags, libraries = own_flags(options)
    binary = compile_one(f'{HERE}/alloc_rate.c', f'{BUILT}/alloc_rate', flags, libraries)
    rows = [list(map(float, run_once([binary])[2].split())) for _ in range(options.rounds)]
    rooted, reserved, bare = (statistics.median(column) for column in zip(*rows))
    lines = ['| dead cells of 32 bytes, collections included | ns each | share of the bare rate |', '| --- | ---: | ---: |']
    for what, ns in (('gc_alloc into a slot of a frame', rooted), ('gc_reserve and gc_alloc_reserved_nogc', reserved),
                     ('bare loop: header and two words of each cell of a ring of 1 MiB', bare)):
        lines.append(f'| {what} | {ns:.2f} | {bare / ns:.2f} |')
    return lines


def write_section(path, mark, lines):
    """Replaces the lines between the marks of a section, keeping the rest of the file."""
    begin, end = f'<!-- bench/heap/run.py {mark} begins -->', f'<!-- bench/heap/run.py {mark} ends -->'
    text = '# Benchmarks of the heap\n'
    if os.path.exists(path):
        with open(path, encoding='utf-8') as file:
            text = file.read()
    if begin not in text:
        text += f'\n{begin}\n{end}\n'
    head, rest = text.split(begin, 1)
    with open(path, 'w', encoding='utf-8') as file:
        file.write(head + begin + '\n' + '\n'.join(lines) + '\n' + end + rest.split(end, 1)[1])


def command(options):
    modes = [f'--{mode}' for mode in ('js', 'techniques', 'parallel') if getattr(options, mode)]
    words = ['bench/heap/run.py'] + modes + (
        ['--live', options.live, '--seconds', str(options.seconds)] if options.live else ['--rounds', str(options.rounds)])
    return ('QJS=path/to/qjs ' if options.js and options.qjs else '') + ' '.join(words) + f' --write {options.write}'


def parallel(options):
    """Lines about helpers: what heap/bench/heap_bench.c says of each round, medians."""
    flags, libraries = own_flags(options)
    binary = f'{BUILT}/heap_bench'
    os.makedirs(BUILT, exist_ok=True)
    subprocess.run([compiler()] + FLAGS + flags + [f'-I{ROOT}/heap/test', f'{ROOT}/heap/bench/heap_bench.c',
                                                   f'{ROOT}/heap/test/kinds.c', '-o', binary] + libraries, check=True)
    young, beside = {}, []
    for _ in range(options.rounds):
        for line in run_once([binary, 'young_trees', 'young_lists', 'young_web', 'young_records', 'young_arrays', 'beside'])[2].splitlines():
            figures = [float(word) for word in re.findall(r'\d+(?:\.\d+)?', line)]
            if line.startswith('beside'):
                beside.append(figures)
            else:
                young.setdefault(line.split()[0], []).append(figures)
    median = lambda rows, i: statistics.median(row[i] for row in rows)
    lines = ['| scavenges of what all survives | one thread ms | with a helper ms | ratio | of the best tenths | of CPU time |',
             '| --- | ---: | ---: | ---: | ---: | ---: |']
    lines += [f'| {name} | {median(rows, 0):.2f} | {median(rows, 1):.2f} | {median(rows, 2):.2f} | {median(rows, 3):.2f} | '
              f'{median(rows, 4):.2f} |' for name, rows in young.items()]
    lines += ['', '| marking beside the program | |', '| --- | ---: |',
              f'| share of the bytes that helpers scanned | {median(beside, 0):.2f} |',
              f"| the program's speed meanwhile, of that without marking | {median(beside, 2):.2f} |",
              f'| share of the time that marking was under way | {median(beside, 4):.2f} |']
    print('\n'.join(lines))
    return 'parallel', lines


def native(options):
    only = [word for word in options.only.split(',') if word]
    names = [name for name in programs() if not only or name in only]
    lines = []
    if not only or 'alloc_rate' in only:
        lines += measure_rate(options) + ['']
        print('\n'.join(lines))
    if names:
        binaries, absent = build(names, options)
        for peer in absent:
            print(f'left out: {peer}: {PEERS[peer][0]} is not installed')
        results, empty_mb, loops = measure(binaries, options)
        lines += [f'Calibration loop: median {statistics.median(loops) * 1000:.0f} ms, from {min(loops) * 1000:.0f} to '
                  f'{max(loops) * 1000:.0f}.  An empty program: {empty_mb:.1f} MB, subtracted.', '']
        lines += table(results, empty_mb)
        print('\n' + '\n'.join(lines))
    return 'programs', lines


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--only', default='', help='comma list of programs')
    parser.add_argument('--rounds', type=int, default=5)
    parser.add_argument('--write', metavar='FILE')
    parser.add_argument('--library', help='the heap; default: that of build/release')
    parser.add_argument('--include', help="the heap's headers")
    parser.add_argument('--js', action='store_true')
    parser.add_argument('--techniques', action='store_true')
    parser.add_argument('--parallel', action='store_true')
    parser.add_argument('--live', metavar='MB,...', help='pauses by live data')
    parser.add_argument('--seconds', type=int, default=8, help='of --live: steady work')
    parser.add_argument('--tenure', default=f'{ROOT}/build/tenure')
    parser.add_argument('--node', default=shutil.which('node'))
    parser.add_argument('--qjs', default=os.environ.get('QJS'))
    parser.add_argument('arguments', nargs='*', help='given to the programs: a percentage of the work')
    options = parser.parse_args()
    try:
        if options.live:
            os.makedirs(BUILT, exist_ok=True)
            clock = compile_one(f'{HERE}/cpu_clock.c', f'{BUILT}/cpu_clock.so', ['-shared', '-fPIC'], [])
            mark, lines = load('pauses', f'{HERE}/pauses.py').measure_live(options, run_once, clock)
        elif options.js:
            mark, lines = load('pauses', f'{HERE}/pauses.py').measure(options, run_once)
        elif options.techniques:
            mark, lines = load('techniques', f'{HERE}/techniques.py').measure(options)
        elif options.parallel:
            mark, lines = parallel(options)
        else:
            mark, lines = native(options)
    except engines.Failed as failure:
        print(failure)
        return 1
    if options.write:
        write_section(options.write, mark, [f'Made by `{command(options)}`; {engines.machine()}.', ''] + lines)
    return 0


if __name__ == '__main__':
    sys.exit(main())
