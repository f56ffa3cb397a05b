// What the interactive session must know of source text without parsing it: whether something is still open at its end, which
// names it declares, and how to run a line with await in it.
'use strict';

const closers = { ')': '(', ']': '[', '}': '{' };

// Behind a string, template or comment that begins at i; -1 if it does not end. A template stops at '${' as well.
function skipQuoted(code, i, mark) {
    for (i++; i < code.length; i++) {
        if (code[i] === '\\') i++;
        else if (code[i] === mark) return i + 1;
        else if (code[i] === '\n' && mark !== '`') return -2;
        else if (mark === '`' && code[i] === '$' && code[i + 1] === '{') return i;
    }
    return -1;
}

// Whether a / at i begins a regular expression: it follows an operator, an opening bracket or a keyword.
function startsRegExp(code, i) {
    const before = code.slice(0, i).replace(/\s+$/, '');
    return before === '' || /[([{,;:=!?&|+\-*%^~<>]$/.test(before) ||
        /(?:^|[^\w$])(?:return|typeof|case|in|of|delete|void|throw|new|else|do|instanceof)$/.test(before);
}

function skipRegExp(code, i) {
    let inClass = false;
    for (i++; i < code.length && code[i] !== '\n'; i++) {
        if (code[i] === '\\') i++;
        else if (code[i] === '[') inClass = true;
        else if (code[i] === ']') inClass = false;
        else if (code[i] === '/' && !inClass) return i + 1;
    }
    return i;
}

/*
 * Whether brackets, a template or a comment are open at the end of code, or a string goes on behind a backslash. A bracket that
 * closes what is not open means that no more text can help.
 */
function isIncomplete(code) {
    const open = [];
    for (let i = 0; i < code.length;) {
        const character = code[i];
        const next = code[i + 1];
        if (character === '/' && next === '/') {
            const end = code.indexOf('\n', i);
            i = end === -1 ? code.length : end;
        } else if (character === '/' && next === '*') {
            const end = code.indexOf('*/', i + 2);
            if (end === -1) return true;
            i = end + 2;
        } else if (character === '/' && startsRegExp(code, i)) {
            i = skipRegExp(code, i);
        } else if (character === '"' || character === "'" || character === '`' || (character === '}' && open[open.length - 1] === '${')) {
            if (character === '}') open.pop();
            const mark = character === '}' ? '`' : character;
            const end = skipQuoted(code, i, mark);
            if (end === -1) return mark === '`' || /\\\n$/.test(code);
            if (end === -2) return false;
            i = end;
            if (mark === '`' && code[end] === '$' && code[end - 1] !== '`') {
                open.push('${');
                i += 2;
            }
        } else {
            if (character === '(' || character === '[' || character === '{') open.push(character);
            else if (closers[character] !== undefined && open.pop() !== closers[character]) return false;
            i++;
        }
    }
    return open.length > 0;
}

// The names of let, const and class at the start of lines: for completion.
function declaredNames(code) {
    const names = [];
    const pattern = /^(?:let|const|class)\s+([A-Za-z_$][\w$]*)/gm;
    for (let match = pattern.exec(code); match !== null; match = pattern.exec(code)) names.push(match[1]);
    return names;
}

/*
 * A program for code with await at the top level, whose value is a promise of {value}; undefined if there is no await. Declarations of
 * one name become assignments to a global.
 */
function awaitProgram(code) {
    if (!/\bawait\b/.test(code)) return undefined;
    const text = code.trim().replace(/;+$/, '');
    const declaration = /^(?:let|const|var)\s+([A-Za-z_$][\w$]*)\s*=([^]*)$/.exec(text);
    if (declaration !== null) {
        return `var ${declaration[1]}; (async () => { ${declaration[1]} = (${declaration[2]}\n); return { value: undefined }; })()`;
    }
    if (/^(?:for|while|if|try|do|switch|\{|let|const|var|function|class|throw)\b/.test(text) || /;/.test(text)) {
        return `(async () => { ${text}\n; return { value: undefined }; })()`;
    }
    return `(async () => ({ value: (${text}\n) }))()`;
}

module.exports = { isIncomplete, declaredNames, awaitProgram };
