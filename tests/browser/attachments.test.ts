import { mkdtemp, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Message } from '../../server/messages/contract.ts';
import type { Page as Listed } from '../../server/tickets/contract.ts';
import { violations } from '../support/axe.ts';
import { type Picked, picture, text } from '../support/files.ts';
import { windows, world } from '../support/stage.ts';
import { signIn } from '../support/windows.ts';

let photo: Picked;
beforeAll(async () => {
  photo = await picture('gauge.png', { width: 1600, height: 1000 });
});
afterAll(() => expect(windows.errors).toEqual([]));

const MIB = 2 ** 20;
const asPicked = ({ name, bytes, type = '' }: Picked) => ({ name, mimeType: type, buffer: bytes });
/** Reads large files from the disk, which is faster than through the browser's protocol. */
async function largeFile(name: string, bytes: number) {
  const path = join(await mkdtemp(join(tmpdir(), 'answerback-')), name);
  await writeFile(path, '');
  await truncate(path, bytes);
  return path;
}
const pick = (page: Page, ...files: Picked[]) => page.locator('input[type=file]').setInputFiles(files.map(asPicked));
const box = (page: Page) => page.getByRole('textbox', { name: 'Message' });
const shown = (page: Page, name: string) => page.getByRole('article').getByRole('button', { name: `Show ${name}` });
const toSend = (page: Page) => page.getByRole('list', { name: 'Files to send' }).getByRole('listitem');

/** Dispatches paste and drop events, because a test cannot use the real clipboard or mouse. */
async function transfer(page: Page, how: 'paste' | 'drop', { name, bytes, type = '' }: Picked) {
  const given = { how, name, type, data: bytes.toString('base64') };
  await page.evaluate((file) => {
    const bytes = Uint8Array.from(atob(file.data), (sign) => sign.charCodeAt(0));
    const data = new DataTransfer();
    data.items.add(new File([bytes], file.name, { type: file.type }));
    const target = document.querySelector('section textarea, form textarea');
    const event =
      file.how === 'paste'
        ? new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true })
        : new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true });
    target?.dispatchEvent(event);
  }, given);
}

async function open(who: 'jonas' | 'ana', ticketId: string, subject: string, options = {}) {
  const path = who === 'jonas' ? `/tickets/${ticketId}` : `/desk/all/${ticketId}`;
  const page = await windows.open(world.desk.url + path, options);
  await signIn(page, world[who]);
  await page.getByRole('article').getByText(`About: ${subject}`).waitFor();
  return page;
}

it('a picture pasted by a customer appears live for the agent, who can download it', async () => {
  const ticket = await world.jonas.opens('The gauge');
  const customer = await open('jonas', ticket.id, 'The gauge');
  const agent = await open('ana', ticket.id, 'The gauge');
  await customer.getByRole('button', { name: 'Attach files' }).waitFor();
  await transfer(customer, 'paste', photo);
  await toSend(customer).getByText('gauge.png').waitFor();
  await transfer(customer, 'drop', text('log.txt', 'E14'));
  await expect.poll(() => toSend(customer).count()).toBe(2);
  await box(customer).fill('Just past nine bar');
  // Sending waits for running uploads.
  await box(customer).press('Enter');

  await shown(agent, 'gauge.png').waitFor();
  await shown(customer, 'gauge.png').waitFor();
  await expect.poll(() => toSend(customer).count()).toBe(0);
  const image = shown(agent, 'gauge.png').locator('img');
  await expect.poll(() => image.evaluate((element: HTMLImageElement) => element.naturalWidth)).toBe(640);
  expect(await image.evaluate((element: HTMLImageElement) => [element.width, element.height])).toEqual([320, 200]);

  // The lightbox opens by keyboard, closes by Escape and returns the focus.
  await shown(agent, 'gauge.png').focus();
  await agent.keyboard.press('Enter');
  const dialog = agent.getByRole('dialog', { name: 'gauge.png' });
  await dialog.getByRole('img', { name: 'gauge.png' }).waitFor();
  expect(await violations(agent)).toEqual([]);
  const down = agent.waitForEvent('download');
  await dialog.getByRole('link', { name: 'Download' }).click();
  const picked = await down;
  expect(picked.suggestedFilename()).toBe('gauge.png');
  expect((await stat(await picked.path())).size).toBeGreaterThan(100);
  await agent.keyboard.press('e');
  await agent.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  await expect
    .poll(() => shown(agent, 'gauge.png').evaluate((element) => element === document.activeElement))
    .toBe(true);
  expect((await world.ana.get(`/api/tickets/${ticket.id}`)).body).toMatchObject({ statusType: 'open' });

  const file = agent.waitForEvent('download');
  await agent.getByRole('link', { name: /^Download log\.txt/u }).click();
  expect(await readFile(await (await file).path(), 'utf8')).toBe('E14');
  for (const page of [customer, agent]) expect(await violations(page)).toEqual([]);
});

