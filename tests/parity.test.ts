/**
 * What five existing ticket systems offer, done here as a program does it: over HTTP, with a bearer token. Their responsive
 * screens are proved in a browser, at 400 pixels, by tests/browser/accessible.test.ts.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Assignment } from '../server/assignments/contract.ts';
import type { Event } from '../server/contract.ts';
import type { Snapshot } from '../server/live/contract.ts';
import type { Message } from '../server/messages/contract.ts';
import type { User } from '../server/people/contract.ts';
import type { Role } from '../server/roles/contract.ts';
import type { Category, Priority, Status } from '../server/ticket-fields/contract.ts';
import type { TicketRow } from '../server/tickets/contract.ts';
import { ADMIN } from './support/desk.ts';
import { text } from './support/files.ts';
import { openMany } from './support/many-tickets.ts';
import { type Answer, PASSWORD, type Person } from './support/person.ts';
import { Program } from './support/program.ts';
import { createWorld, type World } from './support/world.ts';

type Items<T> = { items: T[]; next: string | null };
type Refusal = { error: { code: string } };

let world: World;
/** A program for each of the cast. */
let programs: Record<'zoe' | 'sol' | 'ana' | 'ben' | 'jonas' | 'mia', Program>;
beforeAll(async () => {
  world = await createWorld();
  programs = {
    zoe: await signedIn(world.zoe.email, ADMIN.password),
    sol: await signedIn(world.sol.email),
    ana: await signedIn(world.ana.email),
    ben: await signedIn(world.ben.email),
    jonas: await signedIn(world.jonas.email),
    mia: await signedIn(world.mia.email),
  };
});
afterAll(() => world.end());

const signedIn = (email: string, password = PASSWORD) => new Program(world.desk.url).signsIn(email, password);

/** What a call answers, if it answers that. */
async function answered<T>(call: Promise<Answer<T>>, status = 200): Promise<T> {
  const answer = await call;
  expect({ status: answer.status, body: answer.body }).toMatchObject({ status });
  return answer.body;
}
async function refused(call: Promise<Answer>, status: number, code: string) {
  const { body, ...answer } = await call;
  expect([answer.status, (body as Refusal).error.code]).toEqual([status, code]);
}

const ticketsOf = async (person: Person, query = '') =>
  (await answered(person.get<Items<TicketRow>>(`/api/tickets?${query}`))).items;
const idsOf = async (person: Person, query: string) => (await ticketsOf(person, query)).map(({ id }) => id);
const typesOf = async (person: Person, { id }: TicketRow) =>
  (await answered(person.get<Items<Event>>(`/api/tickets/${id}/events`))).items.map(({ type }) => type);
const setStatus = (person: Person, { id }: TicketRow, status: string) =>
  answered(person.put<TicketRow>(`/api/tickets/${id}/status`, { status }));
const assign = (person: Person, { id }: TicketRow, to: Person | null) =>
  answered(person.put<TicketRow>(`/api/tickets/${id}/assignee`, { assigneeId: to?.id ?? null }));
const edit = (person: Person, { id }: TicketRow, change: object) =>
  answered(person.patch<TicketRow>(`/api/tickets/${id}`, change));

describe('as a REST ticket API', () => {
  it('somebody registers and signs in for a token', async () => {
    const kim = new Program(world.desk.url);
    const account = { name: 'Kim', email: 'kim@post.example', password: PASSWORD };
    await answered(kim.post('/api/auth/register', account), 201);
    Object.assign(kim, { cookie: '' });
    await kim.signsIn(account.email);
    expect(await answered(kim.get('/api/me'))).toMatchObject({ name: 'Kim', kind: 'customer' });
  });

  it('customers create, list, read and update their own tickets while they are open, and see no others', async () => {
    const { jonas, mia, ana } = programs;
    const ticket = await jonas.opens('Mine');
    expect(await idsOf(jonas, '')).toContain(ticket.id);
    expect(await answered(jonas.get(`/api/tickets/${ticket.id}`))).toMatchObject({ subject: 'Mine', channel: 'api' });
    expect(await edit(jonas, ticket, { subject: 'Mine, clearer' })).toMatchObject({ subject: 'Mine, clearer' });
    expect(await idsOf(mia, '')).not.toContain(ticket.id);
    await refused(mia.get(`/api/tickets/${ticket.id}`), 404, 'not_found');
    await refused(mia.patch(`/api/tickets/${ticket.id}`, { subject: 'Hers' }), 404, 'not_found');
    await setStatus(ana, ticket, 'in_progress');
    await refused(jonas.patch(`/api/tickets/${ticket.id}`, { subject: 'Too late' }), 409, 'tickets.not_open');
    await refused(jonas.delete(`/api/tickets/${ticket.id}`), 403, 'forbidden');
  });

  it('admins see, update, change the status of, and delete any ticket', async () => {
    const { zoe, ben, jonas, mia } = programs;
    const [his, hers] = [await jonas.opens('His'), await mia.opens('Hers')];
    await assign(zoe, hers, ben);
    expect(await idsOf(zoe, '')).toEqual(expect.arrayContaining([his.id, hers.id]));
    for (const ticket of [his, hers]) {
      expect(await edit(zoe, ticket, { priority: 'high' })).toMatchObject({ priority: 'high' });
      expect(await setStatus(zoe, ticket, 'resolved')).toMatchObject({ statusType: 'resolved' });
      await answered(zoe.delete(`/api/tickets/${ticket.id}`), 204);
      await refused(zoe.get(`/api/tickets/${ticket.id}`), 404, 'not_found');
    }
  });
});

