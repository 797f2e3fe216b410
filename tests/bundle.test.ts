import { beforeAll, describe, expect, it } from 'vitest';
import { buildClients, type Built, root, shellOf } from './support/clients.ts';

let built: Built;
beforeAll(async () => {
  built = await buildClients();
}, 60_000);

describe('what browsers load', () => {
  it('takes nothing from the server but contracts', () => {
    const modules = built.chunks.flatMap((chunk) => Object.keys(chunk.modules));
    const ours = modules.filter((id) => id.startsWith(`${root}server/`) || id.startsWith(`${root}db/`));
    expect(modules.length).toBeGreaterThan(50);
    expect(ours.filter((id) => !id.endsWith('/contract.ts'))).toEqual([]);
  });

  it('has the layers of its styles in one order, whichever file comes first', () => {
    const styles = built.assets.filter(({ fileName }) => fileName.endsWith('.css')).map(({ source }) => String(source));
    expect(styles.length).toBeGreaterThan(3);
    for (const style of styles) expect(style).toMatch(/^@layer tokens, ?reset, ?base, ?parts, ?page;/u);
  });

  it.each([
    ['portal', 35],
    ['desk', 60],
  ])('weighs little: %s within %i kB of gzip', (name, limit) => {
    expect(Math.round(shellOf(built, name) / 1000)).toBeLessThanOrEqual(limit);
  });
});
