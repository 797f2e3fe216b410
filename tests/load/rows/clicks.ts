/** T18: how long a click or a key takes until it is painted, at a desk with a long queue and a long conversation. */
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { freePort } from '../../support/child.ts';
import { makeData } from '../data.ts';
import { type DeskTab, openDeskTab } from '../desk-tab.ts';
import { startProduct } from '../processes.ts';
import { type Bench, row, type Row } from '../report.ts';
import { percentile } from '../statistics.ts';

const QUEUE_ROWS = 500;
const MESSAGES = 200;
const THROTTLE = 4;
const GOAL_MS = 100;
/** Shorter ones are not told by the browser: they count as this. */
const SHORTEST_MS = 16;

type Step = [name: string, act: (page: Page) => Promise<unknown>];
type Taken = { name: string; ms: number };

export async function clickRows(bench: Bench): Promise<Row[]> {
  const dataDir = join(bench.folder, 'clicks');
  const shape = { customers: 50, staff: 3, tickets: QUEUE_ROWS, open: QUEUE_ROWS };
  makeData(dataDir, { ...shape, messages: QUEUE_ROWS * MESSAGES });
  const server = await startProduct({ dataDir, port: await freePort() });
  const tab = await openDeskTab(server.url, '/desk/waiting');
  try {
    if (!tab) return [none('There is no browser here: not measured.')];
    await fill(tab.page);
    await tab.cdp.send('Emulation.setCPUThrottlingRate', { rate: THROTTLE });
    const rounds: Taken[][] = [];
    // The first round fetches and compiles.
    for (let round = 0; round <= bench.repeats; round += 1) {
      const taken = await workThrough(tab);
      if (round > 0) rounds.push(taken);
    }
    bench.say(byName(rounds.flat()));
    return rowsOf(rounds);
  } finally {
    await tab?.close();
    await server.stop();
  }
}

function rowsOf(rounds: Taken[][]): Row[] {
  const each = (of: (all: number[]) => number) => rounds.map((taken) => of(taken.map(({ ms }) => ms)));
  const name = `a click or key to its paint, ${QUEUE_ROWS} rows, ${MESSAGES} messages, ${THROTTLE} × throttle`;
  const slowest = rounds.flat().reduce((most, one) => (one.ms > most.ms ? one : most));
  const goal = { goal: `≤ ${GOAL_MS}`, meets: (value: number) => value <= GOAL_MS };
  return [
    row({ id: 'T18', name: `${name}, p50`, unit: 'ms', values: each((all) => percentile(all, 0.5)), ...goal }),
    row({ id: 'T18', name: 'the same, p95', unit: 'ms', values: each((all) => percentile(all, 0.95)), ...goal }),
    row({
      ...{ id: 'T18', name: 'the same, the longest', unit: 'ms', values: each((all) => Math.max(...all)) },
      ...goal,
      note: `${rounds[0]?.length ?? 0} a round; ${slowest.name}`,
    }),
  ];
}

const none = (note: string): Row => ({
  ...{ id: 'T18', name: 'a click or key to its paint', unit: 'ms', value: Number.NaN, spread: 0 },
  ...{ baseline: null, ratio: null, goal: `≤ ${GOAL_MS}`, met: null, note },
});

/** All of the queue; not all of it is drawn. */
async function fill(page: Page) {
  const length = () =>
    page.locator('main li[aria-setsize]').first().getAttribute('aria-setsize', { timeout: 30_000 }).then(Number);
  for (let known = await length(); known < QUEUE_ROWS; known = await length()) {
    await page.getByRole('button', { name: 'Show more' }).click();
    await page.waitForFunction(
      (n) => Number(document.querySelector('main li[aria-setsize]')?.getAttribute('aria-setsize')) > n,
      known,
    );
  }
  await watch(page);
}

/** All of one conversation, page by page. */
async function openLong(page: Page) {
  await clickRowOnScreen(page, 8);
  await page.getByRole('article').first().waitFor();
  const articles = () => page.getByRole('article').count();
  for (let known = await articles(); known < MESSAGES; known = await articles()) {
    await page.getByRole('region', { name: 'Messages' }).evaluate((region) => (region.scrollTop = 0));
    await page.waitForFunction((n) => document.querySelectorAll('article').length > n, known);
  }
}