describe('as an IT support desk', () => {
  it('there are employees, IT staff and administrators, and each may do more than the one before', async () => {
    const { jonas, ana, zoe } = programs;
    const roles = [];
    for (const person of [jonas, ana, zoe])
      roles.push((await answered(person.get<{ role: string }>('/api/auth/token/verify'))).role);
    expect(roles).toEqual(['customer', 'agent', 'admin']);
    const statuses = async (path: string) =>
      Promise.all([jonas, ana, zoe].map(async (person) => (await person.get(path)).status));
    expect(await statuses('/api/customers?q=jonas')).toEqual([403, 200, 200]);
    expect(await statuses('/api/users')).toEqual([403, 403, 200]);
  });

  it('a ticket goes from open to in progress to resolved to closed', async () => {
    const { ana, jonas } = programs;
    const ticket = await jonas.opens('The printer');
    expect(ticket.statusType).toBe('open');
    expect(await assign(ana, ticket, ana)).toMatchObject({ statusType: 'in_progress' });
    expect(await setStatus(ana, ticket, 'resolved')).toMatchObject({ statusType: 'resolved' });
    expect(await setStatus(ana, ticket, 'closed')).toMatchObject({ statusType: 'closed' });
  });

  it('a ticket is urgent, high, medium (“normal”) or low', async () => {
    const { sol, jonas } = programs;
    const ticket = await jonas.opens('The roof');
    const priorities = await answered(sol.get<Priority[]>('/api/priorities'));
    expect(priorities.map(({ code }) => code).toSorted()).toEqual(['high', 'low', 'normal', 'urgent']);
    for (const { code } of priorities) expect((await edit(sol, ticket, { priority: code })).priority).toBe(code);
  });

  it('people write, read, edit and delete their own comments, and nobody else’s', async () => {
    const { ana, ben, jonas } = programs;
    const ticket = await jonas.opens('The door');
    for (const path of [`/api/tickets/${ticket.id}/messages`, `/api/tickets/${ticket.id}/notes`]) {
      const { id } = await answered(ana.post<{ id: string }>(path, { body: 'First' }), 201);
      expect(await answered(ana.get(`${path}/${id}`))).toMatchObject({ body: 'First', author: { id: ana.id } });
      expect(await answered(ana.patch(`${path}/${id}`, { body: 'Second' }))).toMatchObject({ body: 'Second' });
      expect((await ben.patch(`${path}/${id}`, { body: 'Not his' })).status).toBe(403);
      expect((await ben.delete(`${path}/${id}`)).status).toBe(403);
      expect((await ana.delete(`${path}/${id}`)).status).toBeLessThan(300);
      const { items } = await answered(ana.get<Items<Message>>(path));
      expect(items.find((one) => one.id === id)?.body ?? '').toBe('');
    }
  });

  it('staff list the unassigned tickets, and assign them to themselves or to others', async () => {
    const { sol, ana, ben, jonas } = programs;
    const [first, second] = [await jonas.opens('One'), await jonas.opens('Two')];
    expect(await idsOf(ana, 'assignee=none&active=true&limit=100')).toEqual(
      expect.arrayContaining([first.id, second.id]),
    );
    expect(await assign(ana, first, ana)).toMatchObject({ assignee: { id: ana.id } });
    expect(await assign(sol, second, ben)).toMatchObject({ assignee: { id: ben.id } });
    const unassigned = await idsOf(ana, 'assignee=none&active=true&limit=100');
    for (const { id } of [first, second]) expect(unassigned).not.toContain(id);
  });

  it('staff filter the tickets, and search them by a keyword', async () => {
    const { sol, mia } = programs;
    const ticket = await mia.opens('A leaking marmalade jar');
    await edit(sol, ticket, { priority: 'urgent' });
    expect(await idsOf(sol, `status=open&priority=urgent&customer=${mia.id}`)).toEqual([ticket.id]);
    const found = async (path: string) => JSON.stringify(await answered(sol.get(path)));
    await expect.poll(() => found('/api/tickets?q=marmalade')).toContain(ticket.id);
    expect(await found('/api/search?q=marmalade')).toContain(ticket.id);
  });

  it('the dashboard has its counts in one call', async () => {
    const { ana, mia } = programs;
    const counts = async () => (await answered(ana.get<Snapshot>('/api/snapshot'))).counts;
    const before = await counts();
    await mia.opens('One more who waits');
    expect((await counts())?.waiting).toBe((before?.waiting ?? 0) + 1);
    expect(before).toMatchObject({ snoozed: expect.any(Number), mentions: expect.any(Number) });
  });

  it('admins manage people, and nobody else does', async () => {
    const { zoe, ana } = programs;
    const lea = { name: 'Lea', email: 'lea@post.example' };
    await refused(ana.post('/api/users', lea), 403, 'forbidden');
    const { id } = await answered(zoe.post<User>('/api/users', lea), 201);
    await refused(ana.patch(`/api/users/${id}`, { name: 'Leah' }), 403, 'forbidden');
    expect(await answered(zoe.patch(`/api/users/${id}`, { name: 'Leah' }))).toMatchObject({ name: 'Leah' });
    await answered(zoe.post('/api/invitations', { emails: ['tom@desk.example'], role: 'agent' }), 201);
  });
});

