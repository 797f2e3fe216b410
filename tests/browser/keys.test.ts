import { describe, expect, it } from 'vitest';
import type { TicketRow } from '../../server/tickets/contract.ts';
import { ADMIN } from '../support/desk.ts';
import { find, idIn, keysFromSheet, opened } from '../support/desk-page.ts';
import type { Person } from '../support/person.ts';
import { windows, world } from '../support/stage.ts';
import { signIn } from '../support/windows.ts';

const ticketOf = async (person: Person, id: string) => (await person.get<TicketRow>(`/api/tickets/${id}`)).body;

it('an agent resolves twenty tickets with the keys that the screen shows', async () => {
  const { ana, ben, sol, jonas, desk } = world;
  const tickets: TicketRow[] = [];
  for (let n = 1; n <= 20; n += 1) tickets.push(await jonas.opens(`Question ${n}`));
  const page = await windows.open(`${desk.url}/desk/waiting`);
  await signIn(page, ana);
  await page.getByText('About: Question 20').waitFor();
  const press = await keysFromSheet(page);

  await press('Next ticket');
  await press('Open the ticket');
  const worked = new Set<string>();
  const shows = (n: number) => page.getByRole('heading', { level: 2, name: `Question ${n}`, exact: true }).waitFor();
  for (let n = 1; n <= 20; n += 1) {
    await shows(n);
    await page.getByRole('article').getByText(`About: Question ${n}`, { exact: true }).waitFor();
    worked.add(idIn(page));
    if (n % 5 === 0) {
      await press('Assign to');
      await page.getByRole('combobox', { name: 'Assign to' }).fill('ben');
      await page.keyboard.press('Enter');
      continue;
    }
    if (n % 4 === 0) {
      await press('Write an internal note');
      await page.keyboard.type(`A note on ${n}, with j and e and i in it.`);
      await page.keyboard.press('Enter');
      await page.getByRole('article').getByText(`A note on ${n},`).waitFor();
    } else {
      await press('Write a reply');
      await page.keyboard.type(`An answer to ${n}, with j and e and i in it.`);
      await page.keyboard.press('Enter');
      await page.getByRole('article').getByText(`An answer to ${n},`).waitFor();
      await page.getByText(/^Sent/u).waitFor();
    }
    await press('Leave the box or the ticket');
    await press('Resolve and open the next');
    if (n !== 7) continue;
    // A slip: the undo brings the ticket back at once.
    await shows(8);
    await press('Undo');
    await shows(7);
    expect((await ticketOf(sol, tickets[6]?.id ?? '')).statusType).toBe('in_progress');
    await press('Resolve and open the next');
  }
  await page.getByText('Nobody is waiting.').waitFor();
  expect(worked.size).toBe(20);
  await press('Go to Mine');
  await page.getByText('No tickets are assigned to you.').waitFor();

  for (const [i, { id }] of tickets.entries()) {
    const row = await ticketOf(sol, id);
    expect([i + 1, row.statusType, row.assignee?.name ?? null]).toEqual(
      (i + 1) % 5 === 0 ? [i + 1, 'in_progress', ben.name] : [i + 1, 'resolved', (i + 1) % 4 === 0 ? null : ana.name],
    );
  }
});

