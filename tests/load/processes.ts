import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { quickStart } from '../../server/launch/environment.mjs';
import { MEMORY } from '../../server/launch/memory.mjs';

export interface Usage {
  cpuMicros: number;
  rssBytes: number;
  /** How late a timer of 5 ms was, each time, since the last reset. */
  stallsMs: number[];
}

/** A server under measurement, in a process of its own. */
export interface Measured {
  url: string;
  pid: number;
  /** `collect` runs the garbage collector first; `reset` forgets the stalls so far. */
  usage(ask?: { collect?: boolean; reset?: boolean }): Promise<Usage>;
  /** SIGTERM, and SIGKILL where that takes longer than 10 s. */
  stop(): Promise<void>;
  kill(): Promise<void>;
}

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const probe = here('probe.ts');

interface Start {
  dataDir: string;
  port: number;
  env?: Record<string, string>;
}

/** The product, as `npm start` runs it, over a folder that was filled before. `BENCH_NODE` holds more flags for Node, such as `--cpu-prof`. */
export const startProduct = ({ dataDir, port, env }: Start) =>
  startProcess(here('../../server/main.ts'), {
    port,
    flags: [...MEMORY, ...(process.env['BENCH_NODE']?.split(' ') ?? [])],
    ready: 'Answerback runs on',
    env: { DATA_DIR: dataDir, LOG_LEVEL: 'warn', ...env },
  });

export const startBaseline = (name: string, { dataDir, port }: Start) =>
  startProcess(here(`baselines/${name}.ts`), { port, ready: 'ready', env: { DATA_DIR: dataDir } });

async function startProcess(
  file: string,
  {
    port,
    ready,
    env,
    flags = ['--expose-gc'],
  }: { port: number; ready: string; env: Record<string, string>; flags?: string[] },
): Promise<Measured> {
  const child = fork(file, {
    execArgv: ['--import', probe, ...flags],
    env: { PATH: process.env['PATH'], ...quickStart(), PORT: String(port), ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  await said(child, ready);
  let asked = 0;
  return {
    url: `http://127.0.0.1:${port}`,
    pid: child.pid ?? 0,
    async usage(ask = {}) {
      const id = (asked += 1);
      child.send({ id, ...ask });
      for (;;) {
        const [answer] = (await once(child, 'message')) as [{ id: number; usage: Usage }];
        if (answer.id === id) return answer.usage;
      }
    },
    stop: () => end(child, 'SIGTERM'),
    kill: () => end(child, 'SIGKILL'),
  };
}

/** Resolves when it says so. One that ends by itself later says why. */
async function said(child: ChildProcess, ready: string) {
  let output = '';
  child.once('exit', (code) => code && process.stderr.write(`A measured server ended with ${code}:\n${output}\n`));
  await new Promise<void>((resolve, reject) => {
    const read = (chunk: Buffer) => {
      output += chunk.toString();
      if (output.includes(ready)) resolve();
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('exit', (code) => reject(new Error(`It ended with ${code}:\n${output}`)));
  });
}

async function end(child: ChildProcess, signal: NodeJS.Signals) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill(signal);
  const limit = setTimeout(() => child.kill('SIGKILL'), 10_000);
  await ended;
  clearTimeout(limit);
}
