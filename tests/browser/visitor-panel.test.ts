import { beforeAll, expect, it } from 'vitest';
import { violations } from '../support/axe.ts';
import { addSite } from '../support/site.ts';
import { SITE_SECRET, signFor } from '../support/site-server.ts';
import { Person } from '../support/person.ts';
import { windows, world } from '../support/stage.ts';
import { Visitor } from '../support/visitor.ts';
import { signIn } from '../support/windows.ts';

let site: { key: string };
beforeAll(async () => {
  site = await addSite(world.desk, { identitySecret: SITE_SECRET });
});

it('the team sees live where a visitor is, and which details are verified', async () => {
  const visitor = await new Visitor(world.desk.url).begins(site.key, {
    ...{ page: 'https://shop.example/duo', pageTitle: 'Duo', referrer: 'https://search.example/?q=duo' },
    ...{ language: 'de-AT', timeZone: 'America/New_York', email: 'ida@post.example' },
    fields: { plan: 'gold', returning: true, note: '<img src=x onerror=alert(1)>' },
  });
  const ticket = await visitor.opens('Does it fit?');
  const page = await windows.open(`${world.desk.url}/desk/waiting/${ticket.id}`);
  await signIn(page, world.ana);

  // The queue and the panel both show the source.
  await page.getByRole('link', { name: /From the widget\./u }).waitFor();
  const panel = page.getByRole('complementary', { name: 'About the customer' });
  const link = panel.getByRole('link', { name: 'Duo' });
  await expect.poll(() => link.getAttribute('href')).toBe('https://shop.example/duo');
  await expect.poll(() => link.getAttribute('rel')).toBe('noopener noreferrer nofollow');
  for (const text of [
    'search.example',
    'Austrian German',
    'gold',
    'yes',
    '<img src=x onerror=alert(1)>',
    'not verified',
  ])
    await panel.getByText(text, { exact: true }).waitFor();
  await panel.getByText(/\d\d:\d\d, America\/New York$/u).waitFor();
  await panel.getByText('Not verified: anyone can give this name.').waitFor();
  await panel.getByText(/^Last here/u).waitFor();

  // The visitor opens the site and moves to another page.
  const here = await visitor.listen();
  await panel.getByText('Here now').waitFor();
  await visitor.put('/api/widget/visit', { page: 'https://shop.example/cart', pageTitle: 'Your bag' });
  await panel.getByRole('link', { name: 'Your bag' }).waitFor();
  here.close();

  // Their site identifies them.
  await visitor.identifies(site.key, signFor('1042', { site: site.key, name: 'Ida Holm' }));
  await panel.getByRole('heading', { name: 'Ida Holm' }).waitFor();
  await panel.getByText('Verified by Orla').waitFor();
  expect(await violations(page)).toEqual([]);
  expect(windows.errors).toEqual([]);
});

it('a customer with an account has no visitor panel', async () => {
  const ticket = await world.jonas.opens('By the portal');
  const page = await windows.open(`${world.desk.url}/desk/waiting/${ticket.id}`);
  await signIn(page, world.ben);
  const panel = page.getByRole('complementary', { name: 'About the customer' });
  await panel.getByText('Portal').waitFor();
  await panel.getByText(world.jonas.email).waitFor();
  await expect.poll(() => panel.getByText(/^(?:Last here|Here now)/u).count()).toBe(0);
  await expect.poll(() => page.getByRole('link', { name: /From the widget.*By the portal/u }).count()).toBe(0);
});

it('a long address breaks after its @ and its dots only', async () => {
  const email = 'margarethe.von.hohenlinden@department.of.letters.example';
  const long = await new Person(world.desk.url).register('Margarethe', email);
  const ticket = await long.opens('By a long name');
  const page = await windows.open(`${world.desk.url}/desk/waiting/${ticket.id}`);
  await signIn(page, world.ben);
  const panel = page.getByRole('complementary', { name: 'About the customer' });
  await panel.locator('dt', { hasText: 'Email' }).waitFor();
  const address = panel.locator('dt', { hasText: 'Email' }).locator('+ dd > span');
  await expect.poll(() => address.textContent()).toBe(email);
  const lines = await address.evaluate((element) => {
    const range = document.createRange();
    const parts = [...element.childNodes].filter((node) => node instanceof Text);
    return parts.map((part) => {
      range.selectNodeContents(part);
      return { text: part.data, lines: range.getClientRects().length, top: range.getBoundingClientRect().top };
    });
  });
  expect(lines.map(({ text }) => text)).toEqual([
    ...['margarethe.', 'von.', 'hohenlinden@', 'department.', 'of.', 'letters.', 'example'],
  ]);
  expect(lines.every((part) => part.lines === 1)).toBe(true);
  expect(new Set(lines.map(({ top }) => top)).size).toBeGreaterThan(1);
});

it('one button blocks a visitor, and an undo unblocks them', async () => {
  const visitor = await new Visitor(world.desk.url).begins(site.key);
  const ticket = await visitor.opens('Buy my watches');
  const page = await windows.open(`${world.desk.url}/desk/waiting/${ticket.id}`);
  await signIn(page, world.sol);
  await page.getByRole('button', { name: 'Block this visitor' }).click();
  await page.getByText('Blocked: they cannot write here.').waitFor();
  expect((await visitor.get('/api/snapshot')).status).toBe(403);
  await page.getByRole('button', { name: /Undo/u }).click();
  await page.getByText('Blocked: they cannot write here.').waitFor({ state: 'detached' });
  expect((await visitor.get('/api/snapshot')).status).toBe(200);
  expect(windows.errors).toEqual([]);
});
