#!/usr/bin/env python3
"""The rooting checker: proves from clang's syntax tree that C code holds no stale reference.

    tools/gc_check.py                   all of the tree; exit status 1 if anything is found
    tools/gc_check.py engine/src/ops    only report what lies below these paths
    tools/gc_check.py --why js_get      why may it collect?  (and run script?)
    tools/gc_check.py --file X.c        check a file outside the tree together with the tree

docs/gc-safe-code.md teaches the rules by wrong and right examples; tools/gc_check.txt holds the facts
that the source does not show.  A line with a comment `gc_check: REASON` is not reported.

How: gc_check_ast.py turns each file into small control-flow graphs (cached under build/.gc_check, by a
hash of the file and of all that it includes).  Here the call graph is closed over 'may collect' and
'may run script', a function that the source does not define being taken at its name's word (_nogc) or,
if declared in the tree, for the worst.  Then each function that makes a collecting call is run through a
forward data-flow analysis: a local that holds a reference is `fresh` until the next call that may
collect, then `stale`, and a use of a stale one is reported.  States join at merges (stale wins), loops run
to a fixed point.  Pointers into cells taint the pointers computed from them, across calls too.

Rules, as printed:
  stale        a raw reference is used after a call that may collect
  unrooted     the address of a local in no frame is given to a function that may collect
  kept         the address of such a local is stored or returned
  unordered    a raw reference beside an operand that may collect; C does not fix their order
  result       a function that may collect returns a reference or a pointer into a cell
  promise      a function named _nogc may collect, or one named _noscript may run script
  pointer      a function that may collect is put into a pointer that promises not to
  nocollect    a call that may collect within GC_NO_COLLECT
  reserve      cells of a reservation are taken where none is sure to be in force
  barrier      a slot is stored into a cell by plain assignment
  global       a variable at file scope holds a reference and is no registered root
"""

import argparse
import concurrent.futures
import fnmatch
import glob
import hashlib
import json
import os
import pickle
import re
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import gc_check_ast  # noqa: E402
import gc_check_types  # noqa: E402

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
RAW = gc_check_types.RAW
LAYERS = ('heap', 'engine', 'runtime', 'cli')
FRESH = 1


class Table:
    """tools/gc_check.txt: word → names, some with `*`."""

    def __init__(self, path):
        self.exact, self.globs = {}, {}
        with open(path, encoding='utf-8') as file:
            for number, line in enumerate(file, 1):
                line = line.split('#')[0].strip()
                if not line:
                    continue
                word, _, name = line.partition(' ')
                if word not in ('collect', 'nogc', 'pointer', 'script', 'rooted', 'raw', 'offheap', 'reserved',
                                'unchecked', 'global', 'safe', 'view', 'noscript'):
                    sys.exit(f'{path}:{number}: unknown word {word}')
                where = self.globs if '*' in name else self.exact
                where.setdefault(word, set()).add(name.strip())

    def has(self, word, name):
        if name in self.exact.get(word, ()):
            return True
        return any(fnmatch.fnmatchcase(name, pattern) for pattern in self.globs.get(word, ()))

    def prefix(self, word, path):
        return any(path.startswith(prefix) for prefix in self.exact.get(word, ()))


# -- first half: files to graphs, in parallel, cached

def include_flags(path, root):
    """-I options: all public headers, and the src of the file's own layer."""
    flags = [f'-I{root}/{layer}/include' for layer in LAYERS]
    layer = os.path.relpath(path, root).split(os.sep)[0]
    layers = [layer] if layer in LAYERS else LAYERS
    flags += [f'-I{root}/{name}/src' for name in layers] + [f'-I{root}/{name}' for name in layers]
    for build in ('checked', 'release'):
        for name in LAYERS:
            if os.path.isdir(f'{root}/build/{build}/{name}'):
                flags.append(f'-I{root}/build/{build}/{name}')
    return flags + ['-D_GNU_SOURCE']


def digest(path):
    try:
        with open(path, 'rb') as file:
            return hashlib.sha1(file.read()).hexdigest()
    except OSError:
        return 'absent'


