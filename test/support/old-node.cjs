'use strict';
// Required before the program: Node.js says that it is an older one, PACTA_NODE=v18.20.4.
Object.defineProperty(process, 'version', { value: process.env.PACTA_NODE });
