"""What each technique of the collector is worth: `bench/heap/run.py --techniques`.

Programs of bench/heap/js run with all techniques on, and with each switched off in turn; a switch that the command
does not know is left out, so older builds can be measured too.  Rounds take turns; figures are medians.  Pauses are
those that the command itself counts (perf_hooks.monitorGCPauses), steps of incremental marking among them; they
are wall time.  The CPU time of the main thread is its schedstat's, read until the program ends: what helpers do is in the
other column.
"""

import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
# what is told → the options that switch it off (or on, where it is off unless asked for)
TECHNIQUES = (
    ('all on', []),
    ('no marking beside the program: one pause', ['--no-incremental-marking', '--no-concurrent-marking']),
    ('no incremental marking', ['--no-incremental-marking']),
    ('no concurrent marking: steps only', ['--no-concurrent-marking']),
    ('no concurrent sweeping', ['--no-concurrent-sweeping']),
    ('no helper threads', ['--single-threaded-gc']),
    ('one thread, one pause', ['--single-threaded-gc', '--no-incremental-marking']),
    ('scavenges shared with helpers', ['--parallel-scavenge']),
    ('no pretenuring by allocation site', ['--no-allocation-site-pretenuring']),
    ('no nursery made old where it lies', ['--no-promote-in-place']),
    ('no compaction', ['--no-compact']),
    ('nursery of 1 MiB at most', ['--max-semi-space-size=1']),
)
PROGRAMS = (('m1, 1 M live', ['m1.js', '1000000']), ('m1, 3 M live', ['m1.js', '3000000']), ('graph', ['graph.js']),
            ('filled_arrays', ['filled_arrays.js']))
REPORT = """
const { monitorGCPauses } = require('perf_hooks');
process.on('exit', () => {
  const all = monitorGCPauses();
  console.log('pauses ' + JSON.stringify([all.max, all.percentile(99.9), all.mean * all.count, all.count]));
});
"""
FIGURES = ('longest ms', 'p99.9 ms', 'pauses ms', 'pauses', 'main thread CPU s', 'all CPU s', 'peak MB')


def accepts(tenure, options):
    """Whether the command knows the options."""
    done = subprocess.run([tenure] + options + ['-e', '0'], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return done.returncode == 0


def main_thread_ns(pid):
    """Nanoseconds on a processor; None once the process has ended."""
    try:
        with open(f'/proc/{pid}/task/{pid}/schedstat', encoding='ascii') as file:
            return int(file.read().split()[0])
    except (OSError, IndexError, ValueError):
        return None


def run_one(argv):
    """Figures of one run, as FIGURES names them."""
    with tempfile.TemporaryFile() as out:
        process = subprocess.Popen(argv, stdout=out, stdin=subprocess.DEVNULL)
        main_ns, peak_kb, usage = 0, 0, None
        while usage is None:
            main_ns = main_thread_ns(process.pid) or main_ns
            ended, status, figures = os.wait4(process.pid, os.WNOHANG)
            if ended:
                usage, peak_kb = figures, figures.ru_maxrss
            else:
                time.sleep(0.005)
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        text = out.read().decode()
    told = re.search(r'^pauses (.*)$', text, re.MULTILINE)
    if process.returncode != 0 or not told:
        sys.exit(f'{" ".join(argv)}: status {process.returncode}')
    longest, high, total, count = json.loads(told.group(1))
    return (longest / 1e6, high / 1e6, total / 1e6, count, main_ns / 1e9, usage.ru_utime + usage.ru_stime, peak_kb / 1024)


def row(title, name, runs, base):
    """A line of the table; base: the longest pause with all on."""
    middle = [statistics.median(run[i] for run in runs) for i in range(len(FIGURES))]
    cells = [f'{middle[0]:.1f}', f'{middle[0] / base:.2f}' if base else '1.00', f'{middle[1]:.1f}', f'{middle[2]:.0f}',
             f'{middle[3]:.0f}', f'{middle[4]:.2f}', f'{middle[5]:.2f}', f'{middle[6]:.0f}']
    return middle[0], f'| {title} | {name} | ' + ' | '.join(cells) + ' |'


def measure(options):
    """(mark of the section, lines)."""
    only = [word for word in options.only.split(',') if word]
    listed = [(title, argv) for title, argv in PROGRAMS if not only or argv[0][:-3] in only]
    known = [(name, switches) for name, switches in TECHNIQUES if accepts(options.tenure, switches)]
    for name, switches in TECHNIQUES:
        if (name, switches) not in known:
            print(f'left out: {name}: the command does not know {" ".join(switches)}')
    lines = ['| program | techniques | longest ms | of all on | p99.9 ms | pauses ms | pauses | main thread CPU s | all CPU s | peak MB |',
             '| --- | --- |' + ' ---: |' * 8]
    print('\n'.join(lines))
    with tempfile.NamedTemporaryFile('w', suffix='.js') as report:
        report.write(REPORT)
        report.flush()
        for title, argv in listed:
            runs = {name: [] for name, _ in known}
            for _ in range(options.rounds):
                for name, switches in known:
                    runs[name].append(run_one([options.tenure, '--require', report.name] + switches +
                                              [f'{HERE}/js/{argv[0]}'] + argv[1:]))
            base = None
            for name, _ in known:
                longest, line = row(title, name, runs[name], base)
                base = base or longest
                lines.append(line)
                print(line, flush=True)
    return 'techniques', lines
