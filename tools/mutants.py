#!/usr/bin/env python3
"""Proves the net of the heap: compiles each fault of heap/test/mutants.def in, alone, and lets the heap
fuzzer (shadow model, verifier, stress) run until it fails.

    tools/mutants.py [--only NAME,...] [--jobs N] [--seconds N] [--keep-going]

The objects are built once in build/mutants; per fault only its file is compiled again.  A fault is caught
when the fuzzer ends with a bad status within the seconds given (60); a fault that survives is a failure, and
so is a fuzzer that fails without any fault.  The last line is `N passed, N failed`.
"""

import argparse
import concurrent.futures
import glob
import os
import re
import subprocess
import sys
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
BUILD = os.path.join(ROOT, 'build', 'mutants')
FLAGS = ['-std=gnu11', '-O1', '-g1', '-fno-strict-aliasing', '-DTENURE_CHECKED=1', '-DHEAP_FUZZ_STANDALONE',
         '-Iheap/include', '-Iheap/src', '-Iheap/test', '-Ifuzz']
MUTANT = re.compile(r'^MUTANT\((\w+), (\w+), "(.*)"\)$')


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


def read_mutants():
    mutants = []
    with open(os.path.join(ROOT, 'heap/test/mutants.def'), encoding='utf-8') as file:
        for line in file:
            match = MUTANT.match(line.strip())
            if match:
                mutants.append((match.group(1), f'heap/src/{match.group(2)}.c', match.group(3)))
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
             if line and not line.startswith('gc stress') and '--seed=' not in line]
    return lines[0] if lines else 'a signal'


def fuzz(program, seconds):
    """(failed, seconds taken, what it said)."""
    begin = time.time()
    try:
        done = subprocess.run([program, '--seed=1', f'--seconds={seconds}'], stdout=subprocess.PIPE,
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


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--only', default='')
    parser.add_argument('--jobs', type=int, default=2)
    parser.add_argument('--seconds', type=int, default=60)
    args = parser.parse_args()

    os.makedirs(BUILD, exist_ok=True)
    mutants = read_mutants()
    if not check_list(mutants):
        print('0 passed, 1 failed')
        return 1
    if args.only:
        mutants = [m for m in mutants if m[0] in args.only.split(',')]
    passed = failed = 0
    with concurrent.futures.ThreadPoolExecutor(args.jobs) as pool:
        objects = list(pool.map(compile_file, sources()))
        broken, _, words = fuzz(link(objects, 'no_fault'), 5)
        if broken:
            print(f'the fuzzer fails without a fault: {words}')
            print('0 passed, 1 failed')
            return 1
        for name, text, caught, taken, words in pool.map(lambda m: run_mutant(m, objects, args.seconds), mutants):
            passed += caught
            failed += not caught
            print(f'{"caught" if caught else "MISSED"} {taken:5.1f} s  {name}: {text} -- {words}', flush=True)
    print(f'{passed} passed, {failed} failed')
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main())
