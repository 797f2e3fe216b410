/** A desk in a real browser, for what only a browser can measure. */
import { type CDPSession, chromium, type Page } from 'playwright-core';
import { findBrowser } from '../support/browser.ts';
import { staffCookie } from './data.ts';

export interface DeskTab {
  page: Page;
  cdp: CDPSession;
  close(): Promise<void>;
}

/** Null where there is no browser. */
export async function openDeskTab(url: string, path: string, staff = 0): Promise<DeskTab | null> {
  const executablePath = findBrowser();
  if (!executablePath) return null;
  const args = ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'];
  const browser = await chromium.launch({ executablePath, args });
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en-GB' });
  const [name = '', value = ''] = staffCookie(staff).split('=');
  await context.addCookies([{ name, value, url }]);
  const page = await context.newPage();
  const cdp = await context.newCDPSession(page);
  await page.goto(url + path);
  return { page, cdp, close: () => browser.close() };
}
