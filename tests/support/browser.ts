import { spawnSync } from 'node:child_process';
import { existsSync, globSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from 'playwright-core';

/** Chromium without a window does the same for a third of the processor time, so these come first. */
const SHELL_NAMES = ['chromium-headless-shell', 'chrome-headless-shell'];
const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome', 'microsoft-edge'];

const PLACES = [
  '/usr/bin/chromium',
  '/usr/lib/chromium/chromium',
  '/snap/bin/chromium',
  '/opt/google/chrome/chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

const NONE_FOUND =
  'No browser: install Chromium or Chrome, or name one in CHROMIUM_PATH. Neither Playwright nor apt-get could install it.';

/** The path of a Chromium: what CHROMIUM_PATH names, else one that runs here, of the system or kept by Playwright. */
export function findBrowser(): string | undefined {
  const { CHROMIUM_PATH: named } = process.env;
  return named || (findShell() ?? findWholeBrowser());
}

const findShell = () => firstThatRuns([...inPath(SHELL_NAMES), ...shellOfPlaywright()]);

/** Of one that can do all that people's do, which `npm test` names in WHOLE_CHROMIUM_PATH. */
export function findWholeBrowser(): string | undefined {
  const { WHOLE_CHROMIUM_PATH: whole, CHROMIUM_PATH: named } = process.env;
  return whole || named || firstThatRuns([...inPath(NAMES), ...PLACES, chromium.executablePath()]);
}

/** The paths of both, installing them where there is none; says what it does, because that can take minutes. */
export function ensureBrowsers(): { browser: string; whole: string } {
  if (!findWholeBrowser()) install();
  else if (!findShell()) installShell();
  const [browser, whole] = [findBrowser(), findWholeBrowser()];
  if (!browser || !whole) throw new Error(NONE_FOUND);
  if (!runs(browser)) throw new Error('CHROMIUM_PATH names no browser that runs.');
  return { browser, whole };
}

function install() {
  console.log('No browser found: installing Chromium with Playwright …');
  spawnSync(process.execPath, ['node_modules/playwright-core/cli.js', 'install', 'chromium']);
  if (findWholeBrowser() || process.getuid?.() !== 0) return;

  console.log('That gave no browser that runs: installing Chromium with apt-get …');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  spawnSync('apt-get', ['update'], { env });
  spawnSync('apt-get', ['install', '--yes', '--no-install-recommends', 'chromium'], { env });
  installShell();
}

/** Not every distribution has it, and the stories run without it, only slower. */
function installShell() {
  if (process.env.CHROMIUM_PATH || process.getuid?.() !== 0) return;
  console.log('Installing chromium-headless-shell with apt-get, which halves the time of the browser stories …');
  const options = { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }, timeout: 180_000 };
  const get = () =>
    spawnSync('apt-get', ['install', '--yes', '--no-install-recommends', 'chromium-headless-shell'], options).status;
  if (get() !== 0 && spawnSync('apt-get', ['update'], options).status === 0) get();
}

function inPath(names: string[]): string[] {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return names.flatMap((name) => folders.map((folder) => join(folder, name)));
}

const firstThatRuns = (paths: string[]) => paths.find((path) => existsSync(path) && runs(path));

/** It names only the path of the whole one, which is kept beside it. */
const shellOfPlaywright = () =>
  globSync(
    chromium.executablePath().replace(/chromium-(\d+).*/u, 'chromium_headless_shell-$1/*/chrome-headless-shell'),
  );

/** A file can be there and still not run, for want of a system library or because it only points to a store. */
function runs(path: string): boolean {
  return spawnSync(path, ['--version'], { timeout: 120_000 }).status === 0;
}
