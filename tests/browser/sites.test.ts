import { describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { contrast, textOn } from '../../client/desk/sites/contrast.ts';
import { nameFor } from '../../client/desk/sites/field-names.ts';
import { originIn } from '../../client/desk/sites/site-api.ts';
import type { Site } from '../../server/sites/contract.ts';
import { ADMIN } from '../support/desk.ts';
import { identityToken } from '../support/identity-token.ts';
import { stored } from '../support/stored.ts';
import { windows, world } from '../support/stage.ts';
import { signIn } from '../support/windows.ts';

const admin = async (path: string): Promise<Page> => {
  const page = await windows.open(world.desk.url + path);
  await signIn(page, ADMIN);
  return page;
};
const theSite = async () => {
  const { items } = (await world.zoe.get<{ items: Site[] }>('/api/sites')).body;
  const site = items.at(-1);
  if (!site) throw new Error('There is no site.');
  return site;
};
const save = async (page: Page) => {
  await page.getByRole('button', { name: 'Save', exact: false }).click();
  await page.getByRole('region', { name: 'Unsaved changes' }).waitFor({ state: 'detached' });
  await page.getByRole('region', { name: 'Last action' }).getByText('Saved. New visitors see it at once.').waitFor();
};

it('an admin adds a site and gets the line for the page', async () => {
  const page = await admin('/desk/waiting');
  await page.getByRole('link', { name: 'Add the chat to your site' }).click();
  await page.getByLabel('Name of the site').fill('Orla');
  await page.getByLabel('Address of the page').fill('shop.example/coffee?x=1');
  await page.keyboard.press('Enter');
  await page.getByText('Not seen yet.').waitFor();
  const { key, origins } = await theSite();
  expect(origins).toEqual(['https://shop.example']);
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.getByRole('button', { name: 'Copy: Line for the page' }).click();
  await page.getByText('Copied', { exact: true }).first().waitFor();
  const line = `<script async src="${world.desk.url}/widget.js" data-site="${key}"></script>`;
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(line);
  // The copied text is a policy, one directive per line.
  await page.getByText('Does the page have a Content-Security-Policy?').click();
  await page.getByRole('button', { name: 'Copy: Sources to allow' }).click();
  const policy = ['script-src', 'connect-src', 'frame-src'].map((rule) => `${rule} ${world.desk.url};`).join('\n');
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe(policy);
  // In the preview the message box leaves room for the file button, as while that button loads.
  const chat = page.frameLocator('iframe');
  const box = await chat.getByRole('textbox', { name: 'Message' }).boundingBox();
  const send = await chat.getByRole('button', { name: 'Send' }).boundingBox();
  expect(send?.x).toBeGreaterThan((box?.x ?? 0) + (box?.width ?? 0));
  // A call from another site does not count; the first call from their own page shows here by itself.
  for (const origin of ['https://elsewhere.example', 'https://shop.example'])
    await world.stranger.send('GET', `/api/widget/sites/${key}`, undefined, { origin });
  await page.getByText(/^The widget runs on https:\/\/shop\.example: last seen \d\d:\d\d\.$/u).waitFor();
  await page.context().close();
});

it('a site is saved at once, shows problems at their fields, and the change can be undone', async () => {
  const { id } = await theSite();
  const page = await admin(`/desk/sites/${id}`);
  await page.getByLabel('Title', { exact: true }).fill('Ask Orla');
  await page.getByLabel('Colour', { exact: true }).fill('#ffe08a');
  await page.getByText('Text on this colour is black').waitFor();
  await page.getByText('On a white page the button is hard to see').waitFor();
  await page.getByRole('button', { name: 'Add an address' }).click();
  await page.keyboard.type('http://shop.example');
  await page.getByRole('button', { name: 'Add a question' }).click();
  await page.keyboard.type('Order number');
  await page.getByRole('button', { name: 'Add a question' }).click();
  await page.keyboard.type('About');
  await page.getByLabel('Answer', { exact: true }).last().selectOption('choice');
  await page.getByLabel('Choices, one per line').fill('Delivery\n');
  await page.keyboard.press('Control+s');
  await page.getByText('Give at least two choices').waitFor();
  await page.getByText('Use https. Plain http is only for your own machine').first().waitFor();
  await expect.poll(() => page.getByLabel('Address 2').evaluate((box) => box === document.activeElement)).toBe(true);
  // Unsaved changes are still there after looking at another page.
  await page.getByRole('link', { name: 'Assignment' }).click();
  await page.getByText('Assign waiting tickets automatically').waitFor();
  await page.goBack();
  await expect.poll(() => page.getByLabel('Title', { exact: true }).inputValue()).toBe('Ask Orla');
  await page.getByLabel('Address 2').fill('www.shop.example');
  await page.getByLabel('Choices, one per line').fill('Delivery\nRepair\n');
  await page.getByRole('button', { name: 'Move “About” up' }).click();
  await save(page);
  await expect
    .poll(() => theSite())
    .toMatchObject({
      origins: ['https://shop.example', 'https://www.shop.example'],
      look: {
        ...{ brand: '#ffe08a', title: 'Ask Orla' },
        fields: [
          { name: 'about', type: 'choice', choices: ['Delivery', 'Repair'] },
          { name: 'order_number', type: 'text', choices: [] },
        ],
      },
    });
  // The undo keeps text typed since the save.
  await page.getByLabel('Name of the site').fill('Orla, new');
  await page.getByRole('button', { name: /Undo/u }).click();
  await expect.poll(async () => (await theSite()).origins).toEqual(['https://shop.example']);
  expect((await theSite()).look.fields).toEqual([]);
  await expect.poll(() => page.getByLabel('Name of the site').inputValue()).toBe('Orla, new');
  await page.getByRole('button', { name: 'Discard' }).click();
  await expect.poll(() => page.getByLabel('Name of the site').inputValue()).toBe('Orla');
  await page.context().close();
});

it('an admin sets hours with shifts, midnight, holidays, and copies one day to all weekdays', async () => {
  const { id } = await theSite();
  const page = await admin(`/desk/sites/${id}`);
  await page.getByLabel('Show these hours').check();
  await page.getByLabel('Time zone').selectOption('Europe/Madrid');
  await page.getByLabel('Monday, shift 1, until').fill('13:00');
  await page.getByRole('button', { name: 'Add a shift on Monday' }).click();
  await page.getByLabel('Monday, shift 2, until').fill('00:00');
  await page.getByRole('button', { name: 'Copy to all weekdays' }).click();
  await page.getByRole('button', { name: 'Remove shift 1 of Friday' }).click();
  await page.getByLabel('Date', { exact: true }).fill('2027-01-06');
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await save(page);
  const split = [
    ['09:00', '13:00'],
    ['14:00', '24:00'],
  ];
  expect((await theSite()).hours).toEqual({
    timeZone: 'Europe/Madrid',
    week: [split, split, split, split, [['14:00', '24:00']], [], []],
    holidays: ['2027-01-06'],
  });
  await page.getByLabel('Show no hours').check();
  await save(page);
  expect((await theSite()).hours).toBeNull();
  await page.context().close();
});

it('the secret is shown once, tokens can be checked, and a site is deleted by typing its name', async () => {
  const { id, key } = await theSite();
  const page = await admin(`/desk/sites/${id}`);
  await page.getByRole('button', { name: 'Create a secret' }).click();
  const secret = (await page.getByRole('region', { name: 'The secret' }).innerText()).trim();
  expect(stored(world.desk, 'SELECT identity_secret FROM sites WHERE id = ?', id)).toEqual([
    { identity_secret: secret },
  ]);
  await page.getByRole('button', { name: 'Ruby' }).click();
  await page.getByRole('region', { name: 'Example in Ruby' }).getByText('SecureRandom').waitFor();
  const box = page.getByRole('textbox', { name: 'Token' });
  const claims = { aud: key, sub: '7', jti: 'a', exp: Math.floor(Date.now() / 1000) + 300 };
  await box.fill(identityToken(secret, claims));
  await page.getByRole('button', { name: 'Check token' }).click();
  await page.getByText('This token is valid.').waitFor();
  await box.fill(identityToken(secret, { ...claims, aud: '<img src=x onerror=alert(1)>' }));
  await page.getByRole('button', { name: 'Check token' }).click();
  await page.getByText('aud is "<img src=x onerror=alert(1)>".').waitFor();
  await page.reload();
  await page.getByText('On: this site has a secret.').waitFor();
  await expect.poll(() => page.getByText(secret).count()).toBe(0);

  const gone = page.getByRole('button', { name: 'Delete the site' });
  await page.getByLabel('Type Orla to delete it').fill('Orl');
  await expect.poll(() => gone.isDisabled()).toBe(true);
  await page.getByLabel('Type Orla to delete it').fill('Orla');
  await gone.click();
  await page.getByText('The widget is on no site yet.').waitFor();
  expect(windows.errors).toEqual([]);
  await page.context().close();
});

it('the preview shows the widget with unsaved changes, and saves or sends nothing', async () => {
  const { body: site } = await world.zoe.post<Site>('/api/sites', { name: 'Orla', origins: ['https://shop.example'] });
  const page = await admin(`/desk/sites/${site.id}`);
  const frame = page.frameLocator('iframe');
  await frame.getByText('Orla', { exact: true }).first().waitFor();
  await page.getByLabel('Title', { exact: true }).fill('Ask about coffee');
  await frame.getByText('Ask about coffee').waitFor();
  await page.getByLabel('Greeting').fill('<b>Good morning</b>');
  await frame.getByText('<b>Good morning</b>').waitFor();
  await page.getByRole('button', { name: 'Add a question' }).click();
  await page.keyboard.type('Order number');
  await frame.getByText('Order number').waitFor();
  await expect.poll(() => frame.getByRole('textbox').last().isDisabled()).toBe(true);
  expect(stored(world.desk, 'SELECT user_id FROM visitors')).toEqual([]);
  expect((await world.zoe.get<Site>(`/api/sites/${site.id}`)).body).toEqual(site);
  // The preview follows the theme of the desk.
  const theme = () => frame.locator('html').getAttribute('data-theme');
  await expect.poll(() => theme()).toBe('light');
  await page.getByRole('button', { name: 'Switch between light and dark' }).click();
  await expect.poll(theme).toBe('dark');
  expect((await world.zoe.delete(`/api/sites/${site.id}`)).status).toBe(204);
  await page.context().close();
});

it('only admins see the page of sites', async () => {
  const page = await windows.open(`${world.desk.url}/desk/sites`);
  await signIn(page, world.ana);
  await page.getByText('your role does not include it').waitFor();
  await page.goto(`${world.desk.url}/desk/waiting`);
  await page.getByText('Nobody is waiting.').waitFor();
  await expect.poll(() => page.getByRole('link', { name: 'Add the chat to your site' }).count()).toBe(0);
  await page.context().close();
});

describe('input on the page of a site', () => {
  it.each([
    ['shop.example', 'https://shop.example'],
    ['https://shop.example/cart?id=1#top', 'https://shop.example'],
    ['http://localhost:5173/', 'http://localhost:5173'],
    ['localhost:5173', 'https://localhost:5173'],
    ['data:text/html,x', 'data:text/html,x'],
    ['ftp://shop.example', 'ftp://shop.example'],
    ['  ', ''],
  ])('reads an address: %s', (typed, origin) => expect(originIn(typed)).toBe(origin));

  it('chooses the text colour with the best contrast', () => {
    expect(textOn('#1c5c45')).toBe('#ffffff');
    expect(textOn('#ffe08a')).toBe('#000000');
    expect(contrast('#000000', '#ffffff')).toBeCloseTo(21);
    // Either black or white is readable on every colour.
    for (let grey = 0; grey < 256; grey += 1) {
      const hex = `#${grey.toString(16).padStart(2, '0').repeat(3)}`;
      expect(contrast(hex, textOn(hex))).toBeGreaterThan(4.5);
    }
  });

  it('gives every question a unique field name', () => {
    expect(nameFor('Order number', [])).toBe('order_number');
    expect(nameFor('Order number', ['order_number'])).toBe('order_number_2');
    expect(nameFor('  2. Größe & Farbe?', [])).toBe('gro_e_farbe');
    expect(nameFor('رقم الطلب', ['field'])).toBe('field_2');
    expect(nameFor('x'.repeat(80), []).length).toBeLessThanOrEqual(40);
  });
});