it('the arrow keys move through the pictures of a message', async () => {
  const ticket = await world.jonas.opens('Three of them');
  const ids = [];
  for (const name of ['one.png', 'two.jpg', 'three.webp'])
    ids.push((await world.jonas.attaches(ticket.id, await picture(name, { width: 900 }))).body.id);
  await world.jonas.post(`/api/tickets/${ticket.id}/messages`, { body: '', attachmentIds: ids });
  const page = await open('ana', ticket.id, 'Three of them', {
    colorScheme: 'dark',
    viewport: { width: 400, height: 800 },
  });
  await shown(page, 'one.png').click();
  await page.getByRole('dialog', { name: 'one.png' }).getByText('1 of 3').waitFor();
  await page.keyboard.press('ArrowRight');
  await page.getByRole('dialog', { name: 'two.jpg' }).waitFor();
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowLeft');
  await page.getByRole('dialog', { name: 'three.webp' }).waitFor();
  expect(await violations(page)).toEqual([]);
});

it('the customer never sees an attachment of a note', async () => {
  const ticket = await world.jonas.opens('Between us');
  const customer = await open('jonas', ticket.id, 'Between us');
  const agent = await open('ana', ticket.id, 'Between us');
  await agent.getByRole('button', { name: /Internal note/u }).click();
  await agent.getByRole('button', { name: 'Attach files' }).waitFor();
  await pick(agent, { ...photo, name: 'invoice.png' });
  await toSend(agent).getByText('invoice.png').waitFor();
  expect(await violations(agent)).toEqual([]);
  // The reply box has its own files.
  await agent.getByRole('button', { name: /Reply to/u }).click();
  await expect.poll(() => toSend(agent).count()).toBe(0);
  await agent.getByRole('button', { name: /Internal note/u }).click();
  await agent.getByLabel(/Internal note, not sent/u).press('Enter');
  await shown(agent, 'invoice.png').waitFor();
  expect(await violations(agent)).toEqual([]);

  await world.ana.says(ticket.id, 'The next one');
  await customer.getByRole('article').getByText('The next one').waitFor();
  expect(await customer.content()).not.toContain('invoice.png');
  await customer.reload();
  await customer.getByRole('article').getByText('The next one').waitFor();
  expect(await customer.content()).not.toContain('invoice.png');
});

describe('refused files', () => {
  it('shows the reason before sending, and holds the other files until it is removed', async () => {
    const ticket = await world.jonas.opens('Too much');
    const page = await open('jonas', ticket.id, 'Too much');
    await page.getByRole('button', { name: 'Attach files' }).waitFor();
    let sent = 0;
    page.on(
      'request',
      (request) => (sent += request.method() === 'POST' && request.url().endsWith('/attachments') ? 1 : 0),
    );
    const large = await largeFile('film.mov', 26 * MIB);
    await page.locator('input[type=file]').setInputFiles(large);
    await pick(page, text('none.txt', ''));
    await rm(dirname(large), { recursive: true });
    await page.getByText('Not sent: the file is 26 MB, the limit is 25 MB.').waitFor();
    await page.getByText('Not sent: the file is empty.').waitFor();
    expect(sent).toBe(0);
    await expect.poll(() => toSend(page).getByRole('button', { name: 'Retry' }).count()).toBe(0);
    await box(page).fill('With a film');
    await box(page).press('Enter');
    await page.getByText('Retry it or remove it, then send.').waitFor();
    expect(await violations(page)).toEqual([]);
    for (const name of ['film.mov', 'none.txt']) await page.getByRole('button', { name: `Remove ${name}` }).click();
    await box(page).press('Enter');
    await page.getByRole('article').getByText('With a film').waitFor();
  });

  it('offers to choose another in the place of one that is too large', async () => {
    const ticket = await world.jonas.opens('A smaller one');
    const page = await open('jonas', ticket.id, 'A smaller one');
    await page.getByRole('button', { name: 'Attach files' }).waitFor();
    const large = await largeFile('film.mov', 26 * MIB);
    await page.locator('input[type=file]').setInputFiles(large);
    await rm(dirname(large), { recursive: true });
    await toSend(page).getByText('the limit is 25 MB.', { exact: false }).waitFor();
    const chooser = page.waitForEvent('filechooser');
    await toSend(page).getByRole('button', { name: 'Choose another' }).click();
    await (await chooser).setFiles(asPicked(text('short.txt', 'A short film.')));
    await expect.poll(() => toSend(page).allInnerTexts()).toEqual([expect.stringContaining('short.txt')]);
    await page.getByRole('button', { name: 'Remove short.txt' }).waitFor();
    await box(page).fill('Here');
    await box(page).press('Enter');
    await page.getByRole('article').getByText('Here', { exact: true }).waitFor();
    await page.getByRole('article').getByText('short.txt').waitFor();
  });

  it('shows the server’s own reason for a file that the server refused', async () => {
    const ticket = await world.jonas.opens('A bomb');
    const page = await open('jonas', ticket.id, 'A bomb');
    await page.getByRole('button', { name: 'Attach files' }).waitFor();
    const { bomb } = await import('../support/files.ts');
    await pick(page, { name: 'bomb.png', bytes: bomb(50_000, 50_000) });
    await page.getByText('50000 × 50000 pixels').waitFor();
  });
});

