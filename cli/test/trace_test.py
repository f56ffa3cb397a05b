#!/usr/bin/env python3
"""What --trace-gc and its relatives print, field by field: `trace_test.py TENURE`.

The patterns are V8 11.3's.  Where a node of version 20 is on the path its lines must match them too, so that the
patterns are known to be V8's; else that half is skipped, and says so.
"""

import json
import re
import shutil
import subprocess
import sys
import unittest

TENURE = 'tenure'
NODE = None

HEAD = r'\[\d+:0x[0-9a-f]+\] '
AT = HEAD + r' *(?P<ms>\d+) ms: '
SIZES = (r'(?P<before>\d+\.\d) \((?P<committed_before>\d+\.\d)\) -> (?P<after>\d+\.\d) \((?P<committed_after>\d+\.\d)\) MB, ')
STEPS = (r'(?: \(\+ \d+\.\d ms in \d+ steps since start of marking, biggest step \d+\.\d ms, '
         r'walltime since start of marking \d+ ms\))?')
REASON = (r'(?P<reason>allocation failure|allocation limit|background allocation failure|external memory pressure|external finalize|'
          r'finalize incremental marking via (?:stack guard|task)|global allocation limit|idle task|idle|last resort|'
          r'low memory notification|memory pressure|memory reducer|task|testing)')
COLLECTOR_REASON = r'(?P<why>[A-Za-z ]*)'
LINE = re.compile(AT + r'(?P<type>Scavenge|Mark-Compact)(?P<reduce> \(reduce\))? ' + SIZES + r'(?P<pause>\d+\.\d\d) / (?P<external>\d+\.\d\d) ms '
                  + STEPS + r' \(average mu = [01]\.\d{3}, current mu = [01]\.\d{3}\) ' + REASON + '; ' + COLLECTOR_REASON)
LINE_2017 = re.compile(AT + r'(?P<type>Scavenge|Mark-sweep) ' + SIZES + r'(?P<pause>\d+\.\d) / \d+\.\d ms ' + STEPS + ' ' + REASON + ' '
                       + COLLECTOR_REASON)
SPACE = r'{}used: {{0,6}}\d+ KB, available: {{0,6}}\d+ KB, committed: {{0,6}}\d+ KB'
SPACES = [
    r'Memory allocator,       used: {0,6}\d+ KB, available: {0,6}\d+ KB',
    SPACE.format('Read-only space,        '),
    SPACE.format('New space,              '),
    SPACE.format('New large object space, '),
    SPACE.format('Old space,              '),
    SPACE.format('Code space,             '),
    SPACE.format('Large object space,     '),
    SPACE.format('Code large object space,     '),
    SPACE.format('All spaces,             '),
    r'Unmapper buffering \d+ chunks of committed: {0,6}\d+ KB',
    r'External memory reported: {0,6}\d+ KB',
    r'Backing store memory: {0,6}\d+ KB',
    r'External memory global \d+ KB',
    r'Total time spent in GC  : \d+\.\d ms',
]

# V8's keys, in V8's order: (decimals, keys).
SCAVENGE_KEYS = [
    (1, 'pause mutator'), ('s', 'gc'), (0, 'reduce_memory'),
    (2, 'time_to_safepoint heap.prologue heap.epilogue heap.epilogue.reduce_new_space heap.external.prologue heap.external.epilogue '
        'heap.external_weak_global_handles fast_promote complete.sweep_array_buffers scavenge scavenge.free_remembered_set scavenge.roots '
        'scavenge.weak scavenge.weak_global_handles.identify scavenge.weak_global_handles.process scavenge.parallel scavenge.update_refs '
        'scavenge.sweep_array_buffers background.scavenge.parallel background.unmapper unmapper'),
    (0, 'incremental.steps_count'), (1, 'incremental.steps_took'),
    (0, 'scavenge_throughput total_size_before total_size_after holes_size_before holes_size_after allocated promoted new_space_survived '
        'nodes_died_in_new nodes_copied_in_new nodes_promoted'),
    ('%', 'promotion_ratio average_survival_ratio promotion_rate new_space_survive_rate_'),
    (1, 'new_space_allocation_throughput'), (0, 'unmapper_chunks'),
]
FULL_KEYS = [
    (1, 'pause mutator'), ('mc', 'gc'), (0, 'reduce_memory'),
    (2, 'time_to_safepoint heap.prologue heap.embedder_tracing_epilogue heap.epilogue heap.epilogue.reduce_new_space'),
    (1, 'heap.external.prologue heap.external.epilogue heap.external.weak_global_handles'), (0, 'clear'),
    (1, 'clear.external_string_table clear.string_forwarding_table clear.weak_global_handles clear.dependent_code clear.maps '
        'clear.slots_buffer clear.weak_collections clear.weak_lists clear.weak_references clear.join_job complete.sweep_array_buffers '
        'complete.sweeping epilogue evacuate evacuate.candidates evacuate.clean_up evacuate.copy evacuate.prologue evacuate.epilogue '
        'evacuate.rebalance evacuate.update_pointers evacuate.update_pointers.to_new_roots evacuate.update_pointers.slots.main '
        'evacuate.update_pointers.weak finish finish.sweep_array_buffers mark mark.finish_incremental mark.roots '
        'mark.full_closure_parallel mark.full_closure mark.ephemeron.marking mark.ephemeron.linear mark.embedder_prologue '
        'mark.embedder_tracing prologue sweep sweep.code sweep.map sweep.new sweep.new_lo sweep.old incremental incremental.finalize '
        'incremental.finalize.external.prologue incremental.finalize.external.epilogue incremental.layout_change '
        'incremental.sweep_array_buffers incremental.sweeping incremental.embedder_prologue incremental.embedder_tracing '
        'incremental_wrapper_tracing_longest_step incremental_longest_step'),
    (0, 'incremental_steps_count incremental_marking_throughput incremental_walltime_duration'),
    (1, 'background.mark background.sweep background.evacuate.copy background.evacuate.update_pointers background.unmapper unmapper'),
    (0, 'total_size_before total_size_after holes_size_before holes_size_after allocated promoted new_space_survived nodes_died_in_new '
        'nodes_copied_in_new nodes_promoted'),
    ('%', 'promotion_ratio average_survival_ratio promotion_rate new_space_survive_rate'),
    (1, 'new_space_allocation_throughput'), (0, 'unmapper_chunks compaction_speed'),
]
VALUE = {0: r'\d+', 1: r'\d+\.\d', 2: r'\d+\.\d\d', '%': r'\d+\.\d%', 's': 's', 'mc': 'mc'}


