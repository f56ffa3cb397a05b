#!/usr/bin/env python3
"""Proves the net: compiles each fault of heap/test/mutants.def in, alone, and lets the heap fuzzer (shadow
model, verifier, stress) run until it fails; and each of engine/test/mutants.def into the command of
build/checked, and runs programs under stress and verifier until one fails.

    tools/mutants.py [--only NAME,...] [--layer heap|engine] [--jobs N] [--seconds N] [--every]

Per fault only its file is compiled again.  A fault is caught when the fuzzer ends with a bad status, or a
program crashes or prints what it should not, within the seconds given (60); a fault that survives is a
failure, and so is a fuzzer or a program that fails without any fault.  With --every all programs run on each fault
of the engine, and which of them caught it is told: one alone is luck.  The last line is `N passed, N failed`.
"""

import argparse
import concurrent.futures
import glob
import json
import os
import re
import shlex
import subprocess
import sys
import time

import run_tests

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
BUILD = os.path.join(ROOT, 'build', 'mutants')
FLAGS = ['-std=gnu11', '-O1', '-g1', '-fno-strict-aliasing', '-DTENURE_CHECKED=1', '-DHEAP_FUZZ_STANDALONE',
         '-Iheap/include', '-Iheap/src', '-Iheap/test', '-Ifuzz']
MUTANT = re.compile(r'^MUTANT\((\w+), ([\w/]+), "(.*)"\)$')


def compiler():
    return os.environ.get('CC', 'cc')


def object_of(source, suffix=''):
    return os.path.join(BUILD, source.replace('/', '_')[:-2] + suffix + '.o')


def compile_file(source, suffix='', extra=()):
    target = object_of(source, suffix)
    subprocess.run([compiler(), *FLAGS, *extra, '-c', source, '-o', target], cwd=ROOT, check=True)
    return target


def link(objects, name):
    program = os.path.join(BUILD, name)
    subprocess.run([compiler(), *objects, '-lm', '-lpthread', '-o', program], check=True)
    return program


def sources():
    found = glob.glob('heap/src/*.c', root_dir=ROOT)
    return sorted(found) + ['heap/test/kinds.c', 'fuzz/heap_fuzz.c', 'fuzz/heap_model.c']


def read_mutants(layer):
    mutants = []
    with open(os.path.join(ROOT, layer, 'test/mutants.def'), encoding='utf-8') as file:
        for line in file:
            match = MUTANT.match(line.strip())
            if match:
                mutants.append((match.group(1), f'{layer}/src/{match.group(2)}.c', match.group(3)))
    return mutants


def check_list(mutants):
    """Every GC_MUTANT in the sources is listed with its file, and the other way round."""
    used = set()
    for source in sources():
        with open(os.path.join(ROOT, source), encoding='utf-8') as file:
            used |= {(name, source) for name in re.findall(r'GC_MUTANT\((\w+)\)', file.read())}
    listed = {(name, source) for name, source, _ in mutants}
    for name, source in sorted(used ^ listed):
        print(f'{name} ({source}): in the sources or in mutants.def, but not in both')
    return used == listed


def last_words(output):
    lines = [line for line in output.decode(errors='replace').splitlines()
             if line and not line.startswith(('gc stress', 'gc fail-alloc')) and '--seed=' not in line]
    return lines[0] if lines else 'a signal'


def fuzz(program, seconds):
    """(failed, seconds taken, what it said)."""
    begin = time.time()
    try:
        done = subprocess.run([program, '--seed=1', '--helpers=1', f'--seconds={seconds}'], stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, timeout=seconds + 30)
    except subprocess.TimeoutExpired:
        return True, time.time() - begin, 'it hung'
    return done.returncode != 0, time.time() - begin, last_words(done.stdout)


def run_mutant(mutant, objects, seconds):
    name, source, text = mutant
    mutated = compile_file(source, '.' + name, [f'-DTENURE_MUTANT_{name}=1'])
    others = [o for o in objects if o != object_of(source)]
    program = link(others + [mutated], name)
    caught, taken, words = fuzz(program, seconds)
    os.unlink(program)
    os.unlink(mutated)
    return name, text, caught, taken, words


# ---- the engine: the command of build/checked, with one object in place of the library's ----

CHECKED = os.path.join(ROOT, 'build', 'checked')
# What is run of each fault, in turn: (program, flags).  That a fault shows depends on where collections fall, and so
# on seed and code; therefore several seeds, and at last a run that moves all cells at every safepoint.
STRESS = ['--gc-stress=9', '--verify-heap', '--gc-seed=1']
RUNS = [('test/js/gc/net.js', STRESS), ('test/js/gc/net.js', ['--verify-heap']), ('test/js/gc/caches.js', []),
        ('test/js/gc/lookups.js', []),
        ('test/js/gc/fail_alloc/generators.js', STRESS), ('test/js/gc/fail_alloc/async.js', STRESS),
        ('test/js/gc/net.js', [*STRESS[:2], '--gc-seed=2']), ('test/js/gc/net.js', [*STRESS[:2], '--gc-seed=3']),
        ('test/js/gc/net.js', ['--gc-stress=1', '--gc-seed=1'])]


def check_engine_list(mutants):
    """Every GC_MUTANT in the engine's sources is listed, and the other way round."""
    used = set()
    for source in glob.glob('engine/src/**/*.*', root_dir=ROOT, recursive=True):
        with open(os.path.join(ROOT, source), encoding='utf-8') as file:
            used |= set(re.findall(r'GC_MUTANT\((\w+)\)', file.read()))
    listed = {name for name, _, _ in mutants}
    for name in sorted(used ^ listed):
        print(f'{name}: in the engine\'s sources or in engine/test/mutants.def, but not in both')
    return used == listed


