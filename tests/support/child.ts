import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { quickStart } from '../../server/launch/environment.mjs';
import { ADMIN } from './desk.ts';

const main = fileURLToPath(new URL('../../server/main.ts', import.meta.url));
/** Of this process, a process of ours gets this and no more. */
export const BARE_ENV = { PATH: process.env['PATH'] ?? '', ...quickStart() };

export interface Ended {
  code: number | null;
  signal: string | null;
}

export interface Child {
  url: string;
  pid: number;
  /** What it printed so far. */
  output(): string;
  kill(signal: 'SIGKILL' | 'SIGTERM'): Promise<Ended>;
  /** From here on it does nothing, until it is killed. */
  freeze(): void;
  /** Resolves when it is gone, by itself or not. */
  ended: Promise<Ended>;
}

/** The server as its own process, as `npm start` runs it, over a folder that outlives it. */
export async function startChild({
  dataDir,
  port,
  env = {},
  flags = [],
}: {
  dataDir: string;
  port: number;
  env?: Record<string, string>;
  /** For Node itself. */
  flags?: string[];
}): Promise<Child> {
  const child: ChildProcess = spawn(process.execPath, [...flags, main], {
    env: {
      ...BARE_ENV,
      DATA_DIR: dataDir,
      PORT: String(port),
      LOG_LEVEL: 'warn',
      ADMIN_EMAIL: ADMIN.email,
      ADMIN_PASSWORD: ADMIN.password,
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = once(child, 'exit').then(([code, signal]): Ended => ({ code, signal }) as Ended);
  let output = '';
  const started = new Promise<void>((resolve, reject) => {
    const read = (chunk: Buffer) => {
      output += chunk.toString();
      if (output.includes('Answerback runs on')) resolve();
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('exit', (code) => reject(new Error(`The server ended with ${code}:\n${output}`)));
  });
  await started;
  return {
    url: `http://localhost:${port}`,
    pid: child.pid ?? 0,
    output: () => output,
    ended,
    freeze: () => void child.kill('SIGSTOP'),
    kill(signal) {
      child.kill(signal);
      return ended;
    },
  };
}

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const { createServer } = await import('node:net');
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('There is no free port.');
  return address.port;
}