describe('as a ticket API with roles and menus', () => {
  it('a sign-in answers the token, the user, the role, the minutes of the session, and the menu as a tree', async () => {
    const session = await answered(
      world.stranger.post('/api/auth/token', { email: world.zoe.email, password: ADMIN.password }),
    );
    expect(session).toMatchObject({
      ...{ token: expect.any(String), tokenType: 'Bearer', sessionMinutes: 15 },
      user: { id: world.zoe.id, email: world.zoe.email, kind: 'staff' },
      role: { code: 'admin', name: 'Admin', kind: 'staff' },
      menu: expect.arrayContaining([
        expect.objectContaining({
          code: 'settings',
          items: expect.arrayContaining([
            expect.objectContaining({ code: 'people', rights: ['view', 'create', 'update', 'delete'] }),
          ]),
        }),
      ]),
    });
  });

  it('a program refreshes its token, verifies it and signs out', async () => {
    const program = await signedIn(world.ana.email);
    const before = program.token;
    await answered(program.refreshes());
    expect(program.token).not.toBe(before);
    expect(await answered(program.get('/api/auth/token/verify'))).toMatchObject({ user: { id: world.ana.id } });
    await answered(program.post('/api/auth/logout'), 204);
    await refused(program.get('/api/auth/token/verify'), 401, 'signed_out');
  });

  it('accounts are created, listed, read, changed, switched off and on, and deleted', async () => {
    const { zoe } = programs;
    const { id } = await answered(zoe.post<User>('/api/users', { name: 'Max', email: 'max@post.example' }), 201);
    const { items } = await answered(zoe.get<Items<User>>('/api/users?q=max'));
    expect(items.map((one) => one.id)).toEqual([id]);
    expect(await answered(zoe.get(`/api/users/${id}`))).toMatchObject({ name: 'Max', active: true });
    for (const active of [false, true])
      expect(await answered(zoe.patch(`/api/users/${id}`, { active }))).toMatchObject({ active });
    const { name } = await answered(zoe.get<{ name: string }>(`/api/users/${id}/erasure`));
    await answered(zoe.post(`/api/users/${id}/erasure`, { name }), 204);
    expect(JSON.stringify((await zoe.get('/api/users?q=max')).body)).not.toContain('Max');
  });

  it('roles are created, listed, read, renamed and deleted', async () => {
    const { zoe } = programs;
    const { code } = await answered(zoe.post<Role>('/api/roles', { name: 'Night shift' }), 201);
    const codes = async () => (await answered(zoe.get<Items<Role>>('/api/roles'))).items.map((role) => role.code);
    expect(await codes()).toContain(code);
    const renamed = { name: 'Night and weekend' };
    expect(await answered(zoe.patch(`/api/roles/${code}`, renamed))).toMatchObject(renamed);
    expect(await answered(zoe.get(`/api/roles/${code}`))).toMatchObject({ ...renamed, predefined: false });
    await answered(zoe.delete(`/api/roles/${code}`), 204);
    expect(await codes()).not.toContain(code);
  });

  it('an account gets its rights and its menu from a role, and both from rows of its own', async () => {
    const { zoe } = programs;
    const [rights, more] = [{ tickets: ['view'] }, { tickets: ['view'], people: ['view'] }];
    const { code } = await answered(zoe.post<Role>('/api/roles', { name: 'Reader', rights }), 201);
    await answered(zoe.patch(`/api/users/${world.ben.id}`, { role: code }));
    const menu = async () => JSON.stringify((await answered((await signedIn(world.ben.email)).get('/api/me'))) ?? null);
    expect(await menu()).not.toContain('"people"');
    await answered(zoe.put(`/api/roles/${code}/permissions`, { rights: more }));
    expect(await answered(zoe.get(`/api/roles/${code}/permissions`))).toMatchObject({ rights: more });
    expect(await menu()).toContain('"people"');
    await answered(zoe.put(`/api/users/${world.ben.id}/permissions`, { own: { people: [] } }));
    expect(await menu()).not.toContain('"people"');
    expect((await zoe.delete(`/api/users/${world.ben.id}/permissions`)).status).toBeLessThan(300);
    expect(await menu()).toContain('"people"');
    await answered(zoe.patch(`/api/users/${world.ben.id}`, { role: 'agent' }));
    programs.ben = await signedIn(world.ben.email);
  });

  it('menus are read, and links in them created, changed, moved, hidden and deleted', async () => {
    const { zoe, ana } = programs;
    const link = { label: 'Stock', href: 'https://stock.example/', parent: 'settings' };
    const { code } = await answered(zoe.post<{ code: string }>('/api/menu', link), 201);
    expect(await answered(zoe.get(`/api/menu/${code}`))).toMatchObject(link);
    const seen = async () => JSON.stringify((await answered(ana.get<{ menu: object }>('/api/me'))).menu);
    expect(await seen()).toContain('https://stock.example/');
    const moved = { label: 'Warehouse', parent: null };
    expect(await answered(zoe.patch(`/api/menu/${code}`, moved))).toMatchObject(moved);
    await answered(zoe.patch(`/api/menu/${code}`, { hidden: true }));
    expect(await seen()).not.toContain('https://stock.example/');
    await answered(zoe.delete(`/api/menu/${code}`), 204);
    await refused(zoe.get(`/api/menu/${code}`), 404, 'not_found');
    await refused(ana.post('/api/menu', link), 403, 'forbidden');
  });

  it('an item of the menu is given to roles and to single accounts', async () => {
    const { zoe, ana, sol } = programs;
    const link = { label: 'Rota', href: '/rota', roles: ['supervisor'] };
    const { code } = await answered(zoe.post<{ code: string }>('/api/menu', link), 201);
    const sees = async (person: Person) =>
      JSON.stringify((await answered(person.get<{ menu: object }>('/api/me'))).menu).includes('"/rota"');
    expect([await sees(sol), await sees(ana)]).toEqual([true, false]);
    await answered(zoe.patch(`/api/menu/${code}`, { people: [world.ana.id] }));
    expect([await sees(sol), await sees(ana)]).toEqual([true, true]);
    await answered(zoe.patch(`/api/menu/${code}`, { roles: ['agent'], people: [] }));
    expect([await sees(sol), await sees(ana)]).toEqual([false, true]);
  });

  it('tickets are filtered by area, several statuses, several priorities, breached and escalated', async () => {
    const { sol, mia, jonas } = programs;
    const area = await answered(programs.zoe.post<Category>('/api/categories', { name: 'Heating' }), 201);
    const [one, two, three] = [await mia.opens('Red'), await mia.opens('Green'), await jonas.opens('Blue')];
    await edit(sol, one, { category: area.code, priority: 'low', escalated: true });
    await edit(sol, two, { priority: 'high', dueAt: Date.now() + 60_000 });
    await setStatus(sol, three, 'pending');
    const among = async (query: string) => {
      const found = await idsOf(sol, `${query}&limit=100`);
      return [one, two, three].filter(({ id }) => found.includes(id)).map(({ subject }) => subject);
    };
    expect(await among(`category=${area.code}`)).toEqual(['Red']);
    expect(await among('status=open,pending')).toEqual(['Red', 'Green', 'Blue']);
    expect(await among('status=pending')).toEqual(['Blue']);
    expect(await among('priority=low&priority=high')).toEqual(['Red', 'Green']);
    expect(await among('escalated=true')).toEqual(['Red']);
    world.desk.ahead.ms += 120_000;
    await expect.poll(() => among('breached=true')).toEqual(['Green']);
    world.desk.ahead.ms = 0;
  });

  it('tickets are ordered by importance, deadline, SLA, priority and creator', async () => {
    const { sol } = programs;
    const rows = async (order: string) => ticketsOf(sol, `order=${order}&active=true&limit=100`);
    const isSorted = (values: (number | string)[]) =>
      values.every((value, at) => at === 0 || (values[at - 1] ?? value) <= value);
    const weights = new Map(
      (await answered(sol.get<Priority[]>('/api/priorities'))).map(({ code, weight }) => [code, weight]),
    );
    expect(isSorted((await rows('importance')).map(({ importance }) => -importance))).toBe(true);
    for (const order of ['deadline', 'sla'])
      expect(isSorted((await rows(order)).map(({ dueAt }) => dueAt ?? Number.MAX_SAFE_INTEGER))).toBe(true);
    const byPriority = (await rows('priority')).map(({ priority }) => weights.get(priority) ?? 0);
    expect(isSorted(byPriority) || isSorted(byPriority.toReversed())).toBe(true);
    const creators = (await rows('creator')).map(({ creator }) => creator.id);
    expect(new Set(creators).size).toBe(creators.filter((id, at) => id !== creators[at - 1]).length);
  });

  it('priorities and statuses are created, changed and deleted, with weight, colour and default', async () => {
    const { zoe } = programs;
    const priority = { name: 'Whenever', colour: 'info', weight: 1, responseMinutes: 600, resolutionMinutes: 6000 };
    const status = { name: 'Waiting for parts', colour: 'warm', weight: 35, type: 'pending' };
    for (const [path, value] of [
      ['/api/priorities', priority],
      ['/api/statuses', status],
    ] as const) {
      const { code } = await answered(zoe.post<Priority | Status>(path, value), 201);
      expect(await answered(zoe.get(`${path}/${code}`))).toMatchObject({ ...value, isDefault: false });
      const changed = { colour: 'hot', weight: 2, isDefault: true };
      expect(await answered(zoe.patch(`${path}/${code}`, changed))).toMatchObject(changed);
      const other = (await answered(zoe.get<(Priority & Partial<Status>)[]>(path))).find(
        (one) => one.code !== code && (path === '/api/priorities' ? one.code === 'normal' : one.code === 'pending'),
      );
      await answered(zoe.delete(`${path}/${code}?replaceBy=${other?.code}`));
      expect(await answered(zoe.get(`${path}/${other?.code}`))).toMatchObject({ isDefault: true });
      await refused(zoe.get(`${path}/${code}`), 404, 'not_found');
    }
  });
});

