import { type JsMinifyOptions, minify } from '@swc/core';
import { defineConfig, type Plugin } from 'vite';

/** Languages bring no styles and need nothing fetched beside them: Vite's own loader would be dead weight. */
const plainImports: Plugin = {
  name: 'plain-imports',
  enforce: 'pre',
  load: (id) =>
    id.endsWith('vite/preload-helper.js') ? 'export const __vitePreload = (load) => load();' : null,
};

/** Takes off what is left over; its compressor looks several times. */
const compressed: Plugin = {
  name: 'compressed',
  renderChunk: { order: 'post', handler: async (code) => (await minify(code, SHORT)).code },
};
const SHORT: JsMinifyOptions = { module: true, compress: { passes: 3 }, mangle: true, ecma: 2022 };

export default defineConfig({
  root: import.meta.dirname,
  base: '/',
  logLevel: 'warn',
  plugins: [plainImports, compressed],
  // The engine's sentences are those of the language that the page speaks.
  resolve: {
    alias: [
      { find: /^\.\.\/explain\/en$/, replacement: `${import.meta.dirname}/words/sentences.ts` },
    ],
  },
  build: {
    outDir: '../dist/web',
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0,
    cssCodeSplit: false,
    modulePreload: false,
    reportCompressedSize: false,
    rolldownOptions: {
      output: {
        codeSplitting: {
          includeDependenciesRecursively: false,
          // What the first picture needs is packed together, for so it compresses best; languages, the drawer and the
          // other views are fetched when they are wanted.
          groups: [
            { name: 'libraries', test: /\/node_modules\//, priority: 1 },
            { name: 'page', tags: ['$initial'] },
          ],
        },
      },
    },
  },
});
