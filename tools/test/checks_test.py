#!/usr/bin/env python3
"""Tests of check_layers.py, check_tags.py, check_style.py: small trees, each with one fault."""

import os
import subprocess
import sys
import tempfile
import unittest

TOOLS = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


class Tree(unittest.TestCase):
    tool = None

    def setUp(self):
        self.root = tempfile.TemporaryDirectory(prefix='checks_test.')
        self.addCleanup(self.root.cleanup)

    def write(self, name, text):
        path = os.path.join(self.root.name, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, 'w', encoding='utf-8') as file:
            file.write(text)
        return path

    def run_tool(self, *arguments):
        done = subprocess.run([sys.executable, os.path.join(TOOLS, self.tool), '--root', self.root.name, *arguments],
                              capture_output=True, text=True)
        return done.returncode, done.stdout + done.stderr

    def clean(self, *arguments):
        status, text = self.run_tool(*arguments)
        self.assertEqual(status, 0, text)

    def finds(self, text, *arguments):
        status, output = self.run_tool(*arguments)
        self.assertEqual(status, 1, output)
        self.assertIn(text, output)


class Layers(Tree):
    tool = 'check_layers.py'

    def test_downward_includes_are_fine(self):
        self.write('heap/include/gc/gc.h', '')
        self.write('engine/src/vm/context.h', '')
        self.write('engine/src/a.c', '#include "gc/gc.h"\n#include "vm/context.h"\n#include <js/js.h>\n')
        self.write('runtime/src/b.c', '#include <uv.h>\n#include "js/js.h"\n')
        self.clean()

    def test_an_upward_include(self):
        self.write('heap/src/a.c', '#include <js/value.h>\n')
        self.finds('heap/src/a.c:1: heap includes js/value.h of engine')

    def test_a_private_header_of_another_layer(self):
        self.write('heap/src/internal.h', '')
        self.write('engine/src/a.c', '#include "internal.h"\n')
        self.finds('private to heap')

    def test_a_private_header_by_relative_path(self):
        self.write('heap/src/internal.h', '')
        self.write('engine/src/a.c', '#include "../../heap/src/internal.h"\n')
        self.finds('private to heap')

    def test_libuv_in_the_engine(self):
        self.write('engine/src/a.c', '#include <uv.h>\n')
        self.finds('engine includes uv.h')

    def test_the_heap_names_the_engine(self):
        self.write('heap/src/a.c', 'int js_kind_of;\n')
        self.finds('heap names js_kind_of')

    def library(self, layer, name, code):
        source = self.write(f'{name}.c', code)
        build = os.path.join(self.root.name, 'b', layer)
        os.makedirs(build, exist_ok=True)
        subprocess.run(['cc', '-c', source, '-o', source + '.o'], check=True)
        subprocess.run(['ar', 'rc', os.path.join(build, f'libtenure-{name}.a'), source + '.o'], check=True)

    def test_a_symbol_from_above(self):
        self.library('heap', 'gc', 'void js_run(void); void gc_x(void) { js_run(); }\n')
        self.finds('js_run of engine, a layer above', os.path.join(self.root.name, 'b'))

    def test_a_private_symbol_from_below(self):
        self.write('heap/include/gc/gc.h', 'void gc_open(void);\n')
        self.library('engine', 'engine', 'void gc_open(void), gc__inner(void); void js_x(void) { gc_open(); gc__inner(); }\n')
        self.finds('gc__inner is private to heap', os.path.join(self.root.name, 'b'))

    def test_a_public_symbol_from_below(self):
        self.write('heap/include/gc/gc.h', 'void gc_open(void);\n')
        self.library('engine', 'engine', 'void gc_open(void); void js_x(void) { gc_open(); }\n')
        self.clean(os.path.join(self.root.name, 'b'))


