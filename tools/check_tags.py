#!/usr/bin/env python3
"""Checks the tags of invariants, such as [scavenge.scan].

    tools/check_tags.py [--root DIR] [--list]

A tag is *stated* where a line of docs/design/*.md begins with it, after list marks and emphasis
(`- **[scavenge.scan]** All cells below scan …`): exactly once, followed by text.  It is *cited* wherever
else it stands in the sources of a layer.  It is *enforced* where it stands
    within three lines of an assertion (gc_assert, js_assert, GC_REQUIRE, GC_ASSERT_SLOW, GC_NO_COLLECT,
    static_assert …),
    in a file named verify*, or
    in a test (heap/test, engine/test, runtime/test, fuzz, test/js, test/programs).
Every tag must be stated, cited in code and enforced.  Exit status 1 otherwise.
"""

import argparse
import os
import re
import sys

TAG = re.compile(r'(?<![\w\])\'"])\[([a-z][a-z0-9]*(?:-[a-z0-9]+)*\.(?!js\])[a-z][a-z0-9]*(?:-[a-z0-9]+)*)\](?!\()')
STATEMENT = re.compile(r'^\s*(?:[-*+]|\d+\.)?\s*[*_`|]*\s*' + TAG.pattern.replace(r'(?<![\w\])\'"])', '') + r'[*_`]*\s*(.*)')
ASSERTION = re.compile(r'\b(gc_assert|js_assert|rt_assert|GC_REQUIRE|GC_ASSERT_SLOW|GC_NO_COLLECT|_?[Ss]tatic_assert|assert)\b')
LAYERS = ('heap', 'engine', 'runtime', 'cli')
NEAR = 3


def walk(root, *tops):
    for top in tops:
        for directory, names, files in os.walk(os.path.join(root, top)):
            names.sort()
            for name in sorted(files):
                yield os.path.relpath(os.path.join(directory, name), root)


def read_lines(root, name):
    with open(os.path.join(root, name), encoding='utf-8', errors='replace') as file:
        return file.read().split('\n')



class Tags:
    def __init__(self, root):
        self.root = root
        self.stated, self.cited, self.enforced, self.problems = {}, {}, {}, []
        for name in walk(root, 'docs/design'):
            if name.endswith('.md'):
                self.read_note(name)
        for name in walk(root, *LAYERS, 'fuzz', 'test'):
            if name.endswith(('.c', '.h', '.def', '.inc', '.js', '.mjs', '.py', '.scm')):
                self.read_source(name)

    def read_note(self, name):
        fenced = False
        for number, line in enumerate(read_lines(self.root, name), 1):
            if line.startswith('```'):
                fenced = not fenced
            match = None if fenced else STATEMENT.match(line)
            if not match:
                continue
            tag, text = match.groups()
            if not re.search(r'\w\w', text):
                self.problems.append(f'{name}:{number}: [{tag}] is stated without text')
            if tag in self.stated:
                self.problems.append(f'{name}:{number}: [{tag}] is stated already, at {self.stated[tag]}')
            self.stated.setdefault(tag, f'{name}:{number}')

    def read_source(self, name):
        parts = name.split('/')
        is_test = parts[0] in ('fuzz', 'test') or 'test' in parts[1:-1]
        lines = read_lines(self.root, name)
        if not is_test and not name.endswith(('.c', '.h', '.inc', '.def')):
            return
        for number, line in enumerate(lines, 1):
            for match in TAG.finditer(line):
                if name.endswith(('.js', '.mjs')) and not re.search(r'//|\*', line[:match.start()]):
                    continue  # JavaScript has arrays that look so
                tag, where = match.group(1), f'{name}:{number}'
                near = lines[max(0, number - 1 - NEAR):number + NEAR]
                if is_test or parts[-1].startswith('verify') or any(ASSERTION.search(text) for text in near):
                    self.enforced.setdefault(tag, where)
                if not is_test:
                    self.cited.setdefault(tag, where)

    def check(self):
        for tag, where in sorted(self.stated.items()):
            if tag not in self.cited:
                self.problems.append(f'{where}: [{tag}] is cited nowhere in the code')
            if tag not in self.enforced:
                self.problems.append(f'{where}: [{tag}] is enforced by no assertion, verifier or test')
        for tag, where in sorted({**self.enforced, **self.cited}.items()):
            if tag not in self.stated:
                self.problems.append(f'{where}: [{tag}] is stated in no note of docs/design')
        return self.problems


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--root', default=os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    parser.add_argument('--list', action='store_true', help='print every tag and where it is enforced')
    options = parser.parse_args()
    tags = Tags(options.root)
    problems = tags.check()
    if options.list:
        for tag, where in sorted(tags.stated.items()):
            print(f'[{tag}] {where}, enforced at {tags.enforced.get(tag, "-")}')
    print('\n'.join(problems + [f'check_tags: {len(tags.stated)} tags, {len(problems)} problems']))
    return 1 if problems else 0


if __name__ == '__main__':
    sys.exit(main())
