import { join } from 'node:path';
import { defineConfig } from 'vite';

const root = join(import.meta.dirname, '..');

/** Escapes characters beyond Latin-1: a single one makes V8 store the whole file with two bytes a character. */
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

/** The library that reads PDFs loads native code for drawing when it is there. Text needs none of it. */
const withoutDrawing = {
  name: 'without-drawing',
  transform(code, id) {
    if (!/pdfjs-dist/.test(id)) return null;
    return { code: code.replaceAll('require("@napi-rs/canvas")', 'undefined'), map: null };
  },
};

/**
 * Bundles the service and its commands with their libraries into a few files instead of two thousand, because finding and
 * compiling those took half of a start. Only white space is removed: names and code stay.
 */
export default defineConfig({
  root,
  configFile: false,
  publicDir: false,
  logLevel: 'error',
  plugins: [inAscii, withoutDrawing],
  ssr: {
    noExternal: true,
    // The first two load files from their own folders; the third is a megabyte of data that one command needs. The last must
    // run before any decorator of any file.
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
