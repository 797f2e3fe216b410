import { beforeAll, expect, it } from 'vitest';
import { Person } from '../support/person.ts';
import { windows, world } from '../support/stage.ts';
import { signIn } from '../support/windows.ts';

const ALL = 120;
beforeAll(async () => {
  // Nobody opens more than twenty an hour.
  for (let n = 0; n < ALL; n += 20) {
    const asker = await new Person(world.desk.url).register(`Asker ${n}`, `asker${n}@post.example`);
    for (let i = n; i < n + 20; i += 1) {
      await asker.opens(`Ticket ${String(i).padStart(3, '0')}`);
      world.desk.ahead.ms += 1_000;
    }
  }
}, 60_000);

it('of a long queue only what is near the screen is drawn, and keys, wheel and act reach the last of it', async () => {
  const page = await windows.open(`${world.desk.url}/desk/waiting`);
  await signIn(page, world.sol);
  const queue = page.getByRole('region', { name: 'Queue' });
  const row = (n: number) => queue.getByRole('link', { name: `Ticket ${String(n).padStart(3, '0')}` });
  const drawn = () => queue.getByRole('listitem').count();
  await row(0).waitFor();
  for (const loaded of [100, ALL]) {
    await page.getByRole('button', { name: 'Show more' }).click();
    await queue.locator(`li[aria-setsize="${loaded}"]`).first().waitFor();
  }
  expect(await drawn()).toBeLessThan(60);
  expect(await row(ALL - 1).count()).toBe(0);

  // By keys, all the way down; each has the focus in its turn.
  for (let n = 0; n < ALL; n += 1) await page.keyboard.press('j');
  await expect.poll(() => row(ALL - 1).evaluate((link) => link === document.activeElement)).toBe(true);
  expect(await queue.getByRole('listitem').last().getAttribute('aria-posinset')).toBe(String(ALL));
  expect(await drawn()).toBeLessThan(60);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Ticket 119' }).waitFor();

  // By wheel, back up, with the list where it was: nothing jumps under it.
  await queue.getByRole('list').hover();
  await page.mouse.wheel(0, -76 * 60);
  await row(55).waitFor();
  const top = await row(55).evaluate((link) => link.getBoundingClientRect().top);
  await page.mouse.wheel(0, -76);
  await expect
    .poll(() => row(55).evaluate((link) => Math.round(link.getBoundingClientRect().top)))
    .toBe(Math.round(top + 76));
  await page.mouse.wheel(0, -76 * ALL);
  await row(0).waitFor();

  // What is picked is picked, drawn or not.
  await row(0).focus();
  await page.keyboard.press('x');
  await page.mouse.wheel(0, 76 * ALL);
  await row(ALL - 1).waitFor();
  await page.getByText('1 picked').waitFor();
  await page.getByRole('region', { name: 'Picked tickets' }).getByRole('button', { name: 'Take' }).click();
  await page.getByText('You have 1 more.').first().waitFor();
  expect(windows.errors).toEqual([]);
}, 90_000);