describe('single keys', () => {
  it('never fire while somebody types or composes, in a dialog, on a select or with a modifier', async () => {
    const { ana, sol, mia } = world;
    const row = await mia.opens('Typed in passing');
    const page = await opened(ana, row);
    const unchanged = async () =>
      await expect
        .poll(() => ticketOf(sol, row.id))
        .toMatchObject({
          status: row.status,
          assignee: null,
          version: expect.any(Number),
        });

    await page.getByLabel('Reply to Mia').focus();
    await page.keyboard.type('every key is a letter: e i a j');
    await unchanged();
    await expect.poll(() => page.getByLabel('Reply to Mia').inputValue()).toContain('e i a j');
    await page.keyboard.press('Escape');

    await page.getByLabel('Status').focus();
    await page.keyboard.press('e');
    await page.keyboard.press('i');
    await page.keyboard.press('Escape');
    await expect.poll(() => page.getByRole('dialog').count()).toBe(0);

    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
    await page.keyboard.press('e');
    await page.keyboard.press('i');
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });

    for (const held of ['Control', 'Alt', 'Meta'] as const) await page.keyboard.press(`${held}+i`);
    await page.evaluate(() => {
      const press = (more: object) =>
        document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'i', code: 'KeyI', bubbles: true, ...more }));
      press({ isComposing: true });
      press({ keyCode: 229 });
    });
    await unchanged();

    // The same key works when none of this applies.
    await page.locator('body').press('i');
    await expect.poll(async () => (await ticketOf(sol, row.id)).assignee?.name).toBe('Ana');
    await page.context().close();
  });

  it('open each select of the header, and are commands again after the choice', async () => {
    const { sol, mia } = world;
    const row = await mia.opens('Choices by key');
    const page = await opened(sol, row);
    for (const [key, name, typed] of [
      ['s', 'Set the status', 'waiting'],
      ['p', 'Set the priority', 'high'],
    ] as const) {
      await page.locator('body').press(key);
      await page.getByRole('combobox', { name }).fill(typed);
      await page.keyboard.press('Enter');
    }
    await expect.poll(() => ticketOf(sol, row.id)).toMatchObject({ status: 'pending', priority: 'high' });
    // A select keeps taking letters, unless the choice was made with the mouse.
    await page.getByLabel('Priority').click();
    await page.getByLabel('Priority').selectOption('normal');
    await expect.poll(() => ticketOf(sol, row.id)).toMatchObject({ priority: 'normal' });
    await page.keyboard.press('n');
    await page.keyboard.type('low');
    await expect.poll(() => page.getByRole('textbox', { name: /not sent/u }).inputValue()).toBe('low');
    await expect.poll(() => ticketOf(sol, row.id)).toMatchObject({ priority: 'normal' });
    await page.context().close();
  });

  it('tag, escalate and filter, and the palette switches to away', async () => {
    const { sol, mia } = world;
    const row = await mia.opens('Tagged by key');
    const page = await opened(sol, row);
    // The panel beside the conversation has the field, and comes after it.
    await page.getByLabel('Add a tag').waitFor();
    await page.locator('body').press('t');
    await page.keyboard.type('by key');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Remove the tag by key' }).waitFor();
    await page.keyboard.press('Escape');
    for (const [typed, said] of [
      ['escalate', 'Escalated “Tagged by key”'],
      ['between away', 'You are away'],
      ['between away', 'You are available'],
    ] as const) {
      await find(page, typed);
      await page.keyboard.press('Enter');
      await page.getByText(said).first().waitFor();
    }
    await expect.poll(() => ticketOf(sol, row.id)).toMatchObject({ escalated: true });
    await page.keyboard.press('f');
    await page.keyboard.type('Tagged');
    await expect
      .poll(() => page.getByRole('dialog', { name: 'Filter' }).getByLabel('Contains').inputValue())
      .toBe('Tagged');
    await page.keyboard.press('Escape');
    await page.context().close();
  });

  it('act on the selected tickets, and on nothing once the selection is gone', async () => {
    const { sol, ben, mia } = world;
    const [one, other] = [await mia.opens('Open beside it'), await mia.opens('Picked, and gone')];
    const page = await opened(sol, one);
    const row = page.getByRole('region', { name: 'Queue' }).getByRole('link', { name: other.subject });
    await row.focus();
    await page.keyboard.press('x');
    await page.getByText('1 selected').waitFor();
    await ben.put(`/api/tickets/${other.id}/status`, { status: 'resolved' });
    await page.getByText('1 update').waitFor();
    await page.keyboard.press('p');
    await page.getByText('The selected tickets left the list.').waitFor();
    await page.keyboard.type('urgent');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Escape');
    await expect.poll(() => ticketOf(sol, one.id)).toMatchObject({ priority: 'normal', status: 'open' });
    await page.context().close();
  });

  it('explain why they do nothing on a colleague’s ticket', async () => {
    const { ana, ben, mia } = world;
    const row = await mia.opens('Held by a colleague');
    await ben.put(`/api/tickets/${row.id}/assignee`, { assigneeId: ben.id });
    const page = await opened(ana, row);
    for (const key of ['e', 'p', 'h']) {
      await page.locator('body').press(key);
      const said = page.getByText('This ticket is assigned to Ben. Ask them or a supervisor.').first();
      await said.waitFor();
      await page.getByRole('region', { name: 'Last action' }).getByRole('button').click();
      await said.waitFor({ state: 'detached' });
    }
    await page.context().close();
  });

  it('can be switched off and are then printed nowhere, while keys with Ctrl still work', async () => {
    const { ben, sol, mia } = world;
    const row = await mia.opens('Keys are off');
    const page = await opened(ben, row);
    const resolve = page.getByRole('button', { name: /^Resolve/u });
    await resolve.locator('kbd').waitFor();

    await find(page, 'preferences');
    await page.keyboard.press('Enter');
    const box = page.getByRole('checkbox', { name: 'Single-key shortcuts' });
    await box.focus();
    await page.keyboard.press('Space');
    await page.keyboard.press('Escape');
    await resolve.locator('kbd').waitFor({ state: 'detached' });
    await page.locator('body').press('i');
    await page.locator('body').press('e');

    await find(page, 'take');
    await page.keyboard.press('Enter');
    await expect.poll(async () => (await ticketOf(sol, row.id)).assignee?.name).toBe('Ben');
    expect((await ticketOf(sol, row.id)).statusType).toBe('in_progress');

    // A personal setting survives.
    await page.reload();
    await resolve.waitFor();
    await expect.poll(() => resolve.locator('kbd').count()).toBe(0);
    await page.context().close();
  });

  it('can be changed, explain conflicts, and show everywhere at once', async () => {
    const { sol, mia } = world;
    const row = await mia.opens('Another key');
    const page = await opened(sol, row);
    await find(page, 'preferences');
    await page.keyboard.press('Enter');

    const take = page.getByLabel('Take the ticket', { exact: true });
    await take.fill('e');
    await take.press('Enter');
    await page.getByText('“e” conflicts with “Resolve and open the next” (e).').waitFor();
    await page.getByRole('button', { name: 'Use it here' }).click();
    await expect.poll(() => take.inputValue()).toBe('e');
    const resolve = page.getByLabel('Resolve and open the next', { exact: true });
    await expect.poll(() => resolve.inputValue()).toBe('');
    await resolve.fill('dd');
    await resolve.press('Enter');
    await expect.poll(() => resolve.inputValue()).toBe('d d');
    await take.fill('four');
    await take.press('Enter');
    await page.getByText('“four” is not a key').waitFor();
    await page.getByRole('button', { name: 'Close' }).click();

    await page.reload();
    await page.locator('#talk').getByText('About: Another key').waitFor();
    await expect.poll(() => page.getByRole('button', { name: /^Take/u }).locator('kbd').innerText()).toBe('e');
    await page.keyboard.press('?');
    const line = page.locator('[role="dialog"] dl > div').filter({ hasText: 'Resolve and open the next' });
    await expect.poll(() => line.locator('kbd').allInnerTexts()).toEqual(['d', 'd']);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });

    await page.keyboard.press('i');
    await page.keyboard.press('e');
    await expect.poll(async () => (await ticketOf(sol, row.id)).assignee?.name).toBe('Sol');
    await page.keyboard.press('d');
    await page.keyboard.press('d');
    await expect.poll(async () => (await ticketOf(sol, row.id)).statusType).toBe('resolved');

    await find(page, 'preferences');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Reset all keys' }).click();
    await expect.poll(() => take.inputValue()).toBe('i');
    await expect.poll(() => resolve.inputValue()).toBe('e');
    await page.context().close();
  });
});
describe('sequences of two keys', () => {
  it('open another view', async () => {
    const page = await windows.open(`${world.desk.url}/desk/waiting`);
    await signIn(page, world.ana);
    await page.getByRole('heading', { name: 'Waiting', exact: true }).waitFor();
    await page.keyboard.press('g');
    await page.keyboard.press('m');
    await page.getByRole('heading', { name: 'Mine', exact: true }).waitFor();
    await page.context().close();
  });

  it('exist for every place in the person’s menu and for no other, in the sheet and the palette', async () => {
    for (const [person, signsInWith] of [
      [world.ana, world.ana],
      [world.zoe, ADMIN],
    ] as const) {
      const { body } = await person.get<{ menu: { label: string }[] }>('/api/me');
      const titles = body.menu.map(({ label }) => label);
      const page = await windows.open(`${world.desk.url}/desk/waiting`);
      await signIn(page, signsInWith);
      await page.getByRole('heading', { name: 'Waiting', exact: true }).waitFor();
      const press = await keysFromSheet(page);
      const pressed = press.words.filter((words) => words.startsWith('Go to ')).map((words) => words.slice(6));
      expect(pressed.filter((title) => !titles.includes(title))).toEqual([]);
      // Colleagues who happen to be here stand there too, and are no places.
      const places = page.getByRole('navigation').first().locator('ul a:not([aria-labelledby="team"] a)');
      const shown = await places.allInnerTexts();
      await press('Go to Settings');
      const settings = page.getByRole('navigation', { name: 'Settings' });
      await settings.waitFor();
      shown.push(...(await settings.locator('ul a').allInnerTexts()));
      expect(shown.map((text) => text.split('\n')[0] ?? '').toSorted()).toEqual(titles.toSorted());
      await find(page, 'Go to');
      const options = page.getByRole('option').filter({ hasText: /^Go to/u });
      const listed = await options.evaluateAll((all) => all.map((one) => one.textContent ?? ''));
      for (const title of titles) expect(listed.filter((words) => words.startsWith(`Go to ${title}`))).not.toEqual([]);
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      // Settings pages have keys only if they are opened daily. Settings lead on to the first page. The page of the widget
      // comes last, because it focuses a field that takes the keys.
      const isLast = (title: string) => Number(title === 'Widget');
      for (const title of pressed.filter((one) => one !== 'Settings').toSorted((a, b) => isLast(a) - isLast(b))) {
        await press(`Go to ${title}`);
        await page.locator('nav a[aria-current="page"]').filter({ hasText: title, visible: true }).first().waitFor();
      }
      await page.context().close();
    }
  });

  it('open the right view after a ticket was resolved, even while the page is busy', async () => {
    const row = await world.mia.opens('Done quickly');
    await world.mia.opens('Slow to be drawn');
    const page = await opened(world.ana, row);
    await page.getByRole('button', { name: /^Resolve/u }).waitFor();
    await page.evaluate(() =>
      addEventListener('keydown', ({ key }) => {
        const until = performance.now() + 1_200;
        while (key === 'g' && performance.now() < until);
      }),
    );
    await page.keyboard.press('e');
    await page.getByText('Resolved “Done quickly”').first().waitFor();
    await expect.poll(() => idIn(page)).not.toBe(row.id);
    await Promise.all([page.keyboard.press('g'), page.keyboard.press('w')]);
    await expect.poll(() => new URL(page.url()).pathname).toBe('/desk/waiting');
    await page.context().close();
  });
});

it('no page threw an error', () => {
  expect(windows.errors).toEqual([]);
});
