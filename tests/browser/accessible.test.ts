import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Site } from '../../server/sites/contract.ts';
import type { TicketRow } from '../../server/tickets/contract.ts';
import { violations } from '../support/axe.ts';
import type { Person } from '../support/person.ts';
import { tokenBy } from '../support/token.ts';
import { windows, world } from '../support/stage.ts';
import { signIn } from '../support/windows.ts';
import { addWebhook } from '../support/webhooks.ts';

let ticket: TicketRow;
let done: TicketRow;
let waits: TicketRow;
let site: Site;
let team: { id: string };
let hook: { id: string };
let tag: { id: string };
beforeAll(async () => {
  ticket = await world.jonas.opens(
    'A very long subject that has to be cut off somewhere before it takes the whole of the screen',
  );
  await world.ana.says(
    ticket.id,
    'With *bold*, `code`, a link to https://example.com and\n- a list\n1. of two\n> a quote\n```\na fence\n```',
  );
  await world.ana.post(`/api/tickets/${ticket.id}/notes`, { body: 'A note' });
  await world.jonas.says(
    ticket.id,
    'An answer with averyveryverylongwordthatnobodycanbreakanywhereatallbutstillhastofitintoaphone',
  );
  done = await world.jonas.opens('Done');
  await world.ana.says(done.id, 'There you are.');
  await world.ana.put(`/api/tickets/${done.id}/status`, { status: 'resolved' });
  const look = {
    ...{ brand: '#1c5c45', side: 'end', title: '', greeting: '', away: '' },
    fields: [{ name: 'about', label: 'About', type: 'choice', choices: ['Delivery', 'Repair'], required: true }],
  };
  const hours = { timeZone: 'UTC', week: [[['09:00', '17:00']], [], [], [], [], [], []], holidays: ['2026-12-25'] };
  const shop = { name: 'Orla', origins: ['https://shop.example'], look, hours };
  site = (await world.zoe.post<Site>('/api/sites', shop)).body;
  await world.zoe.post(`/api/sites/${site.id}/identity-secret`, {});
  await tokenBy(world.zoe, { name: 'Shop sync', role: 'agent' });
  team = (await world.zoe.post<{ id: string }>('/api/teams', { name: 'Returns', memberIds: [world.ana.id], hours }))
    .body;
  hook = await addWebhook(world.zoe, 'https://erp.example/hooks', { events: ['ticket.opened'], notes: true });
  await world.zoe.post(`/api/webhooks/${hook.id}/test`);
  await world.zoe.post('/api/categories', { name: 'Repairs', description: 'Anything that broke', isDefault: false });
  tag = (await world.zoe.post<{ id: string }>('/api/tags', { name: 'refund' })).body;
  waits = await world.jonas.opens('Waits', 'For whom?');
  // Assigned, so that the waiting list is empty, and not answered.
  await world.sol.put(`/api/tickets/${waits.id}/assignee`, { assigneeId: world.sol.id });
});

afterAll(async () => {
  await world.zoe.delete('/api/categories/repairs');
  await world.zoe.delete(`/api/tags/${tag.id}`);
});

const cookieOf = ({ cookie }: Person) => {
  const [name = '', value = ''] = cookie.split('=');
  return { name, value, url: world.desk.url };
};

