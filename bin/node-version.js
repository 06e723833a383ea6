'use strict';
// Runs first, also in versions of Node.js that cannot parse the rest, so it uses old syntax only.
var needed = require('../package.json').engines.node.replace('>=', '').split('.').map(Number);

/** Ends the process with an explanation if this Node.js is too old. */
module.exports = function checkNode() {
  var found = process.version.replace('v', '').split('.').map(Number);
  if (found[0] > needed[0] || (found[0] === needed[0] && found[1] >= needed[1])) return;
  process.stderr.write(
    'Pacta needs Node.js ' +
      needed.join('.') +
      ' or newer; this is ' +
      process.version +
      ' (' +
      process.execPath +
      ').\n' +
      'Install a newer one from https://nodejs.org, or choose one that is installed, such as with "nvm use 20". ' +
      'Then run npm ci again.\n',
  );
  process.exit(1);
};
