import { expect, it } from 'vitest';
import { windows, world } from '../support/stage.ts';
import { signIn } from '../support/windows.ts';

it('on a phone, what was done stands under the head of the next ticket, so that it can be resolved at once', async () => {
  const { sol, jonas, desk } = world;
  const first = await jonas.opens('Resolved on a train');
  await jonas.opens('Next on a train');
  const page = await windows.open(`${desk.url}/desk/waiting/${first.id}`, { viewport: { width: 390, height: 844 } });
  await signIn(page, sol);
  await page.getByRole('heading', { name: 'Resolved on a train' }).waitFor();
  await page.getByRole('button', { name: 'Resolve', exact: true }).click();
  await page.getByRole('heading', { name: 'Next on a train' }).waitFor();
  const done = await page.getByRole('region', { name: 'Last action' }).boundingBox();
  const next = await page.getByRole('button', { name: 'Resolve', exact: true }).boundingBox();
  if (!done || !next) throw new Error('The last action or the next one is not on the page.');
  expect(done.y).toBeGreaterThanOrEqual(next.y + next.height);
  expect(windows.errors).toEqual([]);
});

const LONG = 'The machine on the third floor leaks through the ceiling whenever the tank of the second one is filled';

it.each([1440, 390])(
  'what was done, to whom and until when is whole at %i px, and the subject gives way',
  async (width) => {
    const { sol, ben, jonas, desk } = world;
    const ticket = await jonas.opens(LONG);
    const page = await windows.open(`${desk.url}/desk/all/${ticket.id}`, { viewport: { width, height: 844 } });
    await signIn(page, sol);
    await page.getByRole('heading', { name: LONG }).waitFor();
    const words = page.getByRole('region', { name: 'Last action' }).locator('span').first();
    const cut = () =>
      words.evaluate(
        (element) => element.scrollWidth > element.clientWidth || element.scrollHeight > element.clientHeight,
      );
    await page.keyboard.press('a');
    await page.getByRole('dialog').getByRole('option', { name: ben.me.name }).click();
    await expect.poll(() => words.textContent()).toBe(`Assigned “The machine on the th…is filled” to ${ben.me.name}`);
    expect(await cut()).toBe(false);
    // All of it, for a screen reader and a pointer.
    expect(await words.getAttribute('title')).toBe(`Assigned “${LONG}” to ${ben.me.name}`);
  },
);

it('on a phone, the head of a conversation shows number and status whole, and the title gives way', async () => {
  const { sol, jonas, desk } = world;
  const ticket = await jonas.opens(LONG);
  await sol.put(`/api/tickets/${ticket.id}/status`, { status: 'pending' });
  const page = await windows.open(`${desk.url}/desk/all/${ticket.id}`, { viewport: { width: 390, height: 844 } });
  await signIn(page, sol);
  const head = page.locator('#talk header');
  const meta = head.getByText(`${ticket.number} · Waiting for the customer`);
  await meta.waitFor();
  const box = await meta.boundingBox();
  const whole = await meta.evaluate((element) => element.scrollWidth <= element.clientWidth + 1);
  expect([whole, (box?.x ?? 0) + (box?.width ?? 999) <= 390]).toEqual([true, true]);
  expect(await head.getByRole('heading').evaluate((element) => element.scrollWidth > element.clientWidth)).toBe(true);
});