def tool_digest(views):
    return digest(gc_check_ast.__file__) + digest(gc_check_types.__file__) + ' '.join(sorted(views))


def cached(path, root, cache, tool):
    """The cached result of a file if nothing that it depends on has changed."""
    try:
        with open(cache, 'rb') as file:
            saved = pickle.load(file)
    except (OSError, EOFError, pickle.UnpicklingError):
        return None
    if saved['tool'] != tool:
        return None
    if any(digest(os.path.join(root, name)) != value for name, value in saved['inputs'].items()):
        return None
    return saved['result']


def analyse_file(job):
    """Worker: the result of one file as a pickle, or {'path', 'error'}."""
    path, root, cache_dir, tool, views = job
    cache = os.path.join(cache_dir, hashlib.sha1(path.encode()).hexdigest()[:16])
    found = cached(path, root, cache, tool)
    if found is not None:
        return found
    try:
        result = gc_check_ast.analyse(path, root, include_flags(os.path.join(root, path), root), views)
    except RuntimeError as error:
        return {'path': path, 'error': str(error)}
    names = [path] + result['includes']
    inputs = {name: digest(os.path.join(root, name)) for name in names}
    os.makedirs(cache_dir, exist_ok=True)
    temporary = f'{cache}.{os.getpid()}'
    with open(temporary, 'wb') as file:
        pickle.dump({'tool': tool, 'inputs': inputs, 'result': result}, file)
    os.replace(temporary, cache)
    return result


def tree_files(root):
    """Sources of the layers and of the examples, and headers that define functions."""
    found = []
    for layer in LAYERS + ('examples',):
        for path in sorted(glob.glob(f'{root}/{layer}/**/*.[ch]', recursive=True)):
            name = os.path.relpath(path, root)
            if '/test/' in name or '/bench/' in name or '/fuzz/' in name or 'unicode/tables' in name:
                continue
            if path.endswith('.c'):
                found.append(name)
            else:
                with open(path, encoding='utf-8') as file:
                    text = file.read()
                if re.search(r'\binline\b|_INLINE\b', text):
                    found.append(name)
    return found


# -- second half: the whole program

