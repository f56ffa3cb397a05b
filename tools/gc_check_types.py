"""The rooting checker's view of clang's output: declarations at the top level, and classes of types.

`dump` runs clang, `top_level` cuts its JSON into declarations without parsing it (most of it is system
headers), `Types` knows typedefs and structs of one translation unit and sorts type names into the classes
that gc_check_ast.py describes.
"""

import os
import re
import subprocess

RAW = ('value', 'slot', 'cell', 'slotptr')
FILE_KEY = '"file": "'
QUALIFIERS = re.compile(r'\b(const|volatile|restrict|__restrict|_Atomic)\b ?')


def dump(path, root, flags):
    """The AST of a file as JSON text; raises RuntimeError with clang's message."""
    language = ['-x', 'c'] if path.endswith('.h') else []
    argv = (['clang', '-fsyntax-only', '-Xclang', '-ast-dump=json', '-w', '-std=gnu11', '-DGC_CHECK=1']
            + flags + language + [path])
    done = subprocess.run(argv, cwd=root, capture_output=True, text=True, errors='replace')
    if done.returncode:
        raise RuntimeError(done.stderr.strip() or 'clang failed')
    return done.stdout


def file_marks(piece):
    """[(position, file)] of the changes of file in a declaration's text; clang names a file only then."""
    found, begin = [], 0
    while True:
        include = piece.find('"includedFrom": {', begin)  # holds a "file" that is no change
        end = len(piece) if include < 0 else include
        position = piece.find(FILE_KEY, begin, end)
        while position >= 0:
            start = position + len(FILE_KEY)
            found.append((position, piece[start:piece.index('"', start)]))
            position = piece.find(FILE_KEY, start, end)
        if include < 0:
            return found
        begin = piece.index('}', include)


def top_level(text, root):
    """Yields (file, chunk text) for each declaration at the top level, file relative to root or None."""
    begin = text.find('  "inner": [')
    current = None
    prefix = os.path.realpath(root) + os.sep
    pieces = text[begin:].split('\n    },\n    {\n')
    for index, piece in enumerate(pieces):
        if index == 0:
            piece = piece[piece.find('\n    {\n') + 7:]
        if index == len(pieces) - 1:
            piece = piece[:piece.rfind('\n    }')]
        own = current
        for position, file in file_marks(piece):
            current = file
            if position < piece.find('"range": {'):
                own = current
        if own is None:
            continue
        path = own if os.path.isabs(own) else os.path.join(root, own)
        path = os.path.normpath(path)
        yield (path[len(prefix):] if path.startswith(prefix) else None), piece


class Types:
    """What the type names of one translation unit mean."""

    def __init__(self, views):
        self.views = views  # structs of pointers into cells, held by value
        self.alias = {}    # typedef → underlying type text
        self.fields = {}   # struct name (or 'anon@LINE:COL') → [(field, type text)]
        self.cells = {'struct gc_header'}
        self.cache = {}
        self.params_cache = {}

    def add_record(self, node):
        fields = [(f.get('name', ''), type_text(f)) for f in node.get('inner', ()) if f['kind'] == 'FieldDecl']
        name = node.get('name')
        if not name or not node.get('completeDefinition'):
            return
        key = f'{node["tagUsed"]} {name}'
        self.fields[key] = fields
        if fields and fields[0][0] == 'header' and self.canon(fields[0][1]) == 'struct gc_header':
            self.cells.add(key)
        self.cache.clear()

    def canon(self, text):
        """text without qualifiers of the outermost type, typedefs replaced."""
        text = QUALIFIERS.sub('', text).strip()
        for _ in range(8):
            base = text.rstrip(' *')
            target = self.alias.get(base)
            if target is None or target == base:
                break
            text = QUALIFIERS.sub('', target).strip() + text[len(base):]
        return re.sub(r'\s*\*', '*', text)

    def classify(self, text):
        found = self.cache.get(text)
        if found is None:
            found = self.cache[text] = self.classify_now(text)
        return found

    def classify_now(self, text):
        canonical = self.canon(text)
        if canonical.endswith(']'):  # an array: the class of its element
            return self.classify(canonical[:canonical.index('[')].strip())
        if canonical == 'struct gc_value':
            return 'value'
        if canonical == 'struct gc_slot' or canonical in self.views:
            return 'slot'
        if canonical.endswith('*') and '(' not in canonical:
            target = canonical[:-1].strip()
            if target in self.cells:
                return 'cell'
            if target in self.views:
                return 'ptr'
            if target == 'struct gc_slot':
                return 'slotptr'
            if target == 'struct gc_value':
                return 'valueptr'
            if target in self.fields and self.is_rec(target):
                return 'recptr:' + target
            return 'ptr'
        if canonical.endswith('*') or '(*)' in canonical:
            return 'other'
        if canonical in self.fields:
            if canonical in self.cells:
                return 'other'
            return 'rec:' + canonical if self.is_rec(canonical) else 'other'
        return 'other'

    def is_rec(self, name, depth=0):
        """Whether struct name holds references and is not a frame (whose first field is its head)."""
        fields = self.fields[name]
        if name in ('struct gc_value', 'struct gc_slot') or depth > 4:
            return False
        if fields and self.canon(fields[0][1]) == 'struct gc_frame':
            return False
        return any(self.holds_reference(text, depth) for _, text in fields)

    def holds_reference(self, text, depth):
        """Whether a member of this type is a reference or a struct that holds one."""
        canonical = self.canon(text)
        if canonical.endswith(']'):
            return self.holds_reference(canonical[:canonical.index('[')].strip(), depth)
        if canonical.endswith('*'):
            return canonical[:-1].strip() in self.cells or canonical == 'struct gc_slot*'
        if canonical in ('struct gc_value', 'struct gc_slot'):
            return True
        return canonical in self.fields and canonical not in self.cells and self.is_rec(canonical, depth + 1)

    def raw_fields(self, name):
        """[(field, class)] of the members that are references or hold them."""
        out = []
        for field, text in self.fields.get(name, ()):
            kind = self.classify(text)
            if kind in RAW or kind.startswith('rec:'):
                out.append((field, kind))
        return out

    def params(self, text):
        """[(class, is const)] of the parameters of a function (pointer) type."""
        found = self.params_cache.get(text)
        if found is not None:
            return found
        inside = text
        if '(*)' in text:
            inside = text[text.index('(*)') + 3:]
        elif '(' in text:
            inside = text[text.index('('):]
        depth, parts, current = 0, [], ''
        for char in inside:
            if char == '(':
                depth += 1
                if depth == 1:
                    continue
            elif char == ')':
                depth -= 1
                if depth == 0:
                    break
            if char == ',' and depth == 1:
                parts.append(current)
                current = ''
            else:
                current += char
        parts.append(current)
        found = []
        for part in parts:
            kind = self.classify(part.strip())
            target = part.strip().rstrip('*').strip()
            found.append((kind, target.startswith('const ') and part.strip().endswith('*')))
        self.params_cache[text] = found
        return found


def type_text(node):
    kind = node.get('type') or {}
    text = kind.get('desugaredQualType') or kind.get('qualType') or ''
    return kind.get('qualType', '') if '(unnamed' in text or 'anonymous' in text else text


def offset_of(node):
    """The offset in the file where node stands (for a macro: where it is used)."""
    begin = node.get('range', {}).get('begin', {})
    if 'expansionLoc' in begin:
        begin = begin['expansionLoc']
    return begin.get('offset', 0)
