"""bench/heap: the programs build and run on the heap, and print what their twins on malloc print."""

import importlib.util
import os
import subprocess
import tempfile
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


def load(name):
    spec = importlib.util.spec_from_file_location(name, f'{ROOT}/bench/heap/{name}.py')
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


RUN, PAUSES = load('run'), load('pauses')
LIBRARY = f'{ROOT}/build/release/heap/libtenure-gc.a'


class ProgramsTest(unittest.TestCase):
    @unittest.skipUnless(os.path.exists(LIBRARY), 'the heap is not built')
    def test_programs_print_what_their_twins_print(self):
        names = RUN.programs()
        self.assertGreaterEqual(len(names), 6)
        with tempfile.TemporaryDirectory() as directory:
            for name in names:
                source, binary = f'{ROOT}/bench/heap/{name}', f'{directory}/{name}'
                RUN.compile_one(f'{source}.c', binary, [f'-I{ROOT}/heap/include'], [LIBRARY, '-lm', '-lpthread'])
                RUN.compile_one(f'{source}_peer.c', f'{binary}_peer', [], [])
                outputs = [subprocess.run([path, '5'], capture_output=True, check=True).stdout
                           for path in (binary, f'{binary}_peer')]
                self.assertTrue(outputs[0])
                self.assertEqual(outputs[0], outputs[1], name)


class PausesTest(unittest.TestCase):
    def test_traces_of_both_engines_are_understood(self):
        trace = '\n'.join([
            '[1:0x2] 10 ms: Scavenge 33.0 (50.0) -> 31.3 (64.2) MB, 3.49 / 0.00 ms  (average mu = 1.000, current mu = 1.000) allocation failure; ',
            '[1:0x2] 20 ms: Mark-Compact 253.9 (287.7) -> 196.4 (234.0) MB, 7.25 / 0.00 ms  (+ 20.5 ms in 7 steps since start of '
            'marking, biggest step 9.2 ms, walltime since start of marking 36 ms) (average mu = 1.000, current mu = 1.000) finalize',
            '[1:0x2] 30 ms: Mark-Compact (reduce) 3.9 (7.7) -> 1.4 (4.0) MB, 1.00 / 0.00 ms  (average mu = 1.000, current mu = 1.000) ; ',
            'worst 12.5'])
        pauses = PAUSES.Pauses(trace)
        self.assertEqual((pauses.count, pauses.longest), (3, 9.2))
        self.assertAlmostEqual(pauses.total, 3.49 + 7.25 + 20.5 + 1.00)
        self.assertEqual(PAUSES.result_of(trace), ['worst 12.5'])


if __name__ == '__main__':
    unittest.main()
