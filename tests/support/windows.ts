import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { onTestFinished, TestRunner } from 'vitest';
import { findBrowser, findWholeBrowser } from './browser.ts';
import { PASSWORD, type Person } from './person.ts';
import { WAIT_MS, within } from './within.ts';

type Options = Parameters<Browser['newContext']>[0];

export interface Windows {
  /** A browser of one person: its own cookies and storage, one page. Opened in a test, it is closed with it. */
  open(url: string, options?: Options): Promise<Page>;
  /** The same, in a browser that shows notices, and keeps the frames of other sites from all storage. */
  openWhole(url: string, options?: Options): Promise<Page>;
  close(): Promise<void>;
  /** Everything that a page threw; a story ends with none. */
  errors: string[];
}

export async function openWindows(): Promise<Windows> {
  const browser = await started(findBrowser());
  const contexts = new Set<BrowserContext>();
  const errors: string[] = [];
  async function openIn(where: Browser, url: string, options: Options) {
    const context = await where.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en-GB', ...options });
    contexts.add(context);
    context.on('close', () => contexts.delete(context));
    context.setDefaultTimeout(WAIT_MS);
    // A page that nobody looks at any more still shows whatever happens at the desk, and each costs as much as the first.
    if (TestRunner.getCurrentTest()) onTestFinished(() => context.close());
    context.on('weberror', (error) => errors.push(String(error.error())));
    const page = await context.newPage();
    await page.goto(url);
    return page;
  }
  return {
    errors,
    open: (url, options) => openIn(browser, url, options),
    openWhole: async (url, options) => openIn(await started(findWholeBrowser()), url, options),
    async close() {
      await Promise.all([...contexts].map((context) => context.close()));
    },
  };
}

const browsers = new Map<string, Promise<Browser>>();

/** A browser takes longer to start than most stories take, so the files of a process share one. It ends with the process. */
async function started(executablePath: string | undefined): Promise<Browser> {
  if (!executablePath) throw new Error('There is no browser. `npm test` finds or installs one.');
  const known = await browsers.get(executablePath)?.catch(() => null);
  if (known?.isConnected()) return known;
  const launched = launch(executablePath);
  browsers.set(executablePath, launched);
  return launched;
}

async function launch(executablePath: string): Promise<Browser> {
  const args = ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'];
  return chromium.launch({ executablePath, args, timeout: within(60_000) });
}

/** Waits for the answer: a page that is left before it may not be signed in. */
export async function signIn(page: Page, person: Person | { email: string; password: string }) {
  await page.getByLabel('Email').fill(person.email);
  await page.getByLabel('Password').fill('password' in person ? person.password : PASSWORD);
  await Promise.all([
    page.waitForResponse((response) => response.url().endsWith('/api/auth/login')),
    page.getByRole('button', { name: 'Sign in', exact: true }).click(),
  ]);
}

/** In the portal. */
export async function write(page: Page, text: string) {
  await page.getByRole('textbox', { name: 'Message' }).fill(text);
  await page.keyboard.press('Enter');
}

/** How often a text stands on the page, as a message. */
export const count = (page: Page, text: string) => page.getByRole('article').getByText(text, { exact: true }).count();
