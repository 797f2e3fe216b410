import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Snapshot } from '../../server/live/contract.ts';
import { type Child, freePort, startChild } from '../support/child.ts';
import { ADMIN } from '../support/desk.ts';
import { Person } from '../support/person.ts';
import { openShop, type Opened, type Shop } from '../support/shop.ts';
import { openWindows, type Windows } from '../support/windows.ts';

let dataDir: string;
let port: number;
let server: Child;
let shop: Shop;
let windows: Windows;
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'answerback-'));
  port = await freePort();
  server = await startChild({ dataDir, port });
  shop = await openShop({ desk: { url: server.url, dataDir } });
  windows = await openWindows();
});
afterAll(async () => {
  await windows.close();
  await shop.close();
  await server.kill('SIGKILL');
  await rm(dataDir, { recursive: true, force: true });
});

const box = ({ chat }: Opened) => chat.locator('.write textarea');
async function write(visit: Opened, text: string) {
  await box(visit).fill(text);
  await box(visit).press('Enter');
}
/** The texts written in each new conversation. */
async function storedOf(subject: string): Promise<string[][]> {
  const staff = await new Person(server.url).signIn(ADMIN.email, ADMIN.password);
  const { rows } = (await staff.get<Snapshot>('/api/snapshot')).body;
  return Promise.all(
    rows
      .filter((row) => row.subject === subject)
      .map(async ({ id }) => {
        const { body } = await staff.get<{ items: { body: string }[] }>(`/api/tickets/${id}/messages`);
        return body.items.map((message) => message.body);
      }),
  );
}

it('a killed browser loses and doubles no message of a visitor, whenever it is killed', async () => {
  const visit = await shop.open(windows);
  const all = ['No. 0'];
  const began = write(visit, 'No. 0');
  await visit.page.waitForRequest('**/api/widget/visitors');
  // During identification.
  await server.kill('SIGKILL');
  await began;
  server = await startChild({ dataDir, port });
  await expect.poll(() => storedOf('No. 0')).toEqual([all]);

  for (const wave of [1, 2]) {
    let gone: Promise<unknown> = Promise.resolve();
    for (let n = 0; n < 6; n += 1) {
      const text = `No. ${wave}.${n}`;
      all.push(text);
      await write(visit, text);
      if (n === 2) gone = server.kill('SIGKILL');
    }
    await box(visit).fill('Not sent yet');
    await gone;
    // The page's memory is lost too.
    if (wave === 2) await box(visit).blur();
    server = await startChild({ dataDir, port });
    if (wave === 2) await visit.page.reload();
    await expect.poll(() => storedOf('No. 0')).toEqual([all]);
    await expect.poll(() => box(visit).inputValue()).toBe('Not sent yet');
  }
  await visit.chat.getByText('No. 2.5', { exact: true }).waitFor();
  for (const text of all)
    await expect.poll(() => visit.chat.getByRole('article').getByText(text, { exact: true }).count()).toBe(1);
});
