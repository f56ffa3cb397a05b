#!/usr/bin/env python3
"""Compares JavaScript engines on bench/micro and bench/programs.

    bench/run.py                                build/tenure, node, node --jitless
    QJS=/path/to/qjs bench/run.py               and quickjs-ng (or --qjs PATH)
    bench/run.py --engine old=/tmp/tenure.old   another engine besides (repeatable)
    bench/run.py --write docs/benchmarks.md     also writes the tables, with the command
    bench/run.py --only json,sort --rounds 9    some of the programs

Each round runs every engine once on a program, in an order that turns from round to round, so that slow
drifts of the machine fall on all alike.  Figures: median CPU time (user and system) of the child, and
median peak resident memory
(by bench/launch.c, which needs a C compiler).  Outputs must be equal: an engine whose output differs from node's (or from
the majority) has no figure for the program, and the run fails.

A ratio is `tenure / other` of CPU times: below 1, tenure is faster.  Its interval is that of the middle
half of the rounds' own ratios; where it, widened by two per cent, contains 1, the verdict is
`noise`.  Means are geometric, over the
programs that both ran.
"""

import argparse
import glob
import math
import os
import platform
import shlex
import shutil
import statistics
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
TIMEOUT = 120
# Programs whose time goes into allocating and collecting, rather than into computing.
ALLOCATION = '''binary_trees linked_list filled_arrays splay closures string_building map_churn object_churn json
queue sorting graph lru_cache event_stream generators destructuring'''.split()


class Failed(Exception):
    pass


def find_engines(options):
    """name → argv, in the order of the table's columns; and what was left out, with reasons."""
    engines, absent = {}, []
    own = options.tenure or os.path.join(ROOT, 'build', 'tenure')
    if os.access(own, os.X_OK):
        engines['tenure'] = [own]
    else:
        absent.append(f'tenure: {own} is not built')
    node = options.node or shutil.which('node')
    if node and os.access(node, os.X_OK):
        engines['node'] = [node]
        engines['node --jitless'] = [node, '--jitless', '--no-warnings', '--no-expose-wasm']
    else:
        absent.append('node: not found')
    qjs = options.qjs or os.environ.get('QJS')
    if qjs and os.access(qjs, os.X_OK):
        engines['quickjs-ng'] = [qjs]
    else:
        absent.append('quickjs-ng: no path given (QJS=/path/to/qjs or --qjs)' if not qjs else f'quickjs-ng: no {qjs}')
    for text in options.engine:
        name, _, command = text.partition('=')
        engines[name] = shlex.split(command)
    if options.engines:
        wanted = options.engines.split(',')
        engines = {name: argv for name, argv in engines.items() if name in wanted}
    return engines, absent


def launcher():
    """Path of bench/launch.c, compiled."""
    source, binary = f'{ROOT}/bench/launch.c', f'{ROOT}/build/bench-launch'
    if not os.path.exists(binary) or os.path.getmtime(binary) < os.path.getmtime(source):
        os.makedirs(os.path.dirname(binary), exist_ok=True)
        subprocess.run(['cc', '-O1', '-o', binary, source], check=True)
    return binary