class Program:
    """All functions, and what is known of each."""

    def __init__(self, units, table):
        self.table, self.units = table, units
        self.functions, self.noreturn, self.transient, self.recs = {}, set(), set(), {}
        self.file_of = {}
        for unit in units:
            self.noreturn.update(unit['noreturn'])
            self.transient.update(unit['transient'])
            self.recs.update(unit['recs'])
            for function in unit['functions']:
                self.functions[function['key']] = function
                self.file_of[function['key']] = unit['path']
        self.callees = {key: self.calls_of(f) for key, f in self.functions.items()}
        self.why_collect = self.close('collect', '_nogc')
        self.why_script = self.close('script', '_noscript')
        self.raw_results = self.find_raw_results()
        self.tainted = set()  # (function, parameter index): may be given a pointer into a cell

    @staticmethod
    def calls_of(function):
        out = {}
        for events, _ in function['blocks']:
            for event in events:
                if event[0] == 'c':
                    out.setdefault(event[1], event[2])
                    for _, kind, _, atoms in event[3]:
                        if kind == 'function':
                            out.setdefault('&' + atoms[0][2:], event[2])
        return out

    @staticmethod
    def bare(key):
        return key.rsplit(':', 1)[-1]

    def promised(self, key, suffix):
        name = self.bare(key).lstrip('*&')
        name = re.sub(r'_fn$', '', name.rsplit('.', 1)[-1])
        return name.endswith('_nogc') or name.endswith(suffix)

    def base_reason(self, key, word, suffix):
        """Why a callee does, without looking at bodies: a reason, False if surely not, None: unknown."""
        name = self.bare(key)
        if name in self.noreturn or (word == 'collect' and self.table.has('nogc', name)):
            return False
        if self.promised(key, suffix):
            return False
        if self.table.has(word, name):
            return 'safepoint' if word == 'collect' else 'runs script'
        if word == 'script' and (self.table.has('collect', name) or self.table.has('noscript', name)):
            return False
        if key.startswith('*'):
            trusted = self.table.has('pointer', key[1:])
            return False if trusted else f'call through {key[1:]}'
        if key.startswith('&'):
            return None
        if key not in self.functions:
            if re.match(r'(js_|js__|rt_|rt__)', name):
                return 'not defined in the tree'
            return False
        return None

    def close(self, word, suffix):
        """key → the callee through which it may (or a reason in brackets); absent: it may not."""
        why, callers = {}, {}
        work = []
        for key, callees in self.callees.items():
            for callee in callees:
                target = callee[1:] if callee.startswith('&') else callee
                callers.setdefault(target, []).append((key, callee))
                reason = self.base_reason(callee, word, suffix)
                if reason and callee not in why:
                    why[callee] = f'[{reason}]'
                    work.append(callee)
        for key in self.functions:
            reason = self.base_reason(key, word, suffix)
            if reason and key not in why:
                why[key] = f'[{reason}]'
                work.append(key)
        while work:
            callee = work.pop()
            for caller, how in callers.get(callee, ()):
                if how.startswith('&') and self.promised(caller, suffix):
                    continue
                if caller in why or self.base_reason(caller, word, suffix) is False:
                    continue
                why[caller] = callee
                work.append(caller)
        return why

    def breaks_promise(self, key, why, suffix):
        """The callee by which a promising function breaks its promise, or None."""
        if not self.promised(key, suffix):
            return None
        for callee, line in self.callees[key].items():
            target = callee[1:] if callee.startswith('&') else callee
            if target in why and self.base_reason(target, 'collect', suffix) is not False:
                return callee, line
        return None

    def chain(self, key, why=None):
        """`a → b → gc_alloc`: the way to a safepoint."""
        why = self.why_collect if why is None else why
        names, seen = [], set()
        key = key.lstrip('&')
        while key in why and key not in seen and len(names) < 6:
            seen.add(key)
            names.append(self.bare(key))
            following = why[key]
            if following.startswith('['):
                if following != '[safepoint]':
                    names.append(following)
                break
            key = following.lstrip('&')
        return ' → '.join(names)

    def collects(self, event):
        """The callee if the call of this event may collect, else None."""
        if event[1] in self.why_collect:
            return event[1]
        if event[1] in self.functions and self.promised(event[1], '_nogc'):
            return None
        for _, kind, _, atoms in event[3]:
            if kind == 'function' and atoms[0][2:] in self.why_collect and event[1] not in self.functions:
                return atoms[0][2:]
        return None

    # -- which results point into cells

    def find_raw_results(self):
        """Keys of functions whose result may be a raw reference, by a flow-insensitive fixed point."""
        self.raw_results = set()
        self.returns_param = {}
        interesting = {}
        for key, function in self.functions.items():
            returns = [e[1] for events, _ in function['blocks'] for e in events if e[0] == 'r' and e[1]]
            if returns:
                sets = {}
                for events, _ in function['blocks']:
                    for event in events:
                        if event[0] == 'd':
                            sets.setdefault(event[1], []).extend(event[2])
                interesting[key] = (returns, sets, function)
        changed = True
        while changed:
            changed = False
            for key, (returns, sets, function) in interesting.items():
                raw, params = self.flat_raw(returns, sets, function)
                if raw and key not in self.raw_results:
                    self.raw_results.add(key)
                    changed = True
                if params - self.returns_param.get(key, set()):
                    self.returns_param.setdefault(key, set()).update(params)
                    changed = True
        return self.raw_results

    def flat_raw(self, returns, sets, function):
        """(whether some returned atom is raw, the untyped parameters that may be returned)."""
        index_of = {p[0]: i for i, p in enumerate(function['params']) if p}
        work, seen, params = [a for atoms in returns for a in atoms], set(), set()
        while work:
            atom = work.pop()
            if atom in seen:
                continue
            seen.add(atom)
            if atom.startswith('v:'):
                path = atom[2:]
                kind = function['paths'].get(path, 'other')
                if path in index_of or '->' in path:
                    if kind in RAW:
                        return True, params
                    params.add(index_of.get(path, -1))
                work.extend(sets.get(path, ()))
            elif self.raw_atom(atom, work):
                return True, params
        return False, params

    def raw_atom(self, atom, work=None):
        """Whether an atom other than v: and &: is raw; pushes what it depends on to work."""
        tag = atom[0]
        if tag == 'r':
            return True
        if tag in 'tc':
            return self.raw_call(atom[2:], tag == 't')
        if tag == 'p' and work is not None:
            inner = self.param_atom(atom)
            if inner:
                work.append(inner)
        return False

    def param_atom(self, atom):
        """p:CALLEE:I:ATOM → ATOM if CALLEE returns its parameter I."""
        match = re.match(r'p:((?:[^:]*\.[ch]:)?[^:]+):(\d+):(.*)', atom)
        if match and int(match.group(2)) in self.returns_param.get(match.group(1), ()):
            return match.group(3)
        return None

    def raw_call(self, key, typed):
        name = self.bare(key)
        if self.table.has('raw', name):
            return True
        if self.table.has('offheap', name) or self.table.has('safe', name):
            return False
        if key in self.functions:
            return key in self.raw_results
        return typed


