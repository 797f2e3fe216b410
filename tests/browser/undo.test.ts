import { describe, expect, it } from 'vitest';
import type { TicketRow } from '../../server/tickets/contract.ts';
import { windows, world } from '../support/stage.ts';
import { signIn } from '../support/windows.ts';

async function opened(subject: string) {
  const { ana, jonas, desk } = world;
  const ticket = await jonas.opens(subject);
  const page = await windows.open(`${desk.url}/desk/all/${ticket.id}`);
  await signIn(page, ana);
  const priority = page.getByRole('main').getByRole('combobox', { name: 'Priority', exact: true });
  await priority.waitFor();
  // Heard live: from here on nothing waits for the connection.
  await jonas.says(ticket.id, 'Hello?');
  await page.getByRole('article').getByText('Hello?').waitFor();
  await priority.selectOption('high');
  const toast = page.getByRole('region', { name: 'What just happened' });
  await toast.getByText('has priority High').waitFor();
  const now = async () => (await ana.get<TicketRow>(`/api/tickets/${ticket.id}`)).body.priority;
  return { page, ticket, priority, toast, now };
}

describe('an undo that comes too late', () => {
  it('leaves what a colleague did since, and says so', async () => {
    const { page, ticket, priority, toast, now } = await opened('Changed meanwhile');
    await world.ben.patch(`/api/tickets/${ticket.id}`, { priority: 'urgent' });
    await expect.poll(() => priority.inputValue()).toBe('urgent');
    await toast.getByRole('button', { name: 'Undo' }).click();
    await toast.getByText('Ben changed the priority meanwhile.').waitFor();
    expect(await now()).toBe('urgent');
    await page.context().close();
  });

  it('says that somebody has put it back already', async () => {
    const { page, ticket, priority, toast } = await opened('Put back');
    await world.ben.patch(`/api/tickets/${ticket.id}`, { priority: 'normal' });
    await expect.poll(() => priority.inputValue()).toBe('normal');
    await toast.getByRole('button', { name: 'Undo' }).click();
    await toast.getByText('Somebody put “Put back” back already.').waitFor();
    await page.context().close();
  });

  it('says that the ticket is gone', async () => {
    const { page, ticket, toast } = await opened('Deleted');
    await world.zoe.delete(`/api/tickets/${ticket.id}`);
    await page.getByRole('heading', { name: 'Deleted' }).waitFor({ state: 'detached' });
    await toast.getByRole('button', { name: 'Undo' }).click();
    await toast.getByText('“Deleted” is not here any more.').waitFor();
    await page.context().close();
  });

  it('says that its time is over', async () => {
    const { page, toast, now } = await opened('Slow hands');
    await toast.waitFor({ state: 'detached' });
    await page.keyboard.press('Escape');
    await page.keyboard.press('z');
    await toast.getByText('Too late to undo: “Slow hands” has priority High').waitFor();
    expect(await now()).toBe('high');
    await page.context().close();
  });
});
