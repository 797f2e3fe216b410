import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Snapshot } from '../../server/live/contract.ts';
import { late } from '../support/line.ts';
import { openShop, type Opened, type Shop } from '../support/shop.ts';
import { SITE_SECRET, signFor } from '../support/site-server.ts';
import { windows, world } from '../support/stage.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await openShop(world, {}, SITE_SECRET);
});
afterAll(() => shop.close());

const box = ({ chat }: Opened) => chat.locator('.write textarea');
async function write(visit: Opened, text: string) {
  await box(visit).fill(text);
  await box(visit).press('Enter');
}
const keptBy = (visit: Opened) => visit.frame().evaluate(() => JSON.stringify(localStorage));
const identified = async (visit: Opened) => (await visit.told()).filter(({ type, ok }) => type === 'identified' && ok);
const rows = async () => (await world.ana.get<Snapshot>('/api/snapshot')).body.rows;

async function becomes(visit: Opened, sub: string) {
  const before = (await identified(visit)).length;
  await visit.says({ token: signFor(sub, { site: shop.key, name: sub }) });
  await expect.poll(async () => (await identified(visit)).length).toBe(before + 1);
}

/** An identified visitor with a conversation, a message that does not get through, and a draft. */
async function ofAnother(sub: string, how: 'refused' | 'held') {
  const visit = await shop.open(windows, { token: signFor(sub, { site: shop.key, name: sub }) });
  await expect.poll(async () => (await identified(visit)).length).toBe(1);
  await write(visit, `The first of ${sub}`);
  await visit.chat.getByText(/^Sent/u).waitFor();
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  const isHeld = new Promise<void>((resolve) => {
    void visit.page.route('**/api/tickets/*/messages', async (route) => {
      if (route.request().method() !== 'POST') return route.continue();
      resolve();
      if (how === 'held') await held;
      await route.abort().catch(() => {});
    });
  });
  await write(visit, `A secret of ${sub}`);
  await isHeld;
  await box(visit).fill(`A draft of ${sub}`);
  await box(visit).blur();
  await expect.poll(() => keptBy(visit)).toContain('A draft of');
  return { visit, release };
}

describe('the next person at one browser, identified without a logout in between', () => {
  it.each(['refused', 'held'] as const)(
    'sends and reads nothing of the previous person, whose message was %s',
    async (how) => {
      const [first, second] = [`ada-${how}`, `bea-${how}`];
      const { visit, release } = await ofAnother(first, how);
      await becomes(visit, second);
      release();
      await visit.page.unroute('**/api/tickets/*/messages');
      await visit.chat.getByText('What can we help with?').waitFor();
      await expect.poll(() => box(visit).inputValue()).toBe('');
      await write(visit, `The first of ${second}`);
      await expect.poll(async () => (await rows()).map(({ subject }) => subject)).toContain(`The first of ${second}`);
      await visit.page.reload();
      await visit.chat.getByText(`The first of ${second}`, { exact: true }).waitFor();
      expect(await keptBy(visit)).not.toContain(first);
      const theirs = (await rows()).filter(({ customer }) => customer.name === second);
      expect(theirs.map(({ subject, lastSeq }) => [subject, lastSeq])).toEqual([[`The first of ${second}`, 1]]);
    },
  );

  it('keeps all data when the site identifies the same person again', async () => {
    const { visit } = await ofAnother('ida', 'refused');
    await becomes(visit, 'ida');
    await expect.poll(() => box(visit).inputValue()).toBe('A draft of ida');
    await visit.page.unroute('**/api/tickets/*/messages');
    await expect.poll(async () => (await rows()).find(({ customer }) => customer.name === 'ida')?.lastSeq).toBe(2);
  });

  it('keeps the conversation that was begun anonymously', async () => {
    const visit = await shop.open(windows);
    await box(visit).fill('A draft of nobody');
    await box(visit).blur();
    await becomes(visit, 'eva');
    await expect.poll(() => box(visit).inputValue()).toBe('A draft of nobody');
  });
});

describe('a logged-out visitor does not come back', () => {
  it('through a first message whose answer arrives late', async () => {
    const visit = await shop.open(windows);
    const begun = await late(visit.page, '**/api/widget/visitors');
    await write(visit, 'A secret of nobody yet');
    await begun.isAsked;
    await visit.says({ token: '' });
    await visit.chat.getByText('What can we help with?').waitFor();
    begun.release();
    await write(visit, 'Of the next one');
    await visit.chat.getByText(/^Sent/u).waitFor();
    await visit.page.reload();
    await visit.chat.getByRole('article').getByText('Of the next one').waitFor();
    await expect.poll(() => visit.chat.getByText('A secret of nobody yet').count()).toBe(0);
    expect((await rows()).map(({ subject }) => subject)).not.toContain('A secret of nobody yet');
  });

  it('through an identification whose answer arrives late', async () => {
    const { visit } = await ofAnother('una', 'refused');
    await visit.says({ token: '' });
    await visit.chat.getByText('What can we help with?').waitFor();
    const identity = await late(visit.page, '**/api/widget/identity');
    await visit.says({ token: signFor('una', { site: shop.key, name: 'una' }) });
    await identity.isAsked;
    await visit.says({ token: '' });
    identity.release();
    await expect
      .poll(async () => (await visit.told()).filter(({ type, ok }) => type === 'identified' && !ok).length)
      .toBe(1);
    await visit.chat.getByText('What can we help with?').waitFor();
    await expect.poll(() => visit.chat.getByText('The first of una').count()).toBe(0);
    expect(await keptBy(visit)).not.toContain('visitor');
  });
});
