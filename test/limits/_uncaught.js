// The frame of a program that does not catch its error: tools/limits_test.py puts the hoard in.
'use strict';
let hold = [];

/* HOARD */

hoard();
