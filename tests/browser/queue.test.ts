import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TicketRow } from '../../server/tickets/contract.ts';
import { windows, world } from '../support/stage.ts';
import { signIn } from '../support/windows.ts';

const tickets: TicketRow[] = [];
beforeAll(async () => {
  const { zoe, desk, jonas, mia } = world;
  for (let i = 0; i < 34; i += 1) {
    // The limit is twenty new tickets an hour per person.
    const person = i < 17 ? jonas : mia;
    tickets.push(await person.opens(`Ticket ${String(i).padStart(2, '0')}`));
    desk.ahead.ms += 1_000;
  }
  for (let i = 34; i < 60; i += 1) {
    const customer = i % 2 ? jonas : mia;
    const { body } = await (i < 47 ? zoe : world.sol).post<TicketRow>('/api/tickets', {
      subject: `Ticket ${i}`,
      body: 'By phone',
      customerId: customer.id,
    });
    tickets.push(body);
    desk.ahead.ms += 1_000;
  }
});
afterAll(() => expect(windows.errors).toEqual([]));

const open = async (path: string) => {
  const page = await windows.open(`${world.desk.url}/desk/${path}`);
  await signIn(page, world.sol);
  await page.getByRole('heading', { level: 2 }).first().waitFor();
  return page;
};
const queue = (page: Page) => page.getByRole('region', { name: 'Queue' });
const subjects = (page: Page) =>
  queue(page)
    .getByRole('listitem')
    .evaluateAll((rows) => rows.map((row) => /Ticket \d+/u.exec(row.textContent)?.[0]));
const rowOf = (id: string) => world.sol.get<TicketRow>(`/api/tickets/${id}`).then(({ body }) => body);

