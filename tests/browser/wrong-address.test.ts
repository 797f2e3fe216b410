/** Everybody who is at the wrong address is told so, and led on. */
import { expect, it } from 'vitest';
import { startDesk } from '../support/desk.ts';
import { windows, world } from '../support/stage.ts';
import { signIn } from '../support/windows.ts';

const pathOf = (url: string) => new URL(url).pathname;

it('staff at the address of customers are led to the desk, and to the same ticket', async () => {
  const { ana, jonas, desk } = world;
  const ticket = await jonas.opens('For the desk');
  const page = await windows.open(desk.url);
  // The customers' page takes no ticket from anybody: nothing of the queue is loaded in it.
  await signIn(page, ana);
  await page.getByRole('heading', { name: 'Waiting', exact: true }).waitFor();
  expect(pathOf(page.url())).toMatch(/^\/desk/u);
  await page.goto(`${desk.url}/tickets/${ticket.id}`);
  await page.getByRole('heading', { name: 'For the desk' }).waitFor();
  expect(pathOf(page.url())).toBe(`/desk/all/${ticket.id}`);
});

it('the portal’s requests refuse staff and serve customers; programs that name no app are served', async () => {
  const { ana, jonas, desk } = world;
  const ticket = await jonas.opens('Whose is it?');
  const send = (cookie: string, path: string, method = 'GET', body?: string) =>
    fetch(desk.url + path, {
      method,
      headers: { cookie, origin: desk.url, 'x-app': 'portal', ...(body && { 'content-type': 'application/json' }) },
      ...(body && { body }),
    });
  for (const path of ['/api/snapshot', '/api/tickets', `/api/tickets/${ticket.id}/events`, '/api/me']) {
    const refused = await send(ana.cookie, path);
    expect([path, refused.status]).toEqual([path, 403]);
    expect(await refused.json()).toMatchObject({ error: { code: 'staff_at_portal' } });
    expect((await send(jonas.cookie, path)).status).toBe(200);
    expect((await ana.get(path)).status).toBe(200);
  }
  const written = JSON.stringify({ body: 'Taken by accident' });
  expect((await send(ana.cookie, `/api/tickets/${ticket.id}/messages`, 'POST', written)).status).toBe(403);
  expect((await ana.get(`/api/tickets/${ticket.id}`)).body).toMatchObject({ assignee: null, lastSeq: 1 });
});

it('a customer at the desk is told so, and led to their tickets', async () => {
  const { jonas, desk } = world;
  const page = await windows.open(`${desk.url}/desk`);
  await signIn(page, jonas);
  await page.getByText('This is a customer account.').waitFor();
  await page.getByRole('link', { name: 'Your tickets' }).click();
  await page.getByRole('navigation', { name: 'Your tickets' }).waitFor();
});

it('an address that no page has, or that the role does not include, says so, at the desk and in the portal', async () => {
  const { ana, jonas, desk } = world;
  const staff = await windows.open(`${desk.url}/desk/nope`);
  await signIn(staff, ana);
  await staff.getByRole('heading', { name: 'There is no such page' }).waitFor();
  expect(pathOf(staff.url())).toBe('/desk/nope');
  await staff.getByRole('link', { name: 'Go to Waiting' }).click();
  await staff.getByRole('heading', { name: 'Waiting', exact: true }).waitFor();
  await staff.goto(`${desk.url}/desk/settings/people`);
  await staff.getByText('your role does not include it').waitFor();
  await staff.goto(`${desk.url}/desk`);
  await staff.getByRole('heading', { name: 'Waiting', exact: true }).waitFor();

  const page = await windows.open(`${desk.url}/nope/there`);
  await signIn(page, jonas);
  await page.getByText('There is nothing at this address.').waitFor();
  await page.getByRole('link', { name: 'Your tickets' }).first().click();
  await page.getByText('There is nothing at this address.').waitFor({ state: 'detached' });
});

it('the desk says before its set-up where the link is, and no longer once there is an admin', async () => {
  const empty = await startDesk({ admin: false });
  const page = await windows.open(`${empty.url}/desk`);
  await page.getByText(/the first admin is created with a link that works once.*terminal or log/u).waitFor();
  await page.goto(`${world.desk.url}/desk`);
  await page.getByLabel('Email').waitFor();
  await expect.poll(() => page.getByText(/link that works once/u).count()).toBe(0);
  expect((await world.stranger.get('/api/auth/setup')).body).toEqual({ isNeeded: false });
  await empty.stop();
});