interface Screen {
  name: string;
  path: () => string;
  who: 'jonas' | 'mia' | 'zoe' | 'ana' | 'ben' | null;
  /** The buttons that open it on this page. */
  press?: readonly string[];
  shows: string;
}
const SCREENS: Screen[] = [
  { name: 'the portal’s sign-in', path: () => '/', who: null, shows: 'Sign in' },
  { name: 'a customer’s tickets', path: () => '/', who: 'jonas', shows: 'A very long subject' },
  { name: 'a customer’s chat', path: () => `/tickets/${ticket.id}`, who: 'jonas', shows: 'An answer with' },
  { name: 'a chat that is done', path: () => `/tickets/${done.id}`, who: 'jonas', shows: 'How did it go?' },
  { name: 'a chat that waits', path: () => `/tickets/${waits.id}`, who: 'jonas', shows: 'You are next.' },
  { name: 'a new ticket', path: () => '/ask', who: 'mia', shows: 'Subject' },
  { name: 'a customer’s account', path: () => '/account', who: 'mia', shows: 'Current password' },
  { name: 'the desk’s sign-in', path: () => '/desk', who: null, shows: 'The desk is for the team.' },
  {
    name: 'a sign-in at the provider that was refused',
    path: () => '/desk/provider#problem=denied',
    who: null,
    shows: 'refused or cancelled',
  },
  { name: 'statuses and priorities', path: () => '/desk/settings/values', who: 'zoe', shows: 'Add a priority' },
  { name: 'the categories', path: () => '/desk/settings/categories', who: 'zoe', shows: 'Anything that broke' },
  { name: 'the tags', path: () => '/desk/settings/tags', who: 'zoe', shows: 'refund' },
  { name: 'an empty queue', path: () => '/desk/waiting', who: 'ben', shows: 'Nobody is waiting' },
  {
    name: 'a conversation at the desk',
    path: () => `/desk/mine/${ticket.id}`,
    who: 'ana',
    shows: 'Internal note, not sent to Jonas',
  },
  { name: 'the list of the settings', path: () => '/desk/settings', who: 'zoe', shows: 'Conversations' },
  {
    name: 'a page of the settings that is not there',
    path: () => '/desk/settings/x',
    who: 'ana',
    shows: 'no such page',
  },
  { name: 'the assignment', path: () => '/desk/settings/assignment', who: 'zoe', shows: 'automatically' },
  { name: 'the sites of the widget', path: () => '/desk/settings/sites', who: 'zoe', shows: 'https://shop.example' },
  { name: 'one site', path: () => `/desk/settings/sites/${site.id}`, who: 'zoe', shows: 'Check a token' },
  { name: 'the teams', path: () => '/desk/settings/teams', who: 'zoe', shows: 'Add a team' },
  { name: 'one team', path: () => `/desk/settings/teams/${team.id}`, who: 'zoe', shows: 'Delete the team' },
  { name: 'the work in the background', path: () => '/desk/settings/work', who: 'zoe', shows: 'Search index' },
  { name: 'the customers', path: () => '/desk/settings/customers', who: 'zoe', shows: 'jonas@post.example' },
  { name: 'one customer', path: () => `/desk/settings/customers/${world.jonas.id}`, who: 'zoe', shows: 'Their data' },
  { name: 'privacy', path: () => '/desk/settings/privacy', who: 'zoe', shows: 'Nobody asked for data' },
  { name: 'the webhooks', path: () => '/desk/settings/webhooks', who: 'zoe', shows: 'erp.example' },
  {
    name: 'one webhook',
    path: () => `/desk/settings/webhooks/${hook.id}`,
    who: 'zoe',
    shows: 'What was sent?',
  },
  { name: 'the audit log', path: () => '/desk/settings/audit', who: 'zoe', shows: 'Show them too' },
  { name: 'the access tokens', path: () => '/desk/settings/tokens', who: 'zoe', shows: 'Shop sync' },
  { name: 'the own profile', path: () => '/desk/settings/profile', who: 'ana', shows: 'Choose a picture' },
  { name: 'the own sign-in', path: () => '/desk/settings/security', who: 'ana', shows: 'this one' },
  { name: 'how people sign in', path: () => '/desk/settings/sign-in', who: 'zoe', shows: 'Supervisor' },
  { name: 'no mentions', path: () => '/desk/mentions', who: 'ben', shows: 'No note mentions you' },
  { name: 'the saved replies', path: () => '/desk/settings/replies', who: 'ana', shows: 'Only you see these.' },
  { name: 'the people', path: () => '/desk/settings/people', who: 'zoe', shows: 'Invite somebody' },
  {
    name: 'the question before somebody is deleted for good',
    path: () => '/desk/settings/people',
    who: 'zoe',
    press: ['More for Ben', 'Delete for good'],
    shows: 'Type the name to confirm',
  },
  {
    name: 'the profile of a colleague',
    path: () => '/desk/settings/people',
    who: 'zoe',
    press: ['More for Ben', 'Change profile'],
    shows: 'They sign in with this address.',
  },
  { name: 'the roles', path: () => '/desk/settings/roles', who: 'zoe', shows: 'Add a role' },
  { name: 'one role', path: () => '/desk/settings/roles/agent', who: 'zoe', shows: 'What may Agent do?' },
  {
    name: 'the rights of a person',
    path: () => `/desk/settings/people/${world.ben.id}`,
    who: 'zoe',
    shows: 'What may Ben do?',
  },
  { name: 'the menu', path: () => '/desk/settings/menu', who: 'zoe', shows: 'Add a link' },
  { name: 'what was found', path: () => '/desk/search?q=a', who: 'ana', shows: 'Internal note' },
  { name: 'a search for nothing', path: () => '/desk/search?q=status:none', who: 'ben', shows: 'There is no such' },
  { name: 'a call of the API', path: () => '/api/docs#postTickets', who: null, shows: 'Send this call' },
  { name: 'a page of one call', path: () => '/api/docs/calls/postTickets', who: null, shows: 'The fields of the body' },
  { name: 'the page about the API', path: () => '/api/docs', who: null, shows: 'The main job' },
];