describe('as a full-stack ticket system', () => {
  it('somebody registers, signs in, refreshes with a new token each time, and signs out', async () => {
    const program = new Program(world.desk.url);
    const account = { name: 'Ole', email: 'ole@post.example', password: PASSWORD };
    await answered(program.post('/api/auth/register', account), 201);
    Object.assign(program, { cookie: '' });
    await program.signsIn(account.email);
    const spent = program.refreshToken;
    await answered(program.refreshes());
    await refused(program.refreshes(spent), 401, 'refresh_used');
    // A token that was used twice may be stolen: the whole sign-in has ended.
    await refused(program.get('/api/me'), 401, 'signed_out');
    await program.signsIn(account.email);
    await answered(program.post('/api/auth/logout'), 204);
  });

  it('people see their profile and change their password', async () => {
    const program = new Program(world.desk.url);
    const account = { name: 'Pia', email: 'pia@post.example', password: PASSWORD };
    await answered(program.post('/api/auth/register', account), 201);
    Object.assign(program, { cookie: '' });
    await program.signsIn(account.email);
    expect(await answered(program.get('/api/me'))).toMatchObject({ name: 'Pia', email: account.email });
    const next = 'quite another password';
    expect((await program.put('/api/me/password', { current: PASSWORD, next })).status).toBeLessThan(300);
    await signedIn(account.email, next);
  });

  it('customers list their tickets, also by status and priority, and staff those assigned to them', async () => {
    const { sol, ana, mia } = programs;
    const [done, urgent] = [await mia.opens('Done soon'), await mia.opens('Very urgent')];
    await setStatus(sol, done, 'resolved');
    await edit(sol, urgent, { priority: 'urgent' });
    await assign(sol, urgent, ana);
    expect(await idsOf(mia, 'status=resolved')).toContain(done.id);
    expect(await idsOf(mia, 'status=resolved')).not.toContain(urgent.id);
    expect(await idsOf(mia, 'priority=urgent&status=in_progress')).toEqual([urgent.id]);
    const assigned = await ticketsOf(ana, 'assignee=me&limit=100');
    expect(assigned.map(({ id }) => id)).toContain(urgent.id);
    expect(assigned.every(({ assignee }) => assignee?.id === ana.id)).toBe(true);
  });

  it('customers and staff exchange messages with attachments', async () => {
    const { ana, jonas, mia } = programs;
    const ticket = await jonas.opens('With a file');
    const { id: fileId } = await answered(jonas.attaches(ticket.id, text('plan.txt', 'The plan')), 201);
    const body = { body: 'Here it is.', attachmentIds: [fileId] };
    await answered(jonas.post(`/api/tickets/${ticket.id}/messages`, body), 201);
    await ana.says(ticket.id, 'Thank you.');
    const { items } = await answered(jonas.get<Items<Message>>(`/api/tickets/${ticket.id}/messages`));
    expect(items.map((message) => message.body)).toEqual([expect.any(String), 'Here it is.', 'Thank you.']);
    expect((await ana.downloads(fileId)).bytes.toString()).toBe('The plan');
    expect((await mia.downloads(fileId)).status).toBe(404);
  });

  it('every ticket has a trail of what happened', async () => {
    const { ana, jonas } = programs;
    const ticket = await jonas.opens('With a history');
    await assign(ana, ticket, ana);
    await ana.says(ticket.id, 'Hello');
    await setStatus(ana, ticket, 'resolved');
    const told = ['ticket.opened', 'ticket.assigned', 'message.sent', 'ticket.status_changed'];
    expect(await typesOf(ana, ticket)).toEqual(expect.arrayContaining(told));
    expect(await typesOf(jonas, ticket)).toEqual(expect.arrayContaining(told));
  });

  it('the API has an interactive page, and a description for programs', async () => {
    const page = await fetch(`${world.desk.url}/api/docs`);
    expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('Send this call')]);
    expect(await answered(world.stranger.get('/api/openapi.json'))).toMatchObject({ openapi: '3.1.0' });
  });
});