def compile_command(source):
    with open(os.path.join(CHECKED, 'compile_commands.json'), encoding='utf-8') as file:
        for entry in json.load(file):
            if entry['file'] == os.path.join(ROOT, source):
                return shlex.split(entry['command'])
    raise SystemExit(f'{source}: not in build/checked/compile_commands.json')


def link_engine(program, mutated):
    """Links the command anew; an object that comes before the library is taken instead of its member."""
    commands = subprocess.run(['ninja', '-C', CHECKED, '-t', 'commands', 'tenure'], check=True,
                              capture_output=True, text=True).stdout.strip().splitlines()
    command = commands[-1].removeprefix(': && ').removesuffix(' && :')
    words = shlex.split(command)
    words[words.index('-o') + 1] = program
    words.insert(words.index('-o'), mutated)
    subprocess.run(words, cwd=CHECKED, check=True)


def run_program(program, path, flags, seconds):
    """None, or what went wrong."""
    test = run_tests.parse_test(os.path.join(ROOT, path))
    argv = [program, *flags, *test.flags, test.path]
    problem = run_tests.judge(test, run_tests.run_process(argv, run_tests.environment(test), '', seconds), 'checked')
    if not problem:
        return None
    lines = [line.strip() for line in problem.splitlines() if line.strip() and 'gc stress' not in line]
    words = next((line for line in lines if run_tests.CRASH_TEXT.search(line)), lines[0])
    return f'{os.path.basename(path)}: ' + (lines[0] if 'timed out' in lines[0] else words)


def run_programs(program, seconds):
    """(failed, seconds taken, what happened) of the programs, up to the first failure."""
    begin = time.time()
    for path, flags in RUNS:
        left = seconds - (time.time() - begin)
        if left <= 0:
            return False, seconds, 'time is up'
        problem = run_program(program, path, flags, left)
        if problem:
            return 'timed out' not in problem, time.time() - begin, problem
    return False, time.time() - begin, 'all programs pass'


def run_every_program(program, seconds):
    """The same of all programs: caught if one fails, and how many did."""
    begin = time.time()
    problems = [run_program(program, path, flags, seconds) for path, flags in RUNS]
    marks = ''.join('.' if p is None else 't' if 'timed out' in p else 'X' for p in problems)
    return 'X' in marks, time.time() - begin, f'{marks} ({marks.count("X")} of {len(marks)} programs)'


def run_engine_mutant(mutant, seconds, every):
    name, source, text = mutant
    mutated, program = (os.path.join(BUILD, f'{name}{suffix}') for suffix in ('.o', ''))
    words = compile_command(source)
    words[words.index('-o') + 1] = mutated
    words.insert(1, f'-DTENURE_MUTANT_{name}=1')
    subprocess.run(words, cwd=CHECKED, check=True)
    link_engine(program, mutated)
    caught, taken, said = (run_every_program if every else run_programs)(program, seconds)
    os.unlink(program)
    os.unlink(mutated)
    return name, text, caught, taken, said


def engine_results(mutants, pool, seconds, every):
    """Yields the result of each fault; raises SystemExit if the programs fail without one."""
    command = os.path.join(CHECKED, 'tenure')
    if not os.path.exists(command):
        raise SystemExit('build/checked/tenure is missing: tools/build.sh checked')
    if mutants:
        broken, _, said = run_programs(command, 1000)
        if broken:
            raise SystemExit(f'a program fails without a fault: {said}\n0 passed, 1 failed')
    yield from pool.map(lambda m: run_engine_mutant(m, seconds, every), mutants)


def heap_results(mutants, pool, seconds):
    if not mutants:
        return
    objects = list(pool.map(compile_file, sources()))
    broken, _, words = fuzz(link(objects, 'no_fault'), 5)
    if broken:
        raise SystemExit(f'the fuzzer fails without a fault: {words}\n0 passed, 1 failed')
    yield from pool.map(lambda m: run_mutant(m, objects, seconds), mutants)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--only', default='')
    parser.add_argument('--layer', choices=['heap', 'engine'])
    parser.add_argument('--jobs', type=int, default=2)
    parser.add_argument('--seconds', type=int, default=60)
    parser.add_argument('--every', action='store_true')
    parser.add_argument('-v', '--verbose', action='store_true', help='tell of the faults caught, too, and how')
    args = parser.parse_args()

    os.makedirs(BUILD, exist_ok=True)
    heap, engine = read_mutants('heap'), read_mutants('engine')
    if not check_list(heap) or not check_engine_list(engine):
        print('0 passed, 1 failed')
        return 1
    only = set(args.only.split(',')) if args.only else {name for name, _, _ in heap + engine}
    heap = [m for m in heap if m[0] in only and args.layer in (None, 'heap')]
    engine = [m for m in engine if m[0] in only and args.layer in (None, 'engine')]
    passed = failed = 0
    with concurrent.futures.ThreadPoolExecutor(args.jobs) as pool:
        for results in (heap_results(heap, pool, args.seconds), engine_results(engine, pool, args.seconds, args.every)):
            for name, text, caught, taken, words in results:
                passed += bool(caught)
                failed += not caught
                if args.verbose or args.every or not caught:
                    print(f'{"caught" if caught else "MISSED"} {taken:5.1f} s  {name}: {text} -- {words[:150]}', flush=True)
    print(f'{passed} passed, {failed} failed')
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main())
