'use strict';
// One seed for every property of a run, so that all of it can be replayed; each zone and database tries
// cases of its own.
const { zone = '', database = '' } = globalThis.PACTA_TEST;
const place = [...zone, ...database].reduce((sum, letter) => sum + letter.charCodeAt(0), 0);
require('fast-check').configureGlobal({ seed: Number(process.env.PACTA_SEED) + place });
