// Compares the regular expression engine with the one of the node that runs this, on random patterns and inputs.
//
//     node tools/regexp_diff.mjs DRIVER [--seconds=60] [--seed=N] [--mode=match|syntax|both]
//
// DRIVER is engine/test/regexp_driver.c, built with the sources of engine/src/regexp and engine/src/unicode.  Node 24
// has the Unicode version of our tables and duplicate named groups; patterns with inline modifiers and results that
// took either side too long are skipped.  Exit status 1 if there was a difference; the seed is printed.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

const options = Object.fromEntries(process.argv.slice(3).map(a => a.replace(/^--/, '').split('=')));
const seconds = Number(options.seconds ?? 60), mode = options.mode ?? 'both';
let state = BigInt(options.seed ?? Date.now());
console.log(`seed ${state}`);

function random(n) { // 0 .. n - 1
    state = (state * 6364136223846793005n + 1442695040888963407n) & 0xffffffffffffffffn;
    return Number((state >> 33n) % BigInt(n));
}
const pick = (list) => list[random(list.length)];
const hex = (s) => s === '' ? '-' : [...Array(s.length)].map((_, i) => s.charCodeAt(i).toString(16).padStart(4, '0')).join('');

const plain = ['a', 'b', 'c', 'A', 'B', 'k', 's', '1', '_', ' ', '\n', '\u00e9', '\u00c9', '\u017f', '\u212a', '\u03c3', '\u03c2',
    '\u03a3', '\u0130', '\u0131', '\u1e9e', '\u00df', '\ud83d\ude00', '\ud83d', '\ude00', '\u{10400}', '\u{10428}', '\u2028', '\u01c5', '\u01c4', '\ufb05', '\ufb06'];
const narrow = ['a', 'b', 'c', 'a', 'b', 'A', '1', '\n', '_'];
let alphabet = narrow, names = 0, groups = 0, unicode = false;

function classAtom() {
    const r = random(14);
    if (r === 0) return '\\' + pick([...'dDsSwW']);
    if (r === 1 && unicode) return pick(['\\p{L}', '\\P{Lu}', '\\p{Ll}', '\\p{Script=Greek}', '\\p{ASCII}', '\\p{Any}', '\\P{Lowercase}']);
    if (r === 2) return pick(['\\b', '\\n', '\\x61', '\\u0062', '\\cJ', '\\0', '\\-']);
    if (r === 3) return pick(['a-c', 'A-z', 'a-b', '0-9', '\u00c0-\u00ff', '\u0370-\u03ff', 'k-s']);
    if (r === 4 && unicode) return pick(['\\u{1f600}', '\u{10400}-\u{10428}', '\\ud83d\\ude00', '\\ud83d']);
    const c = pick(alphabet);
    return c === ']' || c === '\\' || c === '^' || c === '-' ? '\\' + c : c;
}

function quantifier() {
    const q = pick(['*', '+', '?', '*', '+', '?', '{2}', '{1,2}', '{0,1}', '{2,}', '{0}', '{1}', '{0,3}', '{3,4}']);
    return q + (random(3) === 0 ? '?' : '');
}

function atom(depth) {
    const r = random(depth <= 0 ? 10 : 22);
    if (r < 5) return pick(alphabet);
    if (r === 5) return '.';
    if (r === 6) return '[' + pick(['', '', '^']) + Array.from({ length: random(4) }, classAtom).join('') + ']';
    if (r === 7) return '\\' + pick([...'dDsSwW']);
    if (r === 8) return pick(['^', '$', '\\b', '\\B', '\\b', '(?:)', '']);
    if (r === 9) {
        if (names > 0 && random(3) === 0) return `\\k<n${random(names)}>`;
        return groups > 0 ? '\\' + (1 + random(groups + (unicode ? 0 : 1))) + '(?:)' : pick(alphabet);
    }
    if (r < 14) { groups++; return `(${disjunction(depth - 1)})`; }
    if (r < 17) return `(?:${disjunction(depth - 1)})`;
    if (r === 17) { groups++; return `(?<n${names++}>${disjunction(depth - 1)})`; }
    if (r === 18) return `(?=${disjunction(depth - 1)})`;
    if (r === 19) return `(?!${disjunction(depth - 1)})`;
    if (r === 20) return `(?<=${disjunction(depth - 1)})`;
    return `(?<!${disjunction(depth - 1)})`;
}

