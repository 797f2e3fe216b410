import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { findBrowser } from './browser.ts';
import { PASSWORD, type Person } from './person.ts';
import { WAIT_MS, within } from './within.ts';

export interface Windows {
  /** A browser of one person: its own cookies and storage, one page. */
  open(url: string, options?: Parameters<Browser['newContext']>[0]): Promise<Page>;
  close(): Promise<void>;
  /** Everything that a page threw; a story ends with none. */
  errors: string[];
}

export async function openWindows(): Promise<Windows> {
  const executablePath = findBrowser();
  if (!executablePath) throw new Error('There is no browser. `npm test` finds or installs one.');
  const args = ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'];
  const browser = await chromium.launch({ executablePath, args, timeout: within(60_000) });
  const errors: string[] = [];
  const contexts: BrowserContext[] = [];
  return {
    errors,
    async open(url, options) {
      const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en-GB', ...options });
      context.setDefaultTimeout(WAIT_MS);
      contexts.push(context);
      context.on('weberror', (error) => errors.push(String(error.error())));
      const page = await context.newPage();
      await page.goto(url);
      return page;
    },
    async close() {
      for (const context of contexts) await context.close();
      await browser.close();
    },
  };
}

export async function signIn(page: Page, person: Person | { email: string; password: string }) {
  await page.getByLabel('Email').fill(person.email);
  await page.getByLabel('Password').fill('password' in person ? person.password : PASSWORD);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

/** In the portal. */
export async function write(page: Page, text: string) {
  await page.getByRole('textbox', { name: 'Message' }).fill(text);
  await page.keyboard.press('Enter');
}

/** How often a text stands on the page, as a message. */
export const count = (page: Page, text: string) => page.getByRole('article').getByText(text, { exact: true }).count();
