'use strict';
// Required before the program: Node.js reports an older version, PACTA_NODE=v18.20.4.
Object.defineProperty(process, 'version', { value: process.env.PACTA_NODE });
