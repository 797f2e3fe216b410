import { gzipSync } from 'node:zlib';
import { fileURLToPath } from 'node:url';
import { build, type Rollup } from 'vite';
import { beforeAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
let chunks: Rollup.OutputChunk[];
let assets: Rollup.OutputAsset[];

beforeAll(async () => {
  const built = await build({
    root: `${root}client`,
    configFile: `${root}vite.config.ts`,
    logLevel: 'silent',
    build: { write: false },
  });
  const output = (Array.isArray(built) ? built : [built]).flatMap((one) => ('output' in one ? one.output : []));
  chunks = output.filter((one) => one.type === 'chunk');
  assets = output.filter((one) => one.type === 'asset');
}, 60_000);

/** What a page loads before anything is clicked: its entry, and all that imports bring. */
function shellOf(name: string) {
  const names = new Set<string>();
  const visit = (file: string) => {
    if (names.has(file)) return;
    names.add(file);
    chunks.find((chunk) => chunk.fileName === file)?.imports.forEach(visit);
  };
  const entry = chunks.find((chunk) => chunk.isEntry && chunk.name === name);
  expect(entry, `the entry of ${name}`).toBeDefined();
  if (entry) visit(entry.fileName);
  const own = chunks.filter((chunk) => names.has(chunk.fileName));
  const styles = new Set(own.flatMap((chunk) => [...(chunk.viteMetadata?.importedCss ?? [])]));
  const css = assets.filter((asset) => styles.has(asset.fileName)).map((asset) => String(asset.source));
  return [...own.map((chunk) => chunk.code), ...css].reduce((bytes, text) => bytes + gzipSync(text).length, 0);
}

describe('what browsers load', () => {
  it('takes nothing from the server but contracts', () => {
    const modules = chunks.flatMap((chunk) => Object.keys(chunk.modules));
    const ours = modules.filter((id) => id.startsWith(`${root}server/`) || id.startsWith(`${root}db/`));
    expect(modules.length).toBeGreaterThan(50);
    expect(ours.filter((id) => !id.endsWith('/contract.ts'))).toEqual([]);
  });

  it.each([
    ['portal', 60],
    ['desk', 75],
  ])('weighs little: %s within %i kB of gzip', (name, limit) => {
    expect(Math.round(shellOf(name) / 1000)).toBeLessThanOrEqual(limit);
  });
});
