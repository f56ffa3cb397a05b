#!/usr/bin/env python3
"""Checks that the arrows between layers point downward: cli → runtime → engine → heap.

    tools/check_layers.py [--root DIR] [BUILD_DIR...]

From the sources: an include of another layer names one of its public headers (<gc/…>, <js/…>, <rt/…>, in
quotes or brackets), of a layer below; an include in quotes that is not public is found in the own layer;
uv.h is for runtime and cli; heap/ knows no name of the layers above.

From the static libraries below BUILD_DIR (default: build/checked and build/release, where they exist):
a library leaves no symbol of a layer above undefined, and of a layer below only such as its public headers
declare.  Exit status 1 if anything is found.
"""

import argparse
import os
import re
import subprocess
import sys

LAYERS = ['heap', 'engine', 'runtime', 'cli']  # from the lowest
PUBLIC = {'gc': 'heap', 'js': 'engine', 'rt': 'runtime'}
LIBRARIES = {'heap': 'libtenure-gc.a', 'engine': 'libtenure-engine.a', 'runtime': 'libtenure-runtime.a'}
SYMBOL_LAYER = [('gc_', 'heap'), ('js_', 'engine'), ('rt_', 'runtime'), ('uv_', 'libuv')]
UV_LAYERS = ('runtime', 'cli')
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')
ABOVE_HEAP = re.compile(r'\b(js_\w+|JS_\w+|rt_\w+|uv_\w+)\b')


def sources(root, layer):
    for directory, names, files in os.walk(os.path.join(root, layer)):
        names.sort()
        for name in sorted(files):
            if name.endswith(('.c', '.h', '.cc', '.def')):
                yield os.path.join(directory, name)


def resolves(root, layer, path, name):
    """Whether a quoted include is found beside the file or in the layer's own directories."""
    places = [os.path.dirname(path)] + [os.path.join(root, layer, d) for d in ('', 'src', 'include', 'test', 'bench')]
    return any(os.path.exists(os.path.join(place, name)) for place in places)


def check_includes(root):
    problems = []
    for rank, layer in enumerate(LAYERS):
        for path in sources(root, layer):
            shown = os.path.relpath(path, root)
            with open(path, encoding='utf-8', errors='replace') as file:
                for number, line in enumerate(file, 1):
                    match = INCLUDE.match(line)
                    if match:
                        text = bad_include(root, rank, layer, path, *match.groups())
                        if text:
                            problems.append(f'{shown}:{number}: {text}')
                    elif layer == 'heap' and ABOVE_HEAP.search(line):
                        problems.append(f'{shown}:{number}: heap names {ABOVE_HEAP.search(line).group(1)}, '
                                        'which belongs to a layer above')
    return problems


def bad_include(root, rank, layer, path, quote, name):
    """What is wrong with an include, or None."""
    owner = PUBLIC.get(name.split('/')[0]) if '/' in name else None
    if owner is not None:
        if LAYERS.index(owner) > rank:
            return f'{layer} includes {name} of {owner}, a layer above'
        return None
    if name == 'uv.h' or name.startswith('uv/'):
        return None if layer in UV_LAYERS else f'{layer} includes {name}'
    if quote == '"' and not resolves(root, layer, path, name):
        for other in LAYERS:
            if other != layer and any(os.path.exists(os.path.join(root, other, d, name)) for d in ('', 'src', 'include')):
                return f'{layer} includes {name}, private to {other}'
    if '../' in name:
        parts = os.path.relpath(os.path.normpath(os.path.join(os.path.dirname(path), name)), root).split(os.sep)
        if parts[0] in LAYERS and parts[0] != layer:
            return f'{layer} includes {name}, private to {parts[0]}'
    return None


def symbols(library, *options):
    out = subprocess.run(['nm', '-P', *options, library], capture_output=True, text=True).stdout
    return {line.split()[0] for line in out.split('\n') if line and not line.endswith(':')}


def declared(root, layer):
    """All identifiers in a layer's public headers."""
    names = set()
    for directory, _, files in os.walk(os.path.join(root, layer, 'include')):
        for name in files:
            with open(os.path.join(directory, name), encoding='utf-8') as file:
                names.update(re.findall(r'\w+', file.read()))
    return names


def layer_of_symbol(name):
    return next((layer for prefix, layer in SYMBOL_LAYER if name.startswith(prefix)), None)


def check_symbols(root, build):
    problems, checked = [], 0
    public = {layer: declared(root, layer) for layer in LAYERS}
    for layer, library in LIBRARIES.items():
        path = next((p for p in (os.path.join(build, layer, library), os.path.join(build, library))
                     if os.path.exists(p)), None)
        if path is None:
            continue
        checked += 1
        defined = symbols(path, '--defined-only')
        for name in sorted(symbols(path, '-u') - defined):
            owner = layer_of_symbol(name)
            if owner is None or owner == layer:
                continue
            if owner == 'libuv':
                if layer not in UV_LAYERS:
                    problems.append(f'{library}: {name} of libuv is needed by {layer}')
            elif LAYERS.index(owner) > LAYERS.index(layer):
                problems.append(f'{library}: {name} of {owner}, a layer above, is needed by {layer}')
            elif name not in public[owner]:
                problems.append(f'{library}: {name} is private to {owner} and needed by {layer}')
    return problems, checked


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--root', default=os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    parser.add_argument('builds', nargs='*')
    options = parser.parse_args()
    builds = options.builds or [os.path.join(options.root, 'build', b) for b in ('checked', 'release')]
    problems = check_includes(options.root)
    libraries = 0
    for build in builds:
        found, checked = check_symbols(options.root, build)
        problems += found
        libraries += checked
    print('\n'.join(problems + [f'check_layers: {len(problems)} problems, {libraries} libraries looked at']))
    return 1 if problems else 0


if __name__ == '__main__':
    sys.exit(main())