/** What the browser itself says of each interaction, by the last paint of its events. */
const watch = (page: Page) =>
  page.evaluate(() => {
    const seen = { entries: [] as { id: number; ms: number }[] };
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as (PerformanceEntry & { interactionId: number })[])
        if (entry.interactionId > 0) seen.entries.push({ id: entry.interactionId, ms: entry.duration });
    }).observe({ type: 'event', durationThreshold: 16 } as PerformanceObserverInit);
    Object.assign(globalThis, { seen });
  });

async function longest(page: Page): Promise<number> {
  // What follows from it is over, and the browser has told of it.
  return page.evaluate(async () => {
    const frame = () => new Promise((done) => requestAnimationFrame(done));
    await frame();
    await new Promise((done) => setTimeout(done, 60));
    await new Promise((done) => requestIdleCallback(done, { timeout: 2_000 }));
    await frame();
    const { seen } = globalThis as unknown as { seen: { entries: { ms: number }[] } };
    return Math.max(0, ...seen.entries.splice(0).map(({ ms }) => ms));
  });
}

const press =
  (key: string): Step[1] =>
  (page) =>
    page.keyboard.press(key);
const times = (n: number, step: Step): Step[] => Array.from({ length: n }, () => step);
/** One of those that can be seen: nobody clicks another one, and to scroll there is no part of a click. */
async function clickRowOnScreen(page: Page, n: number) {
  const id = await page.evaluate((at) => {
    const rows = [...document.querySelectorAll<HTMLElement>('main li[data-id]')];
    const list = rows[0]?.closest('ul')?.parentElement?.getBoundingClientRect();
    const isSeen = ({ top, bottom }: DOMRect) => list && top >= list.top && bottom <= list.bottom;
    return rows.filter((row) => isSeen(row.getBoundingClientRect()))[at]?.dataset['id'];
  }, n);
  await page.locator(`main li[data-id="${id}"] > a`).click();
}
const clickRow = (n: number): Step => ['open a ticket by a click', (page) => clickRowOnScreen(page, n)];
const clickView = (name: string): Step => [
  `go to ${name} by a click`,
  (page) =>
    page
      .getByRole('navigation')
      .getByRole('link', { name: new RegExp(`^${name}`, 'u') })
      .first()
      .click(),
];

const STEPS: Step[] = [
  ...times(6, ['j', press('j')]),
  ...times(2, ['k', press('k')]),
  ['open a ticket by Enter', press('Enter')],
  ...[3, 5, 7].map(clickRow),
  ['leave the ticket', press('Escape')],
  clickView('Mine'),
  clickView('Waiting'),
  ['go to Everything by keys', async (page) => (await press('g')(page), await press('a')(page))],
  clickView('Waiting'),
  ...times(3, ['x', async (page) => (await press('x')(page), await press('j')(page))]),
  [
    'clear what is selected',
    (page) =>
      page
        .getByRole('region', { name: 'Selected tickets' })
        .getByRole('button', { name: /^Clear/u })
        .click(),
  ],
];
/** With all of a long conversation beside the queue. */
const INSIDE: Step[] = [
  ['r', press('r')],
  ...[...'The grinder'].map((letter): Step => ['a letter of a reply', (page) => page.keyboard.type(letter)]),
  ['leave the box', press('Escape')],
  ['open the palette', press('Control+k')],
  ['a letter in the palette', press('m')],
  ['close the palette', press('Escape')],
  ['n', press('n')],
  ['a letter of a note', press('l')],
  ['leave the box', press('Escape')],
  ['resolve', press('e')],
];

async function workThrough({ page }: DeskTab): Promise<Taken[]> {
  const taken: Taken[] = [];
  const go = async ([name, act]: Step) => {
    await longest(page);
    await act(page);
    taken.push({ name, ms: Math.max(SHORTEST_MS, await longest(page)) });
  };
  for (const step of STEPS) await go(step);
  await openLong(page);
  for (const step of INSIDE) await go(step);
  return taken;
}

function byName(taken: Taken[]) {
  const names = [...new Set(taken.map(({ name }) => name))];
  return names
    .map((name) => {
      const all = taken.filter((one) => one.name === name).map(({ ms }) => ms);
      return `  ${name}: ${percentile(all, 0.5)} ms, at most ${Math.max(...all)} ms`;
    })
    .join('\n');
}
