import { gzipSync } from 'node:zlib';
import { fileURLToPath } from 'node:url';
import { build, type Rollup } from 'vite';

export const root = fileURLToPath(new URL('../..', import.meta.url));

export interface Built {
  chunks: Rollup.OutputChunk[];
  assets: Rollup.OutputAsset[];
}

/** The browsers' apps, as `npm start` builds them, in memory. */
export async function buildClients(): Promise<Built> {
  // The tests' own value would bring the libraries' development code.
  process.env['NODE_ENV'] = 'production';
  const built = await build({
    root: `${root}client`,
    configFile: `${root}vite.config.ts`,
    logLevel: 'silent',
    build: { write: false },
  });
  const output = (Array.isArray(built) ? built : [built]).flatMap((one) => ('output' in one ? one.output : []));
  return {
    chunks: output.filter((one) => one.type === 'chunk'),
    assets: output.filter((one) => one.type === 'asset'),
  };
}

/** What a page loads before anything is clicked, in bytes of gzip: its entry, and all that imports bring. */
export function shellOf({ chunks, assets }: Built, name: string): number {
  const names = new Set<string>();
  const visit = (file: string) => {
    if (names.has(file)) return;
    names.add(file);
    chunks.find((chunk) => chunk.fileName === file)?.imports.forEach(visit);
  };
  const entry = chunks.find((chunk) => chunk.isEntry && chunk.name === name);
  if (!entry) throw new Error(`There is no entry ${name}.`);
  visit(entry.fileName);
  const own = chunks.filter((chunk) => names.has(chunk.fileName));
  const styles = new Set(own.flatMap((chunk) => [...(chunk.viteMetadata?.importedCss ?? [])]));
  const css = assets.filter((asset) => styles.has(asset.fileName)).map((asset) => String(asset.source));
  return [...own.map((chunk) => chunk.code), ...css].reduce((bytes, text) => bytes + gzipSync(text).length, 0);
}
