"""Pauses and peak memory of the JavaScript forms: `bench/heap/run.py --js`.

Each program of bench/heap/js runs under tenure and node (default flags), and under quickjs-ng if QJS names it.
Pauses are those that the engine's own --trace-gc lines tell: the atomic pause of each collection, and the
incremental steps before it (their sum, and the biggest one).  quickjs-ng tells none.  A pause is wall time,
so a busy machine makes all of them longer; columns of one run compare, columns of two do not.

`bench/heap/run.py --live 64,128,2048` runs bench/heap/js/live.js under tenure with so many megabytes of live data each, and
tabulates percentiles of its pauses, building included.  Beside wall time, which is what a user waits and what other programs
on the machine lengthen, stand pauses in the time of the program's thread: one more run each, on one thread, with a clock
that stands while another program runs (cpu_clock.c).
"""

import glob
import os
import re
import statistics
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
# V8's lines and ours: `... MB, PAUSE / 0.00 ms  (+ SUM ms in N steps since start of marking, biggest step MOST ms, ...`
PAUSE = re.compile(r' ms: (Scavenge|Mark-[Cc]ompact|Mark-[Ss]weep)[^,]* MB, ([\d.]+) / [\d.]+ ms')
STEPS = re.compile(r'\(\+ ([\d.]+) ms in (\d+) steps? since start of marking, biggest step ([\d.]+) ms')
LIVE = (1000000, 3000000)


class Pauses:
    """What the trace of one run tells."""

    def __init__(self, output):
        self.count, self.total, self.longest = 0, 0.0, 0.0
        for line in output.split('\n'):
            pause = PAUSE.search(line)
            if not pause:
                continue
            self.add(float(pause.group(2)))
            steps = STEPS.search(line)
            if steps:
                self.total += float(steps.group(1))
                self.longest = max(self.longest, float(steps.group(3)))

    def add(self, milliseconds):
        self.count += 1
        self.total += milliseconds
        self.longest = max(self.longest, milliseconds)


def engines(options):
    """name → (argv, whether it traces)."""
    found = {}
    for name, path, flags in (('tenure', options.tenure, ['--trace-gc']), ('node', options.node, ['--trace-gc']),
                              ('quickjs-ng', options.qjs, [])):
        if path and os.access(path, os.X_OK):
            found[name] = [path] + flags
        else:
            print(f'left out: {name}')
    if not found:
        sys.exit('no engine to run')
    return found


def programs(options):
    """(title, argv after the engine's)."""
    only = [word for word in options.only.split(',') if word]
    listed = []
    for path in sorted(glob.glob(f'{HERE}/js/*.js')):
        name = os.path.basename(path)[:-3]
        if name == 'live' or only and name not in only:
            continue
        if name == 'm1':
            listed += [(f'm1, {live // 1000000} M live', [path, str(live)]) for live in LIVE]
        else:
            listed.append((name, [path]))
    return listed


def result_of(output):
    """What the program itself printed: traces are not its output."""
    return [line for line in output.split('\n') if line and not PAUSE.search(line)]


def one_program(title, arguments, found, options, run_once):
    """Rows of the table for one program."""
    samples = {name: [] for name in found}
    for turn in range(options.rounds):
        names = list(found)[turn % len(found):] + list(found)[:turn % len(found)]
        for name in names:
            seconds, memory, output = run_once(found[name] + arguments)
            samples[name].append((seconds, memory, Pauses(output), result_of(output)))
    worst_turn = title.startswith('m1')
    if not worst_turn and len({str(runs[0][3]) for runs in samples.values()}) != 1:
        sys.exit(f'{title}: the engines print different things')
    rows = []
    for name, runs in samples.items():
        middle = lambda take: statistics.median(take(run) for run in runs)
        told = runs[0][2].count > 0
        cells = [title, name, f'{middle(lambda r: r[0]):.2f}',
                 f'{middle(lambda r: r[2].total):.0f}' if told else '-',
                 f'{middle(lambda r: r[2].longest):.1f}' if told else '-',
                 f'{middle(lambda r: r[2].count):.0f}' if told else '-',
                 f'{middle(lambda r: float(r[3][0].split()[1])):.0f}' if worst_turn else '-',
                 f'{middle(lambda r: r[1]):.0f}']
        rows.append('| ' + ' | '.join(cells) + ' |')
        print(rows[-1], flush=True)
    return rows


def measure(options, run_once):
    """(mark of the section, lines)."""
    found = engines(options)
    lines = ['| program | engine | CPU s | pauses ms | longest ms | collections | worst turn ms | peak MB |',
             '| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |']
    print('\n'.join(lines))
    for title, arguments in programs(options):
        lines += one_program(title, arguments, found, options, run_once)
    return 'pauses', lines


# ---- pauses by live data ----

def live_run(argv, clock, run_once):
    """What live.js printed: live megabytes, pauses, their percentiles."""
    if clock:
        argv = ['env', f'LD_PRELOAD={clock}'] + argv[:1] + ['--single-threaded-gc'] + argv[1:]
    lines = run_once(argv)[2].strip().split('\n')[-2:]
    return lines[0].split()[1], lines[0].split()[3], lines[1].split()


def measure_live(options, run_once, clock):
    """(mark of the section, lines).  clock: the library that replaces the clock."""
    names = ['p50', 'p99', 'p99.9', 'longest']
    lines = ['| live MB | pauses | ' + ' | '.join(names) + ' | ' + ' | '.join(f"{n}, thread's time" for n in names) + ' |',
             '| ---: |' + ' ---: |' * 9]
    print('\n'.join(lines))
    for megabytes in options.live.split(','):
        argv = [options.tenure, f'{HERE}/js/live.js', megabytes, str(options.seconds)]
        live, count, wall = live_run(argv, None, run_once)
        own = live_run(argv, clock, run_once)[2]
        lines.append('| ' + ' | '.join([live, count] + wall + own) + ' |')
        print(lines[-1], flush=True)
    return 'live', lines
