#!/usr/bin/env python3
"""Check the parser against test262: what must parse does, what must not does not.

    TEST262=DIR parse_test262.py PATH/parse_tool [PATH_BELOW_TEST...] [--all]

Every test below test/language (--all: below test) is parsed in the modes that its frontmatter asks for; a test with
`negative: phase: parse` must be refused, every other accepted.  Tests of features later than ES2025,
and of the two of regular expressions that wait, are left out.  Disagreements go to
stdout; the exit status is 1 below 99 % agreement."""

import os, re, subprocess, sys

UNSUPPORTED = {'regexp-v-flag', 'regexp-modifiers',
         'decorators', 'explicit-resource-management', 'source-phase-imports', 'source-phase-imports-module-source',
         'import-defer', 'import-text', 'import-bytes', 'immutable-arraybuffer', 'ShadowRealm'}
FRONTMATTER = re.compile(rb'/\*---(.*?)---\*/', re.S)


def words(text, key):
    found = re.search(rf'^{key}:(?:\s*\[([^\]]*)\]|.*((?:\n *- .*)+))', text, re.M)
    listed = re.sub(r'#.*|^ *- ', '', found[1] or found[2] or '', flags=re.M) if found else ''
    return re.findall(r'[^\s,]+', listed)


def runs_of(path):
    """(mode, must parse) for each run of a test; None to leave it out."""
    with open(path, 'rb') as file:
        source = file.read()
    match = FRONTMATTER.search(source)
    text = re.sub('\r\n?', '\n', match.group(1).decode('utf-8', 'replace')) if match else ''
    if UNSUPPORTED & set(words(text, 'features')):
        return None
    negative = re.search(r'^negative:.*\n +phase: *(\w+)', text, re.M)
    refused = bool(negative) and negative[1] == 'parse'
    flags = words(text, 'flags')
    if 'module' in flags:
        modes = ['m']
    elif 'onlyStrict' in flags:
        modes = ['s']
    elif 'noStrict' in flags or 'raw' in flags:
        modes = ['-']
    else:
        modes = ['-', 's']
    return [(mode, not refused) for mode in modes]


def main():
    arguments = [a for a in sys.argv[1:] if not a.startswith('--')]
    top = os.path.join(os.environ['TEST262'], 'test')
    below = arguments[1:] or (['.'] if '--all' in sys.argv else ['language', 'annexB/language'])
    jobs = []
    for base in below:
        start = os.path.join(top, base)
        paths = [start] if start.endswith('.js') else [os.path.join(folder, name) for folder, _, names in os.walk(start)
                                                        for name in names if name.endswith('.js') and '_FIXTURE' not in name]
        for path in sorted(paths):
            for mode, accepted in runs_of(path) or ():
                jobs.append((path, mode, accepted))
    lines = ''.join(f'{mode} {path}\n' for path, mode, _ in jobs)
    done = subprocess.run([arguments[0], '--batch'], input=lines, capture_output=True, encoding='latin-1')
    results = done.stdout.split('\n')[:-1]
    if len(results) != len(jobs):
        print(f'parse_tool stopped after {len(results)} of {len(jobs)}: {jobs[len(results)][0]}\n{done.stderr}')
        return 1
    wrong = [(path, mode, accepted, result) for (path, mode, accepted), result in zip(jobs, results)
             if (result == 'ok') != accepted]
    for path, mode, accepted, result in wrong:
        print(f'{os.path.relpath(path, top)} {mode}: ' + (result if accepted else 'accepted'))
    print(f'{len(jobs) - len(wrong)} of {len(jobs)} agree')
    return len(wrong) * 100 > len(jobs)


sys.exit(main())
