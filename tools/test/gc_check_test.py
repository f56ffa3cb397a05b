#!/usr/bin/env python3
"""Tests of gc_check.py on control flow and bookkeeping; the rules themselves: docs/gc-safe-code.md."""

import os
import shutil
import subprocess
import sys
import tempfile
import unittest

TOOLS = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
ROOT = os.path.dirname(TOOLS)

PRELUDE = '''#include "gc/gc.h"
#define PAIR_REFS(F) F(head) F(tail)
GC_CELL(pair, PAIR_REFS, GC_NO_DATA);
_Noreturn void die(const char *why);
typedef gc_value js_value;
static void collect(gc_heap *heap) { gc_collect(heap, GC_FULL, "test"); }
static void use_nogc(const struct pair *p) { (void)p; }
'''


@unittest.skipUnless(shutil.which('clang'), 'needs clang')
class Checker(unittest.TestCase):
    def setUp(self):
        self.root = tempfile.TemporaryDirectory(prefix='gc_check_test.')
        self.addCleanup(self.root.cleanup)
        os.makedirs(f'{self.root.name}/heap')
        shutil.copytree(f'{ROOT}/heap/include', f'{self.root.name}/heap/include')
        self.table = f'{TOOLS}/gc_check.txt'

    def check(self, body, name='engine/src/a.c'):
        """The findings as `rule@line of body`."""
        path = os.path.join(self.root.name, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, 'w', encoding='utf-8') as file:
            file.write(PRELUDE + body)
        done = subprocess.run([sys.executable, f'{TOOLS}/gc_check.py', '--root', self.root.name, '--table', self.table, '-j1'],
                              capture_output=True, text=True)
        self.output = done.stdout + done.stderr
        lines = [line.split(':') for line in self.output.split('\n') if line.startswith(name) and 'does not parse' not in line]
        base = PRELUDE.count('\n')
        return [f'{parts[2].strip()}@{int(parts[1]) - base}' for parts in lines]

    def expect(self, body, *findings):
        self.assertEqual(self.check(body), list(findings), self.output)

    def test_straight_line(self):
        self.expect('void f(gc_heap *h, struct pair *p)\n{\ncollect(h);\nuse_nogc(p);\n}\n', 'stale@4')

    def test_goto_backwards(self):
        self.expect('void f(gc_heap *h, struct pair *p)\n{\nagain:\nuse_nogc(p);\ncollect(h);\nif (h) goto again;\n}\n', 'stale@4')

    def test_goto_forwards_over_the_use(self):
        self.expect('void f(gc_heap *h, struct pair *p)\n{\ncollect(h);\ngoto out;\nuse_nogc(p);\nout:\nreturn;\n}\n')

    def test_switch_cases_are_separate(self):
        self.expect('void f(gc_heap *h, struct pair *p, int k)\n{\nswitch (k) {\ncase 0: collect(h); break;\n'
                    'case 1: use_nogc(p); break;\ndefault: collect(h);\n}\n}\n')

    def test_switch_falls_through(self):
        self.expect('void f(gc_heap *h, struct pair *p, int k)\n{\nswitch (k) {\ncase 0: collect(h);\n'
                    'case 1: use_nogc(p); break;\n}\n}\n', 'stale@5')

    def test_switch_skips(self):
        self.expect('void f(gc_heap *h, struct pair *p, int k)\n{\nswitch (k) {\ncase 0: collect(h); break;\n}\nuse_nogc(p);\n}\n',
                    'stale@6')

    def test_computed_goto(self):
        self.expect('void f(gc_heap *h, struct pair *p, int k)\n{\nstatic void *t[] = {&&a, &&b};\ngoto *t[k];\n'
                    'a: collect(h);\ngoto *t[k & 1];\nb: use_nogc(p);\n}\n', 'stale@7')

    def test_noreturn_ends_the_path(self):
        self.expect('void g(gc_heap *h) { collect(h); die("x"); }\n'
                    'void f(gc_heap *h, struct pair *p)\n{\nif (!p) { collect(h); die("x"); }\nuse_nogc(p);\n}\n')

    def test_return_ends_the_path(self):
        self.expect('void f(gc_heap *h, struct pair *p)\n{\nif (!p) { collect(h); return; }\nuse_nogc(p);\n}\n')

    def test_conditional_operator(self):
        self.expect('int f(gc_heap *h, struct pair *p, int k)\n{\nint x = k ? (collect(h), 1) : 2;\nuse_nogc(p);\nreturn x;\n}\n',
                    'stale@4')

    def test_short_circuit(self):
        self.expect('int g(gc_heap *h) { collect(h); return 1; }\n'
                    'int f(gc_heap *h, struct pair *p, int k)\n{\nint x = k && g(h);\nuse_nogc(p);\nreturn x;\n}\n', 'stale@5')

    def test_do_while_false_macro(self):
        self.expect('#define TRY(e) do { if (!(e)) return 0; } while (0)\nint g(gc_heap *h) { collect(h); return 1; }\n'
                    'int f(gc_heap *h, struct pair *p)\n{\nTRY(p != NULL);\nTRY(g(h));\nuse_nogc(p);\nreturn 1;\n}\n', 'stale@7')

    def test_statement_expression(self):
        self.expect('void f(gc_heap *h, struct pair *p)\n{\nint x = ({ collect(h); 3; });\nuse_nogc(p);\n(void)x;\n}\n', 'stale@4')

    def test_refetched_in_each_turn(self):
        self.expect('void f(gc_heap *h, gc_value *v)\n{\nfor (int i = 0; i < 3; i++) {\nstruct pair *p = gc_to_cell(*v);\n'
                    'use_nogc(p);\ncollect(h);\n}\n}\n')

    def test_null_may_be_asked_of_a_stale_pointer(self):
        self.expect('int f(gc_heap *h, struct pair *p, int k)\n{\ncollect(h);\nif (p && k) return 1;\nif (!p || p == NULL) return 2;\n'
                    'return p ? 3 : 4;\n}\n')
        self.expect('int f(gc_heap *h, struct pair *p)\n{\ncollect(h);\nif (p && p->head.bits) return 1;\nreturn 0;\n}\n',
                    'stale@4')

    def test_continue_and_break(self):
        self.expect('void f(gc_heap *h, struct pair *p, int k)\n{\nwhile (k--) {\nif (k == 3) { collect(h); break; }\n'
                    'if (k == 5) continue;\nuse_nogc(p);\n}\n}\n')
        self.expect('void f(gc_heap *h, struct pair *p, int k)\n{\nwhile (k--) {\nif (k == 3) { collect(h); continue; }\n'
                    'use_nogc(p);\n}\n}\n', 'stale@5')

    def test_frames_are_roots(self):
        self.expect('bool f(gc_heap *h, gc_value *out)\n{\nGC_FRAME(h, f, a);\nif (!gc_alloc(h, 2, 16, &f.a)) return false;\n'
                    'collect(h);\n*out = f.a;\nreturn true;\n}\n')

    def test_integers_are_no_references(self):
        self.expect('int f(gc_heap *h)\n{\ngc_value v = gc_from_int(3);\ngc_slot s = gc_slot_from_int(4);\ncollect(h);\n'
                    'return gc_to_int(v) + gc_slot_to_int(s);\n}\n')

    def test_undefined_function_may_collect_unless_it_promises(self):
        self.expect('void js_else(void), js_else_nogc(void);\nvoid f(struct pair *p)\n{\njs_else_nogc();\nuse_nogc(p);\njs_else();\n'
                    'use_nogc(p);\n}\n', 'stale@7')

    def test_static_functions_of_two_files_are_two(self):
        self.check('static void helper(gc_heap *h) { collect(h); }\nvoid g(gc_heap *h) { helper(h); }\n', 'engine/src/b.c')
        self.expect('static void helper(gc_heap *h) { (void)h; }\nvoid f(gc_heap *h, struct pair *p)\n{\nhelper(h);\nuse_nogc(p);\n}\n')

    def test_a_callback_given_to_an_undefined_function(self):
        self.expect('void sort(int (*compare)(const void *, const void *));\n'
                    'static gc_heap *heap;\nstatic int compare(const void *a, const void *b) { collect(heap); return a < b; }\n'
                    'void f(struct pair *p)\n{\nsort(compare);\nuse_nogc(p);\n}\n', 'stale@7')

    def test_excuse(self):
        self.expect('void f(gc_heap *h, struct pair *p)\n{\ncollect(h);\nuse_nogc(p); /* gc_check: p is off-heap here */\n}\n')
        self.assertIn('1 excused', self.output)

    def test_change_of_a_header_is_seen(self):
        body = '#include "b.h"\nvoid f(gc_heap *h, struct pair *p)\n{\nhelp(h);\nuse_nogc(p);\n}\n'
        header = os.path.join(self.root.name, 'engine/src/b.h')
        os.makedirs(os.path.dirname(header), exist_ok=True)
        for text, findings in (('static inline void help(gc_heap *h) { (void)h; }\n', []),
                               ('static inline void help(gc_heap *h) { gc_poll(h); }\n', ['stale@5'])):
            with open(header, 'w', encoding='utf-8') as file:
                file.write('/* b */\n#include "gc/gc.h"\n' + text)
            self.assertEqual(self.check(body), findings, self.output)

    def test_a_file_that_does_not_parse_is_an_error(self):
        self.check('void f( {\n')
        self.assertIn('does not parse', self.output)


if __name__ == '__main__':
    unittest.main()
