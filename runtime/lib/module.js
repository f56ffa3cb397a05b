// require('module'): the class Module, which is the loader itself.
'use strict';

module.exports = require('internal/module/loader').Module;
