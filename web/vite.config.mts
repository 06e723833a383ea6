import { defineConfig } from 'vite';

export default defineConfig({
  root: import.meta.dirname,
  base: '/',
  logLevel: 'warn',
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
            { name: 'shared', test: /\/(view|state|schedule)\//, minShareCount: 2 },
          ],
        },
      },
    },
  },
});