class Checker:
    """Runs the data-flow analysis and collects the findings."""

    def __init__(self, program, root):
        self.program, self.root = program, root
        self.findings = {}
        self.sources = {}

    def report(self, path, line, rule, text):
        self.findings.setdefault((path, line, rule, text))

    def excused(self, path, line):
        """Whether the line or the one above says gc_check: REASON."""
        lines = self.sources.get(path)
        if lines is None:
            try:
                with open(os.path.join(self.root, path), encoding='utf-8', errors='replace') as file:
                    lines = file.read().split('\n')
            except OSError:
                lines = []
            self.sources[path] = lines
        return any(0 <= i < len(lines) and re.search(r'gc_check: \S', lines[i]) for i in (line - 1, line - 2))

    def run(self):
        program = self.program
        work = list(program.functions)
        states = {}
        while work:
            key = work.pop()
            before = len(program.tainted)
            self.check_function(key, states)
            if len(program.tainted) != before:
                work.extend({k for k, _ in program.tainted if k in program.functions and k not in work})
        for unit in program.units:
            self.check_unit(unit)

    def check_unit(self, unit):
        table, program = self.program.table, self.program
        if table.prefix('unchecked', unit['path']):
            return
        for name, kind, line in unit['globals']:
            struct = kind.split(':', 1)[-1]
            if not table.has('global', name) and not table.has('rooted', struct) and (
                    not kind.startswith('rec:') or struct in program.transient):
                self.report(unit['path'], line, 'global', f'{name} holds a reference outside any root')
        for field, function, line in unit['tables']:
            self.check_pointer(unit['path'], field, function, line)

    def check_pointer(self, path, field, function, line):
        program = self.program
        trusted = program.table.has('pointer', field) or program.promised(field, '_nogc')
        if trusted and function in program.why_collect:
            self.report(path, line, 'pointer', f'{program.bare(function)} may collect ({program.chain(function)}), '
                        f'{field} promises not to')

    def check_function(self, key, states):
        program = self.program
        function, path = program.functions[key], program.file_of[key]
        broken = program.breaks_promise(key, program.why_collect, '_nogc')
        if broken and function['name'].endswith('_nogc'):
            self.report(path, broken[1], 'promise', f'{function["name"]} calls {program.chain(broken[0])}, which may collect')
        if function['name'].endswith('_noscript'):
            self.check_noscript(path, key, function)
        if program.table.prefix('unchecked', path):
            return
        if key in program.why_collect and not program.table.has('collect', function['name']):
            kind = function['returns']
            if (kind in RAW or kind in ('ptr',)) and key in program.raw_results:
                self.report(path, function['line'], 'result', f'{function["name"]} may collect '
                            f'({program.chain(key)}) and returns a raw reference')
        Flow(self, key, function, path).run()

    def check_noscript(self, path, key, function):
        program = self.program
        for callee, line in program.callees[key].items():
            target = callee.lstrip('&')
            if target in program.why_script and program.base_reason(target, 'script', '_noscript') is not False:
                self.report(path, line, 'promise', f'{function["name"]} calls '
                            f'{program.chain(target, program.why_script)}, which may run script')


