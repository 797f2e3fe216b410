import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { buildLoader } from '../vite.loader.ts';
import { buildClients, buildFrameAlone, type Built, firstOf, shellOf } from './support/clients.ts';
import { root } from './support/root.ts';

let built: Built;
beforeAll(async () => {
  built = await buildClients();
});

describe('what browsers load', () => {
  it('contains no server values except those of contracts', () => {
    const modules = built.chunks.flatMap((chunk) => Object.keys(chunk.modules));
    const ours = modules.filter((id) => id.startsWith(`${root}server/`) || id.startsWith(`${root}db/`));
    expect(modules.length).toBeGreaterThan(50);
    expect(ours.filter((id) => !id.endsWith('/contract.ts'))).toEqual([]);
  });

  it('declares its CSS layers in one order, whichever file comes first', () => {
    const styles = built.assets.filter(({ fileName }) => fileName.endsWith('.css')).map(({ source }) => String(source));
    expect(styles.length).toBeGreaterThan(3);
    for (const style of styles) expect(style).toMatch(/^@layer tokens, ?reset, ?base, ?parts, ?page;/u);
  });

  it.each([
    ['portal', 35_000],
    ['desk', 60_000],
  ])('weighs little: %s within %i bytes of gzip', (name, limit) => {
    expect(shellOf(built, name)).toBeLessThanOrEqual(limit);
  });

  it('puts one script of at most 2,000 bytes on other people’s pages, with nothing in it but the loader', async () => {
    const { code, moduleIds, imports, dynamicImports } = await buildLoader();
    const names = moduleIds.map((id) => id.replace(`${root}client/widget/`, '')).toSorted();
    expect(names).toEqual(['launcher.css?inline', 'launcher.ts', 'loader.ts', 'safely.ts']);
    expect([...imports, ...dynamicImports]).toEqual([]);
    expect(code).toMatch(/^\(function\(\)\{.*\}\)\(\);\n?$/su);
    expect(gzipSync(code).length).toBeLessThanOrEqual(2000);
    expect(built.assets.find(({ fileName }) => fileName === 'widget.js')?.source).toBe(code);
  });
});

describe('the frame of the widget', () => {
  let frame: Built;
  beforeAll(async () => {
    frame = await buildFrameAlone();
  });
  const ours = (chunks: Built['chunks']) =>
    chunks
      .flatMap((chunk) => Object.entries(chunk.modules))
      .filter(([id, { renderedLength }]) => id.startsWith(root) && renderedLength > 0)
      .map(([id]) => id.slice(root.length));

  it('contains no code of the desk, the portal or the server', () => {
    const modules = ours(frame.chunks);
    expect(modules).toContain('client/widget/talk.tsx');
    expect(modules.filter((id) => /^(?:client\/(?:desk|portal)|server|db)\//u.test(id))).toEqual([]);
  });

  it('starts with the message box; conversation, socket, files and languages load later', () => {
    const first = ours(firstOf(frame, 'shell').own).join('\n');
    expect(first).toContain('client/shared/conversation/composer.tsx');
    expect(first).not.toMatch(/socket|live|timeline|attachments\/|rating|past|languages|lucide|solid-js\/store/u);
  });

  it('weighs little: within 30,000 bytes of gzip to the first screen', () => {
    expect(shellOf(frame, 'shell')).toBeLessThanOrEqual(30_000);
  });

  it('declares its CSS layers in their order', () => {
    const styles = frame.assets.filter(({ fileName }) => fileName.endsWith('.css')).map(({ source }) => String(source));
    for (const style of styles) expect(style).toMatch(/^@layer tokens, ?reset, ?base, ?parts, ?page;/u);
  });
});
