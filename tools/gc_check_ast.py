"""First half of the rooting checker: one C file → a small control-flow graph for each function.

`clang -Xclang -ast-dump=json` prints the typed syntax tree.  This module keeps of it what the second
half (gc_check.py) needs: calls, and what happens to *references*, in the order of evaluation.

Types are put into classes, by their names alone:
    value    gc_value (js_value)                       cell     pointer to a struct whose first field
    slot     gc_slot                                            is struct gc_header, or to gc_header
    slotptr  gc_slot *: points into a cell             rec      struct with members of these classes
    valueptr gc_value *: points to a rooted value      recptr   pointer to a rec that is no cell
    ptr      any other pointer: tainted when it was computed from a cell (`string->units + 3`)

A *path* names a local variable or a member of a local struct: `v#12`, `look#3.holder`, `it#4->object`.
An *atom* says where an rvalue came from:
    r            a raw reference, made here (read from a frame, from a cell, from memory)
    v:PATH       the content of a local
    t:CALLEE     result of a call whose type is a reference; c:CALLEE one that is any other pointer
    p:CALLEE:I:ATOM  the same pointer if CALLEE returns its parameter I and ATOM is raw
    &:PATH       the address of a local that is in no frame

Events of a block, each a list: its letter, then
    u PATH OFF               the local is read
    d PATH ATOMS WEAK        the local is set (weak: perhaps only a part)
    c CALLEE OFF ARGS        a call; ARGS: [index, class of parameter, is const, atoms] where atoms are
    o OFF ATOMS CALLEES      ATOMS and a call of CALLEES are operands that C does not order
    r ATOMS FAILED OFF       return; FAILED: of a constant false, 0 or NULL
    e PATH OFF               the address of a local is kept
    b OFF ATOMS              a gc_slot is stored into a cell by a plain assignment
    f FIELD FUNCTION OFF     FUNCTION is put into the pointer FIELD (struct.field)
A callee is a function's name, `file:name` if static in a .c file, or `*what` for a pointer.
"""

import bisect
import json
import os
import re

from gc_check_types import RAW, Types, dump, offset_of, top_level, type_text


