/**
 * `npm start`, `npm test` and the rest: brings a fresh clone to where the command can run, then runs it.
 * Plain JavaScript, because the Node that starts it may be too old for everything else here.
 */
import { delimiter, dirname } from 'node:path';
import { ensureClients } from './launch/clients.mjs';
import { ensureDependencies } from './launch/dependencies.mjs';
import { follow } from './launch/child.mjs';
import { quickStart } from './launch/environment.mjs';
import { MEMORY } from './launch/memory.mjs';
import { ensureRuntime } from './launch/runtime.mjs';

const VITE = 'node_modules/vite/bin/vite.js';

// The server reads the built clients when it starts, so a new build restarts it as well.
const RELOADING_SERVER = [
  ...['server', 'db', 'dist/client'].map((folder) => `--watch-path=${folder}`),
  'server/main.ts',
];

const commands = {
  start: { clients: true, run: [[...MEMORY, 'server/main.ts']] },
  demo: { clients: true, run: [[...MEMORY, 'server/demo/main.ts']] },
  dev: { clients: true, run: [[VITE, 'build', '--watch'], RELOADING_SERVER] },
  build: { clients: true, run: [] },
  test: { clients: false, run: [['tests/run.ts']] },
  check: { clients: false, run: [['tests/run.ts', '--check']] },
  answerback: { clients: false, run: [['server/cli.ts']] },
  bench: { clients: true, run: [['tests/load/bench.ts']] },
  faults: { clients: false, run: [['tests/faults/faults.ts']] },
  format: { clients: false, run: [['node_modules/oxfmt/bin/oxfmt']] },
};

const [name, ...rest] = process.argv.slice(2);
const command = Object.hasOwn(commands, name ?? '') ? commands[name] : undefined;

try {
  if (!command) throw new Error(`Usage: node server/launch.mjs ${Object.keys(commands).join(' | ')}`);
  const node = await ensureRuntime();
  await ensureDependencies();
  if (command.clients) await ensureClients(node);
  // Programs that the command starts as plain `node` use the same Node.
  process.env.PATH = [dirname(node), process.env.PATH].join(delimiter);
  Object.assign(process.env, quickStart(process.env));
  const codes = await Promise.all(command.run.map((args) => follow(node, [...args, ...rest])));
  process.exitCode = Math.max(0, ...codes);
} catch (error) {
  console.error(explain(error));
  // A test run always ends with this line, however early it fails.
  if (name === 'test') console.log('0 passed, 1 failed');
  process.exitCode = 1;
}

function explain(error) {
  if (['EACCES', 'EPERM', 'EROFS'].includes(error.code))
    return `May not write ${error.path}: check who owns this folder.`;
  if (error.code === 'ENOSPC') return 'The disk is full.';
  return error.message;
}
