import { describe, expect, it } from 'vitest';
import type { TicketRow } from '../../server/tickets/contract.ts';
import { wire } from '../support/line.ts';
import { windows, world } from '../support/stage.ts';
import { signIn } from '../support/windows.ts';

async function opened(subject: string) {
  const { ana, jonas, desk } = world;
  const ticket = await jonas.opens(subject);
  const page = await windows.open(`${desk.url}/desk/all/${ticket.id}`);
  await signIn(page, ana);
  const priority = page.getByRole('main').getByRole('combobox', { name: 'Priority', exact: true });
  await priority.waitFor();
  // The change arrived live, so nothing waits for the connection from here on.
  await jonas.says(ticket.id, 'Hello?');
  await page.getByRole('article').getByText('Hello?').waitFor();
  await priority.selectOption('high');
  const toast = page.getByRole('region', { name: 'Last action' });
  await toast.getByText('now has priority High').waitFor();
  const now = async () => (await ana.get<TicketRow>(`/api/tickets/${ticket.id}`)).body.priority;
  return { page, ticket, priority, toast, now };
}

describe('an undo', () => {
  const resolved = async () => {
    const { mia, sol, desk } = world;
    const row = await mia.opens('Resolved by a slip');
    await mia.opens('The one after');
    const page = await windows.open(`${desk.url}/desk/waiting/${row.id}?sort=created`);
    await signIn(page, sol);
    await page.getByRole('article').getByText('About: Resolved by a slip').waitFor();
    await page.keyboard.press('e');
    const toast = page.getByRole('region', { name: 'Last action' });
    await toast.getByText('Resolved “Resolved by a slip”').waitFor();
    await expect.poll(() => page.url()).not.toContain(row.id);
    const isBack = async () => (await sol.get<TicketRow>(`/api/tickets/${row.id}`)).body.status === 'open';
    const focused = () => page.evaluate(() => document.activeElement?.id);
    return { page, row, toast, isBack, focused };
  };

  it('stands clear of the acts on a selection', async () => {
    const { page, toast } = await resolved();
    await page.keyboard.press('x');
    const bar = page.getByRole('region', { name: 'Selected tickets' });
    await bar.waitFor();
    for (const width of [1440, 720]) {
      await page.setViewportSize({ width, height: 900 });
      await expect
        .poll(async () => {
          const [done, acts] = [await toast.boundingBox(), await bar.boundingBox()];
          return done && acts && done.y + done.height <= acts.y;
        })
        .toBe(true);
    }
  });

  it('opens the restored ticket in its list, with the focus in it, and says what was undone', async () => {
    const { page, row, toast, isBack, focused } = await resolved();
    await page.keyboard.press('z');
    await toast.getByText('Undone: Resolved “Resolved by a slip”', { exact: true }).waitFor();
    await expect.poll(() => page.url()).toContain(`/desk/waiting/${row.id}?sort=created`);
    expect(await isBack()).toBe(true);
    await page.getByRole('article').getByText('About: Resolved by a slip').waitFor();
    await expect.poll(focused).toBe('talk');
    await page.keyboard.press('e');
    await expect.poll(() => page.url()).not.toContain(row.id);
    await page.context().close();
  });

  it('brings back what the reply before it changed, also where the facts of the reply came late', async () => {
    const { mia, sol, desk } = world;
    const row = await mia.opens('Answered and resolved in one breath');
    const page = await windows.open('about:blank');
    const line = await wire(page);
    await page.goto(`${desk.url}/desk/waiting/${row.id}?sort=created`);
    await signIn(page, sol);
    await page.getByRole('article').getByText('About: Answered').waitFor();
    // It arrives live, so nothing waits for the connection from here on.
    await mia.says(row.id, 'Hello?');
    await page.getByRole('article').getByText('Hello?').waitFor();
    await page.getByRole('textbox', { name: /^Reply to/u }).fill('Done.');
    line.hold();
    await page.keyboard.press('Enter');
    await page.getByText(/^Sent/u).waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('e');
    line.letGo();
    const status = async () => (await sol.get<TicketRow>(`/api/tickets/${row.id}`)).body.status;
    await expect.poll(status).toBe('resolved');
    await page.keyboard.press('z');
    await expect.poll(status).toBe('in_progress');
  });

  it('stays on the current ticket when the agent is writing there', async () => {
    const { page, row, toast, isBack } = await resolved();
    const box = page.getByRole('textbox', { name: /^Reply to/u });
    await box.fill('To somebody else');
    const elsewhere = page.url();
    await toast.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(isBack).toBe(true);
    // The restored ticket joins the list once the pointer is off it.
    await page.mouse.move(900, 300);
    await page.getByRole('region', { name: 'Queue' }).getByRole('link', { name: row.subject }).first().waitFor();
    expect(page.url()).toBe(elsewhere);
    await expect.poll(() => box.inputValue()).toBe('To somebody else');
    await page.context().close();
  });
});