class Flow:
    """The data-flow analysis of one function."""

    def __init__(self, checker, key, function, path):
        self.checker, self.program = checker, checker.program
        self.key, self.function, self.path = key, function, path
        self.kinds = function['paths']
        self.ignored = set()
        for name, kind in self.kinds.items():
            if '->' in name:
                struct = self.kinds.get(name.split('->')[0], '').split(':', 1)[-1]
                if struct not in self.program.transient or self.program.table.has('rooted', struct):
                    self.ignored.add(name)
            elif '.' in name:
                parent = name.rsplit('.', 1)[0]
                struct = self.kinds.get(parent, '').split(':', 1)[-1]
                if self.program.table.has('rooted', struct) or parent in self.ignored:
                    self.ignored.add(name)
        self.silent = True

    def collecting(self):
        return any(e[0] == 'c' and self.program.collects(e) for events, _ in self.function['blocks'] for e in events)

    def uses_reservation(self):
        return not self.function['name'].endswith('_nogc') and any(
            e[0] == 'c' and self.program.table.has('reserved', self.program.bare(e[1]))
            for events, _ in self.function['blocks'] for e in events)

    def run(self):
        self.note_plain_events()
        has_collecting = self.collecting()
        if not has_collecting and not self.uses_reservation():
            self.pass_taint_only()
            return
        blocks = self.function['blocks']
        states = [None] * len(blocks)
        states[0] = self.entry_state()
        work, queued = [0], {0}
        while work:
            index = work.pop(0)
            queued.discard(index)
            out = self.transfer(index, dict(states[index]))
            if out is None:
                continue
            for target in blocks[index][1]:
                if self.join(states, target, out) and target not in queued:
                    queued.add(target)
                    work.append(target)
        self.silent = False
        for index, state in enumerate(states):
            if state is not None:
                self.transfer(index, dict(state))

    def entry_state(self):
        state = {'!reserved': False}
        for index, param in enumerate(self.function['params']):
            if not param:
                continue
            path, kind = param
            if kind in RAW or (self.key, index) in self.program.tainted:
                state[path] = FRESH
            for leaf in self.kinds:
                if leaf.startswith((path + '.', path + '->')) and leaf not in self.ignored:
                    state[leaf] = FRESH
        return state

    @staticmethod
    def join(states, target, out):
        old = states[target]
        if old is None:
            states[target] = dict(out)
            return True
        changed = False
        for path, value in out.items():
            if path == '!reserved':
                continue
            have = old.get(path)
            if value is not None and have != value and (have is None or (have == FRESH and value != FRESH)):
                old[path] = value
                changed = True
        if old['!reserved'] and not out['!reserved']:
            old['!reserved'] = False
            changed = True
        return changed

    def say(self, line, rule, text):
        if not self.silent:
            self.checker.report(self.path, line, rule, text)

    def name(self, path):
        return re.sub(r'#\d+', '', path)

    def raw(self, atoms, state):
        """Whether a value with these atoms is a raw reference in this state."""
        work, steps = list(atoms), 0
        while work and steps < 100:
            steps += 1
            atom = work.pop()
            if atom.startswith('v:'):
                if state.get(atom[2:]) is not None:
                    return True
            elif atom[0] != '&' and atom[0] != 'f' and self.program.raw_atom(atom, work):
                return True
        return False

    def transfer(self, index, state):
        """Runs one block; None if it does not reach its end."""
        for event in self.function['blocks'][index][0]:
            if getattr(self, 'on_' + event[0])(state, *event[1:]) is False:
                return None
        return state

    def on_u(self, state, path, line):
        held = state.get(path)
        if isinstance(held, tuple) and path not in self.ignored:
            self.say(line, 'stale', f'{self.name(path)} is used after {self.program.chain(held[0])} (line {held[1]}), '
                     'which may collect')
            state[path] = FRESH

    def on_d(self, state, path, atoms, weak):
        if path in self.ignored:
            return
        if self.raw(atoms, state):
            if not (weak and isinstance(state.get(path), tuple)):
                state[path] = FRESH
        elif not weak:
            state[path] = None

    def on_c(self, state, key, line, args):
        program = self.program
        name = program.bare(key)
        if name in program.noreturn:
            return False
        callee = program.collects(['c', key, line, args])
        if program.table.has('reserved', name) and not state['!reserved'] and not self.function['name'].endswith('_nogc'):
            self.say(line, 'reserve', f'{name} without a reservation on every path')
        self.note_taint(state, key, args)
        if callee is None:
            return True
        for _, kind, _, atoms in args:
            for atom in atoms:
                if atom.startswith('&:') and not (kind == 'ptr' and self.kinds.get(atom[2:]) == 'slot'):
                    self.check_address(atom[2:], name, line)
        for path, held in state.items():
            if path == '!reserved' or held is None:
                continue
            if path.startswith('gc__no_collect_'):
                self.say(line, 'nocollect', f'{program.chain(callee)} may collect, within GC_NO_COLLECT')
            elif held == FRESH:
                state[path] = (callee, line)
        state['!reserved'] = name in ('gc_reserve', 'js_reserve') or name.endswith('_reserve')
        return True

    def check_address(self, path, callee, line):
        if path in self.ignored:
            return
        kind = self.kinds.get(path, 'value') if path else 'value'
        if kind in ('value', 'slot', 'cell'):
            what = self.name(path) or 'a temporary'
            self.say(line, 'unrooted', f'the address of {what}, which is in no frame, is given to {callee}, which may collect')

    def note_taint(self, state, key, args):
        """Remembers parameters through which pointers into cells enter functions."""
        function = self.program.functions.get(key)
        if function is None:
            return
        for index, kind, _, atoms in args:
            if kind == 'ptr' and index < len(function['params']) and function['params'][index] and (
                    self.raw(atoms, state) or self.gives_view(atoms, state)):
                self.program.tainted.add((key, index))

    def gives_view(self, atoms, state):
        """Whether the address of a local view (struct js_units) of a cell is among the atoms."""
        return any(a.startswith('&:') and self.kinds.get(a[2:]) == 'slot' and state.get(a[2:]) is not None
                   for a in atoms)

    def on_o(self, state, line, atoms, callees):
        for callee in callees:
            if callee in self.program.why_collect and self.raw(atoms, state):
                self.say(line, 'unordered', f'a raw reference stands beside a call of {self.program.chain(callee)}, '
                         'which may collect')
                return

    def on_r(self, state, atoms, failed, line):
        if failed:
            return
        for path, held in state.items():
            if '->' in path and isinstance(held, tuple) and path not in self.ignored:
                self.say(line, 'stale', f'{self.name(path)} is left to the caller after '
                         f'{self.program.chain(held[0])} (line {held[1]}), which may collect')

    def on_e(self, state, path, line):
        return True

    def on_b(self, state, line, atoms):
        return True

    def on_f(self, state, field, function, line):
        return True

    def note_plain_events(self):
        """Findings that do not depend on the flow."""
        collecting = None
        for events, _ in self.function['blocks']:
            for event in events:
                if event[0] == 'b' and self.may_be_reference(event[2]):
                    self.checker.report(self.path, event[1], 'barrier', 'a slot is stored into a cell without '
                                        'gc_write or gc_init')
                elif event[0] == 'f':
                    self.checker.check_pointer(self.path, event[1], event[2], event[3])
                elif event[0] == 'e':
                    collecting = self.collecting() if collecting is None else collecting
                    if collecting and event[1] not in self.ignored:
                        self.checker.report(self.path, event[2], 'kept', f'the address of {self.name(event[1])}, '
                                            'which is in no frame, is kept')

    def may_be_reference(self, atoms):
        """Whether a stored slot may be more than an integer or a constant, by all that its variable is set to."""
        sets = {}
        for events, _ in self.function['blocks']:
            for event in events:
                if event[0] == 'd':
                    sets.setdefault(event[1], []).extend(event[2])
        return self.program.flat_raw([atoms], sets, self.function)[0]

    def pass_taint_only(self):
        """Functions without safepoints still hand pointers on: a flow-insensitive approximation."""
        state = self.entry_state()
        for _ in range(3):
            for events, _ in self.function['blocks']:
                for event in events:
                    if event[0] == 'd' and self.raw(event[2], state):
                        state[event[1]] = FRESH
        for events, _ in self.function['blocks']:
            for event in events:
                if event[0] == 'c':
                    self.note_taint(state, event[1], event[3])