class Function:
    """Builds the graph of one function."""

    def __init__(self, unit, node, body):
        self.unit, self.types = unit, unit.types
        self.blocks = [[[], []]]
        self.cur = 0
        self.vars = {}      # decl id → (path, class) ; None: a frame
        self.paths = {}     # path → class
        self.ids = 0
        self.labels, self.indirect, self.taken = {}, [], []
        self.breaks, self.continues, self.switches = [], [], []
        self.calls, self.raws = [], []  # since the start: for operands that C does not order
        self.here = offset_of(node)
        self.params = []
        for param in node.get('inner', ()):
            if param['kind'] == 'ParmVarDecl':
                self.params.append(self.declare(param))
        self.statement(body)
        if self.cur is not None:
            self.emit('r', [], True, offset_of(node))
        self.finish_gotos()

    # -- blocks

    def emit(self, *event):
        self.blocks[self.cur][0].append(list(event))

    def new_block(self, *sources):
        self.blocks.append([[], []])
        index = len(self.blocks) - 1
        for source in sources:
            if source is not None:
                self.blocks[source][1].append(index)
        return index

    def link(self, source, target):
        if source is not None:
            self.blocks[source][1].append(target)

    def finish_gotos(self):
        if self.indirect:
            hub = self.new_block(*self.indirect)
            for label in self.taken:
                self.link(hub, self.label(label))

    def label(self, identity):
        if identity not in self.labels:
            self.labels[identity] = self.new_block()
        return self.labels[identity]

    # -- variables

    def declare(self, node):
        """Gives a variable its path; returns it, or None if the variable is of no interest."""
        text = type_text(node)
        kind = self.types.classify(text)
        if kind == 'other' and 'unnamed' in text and self.unit.is_frame(node):
            self.vars[node['id']] = None
            return None
        if kind == 'other':
            self.vars[node['id']] = ('', 'other')
            return None
        self.ids += 1
        path = f'{node.get("name", "")}#{self.ids}'
        self.vars[node['id']] = (path, kind)
        self.add_path(path, kind)
        return path

    def add_path(self, path, kind):
        self.paths[path] = kind
        if len(path) > 200:
            return
        if kind.startswith('rec:'):
            for field, sub in self.types.raw_fields(kind[4:]):
                self.add_path(f'{path}.{field}', sub)
        elif kind.startswith('recptr:'):
            for field, sub in self.types.raw_fields(kind[7:]):
                self.paths[f'{path}->{field}'] = sub

    def leaves(self, path):
        """The reference paths at or below path."""
        kind = self.paths.get(path, 'other')
        if kind.startswith('rec:'):
            return [leaf for field, _ in self.types.raw_fields(kind[4:])
                    for leaf in self.leaves(f'{path}.{field}')]
        return [path] if kind != 'other' else []

    def define(self, path, atoms, weak=False):
        for leaf in self.leaves(path):
            self.emit('d', leaf, atoms, weak)

    # -- statements

    def statement(self, node):
        kind = node.get('kind')
        if kind is None:
            return
        if self.cur is None:
            self.cur = self.new_block()
        method = getattr(self, 'on_' + kind, None)
        if method:
            method(node)
        elif kind.endswith('Stmt') and kind not in ('NullStmt', 'GCCAsmStmt'):
            for child in node.get('inner', ()):
                self.statement(child)
        elif kind not in ('NullStmt', 'GCCAsmStmt') and not kind.endswith('Attr'):
            self.value(node)

    def on_CompoundStmt(self, node):
        scopes = []
        for child in node.get('inner', ()):
            self.statement(child)
            if child.get('kind') == 'DeclStmt':
                scopes += [self.vars[d['id']][0] for d in child.get('inner', ())
                           if d.get('name', '').startswith('gc__no_collect_') and self.vars.get(d['id'])]
        if self.cur is not None:
            for path in scopes:
                self.emit('d', path, [], False)

    def on_DeclStmt(self, node):
        for decl in node.get('inner', ()):
            if decl['kind'] == 'RecordDecl':
                self.unit.local_record(decl)
            elif decl['kind'] == 'VarDecl':
                self.on_variable(decl)

    def on_variable(self, decl):
        if decl.get('storageClass') in ('static', 'extern'):
            self.unit.note_global(decl)
            self.vars[decl['id']] = ('', 'other')
            for child in decl.get('inner', ()):
                self.scan_labels(child)
            return
        path = self.declare(decl)
        init = [c for c in decl.get('inner', ()) if not c['kind'].endswith('Attr')] if 'init' in decl else []
        if path is None:
            for child in init:
                self.keep(self.value(child), offset_of(decl))
            return
        kind = self.paths[path]
        if kind.startswith('rec:'):
            self.unit.transient.add(kind[4:])
        if path.startswith('gc__no_collect_'):
            self.emit('d', path, ['r'], False)
            return
        if not init:
            self.define(path, [])
        elif kind.startswith('rec:') and init[0]['kind'] == 'InitListExpr' and '[' not in type_text(decl):
            self.initialise(path, kind, init[0])
        else:
            atoms = self.value(init[0])
            self.keep(atoms, offset_of(decl))
            self.define(path, atoms)

    def initialise(self, path, kind, init):
        """struct s = {...}: field by field, in the order of the fields (clang's semantic form)."""
        fields = self.types.fields[kind[4:]]
        for (field, text), child in zip(fields, init.get('inner', ())):
            sub = f'{path}.{field}'
            atoms = self.value(child)
            if sub in self.paths:
                self.define(sub, atoms)
            else:
                self.keep(atoms, offset_of(child))

    def scan_labels(self, node):
        if node.get('kind') == 'AddrLabelExpr':
            self.taken.append(node['labelDeclId'])
        for child in node.get('inner', ()):
            self.scan_labels(child)

    def keep(self, atoms, offset):
        """Notes that the address of an unrooted local outlives its expression."""
        for atom in atoms:
            if atom.startswith('&:') and self.paths.get(atom[2:]) == 'value':
                self.emit('e', atom[2:], offset)

    def on_IfStmt(self, node):
        inner = node['inner']
        self.test(inner[0])
        head = self.cur
        self.cur = self.new_block(head)
        self.statement(inner[1])
        after_then = self.cur
        after_else = head
        if node.get('hasElse'):
            self.cur = self.new_block(head)
            self.statement(inner[2])
            after_else = self.cur
        self.cur = self.join(after_then, after_else)

    def join(self, *sources):
        live = [s for s in sources if s is not None]
        return self.new_block(*live) if live else None

    def loop(self, cond, increment, body, test_first):
        head = self.new_block(self.cur)
        self.cur = head
        exit_block = self.new_block()
        if test_first and cond.get('kind'):
            self.test(cond)
            if not is_true(cond):
                self.link(self.cur, exit_block)
        self.cur = self.new_block(self.cur)
        step = self.new_block()
        self.breaks.append(exit_block)
        self.continues.append(step)
        self.statement(body)
        self.breaks.pop()
        self.continues.pop()
        self.link(self.cur, step)
        self.cur = step
        if increment.get('kind'):
            self.value(increment)
        if not test_first:
            self.test(cond)
            if not is_true(cond):
                self.link(self.cur, exit_block)
            if not is_false(cond):
                self.link(self.cur, head)
        else:
            self.link(self.cur, head)
        self.cur = exit_block

    def on_ForStmt(self, node):
        init, _, cond, increment, body = node['inner']
        self.statement(init)
        self.loop(cond, increment, body, True)

    def on_WhileStmt(self, node):
        self.loop(node['inner'][0], {}, node['inner'][-1], True)

    def on_DoStmt(self, node):
        self.loop(node['inner'][1], {}, node['inner'][0], False)

    def on_SwitchStmt(self, node):
        self.value(node['inner'][0])
        exit_block = self.new_block()
        self.breaks.append(exit_block)
        self.switches.append([self.cur, False])
        self.cur = self.new_block()
        self.statement(node['inner'][-1])
        self.link(self.cur, exit_block)
        self.breaks.pop()
        head, has_default = self.switches.pop()
        if not has_default:
            self.link(head, exit_block)
        self.cur = exit_block

    def on_CaseStmt(self, node):
        while True:  # case 1: case 2: ... nest
            block = self.new_block(self.cur, self.switches[-1][0])
            self.cur = block
            if node['kind'] == 'DefaultStmt':
                self.switches[-1][1] = True
            child = node['inner'][-1]
            if child.get('kind') not in ('CaseStmt', 'DefaultStmt'):
                break
            node = child
        self.statement(child)

    on_DefaultStmt = on_CaseStmt

    def on_BreakStmt(self, node):
        self.link(self.cur, self.breaks[-1])
        self.cur = None

    def on_ContinueStmt(self, node):
        self.link(self.cur, self.continues[-1])
        self.cur = None

    def on_ReturnStmt(self, node):
        atoms, failed = [], True
        if node.get('inner'):
            atoms = self.value(node['inner'][0])
            failed = is_false(node['inner'][0])
        self.keep(atoms, offset_of(node))
        self.emit('r', atoms, failed, offset_of(node))
        self.cur = None

    def on_GotoStmt(self, node):
        self.link(self.cur, self.label(node['targetLabelDeclId']))
        self.cur = None

    def on_IndirectGotoStmt(self, node):
        self.value(node['inner'][0])
        self.indirect.append(self.cur)
        self.cur = None

    def on_LabelStmt(self, node):
        block = self.label(node['declId'])
        self.link(self.cur, block)
        self.cur = block
        self.statement(node['inner'][0])

    # -- expressions: each returns the atoms of its value

    def test(self, node):
        """Evaluates a condition; whether a pointer is NULL may be asked of a stale one too."""
        inner = node
        while inner['kind'] == 'ParenExpr':
            inner = inner['inner'][0]
        if inner['kind'] == 'UnaryOperator' and inner['opcode'] == '!':
            self.test(inner['inner'][0])
        elif inner['kind'] == 'BinaryOperator' and inner['opcode'] in ('==', '!=') and any(
                constant_of(side) == 0 for side in inner['inner']):
            for side in inner['inner']:
                self.test(side)
        elif not self.is_local_pointer(strip(inner) if inner['kind'] != 'CStyleCastExpr' else inner):
            self.value(node)

    def is_local_pointer(self, node):
        variable = self.vars.get(node['referencedDecl']['id']) if node['kind'] == 'DeclRefExpr' else None
        return bool(variable) and (variable[1] in ('cell', 'slotptr', 'ptr') or variable[1].startswith('recptr:')) and (
            '[' not in type_text(node))

    def value(self, node):
        method = getattr(self, 'ev_' + node['kind'], None)
        if method:
            return method(node)
        atoms = []
        for child in node.get('inner', ()):
            if not child.get('kind', 'Attr').endswith(('Attr', 'Comment')):
                atoms = merge(atoms, self.value(child) if is_expression(child) else self.statement(child) or [])
        return atoms

    def ev_IntegerLiteral(self, node):
        return []

    ev_FloatingLiteral = ev_StringLiteral = ev_CharacterLiteral = ev_PredefinedExpr = ev_IntegerLiteral
    ev_UnaryExprOrTypeTraitExpr = ev_OffsetOfExpr = ev_ImplicitValueInitExpr = ev_IntegerLiteral

    def ev_AddrLabelExpr(self, node):
        self.taken.append(node['labelDeclId'])
        return []

    def ev_StmtExpr(self, node):
        body = node['inner'][0].get('inner', [])
        for child in body[:-1]:
            self.statement(child)
        if not body:
            return []
        if is_expression(body[-1]):
            if self.cur is None:
                self.cur = self.new_block()
            return self.value(body[-1])
        self.statement(body[-1])
        if self.cur is None:
            self.cur = self.new_block()
        return []

    def ev_GenericSelectionExpr(self, node):
        for child in node['inner'][1:]:
            if child.get('selected'):
                return self.value([c for c in child['inner'] if is_expression(c)][-1])
        return []

    def ev_ImplicitCastExpr(self, node):
        cast = node.get('castKind')
        inner = node['inner'][0]
        if cast == 'LValueToRValue':
            return self.load(self.place(inner), node)
        if cast == 'ArrayToPointerDecay':
            return self.address(self.place(inner))
        if cast in ('FunctionToPointerDecay', 'NullToPointer', 'BuiltinFnToFnPtr', 'ToVoid', 'PointerToBoolean',
                    'IntegralToBoolean', 'FloatingToIntegral', 'IntegralToFloating'):
            self.value(inner)
            return []
        return self.value(inner)

    ev_CStyleCastExpr = ev_ImplicitCastExpr

    def ev_DeclRefExpr(self, node):
        if node.get('referencedDecl', {}).get('kind') in ('FunctionDecl', 'EnumConstantDecl'):
            return []
        return self.load(self.place(node), node)

    def ev_MemberExpr(self, node):
        return self.load(self.place(node), node)

    ev_ArraySubscriptExpr = ev_MemberExpr

    def ev_CompoundLiteralExpr(self, node):
        return self.value(node['inner'][-1])

    def ev_InitListExpr(self, node):
        record = self.types.canon(type_text(node))
        fields = self.types.fields.get(record)
        atoms = []
        for index, child in enumerate(node.get('inner', ())):
            if fields and index < len(fields):
                self.note_function(record, fields[index][0], child)
            atoms = merge(atoms, self.value(child))
        return atoms

    def note_function(self, record, field, child):
        name = self.unit.function_in(child)
        if name:
            self.emit('f', f'{record.split(" ")[-1]}.{field}', name, offset_of(child))

    def ev_UnaryOperator(self, node):
        op, inner = node['opcode'], node['inner'][0]
        if op == '&':
            return self.address(self.place(inner))
        if op == '*':
            return self.load(self.place(node), node)
        if op in ('++', '--'):
            place = self.place(inner)
            atoms = self.load(place, node)
            if place[0] == 'loc' and place[1]:
                self.define(place[1], atoms)
            return atoms
        if op == '!':
            self.test(inner)
            return []
        return self.value(inner)

    def split(self, node):
        """Evaluates node in a block that may be skipped."""
        before = self.cur
        self.cur = self.new_block(before)
        self.test(node)
        self.cur = self.new_block(before, self.cur)

    def ev_BinaryOperator(self, node):
        op, (left, right) = node['opcode'], node['inner']
        if op in ('&&', '||'):
            self.test(left)
            self.split(right)
            return []
        if op == ',':
            self.value(left)
            return self.value(right)
        if op == '=':
            return self.assign(node, left, right)
        if op in ('==', '!=') and 0 in (constant_of(left), constant_of(right)):
            self.test(node)
            return []
        atoms = self.unordered([left, right], offset_of(node))
        if op in ('==', '!=', '<', '>', '<=', '>='):
            return []
        if op == '-' and self.types.classify(type_text(node)) == 'other' and all(
                self.types.classify(type_text(c)) != 'other' for c in (left, right)):
            return []  # a distance between pointers
        return merge(*atoms)

    def assign(self, node, left, right):
        marks = len(self.calls), len(self.raws)
        place = self.place(left)
        middle = len(self.calls), len(self.raws)
        atoms = self.value(right)
        self.order(offset_of(node), marks, middle, (len(self.calls), len(self.raws)))
        self.keep(atoms, offset_of(node))
        if place[0] == 'loc' and place[1]:
            self.define(place[1], atoms, place[2])
        elif place[0] == 'bits' and place[1][0] == 'loc' and place[1][1]:
            self.define(place[1][1], atoms, True)
        elif place[0] == 'cell' and self.types.classify(type_text(left)) == 'slot' and not self.is_out_parameter(left):
            self.emit('b', offset_of(node), atoms)
        if left['kind'] == 'MemberExpr':
            name = self.unit.function_in(right)
            if name:
                self.emit('f', self.member_key(left), name, offset_of(node))
        return atoms

    def is_out_parameter(self, left):
        """`*out = ...` of a parameter: a caller's local, not the field of a cell."""
        left = strip(left)
        if left['kind'] != 'UnaryOperator' or left['opcode'] != '*':
            return False
        target = strip(left['inner'][0])
        return target['kind'] == 'DeclRefExpr' and target['referencedDecl']['kind'] == 'ParmVarDecl'

    def ev_CompoundAssignOperator(self, node):
        left, right = node['inner']
        place = self.place(left)
        atoms = merge(self.load(place, left), self.value(right))
        if place[0] == 'loc' and place[1]:
            self.define(place[1], atoms)
        return atoms

    def ev_ConditionalOperator(self, node):
        cond, yes, no = node['inner']
        self.test(cond)
        head = self.cur
        self.cur = self.new_block(head)
        first = self.value(yes)
        end = self.cur
        self.cur = self.new_block(head)
        second = self.value(no)
        self.cur = self.new_block(end, self.cur)
        return merge(first, second)

    def unordered(self, operands, offset):
        """Evaluates operands that C does not order, and notes what that endangers."""
        marks, atoms = [(len(self.calls), len(self.raws))], []
        for operand in operands:
            atoms.append(self.value(operand))
            marks.append((len(self.calls), len(self.raws)))
        count = len(operands)
        if marks[0][0] == marks[-1][0] or marks[0][1] == marks[-1][1]:
            return atoms
        for i in range(count):
            raws = self.raws[marks[i][1]:marks[i + 1][1]]
            others = self.calls[marks[0][0]:marks[i][0]] + self.calls[marks[i + 1][0]:marks[-1][0]]
            if raws and others:
                self.emit('o', offset, merge(*raws), sorted(set(others)))
        return atoms

    def order(self, offset, begin, middle, end):
        """The two sides of an assignment."""
        left, right = self.raws[begin[1]:middle[1]], self.raws[middle[1]:end[1]]
        if left and self.calls[middle[0]:end[0]]:
            self.emit('o', offset, merge(*left), sorted(set(self.calls[middle[0]:end[0]])))
        if right and self.calls[begin[0]:middle[0]]:
            self.emit('o', offset, merge(*right), sorted(set(self.calls[begin[0]:middle[0]])))

    def member_key(self, node):
        record = self.types.canon(type_text(node['inner'][0])).rstrip('*').strip()
        base = strip(node['inner'][0])
        if '(unnamed' in record:  # the variable's name stands for its type's
            record = base['referencedDecl']['name'] if base['kind'] == 'DeclRefExpr' else 'unnamed'
        return f'{record.split(" ")[-1]}.{node.get("name", "")}'

    def callee_of(self, node):
        """The name of what a call calls; evaluates the expression of a pointer."""
        target = node
        while target['kind'] in ('ImplicitCastExpr', 'ParenExpr', 'CStyleCastExpr') or (
                target['kind'] == 'UnaryOperator' and target['opcode'] in '*&'):
            target = target['inner'][0]
        if target['kind'] == 'DeclRefExpr':
            decl = target['referencedDecl']
            if decl['kind'] == 'FunctionDecl':
                return self.unit.function_key(decl['name'])
            self.value(node)
            kind = (decl.get('type') or {}).get('qualType', '').rstrip(' *')
            return '*' + (kind if re.fullmatch(r'\w+', kind) else decl.get('name', '?'))
        self.value(node)
        if target['kind'] == 'MemberExpr':
            return '*' + self.member_key(target)
        if target['kind'] == 'ArraySubscriptExpr':
            return '*' + (type_text(target).rstrip(' *') if '(' not in type_text(target) else '[]')
        return '*?'

    def ev_CallExpr(self, node):
        callee, args = node['inner'][0], node['inner'][1:]
        key = self.callee_of(callee)
        if key in ('__builtin_expect', '__builtin_assume_aligned'):
            return merge(*[self.value(a) for a in args])
        params = self.types.params(callee.get('type', {}).get('qualType', ''))
        atoms = self.unordered(args, offset_of(node))
        noted = []
        for index, found in enumerate(atoms):
            kind, const = params[index] if index < len(params) else ('other', False)
            passed = self.unit.function_in(args[index])
            if passed:
                self.calls.append(passed)
                noted.append([index, 'function', False, ['f:' + passed]])
            if found:
                noted.append([index, kind, const, found])
        self.emit('c', key, offset_of(node), noted)
        self.calls.append(key)
        for index, kind, const, found in noted:
            for atom in found:
                if atom.startswith('&:') and not const:
                    for leaf in self.leaves(atom[2:]):
                        if self.paths[leaf] in RAW:
                            self.emit('d', leaf, ['r'], False)
        return self.result(key, type_text(node), noted)

    def result(self, key, text, noted):
        kind = self.types.classify(text)
        if kind in RAW or kind.startswith('rec:'):
            atoms = ['t:' + key]
        elif kind in ('ptr', 'valueptr') or kind.startswith('recptr:'):
            atoms = ['c:' + key] + [f'p:{key}:{index}:{atom}' for index, kind, _, found in noted
                                    if kind == 'ptr' for atom in found if atom[0] in 'rvtc' and len(atom) < 90]
        else:
            return []
        self.raws.append(atoms)
        return atoms

    # -- lvalues: ('loc', path, weak) ('frame',) ('cell',) ('mem',) ('bits', place) ('tmp', atoms)

    def place(self, node):
        method = getattr(self, 'at_' + node['kind'], None)
        if method:
            return method(node)
        return ('tmp', self.value(node))

    def at_DeclRefExpr(self, node):
        decl = node['referencedDecl']
        if decl['id'] not in self.vars:
            return ('mem',)
        variable = self.vars[decl['id']]
        if variable is None:
            return ('frame',)
        return ('loc', variable[0], '[' in type_text(node)) if variable[0] else ('mem',)

    def at_ParenExpr(self, node):
        return self.place(node['inner'][0])

    def at_ImplicitCastExpr(self, node):
        if node.get('castKind') in ('LValueToRValue', 'ArrayToPointerDecay') or node.get('valueCategory') != 'lvalue':
            return ('tmp', self.value(node))
        return self.place(node['inner'][0])

    at_CStyleCastExpr = at_ImplicitCastExpr

    def at_CompoundLiteralExpr(self, node):
        atoms = self.value(node)
        return ('tainted' if self.types.canon(type_text(node)) in self.types.views else 'tmp', atoms)

    def at_MemberExpr(self, node):
        base, name = node['inner'][0], node.get('name', '')
        if node.get('isArrow'):
            return self.through_pointer(base, name)
        place = self.place(base)
        if self.types.classify(type_text(base)) in ('value', 'slot') and (
                name == 'bits' or type_text(node).endswith('*')):
            return ('bits', place)
        if place[0] == 'loc':
            sub = f'{place[1]}.{name}'
            if sub in self.paths:
                return ('loc', sub, place[2] or '[' in type_text(node))
            return ('mem',)
        if place[0] == 'frame' and self.types.classify(type_text(node)) != 'value':
            return ('mem',)
        return place

    def through_pointer(self, base, name):
        """What `base->name` or `*base` designates."""
        kind = self.types.classify(type_text(base))
        if kind.startswith('recptr:') and name:
            target = strip(base)
            if target['kind'] == 'DeclRefExpr':
                variable = self.vars.get(target['referencedDecl']['id'])
                if variable and f'{variable[0]}->{name}' in self.paths:
                    self.value(base)
                    return ('loc', f'{variable[0]}->{name}', False)
        atoms = self.value(base)
        if kind in ('cell', 'slotptr'):
            return ('bits', ('cell',)) if name == 'bits' and kind == 'slotptr' else ('cell',)
        if kind == 'valueptr':
            return ('bits', ('mem',)) if name == 'bits' else ('mem',)
        if any(a[0] in 'rvcp' for a in atoms):
            return ('tainted', atoms)
        return ('mem',)

    def at_UnaryOperator(self, node):
        if node['opcode'] == '*':
            return self.through_pointer(node['inner'][0], '')
        return ('tmp', self.value(node))

    def at_ArraySubscriptExpr(self, node):
        base, index = node['inner']
        self.value(index)
        inner = base
        while inner['kind'] == 'ParenExpr':
            inner = inner['inner'][0]
        if inner['kind'] == 'ImplicitCastExpr' and inner.get('castKind') == 'ArrayToPointerDecay':
            return self.place(inner['inner'][0])
        return self.through_pointer(base, '')

    def load(self, place, node):
        """Reads a place: the atoms of what it holds."""
        self.here = offset_of(node) or self.here
        kind = self.types.classify(type_text(node))
        what = place[0]
        if what == 'bits':
            inner = place[1]
            return self.note(['r']) if inner[0] in ('cell', 'mem', 'frame') else self.read(inner)
        if what in ('loc', 'tmp'):
            return self.read(place)
        if what == 'tainted':
            return self.note(['r']) if kind in RAW else []
        if kind in RAW or kind.startswith('rec:'):
            return self.note(['r'])
        return []

    def read(self, place):
        if place[0] == 'tmp':
            return place[1]
        if place[0] != 'loc':
            return self.note(['r'])
        leaves = self.leaves(place[1])
        for leaf in leaves:
            self.emit('u', leaf, self.here)
        atoms = ['v:' + leaf for leaf in leaves]
        return self.note(atoms) if atoms else []

    def note(self, atoms):
        self.raws.append(atoms)
        return atoms

    def address(self, place):
        what = place[0]
        if what == 'loc':
            return ['&:' + place[1]] if place[1] else []
        if what == 'bits':
            return self.address(place[1])
        if what == 'cell':
            return self.note(['r'])
        if what == 'tainted':
            return place[1]
        if what == 'tmp':
            return ['&:'] if place[1] and any(a[0] in 'rvt' for a in place[1]) else []
        return []


