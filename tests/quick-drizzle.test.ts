import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { quickStart } from '../server/launch/environment.mjs';

const here = new URL('.', import.meta.url);

/** Prints the address of each entry of drizzle-orm that the server imports, and what the whole of them exports. */
const PROGRAM = `
  const names = ['drizzle-orm', 'drizzle-orm/sqlite-core', 'drizzle-orm/better-sqlite3', 'drizzle-orm/better-sqlite3/migrator'];
  const loaded = [];
  for (const name of names) loaded.push([import.meta.resolve(name), Object.keys(await import(name))]);
  const again = await import(import.meta.resolve('drizzle-orm'));
  loaded.push(again === (await import('drizzle-orm')));
  const { createRequire } = await import('node:module');
  loaded.push(createRequire(process.cwd() + '/').resolve('drizzle-orm'));
  console.log(JSON.stringify(loaded));`;

function loaded(env: Record<string, string>): unknown {
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', PROGRAM], {
    cwd: here,
    env: { PATH: process.env['PATH'] ?? '', ...env },
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  return JSON.parse(stdout);
}

it('drizzle-orm resolves to the same files and exports with the quick start as without it', () => {
  const { NODE_OPTIONS } = quickStart();
  const plain = loaded({});
  expect(plain).toContain(true);
  expect(loaded({ NODE_OPTIONS })).toEqual(plain);
});

it('a quick start keeps the options that are there, and adds its own once', () => {
  const once = quickStart({ NODE_OPTIONS: '--no-warnings' });
  expect(once.NODE_OPTIONS).toMatch(/^--no-warnings --import=file:\S+$/u);
  expect(quickStart(once)).toEqual(once);
});