class Tags(Tree):
    tool = 'check_tags.py'

    def fill(self, note='- **[scan.done]** All is scanned.\n', code='/* [scan.done] */\ngc_assert(done);\n'):
        self.write('docs/design/scan.md', note)
        self.write('heap/src/scan.c', code)

    def test_stated_cited_enforced(self):
        self.fill()
        self.clean()

    def test_not_stated(self):
        self.fill(note='nothing\n')
        self.finds('[scan.done] is stated in no note')

    def test_stated_twice(self):
        self.fill(note='- [scan.done] One.\n- [scan.done] Two.\n')
        self.finds('is stated already')

    def test_without_text(self):
        self.fill(note='- **[scan.done]**\n')
        self.finds('is stated without text')

    def test_not_cited(self):
        self.fill(code='int x;\n')
        self.finds('is cited nowhere')

    def test_not_enforced(self):
        self.fill(code='/* relies on [scan.done] */\nint x;\n')
        self.finds('is enforced by no assertion')

    def test_enforced_by_a_test(self):
        self.fill(code='/* relies on [scan.done] */\nint x;\n')
        self.write('heap/test/scan_test.c', '/* [scan.done] */\n')
        self.clean()

    def test_enforced_by_the_verifier(self):
        self.fill(code='/* relies on [scan.done] */\nint x;\n')
        self.write('heap/src/verify.c', '/* [scan.done] */\n')
        self.clean()

    def test_an_index_is_no_tag(self):
        self.write('heap/src/scan.c', 'x = table[it.at];\n')
        self.clean()


class Style(Tree):
    tool = 'check_style.py'

    def test_a_good_file(self):
        self.write('heap/src/a.c', '/* a.c: good. */\nint a(void)\n{\n    return 1;\n}\n')
        self.clean()

    def test_a_long_file(self):
        self.write('heap/src/a.c', '/* long */\n' + 'int x;\n' * 1000)
        self.finds('1001 lines')

    def test_a_generated_file_may_be_long(self):
        self.write('tools/check_style.txt', 'file heap/src/tables.c # generated\n')
        self.write('heap/src/tables.c', '/* long */\n' + 'int x;\n' * 1000)
        self.clean()

    def test_a_long_function(self):
        self.write('heap/src/a.c', '/* a */\nstatic int\nlong_one(int a,\n         int b)\n{\n' + '    a++;\n' * 70 + '}\n')
        self.finds('heap/src/a.c:5: long_one has 72 lines')

    def test_a_listed_function_may_be_long(self):
        self.write('tools/check_style.txt', 'function dispatch # the interpreter\n')
        self.write('heap/src/a.c', '/* a */\nvoid dispatch(int a)\n{\n' + '    a++;\n' * 70 + '}\n')
        self.clean()

    def test_a_long_table_is_no_function(self):
        self.write('heap/src/a.c', '/* a */\nstatic const int t[] =\n{\n' + '    1,\n' * 70 + '};\n')
        self.clean()

    def test_marks_of_unfinished_work(self):
        for mark in ('TO' + 'DO', 'FIX' + 'ME', 'not implement' + 'ed', 'st' + 'ub'):
            self.write('engine/src/a.c', f'/* a */\n/* {mark}: later */\n')
            self.finds('a mark of unfinished work')

    def test_marks_of_an_unfinished_merge(self):
        for name in ('heap/src/a.c', 'README.md', 'docs/design/a.md'):
            for mark in ('<' * 7 + ' HEAD', '=' * 7, '>' * 7 + ' other'):
                self.write(name, f'/* a */\n{mark}\n')
                self.finds(f'{name}:2: a mark of an unfinished merge')
                self.write(name, '/* a */\n')

    def test_no_comment_on_top(self):
        self.write('heap/src/a.c', 'int a;\n')
        self.finds('does not open with a comment')

    def test_commented_out_code(self):
        self.write('heap/src/a.c', '/* a */\n// return x;\n')
        self.finds('commented-out code')

    def test_blanks_and_tabs(self):
        self.write('heap/src/a.c', '/* a */\nint a; \n\tint b;\n')
        self.finds('heap/src/a.c:2: blanks at the end')
        self.finds('heap/src/a.c:3: a tab')


if __name__ == '__main__':
    unittest.main()
