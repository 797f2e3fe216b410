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
