#!/usr/bin/env python3
"""Compiles and runs the C examples of docs/heap, against the heap library of build/checked or build/release.

In the manual's pages every block of C is one of
    ```c program        a whole program; the ```output block that follows is what it prints
    ```c file=PATH      the text of a file of the tree, which has tests of its own
    ```c wrong RULE, ```c right, ```c prelude     checked by tools/test/gc_check_docs.py
Programs run plainly and, if they set no limit, once more with every cell moving at every safepoint and the verifier
on (by a change of the configuration in their text).  Links between the pages and to the tree must lead somewhere.
"""

import glob
import os
import re
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PROGRAMS_AT_LEAST, FILES_AT_LEAST = 5, 2
FENCE = re.compile(r'^```([^\n]*)\n(.*?)^```$', re.M | re.S)
CONFIG = '(struct gc_config){'
passed = failed = 0


def verdict(ok, text):
    global passed, failed
    passed, failed = passed + ok, failed + (not ok)
    if not ok:
        print('FAIL ' + text)


def library():
    """The heap library and the flags that fit it."""
    for preset, flags in (('checked', ['-DTENURE_CHECKED=1']), ('release', [])):
        path = f'{ROOT}/build/{preset}/heap/libtenure-gc.a'
        if os.path.exists(path):
            return path, flags
    sys.exit('build the preset checked or release first')


def run_program(where, code, expected):
    path, flags = library()
    with tempfile.TemporaryDirectory(prefix='heap_docs.') as scratch:
        with open(f'{scratch}/a.c', 'w', encoding='utf-8') as file:
            file.write(code)
        done = subprocess.run(['gcc', '-std=gnu11', '-Wall', '-Wextra', '-Werror', '-O1', *flags, f'-I{ROOT}/heap/include',
                               '-o', f'{scratch}/a', f'{scratch}/a.c', path, '-lm', '-lpthread'], capture_output=True, text=True)
        verdict(done.returncode == 0, f'{where}: does not compile: {done.stderr[:2000]}')
        if done.returncode:
            return
        done = subprocess.run([f'{scratch}/a'], capture_output=True, text=True, timeout=100)
        verdict(done.returncode == 0 and done.stdout == expected,
                f'{where}: status {done.returncode}, printed {done.stdout!r} instead of {expected!r}: {done.stderr[-500:]}')


def check_page(path, text):
    name = os.path.relpath(path, ROOT)
    programs = files = 0
    blocks = [(m.group(1).strip(), m.group(2), text.count('\n', 0, m.start()) + 1) for m in FENCE.finditer(text)]
    for i, (info, code, line) in enumerate(blocks):
        where = f'{name}:{line}'
        if info == 'c program':
            programs += 1
            follows = i + 1 < len(blocks) and blocks[i + 1][0] == 'output'
            verdict(follows and CONFIG in code, f'{where}: no output block follows, or no configuration is seen')
            if follows:
                run_program(where, code, blocks[i + 1][1])
                if 'max_old_bytes' not in code:
                    stressed = code.replace(CONFIG, CONFIG + '.stress_interval = 1, .verify = true, ')
                    run_program(where + ' (stress)', stressed, blocks[i + 1][1])
        elif info.startswith('c file='):
            files += 1
            with open(os.path.join(ROOT, info[7:]), encoding='utf-8') as file:
                verdict(file.read() == code, f'{where}: is not the text of {info[7:]}')
        elif info.startswith('c'):
            verdict(re.match(r'c (wrong \w+|right|prelude)$', info) is not None, f'{where}: what is a block of `{info}`?')
    for link in re.findall(r'\]\(([^)#]+)\)', FENCE.sub('', text)):
        verdict('://' in link or os.path.exists(os.path.join(os.path.dirname(path), link)), f'{name}: {link} is not there')
    return programs, files


def main():
    programs = files = 0
    for path in sorted(glob.glob(f'{ROOT}/docs/heap/**/*.md', recursive=True)):
        with open(path, encoding='utf-8') as file:
            found = check_page(path, file.read())
        programs, files = programs + found[0], files + found[1]
    verdict(programs >= PROGRAMS_AT_LEAST, f'only {programs} programs')
    verdict(files >= FILES_AT_LEAST, f'only {files} files')
    print(f'{passed} passed, {failed} failed')
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main())
