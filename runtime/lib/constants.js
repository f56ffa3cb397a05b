// require('constants'): those of os and fs together. Old; kept for old programs.
'use strict';

const { constants } = require('os');

module.exports = Object.assign({}, constants.dlopen, constants.errno, constants.priority, constants.signals,
    internalBinding('fs').constants);