def nvp_pattern(keys, own):
    pairs = [f'{re.escape(key)}={VALUE[kind]}' for kind, names in keys for key in names.split()]
    return re.compile(AT + ' '.join(pairs) + (r'(?P<own>(?: [\w.]+=\S+)+ reason="[^"]*")' if own else ''))


# Scavenges, then full collections.  process.exit: no collection after the last line that it prints.
CHURN = """
const keep = [];
for (let i = 0; i < 300000; i++) keep[i % 9000] = { i, s: [i, i + 1] };
for (let i = 0; i < 3; i++) gc();
gc({ type: 'minor' });
"""
COUNTERS = """
const { monitorGCPauses, constants } = require('perf_hooks');
const of = (kind) => { const h = monitorGCPauses({ kind }); return { count: h.count, sum: h.mean * h.count, max: h.max, min: h.min }; };
console.log(JSON.stringify({ minor: of(constants.NODE_PERFORMANCE_GC_MINOR), major: of(constants.NODE_PERFORMANCE_GC_MAJOR) }));
process.exit();
"""


def output(command, flags, script):
    done = subprocess.run([command, *flags, '--expose-gc', '-e', script], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    return done.stdout.split('\n')[:-1]


class Trace(unittest.TestCase):
    def each(self, flags, check):
        """Runs check(engine, lines) on both engines' output."""
        check('tenure', output(TENURE, flags, CHURN))
        if NODE and not any('format' in flag for flag in flags):
            check('node', output(NODE, flags, CHURN))

    def match(self, pattern, engine, line):
        found = re.fullmatch(pattern, line)
        self.assertIsNotNone(found, f'{engine}: {line!r}')
        return found

    def check_line(self, pattern, full, engine, line):
        found = self.match(pattern, engine, line)
        if found['type'] == 'Scavenge':
            self.assertEqual(found['why'], '')
        else:
            self.assertEqual(found['type'], full)
            self.assertNotEqual(found['why'], '')
        return found['type']

    def test_lines(self):
        def check(engine, lines):
            types = {self.check_line(LINE, 'Mark-Compact', engine, line) for line in lines}
            self.assertEqual(types, {'Scavenge', 'Mark-Compact'})
        self.each(['--trace-gc'], check)

    def test_lines_without_scavenges(self):
        def check(engine, lines):
            self.assertGreaterEqual(len(lines), 3)
            for line in lines:
                self.assertEqual(self.match(LINE, engine, line)['type'], 'Mark-Compact')
        self.each(['--trace-gc', '--trace-gc-ignore-scavenger'], check)

    def test_ignoring_alone_prints_nothing(self):
        self.each(['--trace-gc-ignore-scavenger'], lambda engine, lines: self.assertEqual(lines, [], engine))

    def test_lines_of_2017(self):
        types = {self.check_line(LINE_2017, 'Mark-sweep', 'tenure', line) for line in output(TENURE, ['--trace-gc-format=v8-2017'], CHURN)}
        self.assertEqual(types, {'Scavenge', 'Mark-sweep'})

    def verbose(self, flags, first):
        def check(engine, lines):
            lines = [line for line in lines if not re.match(HEAD + r'(?:Shrinking page| *\d+ ms: \[|Memory reducer|Heap (?:growing|limit))', line)]
            block = 1 + len(SPACES)
            self.assertEqual(len(lines) % block, 0, engine)
            self.assertGreater(len(lines), 3 * block)
            for i, line in enumerate(lines):
                self.match(first if i % block == 0 else HEAD + SPACES[i % block - 1], engine, line)
        self.each(flags, check)

    def test_verbose_lists_spaces_after_each_line(self):
        self.verbose(['--trace-gc-verbose'], LINE)

    def test_verbose_lists_spaces_after_each_nvp_line(self):
        either = re.compile(r'\[.*?ms: pause=.* gc=(?:s|mc) .*')
        self.verbose(['--trace-gc-verbose', '--trace-gc-nvp'], either)

    def test_nvp(self):
        def check(engine, lines):
            seen = set()
            for line in lines:
                kind = re.search(r' gc=(\w+) ', line)[1]
                seen.add(kind)
                self.match(nvp_pattern(SCAVENGE_KEYS if kind == 's' else FULL_KEYS, engine == 'tenure'), engine, line)
            self.assertEqual(seen, {'s', 'mc'})
        self.each(['--trace-gc-nvp'], check)
        self.each(['--trace-gc-nvp', '--trace-gc'], check)

    def test_nvp_sums_are_the_histograms(self):
        *lines, last = output(TENURE, ['--trace-gc-nvp'], CHURN + COUNTERS)
        pauses = {'s': [], 'mc': []}
        for line in lines:
            pauses[re.search(r' gc=(\w+) ', line)[1]].append(int(re.search(r' pause_ns=(\d+) ', line)[1]))
        self.same_pauses(json.loads(last), pauses['s'], pauses['mc'])

    def same_pauses(self, told, minor, major):
        for name, pauses in (('minor', minor), ('major', major)):
            self.assertEqual(told[name]['count'], len(pauses), name)
            self.assertAlmostEqual(told[name]['sum'], sum(pauses), delta=1 + 1e-6 * sum(pauses))
            self.assertEqual((told[name]['min'], told[name]['max']), (min(pauses), max(pauses)))

    def test_json(self):
        *lines, last = output(TENURE, ['--trace-gc-format=json', '--trace-gc-verbose'], CHURN + COUNTERS)
        entries = [json.loads(line) for line in lines]
        self.assertEqual([entry['number'] for entry in entries], list(range(1, len(entries) + 1)))
        for entry, previous in zip(entries[1:], entries):
            self.assertEqual(set(entry), set(previous))
            self.assertGreaterEqual(entry['start_ns'], previous['start_ns'] + previous['pause_ns'])
            self.assertEqual(entry['before']['used'], previous['after']['used'] + entry['allocated'])
        for entry in entries:
            self.assertIn(entry['type'], ('scavenge', 'mark-compact'))
            self.assertEqual(entry['promoted'],
                             entry['promoted_by_age'] + entry['promoted_by_overflow'] + entry['promoted_large'])
            self.assertLessEqual(sum(entry['phases_ns'].values()), entry['pause_ns'])
            self.assertEqual(sum(space['used'] for space in entry['spaces'].values()), entry['after']['used'])
            self.assertEqual(sum(space['committed'] for space in entry['spaces'].values()), entry['after']['committed'])
        minor = [entry['pause_ns'] for entry in entries if entry['type'] == 'scavenge']
        self.same_pauses(json.loads(last), minor, [entry['pause_ns'] for entry in entries if entry['type'] != 'scavenge'])

    def test_json_keeps_to_its_flags(self):
        short = [json.loads(line) for line in output(TENURE, ['--trace-gc-format=json', '--trace-gc-ignore-scavenger'], CHURN)]
        self.assertEqual({entry['type'] for entry in short}, {'mark-compact'})
        self.assertNotIn('spaces', short[0])

    def test_a_limit_is_reported_as_a_last_resort(self):
        done = subprocess.run([TENURE, '--trace-gc', '--max-old-space-size=8', '--at-limit=throw', '-e', """
            const a = []; try { for (;;) a.push(new Array(1000).fill({})); } catch { a.length = 0; }"""], capture_output=True, text=True, timeout=120)
        reduced = [found for found in map(LINE.fullmatch, done.stdout.split('\n')) if found and found['reduce']]
        self.assertTrue(reduced)
        self.assertEqual(reduced[0]['reason'], 'last resort')


if __name__ == '__main__':
    TENURE = sys.argv.pop(1)
    NODE = shutil.which('node')
    if NODE and not subprocess.run([NODE, '--version'], capture_output=True, text=True).stdout.startswith('v20.'):
        NODE = None
    if not NODE:
        print('no node 20: the patterns are not compared with its lines')
    unittest.main()
