'use strict';
// One seed for every property of a long run, so that all of it can be replayed.
require('fast-check').configureGlobal({ seed: Number(process.env.PACTA_SEED) });
