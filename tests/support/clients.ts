import { gzipSync } from 'node:zlib';
import { build, type Rollup } from 'vite';
import { layerOrder } from '../../vite.config.ts';
import { buildFrame } from '../../vite.frame.ts';
import { root } from './root.ts';

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

/** The frame of the widget, which has a build of its own. */
export async function buildFrameAlone(): Promise<Built> {
  process.env['NODE_ENV'] = 'production';
  const output = await buildFrame([layerOrder]);
  return {
    chunks: output.filter((one) => one.type === 'chunk'),
    assets: output.filter((one) => one.type === 'asset'),
  };
}

/** What a page loads before anything is clicked, in bytes of gzip: its entry, and all that imports bring. */
export function shellOf(built: Built, name: string): number {
  const { own, styles } = firstOf(built, name);
  return [...own.map((chunk) => chunk.code), ...styles].reduce((bytes, text) => bytes + gzipSync(text).length, 0);
}

export function firstOf({ chunks, assets }: Built, name: string) {
  const names = new Set<string>();
  const visit = (file: string) => {
    if (names.has(file)) return;
    names.add(file);
    chunks.find((chunk) => chunk.fileName === file)?.imports.forEach(visit);
  };
  const entry = chunks.find((chunk) => chunk.isEntry && chunk.name === name) ?? named(assets, chunks);
  if (!entry) throw new Error(`There is no entry ${name}.`);
  visit(entry.fileName);
  const own = chunks.filter((chunk) => names.has(chunk.fileName));
  const sheets = new Set(own.flatMap((chunk) => [...(chunk.viteMetadata?.importedCss ?? [])]));
  const styles = assets.filter((asset) => sheets.has(asset.fileName)).map((asset) => String(asset.source));
  return { own, styles };
}

/** Where the entry was put into a file with others, its page names that. */
function named(assets: Built['assets'], chunks: Built['chunks']) {
  const pages = assets.filter(({ fileName }) => fileName.endsWith('.html')).map(({ source }) => String(source));
  const scripts = pages.flatMap((html) => /<script type="module"[^>]* src="\/([^"]+)"/u.exec(html)?.[1] ?? []);
  return pages.length === 1 ? chunks.find(({ fileName }) => scripts.includes(fileName)) : undefined;
}
