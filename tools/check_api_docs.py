#!/usr/bin/env python3
"""Checks that every public declaration of the heap's headers has a comment, and makes the manual's API pages.

    tools/check_api_docs.py [--root DIR]     undocumented declarations, and pages that are not what the headers say
    tools/check_api_docs.py --write          writes the pages, docs/heap/api/*.md

A declaration is a function, macro, struct, enum or typedef at the left margin of heap/include/gc/*.h.  Names with
two underscores (gc__x, GC__X), include guards and headers that say `(not API)` in their first line are nobody's
business.  A comment covers the declaration that it stands above, or on whose first line it ends, and those that
follow without a blank line.  Exit status 1 if anything is found.
"""

import argparse
import os
import re
import sys

HEADERS, PAGES = 'heap/include/gc', 'docs/heap/api'
SKIPPED = re.compile(r'^#\s*(if|ifdef|ifndef|else|elif|endif|include|undef)\b')
PRIVATE = re.compile(r'^(gc__|GC__)')
ATTRIBUTE = re.compile(r'__attribute__\s*\(\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)\)')
WORDS = re.compile(r'\b(GC_API|GC_INLINE|GC_NOINLINE|GC_COLD|GC_MUST_CHECK|_Noreturn)\b\s*')


class Declaration:
    def __init__(self, line, text, comment):
        self.line, self.text, self.comment = line, text, comment

    def name(self):
        define = re.match(r'#\s*define\s+(\w+)', self.text)
        if define:
            return define.group(1)
        text = WORDS.sub('', ATTRIBUTE.sub('', self.text))
        for pattern in (r'^typedef\b[^;{]*?\(\s*\*?(\w+)\)?\s*\(', r'^typedef\s[^;{]*?(\w+)\s*\([^;]*;',
                        r'^typedef\b.*?(\w+)\s*;\s*$', r'^(?:enum|struct)\s+(\w+)\s*\{', r'^(enum)\s*\{',
                        r'(\w+)\s*\(', r'^(?:enum|struct)\s+(\w+)'):
            match = re.search(pattern, text, re.S)
            if match:
                return match.group(1)
        return None

    def shown(self):
        """What the manual shows: no bodies of inline functions, nor of long macros."""
        text = self.text
        if text.startswith('#'):
            lines = [line.rstrip().rstrip('\\').rstrip() for line in text.split('\n')]
            return lines[0] if len(lines) > 1 else text
        body = re.search(r'\n\{', text)
        text = text[:body.start()] + ';' if body else text
        return WORDS.sub('', text) if body or '(' in text.split('{')[0] else text


def chunk_end(lines, first):
    """The last line of the declaration or macro that begins on line first."""
    if lines[first].startswith('#'):
        while lines[first].endswith('\\'):
            first += 1
        return first
    depth, seen_body = 0, False
    for at in range(first, len(lines)):
        code = re.sub(r'/\*.*?\*/', '', lines[at])
        depth += code.count('{') - code.count('}')
        seen_body = seen_body or '{' in code
        if depth == 0 and (code.rstrip().endswith(';') or (seen_body and code.startswith('}'))):
            return at
    return len(lines) - 1


def comment_text(lines):
    """The words of a comment's lines, without its marks."""
    text = '\n'.join(lines).strip()
    text = re.sub(r'^/\*+ ?|\s*\*/$', '', text)
    return '\n'.join(re.sub(r'^\s*\* ?', '', line) if line.lstrip().startswith('*') else line.strip()
                     for line in text.split('\n')).strip('\n')


