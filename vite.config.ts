import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import solid from 'vite-plugin-solid';

const page = (name: string) => fileURLToPath(new URL(`client/${name}/index.html`, import.meta.url));

export default defineConfig({
  root: 'client',
  plugins: [solid()],
  build: {
    outDir: '../dist/client',
    emptyOutDir: true,
    target: 'es2022',
    // The content policy allows no data: address, so nothing is inlined.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: { portal: page('portal'), desk: page('desk') },
      // What the shells share is one file: cut by who needs which part of it, it is larger.
      output: {
        codeSplitting: {
          groups: [
            {
              name: 'shared',
              test: /client\/shared\/(?!socket)|node_modules\/(?!(?:socket|engine)\.io)/u,
              minShareCount: 2,
            },
          ],
        },
      },
    },
  },
});
