import { join } from 'node:path';
import { defineConfig } from 'vite';

const root = join(import.meta.dirname, '..');

/** One character beyond Latin-1 makes V8 keep a whole file in two bytes a character. */
const inAscii = {
  name: 'in-ascii',
  generateBundle(_, bundle) {
    for (const chunk of Object.values(bundle)) {
      chunk.code = chunk.code?.replace(
        /[^\0-\x7f]/g,
        (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
      );
    }
  },
};

/**
 * The service and its commands with what they use of their libraries, in a few files instead of two thousand: half of
 * a start was spent finding and compiling them. Names stay, and no code is rewritten: only white space goes.
 */
export default defineConfig({
  root,
  configFile: false,
  publicDir: false,
  logLevel: 'error',
  plugins: [inAscii],
  ssr: {
    noExternal: true,
    // The first two look for files beside themselves; the third is a megabyte of data that one command needs. The last must
    // run before any decorator, in whichever file that is.
    external: ['better-sqlite3', 'swagger-ui-dist', 'date-holidays', 'reflect-metadata'],
  },
  build: {
    ssr: join(root, 'src', 'cli', 'pacta.ts'),
    outDir: 'dist/service',
    emptyOutDir: true,
    target: 'node20',
    minify: false,
    rolldownOptions: {
      output: {
        format: 'cjs',
        banner: ({ isEntry }) => (isEntry ? 'require("reflect-metadata");' : ''),
        entryFileNames: 'cli.cjs',
        chunkFileNames: '[name]-[hash].cjs',
        keepNames: true,
        minify: { compress: false, mangle: false, codegen: true },
      },
    },
  },
});