def run_once(argv, path):
    """(CPU seconds, peak MB, output) of one run; raises Failed."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err, tempfile.TemporaryFile() as figures:
        number = figures.fileno()
        subprocess.run([launcher(), str(number), str(TIMEOUT)] + argv + [path], stdout=out, stderr=err,
                       stdin=subprocess.DEVNULL, pass_fds=[number], check=True)
        out.seek(0)
        err.seek(0)
        figures.seek(0)
        user, system, peak_kb, status, late = map(int, figures.read().split())
        if late:
            raise Failed(f'took more than {TIMEOUT} s')
        code = os.waitstatus_to_exitcode(status)
        if code:
            lines = err.read().decode('utf-8', 'replace').strip().split('\n')
            what = f'status {code}' if code > 0 else f'signal {-code}'
            raise Failed(f'{what}: {lines[-1][:100]}')
        return (user + system) / 1e6, peak_kb / 1024, out.read().decode('utf-8', 'replace')


class Program:
    """One benchmark: samples of each engine, or why it has none."""

    def __init__(self, path):
        self.path = path
        self.name = os.path.splitext(os.path.basename(path))[0]
        self.seconds, self.memory, self.failures, self.outputs = {}, {}, {}, {}

    def measure(self, engines, rounds):
        names = list(engines)
        for turn in range(rounds):
            shift = turn % len(names)
            for name in names[shift:] + names[:shift]:
                if name in self.failures:
                    continue
                try:
                    seconds, memory, output = run_once(engines[name], self.path)
                except Failed as failure:
                    self.drop(name, str(failure))
                    continue
                if self.outputs.setdefault(name, output) != output:
                    self.drop(name, 'prints another output each time')
                    continue
                self.seconds.setdefault(name, []).append(seconds)
                self.memory.setdefault(name, []).append(memory)
        self.compare_outputs()

    def drop(self, name, why):
        self.failures[name] = why
        self.seconds.pop(name, None)
        self.memory.pop(name, None)

    def compare_outputs(self):
        outputs = {n: o for n, o in self.outputs.items() if n not in self.failures}
        if not outputs:
            return
        reference = outputs.get('node') or statistics.mode(outputs.values())
        for name, output in outputs.items():
            if output != reference:
                self.drop(name, f'prints {output.strip()[-60:]!r}, expected {reference.strip()[-60:]!r}')

    def ratio(self, mine, other):
        """(median ratio of CPU times, low, high) with the middle half's interval; None if one is missing."""
        a, b = self.seconds.get(mine), self.seconds.get(other)
        if not a or not b:
            return None
        pairs = sorted(x / max(y, 1e-4) for x, y in zip(a, b))
        quarter = len(pairs) // 4
        return statistics.median(a) / max(statistics.median(b), 1e-4), pairs[quarter], pairs[-1 - quarter]


def noise(ratio):
    """Whether the interval, widened by two per cent on either side, contains 1."""
    return ratio[1] * 0.98 <= 1 <= ratio[2] * 1.02


def verdict(ratio):
    if ratio is None:
        return '-'
    middle = ratio[0]
    if noise(ratio):
        return f'{middle:.2f} noise'
    return f'{middle:.2f}'


def geometric_mean(values):
    values = [v for v in values if v > 0]
    return math.exp(sum(map(math.log, values)) / len(values)) if values else None


def table(programs, engines):
    """Lines of a Markdown table: CPU ms and peak MB of each engine, then ratios."""
    names = list(engines)
    others = [n for n in names if n != 'tenure'] if 'tenure' in engines else []
    head = ['program'] + [f'{n} ms' for n in names] + [f'{n} MB' for n in names] + [f'/ {n}' for n in others]
    lines = ['| ' + ' | '.join(head) + ' |', '| --- |' + ' ---: |' * (len(head) - 1)]
    for program in programs:
        cells = [program.name]
        for samples, scale, form in ((program.seconds, 1000, '.0f'), (program.memory, 1, '.1f')):
            cells += [format(statistics.median(samples[n]) * scale, form) if n in samples else 'failed' for n in names]
        cells += [verdict(program.ratio('tenure', other)) for other in others]
        lines.append('| ' + ' | '.join(cells) + ' |')
    return lines


def summary(programs, engines):
    """Lines about geometric means: time and memory ratios against each other engine."""
    lines = []
    if 'tenure' not in engines:
        return lines
    groups = (('all programs', programs), ('allocation', [p for p in programs if p.name in ALLOCATION]),
              ('computation', [p for p in programs if p.name not in ALLOCATION]))
    lines += ['| tenure / | programs | CPU time | peak memory | faster on | slower on |', '| --- | --- | ---: | ---: | ---: | ---: |']
    for other in engines:
        if other == 'tenure':
            continue
        for title, group in groups:
            both = [p for p in group if p.ratio('tenure', other)]
            if not both:
                continue
            time_mean = geometric_mean([p.ratio('tenure', other)[0] for p in both])
            memory_mean = geometric_mean([statistics.median(p.memory['tenure']) / statistics.median(p.memory[other])
                                          for p in both])
            faster = sum(1 for p in both if p.ratio('tenure', other)[0] < 1 and not noise(p.ratio('tenure', other)))
            slower = sum(1 for p in both if p.ratio('tenure', other)[0] > 1 and not noise(p.ratio('tenure', other)))
            lines.append(f'| {other} | {title} ({len(both)}) | {time_mean:.2f} | {memory_mean:.2f} | {faster} | {slower} |')
    return lines


