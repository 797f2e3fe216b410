import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, onTestFinished } from 'vitest';
import { root } from './root.ts';
import { WAIT_MS } from './within.ts';

const ENTITIES: Record<string, string> = { lt: '<', gt: '>', quot: '"', amp: '&', '#39': "'" };

export const isInstalled = (command: string) => spawnSync(command, ['--version']).status === 0;

/** The text of the element with this id, as somebody copies it from /api/docs. */
export async function copiedFrom(url: string, id: string): Promise<string> {
  const page = await (await fetch(`${url}/api/docs`)).text();
  const found = new RegExp(`<pre id="${id}"[^>]*><code>([^]*?)</code></pre>`, 'u').exec(page)?.[1];
  if (!found) throw new Error(`/api/docs has no ${id}.`);
  return found.replaceAll(/&(lt|gt|quot|amp|#39);/gu, (_, name: string) => ENTITIES[name] ?? '');
}

/** A program that runs until its test ends. */
export interface Running {
  /** The lines that it printed so far. */
  lines(): string[];
  /** Waits until it printed this line, `times` in all. Fails when the program ends. */
  prints(line: string, times?: number): Promise<void>;
}

/** A folder of a program of its own, with the packages that it would install. */
export async function programFolder(files: Record<string, string>) {
  const folder = await mkdtemp(join(tmpdir(), 'answerback-program-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
  const started = (command: string, args: string[], env: Record<string, string>) =>
    spawn(command, args, { cwd: folder, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });

  return {
    /** What the command says. It fails with what the command failed with. */
    async run(command: string, args: string[], env: Record<string, string> = {}): Promise<string> {
      const child = started(command, args, env);
      const [said, complained, [code]] = await Promise.all([
        text(child.stdout),
        text(child.stderr),
        once(child, 'exit') as Promise<[number | null]>,
      ]);
      if (code !== 0) throw new Error(`${command} ended with ${code}:\n${said}\n${complained}`);
      return said;
    },

    start(command: string, args: string[], env: Record<string, string> = {}): Running {
      const child = started(command, args, env);
      onTestFinished(() => void child.kill('SIGKILL'));
      let [said, complained, ended] = ['', '', false];
      child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
      child.stderr.on('data', (chunk: Buffer) => (complained += chunk.toString()));
      child.once('exit', () => (ended = true));
      const lines = () => said.split('\n').slice(0, -1);
      return {
        lines,
        async prints(line, times = 1) {
          await expect
            .poll(() => ended || lines().filter((one) => one === line).length >= times, { timeout: WAIT_MS })
            .toBe(true)
            .catch((error: unknown) => {
              throw new Error(`It never printed “${line}”:\n${said}\n${complained}`, { cause: error });
            });
          if (ended) throw new Error(`The program ended:\n${said}\n${complained}`);
        },
      };
    },
  };
}