describe('a key to undo', () => {
  it('says that there is nothing to undo, before the first act and after the last', async () => {
    const { page, toast, now } = await opened('Nothing happened yet');
    await page.reload();
    await page.getByRole('article').getByText('Hello?').waitFor();
    await page.locator('body').press('z');
    await toast.getByText('Nothing to undo.', { exact: true }).waitFor();
    await page.getByRole('main').getByRole('combobox', { name: 'Priority', exact: true }).selectOption('urgent');
    await toast.getByText('now has priority Urgent').waitFor();
    await page.locator('body').press('z');
    await toast.getByText('Undone: “Nothing happened yet” now has priority Urgent', { exact: true }).waitFor();
    expect(await now()).toBe('high');
    await page.locator('body').press('z');
    await toast.getByText('Nothing to undo.', { exact: true }).waitFor();
    expect(await now()).toBe('high');
  });
});

describe('an undo of a resolve', () => {
  const snoozed = async (subject: string) => {
    const { jonas, ana, desk } = world;
    const row = await jonas.opens(subject);
    const until = Date.now() + 3_600_000;
    expect((await ana.put(`/api/tickets/${row.id}/snooze`, { until })).status).toBe(200);
    const page = await windows.open(`${desk.url}/desk/snoozed/${row.id}`);
    await signIn(page, ana);
    await page.getByRole('article').getByText(`About: ${subject}`).waitFor();
    const now = async () => {
      const { status, snoozedUntil } = (await ana.get<TicketRow>(`/api/tickets/${row.id}`)).body;
      return { status, snoozedUntil };
    };
    return { page, row, until, now };
  };

  it('brings the snooze back too', async () => {
    const { page, until, now } = await snoozed('Asleep, then resolved');
    await page.keyboard.press('e');
    await expect.poll(now).toEqual({ status: 'resolved', snoozedUntil: null });
    await page.getByRole('button', { name: /^Undo/u }).first().waitFor();
    await page.keyboard.press('z');
    await expect.poll(now).toEqual({ status: 'open', snoozedUntil: until });
    await page.context().close();
  });

  it('brings it back for every ticket of a bulk action', async () => {
    const { page, row, until, now } = await snoozed('Asleep among others');
    await page.goto(`${world.desk.url}/desk/snoozed`);
    await page.getByRole('link', { name: row.subject }).focus();
    await page.keyboard.press('x');
    await page.getByRole('region', { name: 'Selected tickets' }).waitFor();
    await page.keyboard.press('e');
    await expect.poll(now).toEqual({ status: 'resolved', snoozedUntil: null });
    await page.getByRole('button', { name: /^Undo/u }).first().waitFor();
    await page.keyboard.press('z');
    await expect.poll(now).toEqual({ status: 'open', snoozedUntil: until });
    await page.getByText('Undone: 1 are now Resolved.', { exact: true }).first().waitFor();
    await page.context().close();
  });
});

describe('an undo that comes too late', () => {
  it('keeps a colleague’s later change, and says so', async () => {
    const { page, ticket, priority, toast, now } = await opened('Changed meanwhile');
    await world.ben.patch(`/api/tickets/${ticket.id}`, { priority: 'urgent' });
    await expect.poll(() => priority.inputValue()).toBe('urgent');
    await toast.getByRole('button', { name: 'Undo' }).click();
    await toast.getByText('Ben changed the priority meanwhile.').waitFor();
    await expect.poll(() => now()).toBe('urgent');
    await page.context().close();
  });

  it('says that somebody has already undone it', async () => {
    const { page, ticket, priority, toast } = await opened('Put back');
    await world.ben.patch(`/api/tickets/${ticket.id}`, { priority: 'normal' });
    await expect.poll(() => priority.inputValue()).toBe('normal');
    await toast.getByRole('button', { name: 'Undo' }).click();
    await toast.getByText('Somebody already undid this on “Put back”.').waitFor();
    await page.context().close();
  });

  it('says that the ticket no longer exists', async () => {
    const { page, ticket, toast } = await opened('Deleted');
    await world.zoe.delete(`/api/tickets/${ticket.id}`);
    await page.getByRole('heading', { name: 'Deleted' }).waitFor({ state: 'detached' });
    await toast.getByRole('button', { name: 'Undo' }).click();
    await toast.getByText('“Deleted” no longer exists.').waitFor();
    await page.context().close();
  });

  it('says that the time for undo is over', async () => {
    const { page, toast, now } = await opened('Slow hands');
    await toast.waitFor({ state: 'detached' });
    await page.keyboard.press('Escape');
    await page.keyboard.press('z');
    await toast.getByText('Too late to undo: “Slow hands” now has priority High').waitFor();
    await expect.poll(() => now()).toBe('high');
    await page.context().close();
  });
});
