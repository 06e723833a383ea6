'use strict';
// Required before the program: a worker whose request has "?task=…" first does what no request should be able to.
const { Server } = require('node:http');

const TASKS = {
  /** Two gigabytes outside the heap. */
  buffers: () => Array.from({ length: 2_000 }, () => Buffer.alloc(1_000_000, 1)).length,
  /** Objects without end, in the heap. */
  heap: () => {
    for (const held = []; ; ) held.push({ number: held.length });
  },
  /** One text, longer and longer. */
  string: () => {
    let text = 'x'.repeat(1_000_000);
    // Reading a character makes one piece of what was joined.
    for (;;) text = `${text}${text}${text.charCodeAt(text.length - 1)}`;
  },
  endless: () => {
    for (;;);
  },
};

if (process.argv[2] === 'worker') {
  const { emit } = Server.prototype;
  Server.prototype.emit = function (name, ...args) {
    if (name === 'request') {
      TASKS[new URL(args[0].url, 'http://worker').searchParams.get('task')]?.();
    }
    return emit.call(this, name, ...args);
  };
}
