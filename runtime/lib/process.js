// require('process') is the global of that name.
'use strict';

module.exports = process;
