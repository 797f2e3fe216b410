import { expect, it } from 'vitest';
import type { Snapshot } from '../../server/live/contract.ts';
import type { Note } from '../../server/notes/contract.ts';
import { windows, world } from '../support/stage.ts';
import { signIn } from '../support/windows.ts';

it('a mention is chosen by keyboard, reaches the colleague at once, and is seen with its ticket', async () => {
  const { ana, ben, jonas, desk } = world;
  const ticket = await jonas.opens('Who knows this?');
  const his = await windows.open(`${desk.url}/desk/mentions`);
  await signIn(his, ben);
  await his.getByText('No note mentions you.').waitFor();
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
  // He has seen the mention of the story before.
  await page.getByRole('link', { name: /Who knows this/u }).waitFor();
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

it('read mentions are found again among Mentions, behind the unread ones, by keys and after a reload', async () => {
  const { ana, sol, mia, desk } = world;
  const [old, unseen, third] = [
    await mia.opens('Asked long ago'),
    await mia.opens('Asked now'),
    await mia.opens('Asked last'),
  ];
  const mention = async (id: string) =>
    (await ana.post<Note>(`/api/tickets/${id}/notes`, { body: 'Do you know, @Sol?', mentionIds: [sol.id] })).body;
  const { eventId } = await mention(old.id);
  await sol.put(`/api/tickets/${old.id}/mentions/seen`, { eventId });
  await mention(unseen.id);
  // Read ones stand in the order of their last change, which an unread one does not.
  await mia.says(old.id, 'And another thing');
  const page = await windows.open(`${desk.url}/desk/waiting`);
  await signIn(page, sol);
  const rows = page.getByRole('region', { name: 'Queue' }).locator('li[data-id]');
  const shown = () =>
    rows.evaluateAll((all) =>
      all.map((row) => [row.getAttribute('data-id'), row.textContent?.includes('Mentions you') ? 'unread' : 'read']),
    );
  await rows.first().waitFor();
  await page.keyboard.press('g');
  await page.keyboard.press('n');
  await expect.poll(shown).toEqual([
    [unseen.id, 'unread'],
    [old.id, 'read'],
  ]);
  await page.keyboard.press('Enter');
  await page.getByRole('article').getByText('@Sol', { exact: true }).waitFor();
  await expect.poll(async () => (await shown()).map(([, mark]) => mark)).toEqual(['read', 'read']);
  // One that comes now is the first again, once the focus has left the list.
  await page.locator('#talk').focus();
  await mention(third.id);
  await expect.poll(async () => (await shown())[0]).toEqual([third.id, 'unread']);
  // Of two unread ones, resolving leads to the other; of one, to none that was read long ago.
  await page.goto(`${desk.url}/desk/mentions/${third.id}`);
  await page.getByRole('article').getByText('@Sol', { exact: true }).waitFor();
  await expect.poll(shown).toHaveLength(3);
  await page.locator('#talk').focus();
  await page.keyboard.press('e');
  await expect.poll(() => page.url()).toBe(`${desk.url}/desk/mentions`);
  await page.reload();
  const all = [old, unseen, third].map(({ id }) => `${id} read`);
  await expect.poll(async () => (await shown()).map((row) => row.join(' ')).toSorted()).toEqual(all.toSorted());
  expect(windows.errors).toEqual([]);
});
