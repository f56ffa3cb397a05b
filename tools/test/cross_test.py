#!/usr/bin/env python3
"""The header that stands in for cmocka where heaps are cross-compiled has all that the heap's tests use."""

import glob
import os
import re
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
USED = re.compile(r'\b((?:assert|cmocka)_\w+|skip)\(')


def read(path):
    with open(path, encoding='utf-8') as file:
        return file.read()


class Cross(unittest.TestCase):
    def test_header_has_what_tests_use(self):
        header = set(re.findall(r'#define (\w+)', read(f'{ROOT}/cmake/cross/cmocka.h')))
        tests = glob.glob(f'{ROOT}/heap/test/*.c')
        self.assertGreater(len(tests), 20)
        for path in tests:
            text = read(path)
            own = set(re.findall(r'(\w+)\([^;{]*\)\n\{', text))
            self.assertEqual(set(), set(USED.findall(text)) - header - own, path)


if __name__ == '__main__':
    unittest.main()
