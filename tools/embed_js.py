#!/usr/bin/env python3
"""Writes the JavaScript library as C: `embed_js.py LIB_DIRECTORY OUTPUT.c`.

Every file below LIB_DIRECTORY becomes the text of a function expression in parentheses, whose head takes line 0 so
that positions are the file's own (runtime/src/builtin_sources.h; the parameters are those of
runtime/lib/BINDINGS.md).  Texts are Latin-1: what is beyond it must stand in string, template or regular-expression
literals, and is written there as an escape.
"""

import os
import sys

PARAMETERS = 'exports, require, module, process, internalBinding'


def list_files(root):
    for directory, names, files in os.walk(root):
        names.sort()
        for name in sorted(files):
            if name.endswith('.js'):
                yield os.path.relpath(os.path.join(directory, name), root)


def escape_units(text):
    """What Latin-1 cannot say becomes \\uXXXX, one for each UTF-16 unit."""
    out = []
    for char in text:
        if ord(char) < 256:
            out.append(char)
        else:
            units = char.encode('utf-16-be')
            out += ['\\u%02x%02x' % (units[i], units[i + 1]) for i in range(0, len(units), 2)]
    return ''.join(out).encode('latin-1')


def literal(data):
    """C string literals, a line of source each."""
    lines = []
    for line in data.split(b'\n'):
        text = ''
        for byte in line + b'\n':
            char = chr(byte)
            if char in '"\\?':
                text += '\\' + char
            elif char == '\n':
                text += '\\n'
            elif 32 <= byte < 127:
                text += char
            else:
                text += '\\%03o' % byte
        lines.append(f'"{text}"')
    return '\n'.join(lines)


def main(root, output):
    rows = []
    with open(output + '.new', 'w', encoding='ascii') as out:
        out.write('/* Made by tools/embed_js.py from runtime/lib. */\n#include "builtin_sources.h"\n\n')
        for number, path in enumerate(sorted(list_files(root))):
            with open(os.path.join(root, path), encoding='utf-8') as file:
                text = file.read()
            module = path[:-3]
            parameters = 'internalBinding, global' if module == 'bootstrap' else PARAMETERS
            data = b'(function (%s) {\n%s\n})' % (parameters.encode(), escape_units(text))
            out.write(f'static const char text{number}[] =\n{literal(data)};\n\n')
            rows.append(f'    {{"{module}", "node:{module}", (const uint8_t *)text{number}, '
                        f'sizeof text{number} - 2}},\n')
        out.write('const struct rt_builtin_source rt_builtin_sources[] = {\n')
        out.writelines(rows)
        out.write('};\nconst size_t rt_builtin_source_count = sizeof rt_builtin_sources / '
                  'sizeof rt_builtin_sources[0];\n')
    os.replace(output + '.new', output)


if __name__ == '__main__':
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
