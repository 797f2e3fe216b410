import { fileURLToPath } from 'node:url';
import { build, type Plugin, type Rollup } from 'vite';
import solid from 'vite-plugin-solid';
import { icons } from './vite.icons.ts';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

const inShell =
  /node_modules\/(?:solid-js\/(?:dist|web)|@solid-primitives)|client\/customer\/(?:reply-time|words)\.|client\/shared\/(?:(?:state|conversation|outbox|drafts|ui)\/)?(?:announce|box|composer|drafts|graphemes|keep|language|later|mount|request|tab-lock|time|words|zone)\.|client\/shared\/style\/|client\/widget\/(?:app|brand|core|current-conversation|header|host|hours|icon|main|panel|questions|site|speak|start|visit|visitor|words|write|widget)\.|preload-helper/u;
const inTalk =
  /node_modules\/(?:solid-js\/store|uuid|lucide-solid\/dist\/source)|client\/shared\/(?:(?:state|conversation|outbox|drafts|ui)\/)?(?!socket|timeline-around)[^/]+$|client\/customer\/(?!rating|ticket-link)|client\/widget\/(?!past|preview|proof|languages)/u;

/**
 * The frame of the widget. It has a build of its own: what the desk and the portal share is cut for them, and whoever opens
 * a chat on somebody's page must not load what only staff use.
 */
export async function buildFrame(plugins: Plugin[]) {
  const built = await build({
    configFile: false,
    root: here('client'),
    logLevel: 'warn',
    plugins: [solid(), icons, ...plugins],
    build: {
      write: false,
      target: 'es2022',
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      rolldownOptions: {
        // The frame's own cut has the code for texts where its lists need it.
        checks: { ineffectiveDynamicImport: false },
        input: here('client/widget/index.html'),
        output: {
          // What the first screen needs is one file, and what follows it another: cut by who imports what, both are larger.
          codeSplitting: {
            groups: [
              { name: 'shell', test: inShell, priority: 1 },
              { name: 'talk', test: inTalk },
            ],
          },
          entryFileNames: 'assets/widget-[hash].js',
          chunkFileNames: 'assets/widget-[name]-[hash].js',
          assetFileNames: 'assets/widget-[name]-[hash][extname]',
        },
      },
    },
  });
  return (Array.isArray(built) ? built : [built]).flatMap((one) => ('output' in one ? one.output : []));
}

export const frame = (plugins: Plugin[]): Plugin => ({
  name: 'widget-frame',
  async generateBundle() {
    for (const one of await buildFrame(plugins)) {
      if (one.type === 'chunk') for (const id of one.moduleIds) if (!id.startsWith('\0')) this.addWatchFile(id);
      this.emitFile({ type: 'asset', fileName: one.fileName, source: one.type === 'chunk' ? one.code : one.source });
    }
  },
});

export type BuiltFrame = (Rollup.OutputChunk | Rollup.OutputAsset)[];
