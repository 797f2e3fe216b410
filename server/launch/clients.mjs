import { readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { step } from './child.mjs';
import { hashFiles, inClone, readIfThere } from './folder.mjs';
import { locked } from './lock.mjs';

const built = inClone('dist', 'client');

/** Builds the clients, unless the existing build is from the same sources. */
export async function ensureClients(node) {
  const wanted = hashFiles(sources());
  const fresh = () => readIfThere(`${built}/.sources`) === wanted;
  if (fresh()) return;

  await locked(async () => {
    if (fresh()) return;
    const half = `${built}.half`;
    const vite = ['node_modules/vite/bin/vite.js', 'build', '--outDir', half, '--logLevel', 'warn'];
    await step('Building the clients', node, vite);
    writeFileSync(`${half}/.sources`, wanted);
    rmSync(built, { recursive: true, force: true });
    renameSync(half, built);
  });
}

function sources() {
  const contracts = filesUnder('server').filter((path) => path.endsWith('contract.ts'));
  return [
    'package-lock.json',
    'tsconfig.json',
    ...readdirSync(inClone('.')).filter((name) => name.startsWith('vite.')),
    ...filesUnder('client'),
    ...contracts,
  ];
}

function filesUnder(folder) {
  const entries = readdirSync(inClone(folder), { withFileTypes: true });
  return entries
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = `${folder}/${entry.name}`;
      return entry.isDirectory() ? filesUnder(path) : [path];
    });
}
