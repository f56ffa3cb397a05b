// The test files, in the order in which they run.
'use strict';

module.exports = {
    cases: ['inspect_primitives', 'inspect_objects', 'inspect_collections', 'inspect_options', 'inspect_layout', 'inspect_bigint',
        'format', 'buffer', 'path', 'querystring', 'assert', 'util'],
    tests: ['test_start', 'test_programs', 'test_repl'],
};
