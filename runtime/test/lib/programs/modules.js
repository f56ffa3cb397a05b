#!/usr/bin/env node
// The CommonJS loader.
'use strict';
const path = require('path');
const here = (text) => String(text).split(__dirname).join('HERE');
const attempt = (request) => {
    try { console.log(request, '->', JSON.stringify(require(request))); } catch (error) {
        console.log(String(request), error.name, error.code, here(error.message), error.requireStack && error.requireStack.map(here));
    }
};
attempt('./packages/folder');
attempt('./packages/folder/index');
attempt('./packages/folder/index.js');
attempt('./packages/folder/');
attempt('./packages/data.json');
attempt('./packages/data');
attempt('./packages/bad.json');
attempt('./packages/none');
attempt('none-such');
attempt('');
attempt(5);
attempt('node:none');
attempt('./packages/uses');
attempt('./packages/throws');
attempt('./packages/throws');
const a = require('./packages/cycle_a');
console.log(a, require('./packages/cycle_b') === a.b);
console.log(require('./packages/folder') === require('./packages/folder/index.js'));
console.log(require('fs') === require('node:fs'), require.resolve('fs'), here(require.resolve('./packages/folder')));
console.log(module.id, here(module.filename), module.loaded, module.children.map((m) => here(m.id)), module.parent);
console.log(require.main === module, require.cache[__filename] === module, here(module.paths[0]), Object.keys(require));
console.log(this === module.exports, arguments.length, typeof require.extensions['.js'], here(__filename), path.basename(__dirname));
console.log(require('module').builtinModules.includes('fs'), require('module').isBuiltin('node:fs'), require('module') === module.constructor);
delete require.cache[require.resolve('./packages/counter')];
require('./packages/counter');
require('./packages/counter');
delete require.cache[require.resolve('./packages/counter')];
require('./packages/counter');
const { createRequire } = require('module');
console.log(createRequire(path.join(__dirname, 'packages', 'x.js'))('./folder'));
const Module = require('module');
const m = new Module('made up');
m._compile('module.exports = [__filename, typeof require, module.id]', '/made/up.js');
console.log(m.exports, Module.wrap('x'));
console.log(here(require.resolve('./folder', { paths: [path.join(__dirname, 'packages')] })), require.resolve.paths('fs'));