describe('as an agent API', () => {
  it('agents fetch tickets, at most 15, and no two agents ever get the same', async () => {
    const { sol, ana, ben } = programs;
    await openMany(world, world.mia.id, 40, 'api');
    const claims = await Promise.all(
      [ana, ben, sol, ana, ben, sol].map((person) => answered(person.post<Items<TicketRow>>('/api/queue/claim'))),
    );
    const ids = claims.flatMap(({ items }) => items.map(({ id }) => id));
    expect(ids.length).toBeGreaterThan(30);
    expect(new Set(ids).size).toBe(ids.length);
    for (const person of [ana, ben, sol]) {
      const assigned = await ticketsOf(person, 'assignee=me&active=true&limit=100');
      expect(assigned).toHaveLength(15);
    }
  });

  it('a ticket goes from open to assigned to resolved to closed, and its assignments stay as a list', async () => {
    const { zoe, sol, mia } = programs;
    const ticket = await mia.opens('Passed on');
    await answered(zoe.patch(`/api/users/${world.zoe.id}`, { capacity: 20 }));
    expect(await assign(zoe, ticket, zoe)).toMatchObject({ status: 'in_progress', assignee: { id: zoe.id } });
    await assign(sol, ticket, null);
    await assign(zoe, ticket, zoe);
    await setStatus(zoe, ticket, 'resolved');
    await setStatus(zoe, ticket, 'closed');
    const { items } = await answered(zoe.get<Items<Assignment>>(`/api/tickets/${ticket.id}/assignments`));
    expect(items).toMatchObject([
      { assignee: { id: zoe.id }, by: { id: zoe.id } },
      { assignee: { id: zoe.id }, by: { id: zoe.id }, until: expect.any(Number) },
    ]);
    expect(items.map(({ from }) => from)).toEqual(items.map(({ from }) => from).toSorted((a, b) => b - a));
  });
});
