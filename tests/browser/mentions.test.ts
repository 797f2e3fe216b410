import { expect, it } from 'vitest';
import type { Snapshot } from '../../server/live/contract.ts';
import { windows, world } from '../support/stage.ts';
import { signIn } from '../support/windows.ts';

it('a mention is chosen by keyboard, reaches the colleague at once, and is seen with its ticket', async () => {
  const { ana, ben, jonas, desk } = world;
  const ticket = await jonas.opens('Who knows this?');
  const his = await windows.open(`${desk.url}/desk/mentions`);
  await signIn(his, ben);
  await his.getByText('No unread note mentions you.').waitFor();
  const hers = await windows.open(`${desk.url}/desk/waiting/${ticket.id}`);
  await signIn(hers, ana);

  await hers.locator('#talk').getByText('About: Who knows this?').waitFor();
  await hers.locator('body').press('n');
  const box = hers.getByLabel('Internal note, not sent to Jonas');
  await box.waitFor();
  const list = hers.getByRole('listbox', { name: 'Mention a colleague' });
  await hers.keyboard.type('Do you know, @');
  await list.waitFor();
  await hers.keyboard.press('ArrowDown');
  await hers.keyboard.press('ArrowUp');
  await hers.keyboard.type('be');
  await list.getByRole('option', { name: 'Ben', selected: true }).waitFor();
  await hers.keyboard.press('Tab');
  await expect.poll(() => box.inputValue()).toBe('Do you know, @Ben ');
  await hers.keyboard.type('or @nobo');
  await hers.getByText('Nobody on the team is called “nobo”.').first().waitFor();
  for (let n = 0; n < 'or @nobo'.length; n += 1) await hers.keyboard.press('Backspace');
  await hers.keyboard.type('or not?');
  await hers.keyboard.press('Enter');
  await hers.getByRole('article').getByText('@Ben', { exact: true }).waitFor();

  // The mention shows at once and disappears once he has looked.
  const row = his.getByRole('link', { name: /Who knows this/u });
  await row.waitFor();
  await his
    .getByRole('link', { name: /Mentions.*1/u })
    .first()
    .waitFor();
  await row.click();
  await his.getByRole('article').getByText('@Ben', { exact: true }).waitFor();
  await his.bringToFront();
  await his.locator('#talk').getByText('About: Who knows this?').waitFor();
  await expect.poll(async () => (await ben.get<Snapshot>('/api/snapshot')).body.lists.mentions.items).toEqual([]);
  expect(windows.errors).toEqual([]);
});

it('an unseen mention counts in the title of the tab, a waiting ticket with one once', async () => {
  const { ana, ben, jonas, desk } = world;
  const [hers, waiting] = [await jonas.opens('Hers alone'), await jonas.opens('Waits anyway')];
  await ana.put(`/api/tickets/${hers.id}/assignee`, { assigneeId: ana.id });
  const page = await windows.open(`${desk.url}/desk/mentions`);
  await signIn(page, ben);
  await page.getByText('No unread note mentions you.').waitFor();
  const count = async () => Number(/^\((\d+)\)/u.exec(await page.title())?.[1] ?? 0);
  const before = await count();
  const mention = (id: string) =>
    ana.post(`/api/tickets/${id}/notes`, { body: 'Do you know, @Ben?', mentionIds: [ben.id] });
  await mention(waiting.id);
  await page.getByRole('link', { name: /Waits anyway/u }).waitFor();
  await expect.poll(() => count()).toBe(before);
  await mention(hers.id);
  await page.getByRole('link', { name: /Hers alone/u }).waitFor();
  await expect.poll(count).toBe(before + 1);
  await page.getByRole('link', { name: /Hers alone/u }).click();
  await expect.poll(count).toBe(before);
});