def parse(path):
    """(comment of the file, declarations) of a header."""
    with open(path, encoding='utf-8') as file:
        lines = file.read().split('\n')
    found, at, comment, opening = [], 0, None, None
    while at < len(lines):
        line = lines[at]
        if line.startswith('/*'):
            end = at
            while '*/' not in lines[end]:
                end += 1
            comment = comment_text(lines[at:end + 1])
            if opening is None:
                opening, comment = comment, None
            at = end + 1
        elif not line.strip():
            comment, at = None, at + 1
        elif SKIPPED.match(line) or line.startswith(('}', 'extern "C"')):
            at += 1
        else:
            end = chunk_end(lines, at)
            own = re.search(r'/\*\s*(.*?)\s*\*/', lines[at]) or (lines[at].startswith('enum') and re.search(r'/\*', '\n'.join(lines[at:end])))
            text = '\n'.join(lines[at:end + 1])
            guard = re.match(r'#define \w+_H$', text)
            if not guard:
                covered = comment if comment is not None else ('' if own else None)
                found.append(Declaration(at + 1, text, covered))
            at = end + 1
    return opening or '', found


def is_public(declaration):
    name = declaration.name()
    return name is None or not PRIVATE.match(name)


def headers(root):
    for name in sorted(os.listdir(os.path.join(root, HEADERS))):
        if name.endswith('.h'):
            opening, declarations = parse(os.path.join(root, HEADERS, name))
            if '(not API)' not in opening.split('\n')[0]:
                yield name, opening, [d for d in declarations if is_public(d)]


def page(name, opening, declarations):
    """A page of the manual for one header."""
    out = [f'# gc/{name}', '', f'Made by `tools/check_api_docs.py --write` from `{HEADERS}/{name}`: edit that.', '']
    out += block(re.sub(r'^gc/\w+\.h( \([^)]*\))?: ', '', opening))
    last = None
    for declaration in declarations:
        fence = ['```', declaration.shown(), '```', '']
        if declaration.comment is not None and declaration.comment is last:
            out[-2:] = [declaration.shown(), '```', '']
        else:
            out += [f'### {declaration.name()}', ''] + fence
            at = len(out)
            out[at - len(fence):at - len(fence)] = block(declaration.comment or '')
        last = declaration.comment if declaration.comment else object()
    return '\n'.join(out).rstrip('\n') + '\n'


def block(text):
    """A comment as paragraphs; indented lines stay as they are, as code."""
    out = []
    for paragraph in text.split('\n\n'):
        lines = paragraph.split('\n')
        if any(line.startswith('  ') for line in lines):
            plain = [line for line in lines if not line.startswith('  ')]
            if plain and not lines[0].startswith('  '):
                out += [' '.join(plain[:1])] + ([''] if len(lines) > 1 else [])
                lines = lines[1:]
            out += ['    ' + line.strip('\n') for line in lines] + ['']
        elif paragraph.strip():
            out += [paragraph, '']
    return out


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--root', default=os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    parser.add_argument('--write', action='store_true')
    options = parser.parse_args()
    problems, count = [], 0
    pages = {'README.md': '# The API, header by header\n\n`#include <gc/gc.h>` is all of it.\n\n| header | what it declares |\n| --- | --- |\n'}
    for name, opening, declarations in headers(options.root):
        for declaration in declarations:
            count += 1
            if declaration.comment is None:
                problems.append(f'{HEADERS}/{name}:{declaration.line}: {declaration.name()} has no comment')
        first = re.split(r'\.(?:\s|$)', re.sub(r'^gc/\w+\.h: ', '', opening).replace('\n', ' '))[0]
        link = f'[`gc/{name}`]({name[:-2]}.md)'
        pages['README.md'] += f'| {link} | {first} |\n'
        pages[name[:-2] + '.md'] = page(name, opening, declarations)
    for name, text in pages.items():
        path = os.path.join(options.root, PAGES, name)
        if options.write:
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, 'w', encoding='utf-8') as file:
                file.write(text)
        elif not os.path.exists(path) or open(path, encoding='utf-8').read() != text:
            problems.append(f'{PAGES}/{name} is not what the headers say: run tools/check_api_docs.py --write')
    print('\n'.join(problems + [f'check_api_docs: {count} declarations, {len(problems)} problems']))
    return 1 if problems else 0


if __name__ == '__main__':
    sys.exit(main())
