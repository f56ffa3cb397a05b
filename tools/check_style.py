#!/usr/bin/env python3
"""Checks what of the house style a line count or a regular expression can see.

    tools/check_style.py [--root DIR] [--format] [--longest N]

  * files of at most 1,000 lines, functions of C of at most 70 (exceptions: tools/check_style.txt)
  * every C file opens with a comment; no tabs in C; no blanks at line ends; a newline at the end of files
  * no marks of unfinished work (MARKS below), nor of an unfinished merge, in documents neither
  * no commented-out code
  * --format: clang-format agrees (slow; `git ls-files '*.[ch]' | xargs clang-format -i` settles it)

Exit status 1 if anything is found.
"""

import argparse
import fnmatch
import os
import re
import subprocess
import sys

FILE_LINES, FUNCTION_LINES = 1000, 70
TOPS = ('heap', 'engine', 'runtime', 'cli', 'tools', 'bench', 'fuzz', 'test', 'examples', '.ci', 'cmake')
MARKS = re.compile(r'\b(TO' r'DO|FIX' r'ME|X' r'XX|HA' r'CK)\b|[Nn]ot (yet )?implement' r'ed|\bst' r'ub\b')
MERGE = re.compile(r'(<{7}|={7}|>{7}|\|{7})(?= |$)')
CODE_COMMENT = re.compile(r'^\s*//.*[;{}]\s*$|^\s*/\*\s*[\w.>\[\]-]+(\(.*\)| = .*);\s*\*/\s*$')
STRING = re.compile(r"'(?:[^'\\]|\\.)*'|`[^`]*`|\"(?:[^\"\\]|\\.)*\"")


class Exceptions:
    def __init__(self, path):
        self.files, self.functions = [], set()
        if not os.path.exists(path):
            return
        with open(path, encoding='utf-8') as file:
            for number, line in enumerate(file, 1):
                words = line.split('#')[0].split()
                if not words:
                    continue
                if len(words) != 2 or words[0] not in ('file', 'function') or '#' not in line:
                    sys.exit(f'{path}:{number}: expected `file GLOB # reason` or `function NAME # reason`')
                if words[0] == 'file':
                    self.files.append(words[1])
                else:
                    self.functions.add(words[1])

    def generated(self, name):
        return any(fnmatch.fnmatchcase(name, pattern) for pattern in self.files)


def tree(root):
    """The files of the tree that are ours to check, as relative names."""
    for top in TOPS:
        for directory, names, files in os.walk(os.path.join(root, top)):
            names[:] = sorted(n for n in names if n not in ('node_modules', '__pycache__', 'fixtures', 'seeds'))
            for name in sorted(files):
                if name.endswith(('.c', '.h', '.cc', '.def', '.js', '.py', '.sh', '.cmake')):
                    yield os.path.relpath(os.path.join(directory, name), root)


def functions(lines):
    """Yields (name, first line, line count) of C functions: braces in column 0 delimit them."""
    start = None
    for number, line in enumerate(lines, 1):
        if line.rstrip() == '{' and start is None:
            start = number
        elif line.startswith('}') and start is not None:
            if line.rstrip() == '}':
                yield function_name(lines, start), start, number - start + 1
            start = None


def function_name(lines, brace):
    """The name before the parameter list that ends above line number brace."""
    text = ''
    for line in reversed(lines[max(0, brace - 12):brace - 1]):
        text = line + ' ' + text
        match = re.search(r'(\w+)\s*\((?!\()', text)
        if match and not line.startswith((' ', '\t')):
            return match.group(1)
    return '?'


def check_file(root, name, exceptions, longest):
    problems = []
    with open(os.path.join(root, name), encoding='utf-8', errors='replace') as file:
        text = file.read()
    lines = text.split('\n')
    is_c = name.endswith(('.c', '.h', '.cc'))
    is_test_data = name.startswith(('test/', 'bench/'))

    def report(line, what):
        problems.append(f'{name}:{line}: {what}')

    if exceptions.generated(name):
        return problems
    if len(lines) - 1 > FILE_LINES:
        report(FILE_LINES + 1, f'{len(lines) - 1} lines; at most {FILE_LINES}')
    if text and not text.endswith('\n'):
        report(len(lines), 'no newline at the end')
    if is_c:
        if text and not re.match(r'\s*(/\*|//)', text):
            report(1, 'does not open with a comment')
        for function, line, count in functions(lines):
            longest.append((count, f'{name}:{line}: {function}'))
            if count > FUNCTION_LINES and function not in exceptions.functions:
                report(line, f'{function} has {count} lines; at most {FUNCTION_LINES}')
    for number, line in enumerate(lines, 1):
        if is_c and '\t' in line:
            report(number, 'a tab')
        if line != line.rstrip() and not is_test_data:
            report(number, 'blanks at the end')
        said = STRING.sub("''", line) if name.endswith('.js') else line  # messages may say it
        if MARKS.search(said) and not is_test_data:
            report(number, f'a mark of unfinished work: {MARKS.search(said).group(0)}')
        if is_c and CODE_COMMENT.match(line):
            report(number, 'commented-out code?')
    return problems


def documents(root):
    names = [n for n in os.listdir(root) if n.endswith('.md')]
    for top in ('docs', *TOPS):
        for directory, _, files in os.walk(os.path.join(root, top)):
            names += [os.path.relpath(os.path.join(directory, n), root) for n in files if n.endswith('.md')]
    return sorted(names)


def check_merged(root, name):
    with open(os.path.join(root, name), encoding='utf-8') as file:
        return [f'{name}:{number}: a mark of an unfinished merge' for number, line in enumerate(file, 1)
                if MERGE.match(line)]


def check_format(root, names):
    problems = []
    c_files = [n for n in names if n.endswith(('.c', '.h'))]
    for begin in range(0, len(c_files), 50):
        done = subprocess.run(['clang-format', '--dry-run', *c_files[begin:begin + 50]], cwd=root,
                              capture_output=True, text=True)
        files = re.findall(r'^(\S+?):\d+:\d+: warning:', done.stderr, re.M)
        problems += [f'{name}: clang-format would change {files.count(name)} places' for name in dict.fromkeys(files)]
    return problems


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    here = os.path.dirname(os.path.abspath(__file__))
    parser.add_argument('--root', default=os.path.dirname(here))
    parser.add_argument('--format', action='store_true')
    parser.add_argument('--longest', type=int, default=0, help='list the N longest functions')
    options = parser.parse_args()
    exceptions = Exceptions(os.path.join(options.root, 'tools', 'check_style.txt'))
    names, longest = list(tree(options.root)), []
    problems = [p for name in names for p in check_file(options.root, name, exceptions, longest)]
    problems += [p for name in names + documents(options.root) for p in check_merged(options.root, name)]
    if options.format:
        problems += check_format(options.root, [n for n in names if not exceptions.generated(n)])
    for count, where in sorted(longest, reverse=True)[:options.longest]:
        print(f'{count:5} {where}')
    print('\n'.join(problems + [f'check_style: {len(names)} files, {len(problems)} problems']))
    return 1 if problems else 0


if __name__ == '__main__':
    sys.exit(main())
