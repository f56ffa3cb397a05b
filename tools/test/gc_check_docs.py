#!/usr/bin/env python3
"""Compiles and checks the examples of docs/gc-safe-code.md and docs/heap/gc-safe-code.md.

The fenced blocks `c prelude`, `c wrong RULE` and `c right` of a document become one C file whose lines are numbered like the
document's, all else being blank.  It must compile without warnings; each wrong block must be reported by its
rule, each right one not at all.
"""

import os
import re
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, os.path.join(ROOT, 'tools'))
import gc_check  # noqa: E402

# Document, first line of its C file, how many wrong examples it has at least.
DOCUMENTS = [('docs/gc-safe-code.md', '#include "builtins/builtin.h" /* the examples */', 34),
             ('docs/heap/gc-safe-code.md', '#include <gc/gc.h> /* the examples */', 15)]
passed = failed = 0


def verdict(ok, text):
    global passed, failed
    passed, failed = passed + ok, failed + (not ok)
    if not ok:
        print('FAIL ' + text)


def extract(text, prelude):
    """(C source with the document's line numbers, blocks as (first, last, title, rule or None))."""
    lines, blocks, title, start = [prelude], [], '', None
    for number, line in enumerate(text.split('\n'), 1):
        fence = re.match(r'```(?:c (wrong (\w+)|right|prelude))?$', line)
        if line.startswith('### '):
            title = line[4:]
        if start is None and fence and fence.group(1):
            start, rule, shared = number, fence.group(2), fence.group(1) == 'prelude'
            kept = ''
        elif start is not None and fence:
            blocks += [] if shared else [(start, number, title, rule)]
            start, kept = None, ''
        else:
            kept = line if start is not None else ''
        if number > 1:
            lines.append(kept)
    return '\n'.join(lines) + '\n', blocks


def check_document(name, prelude, wrong_at_least):
    with open(os.path.join(ROOT, name), encoding='utf-8') as file:
        source, blocks = extract(file.read(), prelude)
    path = os.path.join(ROOT, 'build', re.sub(r'\W', '_', name) + '.c')
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, 'w', encoding='utf-8') as file:
        file.write(source)
    for compiler in ('gcc', 'clang'):
        argv = [compiler, '-std=gnu11', '-fsyntax-only', '-Wall', '-Wextra', '-Werror', '-Wno-unused-function',
                '-Wno-unused-parameter', '-Wno-unused-variable', '-Wno-implicit-fallthrough',
                '-Wno-missing-prototypes', '-fno-math-errno'] + gc_check.include_flags(f'{ROOT}/engine/x.c', ROOT) + [path]
        done = subprocess.run(argv, capture_output=True, text=True)
        verdict(done.returncode == 0, f'the examples of {name} do not compile with {compiler}:\n{done.stderr[:4000]}')

    made = os.path.relpath(path, ROOT)
    _, found, _, errors = gc_check.check(ROOT, gc_check.tree_files(ROOT), os.path.join(ROOT, 'tools/gc_check.txt'),
                                         os.cpu_count(), [made])
    verdict(not any(e['path'] == made for e in errors), f'the examples of {name} do not parse')
    found = [f for f in found if f[0] == made]
    for first, last, title, rule in blocks:
        inside = [f for f in found if first <= f[1] <= last]
        shown = '; '.join(f'{line}: {r}: {text}' for _, line, r, text in inside) or 'nothing'
        if rule is None:
            verdict(not inside, f'{name}:{first}: right example of "{title}" is reported: {shown}')
        else:
            verdict(any(f[2] == rule for f in inside), f'{name}:{first}: wrong example of "{title}" '
                    f'is not reported as {rule}, but {shown}')
    wrong = sum(1 for b in blocks if b[3])
    verdict(wrong >= wrong_at_least, f'only {wrong} wrong examples in {name}')
    titles = [b[2] for b in blocks]
    verdict(all(titles.count(t) == 2 for t in titles), f'an example of {name} lacks its other half')


def main():
    for document in DOCUMENTS:
        check_document(*document)
    print(f'{passed} passed, {failed} failed')
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main())
