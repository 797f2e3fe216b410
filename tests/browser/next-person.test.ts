import { afterAll, describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { late, refusal, wire } from '../support/line.ts';
import { newCustomer, visit } from '../support/portal-page.ts';
import { windows, world } from '../support/stage.ts';
import { signIn } from '../support/windows.ts';

afterAll(() => expect(windows.errors).toEqual([]));

const SECRET = 'Secret of the one before';
async function signOut(page: Page) {
  await page.goto(`${world.desk.url}/account`);
  await page.getByRole('button', { name: 'Sign out', exact: true }).click();
  await page.getByLabel('Email').waitFor();
}
/** Counts how often data of the previous person is on the page. */
async function watchForSecret(page: Page) {
  await page.evaluate((secret) => {
    const watched = window as { leaks?: number };
    watched.leaks = 0;
    const look = () => (watched.leaks = (watched.leaks ?? 0) + (document.body.innerText.includes(secret) ? 1 : 0));
    new MutationObserver(look).observe(document.body, { childList: true, subtree: true });
  }, SECRET);
  return () => page.evaluate(() => (window as { leaks?: number }).leaks);
}

describe('a person who signs in after another sees none of their data', () => {
  it('while their own data loads or fails to load', async () => {
    const [nora, otto] = [await newCustomer(), await newCustomer()];
    await nora.opens(SECRET);
    await otto.opens('Of Otto');
    const page = await visit(nora, '/');
    await page.getByRole('navigation').getByRole('link', { name: SECRET }).waitFor();
    // Her session ends in another tab, and this tab asks who is signed in.
    await signOut(await page.context().newPage());
    await page.getByLabel('Email').waitFor();
    const leaks = await watchForSecret(page);
    await page.route('**/api/snapshot*', (route) => route.fulfill(refusal(500)));
    await signIn(page, otto);
    await page.getByRole('button', { name: 'Try again' }).waitFor();
    await page.unroute('**/api/snapshot*');
    await page.getByRole('navigation').getByRole('link', { name: 'Of Otto' }).waitFor();
    expect(await leaks()).toBe(0);
  });

  it('when an answer to the previous person arrives late', async () => {
    const [nora, otto] = [await newCustomer(), await newCustomer()];
    await otto.opens('Of Otto');
    const page = await visit(nora, '/ask');
    const opened = await late(page, '**/api/tickets', (route) => route.request().method() === 'POST');
    await page.getByLabel('Subject').fill(SECRET);
    await page.getByLabel('Your question').fill('And its words');
    await page.getByRole('button', { name: 'Send' }).click();
    await opened.isAsked;
    await page.locator('a[href="/account"]').first().click();
    await page.getByRole('button', { name: 'Sign out', exact: true }).click();
    await signIn(page, otto);
    await page.getByRole('button', { name: 'Sign out', exact: true }).waitFor();
    const leaks = await watchForSecret(page);
    const isAnswered = page.waitForResponse((answer) => answer.url().endsWith('/api/tickets'));
    opened.release();
    await isAnswered;
    await page.locator('a[href="/"]').first().click();
    await page.getByRole('navigation').getByRole('link', { name: 'Of Otto' }).waitFor();
    expect(await leaks()).toBe(0);
  });

  it('when a snapshot of the previous person arrives late', async () => {
    const [nora, otto] = [await newCustomer(), await newCustomer()];
    const theirs = await nora.opens(SECRET);
    const own = await otto.opens('Of Otto');
    const page = await visit(nora, '/');
    await page.getByRole('navigation').getByRole('link', { name: SECRET }).waitFor();
    const line = await wire(page);
    await page.goto(`${world.desk.url}/account`);
    await page.getByRole('button', { name: 'Sign out', exact: true }).waitFor();
    // Socket.IO gives up a handshake that is cut only after twenty seconds.
    await world.ana.says(theirs.id, 'Live?');
    await page.getByText('Live?').first().waitFor();
    const snapshot = await late(page, '**/api/snapshot*');
    await line.afresh();
    await snapshot.isAsked;
    await page.getByRole('button', { name: 'Sign out', exact: true }).click();
    await signIn(page, otto);
    await page.getByRole('button', { name: 'Sign out', exact: true }).waitFor();
    const leaks = await watchForSecret(page);
    snapshot.release();
    await page.locator('a[href="/"]').first().click();
    await world.ana.says(own.id, 'Live for Otto');
    await page
      .getByRole('navigation')
      .getByRole('link', { name: /Live for Otto/u })
      .waitFor();
    expect(await leaks()).toBe(0);
  });
});