const LOOKS = [
  { look: 'dark on a phone', colorScheme: 'dark', dir: 'ltr', width: 400 },
  { look: 'right to left', colorScheme: 'light', dir: 'rtl', width: 1100 },
  { look: 'light', colorScheme: 'light', dir: 'ltr', width: 1440 },
] as const;

const overflow = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

/** The controls that a tick of the clock put others in place of: whoever was on one of them would lose the focus. */
const replacedByTick = (page: Page) =>
  page.evaluate(async () => {
    const controls = [...document.querySelectorAll('a[href], button, input, select, textarea, [tabindex]')];
    document.dispatchEvent(new Event('visibilitychange'));
    await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
    return controls
      .filter((one) => !one.isConnected)
      .map((one) => `${one.localName} ${one.className} ${one.textContent}`);
  });

// One page takes every look in turn, because loading it costs more than looking at it. The phone is first: a wide screen leads on
// from the list of the settings.
it.each(SCREENS)('$name passes axe and fits the screen in every look', async ({ path, who, press = [], shows }) => {
  const page = await windows.open('about:blank', { viewport: { width: LOOKS[0].width, height: 800 } });
  if (who) await page.context().addCookies([cookieOf(world[who])]);
  await page.goto(world.desk.url + path());
  for (const name of press) await page.getByRole('button', { name, exact: true }).click();
  const found = [];
  for (const { look, colorScheme, dir, width } of LOOKS) {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: 800 });
    await page.evaluate((direction) => (document.documentElement.dir = direction), dir);
    await page.getByText(shows).filter({ visible: true }).first().waitFor();
    found.push({ look, violations: await violations(page), overflow: await overflow(page) });
  }
  expect(found).toEqual(LOOKS.map(({ look }) => ({ look, violations: [], overflow: 0 })));
  expect(await replacedByTick(page)).toEqual([]);
  await page.context().close();
});

it('an agent can open a ticket, reply and return by keyboard alone', async () => {
  const fresh = await world.mia.opens('By keyboard');
  const page = await windows.open(`${world.desk.url}/desk/waiting`);
  await signIn(page, world.ben);
  await page.getByText('By keyboard').first().waitFor();
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  // The row shows the same text.
  await page.locator('#talk').getByText('About: By keyboard').waitFor();
  await page.keyboard.press('r');
  await page.keyboard.type('Typed, not clicked. j and k and e are letters here.');
  await page.keyboard.press('Enter');
  await expect
    .poll(async () => (await world.mia.get<TicketRow>(`/api/tickets/${fresh.id}`)).body.assignee?.name)
    .toBe('Ben');
  await expect.poll(() => page.getByLabel('Status').inputValue()).toBe('in_progress');
  await page.keyboard.press('Escape');
  await page.keyboard.press('e');
  await page.getByText('Resolved “By keyboard”').first().waitFor();
  await page.keyboard.press('z');
  await expect
    .poll(async () => (await world.mia.get<TicketRow>(`/api/tickets/${fresh.id}`)).body.status)
    .toBe('in_progress');
});
