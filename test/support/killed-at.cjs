'use strict';
// Required before the program: its process dies at the n-th statement sent to a database, PACTA_KILLED_AT=n. With 0 it
// lives and tells at its end how many there were.
const Database = require('better-sqlite3');
const { Client } = require('pg');

const fatal = Number(process.env.PACTA_KILLED_AT);
let statements = 0;

function counted(owner, name) {
  const original = owner[name];
  owner[name] = function (...args) {
    statements += 1;
    if (statements === fatal) process.kill(process.pid, 'SIGKILL');
    return original.apply(this, args);
  };
}

counted(Database.prototype, 'prepare');
counted(Client.prototype, 'query');
process.on('exit', () => process.stderr.write(`${statements} statements\n`));
