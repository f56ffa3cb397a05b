#!/usr/bin/env python3
"""Tests of check_api_docs.py: what counts as documented, and what the pages show."""

import os
import subprocess
import sys
import tempfile
import unittest

TOOLS = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


class ApiDocs(unittest.TestCase):
    def setUp(self):
        self.root = tempfile.TemporaryDirectory(prefix='api_docs_test.')
        self.addCleanup(self.root.cleanup)
        os.makedirs(f'{self.root.name}/heap/include/gc')

    def run_tool(self, *options):
        done = subprocess.run([sys.executable, f'{TOOLS}/check_api_docs.py', '--root', self.root.name, *options],
                              capture_output=True, text=True)
        return done.returncode, done.stdout

    def header(self, text, opening='/* gc/a.h: a thing. */'):
        with open(f'{self.root.name}/heap/include/gc/a.h', 'w', encoding='utf-8') as file:
            file.write(opening + '\n#ifndef GC_A_H\n#define GC_A_H\n\n' + text + '\n\n#endif\n')

    def undocumented(self, text, **options):
        self.header(text, **options)
        return [line.split(': ')[1].split()[0] for line in self.run_tool()[1].split('\n') if 'has no comment' in line]

    def test_function_without_comment(self):
        self.assertEqual(self.undocumented('GC_API void gc_x(gc_heap *heap);'), ['gc_x'])

    def test_comment_above_or_on_the_line(self):
        self.assertEqual(self.undocumented('/* Does x. */\nGC_API void gc_x(void);\n\n#define GC_Y 1 /* a number */'), [])

    def test_comment_covers_until_a_blank_line(self):
        self.assertEqual(self.undocumented('/* Both. */\nGC_API void gc_x(void);\nGC_API void gc_y(void);\n\nGC_API void gc_z(void);'),
                         ['gc_z'])

    def test_comment_before_a_blank_line_covers_nothing(self):
        self.assertEqual(self.undocumented('/* A chapter. */\n\nGC_API void gc_x(void);'), ['gc_x'])

    def test_inline_functions_macros_types(self):
        self.assertEqual(self.undocumented('GC_INLINE int gc_f(int a)\n{\n    return a;\n}\n\n#define GC_M(x) \\\n    (x)\n\n'
                                           'struct gc_s {\n    int a;\n};\n\nenum gc_e { GC_A };\n\ntypedef struct gc_t {\n'
                                           '    int a;\n} gc_t;\n\ntypedef void gc_fn(int a);'),
                         ['gc_f', 'GC_M', 'gc_s', 'gc_e', 'gc_t', 'gc_fn'])

    def test_private_names_and_private_headers(self):
        self.assertEqual(self.undocumented('GC_API void gc__x(void);\n\n#define GC__Y 1'), [])
        self.assertEqual(self.undocumented('GC_API void gc_x(void);', opening='/* gc/a.h (not API): inner. */'), [])

    def test_attributes_do_not_hide_the_name(self):
        self.assertEqual(self.undocumented('GC_API void *gc_x(gc_heap *h) __attribute__((malloc, warn_unused_result));'), ['gc_x'])

    def test_pages(self):
        self.header('/* Does x.  Never collects. */\nGC_INLINE int gc_x(int a)\n{\n    return a;\n}')
        self.assertEqual(self.run_tool()[0], 1)  # no pages yet
        self.run_tool('--write')
        status, output = self.run_tool()
        self.assertEqual(status, 0, output)
        with open(f'{self.root.name}/docs/heap/api/a.md', encoding='utf-8') as file:
            page = file.read()
        self.assertIn('### gc_x\n\nDoes x.  Never collects.\n\n```\nint gc_x(int a);\n```', page)
        self.assertNotIn('return', page)
        self.header('/* Does more. */\nGC_API int gc_x(int a);')
        self.assertEqual(self.run_tool()[0], 1)  # the page is old


if __name__ == '__main__':
    unittest.main()
