/** Each screen that shows only a part says so, and says how to come to the rest. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, expect, it } from 'vitest';
import { CUSTOMERS_SHOWN } from '../../server/customers/contract.ts';
import { DEAD_SHOWN } from '../../server/jobs/contract.ts';
import { MENTIONED_MOST } from '../../server/mentions/contract.ts';
import type { TicketRow } from '../../server/tickets/contract.ts';
import { violations } from '../support/axe.ts';
import { addDeadJobs } from '../support/dead-jobs.ts';
import { ADMIN } from '../support/desk.ts';
import { find, opened } from '../support/desk-page.ts';
import { windows, world } from '../support/stage.ts';
import { signIn } from '../support/windows.ts';
import { addPerson } from '../support/world.ts';

afterAll(() => expect(windows.errors).toEqual([]));

/** With a folder in SHOTS, each screen is also kept as a picture. */
async function picture(page: Page, name: string) {
  const folder = process.env['SHOTS'];
  if (!folder) return;
  await mkdir(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`) });
}

async function ticketsOf(customerId: string, n: number, subject: string) {
  const rows: TicketRow[] = [];
  for (let i = 1; i <= n; i += 1)
    rows.push(
      (await world.sol.post<TicketRow>('/api/tickets', { subject: `${subject} ${i}`, body: 'x', customerId })).body,
    );
  return rows;
}

it('the filter by customer says that only the newest of many are listed', async () => {
  const { desk, ana } = world;
  for (let n = 0; n <= CUSTOMERS_SHOWN; n += 1) await addPerson(desk, { name: `Namesake${n}`, role: 'customer' });
  const page = await windows.open(`${desk.url}/desk/all`);
  await signIn(page, ana);
  await page.getByRole('button', { name: /^Filter/u }).click();
  const box = page.getByRole('dialog', { name: 'Filter' }).getByRole('combobox', { name: 'Customer' });
  await box.pressSequentially('namesake');
  await page.getByText(`The ${CUSTOMERS_SHOWN} newest are shown. Type more of the name.`).waitFor();
  expect(await violations(page)).toEqual([]);
  await picture(page, 'customers');
  await box.fill('namesake1');
  await page.getByText('newest are shown').waitFor({ state: 'detached' });
  await box.fill('nobodyhere');
  await page.getByText('No customer has this in their name.').waitFor();
});

it('the other tickets of a customer, the choice of one, and the palette say what they leave out', async () => {
  const { desk, sol, mia } = world;
  const rows = await ticketsOf(mia.id, 55, 'Grinder');
  const [oldest, newest] = [rows[0], rows.at(-1)];
  const page = await windows.open(`${desk.url}/desk/all/${newest?.id}`);
  await signIn(page, sol);
  await page.getByText('The 5 newest are shown.').waitFor();
  expect(
    await page
      .getByRole('complementary')
      .getByRole('link', { name: /Grinder \d/u })
      .count(),
  ).toBe(5);
  await picture(page, 'panel');

  await page.getByRole('button', { name: 'More actions for this ticket' }).click();
  await page.getByRole('button', { name: 'Merge into another ticket' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: /Grinder 54/u }).waitFor();
  await expect.poll(() => dialog.getByRole('button', { name: /Grinder 1\b/u }).count()).toBe(0);
  await dialog.getByRole('button', { name: 'Show older tickets' }).scrollIntoViewIfNeeded();
  await picture(page, 'choose');
  await dialog.getByRole('button', { name: 'Show older tickets' }).click();
  const first = dialog.getByRole('button', { name: new RegExp(`${oldest?.subject}\\b`, 'u') });
  await first.waitFor();
  await expect.poll(() => dialog.getByRole('button', { name: 'Show older tickets' }).count()).toBe(0);
  await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toContain('Grinder');
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });

  await page.goto(`${desk.url}/desk/all`);
  await page.getByRole('link', { name: /Grinder 55/u }).waitFor();
  await page.getByRole('button', { name: 'Show more' }).click();
  await expect.poll(() => page.getByText('Show more').count()).toBe(0);
  await find(page, 'grinder');
  const told = page.getByRole('dialog').getByText(/The 50 best of \d+ matches are shown\. Type more\./u);
  await told.waitFor();
  await expect.poll(() => page.getByRole('dialog').getByRole('option').count()).toBe(50);
  expect(await violations(page)).toEqual([]);
  await picture(page, 'palette');
  await page.keyboard.type(' 55');
  await told.waitFor({ state: 'detached' });
});

it('the suggestions of saved replies say how many they leave out', async () => {
  const { ana, jonas } = world;
  for (let n = 0; n <= 30; n += 1)
    await ana.post('/api/saved-replies', { shared: false, name: `Reply ${n}`, shortcut: `r${n}`, body: 'Hello' });
  const page = await opened(ana, await jonas.opens('Replies'));
  await page.getByLabel('Reply to Jonas').click();
  await page.keyboard.type('/');
  await page.getByText('30 of 31 are shown. Type more of the name.').last().waitFor();
  await picture(page, 'replies');
  await page.keyboard.type('r3');
  await page.getByRole('listbox', { name: 'Saved replies' }).getByRole('option').nth(2).waitFor({ state: 'detached' });
  await expect.poll(() => page.getByText('Type more of the name.').filter({ visible: true }).count()).toBe(0);
});

it('a note that mentions more people than can be told stays in its box, and says so', async () => {
  const { desk, ana, jonas } = world;
  for (let n = 0; n <= MENTIONED_MOST; n += 1) await addPerson(desk, { name: `Agent${n}x` });
  const row = await jonas.opens('Everybody');
  const page = await opened(ana, row);
  await page.keyboard.press('n');
  const box = page.getByRole('textbox', { name: /Internal note/u });
  await box.fill(Array.from({ length: MENTIONED_MOST + 1 }, (_, n) => `@Agent${n}x`).join(' '));
  await box.press('End');
  await page.keyboard.type(' please');
  await expect
    .poll(async () => {
      await box.press('Enter');
      return page
        .getByText(`This mentions ${MENTIONED_MOST + 1} people: at most ${MENTIONED_MOST} can be told`)
        .count();
    })
    .toBe(1);
  await expect.poll(() => box.inputValue()).toContain('please');
  await picture(page, 'mentions');
});

it('the page of the background work says how many failed jobs it leaves out', async () => {
  const { desk, zoe } = world;
  addDeadJobs(desk.dataDir, DEAD_SHOWN + 1);
  const page = await windows.open(`${desk.url}/desk/settings/work`);
  await signIn(page, { email: zoe.email, password: ADMIN.password });
  await page.getByText(`The ${DEAD_SHOWN} newest of ${DEAD_SHOWN + 1} are shown.`).waitFor();
  await picture(page, 'dead');
});

it.each(['jonas', 'ana'] as const)(
  'a picture that browsers cannot show is sent as a file, and %s is told',
  async (who) => {
    const ticket = await world.jonas.opens(`Photo for ${who}`);
    const page = await windows.open(
      world.desk.url + (who === 'jonas' ? `/tickets/${ticket.id}` : `/desk/all/${ticket.id}`),
      who === 'jonas' ? { viewport: { width: 390, height: 844 } } : {},
    );
    await signIn(page, world[who]);
    await page.getByRole('article').getByText('About: Photo').first().waitFor();
    if (who === 'ana') await page.getByLabel('Reply to Jonas').click();
    await page.getByRole('button', { name: 'Attach files' }).waitFor();
    await page
      .locator('input[type=file]')
      .first()
      .setInputFiles({
        name: 'IMG_1.HEIC',
        mimeType: 'image/heic',
        buffer: Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1'),
      });
    const told = 'Browsers cannot show this kind of picture. It is sent as a file, without a preview.';
    await page.getByRole('list', { name: 'Files to send' }).getByText(told).waitFor();
    expect(await violations(page)).toEqual([]);
    await picture(page, `heic-${who}`);
    await page.getByRole('button', { name: /^Send(?! and resolve)/u }).click();
    await page.getByRole('article').getByText('IMG_1.HEIC').waitFor();
  },
);