def load(files, root, jobs, views):
    """Results of the first half for all files; and messages about files that do not parse."""
    cache_dir = os.path.join(root, 'build', '.gc_check')
    tool = tool_digest(views)
    work = [(path, root, cache_dir, tool, views) for path in files]
    units, errors = [], []
    if len(work) > 1:
        with concurrent.futures.ProcessPoolExecutor(jobs) as pool:
            results = list(pool.map(analyse_file, work, chunksize=2))
    else:
        results = [analyse_file(job) for job in work]
    for result in results:
        if 'error' in result:
            errors.append(result)
        else:
            units.append(result)
    return units, errors


def check(root, files, table_path, jobs, extra=()):
    """(program, findings as sorted tuples, parse errors) of files and extra ones."""
    table = Table(table_path)
    units, errors = load(list(files) + list(extra), root, jobs, frozenset(table.exact.get('view', ())))
    program = Program(units, table)
    checker = Checker(program, root)
    checker.run()
    found = sorted(f for f in checker.findings if not checker.excused(f[0], f[1]))
    excused = len(checker.findings) - len(found)
    return program, found, excused, errors


def explain(program, name):
    """--why: the ways to a safepoint and to script."""
    keys = [k for k in {**program.functions, **program.why_collect} if program.bare(k) == name]
    if not keys:
        print(f'{name}: not known')
    for key in keys:
        print(f'{key}: ' + (f'may collect: {program.chain(key)}' if key in program.why_collect else 'does not collect'))
        print(f'{key}: ' + (f'may run script: {program.chain(key, program.why_script)}'
                            if key in program.why_script else 'does not run script'))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('paths', nargs='*')
    parser.add_argument('--root', default=ROOT)
    parser.add_argument('--table', default=os.path.join(ROOT, 'tools', 'gc_check.txt'))
    parser.add_argument('--file', action='append', default=[], help='one more file to check')
    parser.add_argument('--why', action='append', default=[], metavar='FUNCTION')
    parser.add_argument('-j', '--jobs', type=int, default=os.cpu_count())
    parser.add_argument('--json', action='store_true', help='findings as JSON lines')
    options = parser.parse_args()
    root = os.path.abspath(options.root)
    files = tree_files(root)
    program, found, excused, errors = check(root, files, options.table, options.jobs, options.file)
    if options.why:
        for name in options.why:
            explain(program, name)
        return 0
    below = [os.path.relpath(os.path.abspath(p), root) for p in options.paths]
    shown = [f for f in found if not below or any(f[0] == p or f[0].startswith(p + os.sep) for p in below)]
    for error in errors:
        first = error['error'].split('\n')
        message = next((line for line in first if 'error:' in line), first[0])
        print(f'{error["path"]}: does not parse: {message}')
    for path, line, rule, text in shown:
        print(json.dumps([path, line, rule, text]) if options.json else f'{path}:{line}: {rule}: {text}')
    print(f'gc_check: {len(program.functions)} functions, {len(program.why_collect)} may collect; '
          f'{len(shown)} findings, {excused} excused, {len(errors)} files do not parse')
    return 1 if shown or errors else 0


if __name__ == '__main__':
    sys.exit(main())