describe('the queue in a browser', () => {
  it('starts with the longest wait and loads page by page without a gap', async () => {
    const page = await open('waiting');
    await expect.poll(() => subjects(page)).toHaveLength(50);
    await page.getByRole('button', { name: 'Show more' }).click();
    await expect.poll(() => subjects(page)).toEqual(tickets.map(({ subject }) => subject));
    await expect.poll(() => page.getByRole('button', { name: 'Show more' }).count()).toBe(0);
    await page.context().close();
  });

  it('shows no ticket beyond the loaded pages, even a recently changed one', async () => {
    const page = await open('all?sort=created&from=mail');
    await expect.poll(() => subjects(page)).toHaveLength(50);
    const oldest = tickets[0] as TicketRow;
    await world.sol.patch(`/api/tickets/${oldest.id}`, { priority: 'high' });
    await world.sol.patch(`/api/tickets/${(tickets[59] as TicketRow).id}`, { priority: 'high' });
    await queue(page).getByRole('listitem').getByText('High').first().waitFor();
    await expect.poll(() => subjects(page)).not.toContain(oldest.subject);
    await page.getByRole('button', { name: 'Show more' }).click();
    await expect.poll(() => subjects(page)).toEqual(tickets.map(({ subject }) => subject).toReversed());
    await page.context().close();
  });

  it('keeps its order and filters through a reload, in the address, with an open ticket and without', async () => {
    const page = await open('waiting');
    await page.getByLabel('Sort by').selectOption('importance');
    await page.getByRole('button', { name: 'Filter' }).click();
    await page.getByRole('checkbox', { name: 'High' }).check();
    await page.getByRole('button', { name: 'Done' }).click();
    await expect.poll(() => subjects(page)).toHaveLength(2);
    expect(new URL(page.url()).search).toBe('?sort=importance&priority=high');
    await queue(page).getByRole('link').first().click();
    await page.reload();
    await expect.poll(() => subjects(page)).toHaveLength(2);
    await expect.poll(() => page.getByLabel('Sort by').inputValue()).toBe('importance');
    // A ticket that no longer matches leaves once the pointer is off the list.
    await page.mouse.move(900, 500);
    await world.sol.patch(`/api/tickets/${(tickets[0] as TicketRow).id}`, { priority: 'normal' });
    await world.sol.patch(`/api/tickets/${(tickets[59] as TicketRow).id}`, { priority: 'normal' });
    await queue(page).getByText('No tickets match these filters.').waitFor();
    await page.getByRole('button', { name: 'Clear all' }).click();
    await expect.poll(() => subjects(page)).toHaveLength(50);
    await page.context().close();
  });

  it.each([1440, 1280, 1100, 390])(
    'shows its name, count and longest wait beside waiting updates, %i px',
    async (width) => {
      const held = tickets[1] as TicketRow;
      const give = (assigneeId: string | null) => world.sol.put(`/api/tickets/${held.id}/assignee`, { assigneeId });
      // A member of a team has one more button there.
      const ofTeam = { name: `Team at ${width}`, memberIds: [world.sol.id] };
      const { body: team } = await world.zoe.post<{ id: string }>('/api/teams', ofTeam);
      await give(world.sol.id);
      const page = await open('waiting');
      await page.setViewportSize({ width, height: 900 });
      await queue(page).getByRole('button', { name: 'My teams' }).waitFor();
      const first = queue(page).getByRole('listitem').first();
      await first.hover();
      const before = await first.boundingBox();
      await give(null);
      await queue(page)
        .getByRole('button', { name: /^1 update, 1 new\s+Show/u })
        .waitFor();
      // The row under the pointer stays where it was.
      expect(await first.boundingBox()).toEqual(before);
      const cut = await queue(page)
        .getByRole('heading')
        .evaluate((heading) => {
          // As after some hours of work.
          const longest = heading.nextElementSibling?.lastChild;
          if (longest) longest.textContent = ', longest 14h 53m';
          const head = heading.closest('header');
          if (!head || !(longest instanceof HTMLElement)) return ['no head'];
          return [heading, longest, ...head.querySelectorAll('button')].flatMap((one) => {
            if (!one.checkVisibility()) return [];
            const box = one.getBoundingClientRect();
            const frame = (one === longest ? one.parentElement : head)?.getBoundingClientRect();
            const isFree = [box.left + 2, box.right - 2].every((x) =>
              one.contains(document.elementFromPoint(x, box.top + box.height / 2)),
            );
            const isInside = frame && box.bottom <= frame.bottom + 1 && box.right <= frame.right + 1;
            return one.scrollWidth <= one.clientWidth + 1 && isFree && isInside ? [] : [one.textContent];
          });
        });
      expect(cut).toEqual([]);
      await world.zoe.delete(`/api/teams/${team.id}`);
      await page.context().close();
    },
  );

  it('snoozes a ticket, opens the next, and undoes the snooze', async () => {
    const [first, second] = tickets as [TicketRow, TicketRow];
    const page = await open(`waiting/${first.id}`);
    await page.getByRole('button', { name: 'Snooze' }).click();
    await page.getByRole('button', { name: 'In an hour' }).click();
    await page.getByText(`Snoozed “${first.subject}”`).first().waitFor();
    await expect.poll(() => page.url()).toContain(second.id);
    await page.keyboard.press('g');
    await page.keyboard.press('s');
    await expect.poll(() => subjects(page)).toEqual([first.subject]);
    await page.keyboard.press('z');
    await queue(page).getByText('Nothing is snoozed.').waitFor();
    expect((await rowOf(first.id)).snoozedUntil).toBeNull();
    await page.context().close();
  });

  it('selects many tickets by keyboard and Shift, changes them in one request, and undoes all in another', async () => {
    const page = await open('waiting');
    const changes: string[] = [];
    page.on('request', (request) => {
      const path = new URL(request.url()).pathname;
      if (request.method() !== 'GET' && /^\/api\/(?:tickets|acts)/u.test(path))
        changes.push(`${request.method()} ${path}`);
    });
    await queue(page).getByRole('link').first().focus();
    await page.keyboard.press('x');
    await page.keyboard.press('j');
    await page.keyboard.press('x');
    const third = queue(page).getByRole('listitem').nth(3);
    await third.hover();
    await third.getByRole('checkbox').click({ modifiers: ['Shift'] });
    await page.getByText('4 selected').waitFor();
    const picked = tickets.slice(0, 4);
    // Ticket keys now act on all selected tickets.
    await page.keyboard.press('p');
    await page.getByRole('combobox', { name: 'Set the priority' }).fill('urgent');
    await page.keyboard.press('Enter');
    await page.getByText('4 now have priority Urgent.').first().waitFor();
    for (const { id } of picked) expect((await rowOf(id)).priority).toBe('urgent');
    await page.getByRole('button', { name: 'Undo' }).click();
    for (const { id } of picked) await expect.poll(async () => (await rowOf(id)).priority).toBe('normal');
    expect(changes).toEqual(Array(2).fill('POST /api/acts'));

    // A tag is added where it is missing, each ticket keeps its own, and one undo takes back only that.
    const tag = async (name: string) => (await world.sol.post<{ id: string }>('/api/tags', { name })).body.id;
    const [common, own] = [await tag('Recall'), await tag('Own')];
    const [first, second] = picked as [TicketRow, TicketRow];
    expect((await world.sol.put(`/api/tickets/${first.id}/tags`, { tagIds: [own] })).status).toBe(200);
    const tagsOf = () => Promise.all([first, second].map(async ({ id }) => (await rowOf(id)).tags));
    const row = ({ subject }: TicketRow) => queue(page).getByRole('listitem').filter({ hasText: subject });
    for (const ticket of [first, second]) await row(ticket).getByRole('checkbox').check();
    await page.getByText('2 selected').waitFor();
    changes.length = 0;
    await page.getByRole('button', { name: /^Tags/u }).click();
    await page.getByRole('option', { name: 'Add “Recall”' }).click();
    await page.getByText('2 now have the tag “Recall”.').first().waitFor();
    expect(await tagsOf()).toEqual([[own, common], [common]]);
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(tagsOf).toEqual([[own], []]);
    expect(changes).toEqual(Array(2).fill('POST /api/acts'));

    await page.context().close();
  });

  it('offers no bulk undo that the server would refuse, and clears the selection by a key', async () => {
    const page = await windows.open(`${world.desk.url}/desk/waiting`);
    await signIn(page, world.ana);
    await queue(page).getByRole('link').first().focus();
    await page.keyboard.press('x');
    await page.getByText('1 selected').waitFor();
    await page.keyboard.press('Escape');
    await page.getByText('1 selected').waitFor({ state: 'detached' });
    await page.keyboard.press('x');
    await page.keyboard.press('a');
    await page.getByRole('combobox', { name: 'Assign to' }).fill('ben');
    await page.keyboard.press('Enter');
    await page.getByText('Assigned 1 to Ben.').first().waitFor();
    await expect.poll(() => page.getByRole('button', { name: 'Undo' }).count()).toBe(0);
    await page.context().close();
  });

  it('keeps the focus on a list’s name while its number changes', async () => {
    const page = await open('waiting');
    const link = page.getByRole('navigation').getByRole('link', { name: /^Waiting/u });
    await link.focus();
    const { ben } = world;
    const [free] = tickets.slice(15) as [TicketRow];
    const count = page.getByRole('navigation').getByRole('link', { name: /^Waiting/u });
    const before = await count.innerText();
    await ben.put(`/api/tickets/${free.id}/assignee`, { assigneeId: ben.id });
    await expect.poll(() => count.innerText()).not.toBe(before);
    await expect.poll(() => link.evaluate((one) => one === document.activeElement)).toBe(true);
    await page.context().close();
  });

  it('reports the refused tickets of a bulk action, and changes the rest', async () => {
    const [a, b] = tickets.slice(10) as [TicketRow, TicketRow];
    await world.ana.put(`/api/tickets/${b.id}/assignee`, { assigneeId: world.ana.id });
    const page = await windows.open(`${world.desk.url}/desk/all?sort=created`);
    await signIn(page, world.ben);
    await page.getByRole('button', { name: 'Show more' }).click();
    for (const { subject } of [a, b]) {
      const row = queue(page).getByRole('listitem').filter({ hasText: subject });
      await row.hover();
      await row.getByRole('checkbox').check();
    }
    await page.getByRole('region', { name: 'Selected tickets' }).getByRole('button', { name: 'Status' }).click();
    await page.getByRole('option', { name: 'Waiting for the customer' }).click();
    await page
      .getByText('1 are now Waiting for the customer. 1 were not changed: This ticket is assigned to Ana.')
      .first()
      .waitFor();
    expect((await rowOf(a.id)).status).toBe('pending');
    await page.context().close();
  });

  it('marks a ticket as unread by a key, and closes it so that it stays unread', async () => {
    const ticket = tickets[5] as TicketRow;
    const page = await open(`all/${ticket.id}`);
    await expect.poll(async () => (await rowOf(ticket.id)).unread).toBe(0);
    await page.keyboard.press('u');
    await expect.poll(async () => (await rowOf(ticket.id)).unread).toBe(1);
    await expect.poll(() => page.url()).not.toContain(ticket.id);
    await page.context().close();
  });

  it('folds a long run of changes into one line, which can be opened', async () => {
    const ticket = tickets[6] as TicketRow;
    for (const priority of ['high', 'low', 'urgent', 'normal', 'high'])
      await world.sol.patch(`/api/tickets/${ticket.id}`, { priority });
    const page = await open(`all/${ticket.id}`);
    const fold = page.getByRole('button', { name: '5 changes by Sol. Show them' });
    // A run at the end stays open and folds once a message follows.
    await expect.poll(() => page.getByText(/Sol changed the priority/u).count()).toBe(5);
    await world.jonas.says(ticket.id, 'Is there any news?');
    await fold.waitFor();
    await expect.poll(() => page.getByText(/Sol changed the priority/u).count()).toBe(0);
    await fold.click();
    await expect.poll(() => page.getByText(/Sol changed the priority/u).count()).toBe(5);
    await page.context().close();
  });

  it('takes the best of the matching tags, by arrows another one, and Escape clears the box', async () => {
    const ticket = tickets[21] as TicketRow;
    for (const name of ['delivery', 'delay', 'model']) await world.sol.post('/api/tags', { name });
    const page = await open(`all/${ticket.id}`);
    const box = page.getByRole('combobox', { name: 'Add a tag' });
    const options = page.getByRole('listbox', { name: 'Tags to add' }).getByRole('option');
    const remove = (name: string) => page.getByRole('button', { name: `Remove the tag ${name}`, exact: true });
    await box.waitFor();
    await page.locator('body').press('t');
    await page.keyboard.type('del');
    await expect.poll(() => options.allInnerTexts()).toEqual(expect.arrayContaining(['model', 'Create “del”']));
    await expect.poll(async () => (await options.allInnerTexts()).at(-1)).toBe('Create “del”');
    const best = await options.first().innerText();
    expect(best).toMatch(/^del/u);
    await page.keyboard.press('Enter');
    await remove(best).waitFor();
    await box.fill('mod');
    await page.keyboard.press('Escape');
    await expect.poll(() => box.inputValue()).toBe('');
    await expect.poll(() => options.filter({ visible: true }).count()).toBe(0);
    await box.focus();
    await page.keyboard.press('ArrowDown');
    const first = await options.first().innerText();
    await page.keyboard.press('Enter');
    await remove(first).waitFor();
    await expect.poll(() => remove('del').count()).toBe(0);
    await page.context().close();
  });

  it('creates a tag by typing a new name, and every desk can filter by it', async () => {
    const ticket = tickets[20] as TicketRow;
    const page = await open(`all/${ticket.id}`);
    await page.getByRole('combobox', { name: 'Add a tag' }).fill('Grinder');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Remove the tag Grinder' }).waitFor();
    // The beginning of a known tag is most often that tag, and a new one would be everybody's.
    const box = page.getByRole('combobox', { name: 'Add a tag' });
    await box.fill('Grin');
    await page.keyboard.press('Enter');
    await expect.poll(() => box.inputValue()).toBe('');
    await expect.poll(() => page.getByRole('button', { name: /^Remove the tag/u }).count()).toBe(1);
    await box.fill('Grin');
    await page.keyboard.press('ArrowDown');
    await expect
      .poll(() =>
        page.getByRole('listbox', { name: 'Tags to add' }).getByRole('option', { selected: true }).innerText(),
      )
      .toBe('Create “Grin”');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Remove the tag Grin', exact: true }).waitFor();
    // Escalating is an act beside the promises; the panel then says what it means.
    const panel = page.getByRole('complementary');
    await panel.getByRole('button', { name: 'Escalate' }).click();
    await page.getByText(`Escalated “${ticket.subject}”`).first().waitFor();
    await panel.getByText('Escalated: comes before everything that is not late').waitFor();
    await panel.getByRole('button', { name: 'De-escalate' }).waitFor();
    await page.getByRole('button', { name: 'Filter' }).click();
    await page.getByRole('checkbox', { name: 'Grinder' }).check();
    await page.getByRole('button', { name: 'Done' }).click();
    await expect.poll(() => subjects(page)).toEqual([ticket.subject]);
    await page.context().close();
  });
});

it('shows the last message only if it says something else than the subject', async () => {
  const page = await open('all?sort=created');
  const long = `The lid of my machine does not close any more, whatever I do: ${'it opens. '.repeat(20)}`;
  const all = [
    ['The lid is loose', 'The lid is loose', ''],
    [long.slice(0, 80), long, ''],
    ['The lid', 'The lid is loose again', 'The lid is loose again'],
  ] as const;
  for (const [subject, body, shown] of all) {
    const { body: row } = await world.zoe.post<TicketRow>('/api/tickets', {
      ...{ subject, body, customerId: world.mia.id },
    });
    const texts = queue(page).locator(`[data-id="${row.id}"] a [dir="auto"]`);
    await expect.poll(() => texts.allInnerTexts()).toEqual(['Mia', row.subject, ...(shown ? [shown] : [''])]);
  }
  await page.context().close();
});
