#!/usr/bin/env python3
"""Plants a stale reference behind every suitable call of the engine and counts what gc_check.py finds.

In a copy of the tree each statement `JS_TRY(callee(...));` of a function with a frame f becomes

    js_value probe_N = f.first;   JS_TRY(callee(...));   if (gc_is_cell(probe_N)) return false;

A probe must be reported exactly if its callee may collect.  Takes as long as a cold run of the checker.
"""

import os
import re
import shutil
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, os.path.join(ROOT, 'tools'))
import gc_check  # noqa: E402

CALL = re.compile(r'^    JS_TRY\((\w+)\(.*\)\);$')
FRAME = re.compile(r'^    JS_FRAME\(ctx, f, (\w+)')
LEAST = 100


def plant(path, probes):
    """Rewrites one file in place; appends (callee, place) to probes, whose index is a probe's number."""
    with open(path, encoding='utf-8') as file:
        lines = file.read().split('\n')
    out, member = [], None
    for number, line in enumerate(lines):
        if line == '{':
            member = None
        if FRAME.match(line):
            member = FRAME.match(line).group(1)
        call = CALL.match(line)
        before = lines[number - 1].rstrip()
        dangling = before.endswith((')', 'else')) or before.endswith(':')
        if member and call and not dangling:
            name = f'probe_{len(probes)}'
            out += [f'    js_value {name} = f.{member};', line, f'    if (gc_is_cell({name})) return false;']
            probes.append((call.group(1), f'{os.path.basename(path)}:{number + 1}'))
        else:
            out.append(line)
    with open(path, 'w', encoding='utf-8') as file:
        file.write('\n'.join(out))


def main():
    with tempfile.TemporaryDirectory(prefix='gc_check_probes.') as copy:
        for layer in ('heap', 'engine'):
            shutil.copytree(os.path.join(ROOT, layer), os.path.join(copy, layer),
                            ignore=shutil.ignore_patterns('test', 'bench'))
        probes = []
        for directory, _, files in os.walk(os.path.join(copy, 'engine', 'src')):
            for name in sorted(files):
                if name.endswith('.c'):
                    plant(os.path.join(directory, name), probes)
        program, found, _, errors = gc_check.check(copy, gc_check.tree_files(copy), os.path.join(ROOT, 'tools/gc_check.txt'),
                                                   os.cpu_count())
    reported = {int(n) for _, _, rule, text in found if rule == 'stale' for n in re.findall(r'^probe_(\d+) is', text)}
    collecting = {program.bare(key) for key in program.why_collect}
    wrong = [(number, callee, place) for number, (callee, place) in enumerate(probes)
             if (number in reported) != (callee in collecting)]
    for number, callee, place in wrong:
        print(f'FAIL {place}: probe behind {callee}: ' + ('reported' if number in reported else 'not reported'))
    failed = len(wrong) + len(errors) + (len(probes) < LEAST)
    if len(probes) < LEAST:
        print(f'FAIL only {len(probes)} probes')
    for error in errors:
        print(f'FAIL {error["path"]} does not parse: {error["error"][:200]}')
    print(f'{len(probes) - len(wrong)} passed, {failed} failed')
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main())
