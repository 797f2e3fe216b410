import { execFile } from 'node:child_process';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { onTestFinished } from 'vitest';
import { root } from './root.ts';

const run = promisify(execFile);
const ENTITIES: Record<string, string> = { lt: '<', gt: '>', quot: '"', amp: '&', '#39': "'" };

/** The text of the element with this id, as somebody copies it from /api/docs. */
export async function copiedFrom(url: string, id: string): Promise<string> {
  const page = await (await fetch(`${url}/api/docs`)).text();
  const found = new RegExp(`<pre id="${id}"[^>]*><code>([^]*?)</code></pre>`, 'u').exec(page)?.[1];
  if (!found) throw new Error(`/api/docs has no ${id}.`);
  return found.replaceAll(/&(lt|gt|quot|amp|#39);/gu, (_, name: string) => ENTITIES[name] ?? '');
}

export type Files = Record<string, string>;

/** A folder of a program of its own, with the packages that it would install. Answers what a command in it says. */
export async function programFolder(files: Files) {
  const folder = await mkdtemp(join(tmpdir(), 'answerback-program-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  return async (command: string, args: string[], env: Record<string, string> = {}) => {
    const done = await run(command, args, { cwd: folder, env: { ...process.env, ...env } }).catch((error: unknown) => {
      const { stdout, stderr } = error as { stdout?: string; stderr?: string };
      throw new Error(`${command} failed:\n${stdout}\n${stderr}`, { cause: error });
    });
    return done.stdout;
  };
}
