import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { inClone } from './folder.mjs';

const LAST_LINES = 15;

const running = new Set();
let stopping;

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    stopping = 128 + constants.signals[signal];
    if (running.size === 0) process.exit(stopping);
    for (const child of running) child.kill(signal);
  });
}

/** Runs a program on this terminal, forwards signals to it, and returns its exit code. */
export async function follow(program, args) {
  const { code } = await run(program, args, 'inherit');
  return code;
}

/** Runs a program without its output, and prints its purpose and duration on one line. On failure throws the end of its output. */
export async function step(what, program, args) {
  const start = performance.now();
  process.stdout.write(`${what} … `);
  const { code, said } = await run(program, args, ['ignore', 'pipe', 'pipe']);
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  console.log(code === 0 ? `${seconds} s` : stopping ? 'stopped' : 'failed');
  if (stopping) process.exit(stopping);
  if (code !== 0) throw new Error(why(said));
}

/** The npm that started this process, which may not be on the PATH; otherwise the one on the PATH. */
export function npm(...args) {
  const script = process.env.npm_execpath;
  return script?.endsWith('npm-cli.js') ? [process.execPath, [script, ...args]] : ['npm', args];
}

function run(program, args, stdio) {
  return new Promise((resolve) => {
    const child = spawn(program, args, { cwd: inClone(), stdio });
    running.add(child);
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (said += chunk));
    child.on('error', (error) => {
      running.delete(child);
      resolve({
        code: 127,
        said: error.code === 'ENOENT' ? `${program} was not found: install it first.` : error.message,
      });
    });
    child.on('close', (code, signal) => {
      running.delete(child);
      resolve({ code: code ?? 128 + constants.signals[signal], said });
    });
  });
}

function why(said) {
  const unreachable = /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH/.exec(said);
  if (unreachable)
    return `The package registry cannot be reached (${unreachable[0]}): check the network, then start again.`;
  if (/ENOSPC/.test(said)) return 'The disk is full: make room, then start again.';
  if (/EACCES|EPERM|EROFS/.test(said)) return 'No permission to write: check who owns this folder and the npm cache.';
  // npm prints a page of usage after some errors, and warnings around all of them.
  const [error] = said.split(/^npm error Usage:/m, 1);
  const lines = error.split('\n').filter((line) => !/^(npm (warn|notice|error))?\s*$|^npm (warn|notice) /.test(line));
  return lines.slice(-LAST_LINES).join('\n');
}
