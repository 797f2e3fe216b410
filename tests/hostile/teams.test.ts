import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { uuidv7 } from '../../db/ids.ts';
import { TEAMS_MOST, type TeamDetails } from '../../server/teams/contract.ts';
import type { TicketRow } from '../../server/tickets/contract.ts';
import { createWorld, type World } from '../support/world.ts';

let world: World;
let team: TeamDetails;
let ticket: TicketRow;
beforeAll(async () => {
  world = await createWorld();
  team = (await world.sol.post<TeamDetails>('/api/teams', { name: 'Returns', memberIds: [world.ana.id] })).body;
  ticket = await world.jonas.opens('A machine');
});
afterAll(() => world.end());

type Refused = { error: { code: string; fields?: Record<string, string> } };
const HOURS = { timeZone: 'Europe/Madrid', week: [[], [], [], [], [], [], []], holidays: [] };
const many = (n: number) => Array.from({ length: n }, () => uuidv7());

describe('what a team may not be', () => {
  it.each([
    ['a name of nothing', { name: '' }],
    ['a name that shows nothing', { name: '\u200B\u2800 ' }],
    ['a name of 200 characters', { name: 'x'.repeat(200) }],
    ['a name with a broken character', { name: 'a\uD800' }],
    ['a name that is no text', { name: { $ne: null } }],
    ['an id of its own making', { id: "x'; DROP TABLE teams; --" }],
    ['overflow that is no yes or no', { overflow: 'yes' }],
    ['hours of six days', { hours: { ...HOURS, week: HOURS.week.slice(1) } }],
    ['hours in no time zone', { hours: { ...HOURS, timeZone: 'Mars/Olympus' } }],
    ['a member who does not exist', { memberIds: [uuidv7()] }],
    ['a customer as a member', { memberIds: () => [world.jonas.id] }],
    ['501 members', { memberIds: many(501) }],
    ['a category that does not exist', { categories: ['plumbing'] }],
    ['a category by the name of a prototype', { categories: ['__proto__'] }],
    ['a site that does not exist', { siteIds: [uuidv7()] }],
    ['201 sites', { siteIds: many(201) }],
    ['a field that is not there', { waiting: 7 }],
    ['its own stored key', { key: 'returns' }],
  ])('%s', async (_what, { memberIds, ...more }: Record<string, unknown>) => {
    const ids = typeof memberIds === 'function' ? (memberIds as () => string[])() : memberIds;
    const input = { name: 'Another', ...more, ...(ids !== undefined && { memberIds: ids }) };
    const before = (await world.sol.get<{ items: object[] }>('/api/teams')).body.items.length;
    expect(await world.sol.post<Refused>('/api/teams', input)).toMatchObject({
      status: 422,
      body: { error: { code: 'invalid', fields: expect.any(Object) } },
    });
    expect((await world.sol.get<{ items: object[] }>('/api/teams')).body.items).toHaveLength(before);
  });

  it('one of more than a hundred', async () => {
    const { items } = (await world.sol.get<{ items: object[] }>('/api/teams')).body;
    for (let n = items.length; n < TEAMS_MOST; n += 1) await world.sol.post('/api/teams', { name: `Team ${n}` });
    expect(await world.sol.post('/api/teams', { name: 'One more' })).toMatchObject({
      status: 409,
      body: { error: { code: 'teams.full' } },
    });
  });
});

describe('the team of a ticket is changed by nobody', () => {
  it.each([
    ['to a team that does not exist', () => ({ teamId: uuidv7() }), 422],
    ['to the id of a person', () => ({ teamId: world.ana.id }), 422],
    ['to a text', () => ({ teamId: 'mine' }), 422],
    ['to nothing at all', () => ({}), 422],
    ['to several', () => ({ teamId: [team.id] }), 422],
    ['with the assignee in the same breath', () => ({ teamId: team.id, assigneeId: world.ben.id }), 422],
    ['with a version that is no number', () => ({ teamId: team.id, seen: 'now' }), 422],
  ])('%s', async (_what, body, status) => {
    expect((await world.ana.put(`/api/tickets/${ticket.id}/team`, body())).status).toBe(status);
    expect((await world.ana.get<TicketRow>(`/api/tickets/${ticket.id}`)).body.teamId).toBeNull();
  });

  it.each([
    ['by a rename of the route', 'PATCH', (id: string) => `/api/tickets/${id}`, 422],
    ['by opening it there', 'POST', () => '/api/tickets', 422],
    ['as a customer', 'PUT', (id: string) => `/api/tickets/${id}/team`, 403],
    ['by acts of a customer', 'POST', () => '/api/acts', 403],
  ])('%s', async (_what, method, path, status) => {
    const acts = [{ ticketId: ticket.id, field: 'team', value: team.id }];
    const body = path(ticket.id).endsWith('acts')
      ? { acts }
      : method === 'POST'
        ? { subject: 'It', body: 'x', teamId: team.id }
        : { teamId: team.id };
    expect((await world.jonas.send(method, path(ticket.id), body)).status).toBe(status);
    expect((await world.ana.get<TicketRow>(`/api/tickets/${ticket.id}`)).body.teamId).toBeNull();
  });

  it('on the ticket of a colleague', async () => {
    const held = await world.mia.opens('Held');
    await world.ana.put(`/api/tickets/${held.id}/assignee`, { assigneeId: world.ana.id });
    expect((await world.ben.put(`/api/tickets/${held.id}/team`, { teamId: team.id })).status).toBe(403);
  });
});

describe('a team is deleted by nobody', () => {
  it.each([
    ['in favour of itself', () => `/api/teams/${team.id}?replaceBy=${team.id}`, 422],
    ['in favour of no team', () => `/api/teams/${team.id}?replaceBy=${uuidv7()}`, 422],
    ['in favour of nothing', () => `/api/teams/${team.id}?replaceBy=`, 422],
    ['twice in favour', () => `/api/teams/${team.id}?replaceBy=${uuidv7()}&replaceBy=${uuidv7()}`, 422],
    ['without a name', () => '/api/teams/all', 422],
  ])('%s', async (_what, path, status) => {
    expect((await world.zoe.delete(path())).status).toBe(status);
    expect((await world.zoe.get(`/api/teams/${team.id}`)).status).toBe(200);
  });
});

describe('the filter of teams', () => {
  it.each([
    ['the name of a team', 'team=Returns'],
    ['an injection', `team=${encodeURIComponent("') OR 1=1 --")}`],
    ['21 teams', `team=${many(21).join(',')}`],
    ['nothing', 'team='],
    ['a cursor of another team', 'cursor'],
  ])('refuses %s', async (_what, query) => {
    for (const subject of ['One', 'Two']) await world.jonas.opens(subject);
    const { next } = (await world.ana.get<{ next: string }>('/api/tickets?team=none&limit=1')).body;
    const asked = query === 'cursor' ? `team=mine&limit=1&cursor=${next}` : query;
    expect([400, 422]).toContain((await world.ana.get(`/api/tickets?${asked}`)).status);
  });
});
