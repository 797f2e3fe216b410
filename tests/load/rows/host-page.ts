/** T17: what the widget adds to a page of somebody else's before anything is clicked, beside the same page without it (B6). */
import { gzipSync } from 'node:zlib';
import { chromium, type Browser } from 'playwright-core';
import { buildLoader } from '../../../vite.loader.ts';
import { findBrowser } from '../../support/browser.ts';
import { buildFrameAlone, shellOf } from '../../support/clients.ts';
import { startDesk } from '../../support/desk.ts';
import { hostPage, snippet, startHostSite } from '../../support/host-page.ts';
import { launchersOn } from '../../support/launcher.ts';
import { addSite } from '../../support/site.ts';
import { type Bench, row, type Row } from '../report.ts';
import { median } from '../statistics.ts';

const THROTTLE = 4;
/** From the first byte: the launcher stands long before. */
const WATCHED_MS = 5_000;
const PAIRS = { quick: 3, full: 9 };

export async function hostPageRows({ quick }: Bench): Promise<Row[]> {
  const loader = gzipSync((await buildLoader()).code).length / 1000;
  const frame = shellOf(await buildFrameAlone(), 'shell') / 1000;
  const executablePath = findBrowser();
  if (!executablePath) throw new Error('There is no browser. `npm test` finds or installs one.');
  const desk = await startDesk();
  const shop = await startHostSite();
  const { key } = await addSite(desk, { origins: [shop.origin] });
  const body = `<h1>Shop</h1>${'<p>Two boilers, one for the shot and one for the steam.</p>'.repeat(60)}`;
  const without = shop.put('/without', hostPage({ body }));
  const withIt = shop.put('/with', hostPage({ body, head: snippet(desk, key) }));
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });

  const empty: number[] = [];
  const ours: number[] = [];
  const shifts: number[] = [];
  try {
    for (let pair = 0; pair < (quick ? PAIRS.quick : PAIRS.full); pair += 1) {
      const [before, after] = [await visit(browser, without), await visit(browser, withIt)];
      if (before.launchers !== 0 || after.launchers !== 1)
        throw new Error('The launcher does not stand where it should.');
      empty.push(before.ms);
      ours.push(after.ms);
      shifts.push(after.shifts);
    }
  } finally {
    await browser.close();
    await shop.stop();
    await desk.stop();
  }

  const added = ours.map((ms, i) => ms - (empty[i] ?? 0));
  const small = (id: string, name: string, value: number, limit: number) =>
    row({ ...{ id, name, unit: 'kB', values: [value] }, goal: `≤ ${limit}`, meets: (kB) => kB <= limit });
  return [
    small('T16', 'loader of the widget, gzip', loader, 2),
    small('T16', 'frame of the widget to its first screen, script and style, gzip', frame, 30),
    row({
      ...{
        id: 'T17',
        name: `host page: main thread that the widget adds in ${WATCHED_MS / 1000} s, 4 × throttle`,
        unit: 'ms',
      },
      ...{ values: added, goal: '≤ 30', meets: (ms) => ms <= 30 },
      note: `the page alone (B6) ${Math.round(median(empty))} ms, with it ${Math.round(median(ours))}; half of the differences from ${quartile(added, 0.25)} to ${quartile(added, 0.75)}`,
    }),
    row({
      ...{ id: 'T17', name: 'host page: layout shift with the widget', unit: '' },
      ...{ values: shifts, goal: '0', meets: (shift) => shift === 0 },
    }),
  ];
}

const quartile = (values: number[], at: number) =>
  (values.toSorted((a, b) => a - b)[Math.floor(values.length * at)] ?? Number.NaN).toFixed(1);

async function visit(browser: Browser, url: string) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  const client = await context.newCDPSession(page);
  await page.addInitScript(
    `window.shifts = 0; new PerformanceObserver((list) => { for (const one of list.getEntries()) shifts += one.value }).observe({ type: 'layout-shift', buffered: true })`,
  );
  // The thread's own time: what other programs take of the machine is not in it.
  await client.send('Performance.enable', { timeDomain: 'threadTicks' });
  await client.send('Emulation.setCPUThrottlingRate', { rate: THROTTLE });
  const spent = async () => {
    const { metrics } = await client.send('Performance.getMetrics');
    return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN) * 1000;
  };
  const start = await spent();
  await page.goto(url);
  await new Promise((resolve) => setTimeout(resolve, WATCHED_MS));
  const ms = (await spent()) - start;
  const seen = (await page.evaluate('shifts')) as number;
  const launchers = (await launchersOn(page)).length;
  await context.close();
  return { ms, shifts: seen, launchers };
}
