import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vite';
import solid from 'vite-plugin-solid';
import { frame } from './vite.frame.ts';
import { icons } from './vite.icons.ts';
import { loader } from './vite.loader.ts';

const page = (name: string) => fileURLToPath(new URL(`client/${name}/index.html`, import.meta.url));

/** What both shells need to paint; the rest of client/shared is for a conversation or a form. */
const inShells =
  /client\/shared\/(?:(?:state|conversation|outbox|drafts|ui)\/)?(?:anchor|announce|api|attention|chime|face|graphemes|icon|item|keep|later|language|live|mount|names|outbox|plain-later|presence|session|store|tab-lock|theme|time|timeline|words|zone)\.|node_modules\/(?:solid-js|uuid|@solid-primitives|lucide-solid\/dist\/source\/Icon)/u;

/**
 * The order of the layers is what the first sheet says that a browser reads, and which one that is depends on how the
 * build was cut: so each of them says it.
 */
export const layerOrder: Plugin = {
  name: 'layer-order',
  enforce: 'post',
  generateBundle(_options, bundle) {
    for (const asset of Object.values(bundle)) {
      if (asset.type === 'asset' && asset.fileName.endsWith('.css'))
        asset.source = `@layer tokens, reset, base, parts, page;${String(asset.source)}`;
    }
  },
};

export default defineConfig({
  root: 'client',
  plugins: [solid(), icons, layerOrder, frame([layerOrder]), loader],
  build: {
    outDir: '../dist/client',
    emptyOutDir: true,
    target: 'es2022',
    // The content policy allows no data: address, so nothing is inlined.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      // A statement that only reads a property is dropped: to follow a signal, call it.
      treeshake: { propertyReadSideEffects: false },
      input: { portal: page('portal'), desk: page('desk') },
      // What the shells share is one file: cut by who needs which part of it, it is larger. But the portal paints its list
      // without a conversation and without a form.
      output: {
        codeSplitting: {
          groups: [
            { name: 'shared', test: inShells, minShareCount: 2, priority: 1 },
            // The desk shows its first rows without it.
            { name: 'text', test: /client\/shared\/conversation\/(?:marks|text)\./u, minShareCount: 2, priority: 1 },
            {
              name: 'talk',
              test: /client\/shared\/(?:(?:state|conversation|outbox|drafts|ui)\/)?(?!account-fields|fields)[^/]+$|lucide-solid/u,
              minShareCount: 2,
            },
            {
              name: 'desk-shell',
              test: /@solidjs\/router|client\/desk\/(?:preferences|words|keys\/(?:keymap|notation)|queue\/(?:orders|views))/u,
              minShareCount: 2,
            },
          ],
        },
      },
    },
  },
});