def version(argv):
    """What an engine calls itself."""
    for flag in ('--version', '-h'):
        try:
            done = subprocess.run(argv[:1] + [flag], capture_output=True, text=True, timeout=10)
        except (OSError, subprocess.TimeoutExpired):
            return '?'
        lines = (done.stdout or done.stderr).strip().split('\n')
        if lines and lines[0] and len(lines[0]) < 60 and 'unknown' not in lines[0]:
            return lines[0]
    return '?'


def machine():
    model = '?'
    try:
        with open('/proc/cpuinfo', encoding='utf-8') as file:
            model = next((line.split(':')[1].strip() for line in file if line.startswith('model name')), '?')
    except OSError:
        pass
    return f'{model}, {os.cpu_count()} processors, {platform.system()} {platform.release().split("-")[0]}'


BEGIN, END = '<!-- bench/run.py begins -->', '<!-- bench/run.py ends -->'


def write_document(path, lines):
    """Replaces what stands between the marks, keeping what people wrote around it."""
    text = f'# Benchmarks\n\n{BEGIN}\n{END}\n'
    if os.path.exists(path):
        with open(path, encoding='utf-8') as file:
            text = file.read()
    if BEGIN not in text:
        text += f'\n{BEGIN}\n{END}\n'
    head, rest = text.split(BEGIN, 1)
    tail = rest.split(END, 1)[1]
    with open(path, 'w', encoding='utf-8') as file:
        file.write(head + BEGIN + '\n' + '\n'.join(lines) + '\n' + END + tail)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--tenure', help='default: build/tenure')
    parser.add_argument('--node', help='default: the one on PATH')
    parser.add_argument('--qjs', help='default: $QJS')
    parser.add_argument('--engine', action='append', default=[], metavar='NAME=COMMAND')
    parser.add_argument('--engines', help='comma list: only these')
    parser.add_argument('--only', default='', help='comma list of programs')
    parser.add_argument('--rounds', type=int, default=7)
    parser.add_argument('--write', metavar='FILE')
    options = parser.parse_args()
    engines, absent = find_engines(options)
    for line in absent:
        print(f'left out: {line}')
    if not engines:
        print('SKIP: no engine to run')
        return 0
    only = [word for word in options.only.split(',') if word]
    programs = [Program(p) for d in ('micro', 'programs') for p in sorted(glob.glob(f'{ROOT}/bench/{d}/*.js'))]
    programs = [p for p in programs if not only or p.name in only]
    for program in programs:
        program.measure(engines, options.rounds)
        figures = '  '.join(f'{n} {statistics.median(program.seconds[n]) * 1000:.0f}' for n in engines if n in program.seconds)
        print(f'{program.name:20} {figures}', flush=True)
    rows, means = table(programs, engines), summary(programs, engines)
    failures = [f'{p.name}: {name} {why}' for p in programs for name, why in p.failures.items()]
    print('\n' + '\n'.join(rows + [''] + means))
    if failures:
        print('\nFailed:\n' + '\n'.join(failures))
    if options.write:
        command = ('QJS=path/to/qjs ' if 'quickjs-ng' in engines else '') + f'bench/run.py --rounds {options.rounds} --write {options.write}'
        text = [f'Made by `{command}`; {machine()}.', '']
        text += [f'{name}: {version(argv)}  ' for name, argv in engines.items()] + ['']
        text += ['CPU time (user and system) and peak resident memory, medians of '
                 f'{options.rounds} interleaved rounds; a ratio below 1 means that tenure is faster, `noise` that the '
                 'middle half of the rounds, give or take two per cent, lies on both sides of 1.', ''] + means + [''] + rows
        if failures:
            text += ['', 'Failed:', ''] + [f'* {line}' for line in failures]
        write_document(options.write, text)
    return 1 if failures else 0


if __name__ == '__main__':
    sys.exit(main())
