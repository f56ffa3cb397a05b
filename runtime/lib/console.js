// require('console'): the global console, which also has the class Console.
'use strict';

module.exports = require('internal/console_global');
