import { describe, expect, it } from 'vitest';
import type { TicketRow } from '../../server/tickets/contract.ts';
import { violations } from '../support/axe.ts';
import { find, opened, palette } from '../support/desk-page.ts';
import { windows, world } from '../support/stage.ts';

describe.each([
  { look: 'light', colorScheme: 'light', width: 1440 },
  { look: 'dark, on a phone', colorScheme: 'dark', width: 400 },
] as const)('dialogs over the desk pass axe and fit the screen: $look', ({ colorScheme, width }) => {
  it('the palette, the shortcut sheet, the preferences and a toast', async () => {
    const row = await world.mia.opens(`Looked at in ${colorScheme}`);
    const page = await opened(world.ana, row, { colorScheme, viewport: { width, height: 800 } });
    const clean = async () => {
      expect(await violations(page)).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0);
      const [dialog] = await page.getByRole('dialog').all();
      const box = await dialog?.boundingBox();
      if (box) expect(box.x >= 0 && box.x + box.width <= width && box.y + box.height <= 800).toBe(true);
    };
    await page.keyboard.press('Control+k');
    await palette(page).waitFor();
    await clean();
    await palette(page).fill('nothing is called this');
    await page.getByText('Nothing matches').waitFor();
    await clean();
    await page.keyboard.press('Escape');
    await page.keyboard.press('a');
    await page.getByRole('combobox', { name: 'Assign to' }).waitFor();
    await clean();
    await page.keyboard.press('Escape');
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
    await clean();
    await page.getByRole('button', { name: 'Change shortcuts' }).click();
    await page.getByRole('dialog', { name: 'Preferences' }).waitFor();
    await page.getByLabel('Take the ticket', { exact: true }).fill('e');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Use it here' }).waitFor();
    await clean();
    await page.keyboard.press('Escape');
    await page.keyboard.press('e');
    await page.getByText(`Resolved “${row.subject}”`).first().waitFor();
    await clean();
    await page.context().close();
  });
});
it('opening and closing dialogs many times leaks no listener and no node', async () => {
  const tickets = [await world.mia.opens('Left and right'), await world.mia.opens('Right and left')];
  const page = await opened(world.sol, tickets[0] as TicketRow);
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Performance.enable');
  const measured = async () => {
    await devtools.send('HeapProfiler.collectGarbage');
    const { metrics } = await devtools.send('Performance.getMetrics');
    const value = (name: string) => metrics.find((metric) => metric.name === name)?.value ?? Number.NaN;
    return { listeners: value('JSEventListeners'), nodes: value('Nodes') };
  };
  const round = async () => {
    for (const { subject, number } of tickets) {
      await find(page, `${number}`);
      await page.keyboard.press('Enter');
      await page.getByRole('article').getByText(`About: ${subject}`).waitFor();
      await page.keyboard.press('?');
      await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      await page.keyboard.press('a');
      await page.getByRole('combobox', { name: 'Assign to' }).waitFor();
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
    }
  };
  for (let n = 0; n < 4; n += 1) await round();
  const before = await measured();
  for (let n = 0; n < 12; n += 1) await round();
  // A leak per visit would exceed this in 24 visits for ever; the browser itself keeps some for a moment.
  await expect.poll(async () => (await measured()).listeners - before.listeners).toBeLessThan(20);
  await expect.poll(async () => (await measured()).nodes - before.nodes).toBeLessThan(200);
  await page.context().close();
});

it('no page threw an error', () => {
  expect(windows.errors).toEqual([]);
});
