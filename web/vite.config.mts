import { defineConfig } from 'vite';

export default defineConfig({
  root: import.meta.dirname,
  base: '/',
  logLevel: 'warn',
  plugins: [
    {
      // Vite's own loader also fetches the styles and scripts that a script needs, which here are all on the page: 0.9 kB.
      name: 'plain-dynamic-import',
      enforce: 'pre',
      load: (id) =>
        id.includes('vite/preload-helper')
          ? 'export const __vitePreload = (load) => load();'
          : null,
    },
  ],
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
          // What the timeline needs is packed together, because one file compresses best; languages, the drawer and the
          // other views are fetched when they are wanted.
          groups: [
            { name: 'libraries', test: /\/node_modules\/(?!yaml\/)/, priority: 1 },
            // Only who writes an agreement needs the library that edits YAML.
            { name: 'yaml', test: /\/node_modules\/yaml\//, priority: 2 },
            { name: 'new-agreement', test: /\/new-agreement\//, priority: 1 },
            { name: 'page', tags: ['$initial'] },
            // Small pieces of the views' edges compress better together.
            {
              name: 'forms',
              test: /\/(month-grid|dialogs|assumed|as-of-banner|roll-ups|ledger)\./,
            },
            {
              name: 'shared',
              test: /\/(view|state|schedule|explain)\/|engine-formats/,
              minShareCount: 2,
            },
          ],
        },
      },
    },
  },
});
