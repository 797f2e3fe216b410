import { expect, it } from 'vitest';
import { windows, world } from '../support/stage.ts';
import { signIn } from '../support/windows.ts';

const bodiesOn = async (ticketId: string) => {
  const { body } = await world.jonas.get<{ items: { body: string }[] }>(`/api/tickets/${ticketId}/messages`);
  return body.items.map((message) => message.body);
};

it('a saved reply is inserted by keyboard with its variables, and is sent only when its blanks are filled', async () => {
  const { sol, jonas, desk } = world;
  const ticket = await jonas.opens('The lid');
  const page = await windows.open(`${desk.url}/desk/replies`);
  await signIn(page, sol);

  // Created on the page as a shared reply.
  await page.getByRole('button', { name: 'Add a shared reply' }).click();
  await page.getByLabel('Name').fill('New lid');
  await page.getByLabel('Shortcut').fill('lid');
  await page.getByLabel('Text').fill('Hello {{customer.firstName}},\nyour new lid comes on {{day}}. {{agent.name}}');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('/lid').waitFor();

  // Deleted and restored by undo.
  await page.getByRole('button', { name: 'Delete “New lid”' }).click();
  await page.getByText('The team has no shared replies yet.').waitFor();
  await page.getByRole('button', { name: /Undo/u }).click();
  await page.getByText('/lid').waitFor();
  await world.ana.post('/api/saved-replies', { shared: false, name: 'Hers', shortcut: 'hers', body: 'Hers' });

  // A slash inside a word suggests nothing; at the start of a word it does.
  await page.goto(`${desk.url}/desk/waiting/${ticket.id}`);
  const box = page.getByLabel('Reply to Jonas');
  const list = page.getByRole('listbox', { name: 'Saved replies' });
  await box.click();
  await page.keyboard.type('and/or ');
  await expect.poll(() => list.count()).toBe(0);
  await page.keyboard.type('/');
  await list.waitFor();
  await expect.poll(() => list.getByRole('option').count()).toBe(1);
  await page.keyboard.press('Escape');
  await list.waitFor({ state: 'detached' });
  await expect.poll(() => box.evaluate((element) => element === document.activeElement)).toBe(true);
  await box.fill('');
  await page.keyboard.type('/new');
  await list.getByRole('option', { name: /New lid/u, selected: true }).waitFor();
  await page.keyboard.press('Enter');
  const filled = 'Hello Jonas,\nyour new lid comes on {{day}}. Sol';
  await expect.poll(() => box.inputValue()).toBe(filled);

  // Words that no reply has are said in the place of the list.
  await box.fill('');
  await page.keyboard.type('/zebra');
  const none = page.getByRole('main').getByText('No saved reply has these words.');
  await none.waitFor();
  await expect.poll(() => list.count()).toBe(0);
  await page.keyboard.press('Escape');
  await none.waitFor({ state: 'detached' });
  await box.fill(filled);

  // A blank stops sending, is announced, and is selected to be typed over.
  await page.keyboard.press('Enter');
  await page.getByText('Fill in “{{day}}” first. Nothing was sent.').waitFor();
  await expect.poll(() => page.locator('mark', { hasText: '{{day}}' }).count()).toBe(1);
  await expect.poll(() => bodiesOn(ticket.id)).toHaveLength(1);
  await page.keyboard.type('Friday');
  await page.getByText(/Fill in/u).waitFor({ state: 'detached' });
  await page.keyboard.press('Enter');
  await expect.poll(() => bodiesOn(ticket.id)).toContain('Hello Jonas,\nyour new lid comes on Friday. Sol');
  expect(windows.errors).toEqual([]);
});

it('a slash and a word, which is no saved reply, reaches a customer only when it is sent again', async () => {
  const { sol, jonas, desk } = world;
  const ticket = await jonas.opens('No such shortcut');
  const page = await windows.open(`${desk.url}/desk/waiting/${ticket.id}`);
  await signIn(page, sol);
  const box = page.getByLabel('Reply to Jonas');
  await box.click();
  // Faster than the list comes, and again when it is there.
  for (const word of ['/nothing', '/refund']) {
    await box.fill('');
    await page.keyboard.type(word);
    await page.keyboard.press('Enter');
    await page.getByText(`“${word}” is no saved reply`).waitFor();
    await expect.poll(() => box.inputValue()).toBe(word);
  }
  await expect.poll(() => bodiesOn(ticket.id)).toHaveLength(1);
  await page.keyboard.press('Enter');
  await expect.poll(() => bodiesOn(ticket.id)).toContain('/refund');
  // A path or an address is no shortcut.
  await page.keyboard.type('/etc/hosts');
  await page.keyboard.press('Enter');
  await expect.poll(() => bodiesOn(ticket.id)).toContain('/etc/hosts');
});

it('a saved reply that a colleague adds, changes or deletes is so on an open page, without a reload', async () => {
  const { zoe, ana, desk } = world;
  const page = await windows.open(`${desk.url}/desk/replies`);
  await signIn(page, ana);
  await page.getByRole('heading', { name: 'Saved replies' }).waitFor();
  const reply = { shared: true, name: 'Old lid', shortcut: 'old', body: 'Keep it' };
  const { body: added } = await zoe.post<{ id: string }>('/api/saved-replies', reply);
  await page.getByText('/old').waitFor();
  await zoe.patch(`/api/saved-replies/${added.id}`, { shortcut: 'older' });
  await page.getByText('/older').waitFor();
  await zoe.send('DELETE', `/api/saved-replies/${added.id}`);
  await page.getByText('/older').waitFor({ state: 'detached' });
  expect(windows.errors).toEqual([]);
});