function term(depth) {
    const a = atom(depth);
    const fixed = a === '' || a === '^' || a === '$' || /^\\[bB]$/.test(a) || /^\(\?<?[=!]/.test(a);
    return !fixed && random(5) < 2 ? a + quantifier() : a;
}

const alternative = (depth) => Array.from({ length: random(4) + (random(8) ? 0 : 3) }, () => term(depth)).join('');
const disjunction = (depth) => Array.from({ length: random(3) ? 1 : 1 + random(3) }, () => alternative(depth)).join('|');

const pieces = [...'()[]{}|*+?^$.\\-,=!<>:/0123489abckpuxdDwWsPBnrtvfkc_&', '(?:', '(?=', '(?!', '(?<=', '(?<!', '(?<a>', '(?<b>',
    '\\k<a>', '\\k<', '\\u', '\\u{', '\\u{61}', '\\ud83d', '\\ude00', '\\x4', '\\x41', '\\cA', '\\c1', '\\1', '\\2', '\\8', '\\01', '\\0', '{1}', '{1,}', '{2,1}',
    '{,1}', '{1', '[^', '[a-', '-z]', '\\p{L}', '\\p{', '\\P{Script=Greek}', '\\p{Foo}', '\ud83d\ude00', '\ud83d', '\u212a', '\\u0061', '(?<\\u0061>', '|', '\\-', '\\/'];

function makeCase() {
    names = groups = 0;
    unicode = random(3) === 0;
    let flags = random(4) ? 'g' : 'y';
    for (const f of 'ims') if (random(3) === 0) flags += f;
    if (unicode) flags += 'u';
    if (mode === 'syntax' || (mode === 'both' && random(4) === 0)) {
        const pattern = Array.from({ length: 1 + random(9) }, () => pick(pieces)).join('');
        return { pattern, flags, input: Array.from({ length: random(6) }, () => pick([...'ab-{1kc\\'])).join(''), lastIndex: 0 };
    }
    alphabet = random(2) ? narrow : plain;
    const pattern = disjunction(3);
    const input = Array.from({ length: random(12) }, () => pick(alphabet)).join('');
    return { pattern, flags, input, lastIndex: random(4) ? 0 : random(input.length + 1) };
}

function expected({ pattern, flags, input, lastIndex }) {
    let re;
    try {
        re = new RegExp(pattern, flags + 'd');
    } catch (e) {
        const head = `Invalid regular expression: /${pattern}/`;
        return 'E ' + e.message.slice(head.length).replace(/^[a-z]*: /, '');
    }
    re.lastIndex = lastIndex;
    const match = re.exec(input);
    if (match === null) return 'N';
    // V8 also begins matches between the halves of a pair, which AdvanceStringIndex passes over.
    if (re.unicode && match.index > 0 && /[\udc00-\udfff]/.test(input[match.index]) && /[\ud800-\udbff]/.test(input[match.index - 1]))
        return 'skip';
    return 'M ' + match.indices.map(p => p === undefined ? '-1 -1' : `${p[0]} ${p[1]}`).join(' ');
}

const driver = spawn(process.argv[2], [], { stdio: ['pipe', 'pipe', 'inherit'] });
const answers = createInterface({ input: driver.stdout })[Symbol.asyncIterator]();
const deadline = Date.now() + seconds * 1000;
let cases = 0, differences = 0, skipped = 0;
const tally = { M: 0, N: 0, E: 0 };
while (Date.now() < deadline && differences < 25) {
    const batch = Array.from({ length: 200 }, makeCase).filter(c => !/\(\?[ims-]/.test(c.pattern));
    driver.stdin.write(batch.map(c => `${c.flags} ${hex(c.pattern)} ${c.lastIndex} ${hex(c.input)}\n`).join(''));
    for (const c of batch) {
        const { value: got, done } = await answers.next();
        if (done) {
            console.log('the driver ended at', JSON.stringify(c));
            process.exit(1);
        }
        cases++;
        if (got === 'I' || got === 'O') {
            skipped++;
            continue;
        }
        const want = expected(c);
        if (want === 'skip') {
            skipped++;
            continue;
        }
        tally[want[0]]++;
        if (got !== want) {
            differences++;
            console.log(`${JSON.stringify(c)}\n    node: ${want}\n    here: ${got}`);
        }
    }
}
console.log(`${cases} cases (${tally.M} matched, ${tally.N} did not, ${tally.E} errors), ${skipped} skipped, ${differences} differences`);
driver.stdin.end();
process.exit(differences === 0 ? 0 : 1);
