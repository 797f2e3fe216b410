import { describe, expect, it } from 'vitest';
import type { TicketRow } from '../../server/tickets/contract.ts';
import { find, idIn, palette } from '../support/desk-page.ts';
import type { Person } from '../support/person.ts';
import { windows, world } from '../support/stage.ts';
import { signIn } from '../support/windows.ts';

const ticketOf = async (person: Person, id: string) => (await person.get<TicketRow>(`/api/tickets/${id}`)).body;

describe('the palette', () => {
  it('finds, runs and remembers actions, and gives the focus back', async () => {
    const { zoe, ben, mia } = world;
    const row = await mia.opens('From the palette');
    const other = await mia.opens('Somewhere else');
    const page = await windows.open(`${world.desk.url}/desk/waiting/${row.id}`);
    await signIn(page, { email: zoe.email, password: 'correct horse battery' });
    const reply = page.getByLabel('Reply to Mia');
    await reply.fill('Half a sentence');

    await page.keyboard.press('Control+k');
    await palette(page).waitFor();
    const selected = page.getByRole('dialog').getByRole('option', { selected: true });
    await expect
      .poll(() => palette(page).getAttribute('aria-activedescendant'))
      .toBe(await selected.getAttribute('id'));
    await page.keyboard.press('ArrowDown');
    await expect
      .poll(() => palette(page).getAttribute('aria-activedescendant'))
      .toBe(await selected.getAttribute('id'));
    await expect.poll(() => page.getByRole('option', { name: 'Take the ticket i' }).count()).toBe(1);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await expect.poll(() => reply.evaluate((box) => box === document.activeElement)).toBe(true);

    await find(page, 'assign ben');
    await page.keyboard.press('Enter');
    await page.getByText('Assigned “From the palette” to Ben').first().waitFor();
    expect((await ticketOf(ben, row.id)).assignee?.name).toBe('Ben');

    await find(page, `#${row.number}`);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'From the palette' }).waitFor();
    await find(page, 'somewh');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Somewhere else' }).waitFor();
    expect(idIn(page)).toBe(other.id);

    await find(page, 'priority');
    await page.keyboard.press('Enter');
    await page.getByRole('combobox', { name: 'Set the priority' }).fill('high');
    await page.keyboard.press('Enter');
    await expect.poll(async () => (await ticketOf(ben, other.id)).priority).toBe('high');

    const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const before = await ground();
    await find(page, 'dark');
    await page.keyboard.press('Enter');
    await expect.poll(ground).not.toBe(before);

    await page.keyboard.press('Control+k');
    await expect
      .poll(() => page.getByRole('dialog').getByRole('option').first().innerText())
      .toContain('Switch between light and dark');
    await palette(page).fill('gopeop');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Invite somebody' }).waitFor();
    // No ticket is open, so ticket commands are not offered.
    await find(page, 'take');
    await expect.poll(() => page.getByRole('option', { name: /Take the ticket/u }).count()).toBe(0);
    await palette(page).fill('sign out');
    await page.keyboard.press('Enter');
    await page.getByText('The desk is for the team.').waitFor();
    await page.context().close();
  });

  it('keeps the focus until it closes, and lets no click through', async () => {
    const { zoe, mia } = world;
    const row = await mia.opens('Under the palette');
    const page = await windows.open(`${world.desk.url}/desk/waiting/${row.id}`);
    await signIn(page, { email: zoe.email, password: 'correct horse battery' });
    await page.getByLabel('Reply to Mia').waitFor();
    await page.keyboard.press('Control+k');
    await palette(page).waitFor();
    // A late answer opens the next ticket; the keys still belong to the palette.
    await page.locator('#talk').evaluate((talk: HTMLElement) => talk.focus());
    await page.keyboard.type('prefer');
    await expect.poll(() => palette(page).inputValue()).toBe('prefer');
    await page.keyboard.press('Enter');

    const dialog = page.getByRole('dialog', { name: 'Preferences' });
    await dialog.waitFor();
    const at = () => page.evaluate(() => document.activeElement?.closest('[role="dialog"]') !== null);
    const first = await page.evaluateHandle(() => document.activeElement);
    const isFirst = () => page.evaluate((one) => one === document.activeElement, first);
    await page.keyboard.press('Shift+Tab');
    await expect.poll(() => at()).toBe(true);
    await expect.poll(() => isFirst()).toBe(false);
    await page.keyboard.press('Tab');
    await expect.poll(() => isFirst()).toBe(true);
    for (let n = 0; n < 60; n += 1) {
      await page.keyboard.press('Tab');
      await expect.poll(() => at()).toBe(true);
    }

    // A control disabled during its request cannot hold the focus, and must not let the focus out.
    await page.evaluate(() => document.activeElement?.setAttribute('disabled', ''));
    await page.locator('#talk').evaluate((talk: HTMLElement) => talk.focus());
    await expect.poll(() => at()).toBe(true);

    const other = page.getByRole('navigation').getByRole('link', { name: 'Everything' });
    const box = await other.boundingBox();
    if (!box) throw new Error('There is no such link.');
    await page.mouse.click(box.x + 5, box.y + 5);
    await dialog.waitFor({ state: 'detached' });
    expect(idIn(page)).toBe(row.id);
    expect(new URL(page.url()).pathname).toContain('/waiting/');
    await page.context().close();
  });

  it('receives the keys typed while its code loads, and Escape cancels it', async () => {
    const { ana, mia } = world;
    const row = await mia.opens('On a slow line');
    const page = await windows.open(`${world.desk.url}/desk/waiting/${row.id}`);
    await signIn(page, ana);
    await page.getByLabel('Reply to Mia').waitFor();
    let arrive = () => {};
    const isThere = new Promise<void>((resolve) => (arrive = resolve));
    await page.route('**/assets/palette-*.js', async (route) => {
      await isThere;
      await route.continue();
    });
    await page.reload();
    await page.getByLabel('Reply to Mia').waitFor();
    await page.keyboard.press('Control+k');
    await page.keyboard.type('e');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+k');
    await page.keyboard.type('i');
    arrive();
    await palette(page).waitFor();
    await expect.poll(() => palette(page).inputValue()).toBe('i');
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(idIn(page)).toBe(row.id);
    await expect.poll(() => ticketOf(ana, row.id)).toMatchObject({ status: 'open', assignee: null });
    // At once: the next key belongs to the page below.
    await page.keyboard.press('Control+k');
    await palette(page).waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('i');
    await expect.poll(async () => (await ticketOf(ana, row.id)).assignee?.name).toBe('Ana');
    await page.context().close();
  });

  it('opens an unloaded ticket by its number, and says when there is none', async () => {
    const { ana, ben, jonas } = world;
    const old = await jonas.opens('Long ago');
    await ben.put(`/api/tickets/${old.id}/status`, { status: 'closed' });
    const page = await windows.open(`${world.desk.url}/desk/mine`);
    await signIn(page, ana);
    await page.getByRole('navigation').first().waitFor();
    await find(page, `${old.number}`);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Long ago' }).waitFor();
    await find(page, '#999999');
    await page.keyboard.press('Enter');
    await page.getByText('There is no ticket #999999.').first().waitFor();
    await page.context().close();
  });
});

it('no page threw an error', () => {
  expect(windows.errors).toEqual([]);
});
