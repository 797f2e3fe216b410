import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Snapshot } from '../../server/snapshot/contract.ts';
import { openShop, type Opened, type Shop } from '../support/shop.ts';
import { windows, world } from '../support/stage.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await openShop(world);
});
afterAll(async () => {
  expect(windows.errors).toEqual([]);
  await shop.close();
});

const box = ({ chat }: Opened) => chat.getByRole('textbox', { name: 'Message' });
async function write(opened: Opened, text: string) {
  await box(opened).fill(text);
  await box(opened).press('Enter');
}
const queue = async () => (await world.ana.get<Snapshot>('/api/snapshot')).body.rows;
const ticketOf = async (text: string) => {
  await expect
    .poll(async () => (await queue()).some(({ subject }) => subject === text), { timeout: 10_000 })
    .toBe(true);
  const found = (await queue()).find(({ subject }) => subject === text);
  if (!found) throw new Error('It is not there.');
  return found;
};

describe('a first message', () => {
  it('needs no form, reaches the desk, and the answer comes back', async () => {
    const visit = await shop.open(windows);
    await visit.chat.getByText('What can we help with?').waitFor();
    await write(visit, 'Does the Duo fit under a cabinet?');
    await visit.chat.getByText(/^Sent/u).waitFor();
    const ticket = await ticketOf('Does the Duo fit under a cabinet?');
    expect(ticket).toMatchObject({ channel: 'widget', customer: { name: expect.stringMatching(/^Visitor/u) } });
    await world.ana.says(ticket.id, 'It is 38.5 cm high, so yes.');
    await visit.chat.getByText('It is 38.5 cm high, so yes.').first().waitFor();
    if (process.env['SHOTS']) await visit.page.screenshot({ path: `${process.env['SHOTS']}/first.png` });
  });
});
