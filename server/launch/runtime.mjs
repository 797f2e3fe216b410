import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { npm, step } from './child.mjs';
import { inClone, readIfThere } from './folder.mjs';
import { locked } from './lock.mjs';

/** The first version that runs TypeScript directly and loads the native modules. */
const OLDEST_MAJOR = 24;

/** The path of a new enough Node: the running one, or one downloaded into `.runtime/`. */
export async function ensureRuntime() {
  if (Number.parseInt(process.versions.node, 10) >= OLDEST_MAJOR) return process.execPath;

  // The package that the npm package `node` downloads in an install script; npm may be configured to run no scripts.
  const version = readIfThere(inClone('.nvmrc')).trim();
  const { platform, arch } = process;
  const os = platform === 'win32' ? 'win' : platform;
  const build = `node-${os === 'darwin' && arch === 'arm64' ? 'bin-' : ''}${os}-${arch}`;
  const folder = inClone('.runtime', `node-${version}`);
  const binary = (home) => `${home}/node_modules/${build}/bin/node${os === 'win' ? '.exe' : ''}`;
  if (existsSync(binary(folder))) return binary(folder);

  return locked(async () => {
    if (existsSync(binary(folder))) return binary(folder);
    const half = `${folder}.half`;
    rmSync(half, { recursive: true, force: true });
    mkdirSync(half, { recursive: true });
    const what = `Fetching Node ${version} into .runtime (this is Node ${process.versions.node}, ${OLDEST_MAJOR} or newer is needed)`;
    const options = ['--no-save', '--no-package-lock', '--ignore-scripts', '--no-audit', '--no-fund'];
    await step(what, ...npm('install', '--prefix', half, ...options, `${build}@${version}`));
    if (spawnSync(binary(half), ['--version']).status !== 0) {
      throw new Error(`The fetched Node does not run on this system: install Node ${OLDEST_MAJOR} or newer yourself.`);
    }
    renameSync(half, folder);
    return binary(folder);
  });
}
