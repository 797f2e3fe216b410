import { fileURLToPath } from 'node:url';
import { build, type Plugin, type Rollup } from 'vite';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** One classic script that takes nothing from the files of the apps, and leaves no name on the page that it is on. */
export async function buildLoader(): Promise<Rollup.OutputChunk> {
  const built = await build({
    configFile: false,
    root: here('client'),
    logLevel: 'warn',
    build: {
      write: false,
      target: 'es2022',
      rolldownOptions: { input: here('client/widget/loader.ts'), output: { format: 'iife' } },
    },
  });
  const [chunk] = (Array.isArray(built) ? built : [built]).flatMap((one) => ('output' in one ? one.output : []));
  if (chunk?.type !== 'chunk') throw new Error('The loader was not built.');
  return chunk;
}

/** Adds it to the build of the apps, as `/widget.js`. */
export const loader: Plugin = {
  name: 'loader',
  async generateBundle() {
    const { code, moduleIds } = await buildLoader();
    for (const id of moduleIds) this.addWatchFile(id.replace(/\?.*/u, ''));
    this.emitFile({ type: 'asset', fileName: 'widget.js', source: code });
  },
};