def merge(*lists):
    out = []
    for atoms in lists:
        for atom in atoms:
            if atom not in out:
                out.append(atom)
    return out


def strip(node):
    while node['kind'] in ('ImplicitCastExpr', 'ParenExpr', 'CStyleCastExpr'):
        node = node['inner'][0]
    return node


def is_expression(node):
    kind = node.get('kind', '')
    return kind.endswith(('Expr', 'Operator', 'Literal')) or kind.startswith('CXX')


def constant_of(node):
    while node.get('kind') in ('ImplicitCastExpr', 'ParenExpr', 'CStyleCastExpr', 'ConstantExpr'):
        node = node['inner'][0]
    if node.get('kind') == 'IntegerLiteral':
        return int(node['value'])
    return None


def is_true(node):
    return constant_of(node) not in (None, 0)


def is_false(node):
    return constant_of(node) == 0


class Unit:
    """One translation unit: its types, and the functions defined in its main file."""

    def __init__(self, path, root, flags, views):
        self.path, self.root = path, root
        self.types = Types(views)
        self.statics = set()
        self.frames = set()
        self.transient = set()
        self.globals = []
        self.table_events = []
        self.functions = []
        self.noreturn, self.declared = set(), set()
        self.includes = set()
        with open(os.path.join(root, path), 'rb') as file:
            self.line_starts = [0]
            position = 0
            for line in file:
                position += len(line)
                self.line_starts.append(position)
        self.read(dump(path, root, flags))

    def read(self, text):
        bodies = []
        for file, chunk in top_level(text, self.root):
            if file is None:
                if '"kind": "TypedefDecl"' not in chunk[:200]:
                    continue
            else:
                self.includes.add(file)
            kind = re.search(r'"kind": "(\w+)"', chunk).group(1)
            if kind == 'RecordDecl':
                self.add_records(json.loads('{' + chunk + '}'))
            elif kind == 'TypedefDecl':
                self.add_typedef(chunk)
            elif kind == 'FunctionDecl':
                self.add_function(file, chunk, bodies)
            elif kind == 'VarDecl' and file == self.path:
                bodies.append(json.loads('{' + chunk + '}'))
        for node in bodies:
            if node['kind'] == 'VarDecl':
                self.file_variable(node)
            else:
                self.define(node)

    def add_records(self, node):
        for child in node.get('inner', ()):
            if child['kind'] == 'RecordDecl':
                self.add_records(child)
        self.types.add_record(node)

    def add_typedef(self, chunk):
        node = json.loads('{' + chunk + '}')
        text = node['type'].get('desugaredQualType') or node['type']['qualType']
        if 'unnamed' not in text and text != node['name']:
            self.types.alias[node['name']] = text

    def add_function(self, file, chunk, bodies):
        name = re.search(r'^      "name": "(\w+)"', chunk, re.M).group(1)
        self.declared.add(name)
        if '"kind": "C11NoReturnAttr"' in chunk or '__attribute__((noreturn))"' in chunk[:3000]:
            node = json.loads('{' + chunk + '}')
            if 'noreturn' in node['type']['qualType'] or any(
                    c['kind'] == 'C11NoReturnAttr' for c in node.get('inner', ())):
                self.noreturn.add(name)
        if file != self.path:
            return
        if re.search(r'^      "storageClass": "static"', chunk, re.M) and self.path.endswith('.c'):
            self.statics.add(name)
        if re.search(r'^          "kind": "CompoundStmt"', chunk, re.M):
            bodies.append(json.loads('{' + chunk + '}'))

    def function_key(self, name):
        return f'{self.path}:{name}' if name in self.statics else name

    def function_in(self, node):
        """The key of the function whose address an expression is, or None."""
        node = strip(node)
        if node['kind'] == 'UnaryOperator' and node['opcode'] == '&':
            node = strip(node['inner'][0])
        if node['kind'] == 'DeclRefExpr' and node['referencedDecl']['kind'] == 'FunctionDecl':
            return self.function_key(node['referencedDecl']['name'])
        return None

    def local_record(self, node):
        self.add_records(node)
        fields = [c for c in node.get('inner', ()) if c['kind'] == 'FieldDecl']
        self.last_record_is_frame = bool(fields) and 'gc_frame' in type_text(fields[0])

    def is_frame(self, node):
        """Whether a variable of unnamed type, just declared after it, is a GC_FRAME."""
        return getattr(self, 'last_record_is_frame', False)

    def note_global(self, node):
        kind = self.types.classify(type_text(node))
        text = node.get('type', {}).get('qualType', '')
        if (kind in RAW or kind.startswith('rec:')) and not text.startswith('const ') and not text.endswith('const'):
            self.globals.append([node.get('name', '?'), kind, offset_of(node)])

    def file_variable(self, node):
        if 'init' not in node and node.get('storageClass') == 'extern':
            return
        self.note_global(node)
        holder = Function.__new__(Function)
        holder.unit, holder.types = self, self.types
        holder.blocks, holder.cur, holder.vars, holder.paths = [[[], []]], 0, {}, {}
        holder.calls, holder.raws, holder.ids, holder.here = [], [], 0, 0
        holder.taken = []
        for child in node.get('inner', ()):
            if is_expression(child):
                holder.value(child)
        self.table_events += [e for block in holder.blocks for e in block[0] if e[0] == 'f']

    def define(self, node):
        body = [c for c in node.get('inner', ()) if c['kind'] == 'CompoundStmt'][0]
        graph = Function(self, node, body)
        text = node['type']['qualType']
        if '(' not in text:  # declared before by a typedef of its type
            text = self.types.alias.get(text, text + '(')
        self.functions.append({
            'name': node['name'], 'key': self.function_key(node['name']), 'offset': offset_of(node),
            'params': [(p, graph.paths.get(p)) if p else None for p in graph.params],
            'returns': self.types.classify(text[:text.index('(')].strip()),
            'paths': graph.paths, 'blocks': graph.blocks,
        })

    def line(self, offset):
        return bisect.bisect_right(self.line_starts, offset)

    def result(self):
        """All that the second half needs, without reference to the tree; offsets become lines."""
        for function in self.functions:
            function['line'] = self.line(function.pop('offset'))
            for events, _ in function['blocks']:
                for event in events:
                    index = {'u': 2, 'c': 2, 'o': 1, 'r': 3, 'e': 2, 'b': 1, 'f': 3}.get(event[0])
                    if index:
                        event[index] = self.line(event[index])
        fields = {name: [f for f, _ in self.types.raw_fields(name)] for name in self.types.fields}
        return {
            'path': self.path, 'functions': self.functions, 'noreturn': sorted(self.noreturn),
            'transient': sorted(self.transient), 'includes': sorted(self.includes - {self.path}),
            'globals': [[n, k, self.line(o)] for n, k, o in self.globals],
            'tables': [[e[1], e[2], self.line(e[3])] for e in self.table_events],
            'recs': {k: v for k, v in fields.items() if v},
        }


def analyse(path, root, flags, views=frozenset()):
    return Unit(path, root, flags, views).result()