describe('uploads', () => {
  it('a broken upload is retried, a finished one survives a reload, and one message carries both once', async () => {
    const ticket = await world.jonas.opens('Bad weather');
    const page = await open('jonas', ticket.id, 'Bad weather');
    await page.getByRole('button', { name: 'Attach files' }).waitFor();
    await page.route('**/attachments', (route) =>
      route.request().method() === 'POST' ? route.abort() : route.continue(),
    );
    await pick(page, photo);
    await page.getByText('Not sent: there is no connection.').waitFor();
    await page.unroute('**/attachments');
    await page.getByRole('button', { name: 'Retry' }).click();
    await toSend(page).getByText(/kB$/u).waitFor();
    await page.reload();
    await toSend(page).getByText('gauge.png').waitFor();
    await pick(page, text('second.txt', 'more'));

    // The answer to the message is lost: the retry sends it once.
    let lost = false;
    await page.route('**/messages', async (route) => {
      if (lost) return route.continue();
      lost = true;
      await route.fetch();
      await route.abort();
    });
    await box(page).fill('Both');
    await box(page).press('Enter');
    const stored = async () => {
      const { body } = await world.ana.get<Listed<Message>>(`/api/tickets/${ticket.id}/messages`);
      return body.items.map(({ attachments }) => attachments.map(({ name }) => name));
    };
    await expect.poll(stored).toEqual([[], ['gauge.png', 'second.txt']]);
    await expect.poll(() => lost).toBe(true);
    await page.getByText('Sending').waitFor({ state: 'detached' });
    await expect.poll(() => shown(page, 'gauge.png').count()).toBe(1);
    await expect.poll(() => stored()).toHaveLength(2);
  });

  it('a removed file cancels its upload', async () => {
    const ticket = await world.jonas.opens('Changed my mind');
    const page = await open('jonas', ticket.id, 'Changed my mind');
    await page.getByRole('button', { name: 'Attach files' }).waitFor();
    const held: (() => void)[] = [];
    await page.route('**/attachments', (route) =>
      route.request().method() === 'POST' ? void held.push(() => void route.abort().catch(() => {})) : route.continue(),
    );
    await pick(page, photo);
    await expect.poll(() => held.length).toBe(1);
    await page.getByRole('button', { name: 'Remove gauge.png' }).click();
    await expect.poll(() => toSend(page).count()).toBe(0);
    await box(page).fill('Without');
    await box(page).press('Enter');
    await page.getByRole('article').getByText('Without').waitFor();
    held.forEach((end) => end());
  });

  it('a new ticket carries its uploaded files', async () => {
    const page = await windows.open(`${world.desk.url}/ask`);
    await signIn(page, world.mia);
    await page.getByLabel('Subject').fill('See the picture');
    await pick(page, photo);
    await toSend(page).getByText(/kB$/u).waitFor();
    expect(await violations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Send' }).click();
    await shown(page, 'gauge.png').waitFor();
    await page.getByText(/^Sent/u).waitFor();
    await page.getByText('You: gauge.png').waitFor();
  });
});
