import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from 'playwright-core';

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

/** The path of a Chromium that runs here: what CHROMIUM_PATH names, else the system's, else one that Playwright keeps. */
export function findBrowser(): string | undefined {
  const named = process.env.CHROMIUM_PATH;
  if (named) {
    if (!runs(named)) throw new Error('CHROMIUM_PATH names no browser that runs.');
    return named;
  }
  const folders = (process.env.PATH ?? '').split(delimiter);
  const candidates = NAMES.flatMap((name) => folders.map((folder) => join(folder, name)));
  return [...candidates, ...PLACES, chromium.executablePath()].find((path) => existsSync(path) && runs(path));
}

/** The same, installing one where there is none; says what it does, because that can take minutes. */
export function ensureBrowser(): string {
  const found = findBrowser();
  if (found) return found;

  console.log('No browser found: installing Chromium with Playwright …');
  spawnSync(process.execPath, ['node_modules/playwright-core/cli.js', 'install', '--no-shell', 'chromium']);
  const fromPlaywright = findBrowser();
  if (fromPlaywright) return fromPlaywright;

  if (process.getuid?.() === 0) {
    console.log('That gave no browser that runs: installing Chromium with apt-get …');
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    spawnSync('apt-get', ['update'], { env });
    spawnSync('apt-get', ['install', '--yes', '--no-install-recommends', 'chromium'], { env });
    const fromApt = findBrowser();
    if (fromApt) return fromApt;
  }
  throw new Error(NONE_FOUND);
}

/** A file can be there and still not run, for want of a system library or because it only points to a store. */
function runs(path: string): boolean {
  return spawnSync(path, ['--version'], { timeout: 120_000 }).status === 0;
}
